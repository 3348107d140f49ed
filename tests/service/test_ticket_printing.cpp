// Which tickets go to the printer, what they say, and that nobody waits for the paper.
#include "../command_loop/manual_timers.hpp"
#include "../command_loop/small_office.hpp"
#include "service/ticket_printing.hpp"
#include "ticket_printer/fake_ticket_printer.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;
using namespace std::chrono_literals;

namespace {

/// An office with a printer, on a clock that stands.
struct PrintingOffice {
  explicit PrintingOffice(const MemoryEventLog* before = nullptr, bool names = false) : office(before) {
    PrinterSettings settings;
    settings.names = names;
    tickets = std::make_unique<TicketPrinting>(
        office.io, printer, office.loop, settings,
        TicketPrinting::Sources{
            .now = [this] { return office.now; },
            .my_number =
                [this](std::string_view number) {
                  return portal ? std::optional("https://antrean.example/n/" + std::string(number)) : std::nullopt;
                },
            .booking = [this](BookingId id, std::string code) -> asio::awaitable<std::optional<Booking>> {
              asked += std::to_string(id) + " " + code + ";";
              if (code != "AD-QFJ8BD") {
                throw std::runtime_error("the journal cannot be read");
              }
              Booking booking;
              booking.name = "Siti Rahmawati";
              co_return booking;
            }},
        timers.make()());
    office.loop.on_snapshot([this](const std::shared_ptr<const Snapshot>& snapshot) {
      office.shown.push_back(snapshot);
      tickets->show(*snapshot);
    });
  }
  ~PrintingOffice() { office.finish(); }

  void act(queue::Action action) {
    office.answers.clear();
    office.ask({.by = {.kind = queue::ActorKind::supervisor, .name = "wati"}, .action = std::move(action)});
    CHECK_TRUE(office.answers.at(0).done());
  }
  void admit(const char* code, std::uint8_t people = 1) {
    act(queue::Admit{.booking = 81,
                     .code = code,
                     .service = "paspor",
                     .slot = {TimeOfDay{9 * 60}, TimeOfDay{10 * 60}},
                     .party = people,
                     .people = people,
                     .numbers = people,
                     .class_key = {},
                     .reason = {}});
  }
  std::string printed() const {
    std::string numbers;
    for (const PaperTicket& one : printer.printed) {
      numbers += one.number + " ";
    }
    return numbers;
  }

  RunningLoop office;
  FakeTicketPrinter printer;
  ManualTimers timers;
  std::unique_ptr<TicketPrinting> tickets;
  bool portal = true;
  std::string asked;
};

}  // namespace

TEST_GROUP(TicketsOnPaper){};

TEST(TicketsOnPaper, EachNumberIsPrintedOnceWithWhatIsKnown) {
  PrintingOffice here;
  here.office.open_day();
  here.office.walk_in();
  here.office.walk_in();
  here.timers.ring();
  STRCMP_EQUAL("A001 A002 ", here.printed().c_str());
  const PaperTicket& second = here.printer.printed.at(1);
  STRCMP_EQUAL("Bandung", second.office.c_str());
  STRCMP_EQUAL("Paspor", second.service.id.c_str());
  STRCMP_EQUAL("Passport", second.service.en.c_str());
  CHECK_TRUE(second.given == at(9, 0));
  LONGS_EQUAL(1, *second.ahead);
  STRCMP_EQUAL("https://antrean.example/n/A002", second.my_number.c_str());
  STRCMP_EQUAL("", second.name.c_str());
  CHECK_FALSE(second.not_before.has_value());
  CHECK_TRUE(here.printer.printed[0].id != second.id);
  // What happens to them later prints nothing.
  here.act(queue::CallNext{.counter = 1});
  here.timers.ring();
  LONGS_EQUAL(2, here.printer.printed.size());
}

TEST(TicketsOnPaper, WithoutThePortalThereIsNoAddress) {
  PrintingOffice here;
  here.portal = false;
  here.office.open_day();
  here.office.walk_in();
  here.timers.ring();
  STRCMP_EQUAL("", here.printer.printed.at(0).my_number.c_str());
}

TEST(TicketsOnPaper, AnEstimateIsWaitedForButNotForLong) {
  PrintingOffice here;
  here.office.open_day();
  here.office.walk_in();
  here.office.walk_in();
  // The pace of this office is not known yet, so no wait is: the tickets are printed without it in the end.
  const bool estimated = here.office.loop.snapshot()->tickets.at(1).wait.has_value();
  LONGS_EQUAL(estimated ? 2 : 0, here.printer.printed.size());
  here.timers.ring();
  LONGS_EQUAL(2, here.printer.printed.size());
  CHECK_TRUE(here.timers.none_set());
}

TEST(TicketsOnPaper, NothingIsPrintedBeforeItIsDurableAndNobodyWaitsForThePaper) {
  PrintingOffice here;
  here.office.open_day();
  here.office.event_log.hold = true;
  here.office.walk_in();
  here.timers.ring();
  LONGS_EQUAL(0, here.printer.printed.size());
  here.office.event_log.go_on();
  here.office.settle();
  // The answer is there, though the printer has done nothing at all: giving it a ticket is all that happens.
  LONGS_EQUAL(1, here.office.answers.size());
  here.timers.ring();
  LONGS_EQUAL(1, here.printer.printed.size());
}

TEST(TicketsOnPaper, AfterAStartOnlyNumbersOfTheLastMomentsArePrintedWithTheirOldIds) {
  PrintingOffice before;
  before.office.open_day();
  before.office.walk_in();
  before.office.now += 50s;
  before.office.walk_in();
  before.timers.ring();
  before.office.now += 20s;
  PrintingOffice after(&before.office.event_log);
  after.office.now = before.office.now;
  after.office.walk_in();
  after.timers.ring();
  // The first one is 70 seconds old. The second one may have been printed: its id says so to the printer.
  STRCMP_EQUAL("A002 A003 ", after.printed().c_str());
  STRCMP_EQUAL(before.printer.printed.at(1).id.c_str(), after.printer.printed[0].id.c_str());
  // The printer knows whether the first one has its paper.
  LONGS_EQUAL(1, after.printer.offered.size());
  STRCMP_EQUAL("A001", after.printer.offered[0].number.c_str());
  STRCMP_EQUAL(before.printer.printed.at(0).id.c_str(), after.printer.offered[0].id.c_str());
}

TEST(TicketsOnPaper, WhoIsServedAtOnceGetsNoPaper) {
  PrintingOffice here;
  here.office.open_day();
  here.act(queue::ServeDirect{.counter = 1, .service = "paspor", .class_key = {}, .reason = "kursi roda"});
  here.timers.ring();
  LONGS_EQUAL(0, here.printer.printed.size());
}

TEST(TicketsOnPaper, NamesArePrintedOnlyWhereTheOfficeWantsThem) {
  PrintingOffice none;
  none.office.open_day();
  none.admit("AD-QFJ8BD", 2);
  none.timers.ring();
  LONGS_EQUAL(2, none.printer.printed.size());
  STRCMP_EQUAL("", none.printer.printed[0].name.c_str());
  STRCMP_EQUAL("", none.asked.c_str());
  PrintingOffice named(nullptr, true);
  named.office.open_day();
  named.admit("AD-QFJ8BD");
  named.office.walk_in();
  named.timers.ring();
  named.office.settle();
  STRCMP_EQUAL("81 AD-QFJ8BD;", named.asked.c_str());
  LONGS_EQUAL(2, named.printer.printed.size());
  for (const PaperTicket& ticket : named.printer.printed) {
    STRCMP_EQUAL(ticket.number == "B001" ? "Siti Rahmawati" : "", ticket.name.c_str());
  }
  // A name that cannot be read keeps no ticket back.
  named.admit("AD-M8H7GV");
  named.timers.ring();
  named.office.settle();
  LONGS_EQUAL(3, named.printer.printed.size());
  STRCMP_EQUAL("", named.printer.printed[2].name.c_str());
}

TEST(TicketsOnPaper, TheClerkPrintsAgainOrIsToldWhyNot) {
  PrintingOffice here;
  here.office.open_day();
  here.office.walk_in();
  here.timers.ring();
  const auto events = here.office.loop.last_seq();
  const EntranceReply done = here.tickets->print_again("A001");
  STRCMP_EQUAL("printing", done.outcome.c_str());
  STRCMP_EQUAL("A001", done.numbers.at(0).c_str());
  LONGS_EQUAL(1, here.printer.again.size());
  STRCMP_EQUAL(here.printer.printed.at(0).id.c_str(), here.printer.again[0].id.c_str());
  STRCMP_EQUAL("unknown_number", here.tickets->print_again("A002").outcome.c_str());
  STRCMP_EQUAL("unknown_number", here.tickets->print_again("").outcome.c_str());
  here.printer.state = {.online = false, .trouble = {"kertas habis", "no paper"}, .not_printed = {"A001", "Z001"}};
  const EntranceReply not_done = here.tickets->print_again("A001");
  STRCMP_EQUAL("printer_trouble", not_done.outcome.c_str());
  STRCMP_EQUAL("A001 was not printed: no paper", not_done.words.en.c_str());
  CHECK_TRUE(not_done.numbers.empty());
  LONGS_EQUAL(1, here.printer.again.size());
  const web::PrinterNow now = here.tickets->printer();
  CHECK_FALSE(now.well);
  STRCMP_EQUAL("kertas habis", now.words.id.c_str());
  LONGS_EQUAL(1, now.not_printed.size());
  STRCMP_EQUAL("A001", now.not_printed[0].c_str());
  // Whoever has gone home needs no paper.
  here.act(queue::CancelTicket{.number = "A001", .reason = "pulang"});
  CHECK_TRUE(here.tickets->printer().not_printed.empty());
  STRCMP_EQUAL("unknown_number", here.tickets->print_again("A001").outcome.c_str());
  LONGS_EQUAL(events + 1, here.office.loop.last_seq());  // printing made none
}
