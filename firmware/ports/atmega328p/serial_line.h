// The RS-485 line: USART 0 at 19200 8E1, driver enable on PD2.
#ifndef ANTREAN_SERIAL_LINE_H
#define ANTREAN_SERIAL_LINE_H

#include <stdint.h>

#include "core/rtu_slave.h"

void serial_line_start(void);
rtu_timing serial_line_timing(void);

// Gives the slave what has come in.
void serial_line_feed(rtu_slave* slave);

// Begins to send and returns at once. `bytes` must stay as they are until the driver is released; nothing is
// received meanwhile.
void serial_line_send(const uint8_t* bytes, uint8_t length);

#endif
