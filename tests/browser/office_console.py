#!/usr/bin/python3
"""The officer's console before a real office, by keyboard: who is there, keys that are hit twice, undo, transfer, a
counter that somebody else works at, a list that changes under the focus, an office that is killed and comes back;
both languages, narrow windows, colours of the person's own, and axe in every state.

    office_console.py ANTREAN_OFFICE [FOLDER_FOR_PICTURES]
"""
import os
import sys
import tempfile

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from axe import violations
from demo_in_browser import browser, complaints
from real_office import Person, real_office

PATIENCE = 30
WIDTHS = {"phone": (390, 844), "tablet": (820, 1180), "at 200 %": (683, 384), "desk": (1366, 768)}


class Console:
    def __init__(self, driver, office, pictures):
        self.driver, self.office, self.pictures = driver, office, pictures
        self.wait = WebDriverWait(driver, PATIENCE)
        self.seen = set()

    # What the page shows

    def until(self, what, true_now):
        try:
            return self.wait.until(lambda _: true_now())
        except Exception as error:
            self.picture("failed")
            raise AssertionError("never happened: " + what) from error

    def picture(self, name):
        if self.pictures:
            self.driver.save_screenshot(os.path.join(self.pictures, "console-" + name.replace(" ", "-") + ".png"))

    def script(self, text, *values):
        return self.driver.execute_script(text, *values)

    def text(self, selector):
        return self.script("return document.querySelector(arguments[0]).innerText.trim()", selector)

    def shown(self, selector):
        return self.script("const one = document.querySelector(arguments[0]);"
                           " return Boolean(one && one.checkVisibility())", selector)

    def possible(self, command):
        return self.script("return document.querySelector(`[data-command=${arguments[0]}]`)"
                           ".getAttribute('aria-disabled') === 'false'", command)

    def number(self):
        return self.text("#number")

    def phase(self):
        return self.script("return document.querySelector('#now').dataset.phase")

    def live(self):
        return self.script("return document.documentElement.dataset.feed === 'live'")

    def says(self, part):
        self.until(f"it says '{part}'", lambda: part in self.text("#answer"))

    def focused(self):
        return self.script("const one = document.activeElement;"
                           " return one.getAttribute('aria-label') || one.id || one.tagName")

    # What the officer does

    def press(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def tab_to(self, selector):
        for _ in range(120):
            if self.script("return document.activeElement.matches(arguments[0])", selector):
                return
            self.press(Keys.TAB)
        self.picture("failed")
        raise AssertionError("the tabulator never reaches " + selector)

    def press_until(self, what, keys, true_now):
        """A key just after a call is held back, and whoever meant it presses again."""
        def pressed():
            if true_now():
                return True
            self.press(keys)
            return False
        self.until(what, pressed)

    def dialog(self):
        return self.script("return document.querySelector('#ask').open")

    def come(self, person, counter):
        """At this person's machine."""
        self.driver.get(self.office.url + "/sign-in")
        cookie = person.session()
        self.driver.add_cookie({"name": cookie.name, "value": cookie.value, "httpOnly": True, "sameSite": "Strict"})
        self.driver.get(f"{self.office.url}/?counter={counter}")
        self.until("the page is live", self.live)
        self.until("the counter is known", lambda: self.script("return details !== null"))

    def look_through(self, state):
        """Axe, and that nothing is cut off, in both languages and every width."""
        if state in self.seen:
            return
        self.seen.add(state)
        for language in ("id", "en"):
            self.script("speak(arguments[0])", language)
            found = violations(self.driver)
            assert not found, (state, language, found)
            for name, (width, height) in WIDTHS.items():
                self.size(width, height)
                self.nothing_cut_off(f"{state}, {language}, {name}")
                self.picture(f"{state} {language} {name}")
            self.size(*WIDTHS["desk"])
        self.script("speak('id')")

    def size(self, width, height):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def nothing_cut_off(self, where):
        wide = self.script("""
            const room = document.documentElement.clientWidth;
            const over = [...document.querySelectorAll('body *')].filter((one) => {
              const box = one.getBoundingClientRect();
              return box.width > 1 && one.checkVisibility() && !one.closest('.sr, .skip') &&
                getComputedStyle(one).clipPath === 'none' && !one.closest('thead') && box.right > room + 1; });
            const cut = [...document.querySelectorAll('button, dd, .number, .who strong, .next')].filter((one) =>
              one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 &&
              getComputedStyle(one).display !== 'inline');
            const named = over.concat(cut).map((one) => one.outerHTML.slice(0, 90));
            return [document.documentElement.scrollWidth > room, named];
            """)
        assert wide == [False, []], (where, wide)

    # The journey

    def begin(self, clerk, sari):
        self.come(sari, 1)
        assert self.phase() == "closed"
        self.look_through("closed")
        self.tab_to("#login")
        self.press(Keys.ENTER)
        self.until("she works here", lambda: self.text("#login") == "Tinggalkan loket")
        assert self.text("#counters .mine .name").endswith("Siti Sari Rahmawati")
        self.press(Keys.SHIFT, Keys.F8)
        self.until("open", lambda: self.phase() == "free")
        self.look_through("free")
        numbers = [clerk.do("walk_in", service="paspor")["numbers"][0] for _ in range(6)]
        self.until("all are listed", lambda: self.text("#count-waiting") == "6")
        self.until("who is next is told", lambda: numbers[0] in self.text("#next"))
        self.until("with their class", lambda: "Datang langsung" in self.text("#rows"))
        return numbers

    def hit_twice(self, numbers):
        """S2: the second press would end a service that nobody has seen begin."""
        self.press(Keys.F2, Keys.F2)
        self.until("called", lambda: self.number() == numbers[0])
        self.until("it has been said or not even asked", lambda: not self.script("return busy"))
        assert self.number() == numbers[0], self.number()
        self.press(Keys.F2)
        self.says("dua kali")
        assert self.number() == numbers[0], self.number()
        self.office.guard("100ms")
        self.until("who it is", lambda: self.text("#name") == "Tanpa pesanan")
        self.until("how often called again", lambda: self.recall_seen())
        self.look_through("called")

    def recall_seen(self):
        self.press(Keys.F4)
        return "1×" in self.text("#facts")

    def serve_and_undo(self, budi, numbers):
        self.press(Keys.F8)
        self.until("served", lambda: self.phase() == "serving")
        self.look_through("serving")
        self.press(Keys.F9)
        self.until("finished", lambda: self.number() == "–")
        self.until("undo is offered", lambda: self.possible("undo_finish") and numbers[0] in self.text("#undo-label"))
        self.press(Keys.SHIFT, Keys.F9)
        self.until("back again", lambda: self.number() == numbers[0] and self.phase() == "serving")
        # On to the next stage, where they are called: too late, and it says why.
        self.press(Keys.F9)
        self.until("finished again", lambda: self.number() == "–")
        budi.do("login", counter=2, officer="budi")
        budi.do("open_counter", counter=2)
        budi.do("call_next", counter=2)
        self.until("undo is no longer offered", lambda: not self.possible("undo_finish"))
        self.press(Keys.SHIFT, Keys.F9)
        self.says(numbers[0] + " sedang di loket 2")
        budi.do("start", counter=2)
        status, seen = budi.ask("/console/counter/2")
        assert status == 200 and [step["kind"] for step in seen["person"]["steps"]] == ["finished"], seen
        budi.do("finish", counter=2)

    def rows_keep_the_focus(self, clerk, budi, numbers):
        """S7: the feed changes while a button of a row has the focus."""
        self.tab_to("#list tr:nth-child(3) [data-row=row_more]")
        label = self.focused()
        assert numbers[3] in label, (label, numbers)
        clerk.do("walk_in", service="paspor", class_key="priority")
        budi.do("logout", counter=2)
        budi.do("login", counter=3, officer="budi")
        budi.do("open_counter", counter=3)
        called = budi.do("call_next", counter=3)["numbers"][0]
        self.until("one came and one went", lambda: called not in self.text("#rows") and "C001" in
                   self.text("#rows") + called)
        assert self.focused() == label, (self.focused(), label)
        self.press(Keys.ARROW_DOWN)
        assert numbers[4] in self.focused(), self.focused()
        self.press(Keys.ARROW_UP)
        assert self.focused() == label
        # Its row goes: the list has the focus and not the page.
        budi.do("start", counter=3)
        budi.do("finish", counter=3)
        budi.do("cancel_ticket", number=numbers[3], reason="Pulang")
        self.until("the row is gone", lambda: numbers[3] not in self.text("#rows"))
        assert self.focused() == "list", self.focused()

    def transfer(self, budi):
        """Only what can be is offered; Esc does nothing, Enter does it."""
        self.press_until("called", Keys.F2, lambda: self.number() != "–")
        number = self.number()
        budi.ask("/console/command", {"command": "close_counter", "counter": 3})
        self.press(Keys.SHIFT, Keys.F7)
        self.until("it asks where to", self.dialog)
        targets = self.script("return [...document.querySelectorAll('#ask option')].map((one) => one.value)")
        assert "#3" not in targets and "#1" not in targets and "paspor/foto" in targets and "#2" in targets, targets
        self.look_through("transfer")
        self.press(Keys.ESCAPE)
        self.until("given up", lambda: not self.dialog())
        assert self.number() == number
        self.press(Keys.SHIFT, Keys.F7)
        self.until("it asks again", self.dialog)
        self.script("document.querySelector('#ask [name=to]').value = 'paspor/foto'")
        self.tab_to("#ask [name=reason]")
        self.press("Berkas lengkap", Keys.ENTER)
        self.until("sent on", lambda: self.number() == "–")

    def lists(self):
        self.press_until("called", Keys.F2, lambda: self.number() != "–")
        parked = self.number()
        self.press(Keys.F7)
        self.until("it asks why", self.dialog)
        self.tab_to("#ask [name=reason]")
        self.press("Fotokopi", Keys.ENTER)
        self.until("on hold", lambda: self.number() == "–" and self.text("#count-parked") == "1")
        self.tab_to("#tab-waiting")
        self.press(Keys.ARROW_LEFT)
        self.until("the list of who is on hold", lambda: parked in self.text("#rows"))
        self.look_through("on hold")
        self.tab_to("[data-row=row_resume]")
        self.press(Keys.ENTER)
        self.until("served again", lambda: self.number() == parked and "Fotokopi" in self.text("#notes"))
        self.look_through("notes")
        self.press(Keys.SHIFT, Keys.F8)
        self.until("it asks why", self.dialog)
        self.tab_to("#ask [name=reason]")
        self.press("Salat", Keys.ENTER)
        self.until("paused, and why", lambda: "Salat" in self.text("#state"))
        self.look_through("paused")
        self.press(Keys.SHIFT, Keys.F8)
        self.until("open", lambda: "Salat" not in self.text("#state"))
        self.script("document.querySelector('#tab-waiting').click()")

    def taken_over(self, sari, budi):
        """Somebody else comes here: knowingly, and whoever was here is told."""
        budi.do("logout", counter=3)
        refused = budi.ask("/console/command", {"command": "login", "counter": 1, "officer": "budi"})
        assert refused[0] == 409 and "Siti Sari Rahmawati" in refused[1]["id"], refused
        budi.do("login", counter=1, officer="budi", take_over=True)
        self.says("Budi Santoso sekarang bertugas di loket ini")
        self.until("who is here is told", lambda: "Budi Santoso sedang bertugas" in self.text("#other"))
        self.look_through("somebody else")
        self.tab_to("#other-do")
        self.press(Keys.ENTER)
        self.until("it asks whether it is meant", self.dialog)
        assert "Budi Santoso" in self.text("#ask")
        self.look_through("take over")
        self.tab_to("#ask [value=go]")
        self.press(Keys.ENTER)
        self.until("hers again", lambda: self.text("#login") == "Tinggalkan loket" and not self.shown("#other"))

    def killed(self):
        """S8: the office stops in the middle of a command, dies, and comes back by itself."""
        before = self.number()
        self.office.hold()
        self.press(Keys.F9)
        self.says("Belum ada jawaban")
        assert not self.possible("finish"), "a second press would go out"
        self.until("the page says that it is out of date", lambda: self.shown(".stale"))
        self.office.kill()
        self.says("Belum pasti")
        assert self.script("return document.querySelector('#answer').classList.contains('no')")
        self.look_through("lost")
        # What is being typed is kept.
        self.press(Keys.F7)
        self.until("it asks why", self.dialog)
        self.tab_to("#ask [name=reason]")
        self.press("Ke bank")
        self.office.start()
        self.until("live again", self.live)
        self.says("Tersambung lagi. Belum pasti")
        self.until("no banner", lambda: not self.shown(".stale"))
        assert not self.script("return document.querySelector('#answer').classList.contains('no')")
        assert before in self.text("#answer"), self.text("#answer")
        assert self.dialog() and self.script("return document.querySelector('#ask [name=reason]').value") == "Ke bank"
        self.press(Keys.ESCAPE)
        self.until("given up", lambda: not self.dialog())
        self.until("she may go on", lambda: self.possible("finish"))
        self.press(Keys.F9)
        self.until("done", lambda: self.number() == "–")
        self.until("nothing is left of it", lambda: self.text("#answer") == "")

    def own_language(self):
        self.tab_to("#language")
        self.press(Keys.ENTER)
        assert self.text("[data-command=recall] b") == "Call again"
        self.driver.refresh()
        self.until("live", self.live)
        assert self.text("[data-command=recall] b") == "Call again"
        assert self.script("return document.documentElement.lang") == "en"
        foreign = self.script("return [...document.querySelectorAll('[lang]')].filter((one) => one !=="
                              " document.documentElement).map((one) => one.id)")
        assert foreign == ["language"], foreign
        self.tab_to("#language")
        self.press(Keys.ENTER)
        assert self.text("[data-command=recall] b") == "Panggil ulang"
        self.tab_to("#keys-button")
        self.press(Keys.ENTER)
        self.until("the keys", self.dialog)
        self.look_through("keys")
        self.press(Keys.ESCAPE)

    def own_colours(self):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "forced-colors", "value": "active"}, {"name": "prefers-reduced-motion", "value": "reduce"}]})
        assert self.script("return matchMedia('(forced-colors: active)').matches")
        for selector in ("[data-command=call_next]", "#counter", "#tab-waiting", "#day-button"):
            self.tab_to(selector)
            outline = self.script("const style = getComputedStyle(document.activeElement);"
                                  " return [style.outlineStyle, parseFloat(style.outlineWidth)]")
            assert outline[0] != "none" and outline[1] >= 2, (selector, outline)
        borders = self.script("return [...document.querySelectorAll('button')].filter((one) => one.checkVisibility() &&"
                              " parseFloat(getComputedStyle(one).borderBottomWidth) === 0).length")
        assert borders == 0, borders
        found = violations(self.driver, contrast=False)
        assert not found, found
        self.picture("forced colours")
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def main():
    pictures = sys.argv[2] if len(sys.argv) > 2 else ""
    # A second press is held back for longer than this takes.
    with real_office(sys.argv[1], guard="120s") as office, tempfile.TemporaryDirectory() as profile:
        driver = browser(profile)
        try:
            clerk, sari, budi = (Person(office, user) for user in ("siti", "sari", "budi"))
            status, answer = clerk.ask("/console/counter/1")
            assert status == 403 and "person" not in answer, answer
            console = Console(driver, office, pictures)
            console.size(*WIDTHS["desk"])
            numbers = console.begin(clerk, sari)
            console.hit_twice(numbers)
            console.serve_and_undo(budi, numbers)
            console.rows_keep_the_focus(clerk, budi, numbers)
            console.transfer(budi)
            console.lists()
            console.taken_over(sari, budi)
            console.own_language()
            console.own_colours()
            heard = complaints(driver, refusals_are_answers=True)
            assert not heard, heard
            console.killed()
        finally:
            driver.quit()
    print(f"{len(console.seen)} states, each in two languages and {len(WIDTHS)} widths")


main()
