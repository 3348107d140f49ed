#include "core/lamp.h"

void lamp_init(lamp* l, uint32_t now_us) {
  l->pattern = LAMP_OFF;
  l->written = LAMP_OFF;
  l->refusing = false;
  l->since_us = now_us;
}

void lamp_set(lamp* l, uint8_t value, uint32_t now_us) {
  if (value == l->written) {
    return;
  }
  l->written = value;
  if (value == LAMP_REFUSED) {
    l->refusing = true;
    l->since_us = now_us;
  } else if (value != l->pattern) {
    l->pattern = value;
    if (!l->refusing) {
      l->since_us = now_us;
    }
  }
}

bool lamp_lit(lamp* l, uint32_t now_us) {
  uint32_t passed = now_us - l->since_us;
  if (l->refusing) {
    if (passed < LAMP_REFUSAL_US) {
      return (passed / LAMP_REFUSAL_STEP_US) % 2 == 1;
    }
    l->refusing = false;
    l->since_us += LAMP_REFUSAL_US;
    passed -= LAMP_REFUSAL_US;
  }
  switch (l->pattern) {
    case LAMP_ON:
      return true;
    case LAMP_SLOW:
      return (passed / 500000u) % 2 == 0;
    case LAMP_FAST:
      return (passed / 125000u) % 2 == 0;
    default:
      return false;
  }
}
