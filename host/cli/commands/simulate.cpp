// antrean simulate: the waits to expect on a future day, by hour and number of counters.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <numeric>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/access/bookings_file.hpp"
#include "cli/access/journal_access.hpp"
#include "cli/access/replay_state.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/chart.hpp"
#include "cli/render/json_text.hpp"
#include "cli/render/office_view.hpp"
#include "cli/render/table.hpp"
#include "staffing/day_ahead.hpp"
#include "values/calendar_text.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;
using staffing::DayAhead;
using staffing::HourWait;
using staffing::Waits;
namespace fs = std::filesystem;

constexpr std::size_t most_counters = 99;
/// With at least this many measured services, their mean is reported as measured.
constexpr std::size_t enough_measured = 12;

class Simulate final : public Command {
 public:
  std::string name() const override { return "simulate"; }
  std::string about() const override { return "Waits to expect tomorrow, by hour and number of counters"; }
  void declare(CLI::App& app) override {
    app.add_option("--day", day_, "The day (default: the next one the office is open)")->type_name("DAY");
    app.add_option("--counters", counters_, "How many counters are open, to compare: 4, or 3,4,6, or 3-6")
        ->type_name("N");
    auto* bookings = app.add_option("--bookings", bookings_,
                                    "People by hour from a CSV or JSON file instead of the journal's day list")
                         ->type_name("FILE");
    app.add_option("--people-per-hour", people_per_hour_, "So many people booked for every hour instead")
        ->check(CLI::Range(1, 1000))
        ->type_name("N")
        ->excludes(bookings);
    app.add_option("--service", service_, "With --people-per-hour: the service (default: the first of the settings)")
        ->type_name("KEY");
    app.add_option("--come", come_, "Share of the booked who come, percent")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    app.add_option("--runs", runs_, "Days played; more make the ranges steadier")
        ->check(CLI::Range(20, 2000))
        ->capture_default_str();
    app.add_option("--seed", seed_, "Another seed plays other days")->capture_default_str();
    app.add_option("--svg", svg_, "Write a chart to FILE too")->type_name("FILE");
    app.add_flag("--json", json_, "As JSON");
  }

  int run(Invocation& asked) override {
    const queue::PlanSettings& plan = asked.settings().plan;
    DayAhead ahead;
    ahead.day = day_asked(asked);
    ahead.comes = come_ / 100.0;
    ahead.runs = static_cast<std::uint16_t>(runs_);
    ahead.seed = seed_;
    gather(asked, ahead);
    if (ahead.booked.empty()) {
      throw CommandError(no, "nobody is booked for " + ahead.day.text() +
                                 "; --day names another day, --bookings or --people-per-hour say who comes");
    }
    std::vector<Waits> all;
    for (const std::size_t counters : counters_asked(plan, ahead)) {
      auto played = staffing::play_day(plan, ahead, counters);
      if (const auto* problem = std::get_if<std::string>(&played)) {
        throw CommandError(usage, "--counters: " + *problem);
      }
      all.push_back(std::get<Waits>(std::move(played)));
    }
    if (!svg_.empty()) {
      write_svg(asked, plan, ahead, all);
    }
    if (json_) {
      print_json(asked, ahead, all);
    } else {
      print(asked, plan, ahead, all);
    }
    return done;
  }

 private:
  OfficeDay day_asked(Invocation& asked) const {
    const queue::Plan& plan = asked.plan();
    if (!day_.empty()) {
      const auto day = OfficeDay::parse(day_);
      if (!day) {
        throw CommandError(usage, "--day: '" + day_ + "' is not a day like 2026-11-24");
      }
      if (plan.hours(*day) == nullptr) {
        throw CommandError(no, "the office is closed on " + day_);
      }
      return *day;
    }
    const UtcTime now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    OfficeDay day = OfficeDay::of(now, plan.settings().zone).plus(1);
    for (int ahead = 0; ahead < 31; ++ahead, day = day.plus(1)) {
      if (plan.hours(day) != nullptr) {
        return day;
      }
    }
    throw CommandError(no, "the office is closed for the next month, by its settings");
  }

  /// Collects who comes, and what the journal has measured.
  void gather(Invocation& asked, DayAhead& ahead) const {
    const queue::PlanSettings& plan = asked.settings().plan;
    const bool told = !bookings_.empty() || people_per_hour_ > 0;
    try {
      const JournalAccess reading(asked);
      if (!reading.journal().days().empty()) {
        const queue::State state = past_at(reading.journal(), asked.plan(), std::nullopt).state;
        for (std::size_t pool = 0; pool < state.times.size(); ++pool) {
          if (!state.times[pool].empty()) {
            ahead.measured.push_back({state.pools[pool], state.times[pool]});
          }
        }
      }
      if (!told) {
        ahead.booked = of_day_list(reading.journal(), plan, ahead.day);
      }
    } catch (const CommandError& stop) {
      if (!told) {
        throw;
      }
      asked.remark(fmt::format("tanpa jurnal, waktu layanan menurut setelan ({})", stop.what()),
                   fmt::format("without the journal, service times are the settings' ({})", stop.what()));
    }
    if (!bookings_.empty()) {
      ahead.booked = read_bookings(bookings_, plan);
    } else if (people_per_hour_ > 0) {
      ahead.booked = every_hour(asked.plan(), ahead.day);
    }
    std::erase_if(ahead.booked, [](const queue::ExpectedSlot& slot) { return slot.people == 0; });
  }

  static std::vector<queue::ExpectedSlot> of_day_list(journal::Journal& journal, const queue::PlanSettings& plan,
                                                      OfficeDay day) {
    std::vector<queue::ExpectedSlot> booked;
    for (const Booking& booking : journal.day_list().of_day(day)) {
      const bool known =
          std::ranges::any_of(plan.services, [&](const auto& one) { return one.key == booking.service; });
      if (booking.status == BookingStatus::confirmed && known) {
        add_people(booked, booking.service, booking.slot.start, booking.party);
      }
    }
    return booked;
  }

  std::vector<queue::ExpectedSlot> every_hour(const queue::Plan& plan, OfficeDay day) const {
    const auto& services = plan.settings().services;
    const std::string service = service_.empty() ? services.front().key : service_;
    if (!plan.service(service)) {
      std::string known;
      for (const auto& one : services) {
        known += (known.empty() ? "" : ", ") + one.key;
      }
      throw CommandError(usage, "--service: '" + service + "' is not a service; there are: " + known);
    }
    const queue::DayHours& hours = *plan.hours(day);
    std::vector<queue::ExpectedSlot> booked;
    for (int start = (hours.open.minutes() + 59) / 60 * 60; start < hours.last_numbers.minutes(); start += 60) {
      const bool in_break = std::ranges::any_of(hours.breaks, [&](const queue::BreakHours& pause) {
        return pause.from.minutes() <= start && start < pause.to.minutes();
      });
      if (!in_break) {
        add_people(booked, service, TimeOfDay{start}, static_cast<std::uint32_t>(people_per_hour_));
      }
    }
    return booked;
  }

  std::vector<std::size_t> counters_asked(const queue::PlanSettings& plan, const DayAhead& ahead) const {
    if (counters_.empty()) {
      return {staffing::counters_for(plan, ahead)};
    }
    std::vector<std::size_t> asked;
    const auto wrong = [&]() -> CommandError {
      return {usage,
              fmt::format("--counters: '{}' is not a number from 1 to {}, a list like 3,4,6 or a range like 3-6, "
                          "of {} at most",
                          counters_, most_counters, max_series)};
    };
    const auto number = [&](std::string_view text) {
      std::size_t value = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > most_counters) {
        throw wrong();
      }
      return value;
    };
    std::string_view rest = counters_;
    for (bool more = true; more;) {
      const std::size_t comma = rest.find(',');
      more = comma != std::string_view::npos;
      const std::string_view part = rest.substr(0, comma);
      rest.remove_prefix(more ? comma + 1 : rest.size());
      const std::size_t dash = part.find('-');
      const std::size_t from = number(part.substr(0, dash));
      const std::size_t to = dash == std::string_view::npos ? from : number(part.substr(dash + 1));
      if (to < from || to - from >= max_series) {
        throw wrong();
      }
      for (std::size_t n = from; n <= to; ++n) {
        asked.push_back(n);
      }
    }
    std::ranges::sort(asked);
    asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
    if (asked.size() > max_series) {
      throw wrong();
    }
    return asked;
  }

  static std::uint64_t people(const DayAhead& ahead) {
    return std::accumulate(ahead.booked.begin(), ahead.booked.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const queue::ExpectedSlot& slot) { return sum + slot.people; });
  }

  /// "Interview and photo 7.4 min (measured, 143)": the data that the waits are based on.
  static std::string service_times(const Terminal& to, const queue::PlanSettings& plan, const DayAhead& ahead) {
    std::string text;
    for (const auto& service : plan.services) {
      const bool booked =
          std::ranges::any_of(ahead.booked, [&](const auto& slot) { return slot.service == service.key; });
      for (const auto& stage : service.stages) {
        if (!booked) {
          continue;
        }
        const std::string pool = stage.pool.empty() ? service.key + '/' + stage.key : stage.pool;
        const auto found = std::ranges::find(ahead.measured, pool, &queue::ServiceTimes::pool);
        const bool measured = found != ahead.measured.end() && found->seconds.size() >= enough_measured;
        const double minutes = measured ? std::accumulate(found->seconds.begin(), found->seconds.end(), 0.0) /
                                              static_cast<double>(found->seconds.size()) / 60
                                        : static_cast<double>(stage.typical.count());
        text += fmt::format("{}{} {:.1f} {} ({})", text.empty() ? "" : ", ", to.say(stage.name_id, stage.name_en),
                            minutes, to.say("menit", "min"),
                            measured ? fmt::format("{} {}", to.say("rata-rata dari", "mean of"), found->seconds.size())
                                     : to.say("menurut setelan, belum diukur", "by the settings, not measured yet"));
      }
    }
    return text;
  }

  std::vector<std::string> notes(const Terminal& to, const queue::PlanSettings& plan, const DayAhead& ahead) const {
    return {
        to.say("Perkiraan paling mungkin, dan dalam kurung atau pita: 8 dari 10 orang. Dari jam pesanan, atau "
               "kedatangan bila lebih lambat, sampai panggilan pertama.",
               "The likely wait; in brackets or the band: 8 of 10 people. From the booked hour, or the arrival when "
               "later, to the first call."),
        fmt::format("{} {} % {}; {}. {}", to.say("Anggapan:", "Assumed:"), come_,
                    to.say("dari yang memesan datang", "of the booked come"),
                    to.say("tidak ada yang datang tanpa pesanan", "nobody comes without a booking"),
                    service_times(to, plan, ahead) + '.')};
  }

  static std::string counters_text(const Terminal& to, std::size_t counters) {
    return fmt::format("{} {}", counters, to.say("loket", counters == 1 ? "counter" : "counters"));
  }

  static std::string wait_text(const std::optional<queue::WaitSeconds>& wait) {
    if (!wait) {
      return "-";
    }
    const WaitRange range = wait->minutes();
    return fmt::format("{} ({}-{})", range.likely, range.low, range.high);
  }

  std::string title(const Terminal& to, const DayAhead& ahead) const {
    return to.say("Perkiraan waktu tunggu ", "Expected waits, ") + short_date_text(to.language, ahead.day);
  }

  void print(Invocation& asked, const queue::PlanSettings& plan, const DayAhead& ahead,
             const std::vector<Waits>& all) const {
    Terminal to = asked.terminal();
    to.line(title(to, ahead), Style::strong);
    to.line(fmt::format("{}: {} {}", plan.office_name, people(ahead), to.say("orang memesan", "people booked")));
    for (const auto& service : plan.services) {
      std::vector<Column> columns{{to.say("Jam", "Hour")}, {to.say("Orang", "Booked"), true}};
      for (const Waits& waits : all) {
        columns.push_back({counters_text(to, waits.counters), true});
      }
      Table table(std::move(columns));
      for (std::size_t i = 0; i < all.front().hours.size(); ++i) {
        const HourWait& hour = all.front().hours[i];
        if (hour.service != service.key) {
          continue;
        }
        std::vector<Cell> row{hour.start.text(), std::to_string(hour.people)};
        for (const Waits& waits : all) {
          row.emplace_back(wait_text(waits.hours[i].wait));
        }
        table.row(std::move(row));
      }
      if (!table.empty()) {
        to.heading(to.say(service.name_id, service.name_en) + to.say(" (menit)", " (minutes)"));
        table.print(to);
      }
    }
    to.out << '\n';
    for (const std::string& note : notes(to, plan, ahead)) {
      to.line(wrapped(note, page_width, 0), Style::faint);
    }
    if (!svg_.empty()) {
      to.line(to.say("Bagan: ", "Chart: ") + svg_.string());
    }
  }

  void print_json(Invocation& asked, const DayAhead& ahead, const std::vector<Waits>& all) const {
    json::array played;
    for (const Waits& waits : all) {
      json::array hours;
      for (const HourWait& hour : waits.hours) {
        json::object one{{"service", hour.service}, {"start", hour.start.text()}, {"people", hour.people}};
        if (hour.wait) {
          one["low_s"] = hour.wait->low;
          one["likely_s"] = hour.wait->likely;
          one["high_s"] = hour.wait->high;
        }
        hours.push_back(std::move(one));
      }
      json::array open;
      for (const CounterId id : waits.open) {
        open.push_back(id);
      }
      json::object one;
      one["counters"] = waits.counters;
      one["open"] = std::move(open);
      one["hours"] = std::move(hours);
      played.push_back(std::move(one));
    }
    json::object document;
    document["day"] = ahead.day.text();
    document["people"] = people(ahead);
    document["comes"] = ahead.comes;
    document["played"] = std::move(played);
    asked.out() << json_text(document) << '\n';
  }

  void write_svg(Invocation& asked, const queue::PlanSettings& plan, const DayAhead& ahead,
                 const std::vector<Waits>& all) const {
    const Terminal to = asked.terminal();
    Chart chart;
    chart.title = title(to, ahead);
    chart.subtitle =
        fmt::format("{}: {} {}", plan.office_name, people(ahead), to.say("orang memesan", "people booked"));
    chart.y_title = to.say("menit menunggu", "minutes of waiting");
    chart.x_title = to.say("jam pesanan", "booked hour");
    chart.people_title = to.say("orang", "people");
    chart.minutes = to.say("menit", "min");
    chart.notes = notes(to, plan, ahead);
    for (const auto& service : plan.services) {
      ChartPanel panel;
      for (const Waits& waits : all) {
        panel.series.push_back({counters_text(to, waits.counters), {}});
      }
      for (std::size_t i = 0; i < all.front().hours.size(); ++i) {
        const HourWait& hour = all.front().hours[i];
        if (hour.service != service.key) {
          continue;
        }
        panel.hours.push_back(hour.start);
        panel.people.push_back(hour.people);
        for (std::size_t n = 0; n < all.size(); ++n) {
          panel.series[n].waits.push_back(all[n].hours[i].wait);
        }
      }
      if (!panel.hours.empty()) {
        panel.title = to.say(service.name_id, service.name_en);
        chart.panels.push_back(std::move(panel));
      }
    }
    std::ofstream out(svg_, std::ios::binary | std::ios::trunc);
    out << to_svg(chart);
    out.close();
    if (!out) {
      throw CommandError(
          failed, svg_.string() + " could not be written; does its folder exist, and may this user write there?");
    }
  }

  std::string day_, counters_, service_;
  fs::path bookings_, svg_;
  int people_per_hour_ = 0;
  int come_ = 90;
  int runs_ = 200;
  std::uint64_t seed_ = 1;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> simulate_command() { return std::make_unique<Simulate>(); }

}  // namespace antrean::cli
