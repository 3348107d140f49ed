// The entrance's screen. Everybody who scans reads an answer of their own, everybody who got a number can
// read it, and a scan that is no code changes neither. The test uses the real entrance, command loop and
// signed codes; the journal is there for its day list, which is empty.
#include <stdlib.h>

#include <filesystem>

#include "codes/booking_code.hpp"
#include "command_loop/entrance.hpp"
#include "small_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;
using namespace std::chrono_literals;

namespace {

const std::string ean = "8991234567890";

checkin::Office rules() {
  checkin::Office office;
  office.code = "AD";
  office.zone = Zone::wib;
  office.services["paspor"] = {};
  return office;
}

const codes::KeyPair& keys() {
  static const codes::KeyPair pair = codes::make_key_pair(codes::Seed{1});
  return pair;
}

/// The QR of a person's booking; persons are 'A' to 'I'.
std::string code_of(char person, const codes::SecretKey& key = keys().secret_key) {
  codes::CodePayload payload;
  payload.key_id = 1;
  payload.office = "AD";
  payload.short_code = std::string("QFJ8B") + codes::alphabet[static_cast<std::size_t>(person - 'A')];
  payload.day = today;
  payload.slot = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}};
  payload.service = "paspor";
  payload.booking = static_cast<BookingId>(person);
  return codes::encode_qr(payload, key);
}
std::string forged() { return code_of('F', codes::make_key_pair(codes::Seed{2}).secret_key); }

struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "antrean-screen-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

journal::Options in(const std::filesystem::path& folder) {
  journal::Options options;
  options.file = folder / "office.journal";
  return options;
}

class Door {
 public:
  Door() { office.open_day(); }
  ~Door() { office.finish(); }

  EntranceReply enter(EntranceRequest entry) {
    const auto answer = std::make_shared<EntranceReply>();
    asio::co_spawn(office.io, entrance.take(std::move(entry)), [answer](std::exception_ptr error, EntranceReply told) {
      if (!error) {
        *answer = std::move(told);
      }
    });
    office.settle();
    return *answer;
  }
  EntranceReply scan(const std::string& line) {
    EntranceRequest entry;
    entry.line = line;
    entry.by = "scanner";
    entry.scanned = true;
    return enter(entry);
  }
  EntranceReply type(const std::string& line) {
    EntranceRequest entry;
    entry.line = line;
    entry.by = "entrance page";
    return enter(entry);
  }
  void pass(Milliseconds time) {
    monotonic += time;
    office.now += time;
  }
  const EntranceView& screen() const { return office.shown.back()->entrance; }
  /// The large text on the screen: outcome and numbers.
  std::string large() const {
    std::string text = screen().outcome;
    for (const std::string& number : screen().numbers) {
      text += " " + number;
    }
    return text;
  }
  bool still_readable(const std::string& number) const {
    const auto has = [&](const EntranceAnswer& answer) {
      return std::find(answer.numbers.begin(), answer.numbers.end(), number) != answer.numbers.end();
    };
    return has(screen()) || std::any_of(screen().before.begin(), screen().before.end(), has);
  }
  std::size_t scan_events() const {
    return office.event_log.count("scan_answered") + office.event_log.count("admitted");
  }

  Folder folder;
  MonotonicTime monotonic{1h};
  RunningLoop office;
  std::unique_ptr<journal::Journal> journal = journal::Journal::open(in(folder.path));
  Worker worker{"journal", Worker::Jobs::in_place};
  Entrance entrance{office.loop,
                    worker,
                    *journal,
                    rules(),
                    {{1, keys().public_key}},
                    {.within = 2s, .now = [this] { return monotonic; }}};
};

}  // namespace

TEST_GROUP(EntranceScreen){};

TEST(EntranceScreen, ARefusedCodeThatComesAgainAfterAnotherPersonsIsRefusedAgain) {
  Door door;
  const std::string bad = forged();
  door.scan(bad);
  STRCMP_EQUAL("forged", door.large().c_str());
  door.pass(1s);
  door.scan(code_of('A'));
  STRCMP_EQUAL("admitted B001", door.large().c_str());
  door.pass(1500ms);
  STRCMP_EQUAL("forged", door.scan(bad).outcome.c_str());
  STRCMP_EQUAL("forged", door.large().c_str());
  CHECK_TRUE(door.still_readable("B001"));
}

TEST(EntranceScreen, EachScanShowsItsOwnPersonsAnswer) {
  Door door;
  const struct {
    char person;
    const char* shown;
  } rows[] = {{'A', "admitted B001"},     {'B', "admitted B002"},     {'A', "already_used B001"},
              {'C', "admitted B003"},     {'B', "already_used B002"}, {'A', "already_used B001"},
              {'C', "already_used B003"}, {'B', "already_used B002"}};
  for (const Milliseconds apart : {2000ms, 300ms}) {
    Door fresh;
    for (const auto& row : rows) {
      fresh.scan(code_of(row.person));
      STRCMP_EQUAL(row.shown, fresh.large().c_str());
      fresh.pass(apart);
    }
  }
}

TEST(EntranceScreen, ACodeHeldBeforeTheScannerIsAnsweredOnceHoweverLong) {
  Door door;
  for (int i = 0; i < 100; ++i) {
    door.scan(code_of('A'));
    door.pass(100ms);
  }
  STRCMP_EQUAL("admitted B001", door.large().c_str());
  LONGS_EQUAL(1, door.scan_events());
  LONGS_EQUAL(99, door.entrance.counts().repeats);
  door.pass(2s);
  STRCMP_EQUAL("already_used", door.scan(code_of('A')).outcome.c_str());
}

TEST(EntranceScreen, ItIsAnsweredAgainWhenAnythingElseHasBeenAnsweredMeanwhile) {
  Door door;
  door.scan(code_of('A'));
  door.office.walk_in();
  STRCMP_EQUAL("walk_in A001", door.large().c_str());
  door.pass(100ms);
  door.scan(code_of('A'));
  STRCMP_EQUAL("already_used B001", door.large().c_str());
  door.pass(100ms);
  door.type(code_of('B'));
  door.pass(100ms);
  door.scan(code_of('A'));
  STRCMP_EQUAL("already_used B001", door.large().c_str());
  CHECK_TRUE(door.still_readable("B002"));
  CHECK_TRUE(door.still_readable("A001"));
}

TEST(EntranceScreen, WhatSomebodyTypesIsAnsweredEveryTime) {
  Door door;
  STRCMP_EQUAL("admitted", door.type(code_of('A')).outcome.c_str());
  STRCMP_EQUAL("already_used", door.type(code_of('A')).outcome.c_str());
}

TEST(EntranceScreen, TwoScannersAtOnceLeaveBothAnswersReadable) {
  Door door;
  door.office.event_log.hold = true;
  door.scan(code_of('A'));
  door.scan(code_of('B'));
  door.scan(code_of('A'));
  door.office.event_log.go_on();
  door.office.settle();
  STRCMP_EQUAL("already_used B001", door.large().c_str());
  CHECK_TRUE(door.still_readable("B002"));
}

TEST(EntranceScreen, ACodeHeldWhileItsAnswerIsBeingWrittenIsOneScan) {
  Door door;
  door.office.event_log.hold = true;
  for (int i = 0; i < 5; ++i) {
    door.scan(code_of('A'));
  }
  door.office.event_log.go_on();
  door.office.settle();
  STRCMP_EQUAL("admitted B001", door.large().c_str());
  LONGS_EQUAL(1, door.scan_events());
}

TEST(EntranceScreen, WhatComesBehindACodeIsNoScanOfItsOwn) {
  for (const std::string& behind :
       std::initializer_list<std::string>{"\t", "\x03", "", "\r\n", "  ", "\xC2\xA0", "\x02\x03"}) {
    Door door;
    door.scan(code_of('A'));
    door.pass(150ms);
    door.scan(behind);
    STRCMP_EQUAL("admitted B001", door.large().c_str());
    LONGS_EQUAL(1, door.scan_events());
    CHECK_FALSE(door.screen().notice.has_value());
    LONGS_EQUAL(0, door.entrance.counts().strays);
  }
}

TEST(EntranceScreen, WhatIsNoCodeLeavesTheNumberAndMakesNoEventAndIsAnswered) {
  for (const std::string& stray :
       std::initializer_list<std::string>{ean, "96385074", "34678934", "https://wa.me/6281234567890", "BEGIN:VCARD",
                                          "WIFI:S:kantor;;", "\xff\xfe noise"}) {
    Door door;
    door.scan(code_of('A'));
    door.pass(150ms);
    STRCMP_EQUAL("not_a_code", door.scan(stray).outcome.c_str());
    STRCMP_EQUAL("admitted B001", door.large().c_str());
    LONGS_EQUAL(1, door.scan_events());
    STRCMP_EQUAL("not_a_code", door.screen().notice.value().outcome.c_str());
    STRCMP_EQUAL("This is not a booking code. Please show the QR code of your booking.",
                 door.screen().notice.value().message_en.c_str());
    // The code is still in front of the scanner, so this is the same scan.
    door.pass(150ms);
    door.scan(code_of('A'));
    STRCMP_EQUAL("admitted B001", door.large().c_str());
  }
}

TEST(EntranceScreen, AHundredStraysAreNoEventAndFewMessages) {
  Door door;
  const std::size_t before = door.office.shown.size();
  const std::size_t appends = door.office.event_log.appends;
  for (int i = 0; i < 100; ++i) {
    door.scan("89912345678" + std::to_string(10 + i % 90));
    door.pass(100ms);
  }
  LONGS_EQUAL(0, door.scan_events());
  LONGS_EQUAL(appends, door.office.event_log.appends);
  LONGS_EQUAL(100, door.entrance.counts().strays);
  LONGS_EQUAL(5, door.office.shown.size() - before);
  LONGS_EQUAL(5, door.screen().notice.value().seq);
}

TEST(EntranceScreen, WhoHoldsUpTheWrongThingAfterAnotherAnswerIsToldToo) {
  Door door;
  door.scan(ean);
  door.scan(code_of('A'));
  door.pass(100ms);
  door.scan(ean);
  LONGS_EQUAL(2, door.screen().notice.value().seq);
  // A refusal that the notice has replaced is shown again.
  door.pass(10s);
  door.scan(forged());
  door.pass(100ms);
  door.scan(ean);
  door.pass(100ms);
  const std::uint64_t seq = door.screen().seq;
  door.scan(forged());
  LONGS_EQUAL(seq + 1, door.screen().seq);
}

TEST(EntranceScreen, ANumberIsShownAgainWithThoseGivenWithItAndMakesNoEvent) {
  Door door;
  door.scan(code_of('A'));
  door.pass(30s);
  const std::size_t events = door.scan_events();
  const EntranceReply told = door.entrance.show_again("B001");
  STRCMP_EQUAL("shown_again", told.outcome.c_str());
  const EntranceAnswer notice = door.screen().notice.value();
  STRCMP_EQUAL("shown_again", notice.outcome.c_str());
  CHECK(notice.numbers == std::vector<std::string>{"B001"});
  STRCMP_EQUAL("Nomor antrean Anda B001.", notice.message_id.c_str());
  LONGS_EQUAL(events, door.scan_events());
  STRCMP_EQUAL("unknown_number", door.entrance.show_again("B002").outcome.c_str());
  STRCMP_EQUAL("unknown_number", door.entrance.show_again("").outcome.c_str());
  LONGS_EQUAL(1, door.screen().notice.value().seq);
  // Who is done has no place in the queue any more.
  door.office.ask({.by = {.kind = queue::ActorKind::officer, .name = "sari"},
                   .action = queue::CancelTicket{.number = "B001", .reason = "left"}});
  STRCMP_EQUAL("unknown_number", door.entrance.show_again("B001").outcome.c_str());
}

TEST(EntranceScreen, WhoIsFoundByNameIsSaidToBeInAlreadySinceWhenAndWithWhichNumber) {
  Door door;
  const auto listed = [](BookingId id, char last, const char* name) {
    return Booking{.id = id,
                   .code = std::string("AD-QFJ8B") + last,
                   .office = "AD",
                   .service = "paspor",
                   .day = today,
                   .slot = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
                   .name = name,
                   .nik_last4 = "0042"};
  };
  office_api::BookingPage page;
  page.bookings = {listed('A', codes::alphabet[0], "Nur’Áini Dewi"), listed('B', codes::alphabet[1], "Dewi Lestari")};
  CHECK(door.journal->day_list().apply(page).has_value());
  door.scan(code_of('A'));
  const auto find = [&](const char* name) {
    std::vector<FoundBooking> found;
    asio::co_spawn(door.office.io, door.entrance.find(name, std::nullopt),
                   [&](const std::exception_ptr&, std::vector<FoundBooking> all) { found = std::move(all); });
    door.office.settle();
    return found;
  };
  const auto both = find("dewi");
  LONGS_EQUAL(2, both.size());
  for (const FoundBooking& one : both) {
    CHECK_EQUAL(one.booking.id == 'A', one.in.has_value());
  }
  const auto one = find("nuraini");  // as the clerk hears it
  LONGS_EQUAL(1, one.size());
  CHECK(one[0].in->numbers == std::vector<std::string>{"B001"});
  CHECK(one[0].in->at == door.office.now);
  const std::string hour = TimeOfDay::of(door.office.now, Zone::wib).text();
  STRCMP_EQUAL(("In since " + hour + ", number B001").c_str(), one[0].in->words.en.c_str());
}

TEST(EntranceScreen, ANoticeLeavesTheFeedAfterItsTime) {
  Door door;
  door.scan(ean);
  door.pass(entrance_readable);
  door.scan(code_of('A'));
  CHECK_FALSE(door.screen().notice.has_value());
}

TEST(EntranceScreen, WhoScansWhileTheJournalCannotBeWrittenIsToldAndAskedAnew) {
  Door door;
  door.scan(code_of('A'));
  door.pass(5s);
  door.office.event_log.failure = journal::Failure{journal::Why::disk_full, "disk full"};
  STRCMP_EQUAL("not_durable", door.scan(code_of('B')).outcome.c_str());
  STRCMP_EQUAL("not_durable", door.screen().notice.value().outcome.c_str());
  door.office.event_log.failure.reset();
  door.pass(100ms);
  door.scan(code_of('B'));
  STRCMP_EQUAL("admitted B002", door.large().c_str());
}
