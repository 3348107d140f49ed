#include "core/fast_modbus.h"

#include <string.h>

enum {
  PRIORITY_HIGH = 0x0,
  PRIORITY_LOW = 0x1,
  NOTHING_TO_SAY = 0xF,

  SCAN_LENGTH = 5,  // with CRC
  EVENT_REQUEST_LENGTH = 9,
  SCAN_WINDOWS = 32,
  EVENT_WINDOWS = 12,
  REGISTER_EVENT = 6,
  RESTART_EVENT = 4
};

void fast_modbus_init(fast_modbus* fast, uint32_t serial, uint16_t first_watched, uint8_t watched) {
  memset(fast, 0, sizeof *fast);
  fast->serial = serial;
  fast->first = first_watched;
  fast->watched = watched;
  fast->says_restarted = true;
}

static bool has_news(const fast_modbus* fast, uint8_t n, const uint16_t* now) {
  return fast->priority[n] != 0 && now[n] != fast->told[n];
}

static uint32_t event_priority(const fast_modbus* fast, const uint16_t* now) {
  uint32_t priority = fast->says_restarted ? PRIORITY_LOW : NOTHING_TO_SAY;
  for (uint8_t n = 0; n < fast->watched; ++n) {
    if (has_news(fast, n, now)) {
      uint32_t own = fast->priority[n] == 2 ? PRIORITY_HIGH : PRIORITY_LOW;
      priority = own < priority ? own : priority;
    }
  }
  return priority;
}

static void acknowledged(fast_modbus* fast) {
  for (uint8_t n = 0; n < fast->watched; ++n) {
    if ((fast->in_packet >> n) & 1) {
      fast->told[n] = fast->sent[n];
    }
  }
  fast->packet_sent = false;
  fast->flag ^= 1;
}

bool fast_modbus_request(fast_modbus* fast, const uint8_t* bytes, uint16_t length, uint8_t address, const uint16_t* now,
                         rtu_timing timing, uint32_t end_us) {
  if (length < SCAN_LENGTH || bytes[0] != FAST_ADDRESS || bytes[1] != FAST_FUNCTION) {
    return false;
  }
  uint8_t what = bytes[2];
  if (length == SCAN_LENGTH && (what == FAST_SCAN_START || what == FAST_SCAN_NEXT)) {
    fast->scanned = fast->scanned && what != FAST_SCAN_START;
    uint32_t word = (fast->scanned ? UINT32_C(0xF0000000) : 0) | (fast->serial & UINT32_C(0x0FFFFFFF));
    arbitration_start(&fast->talk, word, SCAN_WINDOWS, timing, end_us);
    fast->asked = what;
    return true;
  }
  if (length != EVENT_REQUEST_LENGTH || what != FAST_EVENT_REQUEST) {
    return false;
  }
  if (bytes[5] == address && fast->packet_sent && bytes[6] == fast->flag) {
    acknowledged(fast);
  }
  if (address < bytes[3]) {
    return false;
  }
  fast->most = bytes[4];
  uint32_t word = event_priority(fast, now) << 28 | (uint32_t)address << 20;
  arbitration_start(&fast->talk, word, EVENT_WINDOWS, timing, end_us);
  fast->asked = what;
  return true;
}

static uint8_t scan_answer(fast_modbus* fast, uint8_t address, uint8_t* answer) {
  answer[0] = FAST_ADDRESS;
  answer[1] = FAST_FUNCTION;
  answer[2] = fast->scanned ? FAST_SCAN_END : FAST_SCAN_ANSWER;
  if (fast->scanned) {
    return 3;
  }
  fast->scanned = true;
  for (uint8_t i = 0; i < 4; ++i) {
    answer[3 + i] = (uint8_t)(fast->serial >> (24 - 8 * i));
  }
  answer[7] = address;
  return 8;
}

static uint8_t no_events(uint8_t* answer) {
  answer[0] = FAST_ADDRESS;
  answer[1] = FAST_FUNCTION;
  answer[2] = FAST_NO_EVENTS;
  return 3;
}

static uint8_t events(fast_modbus* fast, uint8_t address, const uint16_t* now, uint8_t* answer) {
  uint8_t* data = answer + 6;
  uint8_t used = 0;
  uint8_t waiting = 0;
  // What was in the packet before is in it again, with its value of now. So the acknowledgement of either
  // copy is one of values that the host has got, or will get.
  fast->in_packet = 0;
  if (fast->says_restarted) {
    if (fast->most < RESTART_EVENT) {
      ++waiting;
    } else {
      data[0] = 0;
      data[1] = FAST_EVENT_RESTARTED;
      data[2] = data[3] = 0;
      used = RESTART_EVENT;
    }
  }
  for (uint8_t n = 0; n < fast->watched; ++n) {
    if (!has_news(fast, n, now)) {
      continue;
    }
    if (used + REGISTER_EVENT > fast->most) {
      ++waiting;
      continue;
    }
    uint16_t id = (uint16_t)(fast->first + n);
    uint8_t* event = data + used;
    event[0] = 2;
    event[1] = FAST_EVENT_INPUT;
    event[2] = (uint8_t)(id >> 8);
    event[3] = (uint8_t)id;
    event[4] = (uint8_t)now[n];
    event[5] = (uint8_t)(now[n] >> 8);
    used = (uint8_t)(used + REGISTER_EVENT);
    fast->in_packet = (uint8_t)(fast->in_packet | 1u << n);
    fast->sent[n] = now[n];
  }
  fast->packet_sent = true;
  answer[0] = address;
  answer[1] = FAST_FUNCTION;
  answer[2] = FAST_EVENTS;
  answer[3] = fast->flag;
  answer[4] = waiting;
  answer[5] = used;
  return (uint8_t)(6 + used);
}

uint8_t fast_modbus_answer(fast_modbus* fast, uint8_t address, const uint16_t* now, uint8_t* answer) {
  uint8_t what = fast->asked;
  fast->asked = 0;
  if (what != FAST_EVENT_REQUEST) {
    return scan_answer(fast, address, answer);
  }
  bool nothing = fast->talk.word >> 28 == NOTHING_TO_SAY;
  return nothing ? no_events(answer) : events(fast, address, now, answer);
}

static bool enable_one(fast_modbus* fast, uint8_t type, uint16_t id, uint8_t priority, const uint16_t* now) {
  if (type == FAST_EVENT_RESTARTED && id == 0) {
    fast->says_restarted = fast->says_restarted && priority != 0;
    return fast->says_restarted;
  }
  uint16_t n = (uint16_t)(id - fast->first);
  if (type != FAST_EVENT_INPUT || n >= fast->watched) {
    return false;
  }
  if (fast->priority[n] == 0) {
    fast->told[n] = now[n];
  }
  fast->priority[n] = priority;
  return priority != 0;
}

uint8_t fast_modbus_enable(fast_modbus* fast, const uint8_t* list, uint16_t length, const uint16_t* now,
                           uint8_t* answer, uint8_t most) {
  if (length < 1 || length != list[0] + 1u) {
    return 0;
  }
  // First everything is checked: a list that is wrong changes nothing.
  uint16_t masks = 0;
  for (uint16_t at = 1; at < length;) {
    if (length - at < 5 || list[at + 3] == 0 || length - at < 4u + list[at + 3]) {
      return 0;
    }
    masks = (uint16_t)(masks + (list[at + 3] + 7u) / 8u);
    for (uint16_t i = 0; i < list[at + 3]; ++i) {
      if (list[at + 4 + i] > 2) {
        return 0;
      }
    }
    at = (uint16_t)(at + 4 + list[at + 3]);
  }
  if (masks + 1u > most) {
    return 0;
  }
  memset(answer, 0, masks + 1u);
  answer[0] = (uint8_t)masks;
  uint8_t* mask = answer + 1;
  for (uint16_t at = 1; at < length;) {
    uint16_t first = (uint16_t)((unsigned)list[at + 1] << 8 | list[at + 2]);
    uint8_t count = list[at + 3];
    for (uint8_t i = 0; i < count; ++i) {
      if (enable_one(fast, list[at], (uint16_t)(first + i), list[at + 4 + i], now)) {
        mask[i / 8] = (uint8_t)(mask[i / 8] | 1u << (i % 8));
      }
    }
    mask += (count + 7u) / 8u;
    at = (uint16_t)(at + 4 + count);
  }
  return (uint8_t)(masks + 1);
}
