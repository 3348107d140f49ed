// An LED board on an ATmega328P. Wiring: README.md.
#include <avr/interrupt.h>
#include <avr/wdt.h>

#include "devices/led_board/led_board.h"
#include "ports/atmega328p/clock.h"
#include "ports/atmega328p/kept.h"
#include "ports/atmega328p/max7219.h"
#include "ports/atmega328p/serial_line.h"

static led_board board;

static uint8_t poll(uint32_t now) { return led_board_poll(&board, now); }

static void nothing(uint32_t now) { (void)now; }

int main(void) {
  wdt_enable(WDTO_250MS);
  clock_start();
  max7219_start();
  line_settings line;
  line_settings_init(&line, kept_line());
  serial_line_start(line.active.format);
  led_board_setup setup = {line.active.address, kept_width(),
                           kept_next_boot_id(), line_format_timing(line.active.format),
                           line.active.format,  kept_serial()};
  sei();
  led_board_init(&board, &setup, clock_us());
  for (;;) {
    serial_line_serve(&board.slave, poll, nothing);
    uint32_t now = clock_us();
    uint8_t segments[WIRE_BOARD_MAX_CHARACTERS];
    led_board_segments(&board, segments);
    max7219_show(segments, board.width, led_board_shown(&board).brightness, now);
    keep_line(board.line.kept);
  }
}
