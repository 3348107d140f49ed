// The CRC of Modbus RTU (polynomial A001 reflected, start FFFF; Modbus over serial line V1.02, section
// 6.2.2).
#ifndef ANTREAN_CRC16_H
#define ANTREAN_CRC16_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

static const uint16_t CRC16_START = 0xFFFF;

// Adds one byte. Over a whole good frame with its own two CRC bytes (low byte first) the result is 0.
uint16_t crc16_next(uint16_t crc, uint8_t byte);

uint16_t crc16_of(const uint8_t* bytes, uint16_t length);

#ifdef __cplusplus
}
#endif

#endif
