#!/usr/bin/python3
"""The entrance in a real browser: the kiosk with nobody signed in, the visitor's screen, and the clerk beside it.

usage: entrance.py ANTREAN_DEMO [FOLDER_FOR_PICTURES]
"""
import re
import sys
import urllib.parse
import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from axe import violations
from demo_in_browser import complaints, demo_in_browser
from office_morning import FINGER_MS, SCANNER_MS, Morning

MET = "Nur'Áini Dewi"      # as the paper has it
HEARD = "nuraini"          # as the clerk hears it
SCANNED = "Made Wirawan"
TYPED = "Komang Sutrisna"
STRAY = "8991234567890"
A_WHILE_MS = 26000         # after which an answer's time is over


class Entrance(Morning):
    def __init__(self, driver, desk, pictures):
        # The demo's page hands the portal's pages on; where the office's are, its screen says.
        driver.get(desk + "/screen/kiosk")
        office = driver.current_url.removesuffix("/entrance/kiosk")
        driver.delete_all_cookies()
        super().__init__(driver, desk.removesuffix("/desk"), office, "", pictures)
        self.desk = desk

    def picture(self, name, contrast=True):
        """Of each state; and nothing in it keeps anybody out."""
        if name == "failed":
            return super().picture("entrance-failed")
        self.until("the colours have changed", lambda: self.driver.execute_script(
            "return document.getAnimations().every((one) => !(one instanceof CSSTransition))"))
        super().picture("entrance-" + name)
        found = violations(self.driver, contrast)
        assert not found, (name, found)

    def live(self, what):
        self.until(what + " is live", lambda: self.find("html").get_attribute("data-feed") == "live")

    def language(self):
        return self.find("html").get_attribute("lang")

    def kind(self):
        return self.find("body").get_attribute("data-kind")

    def shown(self, selector):
        return self.find(selector).is_displayed()

    def status(self, path, body=None):
        return self.driver.execute_async_script(
            "const done = arguments[2]; fetch(arguments[0], arguments[1] === null ? {} : { method: 'POST', headers:"
            " { 'Content-Type': 'application/json' }, body: JSON.stringify(arguments[1]) })"
            ".then((answer) => done(answer.status))", path, body)

    def hold_before_the_scanner(self, code):
        """At the scanner's own port, as the demo's page does it."""
        form = urllib.parse.urlencode({"typed": code}).encode()
        with urllib.request.urlopen(self.desk + "/scan", form) as answer:
            assert answer.status == 200, answer.status

    def later(self, ms=A_WHILE_MS):
        """The page's own time passes: it has no other."""
        self.driver.execute_script(
            "const passed = window.passed || { real: performance.now.bind(performance), ms: 0 };"
            " passed.ms += arguments[0]; window.passed = passed;"
            " performance.now = () => passed.real() + passed.ms; draw()", ms)

    def pulled(self, name):
        self.until(name + " has come from the portal", lambda: self.driver.execute_async_script(
            "const done = arguments[1];"
            " fetch('/entrance/find', { method: 'POST', headers: { 'Content-Type': 'application/json' },"
            " body: JSON.stringify({ name: arguments[0], hour: '' }) }).then((answer) => answer.json())"
            ".then((answer) => done(answer.found.length > 0))", name))

    # Nobody signed in

    def stranger(self):
        for page in ("/entrance", "/entrance/visitor", "/entrance/kiosk"):
            self.driver.get(self.office + page)
            assert "/sign-in?to=" + page in self.driver.current_url, self.driver.current_url

    def kiosk(self, scanned, typed):
        self.driver.get(self.desk + "/screen/kiosk")
        self.live("the kiosk")
        self.until("its start", lambda: self.text("#start-title") == "Pindai kode QR Anda")
        self.until("whom to ask", lambda: "Silakan tanya petugas" in self.text("#start-ask"))
        self.picture("kiosk-start")
        self.no_way_out()

        # A scanner that types, with the focus on the button that would open the keys.
        self.focus("#type")
        self.keys(scanned, SCANNER_MS)
        number = self.until("a number", lambda: re.fullmatch("[A-Z][0-9]{3}", self.text("#number"))
                            and self.text("#number"))
        assert self.kind() == "yes" and self.language() == "id", (self.kind(), self.language())
        self.until("where to go", lambda: "Anda akan dipanggil ke Loket" in self.text("#where"))
        self.until("how long, or that it cannot be said", lambda: self.text("#wait"))
        assert not self.shown("#keys"), "the scan pressed the button"
        assert number in self.text("#spoken-answer"), self.text("#spoken-answer")
        self.picture("kiosk-number")
        self.click("#say-en")
        self.until("in English", lambda: self.text("#title") == "Your queue number" and self.language() == "en")
        assert "You will be called to Loket" in self.text("#where"), self.text("#where")
        self.picture("kiosk-number-en")

        # What is no code leaves the number, in the visitor's language.
        self.keys(STRAY, SCANNER_MS)
        self.until("the notice", lambda: "not a booking code" in self.text("#notice"))
        assert self.text("#number") == number and self.kind() == "yes", self.text("#number")

        # The next visitor types at the keys; the one before still reads theirs, in their language.
        self.click("#type")
        assert self.shown("#keys") and self.language() == "id", "the choice was for the answer before"
        for symbol in typed[3:]:
            self.click_with_text("#board", symbol)
        assert self.find("#typed").get_attribute("value") == typed[3:]
        self.picture("kiosk-keys")
        self.click("#keys-go")
        second = self.until("the second number", lambda: self.text("#number") not in ("", number)
                            and self.shown("#answer") and self.text("#number"))
        assert self.language() == "id", "the choice was another visitor's"
        before = self.find("#before-list li")
        assert number in before.text and before.get_attribute("lang") == "en", before.text
        assert self.find("#typed").get_attribute("value") == "", "the code is left for the next visitor"
        self.picture("kiosk-two-numbers")

        # A code that nobody has: refused, and whom to ask.
        self.click("#type")
        self.focus("#typed")
        self.keys("bcdfgh", FINGER_MS)
        self.until("refused", lambda: self.text("#title") == "Kode tidak ditemukan" and self.kind() == "no")
        assert "Silakan tanya petugas" in self.text("#help") and self.shown("#help"), self.text("#help")
        assert self.driver.execute_script("return document.querySelector('dialog') === null")
        self.picture("kiosk-refused")

        # A scan while somebody is at the keys: the code before the scanner counts.
        self.click("#type")
        self.click_with_text("#board", "Q")
        self.focus("#typed")
        self.keys(scanned, SCANNER_MS)
        self.until("the scan is answered", lambda: self.kind() == "used" and self.text("#number") == number
                   and self.shown("#answer"))

        # Left alone it is at its start again, also from the keys.
        self.later()
        self.until("its start again", lambda: self.shown("#start") and self.kind() == "idle")
        self.click("#say-en")
        self.click("#type")
        self.click_with_text("#board", "Q")
        self.picture("kiosk-keys-en")
        self.later()
        self.until("its start in Indonesian", lambda: self.shown("#start") and self.language() == "id")
        assert self.find("#typed").get_attribute("value") == ""
        return number, second

    def no_way_out(self):
        assert self.driver.find_elements(By.CSS_SELECTOR, "a, iframe, [href]:not(link)") == []
        for path, body in (("/entrance/find", {"name": "dewi"}), ("/entrance/show", {"number": "A001"}),
                           ("/console/command", {"command": "walk_in", "service": "paspor"}),
                           ("/entrance/check", {"booking": 1, "scanned": True}), ("/console/plan", None),
                           ("/staff/people", None)):
            assert self.status(path, body) == 401, path
        assert self.driver.execute_async_script(
            "const done = arguments[0]; fetch('/entrance').then((answer) => done(answer.url))").find("/sign-in") > 0

    # The clerk, and the visitor's screen beside them

    def clerk(self, met, number):
        self.driver.get(self.desk + "/screen/visitor")
        self.live("the visitor's screen")
        screen = self.driver.current_window_handle
        self.later()
        assert not self.shown("#type"), "keys where a clerk sits"
        self.picture("visitor-start")

        self.driver.switch_to.new_window("tab")
        self.driver.get(self.desk + "/as/siti")
        self.live("the clerk's page")
        clerk = self.driver.current_window_handle
        self.pulled(HEARD)

        # By keyboard alone, by the name as it is heard.
        self.tab_to("#name")
        self.keys(HEARD, FINGER_MS)
        self.until("found without accents", lambda: MET in self.text("#found"))
        self.picture("clerk-found")
        self.tab_to("#found button.primary")
        self.press(Keys.ENTER)
        mine = self.until("in", lambda: re.search("Sudah masuk: ([A-Z][0-9]{3})", self.text("#report-words")))[1]
        self.until("found as in already", lambda: re.search(
            f"Sudah masuk pukul [0-9.]+, nomor {mine}", self.text("#found")))
        assert not self.driver.find_elements(By.CSS_SELECTOR, "#found button.primary"), "in twice?"
        self.picture("clerk-in")
        self.driver.switch_to.window(screen)
        self.until("the visitor reads it", lambda: self.text("#number") == mine and self.kind() == "yes")

        # A refusal stays what the visitor reads; no dialog opens, here or there.
        self.driver.switch_to.window(clerk)
        self.find("#code").send_keys(met)
        self.click("#code-form button")
        self.until("refused", lambda: "sudah dipakai" in self.text("#report-words")
                   and self.find("#report").get_attribute("data-kind") == "no")
        assert not self.driver.execute_script("return document.querySelector('#ask').open")
        self.picture("clerk-used")
        self.driver.switch_to.window(screen)
        self.until("the visitor reads so", lambda: self.kind() == "used" and self.text("#number") == mine)
        assert re.search("pukul [0-9.]+", self.text("#message")), self.text("#message")
        self.picture("visitor-used")
        self.later()
        self.until("the start", lambda: self.shown("#start"))

        self.driver.switch_to.window(clerk)
        # Somebody without a booking, who reads no Indonesian: called in English, and the next one as usual.
        if not self.shown(".walk"):
            raise AssertionError("no service of the demo has walk-ins")
        self.driver.execute_script("document.querySelector('#walk-language').value = 'en'")
        self.click("#walk-form button")
        given = self.until("a number", lambda: re.search("Nomor ([A-Z][0-9]{3})", self.text("#report-words")))[1]
        self.until("their language", lambda: self.driver.execute_script(
            "const one = snapshot.tickets.find((ticket) => ticket.number === arguments[0]); return one && one.language",
            given) == "en")
        assert self.find("#walk-language").get_attribute("value") == ""
        self.picture("clerk-walk-in")

        # Shown again for somebody who forgot it.
        self.find("#number").send_keys(number + Keys.ENTER)
        self.until("how it stands", lambda: self.shown("#number-says") and "menit" in self.text("#number-says")
                   or "perkiraan" in self.text("#number-says"))
        self.click_with_text("#number-says", "Tampilkan lagi")
        self.until("said", lambda: f"{number} tampil di layar pengunjung" in self.text("#report-words"))
        self.click_with_text("#number-says", "Cetak lagi")
        self.until("printed again", lambda: f"Tiket {number} dicetak" in self.text("#report-words"))
        self.click("#say-en")
        self.until("the clerk's page in English", lambda: self.language() == "en"
                   and "Find a booking" in self.text("#bookings-title"))
        self.picture("clerk-en")
        self.click("#say-id")
        self.driver.switch_to.window(screen)
        self.until("shown again", lambda: self.text("#number") == number and self.kind() == "yes"
                   and self.shown("#answer"))
        assert "Anda akan dipanggil" in self.text("#where"), self.text("#where")
        self.picture("visitor-again")

        # A scan at the scanner's port comes to the visitor's screen as well.
        self.hold_before_the_scanner(met)
        self.until("scanned again", lambda: self.text("#number") == mine and self.kind() == "used")
        assert number in self.text("#before-list"), self.driver.execute_script("return visitorAnswers.now()")

    def narrow(self):
        """A telephone's width, the double size, colours of the person's own: nothing is cut off or unseen."""
        for page in ("/entrance/kiosk", "/entrance/visitor", "/entrance"):
            for width, height in ((390, 844), (640, 400)):
                self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                    "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
                self.driver.get(self.office + page)
                self.live(page)
                over = self.driver.execute_script(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert over <= 0, (page, width, over)
                self.picture(f"{width}{page.replace('/', '-')}")
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "forced-colors", "value": "active"}, {"name": "prefers-reduced-motion", "value": "reduce"}]})
        for page in ("/entrance/kiosk", "/entrance"):
            self.driver.get(self.office + page)
            self.live(page)
            if page.endswith("kiosk"):
                self.click("#type")
            assert self.driver.execute_script(
                "return document.getAnimations().length") == 0, "something moves for who wants it still"
            self.picture("forced" + page.replace("/", "-"), contrast=False)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def press(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def tab_to(self, selector):
        for _ in range(80):
            if self.driver.execute_script("return document.activeElement.matches(arguments[0])", selector):
                return
            self.press(Keys.TAB)
        self.picture("failed")
        raise AssertionError("the tabulator never reaches " + selector)


def main():
    with demo_in_browser(sys.argv[1], r"technician: (\S+)/as/sari,") as (driver, (desk,)):
        entrance = Entrance(driver, desk, sys.argv[2] if len(sys.argv) > 2 else "")
        entrance.stranger()
        met = entrance.book(MET, "3273011708900042")
        scanned = entrance.book(SCANNED, "3273012501870001")
        typed = entrance.book(TYPED, "3273012501880002")
        entrance.driver.get(desk + "/as/siti")
        for name in (SCANNED, TYPED):
            entrance.pulled(name)
        entrance.driver.get(desk)
        entrance.driver.delete_all_cookies()
        first, second = entrance.kiosk(scanned, typed)
        entrance.clerk(met, first)
        entrance.narrow()
        heard = [one for one in complaints(driver) if not re.search(" (401|409) ", one["message"])]
        assert not heard, heard
        print(f"{scanned}: {first}, {typed}: {second} at the kiosk; {met} by the clerk")


main()
