#!/usr/bin/python3
"""The portal as an app on a phone, in a real browser and behind a proxy under a path of its host, in both languages:
it can be installed; bookings open with their QR without the portal, without the network and after the browser was
started again; everything else says that it needs the network; what the phone has deleted is saved again; what is
cancelled or forgotten is saved no longer; a message of the portal is shown as a notification and leads to the booking.

Not run here: Chromium's own subscribe() asks its maker's servers, so the test gives the portal a subscription with keys
of its own, and hands the message that the portal sent, decrypted, to the service worker. Nobody touches the headless
browser's notification: the event of a touch is made in the service worker.

usage: portal_phone.py ANTREAN_PORTAL [FOLDER FOR PICTURES]
(python3-selenium, python3-cryptography, chromium, chromium-driver)
"""
import base64
import contextlib
import datetime
import http.client
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from demo_in_browser import browser
from devtools import DevTools, targets
from qr_eye import codes_in

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "portal"))
from push_service import Phone, PushService  # noqa: E402

PATIENCE = 30
FIRST_PAGE_BYTES = 100_000
PATH = "/antrean"
TOKEN = "o" * 40
SETTINGS = """
[portal]
database = "portal.db"
https = false
port = {port}
public_url = "{url}"
trusted_proxies = ["127.0.0.1"]
[signing]
use = 1
[[signing.key]]
id = 1
file = "signing.key"
[booking]
confirm_contact = "offered"
one_booking_per = "day"
people_per_contact = 0
cancels = 0
cancel_before = "0m"
[push]
key = "push.key"
contact = "mailto:antrean@example.go.id"
own_services = ["127.0.0.1"]
ca_file = "{ca}"
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
bring_id = ["KTP elektronik asli", "Kartu keluarga asli"]
bring_en = ["Identity card (KTP), original", "Family card, original"]
[[slots.day.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "08:00"
to = "10:00"
quota = {{ paspor = 50 }}
[[office]]
code = "AD"
name = "Bandung"
address = "Jalan Surapati 82, Bandung"
zone = "WIB"
slots = "day"
token = "office.token"
"""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Network:
    """The proxy before the portal, which takes PATH away. Without the portal it answers 502; when it is gone too, the
    phone has no network."""

    def __init__(self, portal_port):
        self.port, self.portal_port, self.server = free_port(), portal_port, None
        self.url = f"http://127.0.0.1:{self.port}"
        self.bytes, self.version = 0, b""

    def start(self):
        network = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = self.path.removeprefix(PATH) or "/"
                try:
                    line = http.client.HTTPConnection("127.0.0.1", network.portal_port, timeout=30)
                    headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
                    line.request(self.command, path, body or None, {**headers, "X-Forwarded-For": "198.51.100.7"})
                    answer = line.getresponse()
                    status, fields, text = answer.status, answer.getheaders(), answer.read()
                except OSError:
                    status, fields, text = 502, [], b"Bad Gateway"
                if path == "/sw.js" and network.version:  # as from a newer portal
                    text = text.replace(b"const version = '", b"const version = '" + network.version)
                if not self.path.startswith(PATH):
                    status, fields, text = 404, [], b"another site"
                self.send_response(status)
                for name, value in fields:
                    if name.lower() not in ("content-length", "connection", "transfer-encoding", "date", "server"):
                        self.send_header(name, value)
                if status not in (204, 304):
                    self.send_header("Content-Length", str(len(text)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(text)
                network.bytes += len(text)

            do_GET = do_POST = pass_on

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


class Portal:
    def __init__(self, program, folder):
        self.program, self.folder, self.running = program, pathlib.Path(folder), None
        self.service = PushService(folder)
        self.port = free_port()
        self.network = Network(self.port)
        self.address = self.network.url + PATH
        for what, name in (("secret", "portal-nik.key"), ("keygen", "signing.key"), ("push-key", "push.key")):
            subprocess.run([program, what, self.folder / name], check=True, stdout=subprocess.DEVNULL)
        (self.folder / "office.token").write_text(TOKEN)
        (self.folder / "office.token").chmod(0o600)
        (self.folder / "portal.toml").write_text(
            SETTINGS.format(port=self.port, url=self.address, ca=self.service.ca))
        self.seq = 0

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.running = subprocess.Popen([self.program, "--config", self.folder / "portal.toml"], stdout=log,
                                            stderr=subprocess.STDOUT)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health").close()
            except OSError:
                if time.monotonic() > until or self.running.poll() is not None:
                    sys.exit((self.folder / "log").read_text())
                time.sleep(0.05)

    def stop(self):
        if self.running:
            self.running.send_signal(signal.SIGTERM)
            self.running.wait(20)
            self.running = None

    def office(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, method=method,
                                         headers={"Authorization": "Bearer " + TOKEN,
                                                  "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def calls(self, page, day, number, counter):
        bookings = self.office("GET", "/office/v1/bookings?cursor=0&limit=100")["bookings"]
        code = page.find("p.code").text
        booking = next(one for one in bookings if one["code"] == code)
        self.seq += 1
        ticket = {"key": "c" * 24, "number": number, "was": "", "service": "paspor", "state": "called", "ahead": 0,
                  "wait": None, "until": None, "counter": counter, "call": self.seq, "booking": booking["id"],
                  "code": code}
        today = {"sender": "a" * 32, "seq": self.seq, "after": 0, "run": "", "day": day, "phase": "open",
                 "services": [], "calls": [], "tickets": [ticket]}
        self.office("PUT", "/office/v1/today", json.dumps(today).encode())


class Person:
    def __init__(self, driver, pictures):
        self.driver, self.pictures, self.looked = driver, pictures, 0
        self.wait = WebDriverWait(driver, PATIENCE)

    @staticmethod
    def soon(what):
        """Whether it holds within three seconds."""
        until = time.monotonic() + 3
        while not what() and time.monotonic() < until:
            time.sleep(0.05)
        return what()

    def find(self, selector):
        try:
            return self.wait.until(lambda d: d.find_element(By.CSS_SELECTOR, selector))
        except Exception:
            print(f"no {selector} at {self.driver.current_url}:", self.driver.find_element(By.TAG_NAME, "body").text)
            raise

    def open(self, address, selector="h1"):
        self.driver.get(address)
        return self.find(selector)

    def press(self, selector, then):
        self.driver.execute_script("window.before = true; arguments[0].click()", self.find(selector))
        self.wait.until(lambda d: d.execute_script("return !window.before && document.readyState") == "complete")
        return self.find(then)

    def script(self, text, *arguments):
        return self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            f"(async () => {{ {text} }})().then(done, (failure) => done('failed: ' + failure));", *arguments)

    def title(self, text):
        self.wait.until(lambda d: d.find_elements(By.CSS_SELECTOR, "h1") and
                        d.find_element(By.CSS_SELECTOR, "h1").text == text)

    def says(self, selector, part):
        try:
            self.wait.until(lambda d: part in d.find_element(By.CSS_SELECTOR, selector).text)
        except Exception:
            print("it says:", [one.text for one in self.driver.find_elements(By.CSS_SELECTOR, selector)])
            raise

    def look(self, name):
        for width in (320, 412):
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": True})
            found = violations(self.driver)
            assert not found, f"{name} at {width}: {found}"
            wide = self.driver.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} pixels wide in a window of {width}"
            if self.pictures:
                picture = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
                pathlib.Path(self.pictures, f"{name}-{width}.png").write_bytes(base64.b64decode(picture["data"]))
            self.looked += 1
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def code(self):
        """Of the QR as the screen shows it."""
        self.wait.until(lambda d: d.execute_script(
            "const qr = document.querySelector('.qr img'); return qr && qr.complete && qr.naturalWidth > 0"))
        self.driver.execute_script("document.querySelector('.qr img').scrollIntoView({block: 'center'})")
        codes = codes_in(self.driver.get_screenshot_as_png())
        assert len(codes) == 1 and codes[0].startswith("AQ1"), codes
        return codes[0]

    def saved(self):
        """The addresses that the phone has saved, without the portal's own."""
        return self.script("""
            const found = [];
            for (const name of await caches.keys()) {
              if (!name.endsWith('|saved')) continue;
              for (const {url} of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
            }
            return found.sort();""")


WORDS = {
    "id": {"kept": "tersimpan di ponsel ini", "again": "Sekarang sudah disimpan lagi", "saved": "tanpa internet",
           "offline": "Tanpa internet", "evicted": "menghapus simpanan", "forgotten": "Sudah dilupakan",
           "near": "Saat giliran Anda dekat", "call": "Nomor B021: silakan menuju Loket 3"},
    "en": {"kept": "saved on this phone", "again": "It is saved again now", "saved": "without a network",
           "offline": "No network", "evicted": "has deleted what these pages had saved", "forgotten": "Forgotten",
           "near": "When your turn is near", "call": "Number B021: please go to Loket 3"},
}


def books(person, portal, language, day, number):
    person.open(f"{portal.address}/book/AD/paspor/{day}/08:00?lang={language}", "#nik")
    for field, text in (("name", "Siti Rahayu"), ("nik", f"327301010190{number + 1:04}"), ("mail", "siti@contoh.id")):
        person.find("#" + field).send_keys(text)
    person.press("#details button.button", "p.code")
    person.says("[data-saved]", WORDS[language]["kept"])
    return person.driver.current_url.split("?")[0]


def first_page(person, portal):
    person.driver.execute_cdp_cmd("Network.enable", {})
    person.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    person.open(f"{portal.address}/?lang=id")
    person.wait.until(lambda d: d.execute_script("return document.readyState") == "complete")
    size = person.driver.execute_script(
        "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".reduce((sum, one) => sum + one.transferSize, 0)")
    assert 0 < size <= FIRST_PAGE_BYTES, size
    person.script("await navigator.serviceWorker.ready")
    print(f"first page: {size} bytes; with what the service worker saves and the icons: {portal.network.bytes} bytes")
    errors = person.driver.execute_cdp_cmd("Page.getInstallabilityErrors", {})["installabilityErrors"]
    assert not errors, errors
    manifest = json.loads(person.driver.execute_cdp_cmd("Page.getAppManifest", {})["data"])
    assert manifest["display"] == "standalone" and manifest["lang"] == "id", manifest
    for icon in manifest["icons"]:
        with urllib.request.urlopen(f"{portal.address}/{icon['src']}") as answer:
            png = answer.read()
        sides = f"{int.from_bytes(png[16:20], 'big')}x{int.from_bytes(png[20:24], 'big')}"
        assert png.startswith(b"\x89PNG") and sides == icon["sizes"], icon


def without_network(person, portal, booking, language, code, how):
    words = WORDS[language]
    person.open(booking)
    assert words["saved"] in person.find("h1").text, person.find("h1").text
    assert person.code() == code
    ms = person.driver.execute_script("return performance.getEntriesByType('navigation')[0].duration")
    print(f"{language}, {how}: the booking with its QR after {ms:.0f} ms")
    person.look(f"saved-{language}")
    person.open(f"{portal.address}/book/AD")
    person.title(words["offline"])
    person.look(f"offline-{language}")
    person.press("ul.cards a", "p.code")  # the list of what is saved
    assert person.code() == code
    other = "en" if language == "id" else "id"
    person.open(f"{portal.address}/?lang={other}")
    person.title(WORDS[other]["offline"])


def is_evicted(person, portal, booking, language):
    words = WORDS[language]
    evict = "for (const name of await caches.keys()) await caches.delete(name);"
    person.script(evict)
    person.open(booking, "p.code")
    person.says("[data-saved]", words["again"])
    assert len(person.saved()) >= 6, person.saved()
    person.look(f"saved-again-{language}")
    person.script(evict)
    portal.network.stop()
    person.open(booking)
    assert words["evicted"] in person.find("main").text, person.find("main").text
    person.look(f"evicted-{language}")
    portal.network.start()
    person.open(booking, "p.code")
    person.says("[data-saved]", words["again"])


def is_new_version(person, portal, booking):
    """A newer portal's files take the place of the old ones; what is saved stays."""
    names = "return (await caches.keys()).filter((name) => name.includes('|files|')).map((one) => one.split('|').pop())"
    (before,) = person.script(names)
    portal.network.version = b"newer-"
    person.script("await (await navigator.serviceWorker.ready).update();")
    person.wait.until(lambda d: person.script(names) == ["newer-" + before])
    portal.network.stop()
    person.open(booking)
    person.code()
    portal.network.version = b""
    portal.network.start()


def is_called(person, portal, booking, language, day):
    """The portal's own message, as a phone's browser gets it."""
    person.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["notifications"]})
    person.open(booking, "p.code")
    person.says(".tell-me h2", WORDS[language]["near"])
    person.wait.until(lambda d: d.find_element(By.CSS_SELECTOR, "form[data-push]").is_displayed())
    person.look(f"booking-{language}")
    phone = Phone(portal.service, f"phone-{language}")
    status = person.script("""
        const form = document.querySelector('form[data-push]');
        const body = new URLSearchParams({...arguments[0], form: form.elements.form.value});
        return (await fetch(form.action, {method: 'POST', body})).status;""", phone.fields())
    assert status == 204, status
    taken = len(portal.service.taken)
    portal.calls(person, day, "B021", "Loket 3")
    path, _, body = portal.service.wait_for(taken + 1)[-1]
    assert path == f"/push/phone-{language}"
    message = phone.read(body)
    shown = """const registration = await navigator.serviceWorker.ready;
        const shown = await registration.getNotifications();
        return shown.map(({title, body, tag, lang}) => ({title, body, tag, lang}));"""
    page = next(one for one in targets(person.driver) if one["type"] == "page")
    with DevTools(page) as tools:
        tools.call("ServiceWorker.enable")
        updated = tools.wait_for("ServiceWorker.workerRegistrationUpdated", lambda said: any(
            one["scopeURL"] == portal.address + "/" for one in said["registrations"]))
        registration = next(one for one in updated["registrations"] if one["scopeURL"] == portal.address + "/")
        # Chromium drops what it is given in this way while it is just starting the worker. A push
        # service would send it again; with its tag it is still one message.
        for _ in range(10):
            tools.call("ServiceWorker.deliverPushMessage", origin=portal.network.url + "/",
                       registrationId=registration["registrationId"], data=json.dumps(message))
            if person.soon(lambda: person.script(shown)):
                break
    person.wait.until(lambda d: person.script(shown))
    (notification,) = person.script(shown)
    assert notification["title"] == WORDS[language]["call"] and notification["lang"] == language, notification
    worker = next(one for one in targets(person.driver) if one["type"] == "service_worker")
    with DevTools(worker) as tools:
        # A window may be opened for a touch only; so where it would lead is written down.
        led = tools.run("""(async () => {
            const led = [];
            self.clients.openWindow = async (address) => { led.push(address); };
            self.clients.matchAll = async () => [];
            const [notification] = await self.registration.getNotifications();
            const touched = new NotificationEvent('notificationclick', {notification});
            const waits = [];
            touched.waitUntil = (promise) => waits.push(promise);
            self.dispatchEvent(touched);
            await Promise.all(waits);
            return led;
        })()""")
    assert led == [booking], (led, booking)
    assert person.script(shown) == []


def main():
    pictures = sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.TemporaryDirectory(prefix="antrean-phone-") as folder, contextlib.ExitStack() as ends:
        portal = Portal(sys.argv[1], folder)
        portal.start()
        ends.callback(portal.stop)
        portal.network.start()
        ends.callback(portal.network.stop)
        profile = os.path.join(folder, "profile")
        day = (datetime.date.today() + datetime.timedelta(days=5)).isoformat()
        looked = 0
        for number, language in enumerate(("id", "en")):
            words = WORDS[language]
            driver = browser(profile)
            try:
                person = Person(driver, pictures)
                if language == "id":
                    first_page(person, portal)
                booking = books(person, portal, language, day, number)
                code = person.code()
                is_called(person, portal, booking, language, day)
                portal.stop()
                without_network(person, portal, booking, language, code, "the portal gone")
                portal.network.stop()
                without_network(person, portal, booking, language, code, "the network gone")
            finally:
                driver.quit()
            looked += person.looked
            driver = browser(profile)  # as after the phone was switched off
            try:
                person = Person(driver, pictures)
                without_network(person, portal, booking, language, code, "started again")
                portal.start()
                portal.network.start()
                is_evicted(person, portal, booking, language)
                if language == "en":
                    is_new_version(person, portal, booking)
                # Cancelled: it is saved no longer.
                person.open(booking + "/cancel", "#nik").send_keys(f"327301010190{number + 1:04}")
                person.press("form button.danger", "h1")
                person.open(f"{portal.address}/own", "h1")
                person.wait.until(lambda d: not [one for one in person.saved() if "/booking/" in one])
                portal.network.stop()
                person.open(booking)
                person.title(words["offline"])
                portal.network.start()
                # Forgotten: so is another.
                books(person, portal, language, day, number + 50)
                person.open(f"{portal.address}/own", "form[data-forget]")
                person.look(f"own-{language}")
                person.press("form[data-forget] button", "h1")
                person.title(words["forgotten"])
                person.look(f"forgotten-{language}")
                person.open(f"{portal.address}/own", "h1")
                person.wait.until(lambda d: not [one for one in person.saved() if "/booking/" in one])
            finally:
                driver.quit()
            looked += person.looked
        print(f"looked at {looked} pages, and axe found nothing")


main()
