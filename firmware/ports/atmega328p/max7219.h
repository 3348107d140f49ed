// A MAX7219 on SPI, LOAD on PB2. Registers: data sheet, table 2.
#ifndef ANTREAN_MAX7219_H
#define ANTREAN_MAX7219_H

#include <stdint.h>

void max7219_start(void);

// `segments`: leftmost first, in the order of core/segments.h. `brightness`: 0..15. Writes to the display
// when something has changed, and once a second.
void max7219_show(const uint8_t* segments, uint8_t digits, uint8_t brightness, uint32_t now_us);

#endif
