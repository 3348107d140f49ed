#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "call_pad/fake_pad.hpp"
#include "led_board/fake_board.hpp"
#include "outputs/outputs.hpp"
#include "speaker/fake_speaker.hpp"
#include "values/alarms.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::outputs;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime nine = UtcTime{1'000'000s};

CounterView at_counter(CounterId id, const char* number, TicketPhase phase, std::uint64_t call, UtcTime called) {
  CounterView view;
  view.id = id;
  view.state = CounterState::open;
  view.number = number;
  view.phase = phase;
  view.call = call;
  view.called_at = called;
  return view;
}

Snapshot hall() {
  Snapshot snapshot;
  snapshot.counters.push_back(at_counter(1, "A001", TicketPhase::serving, 1, nine - 5min));
  snapshot.counters.push_back(at_counter(2, "B012", TicketPhase::called, 2, nine));
  CounterView idle;
  idle.id = 3;
  idle.state = CounterState::open;
  idle.waiting = 120;
  snapshot.counters.push_back(idle);
  CounterView closed;
  closed.id = 4;
  snapshot.counters.push_back(closed);
  return snapshot;
}

std::string lamp_letters(const PadLamps& pad) {
  std::string text;
  for (const Lamp lamp : pad.lamps) {
    text += "-osf"[static_cast<int>(lamp)];
  }
  return text + (pad.waiting ? " " + std::to_string(*pad.waiting) : " --");
}

}  // namespace

TEST_GROUP(BoardPictures){};

TEST(BoardPictures, ShowTheNumberAtTheirCounterAndTheLatestCallOfTheirGroup) {
  const struct {
    std::vector<CounterId> counters;
    std::uint8_t width;
    const char* text;
    int blink;
  } rows[] = {
      {{1}, 4, "A001", 0},           {{2}, 4, "B012", 0xF0},       {{3}, 4, "    ", 0},
      {{4}, 4, "    ", 0},           {{9}, 4, "    ", 0},          {{1, 2, 3}, 4, "B012", 0xF0},
      {{1, 2}, 8, "B012   2", 0xFF}, {{1, 2}, 7, "B012  2", 0xFE}, {{1, 3}, 8, "A001   1", 0},
      {{1, 2}, 6, "B012  ", 0xFC},   {{1, 2}, 5, "B012 ", 0xF8},   {{2}, 6, "B012  ", 0xFC},
      {{2}, 8, "B012    ", 0xFF},    {{2}, 7, "B012   ", 0xFE},
  };
  for (const auto& row : rows) {
    const BoardPlan plan{.id = "b", .counters = row.counters, .width = row.width};
    const BoardPicture shown = picture(plan, hall(), nine + 1s);
    STRCMP_EQUAL(row.text, shown.text.c_str());
    LONGS_EQUAL(row.blink, shown.blink);
  }
}

TEST(BoardPictures, NeverShowAPartOfANumber) {
  const struct {
    const char* number;
    CounterId counter;
    std::vector<CounterId> counters;
    std::uint8_t width;
    const char* text;
  } rows[] = {
      {"A999", 7, {7}, 4, "A999"},
      {"A1000", 7, {7}, 4, "----"},
      {"A1000", 7, {7}, 5, "A1000"},
      {"A9999", 7, {7, 8}, 4, "----"},
      {"A1002", 100, {100, 8}, 8, "A1002   "},
      {"A1002", 100, {100, 8}, 7, "A1002  "},
      {"A1002", 10, {10, 8}, 8, "A1002 10"},
      {"A1002", 7, {7, 8}, 7, "A1002 7"},
      {"A002", 100, {100, 8}, 8, "A002 100"},
      {"A002", 100, {100, 8}, 7, "A002   "},
      {"A002", 1000, {1000, 8}, 8, "A002    "},
      {"", 7, {7}, 4, "    "},
  };
  for (const auto& row : rows) {
    Snapshot snapshot;
    snapshot.counters.push_back(at_counter(row.counter, row.number, TicketPhase::called, 3, nine));
    const BoardPlan plan{.id = "b", .counters = row.counters, .width = row.width};
    STRCMP_EQUAL(row.text, picture(plan, snapshot, nine).text.c_str());
  }
}

TEST(BoardPictures, PointToTheCounterWithArrowsAtTheirEnds) {
  const struct {
    const char* number;
    std::vector<CounterId> counters;
    std::vector<CounterId> left;
    std::vector<CounterId> right;
    std::uint8_t width;
    const char* text;
    const char* words;
  } rows[] = {
      {"A001", {7}, {7}, {}, 8, "<A001   ", "<A001"},
      {"A001", {7}, {}, {7}, 8, "A001   >", "A001>"},
      {"A001", {7}, {7}, {7}, 6, "<A001>", "<A001>"},
      {"A001", {7, 8}, {7}, {8}, 8, "<A001  7", "<A001 7"},
      {"A001", {7, 8}, {8}, {7}, 8, "A001  7>", "A001 7>"},
      {"A001", {7, 8}, {8}, {8}, 8, "A001   7", "A001 7"},
      {"A001", {7, 8}, {7}, {7}, 8, "<A001 7>", "<A001 7>"},
      {"A001", {7}, {7}, {}, 4, "A001", "<A001"},               // the number goes before the arrow ...
      {"A1000", {7, 8}, {7}, {7}, 8, "<A1000 >", "<A1000 7>"},  // ... and the arrow before the counter
      {"A1000", {7}, {7}, {7}, 6, "A1000 ", "<A1000>"},
      {"A1000", {7}, {7}, {7}, 4, "----", "<A1000>"},
  };
  for (const auto& row : rows) {
    Snapshot snapshot;
    snapshot.counters.push_back(at_counter(7, row.number, TicketPhase::called, 3, nine));
    const BoardPlan plan{.id = "b", .counters = row.counters, .left = row.left, .right = row.right, .width = row.width};
    STRCMP_EQUAL(row.text, picture(plan, snapshot, nine).text.c_str());
    STRCMP_EQUAL(row.words, words_on(plan, row.number, 7).c_str());
  }
}

TEST(BoardPictures, BlinkEndsByItselfAndAClockThatStepsCannotProlongIt) {
  std::vector<BoardPlan> plans{{.id = "b", .counters = {2}}};
  CHECK_TRUE(next_change(plans, hall(), nine + 1s) == nine + 8s);
  LONGS_EQUAL(0xF0, picture(plans[0], hall(), nine).blink);
  LONGS_EQUAL(0xF0, picture(plans[0], hall(), nine + 7999ms).blink);
  LONGS_EQUAL(0, picture(plans[0], hall(), nine + 8s).blink);
  CHECK_FALSE(next_change(plans, hall(), nine + 8s).has_value());
  LONGS_EQUAL(0, picture(plans[0], hall(), nine - 1h).blink);
  CHECK_FALSE(next_change(plans, hall(), nine - 1h).has_value());
  // Of several boards, the one that changes first.
  plans.push_back({.id = "short", .counters = {2}, .blink_for = 3s});
  plans.push_back({.id = "long", .counters = {2}, .blink_for = 20s});
  CHECK_TRUE(next_change(plans, hall(), nine + 1s) == nine + 3s);
}

TEST(BoardPictures, BelowEachOtherShowTheLastCalls) {
  Snapshot snapshot;
  snapshot.counters.push_back(at_counter(1, "A001", TicketPhase::called, 7, nine));
  snapshot.counters.push_back(at_counter(2, "B002", TicketPhase::called, 9, nine));
  snapshot.counters.push_back(at_counter(3, "C003", TicketPhase::called, 8, nine));
  snapshot.counters.push_back({.id = 4});
  const auto text = [&](std::uint8_t place, std::vector<CounterId> counters) {
    return picture({.id = "b", .counters = std::move(counters), .width = 8, .place = place}, snapshot, nine).text;
  };
  STRCMP_EQUAL("B002   2", text(1, {1, 2, 3, 4}).c_str());
  STRCMP_EQUAL("C003   3", text(2, {1, 2, 3, 4}).c_str());
  STRCMP_EQUAL("A001   1", text(3, {1, 2, 3, 4}).c_str());
  STRCMP_EQUAL("        ", text(4, {1, 2, 3, 4}).c_str());
  STRCMP_EQUAL("A001   1", text(2, {1, 3}).c_str());
  snapshot.counters[1].number.reset();  // it is finished, so the others move up
  STRCMP_EQUAL("A001   1", text(2, {1, 2, 3, 4}).c_str());
}

TEST(BoardPictures, OfPeopleWhoWaitCountTheirServices) {
  Snapshot snapshot = hall();
  snapshot.services = {{.key = "a", .name = "", .letter = "", .waiting = 12, .wait = {}, .slots = {}},
                       {.key = "b", .name = "", .letter = "", .waiting = 30, .wait = {}, .slots = {}}};
  BoardPlan plan{.id = "b", .counters = {}, .width = 4, .shows = BoardShows::waiting};
  STRCMP_EQUAL("  42", picture(plan, snapshot, nine).text.c_str());
  LONGS_EQUAL(0, picture(plan, snapshot, nine).blink);
  plan.services = {"a"};
  STRCMP_EQUAL("  12", picture(plan, snapshot, nine).text.c_str());
  plan.services = {"gone"};
  STRCMP_EQUAL("   0", picture(plan, snapshot, nine).text.c_str());
  plan.services = {};
  snapshot.services[0].waiting = 65'000;
  STRCMP_EQUAL("9999", picture(plan, snapshot, nine).text.c_str());
  plan.width = 8;
  STRCMP_EQUAL("   65030", picture(plan, snapshot, nine).text.c_str());
}

TEST(BoardPictures, AreDarkWhileAnEmergencyCoversTheTvs) {
  Snapshot snapshot = hall();
  const BoardPlan call{.id = "b", .counters = {2}, .idle = BoardIdle::dot};
  const BoardPlan waiting{.id = "w", .counters = {}, .shows = BoardShows::waiting};
  snapshot.notices = {{.severity = NoticeSeverity::notice, .text_id = "n", .text_en = "", .since = nine, .until = {}}};
  STRCMP_EQUAL("B012", picture(call, snapshot, nine).text.c_str());
  snapshot.notices.push_back(
      {.severity = NoticeSeverity::emergency, .text_id = "keluar", .text_en = "", .since = nine, .until = nine + 60s});
  for (const BoardPlan& plan : {call, waiting}) {
    STRCMP_EQUAL("    ", picture(plan, snapshot, nine + 1s).text.c_str());
    LONGS_EQUAL(0, picture(plan, snapshot, nine + 1s).blink);
  }
  CHECK(next_change({waiting}, snapshot, nine + 1s) == nine + 60s);
  STRCMP_EQUAL("B012", picture(call, snapshot, nine + 60s).text.c_str());
  CHECK_FALSE(next_change({waiting}, snapshot, nine + 60s).has_value());
  snapshot.notices.back().until.reset();
  STRCMP_EQUAL("    ", picture(call, snapshot, nine + 1h).text.c_str());
}

TEST(BoardPictures, AreDimmedInTheirNightAlsoOverMidnight) {
  const auto at = [](int hour, int minute) {
    return instant(OfficeDay{hall().day}, TimeOfDay{hour * 60 + minute}, Zone::wib);
  };
  LONGS_EQUAL(8, picture({.id = "b", .counters = {1}}, hall(), at(23, 0)).brightness);  // it has no night
  BoardPlan plan{.id = "b", .counters = {1}, .night = std::pair{TimeOfDay{18 * 60}, TimeOfDay{6 * 60}}};
  const auto brightness = [&](UtcTime now) { return picture(plan, hall(), now).brightness; };
  LONGS_EQUAL(8, brightness(at(17, 59)));
  LONGS_EQUAL(2, brightness(at(18, 0)));
  LONGS_EQUAL(2, brightness(at(0, 0)));
  LONGS_EQUAL(2, brightness(at(5, 59)));
  LONGS_EQUAL(8, brightness(at(6, 0)));
  // It changes although no snapshot comes.
  CHECK(next_change({plan}, hall(), at(17, 0)) == at(18, 0));
  CHECK(next_change({plan}, hall(), at(5, 0)) == at(6, 0));
  CHECK(next_change({plan}, hall(), at(18, 0)) == at(6, 0) + std::chrono::days{1});
  plan.night = std::pair{TimeOfDay{12 * 60}, TimeOfDay{13 * 60}};
  LONGS_EQUAL(8, brightness(at(11, 59)));
  LONGS_EQUAL(2, brightness(at(12, 0)));
  LONGS_EQUAL(2, brightness(at(12, 30)));
  LONGS_EQUAL(2, brightness(at(12, 59)));
  LONGS_EQUAL(8, brightness(at(13, 0)));
}

TEST(BoardPictures, ShowWithADotThatTheyAreAlive) {
  const BoardPlan plan{.id = "b", .counters = {4}, .width = 6, .idle = BoardIdle::dot};
  STRCMP_EQUAL("     .", picture(plan, hall(), nine).text.c_str());
}

TEST_GROUP(PadLampsOfSnapshot){};

TEST(PadLampsOfSnapshot, SayWhereAPressIsLikely) {
  Snapshot snapshot = hall();
  const auto chance = [&](CounterId counter) { return press_chance({.counter = counter}, snapshot); };
  CHECK(chance(1) == PressChance::likely);  // a person is being served
  CHECK(chance(2) == PressChance::usual);   // a number is called
  CHECK(chance(3) == PressChance::usual);   // people wait
  CHECK(chance(4) == PressChance::unlikely);
  CHECK(chance(77) == PressChance::unlikely);
  snapshot.counters[2].waiting = 1;
  CHECK(chance(3) == PressChance::usual);
  snapshot.counters[2].waiting = 0;
  CHECK(chance(3) == PressChance::unlikely);
  snapshot.counters[0].state = CounterState::paused;
  CHECK(chance(1) == PressChance::unlikely);
}

TEST(PadLampsOfSnapshot, SayWhatTheOfficerCanDo) {
  Snapshot snapshot = hall();
  STRCMP_EQUAL("---o 0", lamp_letters(lamps({.counter = 1}, snapshot)).c_str());
  STRCMP_EQUAL("-ooo 0", lamp_letters(lamps({.counter = 2}, snapshot)).c_str());
  STRCMP_EQUAL("s--- 99", lamp_letters(lamps({.counter = 3}, snapshot)).c_str());
  snapshot.counters[1].offer_no_show = true;
  STRCMP_EQUAL("-oso 0", lamp_letters(lamps({.counter = 2}, snapshot)).c_str());
  snapshot.counters[1].offer_no_show = false;
  snapshot.counters[3].waiting = 5;
  STRCMP_EQUAL("---- 5", lamp_letters(lamps({.counter = 4}, snapshot)).c_str());
  STRCMP_EQUAL("---- --", lamp_letters(lamps({.counter = 77}, snapshot)).c_str());
  snapshot.counters[2].waiting = 100;
  STRCMP_EQUAL("s--- 99", lamp_letters(lamps({.counter = 3}, snapshot)).c_str());
  snapshot.counters[2].waiting = 1;  // one person is enough
  STRCMP_EQUAL("s--- 1", lamp_letters(lamps({.counter = 3}, snapshot)).c_str());
  snapshot.counters[2].waiting = 0;
  STRCMP_EQUAL("---- 0", lamp_letters(lamps({.counter = 3}, snapshot)).c_str());
  snapshot.counters[1].waiting = 4;
  STRCMP_EQUAL("oooo 4", lamp_letters(lamps({.counter = 2}, snapshot)).c_str());
  snapshot.counters[1].state = CounterState::paused;
  STRCMP_EQUAL("-ooo --", lamp_letters(lamps({.counter = 2}, snapshot)).c_str());
}

TEST(PadLampsOfSnapshot, SayAtEveryPadThatNothingIsTakenWhileTheJournalCannotBeWritten) {
  Snapshot snapshot = hall();
  snapshot.alarms.push_back({.subject = "board 3", .text_id = {}, .text_en = {}, .since = nine});
  STRCMP_EQUAL("-ooo 0", lamp_letters(lamps({.counter = 2}, snapshot)).c_str());
  snapshot.alarms.push_back({.subject = std::string(journal_alarm), .text_id = {}, .text_en = {}, .since = nine});
  STRCMP_EQUAL("ffff --", lamp_letters(lamps({.counter = 2}, snapshot)).c_str());
  STRCMP_EQUAL("ffff --", lamp_letters(lamps({.counter = 3}, snapshot)).c_str());
}

TEST_GROUP(AnnouncerOfCalls){};

TEST(AnnouncerOfCalls, SpeaksEachCallOnceOldestFirstAndStartsOverWithTheDay) {
  Announcer announcer(10s);
  Snapshot snapshot;
  LONGS_EQUAL(0, announcer.take(snapshot, nine).size());
  snapshot.calls = {{.call = 2, .number = "A002", .counter = 1, .service = {}, .at = nine},
                    {.call = 1, .number = "A001", .counter = 2, .service = {}, .at = nine}};
  const auto both = announcer.take(snapshot, nine + 1h);
  LONGS_EQUAL(2, both.size());
  STRCMP_EQUAL("A001", both[0].number.c_str());
  STRCMP_EQUAL("A002", both[1].number.c_str());
  LONGS_EQUAL(0, announcer.take(snapshot, nine + 1h).size());
  snapshot.day = snapshot.day.plus(1);
  snapshot.calls = {{.call = 1, .number = "A001", .counter = 1, .service = {}, .at = nine + 24h}};
  LONGS_EQUAL(1, announcer.take(snapshot, nine + 24h).size());
}

TEST(AnnouncerOfCalls, OfADayThatIsOpenedAgainSpeaksOnlyAFreshCall) {
  Announcer announcer(10s);
  Snapshot snapshot;
  snapshot.calls = {{.call = 1, .number = "A001", .counter = 2, .service = {}, .at = nine}};
  LONGS_EQUAL(1, announcer.take(snapshot, nine).size());
  Snapshot wrong;
  wrong.day = snapshot.day.plus(1);
  LONGS_EQUAL(0, announcer.take(wrong, nine + 1min).size());
  LONGS_EQUAL(0, announcer.take(snapshot, nine + 5min).size());
  snapshot.calls.insert(snapshot.calls.begin(),
                        {.call = 2, .number = "A002", .counter = 1, .service = {}, .at = nine + 6min});
  LONGS_EQUAL(1, announcer.take(snapshot, nine + 6min).size());
}

TEST(AnnouncerOfCalls, AfterAStartOnlyAFreshCallIsSpoken) {
  Snapshot snapshot;
  snapshot.calls = {{.call = 8, .number = "A008", .counter = 1, .service = {}, .at = nine},
                    {.call = 7, .number = "A007", .counter = 2, .service = {}, .at = nine - 1h}};
  Announcer soon(10s);
  const auto fresh = soon.take(snapshot, nine + 3s);
  LONGS_EQUAL(1, fresh.size());
  STRCMP_EQUAL("A008", fresh[0].number.c_str());
  Announcer later(10s);
  LONGS_EQUAL(0, later.take(snapshot, nine + 11s).size());
}

TEST_GROUP(OutputsOfSnapshot){};

TEST(OutputsOfSnapshot, AfterAStartSpeakACallOfTheLastTenSecondsAndNoneBefore) {
  const struct {
    Milliseconds age;
    std::size_t spoken;
  } rows[] = {{0ms, 1}, {10s, 1}, {10'001ms, 0}, {15s, 0}, {20s, 0}, {1h, 0}};
  for (const auto& row : rows) {
    boost::asio::io_context io{1};
    FakeSpeaker speaker;
    Outputs outputs(io, {}, {}, &speaker, [&row] { return nine + row.age; });
    auto snapshot = std::make_shared<Snapshot>(hall());
    snapshot->calls = {{.call = 2, .number = "B012", .counter = 2, .service = {}, .at = nine}};
    outputs.show(snapshot);
    LONGS_EQUAL(row.spoken, speaker.announced.size());
    auto recall = std::make_shared<Snapshot>(*snapshot);
    recall->calls.insert(recall->calls.begin(), {.call = 3, .number = "B012", .counter = 2, .service = {}, .at = nine});
    outputs.show(recall);  // a new call while the office runs: it is spoken, however old it is
    LONGS_EQUAL(row.spoken + 1, speaker.announced.size());
  }
}

TEST(OutputsOfSnapshot, LobbyACallGoesToTheVoiceInItsLanguageAndIsWithdrawnWhenThePersonHasCome) {
  boost::asio::io_context io{1};
  FakeSpeaker speaker;
  Outputs outputs(io, {}, {}, &speaker, [] { return nine; });
  Snapshot snapshot = hall();
  CounterView& counter = snapshot.counters[1];
  counter.number = "B012";
  counter.phase = TicketPhase::called;
  counter.call = 2;
  snapshot.calls = {
      {.call = 2, .number = "B012", .counter = counter.id, .service = {}, .at = nine, .language = Language::en}};
  outputs.show(std::make_shared<Snapshot>(snapshot));
  CHECK_TRUE(speaker.announced.at(0).language == Language::en);
  LONGS_EQUAL(0, speaker.withdrawn.size());
  counter.phase = TicketPhase::serving;
  outputs.show(std::make_shared<Snapshot>(snapshot));
  outputs.show(std::make_shared<Snapshot>(snapshot));
  LONGS_EQUAL(1, speaker.withdrawn.size());
  LONGS_EQUAL(2, speaker.withdrawn[0]);
  // A recall takes the place of the call before it.
  counter.phase = TicketPhase::called;
  for (const std::uint64_t call : {3U, 4U}) {
    counter.call = call;
    snapshot.calls.insert(
        snapshot.calls.begin(),
        {.call = call, .number = "B012", .counter = counter.id, .service = {}, .recall = true, .at = nine});
    outputs.show(std::make_shared<Snapshot>(snapshot));
  }
  LONGS_EQUAL(3, speaker.announced.size());
  LONGS_EQUAL(3, speaker.withdrawn.back());
}

TEST(OutputsOfSnapshot, BringASnapshotToBoardsPadsAndVoice) {
  boost::asio::io_context io{1};
  FakeBoard board;
  FakePad pad(std::uint8_t{7});
  FakeSpeaker speaker;
  {
    Outputs outputs(io, {{{.id = "loket 2", .counters = {2}}, &board}}, {{{.counter = 2}, &pad}}, &speaker,
                    [] { return nine + 1s; });
    auto snapshot = std::make_shared<Snapshot>(hall());
    snapshot->calls = {{.call = 2, .number = "B012", .counter = 2, .service = {}, .at = nine}};
    snapshot->entrance.seq = 5;
    outputs.show(snapshot);
    STRCMP_EQUAL("B012", board.pictures.back().text.c_str());
    STRCMP_EQUAL("-ooo 0", lamp_letters(*pad.lamps).c_str());
    LONGS_EQUAL(1, speaker.announced.size());
    LONGS_EQUAL(0, speaker.signals.size());
    auto serving = std::make_shared<Snapshot>(*snapshot);
    serving->counters[1].phase = TicketPhase::serving;
    outputs.show(serving);
    CHECK(pad.chance == PressChance::likely);
    auto next = std::make_shared<Snapshot>(*snapshot);
    next->entrance.seq = 6;
    next->entrance.outcome = "wrong_day";
    next->entrance.at = nine;
    outputs.show(next);
    LONGS_EQUAL(1, speaker.announced.size());
    LONGS_EQUAL(1, speaker.signals.size());
    CHECK_TRUE(speaker.signals[0] == EntranceSound::refused);
    auto third = std::make_shared<Snapshot>(*next);
    third->entrance.seq = 7;
    third->entrance.outcome = "walk_in";
    outputs.show(third);
    CHECK_TRUE(speaker.signals.at(1) == EntranceSound::admitted);
    // A scan that is no code, together with the code, must not sound like its answer; alone it sounds.
    auto with_it = std::make_shared<Snapshot>(*third);
    with_it->entrance.notice = {
        .seq = 1, .outcome = "not_a_code", .numbers = {}, .message_id = {}, .message_en = {}, .at = nine + 150ms};
    outputs.show(with_it);
    LONGS_EQUAL(2, speaker.signals.size());
    auto alone = std::make_shared<Snapshot>(*with_it);
    alone->entrance.notice->seq = 2;
    alone->entrance.notice->at = nine + 2s;
    outputs.show(alone);
    LONGS_EQUAL(2, speaker.signals.size());
    alone = std::make_shared<Snapshot>(*alone);
    alone->entrance.notice->seq = 3;
    alone->entrance.notice->at = nine + 2'001ms;
    outputs.show(alone);
    LONGS_EQUAL(3, speaker.signals.size());
    outputs.show(alone);
    LONGS_EQUAL(3, speaker.signals.size());
    CHECK_TRUE(speaker.signals.at(2) == EntranceSound::refused);
    // A number that the staff show again is no answer to a scan.
    auto again = std::make_shared<Snapshot>(*alone);
    again->entrance.notice = {
        .seq = 4, .outcome = shown_again, .numbers = {"B012"}, .message_id = {}, .message_en = {}, .at = nine + 10s};
    outputs.show(again);
    LONGS_EQUAL(3, speaker.signals.size());
  }
  io.run();
}

TEST(OutputsOfSnapshot, ABoardStopsBlinkingByItself) {
  struct Rings final : Timer {
    explicit Rings(std::vector<std::pair<std::chrono::nanoseconds, std::function<void()>>>& all) : all_(all) {}
    void ring_after(std::chrono::nanoseconds span, std::function<void()> ring) override {
      all_.emplace_back(span, std::move(ring));
    }
    void cancel() override { all_.clear(); }
    std::vector<std::pair<std::chrono::nanoseconds, std::function<void()>>>& all_;
  };
  std::vector<std::pair<std::chrono::nanoseconds, std::function<void()>>> rings;
  FakeBoard board;
  UtcTime now = nine + 1s;
  Outputs outputs(
      {{{.id = "loket 2", .counters = {2}}, &board}}, {}, nullptr, [&now] { return now; },
      std::make_unique<Rings>(rings));
  auto snapshot = std::make_shared<Snapshot>(hall());
  snapshot->calls = {{.call = 2, .number = "B012", .counter = 2, .service = {}, .at = nine}};
  outputs.show(snapshot);
  outputs.show(snapshot);  // there is one time to wait for
  LONGS_EQUAL(1, rings.size());
  CHECK(rings[0].first == 7s);
  LONGS_EQUAL(0xF0, board.pictures.back().blink);
  now = nine + 8s;
  const auto ring = rings[0].second;
  ring();
  LONGS_EQUAL(0, board.pictures.back().blink);
  STRCMP_EQUAL("B012", board.pictures.back().text.c_str());
  LONGS_EQUAL(0, rings.size());
}
