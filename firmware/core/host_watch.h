// Detects that the host is silent. Only the host starts exchanges, so every good frame on the line, to or
// from any unit, proves that the host is alive.
#ifndef ANTREAN_HOST_WATCH_H
#define ANTREAN_HOST_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  uint32_t heard_us;
  uint32_t limit_us;
  bool silent;
} host_watch;

// It counts from now, so a host that never sends is also silent after the limit.
void host_watch_init(host_watch* watch, uint32_t limit_ms, uint32_t now_us);
void host_watch_heard(host_watch* watch, uint32_t now_us);

// True when the host was silent for the limit or longer. Call it at least once an hour: the clock wraps, and
// the answer is kept.
bool host_watch_silent(host_watch* watch, uint32_t now_us);

#ifdef __cplusplus
}
#endif

#endif
