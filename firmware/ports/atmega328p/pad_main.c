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

int main(void) {
  wdt_enable(WDTO_250MS);
  PORTD |= BUTTONS;  // pull-ups
  DDRC |= LAMPS;
  clock_start();
  max7219_start();
  serial_line_start();
  call_pad_setup setup = {kept_address(), kept_next_boot_id(), serial_line_timing()};
  sei();
  call_pad_init(&pad, &setup, contacts(), clock_us());
  for (;;) {
    wdt_reset();
    uint32_t now = clock_us();  // read before the bytes, so that no byte is newer than the silence it ends
    call_pad_sample(&pad, contacts(), now);
    serial_line_feed(&pad.slave);
    uint8_t reply = call_pad_poll(&pad, now);
    if (reply != 0) {
      serial_line_send(pad.slave.reply, reply);
    }
    PORTC = (uint8_t)((PORTC & ~LAMPS) | call_pad_lit(&pad, now));
    char digits[CALL_PAD_DIGITS];
    call_pad_digits(&pad, digits);
    uint8_t segments[CALL_PAD_DIGITS];
    for (uint8_t i = 0; i < CALL_PAD_DIGITS; ++i) {
      segments[i] = segments_of(digits[i]);
    }
    max7219_show(segments, CALL_PAD_DIGITS, BRIGHTNESS, now);
  }
}
