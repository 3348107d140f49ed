#!/usr/bin/python3
"""Choosing an office, a date and an hour, and mistyping, in a real browser: both languages, 320 px, text at 200 %,
forced colours, no script, keyboard only, and axe on every page.

usage: portal_choosing.py ANTREAN_PORTAL [FOLDER FOR SCREENSHOTS]
"""
import os
import sys

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from demo_in_browser import complaints
from portal_in_browser import a_browser, portal

PATIENCE = 20
ALL_DAYS = 'days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]'


def slots(name, hours, quota):
    return "".join(f'[[slots.{name}.slot]]\n{ALL_DAYS}\nfrom = "{start}"\nto = "{end}"\nquota = {{ {quota} }}\n'
                   for start, end in hours)


def office(code, name, city, latitude, longitude, template, more="", zone="WIB"):
    return (f'[[office]]\ncode = "{code}"\nname = "{name}"\nzone = "{zone}"\nslots = "{template}"\ncity = "{city}"\n'
            f"latitude = {latitude}\nlongitude = {longitude}\n{more}")


HOURS = (("08:00", "10:00"), ("10:00", "12:00"), ("13:00", "15:00"))
SETTINGS = """
[booking]
confirm_contact = "offered"
days_ahead = 20
release_time = "00:00"
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
[[service]]
key = "epaspor"
name_id = "Paspor elektronik"
name_en = "Electronic passport"
""" + slots("week", HOURS, "paspor = 40") + slots("both", HOURS, "paspor = 40, epaspor = 5") + \
    office("AD", "Bandung", "Bandung", -6.9, 107.6, "week",
           'address = "Jalan Surapati 82, Bandung"\nphone = "022 1234567"\n'
           'map = "https://www.openstreetmap.org/node/1"\n') + \
    office("JE", "Jakarta Selatan", "Jakarta", -6.3, 106.8, "both") + \
    office("J1", "Soekarno-Hatta", "Tangerang", -6.1, 106.7, "both") + \
    office("P1", "Polonia", "Medan", 3.6, 98.7, "both") + \
    office("FB", "Makassar", "Makassar", -5.1, 119.4, "week", zone="WITA") + \
    office("BG", "Bogor", "Bogor", -6.6, 106.8, "week", 'channels = ["whatsapp"]\nwhatsapp = "6281234567890"\n')


class Person:
    def __init__(self, driver, url, folder):
        self.driver, self.url, self.folder = driver, url, folder
        self.wait = WebDriverWait(driver, PATIENCE)
        self.looked = 0

    def size(self, width, height=800):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def open(self, path):
        self.driver.get(self.url + path)

    def click(self, selector):
        """A link or a button that leads to another page."""
        old = self.find("html")
        self.driver.execute_script("arguments[0].click()", self.find(selector))
        self.left(old)

    def left(self, old):
        def gone(driver):
            try:
                old.is_displayed()
                return False
            except Exception:
                return driver.execute_script("return document.readyState") == "complete"
        self.wait.until(gone)

    def type(self, **fields):
        for name, text in fields.items():
            field = self.find(f'[name="{name}"]')
            field.clear()
            field.send_keys(text)

    def look(self, name, contrast=True):
        """axe, nothing wider than the window, and no complaint of the browser's."""
        self.looked += 1
        found = violations(self.driver, contrast)
        assert not found, (name, found)
        wider = self.driver.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (name, f"{wider} px wider than the window")
        if self.folder:
            height = self.driver.execute_script("return document.documentElement.scrollHeight")
            width = self.driver.execute_script("return innerWidth")
            self.size(width, max(height, 400))
            self.driver.save_screenshot(os.path.join(self.folder, name + ".png"))
            self.size(width)


def every_page(person, how, languages=("id", "en"), contrast=True):
    """Each page of choosing and mistyping."""
    for language in languages:
        def look(what):
            person.look(f"{how}_{what}_{language}", contrast)
        person.open("/?lang=" + language)
        look("offices")
        for what, path in (("earliest", "/?sort=earliest&service=epaspor"), ("found", "/?q=medan"),
                           ("none_found", "/?q=cimahi"), ("services", "/book/AD"), ("whatsapp", "/book/BG"),
                           ("dates", "/book/AD/paspor"), ("find", "/find"), ("closed", "/book/AD/paspor/2020-01-01")):
            person.open(path)
            look(what)
        person.open("/book/AD/paspor")
        person.click("a.day")
        look("hours")
        person.click("a.slot")
        look("details")
        person.type(name="123", nik="3273010101900000")
        person.click('form[action="/book"] button[type=submit]')
        look("wrong")


def errors_are_told(person):
    person.open("/book/AD/paspor?lang=id")
    person.click("a.day")
    person.click("a.slot")
    person.click('form[action="/book"] button[type=submit]')
    assert person.driver.title.startswith("Ada yang salah: "), person.driver.title
    on = person.driver.switch_to.active_element
    assert "alert" in on.get_attribute("class"), "the focus is not on the summary"
    person.driver.execute_script("arguments[0].click()", person.find('.alert a[href="#nik"]'))
    on = person.driver.switch_to.active_element
    assert on.get_attribute("id") == "nik", on.get_attribute("id")


def back_never_breaks(person):
    """Wrong, wrong again, right: Back always shows the page before, never a browser's own page."""
    person.open("/book/JE/paspor?lang=id")
    person.click("a.day")
    person.click("a.slot")
    details = person.driver.current_url
    person.type(name="Siti Aminah", nik="1", mail="siti@contoh.id")
    person.click("#details button.button[type=submit]")
    person.type(nik="3273010101900002")
    person.driver.back()
    person.wait.until(lambda d: d.current_url == details)
    assert person.find("#name"), "Back after an error"
    person.type(name="Siti Aminah", nik="2", mail="siti@contoh.id")
    person.click("#details button.button[type=submit]")
    assert person.find(".alert")
    person.type(name="Siti Aminah", nik="3273010101900011", mail="siti@contoh.id")
    person.click("#details button.button[type=submit]")
    assert "/booking/" in person.driver.current_url, person.driver.current_url
    old = person.find("html")
    person.driver.back()
    person.left(old)
    # Not the browser's "Confirm Form Resubmission".
    assert person.driver.current_url == details and person.find("#name"), person.driver.title


def enter_books_and_does_not_switch_the_language(person):
    person.open("/book/JE/paspor?lang=id")
    person.click("a.day")
    person.click("a.slot")
    person.type(name="Siti Aminah", nik="3273010101900009", mail="siti@contoh.id")
    old = person.find("html")
    person.find("#mail").send_keys(Keys.ENTER)
    person.left(old)
    assert "/booking/" in person.driver.current_url or person.find(".alert"), person.driver.current_url
    assert person.find("html").get_attribute("lang") == "id"


def keeps_what_was_typed(person):
    person.open("/book/FB/paspor?lang=id")
    person.click("a.day")
    person.click("a.slot")
    person.type(name="Nur’aini", nik="3273010101900000")
    person.click("button.lang:not(.sr)")
    assert person.find("html").get_attribute("lang") == "en"
    assert person.find("#name").get_attribute("value") == "Nur’aini"
    assert person.find("#nik").get_attribute("value") == "3273010101900000"
    person.type(mail="nur@contoh.id")
    person.click('form[action="/book"] button.button[type=submit]')
    assert person.driver.title.startswith("Error: "), person.driver.title
    person.driver.execute_script("arguments[0].click()", person.find("#card-says-so"))
    person.click('form[action="/book"] button.button[type=submit]')
    assert not person.driver.title.startswith("Error: "), person.driver.title
    person.open("/?lang=id")


def near_me(person):
    """The browser sorts; nothing is sent."""
    person.open("/?lang=id")
    origin = person.url
    person.driver.execute_cdp_cmd("Browser.grantPermissions", {"origin": origin, "permissions": ["geolocation"]})
    person.driver.execute_cdp_cmd("Emulation.setGeolocationOverride",
                                  {"latitude": 3.6, "longitude": 98.7, "accuracy": 100})
    address = person.driver.current_url
    person.find("button[data-near]").click()
    person.wait.until(lambda d: person.find("[data-near-said]").text.startswith("Diurutkan"))
    names = [one.text for one in person.driver.find_elements(By.CSS_SELECTOR, "li.office .name")]
    assert names[0] == "Medan (Polonia)" and names[-1] == "Makassar", names
    assert person.find("li.office .far").text == "< 15 km", person.find("li.office .far").text
    assert person.driver.current_url == address
    asked = person.driver.execute_script("return performance.getEntriesByType('resource').map((one) => one.name)")
    # The digests in the addresses of the portal's own files may have any digits.
    assert not [one for one in asked if "/static/" not in one and ("98" in one or "3.6" in one)], asked
    person.look("near_me")
    person.driver.execute_cdp_cmd("Browser.setPermission",
                                  {"origin": origin, "permission": {"name": "geolocation"}, "setting": "denied"})
    person.open("/")
    person.find("button[data-near]").click()
    person.wait.until(lambda d: person.find("[data-near-said]").text.startswith("Lokasi Anda tidak"))
    person.driver.execute_cdp_cmd("Browser.resetPermissions", {})


def by_keyboard(person):
    """Tab and Enter alone lead from the first page to the summary of what is wrong."""
    person.open("/?lang=id")
    body = person.find("body")

    def tab_to(selector):
        for _ in range(150):
            person.driver.switch_to.active_element.send_keys(Keys.TAB)
            on = person.driver.switch_to.active_element
            if person.driver.execute_script("return arguments[0].matches(arguments[1])", on, selector):
                outline = person.driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", on)
                assert outline != "none", (selector, "the focus is not seen")
                return on
        raise AssertionError("no Tab reaches " + selector)

    body.send_keys(Keys.TAB)
    for selector in ('a.name[href="/book/P1/paspor"]', "a.day", "a.slot", "#details button.button[type=submit]"):
        old = person.find("html")
        tab_to(selector).send_keys(Keys.ENTER)
        person.left(old)
    assert person.driver.title.startswith("Ada yang salah: ")


def without_scripts(person):
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        person.driver.get(person.url + "/?lang=en")
        person.find("#q").send_keys("tangerang" + Keys.ENTER)
        WebDriverWait(person.driver, PATIENCE).until(lambda d: "q=tangerang" in d.current_url)
        assert not person.driver.find_elements(By.CSS_SELECTOR, "button[data-near]:not([hidden])")
        for selector, reached in (("a.name", "/book/J1/paspor"), ("a.day", "/book/J1/paspor/"), ("a.slot", ":00")):
            link = person.find(selector).get_attribute("href")
            person.driver.get(link)
            assert reached in person.driver.current_url
        person.find("#name").send_keys("Budi")
        person.find("button.lang:not(.sr)").click()
        person.wait.until(lambda d: d.title.startswith("Isi data diri"))
        assert person.find("#name").get_attribute("value") == "Budi"
        person.find("#details button.button[type=submit]").click()
        person.wait.until(lambda d: d.title.startswith("Ada yang salah: "))
        assert "alert" in person.driver.switch_to.active_element.get_attribute("class")
    finally:
        person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def main():
    folder = sys.argv[2] if len(sys.argv) > 2 else ""
    with portal(sys.argv[1], SETTINGS) as url, a_browser() as driver:
        person = Person(driver, url, folder)
        person.size(1280)
        every_page(person, "wide")
        for step in (errors_are_told, back_never_breaks, enter_books_and_does_not_switch_the_language,
                     keeps_what_was_typed, near_me, by_keyboard, without_scripts):
            step(person)
        # 320 px are also what a window of 640 px shows of a page at 200 %.
        person.size(320, 640)
        every_page(person, "narrow")
        person.size(1280)
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": "dark"}]})
        every_page(person, "forced", ("id",), contrast=False)
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
        every_page(person, "print", ("en",), contrast=False)
        heard = [one for one in complaints(driver) if " 422 " not in one["message"]]
        assert not heard, heard
        print(f"looked at {person.looked} pages, and axe found nothing")


main()
