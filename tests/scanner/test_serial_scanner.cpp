// The serial scanner on a real pty.
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <spdlog/spdlog.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "code_scanner/serial_scanner.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
namespace asio = boost::asio;

namespace {

// The logger is made before the first test, so that the leak detector does not charge a test for it.
[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

/// A pty behind a link, as a scanner plugged into a port.
struct Plug {
  explicit Plug(std::filesystem::path link_) : link(std::move(link_)), master(posix_openpt(O_RDWR | O_NOCTTY)) {
    grantpt(master);
    unlockpt(master);
    std::filesystem::create_symlink(ptsname(master), link);
  }
  ~Plug() {
    close(master);
    std::filesystem::remove(link);
  }
  void type(const std::string& bytes) const { LONGS_EQUAL(bytes.size(), write(master, bytes.data(), bytes.size())); }
  std::filesystem::path link;
  int master;
};

}  // namespace

TEST_GROUP(SerialScanner) {
  std::filesystem::path folder;
  std::unique_ptr<asio::io_context> io;
  std::unique_ptr<CodeScanner> scanner;
  std::unique_ptr<asio::cancellation_signal> stop;
  std::vector<std::string> lines;

  void setup() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "antrean-scanner-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    io = std::make_unique<asio::io_context>(1);
    stop = std::make_unique<asio::cancellation_signal>();
    scanner = make_serial_scanner(
        *io, {.device = (folder / "scanner").string(), .reopen_after = std::chrono::milliseconds(10)});
    asio::co_spawn(*io, scanner->run([this](std::string line) { lines.push_back(std::move(line)); }),
                   asio::bind_cancellation_slot(stop->slot(), [](std::exception_ptr) {}));
  }
  void teardown() override {
    stop->emit(asio::cancellation_type::terminal);
    io->restart();
    io->run_for(std::chrono::milliseconds(50));
    scanner.reset();
    io.reset();
    stop.reset();
    std::vector<std::string>().swap(lines);
    std::filesystem::remove_all(folder);
    folder.clear();
  }
  template <class Condition>
  bool wait(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition() && std::chrono::steady_clock::now() < end) {
      io->restart();
      io->run_for(std::chrono::milliseconds(2));
    }
    return condition();
  }
};

TEST(SerialScanner, reads_lines_with_and_without_a_suffix) {
  const Plug plug(folder / "scanner");
  CHECK_TRUE(wait([&] { return scanner->health().online; }));
  plug.type("AQ1FIRST\r\n");
  CHECK_TRUE(wait([&] { return lines.size() == 1; }));
  plug.type("AQ1SECOND");
  CHECK_TRUE(wait([&] { return lines.size() == 2; }));
  STRCMP_EQUAL("AQ1FIRST", lines[0].c_str());
  STRCMP_EQUAL("AQ1SECOND", lines[1].c_str());
}

TEST(SerialScanner, ten_sights_of_one_code_are_one_line) {
  const Plug plug(folder / "scanner");
  CHECK_TRUE(wait([&] { return scanner->health().online; }));
  for (int i = 0; i < 10; ++i) plug.type("AQ1SAME\r");
  plug.type("AQ1OTHER\r");
  CHECK_TRUE(wait([&] { return lines.size() == 2; }));
  STRCMP_EQUAL("AQ1SAME", lines[0].c_str());
  STRCMP_EQUAL("AQ1OTHER", lines[1].c_str());
  LONGS_EQUAL(9, scanner->health().repeats);
}

TEST(SerialScanner, unplugged_and_plugged_in_again_it_reads_on) {
  {
    const Plug plug(folder / "scanner");
    CHECK_TRUE(wait([&] { return scanner->health().online; }));
    plug.type("HALF");
  }
  CHECK_TRUE(wait([&] { return !scanner->health().online; }));
  CHECK_FALSE(scanner->health().error.empty());
  CHECK_TRUE(
      wait([&] { return scanner->health().error.find("no such port; is it plugged in?") != std::string::npos; }));
  const Plug plug(folder / "scanner");
  CHECK_TRUE(wait([&] { return scanner->health().online; }));
  plug.type("AQ1AGAIN\r");
  CHECK_TRUE(wait([&] { return !lines.empty() && lines.back() == "AQ1AGAIN"; }));
}
