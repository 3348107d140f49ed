#!/usr/bin/python3
"""A code kept by the Android app passes the office's scanner: booked in a browser at the real portal, read from the
page by the app's own script, kept in a file, read again by another process without any network, painted by the app's
view, read from the picture by zbar, and presented to the demo's scanner. Then the app hears of the number.

usage: kept_code.py ANTREAN_DEMO WORK_FOLDER      (python3-selenium, chromium, chromium-driver, and run_on_jvm.py's)
"""
import json
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "browser")]
import run_on_jvm

PATIENCE = 30


def until(what, ask):
    end = time.monotonic() + PATIENCE
    while not (found := ask()):
        assert time.monotonic() < end, what
        time.sleep(0.1)
    return found


def phone(classpath, *arguments, given=""):
    return run_on_jvm.java(classpath, "id.antrean.app.Phone", *map(str, arguments), input=given, text=True,
                           capture_output=True, check=True).stdout


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def books(driver, portal, by):
    """As somebody does who came with the app: the booking's page, confirmed."""
    from demo_in_browser import digits_of_mail, said
    from selenium.webdriver.support.ui import WebDriverWait
    wait = WebDriverWait(driver, PATIENCE)

    def press(selector, then):
        driver.execute_script("window.before = true; arguments[0].click()",
                              wait.until(lambda d: d.find_element(by, selector)))
        wait.until(lambda d: d.execute_script("return !window.before && document.readyState") == "complete")
        return wait.until(lambda d: d.find_element(by, then))

    driver.get(portal + "/?lang=id")
    for selector, then in (('a[href^="/book/AD"]', "a.day"), ("a.day", "a.slot"), ("a.slot:not(.full)", "#nik")):
        press(selector, then)
    for field, text in (("name", "Siti Rahayu"), ("nik", "3273011708900042"), ("mail", "siti@example.com")):
        driver.find_element(by, f"[name={field}]").send_keys(text)
    press('form[action="/book"] button.button', "#digits")
    digits = until("no mail came", lambda: digits_of_mail(said.desk, driver.current_url))
    driver.find_element(by, "#digits").send_keys(digits)
    press("#digits-form button", "p.code")
    return driver.current_url, said.desk


def main():
    missing = run_on_jvm.what_is_missing()
    if missing:
        print(f"not run: without {', '.join(missing)} (./dev apk installs them)")
        return 77
    from demo_in_browser import demo_in_browser
    from selenium.webdriver.common.by import By
    work = pathlib.Path(sys.argv[2]).resolve()
    classpath = run_on_jvm.prepare(work)
    kept, picture = work / "codes", work / "code.png"
    shutil.rmtree(kept, ignore_errors=True)
    script = phone(classpath, "script")
    with demo_in_browser(sys.argv[1], r"the portal (\S+), the officers' console") as (driver, (portal,)):
        booking, desk = books(driver, portal, By.CSS_SELECTOR)
        shown = driver.find_element(By.CSS_SELECTOR, "p.code").text
        found = driver.execute_script("return " + script)
        hidden = driver.find_elements(By.CSS_SELECTOR, "[data-print]")
        assert hidden and not any(one.is_displayed() for one in hidden), "printing cannot work in the app"
        # The demo's portal has no TLS, and the app knows nothing else.
        found["url"] = found["url"].replace("http://", "https://")
        code = phone(classpath, "keep", kept, portal.replace("http://", "https://"), given=json.dumps(found))
        assert code == shown, (code, shown)
        assert "Siti" not in "".join(file.read_text() for file in kept.iterdir()), "a name was kept"

        said = phone(classpath, "show", kept, picture, "en")
        assert f"Booking code {code}" in said, said
        line = subprocess.run(["zbarimg", "--quiet", "--raw", picture], check=True, capture_output=True,
                              text=True).stdout.strip()
        print(f"{code} was kept, painted and read: {line[:24]}...")
        asked = urllib.request.Request(desk + "/scan", data=urllib.parse.urlencode({"typed": line}).encode())
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert json.load(answer)["ok"]

        def numbers():
            now = get(booking + "/now.json?lang=en")
            return now if json.loads(now)["numbers"] else None
        now = until("the office did not let the code in", numbers)
        number = json.loads(now)["numbers"][0]
        said = phone(classpath, "show", kept, picture, "en", given=now)
        assert f"Your queue number {number['number']}" in said and number["title"] in said, said
        print(f"the office let it in: {number['number']}, {number['title']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
