// The other peer of `press`: the usual script with npm's modbus-serial, write on press.
// usage: node peer_modbus_serial.js MODULE PORT BAUD BITS PADS FIRST_BOARD
"use strict";

const [moduleFolder, port, baud, bits, padCount, firstBoard] = process.argv.slice(2);
const ModbusRTU = require(moduleFolder);
const client = new ModbusRTU();
const pads = Array.from({ length: Number(padCount) }, () => ({ first: null, news: null, owed: false }));

function words(number) {
  const text = "P" + String(number % 1000).padStart(3, "0");
  return [0x0008, text.charCodeAt(0) * 256 + text.charCodeAt(1), text.charCodeAt(2) * 256 + text.charCodeAt(3)];
}

async function main() {
  await client.connectRTUBuffered(port, {
    baudRate: Number(baud), parity: "none", stopBits: bits === "11" ? 2 : 1, dataBits: 8
  });
  client.setTimeout(200);
  for (;;) {
    for (let pad = 0; pad < pads.length; ++pad) {
      const each = pads[pad];
      try {
        client.setID(pad + 1);
        const news = (await client.readInputRegisters(0, 1)).data[0];
        if (each.first === null) {
          each.first = each.news = news;
        }
        each.owed = each.owed || news !== each.news;
        each.news = news;
        if (each.owed) {
          client.setID(Number(firstBoard) + pad);
          await client.writeRegisters(0, words((each.news - each.first) & 0xffff));
          each.owed = false;
        }
      } catch (error) {
        // the next round asks again
      }
    }
  }
}

main().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
