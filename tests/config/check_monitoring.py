#!/usr/bin/python3
"""The rules and the dashboard (config/monitoring) name figures that the programs give, and each figure is explained.

usage: check_monitoring.py [--root FOLDER]

With promtool (Debian's package prometheus) the rules are also run against their own tests; without, that is said. It
prints what is wrong, and exits with 1 when something is.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys

FIGURE = re.compile(r"\bantrean_[a-z_]+\b")
GIVEN = re.compile(r'"(antrean_[a-z_]+)"')
PROGRAMS = ("host/base/http/figures.cpp", "host/office/web/office_web.cpp", "host/office/service/web_adapter.cpp",
            "host/portal/web/portal_figures.cpp")


def plain(name):
    """A histogram has three names of its own."""
    return re.sub(r"_(bucket|sum|count)$", "", name)


def problems(root):
    folder = root / "config" / "monitoring"
    given = set()
    for program in PROGRAMS:
        given |= set(GIVEN.findall((root / program).read_text(encoding="utf-8")))
    if len(given) < 15:
        yield f"only {len(given)} figures were found in the programs; does this test still look at the right files?"
    explained = set(FIGURE.findall((folder / "README.md").read_text(encoding="utf-8"))) - {"antrean_"}
    for name in sorted(given - explained):
        yield f"README.md does not explain {name}"
    for name in sorted(explained - given):
        yield f"README.md explains {name}, which no program gives"
    dashboard = json.loads((folder / "dashboard.json").read_text(encoding="utf-8"))
    asked = {"dashboard.json": " ".join(target["expr"] for panel in dashboard["panels"]
                                        for target in panel.get("targets", []))}
    for name in ("alerts.yml", "alerts_test.yml"):
        asked[name] = (folder / name).read_text(encoding="utf-8")
    for file, text in asked.items():
        for name in sorted({plain(one) for one in FIGURE.findall(text)} - given):
            yield f"{file} asks for {name}, which no program gives"
    promtool = shutil.which("promtool")
    if promtool is None:
        print("promtool is not here (package prometheus): the rules were not run")
        return
    for command in (["check", "rules", "alerts.yml"], ["test", "rules", "alerts_test.yml"],
                    ["check", "config", "--syntax-only", "prometheus-portal.yml"],
                    ["check", "config", "--agent", "--syntax-only", "prometheus-office.yml"]):
        ran = subprocess.run([promtool, *command], cwd=folder, capture_output=True, text=True)
        if ran.returncode:
            yield f"promtool {' '.join(command)}:\n{ran.stdout}{ran.stderr}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    found = list(problems(parser.parse_args().root))
    for one in found:
        print(one)
    sys.exit(1 if found else 0)


main()
