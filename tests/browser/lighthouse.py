#!/usr/bin/python3
"""Google's Lighthouse over the portal's pages: performance, accessibility, best practices, search engines. Each page
needs 95 in each. `./dev lighthouse` installs it from npm into build/ and runs this; no test does.

usage: lighthouse.py ANTREAN_PORTAL LIGHTHOUSE [FOLDER FOR REPORTS]   (nodejs, chromium)
"""
import datetime
import http.cookiejar
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

from portal_in_browser import portal

GOAL = 95
SCORES = ("performance", "accessibility", "best-practices", "seo")
# Pages about one booking are not for search engines, and say so.
PERSONAL = "is-crawlable"
SETTINGS = """
[booking]
release_time = "00:00"
confirm_contact = "offered"
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
bring_id = ["KTP asli"]
bring_en = ["Original identity card"]
[[slots.week.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "08:00"
to = "10:00"
quota = { paspor = 20 }
[[office]]
code = "AD"
name = "Bandung"
zone = "WIB"
slots = "week"
[[office]]
code = "FB"
name = "Makassar"
zone = "WITA"
slots = "week"
"""


def booked(address, form):
    """Books as a browser would; the path of the booking's page, and the cookies that show it whole."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(address + form).read().decode()
    token = re.search(r'name="form" value="([0-9a-f]+)"', page).group(1)
    _, office, service, day, time = form.strip("/").split("/")
    fields = {"form": token, "office": office, "service": service, "slot": f"{day}T{time}", "name": "Siti Aminah",
              "nik": "3273011708900042", "mail": "siti@contoh.id"}
    answer = browser.open(address + "/book", urllib.parse.urlencode(fields).encode())
    return urllib.parse.urlsplit(answer.url).path, "; ".join(f"{one.name}={one.value}" for one in jar)


def scores_of(lighthouse, url, cookies, personal, report):
    command = ["node", lighthouse, url, "--quiet", "--output=json", "--output-path=" + report,
               "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"]
    headers = tempfile.NamedTemporaryFile("w", suffix=".json")
    if cookies:
        json.dump({"Cookie": cookies}, headers)
        headers.flush()
        command.append("--extra-headers=" + headers.name)
    if personal:
        command.append("--skip-audits=" + PERSONAL)
    subprocess.run(command, check=True, timeout=300, env=dict(os.environ, CHROME_PATH="/usr/bin/chromium"))
    with open(report, encoding="utf-8") as file:
        said = json.load(file)
    return {name: said["categories"][name]["score"] for name in SCORES}, said


def lacks(said, name):
    """What takes points away."""
    found = []
    for one in said["categories"][name]["auditRefs"]:
        audit = said["audits"][one["id"]]
        if one["weight"] and audit["score"] is not None and audit["score"] < 0.9:
            found.append(f"{one['id']} {audit['score']} {audit.get('displayValue', '')}".strip())
    return ", ".join(found)


def main():
    program, lighthouse = sys.argv[1:3]
    folder = sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp(prefix="antrean-lighthouse-")
    os.makedirs(folder, exist_ok=True)
    day = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()
    form = f"/book/AD/paspor/{day}/08:00"
    low = []
    with portal(program, SETTINGS) as address:
        booking, cookies = booked(address, form)
        pages = [("/", "", False), ("/?lang=en", "", False), ("/book/AD/paspor", "", False),
                 (f"/book/AD/paspor/{day}", "", False), (form, "", False), ("/find", "", False),
                 ("/own", cookies, True), (booking, cookies, True), (booking, "", True)]
        for number, (path, cookie, personal) in enumerate(pages):
            report = os.path.join(folder, f"{number}.json")
            scores, said = scores_of(lighthouse, address + path, cookie, personal, report)
            shown = "  ".join(f"{name} {'-' if score is None else round(score * 100)}"
                              for name, score in scores.items())
            print(f"{re.sub('[0-9a-f]{32}', '...', path):40} {shown}", flush=True)
            for name, score in scores.items():
                if score is None or score * 100 < GOAL:
                    low.append(f"{path}: {name}: {lacks(said, name)}")
    print(f"reports: {folder}")
    sys.exit("\n".join(low) if low else 0)


main()
