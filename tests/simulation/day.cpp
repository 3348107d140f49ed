#include "day.hpp"

#include <malloc.h>

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <sqlite3.h>

#include "faults.hpp"
#include "journal/event_json.hpp"
#include "people.hpp"
#include "values/alarms.hpp"
#include "world.hpp"

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;

constexpr Milliseconds day_begins = 6h;
constexpr Milliseconds day_ends = 24h + 21min;

class Day {
 public:
  Day(const DayPlan& plan, Mutant mutant) : world_(plan, mutant, verdict_), applicants_(world_) {
    for (std::uint16_t counter = 1; counter <= plan.counters; ++counter) {
      officers_.push_back(std::make_unique<Officer>(world_, applicants_, counter));
    }
    world_.on_sight = [this](std::uint16_t counter) { officers_[counter - 1U]->look(); };
    for (const Fault& fault : plan.faults) {
      put_on_agenda(fault, world_);
    }
    world_.agenda.at(MonotonicTime{day_begins}, [this] { begin(); });
  }

  void run() {
    while (!verdict_.first() && world_.agenda.now() < MonotonicTime{day_ends} && world_.step()) {
    }
    if (!verdict_.first()) {
      judge_the_end();
    }
  }

  DayReport report(bool keep_journal) const {
    DayReport report;
    report.broken = verdict_.first();
    report.broken_at = time_text(world_.of_day());
    report.digest = digest();
    report.events = world_.auditor.events().size();
    report.steps = world_.agenda.happened();
    report.exchanges = world_.wiring.exchanges();
    report.people = applicants_.admitted();
    report.presses = world_.auditor.presses().acted() + world_.auditor.presses().refused();
    report.starts = world_.starts();
    if (keep_journal) {
      for (const queue::Event& event : world_.auditor.events()) {
        report.journal.push_back(fmt::format("{:5} {} {} {:<16} {}", event.seq, iso_text(event.at).substr(11, 12),
                                             event.by.name, queue::name_of(event), journal::body_json(event.body)));
      }
    }
    return report;
  }

 private:
  void begin() {
    applicants_.begin();
    put_new_journal(world_.disk());
    world_.desk.begin();
    world_.start();
    for (const auto& officer : officers_) {
      officer->begin();
    }
    tick();
    line_to_portal();
    answer_about_the_date();
    if (world_.plan.seed % 8 == 0) {
      world_.agenda.at(MonotonicTime{6h + 30min}, [this] { measure_a_dead_unit(); });
    }
    // Somebody notices it and corrects it, before midnight makes a difference.
    world_.agenda.at(MonotonicTime{20h}, [this] { world_.correct_clock(); });
  }

  /// Effects of time (an hour that comes, the end of parking, midnight) are due at full hours or are not
  /// urgent. So a check every five minutes is as good as one every second.
  void tick() {
    if (world_.alive()) {
      if (!world_.office()->busy() && !world_.office()->failing()) {
        world_.auditor.names().shown_at_counters(world_.office()->officers());
      }
      world_.office()->tick();
    }
    const bool failing = world_.alive() && world_.office()->failing();
    world_.agenda.after(failing || !quiet_hours() ? Nanoseconds{failing ? 1s : 5min} : Nanoseconds{10min},
                        [this] { tick(); });
  }
  bool quiet_hours() const {
    return world_.of_day() < 7h || (world_.of_day() > 14h && world_.auditor.tickets().waiting() == 0);
  }

  /// The supervisor reads the alarm that asks whether a date is today, and says yes if it is.
  void answer_about_the_date() {
    const auto feed = world_.feed();
    const OfficeDay today = OfficeDay::of(world_.true_time(), the_zone);
    if (world_.alive() && feed && has_alarm(*feed, "date " + today.text())) {
      world_.desk.in_back_office(queue::Rollover{today, "the computer's clock was wrong"});
    }
    world_.agenda.after(7min, [this] { answer_about_the_date(); });
  }

  void line_to_portal() {
    world_.pull();
    world_.push();
    world_.agenda.after(quiet_hours() ? 60min : 20min, [this] { line_to_portal(); });
  }

  void judge_the_end() {
    const TicketAudit& books = world_.auditor.tickets();
    for (const queue::Event& event : world_.auditor.events()) {
      const auto* closed = std::get_if<queue::DayClosed>(&event.body);
      if (closed != nullptr && closed->day == the_day && closed->unserved > 0) {
        verdict_.broken(7,
                        fmt::format("{} people with a number were not served by the end of the day", closed->unserved));
      }
    }
    if (books.day() != the_day.plus(1)) {
      verdict_.broken(4, "the day was not closed at midnight");
    }
    judge_the_portal();
    judge_the_names();
  }

  /// Read again, the journal names for everything whom it named at that time.
  void judge_the_names() {
    if (!world_.alive()) {
      return;
    }
    const auto& events = world_.auditor.events();
    const auto read = world_.office()->journal().events_after(0, events.size());
    for (std::size_t i = 0; i < std::min(read.size(), events.size()); ++i) {
      if (read[i].by != events[i].by) {
        verdict_.broken(11, fmt::format("event {} was by {}, and now the journal says {}", read[i].seq,
                                        events[i].by.name, read[i].by.name));
      }
    }
  }

  /// The portal was told of each booking exactly what the journal has, except for what midnight brought and
  /// the line has not delivered yet.
  void judge_the_portal() {
    const bool came_told = !world_.portal_line.gone;
    const bool all_told = came_told && world_.alive() && world_.office()->journal().outbox().waiting() == 0;
    for (const auto& [person, booking] : applicants_.bookings()) {
      const auto stored = world_.portal.of(booking);
      if (!stored) {
        continue;
      }
      const TicketAudit::Told should = world_.auditor.tickets().told(booking.id);
      const TicketAudit::Told is{stored->checked_in_at, stored->served_at, stored->no_show_at};
      const auto wrong = [](bool whole, const auto& told, const auto& happened) {
        return whole ? told != happened : told.has_value() && !happened.has_value();
      };
      if (wrong(came_told, is.checked_in, should.checked_in) || wrong(all_told, is.served, should.served) ||
          wrong(all_told, is.no_show, should.no_show)) {
        const auto text = [](const std::optional<UtcTime>& at) { return at ? iso_text(*at) : std::string("never"); };
        verdict_.broken(6, fmt::format("of booking {} the portal was told: came {}, served {}, missed {}; the journal "
                                       "says: came {}, served {}, missed {}",
                                       booking.id, text(is.checked_in), text(is.served), text(is.no_show),
                                       text(should.checked_in), text(should.served), text(should.no_show)));
      }
    }
  }

  /// Promise 8, on a morning without other events: how often the other pads are asked in half a minute, with
  /// every unit well, and with one unit that is dead and known to be dead.
  void measure_a_dead_unit() {
    const std::uint16_t counter = static_cast<std::uint16_t>(1 + world_.plan.seed / 8 % world_.plan.counters);
    dead_ = world_.plan.seed % 16 == 0 ? pad_address(counter) : board_address(counter);
    world_.wiring.may_park(false);
    world_.agenda.after(2s, [this] { before_ = answered(); });
    world_.agenda.after(32s, [this] {
      with_all_ = since(before_);
      world_.wiring.set_dead(dead_, true);
    });
    world_.agenda.after(50s, [this] { before_ = answered(); });
    world_.agenda.after(80s, [this] {
      const auto with_dead = since(before_);
      for (const auto& [pad, count] : with_all_) {
        if (pad != dead_ && with_dead.at(pad) * 10 < count * 9) {
          verdict_.broken(8, fmt::format("with unit {} dead, pad {} is asked {} times in 30 s, before it was {}", dead_,
                                         pad, with_dead.at(pad), count));
        }
      }
      world_.wiring.set_dead(dead_, false);
      world_.wiring.may_park(true);
    });
  }
  std::map<UnitAddress, std::uint64_t> answered() const {
    std::map<UnitAddress, std::uint64_t> counts;
    for (const OfficeLayout::Pad& pad : world_.layout.pads) {
      counts[pad.address] = world_.wiring.answered(pad.address);
    }
    return counts;
  }
  std::map<UnitAddress, std::uint64_t> since(const std::map<UnitAddress, std::uint64_t>& before) const {
    auto counts = answered();
    for (auto& [pad, count] : counts) {
      count -= before.at(pad);
    }
    return counts;
  }

  std::uint64_t digest() const {
    Digest digest = world_.auditor.digest();
    digest.add(world_.agenda.happened());
    digest.add(world_.wiring.exchanges());
    return digest.value();
  }

  Verdict verdict_;
  World world_;
  Applicants applicants_;
  std::vector<std::unique_ptr<Officer>> officers_;
  UnitAddress dead_ = 0;
  std::map<UnitAddress, std::uint64_t> before_;
  std::map<UnitAddress, std::uint64_t> with_all_;
};

}  // namespace

void prepare_process() {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  prepare_staff();
  tests::CrashDisk any(1);
  put_new_journal(any);
}

DayReport run_day(const DayPlan& plan, Mutant mutant, bool keep_journal) {
  Day day(plan, mutant);
  day.run();
  return day.report(keep_journal);
}

}  // namespace antrean::simulation
