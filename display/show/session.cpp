#include "show/session.hpp"

namespace antrean::display {

void Session::see(Snapshot snapshot, MonotonicTime tick) {
  snapshot_ = std::move(snapshot);
  input_.stale_since.reset();
  attention_.see(snapshot_, tick, input_.highlight);
}

void Session::lost(UtcTime now) {
  if (input_.stale_since) return;
  input_.stale_since = now;
  attention_.lost();
}

Frame Session::frame(UtcTime now, MonotonicTime tick, const TextMetrics& metrics) {
  input_.now = now;
  input_.tick = tick;
  input_.new_calls = attention_.calls();
  return display::frame(snapshot_, input_, metrics);
}

}  // namespace antrean::display
