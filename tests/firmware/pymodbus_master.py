#!/usr/bin/python3
"""Our firmware as the slave, pymodbus as the master: a Modbus implementation no one here wrote.

Starts antrean-device (the firmware on a pseudo-terminal), speaks every function the wire document lists, and compares
the answers, and what the devices then show, with it. Usage: pymodbus_master.py ANTREAN_DEVICE
"""
import json
import os
import socket
import subprocess
import sys
import tempfile

from pymodbus.client import ModbusSerialClient
from pymodbus.diag_message import (
    ClearCountersRequest,
    ReturnBusMessageCountRequest,
    ReturnBusCommunicationErrorCountRequest,
    ReturnBusExceptionErrorCountRequest,
    ReturnQueryDataRequest,
    ReturnSlaveMessageCountRequest,
    ReturnSlaveNoResponseCountRequest,
)
from pymodbus.other_message import ReportSlaveIdRequest
from pymodbus.pdu import ExceptionResponse

BOARD, PAD = 21, 1


class Rig:
    def __init__(self, program, folder):
        link, control = os.path.join(folder, "line"), os.path.join(folder, "control")
        self.process = subprocess.Popen(
            [program, "--link", link, "--control", control, "--pads", str(PAD), "--boards", f"{BOARD},22:8",
             "--pace", "19200", "--boot-id", "41", "--slave-delay-us", "500"],
            stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().strip() == link, "antrean-device did not come up"
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(control)
        self.lines = self.socket.makefile("rw")
        # A whole number of seconds: this pymodbus cuts fractions off its timeout.
        self.master = ModbusSerialClient(link, baudrate=19200, timeout=2)
        assert self.master.connect(), "pymodbus cannot open the line"

    def close(self):
        self.master.close()
        self.socket.close()
        self.process.terminate()
        assert self.process.wait(10) == 0, "antrean-device did not stop cleanly"

    def order(self, **what):
        self.lines.write(json.dumps(what) + "\n")
        self.lines.flush()
        answer = json.loads(self.lines.readline())
        assert answer["ok"], answer
        return answer

    def shown(self, unit):
        answer = self.order(op="show")
        return next(u for u in answer["boards"] + answer["pads"] if u["unit"] == unit)


def expect(got, wanted, what):
    if got != wanted:
        raise AssertionError(f"{what}: got {got}, expected {wanted}")
    print(f"ok  {what}")


def registers(reply):
    return reply.registers if hasattr(reply, "registers") else str(reply)


def refused(reply):
    return reply.exception_code if isinstance(reply, ExceptionResponse) else str(reply)


def text(words):
    return "".join(chr(w >> 8) + chr(w & 0xFF) for w in words)


def board(rig):
    master = rig.master
    expect(refused(master.read_coils(0, 8, slave=BOARD)), 1, "FC01 is exception 1")
    expect(refused(master.read_holding_registers(5, 1, slave=BOARD)), 2, "outside the map is exception 2")
    reply = master.write_registers(0, [0x8005, 0x4130, 0x3432], slave=BOARD)
    expect((reply.address, reply.count), (0, 3), "FC16 writes a picture")
    expect(rig.shown(BOARD)["text"], "A042", "the board shows it")
    expect(registers(master.read_holding_registers(0, 3, slave=BOARD)), [0x8005, 0x4130, 0x3432], "FC03 reads it back")
    words = registers(master.read_input_registers(0, 8, slave=BOARD))
    expect((words[:2], text(words[2:6]), words[6:]), ([0, 0x8005], "A042    ", [42, 1]), "FC04 reads what is shown")
    reply = master.write_register(2, 0x3433, slave=BOARD)
    expect((reply.address, reply.value), (2, 0x3433), "FC06 writes one register")
    expect(rig.shown(BOARD)["text"], "A043", "the board shows that, too")
    expect(refused(master.write_register(2, 0x3478, slave=BOARD)), 3, "a character without a shape is exception 3")
    expect(rig.shown(BOARD)["text"], "A043", "and changes nothing")
    # This pymodbus takes the slave of FC23 as `unit`.
    words = registers(master.readwrite_registers(read_address=0, read_count=3, write_address=1,
                                                 write_registers=[0x4230, 0x3037], unit=BOARD))
    expect(words, [0x8005, 0x4230, 0x3037], "FC23 reads what it wrote")
    expect(rig.shown(BOARD)["text"], "B007", "the board shows it at once")


def pad(rig):
    master = rig.master
    expect(registers(master.read_input_registers(0, 1, slave=PAD)), [(42 & 0xF) << 12], "FC04 reads no news")
    watcher = socket.socket(socket.AF_UNIX)
    watcher.connect(rig.socket.getpeername())
    changes = watcher.makefile("rw")
    changes.write('{"op":"watch"}\n')
    changes.flush()
    assert json.loads(changes.readline())["ok"]
    rig.order(op="press", pad=PAD, button="next", ms=50, bounces=4)
    rig.order(op="press", pad=PAD, button="next", ms=50)
    rig.order(op="press", pad=PAD, button="done", ms=50, bounces=2)
    presses = 0
    while presses < 3:  # ends with the connection if the device dies; ctest bounds the rest
        presses += json.loads(changes.readline())["event"] == "press"
    watcher.close()
    expect(registers(master.read_input_registers(0, 1, slave=PAD)), [(42 & 0xF) << 12 | 3], "FC04 reads three presses")
    words = registers(master.readwrite_registers(read_address=0, read_count=5, write_address=8,
                                                 write_registers=[0x4321, 17], unit=PAD))
    expect(words, [42, 2, 0, 0, 1], "FC23 reads the counters")
    shown = rig.shown(PAD)
    expect((shown["waiting"], shown["lamps"]), ("17", ["on", "slow", "fast", "off"]), "and writes lamps and waiting")
    expect(shown["buttons"]["done"]["refusing"], True, "with a refusal flash")
    expect(refused(master.write_register(1, 0, slave=PAD)), 3, "a counter cannot be written")


def diagnostics(rig):
    master = rig.master

    def ask(request):
        request.unit_id = BOARD
        message = master.execute(request).message  # one word, alone or in a sequence
        return message[0] if isinstance(message, (list, tuple)) else message

    ask(ClearCountersRequest())
    expect(ask(ReturnQueryDataRequest([0xA537])), 0xA537, "FC08 00 echoes")
    refused(master.read_holding_registers(0x50, 1, slave=BOARD))
    expect(ask(ReturnBusMessageCountRequest()), 3, "FC08 0B counts messages on the bus")
    expect(ask(ReturnBusCommunicationErrorCountRequest()), 0, "FC08 0C counts CRC errors")
    expect(ask(ReturnBusExceptionErrorCountRequest()), 1, "FC08 0D counts exceptions")
    expect(ask(ReturnSlaveMessageCountRequest()), 6, "FC08 0E counts messages to it")
    expect(ask(ReturnSlaveNoResponseCountRequest()), 0, "FC08 0F counts what it did not answer")
    request = ReportSlaveIdRequest()
    request.unit_id = BOARD
    reply = master.execute(request)
    expect(reply.identifier, b"\x01\xffantrean-board 2.0", "FC17 tells type and version")


def main():
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(sys.argv[1], folder)
        try:
            board(rig)
            pad(rig)
            diagnostics(rig)
            expect(rig.order(op="stats")["bad_frames"], 0, "no bad frame on the line")
        finally:
            rig.close()


if __name__ == "__main__":
    main()
