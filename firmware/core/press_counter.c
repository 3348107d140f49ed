#include "core/press_counter.h"

void press_counter_init(press_counter* counter, bool contact, uint32_t now_us) {
  counter->contact_since_us = now_us;
  counter->down_since_us = now_us;
  counter->presses = 0;
  counter->longs = 0;
  counter->doubles = 0;
  counter->maybe_long = false;
  counter->maybe_first = false;
  counter->contact = contact;
  counter->down = contact;
  counter->stuck = false;
}

static void pressed(press_counter* counter) {
  ++counter->presses;
  if (counter->maybe_first) {
    ++counter->doubles;
  }
  counter->maybe_first = counter->maybe_long = !counter->maybe_first;
}

// What time alone makes of the latest press.
static void judge(press_counter* counter, uint32_t now_us) {
  uint32_t since_us = now_us - counter->down_since_us;
  if (counter->maybe_long && since_us >= PRESS_LONG_US) {
    ++counter->longs;
    counter->maybe_long = counter->maybe_first = false;
  }
  if (!counter->down && since_us >= PRESS_PAIR_US) {
    counter->maybe_first = false;
  }
}

bool press_counter_sample(press_counter* counter, bool contact, uint32_t now_us) {
  bool counted = false;
  judge(counter, now_us);
  if (contact != counter->contact) {
    counter->contact = contact;
    counter->contact_since_us = now_us;
  } else if (contact != counter->down && now_us - counter->contact_since_us >= PRESS_STEADY_US) {
    counter->down = contact;
    counter->down_since_us = now_us;
    counter->stuck = false;
    if (contact) {
      pressed(counter);
      counted = true;
    } else {
      counter->maybe_long = false;
    }
  }
  if (counter->down && now_us - counter->down_since_us >= PRESS_STUCK_US) {
    counter->stuck = true;
  }
  return counted;
}
