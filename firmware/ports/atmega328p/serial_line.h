// The RS-485 line: USART 0, driver enable on PD2.
#ifndef ANTREAN_SERIAL_LINE_H
#define ANTREAN_SERIAL_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rtu_slave.h"

// `format`: core/line_settings.h. Call it again to change speed or parity.
void serial_line_start(uint8_t format);

// Gives the received bytes to the slave.
void serial_line_feed(rtu_slave* slave);

// Starts sending and returns at once. `bytes` must not change until the driver is released. Nothing is
// received meanwhile.
void serial_line_send(const uint8_t* bytes, uint8_t length);
bool serial_line_sends(void);

// The line is low now, while nothing is being sent: a start bit of another, or a bit of its byte.
bool serial_line_is_low(void);

// Feeds the slave, polls it by `poll` and sends its reply. In an arbitration it returns only when that is
// over, at most 25 ms later, because the windows are kept to a tenth of a millisecond; `meanwhile` is called
// in each round of it.
void serial_line_serve(rtu_slave* slave, uint8_t (*poll)(uint32_t now_us), void (*meanwhile)(uint32_t now_us));

#endif
