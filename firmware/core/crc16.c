#include "core/crc16.h"

// Half a byte at a time needs a table of 32 bytes. A table of 512 bytes would take a quarter of the memory of
// a small part.
static const uint16_t nibbles[16] = {0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
                                     0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400};

uint16_t crc16_next(uint16_t crc, uint8_t byte) {
  crc = (uint16_t)((crc >> 4) ^ nibbles[(crc ^ byte) & 0x0F]);
  crc = (uint16_t)((crc >> 4) ^ nibbles[(crc ^ (byte >> 4)) & 0x0F]);
  return crc;
}

uint16_t crc16_of(const uint8_t* bytes, uint16_t length) {
  uint16_t crc = CRC16_START;
  for (uint16_t i = 0; i < length; ++i) {
    crc = crc16_next(crc, bytes[i]);
  }
  return crc;
}
