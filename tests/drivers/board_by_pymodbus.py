"""A board nobody here wrote: pymodbus as RTU slave with our register map. Prints "write FIRST VALUE..." for every
write, so that the test can compare what arrived. Usage: board_by_pymodbus.py PORT BAUD ADDRESS"""

import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartSerialServer
from pymodbus.transaction import ModbusRtuFramer

SHOWN_AT = 1  # input registers: what the board shows begins here, after its status

shown = ModbusSequentialDataBlock(0, [0] * 32)


class Picture(ModbusSequentialDataBlock):
    def setValues(self, address, values):  # the name is pymodbus's
        super().setValues(address, values)
        shown.setValues(SHOWN_AT + address, list(values))
        print("write", address, *values, flush=True)


port, baud, address = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
unit = ModbusSlaveContext(hr=Picture(0, [0] * 16), ir=shown, zero_mode=True)
print("ready", flush=True)
StartSerialServer(
    context=ModbusServerContext(slaves={address: unit}, single=False),
    framer=ModbusRtuFramer,
    port=port,
    baudrate=baud,
    parity="N",
    timeout=1,
)
