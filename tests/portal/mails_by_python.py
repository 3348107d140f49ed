#!/usr/bin/env python3
"""mails_by_python.py WRITE_MAILS: every kind of mail, read by Python's own mail parser, which has nothing to do with
GMime: no defect, the right parts in the right order, headers that nobody could add to, and text that says what it must.
"""
import email
import email.policy
import email.utils
import pathlib
import subprocess
import sys
import tempfile
import unittest

WRITE_MAILS = sys.argv.pop(1)
# As NoticeKind counts them; two are never mailed.
NOTICES = ["confirm_contact", "booked", "changed", "cancelled", "reminder_day", "reminder_hours", "moved_by_office",
           "closed_by_office", "waitlist_offer", "your_turn", "kept_after_all", "checked_in", "chat_reply",
           "number_near"]
KINDS = [kind for kind in NOTICES if kind not in ("checked_in", "chat_reply")]
WITH_QR = {"booked", "changed", "reminder_day", "reminder_hours", "moved_by_office", "waitlist_offer", "your_turn",
           "kept_after_all", "number_near"}
WITH_QR.discard("waitlist_offer")
METHOD = {"booked": "PUBLISH", "changed": "PUBLISH", "moved_by_office": "PUBLISH", "kept_after_all": "PUBLISH",
          "cancelled": "CANCEL",
          "closed_by_office": "CANCEL"}
HEADERS = {"From", "To", "Reply-To", "Subject", "Message-Id", "Date", "Auto-Submitted", "X-Auto-Response-Suppress",
           "Content-Language", "MIME-Version", "Content-Type"}


def shape(part):
    if part.is_multipart():
        return part.get_content_subtype() + "{" + " ".join(shape(p) for p in part.iter_parts()) + "}"
    return part.get_content_subtype()


def defects(part):
    found = list(part.defects)
    for value in part.values():
        found += list(getattr(value, "defects", []))
    for inner in part.iter_parts() if part.is_multipart() else []:
        found += defects(inner)
    return found


class Mails(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        subprocess.run([WRITE_MAILS, cls.folder.name], check=True)
        cls.raw = {p.name[:-len(".eml")]: p.read_bytes() for p in pathlib.Path(cls.folder.name).iterdir()}
        cls.mails = {k: email.message_from_bytes(v, policy=email.policy.default) for k, v in cls.raw.items()}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def each(self):
        for kind in KINDS:
            for language in ("id", "en"):
                with self.subTest(kind=kind, language=language):
                    yield kind, language, self.mails[f"{kind}.{language}"]

    def test_bytes_are_what_every_server_takes(self):
        for name, raw in self.raw.items():
            with self.subTest(name):
                raw.decode("ascii")
                self.assertEqual(raw.count(b"\n"), raw.count(b"\r\n"))
                self.assertEqual(raw.count(b"\r"), raw.count(b"\r\n"))
                self.assertTrue(raw.endswith(b"\r\n"))
                self.assertLessEqual(max(len(line) for line in raw.split(b"\r\n")), 998)

    def test_no_defect_and_the_parts_that_a_kind_has(self):
        for kind, _, mail in self.each():
            self.assertEqual([], defects(mail))
            calendar = " calendar" if kind in METHOD else ""
            wanted = "alternative{plain html" + calendar + "}"
            if kind in WITH_QR:
                wanted = "related{" + wanted + " png}"
            if kind in METHOD:
                wanted = "mixed{" + wanted + " calendar}"
            self.assertEqual(wanted, shape(mail))

    def test_headers_are_ours_and_only_ours(self):
        for kind, language, mail in self.each():
            extra = {"List-Unsubscribe", "List-Unsubscribe-Post"} if kind.startswith("reminder") else set()
            self.assertEqual({h.lower() for h in HEADERS | extra}, {h.lower() for h in mail.keys()})
            self.assertEqual(len(mail.keys()), len(set(mail.keys())))
            self.assertEqual("siti.rahma@contoh.example", mail["To"].addresses[0].addr_spec)
            self.assertEqual("Antrean Imigrasi", mail["From"].addresses[0].display_name)
            self.assertEqual("antrean@imigrasi.example", mail["From"].addresses[0].addr_spec)
            self.assertEqual(f"<{'%02x' % NOTICES.index(kind)}", mail["Message-ID"][:3])
            self.assertTrue(mail["Message-ID"].endswith("@antrean.imigrasi.example>"))
            self.assertEqual("auto-generated", mail["Auto-Submitted"])
            self.assertEqual("2026-11-27T02:00:00+00:00", mail["Date"].datetime.isoformat())
            self.assertEqual(language, mail["Content-Language"])
            if extra:
                self.assertEqual("<https://antrean.imigrasi.example/unsubscribe/fedcba9876543210fedcba9876543210>",
                                 mail["List-Unsubscribe"])
                self.assertEqual("List-Unsubscribe=One-Click", mail["List-Unsubscribe-Post"])

    def test_text_and_page_say_the_same(self):
        for kind, language, mail in self.each():
            texts = {part.get_content_subtype(): part.get_content() for part in mail.walk()
                     if part.get_content_type() in ("text/plain", "text/html")}
            for text in texts.values():
                self.assertIn("1 Desember 2026" if language == "id" else "1 December 2026", text)
                self.assertIn("08.00–09.00 WIB" if language == "id" else "08:00–09:00 WIB", text)
                self.assertIn("Bandung", text)
                self.assertIn("Siti Rahma, Nur’aini", text)
                self.assertIn("https://antrean.imigrasi.example/booking/", text)
                self.assertEqual(kind not in ("confirm_contact", "waitlist_offer"), "AD-QFJ8BD" in text)
                self.assertEqual(kind == "confirm_contact", "042917" in text)
                self.assertEqual(kind in ("confirm_contact", "waitlist_offer", "closed_by_office"), "/confirm/" in text)
                self.assertEqual(kind.startswith("reminder"), "/unsubscribe/" in text)
                self.assertEqual(kind == "closed_by_office", "/offer/2" in text)
                self.assertEqual(kind in ("changed", "moved_by_office"), "Jakarta Selatan" in text)
                self.assertNotIn("{", text.split("</style>")[-1])
            self.assertIn("step=1&amp;lang=id" if "/confirm/" in texts["html"] else "</html>", texts["html"])
            self.assertNotIn("<table", texts["html"])
            self.assertEqual(kind in WITH_QR, "cid:" in texts["html"])

    def test_the_picture_is_the_one_that_the_page_shows(self):
        for kind, _, mail in self.each():
            if kind in WITH_QR:
                picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
                page = next(part for part in mail.walk() if part.get_content_type() == "text/html").get_content()
                self.assertEqual("inline", picture.get_content_disposition())
                self.assertTrue(picture.get_content().startswith(b"\x89PNG"))
                self.assertIn('src="cid:' + picture["Content-ID"].strip("<>") + '"', page)

    def test_calendars_say_their_method_twice_the_same(self):
        for kind, _, mail in self.each():
            calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
            self.assertEqual(2 if kind in METHOD else 0, len(calendars))
            for part in calendars:
                self.assertEqual(METHOD[kind], part.get_param("method"))
                self.assertIn("METHOD:" + METHOD[kind] + "\r\n", part.get_payload(decode=True).decode())
            if calendars:
                self.assertEqual("antrean.ics", calendars[1].get_filename())
                self.assertEqual("attachment", calendars[1].get_content_disposition())

    def test_what_people_type_stays_text(self):
        mail = self.mails["hostile.id"]
        self.assertEqual([], defects(mail))
        self.assertEqual({h.lower() for h in HEADERS}, {h.lower() for h in mail.keys()})
        self.assertNotIn(b"\nBcc:", self.raw["hostile.id"])
        for part in mail.walk():
            if part.is_multipart():
                continue
            content = part.get_content()
            if part.get_content_subtype() == "html":
                self.assertNotIn("<script", content)
                self.assertIn("&lt;script&gt;", content)
            if part.get_content_maintype() == "text":
                text = content if isinstance(content, str) else content.decode()
                self.assertNotIn("\u202e", text)
                self.assertNotIn("\nBcc:", text)
                self.assertNotIn("\nMAIL FROM", text)
                self.assertLessEqual(text.count("END:VCALENDAR\r\n"), 1)


if __name__ == "__main__":
    unittest.main(verbosity=1)
