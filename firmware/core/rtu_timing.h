// The silences of Modbus RTU (Modbus over serial line V1.02, section 2.5.1.1), in microseconds, rounded down.
#ifndef ANTREAN_RTU_TIMING_H
#define ANTREAN_RTU_TIMING_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  uint32_t character_us;   // one character, start bit to end of stop bit
  uint32_t gap_us;         // t1.5: a longer silence inside a frame makes it bad
  uint32_t end_us;         // t3.5: a silence of this length ends a frame
  uint32_t answer_all_us;  // from the end of a request to all until the first window (arbitration.h)
  uint32_t window_us;      // of the arbitration
} rtu_timing;

// `bits`: the bits of a character with start, parity and stop: 11 for 8E1, 10 for 8N1. Above 19200 baud the
// silences are fixed at 750 and 1750 us. Baud 0 is a wire that takes no time (an unpaced pseudo-terminal):
// characters of 0 us, and the fixed silences.
rtu_timing rtu_timing_of(uint32_t baud, uint8_t bits);

#ifdef __cplusplus
}
#endif

#endif
