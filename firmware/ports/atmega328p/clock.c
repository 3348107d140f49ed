#include "ports/atmega328p/clock.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

static volatile uint16_t turns;

void clock_start(void) {
  TCCR1A = 0;
  TCCR1B = _BV(CS11) | _BV(CS10);  // 16 MHz / 64
  TIMSK1 = _BV(TOIE1);
}

ISR(TIMER1_OVF_vect) { ++turns; }

uint32_t clock_us(void) {
  uint32_t ticks;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    uint16_t low = TCNT1;
    uint16_t high = turns;
    // The timer has wrapped and its interrupt has not run yet. A small count then belongs to the next round.
    if ((TIFR1 & _BV(TOV1)) && low < 0x8000) {
      ++high;
    }
    ticks = ((uint32_t)high << 16) | low;
  }
  return ticks << 2;
}

uint16_t clock_ticks(void) { return TCNT1; }
