#!/usr/bin/python3
"""An officer's and an entrance clerk's morning on the office's own pages, in a real browser: every button they have,
once.

usage: office_morning.py ANTREAN_DEMO CONFIG_FOLDER [FOLDER_FOR_PICTURES]
It needs python3-selenium, chromium and chromium-driver.
"""
import os
import re
import shutil
import sys
import time

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from demo_in_browser import complaints, demo_in_browser, digits_of_mail, said

PATIENCE = 30
STAGE = """
[[service.stage]]
key = "ambil"
name_id = "Pengambilan"
name_en = "Collection"
pool = "ambil"
series = "pickup"

[[service.walk_in]]
reasons = ["hilang", "rusak"]
"""
MORE = """
[[officer]]
key = "sari"
name = "Sari"
[[officer]]
key = "budi"
name = "Budi"
[series.pickup]
letters = "D"
"""

APPLICANT = "Siti Rahayu"
ANOTHER = "Made Wirawan"
BOTTLE = "8991234567890"
SCANNER_MS = 12   # between two keys of a scanner that types
FINGER_MS = 120   # and of a quick typist
HARDLY_A_PAUSE_MS = 100


def office_settings(shipped, folder):
    """The demo's office with officers, a second stage with numbers of its own, and reasons for walk-in."""
    config = os.path.join(folder, "config")
    shutil.copytree(shipped, config)
    path = os.path.join(config, "demo", "office.toml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for old, new in (("\n[[service.walk_in]]\nreasons = []\n", STAGE), ("\n[call]\n", MORE + "\n[call]\n"),
                     ('id = 3\nserves = ["paspor/layanan"]', 'id = 3\nserves = ["ambil"]')):
        assert old in text, old
        text = text.replace(old, new, 1)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return config


class Morning:
    def __init__(self, driver, portal, office, numbers, pictures):
        self.driver, self.portal, self.office, self.numbers, self.pictures = driver, portal, office, numbers, pictures
        self.wait = WebDriverWait(driver, PATIENCE)
        self.typed_at = 0

    def picture(self, name):
        if self.pictures:
            self.driver.save_screenshot(os.path.join(self.pictures, name + ".png"))

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.driver.execute_script(
            "const one = document.querySelector(arguments[0]); return one ? one.textContent.trim() : ''", selector)

    def until(self, what, true_now):
        try:
            return self.wait.until(lambda _: true_now())
        except Exception as error:
            self.picture("failed")
            raise AssertionError("never happened: " + what) from error

    def click(self, selector):
        self.until(selector + " can be clicked", lambda: self.driver.execute_script(
            "const one = document.querySelector(arguments[0]);"
            " if (!one || one.disabled || one.getAttribute('aria-disabled') === 'true') return false;"
            " one.click(); return true", selector))

    def click_with_text(self, within, text):
        self.until(f"'{text}' in {within} can be clicked", lambda: self.driver.execute_script(
            "for (const one of document.querySelectorAll(arguments[0] + ' button'))"
            " if (one.textContent.startsWith(arguments[1]) && !one.disabled)"
            " { one.click(); return true; } return false", within, text))

    def answer(self, **values):
        """Fills in the dialog and says yes."""
        self.until("the dialog", lambda: self.driver.execute_script("return document.querySelector('#ask').open"))
        for name, value in values.items():
            self.driver.execute_script(
                "document.querySelector('#ask [name=' + arguments[0] + ']').value = arguments[1]", name, value)
        self.click("#ask [value=go]")

    def choose(self, selector, value):
        Select(self.find(selector)).select_by_value(value)

    def number(self):
        return self.text("#number")

    def until_number(self, number, phase=None):
        self.until(f"{number} at the counter", lambda: self.number() == number and
                   (phase is None or self.find("#now").get_attribute("data-phase") == phase))

    def press_until_number(self, selector, number):
        """A press just after a call is held back (pad_guard), and whoever meant it presses again."""
        def pressed():
            if self.number() == number:
                return True
            self.driver.execute_script(
                "const one = document.querySelector(arguments[0]); if (one && !one.disabled) one.click()", selector)
            return False
        self.until(f"{number} at the counter, by {selector}", pressed)

    def follow(self, selector):
        link = self.until(selector, lambda: self.find(selector))
        address = self.driver.current_url
        self.driver.execute_script("arguments[0].click()", link)
        self.until("the page after " + selector, lambda: self.driver.current_url != address and
                   self.driver.execute_script("return document.readyState") == "complete")

    def book(self, name, nik):
        self.driver.get(self.portal)
        for selector in ('a[href^="/book/AD"]', "a.day", "a.slot:not(.full)"):
            self.follow(selector)
        for field, text in (("name", name), ("nik", nik), ("mail", "pemohon@example.com")):
            self.find(f"[name={field}]").send_keys(text)
        self.click('form[action="/book"] button[type=submit]')
        self.until("the place is held", lambda: self.find("#digits"))
        booking = self.driver.current_url
        self.find("#digits").send_keys(self.until("the mail", lambda: digits_of_mail(said.desk, booking)))
        self.click("#digits-form button")
        return self.until("the code", lambda: self.text("p.code"))

    # The clerk

    def entrance(self, code):
        self.driver.get(self.office + "/entrance")
        self.until("the entrance page is live", lambda: self.find("html").get_attribute("data-feed") == "live")
        self.picture("entrance-idle")
        # Only a code that was pulled can be typed in; the QR needs no network, but letters hold no signature.
        self.until("the booking has come from the portal", lambda: self.driver.execute_async_script(
            "const done = arguments[1];"
            " fetch('/entrance/find', { method: 'POST', headers: { 'Content-Type': 'application/json' },"
            " body: JSON.stringify({ name: arguments[0], hour: '' }) }).then((answer) => answer.json())"
            ".then((answer) => done(answer.found.length > 0))", APPLICANT))
        self.choose("#code-class", "priority")
        self.find("#code").send_keys(code.lower())
        self.click("#code-form button")
        booked = self.until("a number", lambda: re.fullmatch(r"C[0-9]{3}", self.text("#said-number"))
                            and self.text("#said-number"))
        self.until("how long it waits, or that it cannot be said", lambda: self.text("#said-wait"))
        self.picture("entrance-admitted")
        self.find("#code").send_keys(code)
        self.click("#code-form button")
        self.until("the second scan says so", lambda: booked in self.text("#said-message")
                   and self.find("#said").get_attribute("data-kind") == "used")
        self.picture("entrance-used")
        self.find("#name").send_keys("nobody of that name")
        self.click("#find-form button")
        self.until("nobody is found", lambda: "Tidak ditemukan" in self.text("#found-count"))
        self.driver.execute_script(
            "window.reach = window.fetch; window.fetch = () => Promise.reject(new Error('no network'))")
        self.click("#find-form button")
        self.until("no answer is not taken for nobody", lambda: "Tidak ada jawaban" in self.text("#found-count")
                   and "Tidak ditemukan" not in self.text("#found-count"))
        self.driver.execute_script("window.fetch = window.reach")
        self.find("#name").clear()
        self.find("#name").send_keys(APPLICANT.split()[0].lower())
        self.click("#find-form button")
        self.until("who booked is found by name, and is in already", lambda: APPLICANT in self.text("#found")
                   and re.search("Sudah masuk pukul [0-9.]+, nomor " + booked, self.text("#found")))
        self.picture("entrance-found")
        self.choose("#walk-reason", "hilang")
        self.click("#walk-form button")
        first = self.until("a walk-in's number", lambda: re.fullmatch(r"A[0-9]{3}", self.text("#said-number"))
                           and self.text("#said-number"))
        second = self.walk_in_whose_answer_is_lost()
        return booked, first, second

    def walk_in_whose_answer_is_lost(self):
        """Whoever asks again because no answer came gets the number that was given, not another."""
        before = self.tickets()
        # The feed brings the number before the answer is given up: the other way about, the number takes the
        # place of "no answer" at once.
        self.driver.execute_script("""
            window.reach = window.fetch;
            window.fetch = async (...asked) => {
              await window.reach(...asked);
              while (snapshot.tickets.length === arguments[0]) await new Promise((done) => setTimeout(done, 10));
              throw new Error('the answer is lost');
            };""", len(before))
        self.click("#walk-form button")
        self.until("no answer came", lambda: "Tidak ada jawaban" in self.text("#report-words"))
        given = self.until("a number was given", lambda: [one for one in self.tickets() if one not in before])
        self.driver.execute_script("window.fetch = window.reach")
        self.click("#walk-form button")
        self.until("the number that was given", lambda: given[0] in self.text("#report-words"))
        assert self.text("#said-number") == given[0], self.text("#said-number")
        assert sorted(self.tickets()) == sorted(before + given), (before, self.tickets())
        return given[0]

    # A scanner that types

    def keys(self, text, apart_ms, enter=True):
        """Types where the focus is; every key says for itself when it was pressed, a moment after those before."""
        at = max(time.time(), self.typed_at + HARDLY_A_PAUSE_MS / 1000)
        for letter in list(text) + (["Enter"] if enter else []):
            at += apart_ms / 1000
            down = {"type": "keyDown", "key": letter, "timestamp": at}
            if letter == "Enter":
                down.update(windowsVirtualKeyCode=13, text="\r")
            elif letter == " ":
                down.update(windowsVirtualKeyCode=32, text=letter)
            else:
                down.update(text=letter)
            self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", down)
            self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {
                "type": "keyUp", "key": letter, "timestamp": at + 0.001,
                "windowsVirtualKeyCode": down.get("windowsVirtualKeyCode", 0)})
        self.typed_at = at

    def focus(self, selector):
        self.driver.execute_script("document.querySelector(arguments[0]).focus()", selector)

    def has_focus(self, selector):
        return self.driver.execute_script(
            "return document.activeElement === document.querySelector(arguments[0])", selector)

    def tickets(self):
        return self.driver.execute_script("return snapshot.tickets.map((one) => one.number)")

    def seq(self):
        return self.driver.execute_script("return snapshot.entrance.seq")

    def kind(self):
        return self.find("#said").get_attribute("data-kind")

    def wedge(self, code):
        """What a scanner types is a scan, wherever the focus is, and the place has its own back."""
        self.driver.get(self.office + "/entrance")
        self.until("the entrance page is live", lambda: self.find("html").get_attribute("data-feed") == "live")
        before = self.tickets()
        self.focus("#walk-form button")
        self.keys(code, SCANNER_MS)
        number = self.until("the code is checked in", lambda: re.fullmatch(r"B[0-9]{3}", self.text("#said-number"))
                            and self.text("#said-number"))
        assert self.kind() == "yes", self.kind()
        self.until("the feed has the number", lambda: number in self.tickets())
        assert sorted(self.tickets()) == sorted(before + [number]), (before, self.tickets())  # and no walk-in's
        assert self.has_focus("#walk-form button")

        # What is no code, with a space that would press the button: the number stays large.
        self.keys("8991 2345 67890", SCANNER_MS)
        self.until("the notice", lambda: "bukan kode antrean" in self.text("#said-notice"))
        assert self.text("#said-number") == number and self.kind() == "yes", self.text("#said-number")
        self.picture("entrance-stray-beside-a-number")

        for box, kept in (("#name", "Sit"), ("#code", "AD-"), ("#number", "B0")):
            self.between_scans()
            self.driver.execute_script("document.querySelector(arguments[0]).value = arguments[1]", box, kept)
            self.focus(box)
            seq = self.seq()
            self.keys(code, SCANNER_MS)
            self.until("answered again from " + box, lambda: self.seq() > seq and self.kind() == "used"
                       and number in self.text("#said-message"))
            assert self.driver.execute_script("return document.querySelector(arguments[0]).value", box) == kept, box
            assert self.has_focus(box), box
            assert self.text("#found") == "" and not self.find("#number-says").is_displayed(), box
            self.driver.execute_script("document.querySelector(arguments[0]).value = ''", box)

        self.between_scans()
        self.focus("#walk-service")
        service = self.driver.execute_script("return document.querySelector('#walk-service').value")
        seq = self.seq()
        self.keys(code, SCANNER_MS)
        self.until("answered from a list", lambda: self.seq() > seq)
        assert self.driver.execute_script("return document.querySelector('#walk-service').value") == service
        self.between_scans()

        self.between_scans()
        self.driver.execute_script("ask('Batalkan?', '', [reasonField([])], () => { window.said_yes = true; })")
        self.focus("#ask [name=reason]")
        self.keys("Pul", FINGER_MS, enter=False)
        seq = self.seq()
        self.keys(code, SCANNER_MS)
        self.until("answered while a dialog is open", lambda: self.seq() > seq)
        assert self.driver.execute_script("return document.querySelector('#ask').open && !window.said_yes")
        assert self.driver.execute_script("return document.querySelector('#ask [name=reason]').value") == "Pul"
        self.click("#ask [value=cancel]")

        # A person who types is not a scanner.
        self.focus("#name")
        self.keys(ANOTHER.lower(), FINGER_MS)
        self.until("the name is looked for", lambda: ANOTHER in self.text("#found"))
        assert sorted(self.tickets()) == sorted(before + [number]), self.tickets()
        return number

    def between_scans(self):
        """The same code again is a scan of its own once the scanner has seen nothing for its time."""
        self.until("the scanner has let go", lambda: self.driver.execute_script(
            "return officeTime.now() - snapshot.entrance.at > 2500"))

    def missed_is_back(self, number):
        self.driver.get(self.office + "/entrance")
        self.click_with_text("#missed", number)
        self.until("how it stands", lambda: "tidak hadir" in self.text("#number-says"))
        self.picture("entrance-missed")
        self.click_with_text("#number-says", "Antre lagi")
        self.until(number + " waits again", lambda: "tidak hadir" not in self.text("#number-says")
                   and number not in self.text("#missed"))

    # The officer

    def counter(self, id):
        self.driver.get(f"{self.office}/?counter={id}")
        self.until("the console is live", lambda: self.find("html").get_attribute("data-feed") == "live")
        self.until("the counter is shown", lambda: self.text("#state") not in ("", "–"))

    def open(self, officer):
        self.choose("#officer", officer)
        self.click("#login")
        self.until(officer + " is logged in", lambda: self.text("#login").startswith("Tinggalkan"))
        self.click("[data-command=open_counter]")
        self.until("open", lambda: self.find("#state").get_attribute("data-state") == "open")

    def list_of(self, name):
        self.click("#tab-" + name)
        return self.text("#rows")

    def officer(self, booked, first, second):
        self.counter(1)
        self.open("sari")
        self.picture("console-open")
        for _ in range(1):
            self.click("[data-command=call_next]")
        self.until("somebody is called", lambda: self.number() in (booked, first, second))
        called = self.number()
        assert called == booked, called  # priority goes before walk-ins, which fill
        # Who it is comes to the staff only, and never with the feed.
        self.until("who it is", lambda: self.text("#name") == APPLICANT and self.text("#nik") == "NIK ••••0042")
        fed = self.driver.execute_script("return JSON.stringify(snapshot)")
        assert APPLICANT not in fed and "0042" not in fed, fed

        def recalled_often_enough():
            self.driver.execute_script("document.querySelector('[data-command=recall]').click()")
            return "offered" in self.find("[data-command=no_show]").get_attribute("class")
        self.until("no-show is offered", recalled_often_enough)
        self.until("how often is told", lambda: "×" in self.text("#facts"))
        self.picture("console-called")
        self.press_until_number("[data-command=no_show]", "–")
        self.missed_is_back(booked)

        self.counter(1)
        assert self.text("#login").startswith("Tinggalkan"), "the page forgot who is logged in"
        self.click("[data-command=call_next]")
        self.until("called", lambda: self.number() in (booked, first))
        called = self.number()
        self.click("[data-command=cancel_call]")
        self.answer(reason="Salah panggil")
        self.until_number("–")
        self.click("[data-command=call_next]")
        self.until_number(called, "called")
        self.click("[data-command=start]")
        self.until_number(called, "serving")
        self.click("[data-command=park]")
        self.picture("console-park")
        self.answer(reason="Melengkapi berkas", minutes="30")
        self.until_number("–")
        assert called in self.list_of("parked")
        self.click_with_text("#rows", "Lanjutkan")
        self.until_number(called, "serving")
        self.click("[data-command=pause_counter]")
        self.answer(reason="Salat")
        self.until("paused", lambda: self.find("#state").get_attribute("data-state") == "paused")
        self.picture("console-paused")
        assert self.find("[data-command=call_next]").get_attribute("aria-disabled") == "true", \
            "a paused counter offers to call"
        self.click("[data-command=open_counter]")
        self.until("open again", lambda: self.find("#state").get_attribute("data-state") == "open")

        # On to the next stage: a new number, which the officer is told.
        self.press_until_number("[data-command=finish]", "–")
        note = self.until("the new number is told",
                          lambda: re.search(called + " sekarang (D[0-9]{3})", self.text("#answer")))
        collected = note.group(1)
        self.picture("console-new-number")

        waiting = self.list_of("waiting")
        assert collected in waiting and second in waiting, waiting
        self.click(f"button[aria-label='Lainnya untuk {second}']")
        self.click_with_text("#ask", "Mengapa?")
        self.until("the sentence", lambda: "Mengapa" in self.text("#ask h2"))
        self.picture("console-why")
        self.click("#ask [value=cancel]")
        self.click(f"button[aria-label='Lainnya untuk {second}']")
        self.click_with_text("#ask", "Ubah golongan")
        self.answer(class_key="priority", reason="Lansia")
        self.click(f"button[aria-label='Panggil {second} di luar urutan']")
        self.answer(reason="Permintaan penyelia")
        self.until_number(second, "called")
        self.click("[data-command=transfer]")
        self.until("where to", lambda: self.find("#ask [name=to]"))
        self.picture("console-transfer")
        assert not self.driver.find_elements(By.CSS_SELECTOR, "#ask option[value='#2']"), "a closed counter is offered"
        self.click("#ask [value=cancel]")
        self.counter(2)
        self.open("budi")
        self.counter(1)
        self.click("[data-command=transfer]")
        self.answer(to="#2", reason="Salah loket")
        self.until_number("–")
        self.click("[data-command=serve_direct]")
        self.answer(reason="Permintaan penyelia")
        self.until("served directly", lambda: self.find("#now").get_attribute("data-phase") == "serving")
        self.press_until_number("[data-command=finish]", "–")
        self.click(f"button[aria-label='Lainnya untuk {second}']")
        self.click_with_text("#ask", "Batalkan nomor")
        self.answer(reason="Pulang")
        self.until(second + " is gone", lambda: second not in self.text("#rows"))
        self.click("[data-command=close_counter]")
        self.until("closed", lambda: self.find("#state").get_attribute("data-state") == "closed")
        self.click("#login")
        self.until("logged out", lambda: self.text("#login").startswith("Bertugas"))
        return collected

    def phone(self, before, after):
        self.driver.get(f"{self.numbers}/ticket/{before}")
        self.until("the phone knows the new number", lambda: self.text("#number") == after)
        self.picture("phone-new-number")

    def supervisor(self):
        self.counter(1)
        self.click("#day-button")
        self.picture("console-day")
        self.click_with_text("#ask", "Tutup hari ini")
        self.answer(supervisor="Wati")
        self.until("the day is closed", lambda: "tutup" in self.text("#day"))
        self.until("nobody waits", lambda: self.text("#count-waiting") == "0")


def main():
    demo = demo_in_browser(sys.argv[1],
                           r"the portal (\S+), the officers' console (\S+), people's numbers (\S+)/ticket/",
                           lambda folder: ["--no-sign-in", "--config-folder", office_settings(sys.argv[2], folder)])
    with demo as (driver, (portal, office, numbers)):
        morning = Morning(driver, portal, office, numbers, sys.argv[3] if len(sys.argv) > 3 else "")
        code = morning.book(APPLICANT, "3273011708900042")
        typed = morning.book(ANOTHER, "3273012501870001")
        booked, first, second = morning.entrance(code)
        collected = morning.officer(booked, first, second)
        morning.phone(booked, collected)
        morning.wedge(typed)
        morning.supervisor()
        heard = complaints(driver, refusals_are_answers=True)
        assert not heard, heard
        print(f"{code}: {booked}, then {collected}; walk-ins {first} and {second}; the day is closed")


if __name__ == "__main__":
    main()
