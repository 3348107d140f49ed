// A Modbus RTU slave. It takes bytes with their times and gives the reply to send. Functions 03, 04, 06, 08,
// 16, 17, 23, and 65 if the device has news, and no others; broadcast for 06 and 16. No heap, no clock, no
// hardware: the port owns the UART and the driver-enable pin.
//
// A frame is executed only when the silence after it is over, so call rtu_slave_poll about every half
// millisecond. If the next frame begins before a poll, the first frame is still executed but not answered,
// because its master has continued.
//
// Function 46, and what goes to all units at once (fast_modbus.h), only if rtu_slave_answers_all was called.
// Function 66, a frame with a part for each of many units (own_part.h), only if rtu_slave_takes_parts was. A
// part is obeyed as a broadcast of function 16.
// In an arbitration the slave is polled as often as possible, so that it keeps its windows to a tenth of a
// millisecond; rtu_slave_arbitrates says when.
//
// Time: microseconds of a free-running 32-bit clock that may wrap. Poll at least every half hour.
#ifndef ANTREAN_RTU_SLAVE_H
#define ANTREAN_RTU_SLAVE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/fast_modbus.h"
#include "core/line_settings.h"
#include "core/own_part.h"
#include "core/rtu_receiver.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  RTU_MAX_REGISTERS = 32,  // in one read or write

  RTU_FINE = 0,
  RTU_ILLEGAL_FUNCTION = 1,
  RTU_ILLEGAL_ADDRESS = 2,
  RTU_ILLEGAL_VALUE = 3
};

typedef enum { RTU_HOLDING, RTU_INPUT } rtu_space;

// The functions and data of a device. `read` and `write` get 1..RTU_MAX_REGISTERS registers and return
// RTU_FINE or an exception code. `read` changes nothing. `write` applies everything, or returns an exception
// and applies nothing.
typedef struct {
  uint8_t (*read)(void* device, rtu_space space, uint16_t first, uint16_t count, uint16_t* values);
  uint8_t (*write)(void* device, uint16_t first, uint16_t count, const uint16_t* values, uint32_t now_us);
  // A whole frame with a good CRC passed on the line, to or from any unit. Called before the frame is
  // executed.
  void (*heard)(void* device, uint32_t now_us);
  uint8_t type;          // FC17
  const char* identity;  // FC17, at most 40 characters
  // FC65, the news in one word. NULL: the device has none, and the function is illegal.
  uint16_t (*news)(const void* device);
} rtu_map;

// FC08, sub-functions 0B to 0F and 12; each wraps.
typedef struct {
  uint16_t bus_messages;          // good frames on the line, to anybody
  uint16_t communication_errors;  // bad CRC, gap inside, character error, wrong length
  uint16_t exceptions;
  uint16_t messages;      // addressed to us, broadcasts included
  uint16_t no_responses;  // messages to us that were not answered
  uint16_t overruns;
} rtu_counters;

typedef struct {
  rtu_receiver receiver;
  const rtu_map* map;
  void* device;
  uint8_t address;
  fast_modbus* fast;        // NULL: function 46 is illegal
  own_part* parts;          // NULL: it takes no parts
  line_settings* settings;  // NULL: they cannot be set over the wire
  uint16_t settings_at;     // holding registers
  rtu_counters counters;
  uint8_t reply_length;
  uint8_t reply[RTU_KEPT];
} rtu_slave;

// `address` 1..247. `map` and `device` must outlive the slave.
void rtu_slave_init(rtu_slave* slave, uint8_t address, rtu_timing timing, const rtu_map* map, void* device);

// From now on it also answers requests to all units. `fast` must outlive the slave.
void rtu_slave_answers_all(rtu_slave* slave, fast_modbus* fast);

// From now on it takes its part of frames for many. `parts` must outlive the slave.
void rtu_slave_takes_parts(rtu_slave* slave, own_part* parts);

// From now on the holding registers from `at` on set address and speed. `settings` must outlive the slave.
// Its address is taken from there.
void rtu_slave_is_set_by_wire(rtu_slave* slave, line_settings* settings, uint16_t at);

// Call it when no reply is being sent. True if the port must change speed or parity:
// `slave->settings->active`.
bool rtu_slave_apply_settings(rtu_slave* slave, uint32_t now_us);

// True while it takes part in an arbitration.
bool rtu_slave_arbitrates(const rtu_slave* slave);
// When it must be polled in the arbitration.
uint32_t rtu_slave_arbitration_due(const rtu_slave* slave);
// In an arbitration: the line is low, so another's byte begins. The bytes themselves are enough for
// listening; this is for not sending over another whose clock is ahead.
void rtu_slave_sees_start(rtu_slave* slave, uint32_t now_us);

// A byte whose stop bit ended now.
void rtu_slave_byte(rtu_slave* slave, uint8_t byte, uint32_t now_us);

// A byte with a parity or framing error.
void rtu_slave_line_error(rtu_slave* slave, uint32_t now_us);

// Bytes were lost because the port did not read them in time.
void rtu_slave_overrun(rtu_slave* slave, uint32_t now_us);

// Returns the number of bytes of `slave->reply` to send at once, 0 for none. They stay until the next byte
// arrives.
uint8_t rtu_slave_poll(rtu_slave* slave, uint32_t now_us);

#ifdef __cplusplus
}
#endif

#endif
