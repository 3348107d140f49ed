#!/usr/bin/env python3
"""persons_and_programs.py ANTREAN_PORTAL: a real portal, an office that pulls, an operator, and a program that is told
by webhook, whose server fails, hangs, drops the line and answers 500. A person is exported and erased, the office
confirms it, a copy of before is put back and the person stays erased; every event reaches the program, in order, also
when the portal is killed.
"""
import csv
import hashlib
import hmac
import http.cookiejar
import http.server
import io
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

PORTAL = sys.argv.pop(1)
TOKEN = "b" * 40
SECRET = "s" * 40
NIK = "327301010190%04d"
SETTINGS = """
[portal]
database = "portal.db"
socket = "portal.sock"
https = false
port = 0
bookings_per_minute = 1000000
lookups_per_minute = 1000000
changes_per_second = 10000
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
rests_at_least = "0m"
rests_at_most = "0m"
[privacy]
access_log = "portal.access"
[webhook]
url = "http://127.0.0.1:%d/changes"
secret_file = "webhook.secret"
deadline = "1s"
[[service]]
key = "paspor"
name_id = "Paspor"
name_en = "Passport"
[slots.all]
[[slots.all.slot]]
days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
from = "08:00"
to = "16:00"
quota = { paspor = 500 }
[[office]]
code = "AD"
city = "Medan"
name = "Polonia"
zone = "WIB"
slots = "all"
"""


class Program(http.server.ThreadingHTTPServer):
    """What is told by webhook. `moods`: what it does with the next tries; then it takes them."""
    daemon_threads = True

    def __init__(self):
        self.moods, self.tries, self.taken = [], [], []
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        stamp = self.headers["Antrean-Timestamp"]
        right = "v1=" + hmac.new(SECRET.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
        event = json.loads(body)
        server = self.server
        with server.lock:
            mood = server.moods.pop(0) if server.moods else "take"
            server.tries.append((mood, event["id"]))
            assert abs(time.time() - int(stamp)) < 300, stamp
            assert self.headers["Antrean-Signature"] == right, "wrong signature"
            assert self.headers["Antrean-Event"] == event["id"]
            if mood == "take":
                server.taken.append(event)
        if mood == "hang":
            time.sleep(3)
        if mood in ("hang", "drop"):
            self.close_connection = True
            return
        self.send_response(200 if mood == "take" else 500)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Portal:
    """With keys of its own, or those of another portal on the same database."""

    def __init__(self, folder, program_port, database="portal.db", keys_of=None):
        self.folder = pathlib.Path(folder)
        self.config = self.folder / "portal.toml"
        settings = SETTINGS.replace('database = "portal.db"', f'database = "{database}"')
        self.config.write_text(settings % program_port)
        for what, name in (("secret", "portal-nik.key"), ("keygen", "signing.key")):
            if keys_of is None:
                subprocess.run([PORTAL, what, self.folder / name], check=True, stdout=subprocess.DEVNULL)
            else:
                shutil.copy(keys_of.folder / name, self.folder / name)
        for name, text in (("office_AD.token", TOKEN), ("webhook.secret", SECRET)):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o600)
        self.start()

    def start(self):
        self.log = open(self.folder / "log", "a+", encoding="utf-8")
        self.process = subprocess.Popen([PORTAL, "--config", self.config], stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(600):
            found = re.findall(r"serving (http://\S+)", (self.folder / "log").read_text())
            if len(found) >= 1 and found[-1] != getattr(self, "url", None):
                self.url = found[-1]
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(30)
        self.log.close()

    def command(self, *words, stdin="", code=0):
        done = subprocess.run([PORTAL, "--config", self.config, *words], input=stdin, capture_output=True, text=True)
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def ask(self, path, body=None, headers=None):
        request = urllib.request.Request(self.url + path, data=body, headers=headers or {})
        return urllib.request.urlopen(request, timeout=20)

    def office(self, path, body=None, **headers):
        headers = {"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"} | headers
        return self.ask("/office/v1/" + path, body, headers)


class Browser:
    def __init__(self, portal):
        self.portal = portal
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def page(self, path):
        return self.opener.open(self.portal.url + path, timeout=20).read().decode()

    def post(self, path, form):
        data = urllib.parse.urlencode(form).encode()
        return self.opener.open(urllib.request.Request(self.portal.url + path, data=data), timeout=20)

    def form(self, page):
        return re.search(r'name="form" value="([^"]+)"', page).group(1)

    def book(self, n, day, name="Siti Rahasia", companions=()):
        page = self.page(f"/book/AD/paspor/{day}/08:00")
        form = {"form": self.form(page), "office": "AD", "service": "paspor", "slot": f"{day}T08:00",
                "name": f"{name} {chr(64 + n)}", "nik": NIK % n, "mail": f"siti{n}@rahasia.example"}
        for nr, m in enumerate(companions, start=2):
            form |= {f"name{nr}": f"Budi Rahasia {chr(64 + m)}", f"nik{nr}": NIK % m}
        answer = self.post("/book", form)
        self.path = urllib.parse.urlparse(answer.url).path
        return re.search(r"AD-[A-Z0-9]{6}", answer.read().decode()).group(0)

    def cancel(self, n):
        page = self.page(self.path + "/cancel")
        self.post(self.path + "/cancel", {"form": self.form(page), "nik": NIK % n})


class PersonsAndPrograms(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.program = Program()
        self.addCleanup(self.program.server_close)
        self.addCleanup(self.program.shutdown)
        self.portal = Portal(folder.name, self.program.server_address[1])
        self.addCleanup(lambda: self.portal.process.poll() is None and self.portal.stop())
        self.day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600 + 86400))
        self.cursor, self.generation = 0, ""

    def pull(self):
        page = json.load(self.portal.office(f"bookings?cursor={self.cursor}&generation={self.generation}"))
        self.cursor, self.generation = page["cursor"], page["generation"]
        return page

    def wait_for(self, what):
        for _ in range(900):
            if what():
                return
            time.sleep(0.05)
        self.fail((self.portal.folder / "log").read_text()[-3000:])

    def test_a_backup_has_the_keys_for_who_has_the_recovery_key(self):
        portal = self.portal
        safe, copy = portal.folder / "safe.key", portal.folder / "with_keys.db"
        Browser(portal).book(1, self.day)
        said = portal.command("backup", str(portal.folder / "without.db"))
        self.assertIn("the keys are not in this backup", said)
        line = re.search(r'recovery_key = "(\S+)"', portal.command("recovery-key", str(safe))).group(1)
        settings = portal.config.read_text()
        typed_wrong = line[:-1] + ("B" if line[-1] == "A" else "A")
        portal.config.write_text(f'{settings}\n[backup]\nrecovery_key = "{typed_wrong}"\n')
        self.assertIn("no recovery key", portal.command("--check-config", code=78))
        portal.config.write_text(f'{settings}\n[backup]\nrecovery_key = "{line}"\n')
        said = portal.command("backup", str(copy))
        self.assertIn("the keys, sealed", said)
        sealed = pathlib.Path(str(copy) + ".keys")
        self.assertEqual(0o600, sealed.stat().st_mode & 0o777)
        self.assertNotIn(TOKEN, sealed.read_text())
        said = portal.command("verify", str(copy), "--recovery-key", str(safe))
        for what in ("1 bookings", "the key for NIKs", "signing key 1", "the token of office AD", "other programs"):
            self.assertIn(what, said)
        self.assertNotIn(TOKEN, said)
        portal.command("recover-keys", str(copy), "--recovery-key", str(safe), "--to", str(portal.folder / "new"))
        for there, here in (("portal-nik.key", "portal-nik.key"), ("signing.key", "signing.key"),
                            ("office-AD.token", "office_AD.token"), ("webhook.secret", "webhook.secret")):
            self.assertEqual((portal.folder / here).read_text().strip(),
                             (portal.folder / "new" / there).read_text().strip(), there)
        other = portal.folder / "other.key"
        portal.command("recovery-key", str(other))
        self.assertIn("another recovery key", portal.command("verify", str(copy), "--recovery-key", str(other), code=1))

    def test_a_person_is_exported_erased_and_stays_erased(self):
        portal = self.portal
        first = Browser(portal)
        code = first.book(1, self.day, companions=[7])
        other = Browser(portal).book(2, self.day)
        portal.command("backup", str(portal.folder / "copy.db"))
        self.assertEqual(2, len(self.pull()["bookings"]))

        told = json.loads(portal.command("person", "export", "--code", code))
        mine = told["bookings"][0]
        self.assertEqual(("Siti Rahasia A", "siti1@rahasia.example", (NIK % 1)[12:], "Medan (Polonia)"),
                         (mine["name"], mine["mail"], mine["nik_last4"], mine["office_name"]))
        self.assertNotIn("Budi", json.dumps(told))
        self.assertEqual({"booked"}, {one["what"] for one in told["notices"] if one["sent_at"] or True} & {"booked"})
        self.assertIn("portal_backups_until", told["copies"])
        self.assertEqual(([], []), (told["waitlists"], told["may_not_book"]))
        by_nik = json.loads(portal.command("person", "export", "--nik", stdin=NIK % 7))
        self.assertEqual([("companion 1", "Budi Rahasia G")],
                         [(one["person"], one["name"]) for one in by_nik["bookings"]])
        self.assertIn("nothing is stored", portal.command("person", "export", "--nik", stdin=NIK % 99, code=1))
        self.assertIn("16 digits", portal.command("person", "erase", "--nik", stdin="123", code=1))

        self.assertIn(code + " would stay without a name", portal.command("person", "erase", "--code", code, code=1))
        said = portal.command("person", "erase", "--code", code, "--cancel")
        self.assertIn("cancelled: " + code, said)
        self.assertIn("never had name, contact or NIK", said)
        self.assertIn("not yet confirmed by office AD", portal.command("person", "erasures"))
        page = self.pull()
        self.assertEqual([("", "cancelled", True)], [(one["name"], one["status"], one["id"] in page["erased"])
                                                     for one in page["bookings"]])
        self.assertIn("not yet confirmed", portal.command("person", "erasures"))
        self.pull()
        self.assertRegex(portal.command("person", "erasures"), r"who booked  confirmed by office AD at 20")
        with self.assertRaises(urllib.error.HTTPError):
            first.page(first.path)
        left = b"".join(one.read_bytes() for one in portal.folder.glob("portal.db*"))
        for secret in (b"Siti Rahasia A", b"siti1@rahasia"):
            self.assertFalse(secret in left, secret)
        self.assertTrue(b"Siti Rahasia B" in left)

        # The list of the day, for an operator and for the office itself.
        rows = list(csv.DictReader(io.StringIO(portal.command("day", "AD", self.day, "--csv"))))
        self.assertEqual([(other, "Siti Rahasia B")], [(row["code"], row["name"]) for row in rows])
        self.assertIn("SUMMARY:" + other, portal.command("day", "AD", self.day, "--ics"))
        self.assertIn("there is no office 'ZZ'", portal.command("day", "ZZ", self.day, "--csv", code=1))
        self.assertEqual(rows, list(csv.DictReader(io.TextIOWrapper(self.portal.office(
            f"day?date={self.day}&format=csv")))))
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.portal.office("day?date=tomorrow&format=csv")
        self.assertEqual(400, refused.exception.code)

        # A copy of before is put back: the person stays erased.
        portal.stop()
        portal.command("restore", str(portal.folder / "copy.db"))
        portal.start()
        self.assertIn("they are erased again", (portal.folder / "log").read_text())
        self.assertIn("nothing is stored", portal.command("person", "export", "--nik", stdin=NIK % 1, code=1))
        self.assertIn("Siti Rahasia B", portal.command("person", "export", "--nik", stdin=NIK % 2))

        # Who looked is noted, and the chain is checked.
        log = portal.folder / "portal.access"
        kinds = [json.loads(line)["kind"] for line in log.read_text().splitlines()]
        for kind in ("exported", "erased", "pulled", "day_given"):
            self.assertIn(kind, kinds)
        pulls = [json.loads(json.loads(line)["about"])["count"] for line in log.read_text().splitlines()
                 if '"pulled"' in line]
        self.assertEqual([3], pulls)  # of two pulls, in one entry
        self.assertNotIn("Rahasia", log.read_text())
        self.assertNotIn(NIK[:12], log.read_text())
        self.assertIn(f"{len(kinds)} entries", portal.command("verify"))
        log.write_text(log.read_text().replace('"erased"', '"shown"', 1))
        self.assertIn("wrong: after entry", portal.command("verify", code=1))
        self.assertNotIn("Rahasia", (portal.folder / "log").read_text())

    def test_a_nik_that_is_given_is_noted(self):
        Browser(self.portal).book(1, self.day)
        browser = Browser(self.portal)
        browser.path = None
        code = Browser(self.portal).book(2, self.day)
        page = browser.page("/find")
        for n in (2, 3):
            try:
                browser.post("/find", {"form": browser.form(page), "code": code, "nik": NIK % n})
            except urllib.error.HTTPError as error:
                self.assertEqual(422, error.code)
        kinds = [json.loads(line)["kind"] for line in
                 (self.portal.folder / "portal.access").read_text().splitlines()]
        self.assertEqual(["shown", "refused"], kinds)

    def test_every_event_reaches_the_program_whatever_its_server_does(self):
        self.program.moods = ["500", "hang", "drop"]
        browser = Browser(self.portal)
        code = browser.book(1, self.day)
        browser.cancel(1)
        booking = None
        for one in self.pull()["bookings"]:
            booking = one["id"]
        second = Browser(self.portal).book(2, self.day)
        self.portal.stop(signal.SIGKILL)  # while the program is failing
        self.portal.start()
        checked_in = next(one for one in self.pull()["bookings"] if one["code"] == second)
        result = {"results": [{"booking": checked_in["id"], "kind": "checked_in", "code": second,
                               "at": int(time.time() * 1000), "numbers": ["B001"]}]}
        self.portal.office("results", json.dumps(result).encode(), **{"Idempotency-Key": "one"})
        self.wait_for(lambda: len(self.program.taken) >= 4)
        events = [(one["event"], one["booking"]["code"]) for one in self.program.taken]
        in_order = list(dict.fromkeys(events))
        self.assertEqual([("booked", code), ("cancelled", code), ("booked", second), ("checked_in", second)], in_order)
        self.assertEqual(booking, self.program.taken[0]["booking"]["id"])
        self.assertEqual((self.day, "08:00", "AD", "paspor", 1),
                         tuple(self.program.taken[0]["booking"][key]
                               for key in ("date", "start", "office", "service", "people")))
        self.assertNotIn("Rahasia", json.dumps(self.program.taken))
        self.assertEqual({"500", "hang", "drop", "take"}, {mood for mood, _ in self.program.tries})
        self.assertEqual(4, len({one["id"] for one in self.program.taken}))


if __name__ == "__main__":
    unittest.main(verbosity=1)
