// antrean setup: the settings that it writes are what the office reads, for what hangs on a real
// pseudo-terminal.
#include <fstream>
#include <sstream>

#include "cli/exit.hpp"
#include "cli/setup/questions.hpp"
#include "cli/setup/settings_text.hpp"
#include "office_settings/office_settings.hpp"
#include "rig/plugged_in.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli;
using namespace antrean::cli::test;

namespace {

SetupUnit unit(bus::UnitAddress address, const char* product, std::uint8_t width = 4) {
  return {.address = address, .profile = shipped_profiles().at(product), .width = width, .counters = {}};
}

SetupAnswers three_counters() {
  SetupAnswers answers;
  answers.code = "FB";
  answers.name = "Kantor \"Imigrasi\" Makassar";
  answers.zone = Zone::wita;
  answers.counters = {1, 2, 3};
  answers.collection = {3};
  answers.scanner = "/dev/serial/by-path/scanner";
  answers.english_too = true;
  answers.portal = "https://portal.example";
  SetupLine line;
  line.name = "counters";
  line.port = {.path = "/dev/serial/by-path/adapter", .rate = {.baud = 9600, .parity = bus::Parity::none}};
  line.units = {unit(22, "antrean-board"), unit(2, "antrean-pad"),       unit(21, "antrean-board"),
                unit(1, "waveshare-8ch"),  unit(30, "antrean-board", 8), unit(3, "antrean-pad"),
                unit(4, "antrean-pad")};
  answers.lines = {line};
  place_by_order(answers.lines, answers.counters);
  return answers;
}

std::string shipped() { return text_of(std::string(CONFIG) + "/office.toml"); }

}  // namespace

TEST_GROUP(SetupText){};

TEST(SetupText, WhatIsWrittenIsWhatTheOfficeReads) {
  const office::OfficeSettings read =
      office::read(settings::Source::text(settings_text(shipped(), three_counters()), "office.toml"));
  const queue::PlanSettings& plan = read.plan;
  STRCMP_EQUAL("FB", plan.office.c_str());
  STRCMP_EQUAL("Kantor \"Imigrasi\" Makassar", plan.office_name.c_str());
  LONGS_EQUAL(1, read.buses.size());
  const office::BusSettings& line = read.buses.front();
  STRCMP_EQUAL("counters", line.line.name.c_str());
  const auto& port = std::get<bus::SerialPort>(line.line.where);
  STRCMP_EQUAL("/dev/serial/by-path/adapter", port.path.c_str());
  LONGS_EQUAL(9600, port.rate.baud);
  CHECK(port.rate.parity == bus::Parity::none);
  // By the order of addresses; the fourth pad has no counter.
  LONGS_EQUAL(3, line.pads.size());
  LONGS_EQUAL(1, line.pads[0].address);
  STRCMP_EQUAL("waveshare-8ch", line.pads[0].profile->key.c_str());
  LONGS_EQUAL(1, line.pads[0].plan.counter);
  LONGS_EQUAL(3, line.pads[2].address);
  LONGS_EQUAL(3, line.pads[2].plan.counter);
  LONGS_EQUAL(3, line.boards.size());
  LONGS_EQUAL(21, line.boards[0].address);
  CHECK(line.boards[0].plan.counters == std::vector<CounterId>{1});
  LONGS_EQUAL(8, line.boards[2].plan.width);
  CHECK((line.boards[2].plan.counters == std::vector<CounterId>{1, 2, 3}));
}

TEST(SetupText, CommentsAndWhatWasNotAskedStayAsTheyAreShipped) {
  const std::string text = settings_text(shipped(), three_counters());
  for (const char* kept :
       {"# Opening hours, by weekday.", "code = \"FB\"                              # the two characters",
        "# A line of boards and pads.", "# Counters and the lines that they serve.",
        "# Boards and input modules that are sold", "keep_days = 400", "[staff]"}) {
    CHECK_TEXT(text.find(kept) != std::string::npos, kept);
  }
  CHECK(text.find("FB = { name") == std::string::npos);
  CHECK(text.find("AL = { name = \"Depok\" }") != std::string::npos);
}

TEST(SetupText, AnOfficeWithOneCounterAndNothingConnectedCanBeWritten) {
  SetupAnswers answers = three_counters();
  answers.counters = {1};
  answers.collection = {1};
  answers.lines.clear();
  answers.scanner.clear();
  const office::OfficeSettings read =
      office::read(settings::Source::text(settings_text(shipped(), answers), "office.toml"));
  LONGS_EQUAL(0, read.buses.size());
  CHECK(!read.scanner);
}

TEST(SetupText, AScannerThatTypesAndAPrinterAreWritten) {
  const auto read_with = [](const char* scanner, const char* printer) {
    SetupAnswers answers = three_counters();
    answers.scanner = scanner;
    answers.printer = printer;
    return office::read(settings::Source::text(settings_text(shipped(), answers), "office.toml"));
  };
  const auto typed = read_with("/dev/input/by-id/usb-Scanner-event-kbd", "/dev/usb/by-path/pci-1");
  CHECK(typed.scanner->kind == ScannerKind::keyboard);
  STRCMP_EQUAL("/dev/input/by-id/usb-Scanner-event-kbd", typed.scanner->device.c_str());
  STRCMP_EQUAL("/dev/usb/by-path/pci-1", std::get<UsbPrinter>(typed.printer->where).path.c_str());
  const auto pos = read_with("/dev/antrean/scanner-pci-1", "10.0.0.9:9100");
  CHECK(pos.scanner->kind == ScannerKind::hid_pos);
  LONGS_EQUAL(9100, std::get<NetworkPrinter>(pos.printer->where).port);
  CHECK(read_with("/dev/v4l/by-id/usb-Camera-video-index0", "").scanner->kind == ScannerKind::camera);
  const auto usual = read_with("/dev/serial/by-path/scanner", "");
  CHECK(usual.scanner->kind == ScannerKind::serial);
  CHECK(!usual.printer);
}

TEST_GROUP(SetupQuestions) {
  std::ostringstream shown;
  Terminal terminal{shown};
};

TEST(SetupQuestions, AWrongAnswerIsAskedAgainAndNoAnswerIsTheOneInBrackets) {
  std::istringstream typed("bandung\n  AD \n\n7\n3\nmaybe\ny\n");
  const auto questions = ask_at(terminal, typed);
  STRCMP_EQUAL(
      "AD", questions->text({.key = "code", .id = "", .en = "Code", .pattern = "[A-Z]{2}", .example = "JS"}).c_str());
  CHECK(shown.str().find("for example: JS") != std::string::npos);
  STRCMP_EQUAL("WIB", questions->text({.key = "zone", .id = "", .en = "Zone", .fallback = "WIB"}).c_str());
  LONGS_EQUAL(3, questions->number({.key = "counters", .id = "", .en = "Counters"}, 1, 5));
  CHECK(questions->yes({.key = "english", .id = "", .en = "English?"}));
}

TEST(SetupQuestions, WhenNobodyAnswersAnyMoreItEnds) {
  std::istringstream typed("");
  const auto questions = ask_at(terminal, typed);
  CHECK_THROWS(CommandError, questions->text({.key = "code", .id = "", .en = "Code"}));
}

TEST_GROUP(Setup) {
  PluggedIn plugged;
  std::filesystem::path answers() { return plugged.folder / "answers.toml"; }
  std::filesystem::path written() { return plugged.folder / "made" / "office.toml"; }
  void setup() override { std::filesystem::create_directories(plugged.folder / "made"); }
  Ran ran() {
    return run_antrean(plugged.place,
                       {"--config", written().string(), "setup", "--no-start", "--from", answers().string(), "--port",
                        (plugged.place / "line").string(), "--up-to", "25"});
  }
};

TEST(Setup, FindsBoardsAndPadsOfARealLineAndTheOfficeTakesTheSettings) {
  write_text(plugged.folder / "a.token", "0123456789abcdef0123456789abcdef\n");
  std::filesystem::permissions(plugged.folder / "a.token", std::filesystem::perms::owner_read);
  write_text(answers(),
             "code = \"AD\"\nname = \"Kantor Imigrasi Bandung\"\ncounters = 4\nportal = \"https://portal.example\"\n"
             "token_file = \"a.token\"\n");
  write_text(written(), "# what was there\n");
  const Ran said = ran();
  LONGS_EQUAL_TEXT(0, said.code, (said.out + said.err).c_str());
  CHECK(said.says_in_words("Antrean call pad (1 2 3 4)"));
  const office::OfficeSettings read = office::read_file(written());
  LONGS_EQUAL(4, read.buses.at(0).pads.size());
  LONGS_EQUAL(5, read.buses.at(0).boards.size());
  LONGS_EQUAL(8, read.buses.at(0).boards.at(4).plan.width);
  STRCMP_EQUAL("# what was there\n", text_of(written().string() + ".before-setup").c_str());
  STRCMP_EQUAL("0123456789abcdef0123456789abcdef\n", text_of(plugged.folder / "made" / "portal.token").c_str());
  LONGS_EQUAL(0, run_program(plugged.place, (programs() / "antrean-office").string(),
                             {"--config", written().string(), "--check-config"})
                     .code);
}

TEST(Setup, WrongAnswersAreNamedWithTheirLineAndNothingIsWritten) {
  write_text(answers(),
             "code = \"Bandung\"\nname = \"Kantor Imigrasi Bandung\"\nportal = \"portal.example\"\ncolour = 1\n");
  const Ran said = ran();
  LONGS_EQUAL_TEXT(78, said.code, (said.out + said.err).c_str());
  CHECK(said.complains("answers.toml:1:"));
  CHECK(said.complains("answers.toml:3:"));
  CHECK(said.complains("unknown key 'colour'"));
  CHECK(!std::filesystem::exists(written()));
}
