#!/usr/bin/python3
"""Checks what neither the compiler nor clang-format checks. `./dev lint` runs it first; it needs no build folder.

usage: tidy.py [--root FOLDER] [--rule RULE ...]      RULE is one of: needs, names, lines, headings, templates, words

It prints "file:line: what is wrong; what to do" for each finding. The exit code is 1 when there is a finding.
"""
import argparse
import fnmatch
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "mutation"))
from house import House

# Old names that must not come back: the old name as a regular expression, what to use instead, and the folder
# that the rule applies to ("" for every folder). CHANGELOG.md and tests/tidy/ may use them. Example:
#   (r"\bReachable\b", "Reach", "host/office/"),
OLD_WORDS = [
    (r"\bHall\b(?! hall|\.)", "CommandLoop", "host/office"), (r"\bJournalRecord\b", "JournalEventLog", ""),
    (r"\bDraft\b", "DecisionBuilder", "host"), (r"\bVerdict\b", "std::optional<Refusal>", "host/office"),
    (r"\bLane\b", "Worker, or ClassLine in a queue", ""), (r"\bStandee\b", "WaitingTicket", ""),
    (r"\bOutlook\b", "Scenario", "host/office/queue"), (r"\bAccounted\b", "ClosedUnserved", ""),
    (r"\bbear_witness\b|\bhear_witness\b", "save_high_water_mark, check_high_water_mark", ""),
    (r"\bUpkeep\b", "Maintenance", ""), (r"\bBookingDesk\b", "BookingService", ""),
    (r"\bPortalLine\b", "PortalConnection", ""), (r"\bOfficeLine\b", "OfficeClient", ""),
    (r"\bAllowance\b", "RateLimiter", "host"), (r"\bSilence\b", "IdleTimeout", "host/base/http"),
    (r"\bhttp::[Cc]all\b", "http::ClientRequest, http::fetch", ""), (r"appliance_db", "database", ""),
    (r"\bexamine_\w+", "probe_*", "host/cli"), (r"\bWitness\b|\bMishaps?\b", "Auditor, Fault", "tests/simulation"),
    (r"\bBothLanguages\b|\bBothWords\b", "Bilingual", ""), (r"\bAntreanHouse\b", "AntreanTargets", "config"),
]

# Files without a rule about lines, each with the reason.
LINES_LEFT_OUT = {
    "tests/display/golden/*": "the test writes them",
    "tests/fuzz/corpus/*": "inputs for the fuzzer, kept byte by byte",
}

# Folders of tests that have no counterpart in the source tree, each with the reason.
TESTS_OF_THE_WHOLE = {
    "tests/integration": "several programs together",
    "tests/faults": "the office with its devices, and faults from outside",
    "tests/simulation": "whole days of an office on virtual time",
    "tests/mutation/toy/tests": "a small house for test_mutate.py",
}

# Third-party targets of CMake, and the headers that each has. antrean_rules gives threads, Boost.Asio and
# Boost.Beast to every target, so no target has to name them. Boost.System comes with each library of Boost.
LIBRARIES = {
    "Boost::json": r"boost/json\b",
    "Boost::url": r"boost/url\b",
    "Boost::system": r"boost/(system|asio|beast)/",
    "Boost::headers": r"boost/",
    "OpenSSL::SSL": r"openssl/|boost/asio/ssl/|boost/beast/(websocket/)?ssl\b",
    "fmt::fmt": r"fmt/",
    "spdlog::spdlog": r"spdlog/",
    "CLI11::CLI11": r"CLI/",
    "SQLiteCpp": r"SQLiteCpp/",
    "ZXing::ZXing": r"ZXing/",
    "yaml-cpp": r"yaml-cpp/",
    "PkgConfig::cpputest": r"CppUTest/",
    "PkgConfig::modbus": r"modbus/",
    "PkgConfig::sqlite": r"sqlite3\.h",
    "PkgConfig::sodium": r"sodium\.h",
    "PkgConfig::oath": r"oath\.h",
    "zxcvbn::zxcvbn": r"zxcvbn\.h",
    "PkgConfig::qrencode": r"qrencode\.h",
    "PkgConfig::png": r"png\.h",
    "PkgConfig::zbar": r"zbar\.h",
    "PkgConfig::systemd": r"systemd/",
    "PkgConfig::sdl": r"SDL",
    "PkgConfig::fribidi": r"fribidi",
    "PkgConfig::harfbuzz": r"hb[.-]",
    "PkgConfig::tomlplusplus": r"toml\+\+/",
    "PkgConfig::simavr": r"simavr/",
    "PkgConfig::ctemplate": r"ctemplate/",
    "PkgConfig::utf8proc": r"utf8proc\.h",
}
NEED_NOT_BE_NAMED = {"Boost::system", "Boost::headers"}
NEED_NOT_BE_USED = {"Threads::Threads", "antrean_rules", "asio_compiled", "run_tests"}

LINE, COMMENT_LINE, HEADING = 120, 110, 72
HEADINGS_SINCE = "4ef20db"
LONG_HEADINGS_LANDED = {"2695d8c", "4b1d159", "fe14444"}  # before the rule was checked
PRAGMA = '{{%AUTOESCAPE context="HTML"}}'
# Most tests have names like WhoWaitsIsCalledInOrder.
TEST_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")
TEST = re.compile(r"^[ \t]*(?:IGNORE_)?TEST\(\s*\w+,\s*(\w+)", re.MULTILINE)
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)

SOURCES = {".cpp", ".hpp", ".c", ".h"}
SLASH_COMMENTS, HASH_COMMENTS = SOURCES | {".js", ".css"}, {".py", ".sh", ".cmake"}
PAGES = {".md", ".html", ".tpl"}
NAMED = SLASH_COMMENTS | {".py", ".sh", ".html", ".tpl"}  # snake_case; CMake's own files have CMake's names


class Tree:
    """The files that git knows or would take, and their texts."""

    def __init__(self, root):
        self.root = root.resolve()
        listed = git(self.root, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
        if listed is None:
            raise SystemExit(f"tidy: {root} is no git checkout, and git has the list of files; use --root")
        self.files = [file for file in sorted(set(listed.split("\0"))) if file and (self.root / file).is_file()]

    def text(self, file):
        try:
            return (self.root / file).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return ""  # a picture or a font


def git(root, *arguments):
    ran = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True)
    return ran.stdout if ran.returncode == 0 else None


def line_at(text, at):
    return text.count("\n", 0, at) + 1


def matches(file, patterns):
    return any(fnmatch.fnmatch(file, pattern) for pattern in patterns)


# --- needs: what a target includes, and what it names in NEEDS ---


class Includes:
    """Whose header each include of a target is."""

    def __init__(self, tree):
        self.tree, self.house = tree, House(tree.root)
        self.targets = self.house.targets
        self.files = {tree.root / file for file in tree.files}
        self.texts = {}
        self.compiled_by = {}  # a header's path without its suffix: the targets that compile the source beside it
        self.rooms = {}  # a folder: the libraries whose folder it is
        for target in self.targets.values():
            for source in target.sources:
                self.compiled_by.setdefault(source.with_suffix(""), []).append(target.name)
            if target.has_door:
                self.rooms.setdefault(target.folder, []).append(target.name)

    def of_file(self, path):
        if path not in self.texts:
            text = self.tree.text(path.relative_to(self.tree.root))
            self.texts[path] = [(line_at(text, found.start()), found[1] == '"', found[2])
                                for found in INCLUDE.finditer(text)]
        return self.texts[path]

    def found(self, target, file, name):
        """The header's path, and the target that it belongs to: "" for a header that belongs to whoever includes it."""
        beside = pathlib.Path(os.path.normpath(file.parent / name))
        if beside in self.files:
            owners = self.compiled_by.get(beside.with_suffix(""), [])
            return beside, "" if not owners or target.name in owners else owners[0]
        first = [target, *(self.targets[need] for need in sorted(target.needs) if need in self.targets)]
        for other in [*first, *self.targets.values()]:
            path = other.folder.parent / name if other.has_door else other.folder / name
            in_folder = name.startswith(other.folder.name + "/") if other.has_door else other in first
            if in_folder and path in self.files:
                return path, self.owner(target, path, other)
        return None, ""  # made by the build

    def owner(self, target, path, other):
        owners = self.compiled_by.get(path.with_suffix("")) or [self.main_library(other)]
        return "" if target.name in owners else owners[0]

    def main_library(self, other):
        """Of several libraries in one folder, the headers without a source belong to the one called as the folder."""
        there = self.rooms.get(other.folder, [other.name])
        return other.folder.name if other.folder.name in there else there[0]

    def of_target(self, target, reached):
        """Every include of the target's sources and of its own headers: file, line, quoted or not, name, owner."""
        waiting = [source for source in target.sources if source in self.files]
        if target.has_door and self.main_library(target) == target.name:
            waiting += [file for file in self.files if file.suffix in (".hpp", ".h") and file not in reached and
                        file.is_relative_to(target.folder) and file.with_suffix("") not in self.compiled_by]
        seen = set(waiting)
        while waiting:
            file = waiting.pop(0)
            for line, quoted, name in self.of_file(file):
                path, owner = self.found(target, file, name) if quoted else (None, "")
                yield file, line, quoted, name, owner
                if path and not owner and path not in seen:
                    seen.add(path)
                    waiting.append(path)
        reached |= seen


def check_needs(tree):
    if "CMakeLists.txt" not in tree.files:
        return
    includes, reached = Includes(tree), set()
    # Libraries last: a header in a library's folder that a test beside it includes is the test's.
    for target in sorted(includes.targets.values(), key=lambda target: target.has_door):
        if not target.file:
            continue
        place = f"{target.file.relative_to(tree.root)}:{target.line}"
        implied = {"PkgConfig::cpputest"} if target.is_test else set()
        used, said = set(), set()
        for file, line, quoted, name, owner in includes.of_target(target, reached):
            owners = [owner] if owner else [] if quoted else [
                library for library, headers in LIBRARIES.items() if re.match(headers, name)]
            used.update(owners)
            for missing in sorted(set(owners) - target.needs - implied - said - NEED_NOT_BE_NAMED):
                said.add(missing)
                yield file.relative_to(tree.root), line, (
                    f"{target.name} includes {name} of {missing} and does not name it; "
                    f"add {missing} to the NEEDS of {target.name} ({place})")
        for need in sorted(target.needs - used - NEED_NOT_BE_USED):
            if need in LIBRARIES or need in includes.targets:
                yield target.file.relative_to(tree.root), target.line, (
                    f"{target.name} names {need} in NEEDS and includes no header of it; remove {need}")


# --- names: of files, tests and their folders ---


def check_names(tree):
    folders = {parent.as_posix() for file in tree.files if pathlib.Path(file).suffix in SOURCES
               for parent in pathlib.Path(file).parents if not file.startswith("tests/")}
    mirrors = {"tests/" + re.sub(r"^host/((office|base)/)?", start, folder)
               for folder in folders for start in ("", r"\1")}
    for file in tree.files:
        path = pathlib.Path(file)
        if path.suffix in NAMED and not SNAKE_CASE.fullmatch(path.stem):
            yield file, 1, "the file's name is not in snake_case; rename it"
        if not file.startswith("tests/") or path.suffix != ".cpp":
            continue
        text = tree.text(file)
        tests = list(TEST.finditer(text))
        if tests and not path.name.startswith("test_"):
            better = f"test_{path.stem.removesuffix('_test')}.cpp"
            yield file, 1, f"a file with tests is called test_<unit>.cpp; rename it to {better}"
        if tests and path.parent.as_posix() not in mirrors | set(TESTS_OF_THE_WHOLE):
            yield file, 1, ("no source folder is called so; put tests of host/office/queue into tests/queue or "
                            "tests/office/queue, of drivers/led_board into tests/drivers or tests/drivers/led_board")
        for test in tests:
            if not TEST_NAME.fullmatch(test[1]):
                words = "".join(word[:1].upper() + word[1:] for word in test[1].split("_"))
                yield file, line_at(text, test.start(1)), f"the test's name is not in CamelCase; call it {words}"


# --- lines ---


def comment_lines(lines, path):
    """The numbers of the lines that hold a comment and nothing else."""
    opening, closing, line_mark = ("/*", "*/", "//") if path.suffix in SLASH_COMMENTS else ("<!--", "-->", None)
    if path.suffix in HASH_COMMENTS or path.name in ("dev", "CMakeLists.txt"):
        return {number for number, line in enumerate(lines, 1) if line.lstrip().startswith("#")}
    found, inside = set(), False
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if inside or line.startswith(opening) or line_mark and line.startswith(line_mark):
            inside = (inside or line.startswith(opening)) and closing not in line
            if closing not in line or line.endswith(closing):
                found.add(number)
    return found


def check_lines(tree):
    for file in tree.files:
        path = pathlib.Path(file)
        measured = path.suffix in SLASH_COMMENTS | HASH_COMMENTS | PAGES or path.name in ("dev", "CMakeLists.txt")
        if not measured or matches(file, LINES_LEFT_OUT):
            continue
        lines = tree.text(file).split("\n")
        comments = set() if path.suffix == ".md" else comment_lines(lines, path)
        for number, line in enumerate(lines, 1):
            most = COMMENT_LINE if number in comments else LINE
            if path.suffix == ".md" and line.startswith("| ") and line.endswith(" |"):
                continue  # a row of a table cannot be broken
            if len(line) > most:
                what = "a comment" if number in comments else "a line"
                yield file, number, f"{what} of {len(line)} characters; write it in at most {most}"


# --- headings of commits ---


def check_headings(tree):
    if (git(tree.root, "rev-parse", "--is-shallow-repository") or "").strip() != "false":
        print("tidy: headings of commits are not checked: this is a shallow clone")
        return
    log = git(tree.root, "log", "--format=%h %s", f"{HEADINGS_SINCE}..HEAD")
    if log is None:
        print(f"tidy: headings of commits are not checked: commit {HEADINGS_SINCE} is not known here")
        return
    for commit in log.splitlines():
        name, _, heading = commit.partition(" ")
        if len(heading) > HEADING and name[:7] not in LONG_HEADINGS_LANDED:
            yield f"commit {name}", 1, f"a heading of {len(heading)} characters; write it in at most {HEADING}"


# --- templates ---


def check_templates(tree):
    for file in tree.files:
        path = pathlib.Path(file)
        if "pages" not in path.parts[:-1] or path.suffix not in (".tpl", ".html"):
            continue
        text = tree.text(file)
        if (path.suffix == ".tpl" or "{{" in text) and not text.startswith(PRAGMA):
            yield file, 1, f"a template that does not escape by itself; begin it with {PRAGMA}"


# --- old words ---


def check_words(tree):
    for file in tree.files:
        if file == "CHANGELOG.md" or file.startswith("tests/tidy/"):
            continue
        words = [(old, new) for old, new, folder in OLD_WORDS if file.startswith(folder)]
        text = tree.text(file) if words else ""
        for old, new in words:
            for found in re.finditer(old, text):
                yield file, line_at(text, found.start()), f"the old name '{found[0]}'; use '{new}'"


RULES = {"needs": check_needs, "names": check_names, "lines": check_lines, "headings": check_headings,
         "templates": check_templates, "words": check_words}


def main():
    parser = argparse.ArgumentParser(prog="tidy.py", description="Checks names, lines, NEEDS, headings and templates.")
    parser.add_argument("--root", type=pathlib.Path, default=HERE.parents[1], help="the checkout")
    parser.add_argument("--rule", action="append", choices=RULES, help="only this rule; may be given again")
    asked = parser.parse_args()
    tree = Tree(asked.root)
    counts = {}
    for rule in asked.rule or RULES:
        findings = list(RULES[rule](tree))
        counts[rule] = len(findings)
        for file, line, text in sorted(findings, key=lambda finding: (str(finding[0]), finding[1])):
            print(f"{file}:{line}: {text}")
    if any(counts.values()):
        print("tidy: " + ", ".join(f"{rule} {count}" for rule, count in counts.items() if count))
    return 1 if any(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
