// The serial scanner on a real pty.
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "code_scanner/serial_scanner.hpp"
#include "serial_port/claim_port.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
namespace asio = boost::asio;

namespace {

// The logger is made before the first test, so that the leak detector does not count it for a test.
[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

/// A pty behind a link, like a scanner connected to a port.
struct Plug {
  explicit Plug(std::filesystem::path link_)
      : link(std::move(link_)), master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
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

/// The errno of a program of the user "nobody" that opens the port; 0: it may.
int errno_of_somebody_opening(const std::filesystem::path& port) {
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    const bool left = setgroups(0, nullptr) == 0 && setgid(nobody) == 0 && setuid(nobody) == 0;
    _exit(!left ? 255 : open(port.c_str(), O_RDWR | O_NOCTTY) < 0 ? errno : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

/// Another program that reads the port, until it ends or this object is destroyed.
struct Child {
  Child(const char* program, const std::filesystem::path& port) : pid(fork()) {
    if (pid == 0) {
      const int in = open(port.c_str(), O_RDONLY | O_NOCTTY);
      const int out = open("/dev/null", O_WRONLY);
      dup2(in, 0);
      dup2(out, 1);
      for (int fd = 3; fd < 256; ++fd) {
        close(fd);  // it does not have the other end, unlike a program that simulates the scanner
      }
      execlp(program, program, nullptr);
      _exit(127);
    }
  }
  ~Child() { end(); }
  void end() const {
    if (!ended_) {
      kill(pid, SIGTERM);
      waitpid(pid, nullptr, 0);
      ended_ = true;
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  pid_t pid;

 private:
  mutable bool ended_ = false;
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
    scanner = make_serial_scanner(*io, {.device = (folder / "scanner").string(),
                                        .unfinished_gap = std::chrono::seconds(30),
                                        .reopen_after = std::chrono::milliseconds(10),
                                        .look_around = std::chrono::milliseconds(10)});
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
  void pass(std::chrono::milliseconds time) {
    io->restart();
    io->run_for(time);
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

TEST(SerialScanner, ReadsLinesWithAndWithoutASuffix) {
  const Plug plug(folder / "scanner");
  CHECK_TRUE(wait([&] { return scanner->health().online; }));
  plug.type("AQ1FIRST\r\n");
  CHECK_TRUE(wait([&] { return lines.size() == 1; }));
  plug.type("AD-QFJ8BD");
  CHECK_TRUE(wait([&] { return lines.size() == 2; }));
  STRCMP_EQUAL("AQ1FIRST", lines[0].c_str());
  STRCMP_EQUAL("AD-QFJ8BD", lines[1].c_str());
}

TEST(SerialScanner, ACodeInTwoBurstsIsOneLine) {
  const Plug plug(folder / "scanner");
  CHECK_TRUE(wait([&] { return scanner->health().online; }));
  plug.type("AQ1FIR");
  pass(std::chrono::milliseconds(150));
  plug.type("ST\r");
  plug.type("AQ1NEXT\r");
  CHECK_TRUE(wait([&] { return lines.size() >= 2; }));
  STRCMP_EQUAL("AQ1FIRST", lines[0].c_str());
  STRCMP_EQUAL("AQ1NEXT", lines[1].c_str());
}

TEST(SerialScanner, ItsPortIsOursAlone) {
  const Plug plug(folder / "scanner");
  CHECK_TRUE(wait([&] { return scanner->health().online; }));
  // By the real path, because "nobody" may not look into the test's folder.
  const auto port = std::filesystem::canonical(plug.link);
  LONGS_EQUAL(0, chmod(port.c_str(), 0666));
  if (geteuid() == 0) {
    LONGS_EQUAL(EBUSY, errno_of_somebody_opening(port));
  }
  const int other = open(plug.link.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  LONGS_EQUAL(EBUSY, claim_port(other));
  close(other);
}

TEST(SerialScanner, APortThatAnotherProgramHasLockedIsSaidToBeTakenUntilItIsFree) {
  const Plug plug(folder / "elsewhere");
  const int other = open(plug.link.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  LONGS_EQUAL(0, flock(other, LOCK_EX));
  std::filesystem::create_symlink(plug.link, folder / "scanner");
  CHECK_TRUE(wait([&] { return scanner->health().error.find("taken by another program") != std::string::npos; }));
  CHECK_FALSE(scanner->health().online);
  close(other);
  CHECK_TRUE(wait([&] { return scanner->health().online; }));
  STRCMP_EQUAL("", scanner->health().error.c_str());
}

TEST(SerialScanner, WhoReadsThePortTooIsNamedAndWhatWeGetIsTakenAllTheSame) {
  const Plug plug(folder / "elsewhere");
  const Child cat("cat", plug.link);
  CHECK_TRUE(wait([&] { return !programs_at(plug.link).empty(); }));
  std::filesystem::create_symlink(plug.link, folder / "scanner");
  const std::string name = "cat (pid " + std::to_string(cat.pid) + ")";
  CHECK_TRUE(wait([&] { return scanner->health().error.find(name) != std::string::npos; }));
  CHECK_FALSE(scanner->health().online);
  cat.end();
  CHECK_TRUE(wait([&] { return scanner->health().online; }));
  plug.type("AQ1FIRST\r");
  CHECK_TRUE(wait([&] { return lines.size() == 1; }));
}

TEST(SerialScanner, UnpluggedAndPluggedInAgainItReadsOn) {
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
