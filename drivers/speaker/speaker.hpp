// The voice in the hall. It runs on the io_context thread; blocking work is on the speaker's worker.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "values/snapshot.hpp"

namespace antrean {

struct Announcement {
  std::uint64_t call = 0;  ///< CallView::call
  std::string number;      ///< "A001"
  CounterId counter = 0;
  std::optional<Language> language{};  ///< that the person chose; absent: all that the settings name
};

enum class EntranceSound : std::uint8_t { admitted, refused };

struct SpeakerHealth {
  bool online = false;
  std::string error;   ///< in words, while not online
  std::string device;  ///< that is open; empty: the system's own
  /// The device that should speak, while another one does. Empty: the right one speaks.
  std::string instead_of;
  std::uint64_t spoken = 0;
  std::uint64_t withdrawn = 0;    ///< the person had come before it was spoken
  std::vector<std::string> late;  ///< numbers that were called 60 s ago or longer and are not spoken yet, oldest first
};

/// Speaks one call at a time, in the order given, and never delays its caller. A call is never dropped: what
/// could not be spoken (no device, a long queue) is spoken first as soon as that is possible. When more than
/// three wait, call-outs are brief: number and counter, in one language.
class Speaker {
 public:
  virtual ~Speaker() = default;
  /// Queues a call.
  virtual void announce(Announcement announcement) = 0;
  /// The call is over (the person came, or was sent away): it need not be spoken any more. Nothing happens if
  /// it was.
  virtual void withdraw(std::uint64_t call) { static_cast<void>(call); }
  /// Plays at once, also during a call.
  virtual void signal(EntranceSound sound) = 0;
  /// `told(true)` when the device begins to take a call-out, `told(false)` when it has taken the last of
  /// those that wait: for as long as people hear a voice, pauses between call-outs included. io_context
  /// thread; set it before run().
  virtual void on_speaking(std::function<void(bool)> told) { static_cast<void>(told); }
  /// Speaks for ever; ends when its coroutine is cancelled.
  virtual boost::asio::awaitable<void> run() = 0;
  virtual SpeakerHealth health() const = 0;
};

}  // namespace antrean
