// The call pad: four buttons with lamps and counted presses, and a two-digit waiting count. Register map:
// wire/README.md. Time and polling: see core/rtu_slave.h.
#ifndef ANTREAN_DEVICES_CALL_PAD_H
#define ANTREAN_DEVICES_CALL_PAD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/host_watch.h"
#include "core/lamp.h"
#include "core/press_counter.h"
#include "core/rtu_slave.h"
#include "wire/wire.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { CALL_PAD_DIGITS = 2 };

// The pattern while the host is silent: every lamp is lit for 100 ms of every 2 s.
static const uint32_t CALL_PAD_SILENT_PERIOD_US = 2000000;
static const uint32_t CALL_PAD_SILENT_LIT_US = 100000;

typedef struct {
  uint8_t address;   // 1..247
  uint16_t boot_id;  // never 0; one more than at the start before, 1 after 65535
  rtu_timing timing;
  uint8_t format;   // speed and parity as in the register; `timing` is theirs
  uint32_t serial;  // 0: it does not answer requests to all units
} call_pad_setup;

typedef struct {
  rtu_slave slave;
  line_settings line;
  fast_modbus fast;
  host_watch host;
  press_counter buttons[WIRE_BUTTON_COUNT];
  lamp lamps[WIRE_BUTTON_COUNT];
  uint16_t lamps_written;
  uint16_t waiting;  // as written
  uint16_t presses;  // of all buttons, wraps
  uint16_t boot_id;
  bool dark;  // nothing to show: the host is silent, or has written nothing yet
  uint32_t pattern_us;
} call_pad;

// `contacts`: bit n is set while the contact of button n is closed.
void call_pad_init(call_pad* pad, const call_pad_setup* setup, uint8_t contacts, uint32_t now_us);

// Samples the buttons; call it about every millisecond. Returns the buttons, as bits, whose press was counted
// by this call.
uint8_t call_pad_sample(call_pad* pad, uint8_t contacts, uint32_t now_us);

// Advances the time and executes a finished frame; call it about every half millisecond. Returns the number
// of bytes of `pad->slave.reply` to send, 0 for none. Give it received bytes with rtu_slave_byte(&pad->slave,
// ...) and the related functions.
uint8_t call_pad_poll(call_pad* pad, uint32_t now_us);

// The lamps that are lit now, bit n for button n.
uint8_t call_pad_lit(call_pad* pad, uint32_t now_us);

// The two digits shown, tens first: the tens are blank below 10; dashes when there is nothing to show.
void call_pad_digits(const call_pad* pad, char digits[CALL_PAD_DIGITS]);

// The value of holding register 5.
uint16_t call_pad_buttons(const call_pad* pad);

#ifdef __cplusplus
}
#endif

#endif
