// From what the answers about a day ahead are made, and for how long they are kept.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "../command_loop/small_office.hpp"
#include "sample/sample.hpp"
#include "service/staffing_desk.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;
using antrean::tests::Folder;

TEST_GROUP(StaffingDesks) {
  Folder folder;
  RunningLoop office;
  Worker worker{"journal"};
  std::unique_ptr<journal::Journal> journal = open();
  ReportFilling reports{office.io, worker, *journal, {.file = folder / "reports.db", .zone = Zone::wib}};
  std::vector<sla::Rule> rules;
  StaffingDesk desk{office.loop, worker, *journal, reports, rules, [this] { return office.now; }};
  OfficeDay tomorrow = antrean::office::test::today.plus(1);

  void setup() override {
    office.open_day();
    booked({1, 2});
  }
  std::unique_ptr<journal::Journal> open() {
    journal::Options options;
    options.file = folder / "office.db";
    options.synchronous = sqlite::Synchronous::off;
    return journal::Journal::open(options);
  }
  void booked(const std::vector<BookingId>& ids) {
    std::vector<Booking> bookings;
    for (const BookingId id : ids) {
      bookings.push_back({.id = id,
                          .code = "AD-AAAAA" + std::string(1, static_cast<char>('A' + id)),
                          .office = "AD",
                          .service = "paspor",
                          .day = tomorrow,
                          .slot = {TimeOfDay{9 * 60}, TimeOfDay{10 * 60}},
                          .name = "Sari",
                          .nik_last4 = "1234"});
    }
    journal->day_list().import(bookings).value();
  }
  void act(queue::Action action) {
    office.answers.clear();
    office.ask({.by = {.kind = queue::ActorKind::supervisor, .name = "wati"}, .action = std::move(action)});
    CHECK_TRUE(office.answers.at(0).done());
  }
  web::StaffingAnswer answer(std::optional<std::size_t> counters = {}) {
    std::optional<std::variant<web::StaffingAnswer, Bilingual>> got;
    std::exception_ptr failure;
    asio::co_spawn(office.io, desk.staffing(tomorrow, counters),
                   [&](const std::exception_ptr& error, std::variant<web::StaffingAnswer, Bilingual> said) {
                     failure = error;
                     got = std::move(said);
                   });
    office.io.restart();
    while (!got) {
      office.io.run_one();
    }
    if (failure) {
      std::rethrow_exception(failure);
    }
    if (const auto* why = std::get_if<Bilingual>(&*got)) {
      FAIL(why->en.c_str());
    }
    return std::get<web::StaffingAnswer>(*got);
  }
};

TEST(StaffingDesks, ABookingMoreMakesAnotherAnswer) {
  LONGS_EQUAL(2, answer().booked);
  booked({3});
  LONGS_EQUAL(3, answer().booked);
}

TEST(StaffingDesks, AServiceThatWasMeasuredMakesAnotherAnswer) {
  LONGS_EQUAL(0, answer().measured);
  office.walk_in();
  act(queue::CallNext{.counter = 1});
  act(queue::Start{.counter = 1});
  office.now += std::chrono::minutes{20};
  act(queue::Finish{.counter = 1});
  LONGS_EQUAL(1, answer().measured);
}
