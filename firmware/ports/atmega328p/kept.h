// The values that survive power-off. Layout: README.md. Invalid values, as in a blank memory, are replaced by
// the defaults there.
#ifndef ANTREAN_KEPT_H
#define ANTREAN_KEPT_H

#include <stdint.h>

uint8_t kept_address(void);
uint8_t kept_width(void);
uint8_t kept_table_line(void);

// Writes only if the value differs; a write takes 3.4 ms.
void keep_table_line(uint8_t line);

// The next boot id, never 0. Call it once per start.
uint16_t kept_next_boot_id(void);

#endif
