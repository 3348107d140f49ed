// The office's connection to its portal. The office calls the portal; nobody calls the office.
//
// Five loops run without waiting for each other:
// - Changed bookings come in page by page, from a cursor, so a pull costs only what changed.
// - Results of the day go out in parcels with an idempotency key.
// - Signing keys are refreshed.
// - The head of the journal goes out after each parcel and every minute, if there are new events.
// - How the day stands goes out when it changed, for the pages of people with a number. The newest replaces
//   all before.
// The portal may be away all day, be slow, or answer nonsense. So every exchange has a deadline and a limit
// on the body, failures back off with jitter, and nothing is used from an answer that is not completely
// valid.
//
// io_context thread only. The stores and the clock must outlive it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
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
  std::string url;                  ///< "https://portal.example", without a path
  std::string token;                ///< of this office
  std::filesystem::path ca_file{};  ///< whom to believe over https://; empty: the system's CAs
  std::chrono::milliseconds pull_every{5'000};
  /// How often to look into the outbox when nobody called results_waiting().
  std::chrono::milliseconds send_every{30'000};
  std::chrono::milliseconds keys_every{3'600'000};
  std::chrono::milliseconds heads_every{60'000};
  std::chrono::milliseconds today_every{2'000};      ///< at most so often ...
  std::chrono::milliseconds today_at_least{20'000};  ///< ... and so often if nothing changed
  std::chrono::milliseconds deadline{10'000};        ///< for one exchange
  std::chrono::milliseconds first_retry{1'000};
  std::chrono::milliseconds last_retry{60'000};
  std::uint32_t page_limit = 200;
};

/// The condition of one of the loops.
struct LineHealth {
  std::optional<UtcTime> last_success;        ///< wall clock time, to be shown
  std::optional<MonotonicTime> succeeded_at;  ///< the same moment, for lag()
  std::uint32_t failures = 0;                 ///< in a row; 0: the last attempt succeeded, or there was no attempt
  std::string last_error;                     ///< in words, with what to check; kept after recovery
  std::optional<UtcTime> last_error_at;
  std::uint64_t items = 0;  ///< since start: bookings applied, results delivered, keys seen

  bool working() const { return succeeded_at.has_value() && failures == 0; }
  /// How old our information may be; nothing before the first success.
  std::optional<std::chrono::milliseconds> lag(MonotonicTime now) const;
};

/// What the portal said about the heads of the journal.
enum class JournalAtPortal : std::uint8_t {
  unknown,  ///< it has not answered yet, or has an earlier release that holds no heads
  agrees,
  other_past,  ///< it was told another past of this journal before
  end_missing  ///< it was told events that this journal does not have
};

struct LinkHealth {
  LineHealth bookings, results, keys, heads, today;
  JournalAtPortal journal = JournalAtPortal::unknown;
  std::uint64_t results_refused = 0;  ///< parcels that the portal will never accept
  std::uint64_t given_back = 0;       ///< bookings that the portal had lost and has again
  bool dates_unchecked = false;       ///< the clock here is too early to check the portal's certificate (trust.hpp)
};

class PortalLink {
 public:
  /// Throws std::invalid_argument for an invalid URL or invalid settings.
  PortalLink(boost::asio::io_context& io, LinkSettings settings, const process::Clock& clock, DayListStore& day_list,
             ResultOutbox& outbox);
  ~PortalLink();

  /// The journal whose heads send_heads() sends; it must outlive this. Set before that loop runs.
  void send_heads_of(JournalHeadSource& journal);

  /// What send_today() sends; it must outlive this. Set before that loop runs.
  void send_today_of(TodaySource& today);

  /// Called after every page that is durable. Set before the loops run.
  void on_page(std::function<void(const office_api::BookingPage&)> heard);
  /// Called when the portal's database is another one than before. Its list is then pulled from the start,
  /// and the bookings it lost are given back.
  void on_afresh(std::function<void()> heard);
  /// Called when the portal has answered about all of them. `listed`: codes that have no place at the portal
  /// any more; people must decide about them.
  void on_given_back(std::function<void(const std::vector<std::string>& listed)> heard);
  /// Called with what people said of the service, one at a time; the same may come again. True: this office
  /// needs it no more; false: it could not be kept now, and will be given again.
  void on_feedback(std::function<boost::asio::awaitable<bool>(office_api::TodayFeedback)> heard);
  /// Called with all keys that the portal signs with, never with none: after every refresh, and with the
  /// first page that has different keys.
  void on_keys(std::function<void(const codes::Keyring&)> heard);
  /// Called with every answer that came: the time of its Date header, in whole seconds. Not called for an
  /// answer without a Date header.
  void on_time(std::function<void(UtcTime)> heard);
  /// When a line began to work or to fail, and when `dates_unchecked` or `journal` changed.
  void on_change(std::function<void(const LinkHealth&)> changed);

  /// The loops. Each runs until its coroutine is cancelled, and then returns. Run each at most once at a
  /// time.
  boost::asio::awaitable<void> pull_bookings();
  boost::asio::awaitable<void> send_results();
  boost::asio::awaitable<void> refresh_keys();
  boost::asio::awaitable<void> send_heads();
  boost::asio::awaitable<void> send_today();

  /// Call it after something was put into the outbox: the results are sent soon. It does not shorten a wait
  /// after a failure.
  void results_waiting();
  /// Pulls without waiting for the next turn. It does not shorten a wait after a failure either.
  void pull_now();

  /// Call it when the day may stand differently: that is sent soon, if it does.
  void today_changed();

  /// Where people find the page of their ticket, without its key: "https://antrean.example/n/". Nothing while
  /// the portal has not taken a summary for a minute: what a phone would find there is old, or it finds
  /// nothing.
  std::optional<std::string> my_number() const;

  const LinkHealth& health() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace antrean::bookings
