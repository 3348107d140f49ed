#include "service/report_filling.hpp"

#include <algorithm>
#include <exception>
#include <map>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

namespace antrean::office {

namespace asio = boost::asio;

namespace {

/// More is not kept in memory: what is older is read from the journal again.
constexpr std::size_t most_pending = 20'000;
constexpr std::size_t most_at_once = 1'000;
/// How far back a new file asks for booked people: the journal keeps bookings for a week of working days.
constexpr int days_with_bookings = 14;

std::map<reports::SlotPlace, std::uint32_t> booked_on(journal::Journal& journal, OfficeDay day) {
  std::map<reports::SlotPlace, std::uint32_t> people;
  for (const Booking& booking : journal.day_list().of_day(day)) {
    if (booking.status == BookingStatus::confirmed) {
      people[{booking.service, booking.slot.start}] += booking.party;
    }
  }
  return people;
}

reports::JournalReach reach_of(const journal::Journal& journal) {
  const auto generations = journal.generations();
  return {.generation = generations.empty() ? std::string() : generations.back().id,
          .first_seq = journal.first_seq(),
          .last_seq = journal.last_seq()};
}

}  // namespace

ReportFilling::ReportFilling(asio::io_context& io, Worker& journal_worker, journal::Journal& journal,
                             reports::ReportFile::Options options)
    : ReportFilling(io, journal_worker, journal, std::move(options), Pace{}) {}

ReportFilling::ReportFilling(asio::io_context& io, Worker& journal_worker, journal::Journal& journal,
                             reports::ReportFile::Options options, Pace pace)
    : io_(io),
      journal_worker_(journal_worker),
      journal_(journal),
      options_(std::move(options)),
      pace_(pace),
      news_(io, asio::steady_timer::time_point::max()) {}

void ReportFilling::committed(const std::vector<queue::Event>& events) {
  if (events.empty()) {
    return;
  }
  if (pending_.size() >= most_pending) {
    pending_.clear();
  }
  pending_.insert(pending_.end(), events.begin(), events.end());
  last_seq_ = events.back().seq;
  news_.cancel();
}

asio::awaitable<void> ReportFilling::run() {
  for (;;) {
    std::string failure;
    try {
      co_await fill();
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none) {
      co_return;
    }
    spdlog::error("reports: {}; the office works on, and the reports are opened again in {} s", failure,
                  pace_.after_failure.count());
    co_await worker_.run([this, failure] {
      file_.reset();
      failure_ = failure;
    });
    co_await pause(pace_.after_failure);
  }
}

asio::awaitable<void> ReportFilling::fill() {
  const reports::JournalReach reach = co_await journal_worker_.run([this] { return reach_of(journal_); });
  last_seq_ = std::max(last_seq_, reach.last_seq);
  wanted_ = co_await worker_.run([this, reach] {
    file_.reset();
    file_ = std::make_unique<reports::ReportFile>(options_);
    failure_.clear();
    return file_->begin(reach);
  });
  bool counted_before = false;
  auto bookings_at = std::chrono::steady_clock::now();
  for (;;) {
    if (auto events = next_of_pending(); !events.empty()) {
      co_await take(std::move(events));
    } else if (wanted_ < last_seq_) {
      co_await take(co_await journal_worker_.run(
          [this, after = wanted_, most = pace_.slice] { return journal_.events_after(after, most); }));
      co_await pause(pace_.rest);
    } else {
      if (std::chrono::steady_clock::now() >= bookings_at) {
        co_await worker_.run([this] { file_->forget_old(); });
        co_await count_bookings(counted_before ? 0 : days_with_bookings);
        counted_before = true;
        bookings_at = std::chrono::steady_clock::now() + pace_.bookings;
        continue;
      }
      boost::system::error_code woken;
      news_.expires_at(bookings_at);
      co_await news_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      co_await pause(pace_.gather);  // also ends it here when it is cancelled
    }
  }
}

std::vector<queue::Event> ReportFilling::next_of_pending() {
  while (!pending_.empty() && pending_.front().seq <= wanted_) {
    pending_.pop_front();
  }
  std::vector<queue::Event> events;
  if (!pending_.empty() && pending_.front().seq == wanted_ + 1) {
    const auto end = pending_.begin() + static_cast<std::ptrdiff_t>(std::min(pending_.size(), most_at_once));
    events.assign(pending_.begin(), end);
  }
  return events;
}

asio::awaitable<void> ReportFilling::take(std::vector<queue::Event> events) {
  if (events.empty()) {
    throw std::runtime_error("event " + std::to_string(wanted_ + 1) + " is not in the journal any more");
  }
  wanted_ = co_await worker_.run([this, events = std::move(events)] { return file_->take(events); });
}

asio::awaitable<void> ReportFilling::count_bookings(int days_back) {
  const auto newest = co_await worker_.run([this] { return file_->newest_day(); });
  for (int back = days_back; newest && back >= 0; --back) {
    const OfficeDay day = newest->plus(-back);
    auto people = co_await journal_worker_.run([this, day] { return booked_on(journal_, day); });
    if (!people.empty()) {  // none: nobody booked, or it is forgotten
      co_await worker_.run([this, day, people = std::move(people)] { file_->booked(day, people); });
    }
    co_await pause(pace_.rest);
  }
}

asio::awaitable<void> ReportFilling::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(io_, time);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<reports::View> ReportAdapter::view(reports::Period period, OfficeDay day) {
  co_return co_await reports_.ask([period, day](reports::ReportFile& file) { return file.view(period, day); });
}

asio::awaitable<std::string> ReportAdapter::make(std::function<std::string()> job) {
  co_return co_await reports_.ask([job = std::move(job)](reports::ReportFile&) { return job(); });
}

asio::awaitable<journal::Result<journal::Committed>> ReportedEventLog::append(journal::Batch batch) {
  const std::vector<queue::Event> events = committed_ ? batch.events : std::vector<queue::Event>{};
  auto committed = co_await log_.append(std::move(batch));
  if (committed && committed_) {
    committed_(events);
  }
  co_return committed;
}

}  // namespace antrean::office
