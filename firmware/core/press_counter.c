#include "core/press_counter.h"

void press_counter_init(press_counter* counter, bool contact, uint32_t now_us) {
  counter->contact_since_us = now_us;
  counter->down_since_us = now_us;
  counter->presses = 0;
  counter->contact = contact;
  counter->down = contact;
  counter->stuck = false;
}

bool press_counter_sample(press_counter* counter, bool contact, uint32_t now_us) {
  bool counted = false;
  if (contact != counter->contact) {
    counter->contact = contact;
    counter->contact_since_us = now_us;
  } else if (contact != counter->down && now_us - counter->contact_since_us >= PRESS_STEADY_US) {
    counter->down = contact;
    counter->down_since_us = now_us;
    counter->stuck = false;
    if (contact) {
      ++counter->presses;
      counted = true;
    }
  }
  if (counter->down && now_us - counter->down_since_us >= PRESS_STUCK_US) {
    counter->stuck = true;
  }
  return counted;
}
