#!/usr/bin/python3
"""The table against OWASP ASVS 5.0 (config/security/asvs.md) is whole, and what it names is there.

usage: check_asvs.py [--root FOLDER]

It prints what is wrong, and exits with 1 when something is. It needs no build folder.
"""
import argparse
import pathlib
import re
import sys

ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE)
CPPUTEST = re.compile(r"^[ \t]*TEST\((\w+),\s*(\w+)\)", re.MULTILINE)
CTEST = re.compile(r"\b(?:antrean_test\(|add_test\(NAME )\s*([a-z][a-z0-9_]*)")
# What the table says of all pages' scripts, and where there may be an exception.
FORBIDDEN_IN_SCRIPTS = [
    (r"\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write", "text is set as text (V3.2.2)"),
    (r"\beval\(|new Function\(", "no dynamic code (V1.3.2)"),
    # A page and its own workers, which have no window and no origin of another, may talk; `port` leads back.
    (r"(?<!worker\.)(?<!self\.)(?<!port\.)\bpostMessage\b|window\.addEventListener\('message'",
     "no postMessage (V3.5.5)"),
    (r"[^=!<>]==[^=]|!=[^=]", "=== and !== (V15.3.5)"),
]
STORED = {"counter", "officer", "desk", "language"}  # all that browsers may remember (V14.3.3)


def problems(root):
    table = (root / "config/security/asvs.md").read_text(encoding="utf-8")
    readme = (root / "config/security/README.md").read_text(encoding="utf-8")
    wanted = [line.split()[0] for line in (root / "config/security/asvs_ids.txt").read_text().splitlines()]
    rows = ROW.findall(table)
    found = [row[0] for row in rows]
    for one in wanted:
        if found.count(one) != 1:
            yield f"{one} is in the table {found.count(one)} times"
    for one in sorted(set(found) - set(wanted)):
        yield f"{one} is no requirement of level 1 or 2"
    if found != [one for one in wanted if one in found]:
        yield "the rows are not in the order of the standard"

    tests = root / "tests"
    cpputest = {f"{group}.{name}" for file in tests.rglob("*.cpp")
                for group, name in CPPUTEST.findall(file.read_text(encoding="utf-8"))}
    ctest = {name for file in root.glob("**/CMakeLists.txt") if "build" not in file.relative_to(root).parts[:1]
             for name in CTEST.findall(file.read_text(encoding="utf-8"))}
    for identity, requirement, how, test in rows:
        if not requirement.strip() or not how.strip():
            yield f"{identity} says nothing"
        if re.search(r"\bmissing\b|\bTODO\b|\bto do\b", how, re.IGNORECASE):
            yield f"{identity} is not met: {how}"
        names = re.findall(r"`([^`]+)`", test)
        if test.strip() == "-":
            if not how.startswith("n/a: "):
                yield f"{identity} applies and has no test"
            continue
        if not names or re.sub(r"`[^`]+`|, ", "", test):
            yield f"{identity}: '{test}' is no list of tests in backticks"
        for name in names:
            there = (root / name).is_file() if "/" in name else name in (cpputest if "." in name else ctest)
            if not there:
                yield f"{identity}: there is no {name}"

    for file in sorted(root.glob("host/*/web/static/*.js")) + sorted(root.glob("host/portal/pages/static/*.js")):
        text = re.sub(r"//.*|/\*.*?\*/|'[^'\n]*'", "", file.read_text(encoding="utf-8"))
        for pattern, rule in FORBIDDEN_IN_SCRIPTS:
            for hit in re.finditer(pattern, text):
                yield f"{file.relative_to(root)}: '{hit.group(0).strip()}': {rule}"
        for key in re.findall(r"remember(?:ed)?\(['\"]([^'\"]+)", file.read_text(encoding="utf-8")):
            if not any(word in key for word in STORED):
                yield f"{file.relative_to(root)}: a browser must not remember '{key}' (V14.3.3)"

    # The inventory of libraries names each one that a target uses (V15.1.2).
    sys.path.insert(0, str(root / "tests/tidy"))
    import tidy
    said = readme.lower()
    for library in tidy.LIBRARIES:
        name = re.sub(r"^(PkgConfig|Boost)::|::.*", "", library).lower()
        name = {"modbus": "libmodbus", "png": "libpng", "headers": "boost"}.get(name, name)
        if name not in said:
            yield f"config/security/README.md does not name {library}"
    for file in list(root.glob("host/**/*.cpp")) + list(root.glob("host/**/*.hpp")):
        if re.search(r"\boauth\b|\bopenid\b", file.read_text(encoding="utf-8"), re.IGNORECASE):
            yield f"{file.relative_to(root)} speaks of OAuth: V10 and V6.8 apply then"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent.parent)
    found = list(problems(arguments.parse_args().root))
    print("\n".join(found) or "every requirement has its row")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
