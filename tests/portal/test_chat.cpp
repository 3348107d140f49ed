// The conversations of conversations/*.txt, each against the state machine with a portal that answers as the
// conversation says. conversations/README.md has the format.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "chat/conversation.hpp"
#include "chat/reading.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace antrean::portal::chat;

namespace {

const OfficeDay monday = *OfficeDay::parse("2026-11-23");

TimeOfDay at(int hour) { return TimeOfDay{hour * 60}; }

/// Tuesday to Monday, three slots a day; Thursday is full.
std::vector<SlotOnOffer> a_weeks_slots() {
  std::vector<SlotOnOffer> slots;
  for (int ahead = 1; ahead <= 7; ++ahead) {
    const auto day = monday.plus(ahead);
    if (day.weekday().c_encoding() == 0 || day.weekday().c_encoding() == 6) {
      continue;
    }
    for (const int start : {8, 10, 13}) {
      slots.push_back({day, {at(start), at(start + 2)}, 20, ahead == 3 ? 0 : start - 7, true});
    }
  }
  return slots;
}

ChatOffice bogor() {
  return {.title = "Bogor",
          .zone = Zone::wib,
          .services = {{"paspor", {"Paspor biasa", "Ordinary passport"}, {{"KTP", "identity card"}}}}};
}

class Portal {
 public:
  void told(const std::string& what) {
    std::istringstream words(what);
    std::string first, more;
    words >> first;
    std::getline(words >> std::ws, more);
    if (first == "two-services") {
      office.services.push_back({"elektronik", {"Paspor elektronik", "Electronic passport"}, {}});
    } else if (first == "full" || first == "closed" || first == "not-open" || first == "unknown") {
      availability.offer = first == "full"      ? Offer::full
                           : first == "closed"  ? Offer::closed
                           : first == "unknown" ? Offer::unknown
                                                : Offer::not_open;
      availability.opens.reset();
      if (!more.empty()) {
        availability.opens =
            instant(*OfficeDay::parse(more.substr(0, 10)), *TimeOfDay::parse(more.substr(11)), Zone::wib);
      }
    } else if (first == "released-until") {
      std::erase_if(slots, [&](const auto& slot) { return slot.day > *OfficeDay::parse(more); });
    } else if (first == "opens") {
      availability.opens =
          instant(*OfficeDay::parse(more.substr(0, 10)), *TimeOfDay::parse(more.substr(11)), Zone::wib);
    } else if (first == "own") {
      own = OwnBooking{.code = "BG-QFJ8BD",
                       .service = "paspor",
                       .name = "Budi",
                       .day = monday.plus(1),
                       .hours = {at(8), at(10)},
                       .may_cancel = more != "late"};
    } else if (first == "called") {
      own->numbers = "B017";
      own->place = more;
    } else if (first == "booking-says") {
      book_says = more;
    } else if (first == "later") {
      now += std::chrono::minutes(std::stoi(more));
    } else {
      FAIL(("unknown: portal: " + what).c_str());
    }
  }

  Answer answer(const Ask& ask) {
    if (const auto* book = std::get_if<Book>(&ask)) {
      booked.push_back(*book);
      if (book_says == "taken") {
        return NoRoom{{slots.at(1), slots.at(4)}};
      }
      if (book_says == "nothing-left") {
        return NoRoom{};
      }
      if (book_says == "has") {
        return HasBooking{};
      }
      if (book_says == "wait" || book_says == "blocked") {
        return MustWait{instant(*OfficeDay::parse("2026-12-20"), at(0), Zone::wib), book_says == "blocked"};
      }
      if (book_says == "not-now") {
        return NotNow{};
      }
      if (book_says == "failed") {
        book_says.clear();
        return Failed{};
      }
      own = OwnBooking{.code = "BG-QFJ8BD",
                       .service = book->service,
                       .name = book->name,
                       .day = book->day,
                       .hours = {book->start, TimeOfDay{book->start.minutes() + 120}},
                       .may_cancel = true};
      return BookedNow{*own, "QR OF " + own->code};
    }
    if (std::holds_alternative<Cancel>(ask)) {
      if (!own) {
        return NothingToCancel{};
      }
      own.reset();
      return CancelledNow{};
    }
    return Seen{own, availability, availability.offer == Offer::free ? slots : std::vector<SlotOnOffer>{}};
  }

  ChatOffice office = bogor();
  UtcTime now = instant(monday, at(10), Zone::wib);
  Availability availability{Offer::free, monday.plus(1), {}};
  std::vector<SlotOnOffer> slots = a_weeks_slots();
  std::optional<OwnBooking> own;
  std::string book_says;
  std::vector<Book> booked;
};

std::string shown(const std::vector<Reply>& replies) {
  std::string all;
  for (const auto& reply : replies) {
    all += reply.text + "\n";
    for (const auto& choice : reply.choices) {
      all += fmt::format("[{}] {} ({})\n", choice.title, choice.about, choice.id);
    }
    if (!reply.qr.empty()) {
      all += "picture of " + reply.qr + "\n";
    }
  }
  return all;
}

class Conversation {
 public:
  explicit Conversation(std::string name) : name_(std::move(name)) {}

  void line(const std::string& line, int number) {
    where_ = fmt::format("{}, line {}: ", name_, number);
    const auto rest = line.size() > 2 ? line.substr(2) : std::string();
    if (line.starts_with("portal: ")) {
      portal_.told(line.substr(8));
    } else if (line.starts_with("> ")) {
      std::string text;
      for (std::size_t i = 0; i < rest.size(); ++i) {  // \n is a line's end in the message
        const bool line_end = rest.compare(i, 2, "\\n") == 0;
        text += line_end ? '\n' : rest[i];
        i += line_end ? 1 : 0;
      }
      hear({.text = text});
    } else if (line.starts_with(">>")) {
      hear({.text = "", .pressed = line.substr(3)});
    } else if (line == ">") {
      hear({});
    } else if (line.starts_with("< ")) {
      expect(said_.find(rest) != std::string::npos, "not said: " + rest + "\nbut:\n" + said_);
    } else if (line.starts_with("! ")) {
      expect(said_.find(rest) == std::string::npos, "said: " + rest + "\nin:\n" + said_);
    } else if (line.starts_with("= ")) {
      const auto& last = portal_.booked.empty() ? Book{} : portal_.booked.back();
      const auto booked =
          fmt::format("{} | {} | {} | {} {}", last.service, last.name, last.nik, last.day.text(), last.start.text());
      expect(rest == booked, "booked: " + booked);
    } else {
      FAIL((where_ + "not understood: " + line).c_str());
    }
  }

  /// All that was not as it is written, so that one run shows everything.
  const std::string& wrong() const { return wrong_; }

 private:
  void expect(bool good, const std::string& otherwise) {
    if (!good) {
      wrong_ += where_ + otherwise + "\n";
    }
  }
  void hear(const Message& message) {
    const auto kept = state_from_text(to_text(state_));  // as between two messages
    CHECK_TEXT(kept == state_, (where_ + to_text(state_)).c_str());
    auto turn = chat::hear(kept, message, portal_.office, portal_.now);
    said_ = shown(turn.replies);
    auto all = turn.replies;
    if (turn.ask) {
      const auto answer = portal_.answer(*turn.ask);
      auto next = chat::learn(std::move(turn.state), answer, portal_.office, portal_.now);
      CHECK_TEXT(!next.ask, (where_ + "asks again").c_str());
      said_ += shown(next.replies);
      all.insert(all.end(), next.replies.begin(), next.replies.end());
      turn.state = std::move(next.state);
    }
    CHECK_TEXT(!all.empty(), (where_ + "no reply").c_str());
    for (const auto& reply : all) {
      CHECK_TEXT(fits(reply), (where_ + reply.text).c_str());
    }
    state_ = std::move(turn.state);
  }

  std::string name_, where_, wrong_;
  Portal portal_;
  State state_;
  std::string said_;
};

std::vector<std::filesystem::path> files() {
  std::vector<std::filesystem::path> all;
  for (const auto& entry : std::filesystem::directory_iterator(ANTREAN_CONVERSATIONS)) {
    if (entry.path().extension() == ".txt") {
      all.push_back(entry.path());
    }
  }
  std::ranges::sort(all);
  return all;
}

Said said(const char* text) { return read(text, monday); }

}  // namespace

TEST_GROUP(Chat){};

TEST(Chat, EveryConversationGoesAsItIsWritten) {
  int conversations = 0;
  std::string wrong;
  for (const auto& file : files()) {
    std::ifstream in(file);
    std::optional<Conversation> one;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      if (line.starts_with("# ")) {
        wrong += one ? one->wrong() : "";
        one.emplace(file.filename().string() + ": " + line.substr(2));
        ++conversations;
      } else if (!line.empty()) {
        CHECK_TEXT(one.has_value(), line.c_str());
        one->line(line, number);
      }
    }
    wrong += one ? one->wrong() : "";
  }
  CHECK_TEXT(wrong.empty(), wrong.c_str());
  CHECK_TEXT(conversations >= 150, fmt::format("{} conversations", conversations).c_str());
}

TEST(Chat, ABookingThatIsUnderWayIsForgottenAfterTwoHours) {
  const auto office = bogor();
  const auto now = instant(monday, at(10), Zone::wib);
  State state;
  state.heard = now;
  state.step = Step::nik;
  state.name = "Budi";
  state.birth = *OfficeDay::parse("1987-01-25");
  const auto turn = hear(state, {.text = "halo"}, office, now + kept_for + std::chrono::minutes(1));
  STRCMP_EQUAL("", turn.state.name.c_str());
  CHECK(!turn.state.birth);
}

TEST(Chat, NothingPersonalStaysAfterABooking) {
  const auto office = bogor();
  State state;
  state.step = Step::confirm;
  state.service = "paspor";
  state.name = "Budi";
  state.nik = "3273012501870001";
  state.day = monday.plus(1);
  state.hour = at(8);
  state.heard = instant(monday, at(10), Zone::wib);
  auto turn = hear(state, {.text = "ya"}, office, state.heard);
  CHECK(turn.ask.has_value());
  turn = learn(
      turn.state,
      BookedNow{
          {.code = "BG-QFJ8BD", .service = "paspor", .name = "Budi", .day = monday.plus(1), .hours = {at(8), at(10)}},
          "QR"},
      office, state.heard);
  const auto text = to_text(turn.state);
  CHECK_TEXT(text.find("Budi") == std::string::npos && text.find("3273") == std::string::npos, text.c_str());
}

TEST(Chat, AStateThatCannotBeReadIsANewConversation) {
  CHECK(state_from_text("") == State());
  CHECK(state_from_text("{}") == State());
  CHECK(state_from_text(R"({"language":"id","step":"dancing"})") == State());
}

TEST(Chat, DatesAreReadAsPeopleWriteThem) {
  const struct {
    const char* text;
    const char* birth;
    const char* visit;
  } table[] = {
      {"25011987", "1987-01-25", ""},
      {"250187", "1987-01-25", ""},
      {"5011987", "1987-01-05", ""},
      {"25-01-1987", "1987-01-25", ""},
      {"25/1/87", "1987-01-25", ""},
      {"25.01.1987", "1987-01-25", ""},
      {"1987-01-25", "1987-01-25", ""},
      {"19870125", "1987-01-25", ""},
      {"25 01 1987", "1987-01-25", ""},
      {"25 Januari 1987", "1987-01-25", ""},
      {"25 jan 87", "1987-01-25", ""},
      {"January 25 1987", "1987-01-25", ""},
      {"dua puluh lima januari seribu sembilan ratus delapan puluh tujuh", "1987-01-25", ""},
      {"dua lima nol satu satu sembilan delapan tujuh", "1987-01-25", ""},
      {"07122026", "", "2026-12-07"},
      {"071226", "", "2026-12-07"},
      {"7 Desember", "", "2026-12-07"},
      {"7 des 2026", "", "2026-12-07"},
      {"7/12", "", "2026-12-07"},
      {"tujuh desember dua ribu dua puluh enam", "", "2026-12-07"},
      {"besok", "", "2026-11-24"},
      {"lusa", "", "2026-11-25"},
      {"hari ini", "", "2026-11-23"},
      {"Jumat", "", "2026-11-27"},
      {"senin", "", "2026-11-30"},
      {"senin depan", "", "2026-11-30"},
      {"tomorrow", "", "2026-11-24"},
      {"Friday", "", "2026-11-27"},
      {"lahir 25-01-1987, datang 07-12-2026", "1987-01-25", "2026-12-07"},
      {"07122026 25011987", "1987-01-25", "2026-12-07"},
      {"31 Februari 2027", "", ""},
      {"99999999", "", ""},
      {"minggu depan", "", ""},
      {"081234567890", "", ""},
  };
  for (const auto& row : table) {
    const auto got = said(row.text);
    STRCMP_EQUAL_TEXT(row.birth, got.birth ? got.birth->text().c_str() : "", row.text);
    STRCMP_EQUAL_TEXT(row.visit, got.visit ? got.visit->text().c_str() : "", row.text);
  }
  CHECK(said("31 Februari 2027").no_such_date);
}

TEST(Chat, HoursAreReadAsPeopleWriteThem) {
  const struct {
    const char* text;
    const char* hour;
  } table[] = {{"jam 9", "09:00"},       {"pukul 08.00", "08:00"}, {"08:30", "08:30"},     {"9 pagi", "09:00"},
               {"jam 1 siang", "13:00"}, {"2 pm", "14:00"},        {"10.00 WIB", "10:00"}, {"jam sembilan", "09:00"},
               {"besok jam 8", "08:00"}, {"at 9", "09:00"},        {"jam 25", ""},         {"12345", ""}};
  for (const auto& row : table) {
    const auto got = said(row.text);
    STRCMP_EQUAL_TEXT(row.hour, got.hour ? got.hour->text().c_str() : "", row.text);
  }
}

TEST(Chat, ANikIsReadAsPeopleWriteIt) {
  for (const char* text :
       {"3273012501870001", "NIK 3273012501870001", "nik: 3273 0125 0187 0001", "3273.0125.0187.0001",
        "3273-0125-0187-0001", "３２７３０１２５０１８７０００１", "no KTP saya 3273012501870001 ya"}) {
    STRCMP_EQUAL_TEXT("3273012501870001", said(text).nik.c_str(), text);
  }
  STRCMP_EQUAL("", said("081234567890").nik.c_str());
  STRCMP_EQUAL("", said("25011987 07122026").nik.c_str());
}

TEST(Chat, NamesAreWhatIsNothingElse) {
  const struct {
    const char* text;
    const char* name;
  } table[] = {
      {"#Budi#25011987#07122026", "Budi"},
      {"# Siti Nur'aini # 25011987 # 07122026", "Siti Nur'aini"},
      {"nama: R.A. Kartini\ntgl lahir: 25-01-1987", "R.A. Kartini"},
      {"Nama saya Budi Santoso, lahir 25 Januari 1987", "Budi Santoso"},
      {"25011987 Budi 07122026", "Budi"},
      {"25011987", ""},
      {"mau daftar paspor", ""},
  };
  for (const auto& row : table) {
    STRCMP_EQUAL_TEXT(row.name, said(row.text).name.c_str(), row.text);
  }
}
