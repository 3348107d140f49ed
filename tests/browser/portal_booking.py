#!/usr/bin/python3
"""The pages of one booking in a real browser, with axe in every state, on a phone and on a desk, in both languages:
held, wrong digits, booked for two, moved, put right, cancelled, what a stranger sees.

usage: portal_booking.py ANTREAN_DEMO [FOLDER FOR PICTURES]   (python3-selenium, chromium, chromium-driver)
"""
import os
import sys

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from axe import violations
from demo_in_browser import complaints, demo_in_browser, digits_of_mail, said

PATIENCE = 20
NIK = "3273011708900042"


class Person:
    def __init__(self, driver, portal, pictures):
        self.driver, self.portal, self.pictures = driver, portal, pictures
        self.wait = WebDriverWait(driver, PATIENCE)
        self.looked = 0

    def find(self, selector):
        return self.wait.until(lambda d: d.find_element(By.CSS_SELECTOR, selector))

    def open(self, address, selector):
        self.driver.get(address)
        return self.find(selector)

    def press(self, selector, then):
        """Presses a button and waits for what the next page has."""
        self.driver.execute_script("window.before = true; arguments[0].click()", self.find(selector))
        self.wait.until(lambda d: d.execute_script("return !window.before && document.readyState") == "complete")
        return self.find(then)

    def look(self, name):
        """axe, and nothing wider than the window, on a phone and on a desk."""
        for width in (1100, 390, 320):
            self.driver.set_window_size(max(width, 500), 1200)
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                        {"width": width, "height": 1200, "deviceScaleFactor": 1, "mobile": width < 500})
            found = violations(self.driver)
            assert not found, f"{name} at {width}: {found}"
            wide = self.driver.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} pixels wide in a window of {width}"
            if self.pictures:
                self.driver.save_screenshot(os.path.join(self.pictures, f"{name}-{width}.png"))
            self.looked += 1

    def books(self, language):
        self.open(f"{self.portal}/?lang={language}", 'a[href^="/book/AD"]')
        for selector, then in (('a[href^="/book/AD"]', "a.day"), ("a.day", "a.slot"), ("a.slot:not(.full)", "#nik")):
            self.press(selector, then)
        self.driver.execute_script("document.querySelector('details.companions').open = true")
        self.look(f"details-{language}")
        for field, text in (("name", "Siti Rahayu"), ("nik", NIK), ("mail", "siti@example.com"),
                            ("name2", "Budi"), ("nik2", NIK)):
            self.find(f"[name={field}]").send_keys(text)
        self.press('form[action="/book"] button.button', "#nik2-error")
        self.look(f"details-wrong-{language}")
        self.driver.execute_script("document.querySelector('[name=nik2]').value = '3273012501870001'")
        self.press('form[action="/book"] button.button', "#digits")
        booking = self.driver.current_url
        self.look(f"held-{language}")
        digits = self.wait.until(lambda d: digits_of_mail(said.desk, booking))
        self.find("#digits").send_keys("000000" if digits != "000000" else "000001")
        self.press("#digits-form button", ".alert")
        self.look(f"held-wrong-{language}")
        self.find("#digits").send_keys(digits)
        self.press("#digits-form button", "p.code")
        assert "Budi" in self.find(".rows").text
        self.look(f"booked-{language}")
        return booking

    def changes(self, booking, language):
        for page in ("move", "correct", "cancel"):
            self.open(f"{booking}/{page}", ".rows")
            self.look(f"{page}-{language}")
        self.open(booking + "/move", "#slot")
        choice = Select(self.find("#slot"))
        wanted = choice.options[-1].text
        choice.select_by_index(len(choice.options) - 1)
        self.find("#nik").send_keys(NIK[:-1] + "3")
        self.press("#change button", ".alert")
        self.look(f"move-refused-{language}")
        Select(self.find("#slot")).select_by_visible_text(wanted)
        self.find("#nik").send_keys(NIK)
        self.press("#change button", "p.code")
        assert wanted.split(" ")[0] in self.find(".rows").text, wanted
        self.open(f"{self.portal}/own", ".card")
        self.look(f"own-{language}")
        self.driver.delete_all_cookies()
        self.open(f"{booking}?lang={language}", "#nik")
        assert "Siti" not in self.find("main").text
        self.look(f"shown-{language}")
        self.find("#nik").send_keys(NIK)
        self.press("#show button", "p.code")
        self.open(booking + "/cancel", "#nik").send_keys(NIK)
        self.press("#change button", ".ticket.gone")
        self.look(f"cancelled-{language}")


def main():
    with demo_in_browser(sys.argv[1], r"the portal (\S+), the officers' console") as (driver, (portal,)):
        person = Person(driver, portal, sys.argv[2] if len(sys.argv) > 2 else "")
        for language in ("id", "en"):
            person.changes(person.books(language), language)
        heard = [one for one in complaints(driver) if "422" not in one["message"]]
        assert not heard, heard
        print(f"looked at {person.looked} pages, and axe found nothing")


main()
