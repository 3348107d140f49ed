// The RS-485 line: USART 0 at 19200 8E1, driver enable on PD2.
#ifndef ANTREAN_SERIAL_LINE_H
#define ANTREAN_SERIAL_LINE_H

#include <stdint.h>

#include "core/rtu_slave.h"

void serial_line_start(void);
rtu_timing serial_line_timing(void);

// Gives the received bytes to the slave.
void serial_line_feed(rtu_slave* slave);

// Starts sending and returns at once. `bytes` must not change until the driver is released. Nothing is
// received meanwhile.
void serial_line_send(const uint8_t* bytes, uint8_t length);

#endif
