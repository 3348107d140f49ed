#!/usr/bin/env python3
"""push_on_the_day.py ANTREAN_PORTAL: phones and mailboxes that asked for it are told by the real program that their
number is near and that it is called, once each, also when it is killed; a phone that is gone is forgotten; a push
service in a private network is not asked. The push service (push_service.py) is written from the standards."""
import email
import email.policy
import http.cookiejar
import json
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from push_service import Phone, PushService, to_bytes, to_text

PORTAL = sys.argv.pop(1)
PATIENCE = 60
SETTINGS = """
[portal]
listen = "127.0.0.1"
port = {port}
https = false
public_url = "http://127.0.0.1:{port}"
database = "portal.db"
[signing]
use = 1
[[signing.key]]
id = 1
file = "signing.key"
[booking]
confirm_contact = "offered"
[mail]
folder = "mails"
[push]
key = "push.key"
contact = "mailto:antrean@example.go.id"
own_services = ["127.0.0.1"]
ca_file = "{ca}"
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
[[slots.day.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "08:00"
to = "10:00"
quota = {{ paspor = 50 }}
[[office]]
code = "AD"
name = "Bandung"
zone = "WIB"
slots = "day"
token = "office.token"
"""
TOKEN = "o" * 40
TICKET = "c" * 24


class StandIn(unittest.TestCase):
    """It would be worth little if it took what the standards do not allow."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.service = PushService(folder.name)
        self.addCleanup(self.service.stop)

    def test_reads_the_example_of_rfc_8291(self):
        from cryptography.hazmat.primitives.asymmetric import ec
        phone = Phone(self.service, "a")
        phone.key = ec.derive_private_key(
            int.from_bytes(to_bytes("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), "big"), ec.SECP256R1())
        phone.auth = to_bytes("BTBZMqHH6r4Tts7J_aSIgg")
        body = to_bytes("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vC"
                        "YLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXL"
                        "WyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")
        with self.assertRaises(json.JSONDecodeError) as raised:  # it is no JSON, but it is read
            phone.read(body)
        self.assertEqual("When I grow up, I want to be a watermelon", raised.exception.doc)

    def test_refuses_what_is_not_as_the_standards_say(self):
        good = {"Content-Encoding": "aes128gcm", "TTL": "60", "Urgency": "high", "Topic": "abc",
                "Authorization": "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.e30." + to_text(bytes(64)) + ", k=" +
                                 to_text(b"\4" + bytes(64))}
        for name, value, part in (("TTL", None, "5.2"), ("TTL", "-1", "5.2"), ("Urgency", "now", "5.3"),
                                  ("Topic", "x" * 33, "5.4"), ("Authorization", None, "8292, 3"),
                                  ("Content-Encoding", "gzip", "8291"), ("TTL", "60", "")):
            try:
                wrong = self.service.wrong("/push/a", {**good, name: value}, b"x")
            except ValueError as error:  # the key above is no point
                wrong = str(error)
            self.assertIn(part, wrong)
            self.assertTrue(wrong)


class PushOnTheDay(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.service = PushService(temporary.name)
        self.addCleanup(self.service.stop)  # twice does no harm
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        for what, name in (("secret", "portal-nik.key"), ("keygen", "signing.key")):
            subprocess.run([PORTAL, what, self.folder / name], check=True, stdout=subprocess.DEVNULL)
        self.key = subprocess.run([PORTAL, "push-key", self.folder / "push.key"], check=True, stdout=subprocess.PIPE,
                                  text=True).stdout.strip()
        self.assertEqual(0o600, os.stat(self.folder / "push.key").st_mode & 0o777)
        (self.folder / "office.token").write_text(TOKEN)
        (self.folder / "office.token").chmod(0o600)
        (self.folder / "portal.toml").write_text(SETTINGS.format(port=port, ca=self.service.ca))
        self.start()
        self.addCleanup(self.kill)
        self.web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600 + 2 * 86400))
        self.seq = 0
        self.book()

    def start(self):
        self.log = open(self.folder / "log", "ab")
        self.program = subprocess.Popen([PORTAL, "--config", self.folder / "portal.toml"], stdout=self.log,
                                        stderr=subprocess.STDOUT)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return urllib.request.urlopen(self.url + "/health").close()
            except OSError:
                if time.monotonic() > end or self.program.poll() is not None:
                    self.fail((self.folder / "log").read_text())
                time.sleep(0.02)

    def kill(self):
        self.program.kill()
        self.program.wait()
        self.log.close()

    def get(self, path):
        with self.web.open(self.url + path) as answer:
            return answer.read().decode()

    def post(self, path, form_of, **fields):
        fields["form"] = re.search(r'name="form" value="([^"]*)"', self.get(form_of))[1]
        request = urllib.request.Request(self.url + path, urllib.parse.urlencode(fields).encode(),
                                         {"Origin": self.url})
        try:
            with self.web.open(request) as answer:
                return answer.status, answer.geturl()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def book(self):
        page = f"/book/AD/paspor/{self.day}/08:00"
        _, address = self.post("/book", page, office="AD", service="paspor", slot=f"{self.day}T08:00", name="Siti",
                               nik="3273010101900001", mail="siti@contoh.id")
        self.booking = urllib.parse.urlsplit(address).path
        self.assertRegex(self.booking, r"^/booking/[0-9a-f]{32}$")
        request = urllib.request.Request(self.url + "/office/v1/bookings?cursor=0&limit=10",
                                         headers={"Authorization": "Bearer " + TOKEN})
        with urllib.request.urlopen(request) as answer:
            self.pulled = json.load(answer)["bookings"][-1]

    def subscribe(self, phone):
        return self.post(self.booking + "/push", self.booking, **phone.fields())[0]

    def tell(self, state, ahead=0, counter="", number="B021"):
        self.seq += 1
        ticket = {"key": TICKET, "number": number, "was": "", "service": "paspor", "state": state, "ahead": ahead,
                  "wait": None, "until": None, "counter": counter, "call": self.seq if state == "called" else 0,
                  "booking": self.pulled["id"], "code": self.pulled["code"]}
        today = {"sender": "a" * 32, "seq": self.seq, "after": 0, "run": "", "day": self.day, "phase": "open",
                 "services": [], "calls": [], "tickets": [ticket]}
        request = urllib.request.Request(self.url + "/office/v1/today", json.dumps(today).encode(), method="PUT",
                                         headers={"Authorization": "Bearer " + TOKEN,
                                                  "Content-Type": "application/json"})
        try:
            urllib.request.urlopen(request).close()
        except urllib.error.HTTPError as error:
            self.fail(error.read().decode())

    def rows(self, sql, *values):
        copy = self.folder / "copy.db"  # the portal keeps its database to itself
        copy.unlink(missing_ok=True)
        subprocess.run([PORTAL, "--config", self.folder / "portal.toml", "backup", copy], check=True,
                       stdout=subprocess.DEVNULL)
        with sqlite3.connect(copy) as database:
            return database.execute(sql, values).fetchall()

    def wait_until(self, what):
        end = time.monotonic() + PATIENCE
        while not what():
            self.assertLess(time.monotonic(), end, (self.folder / "log").read_text())
            time.sleep(0.02)

    def settled(self):
        self.wait_until(lambda: not self.rows("SELECT 1 FROM notice WHERE channel = 2 AND outcome IS NULL"))

    def test_near_and_called_are_told_once_each_also_after_a_kill(self):
        self.assertIn(f'data-push="{self.key}"', self.get(self.booking))
        phone = Phone(self.service, "one")
        self.assertEqual(204, self.subscribe(phone))
        self.tell("waiting", ahead=7)
        self.tell("waiting", ahead=2)
        path, headers, body = self.service.wait_for(1)[0]
        message = phone.read(body)
        self.assertEqual("Nomor B021 sebentar lagi dipanggil", message["title"])
        self.assertIn("urutan ke-3", message["body"])
        self.assertEqual(self.url + self.booking, message["page"])
        self.assertEqual("/push/one", path)
        self.assertEqual("high", headers["Urgency"])
        self.assertTrue(600 < int(headers["TTL"]) <= 1200, headers["TTL"])
        self.assertEqual({self.key}, self.service.keys)
        self.tell("waiting", ahead=1)
        self.tell("called", counter="Loket 3")
        _, called, body = self.service.wait_for(2)[1]
        message = phone.read(body)
        self.assertEqual("Nomor B021: silakan menuju Loket 3", message["title"])
        self.assertTrue(message["stays"])
        self.assertEqual(headers["Topic"], called["Topic"])
        self.assertTrue(0 < int(called["TTL"]) <= 600, called["TTL"])
        self.settled()
        self.kill()
        self.start()
        self.tell("called", counter="Loket 3")
        self.tell("called", counter="Loket 5")  # called to another counter: that is new
        self.assertEqual("Nomor B021: silakan menuju Loket 5", phone.read(self.service.wait_for(3)[2][2])["title"])
        self.settled()
        self.assertEqual(3, len(self.service.taken))
        self.assertEqual([], self.service.refused)
        for word in ("Siti", self.pulled["code"], "siti@"):
            self.assertFalse([one for one in self.service.taken if word in json.dumps(phone.read(one[2]))])

    def test_a_phone_that_is_gone_is_forgotten_and_the_others_are_told(self):
        phones = [Phone(self.service, name) for name in ("gone", "lost", "here")]
        self.service.answers = {"/push/gone": [410], "/push/lost": [404], "/push/here": []}
        for phone in phones:
            self.assertEqual(204, self.subscribe(phone))
        self.tell("called", counter="Loket 3")
        self.service.wait_for(1)
        self.settled()
        self.wait_until(lambda: len(self.rows("SELECT 1 FROM day_contact")) == 1)
        self.assertEqual([(phones[2].endpoint,)], self.rows("SELECT address FROM day_contact"))
        given_up = self.rows("SELECT why FROM notice WHERE channel = 2 AND outcome = 1")
        self.assertEqual(2, len(given_up))
        self.assertTrue(all("ended its subscription" in why for (why,) in given_up), given_up)

    def test_a_service_with_trouble_is_asked_again_later(self):
        self.service.answers = {"/push/one": [503]}
        self.assertEqual(204, self.subscribe(Phone(self.service, "one")))
        self.tell("called", counter="Loket 3")
        self.service.wait_for_refused("503")
        self.wait_until(lambda: self.rows("SELECT 1 FROM notice WHERE channel = 2 AND tries = 1"))
        ((outcome, why, wait),) = self.rows(
            "SELECT outcome, why, due - unixepoch() * 1000 FROM notice WHERE channel = 2")
        self.assertIsNone(outcome)
        self.assertIn("503", why)
        self.assertGreater(wait, 30_000)
        self.assertEqual([], self.service.taken)

    def test_a_service_that_is_away_is_said_in_the_log(self):
        self.assertEqual(204, self.subscribe(Phone(self.service, "one")))
        self.service.stop()
        self.tell("called", counter="Loket 3")
        self.wait_until(lambda: f"web push: {self.service.origin} is not reached" in (self.folder / "log").read_text())
        self.wait_until(lambda: self.rows("SELECT 1 FROM notice WHERE channel = 2 AND tries = 1 AND outcome IS NULL"))

    def test_whom_it_asks_and_how_many(self):
        phone = Phone(self.service, "one")
        fields = phone.fields()
        for name, value in (("endpoint", "http://127.0.0.1/push"), ("endpoint", "https://10.0.0.1/push"),
                            ("endpoint", "https://portal/push"), ("endpoint", ""), ("auth", "AAAA"),
                            ("p256dh", to_text(b"\4" + bytes(64)))):
            status, _ = self.post(self.booking + "/push", self.booking, **{**fields, name: value})
            self.assertEqual(422, status, (name, value))
        for number in range(5):
            self.assertEqual(204, self.subscribe(Phone(self.service, str(number))))
        self.assertEqual(409, self.subscribe(Phone(self.service, "five")))
        self.assertEqual(5, len(re.search(r'data-told="([^"]*)"', self.get(self.booking))[1].split()))
        # Another browser that only has the address is no owner.
        self.web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.assertEqual(403, self.subscribe(phone))
        self.assertNotIn("data-push", self.get(self.booking))

    def test_a_name_that_leads_to_this_machine_is_not_asked(self):
        settings = self.folder / "portal.toml"
        settings.write_text(settings.read_text().replace('own_services = ["127.0.0.1"]\n', ""))
        self.kill()
        self.start()
        # libcurl takes every name under "localhost" for this machine.
        fields = {**Phone(self.service, "x").fields(), "endpoint": "https://push.localhost/x"}
        self.assertEqual(204, self.post(self.booking + "/push", self.booking, **fields)[0])
        self.tell("called", counter="Loket 3")
        self.settled()
        ((outcome, why),) = self.rows("SELECT outcome, why FROM notice WHERE channel = 2")
        self.assertEqual(1, outcome)
        self.assertIn("private network", why)

    def test_a_phone_can_be_taken_away_and_a_cancelled_booking_tells_nobody(self):
        phone = Phone(self.service, "one")
        self.subscribe(phone)
        status, _ = self.post(self.booking + "/push/end", self.booking, **phone.fields())
        self.assertEqual(204, status)
        self.assertEqual([], self.rows("SELECT 1 FROM day_contact"))
        self.subscribe(phone)
        self.post(self.booking + "/cancel", self.booking + "/cancel", nik="3273010101900001")
        self.assertEqual([], self.rows("SELECT 1 FROM day_contact"))
        self.assertNotIn("data-push", self.get(self.booking))

    def test_a_mail_tells_it_where_it_was_chosen(self):
        self.assertEqual(200, self.post(self.booking + "/mail-me", self.booking, on="yes")[0])
        self.assertIn("akan diberi tahu lewat surel", self.get(self.booking))

        def count(subject):
            mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                     for file in (self.folder / "mails").glob("*.eml")]
            return [str(mail["Subject"]) for mail in mails].count(subject)

        near, called = "Nomor B021 sebentar lagi dipanggil", "Nomor B021: silakan menuju Loket 3"
        self.tell("waiting", ahead=1)
        self.wait_until(lambda: count(near) == 1)
        self.tell("called", counter="Loket 3")
        self.wait_until(lambda: count(called) == 1)
        self.tell("called", counter="Loket 3", number="B022")  # another one, so that there is something to wait for
        self.wait_until(lambda: count(called.replace("B021", "B022")) == 1)
        self.assertEqual((1, 1), (count(near), count(called)))
        self.post(self.booking + "/mail-me", self.booking, on="")
        self.assertEqual([], self.rows("SELECT 1 FROM day_contact"))


if __name__ == "__main__":
    unittest.main(verbosity=1)
