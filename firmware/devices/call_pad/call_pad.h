// The call pad: four buttons with lamps, whose presses are counted, and a two-digit waiting count.
// Register map: wire/README.md. Time and polling: as core/rtu_slave.h.
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

// The silent pattern: every lamp lit 100 ms of every 2 s.
static const uint32_t CALL_PAD_SILENT_PERIOD_US = 2000000;
static const uint32_t CALL_PAD_SILENT_LIT_US = 100000;

typedef struct {
  uint8_t address;   // 1..247
  uint16_t boot_id;  // never 0, another one each start
  rtu_timing timing;
} call_pad_setup;

typedef struct {
  rtu_slave slave;
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

// `contacts`: bit n = button n's contact is closed now.
void call_pad_init(call_pad* pad, const call_pad_setup* setup, uint8_t contacts, uint32_t now_us);

// Samples the buttons: every millisecond or so. Returns the buttons, as bits, whose press has just been
// counted.
uint8_t call_pad_sample(call_pad* pad, uint8_t contacts, uint32_t now_us);

// Moves time on and acts on a finished frame: call every half millisecond or so. Returns the bytes of
// `pad->slave.reply` to send, 0 for none. Bytes come in through rtu_slave_byte(&pad->slave, ...) and its
// like.
uint8_t call_pad_poll(call_pad* pad, uint32_t now_us);

// Lamps lit now, bit n = button n.
uint8_t call_pad_lit(call_pad* pad, uint32_t now_us);

// The two digits shown, tens first: blank tens below 10, dashes when there is nothing to show.
void call_pad_digits(const call_pad* pad, char digits[CALL_PAD_DIGITS]);

// As holding register 5.
uint16_t call_pad_buttons(const call_pad* pad);

#ifdef __cplusplus
}
#endif

#endif
