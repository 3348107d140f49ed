// A call pad on an ATmega328P. Wiring: README.md.
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>

#include "core/segments.h"
#include "devices/call_pad/call_pad.h"
#include "ports/atmega328p/clock.h"
#include "ports/atmega328p/kept.h"
#include "ports/atmega328p/max7219.h"
#include "ports/atmega328p/serial_line.h"

enum { BUTTONS_SHIFT = 4, BUTTONS = 0x0F << BUTTONS_SHIFT, LAMPS = 0x0F, BRIGHTNESS = 8 };

static call_pad pad;

static uint8_t contacts(void) { return (uint8_t)(~PIND & BUTTONS) >> BUTTONS_SHIFT; }

static uint8_t poll(uint32_t now) { return call_pad_poll(&pad, now); }

static void sample(uint32_t now) { call_pad_sample(&pad, contacts(), now); }

int main(void) {
  wdt_enable(WDTO_250MS);
  PORTD |= BUTTONS;  // pull-ups
  DDRC |= LAMPS;
  clock_start();
  max7219_start();
  line_settings line;
  line_settings_init(&line, kept_line());
  serial_line_start(line.active.format);
  call_pad_setup setup = {line.active.address, kept_next_boot_id(), line_format_timing(line.active.format),
                          line.active.format, kept_serial()};
  sei();
  call_pad_init(&pad, &setup, contacts(), clock_us());
  for (;;) {
    serial_line_serve(&pad.slave, poll, sample);
    uint32_t now = clock_us();
    PORTC = (uint8_t)((PORTC & ~LAMPS) | call_pad_lit(&pad, now));
    char digits[CALL_PAD_DIGITS];
    call_pad_digits(&pad, digits);
    uint8_t segments[CALL_PAD_DIGITS];
    for (uint8_t i = 0; i < CALL_PAD_DIGITS; ++i) {
      segments[i] = segments_of(digits[i]);
    }
    max7219_show(segments, CALL_PAD_DIGITS, BRIGHTNESS, now);
    keep_line(pad.line.kept);
  }
}
