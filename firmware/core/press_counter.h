// Counts presses of one push button. A press counts once, when the contact has been closed for
// PRESS_STEADY_US without a break. A release needs the same time, so a bounce on either edge is neither a
// second press nor a release.
//
// Of the presses it also counts those that were held long, and those that were the second of two quick ones.
// A press is counted on its edge, whatever becomes of it; until it is known what, it is open. A press that
// was held long is no first of two, and the second of two is never long.
#ifndef ANTREAN_PRESS_COUNTER_H
#define ANTREAN_PRESS_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A constant of more than 15 bits is no enumerator: an int has 16 bits on the smallest part.
static const uint32_t PRESS_STEADY_US = 20000;
static const uint32_t PRESS_STUCK_US = 30000000;
static const uint32_t PRESS_LONG_US = 800000;
static const uint32_t PRESS_PAIR_US = 400000;  // at most from a release to the second press

typedef struct {
  uint32_t contact_since_us;
  uint32_t down_since_us;
  uint16_t presses;  // since init, wraps
  uint8_t longs;     // presses that were held for PRESS_LONG_US, wraps
  uint8_t doubles;   // presses that were the second of two, wraps
  bool maybe_long;   // the press that is down may still become long
  bool maybe_first;  // the latest press may still become the first of two
  bool contact;      // the last sample
  bool down;         // debounced
  bool stuck;        // down for PRESS_STUCK_US
} press_counter;

// `contact` is the state now. A contact that is already closed is down but is not a press, so a jammed button
// does not call somebody each time its pad restarts.
void press_counter_init(press_counter* counter, bool contact, uint32_t now_us);

// Call it about every millisecond, and at least every half hour. True when this sample completed a press.
bool press_counter_sample(press_counter* counter, bool contact, uint32_t now_us);

#ifdef __cplusplus
}
#endif

#endif
