#!/usr/bin/env python3
"""whatsapp_and_kills.py ANTREAN_PORTAL: people book by WhatsApp with the real program, which is killed at random
moments between a message and its answer. The maker (here, written from its documents and not from the portal's
code) repeats what was not taken, in other batches and orders. In the end each person has one booking with a code
of its own and has been told it; a reply comes again only where a kill left open whether it had been sent. SEED in
the environment repeats a run.
"""
import hashlib
import hmac
import http.client
import http.server
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

PORTAL = sys.argv.pop(1)
PEOPLE, KILLS = 24, 10
SEED = int(os.environ.get("SEED", random.randrange(1 << 30)))
SECRET, TOKEN, NUMBER = "the app's secret of the test", "a token of the test", "109876543210987"
UNSETTLED = 8  # replies that a courier may have sent without their outcome being durable

SETTINGS = """
[portal]
listen = "127.0.0.1"
port = 0
https = false
database = "{folder}/portal.db"
nik_key = "{folder}/nik.key"
public_url = "https://antrean.example.go.id"
[booking]
days_ahead = 30
[signing]
use = 1
[[signing.key]]
id = 1
file = "{folder}/signing.key"
[whatsapp]
api = "http://127.0.0.1:{api}/v21.0"
token = "{folder}/wa.token"
app_secret = "{folder}/wa.secret"
verify_token = "{folder}/wa.verify"
[[service]]
key = "paspor"
name_id = "Paspor biasa"
name_en = "Ordinary passport"
bring_id = ["KTP"]
bring_en = ["Identity card"]
[[slots.all.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "08:00"
to = "10:00"
quota = {{ paspor = 1000 }}
[[office]]
code = "BG"
name = "Bogor"
zone = "WIB"
slots = "all"
channels = ["whatsapp"]
whatsapp = "6281200000000"
whatsapp_id = "{number}"
token = "{folder}/office.token"
"""


class Maker:
    """Takes messages and pictures; keeps what each telephone shows."""

    def __init__(self):
        self.shown, self.lock, self.pictures = {}, threading.Lock(), 0
        maker = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with maker.lock:
                    if self.path.endswith("/media"):
                        maker.pictures += 1
                        answer = {"id": f"picture{maker.pictures}"}
                    else:
                        said = json.loads(body)
                        maker.shown.setdefault(said["to"], []).append(said)
                        answer = {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.{time.time_ns()}"}]}
                text = json.dumps(answer).encode()
                self.send_response(200 if self.headers["Authorization"] == f"Bearer {TOKEN}" else 401)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def texts(self, phone):
        with self.lock:
            return [json.dumps(one, ensure_ascii=False) for one in self.shown.get(phone, [])]


class Program:
    def __init__(self, folder):
        self.process = subprocess.Popen([PORTAL, "--config", folder / "portal.toml"], stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        self.url, said = None, ""
        for line in self.process.stdout:
            said += line
            if "serving http://" in line:
                self.url = line.split("serving ")[1].split()[0].strip()
                break
        assert self.url, said
        self.reader = threading.Thread(target=self.process.stdout.read, daemon=True)
        self.reader.start()

    def ended(self):
        self.process.wait(20)
        self.reader.join()
        self.process.stdout.close()
        return self.process.returncode

    def kill(self):
        self.process.kill()
        self.ended()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.ended()


def nik(n):
    return f"327301250187{n + 1:04d}"


class WhatsAppAndKills(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.maker = Maker()
        self.addCleanup(self.maker.server.shutdown)
        for name, text in (("nik.key", "k" * 40), ("wa.token", TOKEN), ("wa.secret", SECRET), ("wa.verify", "v" * 16),
                           ("office.token", "o" * 40)):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o600)
        subprocess.run([PORTAL, "keygen", self.folder / "signing.key"], check=True, stdout=subprocess.DEVNULL)
        (self.folder / "portal.toml").write_text(
            SETTINGS.format(folder=self.folder, api=self.maker.port, number=NUMBER))
        self.program = Program(self.folder)
        self.chance = random.Random(SEED)
        print(f"SEED={SEED}", file=sys.stderr)

    def notify(self, messages):
        """Whether the portal took them."""
        value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER},
                 "messages": [{"from": phone, "id": ident, "timestamp": str(int(time.time())), "type": "text",
                               "text": {"body": text}} for phone, ident, text in messages]}
        body = json.dumps({"object": "whatsapp_business_account",
                           "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}).encode()
        signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        request = urllib.request.Request(self.program.url + "/chat/whatsapp", body,
                                         {"X-Hub-Signature-256": signature, "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status == 200
        except (OSError, urllib.error.HTTPError, http.client.HTTPException):
            return False

    def wait_for(self, phone, part):
        end = time.monotonic() + 60
        while not any(part in one for one in self.maker.texts(phone)):
            self.assertLess(time.monotonic(), end, f"{phone} never read '{part}' but {self.maker.texts(phone)}")
            time.sleep(0.02)

    def everybody(self, step, text_of, then):
        """All write; what is not taken is repeated, in other batches, together with some that were."""
        waiting = [(f"62812{n:08d}", f"wamid.{step}.{n}", text_of(n)) for n in range(PEOPLE)]
        taken = []
        while waiting:
            self.chance.shuffle(waiting)
            batch = waiting[:self.chance.randint(1, 5)]
            again = self.chance.sample(taken, min(len(taken), self.chance.randint(0, 2)))
            mixed = batch + again
            self.chance.shuffle(mixed)
            killer = None
            if self.kills_left > 0 and self.chance.random() < 0.3:
                self.kills_left -= 1
                killer = threading.Timer(self.chance.uniform(0, 0.03), self.program.kill)
                killer.start()
            done = self.notify(mixed)
            if killer:
                killer.join()
                self.program = Program(self.folder)
            if done:
                taken += batch
                waiting = waiting[len(batch):]
        for n in range(PEOPLE):
            self.wait_for(f"62812{n:08d}", then)

    def test_each_person_is_booked_once_and_told(self):
        self.kills_left = KILLS
        day = time.strftime("%d%m%Y", time.localtime(time.time() + 7 * 86400))
        self.everybody(1, lambda n: f"#Orang#25011987#{day}", "Berapa NIK")
        self.everybody(2, nik, "Jam berapa")
        self.everybody(3, lambda n: "jam 8", "Pesan sekarang")
        self.everybody(4, lambda n: "ya", "Kode: *BG-")
        self.everybody(5, lambda n: "status", "Antrean Anda: *BG-")
        self.assertEqual(0, self.program.stop())

        database = sqlite3.connect(self.folder / "portal.db")
        rows = database.execute("SELECT mail, code FROM booking WHERE status = 0").fetchall()
        self.assertEqual(PEOPLE, len(rows))
        self.assertEqual(PEOPLE, len({contact for contact, _ in rows}))
        extra = 0
        for contact, code in rows:
            told = [one for one in self.maker.texts(contact[1:]) if '"image"' in one]
            self.assertTrue(told and all(f"*{code}*" in one for one in told), (code, told))
            extra += len(told) - 1
        kills = KILLS - self.kills_left
        self.assertGreater(kills, 0, "nothing was killed")
        self.assertLessEqual(extra, kills * UNSETTLED)
        free = database.execute("SELECT sum(quota - free) FROM slot").fetchone()[0]
        self.assertEqual(PEOPLE, free)
        print(f"{kills} kills, {extra} codes sent again after one", file=sys.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=1)
