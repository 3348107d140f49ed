// The other end of a pseudo-terminal. A thread receives requests, lets the rig's firmware answer, and changes
// the replies as the test asks. It is not paced: replies come at once, so the measured gaps are those of the
// bus alone.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "unit_rig.hpp"

namespace antrean::test {

using Clock = std::chrono::steady_clock;

/// What happens to one reply.
struct Fate {
  bool request_lost = false;           ///< no unit receives it
  Bytes noise_before;                  ///< garbage that is sent first
  std::size_t keep = SIZE_MAX;         ///< only this many bytes are sent
  std::optional<std::size_t> flip_at;  ///< a bit of this byte is inverted
  std::chrono::milliseconds late{0};   ///< it comes this much later, whatever happens in between
};

class PtySlave {
 public:
  /// Makes `link` point to the pseudo-terminal, as udev's by-path links point to adapters.
  explicit PtySlave(std::filesystem::path link);
  ~PtySlave();
  PtySlave(const PtySlave&) = delete;
  PtySlave& operator=(const PtySlave&) = delete;

  void unplug();          ///< the port and the link are removed
  void plug_in();         ///< a new pseudo-terminal; the link points to it
  void replug_quietly();  ///< a new one under the same name, while the old one stays open and silent

  void with_rig(const std::function<void(UnitRig&)>& use);
  /// Called for each received request, on the slave's thread.
  void on_request(std::function<Fate(const Bytes&)> decide);
  void echo(bool on) { echo_ = on; }
  /// Sends these bytes all the time; empty: it stops.
  void babble(Bytes bytes) {
    const std::lock_guard lock{mutex_};
    babble_ = std::move(bytes);
  }

  struct Heard {
    Clock::time_point at;  ///< when it was complete
    /// Since the slave began to write its last reply, if there was one.
    std::optional<Clock::duration> silence;
    Bytes frame;
    bool good = false;
  };
  std::vector<Heard> heard();

 private:
  void run();
  void open_master();
  void take(Bytes frame, Clock::time_point at);
  void send(const Bytes& bytes);

  const std::filesystem::path link_;
  std::mutex mutex_;  // protects everything below that is not atomic
  int master_ = -1;
  std::vector<int> old_masters_;
  UnitRig rig_;
  std::function<Fate(const Bytes&)> decide_;
  std::vector<Heard> heard_;
  std::optional<Clock::time_point> last_written_;
  std::deque<std::pair<Clock::time_point, Bytes>> late_;
  Bytes partial_;
  Bytes babble_;
  std::atomic<bool> echo_{false};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace antrean::test
