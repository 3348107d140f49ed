#!/usr/bin/env python3
"""smtp_server.py LOG [--tls | --starttls CERT KEY] [--auth USER PASSWORD] [--chaos SEED]

A mail server (aiosmtpd) for tests, on a free port of 127.0.0.1, which is the first line of stdout. What it does with a
mail, the recipient's local part says (see RCPT and Handler; "away-3-drop" is "closing" three times and then "drop");
with --chaos, chance does. LOG gets a line of JSON for each thing that happened, before it is answered: connected, hello
(the name that was said), mail (with Message-ID, hash and what will be answered),
closed. It ends when its stdin ends.
"""
import argparse
import asyncio
import email
import hashlib
import json
import random
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

RCPT = {
    "later": "451 4.7.1 greylisted, come again",
    "unknown": "550 5.1.1 <{}>: no such user",
    "relay": "550 5.7.1 relaying denied",
    "full": "552 5.2.2 mailbox full",
    "closing": "421 4.3.2 too much from you",
}
END = {
    "busy": "451 4.3.0 try again",
    "spam": "554 5.6.0 not this message",
}


class Handler:
    def __init__(self, log, chaos):
        self.log = log
        self.chaos = chaos
        self.times = {}

    def tell(self, **what):
        self.log.write(json.dumps(what) + "\n")
        self.log.flush()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.tell(event="hello", name=hostname, connection=server.number)
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.0 we do not know this sender"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        what = self.chaos() if self.chaos else address.split("@")[0].split("+")[0]
        if what.startswith("away-"):
            _, most, then = what.split("-")
            self.times[address] = self.times.get(address, 0) + 1
            what = "closing" if self.times[address] <= int(most) else then
        if what == "dropearly":
            server.transport.abort()
            return "250 OK"
        if what in RCPT:
            return RCPT[what].format(address)
        envelope.what = what
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content)
        what = envelope.what
        answer = END.get(what, "none" if what in ("drop", "hang", "half") else "250 OK")
        self.tell(event="mail", id=message["Message-ID"], to=envelope.rcpt_tos[0], sender=envelope.mail_from,
                  hash=hashlib.sha256(envelope.content).hexdigest(), answer=answer, user=str(session.auth_data or ""),
                  tls=session.ssl is not None, connection=server.number)
        if what == "drop":
            server.transport.abort()
        elif what == "hang":
            await asyncio.sleep(3600)
        elif what == "half":
            server.transport.write(b"250-it is st")
            server.transport.close()
        elif what == "bye":
            server.transport.write(b"250 OK\r\n")
            server.transport.close()
        return answer if answer != "none" else "250 OK"


class Server(SMTP):
    count = 0

    def connection_made(self, transport):
        if not hasattr(self, "number"):
            Server.count += 1
            self.number = Server.count
            self.event_handler.tell(event="connected", connection=self.number)
        super().connection_made(transport)

    def connection_lost(self, error):
        self.event_handler.tell(event="closed", connection=self.number)
        super().connection_lost(error)


def chaos_of(seed):
    chance = random.Random(seed)

    def pick():
        return chance.choices(["ok", "later", "dropearly", "drop", "busy", "bye", "half"],
                              weights=[60, 6, 6, 10, 6, 6, 6])[0]
    return pick


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--starttls", nargs=2)
    parser.add_argument("--auth", nargs=2)
    parser.add_argument("--chaos", type=int)
    options = parser.parse_args()
    files = options.tls or options.starttls
    context = None
    if files:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)

    def authenticate(server, session, envelope, mechanism, data):
        good = options.auth and [data.login.decode(), data.password.decode()] == options.auth
        return AuthResult(success=bool(good), handled=False, auth_data=data.login.decode())

    with open(options.log, "a", encoding="utf-8") as log:
        handler = Handler(log, chaos_of(options.chaos) if options.chaos is not None else None)
        loop = asyncio.get_running_loop()

        def make():
            return Server(handler, hostname="test.example", loop=loop,
                          tls_context=context if options.starttls else None, require_starttls=bool(options.starttls),
                          authenticator=authenticate if options.auth else None, auth_required=bool(options.auth),
                          auth_require_tls=bool(options.starttls))

        server = await loop.create_server(make, "127.0.0.1", 0, ssl=context if options.tls else None)
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await loop.run_in_executor(None, sys.stdin.read)
        server.close()


if __name__ == "__main__":
    asyncio.run(main())
