#include "service/staffing_desk.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "staffing/staffing.hpp"

namespace antrean::office {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto kept = 5min;
constexpr std::size_t most_kept = 8;
constexpr int most_running = 3;
constexpr int lower_priority = 10;
constexpr Minutes usual_limit{30};
constexpr std::uint32_t usual_share = 90;    // percent of the booked who come
constexpr std::uint32_t enough_booked = 50;  // people: with fewer the share is not taken from them
constexpr int days_to_look_ahead = 31;

/// The rules about everybody say the limit; without one, those about some.
std::optional<Minutes> limit_of(const std::vector<sla::Rule>& rules) {
  std::optional<Minutes> all, some;
  for (const sla::Rule& rule : rules) {
    auto& limit = rule.class_key.empty() ? all : some;
    limit = std::min(limit.value_or(rule.wait_over), rule.wait_over);
  }
  return all ? all : some;
}

std::vector<queue::ExpectedSlot> booked_on(journal::Journal& journal, const queue::PlanSettings& plan, OfficeDay day) {
  std::vector<queue::ExpectedSlot> booked;
  for (auto& slot : journal.day_list().people_on(day)) {
    if (std::ranges::find(plan.services, slot.service, &queue::ServiceSettings::key) != plan.services.end()) {
      booked.push_back({.service = std::move(slot.service), .start = slot.start, .people = slot.people});
    }
  }
  return booked;
}

/// As many an hour as on those days on average.
std::vector<queue::ExpectedWalkIns> walk_ins_of(const reports::Habit& habit, const queue::PlanSettings& plan) {
  std::vector<queue::ExpectedWalkIns> walk_ins;
  for (const auto& one : habit.walk_ins) {
    // The reports remember services and classes that the office does not have any more.
    if (std::ranges::find(plan.services, one.service, &queue::ServiceSettings::key) == plan.services.end() ||
        std::ranges::find(plan.classes, one.class_key, &queue::ClassSettings::key) == plan.classes.end()) {
      continue;
    }
    const TimeOfDay from{one.hour * 60};
    walk_ins.push_back({.service = one.service,
                        .class_key = one.class_key,
                        .from = from,
                        .to = TimeOfDay{from.minutes() + 60},
                        .people = static_cast<double>(one.tickets) / static_cast<double>(habit.days.size())});
  }
  return walk_ins;
}

/// All that the answer is made from.
std::string key_of(const staffing::Question& question, std::optional<std::size_t> counters,
                   const web::StaffingAnswer& answer) {
  const auto& ahead = question.ahead;
  std::string key = fmt::format("{} {} {} {} {}", ahead.day.text(), counters ? std::to_string(*counters) : "all",
                                question.limit.count(), answer.limit_of_a_rule, answer.comes);
  for (const OfficeDay day : answer.habit) {
    key += ' ' + day.text();
  }
  for (const auto& slot : ahead.booked) {
    key += fmt::format("|{} {} {}", slot.service, slot.start.text(), slot.people);
  }
  for (const auto& some : ahead.walk_ins) {
    key += fmt::format("|{}/{} {} {} {}", some.service, some.class_key, some.from.text(), some.to.text(), some.people);
  }
  for (const auto& times : ahead.measured) {
    key += fmt::format("|{} {}", times.pool, fmt::join(times.seconds, ","));
  }
  return key;
}

}  // namespace

StaffingDesk::StaffingDesk(CommandLoop& loop, Worker& journal_worker, journal::Journal& journal, ReportFilling& reports,
                           const std::vector<sla::Rule>& rules, std::function<UtcTime()> now)
    : loop_(loop),
      journal_worker_(journal_worker),
      journal_(journal),
      reports_(reports),
      rules_(rules),
      now_(std::move(now)) {
  // Linux: of this thread alone.
  worker_.post([] { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), lower_priority); });
}

OfficeDay StaffingDesk::next_open_day() {
  const queue::Plan& plan = loop_.plan();
  const OfficeDay today = OfficeDay::of(now_(), plan.settings().zone);
  for (int ahead = 1; ahead <= days_to_look_ahead; ++ahead) {
    if (plan.hours(today.plus(ahead)) != nullptr) {
      return today.plus(ahead);
    }
  }
  return today;
}

asio::awaitable<reports::Habit> StaffingDesk::habit(OfficeDay day) {
  const OfficeDay today = OfficeDay::of(now_(), loop_.plan().settings().zone);
  try {
    co_return co_await reports_.ask([day, today](reports::ReportFile& file) { return file.habit(day, today); });
  } catch (const std::runtime_error& error) {
    spdlog::warn("staffing: without the habit of the weekday: {}", error.what());
  }
  co_return reports::Habit{};
}

asio::awaitable<std::variant<web::StaffingAnswer, Bilingual>> StaffingDesk::staffing(
    OfficeDay day, std::optional<std::size_t> counters) {
  if (loop_.plan().hours(day) == nullptr) {
    co_return Bilingual{"Kantor tutup pada hari ini.", "The office is closed on this day."};
  }
  const queue::PlanSettings plan = loop_.plan().settings();
  web::StaffingAnswer answer;
  staffing::Question question;
  question.ahead.day = day;
  for (std::size_t pool = 0; pool < loop_.durable().times.size(); ++pool) {
    const auto& seconds = loop_.durable().times[pool];
    answer.measured += static_cast<std::uint32_t>(seconds.size());
    if (!seconds.empty()) {
      question.ahead.measured.push_back({loop_.durable().pools[pool], seconds});
    }
  }
  question.ahead.booked = co_await journal_worker_.run([this, &plan, day] { return booked_on(journal_, plan, day); });
  for (const auto& slot : question.ahead.booked) {
    answer.booked += slot.people;
  }
  const reports::Habit habit = co_await this->habit(day);
  question.ahead.walk_ins = walk_ins_of(habit, plan);
  answer.habit = habit.days;
  answer.comes = usual_share;
  if (habit.booked >= enough_booked) {
    answer.came_of_booked = std::clamp<std::uint32_t>(100 * habit.arrived / habit.booked, 1, 99);
    answer.comes = *answer.came_of_booked;
  }
  question.ahead.comes = answer.comes / 100.0;
  const auto limit = limit_of(rules_);
  answer.limit_of_a_rule = limit.has_value();
  question.limit = limit.value_or(usual_limit);
  std::string asked = key_of(question, counters, answer);
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(known_, [&](const Known& one) { return one.until < now; });
  if (const auto found = std::ranges::find(known_, asked, &Known::question); found != known_.end()) {
    co_return found->answer;
  }
  if (question.ahead.booked.empty() && question.ahead.walk_ins.empty()) {
    co_return Bilingual{"Belum ada yang memesan untuk hari ini, dan laporan belum punya hari yang sama.",
                        "Nobody has booked for this day yet, and the reports have no day of this weekday."};
  }
  question.planned = counters.value_or(staffing::counters_for(plan, question.ahead));
  const std::size_t fewest = staffing::fewest_counters(plan, question.ahead);
  if (question.planned < fewest) {
    co_return Bilingual{
        fmt::format("Dengan {} loket ada antrean yang tidak dilayani; perlu paling sedikit {}.", question.planned,
                    fewest),
        fmt::format("With {} counters a line is served by none; it takes at least {}.", question.planned, fewest)};
  }

  if (running_ >= most_running) {
    co_return Bilingual{"Perhitungan lain masih berjalan; coba lagi sebentar lagi.",
                        "Other computations are still running; try again in a moment."};
  }
  ++running_;
  std::variant<staffing::Staffing, std::string> played{std::string{}};
  std::exception_ptr failure;
  try {
    played = co_await worker_.run([this, plan, question = std::move(question)] {
      return staffing::staffing_of(plan, question, [this] { return stopping_.load(); });
    });
  } catch (...) {
    failure = std::current_exception();
  }
  --running_;
  if (failure) {
    std::rethrow_exception(failure);
  }
  if (auto* problem = std::get_if<std::string>(&played)) {
    co_return Bilingual{"Tidak dapat dihitung: " + *problem, "It cannot be computed: " + *problem};
  }
  answer.staffing = std::get<staffing::Staffing>(std::move(played));
  if (known_.size() >= most_kept) {
    known_.erase(known_.begin());
  }
  known_.push_back({.question = std::move(asked), .until = std::chrono::steady_clock::now() + kept, .answer = answer});
  co_return answer;
}

}  // namespace antrean::office
