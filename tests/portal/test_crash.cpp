// The real program, killed with SIGKILL while many people book. Afterwards every confirmation that was
// answered is there, no slot is oversold, and quotas and bookings agree. Also its ordinary behaviour:
// options, exit codes, SIGTERM.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <set>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "http/client.hpp"
#include "portal_under_test.hpp"
#include "scratch_folder.hpp"
#include "store/bookings_db.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
namespace asio = boost::asio;

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX gives it no header

namespace {

/// A running antrean-portal. It is killed at the end of this object if it still runs.
class Program {
 public:
  explicit Program(const std::vector<std::string>& arguments) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::vector<std::string> words{ANTREAN_PORTAL};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    const int error = ::posix_spawn(&pid_, ANTREAN_PORTAL, &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
    if (error != 0) {
      throw std::runtime_error("antrean-portal does not start");
    }
  }
  ~Program() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      wait();
    }
    ::close(output_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number) const { ::kill(pid_, number); }

  /// The exit code, or minus the signal that ended it. Reads its output until then.
  int wait() {
    while (read_more()) {
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  /// Waits for the line with the address and returns it; "" if the program ended before.
  std::string address() {
    constexpr std::string_view before = "serving http://";
    for (;;) {
      const auto at = said_.find(before);
      const auto end = at == std::string::npos ? at : said_.find('\n', at);
      if (end != std::string::npos) {
        return said_.substr(at + 8, end - at - 8);
      }
      if (!read_more()) {
        return {};
      }
    }
  }
  const std::string& said() const { return said_; }

 private:
  bool read_more() {
    char text[4096];
    const auto count = ::read(output_, text, sizeof text);
    if (count > 0) {
      said_.append(text, static_cast<std::size_t>(count));
    }
    return count > 0;
  }

  pid_t pid_ = -1;
  int output_ = -1;
  std::string said_;
};

/// A folder with settings and secrets with which a portal can start.
struct PortalFolder {
  explicit PortalFolder(int quota) {
    auto text = settings_text();
    text.replace(text.find("https = false"), 13, "https = false\nport = 0\nbookings_per_minute = 1000000");
    text.replace(text.find("paspor = 20"), 11, fmt::format("paspor = {}", quota));
    folder.write("portal.toml", text);
    folder.write("portal-nik.key", std::string(40, 'k'));
    folder.write("office_AD.token", bandung_token);
    LONGS_EQUAL(0, Program({"keygen", folder / "signing.key"}).wait());
  }
  std::vector<std::string> arguments() const { return {"--config", folder / "portal.toml"}; }
  ScratchFolder folder;
};

/// The first day from Monday to Friday that can be booked whenever the test runs.
std::string some_working_day() {
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  auto day = OfficeDay::of(now, Zone::wib).plus(7);
  while (day.weekday() == std::chrono::Saturday || day.weekday() == std::chrono::Sunday ||
         day == *OfficeDay::parse("2026-11-25")) {
    day = day.plus(1);
  }
  return day.text();
}

struct Rush {
  asio::io_context io{1};
  std::string address;
  std::string day = some_working_day();
  std::set<std::string> confirmed;
  int next_person = 0;
  int pressed = 0;
  bool down = false;

  asio::awaitable<boost::system::result<http::Response>> call(std::string method, std::string target,
                                                              std::string cookie, std::string body) {
    http::ClientRequest what;
    what.method = std::move(method);
    what.url = address + target;
    what.body = std::move(body);
    what.deadline = std::chrono::minutes{2};
    if (!cookie.empty()) {
      what.headers.emplace_back("Cookie", cookie);
    }
    if (!what.body.empty()) {
      what.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    }
    co_return co_await http::fetch(std::move(what));
  }

  /// One visitor after the other, until the portal has ended or everybody came.
  asio::awaitable<void> visitors(int people, std::function<void()> after_each) {
    while (!down && next_person < people) {
      const int n = next_person++;
      auto page = co_await call("GET", "/book/AD/paspor/" + day + "/08:00", {}, {});
      if (!page) {
        break;
      }
      if (page->status != 200) {
        continue;  // the slot is full now
      }
      const std::string cookie{header(*page, "Set-Cookie")};
      const Form form{{"form", form_token(*page)}, {"office", "AD"},        {"service", "paspor"},
                      {"slot", day + "T08:00"},    {"name", "Siti Aminah"}, {"nik", nik(n)},
                      {"mail", "siti@contoh.id"}};
      ++pressed;
      auto answer = co_await call("POST", "/book", cookie.substr(0, cookie.find(';')), encode(form));
      if (!answer) {
        break;
      }
      if (answer->status == 303) {
        confirmed.insert(std::string{header(*answer, "Location")});
      }
      after_each();
    }
  }

  void run(int at_once, int people, const std::function<void()>& after_each) {
    for (int i = 0; i < at_once; ++i) {
      asio::co_spawn(io, visitors(people, after_each), [](std::exception_ptr error) {
        if (error) {
          std::rethrow_exception(error);
        }
      });
    }
    io.run();
    io.restart();
  }
};

}  // namespace

TEST_GROUP(PortalProgram){};

TEST(PortalProgram, LosesNoConfirmationToSigkillInMidRush) {
  constexpr int quota = 60;
  for (const std::size_t kill_after : {5u, 23u, 41u}) {
    PortalFolder portal{quota};
    Rush rush;
    {
      Program program{portal.arguments()};
      rush.address = program.address();
      CHECK_TEXT(!rush.address.empty(), program.said().c_str());
      rush.run(16, 90, [&] {
        if (rush.confirmed.size() >= kill_after && !rush.down) {
          program.signal(SIGKILL);
          rush.down = true;
        }
      });
      LONGS_EQUAL(-SIGKILL, program.wait());
      CHECK(rush.confirmed.size() >= kill_after);
    }
    {
      Program again{portal.arguments()};
      rush.address = again.address();
      CHECK_TEXT(!rush.address.empty(), again.said().c_str());
      std::size_t found = 0;
      for (const auto& path : rush.confirmed) {
        asio::co_spawn(rush.io, rush.call("GET", path, {}, {}), [&](std::exception_ptr, auto page) {
          if (page && page->status == 200 && page->body.find("Pesanan antrean") != std::string::npos) {
            ++found;
          }
        });
      }
      rush.io.run();
      rush.io.restart();
      LONGS_EQUAL(rush.confirmed.size(), found);
      again.signal(SIGTERM);
      LONGS_EQUAL(0, again.wait());
    }
    portal::BookingsDb db{portal.folder / "portal.db"};
    const auto day = *OfficeDay::parse(rush.day);
    const auto places = db.places("AD", "paspor", day, day).at(0);
    const auto bookings = db.changes("AD", 0, 500).bookings;
    LONGS_EQUAL(quota, places.quota);
    LONGS_EQUAL(bookings.size(), places.booked);  // free + booked = quota, counted from the rows
    CHECK(places.booked <= quota);
    CHECK(bookings.size() >= rush.confirmed.size());
    CHECK(bookings.size() <= static_cast<std::size_t>(rush.pressed));
    std::set<std::string> people;
    for (const auto& booking : bookings) {
      people.insert(booking.nik_last4);
    }
    LONGS_EQUAL(bookings.size(), people.size());
  }
}

TEST(PortalProgram, SellsTheQuotaAndNoneMoreInARush) {
  PortalFolder portal{20};
  Program program{portal.arguments()};
  Rush rush;
  rush.address = program.address();
  rush.run(32, 64, [] {});
  LONGS_EQUAL(20, rush.confirmed.size());
  program.signal(SIGTERM);
  LONGS_EQUAL(0, program.wait());
  // There is nothing personal in its output: no name, no NIK, no address of a booking.
  for (const char* secret : {"Siti", "327301", "siti@", "/booking/"}) {
    CHECK_TEXT(program.said().find(secret) == std::string::npos, program.said().c_str());
  }
}

TEST(PortalProgram, HasGoodManners) {
  PortalFolder portal{20};
  LONGS_EQUAL(0, Program({"--help"}).wait());
  LONGS_EQUAL(0, Program({"--version"}).wait());
  LONGS_EQUAL(2, Program({"--nonsense"}).wait());
  auto check = portal.arguments();
  check.emplace_back("--check-config");
  LONGS_EQUAL(0, Program(check).wait());
  portal.folder.write("wrong.toml", "[portal]\ndatabase = 3\n");
  Program wrong{{"--config", portal.folder / "wrong.toml", "--check-config"}};
  LONGS_EQUAL(78, wrong.wait());
  CHECK_TEXT(wrong.said().find("wrong.toml:2:12") != std::string::npos, wrong.said().c_str());
  // Keys are never replaced, and a missing key is reported.
  LONGS_EQUAL(1, Program({"keygen", portal.folder / "signing.key"}).wait());
  std::filesystem::remove(portal.folder / "portal-nik.key");
  Program keyless{check};
  LONGS_EQUAL(1, keyless.wait());
  CHECK_TEXT(keyless.said().find("portal-nik.key") != std::string::npos, keyless.said().c_str());
  LONGS_EQUAL(0, Program({"secret", portal.folder / "portal-nik.key"}).wait());
  LONGS_EQUAL(0, Program(check).wait());
}

TEST(PortalProgram, IsBackedUpWhileItServesAndPutBack) {
  PortalFolder portal{20};
  Rush rush;
  const auto backup = portal.folder / "backup.db";
  const auto command = [&](const std::string& name) {
    auto arguments = portal.arguments();
    arguments.insert(arguments.end(), {name, backup});
    return arguments;
  };
  {
    Program program{portal.arguments()};
    rush.address = program.address();
    rush.run(2, 5, [] {});
    Program copier{command("backup")};
    LONGS_EQUAL_TEXT(0, copier.wait(), copier.said().c_str());
    STRCMP_CONTAINS("5 bookings", copier.said().c_str());
    Program twice{command("backup")};
    CHECK(twice.wait() != 0);
    STRCMP_CONTAINS("exists already", twice.said().c_str());
    rush.run(2, 8, [] {});
    Program early{command("restore")};
    CHECK(early.wait() != 0);  // the portal has its database
    program.signal(SIGTERM);
    LONGS_EQUAL(0, program.wait());
  }
  Program verifier{{"verify", backup}};
  LONGS_EQUAL_TEXT(0, verifier.wait(), verifier.said().c_str());
  Program restorer{command("restore")};
  LONGS_EQUAL_TEXT(0, restorer.wait(), restorer.said().c_str());
  Program again{portal.arguments()};
  CHECK_FALSE(again.address().empty());
  STRCMP_CONTAINS("was put back from a copy", again.said().c_str());
  again.signal(SIGTERM);
  LONGS_EQUAL(0, again.wait());
}

TEST(PortalProgram, LeavesAFileThatAnotherOneHasAlone) {
  PortalFolder portal{20};
  Program first{portal.arguments()};
  CHECK(!first.address().empty());
  Program second{portal.arguments()};
  LONGS_EQUAL(1, second.wait());
  first.signal(SIGTERM);
  LONGS_EQUAL(0, first.wait());
}

TEST(PortalProgram, WritesWhatIsDueAsAMailAndOnce) {
  PortalFolder portal{20};
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  portal::BookOrder order;
  order.id = BookingId{1} << 40u;
  order.slot = {"AD", "paspor", *OfficeDay::parse(some_working_day()), TimeOfDay{480}};
  order.end = TimeOfDay{600};
  order.quota = 20;
  order.codes = {"AD-AAA100"};
  order.name = "Siti Aminah";
  order.mail = "siti@contoh.example";
  order.language = "id";
  order.nik_last4 = "0001";
  order.now = now;
  portal::Notice notice;
  notice.to = order.mail;
  notice.written_at = notice.due = now;
  notice.useless_from = now + std::chrono::hours{24};
  notice.booking = {
      .id = order.id,
      .place = {.office = "Bandung", .address = {}, .day = order.slot.day, .hours = {order.slot.start, order.end}},
      .service = "Paspor",
      .bring = {},
      .names = {order.name},
      .code = order.codes.front(),
      .qr = {},
      .number = {}};
  order.notices = {notice};
  {
    portal::BookingsDb database{portal.folder / "portal.db"};
    const auto answers = database.write(std::vector<portal::WriteOrder>{order});
    CHECK_TRUE(std::holds_alternative<portal::Booked>(std::get<portal::BookAnswer>(answers.at(0))));
  }
  const auto mails = portal.folder / "mails";
  const auto count = [&] {
    std::error_code none;
    return std::distance(std::filesystem::directory_iterator{mails, none}, std::filesystem::directory_iterator{});
  };
  {
    Program program{portal.arguments()};
    CHECK(!program.address().empty());
    while (count() == 0) {  // until the test's own time limit
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    program.signal(SIGTERM);
    LONGS_EQUAL(0, program.wait());
    CHECK_TEXT(program.said().find("siti@") == std::string::npos, program.said().c_str());
    CHECK_TEXT(program.said().find("mails are files in") != std::string::npos, program.said().c_str());
  }
  LONGS_EQUAL(1, count());
  std::filesystem::remove_all(mails);
  Program again{portal.arguments()};
  CHECK(!again.address().empty());
  again.signal(SIGTERM);
  LONGS_EQUAL(0, again.wait());
  LONGS_EQUAL(0, count());
}
