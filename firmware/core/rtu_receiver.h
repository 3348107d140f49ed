// Finds frames on an RTU line by its silences, never by what the bytes seem to say: what one unit answers
// another can then not be taken for a request. The CRC runs along with the bytes, so only as much of a frame
// is kept as a request to ourselves can need; a longer frame to somebody else is still judged whole.
//
// Time: microseconds of a free-running 32-bit clock that may wrap; ask at least every half hour.
#ifndef ANTREAN_RTU_RECEIVER_H
#define ANTREAN_RTU_RECEIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rtu_timing.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  RTU_KEPT = 80,      // the longest request we take, FC23 with 32 registers written, has 77 bytes
  RTU_LONGEST = 256,  // of any frame
  RTU_SHORTEST = 4    // address, function, CRC
};

typedef enum { RTU_NO_FRAME, RTU_GOOD_FRAME, RTU_BAD_FRAME } rtu_verdict;

typedef struct {
  rtu_timing timing;
  uint32_t last_us;  // end of the last byte
  uint16_t length;   // bytes of the frame under way, stops counting at RTU_LONGEST + 1; 0 = none under way
  uint16_t ended;    // bytes of the frame last told
  uint16_t crc;
  bool spoiled;  // a gap inside, or a byte with an error
  uint8_t bytes[RTU_KEPT];
} rtu_receiver;

void rtu_receiver_init(rtu_receiver* receiver, rtu_timing timing);

// Has the frame under way ended by now? Tells each frame once; `ended` is then its length, and its bytes (up
// to RTU_KEPT) stay until the next byte is put.
rtu_verdict rtu_receiver_end(rtu_receiver* receiver, uint32_t now_us);

// A byte whose stop bit ended now. A frame that ended before it must have been asked for with
// rtu_receiver_end first, at the time this byte began (rtu_receiver_begin_of); else it is lost.
void rtu_receiver_put(rtu_receiver* receiver, uint8_t byte, uint32_t now_us);
uint32_t rtu_receiver_begin_of(const rtu_receiver* receiver, uint32_t byte_end_us);

// A byte came with a parity or framing error, or was overrun: the frame it belongs to is spoiled.
void rtu_receiver_spoil(rtu_receiver* receiver, uint32_t now_us);

#ifdef __cplusplus
}
#endif

#endif
