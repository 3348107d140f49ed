// Notices that the host has fallen silent. Only the host starts exchanges, so every good frame on the line,
// to or from anybody, proves that it lives.
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

// Counts from now: a host that never spoke falls silent too.
void host_watch_init(host_watch* watch, uint32_t limit_ms, uint32_t now_us);
void host_watch_heard(host_watch* watch, uint32_t now_us);

// Silent for the limit or longer. Ask at least once an hour: the clock wraps, the answer is kept.
bool host_watch_silent(host_watch* watch, uint32_t now_us);

#ifdef __cplusplus
}
#endif

#endif
