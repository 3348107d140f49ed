#!/usr/bin/python3
"""Breaks the core on purpose, one small thing at a time, and says what no test notices. See README.md beside this."""
import argparse
import json
import os
import pathlib
import queue
import random
import re
import subprocess
import sys
import threading
import time
import tomllib
from dataclasses import dataclass, field

sys.dont_write_bytecode = True
from house import House
from mutants import chosen, mutants_of
from workplace import BuildBroke, Workplace

HERE = pathlib.Path(__file__).resolve().parent
COUNTED = ("killed", "time-out", "survived")


@dataclass
class Test:
    target: str
    arguments: list
    distance: int = 0
    seconds: float = 0.0  # of the run on the sources as they are
    cpu: float = 0.0


@dataclass
class Room:
    name: str
    folder: str
    files: list = field(default_factory=list)
    tests: list = field(default_factory=list)


@dataclass
class Result:
    number: int
    mutant: object
    room: str
    outcome: str  # killed, time-out, survived, invalid, equivalent, tuning
    by: str = ""  # what killed it, or why it does not count
    ran: list = field(default_factory=list)
    seconds: float = 0.0
    seed: int | None = None  # None: all mutants


class Lists:
    """What is written down beside this file: rooms, tests that are left out, mutants that prove nothing."""

    def __init__(self, folder):
        with (folder / "rooms.toml").open("rb") as file:
            self.rooms = tomllib.load(file)
        with (folder / "not_counted.toml").open("rb") as file:
            not_counted = tomllib.load(file)
        self.reasons = {}
        for kind in ("equivalent", "tuning"):
            for entry in not_counted.get(kind, []):
                self.reasons[entry["file"], entry["code"].strip(), entry.get("change", "")] = (kind, entry["why"])

    def reason(self, mutant):
        """(kind, why) when this mutant does not count; an entry without `change` is about everything on its line."""
        for change in (mutant.change, ""):
            key = (mutant.file, mutant.code, change)
            if key in self.reasons:
                return self.reasons[key]
        return None


def rooms_of(root, lists, house, only_tests):
    listed = lists.rooms
    left_out = {entry["test"] for entry in listed.get("left_out", [])}
    programs = {entry["program"]: entry["arguments"] for entry in listed.get("program", [])}
    rooms = []
    for entry in listed["room"]:
        room = Room(entry["name"], entry["folder"])
        folder = root / room.folder
        room.files = sorted(str(path.relative_to(root)) for path in folder.iterdir()
                            if path.suffix in (".c", ".cpp", ".h", ".hpp") and not path.name.startswith("fake_"))
        distances = house.distances_to(house.libraries_in(room.folder))
        reach = entry.get("reach", listed["reach"])
        for name, distance in distances.items():
            short = name.removeprefix("test_")
            if only_tests and short not in only_tests:
                continue
            if name in programs:
                room.tests.append(Test(name, programs[name], distance + 100))  # after every test of its own
            elif house.targets[name].is_test and short not in left_out and distance <= reach:
                room.tests.append(Test(name, [], distance))
        if room.tests:
            rooms.append(room)
        elif not only_tests:
            raise SystemExit(f"mutate: no test links {room.folder}; tests/mutation/rooms.toml names it")
    return rooms


def all_mutants(root, rooms, only_files):
    found = []
    for room in rooms:
        for file in room.files:
            if only_files and not any(file == wanted or file.endswith("/" + wanted) for wanted in only_files):
                continue
            found.extend(mutants_of(file, (root / file).read_text()))
    return found


class Trial:
    """Tries mutants in one workplace, one after the other."""

    def __init__(self, workplace, grace):
        self.workplace, self.grace = workplace, grace

    def baseline(self, tests, say):
        """Every test on the sources as they are: it must pass, and is given its own time many times over later."""
        self.workplace.update()
        self.workplace.build(sorted({test.target for test in tests}))
        for test in tests:
            run = self.workplace.run(test.target, test.arguments, 900, 900)
            if run.outcome != "passed":  # by chance, perhaps; but then it may not fail again
                run = self.workplace.run(test.target, test.arguments, 900, 900)
            if run.outcome != "passed":
                raise SystemExit(f"mutate: {test.target} does not pass on the sources as they are: {run.says}")
            test.seconds, test.cpu = run.seconds, run.cpu
            say(f"   {test.target}: {run.seconds:.1f} s")

    def try_one(self, result, tests):
        mutant = result.mutant
        file = self.workplace.source / mutant.file
        original = file.read_text()
        began = time.monotonic()
        try:
            file.write_text(mutant.applied(original))
            self._run_tests(result, tests)
        finally:
            file.write_text(original)
            result.seconds = time.monotonic() - began

    def _run_tests(self, result, tests):
        result.outcome = "survived"
        for test in tests:
            # Each is linked only when it is its turn: most mutants die of the first.
            try:
                self.workplace.build([test.target], broken_on_purpose=True)
            except BuildBroke as broke:
                words = str(broke)
                error = re.search(r"(?:error|undefined symbol): .*", words)
                if re.search(r"static assertion failed|static_assert failed", words):
                    result.outcome, result.by = "killed", f"the compiler: {error.group() if error else ''}"
                else:
                    result.outcome, result.by = "invalid", error.group()[:160] if error else words[-300:]
                return
            result.ran.append(test.target)
            run = self._run(test)
            if run.outcome == "failed" and self._run(test).outcome == "passed":
                continue  # it failed by chance and shows nothing
            if run.outcome != "passed":
                result.outcome = "killed" if run.outcome == "failed" else "time-out"
                result.by = f"{test.target}: {run.says}"
                return

    def _run(self, test):
        return self.workplace.run(test.target, test.arguments, seconds_at_most=self.grace + 10 * test.seconds,
                                  cpu_at_most=self.grace / 2 + 5 * test.cpu)


def in_order(tests):
    return sorted(tests, key=lambda test: (test.distance, test.seconds, test.target))


def report(results, seeds, say):
    def listed(title, outcome, more):
        there = [result for result in results if result.outcome == outcome]
        if there:
            say(f"\n{title}")
            for result in there:
                say(f"   {result.mutant}\n      {result.mutant.code}\n      {more(result)}")

    listed("killed only by time-out (weak: a test should fail by its check)", "time-out", lambda result: result.by)
    listed("SURVIVED: no test notices", "survived", lambda result: "ran " + ", ".join(result.ran))
    columns = ("killed", "time-out", "survived", "equivalent", "tuning", "invalid")
    say("\n" + f"{'room':<14}{'mutants':>8}" + "".join(f"{column:>11}" for column in columns) + f"{'score':>9}")
    for name in [*dict.fromkeys(result.room for result in results), "all"]:
        there = [result for result in results if name in (result.room, "all")]
        counts = "".join(f"{_count(there, column):>11}" for column in columns)
        say(f"{name:<14}{len(there):>8}{counts}{_percent(score(there)):>9}")
    for seed in seeds:
        say(f"seed {seed}: {_percent(score(of_seed(results, seed)))}; on the same sources it makes the same mutants")


def of_seed(results, seed):
    return [result for result in results if result.seed == seed]


def _count(results, outcome):
    return sum(result.outcome == outcome for result in results)


def _percent(value):
    return "-" if value is None else f"{value:.1f} %"


def score(results):
    counted = [result for result in results if result.outcome in COUNTED]
    return 100 * (1 - _count(counted, "survived") / len(counted)) if counted else None


def arguments():
    parser = argparse.ArgumentParser(
        prog="./dev mutate", description="Breaks the core on purpose and says what no test notices.")
    parser.add_argument("count", nargs="?", type=int, default=60, metavar="N", help="how many mutants (60)")
    parser.add_argument("--seed", type=int, action="append", default=[],
                        help="which ones; without it one is drawn and said; may be given again: N of each")
    parser.add_argument("--room", action="append", default=[], help="only this room; may be given again")
    parser.add_argument("--file", action="append", default=[], help="only this file, by its path or the end of it")
    parser.add_argument("--test", action="append", default=[], metavar="NAME",
                        help="run only this test of those that see the room, for a first look; may be given again")
    parser.add_argument("--all", action="store_true", help="every mutant there is, instead of N")
    parser.add_argument("--list", action="store_true", help="say which, and try none")
    parser.add_argument("--only", type=int, action="append", default=[], metavar="K",
                        help="try only the K-th of the list")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="how many at a time")
    parser.add_argument("--goal", type=float, default=90, metavar="P", help="exit code 0 from P %% on (90)")
    parser.add_argument("--grace", type=float, default=20, metavar="SECONDS",
                        help="a test may take ten times its usual time, and this long (20)")
    parser.add_argument("--root", type=pathlib.Path, default=HERE.parents[1], help="the checkout")
    parser.add_argument("--lists", type=pathlib.Path, default=HERE, help="folder of rooms.toml and not_counted.toml")
    return parser.parse_args()


class Session:
    """One run of the command: what is tried, where, and what is said of it."""

    def __init__(self, asked, root, rooms, results, seeds):
        self.asked, self.root, self.results, self.seeds = asked, root, results, seeds
        needed = {result.room for result in results if not result.outcome}
        self.rooms = {room.name: room for room in rooms if room.name in needed}
        self.place = root / "build" / "mutate"
        self.place.mkdir(parents=True, exist_ok=True)
        self.log = (self.place / "report.txt").open("w")
        jobs = max(1, min(asked.jobs, len(results)))
        compilers = max(1, (os.cpu_count() or 1) // jobs)
        self.trials = [Trial(Workplace(root, self.place / str(number), compilers), asked.grace)
                       for number in range(1, jobs + 1)]
        self.speaking, self.broke = threading.Lock(), []

    def say(self, line):
        with self.speaking:
            print(line, flush=True)
            print(line, file=self.log, flush=True)

    def run(self):
        seeds = " of seed " + ", ".join(map(str, self.seeds)) if self.seeds else ""
        self.say(f"== {len(self.results)} mutants{seeds} of {_commit(self.root)}; first the sources as they are")
        try:
            self.measure_tests()
        except BuildBroke as broke:
            print(f"mutate: the sources as they are do not build:\n{str(broke)[-3000:]}", file=sys.stderr)
            return 2
        waiting = queue.Queue()
        for result in self.results:
            if not result.outcome:
                waiting.put(result)
        workers = [threading.Thread(target=self.work, args=(trial, waiting), daemon=True) for trial in self.trials]
        for worker in workers:
            worker.start()
        try:
            for worker in workers:
                worker.join()
        except KeyboardInterrupt:
            self.say("stopped; what was tried until now:")
        done = [result for result in self.results if result.outcome]
        report(done, self.seeds, self.say)
        self.keep(done)
        if self.broke:
            print(f"mutate: {self.broke[0]}", file=sys.stderr)
            return 2
        scores = [score(of_seed(done, seed)) for seed in self.seeds or [None]]
        good = all(reached is None or reached >= self.asked.goal for reached in scores)
        return 0 if good and len(done) == len(self.results) else 1

    def measure_tests(self):
        """One test may serve several rooms, at another distance from each; it runs once."""
        every = [test for room in self.rooms.values() for test in room.tests]
        first = {test.target: test for test in reversed(every)}
        if first:
            self.trials[0].baseline(list(first.values()), self.say)
            for trial in self.trials[1:]:
                trial.workplace.update()
        for test in every:
            test.seconds, test.cpu = first[test.target].seconds, first[test.target].cpu

    def work(self, trial, waiting):
        while not self.broke:
            try:
                result = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                trial.try_one(result, in_order(self.rooms[result.room].tests))
            except Exception as error:  # nothing about the mutant: this machine or this script
                result.outcome = ""
                self.broke.append(error)
                return
            by = f", {result.by}" if result.by else ""
            self.say(f"{result.number:>4} {result.outcome:<9} {result.mutant}   ({result.seconds:.0f} s{by})")

    def keep(self, done):
        with (self.place / "results.jsonl").open("a") as file:
            for result in done:
                mutant = result.mutant
                row = {"seed": result.seed, "room": result.room, "file": mutant.file, "line": mutant.line,
                       "code": mutant.code, "change": mutant.change, "outcome": result.outcome, "by": result.by,
                       "ran": result.ran, "seconds": round(result.seconds, 1)}
                file.write(json.dumps(row) + "\n")


def main():
    asked = arguments()
    root = asked.root.resolve()
    lists = Lists(asked.lists)
    rooms = rooms_of(root, lists, House(root), [test.removeprefix("test_") for test in asked.test])
    unknown = set(asked.room) - {room.name for room in rooms}
    if unknown:
        print(f"mutate: no room is called {', '.join(sorted(unknown))}; there are: "
              f"{', '.join(room.name for room in rooms)}", file=sys.stderr)
        return 2
    rooms = [room for room in rooms if not asked.room or room.name in asked.room]
    seeds = [] if asked.all else asked.seed or [random.SystemRandom().randrange(1, 10**9)]
    room_of = {file: room.name for room in rooms for file in room.files}
    there = all_mutants(root, rooms, asked.file)
    picked = [(seed, mutant) for seed in seeds or [None]
              for mutant in chosen(there, seed, None if asked.all else asked.count)]
    results = [Result(number, mutant, room_of[mutant.file], "", seed=seed)
               for number, (seed, mutant) in enumerate(picked, 1) if not asked.only or number in asked.only]
    if not results:
        print("mutate: there is no such mutant", file=sys.stderr)
        return 2
    for result in results:
        reason = lists.reason(result.mutant)
        if reason:
            result.outcome, result.by = reason
    if asked.list:
        for result in results:
            outcome = f"   ({result.outcome})" if result.outcome else ""
            print(f"{result.number:>4} {result.mutant}   | {result.mutant.code}{outcome}")
        return 0
    return Session(asked, root, rooms, results, seeds).run()


def _commit(root):
    said = subprocess.run(["git", "-C", str(root), "describe", "--always", "--dirty"], capture_output=True, text=True)
    return said.stdout.strip() or "sources without a commit"


if __name__ == "__main__":
    sys.exit(main())
