#!/usr/bin/env python3
"""directorate.py ANTREAN_PORTAL [--postgresql]: the directorate's pages of a real portal, by form as a browser sends
them. Two people change the plan at once while others book, and the portal is killed (SIGKILL) in the middle; closures
are shown before they are done, wait for a second person, and their people are told once.

With --postgresql two portals share a database: what is changed at one is booked by at the other.
"""
import base64
import concurrent.futures
import datetime
import hashlib
import hmac
import html
import http.client
import http.cookiejar
import json
import os
import pathlib
import re
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PORTAL = sys.argv.pop(1)
SHARED = "--postgresql" in sys.argv
if SHARED:
    sys.argv.remove("--postgresql")
    from postgres import Postgres

SETTINGS = """
[portal]
database = "{database}"
socket = "{socket}"
https = false
port = {port}
bookings_per_minute = 1000000
lookups_per_minute = 1000000
changes_per_second = 10000
[mail]
folder = "{mails}"
[pressure]
proof_of_work = "never"
[privacy]
access_log = "{socket}.access"
[directorate]
port = {directorate}
accounts = "{socket}.accounts"
[signing]
use = 1
[[signing.key]]
id = 1
file = "signing.key"
[booking]
days_ahead = 60
release_time = "00:00"
confirm_contact = "offered"
one_booking_per = "day"
people_per_contact = 0
cancels = 0
cancel_before = "0m"
rests_at_least = "0m"
rests_at_most = "0m"
[[service]]
key = "paspor"
name_id = "Paspor"
name_en = "Passport"
[[slots.all.slot]]
days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
from = "08:00"
to = "16:00"
quota = {{ paspor = 50 }}
[[office]]
code = "AD"
name = "Bandung"
zone = "WIB"
slots = "all"
channels = ["web", "whatsapp"]
whatsapp = "6281234567890"
[[office]]
code = "FB"
name = "Makassar"
zone = "WITA"
slots = "all"
"""
PASSWORD = "kuda-laut-biru-81"
TOKEN = "b" * 40
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def nik(n):
    return f"327301{n // 9000 % 28 + 1:02}{n // 252000 % 12 + 1:02}90{n % 9000 + 1:04}"


def day(ahead):
    return (TODAY + datetime.timedelta(days=ahead)).isoformat()


def totp(secret, step=0):
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06}"


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    """Cookies and forms; follows no redirects."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), NoRedirects)

    def ask(self, target, form=None):
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self.base + target, data)
        request.add_header("Accept-Language", "en")
        if form is not None:
            request.add_header("Origin", self.base)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", ""), error.read().decode()


def fields(page, action):
    """What a browser would send of the form with this action, as it stands."""
    form = re.search(r'<form[^>]*method="post"[^>]*action="' + re.escape(action) + r'"[^>]*>(.*?)</form>', page, re.S)
    assert form, (action, page[-3000:])
    found = {}
    for tag in re.findall(r"<input[^>]*>", form[1]):
        name = re.search(r'name="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and not (kind and kind[1] in ("checkbox", "radio") and " checked" not in tag):
            found[name[1]] = html.unescape(value[1]) if value else "on" if kind and kind[1] == "checkbox" else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form[1], re.S):
        found[name] = html.unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[1], re.S):
        found[name] = re.search(r"<option selected>([^<]*)", options)[1]
    return found


class Portal:
    def __init__(self, world, name):
        self.world, self.port, self.directorate = world, free_port(), free_port()
        self.config = world.folder / f"{name}.toml"
        self.socket = world.folder / f"{name}.sock"
        self.config.write_text(SETTINGS.format(database=world.database, socket=self.socket, port=self.port,
                                               directorate=self.directorate, mails=world.folder / "mails"))
        self.process = None

    def start(self):
        self.process = subprocess.Popen([PORTAL, "--config", self.config], stdout=self.world.log,
                                        stderr=subprocess.STDOUT)
        for port in (self.port, self.directorate):
            while True:
                try:
                    # An answer: a port that nobody has yet can be connected with itself.
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=60).close()
                    break
                except urllib.error.HTTPError:
                    break
                except (OSError, http.client.HTTPException):
                    if self.process.poll() is not None:
                        raise RuntimeError((self.world.folder / "log").read_text()[-3000:])
                    time.sleep(0.02)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        elif self.process and self.process.returncode:
            log = (self.world.folder / "log").read_text()[-3000:]
            print(f"a portal has ended with {self.process.returncode}: {log}", file=sys.stderr)

    def run(self, *command):
        done = subprocess.run([PORTAL, "--config", self.config, *command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def person(self, user, roles="directorate"):
        """Somebody new, signed in with a second factor."""
        code = self.run("staff", "add", user, "--name", user.title(), "--roles", roles).split()[0]
        browser = Browser(self.directorate)
        status, _, page = browser.ask("/sign-in/link", {"code": code, "password": PASSWORD})
        assert status == 200 and "Please sign in" in page, page
        return self.sign_in(user, browser)

    def sign_in(self, user, browser=None):
        browser = browser or Browser(self.directorate)
        status, where, page = browser.ask("/sign-in", {"user": user, "password": PASSWORD})
        assert status == 303, page
        if where == "/second-factor":
            page = browser.ask(where)[2]
            secret = re.search(r"<code>([^<]*)</code>", page)[1]
            self.world.secrets[user] = secret
            status, _, page = browser.ask(where, {"code": totp(secret)})
            assert status == 200 and "Recovery codes" in page, page
        elif where == "/sign-in/code":
            status, where, page = browser.ask(where, {"code": totp(self.world.secrets[user], 1)})
            assert status == 303, page
        return browser


class World(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        os.chmod(self.folder, 0o755)
        self.secrets = {}
        self.log = open(self.folder / "log", "ab")
        self.addCleanup(self.log.close)
        self.people = 0
        self.counting = threading.Lock()
        if SHARED:
            self.server = Postgres()
            self.addCleanup(self.server.remove)
            self.database = self.server.url
        else:
            self.database = self.folder / "portal.db"
        for arguments in (["keygen", "signing.key"], ["secret", "portal-nik.key"]):
            subprocess.run([PORTAL, *arguments], cwd=self.folder, check=True, capture_output=True)
        (self.folder / "office_AD.token").write_text(TOKEN)
        os.chmod(self.folder / "office_AD.token", 0o600)
        self.portals = [Portal(self, name) for name in (["one", "two"] if SHARED else ["one"])]
        for portal in self.portals:
            portal.start()
            self.addCleanup(portal.stop)
        self.first, self.last = self.portals[0], self.portals[-1]

    # what people do
    def book(self, when, office="AD", portal=None, who=None):
        """The booking's page; "" when there was no place."""
        with self.counting:
            self.people += 1
            number = who or self.people
        browser = Browser((portal or self.last).port)
        target = f"/book/{office}/paspor/{when}/08:00"
        token = re.search(r'name="form" value="([^"]*)"', browser.ask(target)[2])
        if not token:
            return ""
        status, where, page = browser.ask("/book", {
            "form": token[1], "office": office, "service": "paspor", "slot": f"{when}T08:00", "name": "Siti Aminah",
            "nik": nik(number), "mail": f"p{number}@contoh.id"})
        self.answer = page
        return where if status == 303 else ""

    def mails(self):
        folder = self.folder / "mails"
        return {one.name: one.read_text() for one in folder.glob("*.eml")} if folder.exists() else {}

    # what the directorate does
    def preview(self, browser, target, action, changes):
        form = fields(browser.ask(target)[2], action)
        for name, value in changes.items():
            if value is None:
                form.pop(name, None)
            else:
                form[name] = value
        return browser.ask(action, form)[2]

    def commit(self, browser, page):
        return browser.ask("/change", fields(page, "/change"))

    def set_quota(self, browser, office, quota):
        page = self.preview(browser, f"/office/{office}", f"/office/{office}",
                            {"s0_q_paspor": str(quota), "why": f"quota {quota}"})
        return self.commit(browser, page)

    def close(self, browser, when, cancelled=True, **more):
        return self.preview(browser, "/days", "/days",
                            {"date": when, "name_id": "Banjir", "name_en": "Flood", "why": "flood", "at_AD": "on",
                             "bookings": "cancelled" if cancelled else "told", **more})

    def rows(self, query):
        if SHARED:
            text = self.server.primary.ask("antrean", query)
            return [tuple(int(one) if one.isdigit() else one for one in line.split("|")) for line in text.splitlines()]
        copy = self.folder / "look.db"
        copy.unlink(missing_ok=True)
        self.first.run("backup", str(copy))
        with sqlite3.connect(copy) as db:
            return db.execute(query).fetchall()


class Directorate(World):
    @unittest.skipIf(SHARED, "the same on both")
    def test_who_may_do_what(self):
        browser = Browser(self.first.directorate)
        self.assertEqual(browser.ask("/")[:2], (303, "/sign-in"))
        self.assertEqual(browser.ask("/office/AD", {"form": "x"})[:2], (303, "/sign-in"))
        auditor = self.first.person("sari", "auditor")
        page = auditor.ask("/office/AD")[2]
        self.assertIn("Bandung", page)
        self.assertNotIn('name="base"', page)
        token = re.search(r'name="form" value="([^"]*)"', page)[1]
        self.assertEqual(auditor.ask("/announcements", {"form": token, "text_id": "a", "text_en": "b", "why": "c"})[0],
                         403)
        dewi = self.first.person("dewi")
        form = fields(dewi.ask("/office/AD")[2], "/office/AD")
        form["form"] = token  # of another session
        self.assertEqual(dewi.ask("/office/AD", form)[0], 403)
        request = urllib.request.Request(f"http://127.0.0.1:{self.first.directorate}/sign-in", b"user=a&password=b",
                                         {"Origin": "https://evil.example"})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        self.assertEqual(refused.exception.code, 403)
        for target in ("/", "/days", "/announcements", "/requests", "/blocks", "/services", "/rules", "/trail",
                       "/trail/1", "/plan?at=2026-01-01T00:00", "/new-office", "/office/FB?lang=id"):
            self.assertEqual(dewi.ask(target)[0], 200, target)
        self.first.run("staff", "disable", "dewi")
        self.assertEqual(dewi.ask("/")[:2], (303, "/sign-in"))

    def test_changes_at_once_while_people_book_and_the_portal_is_killed(self):
        dewi, budi = self.first.person("dewi"), self.first.person("budi")
        made, wrong = [], []
        for round_ in range(4):
            when = day(3 + round_)
            low = 4 + round_
            self.assertEqual(self.set_quota(dewi, "AD", 60)[0], 303)
            stop = threading.Event()
            booked = []  # (asked at, answered at)

            def people():
                while not stop.is_set():
                    asked = time.monotonic()
                    try:
                        if self.book(when):
                            booked.append((asked, time.monotonic()))
                    except OSError:
                        time.sleep(0.05)

            def other_changes():
                for quota in (21, 22, 23):
                    try:
                        answer = self.set_quota(budi, "FB", quota + 10 * round_)
                        if answer[0] == 303:
                            made.append(("budi", int(answer[1].rsplit("=", 1)[1])))
                    except (OSError, AssertionError):
                        return

            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                jobs = [pool.submit(people) for _ in range(4)] + [pool.submit(other_changes)]
                while len(booked) < 3:
                    time.sleep(0.01)
                status, where, page = self.set_quota(dewi, "AD", low)
                done = time.monotonic()
                self.assertEqual(status, 303, page)
                made.append(("dewi", int(where.rsplit("=", 1)[1])))
                if round_ == 2 and not SHARED:
                    self.first.kill()
                    self.first.start()
                until = time.monotonic() + 1
                while time.monotonic() < until:
                    time.sleep(0.05)
                stop.set()
                for job in jobs:
                    job.result()
            before = sum(1 for _, answered in booked if answered < done)
            after = sum(1 for asked, _ in booked if asked > done)
            if after > max(0, low - before):
                wrong.append(f"{when}: {before} booked before the quota of {low}, {after} after")
        self.assertEqual(wrong, [])
        kept = {number: who for number, who in self.rows("SELECT nr, who FROM plan_change")}
        self.assertEqual(sorted(kept), list(range(1, len(kept) + 1)))
        for who, number in made:
            self.assertEqual(kept[number], who)
        slots = self.rows("SELECT quota, free, (SELECT coalesce(sum(party), 0) FROM booking b WHERE b.office = s.office"
                          " AND b.day = s.day AND b.start = s.start AND b.status = 0) FROM slot s")
        self.assertTrue(slots)
        for quota, free, people in slots:
            self.assertEqual(free + people, quota)
        exported = self.first.run("export-offices")
        self.assertIn(f"quota = {{ paspor = {low} }}", exported)
        self.first.stop()
        self.first.start()  # the settings say 50, and are not used any more
        self.assertIn(f"quota = {{ paspor = {low} }}", self.first.run("export-offices"))

    def test_of_two_who_change_the_same_one_looks_again(self):
        dewi, budi = self.first.person("dewi"), self.first.person("budi")
        change = {"s0_q_paspor": "7", "why": "less"}
        first = self.preview(dewi, "/office/AD", "/office/AD", change)
        second = self.preview(budi, "/office/AD", "/office/AD", {**change, "s0_q_paspor": "8"})
        self.assertEqual(self.commit(dewi, first)[0], 303)
        status, _, page = self.commit(budi, second)
        self.assertEqual(status, 200)
        self.assertIn("Somebody else has just changed the same thing", page)
        self.assertIn("quota = { paspor = 7 }", self.first.run("export-offices"))
        self.assertEqual(self.commit(budi, page)[0], 303)  # having looked
        self.assertIn("quota = { paspor = 8 }", self.first.run("export-offices"))
        as_of = dewi.ask("/office/AD?at=" + (datetime.datetime.now() + datetime.timedelta(days=1)).strftime(
            "%Y-%m-%dT%H:%M"))[2]
        self.assertIn("As valid at", as_of)

    def test_a_closure_is_shown_first_needs_two_and_is_told_once(self):
        dewi, budi = self.first.person("dewi"), self.first.person("budi")
        when = day(5)
        pages = [self.book(when) for _ in range(3)]
        self.assertNotIn("", pages)
        self.assertTrue(self.book(day(6)))
        page = self.close(dewi, when)
        self.assertIn("3 bookings of 3 people", page)
        self.assertIn("3 of them are cancelled", page)
        self.assertTrue(self.book(when))  # meanwhile
        status, _, page = self.commit(dewi, page)
        self.assertEqual(status, 200)
        self.assertIn("Things have changed since you looked", page)
        self.assertIn("4 bookings of 4 people", page)
        before = self.wait_for_mails(5)
        status, where, _ = self.commit(dewi, page)
        self.assertEqual(status, 303)
        self.assertTrue(where.startswith("/requests/1"), where)
        own = dewi.ask("/requests/1")[2]
        self.assertNotIn('value="agree"', own)
        self.assertEqual(self.rows("SELECT count(*) FROM booking WHERE status = 1")[0][0], 0)
        self.assertTrue(self.book(when))  # it has not happened
        self.assertIn('<b\n class="count">1</b>', budi.ask("/")[2])
        page = budi.ask("/requests/1")[2]
        self.assertIn("5 bookings of 5 people", page)
        form = {**fields(page, "/requests/1"), "do": "agree"}
        self.assertIn("must be another one", dewi.ask("/requests/1", {**form, "form": fields(
            dewi.ask("/days")[2], "/days")["form"]})[2])
        self.assertEqual(budi.ask("/requests/1", form)[:2], (303, "/requests/1"))
        answer = budi.ask("/requests/1")[2]
        self.assertIn("agreed by budi", answer)
        self.assertIn("(not there)", answer)  # before
        after = self.wait_for_mails(len(before) + 1 + 5)
        told = [text for name, text in after.items() if "dibatalkan" in text or "cancelled" in text]
        self.assertEqual(len(told), 5)
        self.assertEqual(len({re.search(r"^To: (.*)$", text, re.M)[1] for text in told}), 5)
        self.assertEqual(self.rows("SELECT count(*) FROM booking WHERE status = 1 AND excused = 1")[0][0], 5)
        self.assertEqual(self.rows("SELECT count(*) FROM booking WHERE status = 0")[0][0], 1)
        self.assertFalse(self.book(when))
        for portal in self.portals:
            portal.kill()
            portal.start()
        time.sleep(1)
        self.assertEqual(len(self.mails()), len(after))
        self.assertEqual(self.rows("SELECT who, agreed FROM plan_change ORDER BY nr DESC LIMIT 1")[0],
                         ("dewi", "budi"))

    def wait_for_mails(self, count):
        until = time.monotonic() + 60
        while len(self.mails()) < count and time.monotonic() < until:
            time.sleep(0.05)
        self.assertEqual(len(self.mails()), count)
        return self.mails()

    def test_one_person_stops_booking_at_once(self):
        dewi = self.first.person("dewi")
        form = fields(dewi.ask("/announcements")[2], "/announcements")
        form.update(text_id="Pemesanan berhenti karena banjir.", text_en="Booking is stopped by a flood.", stops="on",
                    at_AD="on", why="flood")
        self.assertEqual(dewi.ask("/announcements", form)[0], 303)
        until = time.monotonic() + 30
        while self.book(day(4)) and time.monotonic() < until:
            time.sleep(0.1)  # the other portal notices within half a second
        self.assertFalse(self.book(day(4)))
        self.assertTrue(self.book(day(4), "FB"))
        page = Browser(self.last.port).ask("/book/AD/paspor")[2]
        self.assertIn("Booking is stopped by a flood.", page)
        self.assertNotIn("Not open yet", page)
        self.assertNotIn("flood", Browser(self.last.port).ask("/book/FB/paspor")[2])
        self.assertIn("booking stopped", dewi.ask("/")[2])
        form = fields(dewi.ask("/announcements")[2], "/announcements/end")
        self.assertEqual(dewi.ask("/announcements/end", form)[0], 303)
        until = time.monotonic() + 30
        while not self.book(day(4)) and time.monotonic() < until:
            time.sleep(0.1)
        self.assertTrue(self.book(day(4)))

    @unittest.skipIf(SHARED, "the same on both")
    def test_whoever_is_on_the_block_list_cannot_book(self):
        dewi = self.first.person("dewi")
        form = {**fields(dewi.ask("/blocks")[2], "/blocks"), "who": nik(500), "until": day(90), "why": "sells places"}
        self.assertIn("cannot book any more", dewi.ask("/blocks", form)[2])
        self.assertFalse(self.book(day(4), who=500))
        self.assertIn("The directorate has closed booking for you", self.answer)
        self.assertTrue(self.book(day(4), who=501))
        page = dewi.ask("/blocks")[2]
        self.assertNotIn(nik(500), page)
        lift = fields(page, "/blocks/1/lift")
        lift["why"] = "a mistake"
        self.assertIn("The block is lifted", dewi.ask("/blocks/1/lift", lift)[2])
        self.assertTrue(self.book(day(4), who=500))

    def test_a_channel_gets_its_part_of_a_quota_and_no_more(self):
        dewi = self.first.person("dewi")
        when = day(3)
        page = self.preview(dewi, "/office/AD", "/office/AD",
                            {"s0_q_paspor": "20", "s0_m_web_paspor": "21", "why": "by channel"})
        self.assertIn("is a number from 0 to the quota", page)
        page = self.preview(dewi, "/office/AD", "/office/AD",
                            {"s0_q_paspor": "20", "s0_m_web_paspor": "6", "why": "by channel"})
        self.assertIn("web = { paspor = 6 }", html.unescape(page))
        self.assertEqual(self.commit(dewi, page)[0], 303)
        self.assertIn("20 (at most by web: 6)", dewi.ask("/office/AD")[2])
        self.assertIn("web = { paspor = 6 }", self.first.run("export-offices"))
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            booked = list(pool.map(lambda n: bool(self.book(when, portal=self.portals[n % len(self.portals)])),
                                   range(16)))
        self.assertEqual(sum(booked), 6)
        self.assertEqual(self.rows("SELECT by_web, by_whatsapp, free FROM slot WHERE by_web > 0")[0], (6, 0, 14))
        page = Browser(self.last.port).ask(f"/book/AD/paspor/{when}")[2]
        self.assertIn("Full on this site", page)
        self.assertIn("by WhatsApp: +6281234567890", page)

    def test_an_office_is_closed_for_good(self):
        dewi, budi = self.first.person("dewi"), self.last.person("budi2" if SHARED else "budi")
        when = day(5)
        for _ in range(3):
            self.assertTrue(self.book(when))
        before = self.wait_for_mails(3)
        page = self.preview(dewi, "/office/AD", "/office/AD", {"last_day": day(5), "why": "moves"})
        self.assertIn("No booking is in the way", page)  # it is the last day
        page = self.preview(dewi, "/office/AD", "/office/AD", {"last_day": day(-8), "why": "moves to Cimahi"})
        self.assertIn("3 bookings of 3 people", page)
        status, where, _ = self.commit(dewi, page)
        self.assertTrue(where.startswith("/requests/"), where)
        where = where.split("?")[0]
        self.assertTrue(self.book(when))  # it has not happened
        form = {**fields(budi.ask(where)[2], where), "do": "agree"}
        self.assertEqual(budi.ask(where, form)[0], 303)  # at another portal
        after = self.wait_for_mails(len(before) + 1 + 4)
        told = [text for name, text in after.items() if name not in before and "takes no bookings any more" in text]
        self.assertEqual(len(told), 4)
        until = time.monotonic() + 30
        while self.book(when) and time.monotonic() < until:
            time.sleep(0.1)  # the other portal notices within half a second
        self.assertFalse(self.book(when))
        for portal in self.portals:
            while "Bandung" in Browser(portal.port).ask("/?q=")[2] and time.monotonic() < until:
                time.sleep(0.1)
            self.assertNotIn("Bandung", Browser(portal.port).ask("/?q=")[2])
            self.assertIn("Makassar", Browser(portal.port).ask("/?q=")[2])
        self.assertIn("closed for good since", dewi.ask("/")[2])
        self.assertIn("moves to Cimahi", dewi.ask("/trail")[2])
        self.assertEqual(dewi.ask("/office/AD")[0], 200)
        self.assertEqual(self.rows("SELECT count(*) FROM booking WHERE office = 'AD'")[0][0], 4)
        request = urllib.request.Request(f"http://127.0.0.1:{self.last.port}/office/v1/bookings",
                                         headers={"Authorization": "Bearer " + TOKEN})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=60)
        self.assertEqual(refused.exception.code, 401)
        self.assertIn("closed for good", refused.exception.read().decode())

    @unittest.skipIf(SHARED, "the same on both")
    def test_a_contact_and_a_network_on_the_block_list(self):
        dewi = self.first.person("dewi")
        booking = self.book(day(6), who=700)
        self.assertTrue(booking)
        code = self.rows("SELECT code FROM booking")[0][0]
        form = {**fields(dewi.ask("/blocks")[2], "/blocks"), "until": day(9), "why": "sells places"}
        self.assertIn("neither a mail address", dewi.ask("/blocks", {**form, "what": "contact", "who": "x"})[2])
        self.assertIn("This is no network address", dewi.ask("/blocks", {**form, "what": "network", "who": "AD-X"})[2])
        page = dewi.ask("/blocks", {**form, "what": "contact", "who": "P701@contoh.id"})[2]
        self.assertIn("Nobody can book with this contact", page)
        self.assertNotIn("701@", page)
        self.assertFalse(self.book(day(4), who=701))
        self.assertIn("closed booking with this mail address", self.answer)
        self.assertIn("another contact", self.answer)
        self.assertTrue(self.book(day(4), who=702))
        self.assertIn("Nobody can book from this network", dewi.ask("/blocks", {
            **form, "what": "network", "who": code.lower()})[2])
        self.assertFalse(self.book(day(4), who=703))
        self.assertIn("from this internet network", self.answer)
        lift = fields(dewi.ask("/blocks")[2], "/blocks/2/lift")
        lift["why"] = "many share it"
        self.assertIn("The block is lifted", dewi.ask("/blocks/2/lift", lift)[2])
        self.assertTrue(self.book(day(4), who=703))
        form = {**form, "what": "network", "who": "127.0.0.1"}
        self.assertIn("Nobody can book from this network", dewi.ask("/blocks", form)[2])
        self.assertFalse(self.book(day(4), who=704))

    @unittest.skipIf(SHARED, "the same on both")
    def test_a_telephone_is_one_contact_however_it_is_written(self):
        dewi = self.first.person("dewi")
        form = {**fields(dewi.ask("/blocks")[2], "/blocks"), "until": day(9), "why": "sells places", "what": "contact"}
        for wrong in ("08123", "3273010101900001", "0812 3456 789O"):  # too short, a NIK, a letter
            self.assertIn("neither a mail address", dewi.ask("/blocks", {**form, "who": wrong})[2], wrong)
        forms = ("0812-3456-7890", "812 3456 7890", "62 812 3456 7890", "+62 (0) 812.3456.7890", "0062 81234567890")
        for written in forms:
            page = dewi.ask("/blocks", {**form, "who": written})[2]
            self.assertIn("Nobody can book with this contact", page, written)
            self.assertIn("+62****7890", page)
        self.assertEqual(len(self.rows("SELECT DISTINCT nik_hmac FROM block")), 1)
        self.assertIn("****@contoh.id", dewi.ask("/blocks", {**form, "who": "q@contoh.id"})[2])
        self.assertNotIn("q****", dewi.ask("/blocks")[2])

    @unittest.skipIf(SHARED, "the same on both")
    def test_a_booking_is_not_given_a_blocked_contact_afterwards(self):
        dewi = self.first.person("dewi")
        form = {**fields(dewi.ask("/blocks")[2], "/blocks"), "until": day(9), "why": "sells places", "what": "contact"}
        self.assertIn("Nobody can book with this contact", dewi.ask("/blocks", {**form, "who": "p811@contoh.id"})[2])
        booking = urllib.parse.urlparse(self.book(day(4), who=810)).path
        browser = Browser(self.last.port)
        correct = {**fields(browser.ask(booking + "/correct")[2], booking + "/correct"), "name": "Siti Aminah",
                   "nik": nik(810)}
        self.assertIn("This mail address is blocked",
                      browser.ask(booking + "/correct", {**correct, "mail": "P811@contoh.id"})[2])
        self.assertEqual(self.rows("SELECT mail FROM booking"), [("p810@contoh.id",)])
        self.assertEqual(browser.ask(booking + "/correct", {**correct, "mail": "p812@contoh.id"})[0], 303)
        self.assertEqual(self.rows("SELECT mail FROM booking"), [("p812@contoh.id",)])

    def tell_key(self, portal, seed, program="antrean-office/7.7"):
        """As the office of Bandung does, with the heads of its journal."""
        private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        key = base64.b64encode(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
        proof = private.sign(f"antrean audit key of office AD: {key}".encode()).hex()
        body = {"generations": [{"id": "a" * 32, "after": 0}], "heads": [], "key": key, "key_proof": proof}
        request = urllib.request.Request(f"http://127.0.0.1:{portal.port}/office/v1/journal",
                                         json.dumps(body).encode(), {
                                             "Authorization": "Bearer " + TOKEN, "Content-Type": "application/json",
                                             "User-Agent": program})
        with urllib.request.urlopen(request, timeout=60) as answer:
            self.assertEqual(answer.status, 200)
        return key

    def test_another_key_of_an_office_is_noticed_and_confirmed(self):
        dewi = self.first.person("dewi")
        first = self.tell_key(self.first, 1)
        self.assertIn("first key", dewi.ask("/office/AD")[2])
        self.assertNotIn("signs by a new key", dewi.ask("/")[2])
        second = self.tell_key(self.last, 2)
        self.tell_key(self.first, 1)  # it does not take the place of the other again
        self.assertIn("Bandung signs by a new key since", dewi.ask("/")[2])
        page = dewi.ask("/office/AD")[2]
        self.assertIn("new, not confirmed", page)
        for key in (first, second):
            self.assertIn(key, html.unescape(page))
        form = fields(dewi.ask("/keys")[2], "/keys")  # of the first one: it can only be refused
        self.assertIn("or it is decided already",
                      dewi.ask("/keys", {**form, "key": first, "do": "confirm", "why": "x"})[2])
        self.assertIn("Give the reason", dewi.ask("/keys", {**form, "key": second, "do": "confirm", "why": " "})[2])
        page = dewi.ask("/keys", {**form, "key": second, "do": "confirm", "why": "new machine, asked by phone"})[2]
        self.assertIn("The key is confirmed", page)
        self.assertIn("confirmed by dewi: new machine, asked by phone", page)
        self.assertNotIn("signs by a new key", dewi.ask("/")[2])
        for text in (dewi.ask("/keys/list")[2], self.last.run("office-keys")):
            lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
            self.assertEqual([(line[0], line[1], line[3]) for line in lines],
                             [("AD", first, "first"), ("AD", second, "confirmed")])
        if not SHARED:
            self.first.stop()
            self.assertIn(second, self.first.run("office-keys"))  # of a stopped one
            return
        # What an office told one portal, the other shows, too.
        until = time.monotonic() + 60
        self.tell_key(self.last, 2, "antrean-office/7.8")
        while "antrean-office/7.8" not in dewi.ask("/")[2] and time.monotonic() < until:
            time.sleep(0.1)
        self.assertIn("antrean-office/7.8", dewi.ask("/")[2])

    @unittest.skipIf(SHARED, "the same on both")
    def test_a_scheduled_change_waits_and_can_be_taken_back(self):
        dewi = self.first.person("dewi")
        later = (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))) + datetime.timedelta(days=1)
                 ).strftime("%Y-%m-%dT%H:%M")
        page = self.preview(dewi, "/office/AD", "/office/AD",
                            {"s0_q_paspor": "9", "why": "from tomorrow", "valid_from": later})
        status, where, _ = self.commit(dewi, page)
        self.assertEqual(status, 303)
        number = where.rsplit("=", 1)[1]
        self.assertIn("quota = { paspor = 50 }", self.first.run("export-offices"))
        self.assertIn("to come", dewi.ask("/trail")[2])
        page = self.preview(dewi, "/office/AD", "/office/AD", {"s0_q_paspor": "10", "why": "now"})
        self.assertIn("is to come", page)
        form = fields(dewi.ask(f"/trail/{number}")[2], f"/trail/{number}/take-back")
        page = dewi.ask(f"/trail/{number}/take-back", form)[2]
        self.assertEqual(self.commit(dewi, page)[0], 303)
        self.assertIn("quota = { paspor = 50 }", dewi.ask(f"/plan?at={later}")[2].replace("&quot;", '"'))

    @unittest.skipIf(SHARED, "the same on both")
    def test_what_is_wrong_is_said_and_kept_in_the_form(self):
        dewi = self.first.person("dewi")
        page = self.preview(dewi, "/office/AD", "/office/AD",
                            {"s0_q_paspor": "0", "s1_from": "9", "s1_mon": "on", "why": ""})
        for words in ("a quota is a number from 1 to 5000", "Slot 2: write the hour as 08:00", "Give the reason"):
            self.assertIn(words, page)
        self.assertIn('name="s1_from" value="9"', page)
        page = self.preview(dewi, "/rules", "/rules", {"document": "[booking]\ndays_ahaed = 3\n", "why": "x"})
        self.assertIn("did you mean", html.unescape(page))
        page = self.preview(dewi, "/days", "/days", {"date": day(2), "until": day(1), "name_id": "a", "name_en": "b",
                                                     "why": "c"})
        self.assertIn("must not be earlier", html.unescape(page))


if __name__ == "__main__":
    unittest.main(warnings="ignore")
