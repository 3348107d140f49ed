"""A board nobody here wrote: pymodbus as RTU slave. Prints every register write as "write FIRST VALUE...", so that the test can
compare what arrived. Usage: board_by_pymodbus.py PORT BAUD ADDRESS"""

import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartSerialServer
from pymodbus.transaction import ModbusRtuFramer


class Registers(ModbusSequentialDataBlock):
    def setValues(self, address, values):  # noqa: N802 (pymodbus's name)
        super().setValues(address, values)
        print("write", address, *values, flush=True)


port, baud, address = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
unit = ModbusSlaveContext(
    hr=Registers(0, [0] * 32),
    ir=ModbusSequentialDataBlock(0, [0] * 32),
    zero_mode=True,
)
print("ready", flush=True)
StartSerialServer(
    context=ModbusServerContext(slaves={address: unit}, single=False),
    framer=ModbusRtuFramer,
    port=port,
    baudrate=baud,
    parity="N",
    timeout=1,
)
