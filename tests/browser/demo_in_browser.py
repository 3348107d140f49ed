"""antrean-demo with a headless chromium before it, both ended and cleaned up after. For the scripts beside it."""
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.service import Service


def browser(profile):
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--disable-quic", "--disable-background-networking", "--disable-component-update",
                     "--disable-sync",
                     "--window-size=1500,1200", "--user-data-dir=" + profile):
        options.add_argument(argument)
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def digits_of_mail(desk, booking):
    """The six digits of the newest mail about the booking of this address, or None while it has not come."""
    page = urllib.parse.urlsplit(booking).path
    with urllib.request.urlopen(desk + "/mails", timeout=10) as answer:
        mails = json.load(answer)
    return next((mail["digits"] for mail in mails if mail["digits"] and page in mail["text"]), None)


def said(demo, pattern):
    """What the demo says in the groups of this pattern, once the office is open. The address of its page is kept in
    said.desk."""
    for line in demo.stdout:
        print("demo:", line.rstrip())
        desk = re.search(r"In your browser:\s+(\S+)", line)
        said.desk = desk.group(1) if desk else said.desk
        found = re.search(pattern, line)
        if found:
            return found.groups()
    sys.exit("the demo ended before the office was open")


said.desk = ""


@contextlib.contextmanager
def demo_in_browser(program, pattern, prepare=lambda folder: []):
    """Gives the driver and what the demo said in the groups of `pattern`. `prepare` gets a folder that lives as long
    and gives more arguments for the demo."""
    folder = tempfile.mkdtemp(prefix="antrean-browser-")
    try:
        demo = subprocess.Popen([program, "--port", "0", *prepare(folder)], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True,
                                env={**os.environ, "SDL_AUDIODRIVER": "dummy", "DISPLAY": ""})
        try:
            driver = browser(os.path.join(folder, "profile"))
            try:
                yield driver, said(demo, pattern)
            finally:
                driver.quit()
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def complaints(driver, refusals_are_answers=False):
    """What the pages complained of; a refusal (409) may be an answer that was wanted."""
    return [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE" and
            not (refusals_are_answers and " 409 " in entry["message"])]
