#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include "process/clock.hpp"
#include "process/descriptors.hpp"
#include "process/process.hpp"
#include "settings/settings.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

struct Ended {
  int code = -1;    ///< exit code, or -signal
  std::string out;  ///< stdout
  std::string err;  ///< stderr
};

std::string read_all(int fd) {
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t got = 0; (got = ::read(fd, part.data(), part.size())) > 0;) {
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  ::close(fd);
  return text;
}

/// Runs `body` in a process of its own, because signals, exit codes and loggers belong to whole processes.
Ended in_child(const std::function<int()>& body) {
  int out[2];
  int err[2];
  CHECK(::pipe(out) == 0 && ::pipe(err) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    for (const int fd : {out[0], out[1], err[0], err[1]}) {
      ::close(fd);
    }
    const int code = body();
    std::cout.flush();
    ::_exit(code);
  }
  ::close(out[1]);
  ::close(err[1]);
  Ended ended;
  // The output of these programs fits a pipe, so reading one pipe after the other cannot block.
  ended.out = read_all(out[0]);
  ended.err = read_all(err[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return ended;
}

Ended run_program(std::vector<const char*> arguments, const std::function<int(const process::CommonOptions&)>& body) {
  return in_child([&] {
    arguments.insert(arguments.begin(), "antrean-test");
    CLI::App app{"A program for tests.", "antrean-test"};
    process::CommonOptions options{.config = "/etc/antrean/test.toml"};
    return process::run_main(app, options, static_cast<int>(arguments.size()), arguments.data(),
                             [&] { return body(options); });
  });
}

int fine(const process::CommonOptions&) { return process::ok; }

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// The end of NOTIFY_SOCKET that systemd has.
class NotifySocket {
 public:
  NotifySocket() {
    std::string name = (std::filesystem::temp_directory_path() / "antrean-notify-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder_ / "socket";
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    CHECK(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~NotifySocket() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(fd_);
    std::filesystem::remove_all(folder_);
  }
  /// Waits for the next message.
  std::string next() const {
    std::array<char, 512> text{};
    const ssize_t got = ::recv(fd_, text.data(), text.size(), 0);
    return {text.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
  }
  bool empty() const {
    char byte = 0;
    return ::recv(fd_, &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0;
  }

 private:
  std::filesystem::path folder_;
  int fd_ = -1;
};

}  // namespace

TEST_GROUP(Main){};

TEST(Main, VersionIsTheProjectsVersion) {
  const Ended ended = run_program({"--version"}, fine);
  LONGS_EQUAL(process::ok, ended.code);
  STRCMP_EQUAL("antrean-test " PROJECT_VERSION "\n", ended.out.c_str());
}

TEST(Main, HelpNamesEveryOptionAndTheSettingsFile) {
  const Ended ended = run_program({"--help"}, fine);
  LONGS_EQUAL(process::ok, ended.code);
  for (const char* part : {"A program for tests.", "--config", "/etc/antrean/test.toml", "--check-config",
                           "--log-level", "--version", "--help"}) {
    CHECK_TEXT(contains(ended.out, part), part);
  }
}

TEST(Main, OptionsReachTheProgram) {
  const Ended ended =
      run_program({"--config", "other.toml", "--check-config", "--log-level", "debug"}, [](const auto& options) {
        spdlog::debug("shown");
        spdlog::trace("hidden");
        return options.check_config ? process::settings_are_good(options) : int{process::failed};
      });
  LONGS_EQUAL(process::ok, ended.code);
  STRCMP_EQUAL("other.toml: good\n", ended.out.c_str());
  CHECK(contains(ended.err, " debug antrean-test: shown\n"));
  CHECK(!contains(ended.err, "hidden"));
}

TEST(Main, ACommandLineThatMakesNoSenseIsUsage) {
  for (const std::vector<const char*>& arguments :
       {std::vector<const char*>{"--confg"}, {"--config"}, {"--log-level", "loud"}, {"surplus"}}) {
    const Ended ended = run_program(arguments, fine);
    LONGS_EQUAL(process::usage, ended.code);
    CHECK(contains(ended.err, "--help"));
    STRCMP_EQUAL("", ended.out.c_str());
  }
}

TEST(Main, BadSettingsAreToldLineByLineWithTheirOwnExitCode) {
  const Ended ended = run_program({}, [](const auto&) {
    auto source = settings::Source::text("prot = 1\nx = 2", "office.toml");
    (void)source.root().has("port");
    source.finish();
    return int{process::ok};
  });
  LONGS_EQUAL(process::bad_settings, ended.code);
  CHECK(contains(ended.err, " error antrean-test: office.toml:1:1: unknown key 'prot'; did you mean 'port'?\n"));
  CHECK(contains(ended.err, " error antrean-test: office.toml:2:1: unknown key 'x'; known here: 'port'\n"));
}

TEST(Main, AnyOtherExceptionIsAFailureWithItsText) {
  const Ended ended = run_program({}, [](const auto&) -> int { throw std::runtime_error("the journal is in use"); });
  LONGS_EQUAL(process::failed, ended.code);
  CHECK(contains(ended.err, " critical antrean-test: the journal is in use\n"));
}

TEST(Main, WhatDidNotArriveOnStandardOutputIsAFailureThatIsSaid) {
  const auto to_a_full_disk = [] {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    ::dup2(full, STDOUT_FILENO);
  };
  for (const std::size_t size : {1u, 100'000u}) {
    const Ended ended = run_program({}, [&](const auto&) {
      to_a_full_disk();
      std::cout << std::string(size, 'x');
      return process::ok;
    });
    LONGS_EQUAL(process::failed, ended.code);
    STRCMP_CONTAINS("what antrean-test says could not be written whole (No space left on device)", ended.err.c_str());
  }
  const Ended by_printf = run_program({}, [&](const auto&) {
    to_a_full_disk();
    std::printf("x");
    return process::ok;
  });
  LONGS_EQUAL(process::failed, by_printf.code);
  // The program's own failure says more than the failure to write its output.
  const Ended failed_anyway = run_program({}, [&](const auto&) {
    to_a_full_disk();
    std::cout << "x";
    return process::bad_data;
  });
  LONGS_EQUAL(process::bad_data, failed_anyway.code);
  const Ended silent = run_program({}, [&](const auto&) {
    to_a_full_disk();
    return process::ok;
  });
  LONGS_EQUAL(process::ok, silent.code);
}

TEST_GROUP(Logging){};

TEST(Logging, JournaldGetsPrioritiesAndNothingItAddsItself) {
  const Ended ended = in_child([] {
    struct stat file {};
    ::fstat(STDERR_FILENO, &file);
    ::setenv("JOURNAL_STREAM", fmt::format("{}:{}", file.st_dev, file.st_ino).c_str(), 1);
    process::start_logging("antrean-test", "trace");
    spdlog::trace("t");
    spdlog::debug("d");
    spdlog::info("i");
    spdlog::warn("w");
    spdlog::error("e");
    spdlog::critical("c");
    return 0;
  });
  STRCMP_EQUAL("<7>t\n<7>d\n<6>i\n<4>w\n<3>e\n<2>c\n", ended.err.c_str());
}

TEST(Logging, AnInheritedJournalVariableDoesNotFoolAProgramInATerminal) {
  const Ended ended = in_child([] {
    ::setenv("JOURNAL_STREAM", "1:2", 1);
    process::start_logging("antrean-test", "info");
    spdlog::info("hello");
    return 0;
  });
  CHECK(contains(ended.err, " info antrean-test: hello\n"));
}

TEST(Logging, OneMessageIsOneLineWhateverIsInIt) {
  const Ended ended = in_child([] {
    process::start_logging("antrean-test", "info");
    spdlog::info("{}", "scan: a\nfake info\t\x1b[31m\x7f\r antrean \xc3\xa9");
    return 0;
  });
  CHECK(contains(ended.err, "scan: a\\nfake info\\t\\x1b[31m\\x7f\\x0d antrean \xc3\xa9\n"));
  LONGS_EQUAL(1, std::count(ended.err.begin(), ended.err.end(), '\n'));
}

TEST_GROUP(ServiceProcess){void teardown() override{::unsetenv("WATCHDOG_USEC");
}
}
;

TEST(ServiceProcess, BothSignalsStopItOnceAndRunReturns) {
  for (const int signal : {SIGTERM, SIGINT}) {
    const Ended ended = in_child([signal] {
      process::start_logging("antrean-test", "info");
      boost::asio::io_context io{1};
      int stops = 0;
      process::Service service(io, [&stops] { ++stops; });
      service.ready("waiting");
      boost::asio::post(io, [signal] { ::raise(signal); });
      io.run();
      return stops;
    });
    LONGS_EQUAL(1, ended.code);
    CHECK(contains(ended.err, signal == SIGTERM ? "SIGTERM received" : "SIGINT received"));
  }
}

TEST(ServiceProcess, ASecondSignalEndsAProcessWhoseStoppingHangs) {
  const Ended ended = in_child([] {
    boost::asio::io_context io{1};
    process::Service service(io, [] {
      ::raise(SIGTERM);
      for (;;) {
        ::pause();
      }
    });
    boost::asio::post(io, [] { ::raise(SIGTERM); });
    io.run();
    return 0;
  });
  LONGS_EQUAL(-SIGTERM, ended.code);
}

TEST(ServiceProcess, ABrokenPipeIsAnErrorNotTheEnd) {
  const Ended ended = in_child([] {
    boost::asio::io_context io{1};
    const process::Service service(io, [] {});
    int ends[2];
    if (::pipe(ends) != 0) {
      return 1;
    }
    ::close(ends[0]);
    return ::write(ends[1], "x", 1) < 0 ? 42 : 1;
  });
  LONGS_EQUAL(42, ended.code);
}

TEST(ServiceProcess, SystemdHearsReadyStatusWatchdogAndStopping) {
  const NotifySocket systemd;
  ::setenv("WATCHDOG_USEC", "2000", 1);
  const Ended ended = in_child([&systemd] {
    boost::asio::io_context io{1};
    process::Service service(io, [] {});
    service.ready("12 counters\nREADY=0");
    if (systemd.next() != "READY=1\nSTATUS=12 counters READY=0") {
      return 1;
    }
    for (int pets = 0; pets < 3;) {
      io.run_one();
      while (!systemd.empty()) {
        if (systemd.next() != "WATCHDOG=1") {
          return 2;
        }
        ++pets;
      }
    }
    service.status("13 counters");
    if (systemd.next() != "STATUS=13 counters") {
      return 3;
    }
    service.stopping();
    service.stopping();
    if (systemd.next() != "STOPPING=1") {
      return 4;
    }
    io.run();  // returns, because no work is left
    return systemd.empty() ? 42 : 5;
  });
  LONGS_EQUAL(42, ended.code);
}

TEST(ServiceProcess, AHangupReloadsAsOftenAsItComesAndEndsNothing) {
  const NotifySocket systemd;
  const Ended ended = in_child([&systemd] {
    process::start_logging("antrean-test", "info");
    boost::asio::io_context io{1};
    int reloads = 0;
    process::Service service(io, [] {});
    service.reload_with([&] {
      if (!systemd.next().starts_with("RELOADING=1\nMONOTONIC_USEC=")) {
        ::_exit(1);
      }
      service.reloaded("13 counters");
      if (systemd.next() != "READY=1\nSTATUS=13 counters") {
        ::_exit(2);
      }
      if (++reloads < 3) {
        ::raise(SIGHUP);
      } else {
        boost::asio::post(io, [&] { service.stopping(); });
      }
    });
    ::raise(SIGHUP);
    io.run();
    ::raise(SIGHUP);  // late: the program is already stopping
    return 40 + reloads;
  });
  LONGS_EQUAL(43, ended.code);
  CHECK(contains(ended.err, "SIGHUP received"));
}

TEST(ServiceProcess, AServiceThatGoesAwayLeavesNothingBehind) {
  const Ended ended = in_child([] {
    boost::asio::io_context io{1};
    int stops = 0;
    {
      const process::Service service(io, [&stops] { ++stops; });
      ::raise(SIGTERM);
    }
    io.run();
    return 42 + stops;
  });
  LONGS_EQUAL(42, ended.code);
}

TEST_GROUP(Clocks){};

TEST(Clocks, AManualClockGoesOnlyWhenTurned) {
  process::ManualClock clock(from_ms(1'000));
  const process::Clock& seen = clock;
  const auto start = seen.monotonic();
  clock.advance(Milliseconds{250});
  CHECK(seen.now() == from_ms(1'250));
  CHECK(seen.monotonic() - start == Milliseconds{250});
  clock.step_to(from_ms(0));
  CHECK(seen.now() == from_ms(0));
  CHECK(seen.monotonic() - start == Milliseconds{250});
}

TEST(Clocks, TheSystemsClockIsTheSystems) {
  const process::SystemClock clock;
  const auto before = std::chrono::steady_clock::now();
  const auto read = clock.monotonic();
  CHECK(before <= read && read <= std::chrono::steady_clock::now());
  CHECK(clock.now() > from_ms(0));
}

TEST_GROUP(OpenFiles){};

TEST(OpenFiles, AreAllowedUpToWhatTheSystemAllows) {
  const auto ended = in_child([] {
    rlimit few{.rlim_cur = 64, .rlim_max = 256};
    if (::setrlimit(RLIMIT_NOFILE, &few) != 0) {
      return 1;
    }
    process::allow_descriptors(32);
    ::getrlimit(RLIMIT_NOFILE, &few);
    if (few.rlim_cur != 64) {
      return 2;
    }
    process::allow_descriptors(200);
    ::getrlimit(RLIMIT_NOFILE, &few);
    if (few.rlim_cur != 200) {
      return 3;
    }
    try {
      process::allow_descriptors(4200);
    } catch (const std::runtime_error& error) {
      std::fputs(error.what(), stderr);
      return 0;
    }
    return 4;
  });
  LONGS_EQUAL(0, ended.code);
  STRCMP_CONTAINS("write LimitNOFILE=4200 into its systemd unit", ended.err.c_str());
}
