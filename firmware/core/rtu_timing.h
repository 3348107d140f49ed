// The silences of Modbus RTU (Modbus over serial line V1.02, section 2.5.1.1), in microseconds, rounded down.
#ifndef ANTREAN_RTU_TIMING_H
#define ANTREAN_RTU_TIMING_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  uint32_t character_us;  // one character, start bit to end of stop bit
  uint32_t gap_us;        // t1.5: more silence than this inside a frame spoils it
  uint32_t end_us;        // t3.5: this much silence ends a frame
} rtu_timing;

// `bits` a character with start, parity and stop: 11 for 8E1, 10 for 8N1. Above 19200 baud the silences are
// fixed at 750 and 1750 us. Baud 0 is a wire that takes no time (an unpaced pseudo-terminal): characters of 0
// us, the fixed silences.
rtu_timing rtu_timing_of(uint32_t baud, uint8_t bits);

#ifdef __cplusplus
}
#endif

#endif
