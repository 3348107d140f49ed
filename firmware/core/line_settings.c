#include "core/line_settings.h"

#include "core/rtu_slave.h"

enum { ADDRESS, FORMAT, TRIAL, MAX_ADDRESS = 247, WITHOUT_PARITY = 1, FAST = 2 };

static bool same(line_setup a, line_setup b) { return a.address == b.address && a.format == b.format; }

void line_settings_init(line_settings* settings, line_setup kept) {
  if (kept.address < 1 || kept.address > MAX_ADDRESS) {
    kept.address = MAX_ADDRESS;
  }
  if (kept.format >= LINE_FORMATS) {
    kept.format = 0;
  }
  settings->active = settings->kept = settings->wanted = kept;
  settings->on_trial = false;
  settings->since_us = 0;
}

uint16_t line_settings_read(const line_settings* settings, uint16_t index) {
  if (index == ADDRESS) {
    return settings->wanted.address;
  }
  return index == FORMAT ? settings->wanted.format : settings->on_trial;
}

uint8_t line_settings_write(line_settings* settings, uint16_t index, uint16_t count, const uint16_t* values) {
  line_setup wanted = settings->wanted;
  bool confirms = false;
  for (uint16_t i = 0; i < count; ++i) {
    uint16_t value = values[i];
    switch (index + i) {
      case ADDRESS:
        if (value < 1 || value > MAX_ADDRESS) {
          return RTU_ILLEGAL_VALUE;
        }
        wanted.address = (uint8_t)value;
        break;
      case FORMAT:
        if (value >= LINE_FORMATS) {
          return RTU_ILLEGAL_VALUE;
        }
        wanted.format = (uint8_t)value;
        break;
      default:
        // Only in a request of its own, which the new address and speed have carried.
        if (value != 1 || count != 1 || !settings->on_trial) {
          return RTU_ILLEGAL_VALUE;
        }
        confirms = true;
    }
  }
  if (confirms) {
    settings->kept = settings->active;
    settings->on_trial = false;
  }
  settings->wanted = wanted;
  return RTU_FINE;
}

bool line_settings_apply(line_settings* settings, uint32_t now_us) {
  if (settings->on_trial && now_us - settings->since_us >= LINE_TRIAL_US) {
    settings->wanted = settings->kept;
    settings->on_trial = false;
  }
  if (same(settings->wanted, settings->active)) {
    return false;
  }
  settings->active = settings->wanted;
  settings->on_trial = !same(settings->active, settings->kept);
  settings->since_us = now_us;
  return true;
}

uint32_t line_format_baud(uint8_t format) { return (format & FAST) ? 38400 : 19200; }

bool line_format_has_parity(uint8_t format) { return (format & WITHOUT_PARITY) == 0; }

rtu_timing line_format_timing(uint8_t format) {
  return rtu_timing_of(line_format_baud(format), line_format_has_parity(format) ? 11 : 10);
}
