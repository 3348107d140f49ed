"""antrean-portal by itself with a headless chromium before it, both ended and cleaned up after. For the scripts
beside it."""
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

from demo_in_browser import browser

HEAD = """
[portal]
database = "portal.db"
https = false
port = 0
bookings_per_minute = 1000000
lookups_per_minute = 1000000
changes_per_second = 10000
[signing]
use = 1
[[signing.key]]
id = 1
file = "signing.key"
"""


@contextlib.contextmanager
def portal(program, settings):
    """Gives the portal's address. `settings`: what comes after HEAD."""
    folder = tempfile.mkdtemp(prefix="antrean-portal-")
    try:
        file = os.path.join(folder, "portal.toml")
        with open(file, "w", encoding="utf-8") as text:
            text.write(HEAD + settings)
        for what, name in (("secret", "portal-nik.key"), ("keygen", "signing.key")):
            subprocess.run([program, what, os.path.join(folder, name)], check=True, stdout=subprocess.DEVNULL)
        running = subprocess.Popen([program, "--config", file], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   text=True)
        try:
            for line in running.stdout:
                print("portal:", line.rstrip())
                found = re.search(r"serving (http://\S+)", line)
                if found:
                    break
            else:
                sys.exit("the portal ended before it served")
            yield found.group(1)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(20)
            running.stdout.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def a_browser():
    folder = tempfile.mkdtemp(prefix="antrean-browser-")
    try:
        driver = browser(folder)
        try:
            yield driver
        finally:
            driver.quit()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
