#include "core/rtu_timing.h"

static uint32_t bits_us(uint32_t count, uint32_t baud) { return (1000000u * count + baud / 2) / baud; }

static uint32_t max_of(uint32_t a, uint32_t b) { return a > b ? a : b; }

rtu_timing rtu_timing_of(uint32_t baud, uint8_t bits) {
  rtu_timing timing = {0, 750, 1750, 1750, 200};
  if (baud == 0) {
    return timing;
  }
  timing.character_us = 1000000u * bits / baud;
  if (baud <= 19200) {
    timing.gap_us = 1500000u * bits / baud;
    timing.end_us = 3500000u * bits / baud;
  }
  // docs/protocol.en.md of wirenboard/wb-modbus-ext-scanner, "Timings".
  timing.answer_all_us = max_of(3500000u * bits / baud, 800 + bits_us(12, baud));
  uint32_t reserve = (50 * baud + 999999u) / 1000000u;  // 50 us in whole bits
  timing.window_us = bits_us(max_of(13, 12 + reserve), baud);
  return timing;
}
