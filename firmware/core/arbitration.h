// Who of several units answers a request to all of them, as in the extension of Modbus RTU that Wiren Board
// has published ("Fast Modbus", docs/protocol.en.md of wirenboard/wb-modbus-ext-scanner). Each has a word.
// They send its bits one after another, each in a window of time: a 0 is one byte FF, a 1 is silence. Who is
// silent and hears another has lost, so the lowest word remains. Several may send FF at the same time: it is
// the same for all, and the line carries it once.
//
// Time: microseconds of a free-running 32-bit clock that may wrap.
#ifndef ANTREAN_ARBITRATION_H
#define ANTREAN_ARBITRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rtu_timing.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  uint32_t begin_us;  // of the first window
  uint32_t window_us;
  uint32_t word;    // its first bit is bit 31
  uint32_t heard;   // bit n: something was heard in window n
  uint8_t windows;  // how many, 1..32
  uint8_t window;   // the next one that begins
} arbitration;

typedef enum { ARBITRATION_WAITS, ARBITRATION_SENDS, ARBITRATION_WON, ARBITRATION_LOST } arbitration_step;

// The last byte of the request ended at `request_end_us`.
void arbitration_start(arbitration* a, uint32_t word, uint8_t windows, rtu_timing timing, uint32_t request_end_us);

// Another's byte began then, or its start bit is on the line now. Call it before the poll that comes later.
void arbitration_heard(arbitration* a, uint32_t begin_us);

// Call it at the beginning of each window, at most a quarter of a window late (a unit that is later than half
// a window withdraws). ARBITRATION_SENDS: send one byte FF at once. ARBITRATION_WON: send the answer at once.
arbitration_step arbitration_poll(arbitration* a, uint32_t now_us);

// When the next window begins.
uint32_t arbitration_due(const arbitration* a);

#ifdef __cplusplus
}
#endif

#endif
