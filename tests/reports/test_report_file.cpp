#include <map>
#include <string>
#include <vector>

#include <spdlog/spdlog.h>

#include "crash_vfs/crash_vfs.hpp"
#include "made_reports/made_days.hpp"
#include "made_reports/view_json.hpp"
#include "office_settings/office_settings.hpp"
#include "reports/report_file.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::reports;
using namespace antrean::tests;

namespace {

const OfficeDay first_day = *OfficeDay::parse("2026-11-02");

std::vector<queue::Event> make() {
  const auto plan = std::get<queue::Plan>(
      queue::Plan::make(with_officers(office::read_file(std::string(CONFIG) + "/office-large.toml").plan)));
  std::vector<queue::Event> events;
  make_days(plan, {.first = first_day, .days = 14, .tickets_a_day = 25}, [&](std::vector<queue::Event> day) {
    events.insert(events.end(), std::make_move_iterator(day.begin()), std::make_move_iterator(day.end()));
  });
  return events;
}
/// Made by the group's setup.
std::vector<queue::Event> made;
const std::vector<queue::Event>& two_weeks() { return made; }
[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

JournalReach whole(std::uint64_t last = two_weeks().size()) {
  return {.generation = "g1", .first_seq = 1, .last_seq = last};
}

/// As the service does it: from where the file wants it, in slices.
void fill(ReportFile& file, const JournalReach& reach, std::size_t slice = 37) {
  std::uint64_t wanted = file.begin(reach);
  while (wanted < reach.last_seq) {
    const auto& all = two_weeks();
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(wanted);
    const auto to = all.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(wanted + slice, reach.last_seq));
    wanted = file.take({from, to});
  }
}

std::string everything(ReportFile& file) {
  std::string text;
  for (int i = 0; i < 14; ++i) {
    text += view_json(file.view(Period::day, first_day.plus(i)));
  }
  for (const Period period : {Period::week, Period::month, Period::year}) {
    text += view_json(file.view(period, first_day));
  }
  return text;
}

}  // namespace

TEST_GROUP(reports_file) {
  void setup() override { made = make(); }
  void teardown() override { made = std::vector<queue::Event>{}; }
  CrashDisk disk{1};
  ReportFile::Options options{.file = "/reports.db", .zone = Zone::wib, .vfs = disk.vfs()};
  std::string expected() {
    CrashDisk other{2};
    ReportFile file({.file = "/other.db", .zone = Zone::wib, .vfs = other.vfs()});
    fill(file, whole(), 100'000);
    return everything(file);
  }
};

TEST(reports_file, SlicesOfAnySizeGiveTheSameFigures) {
  const std::string all = expected();
  for (const std::size_t slice : {1UL, 7UL, 500UL}) {
    CrashDisk other{3};
    ReportFile file({.file = "/other.db", .zone = Zone::wib, .vfs = other.vfs()});
    fill(file, whole(), slice);
    STRCMP_EQUAL(all.c_str(), everything(file).c_str());
  }
}

TEST(reports_file, OnlyTheLatestDaysAreKeptAndTheyStayAsTheyWere) {
  options.keep_days = 5;
  ReportFile file(options);
  fill(file, whole());
  std::map<SlotPlace, std::uint32_t> people{{{"paspor", TimeOfDay{480}}, 12}};
  file.booked(first_day, people);
  const std::string newest = view_json(file.view(Period::day, *file.newest_day()));
  LONGS_EQUAL(12, file.view(Period::month, first_day).days);
  file.forget_old();
  const View left = file.view(Period::month, first_day);
  LONGS_EQUAL(5, left.days);
  CHECK_TRUE(left.all.arrivals > 0);
  STRCMP_EQUAL(newest.c_str(), view_json(file.view(Period::day, *file.newest_day())).c_str());
  const View first = file.view(Period::day, first_day);
  LONGS_EQUAL(0, first.all.arrivals);
  CHECK_TRUE(first.booked.empty());
  // Nothing more goes when nothing is older, and a day that comes pushes out one.
  file.forget_old();
  LONGS_EQUAL(5, file.view(Period::month, first_day).days);
}

TEST(reports_file, ADayThatIsOpenedAgainIsCountedOnce) {
  std::map<std::uint64_t, int> reopened;
  for (const queue::Event& event : two_weeks()) {
    if (const auto* again = std::get_if<queue::DayReopened>(&event.body)) {
      ++reopened[again->opening];
    }
  }
  CHECK_TRUE(reopened.size() > 1);
  ReportFile file(options);
  fill(file, whole());
  const View all = file.view(Period::month, first_day);
  CHECK_EQUAL(12u, all.days);
  const Figures& sum = all.all;
  CHECK_EQUAL(sum.arrivals, sum.served + sum.no_shows + sum.cancelled + sum.unserved);
  CHECK_TRUE(sum.arrivals > 250);
}

TEST(reports_file, AnOlderDayThatIsOpenedAgainAfterARestartIsCountedAnew) {
  // Two days, and the first one opened again after the second: only its own events can tell who was left.
  const auto event = [](std::uint64_t seq, queue::EventBody body) {
    return queue::Event{seq, instant(first_day, TimeOfDay{600}, Zone::wib), {}, std::move(body)};
  };
  const auto opens = [](OfficeDay day) {
    queue::DayOpened opened;
    opened.day = day;
    return opened;
  };
  queue::TicketIssued issued;
  issued.ticket = 1;
  issued.service = "paspor";
  issued.line.class_key = "booked";
  const std::vector<queue::Event> events{event(1, opens(first_day)),
                                         event(2, issued),
                                         event(3, queue::ClosedUnserved{1, "B001", queue::Outcome::day_closed}),
                                         event(4, opens(first_day.plus(1))),
                                         event(5, issued),
                                         event(6, queue::DayReopened{first_day, 1, "it was Monday after all"}),
                                         event(7, queue::Missed{1, "B001", 2})};
  const JournalReach reach{.generation = "g1", .first_seq = 1, .last_seq = 5};
  {
    ReportFile file(options);
    CHECK_EQUAL(0u, file.begin(reach));
    CHECK_EQUAL(5u, file.take({events.begin(), events.begin() + 5}));
    CHECK_EQUAL(1u, file.view(Period::day, first_day).all.unserved);
  }
  ReportFile file(options);
  CHECK_EQUAL(3u, file.begin(reach));
  CHECK_EQUAL(5u, file.take({events.begin() + 3, events.begin() + 5}));
  CHECK_EQUAL(0u, file.take({events.begin() + 5, events.end()}));
  CHECK_EQUAL(7u, file.take(events));
  const Figures day = file.view(Period::day, first_day).all;
  CHECK_EQUAL(1u, day.arrivals);
  CHECK_EQUAL(0u, day.unserved);
  CHECK_EQUAL(1u, day.no_shows);
  CHECK_EQUAL(1u, file.view(Period::day, first_day.plus(1)).all.arrivals);
}

namespace {

/// Two days, and feedback of the first that came on the second: event 7, and once more.
std::vector<queue::Event> late_feedback() {
  const auto event = [](std::uint64_t seq, int minutes, queue::EventBody body) {
    return queue::Event{seq, instant(first_day, TimeOfDay{minutes}, Zone::wib), {}, std::move(body)};
  };
  const auto opens = [](OfficeDay day) {
    queue::DayOpened opened;
    opened.day = day;
    return opened;
  };
  queue::TicketIssued issued;
  issued.ticket = 1;
  issued.service = "paspor";
  issued.line.class_key = "booked";
  queue::Finished finished;
  finished.ticket = 1;
  finished.counter = 3;
  finished.service = "paspor";
  return {event(1, 480, opens(first_day)),
          event(2, 500, issued),
          event(3, 510, queue::LoggedIn{3, "sari"}),
          event(4, 600, finished),
          event(5, 900, opens(first_day.plus(1))),
          event(6, 910, issued),
          event(7, 920, queue::FeedbackGiven{1, 1, "B001", Feedback::poor}),
          event(8, 930, queue::FeedbackGiven{1, 1, "B001", Feedback::good})};
}

void check_late_feedback(ReportFile& file) {
  const View day = file.view(Period::day, first_day);
  const auto& all = day.all.feedback;
  const std::vector<std::uint32_t> shown{all.begin(), all.end()};
  CHECK_TRUE((shown == std::vector<std::uint32_t>{0, 0, 1, 0}));
  // It belongs to the service, not to the hour in which it came.
  CHECK_EQUAL(1u, day.time.back().figures.feedback[2]);
  STRCMP_EQUAL("10", day.time.back().key.c_str());
  STRCMP_EQUAL("sari", day.officers.at(0).key.c_str());
  CHECK_EQUAL(1u, day.officers.at(0).figures.feedback[2]);
  CHECK_TRUE((file.view(Period::day, first_day.plus(1)).all.feedback == decltype(Figures::feedback){}));
}

}  // namespace

TEST(reports_file, FeedbackThatComesADayLaterIsCountedOnItsDayOnce) {
  const auto events = late_feedback();
  ReportFile file(options);
  CHECK_EQUAL(0u, file.begin({.generation = "g1", .first_seq = 1, .last_seq = 8}));
  CHECK_EQUAL(8u, file.take(events));
  check_late_feedback(file);
}

TEST(reports_file, FeedbackThatComesADayLaterAndAfterARestartIsCountedOnItsDayOnce) {
  const auto events = late_feedback();
  {
    ReportFile file(options);
    file.begin({.generation = "g1", .first_seq = 1, .last_seq = 6});
    CHECK_EQUAL(6u, file.take({events.begin(), events.begin() + 6}));
  }
  ReportFile file(options);
  CHECK_EQUAL(4u, file.begin({.generation = "g1", .first_seq = 1, .last_seq = 8}));
  CHECK_EQUAL(0u, file.take({events.begin() + 4, events.end()}));
  CHECK_EQUAL(8u, file.take(events));
  check_late_feedback(file);
}

TEST(reports_file, FeedbackOfADayThatTheJournalHasForgottenIsPassedOver) {
  const auto events = late_feedback();
  ReportFile file(options);
  CHECK_EQUAL(4u, file.begin({.generation = "g1", .first_seq = 5, .last_seq = 8}));
  CHECK_EQUAL(8u, file.take({events.begin() + 4, events.end()}));
  CHECK_EQUAL(1u, file.view(Period::day, first_day.plus(1)).all.arrivals);
}

TEST(reports_file, EveryCutOfPowerLeavesWholeFigures) {
  const std::string all = expected();
  // The first cuts are in the making of the file, the later ones in the middle of the days.
  std::uint64_t cut = 1;
  int cuts = 0;
  for (; cut < 2'000; cut += cut < 60 ? 1 : 53) {
    CrashDisk other{cut};
    const ReportFile::Options here{.file = "/reports.db", .zone = Zone::wib, .vfs = other.vfs()};
    other.cut_power_in(cut);
    bool finished = false;
    try {
      ReportFile file(here);
      fill(file, whole(), 200);
      finished = true;
    } catch (const std::exception&) {
      ++cuts;
    }
    other.power_on(cut % 2 == 0 ? CrashDisk::Sectors::torn : CrashDisk::Sectors::whole);
    ReportFile file(here);
    fill(file, whole(), 5'000);
    STRCMP_EQUAL(all.c_str(), everything(file).c_str());
    if (finished) {
      break;
    }
  }
  CHECK_TRUE(cuts > 20);
}

TEST(reports_file, AProcessThatDiesAnywhereCountsNothingTwice) {
  const std::string all = expected();
  for (std::uint64_t cut = 3; cut < 1'500; cut += 61) {
    CrashDisk other{cut};
    const ReportFile::Options here{.file = "/reports.db", .zone = Zone::wib, .vfs = other.vfs()};
    other.cut_power_in(cut);
    try {
      ReportFile file(here);
      fill(file, whole(), 100);
    } catch (const std::exception&) {
    }
    other.cut_power();
    other.process_died();
    ReportFile file(here);
    fill(file, whole(), 5'000);
    STRCMP_EQUAL(all.c_str(), everything(file).c_str());
  }
}

TEST(reports_file, AnotherPastOfTheJournalReplacesWhatWasCounted) {
  {
    ReportFile file(options);
    fill(file, whole());
  }
  {
    // As many events as before, but others.
    JournalReach others = whole();
    others.generation = "g2";
    CHECK_EQUAL(0u, ReportFile(options).begin(others));
  }
  ReportFile file(options);
  const JournalReach put_back{.generation = "g2", .first_seq = 1, .last_seq = 900};
  CHECK_EQUAL(0u, file.begin(put_back));
  fill(file, put_back);
  CrashDisk other{9};
  ReportFile fresh({.file = "/other.db", .zone = Zone::wib, .vfs = other.vfs()});
  fill(fresh, put_back);
  STRCMP_EQUAL(everything(fresh).c_str(), everything(file).c_str());
}

TEST(reports_file, DaysThatTheJournalHasForgottenStay) {
  {
    ReportFile file(options);
    fill(file, whole());
  }
  std::uint64_t second_week = 0;
  for (const queue::Event& event : two_weeks()) {
    const auto* opened = std::get_if<queue::DayOpened>(&event.body);
    if (opened != nullptr && opened->day == first_day.plus(7)) {
      second_week = event.seq;
    }
  }
  const std::string all = expected();
  ReportFile file(options);
  // Another generation, so everything is made again that can be.
  fill(file, {.generation = "g2", .first_seq = second_week - 20, .last_seq = two_weeks().size()});
  STRCMP_EQUAL(all.c_str(), everything(file).c_str());
}

TEST(reports_file, ADamagedFileIsMadeAgain) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "reports_damaged.db";
  {
    std::FILE* bad = std::fopen(file.c_str(), "w");
    std::fputs("this is no database, and long enough to look like one ............................", bad);
    std::fclose(bad);
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  {
    ReportFile again({.file = file, .zone = Zone::wib, .vfs = {}});
    fill(again, whole(), 1'000);
    STRCMP_EQUAL(expected().c_str(), everything(again).c_str());
  }
  for (const char* part : {"", "-wal"}) {
    std::filesystem::remove(file.string() + part);
  }
}

TEST(reports_file, BookedPeopleStandBesideThoseWhoCame) {
  ReportFile file(options);
  fill(file, whole());
  const SlotPlace nine{"paspor", TimeOfDay{9 * 60}}, twenty{"paspor", TimeOfDay{20 * 60}};
  file.booked(first_day, {{nine, 7}});
  file.booked(first_day, {{nine, 9}, {twenty, 2}});  // the list has changed
  CHECK_TRUE(first_day.plus(12) == file.newest_day());
  std::map<std::string, SlotFigures> people;
  for (const BookedRow& row : file.view(Period::day, first_day).booked) {
    people[row.key] = row.people;
  }
  CHECK_EQUAL(9u, people.at("09").booked);
  CHECK_TRUE(people.at("09").arrived > 0);
  CHECK_EQUAL(2u, people.at("20").booked);
  CHECK_EQUAL(0u, people.at("20").arrived);
  const auto month = file.view(Period::month, first_day).booked;
  CHECK_EQUAL(11u, month.front().people.booked);
}

TEST(reports_file, TheHabitKnowsWhatShareOfTheBookedComesAlsoWhenTheLineWasCut) {
  std::uint64_t seq = 0;
  const auto event = [&](queue::EventBody body) {
    return queue::Event{++seq, instant(first_day, TimeOfDay{600}, Zone::wib), {}, std::move(body)};
  };
  queue::DayOpened opened;
  opened.day = first_day;
  queue::Admitted admitted;
  admitted.service = "paspor";
  admitted.slot.start = TimeOfDay{540};
  std::vector<queue::Event> events{event(opened)};
  for (const auto& [people, listed] : {std::pair(5, true), std::pair(8, false)}) {
    admitted.people = static_cast<decltype(admitted.people)>(people);
    admitted.listed = listed;
    events.push_back(event(admitted));
  }
  ReportFile file(options);
  file.begin({.generation = "g1", .first_seq = 1, .last_seq = seq});
  file.take(events);
  LONGS_EQUAL(0, file.habit(first_day, first_day.plus(7)).arrived);  // the bookings are not known
  const SlotPlace nine{"paspor", TimeOfDay{540}};
  file.booked(first_day, {{nine, 10}});
  Habit habit = file.habit(first_day, first_day.plus(7));
  LONGS_EQUAL(10, habit.booked);
  LONGS_EQUAL(5, habit.arrived);
  // Some have cancelled after they came.
  file.booked(first_day, {{nine, 3}});
  habit = file.habit(first_day, first_day.plus(7));
  LONGS_EQUAL(3, habit.booked);
  LONGS_EQUAL(3, habit.arrived);
}

TEST(reports_file, EventsWithAGapAreRefused) {
  ReportFile file(options);
  file.begin(whole());
  CHECK_THROWS(std::logic_error, file.take({two_weeks()[1]}));
}

TEST_GROUP(reports_period){};

TEST(reports_period, AWeekBeginsOnMondayAndAMonthOnItsFirst) {
  const OfficeDay thursday = *OfficeDay::parse("2026-12-31");
  STRCMP_EQUAL("2026-12-28", span_of(Period::week, thursday).first.text().c_str());
  STRCMP_EQUAL("2027-01-03", span_of(Period::week, thursday).last.text().c_str());
  STRCMP_EQUAL("2026-12-01", span_of(Period::month, thursday).first.text().c_str());
  STRCMP_EQUAL("2026-12-31", span_of(Period::month, thursday).last.text().c_str());
  STRCMP_EQUAL("2026-01-01", span_of(Period::year, thursday).first.text().c_str());
  STRCMP_EQUAL("2026-12-31", span_of(Period::year, thursday).last.text().c_str());
  STRCMP_EQUAL("2026-12-31", span_of(Period::day, thursday).first.text().c_str());
}

TEST(reports_period, NeighboursFollowEachOther) {
  const OfficeDay thursday = *OfficeDay::parse("2026-12-31");
  STRCMP_EQUAL("2027-01-01", neighbour(Period::day, thursday, 1).text().c_str());
  STRCMP_EQUAL("2026-12-21", neighbour(Period::week, thursday, -1).text().c_str());
  STRCMP_EQUAL("2027-01-01", neighbour(Period::month, thursday, 1).text().c_str());
  STRCMP_EQUAL("2026-11-01", neighbour(Period::month, thursday, -1).text().c_str());
  STRCMP_EQUAL("2025-01-01", neighbour(Period::year, thursday, -1).text().c_str());
}
