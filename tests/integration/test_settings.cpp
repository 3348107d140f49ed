// The settings of the real office are changed at noon: first checked, then loaded by SIGHUP or by a start.
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "real_office.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::tests;
namespace asio = boost::asio;

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Replaces the text everywhere in the settings file.
void replace(const RealOffice& office, const std::string& from, const std::string& to) {
  std::string text = text_of(office.settings_file());
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  std::ofstream(office.settings_file()) << text;
}

struct Checked {
  int code = -1;
  std::string said;
};
Checked check_config(const RealOffice& office) {
  const std::string command =
      std::string(PROGRAMS) + "/antrean-office --check-config --config " + office.settings_file().string() + " 2>&1";
  Checked checked;
  FILE* out = ::popen(command.c_str(), "r");
  std::array<char, 4096> part{};
  for (std::size_t got = 0; (got = std::fread(part.data(), 1, part.size(), out)) > 0;) {
    checked.said.append(part.data(), got);
  }
  const int status = ::pclose(out);
  checked.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return checked;
}

bool has_alarm(const RealOffice& office, const char* subject, const std::string& part) {
  for (const AlarmView& alarm : office.seen().latest.alarms) {
    if (alarm.subject == subject && alarm.text_en.find(part) != std::string::npos) {
      return true;
    }
  }
  return false;
}

bool logged(const RealOffice& office, const std::string& part) { return office.log().find(part) != std::string::npos; }

asio::awaitable<void> command(RealOffice& office, std::string body) {
  const auto answer = co_await office.post("/console/command", body);
  if (answer.status != 200) {
    throw std::runtime_error(body + " -> " + answer.body);
  }
}

asio::awaitable<void> three_people(RealOffice& office) {
  co_await office.start_devices();
  office.spawn();
  co_await office.ready();
  for (int i = 0; i < 3; ++i) {
    const auto answer = co_await office.walk_in("rina");
    if (answer.status != 200) {
      throw std::runtime_error(answer.body);
    }
  }
  co_await office.until("the feed", [&] { return office.seen().latest.tickets.size() == 3; });
}

void expect(bool holds, const std::string& what) {
  if (!holds) {
    throw std::runtime_error(what);
  }
}

}  // namespace

TEST_GROUP(SettingsAtNoon){};

TEST(SettingsAtNoon, ARenamedStageIsSeenByCheckConfigTakenUpBySighupAndMendedByOneCommand) {
  Place place;
  asio::io_context io{1};
  RealOffice office(io, place.path());
  play(io, [&]() -> asio::awaitable<void> {
    co_await three_people(office);
    Checked checked = check_config(office);
    expect(checked.code == 0 && checked.said.find("office.toml: good") != std::string::npos, checked.said);
    replace(office, "layanan", "loket");
    checked = check_config(office);
    expect(checked.code == 78, checked.said);
    expect(checked.said.find("3 numbers wait in paspor/layanan, which no counter serves: A001, A002, A003") !=
               std::string::npos,
           checked.said);
    office.process().signal(SIGHUP);
    co_await office.until("the alarm", [&] {
      return has_alarm(office, "settings",
                       "3 numbers wait in paspor/layanan, which no counter serves: A001, A002, A003");
    });
    co_await office.until("the log", [&] { return logged(office, "was read again and is used now"); });
    co_await command(
        office,
        R"({"command":"put_in_line","service":"paspor","stage":"layanan","supervisor":"rina","reason":"renamed"})");
    co_await office.until("the alarm's end", [&] { return !has_alarm(office, "settings", ""); });
    co_await command(office, R"({"command":"open_counter","counter":1})");
    co_await command(office, R"({"command":"call_next","counter":1})");
    co_await office.until("the call", [&] {
      return !office.seen().latest.calls.empty() && office.seen().latest.calls.front().number == "A001";
    });
    // A start loads it as it is.
    expect(office.stop() == 0, "it did not stop");
    checked = check_config(office);
    expect(checked.code == 0, checked.said);
  });
}

TEST(SettingsAtNoon, ABadFileChangesNothingAndIsSaidWithItsPlace) {
  Place place;
  asio::io_context io{1};
  RealOffice office(io, place.path());
  play(io, [&]() -> asio::awaitable<void> {
    co_await three_people(office);
    const std::string good = text_of(office.settings_file());
    replace(office, "Kantor Uji", "Kantor Lain");
    replace(office, "letters = \"B\"", "leters = \"B\"");
    office.process().signal(SIGHUP);
    const std::string where = "office.toml:15:1: unknown key 'leters' in [series.booked]; did you mean 'letters'?";
    co_await office.until("the complaint", [&] { return logged(office, where); });
    co_await office.until("the rest", [&] { return logged(office, "nothing was changed"); });
    expect(office.seen().latest.office_name == "Kantor Uji", "half of it was taken");
    // The running devices have no room for it, so nothing of it is used.
    std::ofstream(office.settings_file()) << good;
    replace(office, "Kantor Uji", "Kantor Lain");
    replace(office, "letters = \"B\"", "letters = \"B\"\nlast = 9999");
    replace(office, "counters = [", "width = 5\ncounters = [");
    office.process().signal(SIGHUP);
    co_await office.until("the reason", [&] {
      return logged(office, "the devices as they run do not fit: board 21 shows 4 characters, B9999 needs 5");
    });
    expect(office.seen().latest.office_name == "Kantor Uji", "half of it was taken");
    // What needs a restart is reported; the rest is used.
    std::ofstream(office.settings_file()) << good;
    replace(office, "Kantor Uji", "Kantor Baru");
    replace(office, "[scanner]", "[scanner]\nline_gap = \"90ms\"");
    office.process().signal(SIGHUP);
    co_await office.until("the new name", [&] { return office.seen().latest.office_name == "Kantor Baru"; });
    co_await office.until("what was not", [&] { return logged(office, "[scanner] changed too, and needs a restart"); });
  });
}

TEST(SettingsAtNoon, ACounterThatIsGoneAfterAStartGivesItsPersonBack) {
  Place place;
  asio::io_context io{1};
  RealOffice office(io, place.path());
  play(io, [&]() -> asio::awaitable<void> {
    co_await three_people(office);
    co_await command(office, R"({"command":"open_counter","counter":4})");
    co_await command(office, R"({"command":"call_next","counter":4})");
    expect(office.stop() == 0, "it did not stop");
    replace(office, "[[counter]]\nid = 4\nserves = [\"paspor/layanan\"]\n", "");
    replace(office, "[[bus.pad]]\naddress = 4\ncounter = 4\n[[bus.board]]\naddress = 24\ncounters = [4]\n", "");
    const Checked checked = check_config(office);
    const bool says =
        checked.said.find("Counter 4 is no longer there: A001 is back in line at its place.") != std::string::npos;
    expect(checked.code == 0 && says, checked.said);
    office.spawn();
    co_await office.ready();
    co_await office.until("it is told", [&] {
      return has_alarm(office, "settings change", "Counter 4 is no longer there: A001 is back in line at its place.");
    });
    co_await command(office, R"({"command":"open_counter","counter":1})");
    co_await command(office, R"({"command":"call_next","counter":1})");
    co_await office.until("A001 is called first", [&] {
      const auto& calls = office.seen().latest.calls;
      return !calls.empty() && calls.front().number == "A001" && calls.front().counter == 1;
    });
  });
}
