"""Each role signed in, in a real browser, by keyboard alone: what they may do is there, what they may not is
refused, and a supervisor's PIN is asked where one is needed.

    office_roles.py DEMO_PROGRAM [FOLDER_FOR_PICTURES]
"""
import os
import re
import sys

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from demo_in_browser import complaints, demo_in_browser


class Roles:
    def __init__(self, driver, desk, pictures):
        self.driver, self.desk, self.pictures = driver, desk, pictures
        self.wait = WebDriverWait(driver, 20)

    def until(self, what, true_now):
        try:
            return self.wait.until(lambda _: true_now())
        except Exception as error:
            self.picture("failed")
            raise AssertionError("never happened: " + what) from error

    def picture(self, name):
        """Every page that is worth a picture is one that axe looks through."""
        found = [] if name == "failed" else violations(self.driver)
        assert not found, f"{name}: {found}"
        if self.pictures:
            self.driver.save_screenshot(os.path.join(self.pictures, "roles-" + name + ".png"))

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.driver.execute_script("return document.querySelector(arguments[0]).innerText", selector)

    def press(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def tab_to(self, selector):
        """Walks with the tabulator, as whoever has no mouse does."""
        for _ in range(80):
            if self.driver.execute_script("return document.activeElement.matches(arguments[0])", selector):
                return
            self.press(Keys.TAB)
        self.picture("failed")
        raise AssertionError("the tabulator never reaches " + selector)

    def sign_in(self, user, shown):
        self.driver.get(self.desk + "/as/" + user)
        self.until(user + " is signed in", lambda: shown in self.text(".top"))
        self.picture(user)

    def clerk(self):
        self.sign_in("siti", "Siti")
        self.until("the page is live", lambda: self.find("html").get_attribute("data-feed") == "live")
        usual = self.find("#walk-class").get_attribute("value")
        self.tab_to("#walk-class")
        self.press(Keys.DOWN)
        assert self.find("#walk-class").get_attribute("value") != usual, "there is one class only"
        self.tab_to("#walk-form button")
        self.press(Keys.ENTER)
        number = self.until("a walk-in's number", lambda: re.fullmatch("[A-Z][0-9]{3}", self.text("#said-number"))
                            and self.text("#said-number"))
        self.until("the next person is not given this person's class",
                   lambda: self.find("#walk-class").get_attribute("value") == usual)
        answer = self.ask("/console/command", {"command": "call_next", "counter": 1})
        assert answer == [403, "not_allowed"], answer
        return number

    def ask(self, path, body):
        return self.driver.execute_async_script(
            "const done = arguments[2]; fetch(arguments[0], { method: 'POST', headers: { 'Content-Type':"
            " 'application/json' }, body: JSON.stringify(arguments[1]) }).then(async (answer) =>"
            " done([answer.status, (await answer.json()).reason]))", path, body)

    def reports(self):
        """What the reports answer to whoever is signed in now."""
        return self.driver.execute_async_script(
            "const done = arguments[0]; fetch('/reports/day/2026-11-24').then((answer) => done(answer.status))")

    def officer(self, number):
        self.sign_in("sari", "Sari")
        assert self.reports() == 403, "an officer reads reports"
        self.tab_to("#login")
        self.press(Keys.ENTER)
        self.until("at the counter", lambda: self.text("#login").startswith("Tinggalkan"))
        self.tab_to("[data-command=open_counter]")
        self.press(Keys.ENTER)
        self.until("open", lambda: self.find("#state").get_attribute("data-state") == "open")
        self.press(Keys.F2)
        self.until("called", lambda: self.text("#number") == number)
        self.press(Keys.F8)
        self.until("served", lambda: self.find("#now").get_attribute("data-phase") == "serving")

        # Hit a moment too early, and taken back.
        def finished():
            self.press(Keys.F9)
            return self.text("#number") == "–"
        self.until("finished", finished)
        self.until("undo is offered",
                   lambda: self.find("[data-command=undo_finish]").get_attribute("aria-disabled") == "false")
        self.tab_to("[data-command=undo_finish]")
        self.press(Keys.ENTER)
        self.until("served again", lambda: self.text("#number") == number)
        answer = self.ask("/console/command", {"command": "close_day", "supervisor": "the boss"})
        assert answer == [403, "supervisor_needed"], answer

    def lent(self):
        """The officer closes the day with a supervisor's PIN: first a wrong one, and what was typed stays."""
        self.tab_to("#day-button")
        self.press(Keys.ENTER)
        self.until("the choice", lambda: self.driver.execute_script("return document.querySelector('#ask').open"))
        self.picture("day")
        self.tab_to("#ask .fields .choice:first-child button")
        self.press(Keys.ENTER)
        self.until("the PIN is asked", lambda: self.driver.find_elements(By.CSS_SELECTOR, "#ask [name=supervisor_pin]"))
        self.tab_to("#ask [name=supervisor_user]")
        self.press("rina")
        self.tab_to("#ask [name=supervisor_pin]")
        self.press("918273")
        self.press(Keys.ENTER)
        self.until("refused", lambda: "PIN" in self.text("#answer") or "salah" in self.text("#answer"))
        self.picture("wrong-pin")
        assert "tutup" not in self.text("#day")
        self.tab_to("#day-button")
        self.press(Keys.ENTER)
        self.tab_to("#ask .fields .choice:first-child button")
        self.press(Keys.ENTER)
        self.until("it is asked again",
                   lambda: self.driver.find_elements(By.CSS_SELECTOR, "#ask [name=supervisor_pin]"))
        assert self.find("#ask [name=supervisor_user]").get_attribute("value") == "rina", "what was typed is lost"
        assert self.find("#ask [name=supervisor_pin]").get_attribute("value") == "", "the page keeps a PIN"
        self.press(Keys.ESCAPE)
        self.until("given up", lambda: not self.driver.execute_script("return document.querySelector('#ask').open"))

    def supervisor(self):
        self.sign_in("rina", "Rina")
        answer = self.ask("/console/command", {"command": "close_day"})
        assert answer[0] == 200, answer
        self.until("the day is closed", lambda: "tutup" in self.text("#day"))
        self.picture("closed")
        self.driver.get(self.driver.execute_script("return location.origin") + "/reports")
        self.until("the supervisor reads reports", lambda: "/reports/day/" in self.driver.current_url
                   and "Kedatangan" in self.text("main"))
        self.picture("reports")

    def technician(self):
        self.sign_in("tono", "Tono")
        assert self.reports() == 403, "a technician reads reports"
        self.until("people are listed", lambda: "Rina" in self.text("#people") and "Demo" in self.text("#machines"))
        self.picture("people")
        answer = self.ask("/console/command", {"command": "open_day", "day": "2026-11-27"})
        assert answer == [403, "not_allowed"], answer
        self.tab_to(".sign-out")
        self.press(Keys.ENTER)
        self.until("signed out", lambda: "/sign-in" in self.driver.current_url)
        self.picture("sign-in")


def main():
    with demo_in_browser(sys.argv[1], r"technician: (\S+)/as/sari,") as (driver, (desk,)):
        roles = Roles(driver, desk, sys.argv[2] if len(sys.argv) > 2 else "")
        number = roles.clerk()
        roles.officer(number)
        roles.lent()
        roles.supervisor()
        roles.technician()
        heard = [one for one in complaints(driver) if " 403 " not in one["message"]]
        assert not heard, heard
        print(f"{number} by each role")


main()
