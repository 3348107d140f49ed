// Scanners that are keyboards or HID-POS, with the bytes that Linux gives for their events, through a pipe in
// the place of the device file. No device was before this test: the machine that runs it may have none.
#include <fcntl.h>
#include <linux/input.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "code_scanner/hid_pos.hpp"
#include "code_scanner/input_scanner.hpp"
#include "code_scanner/key_decoder.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

// The logger is made before the first test, so that the leak detector does not count it for a test.
[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

std::string event(std::uint16_t type, std::uint16_t code, std::int32_t value) {
  input_event one{};
  one.type = type;
  one.code = code;
  one.value = value;
  return {reinterpret_cast<const char*>(&one), sizeof one};
}
std::string report() { return event(EV_SYN, SYN_REPORT, 0); }
/// As usbhid gives it: the scan code, the key, the end of the report.
std::string down(std::uint16_t key) { return event(EV_MSC, MSC_SCAN, 0x70004) + event(EV_KEY, key, 1) + report(); }
std::string up(std::uint16_t key) { return event(EV_MSC, MSC_SCAN, 0x70004) + event(EV_KEY, key, 0) + report(); }
std::string stroke(std::uint16_t key) { return down(key) + up(key); }
std::string shifted(std::uint16_t key) { return down(KEY_LEFTSHIFT) + stroke(key) + up(KEY_LEFTSHIFT); }

/// "AD-QFJ8BD" and Enter, as a scanner types it.
std::string typed_code() {
  return shifted(KEY_A) + shifted(KEY_D) + stroke(KEY_MINUS) + shifted(KEY_Q) + shifted(KEY_F) + shifted(KEY_J) +
         stroke(KEY_8) + shifted(KEY_B) + shifted(KEY_D) + stroke(KEY_ENTER);
}

std::string typed(const std::string& raw) { return KeyDecoder().take(raw); }

/// A scanner on a pipe.
struct Piped {
  explicit Piped(ScannerKind kind, bool grab = false) {
    std::string pattern = (fs::temp_directory_path() / "antrean-scanner-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    settings.kind = kind;
    settings.grab = grab;
    settings.device = (folder / "device").string();
    settings.reopen_after = std::chrono::milliseconds(5);
  }
  ~Piped() {
    stop.emit(asio::cancellation_type::terminal);
    io.restart();
    io.poll();
    unplug();
    fs::remove_all(folder);
  }
  void plug_in() {
    LONGS_EQUAL(0, mkfifo(settings.device.c_str(), 0600));
    end = open(settings.device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  }
  void unplug() {
    if (end >= 0) {
      close(std::exchange(end, -1));
      fs::remove(settings.device);
    }
  }
  void start() {
    scanner = make_input_scanner(io, settings);
    asio::co_spawn(io, scanner->run([this](std::string line) { lines.push_back(std::move(line)); }),
                   asio::bind_cancellation_slot(stop.slot(), [](const std::exception_ptr&) {}));
  }
  void send(const std::string& bytes) { LONGS_EQUAL(bytes.size(), write(end, bytes.data(), bytes.size())); }
  void until(const std::function<bool()>& true_now) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!true_now()) {
      CHECK_TEXT(std::chrono::steady_clock::now() < give_up, scanner->health().error.c_str());
      io.restart();
      io.run_for(std::chrono::milliseconds(5));
    }
  }
  void until_taken() {
    until([this] {
      int waiting = 0;
      return ioctl(end, FIONREAD, &waiting) == 0 && waiting == 0;
    });
  }

  asio::io_context io{1};
  fs::path folder;
  ScannerSettings settings;
  int end = -1;
  std::unique_ptr<CodeScanner> scanner;
  std::vector<std::string> lines;
  asio::cancellation_signal stop;
};

}  // namespace

TEST_GROUP(KeysOfAScanner){};

TEST(KeysOfAScanner, AreTheCharactersOfTheUsLayout) {
  STRCMP_EQUAL("AD-QFJ8BD\r", typed(typed_code()).c_str());
  STRCMP_EQUAL(
      "a1!:;",
      typed(stroke(KEY_A) + stroke(KEY_1) + shifted(KEY_1) + shifted(KEY_SEMICOLON) + stroke(KEY_SEMICOLON)).c_str());
  STRCMP_EQUAL("B\t", typed(down(KEY_RIGHTSHIFT) + stroke(KEY_B) + up(KEY_RIGHTSHIFT) + stroke(KEY_TAB)).c_str());
  STRCMP_EQUAL("42\r", typed(stroke(KEY_KP4) + stroke(KEY_KP2) + stroke(KEY_KPENTER)).c_str());
}

TEST(KeysOfAScanner, ByTheirNumbersWithAltAsSomeMakersSendThem) {
  const std::string letter_a =
      down(KEY_LEFTALT) + stroke(KEY_KP0) + stroke(KEY_KP6) + stroke(KEY_KP5) + up(KEY_LEFTALT);
  STRCMP_EQUAL("A1", typed(letter_a + stroke(KEY_1)).c_str());
  STRCMP_EQUAL("", typed(down(KEY_LEFTALT) + up(KEY_LEFTALT)).c_str());
}

TEST(KeysOfAScanner, AKeyThatIsHeldIsOneCharacterAndUnknownOnesAreNone) {
  STRCMP_EQUAL("aB", typed(down(KEY_A) + event(EV_KEY, KEY_A, 2) + report() + event(EV_KEY, KEY_A, 2) + report() +
                           up(KEY_A) + stroke(KEY_F1) + stroke(KEY_CAPSLOCK) + shifted(KEY_B))
                         .c_str());
}

TEST(KeysOfAScanner, EventsMayComeInPieces) {
  KeyDecoder keys;
  std::string all;
  const std::string raw = typed_code();
  for (std::size_t at = 0; at < raw.size(); at += 7) {
    all += keys.take(std::string_view(raw).substr(at, 7));
  }
  STRCMP_EQUAL("AD-QFJ8BD\r", all.c_str());
}

TEST(KeysOfAScanner, WhatTheKernelDroppedIsNotGuessed) {
  KeyDecoder keys;
  // Shift was down when events were lost; its release is among them.
  std::string all = keys.take(down(KEY_LEFTSHIFT) + stroke(KEY_A));
  all += keys.take(event(EV_SYN, SYN_DROPPED, 0) + event(EV_KEY, KEY_B, 1) + report() + stroke(KEY_C));
  STRCMP_EQUAL("Ac", all.c_str());
  keys.take(down(KEY_LEFTSHIFT) + "half an event");
  keys.clear();
  STRCMP_EQUAL("d", keys.take(stroke(KEY_D)).c_str());
}

TEST_GROUP(HidPosReports){};

TEST(HidPosReports, HaveTheirLengthBeforeTheBytes) {
  STRCMP_EQUAL("AD-QFJ8BD", hid_pos_bytes(std::string("\x02\x09"
                                                      "AD-QFJ8BD") +
                                          std::string(53, '\0'))
                                .c_str());
  STRCMP_EQUAL("AD", hid_pos_bytes(std::string("\x02\x09"
                                               "AD"))
                         .c_str());  // cut off: what is there
  for (const char* other : {"", "\x02",
                            "\x04\x02"
                            "AD"}) {
    STRCMP_EQUAL("", hid_pos_bytes(other).c_str());
  }
}

TEST_GROUP(InputScanner){};

TEST(InputScanner, AKeyboardGivesLinesAndComesBackAfterItWasUnplugged) {
  Piped here(ScannerKind::keyboard);
  here.start();
  here.until([&] {
    return here.scanner->health().error.find("-event") == std::string::npos &&
           here.scanner->health().error.find("is the scanner plugged in") != std::string::npos;
  });
  here.plug_in();
  here.until([&] { return here.scanner->health().online; });
  here.send(typed_code() + typed_code());
  here.until([&] { return here.lines.size() == 2; });
  STRCMP_EQUAL("AD-QFJ8BD", here.lines[0].c_str());
  LONGS_EQUAL(2, here.scanner->health().lines);
  // Half a code before it is unplugged is no code.
  here.send(shifted(KEY_A));
  here.until_taken();
  here.unplug();
  here.until([&] { return !here.scanner->health().online; });
  here.plug_in();
  here.until([&] { return here.scanner->health().online; });
  here.send(typed_code());
  here.until([&] { return here.lines.size() == 3; });
  STRCMP_EQUAL("AD-QFJ8BD", here.lines[2].c_str());
}

TEST(InputScanner, AKeyboardWithoutASuffixEndsItsCodeBySilence) {
  Piped here(ScannerKind::keyboard);
  here.plug_in();
  here.start();
  std::string code = typed_code();
  code.resize(code.size() - stroke(KEY_ENTER).size());
  here.send(code);
  here.until([&] { return here.lines.size() == 1; });
  STRCMP_EQUAL("AD-QFJ8BD", here.lines[0].c_str());
}

TEST(InputScanner, WhatIsNoKeyboardIsNotReadAsOne) {
  Piped here(ScannerKind::keyboard, true);
  here.plug_in();
  here.start();
  here.until([&] { return here.scanner->health().error.find("it is no keyboard") != std::string::npos; });
  CHECK_FALSE(here.scanner->health().online);
}

TEST(InputScanner, ACodeOfHidPosMayComeInSeveralReports) {
  Piped here(ScannerKind::hid_pos);
  here.plug_in();
  here.start();
  here.until([&] { return here.scanner->health().online; });
  const std::string first(56, 'A');
  here.send("\x02\x38" + first + std::string(6, '\0'));
  here.until_taken();
  here.send(std::string("\x02\x04"
                        "BCD\r") +
            std::string(58, '\0'));
  here.until([&] { return here.lines.size() == 1; });
  STRCMP_EQUAL((first + "BCD").c_str(), here.lines[0].c_str());
}
