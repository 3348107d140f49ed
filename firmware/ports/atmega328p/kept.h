// The values that survive power-off. Layout: README.md. Invalid values, as in a blank memory, are replaced by
// the defaults there.
#ifndef ANTREAN_KEPT_H
#define ANTREAN_KEPT_H

#include <stdint.h>

#include "core/line_settings.h"

line_setup kept_line(void);
// 0x0D000000 to 0x0D00FFFF; 0x0D00FFFF if none was written.
uint32_t kept_serial(void);
uint8_t kept_width(void);

// Writes only what differs; a write takes 3.4 ms.
void keep_line(line_setup line);

// The next boot id, never 0. Call it once per start.
uint16_t kept_next_boot_id(void);

#endif
