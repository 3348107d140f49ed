#include "core/host_watch.h"

void host_watch_init(host_watch* watch, uint32_t limit_ms, uint32_t now_us) {
  watch->heard_us = now_us;
  watch->limit_us = limit_ms * 1000u;
  watch->silent = false;
}

void host_watch_heard(host_watch* watch, uint32_t now_us) {
  watch->heard_us = now_us;
  watch->silent = false;
}

bool host_watch_silent(host_watch* watch, uint32_t now_us) {
  if (now_us - watch->heard_us >= watch->limit_us) {
    watch->silent = true;
  }
  return watch->silent;
}
