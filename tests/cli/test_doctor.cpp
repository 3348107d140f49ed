// antrean doctor with real devices, a real portal and a running office.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include <boost/json/parse.hpp>

#include "../drivers/made_gateway.hpp"
#include "rig/plugged_in.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
namespace json = boost::json;

namespace {

/// Another program that has a port open, as long as this object exists.
struct Reader {
  explicit Reader(const std::filesystem::path& port) : pid(::fork()) {
    if (pid == 0) {
      const int in = ::open(port.c_str(), O_RDONLY | O_NOCTTY);
      const int out = ::open("/dev/null", O_WRONLY);
      ::dup2(in, 0);
      ::dup2(out, 1);
      for (int fd = 3; fd < 256; ++fd) {
        ::close(fd);
      }
      ::execlp("cat", "cat", nullptr);
      ::_exit(127);
    }
  }
  ~Reader() {
    ::kill(pid, SIGTERM);
    ::waitpid(pid, nullptr, 0);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  pid_t pid;
};

}  // namespace

TEST_GROUP(Doctor) {
  PluggedIn plugged;

  Ran ran(std::vector<std::string> arguments) {
    return run_antrean(plugged.place, plugged.with(std::move(arguments)), {{"SDL_AUDIODRIVER", "dummy"}});
  }
  /// "condition: text" of a part; "" if the part is not reported.
  std::string told(const std::string& part) {
    const Ran said = ran({"doctor", "--json"});
    code = said.code;
    const json::value document = json::parse(said.out);
    for (const json::value& finding : document.at("findings").as_array()) {
      if (finding.at("part").as_string() == part) {
        return std::string(finding.at("condition").as_string()) + ": " + std::string(finding.at("text").as_string());
      }
    }
    return {};
  }
  bool begins(const std::string& part, const std::string& with) {
    const std::string text = told(part);
    CHECK_TEXT(text.starts_with(with), (part + " is " + text).c_str());
    return true;
  }
  int code = -1;
};

TEST(Doctor, BeforeTheFirstStartEverythingPluggedInIsFoundWell) {
  const Ran said = ran({"doctor"});
  LONGS_EQUAL_TEXT(3, said.code, said.out.c_str());
  for (const char* line :
       {"antrean-office BROKEN does not answer at ", "line counters well", "pad 1 on counters well",
        "board 21 on counters well", "board 25 on counters well", "scanner well", "speaker well",
        "is not there yet; the office makes it", "none yet in ",
        "bookings well come in from http://127.0.0.1:", "portal's clock well the same", "well 1 known", "1 broken, "}) {
    CHECK_TEXT(said.says_in_words(line), (line + ("\nis not in:\n" + said.out)).c_str());
  }
  STRCMP_EQUAL(::geteuid() == 0 ? "" : "antrean: some of it only root may see: sudo antrean doctor\n",
               said.err.c_str());
  // Nothing was written to a device.
  const json::object devices = plugged.order({{"op", "show"}});
  for (const json::value& board : devices.at("boards").as_array()) {
    LONGS_EQUAL(0, board.at("pictures").as_int64());
  }
}

TEST(Doctor, WhatIsBrokenIsToldWithWhatToDo) {
  plugged.order({{"op", "power"}, {"unit", 22}, {"on", false}});
  plugged.change_settings("device = \"scanner\"", "device = \"no-scanner\"");
  plugged.office->stop_portal();
  const Ran said = ran({"doctor"});
  LONGS_EQUAL(3, said.code);
  for (const char* line :
       {"board 22 on counters BROKEN no answer: check its power, its cable and its", "board 21 on counters well",
        "scanner BROKEN", "cannot be reached", "well 1 known", "4 broken, "}) {
    CHECK_TEXT(said.says_in_words(line), (line + ("\nis not in:\n" + said.out)).c_str());
  }
  const Ran in_indonesian = ran({"doctor", "--lang", "id"});
  CHECK(in_indonesian.says_in_words("tidak menjawab di"));
  CHECK(in_indonesian.says("4 rusak, "));
}

TEST(Doctor, ALineThatIsNotThereIsOneFindingAndItsUnitsWereNotAsked) {
  plugged.order({{"op", "unplug"}});
  CHECK(begins("line counters", "broken: "));
  CHECK(begins("board 21 on counters", "doubtful: nobody got to ask it"));
}

TEST(Doctor, WhoElseHasAPortIsNamedWithItsPid) {
  const auto port = plugged.place / "scanner";
  const auto wait_until_named = [&](const Reader& reader) {
    const std::string text = "broken: " + port.string() + " is taken by cat (pid " + std::to_string(reader.pid) + ")";
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!told("port of scanner").starts_with(text)) {
      CHECK_TEXT(std::chrono::steady_clock::now() < give_up, told("port of scanner").c_str());
    }
  };
  {
    const Reader cat(std::filesystem::canonical(port));
    wait_until_named(cat);
    LONGS_EQUAL(3, code);
  }
  STRCMP_EQUAL("", told("port of scanner").c_str());
  // Also beside a running office, which is not named itself.
  plugged.start_office();
  const Reader cat(std::filesystem::canonical(port));
  wait_until_named(cat);
  STRCMP_EQUAL("", told("port of line counters").c_str());
}

TEST(Doctor, ATokenThatThePortalDoesNotKnow) {
  write_text(plugged.place / "office_AD.token", "not the one it was");
  const Ran said = ran({"doctor"});
  CHECK_TEXT(said.says_in_words("bookings BROKEN the portal does not know this office's token"), said.out.c_str());
}

TEST(Doctor, NoSigningKeyMeansNoCodeCanBeVerified) {
  plugged.office->stop_portal();
  plugged.change_settings("[[signing_key]]\nid = 1\npublic", "#[[signing_key]]\n#id = 1\n#public");
  CHECK(begins("signing keys", "broken: none is known, so no code can be verified"));
}

TEST(Doctor, ARunningOfficeSpeaksForItsDevices) {
  plugged.start_office();
  plugged.order({{"op", "power"}, {"unit", 22}, {"on", false}});
  // The office needs a few polls to notice it, and a probe to notice that it is over.
  const auto wait_until_it_is = [&](const char* condition) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!ran({"status"}).says_in_words(std::string("board 22 on counters ") + condition)) {
      CHECK(std::chrono::steady_clock::now() < give_up);
    }
  };
  wait_until_it_is("BROKEN");
  CHECK(begins("board 22 on counters", "broken: no answer: check its power"));
  LONGS_EQUAL(3, code);
  plugged.order({{"op", "power"}, {"unit", 22}, {"on", true}});
  wait_until_it_is("well");
  const Ran well = ran({"doctor"});
  LONGS_EQUAL_TEXT(0, well.code, well.out.c_str());
  CHECK(begins("antrean-office", "well: "));
  CHECK(begins("scanner", "well: "));
}

TEST(Doctor, ARunningOfficeSaysWhichUnitsAreDeadBehindAGateway) {
  antrean::test::MadeGateway gateway;
  gateway.with_rig([](antrean::test::UnitRig& rig) {
    for (std::uint8_t pad = 1; pad <= 4; ++pad) {
      rig.add_pad(pad);
    }
    for (std::uint8_t board = 21; board <= 25; ++board) {
      rig.add_board(board);
    }
  });
  gateway.is([](antrean::test::MadeGateway::How& how) { how.dead = {3, 22}; });
  plugged.change_settings("port = \"line\"\nparity = \"none\"\n",
                          "tcp = \"127.0.0.1:" + std::to_string(gateway.port()) + "\"\n");
  plugged.start_office();
  const auto wait_until_said = [&](const std::string& words) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    Ran said = ran({"status"});
    while (!said.says_in_words(words)) {
      CHECK_TEXT(std::chrono::steady_clock::now() < give_up, said.out.c_str());
      said = ran({"status"});
    }
  };
  wait_until_said("board 22 on counters BROKEN");
  wait_until_said("pad 3 on counters BROKEN");
  CHECK(begins("board 22 on counters", "broken: no answer to the gateway: check its power"));
  CHECK(begins("pad 3 on counters", "broken: no answer to the gateway: check its power"));
  CHECK(begins("board 21 on counters", "well"));
  gateway.is([](antrean::test::MadeGateway::How& how) { how.dead.clear(); });
  wait_until_said("board 22 on counters well");
}
