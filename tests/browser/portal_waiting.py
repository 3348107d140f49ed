#!/usr/bin/python3
"""When there is no place, and when the office takes one back, in a real browser, with axe in every state, on a phone
and on a desk, in both languages: the waitlist, its offer by mail and taking it; a holiday that is added, its mail, and
another place with one press.

usage: portal_waiting.py ANTREAN_PORTAL [FOLDER FOR PICTURES]   (python3-selenium, chromium, chromium-driver)
"""
import datetime
import email
import email.policy
import http.cookiejar
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from demo_in_browser import complaints
from portal_in_browser import a_browser

PATIENCE = 30
SETTINGS = """
[portal]
database = "portal.db"
https = false
port = {port}
public_url = "http://127.0.0.1:{port}"
[signing]
use = 1
[[signing.key]]
id = 1
file = "signing.key"
[booking]
confirm_contact = "offered"
rests_at_least = "0m"
rests_at_most = "0m"
cancel_before = "0m"
offers_from = "00:00"
offers_until = "23:59"
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
[[slots.day.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "08:00"
to = "10:00"
quota = {{ paspor = 1 }}
[[office]]
code = "AD"
name = "Bandung"
zone = "WIB"
slots = "day"
[[office]]
code = "FB"
name = "Makassar"
zone = "WITA"
slots = "day"
"""
HOLIDAY = """
[[holiday]]
date = {day}
name_id = "Hari Pahlawan"
name_en = "Heroes' Day"
offices = ["FB"]
"""


def nik(n):
    return f"327301010190{n:04}"


class Portal:
    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.settings = SETTINGS.format(port=self.port)
        self.running = None
        for what, name in (("secret", "portal-nik.key"), ("keygen", "signing.key")):
            subprocess.run([program, what, self.folder / name], check=True, stdout=subprocess.DEVNULL)

    def start(self, more=""):
        self.settings += more
        (self.folder / "portal.toml").write_text(self.settings)
        with open(self.folder / "log", "ab") as log:
            self.running = subprocess.Popen([self.program, "--config", self.folder / "portal.toml"], stdout=log,
                                            stderr=subprocess.STDOUT)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return urllib.request.urlopen(self.address + "/health").close()
            except OSError:
                if time.monotonic() > until or self.running.poll() is not None:
                    sys.exit((self.folder / "log").read_text())
                time.sleep(0.05)

    def stop(self):
        self.running.send_signal(signal.SIGTERM)
        self.running.wait(20)

    def mail(self, to, part):
        """The link with `part` of the newest mail to this address."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for file in (self.folder / "mails").glob("*.eml"):
                mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                if mail["To"] and to in mail["To"]:
                    found = re.search(r"http://\S*" + part + r"\S*", mail.get_body(("plain",)).get_content())
                    if found:
                        return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {to} with a link {part}")


class Visitor:
    """Somebody else, without a browser."""

    def __init__(self, portal):
        self.portal = portal
        self.web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path):
        with self.web.open(self.portal.address + path) as answer:
            return answer.read().decode()

    def post(self, page, path, **form):
        form["form"] = re.search(r'name="form" value="([^"]*)"', page)[1]
        request = urllib.request.Request(self.portal.address + path, urllib.parse.urlencode(form).encode(),
                                         {"Origin": self.portal.address})
        with self.web.open(request) as answer:
            return answer.geturl()

    def books(self, number, office, day):
        page = self.get(f"/book/{office}/paspor/{day}/08:00")
        return self.post(page, "/book", office=office, service="paspor", slot=f"{day}T08:00", name="Budi Santoso",
                         nik=nik(number), mail=f"budi{number}@contoh.id")

    def cancels(self, number, booking):
        path = booking.removeprefix(self.portal.address) + "/cancel"
        self.post(self.get(path), path, nik=nik(number))


class Person:
    def __init__(self, driver, pictures):
        self.driver, self.pictures, self.looked = driver, pictures, 0
        self.wait = WebDriverWait(driver, PATIENCE)

    def find(self, selector):
        return self.wait.until(lambda d: d.find_element(By.CSS_SELECTOR, selector))

    def open(self, address, selector):
        self.driver.get(address)
        return self.find(selector)

    def press(self, selector, then):
        self.driver.execute_script("window.before = true; arguments[0].click()", self.find(selector))
        self.wait.until(lambda d: d.execute_script("return !window.before && document.readyState") == "complete")
        return self.find(then)

    def look(self, name):
        for width in (1100, 320):
            self.driver.set_window_size(max(width, 500), 1200)
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                        {"width": width, "height": 1200, "deviceScaleFactor": 1, "mobile": width < 500})
            found = violations(self.driver)
            assert not found, f"{name} at {width}: {found}"
            wide = self.driver.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} pixels wide in a window of {width}"
            if self.pictures:
                self.driver.save_screenshot(os.path.join(self.pictures, f"{name}-{width}.png"))
            self.looked += 1


def waits(person, portal, language, day, number):
    """The day is full; a contact is left, somebody cancels, and the mail's link takes the place."""
    other = Visitor(portal)
    booking = other.books(number, "AD", day)
    person.open(f"{portal.address}/book/AD/paspor/{day}?lang={language}", 'a[href^="/waitlist/"]')
    person.look(f"full-{language}")
    person.press('a[href^="/waitlist/"]', "#mail")
    person.look(f"waitlist-{language}")
    person.find("#mail").send_keys("siti")
    person.press("#waitlist button.button", "#mail-error")
    person.look(f"waitlist-wrong-{language}")
    contact = f"siti{number}@contoh.id"
    person.driver.execute_script("document.querySelector('#mail').value = arguments[0]", contact)
    person.press("#waitlist button.button", 'form[action$="/leave"]')
    person.look(f"waiting-{language}")
    other.cancels(number, booking)
    link = portal.mail(contact, "/waiting/")
    person.open(link, "#nik")
    person.look(f"offer-{language}")
    person.press("#details button.button", "#nik-error")
    person.look(f"offer-wrong-{language}")
    person.find("#name").send_keys("Siti Rahayu")
    person.find("#nik").send_keys(nik(number + 50))
    person.press("#details button.button", "p.code")
    person.open(link, "p.code")  # taken: the link leads to the booking


def is_moved(person, portal, language, day, number):
    """The office closes on a day that was booked; the mail's link gets another place with one press."""
    booking = Visitor(portal).books(number, "FB", day)
    portal.stop()
    portal.start(HOLIDAY.format(day=day))
    link = portal.mail(f"budi{number}@contoh.id", "/instead")
    person.driver.delete_all_cookies()
    person.open(f"{booking}?lang={language}", 'a[href$="/instead"]')
    person.look(f"cannot-be-kept-{language}")
    person.press('a[href$="/instead"]', "#nik")
    person.look(f"instead-nik-{language}")
    person.open(link, "#instead button")
    assert not person.driver.find_elements(By.CSS_SELECTOR, "#nik")
    person.look(f"instead-{language}")
    person.press("#instead button[value^=AD]", "p.code")
    assert "Bandung" in person.find(".rows").text
    person.open(booking, "p.code")  # the old address leads to where it is now


def main():
    pictures = sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.TemporaryDirectory(prefix="antrean-waiting-") as folder:
        portal = Portal(sys.argv[1], folder)
        portal.start()
        try:
            with a_browser() as driver:
                person = Person(driver, pictures)
                for number, language in ((1, "id"), (11, "en")):
                    day = (datetime.date.today() + datetime.timedelta(days=4 + number)).isoformat()
                    waits(person, portal, language, day, number)
                    is_moved(person, portal, language, day, number + 1)
                heard = [one for one in complaints(driver) if "422" not in one["message"]]
                assert not heard, heard
                print(f"looked at {person.looked} pages, and axe found nothing")
        finally:
            portal.stop()


main()
