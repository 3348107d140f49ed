// The LED board. A picture is written over the wire and shown with blink and brightness; the board shows
// dashes while the host is silent. Register map: wire/README.md. Time and polling: see core/rtu_slave.h.
#ifndef ANTREAN_DEVICES_LED_BOARD_H
#define ANTREAN_DEVICES_LED_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/host_watch.h"
#include "core/rtu_slave.h"
#include "wire/wire.h"

#ifdef __cplusplus
extern "C" {
#endif

static const uint32_t LED_BOARD_LAMP_TEST_US = 1000000;
static const uint32_t LED_BOARD_BLINK_HALF_US = 500000;

typedef struct {
  uint8_t address;   // 1..247
  uint8_t width;     // number of characters, 1..8
  uint16_t boot_id;  // never 0, a different one at each start
  rtu_timing timing;
  uint8_t format;   // speed and parity as in the register; `timing` is theirs
  uint32_t serial;  // 0: it does not answer requests to all units
} led_board_setup;

typedef struct {
  char text[WIRE_BOARD_MAX_CHARACTERS];  // beyond the width: spaces
  uint8_t blink;                         // bit 7 = leftmost
  uint8_t brightness;                    // 0..15
} led_picture;

typedef struct {
  rtu_slave slave;
  line_settings line;
  fast_modbus fast;
  own_part part;
  host_watch host;
  led_picture picture;
  uint8_t width;
  uint16_t boot_id;
  uint16_t pictures;
  bool testing;    // all segments lit after power-up
  bool unwritten;  // no picture since power-up
  bool dark;       // dashes, because the host is silent
  bool blink_lit;
  uint32_t started_us;
  uint32_t blink_us;
} led_board;

void led_board_init(led_board* board, const led_board_setup* setup, uint32_t now_us);

// Advances the time and executes a finished frame; call it about every half millisecond. Returns the number
// of bytes of `board->slave.reply` to send, 0 for none. Give it received bytes with
// rtu_slave_byte(&board->slave, ...) and the related functions.
uint8_t led_board_poll(led_board* board, uint32_t now_us);

// What the LEDs show, without the phase of the blink: '8' everywhere during the lamp test, dashes when there
// is nothing to show. `board->picture` is what was last written.
led_picture led_board_shown(const led_board* board);

// The segments of each character, leftmost first, in the order of core/segments.h, with the phase of the
// blink at the last poll.
void led_board_segments(const led_board* board, uint8_t segments[WIRE_BOARD_MAX_CHARACTERS]);

// The value of input register 0.
uint16_t led_board_status(const led_board* board);

#ifdef __cplusplus
}
#endif

#endif
