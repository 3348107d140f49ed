// The lamp of a button: its pattern, and the short flash that tells the officer that a press was refused.
#ifndef ANTREAN_LAMP_H
#define ANTREAN_LAMP_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  LAMP_OFF = 0,
  LAMP_ON = 1,
  LAMP_SLOW = 2,  // 500 ms lit, 500 ms dark
  LAMP_FAST = 3,  // 125 ms lit, 125 ms dark
  LAMP_REFUSED = 4
};

// Dark, lit, dark, lit, dark: it is visible on a lit lamp and on a dark one.
static const uint32_t LAMP_REFUSAL_US = 500000;
static const uint32_t LAMP_REFUSAL_STEP_US = 100000;

typedef struct {
  uint8_t pattern;  // LAMP_OFF .. LAMP_FAST
  uint8_t written;
  bool refusing;
  uint32_t since_us;  // when the pattern or the flash began
} lamp;

void lamp_init(lamp* l, uint32_t now_us);

// LAMP_OFF .. LAMP_FAST set the pattern; setting the same pattern again does not disturb its rhythm.
// LAMP_REFUSED flashes once over the pattern that was set before. It flashes once, even if the same value is
// written again; another value must be written between two flashes. A pattern that is written during a flash
// begins after the flash.
void lamp_set(lamp* l, uint8_t value, uint32_t now_us);

// True while the lamp is lit. Call it at least every half hour.
bool lamp_lit(lamp* l, uint32_t now_us);

#ifdef __cplusplus
}
#endif

#endif
