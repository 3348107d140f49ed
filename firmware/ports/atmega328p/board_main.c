// An LED board on an ATmega328P. Wiring: README.md.
#include <avr/interrupt.h>
#include <avr/wdt.h>

#include "devices/led_board/led_board.h"
#include "ports/atmega328p/clock.h"
#include "ports/atmega328p/kept.h"
#include "ports/atmega328p/max7219.h"
#include "ports/atmega328p/serial_line.h"

static led_board board;

int main(void) {
  wdt_enable(WDTO_250MS);
  clock_start();
  max7219_start();
  serial_line_start();
  led_board_setup setup = {kept_address(), kept_width(), kept_table_line(), kept_next_boot_id(), serial_line_timing()};
  sei();
  led_board_init(&board, &setup, clock_us());
  uint8_t kept_line = board.table_line;
  for (;;) {
    wdt_reset();
    uint32_t now = clock_us();  // read before the bytes, so that no byte is newer than the silence it ends
    serial_line_feed(&board.slave);
    uint8_t reply = led_board_poll(&board, now);
    if (reply != 0) {
      serial_line_send(board.slave.reply, reply);
    }
    uint8_t segments[WIRE_BOARD_MAX_CHARACTERS];
    led_board_segments(&board, segments);
    max7219_show(segments, board.width, led_board_shown(&board).brightness, now);
    if (board.table_line != kept_line) {
      kept_line = board.table_line;
      keep_table_line(kept_line);
    }
  }
}
