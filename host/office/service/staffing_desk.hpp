// How many counters a day ahead needs, from the day's bookings, the habit of the weekday (reports.db) and the
// service times measured. Playing the day takes seconds of a processor: it runs on a Worker of its own, with
// a lower priority, and delays no press. io_context thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "command_loop/command_loop.hpp"
#include "journal/journal.hpp"
#include "service/report_filling.hpp"
#include "sla/sla.hpp"
#include "web/staffing_routes.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

class StaffingDesk final : public web::StaffingPort {
 public:
  /// All must outlive it. `rules`: their limit is the one to keep.
  StaffingDesk(CommandLoop& loop, Worker& journal_worker, journal::Journal& journal, ReportFilling& reports,
               const std::vector<sla::Rule>& rules, std::function<UtcTime()> now);
  ~StaffingDesk() override { stopping_ = true; }

  OfficeDay next_open_day() override;
  boost::asio::awaitable<std::variant<web::StaffingAnswer, Bilingual>> staffing(
      OfficeDay day, std::optional<std::size_t> counters) override;

 private:
  boost::asio::awaitable<reports::Habit> habit(OfficeDay day);

  CommandLoop& loop_;
  Worker& journal_worker_;
  journal::Journal& journal_;
  ReportFilling& reports_;
  const std::vector<sla::Rule>& rules_;
  std::function<UtcTime()> now_;
  /// The latest answers, by what was asked and from what it was made, without the bookings. They are kept for
  /// a minute, so the bookings are read at most once in that time for each question.
  struct Known {
    std::string question;
    std::chrono::steady_clock::time_point until;
    web::StaffingAnswer answer;
  };
  std::vector<Known> known_;
  int running_ = 0;
  std::atomic<bool> stopping_ = false;
  Worker worker_{"staffing"};
};

}  // namespace antrean::office
