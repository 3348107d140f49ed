#!/usr/bin/python3
"""The demo's page in a real browser: book on the phone, read the mail, hold the code before the scanner, press next,
read the board.

usage: front_desk.py ANTREAN_DEMO   (python3-selenium, chromium, chromium-driver)
"""
import re
import sys

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from demo_in_browser import complaints, demo_in_browser

PATIENCE = 20


def follow(driver, wait, selector):
    """Clicks the first link of this kind and waits until its page is there."""
    link = wait.until(lambda d: d.find_element(By.CSS_SELECTOR, selector))
    address = driver.execute_script("return location.href")
    driver.execute_script("arguments[0].click()", link)
    wait.until(lambda d: d.execute_script("return location.href") != address and
               d.execute_script("return document.readyState") == "complete")


def by_chat(driver, wait):
    """Books in the phone's chat by what it offers, and holds the QR of the chat before the scanner."""
    driver.find_element(By.ID, "open-chat").click()
    bubbles = lambda d: d.execute_script("return document.getElementById('chat-lines').textContent")

    def write(text, expected):
        driver.find_element(By.ID, "chat-text").send_keys(text)
        driver.find_element(By.CSS_SELECTOR, "#chat-form button").click()
        wait.until(lambda d: expected in bubbles(d))

    def press_first(expected):
        wait.until(lambda d: d.execute_script(
            "const open = document.querySelector('#chat-lines .bubble:last-child button:not(:disabled)');"
            "if (open) open.click(); return Boolean(open)"))
        wait.until(lambda d: expected in bubbles(d))

    write("antre", "Siapa nama")
    write("Budi Santoso", "NIK")
    write("3273011708900043", "Tanggal berapa")
    press_first("Jam berapa")
    press_first("Mohon periksa")
    before = driver.find_element(By.ID, "entrance-number").text
    press_first("sudah tercatat")
    wait.until(lambda d: d.execute_script(
        "const qr = document.querySelector('.chat-qr'); return qr && qr.naturalWidth > 0"))
    driver.find_element(By.ID, "hold").click()
    wait.until(lambda d: re.fullmatch(r"[A-Z][0-9]{3}", d.find_element(By.ID, "entrance-number").text))
    assert driver.find_element(By.ID, "entrance-number").text != before


def walk(driver, page):
    wait = WebDriverWait(driver, PATIENCE)
    driver.get(page)
    driver.switch_to.frame("phone")
    for selector in ('a[href^="/book/AD"]', "a.day", "a.slot:not(.full)"):
        follow(driver, wait, selector)
    for name, text in (("name", "Siti Rahayu"), ("nik", "3273011708900042"), ("mail", "siti@example.com")):
        driver.find_element(By.NAME, name).send_keys(text)
    driver.find_element(By.CSS_SELECTOR, 'form[action="/book"] button[type=submit]').click()
    field = wait.until(lambda d: d.find_element(By.ID, "digits"))
    driver.switch_to.default_content()
    digits = wait.until(lambda d: d.execute_script(
        "const mail = document.querySelector('#mails details'); return mail && mail.dataset.digits"))
    driver.switch_to.frame("phone")
    field.send_keys(digits)
    driver.find_element(By.CSS_SELECTOR, "#digits-form button").click()
    code = wait.until(lambda d: d.find_element(By.CSS_SELECTOR, "p.code")).text
    assert re.fullmatch(r"AD-[A-Z0-9]{6}", code), code
    driver.switch_to.default_content()

    driver.find_element(By.ID, "hold").click()
    number = wait.until(lambda d: d.find_element(By.ID, "entrance-number").text.strip() or False)
    assert re.fullmatch(r"[A-Z][0-9]{3}", number), number
    # On paper, too; and paper that is gone is an alarm until there is some again.
    wait.until(lambda d: d.execute_script(
        "const ticket = document.getElementById('ticket'); return !ticket.hidden && ticket.naturalWidth") == 576)
    alarms = lambda d: d.find_element(By.ID, "alarms").text
    driver.find_element(By.ID, "paper").click()
    wait.until(lambda d: "the ticket printer has no paper" in alarms(d))
    driver.find_element(By.ID, "paper").click()
    wait.until(lambda d: "ticket printer" not in alarms(d))
    driver.find_element(By.ID, "pad-3-next").click()
    # In one step: the page rebuilds a board's characters whenever they change.
    wait.until(lambda d: d.execute_script("return document.getElementById('board-23').textContent") == number)
    # What the digits are drawn of: as many lit segments as the number has.
    wait.until(lambda d: d.execute_script("return document.querySelectorAll('#board-23 path.lit').length") >= 8)
    lamp = lambda d: d.find_element(By.ID, "pad-3-recall").get_attribute("class")
    wait.until(lambda d: lamp(d) == "lit")

    # The same phone again: refused, with the reason.
    driver.find_element(By.ID, "code").send_keys(code.lower())
    driver.find_element(By.CSS_SELECTOR, "#typed button").click()
    wait.until(lambda d: "refused" in d.find_element(By.ID, "entrance").get_attribute("class"))
    assert number in driver.find_element(By.ID, "entrance-id").text

    by_chat(driver, wait)
    heard = complaints(driver)
    assert not heard, heard
    print(f"booked {code}, was given {number}, saw it on the board over counter 3")


def main():
    with demo_in_browser(sys.argv[1], r"In your browser:\s+(\S+)") as (driver, (page,)):
        walk(driver, page)


main()
