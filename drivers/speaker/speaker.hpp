// The voice in the hall. It runs on the io_context thread; blocking work is on the speaker's worker.
#pragma once

#include <cstdint>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "values/snapshot.hpp"

namespace antrean {

struct Announcement {
  std::uint64_t call = 0;  ///< CallView::call
  std::string number;      ///< "A001"
  CounterId counter = 0;
};

enum class EntranceSound : std::uint8_t { admitted, refused };

struct SpeakerHealth {
  bool online = false;
  std::string error;  ///< in words, while not online
  std::uint64_t spoken = 0;
  std::uint64_t dropped = 0;  ///< too old when their turn came, or stuck in the device
};

/// Speaks one call at a time, in the order given, and never delays its caller.
class Speaker {
 public:
  virtual ~Speaker() = default;
  /// Queues a call. If a call has waited longer than the setting when its turn comes, it is dropped, because
  /// boards and TV show it already.
  virtual void announce(Announcement announcement) = 0;
  /// Plays at once, also during a call.
  virtual void signal(EntranceSound sound) = 0;
  /// Speaks for ever; ends when its coroutine is cancelled.
  virtual boost::asio::awaitable<void> run() = 0;
  virtual SpeakerHealth health() const = 0;
};

}  // namespace antrean
