#!/usr/bin/python3
"""Each program has a man page (config/man) that names all its options and subcommands, and renders without a warning.

usage: check_manuals.py FOLDER_OF_THE_PROGRAMS   (groff)
"""
import pathlib
import re
import subprocess
import sys

MANUALS = pathlib.Path(__file__).resolve().parents[2] / "config" / "man"


def help_of(program, *subcommand):
    said = subprocess.run([program, *subcommand, "--help"], capture_output=True, text=True, check=True).stdout
    options, _, subcommands = said.partition("\nSubcommands:\n")
    names = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]*)", re.sub(r"(Needs|Excludes): *\S+", "", options)))
    return names, re.findall(r"^  ([a-z][a-z-]*)", subcommands, re.MULTILINE)


def problems(program, manual):
    text = manual.read_text(encoding="utf-8").replace("\\-", "-")
    waiting = [()]
    while waiting:
        subcommand = waiting.pop()
        names, more = help_of(program, *subcommand)
        for name in sorted(names):
            if not re.search(re.escape(name) + r"(?![\w-])", text):
                yield f"{manual.name} does not have {' '.join([*subcommand, name])}"
        for name in more:
            if not re.search(r"^\.(B|BI|BR) \"?" + re.escape(" ".join([*subcommand, name])), text, re.MULTILINE):
                yield f"{manual.name} does not have the command {' '.join([*subcommand, name])}"
            waiting.append((*subcommand, name))
    rendered = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", str(manual)], capture_output=True, text=True)
    if rendered.returncode or rendered.stderr:
        yield f"{manual.name}: {rendered.stderr}"


def main():
    programs = pathlib.Path(sys.argv[1])
    found = []
    for manual in sorted(MANUALS.iterdir()):
        found.extend(problems(programs / manual.stem, manual))
    for one in found:
        print(one)
    sys.exit(1 if found else 0)


main()
