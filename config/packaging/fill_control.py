#!/usr/bin/python3
"""Writes the packages that a build needs into debian/control: usage: fill_control.py CONTROL PACKAGE..."""
import pathlib
import sys

MARK = " @BUILD_PACKAGES@\n"
# A compiler's cache and the like are for developers; a Debian build has git's files already.
NOT_NEEDED = {"git", "ca-certificates", "ccache"}

control = pathlib.Path(sys.argv[1])
text = control.read_text(encoding="utf-8")
if MARK not in text:
    sys.exit(f"{control} has no line '{MARK.strip()}'")
names = sorted(set(sys.argv[2:]) - NOT_NEEDED)
control.write_text(text.replace(MARK, "".join(f" {name},\n" for name in names)), encoding="utf-8")
