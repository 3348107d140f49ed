#!/usr/bin/env python3
"""mails_and_kills.py SEND_MAILS: a sender that is killed at random moments, and a mail server that refuses, drops and
hangs up by chance. Nothing is lost, each notice has one Message-ID and the same bytes every time, and it comes again
only when nobody could know that the server had it: no answer was received, or the kill came before the outcome was
durable. SEED in the environment repeats a run.
"""
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import unittest

SEND_MAILS = sys.argv.pop(1)
SERVER = pathlib.Path(__file__).parent.parent / "base/smtp/smtp_server.py"
COUNT = 60
KILLS = 25
SEED = int(os.environ.get("SEED", random.randrange(1 << 30)))


class MailServer:
    def __init__(self, log, *options):
        self.log = log
        self.process = subprocess.Popen(["/usr/bin/python3", SERVER, log, *options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = self.process.stdout.readline().strip()

    def events(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def wait_until_all_are_closed(self):
        """What a killed sender had given to the kernel still arrives."""
        for _ in range(600):
            count = collections.Counter(event["event"] for event in self.events())
            if count["connected"] == count["closed"]:
                return
            time.sleep(0.02)
        raise AssertionError("the server still has a line")

    def end(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class Kills(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.journal = pathlib.Path(self.folder.name) / "journal"

    def server(self, *options):
        server = MailServer(pathlib.Path(self.folder.name) / "log", *options)
        self.addCleanup(server.end)
        return server

    def settled(self):
        return {line.split()[1] for line in self.journal.read_text().splitlines() if line.startswith("sent ")} \
            if self.journal.exists() else set()

    def send(self, server, count, kill_after=None):
        """Whether it ended by itself."""
        process = subprocess.Popen([SEND_MAILS, self.journal, server.port, str(count)])
        try:
            code = process.wait(kill_after if kill_after is not None else 120)
            self.assertEqual(0, code)
            return True
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            self.assertIsNotNone(kill_after, "it does not end")
            return False

    def audit(self, server, runs, count):
        """runs: for each run the number of the server's events after it, and what was durable then."""
        mails = [(number, event) for number, event in enumerate(server.events()) if event["event"] == "mail"]
        by_id = collections.defaultdict(list)
        for number, event in mails:
            by_id[event["id"].strip("<>").split("@")[0]].append((number, event))
        self.assertEqual(count, len(by_id))
        repeats = 0
        for notice, times in by_id.items():
            self.assertEqual(1, len({event["id"] for _, event in times}))
            self.assertEqual(1, len({event["hash"] for _, event in times}), "not the same message")
            self.assertIn(notice, self.settled())
            self.assertTrue(any(event["answer"] == "250 OK" for _, event in times))
            for (before, event), (after, _) in zip(times, times[1:]):
                if event["answer"] != "250 OK":
                    continue  # refused, or no answer was sent
                repeats += 1
                runs_between = [durable for end, durable in runs if before < end <= after]
                self.assertTrue(runs_between, f"{notice} was sent again in the run in which it had been taken")
                self.assertNotIn(notice, runs_between[0], f"{notice} was sent again after its outcome was durable")
        return repeats

    def test_kills_at_random_moments_with_a_server_of_moods(self):
        chance = random.Random(SEED)
        print(f"SEED={SEED}", file=sys.stderr)
        server = self.server("--chaos", str(SEED))
        runs = []
        for _ in range(KILLS):
            done = self.send(server, COUNT, kill_after=chance.uniform(0.02, 0.25))
            server.wait_until_all_are_closed()
            runs.append((len(server.events()), self.settled()))
            if done:
                break
        self.send(server, COUNT)
        server.wait_until_all_are_closed()
        repeats = self.audit(server, runs, COUNT)
        print(f"{len(runs)} runs, {repeats} repeats after a kill", file=sys.stderr)

    def test_without_kills_and_moods_each_comes_once(self):
        server = self.server()
        self.send(server, COUNT)
        self.assertEqual(0, self.audit(server, [], COUNT))
        self.assertEqual(COUNT, sum(event["event"] == "mail" for event in server.events()))
        self.assertEqual(1, sum(event["event"] == "connected" for event in server.events()))


if __name__ == "__main__":
    unittest.main(verbosity=1)
