#!/usr/bin/python3
"""The highest pressure in a real browser: with scripts it proves its work and books; without scripts it waits in the
waiting room, which looks by itself, and books. The pages of both with axe, in both languages.

usage: portal_pressure.py ANTREAN_PORTAL [FOLDER FOR PICTURES]   (python3-selenium, chromium, chromium-driver)
"""
import datetime
import os
import sys
import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from portal_in_browser import a_browser, portal

PATIENCE = 60
SETTINGS = """
[booking]
release_time = "00:00"
confirm_contact = "offered"
[pressure]
proof_of_work = "always"
waiting_room_per_minute = 30
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
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
"""


class Person:
    def __init__(self, driver, address, pictures):
        self.driver, self.address, self.pictures = driver, address, pictures
        self.wait = WebDriverWait(driver, PATIENCE)
        day = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()
        self.hour = f"AD/paspor/{day}/08:00"
        self.looked = 0

    def find(self, selector):
        return self.wait.until(lambda d: d.find_element(By.CSS_SELECTOR, selector))

    def look(self, name, width=390):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": width < 500})
        found = violations(self.driver)
        assert not found, f"{name}: {found}"
        wide = self.driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} pixels wide in a window of {width}"
        self.picture(name)
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.looked += 1

    def picture(self, name):
        if self.pictures:
            self.driver.save_screenshot(os.path.join(self.pictures, f"pressure-{name}.png"))

    def scripts(self, on):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not on})

    def type(self, nik):
        for field, text in (("name", "Siti Rahayu"), ("nik", nik), ("mail", "siti@example.com")):
            self.find(f"[name={field}]").send_keys(text)

    def others_come(self, people):
        """Each is another browser."""
        for _ in range(people):
            with urllib.request.urlopen(f"{self.address}/wait/{self.hour}"):
                pass

    def proves(self):
        self.driver.get(f"{self.address}/book/{self.hour}?lang=id")
        assert self.find("form[data-proof=always]")
        self.look("form")
        self.type("3273011708900042")
        self.find("form button.button").click()
        self.find("p.code")
        self.looked += 1

    def waits(self):
        for language in ("id", "en"):
            self.others_come(3)
            self.driver.delete_all_cookies()
            self.driver.get(f"{self.address}/wait/{self.hour}?lang={language}")
            self.find("dl.summary")
            self.look(f"room-{language}")
        self.driver.delete_all_cookies()
        self.scripts(False)
        self.driver.get(f"{self.address}/book/{self.hour}?lang=id")
        self.picture("form-without-scripts")
        self.find("noscript a").click()
        self.find("dl.summary")
        self.picture("room-without-scripts")
        self.find("#nik")  # the page goes on by itself
        self.type("3273011708900043")
        self.find("form button.button").click()
        self.find("p.code")
        # Without a turn: the form again, with what was typed and when to press.
        self.others_come(3)
        self.driver.delete_all_cookies()
        self.driver.get(f"{self.address}/book/{self.hour}?lang=id")
        self.type("3273011708900044")
        self.find("form button.button").click()
        self.find(".alert")
        assert self.find("#nik").get_attribute("value") == "3273011708900044"
        self.picture("pressed-too-early")
        self.scripts(True)


def main():
    pictures = sys.argv[2] if len(sys.argv) > 2 else ""
    with portal(sys.argv[1], SETTINGS) as address, a_browser() as driver:
        person = Person(driver, address, pictures)
        person.proves()
        person.others_come(10)
        person.waits()
        print(f"looked at {person.looked} pages, and axe found nothing; booked with a proof and without scripts")


main()
