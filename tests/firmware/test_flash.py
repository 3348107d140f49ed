#!/usr/bin/python3
"""flash.py: what it writes, and what it refuses. No programmer is needed. usage: test_flash.py FLASH.PY"""
import importlib.util
import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

FLASH = sys.argv.pop()
spec = importlib.util.spec_from_file_location("flash", FLASH)
flash = importlib.util.module_from_spec(spec)
sys.dont_write_bytecode = True
spec.loader.exec_module(flash)

BLANK = b"\xff" * 1024
# It stands for avrdude: it notes its orders, and gives EEPROM that the test has prepared.
STAND_IN = """#!/bin/sh
printf '%s\\n' "$*" >> "$TOLD"
for word in "$@"; do case "$word" in eeprom:r:*:r) f=${word#eeprom:r:}; cp "$EEPROM" "${f%:r}" ;; esac; done
"""


class Flash(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.at = pathlib.Path(self.folder.name)
        for what in ("pad", "board"):
            (self.at / f"antrean-{what}.hex").write_text(":00000001FF\n")
        avrdude = self.at / "avrdude"
        avrdude.write_text(STAND_IN)
        avrdude.chmod(avrdude.stat().st_mode | stat.S_IXUSR)

    def run_it(self, *arguments, eeprom=BLANK):
        (self.at / "eeprom").write_bytes(eeprom)
        told = self.at / "told"
        told.write_text("")
        environment = dict(os.environ, PATH=f"{self.at}:{os.environ['PATH']}", TOLD=str(told),
                           EEPROM=str(self.at / "eeprom"))
        done = subprocess.run([sys.executable, FLASH, "--images", str(self.at), *arguments], env=environment,
                              capture_output=True, text=True, check=False)
        return done, told.read_text()

    def written(self, told):
        hexes = told.rsplit("eeprom:w:", 1)[1].split(":m", 1)[0]
        return bytes(int(each, 16) for each in hexes.split(","))

    def test_a_new_part_gets_a_number_of_the_range(self):
        done, told = self.run_it("pad", "--address", "3")
        self.assertEqual(done.returncode, 0, done.stderr)
        kept = self.written(told)
        self.assertEqual(kept[0], 3)
        number = int.from_bytes(kept[6:10], "little")
        self.assertTrue(0x0D000000 <= number <= 0x0D00FFFE)
        self.assertIn(f"address 3, serial number 0x{number:08X}", done.stdout)
        self.assertIn("lfuse:w:0xFF:m", told)
        self.assertLess(told.index("hfuse:w:0xD7:m"), told.index("flash:w:"))

    def test_a_part_keeps_its_number_its_boot_id_and_what_is_not_given(self):
        before = bytes([21, 8, 5, 0x34, 0x12, 2, 0x78, 0x56, 0x00, 0x0D]) + BLANK[10:]
        done, told = self.run_it("board", eeprom=before)
        self.assertEqual(self.written(told), before[:10])
        self.assertIn("address 21, serial number 0x0D005678", done.stdout)
        _, told = self.run_it("board", "--address", "22", "--format", "19200 8E1", "--width", "4", eeprom=before)
        self.assertEqual(self.written(told), bytes([22, 4, 5, 0x34, 0x12, 0, 0x78, 0x56, 0x00, 0x0D]))

    def test_a_number_can_be_given(self):
        _, told = self.run_it("pad", "--serial", "0x0D00BEEF")
        self.assertEqual(self.written(told)[6:10], bytes([0xEF, 0xBE, 0x00, 0x0D]))

    def test_what_cannot_be_is_refused_in_words(self):
        for arguments, word in ((("pad", "--address", "248"), "from 1 to 247"), (("pad", "--width", "4"), "no width"),
                                (("pad", "--serial", "5"), "from "), (("lamp",), "invalid choice")):
            done, told = self.run_it(*arguments)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(word, done.stderr)
            self.assertEqual(told, "")

    def test_fuses_can_be_left_and_a_port_given(self):
        _, told = self.run_it("pad", "--no-fuses", "--programmer", "arduino_as_isp", "--port", "/dev/ttyUSB7")
        self.assertNotIn("fuse", told)
        self.assertIn("-c arduino_as_isp -P /dev/ttyUSB7", told)

    def test_a_dry_run_touches_nothing(self):
        done, told = self.run_it("pad", "--address", "9", "--dry-run")
        self.assertEqual(told, "")
        self.assertIn("avrdude -q -p m328p -c usbasp", done.stdout)


if __name__ == "__main__":
    unittest.main()
