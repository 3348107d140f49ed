"""How many counters tomorrow needs, in a real browser, by keyboard alone: bookings that were imported, walk-ins as on
the weekday's latest days, charts with their tables, another number of counters, the tables as CSV, and the page without
scripts. Both languages, a desk and a phone, axe in every state.

    supervisor_staffing.py OFFICE_PROGRAM REPORT_FIGURES_PROGRAM ANTREAN CONFIG [FOLDER_FOR_PICTURES]
"""
import csv
import datetime
import io
import os
import re
import subprocess
import sys
import urllib.error

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from demo_in_browser import complaints
from office_reports import Reports, a_browser, get, office_with_a_month
from real_office import Person, real_office

PEOPLE = {"08.00": 24, "09.00": 18, "10.00": 12, "13.00": 9}
CHARTS = ["people", "needed", "wait"]


class Staffing(Reports):
    def look(self, name):
        super().look("staffing-" + name)

    def charts_have_tables(self):
        charts = self.driver.execute_script("""
            return [...document.querySelectorAll('[data-report]')].map((section) => {
              const chart = Chart.getChart(section.querySelector('canvas'));
              return [section.dataset.report, section.querySelectorAll('tbody tr').length,
                chart ? chart.data.labels.length : 0, chart ? chart.data.datasets.length : 0,
                section.querySelector('canvas').getAttribute('aria-label')]; });""")
        assert [one[0] for one in charts] == CHARTS, charts
        for name, rows, drawn, series, told in charts:
            assert rows == drawn > 6, (name, rows, drawn)
            assert series == {"people": 2, "needed": 2, "wait": 3}[name] and told, name

    def table(self, name):
        return self.driver.execute_script("""
            return [...document.querySelectorAll(`#table-${arguments[0]} tbody tr`)].map((row) =>
              [...row.querySelectorAll('td')].map((cell) => cell.dataset.value === '' ? null
                : Number(cell.dataset.value)));""", name)

    def headline(self, number):
        return self.driver.find_elements(By.CSS_SELECTOR, ".headlines b")[number].text

    def with_counters(self, counters):
        self.tab_to("input[name=counters]")
        self.press(Keys.CONTROL + "a")
        self.press(str(counters))
        self.press(Keys.ENTER)
        self.wait.until(lambda d: f"counters={counters}" in d.current_url)
        self.wait.until(lambda d: d.execute_script("return document.readyState") == "complete")


def roles(program):
    with real_office(program) as office:
        for user in ("sari", "siti", "ayu"):  # an officer, a clerk, an auditor
            try:
                with Person(office, user).way.open(office.url + "/staffing/2026-11-24", timeout=20) as answer:
                    found = answer.status
            except urllib.error.HTTPError as refused:
                found = refused.code
            assert found == 403, f"{user} gets {found} for the staffing"


def book(antrean, settings, day):
    """People of the day, by the import that a technician uses."""
    lines, number = ["Kode;Nama;Tanggal;Jam;Layanan"], 0
    for hour, people in PEOPLE.items():
        for _ in range(people):
            number += 1
            lines.append(f"X{number};Orang {number};{day};{hour};paspor")
    path = os.path.join(os.path.dirname(settings), "list.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    subprocess.run([antrean, "--config", settings, "import-day", path], check=True, stdout=subprocess.DEVNULL)
    return number


def main():
    program, figures, antrean, config = sys.argv[1:5]
    pictures = sys.argv[5] if len(sys.argv) > 5 else ""
    roles(program)
    first = datetime.date.today() - datetime.timedelta(days=27)
    with office_with_a_month(program, figures, config, str(first)) as (url, _, settings), a_browser() as driver:
        page = Staffing(driver, url, pictures)
        driver.get(url + "/staffing?lang=en")
        day = re.search(r"/staffing/(\d{4}-\d\d-\d\d)\?lang=en$", driver.current_url).group(1)
        assert day > str(datetime.date.today()), day
        booked = book(antrean, settings, day)
        for language, sentence in (("en", f"{booked} people have a booking for this day."),
                                   ("id", f"{booked} orang punya pesanan untuk hari ini.")):
            for width in (1280, 390):
                page.width(width)
                driver.get(f"{url}/staffing/{day}?lang={language}")
                page.charts_have_tables()
                basis = driver.find_element(By.CSS_SELECTOR, ".basis").text
                assert sentence in basis, basis
                assert ("average on: " in basis) or ("rata-rata pada: " in basis), basis
                page.look(f"{language}-{width}")
        page.width(1280)
        driver.get(f"{url}/staffing/{day}?lang=en")
        people, needed, usual = page.table("people"), page.table("needed"), page.table("wait")
        come = sum(row[0] for row in people)
        assert 0.8 * booked <= come <= booked, (come, booked)
        assert sum(row[1] for row in people) > 0, "the walk-ins of the weekday are missing"
        assert max(row[0] for row in needed) > min(row[0] for row in needed), needed
        page.with_counters(needed[0][1] + 3)
        assert [row[1] for row in page.table("needed")] == [needed[0][1] + 3] * len(needed)
        assert [row[0] for row in page.table("needed")] == [row[0] for row in needed], "needed does not hang on planned"
        more = page.table("wait")
        assert sum(row[1] or 0 for row in more) < sum(row[1] or 0 for row in usual), (usual, more)
        rows = list(csv.reader(io.StringIO(get(f"{url}/staffing/{day}/needed.csv?lang=en").decode("utf-8-sig"))))
        assert [[int(cell) for cell in row[2:]] for row in rows[1:]] == needed, rows
        page.tab_to("[data-report=wait] .toggle")
        page.press(Keys.ENTER)
        assert driver.execute_script(
            "return document.querySelector('#table-wait').getBoundingClientRect().height") > 100
        page.look("table-en-1280")
        page.with_counters(1)
        assert "at least" in driver.find_element(By.TAG_NAME, "main").text
        page.look("too-few-en-1280")
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        driver.get(f"{url}/staffing/{day}?lang=en")
        shown = driver.find_elements(By.CSS_SELECTOR, ".figures")
        assert len(shown) == 3 and all(one.is_displayed() for one in shown), "without scripts there are no tables"
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        heard = complaints(driver)
        assert not heard, heard
    print(f"{booked} booked for {day}; two languages; 1280 and 390 px; CSV; without scripts")


if __name__ == "__main__":
    main()
