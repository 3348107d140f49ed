#include "core/rtu_timing.h"

rtu_timing rtu_timing_of(uint32_t baud, uint8_t bits) {
  rtu_timing timing = {0, 750, 1750};
  if (baud == 0) {
    return timing;
  }
  timing.character_us = 1000000u * bits / baud;
  if (baud <= 19200) {
    timing.gap_us = 1500000u * bits / baud;
    timing.end_us = 3500000u * bits / baud;
  }
  return timing;
}
