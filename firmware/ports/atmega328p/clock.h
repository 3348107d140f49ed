// Microseconds since power-up on Timer 1, in steps of 4, wrapping after 71 minutes.
#ifndef ANTREAN_CLOCK_H
#define ANTREAN_CLOCK_H

#include <stdint.h>

void clock_start(void);

// Call it from the main loop or from an interrupt.
uint32_t clock_us(void);

// The low 16 bits of it, in steps of 4 us. Call it from an interrupt only.
uint16_t clock_ticks(void);

#endif
