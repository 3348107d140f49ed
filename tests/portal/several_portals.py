#!/usr/bin/env python3
"""several_portals.py ANTREAN_PORTAL: two portals on one PostgreSQL. What an office tells one of them is on the pages of
the other; a portal that is started later knows it at once; and who tries out NIKs has five tries at all of them
together, not at each. The database is killed and comes back without what was told (an UNLOGGED table): the office
tells it again."""
import json
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from persons_and_programs import NIK, TOKEN, Browser, Portal
from postgres import Postgres, free_port


def ticket(n, state="waiting", **more):
    return {"key": f"{n:024x}", "number": f"A{n:03d}", "service": "paspor", "state": state} | more


class Office:
    """Tells how its day stands, as antrean-office does: whole, then what differs."""

    def __init__(self):
        self.seq, self.run, self.feedback = 0, "", []
        self.day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600))

    def tell(self, portal, tickets, whole=False, taken=()):
        self.seq += 1
        body = {"sender": "0" * 31 + "1", "seq": self.seq, "after": 0 if whole else self.seq - 1, "run": self.run,
                "day": self.day, "phase": "open", "services": [], "calls": [], "tickets": tickets}
        if taken:
            body["feedback_taken"] = list(taken)
        try:
            answer = json.load(self.put(portal, body))
        except urllib.error.HTTPError as refused:
            assert refused.code == 409, refused.read()
            return False
        self.run, self.feedback = answer["run"], answer.get("feedback", [])
        return True

    @staticmethod
    def put(portal, body):
        request = urllib.request.Request(portal.url + "/office/v1/today", data=json.dumps(body).encode(), method="PUT",
                                         headers={"Authorization": "Bearer " + TOKEN,
                                                  "Content-Type": "application/json"})
        return urllib.request.urlopen(request, timeout=20)


class SeveralPortals(unittest.TestCase):
    def setUp(self):
        self.postgres = Postgres()
        self.addCleanup(self.postgres.remove)
        self.portals = []
        for _ in range(2):
            self.portals.append(self.portal())

    def portal(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        made = Portal(folder.name, free_port(), self.postgres.url, self.portals[0] if self.portals else None)
        self.addCleanup(lambda: made.process.poll() is None and made.stop())
        return made

    def wait_for(self, what):
        for _ in range(600):
            if what():
                return
            time.sleep(0.05)
        self.fail("\n".join((one.folder / "log").read_text()[-2000:] for one in self.portals))

    def number_page(self, portal, n):
        try:
            return Browser(portal).page(f"/n/{n:024x}")
        except urllib.error.HTTPError as missing:
            return f"{missing.code}"

    def test_what_an_office_tells_one_portal_is_on_the_pages_of_all(self):
        first, second = self.portals
        office = Office()
        self.assertTrue(office.tell(first, [ticket(1, ahead=4), ticket(2, ahead=5)], whole=True))
        self.wait_for(lambda: "A001" in self.number_page(second, 1))
        # What differs goes to the other portal, and what differs from that to the first again.
        self.assertTrue(office.tell(second, [ticket(1, "called", counter="Loket 3", call=1)]))
        self.wait_for(lambda: "Loket 3" in self.number_page(first, 1))
        self.assertTrue(office.tell(first, [ticket(2, "called", counter="Loket 5", call=2)]))
        self.wait_for(lambda: "Loket 5" in self.number_page(second, 2))
        # More parts than are kept, then a portal that is started: it knows the first and the last.
        for n in range(3, 60):
            self.assertTrue(office.tell(first, [ticket(n, ahead=n)]))
        self.assertLess(int(self.postgres.primary.ask("antrean", "SELECT count(*) FROM portal_news")), 60)
        third = self.portal()
        self.portals.append(third)
        self.wait_for(lambda: "A059" in self.number_page(third, 59))
        self.assertIn("Loket 3", self.number_page(third, 1))
        # Without the first, the office goes on at the others.
        first.process.kill()
        first.process.wait()
        self.wait_for(lambda: office.tell(third, [ticket(60, ahead=1)]))
        self.wait_for(lambda: "A060" in self.number_page(second, 60))
        # The database is killed, and what was told is not in it any more.
        self.postgres.kill()
        self.postgres.start()
        self.wait_for(lambda: office.tell(second, [ticket(61, ahead=1)], whole=True))
        self.wait_for(lambda: "A061" in self.number_page(third, 61))

    def test_what_somebody_says_at_one_portal_reaches_the_office_through_another(self):
        first, second = self.portals
        office = Office()
        served = ticket(1, "served", feedback_until=int(time.time() * 1000) + 600_000)
        self.assertTrue(office.tell(second, [served], whole=True))
        self.wait_for(lambda: "Bagaimana pelayanan kami?" in self.number_page(first, 1))
        browser = Browser(first)
        page = browser.page(f"/n/{1:024x}")
        browser.post(f"/n/{1:024x}/feedback", {"form": browser.form(page), "feedback": "poor"})
        self.assertIn("Terima kasih. Jawaban Anda", self.number_page(first, 1))
        # Who was thanked is heard, also when that portal dies at once, and until the office has it.
        first.process.kill()
        first.process.wait()
        self.assertIn("Terima kasih. Jawaban Anda", self.number_page(second, 1))
        for _ in range(2):
            self.assertTrue(office.tell(second, [served]))
            self.assertEqual([{"key": f"{1:024x}", "feedback": "poor"}], office.feedback)
        self.assertTrue(office.tell(second, [served], taken=[f"{1:024x}"]))
        self.assertEqual([], office.feedback)

    def test_wrong_niks_are_counted_by_all_portals_together(self):
        first, second = self.portals
        day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600 + 86400))
        owner = Browser(first)
        owner.book(1, day)

        def tries(portal, nik):
            browser = Browser(portal)
            page = browser.page(owner.path)
            try:
                return browser.post(owner.path + "/show", {"form": browser.form(page), "nik": nik}).status
            except urllib.error.HTTPError as refused:
                return refused.code

        for n in range(5):
            self.assertEqual(422, tries(first if n % 2 else second, NIK % (50 + n)))
        self.wait_for(lambda: tries(first, NIK % 1) == 429 and tries(second, NIK % 1) == 429)


    def test_how_many_ask_is_counted_by_all_portals_together(self):
        """300 a minute is pressure, which brings a proof of work: also at a portal that was asked nothing."""
        first, second = self.portals
        day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600 + 86400))
        form = f"/book/AD/paspor/{day}/08:00"
        # Without a mail address a proof is always asked for; with pressure it is asked of everybody.
        self.assertNotIn('data-proof="always"', Browser(second).page(form))
        browser = Browser(first)
        page = browser.page(form)
        body = {"form": browser.form(page), "office": "AD", "service": "paspor", "slot": f"{day}T08:00", "name": "",
                "nik": "", "mail": ""}
        for _ in range(320):
            try:
                browser.post("/book", body)
            except urllib.error.HTTPError as refused:
                self.assertIn(refused.code, (403, 422, 429, 503))
        self.wait_for(lambda: 'data-proof="always"' in Browser(first).page(form))
        self.wait_for(lambda: 'data-proof="always"' in Browser(second).page(form))


if __name__ == "__main__":
    unittest.main(verbosity=0)
