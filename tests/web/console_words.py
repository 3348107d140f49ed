#!/usr/bin/python3
"""The console's texts: each in both languages with the same values, each used, and none missing.

usage: console_words.py FOLDER_OF_THE_WEB_ROOM
"""
import os
import re
import sys

ENTRY = re.compile(r"^  (\w+): \['((?:[^'\\]|\\.)*)',\s*'((?:[^'\\]|\\.)*)'\],$", re.M)
# Parts of names that console.js puts together: word('here_' + phase).
MADE = ("here_", "state_", "phase_", "step_", "stage_", "empty_", "row_", "list_")


def read(folder, *path):
    with open(os.path.join(folder, *path), encoding="utf-8") as file:
        return file.read()


def main():
    folder = sys.argv[1]
    words = read(folder, "static", "console_words.js")
    script = read(folder, "static", "console.js")
    page = read(folder, "pages", "console.tpl")
    table = words[words.index("const WORDS"):words.index("\n};")]
    entries = {name: texts for name, *texts in ENTRY.findall(table)}
    wrong = []
    named = re.findall(r"^  (\w+): ", table, re.M)
    wrong += [f"{name}: not a pair of texts" for name in named if name not in entries]
    wrong += [f"{name}: there twice" for name in set(named) if named.count(name) > 1]
    for name, (indonesian, english) in entries.items():
        if not indonesian.strip() or not english.strip():
            wrong.append(f"{name}: a language is missing")
        if sorted(re.findall(r"\{\w+\}", indonesian)) != sorted(re.findall(r"\{\w+\}", english)):
            wrong.append(f"{name}: the languages have different values")
        if indonesian.count("|") != english.count("|"):
            wrong.append(f"{name}: the languages offer differently much")
    used = set(re.findall(r'data-(?:word|label)="(\w+)"', page))
    used |= set(re.findall(r"WORDS\.(\w+)", script))
    used |= set(re.findall(r"'(\w+)'", script)) & set(entries)
    asked = set(re.findall(r"(?:word|offers|fact|cell)\('(\w+[a-z])'", script)) | \
        set(re.findall(r'data-(?:word|label)="(\w+)"', page)) | set(re.findall(r"WORDS\.(\w+)", script))
    wrong += [f"{name}: asked for, and not there" for name in sorted(asked) if name not in entries]
    wrong += [f"{name}: nobody uses it" for name in entries if name not in used and not name.startswith(MADE)]
    bare = re.sub(r"\{\{.*?\}\}|<noscript>.*?</noscript>|<title>.*?</title>|<kbd>.*?</kbd>|<[^>]*>", "", page,
                  flags=re.S)
    wrong += [f"console.tpl has a text of its own: {text!r}" for text in re.findall(r"[A-Za-z]{3,}[\w .]*", bare)
              if text not in ("Loket",)]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(entries)} texts in both languages")


main()
