// On the day: whose number is near or called is told, once, through every contact of the booking.
#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "booking/day_caller.hpp"
#include "virtual_time.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace std::chrono_literals;
using office_api::TodayState;
using office_api::TodayTicket;
namespace asio = boost::asio;

namespace {

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const UtcTime eight = instant(monday, TimeOfDay{8 * 60}, Zone::wib);

/// Keeps contacts in memory, and what is told once.
class Contacts : public DayContacts {
 public:
  std::vector<DayContactsOf> all;
  std::vector<Notice> told;
  std::set<NoticeId> ids;
  int reads = 0;
  bool broken = false;

  asio::awaitable<DayContactAnswer> keep(DayContactOrder) override { co_return WillBeTold{}; }
  asio::awaitable<DayContactEnded> end(EndDayContactOrder) override { co_return DayContactEnded{}; }
  asio::awaitable<ToldOnDay> tell_on_day(TellOnDayOrder order) override {
    if (broken) {
      throw std::runtime_error("disk full");
    }
    ToldOnDay answer;
    for (auto& notice : order.notices) {
      if (ids.insert(notice.id).second) {
        told.push_back(std::move(notice));
        ++answer.count;
      }
    }
    co_return answer;
  }
  asio::awaitable<std::vector<DayContact>> day_contacts(Key128) override { co_return std::vector<DayContact>{}; }
  asio::awaitable<std::vector<DayContactsOf>> day_contacts_at(std::string, OfficeDay day) override {
    ++reads;
    co_return day == monday ? all : std::vector<DayContactsOf>{};
  }
};

TodayTicket ticket(TodayState state, std::uint16_t ahead = 0) {
  TodayTicket made{.key = std::string(24, 'c'), .number = "B021", .service = "paspor", .state = state, .ahead = ahead};
  made.counter = state == TodayState::called ? "Loket 3" : "";
  made.booking = 17;
  made.code = "AD-QFJ8BD";
  return made;
}

}  // namespace

TEST_GROUP(DayCaller) {
  portal_test::VirtualTime time{eight};
  Contacts contacts;
  DayBoard board{std::string(32, 'd')};
  Offices offices{{Office{.code = "AD", .name = "Bandung", .address = "", .zone = Zone::wib, .slots = {}}}, {}, {}, {}};
  SigningKeys keys{.current = 7, .secret = {}};
  NikKey nik_key{std::string(40, 'k')};
  NoticeWriter writer{offices, keys, nik_key, "https://antrean.example.go.id"};
  std::optional<DayCaller> caller;
  std::uint64_t seq = 0;

  void setup() override {
    StoredBooking stored;
    stored.booking = {.id = 17,
                      .code = "AD-QFJ8BD",
                      .office = "AD",
                      .service = "paspor",
                      .day = monday,
                      .slot = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
                      .name = "Siti",
                      .nik_last4 = "0002"};
    stored.mail = "siti@contoh.id";
    stored.language = "id";
    contacts.all = {{stored, {{NoticeChannel::web_push, "https://push.example/a", "point auth", "en"}}}};
    start();
  }
  void teardown() override {
    caller->stop();
    time.settle();
    caller.reset();
  }
  void start() {
    if (caller) {
      caller->stop();
      time.settle();
    }
    caller.emplace(contacts, board, writer, time.clock, time.timers());
    asio::co_spawn(time.io, caller->run(), [](const std::exception_ptr& error) {
      if (error) {
        std::rethrow_exception(error);
      }
    });
    time.settle();
  }
  void hear(std::vector<TodayTicket> tickets, DayPhase phase = DayPhase::open, OfficeDay day = monday) {
    office_api::Today today{
        .sender = std::string(32, 'a'), .seq = ++seq, .after = 0, .run = {}, .day = day, .phase = phase};
    today.tickets = std::move(tickets);
    CHECK(board.take("AD", std::move(today), time.clock.monotonic(), time.clock.now()));
    caller->heard("AD");
    time.settle();
  }
  std::string told() {
    std::string words;
    for (const auto& one : contacts.told) {
      words += (words.empty() ? "" : " ") + std::string{word(one.kind)} + "/" + std::string{word(one.channel)};
    }
    return words;
  }
};

TEST(DayCaller, TellsThatANumberIsNearAndThatItIsCalledOnceEach) {
  hear({ticket(TodayState::waiting, 3)});
  STRCMP_EQUAL("", told().c_str());
  for (const std::uint16_t ahead : {std::uint16_t{2}, std::uint16_t{1}, std::uint16_t{1}, std::uint16_t{0}}) {
    hear({ticket(TodayState::waiting, ahead)});
  }
  STRCMP_EQUAL("number_near/web_push", told().c_str());
  UNSIGNED_LONGS_EQUAL(3, contacts.told[0].place);
  hear({ticket(TodayState::called)});
  hear({ticket(TodayState::called)});
  hear({ticket(TodayState::serving)});
  STRCMP_EQUAL("number_near/web_push your_turn/web_push", told().c_str());
  const auto& called = contacts.told[1];
  STRCMP_EQUAL("B021", called.booking.number.c_str());
  STRCMP_EQUAL("Loket 3", called.counter.c_str());
  STRCMP_EQUAL("https://push.example/a", called.to.c_str());
  STRCMP_EQUAL("point auth", called.from.c_str());
  CHECK(called.language == Language::en);
  CHECK(called.useless_from == time.clock.now() + 10min);
  STRCMP_EQUAL("https://antrean.example.go.id/booking/00000000000000000000000000000000", called.links.page.c_str());
}

TEST(DayCaller, AnotherCounterIsToldAgain) {
  hear({ticket(TodayState::called)});
  auto moved = ticket(TodayState::called);
  moved.counter = "Loket 5";
  hear({moved});
  STRCMP_EQUAL("your_turn/web_push your_turn/web_push", told().c_str());
}

TEST(DayCaller, NothingIsNearBeforeTheOfficeOpensOrBeforeItsHour) {
  for (const auto phase : {DayPhase::before_opening, DayPhase::on_break, DayPhase::closed}) {
    hear({ticket(TodayState::waiting, 0)}, phase);
  }
  auto early = ticket(TodayState::waiting, 0);
  early.until = eight + 1h;
  hear({early});
  for (const auto state : {TodayState::parked, TodayState::missed, TodayState::served, TodayState::cancelled}) {
    hear({ticket(state)});
  }
  STRCMP_EQUAL("", told().c_str());
  hear({ticket(TodayState::waiting, 0)}, DayPhase::last_numbers);
  STRCMP_EQUAL("number_near/web_push", told().c_str());
}

TEST(DayCaller, ATicketWithAnotherCodeIsAnotherBooking) {
  auto other = ticket(TodayState::called);
  other.code = "AD-AAAAAA";
  auto without = ticket(TodayState::called);
  without.booking = 0;
  without.key = std::string(24, 'd');
  hear({other, without});
  STRCMP_EQUAL("", told().c_str());
}

TEST(DayCaller, EveryContactIsToldAndAMailOnlyWhereThereIsOne) {
  contacts.all[0].contacts.push_back({NoticeChannel::web_push, "https://push.example/b", "p a", "id"});
  contacts.all[0].contacts.push_back({NoticeChannel::mail, "", "", "id"});
  hear({ticket(TodayState::called)});
  STRCMP_EQUAL("your_turn/web_push your_turn/web_push your_turn/mail", told().c_str());
  STRCMP_EQUAL("siti@contoh.id", contacts.told[2].to.c_str());
  contacts.all[0].stored.mail = "+628123456789";
  contacts.told.clear();
  caller->contacts_changed("AD");
  auto again = ticket(TodayState::called);
  again.counter = "Loket 9";
  hear({again});
  STRCMP_EQUAL("your_turn/web_push your_turn/web_push", told().c_str());
}

TEST(DayCaller, APortalThatWasStartedAgainTellsNothingTwice) {
  hear({ticket(TodayState::waiting, 1)});
  hear({ticket(TodayState::called)});
  start();
  hear({ticket(TodayState::called)});
  STRCMP_EQUAL("number_near/web_push your_turn/web_push", told().c_str());
}

TEST(DayCaller, WhoAsksWhileTheNumberIsNearIsToldAtOnce) {
  const auto before = std::exchange(contacts.all, {});
  hear({ticket(TodayState::waiting, 1)});
  STRCMP_EQUAL("", told().c_str());
  contacts.all = before;
  caller->contacts_changed("AD");
  time.settle();
  STRCMP_EQUAL("number_near/web_push", told().c_str());
}

TEST(DayCaller, TheStoreIsAskedSeldomAndAgainAfterAFailure) {
  for (int i = 0; i < 10; ++i) {
    hear({ticket(TodayState::waiting, 9)});
  }
  LONGS_EQUAL(1, contacts.reads);
  time.pass(31s);
  hear({ticket(TodayState::waiting, 9)});
  LONGS_EQUAL(2, contacts.reads);
  contacts.broken = true;
  hear({ticket(TodayState::called)});
  STRCMP_EQUAL("", told().c_str());
  contacts.broken = false;
  time.pass(6s);
  STRCMP_EQUAL("your_turn/web_push", told().c_str());
}

TEST(DayCaller, AnotherDayHasOtherBookings) {
  hear({ticket(TodayState::called)}, DayPhase::open, monday.plus(1));
  STRCMP_EQUAL("", told().c_str());
}
