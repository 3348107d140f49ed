// antrean bus against the real firmware on a pseudo-terminal.
#include <chrono>
#include <future>

#include <boost/json/parse.hpp>

#include "../drivers/made_gateway.hpp"
#include "rig/plugged_in.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
using antrean::test::MadeGateway;
using antrean::test::UnitRig;
namespace json = boost::json;

TEST_GROUP(Bus) {
  PluggedIn plugged;
  Ran ran(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "bus");
    return run_antrean(plugged.place, plugged.with(std::move(arguments)));
  }
  void says(const Ran& said, const char* line) {
    CHECK_TEXT(said.says_in_words(line), (line + ("\nis not in:\n" + said.out)).c_str());
  }
};

TEST(Bus, EveryUnitSaysWhoItIs) {
  const Ran said = ran({});
  LONGS_EQUAL_TEXT(0, said.code, (said.out + said.err).c_str());
  says(said, "Line counters: ");
  says(said, "19200 8N1");
  says(said, " 1 pad, counter 1 well antrean-pad 2.1, 10 of 10: ");
  says(said, " 21 board, counter 1 well antrean-board 2.0, 10 of 10: ");
  says(said, " 25 board, counters 1 2 3 4 well antrean-board 2.0, 10 of 10: ");
}

TEST(Bus, ADeadUnitAndOneWithAWrongAddressAreFound) {
  plugged.order({{"op", "power"}, {"unit", 23}, {"on", false}});
  // In the settings, the third pad has address 5, and the board over counter 4 has the address of a pad.
  plugged.change_settings("[[bus.pad]]\naddress = 3\n", "[[bus.pad]]\naddress = 5\n");
  plugged.change_settings("[[bus.pad]]\naddress = 4\ncounter = 4\n", "");
  plugged.change_settings("[[bus.board]]\naddress = 24\n", "[[bus.board]]\naddress = 4\n");
  plugged.change_settings("parity = \"none\"\n", "parity = \"none\"\nunit_allowance = \"20ms\"\n");
  const Ran said = ran({"counters", "--all", "--rounds", "3"});
  LONGS_EQUAL_TEXT(3, said.code, (said.out + said.err).c_str());
  says(said, " 23 board, counter 3 BROKEN no answer: check its power");
  says(said, " 5 pad, counter 3 BROKEN no answer");
  says(said, " 3 not in the settings look antrean-pad 2.1, 3 of 3: ");
  says(said, " 24 not in the settings look antrean-board 2.0, 3 of 3: ");
  says(said, " 4 board, counter 4 BROKEN antrean-pad 2.1, 3 of 3: ");
  says(said, "this is a pad");
}

TEST(Bus, ABadCableShowsInHowManyWereAnswered) {
  plugged.order({{"op", "faults"}, {"seed", 7}, {"flipped", 0.5}, {"units", json::array{21}}});
  // The devices are a process: on a busy machine a good unit may be late, which is not looked for here.
  plugged.change_settings("parity = \"none\"\n", "parity = \"none\"\nunit_allowance = \"400ms\"\n");
  const Ran said = ran({"--json", "--rounds", "40"});
  LONGS_EQUAL_TEXT(0, said.code, (said.out + said.err).c_str());
  const json::value document = json::parse(said.out);
  for (const json::value& unit : document.at("lines").at(0).at("units").as_array()) {
    const bool bad = unit.at("address").as_int64() == 21;
    STRCMP_EQUAL(bad ? "doubtful" : "well", std::string(unit.at("condition").as_string()).c_str());
    LONGS_EQUAL(40, unit.at("asked").as_int64());
    CHECK(bad ? unit.at("answered").as_int64() > 5 && unit.at("answered").as_int64() < 35
              : unit.at("answered").as_int64() == 40);
    CHECK(!bad || unit.at("text").as_string().find("check") != json::string::npos);
  }
}

TEST(Bus, ANumberOfTheOfficeBeforeDoesNotStandWhileSomebodyLooksAround) {
  const auto shows_dashes = [&] {
    const json::object devices = plugged.order({{"op", "show"}});
    const json::value& board = devices.at("boards").at(0);
    return board.at("silent").as_bool() || board.at("unwritten").as_bool();
  };
  const auto work_and_fall = [&] {
    plugged.start_office();
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (shows_dashes()) {
      CHECK(std::chrono::steady_clock::now() < give_up);
    }
    plugged.office->kill_office();
  };
  work_and_fall();
  LONGS_EQUAL(0, ran({}).code);
  CHECK(shows_dashes());
  work_and_fall();
  run_antrean(plugged.place, plugged.with({"doctor"}), {{"SDL_AUDIODRIVER", "dummy"}});
  CHECK(shows_dashes());
}

TEST(Bus, ADeadUnitBehindAGatewayIsNotSaidToAnswer) {
  MadeGateway gateway;
  gateway.with_rig([](UnitRig& rig) {
    rig.add_pad(1);
    rig.add_board(21);
  });
  gateway.is([](MadeGateway::How& how) {
    for (int address = 2; address <= 247; ++address) {
      how.dead.insert(static_cast<std::uint8_t>(address));
    }
    how.dead.erase(21);
  });
  plugged.change_settings("port = \"line\"\nparity = \"none\"\n",
                          "tcp = \"127.0.0.1:" + std::to_string(gateway.port()) + "\"\n");
  const Ran said = ran({"--all", "--rounds", "3"});
  LONGS_EQUAL_TEXT(3, said.code, (said.out + said.err).c_str());
  says(said, " 1 pad, counter 1 well antrean-pad 2.1, 3 of 3: ");
  says(said, " 2 pad, counter 2 BROKEN no answer to the gateway: check its power");
  says(said, " 21 board, counter 1 well antrean-board 2.0, 3 of 3: ");
  says(said, " 22 board, counter 2 BROKEN no answer to the gateway: check its power");
  CHECK(!said.says("not in the settings"));
  // And one unit is busy.
  gateway.is([](MadeGateway::How& how) { how.busy = {21}; });
  says(ran({"--rounds", "3"}), " 21 board, counter 1 BROKEN does not say its name, 3 of 3: ");
}

TEST(Bus, AGatewayThatPassesSerialFramesThroughIsToldWhatToSet) {
  MadeGateway gateway;
  gateway.with_rig([](UnitRig& rig) { rig.add_board(25); });
  gateway.is([](MadeGateway::How& how) { how.mode = MadeGateway::Mode::transparent; });
  plugged.change_settings("port = \"line\"\nparity = \"none\"\n",
                          "tcp = \"127.0.0.1:" + std::to_string(gateway.port()) + "\"\n");
  const Ran said = ran({"--rounds", "1"});
  LONGS_EQUAL(3, said.code);
  says(said, "set it to Modbus TCP");
}

TEST(Bus, WhatCannotBeDoneIsTold) {
  const Ran nothing = ran({"hall"});
  LONGS_EQUAL(2, nothing.code);
  CHECK(nothing.complains("there is no line 'hall'; there are: counters"));
  plugged.start_office();
  const Ran taken = ran({});
  LONGS_EQUAL(3, taken.code);
  says(taken, "taken by another program");
  says(taken, "systemctl stop antrean-office");
  plugged.office->kill_office();
  plugged.order({{"op", "unplug"}});
  const Ran unplugged = ran({});
  LONGS_EQUAL(3, unplugged.code);
  says(unplugged, "no such port");
}

TEST(Bus, AScanSaysWhatIsThereAndWhatToWriteIntoTheSettings) {
  plugged.change_settings("[[bus.pad]]\naddress = 2\ncounter = 2\n", "");
  const Ran said = ran({"counters", "--scan", "--up-to", "4"});
  LONGS_EQUAL_TEXT(0, said.code, (said.out + said.err).c_str());
  says(said, "2: Antrean call pad (antrean-pad 2.1)");
  says(said, "[[bus.pad]] address = 2 counter = 1");
}

TEST(Bus, UnitsAreListedBySerialNumberAndGivenAddresses) {
  const Ran listed = ran({"counters", "--serials"});
  LONGS_EQUAL_TEXT(0, listed.code, (listed.out + listed.err).c_str());
  says(listed, "0x0D000002 2 antrean-pad 2.1 in the settings");
  says(listed, "0x0D000019 25 antrean-board 2.0 in the settings");
  const Ran given = ran({"--set-address", "0x0D000002=9", "--set-address", "0D000003=1"});
  LONGS_EQUAL_TEXT(3, given.code, (given.out + given.err).c_str());
  says(given, "0x0D000002: now has address 9");
  says(given, "0x0D000003: address 1 is taken by another unit");
  const Ran again = ran({"--serials", "--json"});
  const json::value document = json::parse(again.out);
  const json::array& units = document.at("lines").at(0).at("units").as_array();
  LONGS_EQUAL(9, units.size());
  STRCMP_EQUAL("0x0D000002", std::string(units.at(1).at("serial").as_string()).c_str());
  LONGS_EQUAL(9, units.at(1).at("address").as_int64());
  LONGS_EQUAL(3, units.at(2).at("address").as_int64());
}

TEST(Bus, AWrongSerialNumberOrAddressIsRefusedBeforeAnythingIsAsked) {
  for (const char* wrong : {"0x0D000002", "0x0D000002=0", "0x0D000002=248", "=7", "seven=7", "0x0D000002=7x"}) {
    const Ran said = ran({"--set-address", wrong});
    LONGS_EQUAL_TEXT(2, said.code, wrong);
    CHECK_TEXT(said.complains("is no serial number and address from 1 to 247"), said.err.c_str());
  }
  LONGS_EQUAL(2, ran({"--set-address", "0x0D000002=7", "--set-address", "0x0D000003=7"}).code);
  LONGS_EQUAL(2, ran({"--set-address", "0x0D000002=7", "--serials"}).code);
}

TEST(Bus, EveryBoardShowsItsOwnAddressWhileItIsAsked) {
  auto lit = std::async(std::launch::async, [&] { return ran({"--light", "6"}); });
  bool seen = false;
  while (!seen && lit.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) {
    const json::object devices = plugged.order({{"op", "show"}});
    const auto text = [&](std::size_t board) {
      return std::string(devices.at("boards").at(board).at("text").as_string());
    };
    seen = text(0).find("21") != std::string::npos && text(4).find("25") != std::string::npos;
  }
  const Ran said = lit.get();
  CHECK_TEXT(seen, said.out.c_str());
  LONGS_EQUAL_TEXT(0, said.code, (said.out + said.err).c_str());
  says(said, " 25 1 2 3 4 took its address");
}

TEST(Bus, PressesAreToldAsTheyAreMade) {
  auto told = std::async(std::launch::async, [&] { return ran({"--presses", "1"}); });
  // A press before the first look is not a press that is told, so it is pressed until one is.
  while (told.wait_for(std::chrono::milliseconds(300)) != std::future_status::ready) {
    plugged.order({{"op", "press"}, {"pad", 3}, {"button", "no_show"}});
  }
  const Ran said = told.get();
  LONGS_EQUAL_TEXT(0, said.code, (said.out + said.err).c_str());
  says(said, "3: counter 3, no-show");
  CHECK(!said.says("2: counter"));
}

TEST(Bus, TrialsThatExcludeEachOtherAreRefused) {
  LONGS_EQUAL(2, ran({"--scan", "--light", "1"}).code);
  LONGS_EQUAL(2, ran({"--presses", "1", "--json"}).code);
}
