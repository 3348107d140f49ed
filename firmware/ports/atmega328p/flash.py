#!/usr/bin/python3
"""Writes image, settings and fuses into an ATmega328P with avrdude. `./dev flash` builds the image first.

A part that has a serial number keeps it, with its boot id; a new one gets a number from 0x0D000000 to 0x0D00FFFE. It is
printed: write it on the case, a scan finds the unit by it.
"""
import argparse
import pathlib
import secrets
import subprocess
import sys
import tempfile

FIRST, LAST = 0x0D000000, 0x0D00FFFE  # 0x0D00FFFF is what a part without a number says
FORMATS = {"19200 8E1": 0, "19200 8N1": 1, "38400 8E1": 2, "38400 8N1": 3}
# Crystal of 16 MHz with the longest start; no bootloader; EEPROM stays when the chip is erased; brown-out at
# 4.3 V, so that a voltage that falls slowly damages no EEPROM.
FUSES = {"lfuse": 0xFF, "hfuse": 0xD7, "efuse": 0xFC}
KEPT = 10  # bytes; README.md has the layout


def numbers(least, most):
    def number(text):
        value = int(text, 0)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text}: it is from {least} to {most}")
        return value
    return number


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="./dev flash", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pad", "board"])
    parser.add_argument("--address", type=numbers(1, 247), help="on its line; default: what it has, a new one 247")
    parser.add_argument("--width", type=numbers(1, 8), help="of a board, in characters; default: what it has, or 4")
    parser.add_argument("--format", choices=FORMATS, help="of the line; default: what it has, a new one 19200 8E1")
    parser.add_argument("--serial", type=numbers(FIRST, LAST), help="in place of its own, or of a new one")
    parser.add_argument("--programmer", default="usbasp", help="as avrdude calls it: usbasp, arduino_as_isp, usbtiny")
    parser.add_argument("--port", help="of the programmer, where it has one: /dev/ttyUSB0")
    parser.add_argument("--no-fuses", action="store_true", help="leave the fuses as they are")
    parser.add_argument("--images", default="build/release/firmware", help=argparse.SUPPRESS)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, as for a new part")
    return parser.parse_args(arguments)


def eeprom_for(given, before):
    """The first bytes of the EEPROM: what it had, with what is given in its place."""
    kept = bytearray(before[:KEPT])
    serial = given.serial or int.from_bytes(kept[6:10], "little")
    if not FIRST <= serial <= LAST:
        serial = FIRST + secrets.randbelow(LAST - FIRST + 1)
    kept[6:10] = serial.to_bytes(4, "little")
    if given.address:
        kept[0] = given.address
    if given.width:
        kept[1] = given.width
    if given.format:
        kept[5] = FORMATS[given.format]
    return bytes(kept), serial


def avrdude(given, *operations):
    command = ["avrdude", "-q", "-p", "m328p", "-c", given.programmer]
    if given.port:
        command += ["-P", given.port]
    for operation in operations:
        command += ["-U", operation]
    if given.dry_run:
        print(" ".join(command))
        return
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError:
        sys.exit("./dev flash: there is no avrdude; Debian has it: apt install avrdude")
    except subprocess.CalledProcessError:
        sys.exit("./dev flash: avrdude could not do it; its lines above say why. Is the programmer plugged in, is it a "
                 f"{given.programmer}, and does the part have power?")


def main(arguments):
    given = parsed(arguments)
    if given.what == "pad" and given.width:
        sys.exit("./dev flash: a pad has no width; leave --width out")
    image = pathlib.Path(given.images) / f"antrean-{given.what}.hex"
    if not image.exists():
        sys.exit(f"./dev flash: {image} is not there: build it with ./dev test, or take it from a release")
    with tempfile.TemporaryDirectory(prefix="antrean-flash-") as folder:
        before = pathlib.Path(folder) / "before.bin"
        content = b"\xff" * KEPT
        if not given.dry_run:
            avrdude(given, f"eeprom:r:{before}:r")
            content = before.read_bytes()
        kept, serial = eeprom_for(given, content)
        after = pathlib.Path(folder) / "after.bin"
        after.write_bytes(kept)
        fuses = [] if given.no_fuses else [f"{name}:w:0x{value:02X}:m" for name, value in FUSES.items()]
        # Fuses first: with them the EEPROM survives the erasing before the image is written.
        avrdude(given, *fuses, f"flash:w:{image}:i", "eeprom:w:" + ",".join(f"0x{byte:02X}" for byte in kept) + ":m")
    print(f"{given.what}: address {kept[0] if kept[0] <= 247 else 247}, serial number 0x{serial:08X}")


if __name__ == "__main__":
    main(sys.argv[1:])
