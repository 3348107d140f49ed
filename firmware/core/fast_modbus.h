// Answers to requests that go to all units at once: event requests, scans, and requests by serial number, as
// in the extension of Modbus RTU that Wiren Board has published (arbitration.h). An event here is an input
// register that has changed, or "I restarted".
//
// A packet of events has a flag that alternates. It is repeated, perhaps with more, until the host has
// acknowledged this flag. "I restarted" is repeated until the host switches it off, because an
// acknowledgement may be one that was meant for a packet before the restart.
//
// rtu_slave owns the time and the line; this decides what to say.
#ifndef ANTREAN_FAST_MODBUS_H
#define ANTREAN_FAST_MODBUS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arbitration.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  FAST_ADDRESS = 0xFD,
  FAST_FUNCTION = 0x46,
  FAST_SCAN_START = 0x01,
  FAST_SCAN_NEXT = 0x02,
  FAST_SCAN_ANSWER = 0x03,
  FAST_SCAN_END = 0x04,
  FAST_BY_SERIAL = 0x08,
  FAST_BY_SERIAL_ANSWER = 0x09,
  FAST_EVENT_REQUEST = 0x10,
  FAST_EVENTS = 0x11,
  FAST_NO_EVENTS = 0x12,
  FAST_ENABLE = 0x18,

  FAST_EVENT_INPUT = 4,
  FAST_EVENT_RESTARTED = 0x0F,

  FAST_WATCHED = 4,  // input registers at most
  FAST_HEAD = 7      // bytes before the PDU in a request by serial number
};

typedef struct {
  uint32_t serial;
  uint16_t first;                  // the input registers whose changes are events
  uint8_t watched;                 // how many, 0..FAST_WATCHED
  uint8_t priority[FAST_WATCHED];  // 0 off, 1 low, 2 high
  uint16_t told[FAST_WATCHED];     // what the host has acknowledged
  uint16_t sent[FAST_WATCHED];     // what the packet on its way says
  uint8_t in_packet;               // bit n: register n is in it
  bool packet_sent;                // and it is not acknowledged
  uint8_t flag;                    // of that packet, or of the next
  bool says_restarted;
  bool scanned;
  uint8_t asked;  // what the arbitration is about; 0: there is none
  uint8_t most;   // bytes of events that the host wants
  arbitration talk;
} fast_modbus;

void fast_modbus_init(fast_modbus* fast, uint32_t serial, uint16_t first_watched, uint8_t watched);

// True if `bytes` (with CRC, which is good) is a request to all: then the arbitration has begun. `now`: the
// values of the watched registers. The acknowledgement in it is taken.
bool fast_modbus_request(fast_modbus* fast, const uint8_t* bytes, uint16_t length, uint8_t address, const uint16_t* now,
                         rtu_timing timing, uint32_t end_us);

// The answer after the arbitration was won, without CRC; returns its length. `answer` has 40 bytes.
uint8_t fast_modbus_answer(fast_modbus* fast, uint8_t address, const uint16_t* now, uint8_t* answer);

// Function 46 18, from the length of its list on. Returns the length of the answer from there on, or 0: the
// list is wrong. `answer` may hold `most` bytes.
uint8_t fast_modbus_enable(fast_modbus* fast, const uint8_t* list, uint16_t length, const uint16_t* now,
                           uint8_t* answer, uint8_t most);

#ifdef __cplusplus
}
#endif

#endif
