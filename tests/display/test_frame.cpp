// The content of a frame in each situation.
#include <algorithm>

#include "frame/part_of_hall.hpp"
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

/// The first frame of the next two minutes that draws the part.
std::optional<DrawList> ever(const Snapshot& snapshot, FrameInput input, std::string_view wanted) {
  for (int i = 0; i < 30; ++i, input.tick += 4s) {
    DrawList list = drawing(snapshot, input);
    if (drawn(list, wanted)) {
      return list;
    }
  }
  return std::nullopt;
}

}  // namespace

TEST_GROUP(FrameSays){};

TEST(FrameSays, TheLatestCallLargeAndTheEarlierOnesBesideIt) {
  const DrawList list = drawing(sample("ordinary"));
  says(list, "call.heading", "Nomor dipanggil");
  says(list, "call.number", "B017");
  says(list, "call.counter", "Loket 3");
  says(list, "call.counter.second", "Counter 3");
  says(list, "recent.0.number", "C004");
  says(list, "recent.0.counter", "Loket 4");
  says(list, "recent.1.number", "B015");
}

TEST(FrameSays, WhereAPhoneFindsTheDayWhileTheOfficeHasAPortal) {
  Snapshot snapshot = sample("ordinary");
  CHECK_FALSE(ever(snapshot, at(snapshot), "phone.code"));
  snapshot.on_phones = "https://antrean.example/n/AD";
  const DrawList list = *ever(snapshot, at(snapshot), "phone.code");
  STRCMP_EQUAL("Nomor saya di ponsel", whole(list, "phone.text").c_str());
  const auto code = std::find_if(list.items.begin(), list.items.end(),
                                 [](const Item& item) { return std::holds_alternative<Code>(item); });
  CHECK(code != list.items.end());
  STRCMP_EQUAL("https://antrean.example/n/AD", std::get<Code>(*code).text.c_str());
  FrameInput lost = at(snapshot);
  lost.stale_since = snapshot.at;
  CHECK_FALSE(ever(snapshot, lost, "phone.code"));
}

TEST(FrameSays, AnswersWhoIsServedWhere) {
  const DrawList list = drawing(sample("ordinary"));
  says(list, "counter.1.number", "B016");
  says(list, "counter.3.number", "B017");
  CHECK_TRUE(drawn(list, "counter.3.sign"));
  says(list, "counter.5.state", "Jeda");
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
}

TEST(FrameSays, LobbyEveryServiceInTurnsAndHowManyTheOtherPagesHave) {
  Snapshot snapshot = sample("twenty_four_counters");
  FrameInput input = at(snapshot);
  const Frame first = frame(snapshot, input, Ruler{});
  says(first.list, "service.paspor.waiting", "18");
  CHECK_TRUE(*first.changes_in <= 4s);
  const std::size_t services = snapshot.services.size();
  const auto shown = [&](const DrawList& list) {
    return static_cast<std::size_t>(std::ranges::count_if(
        snapshot.services, [&](const auto& service) { return drawn(list, "service." + service.key + ".name"); }));
  };
  CHECK_TRUE(shown(first.list) > 0 && shown(first.list) < services);
  says(first.list, "services.more", "+" + std::to_string(services - shown(first.list)));
  for (const ServiceView& service : snapshot.services) {
    const auto list = ever(snapshot, input, "service." + service.key + ".name");
    CHECK_TRUE_TEXT(list.has_value(), service.key.c_str());
    says(*list, "service." + service.key + ".waiting", std::to_string(service.waiting));
  }
}

TEST(FrameSays, LobbyEachLanguageInItsTurn) {
  const Snapshot snapshot = sample("ordinary");
  FrameInput input = at(snapshot);
  says(drawing(snapshot, input), "call.heading", "Nomor dipanggil");
  input.tick += 4s;
  says(drawing(snapshot, input), "call.heading", "Now calling");
  input.languages = Languages::indonesian;
  says(drawing(snapshot, input), "call.heading", "Nomor dipanggil");
}

TEST(FrameSays, LobbyWhenAHallThatIsClosedOpens) {
  struct Situation {
    DayPhase phase;
    const char* until;  ///< day and hour of opens_next or break_until
    const char* id;
    const char* en;
  };
  for (const Situation& situation :
       {Situation{DayPhase::before_opening, "2026-11-23 08:00", "Buka pukul 08.00", "Opens at 08:00"},
        {DayPhase::on_break, "2026-11-23 13:00", "Istirahat sampai 13.00", "On break until 13:00"},
        {DayPhase::closed, "2026-11-24 08:00", "Tutup. Buka lagi besok pukul 08.00",
         "Closed. Opens again tomorrow at 08:00"},
        {DayPhase::closed, "2026-11-30 07:30", "Tutup. Buka lagi Senin, 30 November, pukul 07.30",
         "Closed. Opens again Monday, 30 November at 07:30"}}) {
    Snapshot snapshot = sample("closed");
    snapshot.day = *OfficeDay::parse("2026-11-23");
    snapshot.phase = situation.phase;
    const std::string text = situation.until;
    const UtcTime until = instant(*OfficeDay::parse(text.substr(0, 10)), *TimeOfDay::parse(text.substr(11)), Zone::wib);
    (situation.phase == DayPhase::on_break ? snapshot.break_until : snapshot.opens_next) = until;
    FrameInput input = at(snapshot);
    input.now = instant(snapshot.day, TimeOfDay{7 * 60}, Zone::wib);
    const DrawList list = drawing(snapshot, input);
    STRCMP_EQUAL(situation.id, whole(list, "call.notice").c_str());
    STRCMP_EQUAL(situation.en, whole(list, "call.notice.second").c_str());
  }
}

TEST(FrameSays, LobbyTheHeaderSaysABreakWhileSomebodyIsStillAtACounter) {
  Snapshot snapshot = sample("ordinary");
  snapshot.phase = DayPhase::on_break;
  snapshot.break_until = instant(snapshot.day, TimeOfDay{13 * 60}, Zone::wib);
  const DrawList list = *ever(snapshot, at(snapshot), "phase");
  says(list, "call.number", "B017");
  STRCMP_CONTAINS("13", said(list, "phase")->c_str());
}

TEST(FrameSays, LobbyACallInWordsForPeopleWhoCannotHearIt) {
  Snapshot snapshot = sample("ordinary");
  FrameInput input = at(snapshot);
  is_silent(drawing(snapshot, input), "caption.text");
  input.new_calls = {{snapshot.calls[0].call, input.tick}};
  says(drawing(snapshot, input), "caption.text", "Nomor antrean B017, silakan menuju Loket 3");
  input.tick += 2500ms;
  says(drawing(snapshot, input), "caption.text", "Queue number B017, please go to Counter 3");
  snapshot.calls[0].language = Language::en;  // the person's language only
  says(drawing(snapshot, input), "caption.text", "Queue number B017, please go to Counter 3");
  input.tick += 2500ms;
  says(drawing(snapshot, input), "caption.text", "Queue number B017, please go to Counter 3");
  snapshot.counters[2].name = "Ruang Wawancara dan Pengambilan Sidik Jari 3";
  CHECK_TRUE(said(drawing(snapshot, input), "caption.text")->starts_with("B017: "));
  input.tick += 5s;
  is_silent(drawing(snapshot, input), "caption.text");
}

TEST(FrameSays, LobbyANoticeBesideTheCallsAndAnEmergencyOverEverything) {
  Snapshot snapshot = sample("ordinary");
  snapshot.notices = {{NoticeSeverity::notice, "Loket 5 pindah ke lantai 2", "Counter 5 moved to floor 2", snapshot.at,
                       snapshot.at + 10min}};
  FrameInput input = at(snapshot);
  STRCMP_EQUAL("Loket 5 pindah ke lantai 2", whole(drawing(snapshot, input), "notice.text").c_str());
  says(drawing(snapshot, input), "call.number", "B017");
  input.now += 10min;  // the office forgot to take it down
  is_silent(drawing(snapshot, input), "notice.text");

  snapshot.notices.insert(snapshot.notices.begin(),
                          {NoticeSeverity::emergency, "Kebakaran. Tinggalkan gedung lewat tangga.",
                           "Fire. Leave the building by the stairs.", snapshot.at, std::nullopt});
  input.media = true;
  const DrawList list = drawing(snapshot, input);
  STRCMP_EQUAL("Kebakaran. Tinggalkan gedung lewat tangga.", whole(list, "emergency.text").c_str());
  STRCMP_EQUAL("Fire. Leave the building by the stairs.", whole(list, "emergency.text.second").c_str());
  is_silent(list, "call.number");
  is_silent(list, "media");
}

TEST(FrameSays, LobbyOnlyThePartOfTheHallThatItStandsIn) {
  Snapshot snapshot = sample("ordinary");
  snapshot.services[0].stages = {{"berkas", "Berkas", "Documents", 11}, {"foto", "Foto", "Photo", 7}};
  snapshot.services[1].stages = {{"berkas", "Berkas", "Documents", 6}};
  const std::string photo = snapshot.services[0].key + "/foto";
  snapshot.counters[2].stages = {photo};
  snapshot.calls[0].service = snapshot.services[0].key;
  snapshot.calls[0].stage = "foto";  // B017 at counter 3
  const Snapshot part = part_of_hall(snapshot, {photo});
  LONGS_EQUAL(1, part.counters.size());
  LONGS_EQUAL(3, part.counters[0].id);
  for (const CallView& call : part.calls) {
    LONGS_EQUAL(3, call.counter);
  }
  LONGS_EQUAL(1, part.services.size());
  LONGS_EQUAL(7, part.services[0].waiting);
  CHECK_FALSE(part.services[0].wait.has_value());  // it is for people who come to the first stage
  CHECK_TRUE(part_of_hall(snapshot, {}) == snapshot);
  CHECK_TRUE(part_of_hall(snapshot, {"paspor/fto"}) == snapshot);  // a wrong name: better all than nothing
  STRCMP_EQUAL("paspor/fto", unknown_stages(snapshot, {photo, "paspor/fto"}).front().c_str());
}

TEST(FrameSays, OfficeTimeInItsZone) {
  Snapshot snapshot = sample("two_counters");
  FrameInput input = at(snapshot);
  input.now = instant(*OfficeDay::parse("2026-11-23"), TimeOfDay{10 * 60 + 31}, Zone::wita);
  const DrawList list = drawing(snapshot, input);
  says(list, "clock", "10:31");
  says(list, "zone", "WITA");
  says(list, "office", "Kantor Imigrasi Mataram");
  says(*ever(snapshot, input, "date"), "date", "Senin, 23 November 2026");
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
    STRCMP_EQUAL(situation.notice, whole(list, "call.notice").c_str());
    is_silent(list, "call.number");
  }
}

TEST(FrameSays, KeepsTheCallThroughABreakWhileSomebodyIsAtACounter) {
  Snapshot snapshot = sample("on_break");
  snapshot.counters[2].number = "B044";
  snapshot.counters[2].phase = TicketPhase::serving;
  says(drawing(snapshot), "call.number", "B044");
}

TEST(FrameSays, LobbyItIsConnectingBeforeTheFirstSnapshotAndWhatTimeItIs) {
  FrameInput input;
  DrawList list = drawing(Snapshot{}, input);
  STRCMP_EQUAL("Layar sedang menyambung. Dengarkan petugas.", whole(list, "notice").c_str());
  STRCMP_EQUAL("The screen is connecting. Listen to the staff.", whole(list, "notice.second").c_str());
  is_silent(list, "clock");
  input.own_clock = "09:31";
  says(drawing(Snapshot{}, input), "clock", "09:31");
  input.stale_since = UtcTime{};
  input.lost_because =
      Bilingual{"sertifikat server berakhir 2026-11-20", "the server's certificate ended on 2026-11-20"};
  list = drawing(Snapshot{}, input);
  STRCMP_EQUAL("sertifikat server berakhir 2026-11-20", whole(list, "notice.why").c_str());
}

TEST(FrameSays, WhyItDoesNotBelieveTheOffice) {
  const Snapshot snapshot = sample("ordinary");
  FrameInput input = at(snapshot);
  input.stale_since = instant(snapshot.day, TimeOfDay{9 * 60 + 31}, Zone::wib);
  input.lost_because =
      Bilingual{"sertifikat server berakhir 2026-11-20", "the server's certificate ended on 2026-11-20"};
  STRCMP_EQUAL("Layar menyambung sejak 09:31. Dengarkan petugas. sertifikat server berakhir 2026-11-20",
               whole(drawing(snapshot, input), "stale.text").c_str());
}

TEST(FrameSays, WhenItLostTheOfficeAndKeepsWhatItKnew) {
  const Snapshot snapshot = sample("ordinary");
  FrameInput input = at(snapshot);
  input.stale_since = instant(snapshot.day, TimeOfDay{9 * 60 + 31}, Zone::wib);
  input.now = *input.stale_since + 20min;
  const Frame lost = frame(snapshot, input, Ruler{});
  CHECK_TRUE(lost.stale);
  STRCMP_EQUAL("Layar menyambung sejak 09:31. Dengarkan petugas.", whole(lost.list, "stale.text").c_str());
  says(lost.list, "call.heading", "Terakhir diketahui");
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
  for (int i = 1; i <= 40; ++i) {
    CHECK_TRUE(ever(snapshot, at(snapshot), "counter." + std::to_string(i) + ".name").has_value());
  }
  const DrawList list = drawing(snapshot);
  int shown = 0;
  for (int i = 1; i <= 40; ++i) {
    shown += drawn(list, "counter." + std::to_string(i) + ".name") ? 1 : 0;
  }
  CHECK_TRUE(shown >= 8);
  says(list, "counter.more.count", "+" + std::to_string(40 - shown));
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
