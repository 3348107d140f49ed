#!/usr/bin/python3
"""My number on the phone, with the real office and the real portal: somebody who booked checks in, somebody comes
without a booking; both read the QR on the entrance's screen, and their phones follow the queue.

usage: my_number.py ANTREAN_DEMO [FOLDER_FOR_PICTURES]
"""
import os
import re
import signal
import subprocess
import sys
import urllib.request

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from demo_in_browser import complaints, demo_in_browser, said
from office_morning import SCANNER_MS, Morning
from qr_eye import codes_in

WHO = "Siti Rahayu"
OLD_NEWS_S = 90  # a minute, and what the page needs to look


class MyNumber(Morning):
    def __init__(self, driver, portal, office, pictures):
        super().__init__(driver, portal, office, "", pictures)
        self.screen = driver.current_window_handle
        self.phones = {}

    def picture(self, name, contrast=True):
        """Of each state; and nothing in it keeps anybody out."""
        super().picture("my-number-" + name)
        if name != "failed":
            found = violations(self.driver, contrast)
            assert not found, (name, found)

    def shown(self, selector):
        return self.driver.execute_script(
            "const one = document.querySelector(arguments[0]); return Boolean(one) && one.checkVisibility()", selector)

    def visitor(self):
        self.driver.switch_to.window(self.screen)

    def open_screen(self):
        self.visitor()
        self.driver.get(self.office + "/entrance/visitor")
        self.until("the screen is live", lambda: self.find("html").get_attribute("data-feed") == "live")

    def asked(self, fields):
        self.visitor()
        return self.driver.execute_async_script(
            "const done = arguments[1]; fetch('/console/command', { method: 'POST', headers:"
            " { 'Content-Type': 'application/json' }, body: JSON.stringify(arguments[0]) })"
            ".then(async (answer) => done([answer.status, await answer.json()]))", fields)

    def command(self, **fields):
        """By somebody at another machine, who presses again when a press just after a call was held back."""
        def answered():
            status, answer = self.asked(fields)
            assert status == 200 or answer.get("reason") == "pressed_twice", (fields, status, answer)
            return answer if status == 200 else None
        return self.until(str(fields), answered)

    def read_code(self, number):
        """What a phone reads off the screen beside this number."""
        self.visitor()
        self.until(f"{number} is on the screen", lambda: self.text("#number") == number)
        self.until("its QR is there", lambda: self.shown("#my-number-code") and self.driver.execute_script(
            "return document.querySelector('#my-number-code').complete"))
        self.picture("screen-" + number)
        found = codes_in(self.driver.get_screenshot_as_png())
        assert len(found) == 1 and re.fullmatch(re.escape(self.portal) + "/?n/[0-9a-f]{24}", found[0]), found
        return found[0]

    def take_out_phone(self, name, address):
        self.driver.switch_to.new_window("tab")
        self.phones[name] = self.driver.current_window_handle
        self.driver.set_window_size(390, 844)
        self.driver.get(address)

    def phone(self, name):
        self.driver.switch_to.window(self.phones[name])

    def says(self, *texts):
        for text in texts:
            self.until(f"'{text}' on the page", lambda: text in self.text("main"))

    def page(self, name, english):
        """Of each state of a phone's page, in both languages; it ends in Indonesian."""
        address = self.driver.current_url.replace("?lang=id", "").replace("?lang=en", "")
        self.picture(name)
        self.driver.get(address + ("&" if "?" in address else "?") + "lang=en")
        self.says(english)
        assert self.find("html").get_attribute("lang") == "en"
        self.picture(name + "-en")
        self.driver.get(address + ("&" if "?" in address else "?") + "lang=id")

    def state(self):
        return self.find(".my").get_attribute("data-state")


def counted(me, counter):
    """Whether today's report has one answer, good, at this counter."""
    me.visitor()
    tables = me.driver.execute_async_script(
        "const done = arguments[0]; fetch('/reports').then((start) =>"
        " Promise.all(['answers', 'counters'].map((table) =>"
        " fetch(`${start.url}/${table}.csv`).then((answer) => answer.text())))).then(done)")
    return ",0,1,0,0,1,100" in tables[0] and re.search(rf"^{counter},.*,1,100\r?$", tables[1], re.MULTILINE)


def office_of(demo):
    """The process id of the demo's office: a child of the demo."""
    children = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(demo)], capture_output=True, text=True,
                              check=True).stdout
    return int(re.search(r"(\d+)\s+antrean-office", children).group(1))


def demo_process():
    """This script's only other child besides the browser's driver."""
    children = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(os.getpid())], capture_output=True, text=True,
                              check=True).stdout
    return int(re.search(r"(\d+)\s+antrean-demo", children).group(1))


def main():
    demo = demo_in_browser(sys.argv[1], r"the portal (\S+), the officers' console (\S+), people's numbers",
                           lambda folder: ["--no-sign-in"])
    with demo as (driver, (portal, office)):
        me = MyNumber(driver, portal.rstrip("/"), office.rstrip("/"), sys.argv[2] if len(sys.argv) > 2 else "")
        code = me.book(WHO, "3273011708900042")
        booking = driver.current_url
        me.open_screen()
        me.until("the booking has come from the portal", lambda: driver.execute_async_script(
            "const done = arguments[1];"
            " fetch('/entrance/find', { method: 'POST', headers: { 'Content-Type': 'application/json' },"
            " body: JSON.stringify({ name: arguments[0], hour: '' }) }).then((answer) => answer.json())"
            ".then((answer) => done(answer.found.length > 0))", WHO))

        me.command(command="open_counter", counter=2)

        # Who booked checks in, and somebody comes without a booking.
        me.keys(code, SCANNER_MS)
        booked = me.until("a number", lambda: re.fullmatch("[A-Z][0-9]{3}", me.text("#number")) and me.text("#number"))
        address = me.read_code(booked)
        walk_in = me.command(command="walk_in", service="paspor", people=1)["numbers"][0]
        other_address = me.read_code(walk_in)
        assert address != other_address
        for _ in range(3):
            me.command(command="walk_in", service="paspor", people=1)

        me.take_out_phone("booked", address + "?lang=id")
        me.says(f"Nomor {booked}", "Anda", "Belum ada yang dipanggil.")
        assert me.state() == "waiting", me.state()
        me.page("waiting", "Nobody has been called yet.")
        me.take_out_phone("walk-in", other_address)
        me.says(f"Nomor {walk_in}", "Anda kira-kira urutan ke-2")
        me.page("second", "You are about the 2nd")

        # A press, and the phone of whoever is called says where to go, without being touched. It trembles if
        # it was touched before, as browsers ask for.
        me.phone("booked")
        me.find("h1").click()
        driver.execute_script("window.trembled = 0; navigator.vibrate = () => { window.trembled += 1; return true; }")
        called = me.command(command="call_next", counter=2)["numbers"][0]
        assert called == booked, (called, booked)
        me.phone("booked")
        me.says("Silakan menuju Loket 2")
        assert me.state() == "called" and driver.title.startswith("Silakan menuju Loket 2"), driver.title
        me.until("it trembles", lambda: driver.execute_script("return window.trembled") > 0)
        me.page("called", "Please go to Loket 2")
        me.phone("walk-in")
        me.says("Anda berikutnya", f"{booked} dipanggil ke Loket 2")
        me.page("next", "You are next")

        # The booking's own page says the same; so does the office's page for whoever types the number.
        me.take_out_phone("booking", booking + "?lang=en")
        me.says(booked, "Please go to Loket 2")
        driver.get(booking + "?lang=id")
        me.page("booking", "Please go to Loket 2")
        me.take_out_phone("hall", f"{me.portal}/n/AD?number={walk_in.lower()}")
        me.says(walk_in, "Anda berikutnya")
        me.page("hall", "You are next")
        driver.get(f"{me.portal}/n/AD?number=Z999")
        me.says("Nomor Z999 tidak ada dalam antrean hari ini.")
        me.page("hall-none", "Number Z999 is not in the queue today.")
        driver.get(f"{me.portal}/n/" + "0" * 24)
        me.says("Nomor belum dikenal")
        me.page("unknown", "This number is not known yet")

        # The TV shows nobody's own number: its code opens the day.
        def seen_on_tv():
            with urllib.request.urlopen(said.desk + "/tv.png") as picture:
                return codes_in(picture.read())
        me.until("the TV's code", lambda: seen_on_tv() == [f"{me.portal}/n/AD"])

        # The office's line is cut: after a minute the phone says how old it is, until the line is back.
        office_pid = office_of(demo_process())
        os.kill(office_pid, signal.SIGSTOP)
        try:
            me.phone("walk-in")
            WebDriverWait(driver, OLD_NEWS_S).until(lambda _: me.shown("[data-old]"))
            me.says("Sudah 1 menit tidak ada kabar dari kantor.", "Anda berikutnya")
            me.page("old", "No news from the office for ")
        finally:
            os.kill(office_pid, signal.SIGCONT)
        me.until("news again", lambda: not me.shown("[data-old]"))
        # This phone has no network: it knows by itself.
        driver.execute_script("window.fetch = () => Promise.reject(new Error('no network'));"
                              " const now = Date.now; Date.now = () => now() + 180000")
        me.until("its own age", lambda: me.shown("[data-old]") and "Sudah 3 menit" in me.text("[data-old]"))
        # When the network is back it looks at once.
        assert driver.execute_script(
            "let looks = 0; window.fetch = () => { looks += 1; return Promise.reject(new Error('no network')); };"
            " window.dispatchEvent(new Event('online')); return looks") == 1

        # How it goes on, and ends.
        me.command(command="recall", counter=2)
        for command, state, words, english in (
                ({"command": "start"}, "serving", "Sedang dilayani di Loket 2", "Being served at Loket 2"),
                ({"command": "park", "reason": "berkas kurang"}, "parked", "Petugas akan memanggil", "On hold"),
                ({"command": "resume", "number": booked}, "serving", "Sedang dilayani", "Being served")):
            me.command(counter=2, **command)
            me.phone("booked")
            me.says(words)
            assert me.state() == state, me.state()
            if command["command"] != "resume":
                me.page(state, english)
        me.command(command="finish", counter=2)
        me.phone("booked")
        me.says("Selesai", "Terima kasih.")
        assert not driver.title.startswith("Silakan"), driver.title
        me.says("Bagaimana pelayanan kami?")
        me.page("served", "How was the service?")
        driver.set_window_size(1100, 844)
        me.picture("served-wide")
        driver.set_window_size(390, 844)
        # The question stays where it is while the page looks again: somebody may be at its buttons.
        good = driver.find_elements("css selector", ".feedback button")[1]
        driver.execute_script("look()")
        good.send_keys(Keys.ENTER)
        me.says("Terima kasih. Jawaban Anda tentang pelayanan kami sudah diterima.")
        assert not me.shown(".feedback")
        me.page("thanks", "We have your answer about our service.")
        # The office has it in its journal and counts it: one "good", at the counter that served.
        me.until("the office's report counts it", lambda: counted(me, 2))
        number = me.command(command="call_next", counter=2)["numbers"][0]
        assert number == walk_in, number
        me.command(command="no_show", counter=2)
        me.phone("walk-in")
        driver.refresh()
        me.says("Panggilan terlewat", "Segera temui petugas")
        me.page("missed", "Call missed")
        me.command(command="cancel_ticket", number=walk_in, reason="pulang", supervisor="Wati")
        me.phone("walk-in")
        me.says("Dibatalkan")
        me.page("cancelled", "This number was cancelled at the office.")
        heard = [one for one in complaints(driver, True) if "404" not in one["message"]]
        assert not heard, heard
        print(f"{code}: {booked} at {address}; without a booking: {walk_in}")


main()
