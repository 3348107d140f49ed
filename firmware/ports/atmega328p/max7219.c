#include "ports/atmega328p/max7219.h"

#include <stdbool.h>
#include <string.h>

#include <avr/io.h>

enum {
  DIGIT_0 = 0x01,
  DECODE_MODE = 0x09,
  INTENSITY = 0x0A,
  SCAN_LIMIT = 0x0B,
  SHUTDOWN = 0x0C,
  DISPLAY_TEST = 0x0F,

  MAX_DIGITS = 8,
  LOAD = _BV(PB2)
};

static const uint32_t refresh_us = 1000000;

static uint8_t shown[MAX_DIGITS];
static uint8_t shown_brightness;
static uint32_t shown_us;
static bool ever_shown;

void max7219_start(void) {
  DDRB |= LOAD | _BV(PB3) | _BV(PB5);  // PB2 is an output, so SPI stays master
  PORTB |= LOAD;
  SPCR = _BV(SPE) | _BV(MSTR);  // 4 MHz, of 10 allowed
}

static void send(uint8_t byte) {
  SPDR = byte;
  while (!(SPSR & _BV(SPIF))) {
  }
}

static void put(uint8_t address, uint8_t value) {
  PORTB &= (uint8_t)~LOAD;
  send(address);
  send(value);
  PORTB |= LOAD;  // the rising edge latches
}

void max7219_show(const uint8_t* segments, uint8_t digits, uint8_t brightness, uint32_t now_us) {
  bool same = ever_shown && brightness == shown_brightness && memcmp(segments, shown, digits) == 0;
  if (same && now_us - shown_us < refresh_us) {
    return;
  }
  // Digits are written first, so that after power-up the display leaves shutdown with its picture and not
  // with random memory.
  for (uint8_t i = 0; i < digits; ++i) {
    put((uint8_t)(DIGIT_0 + digits - 1 - i), segments[i]);
  }
  put(DECODE_MODE, 0);
  put(INTENSITY, brightness);
  put(SCAN_LIMIT, (uint8_t)(digits - 1));
  put(DISPLAY_TEST, 0);
  put(SHUTDOWN, 1);
  memcpy(shown, segments, digits);
  shown_brightness = brightness;
  shown_us = now_us;
  ever_shown = true;
}
