// Address, speed and parity of a unit, set over the wire. New ones are on trial: if the host does not confirm
// them within the time of the trial, in a request that they carry, the unit takes the old ones again. So a
// mistake never makes a unit unreachable.
#ifndef ANTREAN_LINE_SETTINGS_H
#define ANTREAN_LINE_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rtu_timing.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { LINE_SETTINGS_REGISTERS = 3, LINE_FORMATS = 4 };

static const uint32_t LINE_TRIAL_US = 10000000;

typedef struct {
  uint8_t address;  // 1..247
  uint8_t format;   // bit 0: without parity, bit 1: 38400 and not 19200
} line_setup;

typedef struct {
  line_setup active;
  line_setup kept;    // confirmed; the port stores it when it changes
  line_setup wanted;  // written, in effect when the reply has left
  bool on_trial;
  uint32_t since_us;
} line_settings;

// Values that do not exist are replaced: address 247, format 0.
void line_settings_init(line_settings* settings, line_setup kept);

// The three registers: address, format, and 1 while on trial. They return an exception code of rtu_slave.h.
// Writing 1 to the third confirms; it is refused while nothing is on trial.
uint16_t line_settings_read(const line_settings* settings, uint16_t index);
uint8_t line_settings_write(line_settings* settings, uint16_t index, uint16_t count, const uint16_t* values);

// Call it when no reply is being sent. True if `active` has changed.
bool line_settings_apply(line_settings* settings, uint32_t now_us);

uint32_t line_format_baud(uint8_t format);
bool line_format_has_parity(uint8_t format);
rtu_timing line_format_timing(uint8_t format);

#ifdef __cplusplus
}
#endif

#endif
