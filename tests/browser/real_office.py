"""One office on its own, with people who sign in, that can be stopped, killed and started again."""
import base64
import contextlib
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
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

PASSWORD = "tujuh belas gajah terbang rendah"
SETTINGS = """
[office]
code = "AD"
name = "Kantor Imigrasi Bandung"
zone = "WIB"
journal = "office.db"
[[hours]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
open = "00:00"
last_numbers = "24:00"
close = "24:00"
[series.walk_in]
letters = "A"
[series.priority]
letters = "C"
[class.walk_in]
name_id = "Datang langsung"
name_en = "Walk-in"
[class.priority]
name_id = "Lansia, hamil, difabel"
name_en = "Elderly, pregnant, disabled"
series = "priority"
[[service]]
key = "paspor"
name_id = "Paspor"
name_en = "Passport"
series = "walk_in"
booked_class = "walk_in"
walk_in_class = "walk_in"
[[service.stage]]
key = "berkas"
name_id = "Pemeriksaan berkas"
name_en = "Documents"
[[service.stage]]
key = "foto"
name_id = "Wawancara & foto"
name_en = "Interview & photo"
[[service.walk_in]]
reasons = []
[[counter]]
id = 1
serves = ["paspor/berkas"]
[[counter]]
id = 2
serves = ["paspor/foto"]
[[counter]]
id = 3
serves = ["paspor/berkas"]
[[officer]]
key = "sari"
name = "Siti Sari Rahmawati"
[[officer]]
key = "budi"
name = "Budi Santoso"
[call]
pad_guard = "{guard}"
[web]
port = {web}
[staff]
port = {staff}
[technician]
socket = "technician.sock"
"""
PEOPLE = {"sari": ("Siti Sari Rahmawati", "officer"), "budi": ("Budi Santoso", "officer"),
          "siti": ("Siti Aminah", "clerk"), "ayu": ("Ayu Lestari", "auditor")}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def one_time_code(secret):
    """RFC 6238, as an authenticator app shows it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[at:at + 4])[0] & 0x7FFFFFFF) % 1000000)


class RealOffice:
    def __init__(self, program, folder):
        self.program, self.folder, self.process = program, folder, None
        self.log = os.path.join(folder, "office.log")
        self.settings = os.path.join(folder, "office.toml")
        self.staff_port = free_port()
        self.url = f"http://127.0.0.1:{self.staff_port}"
        self.web_port = free_port()
        self.write_settings("1s")
        self.codes = {}  # with which each person chooses a password
        self.boss = None  # the first person, a supervisor

    def make_people(self):
        """As on the first day: the first account by the code in the log, the others by that person."""
        first = re.search(r"first account at /sign-in: (\S+)", self.said()).group(1)
        boss = self.boss = Person(self, "wati", {"code": first, "user": "wati", "name": "Wati Lestari",
                                                 "password": PASSWORD})
        secret = boss.must("/staff/second-factor", {})["uri"]
        secret = urllib.parse.parse_qs(urllib.parse.urlparse(secret).query)["secret"][0]
        boss.must("/staff/second-factor", {"code": one_time_code(secret)})
        for user, (name, role) in PEOPLE.items():
            added = boss.must("/staff/people", {"do": "add", "user": user, "name": name, "roles": role})
            self.codes[user] = added["code"]

    def write_settings(self, guard):
        with open(self.settings, "w", encoding="utf-8") as file:
            file.write(SETTINGS.replace("{web}", str(self.web_port)).replace("{staff}", str(self.staff_port))
                       .replace("{guard}", guard))

    def guard(self, guard):
        """How long a second press is held back, from some moment soon on."""
        self.write_settings(guard)
        self.process.send_signal(signal.SIGHUP)

    def start(self):
        with open(self.log, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen([self.program, "--config", self.settings], stdout=log, stderr=log)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError("the office ended: " + self.said())
            try:
                with urllib.request.urlopen(self.url + "/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise AssertionError("the office does not answer: " + self.said())

    def said(self):
        with open(self.log, encoding="utf-8") as log:
            return log.read()[-2000:]

    def hold(self):
        """It runs no more, and its connections stay open: as slow as can be."""
        self.process.send_signal(signal.SIGSTOP)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


class Person:
    """Somebody who works at another machine, without a browser."""

    def __init__(self, office, user, link=None):
        self.office = office
        self.cookies = http.cookiejar.CookieJar()
        self.way = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        if link or user in office.codes:
            self.must("/sign-in/link", link or {"code": office.codes.pop(user), "password": PASSWORD})
        self.must("/sign-in", {"user": user, "password": PASSWORD})

    def ask(self, path, body=None):
        request = urllib.request.Request(
            self.office.url + path, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Origin": self.office.url, "Sec-Fetch-Site": "same-origin"})
        try:
            with self.way.open(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def must(self, path, body=None):
        status, answer = self.ask(path, body)
        assert status == 200, (path, body, status, answer)
        return answer

    def do(self, command, **fields):
        return self.must("/console/command", {"command": command, **fields})

    def session(self):
        return next(one for one in self.cookies if one.name == "antrean-session")


@contextlib.contextmanager
def real_office(program, guard="1s"):
    with tempfile.TemporaryDirectory(prefix="antrean-office-") as folder:
        office = RealOffice(program, folder)
        office.write_settings(guard)
        office.start()
        try:
            office.make_people()
            yield office
        finally:
            office.stop()
