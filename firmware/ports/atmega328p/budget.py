#!/usr/bin/python3
"""Checks that an image fits its part: flash, memory, and the deepest stack there can be.

usage: budget.py IMAGE.elf --objdump AVR-OBJDUMP [--flash BYTES] [--ram BYTES]

The stack is computed from the disassembly: what each function pushes and takes for its locals, the return addresses,
and who calls whom. An indirect call may reach every function whose address is in the image's data or is loaded by the
program. Of the interrupts only one can run at a time, because none of them allows others. Recursion is an error. It
prints one line with the figures; the exit code is 1 when something does not fit.
"""
import argparse
import re
import subprocess
import sys

RETURN_ADDRESS = 2  # bytes, on parts with up to 128 KB


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def functions_of(text):
    functions, name = {}, None
    for line in text.splitlines():
        head = re.match(r"^([0-9a-f]+) <(.+)>:$", line)
        if head:
            name = head.group(2)
            functions[name] = {"at": int(head.group(1), 16), "lines": []}
        elif name and line.count("\t") >= 2:
            functions[name]["lines"].append(line.split("\t", 2)[2])
    return functions


def frame_of(lines):
    """Bytes that are pushed or taken for locals. The compiler takes locals with sbiw or subi/sbci on r28:r29."""
    size = sum(1 for line in lines if line.startswith("push"))
    size += sum(2 for line in lines if re.match(r"rcall\s+\.\+0", line))  # two bytes for locals
    for index, line in enumerate(lines[:40]):
        if not re.match(r"in\s+r29, 0x3e", line):
            continue
        for after in lines[index + 1 : index + 4]:
            small = re.match(r"sbiw\s+r28, 0x([0-9a-f]+)", after)
            low = re.match(r"subi\s+r28, 0x([0-9a-f]+)", after)
            high = re.match(r"sbci\s+r29, 0x([0-9a-f]+)", after)
            if small:
                size += int(small.group(1), 16)
            elif low:
                size += int(low.group(1), 16)
            elif high:
                size += 256 * int(high.group(1), 16)
        break
    return size


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("image")
    arguments.add_argument("--objdump", required=True)
    arguments.add_argument("--flash", type=int, default=12 * 1024)
    arguments.add_argument("--ram", type=int, default=1024)
    given = arguments.parse_args()

    sizes = {}
    for line in run(given.objdump, "-h", given.image).splitlines():
        section = re.match(r"\s*\d+ \.(text|data|bss|noinit)\s+([0-9a-f]+)", line)
        if section:
            sizes[section.group(1)] = int(section.group(2), 16)
    functions = functions_of(run(given.objdump, "-d", given.image))
    by_address = {function["at"]: name for name, function in functions.items()}

    calls, indirect = {}, set()
    for name, function in functions.items():
        calls[name] = set()
        for line in function["lines"]:
            target = re.match(r"(?:r?call|r?jmp)\s+\S+\s*;\s*0x[0-9a-f]+ <([^+>]+)>", line)
            if target and target.group(1) != name:
                calls[name].add(target.group(1))
            if re.match(r"(eicall|icall|eijmp|ijmp)", line):
                indirect.add(name)
    # Word addresses of functions in data (tables of functions), or loaded as a pair of registers (callbacks).
    pointed_at = set()
    dumped = ""
    for line in run(given.objdump, "-s", "-j", ".data", given.image).splitlines():
        words = re.match(r"^ [0-9a-f]+ ((?:[0-9a-f]{2,8} ){1,4})", line)
        dumped += words.group(1).replace(" ", "") if words else ""
    data = bytes.fromhex(dumped)
    for at in range(len(data) - 1):
        pointed_at.add(by_address.get(2 * int.from_bytes(data[at:at + 2], "little")))
    for function in functions.values():
        loads = [re.match(r"ldi\s+r(\d+), 0x([0-9A-Fa-f]+)", line) for line in function["lines"]]
        for low, high in zip(loads, loads[1:]):
            # A pointer is in a register with an even number and the one after it.
            if low and high and int(low.group(1)) % 2 == 0 and int(high.group(1)) == int(low.group(1)) + 1:
                pointed_at.add(by_address.get(2 * (int(low.group(2), 16) + 256 * int(high.group(2), 16))))
    # Copies that the compiler makes are only called directly. Their address in the data is chance: the
    # font has all kinds of bytes.
    copy = re.compile(r"\.(constprop|isra|part)\.")
    pointed_at = {name for name in pointed_at if name and not name.startswith("__") and not copy.search(name)}
    for name in indirect:
        calls[name] |= pointed_at - {name}

    depths = {}

    def depth_of(name, path=()):
        if name in path:
            raise SystemExit(f"{given.image}: recursion: {' -> '.join(path[path.index(name):] + (name,))}")
        if name not in depths:
            called = [each for each in calls.get(name, ()) if each in functions]
            below = max((depth_of(each, path + (name,)) for each in called), default=0)
            own = frame_of(functions[name]["lines"])
            depths[name] = RETURN_ADDRESS + own + below
        return depths[name]

    interrupts = [name for name in functions if name.startswith("__vector_") and name != "__vector_default"]
    stack = depth_of("main") + max(depth_of(name) for name in interrupts)
    flash = sizes["text"] + sizes["data"]
    ram = sizes["data"] + sizes.get("bss", 0) + sizes.get("noinit", 0)
    name = given.image.rsplit("/", 1)[-1]
    print(f"{name}: flash {flash} of {given.flash} bytes; memory {ram} and at most {stack} of stack, of {given.ram}")
    if flash > given.flash or ram + stack > given.ram:
        print(f"{name}: it does not fit", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
