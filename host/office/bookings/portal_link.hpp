// The office's line to its portal. The office calls out; nobody calls in.
//
// Three loops that don't wait for each other: changed bookings come in page by page (from a cursor, so a pull
// costs what changed), results of the day go out in parcels under an idempotency key, signing keys are
// refreshed. The portal may be away all day, slow, or answer nonsense: every exchange has a deadline and a
// bounded body, failures back off with jitter, and nothing is taken from an answer that is not wholly right.
//
// io_context thread only; stores and clock outlive it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "bookings/stores.hpp"
#include "codes/booking_code.hpp"
#include "process/clock.hpp"

namespace antrean::bookings {

struct LinkSettings {
  std::string url;    ///< "https://portal.example", without a path
  std::string token;  ///< of this office
  std::chrono::milliseconds pull_every{5'000};
  std::chrono::milliseconds send_every{30'000};  ///< look into the outbox also when nobody said results_waiting()
  std::chrono::milliseconds keys_every{3'600'000};
  std::chrono::milliseconds deadline{10'000};  ///< of one exchange
  std::chrono::milliseconds first_retry{1'000};
  std::chrono::milliseconds last_retry{60'000};
  std::uint32_t page_limit = 200;
};

/// How one of the loops is.
struct LineHealth {
  std::optional<UtcTime> last_success;        ///< of the wall clock, to be shown
  std::optional<MonotonicTime> succeeded_at;  ///< the same moment, for lag()
  std::uint32_t failures = 0;                 ///< in a row; 0: the last attempt succeeded, or there was none
  std::string last_error;                     ///< in words, with what to look at; kept after recovery
  std::optional<UtcTime> last_error_at;
  std::uint64_t items = 0;  ///< bookings applied, results delivered, keys seen, since start

  bool working() const { return succeeded_at.has_value() && failures == 0; }
  /// How far behind we may be; nothing before the first success.
  std::optional<std::chrono::milliseconds> lag(MonotonicTime now) const;
};

struct LinkHealth {
  LineHealth bookings, results, keys;
  std::uint64_t results_refused = 0;  ///< parcels the portal will never take
  std::uint64_t given_back = 0;       ///< bookings that the portal had lost and has again
};

class PortalLink {
 public:
  /// Throws std::invalid_argument for a URL that is none or settings that make no sense.
  PortalLink(boost::asio::io_context& io, LinkSettings settings, const process::Clock& clock, DayListStore& day_list,
             ResultOutbox& outbox);
  ~PortalLink();

  /// After every page that is durable. Before the loops.
  void on_page(std::function<void(const office_api::BookingPage&)> heard);
  /// The portal's database is another than before: its list is taken from the start, and what it lost is
  /// given back.
  void on_afresh(std::function<void()> heard);
  /// All of it was answered; `listed`: codes that have no place at the portal any more, and that people must
  /// decide about.
  void on_given_back(std::function<void(const std::vector<std::string>& listed)> heard);
  /// All keys the portal signs with, never none: after every refresh, and with the first page that has other
  /// ones.
  void on_keys(std::function<void(const codes::Keyring&)> heard);
  /// With every answer that came: what its Date header says, in whole seconds. Not called for one that says
  /// none.
  void on_time(std::function<void(UtcTime)> heard);
  /// When a line began to work or to fail.
  void on_change(std::function<void(const LinkHealth&)> changed);

  /// The loops; each runs until its coroutine is cancelled, and then returns. Run each at most once at a
  /// time.
  boost::asio::awaitable<void> pull_bookings();
  boost::asio::awaitable<void> send_results();
  boost::asio::awaitable<void> refresh_keys();

  /// Something was put into the outbox: send soon. Does not cut a wait after a failure short.
  void results_waiting();
  /// Pull without waiting for the next turn, on the same condition.
  void pull_now();

  const LinkHealth& health() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace antrean::bookings
