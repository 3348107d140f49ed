// The courier of one channel: takes due notices from the outbox, hands them to the sender one after the
// other, and settles what came of each. Sending goes on while outcomes are being settled, up to a few: so
// many may be sent a second time when the program is killed.
//
// When the channel itself is down, nothing is counted against the notices; they wait. Runs on the io_context
// thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "notices/outbox.hpp"
#include "notices/rest.hpp"
#include "notices/sender.hpp"
#include "process/clock.hpp"
#include "timer/timer.hpp"

namespace antrean::portal {

struct CourierOptions {
  NoticeChannel channel = NoticeChannel::mail;
  int per_minute = 0;         ///< 0: no limit
  std::size_t batch = 50;     ///< how many are taken at once
  std::size_t unsettled = 8;  ///< no notice is sent while so many outcomes are not durable
};

/// For the health page and the log.
struct CourierState {
  std::uint64_t sent = 0;
  std::uint64_t again = 0;  ///< of `sent`: a try before ended unclear
  std::uint64_t given_up = 0;
  int failures = 0;     ///< of the channel, in a row; 0: it works
  std::string trouble;  ///< why, while `failures` is not 0
};

class Courier {
 public:
  /// All are kept by reference and must outlive the courier. `chance` gives random numbers.
  Courier(Outbox& outbox, Sender& sender, const process::Clock& clock, const MakeTimer& make_timer,
          std::function<std::uint32_t()> chance, CourierOptions options);
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  /// Until stop(), once. When it completes, everything that was sent is settled, unless the store refused.
  boost::asio::awaitable<void> run();
  /// What is on its way is finished first. The rest waits in the outbox.
  void stop();

  const CourierState& state() const { return state_; }

 private:
  struct Batch {
    std::vector<TakenNotice> notices;
    UtcTime leased_until{};
  };

  boost::asio::awaitable<Batch> take();
  boost::asio::awaitable<void> wait_for_work();
  boost::asio::awaitable<void> deliver(Batch batch);
  boost::asio::awaitable<SendAnswer> send(Notice notice);
  boost::asio::awaitable<void> pause_until(MonotonicTime end);
  boost::asio::awaitable<void> keep_pace();
  boost::asio::awaitable<void> settle_all();
  void settle(SettledNotice outcome);
  void note(const TakenNotice& taken, const SendAnswer& answer);
  void note_too_late(const TakenNotice& taken);
  void release(const TakenNotice& taken, UtcTime next);
  void note_channel(const SendAnswer& answer);

  Outbox& outbox_;
  Sender& sender_;
  const process::Clock& clock_;
  std::function<std::uint32_t()> chance_;
  CourierOptions options_;
  CourierState state_;
  bool stopping_ = false;

  boost::asio::any_io_executor executor_;
  Rest rest_;                            // of run()
  Rest settle_rest_;                     // of settle_all()
  std::vector<SettledNotice> outcomes_;  // not yet given to the store
  std::size_t unsettled_ = 0;            // those and the ones that the store has not confirmed
  bool settling_ = false;
  int store_failures_ = 0;
  std::optional<MonotonicTime> next_slot_;  // of the rate
};

}  // namespace antrean::portal
