// Fills reports.db beside the work of the office, and answers what pages ask of it.
//
// It hears of every commit (ReportedEventLog) and has the events counted a little later on a Worker of its
// own: a press pays for a copy of its events and for nothing else. Only what reports.db lacks is read from
// the journal, in small slices with rests between, so that a press waits for one slice at most. When
// reports.db fails (a full disk), the office goes on; it is opened again after a pause, and says why until
// then.
//
// io_context thread, except for what runs on the two workers.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "command_loop/command_loop.hpp"
#include "journal/journal.hpp"
#include "reports/report_file.hpp"
#include "web/report_routes.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

class ReportFilling {
 public:
  /// Tests make it quicker.
  struct Pace {
    std::size_t slice = 100;                ///< events read from the journal at once: about a millisecond
    std::chrono::milliseconds rest{5};      ///< after each slice
    std::chrono::milliseconds gather{300};  ///< commits that follow each other are counted together
    std::chrono::seconds after_failure{30};
    std::chrono::seconds bookings{300};  ///< the people booked for the day are counted again
  };

  /// The journal and its worker must outlive it.
  ReportFilling(boost::asio::io_context& io, Worker& journal_worker, journal::Journal& journal,
                reports::ReportFile::Options options);
  ReportFilling(boost::asio::io_context& io, Worker& journal_worker, journal::Journal& journal,
                reports::ReportFile::Options options, Pace pace);

  /// For ever, until it is cancelled.
  boost::asio::awaitable<void> run();

  /// These events are durable.
  void committed(const std::vector<queue::Event>& events);

  /// Runs `ask` with the file on its worker. Throws std::runtime_error while there is no file: why, in words.
  template <class Ask>
  boost::asio::awaitable<std::invoke_result_t<Ask&, reports::ReportFile&>> ask(Ask ask) {
    co_return co_await worker_.run([this, ask = std::move(ask)]() mutable {
      if (!file_) {
        throw std::runtime_error(failure_.empty() ? "the reports are being opened; ask again in a moment" : failure_);
      }
      return ask(*file_);
    });
  }

  /// Up to which event the figures are; for tests and health.
  std::uint64_t counted() const { return wanted_; }

 private:
  boost::asio::awaitable<void> fill();
  boost::asio::awaitable<void> take(std::vector<queue::Event> events);
  boost::asio::awaitable<void> count_bookings(int days_back);
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
  std::vector<queue::Event> next_of_pending();

  boost::asio::io_context& io_;
  Worker& journal_worker_;
  journal::Journal& journal_;
  reports::ReportFile::Options options_;
  Pace pace_;
  std::deque<queue::Event> pending_;  ///< committed and not counted; the newest ones, without gaps
  std::uint64_t last_seq_ = 0;        ///< of the journal
  std::uint64_t wanted_ = 0;          ///< counted up to here
  boost::asio::steady_timer news_;
  std::unique_ptr<reports::ReportFile> file_;  ///< on the worker only
  std::string failure_;                        ///< on the worker only
  Worker worker_{"reports"};                   ///< joined first
};

/// What the pages ask of it.
class ReportAdapter final : public web::ReportPort {
 public:
  ReportAdapter(ReportFilling& reports, std::function<OfficeDay()> today)
      : reports_(reports), today_(std::move(today)) {}
  OfficeDay today() override { return today_(); }
  boost::asio::awaitable<reports::View> view(reports::Period period, OfficeDay day) override;
  boost::asio::awaitable<std::string> make(std::function<std::string()> job) override;

 private:
  ReportFilling& reports_;
  std::function<OfficeDay()> today_;
};

/// The journal, with the reports told of every commit.
class ReportedEventLog final : public EventLog {
 public:
  explicit ReportedEventLog(EventLog& log) : log_(log) {}
  /// Nobody is told before. Set it before the command loop runs.
  void tell(std::function<void(const std::vector<queue::Event>&)> committed) { committed_ = std::move(committed); }

  boost::asio::awaitable<journal::Result<journal::Committed>> append(journal::Batch batch) override;
  boost::asio::awaitable<void> maintenance() override { return log_.maintenance(); }
  boost::asio::awaitable<journal::Result<std::vector<queue::Event>>> to_replay() override { return log_.to_replay(); }
  boost::asio::awaitable<std::vector<queue::Event>> events_since(OfficeDay day) override {
    return log_.events_since(day);
  }

 private:
  EventLog& log_;
  std::function<void(const std::vector<queue::Event>&)> committed_;
};

}  // namespace antrean::office
