// The printer through its driver, on a device file and over TCP, with everything that happens to printers.
// The paper is compared dot by dot with what was drawn.
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "demo/virtual_printer.hpp"
#include "ticket_printer/escpos.hpp"
#include "ticket_printer/escpos_printer.hpp"
#include "ticket_printer/printer_channel.hpp"
#include "ticket_printer/ticket_layout.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace std::chrono_literals;
using demo::PrintedSlip;
using demo::VirtualPrinter;
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

// The logger is made before the first test, so that the leak detector does not count it for a test.
[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

const std::vector<Language> both{Language::id, Language::en};

PaperTicket ticket(const char* number) {
  return {.id = std::string(number) + " 1764294060000",
          .number = number,
          .office = "Kantor Imigrasi Bandung",
          .service = {"Paspor", "Passport"},
          .given = from_ms(1764294060000),
          .ahead = 3};
}

/// A printer, what drives it, and a folder for both.
struct Rig {
  explicit Rig(VirtualPrinter::Make make = {}, bool usb = false) {
    std::string pattern = (fs::temp_directory_path() / "antrean-printer-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    if (usb) {
      paper = std::make_unique<VirtualPrinter>(io, make, folder / "lp0");
      settings.where = UsbPrinter{(folder / "lp0").string()};
    } else {
      paper = std::make_unique<VirtualPrinter>(io, make, std::uint16_t{0});
      settings.where = NetworkPrinter{"127.0.0.1", paper->port()};
    }
    settings.dots = make.dots;
    settings.memory = folder / "printed";
    settings.look_every = 20ms;
    settings.retry_after = 20ms;
    settings.answer_within = 100ms;
    settings.stall_after = 200ms;
  }
  ~Rig() {
    stop();
    paper.reset();
    io.restart();
    io.poll();
    fs::remove_all(folder);
  }

  void start() {
    printer = make_escpos_printer(io, settings);
    over = false;
    asio::co_spawn(io, printer->run(), [this](const std::exception_ptr& error) {
      over = true;
      failure = error;
    });
  }
  void stop() {
    if (!printer) {
      return;
    }
    printer->stop();
    until("the printer's loop ends", [this] { return over; });
    printer.reset();
    if (failure) {
      std::rethrow_exception(failure);
    }
  }
  /// Runs until it is true. Fails with `what` if that does not come.
  void until(const char* what, const std::function<bool()>& true_now) {
    const auto give_up = std::chrono::steady_clock::now() + 30s;
    while (!true_now()) {
      io.restart();
      io.run_for(5ms);
      if (std::chrono::steady_clock::now() > give_up) {
        throw std::runtime_error(fmt::format("never happened: {}; {}, {} dots, printed {}, trouble \"{}\"", what,
                                             settings.where.index() == 0 ? "USB" : "TCP", settings.dots,
                                             printer->health().printed, printer->health().trouble.en));
      }
    }
  }
  void until_slips(std::size_t count) {
    until("slips", [this, count] { return paper->slips().size() >= count; });
  }
  void until_trouble(const std::string& word) {
    until(word.c_str(),
          [&] { return !printer->health().online && printer->health().trouble.en.find(word) != std::string::npos; });
  }
  void until_online() {
    until("online", [this] { return printer->health().online; });
  }
  void until_not_printed(std::vector<std::string> numbers) {
    until("not printed", [&] { return printer->health().not_printed == numbers; });
  }

  /// The slip begins with exactly this ticket; below it is white.
  void check_is(const PaperTicket& wanted, const PrintedSlip& slip) const {
    const DotPicture drawn = draw_ticket(wanted, settings.dots, both);
    LONGS_EQUAL(drawn.width, slip.width);
    CHECK_TRUE(slip.height >= drawn.height);
    CHECK_TRUE(std::equal(drawn.rows.begin(), drawn.rows.end(), slip.rows.begin()));
    CHECK_TRUE(std::all_of(slip.rows.begin() + static_cast<std::ptrdiff_t>(drawn.rows.size()), slip.rows.end(),
                           [](std::uint8_t dots) { return dots == 0; }));
  }
  void check_nothing_strange() const {
    for (const std::string& complaint : paper->complaints()) {
      FAIL(complaint.c_str());
    }
  }

  asio::io_context io{1};
  fs::path folder;
  PrinterSettings settings;
  std::unique_ptr<VirtualPrinter> paper;
  std::unique_ptr<TicketPrinter> printer;
  bool over = true;
  std::exception_ptr failure;
};

struct Kind {
  bool usb;
  VirtualPrinter::Make make;
};
const std::vector<Kind> kinds{{.usb = false, .make = {}},
                              {.usb = true, .make = {}},
                              {.usb = false, .make = {.dots = 384, .answers = false, .confirms = false}},
                              {.usb = true, .make = {.dots = 384, .answers = false, .confirms = false}},
                              {.usb = false, .make = {.confirms = false}},
                              {.usb = true, .make = {.buffer = 512, .confirms = false}}};

}  // namespace

TEST_GROUP(EscposPrinter){};

TEST(EscposPrinter, WhatIsDrawnIsPrintedDotByDotByPrintersOfEveryKind) {
  for (const Kind& kind : kinds) {
    Rig here(kind.make, kind.usb);
    here.start();
    here.printer->print(ticket("A017"));
    here.printer->print(ticket("B002"));
    here.until_slips(2);
    here.until("counted", [&] { return here.printer->health().printed == 2; });
    here.check_is(ticket("A017"), here.paper->slips()[0]);
    here.check_is(ticket("B002"), here.paper->slips()[1]);
    CHECK_EQUAL(!kind.make.answers, here.printer->health().told_only);
    CHECK_TRUE(here.printer->health().not_printed.empty());
    here.check_nothing_strange();
  }
}

TEST(EscposPrinter, SaysWhatIsWrongInWordsAndPrintsAfterIt) {
  for (const bool usb : {false, true}) {
    Rig here({}, usb);
    here.paper->paper(false);
    here.start();
    here.until_trouble("no paper");
    here.printer->print(ticket("A017"));
    here.until_trouble("no paper");
    here.paper->cover(true);
    here.until_trouble("cover");
    here.paper->paper(true);
    here.until_trouble("cover");
    LONGS_EQUAL(0, here.paper->slips().size());
    here.paper->cover(false);
    here.until_slips(1);
    here.until_online();
    here.check_is(ticket("A017"), here.paper->slips()[0]);
    here.paper->paper_nearly_used_up(true);
    here.until("advice", [&] { return here.printer->health().advice.en.find("nearly") != std::string::npos; });
    CHECK_TRUE(here.printer->health().online);
    here.check_nothing_strange();
  }
}

TEST(EscposPrinter, PaperThatEndsInTheMiddleOfATicketIsPutInAndTheTicketGoesOn) {
  for (const Kind& kind : kinds) {
    if (!kind.make.answers) {
      continue;  // the next test
    }
    Rig here(kind.make, kind.usb);
    here.paper->paper_for(200);
    here.start();
    here.printer->print(ticket("A017"));
    here.printer->print(ticket("A018"));
    // With a full buffer it hears no question, and the words name paper and cover all the same.
    here.until_trouble(kind.make.buffer < 4096 ? "look at its paper" : "no paper");
    LONGS_EQUAL(0, here.printer->health().printed);
    here.paper->paper(true);
    here.until_slips(2);
    here.check_is(ticket("A017"), here.paper->slips()[0]);
    here.check_is(ticket("A018"), here.paper->slips()[1]);
    here.until("counted", [&] { return here.printer->health().printed == 2; });
    LONGS_EQUAL(2, here.paper->slips().size());
    here.check_nothing_strange();
  }
}

TEST(EscposPrinter, OneThatAnswersNothingAndTakesNothingIsNamedAndGoesOn) {
  for (const bool usb : {false, true}) {
    Rig here({.answers = false, .confirms = false}, usb);
    here.paper->paper_for(100);
    here.start();
    const std::vector<const char*> numbers{"A017", "A018", "A019"};  // more than a terminal takes by itself
    for (const char* number : numbers) {
      here.printer->print(ticket(number));
    }
    here.until_trouble("takes no data");
    here.paper->paper(true);
    here.until_slips(3);
    here.until_online();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      here.check_is(ticket(numbers[i]), here.paper->slips()[i]);
    }
    here.check_nothing_strange();
  }
}

TEST(EscposPrinter, AHungOneDelaysNobodyAndATicketThatWaitedTooLongIsOfferedInsteadOfPrintedLate) {
  for (const bool usb : {false, true}) {
    Rig here({}, usb);
    here.settings.oldest = 150ms;
    here.start();
    here.until_online();
    here.paper->hang(true);
    here.printer->print(ticket("A017"));  // it returns; nothing here waits for the printer
    here.printer->print(ticket("A018"));
    here.until_not_printed({"A017", "A018"});
    here.until_trouble("takes no data");
    here.paper->hang(false);
    here.until_online();
    here.printer->print(ticket("A019"));
    here.until("printed", [&] { return here.printer->health().printed == 1; });
    here.check_is(ticket("A019"), here.paper->slips().back());
    // Asked for, it is printed.
    here.printer->print_again(ticket("A017"));
    here.until("printed again", [&] { return here.printer->health().printed == 2; });
    here.check_is(ticket("A017"), here.paper->slips().back());
    here.until_not_printed({"A018"});
  }
}

TEST(EscposPrinter, UnpluggedInTheMiddleItPrintsNoTicketTwiceAndTheNextOneWhole) {
  for (const Kind& kind : kinds) {
    if (kind.usb && !kind.make.answers) {
      continue;  // what the kernel took is all that is known of it, and a terminal takes a whole ticket
    }
    Rig here(kind.make, kind.usb);
    here.paper->paper_for(200);  // it stands still there
    here.start();
    here.printer->print(ticket("A017"));
    here.until("half of it is out", [&] { return here.paper->rows_hanging_out() == 200; });
    here.paper->plug(false);
    here.until_trouble(kind.usb ? "there is no ticket printer" : "cannot be reached");
    here.printer->print(ticket("A018"));
    here.paper->paper(true);
    here.paper->plug(true);
    here.until_slips(1);
    here.until_online();
    here.until("counted", [&] { return here.printer->health().printed == 1; });
    LONGS_EQUAL(1, here.paper->slips().size());
    here.check_is(ticket("A018"), here.paper->slips()[0]);
    here.until_not_printed({"A017"});
    here.check_nothing_strange();
  }
}

TEST(EscposPrinter, AConnectionThatThePrinterClosedWhileItWasIdleIsNoTrouble) {
  Rig here;
  here.settings.look_every = 10s;
  here.start();
  here.until_online();
  here.paper->plug(false);
  here.paper->plug(true);
  here.printer->print(ticket("A017"));
  here.until_slips(1);
  CHECK_TRUE(here.printer->health().online);
  here.check_is(ticket("A017"), here.paper->slips()[0]);
}

TEST(EscposPrinter, AfterARestartNoTicketIsPrintedTwiceByItselfAndAnyIsWhenAskedFor) {
  Rig here;
  here.start();
  here.printer->print(ticket("A017"));
  here.until("printed", [&] { return here.printer->health().printed == 1; });
  here.stop();
  here.start();
  here.printer->print(ticket("A017"));
  here.printer->print(ticket("A018"));
  here.until("printed", [&] { return here.printer->health().printed == 1; });
  LONGS_EQUAL(2, here.paper->slips().size());
  here.check_is(ticket("A018"), here.paper->slips()[1]);
  here.printer->print_again(ticket("A017"));
  here.until_slips(3);
  here.check_is(ticket("A017"), here.paper->slips()[2]);
  // The same number of another day or of a journal that was put back is another ticket.
  PaperTicket other = ticket("A017");
  other.id = "A017 1764380460000";
  here.printer->print(other);
  here.until_slips(4);
}

TEST(EscposPrinter, WhatWasNotPrintedAsAWholeIsOfferedAfterARestart) {
  Rig here;
  here.start();
  here.printer->print(ticket("A017"));
  here.until("printed", [&] { return here.printer->health().printed == 1; });
  here.settings.stall_after = 20s;
  here.paper->paper_for(200);
  here.printer->print(ticket("A018"));
  here.until("half of it is out", [&] { return here.paper->rows_hanging_out() == 200; });
  here.stop();
  here.settings.stall_after = 200ms;
  here.paper->plug(false);
  here.paper->plug(true);
  here.paper->paper(true);
  here.start();
  for (const char* number : {"A017", "A018", "A019"}) {
    here.printer->offer(ticket(number));
  }
  here.until("offered", [&] { return here.printer->health().not_printed.size() == 2; });
  STRCMP_EQUAL("A018", here.printer->health().not_printed[0].c_str());
  STRCMP_EQUAL("A019", here.printer->health().not_printed[1].c_str());
  here.printer->print_again(ticket("A018"));
  here.until("printed", [&] { return here.printer->health().printed == 1; });
  // And the next start knows that.
  here.stop();
  here.start();
  for (const char* number : {"A018", "A019"}) {
    here.printer->offer(ticket(number));
  }
  here.until("offered", [&] { return here.printer->health().not_printed.size() == 1; });
  STRCMP_EQUAL("A019", here.printer->health().not_printed[0].c_str());
}

TEST(EscposPrinter, StoppedInTheMiddleOfATicketItEndsAndPrintsItNoSecondTime) {
  for (const bool usb : {false, true}) {
    Rig here({}, usb);
    here.settings.stall_after = 20s;  // stopping must not wait for it
    here.paper->paper_for(200);
    here.start();
    here.printer->print(ticket("A017"));
    here.until("half of it is out", [&] { return here.paper->rows_hanging_out() == 200; });
    here.stop();
    here.settings.stall_after = 200ms;
    here.paper->plug(false);
    here.paper->plug(true);
    here.paper->paper(true);
    here.start();
    here.printer->print(ticket("A017"));
    here.printer->print(ticket("A018"));
    here.until_slips(1);
    here.until("printed", [&] { return here.printer->health().printed == 1; });
    LONGS_EQUAL(1, here.paper->slips().size());
    here.check_is(ticket("A018"), here.paper->slips()[0]);
  }
}

TEST(EscposPrinter, APrinterThatWasLeftInTheMiddleOfAPictureTakesTheNextTicketForOne) {
  for (const bool usb : {false, true}) {
    // The printer stays on and waits for the rest of the rows that somebody was sending who died.
    Rig here({}, usb);
    const DotPicture half = draw_ticket(ticket("A017"), here.settings.dots, both);
    const std::string cut_off = escpos::raster(half, 0, 32).substr(0, 1000);
    PrinterChannel other(here.settings.where);
    CHECK_FALSE(other.open(std::chrono::steady_clock::now() + 10s).has_value());
    std::size_t taken = 0;
    other.write(cut_off, 10s, taken);
    here.until("half of it is there", [&] { return here.paper->heard() == cut_off.size(); });
    other.close();
    here.start();
    here.printer->print(ticket("A018"));
    here.until("printed", [&] { return here.printer->health().printed == 1; });
    const DotPicture drawn = draw_ticket(ticket("A018"), here.settings.dots, both);
    const PrintedSlip& slip = here.paper->slips().at(0);
    CHECK_TRUE(std::search(slip.rows.begin(), slip.rows.end(), drawn.rows.begin(), drawn.rows.end()) !=
               slip.rows.end());
    here.check_nothing_strange();
  }
}

TEST(EscposPrinter, WhatCannotBeRememberedIsNotPrintedAndTheWordsSayWhy) {
  Rig here;
  here.settings.memory = here.folder / "not there" / "printed";
  here.start();
  here.until_online();
  here.printer->print(ticket("A017"));
  here.until_trouble("cannot be remembered");
  LONGS_EQUAL(0, here.paper->slips().size());
  fs::create_directory(here.folder / "not there");
  here.until_slips(1);
  here.until_online();
  here.check_is(ticket("A017"), here.paper->slips()[0]);
}

TEST(EscposPrinter, APrinterThatIsNotThereIsNamedWithItsPlace) {
  Rig here({}, true);
  here.paper->plug(false);
  here.start();
  here.until_trouble((here.folder / "lp0").string());
  here.printer->print(ticket("A017"));
  here.paper->plug(true);
  here.until_slips(1);
}
