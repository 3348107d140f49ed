// Finds frames on an RTU line by its silences, not by the content of the bytes, so the answer of another unit
// cannot be taken for a request. The CRC is computed with each byte. So only as many bytes of a frame are
// kept as a request to this unit can have; a longer frame to another unit is still checked as a whole.
//
// Time: microseconds of a free-running 32-bit clock that may wrap. Call it at least every half hour.
#ifndef ANTREAN_RTU_RECEIVER_H
#define ANTREAN_RTU_RECEIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rtu_timing.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  RTU_KEPT = 80,      // the longest request that we accept, FC23 with 32 registers written, has 77 bytes
  RTU_LONGEST = 256,  // of any frame
  RTU_SHORTEST = 4    // address, function, CRC
};

typedef enum { RTU_NO_FRAME, RTU_GOOD_FRAME, RTU_BAD_FRAME } rtu_verdict;

typedef struct {
  rtu_timing timing;
  uint32_t last_us;  // end of the last byte
  uint16_t length;   // bytes of the current frame, stops counting at RTU_LONGEST + 1; 0: no frame has begun
  uint16_t ended;    // bytes of the last frame that was reported
  uint16_t crc;
  bool spoiled;  // a gap inside, or a byte with an error
  uint8_t bytes[RTU_KEPT];
} rtu_receiver;

void rtu_receiver_init(rtu_receiver* receiver, rtu_timing timing);

// Reports whether the current frame has ended. It reports each frame once; then `ended` is its length, and
// its bytes (up to RTU_KEPT) stay until the next byte is put.
rtu_verdict rtu_receiver_end(rtu_receiver* receiver, uint32_t now_us);

// True if what has come of the current frame has a good CRC. More of it may come.
bool rtu_receiver_may_be_whole(const rtu_receiver* receiver);
// Ends the frame that may be whole, as rtu_receiver_end does, although no silence followed.
void rtu_receiver_cut(rtu_receiver* receiver);

// Adds a byte whose stop bit ended now. If a frame ended before this byte, call rtu_receiver_end first, with
// the time when this byte began (rtu_receiver_begin_of); else that frame is lost.
void rtu_receiver_put(rtu_receiver* receiver, uint8_t byte, uint32_t now_us);
uint32_t rtu_receiver_begin_of(const rtu_receiver* receiver, uint32_t byte_end_us);

// A byte had a parity or framing error, or was overrun: its frame is bad.
void rtu_receiver_spoil(rtu_receiver* receiver, uint32_t now_us);

#ifdef __cplusplus
}
#endif

#endif
