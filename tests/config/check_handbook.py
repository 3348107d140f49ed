#!/usr/bin/python3
"""Every command of the handbook (config/handbook) is one that the programs know, with these options.

usage: check_handbook.py FOLDER_OF_THE_PROGRAMS

A command is a line of a code block that begins with one of our programs; its subcommands and options are looked up in
the program's own --help. Links between pages must lead somewhere.
"""
import pathlib
import re
import shlex
import subprocess
import sys

HANDBOOK = pathlib.Path(__file__).resolve().parents[2] / "config" / "handbook"
OURS = {"antrean", "antrean-portal", "antrean-office", "antrean-display"}
COMMAND = re.compile(r"^(?:    +|.*`)((?:antrean|antrean-portal|antrean-office|antrean-display) [^`\n]*)", re.MULTILINE)


def known(programs, helps, words):
    if tuple(words) not in helps:
        said = subprocess.run([programs / words[0], *words[1:], "--help"], capture_output=True, text=True)
        helps[tuple(words)] = said.stdout if said.returncode == 0 else ""
    return helps[tuple(words)]


def problems(programs):
    helps, seen = {}, 0
    for page in sorted(HANDBOOK.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([\w.]+)\)", text):
            if not (HANDBOOK / target).exists():
                yield f"{page.name}: the link to {target} leads nowhere"
        for line in COMMAND.findall(text):
            words = shlex.split(line)
            command = [words[0]]
            for word in words[1:]:
                subcommands = known(programs, helps, command).partition("\nSubcommands:\n")[2]
                if not re.search(rf"^  {re.escape(word)}\b", subcommands, re.MULTILINE):
                    break
                command.append(word)
            seen += 1
            help_text = known(programs, helps, command)
            if len(command) == 1 and len(words) > 1 and not words[1].startswith("-"):
                yield f"{page.name}: '{line}': {words[0]} has no subcommand {words[1]}"
            for option in (word.split("=")[0] for word in words if word.startswith("--")):
                if not re.search(rf"{re.escape(option)}(?![\w-])", help_text):
                    yield f"{page.name}: '{line}': {' '.join(command)} has no {option}"
    if seen < 25:
        yield f"only {seen} commands were found; does this test still read the pages as they are written?"


def main():
    found = list(problems(pathlib.Path(sys.argv[1])))
    for one in found:
        print(one)
    sys.exit(1 if found else 0)


main()
