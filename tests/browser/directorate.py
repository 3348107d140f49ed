#!/usr/bin/python3
"""The directorate's pages in a real browser, by keyboard alone: signing in with a second factor, all offices, an
office's quota, a closure that needs a second person, stopping booking, the block list, the trail. Both languages,
320 px, and axe on every page.

usage: directorate.py ANTREAN_PORTAL [FOLDER FOR SCREENSHOTS]
"""
import base64
import datetime
import hashlib
import hmac
import http.cookiejar
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from demo_in_browser import complaints
from portal_in_browser import HEAD, a_browser

SLOTS = "".join(f'''[[slots.week.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "{start}"
to = "{end}"
quota = {{ paspor = 40, epaspor = 5 }}
''' for start, end in (("08:00", "10:00"), ("10:00", "12:00"), ("13:00", "15:00")))
BOTH = 'channels = ["web", "whatsapp"]\nwhatsapp = "6281234567890"\n'
OFFICES = "".join(f'[[office]]\ncode = "{code}"\nname = "{name}"\ncity = "{city}"\nzone = "{zone}"\nslots = "week"\n'
                  + (BOTH if code == "AD" else "")
                  for code, name, city, zone in (
                      ("AD", "Bandung", "Bandung", "WIB"), ("JE", "Jakarta Selatan", "Jakarta", "WIB"),
                      ("P1", "Polonia", "Medan", "WIB"), ("FB", "Makassar", "Makassar", "WITA")))
SETTINGS = """
[booking]
confirm_contact = "offered"
days_ahead = 20
release_time = "00:00"
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
[[service]]
key = "epaspor"
name_id = "Paspor elektronik"
name_en = "Electronic passport"
""" + SLOTS + OFFICES
PASSWORD = "kuda-laut-biru-81"
ZONE = datetime.timezone(datetime.timedelta(hours=7))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def totp(secret, step=0):
    key = secret.replace(" ", "")
    digest = hmac.new(base64.b32decode(key + "=" * (-len(key) % 8)),
                      struct.pack(">Q", int(time.time()) // 30 + step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06}"


def day(ahead):
    return datetime.datetime.now(ZONE).date() + datetime.timedelta(days=ahead)


class Portal:
    def __init__(self, program, folder):
        self.program, self.folder, self.port = program, folder, free_port()
        self.config = os.path.join(folder, "portal.toml")
        with open(self.config, "w", encoding="utf-8") as text:
            text.write(HEAD + f"[directorate]\nport = {self.port}\n" + SETTINGS)
        for what, name in (("secret", "portal-nik.key"), ("keygen", "signing.key")):
            subprocess.run([program, what, os.path.join(folder, name)], check=True, stdout=subprocess.DEVNULL)
        token = os.path.join(folder, "office_AD.token")
        with open(os.open(token, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as text:
            text.write("b" * 40)
        self.process = subprocess.Popen([program, "--config", self.config], stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            found = re.search(r"serving (http://\S+)", line)
            if found:
                self.public = found.group(1)
                break
        else:
            sys.exit("the portal ended before it served")
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.process.stdout.close()

    def add(self, user, roles="directorate"):
        return subprocess.run([self.program, "--config", self.config, "staff", "add", user, "--name",
                               user.title(), "--roles", roles], check=True, capture_output=True,
                              text=True).stdout.split()[0]

    def tell_key(self, seed):
        """As the office of Bandung does: by which key it signs exports of its audit."""
        private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        key = base64.b64encode(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
        proof = private.sign(f"antrean audit key of office AD: {key}".encode()).hex()
        said = {"generations": [{"id": "a" * 32, "after": 0}], "heads": [], "key": key, "key_proof": proof}
        urllib.request.urlopen(urllib.request.Request(
            self.public + "/office/v1/journal", json.dumps(said).encode(),
            {"Authorization": "Bearer " + "b" * 40, "Content-Type": "application/json"})).close()

    def book(self, number, when):
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        page = opener.open(f"{self.public}/book/AD/paspor/{when}/08:00").read().decode()
        form = {"form": re.search(r'name="form" value="([^"]*)"', page)[1], "office": "AD", "service": "paspor",
                "slot": f"{when}T08:00", "name": "Siti Aminah", "nik": f"327301010190{number:04}",
                "mail": f"p{number}@contoh.id"}
        answer = opener.open(urllib.request.Request(self.public + "/book", urllib.parse.urlencode(form).encode()))
        assert "/booking/" in answer.url, answer.url


class Person:
    seen = set()
    wrong = []  # of all of them: what is found is told together

    def __init__(self, driver, portal, pictures):
        self.driver, self.portal, self.pictures = driver, portal, pictures
        self.wait = WebDriverWait(driver, 20)
        self.number = 0

    def until(self, what, true_now):
        try:
            return self.wait.until(lambda _: true_now())
        except Exception as error:
            self.keep("failed")
            raise AssertionError("never happened: " + what + "\n" + self.text("main")) from error

    def keep(self, name):
        if self.pictures:
            self.number += 1
            height = self.driver.execute_script("return document.documentElement.scrollHeight")
            size = self.driver.get_window_size()
            self.driver.set_window_size(size["width"], min(max(height + 140, 600), 4000))
            self.driver.save_screenshot(os.path.join(self.pictures, f"directorate-{self.number:02}-{name}.png"))
            self.driver.set_window_size(size["width"], size["height"])

    def picture(self, name):
        """Every page that is worth a picture is one that axe looks through, also narrow and in the other language."""
        narrow = name in ("sign-in", "second-factor", "glance", "office", "days", "preview", "trail", "blocks", "keys")
        for width in (1280, 320) if narrow and name not in Person.seen else (1280,):
            self.driver.set_window_size(width, 900)
            found = violations(self.driver)
            self.wrong += [f"{name} at {width}: {one}" for one in found]
            wide = self.driver.execute_script("return document.documentElement.scrollWidth"
                                              " - document.documentElement.clientWidth")
            if wide > 0:
                self.wrong.append(f"{name}: {wide} px wider than the window of {width}")
            self.keep(f"{name}-{width}")
        Person.seen.add(name)
        self.driver.set_window_size(1280, 900)

    def text(self, selector):
        return self.driver.execute_script("return document.querySelector(arguments[0]).innerText", selector)

    def press(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def tab_to(self, selector):
        for _ in range(400):
            if self.driver.execute_script("return document.activeElement.matches(arguments[0])", selector):
                return
            self.press(Keys.TAB)
        self.keep("failed")
        raise AssertionError("the tabulator never reaches " + selector)

    def type(self, selector, text):
        self.tab_to(selector)
        self.press(Keys.CONTROL, "a")
        self.press(text)

    def date(self, selector, when):
        """A date is typed as the browser's language writes it: month, day, year."""
        self.tab_to(selector)
        self.press(when.strftime("%m%d%Y"))

    def go(self, button):
        """Presses it, and waits for another page."""
        before = self.driver.find_element(By.TAG_NAME, "html").id
        self.tab_to(button)
        self.press(Keys.ENTER)
        self.until("another page", lambda: self.driver.find_element(By.TAG_NAME, "html").id != before and
                   self.driver.execute_script("return document.readyState") == "complete")

    def room(self, link):
        self.go(f'.rooms a[href="{link}"]')

    def sign_in(self, user, code):
        self.driver.delete_all_cookies()
        self.driver.get(self.portal.url + "/sign-in?lang=en")
        self.picture("sign-in")
        self.go('a[href="/sign-in/link"]')
        self.type("#code", code)
        self.type("#password", PASSWORD)
        self.go("main button")
        assert "Please sign in" in self.text("main"), self.text("main")
        self.type("#user", user)
        self.type("#password", PASSWORD)
        self.go("main button")
        if self.driver.current_url.endswith("/second-factor"):
            self.until("the QR is there", lambda: self.driver.execute_script(
                "return document.querySelector('.otp').naturalWidth") > 100)
            self.picture("second-factor")
            self.type("#code", totp(self.text("main code")))
            self.go("main button")
            assert "Recovery codes" in self.text("h1")
            self.picture("recovery")
            self.go("main a.button")
        assert "All offices" in self.text("h1"), self.text("main")


def main():
    program, pictures = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.TemporaryDirectory() as folder, a_browser() as driver:
        portal = Portal(program, folder)
        try:
            codes = {user: portal.add(user) for user in ("dewi", "budi")}
            codes["sari"] = portal.add("sari", "auditor")
            when = day(5)
            for number in range(1, 4):
                portal.book(number, when)
            dewi = Person(driver, portal, pictures)
            dewi.sign_in("dewi", codes["dewi"])
            for seed in (1, 2):
                portal.tell_key(seed)
            driver.refresh()
            assert "Bandung signs by a new key" in dewi.text("main"), dewi.text("main")
            dewi.picture("glance")

            dewi.go('a[href="/office/AD"]')
            dewi.picture("office")
            dewi.type('[name="s0_q_paspor"]', "0")
            dewi.type("#why", "fewer officers")
            dewi.go('main form[action="/office/AD"] > button')
            assert "a quota is a number" in dewi.text("main [role=alert]")
            dewi.picture("office-wrong")
            dewi.type('[name="s0_q_paspor"]', "12")
            dewi.type('[name="s0_m_whatsapp_paspor"]', "3")
            dewi.go('main form[action="/office/AD"] > button')
            assert "No booking is in the way" in dewi.text("main"), dewi.text("main")
            assert "whatsapp = { paspor = 3 }" in dewi.text("main"), dewi.text("main")
            dewi.picture("preview-harmless")
            dewi.go('form[action="/change"] button')
            assert "is kept" in dewi.text("main [role=status]"), dewi.text("main")

            dewi.room("/days")
            dewi.date("#date", when)
            dewi.type("#name_id", "Banjir")
            dewi.type("#name_en", "Flood")
            dewi.tab_to('[name="at_AD"]')
            dewi.press(Keys.SPACE)
            dewi.tab_to('[name="bookings"]')
            dewi.press(Keys.DOWN)
            dewi.type("#why", "flood in the street")
            dewi.picture("days")
            dewi.go('main form[action="/days"] > button')
            assert "3 bookings of 3 people" in dewi.text("main"), dewi.text("main")
            dewi.tab_to("summary")
            dewi.press(Keys.ENTER)
            dewi.picture("preview")
            dewi.go('form[action="/change"] button')
            assert "somebody else must agree" in dewi.text("main"), dewi.text("main")
            dewi.picture("request-own")

            dewi.room("/announcements")
            dewi.type("#text_id", "Pemesanan di Bandung dihentikan karena banjir.")
            dewi.type("#text_en", "Booking at Bandung is stopped by a flood.")
            dewi.tab_to('[name="at_AD"]')
            dewi.press(Keys.SPACE)
            dewi.tab_to('[name="stops"]')
            dewi.press(Keys.SPACE)
            dewi.type("#why", "flood")
            dewi.go('main form[action="/announcements"] > button')
            assert "booking stopped" in dewi.text("main"), dewi.text("main")
            dewi.picture("announcements")

            dewi.room("/trail")
            dewi.go('a[href="/keys"]')
            dewi.picture("keys")
            dewi.type('tr:last-child [name="why"]', "new machine, asked by telephone")
            dewi.go('[value="confirm"]')
            assert "The key is confirmed" in dewi.text("main"), dewi.text("main")
            dewi.picture("keys-confirmed")

            dewi.room("/blocks")
            dewi.type("#blocked", "3273010101900077")
            dewi.date("#until", day(60))
            dewi.type("#why", "sells places")
            dewi.go('main form[action="/blocks"] > button')
            assert "cannot book any more" in dewi.text("main"), dewi.text("main")
            dewi.picture("blocks")

            budi = Person(driver, portal, pictures)
            budi.number = dewi.number
            budi.sign_in("budi", codes["budi"])
            budi.room("/requests")
            budi.picture("requests")
            budi.go('a[href="/requests/1"]')
            budi.picture("request")
            budi.go('[value="agree"]')
            assert "agreed by budi" in budi.text("main"), budi.text("main")
            budi.picture("agreed")
            budi.room("/trail")
            assert "flood in the street" in budi.text("main")
            budi.picture("trail")
            budi.go('a[href="/trail/2"]')
            budi.picture("change")
            for path in ("/rules", "/services", "/new-office", "/plan?at=" + day(1).isoformat() + "T00:00"):
                driver.get(portal.url + path)
                budi.picture(re.sub(r"\W.*", "", path[1:]))
            for path in ("/?lang=id", "/office/AD", "/days", "/announcements", "/requests/1", "/blocks", "/trail",
                         "/keys"):
                driver.get(portal.url + path)
                assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "id"
                budi.picture("id-" + (re.sub(r"\W", "", path.split("?")[0]) or "glance"))
            driver.get(portal.public + "/book/AD/paspor?lang=en")
            assert "stopped by a flood" in budi.text("main")
            budi.picture("public")

            sari = Person(driver, portal, pictures)
            sari.number = budi.number
            sari.sign_in("sari", codes["sari"])
            sari.go('a[href="/office/AD"]')
            assert not driver.find_elements(By.CSS_SELECTOR, "main form[method=post]")
            sari.picture("auditor-office")
            sari.room("/days")
            assert not driver.find_elements(By.CSS_SELECTOR, "main form[method=post]")
            sari.go(".who button")
            assert "Sign in" in sari.text("h1")
            said = complaints(driver)
            assert not said, said
            assert not Person.wrong, "\n".join(Person.wrong)
        finally:
            portal.stop()
    print("the directorate's pages: well")


if __name__ == "__main__":
    main()
