#include "service/report_filling.hpp"

#include <algorithm>
#include <exception>

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
  for (;;) {
    if (auto events = next_of_pending(); !events.empty()) {
      co_await take(std::move(events));
    } else if (wanted_ < last_seq_) {
      co_await take(co_await journal_worker_.run(
          [this, after = wanted_, most = pace_.slice] { return journal_.events_after(after, most); }));
      co_await pause(pace_.rest);
    } else {
      boost::system::error_code woken;
      news_.expires_at(asio::steady_timer::time_point::max());
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

asio::awaitable<void> ReportFilling::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(io_, time);
  co_await timer.async_wait(asio::use_awaitable);
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
