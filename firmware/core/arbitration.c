#include "core/arbitration.h"

void arbitration_start(arbitration* a, uint32_t word, uint8_t windows, rtu_timing timing, uint32_t request_end_us) {
  a->begin_us = request_end_us + timing.answer_all_us;
  a->window_us = timing.window_us;
  a->word = word;
  a->heard = 0;
  a->windows = windows;
  a->window = 0;
}

static uint32_t begin_of(const arbitration* a, uint8_t window) { return a->begin_us + window * a->window_us; }

static bool bit_of(uint32_t bits, uint8_t window) { return (bits >> (31 - window)) & 1; }

void arbitration_heard(arbitration* a, uint32_t begin_us) {
  // Another's clock may be ahead of ours by a quarter of a window.
  int32_t since = (int32_t)(begin_us + a->window_us / 4 - a->begin_us);
  if (since < 0) {
    return;
  }
  uint32_t window = (uint32_t)since / a->window_us;
  if (window < a->windows) {
    a->heard |= UINT32_C(1) << window;
  }
}

arbitration_step arbitration_poll(arbitration* a, uint32_t now_us) {
  for (;;) {
    int32_t late = (int32_t)(now_us - begin_of(a, a->window));
    if (late < 0) {
      return ARBITRATION_WAITS;
    }
    uint8_t before = (uint8_t)(a->window - 1);
    if (a->window != 0 && bit_of(a->word, before) && ((a->heard >> before) & 1)) {
      return ARBITRATION_LOST;
    }
    if (a->window == a->windows) {
      return ARBITRATION_WON;
    }
    uint8_t window = a->window++;
    if (bit_of(a->word, window) || ((a->heard >> window) & 1)) {
      continue;  // silent, or another has sent it for both
    }
    // A byte that begins too late would reach into the next window.
    return late > (int32_t)(a->window_us / 2) ? ARBITRATION_LOST : ARBITRATION_SENDS;
  }
}

uint32_t arbitration_due(const arbitration* a) { return begin_of(a, a->window); }
