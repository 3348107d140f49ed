// The content of a frame in each situation.
#include <algorithm>

#include "frame/regions.hpp"
#include "ruler.hpp"
#include "samples.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::display;
using namespace std::chrono_literals;

namespace {

FrameInput at(const Snapshot& snapshot) {
  FrameInput input;
  input.now = snapshot.at;
  return input;
}

DrawList drawing(const Snapshot& snapshot, const FrameInput& input) { return frame(snapshot, input, Ruler{}).list; }
DrawList drawing(const Snapshot& snapshot) { return drawing(snapshot, at(snapshot)); }

void says(const DrawList& list, std::string_view part, std::string_view text) {
  const auto found = said(list, part);
  STRCMP_EQUAL_TEXT(std::string{text}.c_str(), found ? found->c_str() : "(nothing)", std::string{part}.c_str());
}

void is_silent(const DrawList& list, std::string_view part) {
  CHECK_FALSE_TEXT(drawn(list, part), std::string{part}.c_str());
}

}  // namespace

TEST_GROUP(FrameSays){};

TEST(FrameSays, TheLatestCallLargeAndTheEarlierOnesBesideIt) {
  const DrawList list = drawing(sample("ordinary"));
  says(list, "call.heading", "Nomor dipanggil");
  says(list, "call.heading.second", "Now calling");
  says(list, "call.number", "B017");
  says(list, "call.counter", "Loket 3");
  says(list, "call.counter.second", "Counter 3");
  says(list, "recent.0.number", "C004");
  says(list, "recent.0.counter", "Loket 4");
  says(list, "recent.0.clock", "09:29");
  says(list, "recent.1.number", "B015");
}

TEST(FrameSays, WhereAPhoneFindsTheDayWhileTheOfficeHasAPortal) {
  Snapshot snapshot = sample("ordinary");
  is_silent(drawing(snapshot), "phone.code");
  snapshot.on_phones = "https://antrean.example/n/AD";
  const DrawList list = drawing(snapshot);
  says(list, "phone.text", "Di ponsel");
  says(list, "phone.text.second", "On your phone");
  const auto code = std::find_if(list.items.begin(), list.items.end(),
                                 [](const Item& item) { return std::holds_alternative<Code>(item); });
  CHECK(code != list.items.end());
  STRCMP_EQUAL("https://antrean.example/n/AD", std::get<Code>(*code).text.c_str());
  FrameInput lost = at(snapshot);
  lost.stale_since = snapshot.at;
  is_silent(drawing(snapshot, lost), "phone.code");
  // Where there is little room, the calls come first.
  Snapshot crowded = sample("twenty_four_counters");
  crowded.on_phones = snapshot.on_phones;
  is_silent(drawing(crowded), "phone.code");
}

TEST(FrameSays, AnswersWhoIsServedWhere) {
  const DrawList list = drawing(sample("ordinary"));
  says(list, "counter.1.number", "B016");
  says(list, "counter.1.state", "Dilayani");
  says(list, "counter.3.number", "B017");
  says(list, "counter.3.state", "Dipanggil");
  says(list, "counter.5.state", "Jeda");
  says(list, "counter.5.state.second", "Paused");
  says(list, "counter.6.state", "Siap");
  is_silent(list, "counter.5.number");
}

TEST(FrameSays, HowManyWaitAndHowLong) {
  const DrawList list = drawing(sample("ordinary"));
  says(list, "service.paspor.name", "Paspor online");
  says(list, "service.paspor.waiting", "18");
  says(list, "service.paspor.wait", "30–45 menit");
}

TEST(FrameSays, NothingAboutAWaitThatNobodyKnows) {
  const DrawList list = drawing(sample("before_opening"));
  says(list, "service.paspor.waiting", "3");
  is_silent(list, "service.paspor.wait");
  is_silent(list, "services.heading.right");
}

TEST(FrameSays, EveryServiceInTurnsWhenTheyDoNotFitAtOnce) {
  const Snapshot snapshot = sample("twenty_four_counters");
  FrameInput input = at(snapshot);
  const Frame first = frame(snapshot, input, Ruler{});
  says(first.list, "service.paspor.waiting", "18");
  is_silent(first.list, "service.ambil.waiting");
  CHECK_TRUE(first.changes_in == 8s);
  input.tick += 8s;
  const DrawList second = drawing(snapshot, input);
  is_silent(second, "service.paspor.waiting");
  says(second, "service.hilang.waiting", "11");
  says(second, "service.ambil.waiting", "31");
  input.tick += 8s;
  says(drawing(snapshot, input), "service.paspor.waiting", "18");
}

TEST(FrameSays, AWideCardsNameFlushWithItsStateUnlessASignStandsBeforeIt) {
  Snapshot snapshot = sample("two_counters");
  const auto left = [&](std::string_view wanted) {
    const DrawList list = drawing(snapshot);
    const auto found =
        std::find_if(list.items.begin(), list.items.end(), [&](const Item& item) { return part(item) == wanted; });
    CHECK_TRUE(found != list.items.end());
    return bounds(*found).x;
  };
  CHECK_TRUE(left("counter.1.name") > left("counter.1.state"));
  snapshot.counters[0].phase = TicketPhase::serving;
  LONGS_EQUAL(left("counter.1.state"), left("counter.1.name"));
}

TEST(FrameSays, OfficeTimeInItsZone) {
  Snapshot snapshot = sample("two_counters");
  FrameInput input = at(snapshot);
  input.now = instant(*OfficeDay::parse("2026-11-23"), TimeOfDay{10 * 60 + 31}, Zone::wita);
  const DrawList list = drawing(snapshot, input);
  says(list, "clock", "10:31");
  says(list, "zone", "WITA");
  says(list, "date", "Senin, 23 November 2026");
  says(list, "date.second", "Monday, 23 November 2026");
  says(list, "office", "Kantor Imigrasi Mataram");
}

TEST(FrameSays, OneLanguageWhenOneIsAskedFor) {
  FrameInput input = at(sample("ordinary"));
  input.languages = Languages::english;
  const DrawList list = drawing(sample("ordinary"), input);
  says(list, "call.heading", "Now calling");
  is_silent(list, "call.heading.second");
  says(list, "call.counter", "Counter 3");
}

TEST(FrameSays, ARecallOnlyOnce) {
  Snapshot snapshot = sample("ordinary");
  snapshot.calls.insert(snapshot.calls.begin(), CallView{25, "B017", 3, "paspor", true, snapshot.at});
  const DrawList list = drawing(snapshot);
  says(list, "call.number", "B017");
  says(list, "recent.0.number", "C004");
}

TEST(FrameSays, GoThereOnlyWhileTheCounterStillWaits) {
  Snapshot snapshot = sample("ordinary");
  const Theme theme;
  CHECK_TRUE(colour_of(drawing(snapshot), "call.band") == theme.accent);
  CHECK_TRUE(colour_of(drawing(snapshot), "counter.3") == theme.accent);
  snapshot.counters[2].phase = TicketPhase::serving;
  const DrawList list = drawing(snapshot);
  says(list, "call.heading", "Panggilan terakhir");
  CHECK_FALSE(colour_of(list, "call.band") == theme.accent);
  CHECK_FALSE(colour_of(list, "counter.3") == theme.accent);
}

TEST(FrameSays, InsteadOfACallWhyThereIsNone) {
  struct Situation {
    const char* sample;
    const char* notice;
  };
  for (const Situation& situation : {Situation{"empty_day", "Belum ada panggilan"},
                                     {"before_opening", "Layanan belum dibuka"},
                                     {"on_break", "Istirahat"},
                                     {"closed", "Layanan hari ini selesai"}}) {
    const DrawList list = drawing(sample(situation.sample));
    says(list, "call.notice", situation.notice);
    is_silent(list, "call.number");
  }
}

TEST(FrameSays, KeepsTheCallThroughABreakWhileSomebodyIsAtACounter) {
  Snapshot snapshot = sample("on_break");
  snapshot.counters[2].number = "B044";
  snapshot.counters[2].phase = TicketPhase::serving;
  says(drawing(snapshot), "call.number", "B044");
}

TEST(FrameSays, ItIsConnectingBeforeTheFirstSnapshot) {
  FrameInput input;
  says(drawing(Snapshot{}, input), "notice", "Menghubungi kantor");
  input.stale_since = UtcTime{};
  const DrawList list = drawing(Snapshot{}, input);
  says(list, "notice", "Kantor belum dapat dihubungi");
  is_silent(list, "clock");
  input.lost_because =
      Bilingual{"sertifikat server berakhir 2026-11-20", "the server's certificate ended on 2026-11-20"};
  says(drawing(Snapshot{}, input), "notice", "Kantor belum dapat dihubungi: sertifikat server berakhir 2026-11-20");
}

TEST(FrameSays, WhyItDoesNotBelieveTheOffice) {
  const Snapshot snapshot = sample("ordinary");
  FrameInput input = at(snapshot);
  input.stale_since = instant(snapshot.day, TimeOfDay{9 * 60 + 31}, Zone::wib);
  input.lost_because =
      Bilingual{"sertifikat server berakhir 2026-11-20", "the server's certificate ended on 2026-11-20"};
  says(drawing(snapshot, input), "stale.text",
       "Putus hubungan sejak 09:31 WIB: sertifikat server berakhir 2026-11-20.");
}

TEST(FrameSays, WhenItLostTheOfficeAndKeepsWhatItKnew) {
  const Snapshot snapshot = sample("ordinary");
  FrameInput input = at(snapshot);
  input.stale_since = instant(snapshot.day, TimeOfDay{9 * 60 + 31}, Zone::wib);
  input.now = *input.stale_since + 20min;
  const Frame lost = frame(snapshot, input, Ruler{});
  CHECK_TRUE(lost.stale);
  says(lost.list, "stale.text", "Putus hubungan sejak 09:31 WIB. Yang tampil mungkin sudah berubah.");
  says(lost.list, "call.heading", "Panggilan terakhir yang diketahui");
  says(lost.list, "call.number", "B017");
  says(lost.list, "counter.1.number", "B016");
  says(lost.list, "clock", "09:51");
  is_silent(lost.list, "service.paspor.wait");  // it was estimated before
  const Theme theme;
  for (const Item& item : lost.list.items) {
    const auto* fill = std::get_if<Fill>(&item);
    if (fill == nullptr || fill->part == "header.line") {
      continue;
    }
    CHECK_FALSE_TEXT(fill->colour == theme.accent, fill->part.c_str());  // nobody is sent anywhere
  }
  is_silent(drawing(snapshot), "stale.text");
}

TEST(FrameSays, HowManyCountersDidNotFit) {
  Snapshot snapshot = sample("ordinary");
  snapshot.counters.clear();
  for (int i = 1; i <= 40; ++i) {
    CounterView counter;
    counter.id = static_cast<CounterId>(i);
    snapshot.counters.push_back(counter);
  }
  const DrawList list = drawing(snapshot);
  says(list, "counter.31.name", "Loket 31");
  is_silent(list, "counter.32.name");
  says(list, "counter.more.count", "+9");
}

TEST(FrameSays, ARunningTextThatMovesWithTimeAndOnlyThat) {
  Frame shown = frame(sample("ordinary"), at(sample("ordinary")), Ruler{});
  DrawList later = shown.list;
  CHECK_TRUE(advance_running_text(later, MonotonicTime{10s}, 120));
  CHECK_FALSE(advance_running_text(later, MonotonicTime{10s}, 120));
  int different = 0;
  for (std::size_t i = 0; i < later.items.size(); ++i) {
    if (later.items[i] == shown.list.items[i]) {
      continue;
    }
    ++different;
    LONGS_EQUAL(1200, std::get<Strip>(later.items[i]).offset);
  }
  LONGS_EQUAL(1, different);
  CHECK_FALSE(advance_running_text(later = drawing(sample("empty_day")), MonotonicTime{10s}, 120));
}

TEST(FrameSays, ControlCharactersAsSpacesAndEndlessTextsCut) {
  Snapshot snapshot = sample("ordinary");
  snapshot.office_name = "Kantor\nImigrasi\tBandung";
  snapshot.running_text.assign(500'000, 'x');
  const DrawList list = drawing(snapshot);
  says(list, "office", "Kantor Imigrasi Bandung");
  for (const Item& item : list.items) {
    if (const auto* strip = std::get_if<Strip>(&item)) {
      CHECK_TRUE(strip->text.size() < 1100);
    }
  }
}

TEST(FrameSays, NothingBadAtAnySize) {
  for (const Size size : {Size{1, 1}, Size{1, 4000}, Size{4000, 1}, Size{16, 9}, Size{320, 200}, Size{640, 480}}) {
    for (const std::string name : sample_names) {
      const Snapshot snapshot = sample(name);
      FrameInput input = at(snapshot);
      input.size = size;
      input.stale_since = snapshot.at;
      const Rect screen{0, 0, size.width, size.height};
      for (const Text& text : texts(drawing(snapshot, input))) {
        const std::string where =
            name + " " + std::to_string(size.width) + "x" + std::to_string(size.height) + " " + text.part;
        CHECK_TRUE_TEXT(screen.contains(text.box), where.c_str());
      }
    }
  }
}
