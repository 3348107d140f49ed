// Counts presses of one push button. A press counts once, when the contact has been steadily closed for
// PRESS_STEADY_US; the release needs the same, so a bounce on either edge is neither a second press nor a
// release.
#ifndef ANTREAN_PRESS_COUNTER_H
#define ANTREAN_PRESS_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Constants beyond 15 bits are no enumerators: an int has 16 bits on the smallest part.
static const uint32_t PRESS_STEADY_US = 20000;
static const uint32_t PRESS_STUCK_US = 30000000;

typedef struct {
  uint32_t contact_since_us;
  uint32_t down_since_us;
  uint16_t presses;  // since init, wraps
  bool contact;      // as last sampled
  bool down;         // debounced
  bool stuck;        // down for PRESS_STUCK_US
} press_counter;

// `contact` as it is now. One that is closed already is down but not a press: a jammed button must not call
// somebody each time its pad restarts.
void press_counter_init(press_counter* counter, bool contact, uint32_t now_us);

// Sample every millisecond or so, and at least every half hour. True when this sample made a press count.
bool press_counter_sample(press_counter* counter, bool contact, uint32_t now_us);

#ifdef __cplusplus
}
#endif

#endif
