"""Bought devices nobody here wrote: pymodbus as RTU slaves with the registers of their makers' manuals. Two on one
line: a DM36B06 (address 1: one ASCII code a register, holding 0 to 5) and a WB-MCM8 (address 2: u32 counters, input 60,
62 ..). Prints "board TEXT" for every picture; a line "press N" on its input counts one press at input N.
Usage: bought_by_pymodbus.py PORT BAUD"""

import sys
import threading

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartSerialServer
from pymodbus.transaction import ModbusRtuFramer

COUNTERS_AT = 60


class Display(ModbusSequentialDataBlock):
    def setValues(self, address, values):  # the name is pymodbus's
        super().setValues(address, values)
        print("board", "".join(chr(code) for code in self.getValues(0, 6)), flush=True)


counters = ModbusSequentialDataBlock(0, [0] * (COUNTERS_AT + 16))


def press():
    for line in sys.stdin:
        at = COUNTERS_AT + 2 * (int(line.split()[1]) - 1)
        high, low = counters.getValues(at, 2)
        count = (high << 16 | low) + 1
        counters.setValues(at, [count >> 16, count & 0xFFFF])


port, baud = sys.argv[1], int(sys.argv[2])
display = ModbusSlaveContext(hr=Display(0, [0x20] * 8), zero_mode=True)
inputs = ModbusSlaveContext(ir=counters, di=ModbusSequentialDataBlock(0, [0] * 8), zero_mode=True)
threading.Thread(target=press, daemon=True).start()
print("ready", flush=True)
StartSerialServer(
    context=ModbusServerContext(slaves={1: display, 2: inputs}, single=False),
    framer=ModbusRtuFramer,
    port=port,
    baudrate=baud,
    parity="N",
    timeout=1,
)
