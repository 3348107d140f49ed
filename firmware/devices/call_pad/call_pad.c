#include "devices/call_pad/call_pad.h"

enum { MAX_SHOWN = 99, WRITABLE_END = WIRE_PAD_LAMPS + WIRE_PAD_WRITE_REGISTERS };

static uint8_t lamp_nibble(uint16_t word, uint8_t button) { return (uint8_t)((word >> (4 * button)) & 0x0F); }

static uint8_t write(void* device, uint16_t first, uint16_t count, const uint16_t* values, uint32_t now_us) {
  call_pad* pad = device;
  uint16_t end = (uint16_t)(first + count);
  if (end < first || end > WIRE_PAD_ALL_REGISTERS) {
    return RTU_ILLEGAL_ADDRESS;
  }
  if (first < WIRE_PAD_LAMPS || end > WRITABLE_END) {
    return RTU_ILLEGAL_VALUE;
  }
  uint16_t lamps = first == WIRE_PAD_LAMPS ? values[0] : pad->lamps_written;
  for (uint8_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    if (lamp_nibble(lamps, button) > WIRE_LAMP_REFUSED) {
      return RTU_ILLEGAL_VALUE;
    }
  }
  for (uint8_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    lamp_set(&pad->lamps[button], lamp_nibble(lamps, button), now_us);
  }
  pad->lamps_written = lamps;
  if (end == WRITABLE_END) {
    pad->waiting = values[count - 1];
  }
  pad->dark = false;
  return RTU_FINE;
}

static uint16_t news(const call_pad* pad) {
  return (uint16_t)(((unsigned)pad->boot_id << WIRE_PAD_NEWS_BOOT_SHIFT) | (pad->presses & WIRE_PAD_NEWS_PRESSES_MASK));
}

static uint16_t news_by_button(const void* device) {
  const call_pad* pad = device;
  unsigned word = (unsigned)pad->boot_id << WIRE_PAD_NEWS_BOOT_SHIFT;
  for (uint8_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    word |= (pad->buttons[button].presses & (unsigned)WIRE_PAD_NEWS_BUTTON_MASK)
            << (WIRE_PAD_NEWS_BUTTON_BITS * button);
  }
  return (uint16_t)word;
}

// All holding registers at once: less code than one after another.
static void registers(const call_pad* pad, uint16_t* map) {
  map[WIRE_PAD_BOOT_ID] = pad->boot_id;
  for (uint8_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    const press_counter* counter = &pad->buttons[button];
    map[WIRE_PAD_COUNTERS + button] = counter->presses;
    map[WIRE_PAD_KINDS + button] = (uint16_t)((unsigned)counter->doubles << 8 | counter->longs);
  }
  map[WIRE_PAD_BUTTONS] = call_pad_buttons(pad);
  map[WIRE_PAD_SERIAL] = (uint16_t)(pad->fast.serial >> 16);
  map[WIRE_PAD_SERIAL + 1] = (uint16_t)pad->fast.serial;
  map[WIRE_PAD_LAMPS] = pad->lamps_written;
  map[WIRE_PAD_WAITING] = pad->waiting;
  map[WIRE_PAD_NEWS] = news(pad);
  map[WIRE_PAD_NEWS_BY_BUTTON] = news_by_button(pad);
}

static uint8_t read(void* device, rtu_space space, uint16_t first, uint16_t count, uint16_t* values) {
  uint16_t map[WIRE_PAD_ALL_REGISTERS];
  registers(device, map);
  for (; count > 0; --count, ++first) {
    uint16_t address = first;
    if (space == RTU_INPUT) {
      if (address >= WIRE_PAD_INPUTS) {
        return RTU_ILLEGAL_ADDRESS;
      }
      // The news come first; the others are as the first holding registers.
      address = (uint16_t)(address < WIRE_PAD_IN_COUNTERS ? address + WIRE_PAD_NEWS : address - WIRE_PAD_IN_COUNTERS);
    }
    if (address >= WIRE_PAD_ALL_REGISTERS) {
      return RTU_ILLEGAL_ADDRESS;
    }
    *values++ = map[address];
  }
  return RTU_FINE;
}

static void forget_picture(call_pad* pad, uint32_t now_us) {
  for (uint8_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    lamp_init(&pad->lamps[button], now_us);
  }
  pad->lamps_written = 0;
  pad->waiting = WIRE_PAD_WAITING_DASHES;
  pad->dark = true;
  pad->pattern_us = now_us;
}

static void pass_time(call_pad* pad, uint32_t now_us) {
  if (host_watch_silent(&pad->host, now_us) && !pad->dark) {
    forget_picture(pad, now_us);
  }
  while (now_us - pad->pattern_us >= CALL_PAD_SILENT_PERIOD_US && (int32_t)(now_us - pad->pattern_us) > 0) {
    pad->pattern_us += CALL_PAD_SILENT_PERIOD_US;
  }
}

static void heard(void* device, uint32_t now_us) {
  call_pad* pad = device;
  pass_time(pad, now_us);
  host_watch_heard(&pad->host, now_us);
}

static const rtu_map map = {read, write, heard, WIRE_TYPE_PAD, "antrean-pad 2.1", news_by_button};

void call_pad_init(call_pad* pad, const call_pad_setup* setup, uint8_t contacts, uint32_t now_us) {
  rtu_slave_init(&pad->slave, setup->address, setup->timing, &map, pad);
  line_setup line = {setup->address, setup->format};
  line_settings_init(&pad->line, line);
  rtu_slave_is_set_by_wire(&pad->slave, &pad->line, WIRE_LINE_SETTINGS);
  fast_modbus_init(&pad->fast, setup->serial, WIRE_PAD_IN_COUNTERS + WIRE_PAD_COUNTERS, WIRE_BUTTON_COUNT);
  if (setup->serial != 0) {
    rtu_slave_answers_all(&pad->slave, &pad->fast);
  }
  host_watch_init(&pad->host, WIRE_HOST_SILENT_MS, now_us);
  for (uint8_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    press_counter_init(&pad->buttons[button], (contacts >> button) & 1, now_us);
  }
  pad->presses = 0;
  pad->boot_id = setup->boot_id;
  forget_picture(pad, now_us);
}

uint8_t call_pad_sample(call_pad* pad, uint8_t contacts, uint32_t now_us) {
  uint8_t counted = 0;
  for (uint8_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    if (press_counter_sample(&pad->buttons[button], (contacts >> button) & 1, now_us)) {
      counted = (uint8_t)(counted | (1u << button));
      ++pad->presses;
    }
  }
  return counted;
}

uint8_t call_pad_poll(call_pad* pad, uint32_t now_us) {
  uint8_t reply = rtu_slave_poll(&pad->slave, now_us);
  pass_time(pad, now_us);
  return reply;
}

uint8_t call_pad_lit(call_pad* pad, uint32_t now_us) {
  if (pad->dark) {
    return now_us - pad->pattern_us < CALL_PAD_SILENT_LIT_US ? 0x0F : 0;
  }
  uint8_t lit = 0;
  for (uint8_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    if (lamp_lit(&pad->lamps[button], now_us)) {
      lit = (uint8_t)(lit | (1u << button));
    }
  }
  return lit;
}

void call_pad_digits(const call_pad* pad, char digits[CALL_PAD_DIGITS]) {
  if (pad->dark || pad->waiting == WIRE_PAD_WAITING_DASHES) {
    digits[0] = digits[1] = '-';
    return;
  }
  uint16_t count = pad->waiting > MAX_SHOWN ? MAX_SHOWN : pad->waiting;
  digits[0] = (char)(count < 10 ? ' ' : '0' + count / 10);
  digits[1] = (char)('0' + count % 10);
}

uint16_t call_pad_buttons(const call_pad* pad) {
  unsigned word = 0;
  for (uint8_t button = 0; button < WIRE_BUTTON_COUNT; ++button) {
    if (pad->buttons[button].down) {
      word |= 1u << button;
    }
    if (pad->buttons[button].maybe_long) {
      word |= 1u << (WIRE_PAD_MAYBE_LONG_SHIFT + button);
    }
    if (pad->buttons[button].stuck) {
      word |= 1u << (WIRE_PAD_STUCK_SHIFT + button);
    }
    if (pad->buttons[button].maybe_first) {
      word |= 1u << (WIRE_PAD_MAYBE_FIRST_SHIFT + button);
    }
  }
  return (uint16_t)word;
}
