#!/usr/bin/python3
"""Supervisor and auditor before a real office, by keyboard: how the day goes, a pause of the hall that a counter is
refused in, a notice, today's walk-in numbers, a restart in the pause; then the audit of all that, its CSV and its
signed export, which `antrean verify` takes whole and refuses changed. Both languages, a desk and a phone, axe in every
state.

    supervisor.py ANTREAN_OFFICE ANTREAN [FOLDER_FOR_PICTURES]
"""
import os
import subprocess
import sys
import tempfile
import urllib.request

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from demo_in_browser import browser, complaints
from real_office import Person, real_office

PATIENCE = 30
WIDTHS = {"phone": (390, 844), "desk": (1366, 768)}


class Journey:
    def __init__(self, driver, office, pictures):
        self.driver, self.office, self.pictures = driver, office, pictures
        self.wait = WebDriverWait(driver, PATIENCE)
        self.seen = 0

    def until(self, what, true_now):
        try:
            return self.wait.until(lambda _: true_now())
        except Exception as error:
            self.picture("failed")
            raise AssertionError("never happened: " + what) from error

    def picture(self, name):
        if self.pictures:
            self.driver.save_screenshot(os.path.join(self.pictures, "supervisor-" + name.replace(" ", "-") + ".png"))

    def script(self, text, *values):
        return self.driver.execute_script(text, *values)

    def text(self, selector):
        return self.script("return document.querySelector(arguments[0]).innerText.trim()", selector)

    def shown(self, selector):
        return self.script("const one = document.querySelector(arguments[0]);"
                           " return Boolean(one && one.checkVisibility())", selector)

    def press(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def tab_to(self, selector):
        for _ in range(150):
            if self.script("return document.activeElement.matches(arguments[0])", selector):
                return
            self.press(Keys.TAB)
        self.picture("failed")
        raise AssertionError("the tabulator never reaches " + selector)

    def open_dialog(self, selector):
        self.until(selector + " can be pressed", lambda: self.shown(selector))
        self.tab_to(selector)
        self.press(Keys.ENTER)
        self.until("the dialog", lambda: self.script("return document.querySelector('#ask').open"))

    def type_into(self, name, text):
        self.tab_to(f"#ask [name={name}]")
        self.press(text)

    def do_it(self):
        self.press(Keys.ENTER)
        self.until("the dialog is gone", lambda: not self.script("return document.querySelector('#ask').open"))

    def size(self, width, height):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def look_through(self, state):
        """Axe, and that nothing is wider than the window, in both languages and every width."""
        self.seen += 1
        for language in ("en", "id"):
            if self.script("return document.documentElement.lang") != language:
                self.script("document.querySelector('#language').click()")
            self.until("the language", lambda: self.script("return document.documentElement.lang") == language)
            for name, (width, height) in WIDTHS.items():
                self.size(width, height)
                found = violations(self.driver)
                assert not found, (state, language, name, found)
                wide = self.script("return document.documentElement.scrollWidth -"
                                   " document.documentElement.clientWidth")
                assert wide <= 0, (state, language, name, wide)
                self.picture(f"{state} {language} {name}")

    def come(self, person, page):
        """At this person's machine."""
        self.driver.get(self.office.url + "/sign-in")
        self.driver.delete_all_cookies()
        cookie = person.session()
        self.driver.add_cookie({"name": cookie.name, "value": cookie.value, "httpOnly": True, "sameSite": "Strict"})
        self.driver.get(self.office.url + page)

    def live(self):
        return self.script("return document.documentElement.dataset.feed === 'live' && told !== null")

    # The day

    def day_goes(self, boss, clerk, sari):
        self.come(boss, "/live")
        self.until("the page is live", self.live)
        sari.do("login", counter=1, officer="sari")
        sari.do("open_counter", counter=1)
        for _ in range(3):
            clerk.do("walk_in", service="paspor")
        clerk.do("walk_in", service="paspor", class_key="priority")
        self.until("who waits, without a reload", lambda: self.text("#waiting") == "4")
        self.until("the officer", lambda: "Siti Sari Rahmawati" in self.text("#counters"))
        assert "Lansia, hamil, difabel" in self.text("#lines"), self.text("#lines")
        assert self.text("#open-counters") == "1 dari 3", self.text("#open-counters")
        self.look_through("live")

    def pauses(self, boss, sari):
        self.open_dialog("#pause-hall")
        self.picture("dialog")
        self.type_into("reason", "Latihan kebakaran")
        self.do_it()
        self.until("it is paused", lambda: "Latihan kebakaran" in self.text("#pause"))
        assert self.text("#phase") == "istirahat", self.text("#phase")
        status, answer = sari.ask("/console/command", {"command": "call_next", "counter": 1})
        assert status == 409 and answer["reason"] == "hall_paused", answer
        self.look_through("paused")
        self.office.kill()
        self.office.start()
        self.until("the page is live again", lambda: self.live() and self.shown("#resume-hall"))
        status, answer = sari.ask("/console/command", {"command": "call_next", "counter": 1})
        assert status == 409 and answer["reason"] == "hall_paused", answer
        self.tab_to("#resume-hall")
        self.press(Keys.ENTER)
        self.until("it goes on", lambda: not self.shown("#pause"))
        sari.do("call_next", counter=1)
        self.until("a call is seen", lambda: "dipanggil" in self.text("#counters"))

    def tells(self):
        self.open_dialog("#new-notice")
        self.tab_to("#ask [name=severity]")
        self.press(Keys.DOWN)
        self.type_into("text_id", "Harap keluar lewat pintu utara.")
        self.type_into("text_en", "Please leave by the north door.")
        self.do_it()
        self.until("the notice", lambda: "pintu utara" in self.text("#notices"))
        with urllib.request.urlopen(f"http://127.0.0.1:{self.office.web_port}/health", timeout=10) as answer:
            assert answer.status == 200
        self.look_through("notice")
        self.tab_to("#notices button")
        self.press(Keys.ENTER)
        self.until("it is taken down", lambda: not self.shown("#notices li"))

    def fewer_walk_ins(self, clerk):
        self.open_dialog("#walk-ins button")
        self.type_into("quota", "4")
        self.do_it()
        self.until("today's quota", lambda: "4 hari ini" in self.text("#walk-ins"))
        status, answer = clerk.ask("/console/command", {"command": "walk_in", "service": "paspor"})
        assert status == 409 and answer["reason"] == "walk_in_quota_used", answer
        status, answer = clerk.ask("/live/state")
        assert status == 403, answer

    # The audit

    def audited(self, auditor, command):
        self.come(auditor, "/audit")
        self.until("the rows", lambda: self.shown("#rows tr"))
        rows = self.text("#rows")
        for part in ("Aula jeda", "Latihan kebakaran", "penyelia", "wati", "Aula dilanjutkan", "Pengumuman",
                     "Kuota tanpa pesanan"):
            assert part in rows, (part, rows)
        all_rows = self.script("return document.querySelectorAll('#rows tr').length")
        self.look_through("audit")
        self.tab_to("#kind")
        self.press(Keys.DOWN)
        self.until("one kind", lambda: self.script("return document.querySelectorAll('#rows tr').length") < all_rows)
        for path, body in (("/console/command", {"command": "close_day"}), ("/live/state", None)):
            status, answer = auditor.ask(path, body)
            assert status == 403 and answer["reason"] == "not_allowed", (path, answer)
        csv = self.fetched(auditor, "/audit/csv?language=id")
        assert csv.startswith("\ufeff".encode()) and b"Latihan kebakaran" in csv, csv[:300]
        self.verified(self.fetched(auditor, "/audit/export"), command)

    def fetched(self, person, path):
        request = urllib.request.Request(self.office.url + path)
        with person.way.open(request, timeout=20) as answer:
            assert "attachment" in answer.headers["Content-Disposition"]
            return answer.read()

    def verified(self, export, command):
        file = os.path.join(self.office.folder, "export.jsonl")

        def verify(content, *options):
            with open(file, "wb") as out:
                out.write(content)
            return subprocess.run([command, "--config", self.office.settings, "--lang", "en", "verify", file, *options],
                                  capture_output=True, text=True, timeout=60, check=False)

        key = os.path.join(self.office.folder, "office.db.audit.pub")
        for options in ((), ("--key", key), ("--key", self.text("#key"))):
            said = verify(export, *options)
            assert said.returncode == 0 and "good" in said.stdout, said
        at = export.index(b"Latihan")
        said = verify(export[:at] + b"l" + export[at + 1:])
        assert said.returncode == 3 and "is not what was written" in said.stdout, said
        said = verify(export[:-20])
        assert said.returncode == 3 and "end is missing" in said.stdout, said
        said = verify(export, "--key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        assert said.returncode == 3 and "another key" in said.stdout, said
        said = verify(b'{"rows":[]}\n')
        assert said.returncode == 3 and "not an audit export" in said.stdout, said


def main():
    pictures = sys.argv[3] if len(sys.argv) > 3 else ""
    with real_office(sys.argv[1]) as office, tempfile.TemporaryDirectory() as profile:
        driver = browser(profile)
        try:
            clerk, sari, auditor = (Person(office, user) for user in ("siti", "sari", "ayu"))
            journey = Journey(driver, office, pictures)
            journey.size(*WIDTHS["desk"])
            journey.day_goes(office.boss, clerk, sari)
            journey.pauses(office.boss, sari)
            journey.tells()
            journey.fewer_walk_ins(clerk)
            # The office was killed once, so the line broke once.
            heard = [one for one in complaints(driver, refusals_are_answers=True)
                     if "WebSocket" not in one["message"] and "ERR_CONNECTION" not in one["message"]]
            assert not heard, heard
            journey.audited(auditor, sys.argv[2])
        finally:
            driver.quit()
    print(f"{journey.seen} states, each in two languages and {len(WIDTHS)} widths")


main()
