#!/usr/bin/env python3
"""history.py ANTREAN_PORTAL [--clients N] [--seconds S] [--kills K] [--keep FOLDER]
           [--postgresql [--portals P] [--database-kills D] [--cuts C] [--standby]]

Many people hold, confirm, book, cancel, move and wait for places at once, press twice, and press again when no answer
came, while the real portal is killed (SIGKILL) again and again and an office pulls its bookings. Each thing that
somebody does is written down: invoke, then ok, fail or unknown. Afterwards this history is compared with the database,
with what the office has pulled, and with the mails that a real mail server got:

- the people on live bookings of a slot are never more than its quota, and `antrean-portal verify` agrees: free + held +
  offered + resting + booked = quota
- every yes is there once, at its place, and the office has it under one id and one code; every no is not there
- each message has one Message-ID and is the same to the byte; it came again only over a kill

With --postgresql there are several portals on one database, which is killed and started again as well; people and the
office ask any of them. With --cuts the cable to it is pulled, too: connections break, or nothing comes through for up
to two seconds. With --standby it has a synchronous standby, which takes over when it is killed. In the end the
database is moved into a file (`antrean-portal move`), which is looked at.

SEED in the environment repeats a run's choices (not its timing). The history stays in the folder when it fails.
"""
import argparse
import asyncio
import collections
import datetime
import email
import email.policy
import hashlib
import json
import os
import pathlib
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

from aiosmtpd.smtp import SMTP

from postgres import Postgres

SETTINGS = """
[portal]
database = "{database}"
socket = "{socket}"
https = false
port = {port}
public_url = "https://antrean.example.go.id"
trusted_proxies = ["127.0.0.1"]
connections = 8192
bookings_per_minute = 1000000
lookups_per_minute = 1000000
changes_per_second = 10000
[mail]
server = "127.0.0.1"
security = "none"
port = {smtp}
from = "Antrean <antrean@example.go.id>"
rate_per_minute = 100000
[privacy]
access_log = "{socket}.access"
[pressure]
proof_of_work = "never"
[signing]
use = 7
[[signing.key]]
id = 7
file = "signing.key"
[booking]
confirm_contact = "required"
hold_for = "1m"
one_booking_per = "day"
people_per_contact = 0
cancels = 0
moves = 1000
without_contact_per_day = 1000
without_contact = 2
rests_at_least = "0m"
rests_at_most = "0m"
cancel_before = "0m"
waitlist = 100000
offer_for = "5m"
offers_from = "00:00"
offers_until = "23:59"
[[service]]
key = "paspor"
name_id = "Paspor"
name_en = "Passport"
[[slots.week.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "08:00"
to = "10:00"
quota = {{ paspor = {quota} }}
[[slots.week.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "10:00"
to = "12:00"
quota = {{ paspor = {quota} }}
[[office]]
code = "AD"
name = "Bandung"
zone = "WIB"
slots = "week"
"""
TOKEN = "b" * 40
HEADINGS = {"Antrean Anda terpesan": "booked", "Antrean Anda sudah diubah": "changed",
            "Antrean Anda dibatalkan": "cancelled", "Konfirmasi pesanan Anda": "confirm",
            "Ada tempat untuk Anda": "offer"}


def nik(n):
    return f"327301{n // 9000 % 28 + 1:02}{n // 252000 % 12 + 1:02}90{n % 9000 + 1:04}"


class Down(Exception):
    """No answer: whether it was done is not known."""


class Mails:
    """A mail server that keeps what it got."""

    def __init__(self):
        self.got = []
        self.waiting = {}

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text = message.get_body(("plain",)).get_content()
        link = re.search(r"/(booking|waiting)/([0-9a-f]{32})", text)
        mail = {"id": message["Message-ID"], "to": envelope.rcpt_tos[0], "at": time.monotonic(),
                "hash": hashlib.sha256(envelope.content).hexdigest(),
                "kind": HEADINGS.get(text.split("\n", 1)[0].strip(), "other"), "token": link and link[2], "text": text}
        self.got.append(mail)
        event = self.waiting.get(mail["to"])
        if event:
            event.set()
        return "250 OK"

    def of(self, address, kind):
        return [mail for mail in self.got if mail["to"] == address and mail["kind"] == kind]

    async def wait(self, address, kind, seconds):
        event = self.waiting.setdefault(address, asyncio.Event())
        until = time.monotonic() + seconds
        while not self.of(address, kind):
            event.clear()
            left = until - time.monotonic()
            if left <= 0:
                return None
            try:
                await asyncio.wait_for(event.wait(), left)
            except asyncio.TimeoutError:
                return None
        return self.of(address, kind)[-1]


class History:
    def __init__(self, file):
        self.file = open(file, "w", encoding="utf-8")
        self.count = collections.Counter()

    def tell(self, who, what, outcome, **more):
        self.count[f"{what} {outcome}"] += 1
        self.file.write(json.dumps({"at": round(time.monotonic(), 4), "who": who, "what": what, "outcome": outcome,
                                    **more}) + "\n")


class Portal:
    def __init__(self, program, folder, port, settings="portal.toml"):
        self.program, self.folder, self.port, self.settings = program, folder, port, settings
        self.process = None
        self.away = []  # [from, until]: when it was killed and served again
        self.up = asyncio.Event()

    async def start(self):
        self.process = await asyncio.create_subprocess_exec(
            self.program, "--config", str(self.folder / self.settings), stdout=open(self.folder / "log", "ab"),
            stderr=subprocess.STDOUT)
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                self.up.set()
                if self.away:
                    self.away[-1][1] = time.monotonic()
                return
            except OSError:
                if self.process.returncode is not None:
                    raise RuntimeError((self.folder / "log").read_text()[-2000:])
                await asyncio.sleep(0.01)

    async def kill(self):
        self.up.clear()
        self.away.append([time.monotonic(), float("inf")])
        self.process.kill()
        await self.process.wait()

    async def stop(self):
        self.process.send_signal(signal.SIGTERM)
        await self.process.wait()


class Cable:
    """Between the portals and the database. While it is pulled, connections break, or nothing comes through."""

    def __init__(self, port):
        self.to = port
        self.away = []  # [from, until]
        self.whole = asyncio.Event()
        self.whole.set()
        self.breaks = False
        self.writers = set()

    async def start(self):
        self.server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    async def connect(self, reader, writer):
        self.writers.add(writer)
        try:
            if not self.whole.is_set() and self.breaks:
                raise OSError
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            self.let_go(writer)
            return
        self.writers.add(far_writer)
        await asyncio.gather(self.carry(reader, far_writer), self.carry(far_reader, writer))

    async def carry(self, reader, writer):
        try:
            while data := await reader.read(65536):
                await self.whole.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        self.let_go(writer)

    def let_go(self, writer):
        self.writers.discard(writer)
        writer.transport.abort()

    async def pull(self, seconds, breaks):
        self.breaks = breaks
        self.whole.clear()
        self.away.append([time.monotonic(), float("inf")])
        if breaks:
            for writer in list(self.writers):
                self.let_go(writer)
        await asyncio.sleep(seconds)
        self.whole.set()
        self.away[-1][1] = time.monotonic()


class Portals:
    """Several of them, as a proxy in front would choose."""

    def __init__(self, portals):
        self.all = portals

    @property
    def port(self):
        return random.choice([one for one in self.all if one.up.is_set()] or self.all).port

    @property
    def up(self):
        return self

    async def wait(self):
        while not any(one.up.is_set() for one in self.all):
            await asyncio.sleep(0.01)

    @property
    def away(self):
        return [span for one in self.all for span in one.away]


class Browser:
    """One person's browser: cookies, and one connection a request."""

    def __init__(self, portal, number):
        self.portal, self.cookies = portal, {}
        self.network = f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"

    async def ask(self, method, target, form=None):
        body = urllib.parse.urlencode(form).encode() if form is not None else b""
        head = [f"{method} {target} HTTP/1.1", "Host: antrean.example.go.id", "Connection: close",
                f"X-Forwarded-For: {self.network}", "X-Forwarded-Proto: https", f"Content-Length: {len(body)}"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{key}={value}" for key, value in self.cookies.items()))
        if form is not None:
            head += ["Content-Type: application/x-www-form-urlencoded", "Origin: https://antrean.example.go.id"]
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.portal.port)
            try:
                writer.write(("\r\n".join(head) + "\r\n\r\n").encode() + body)
                await writer.drain()
                answer = await asyncio.wait_for(reader.read(), 60)
            finally:
                writer.close()
        except (OSError, asyncio.TimeoutError) as failure:
            raise Down from failure
        top, _, text = answer.partition(b"\r\n\r\n")
        lines = top.decode("latin-1").split("\r\n")
        if not lines[0].startswith("HTTP/1.1 "):
            raise Down
        headers = [line.split(": ", 1) for line in lines[1:]]
        length = next((int(value) for key, value in headers if key.lower() == "content-length"), None)
        if length is not None and len(text) < length:
            raise Down
        location = ""
        for key, value in headers:
            if key.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.split(";")[0]
            if key.lower() == "location":
                location = value
        return int(lines[0].split()[1]), location, text.decode()

    async def get(self, target):
        while True:
            try:
                return await self.ask("GET", target)
            except Down:
                await self.portal.up.wait()
                await asyncio.sleep(0.02)


def form_of(page):
    found = re.search(r'name="form" value="([^"]*)"', page)
    return found[1] if found else ""


class Person:
    """Does one thing after the other, and writes down what is certain."""

    def __init__(self, world, number):
        self.world, self.number = world, number
        self.name = f"p{number}"
        self.chance = random.Random(f"{world.seed}-{number}")
        self.browser = Browser(world.portal, number)
        self.visits = 0

    async def press(self, what, target, form, **more):
        """The same form until there is an answer, sometimes twice at once. Gives the answers that came."""
        world = self.world
        world.history.tell(self.name, what, "invoke", target=target, **more)
        while True:
            twice = self.chance.random() < 0.2
            answers = await asyncio.gather(*(self.browser.ask("POST", target, form) for _ in range(1 + twice)),
                                           return_exceptions=True)
            for answer in answers:
                if isinstance(answer, BaseException) and not isinstance(answer, Down):
                    raise answer
            came = [answer for answer in answers if not isinstance(answer, Down) and answer[0] < 500]
            if len(came) < len(answers):
                world.history.tell(self.name, what, "unknown", target=target)
            if came:
                places = {answer[1] for answer in came if answer[0] == 303}
                if len(places) > 1:
                    world.wrong.append(f"{self.name} {what}: pressed twice, and got {places}")
                best = min(came, key=lambda answer: answer[0] != 303)
                if best[0] == 303 and what != "wait" and self.chance.random() < 0.2:
                    came.append(await self.once_more(what, target, form, best))
                if any("Anda sudah punya antrean" in answer[2] for answer in came) and what == "book":
                    world.wrong.append(f"{self.name} {what}: the same form met what it had booked itself")
                world.history.tell(self.name, what, "ok" if best[0] == 303 else "fail", status=best[0],
                                   location=best[1], **more)
                return best
            await world.portal.up.wait()
            await asyncio.sleep(0.02)

    async def once_more(self, what, target, form, before):
        """What was done is answered as before."""
        try:
            again = await self.browser.ask("POST", target, form)
        except Down:
            return before
        if again[0] < 500 and again[:2] != before[:2]:
            self.world.wrong.append(f"{self.name} {what}: pressed again after {before[:2]}, and got {again[:2]}")
        return again

    async def visit(self):
        self.visits += 1
        person = self.number * 1000 + self.visits
        mail = f"p{person}@contoh.id" if self.chance.random() < 0.8 else ""
        day, start = self.chance.choice(self.world.slots)
        path = f"/book/AD/paspor/{day}/{start}"
        status, _, page = await self.browser.get(path)
        if status != 200:
            await self.wait_in_line(person, day)
            return
        form = {"form": form_of(page), "office": "AD", "service": "paspor", "slot": f"{day}T{start}",
                "name": "Siti Aminah", "nik": nik(person), "mail": mail}
        status, location, _ = await self.press("book", "/book", form, person=person, slot=f"{day} {start}")
        if status != 303:
            self.world.no.add(nik(person)) if status == 409 else None
            if status == 409:
                await self.wait_in_line(person, day)
            return
        if mail and not await self.confirm(location, mail):
            return
        await self.booked(location, person, mail, (day, start))

    async def confirm(self, path, mail):
        """Whether it is booked now."""
        asked = await self.world.mails.wait(mail, "confirm", 30)
        if not asked:
            return False
        _, _, page = await self.browser.get(path)
        if self.chance.random() < 0.15:
            await self.press("release", path + "/release", {"form": form_of(page)})
            self.world.gone.add(path[-32:])
            return False
        key = re.search(r"/confirm\?key=([0-9a-f]+)", asked["text"])[1]
        digits = re.search(r"Kode konfirmasi: (\d+)", asked["text"])[1]
        proof = {"key": key} if self.chance.random() < 0.5 else {"digits": digits}
        status, _, _ = await self.press("confirm", path + "/confirm", {"form": form_of(page), **proof})
        if status != 303:
            self.world.gone.add(path[-32:])
        return status == 303

    async def booked(self, path, person, mail, slot):
        world, token = self.world, path[-32:]
        yes = world.yes[token] = {"slot": slot, "mail": mail, "moves": 0, "cancelled": False, "nik": nik(person)}
        while self.chance.random() < 0.85:
            if self.chance.random() < 0.5:
                _, _, page = await self.browser.get(path + "/cancel")
                status, _, _ = await self.press("cancel", path + "/cancel", {"form": form_of(page), "nik": nik(person)},
                                                token=token)
                _, _, page = await self.browser.get(path)
                yes["cancelled"] = "Antrean dibatalkan" in page or "dibatalkan" in page
                if status == 303 and not yes["cancelled"]:
                    world.wrong.append(f"{self.name}: {token} was cancelled and its page does not say so")
                return
            day, start = self.chance.choice(world.slots)
            _, _, page = await self.browser.get(path + "/move")
            status, _, _ = await self.press("move", path + "/move", {"form": form_of(page), "nik": nik(person),
                                                                     "slot": f"{day}T{start}"},
                                            token=token, slot=f"{day} {start}")
            if status == 303 and (day, start) != yes["slot"]:
                yes["slot"] = (day, start)
                yes["moves"] += 1

    async def wait_in_line(self, person, day):
        world = self.world
        if self.chance.random() < 0.9:
            return  # who leaves before the offer comes would keep the place for minutes
        mail = f"w{person}@contoh.id"
        status, _, page = await self.browser.get(f"/waitlist/AD/paspor/{day}")
        status, _, _ = await self.press(
            "wait", "/waitlist", {"form": form_of(page), "office": "AD", "service": "paspor", "day": day, "mail": mail,
                                  "people": "1"}, person=person)
        if status not in (200, 303):
            return
        offer = await world.mails.wait(mail, "offer", 12)
        if not offer:
            return
        link = re.search(r"https://antrean.example.go.id(/waiting/([0-9a-f]{32})\?key=([0-9a-f]+))", offer["text"])
        status, _, page = await self.browser.get(link[1])
        if status != 200:
            return
        slot = world.slot_of(offer["text"])
        status, location, _ = await self.press(
            "take", f"/waiting/{link[2]}/take",
            {"form": form_of(page), "key": link[3], "name": "Siti Aminah", "nik": nik(person)}, person=person,
            token=link[2])
        if status == 303:
            world.taken += 1
            await self.booked(location, person, mail, slot)

    async def live(self):
        while time.monotonic() < self.world.until:
            await self.visit()


class World:
    def __init__(self, options, folder):
        self.seed = int(os.environ.get("SEED", random.randrange(1 << 30)))
        self.options, self.folder = options, folder
        self.history = History(folder / "history")
        self.mails = Mails()
        self.yes, self.no, self.gone, self.wrong, self.taken = {}, set(), set(), [], 0
        self.office, self.cursor, self.generation, self.pulled = {}, 0, "", collections.defaultdict(set)
        first = datetime.date.today() + datetime.timedelta(days=2)
        days = [(first + datetime.timedelta(days=n)).isoformat() for n in range(max(4, options.clients // 60))]
        self.slots = [(day, start) for day in days for start in ("08:00", "10:00")]
        self.quota = max(3, options.clients // 10)
        self.until = 0.0
        self.postgres = Postgres(standby=options.standby) if options.postgresql else None
        self.cable = None

    def slot_of(self, text):
        months = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
                  "November", "Desember"]
        date = re.search(r"Tanggal: \w+, (\d+) (\w+) (\d{4})", text)
        start = re.search(r"Jam: (\d\d)\.(\d\d)", text)
        return (datetime.date(int(date[3]), months.index(date[2]) + 1, int(date[1])).isoformat(),
                f"{start[1]}:{start[2]}")

    async def pull(self, browser):
        while True:
            head = f"/office/v1/bookings?generation={self.generation}&cursor={self.cursor}&limit=200"
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", browser.portal.port)
                writer.write((f"GET {head} HTTP/1.1\r\nHost: antrean.example.go.id\r\nAuthorization: Bearer {TOKEN}\r\n"
                              "Connection: close\r\n\r\n").encode())
                answer = await asyncio.wait_for(reader.read(), 30)
                writer.close()
                page = json.loads(answer.partition(b"\r\n\r\n")[2])
            except (OSError, ValueError, asyncio.TimeoutError):
                return
            if "bookings" not in page:
                return
            if page.get("afresh"):
                self.wrong.append("the office was asked afresh, though nothing was put back")
            for booking in page["bookings"]:
                self.office[booking["id"]] = booking
                self.pulled[booking["code"]].add(booking["id"])
            self.cursor, self.generation = page["cursor"], page["generation"]
            if not page["more"]:
                return

    async def pull_always(self, browser):
        while True:
            await self.pull(browser)
            await asyncio.sleep(0.5)

    async def kill_sometimes(self):
        chance = random.Random(self.seed)
        for _ in range(self.options.kills):
            await asyncio.sleep(chance.uniform(0.3, 1.0) * self.options.seconds / (self.options.kills + 1))
            portal = chance.choice(self.portal.all)
            await portal.kill()
            await portal.start()

    async def kill_database_sometimes(self):
        chance = random.Random(self.seed + 1)
        for _ in range(self.options.database_kills):
            await asyncio.sleep(chance.uniform(0.3, 1.0) * self.options.seconds / (self.options.database_kills + 1))
            if self.postgres.standby:
                await asyncio.to_thread(self.postgres.fail_over)
                return
            await asyncio.to_thread(self.postgres.kill)
            await asyncio.sleep(chance.uniform(0, 0.5))
            await asyncio.to_thread(self.postgres.start)

    async def pull_cable_sometimes(self):
        chance = random.Random(self.seed + 2)
        for nr in range(self.options.cuts):
            await asyncio.sleep(chance.uniform(0.3, 1.0) * self.options.seconds / (self.options.cuts + 1))
            await self.cable.pull(chance.uniform(0.1, 2), breaks=nr % 2 == 0)

    async def run(self):
        loop = asyncio.get_running_loop()
        if self.options.cuts:
            self.cable = Cable(self.postgres.primary.port)
            await self.cable.start()
        smtp = await loop.create_server(lambda: SMTP(self.mails, hostname="test.example", loop=loop), "127.0.0.1", 0)
        ports = []
        for _ in range(self.options.portals):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                ports.append(free.getsockname()[1])
        self.prepare(ports, smtp.sockets[0].getsockname()[1])
        self.portal = Portals([Portal(self.options.program, self.folder, port, f"portal{n or ''}.toml")
                               for n, port in enumerate(ports)])
        for portal in self.portal.all:
            await portal.start()
        self.until = time.monotonic() + self.options.seconds
        office = Browser(self.portal, 0)
        pulling = asyncio.create_task(self.pull_always(office))
        killing = asyncio.create_task(self.kill_sometimes())
        killing_database = asyncio.create_task(self.kill_database_sometimes())
        pulling_cable = asyncio.create_task(self.pull_cable_sometimes())
        await asyncio.gather(*(Person(self, n).live() for n in range(1, self.options.clients + 1)))
        await killing
        await killing_database
        await pulling_cable
        await self.all_mails_left()
        pulling.cancel()
        await self.pull(office)
        for portal in self.portal.all:
            await portal.stop()
        smtp.close()
        if self.postgres:
            move = [self.options.program, "--config", self.folder / "portal.toml", "move", "--to",
                    self.folder / "portal.db"]
            await asyncio.to_thread(subprocess.run, move, check=True, stdout=subprocess.DEVNULL)
        self.audit()

    def prepare(self, ports, smtp):
        folder = self.folder
        database = self.postgres.url if self.postgres else "portal.db"
        if self.cable:
            database = database.replace(f":{self.cable.to}/", f":{self.cable.port}/")
        for n, port in enumerate(ports):
            (folder / f"portal{n or ''}.toml").write_text(SETTINGS.format(
                port=port, smtp=smtp, quota=self.quota, database=database, socket=folder / f"portal{n or ''}.sock"))
        for name, text in (("portal-nik.key", "k" * 40), ("office_AD.token", TOKEN)):
            (folder / name).write_text(text)
            (folder / name).chmod(0o600)
        subprocess.run([self.options.program, "keygen", folder / "signing.key"], check=True,
                       stdout=subprocess.DEVNULL)

    async def all_mails_left(self):
        """Until none has come for seven seconds: what a killed portal was sending is given out after five."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            before = len(self.mails.got)
            await asyncio.sleep(7)
            if len(self.mails.got) == before:
                return
        self.wrong.append("mails still come after two minutes")

    def expect(self, right, text):
        if not right:
            self.wrong.append(text)

    def audit(self):
        verify = subprocess.run([self.options.program, "verify", self.folder / "portal.db"], capture_output=True,
                                text=True, check=False)
        self.expect(verify.returncode == 0, "verify: " + verify.stdout + verify.stderr)
        db = sqlite3.connect(f"file:{self.folder / 'portal.db'}?mode=ro", uri=True)
        rows = {bytes(token).hex(): {"status": status, "party": party, "mail": mail,
                                     "slot": (self.day_text(day), f"{start // 60:02}:{start % 60:02}"),
                                     "id": id_, "code": code}
                for token, status, day, start, id_, code, party, mail in
                db.execute("SELECT token, status, day, start, id, code, party, mail FROM booking")}
        people = collections.Counter()
        for row in rows.values():
            people[row["slot"]] += row["party"] if row["status"] == 0 else 0
        for slot, count in people.items():
            self.expect(count <= self.quota, f"{slot}: {count} people, and the quota is {self.quota}")
        for token, yes in self.yes.items():
            row = rows.get(token)
            self.expect(row is not None, f"a yes is lost: {token} {yes}")
            if row:
                self.expect((row["status"] == 1) == yes["cancelled"], f"{token}: {row} is not {yes}")
                self.expect(yes["cancelled"] or row["slot"] == tuple(yes["slot"]), f"{token}: {row} is not {yes}")
        for token in rows:
            self.expect(token in self.yes, f"a booking that nobody was told of: {token} {rows[token]}")
        for token in self.gone:
            self.expect(token not in rows, f"a no is booked: {token}")
        self.audit_office(rows)
        self.audit_mails(rows)
        due = db.execute("SELECT count(*) FROM notice WHERE outcome IS NULL AND due <= ?",
                         (int(time.time() * 1000),)).fetchone()[0]
        self.expect(due == 0, f"{due} notices were not sent")
        db.close()

    @staticmethod
    def day_text(number):
        return (datetime.date(1970, 1, 1) + datetime.timedelta(days=number)).isoformat()

    def audit_office(self, rows):
        self.expect({row["id"] for row in rows.values()} == set(self.office), "the office has others than the portal")
        for row in rows.values():
            seen = self.office.get(row["id"])
            if seen:
                self.expect(seen["code"] == row["code"] and (seen["status"] == "cancelled") == (row["status"] == 1) and
                            (seen["day"], seen["slot"]["start"]) == row["slot"], f"the office has {seen}, it is {row}")
        for code, ids in self.pulled.items():
            self.expect(len(ids) == 1, f"code {code} came with the ids {ids}")

    def audit_mails(self, rows):
        by_id = collections.defaultdict(list)
        for mail in self.mails.got:
            by_id[mail["id"]].append(mail)
        repeats = 0
        for notice, times in by_id.items():
            self.expect(len({mail["hash"] for mail in times}) == 1, f"{notice}: not the same message")
            for one, other in zip(times, times[1:]):
                repeats += 1
                away = self.portal.away + (self.postgres.away if self.postgres else [])
                away += self.cable.away if self.cable else []
                self.expect(any(one["at"] < until and other["at"] > since for since, until in away),
                            f"{notice} came again without a kill")
        of = collections.Counter((mails[0]["token"], mails[0]["kind"]) for mails in by_id.values())
        for token, yes in self.yes.items():
            wanted = {"booked": 1, "changed": yes["moves"], "cancelled": int(yes["cancelled"])} if yes["mail"] else {}
            for kind, count in wanted.items():
                self.expect(of[token, kind] == count, f"{token}: {of[token, kind]} mails '{kind}', not {count}: {yes}")
        self.repeats = repeats


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--portals", type=int, default=1)
    parser.add_argument("--database-kills", type=int, default=0)
    parser.add_argument("--cuts", type=int, default=0)
    parser.add_argument("--standby", action="store_true")
    options = parser.parse_args()
    if options.cuts and (options.standby or not options.postgresql):
        parser.error("--cuts is for --postgresql without --standby")
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="antrean-history-"))
    folder.mkdir(exist_ok=True)
    world = World(options, folder)
    print(f"SEED={world.seed} {options.clients} clients, {options.kills} kills", flush=True)
    try:
        asyncio.run(world.run())
    finally:
        if world.postgres:
            world.postgres.remove()
    count = world.history.count
    unknown = sum(times for what, times in count.items() if "unknown" in what)
    print(f"{len(world.yes)} bookings, {world.taken} from the waitlist, {len(world.mails.got)} mails, "
          f"{world.repeats} of them again after a kill, {unknown} without an answer")
    if world.postgres:
        print(f"the database was killed {len(world.postgres.away)} times, its cable pulled {options.cuts} times")
    print(", ".join(f"{what}: {n}" for what, n in sorted(count.items()) if "invoke" not in what))
    if world.wrong:
        print(f"{len(world.wrong)} things are wrong; the history is in {folder}", file=sys.stderr)
        for text in world.wrong[:20]:
            print("  " + text, file=sys.stderr)
        return 1
    if not options.keep:
        subprocess.run(["rm", "-r", folder], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
