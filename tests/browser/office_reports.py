"""The reports in a real browser, by keyboard alone, in both languages and several widths: every chart has its table,
axe finds nothing, the downloads say the same, and who may not read them is refused.

    office_reports.py OFFICE_PROGRAM REPORT_FIGURES_PROGRAM CONFIG [FOLDER_FOR_PICTURES]
"""
import base64
import contextlib
import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from demo_in_browser import browser, complaints
from real_office import Person, free_port, real_office

MONTH = "/reports/month/2026-11-02"
DAYS, TICKETS = "26", "60"


def get(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read()


@contextlib.contextmanager
def office_with_a_month(program, figures, config, first="2026-11-02"):
    """An office whose journal has a month from this day on; nobody signs in. Gives its address when all of it is
    counted, the figures of the first month, and its settings."""
    with tempfile.TemporaryDirectory(prefix="antrean-reports-") as folder:
        port, settings = free_port(), pathlib.Path(folder) / "office.toml"
        text = pathlib.Path(config).read_text(encoding="utf-8").replace("/var/lib/antrean/", folder + "/")
        text = text.replace("/run/antrean/", folder + "/").replace("port = 8091", f"port = {port}")
        text = text.replace("port = 8090", f"port = {free_port()}").replace("sign_in = true", "sign_in = false")
        settings.write_text(text.split("[printer]")[0] + "[web]" + text.split("[web]")[1] +
                            f'\n[technician]\nsocket = "{folder}/technician.sock"\n', encoding="utf-8")
        views = subprocess.run([figures, folder, settings, DAYS, TICKETS, first], check=True, stdout=subprocess.PIPE,
                               text=True).stdout.splitlines()
        view = next(one for one in map(json.loads, views) if one["period"] == "month")
        os.unlink(os.path.join(folder, "reports.db"))  # the office makes it again
        process = subprocess.Popen([program, "--config", settings], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            url = f"http://127.0.0.1:{port}"
            wanted, end = f">{view['all']['arrivals']:,}<", time.monotonic() + 60
            while True:
                with contextlib.suppress(urllib.error.URLError, OSError):
                    if wanted in get(f"{url}/reports/month/{first}?lang=en").decode():
                        break
                assert time.monotonic() < end, "the month is never counted"
                time.sleep(0.1)
            yield url, view, settings
        finally:
            process.terminate()
            process.wait(30)


@contextlib.contextmanager
def a_browser():
    with tempfile.TemporaryDirectory(prefix="antrean-browser-") as folder:
        driver = browser(folder)
        try:
            yield driver
        finally:
            driver.quit()


class Reports:
    def __init__(self, driver, url, pictures):
        self.driver, self.url, self.pictures = driver, url, pictures
        self.wait = WebDriverWait(driver, 20)

    def width(self, pixels):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False})

    def look(self, name):
        found = violations(self.driver)
        assert not found, f"{name}: {found}"
        wide = self.driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name}: {wide} px wider than the window"
        if self.pictures:
            height = self.driver.execute_script("return document.documentElement.scrollHeight")
            picture = self.driver.execute_cdp_cmd("Page.captureScreenshot", {
                "captureBeyondViewport": True,
                "clip": {"x": 0, "y": 0, "width": self.driver.execute_script("return innerWidth"), "height": height,
                         "scale": 1}})
            with open(os.path.join(self.pictures, f"reports-{name}.png"), "wb") as file:
                file.write(base64.b64decode(picture["data"]))

    def press(self, key):
        self.driver.switch_to.active_element.send_keys(key)

    def tab_to(self, selector):
        for _ in range(120):
            if self.driver.execute_script("return document.activeElement.matches(arguments[0])", selector):
                return
            self.press(Keys.TAB)
        raise AssertionError("the tabulator never reaches " + selector)

    def charts_have_tables(self):
        """Each chart shows what its table says; the table is read out although it is not seen."""
        charts = self.driver.execute_script("""
            return [...document.querySelectorAll('[data-report]')].map((section) => {
              const chart = Chart.getChart(section.querySelector('canvas'));
              return { id: section.dataset.report, drawn: Boolean(chart),
                rows: section.querySelectorAll('tbody tr').length,
                labels: chart ? chart.data.labels.length : 0,
                hidden: getComputedStyle(section.querySelector('.figures')).display,
                seen: section.querySelector('.figures').getBoundingClientRect().height > 2,
                told: section.querySelector('canvas').getAttribute('aria-label') };
            });""")
        drawn = [one for one in charts if one["drawn"]]
        assert len(drawn) >= 6, charts
        for one in drawn:
            assert one["rows"] == one["labels"] > 0, one
            assert one["hidden"] != "none" and not one["seen"] and one["told"], one
        for one in charts:
            assert one["drawn"] or one["seen"], one

    def month(self, language, width):
        self.width(width)
        self.driver.get(self.url + MONTH + "?lang=" + language)
        self.charts_have_tables()
        self.look(f"month-{language}-{width}")
        self.tab_to("[data-report=arrivals] .toggle")
        self.press(Keys.ENTER)
        assert self.driver.execute_script(
            "return document.querySelector('#table-arrivals').getBoundingClientRect().height") > 100
        self.press(Keys.TAB)
        self.press(Keys.TAB)
        assert self.driver.execute_script("return document.activeElement.id") == "table-arrivals", \
            "a wide table is not reached by keyboard"
        self.look(f"month-table-{language}-{width}")

    def walk(self):
        """From the month to the year, back in time, and to a date, without a mouse."""
        self.width(1280)
        self.driver.get(self.url + "/reports?period=month&date=2026-11-24&lang=en")
        assert self.driver.current_url.endswith("/reports/month/2026-11-24?lang=en"), self.driver.current_url
        self.tab_to(".periods a:last-child")
        self.press(Keys.ENTER)
        self.wait.until(lambda d: d.find_element(By.TAG_NAME, "h1").text == "2026")
        self.look("year-en-1280")
        self.tab_to("[rel=prev]")
        self.press(Keys.ENTER)
        self.wait.until(lambda d: d.find_element(By.TAG_NAME, "h1").text == "2025")
        assert "Nothing happened" in self.driver.find_element(By.TAG_NAME, "main").text
        self.look("nothing-en-1280")
        self.driver.get(self.url + "/reports/day/2026-11-03?lang=id")
        self.look("day-id-1280")

    def downloads(self, view):
        rows = list(csv.reader(io.StringIO(get(self.url + MONTH + "/waits.csv?lang=en").decode("utf-8-sig"))))
        told = {row[0]: row[2:] for row in rows[1:]}
        for day, figures in view["time"].items():
            waits = figures["waits"]
            if waits["count"]:
                assert told[day][:3] == [str(waits["count"]), str(waits["p50"]), str(waits["p90"])], (day, told[day])
        for language, title in (("id", "Waktu tunggu"), ("en", "Waiting times")):
            pdf = get(self.url + MONTH + "/report.pdf?lang=" + language)
            text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True,
                                  stdout=subprocess.PIPE).stdout.decode()
            for wanted in (title, "November 2026", "Kantor Imigrasi"):
                assert wanted in text, f"{wanted} cannot be found in the PDF"
            if self.pictures:
                subprocess.run(["pdftoppm", "-r", "60", "-png", "-", os.path.join(self.pictures, "pdf-" + language)],
                               input=pdf, check=True)


def roles(program):
    with real_office(program) as office:
        for user in ("sari", "siti"):  # an officer, a clerk
            try:
                with Person(office, user).way.open(office.url + "/reports/day/2026-11-24", timeout=20) as answer:
                    found = answer.status
            except urllib.error.HTTPError as refused:
                found = refused.code
            assert found == 403, f"{user} gets {found} for the reports"
        with Person(office, "ayu").way.open(office.url + "/reports/day/2026-11-24", timeout=20) as answer:
            assert answer.status == 200, "an auditor reads reports"
        request = urllib.request.urlopen(office.url + "/reports/day/2026-11-24", timeout=20)
        assert "/sign-in?to=/reports" in request.geturl(), "whoever is not signed in reads reports"


def main():
    program, figures, config = sys.argv[1:4]
    pictures = sys.argv[4] if len(sys.argv) > 4 else ""
    roles(program)
    with office_with_a_month(program, figures, config) as (url, view, _), a_browser() as driver:
        reports = Reports(driver, url, pictures)
        for language in ("id", "en"):
            for width in (1280, 390):
                reports.month(language, width)
        reports.walk()
        reports.downloads(view)
        heard = complaints(driver)
        assert not heard, heard
    print("month, year and day; two languages; 1280 and 390 px; CSV and PDF")


if __name__ == "__main__":
    main()
