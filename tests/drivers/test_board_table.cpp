// Many boards that change at once are told by one frame, and each is looked at afterwards: lost frames,
// boards of the first layout, presses meanwhile, a host that dies in between. Virtual time, and the boards'
// own firmware.
#include <algorithm>
#include <array>
#include <random>

#include "bus_fixture.hpp"
#include "call_pad/register_pad.hpp"
#include "led_board/board_table.hpp"
#include "led_board/register_board.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;
using Fault = SimulatedLine::Fault;

namespace {

constexpr std::uint8_t first = 21;
constexpr std::uint8_t boards = 14;
constexpr std::uint8_t wide = first + boards - 1;  // the hall's board

bool is_table(const bus::Request& request) { return request.function == bus::Function::write_pictures; }

std::uint8_t width_of(std::uint8_t address) { return address == wide ? 8 : 4; }

/// The host: a bus with the drivers of 14 boards and four pads. The units live on without it.
struct Host {
  explicit Host(UnitRig&& units, bus::BusSettings settings = {}) : office(settings) {
    office.line->rig = std::move(units);
    table = std::make_unique<BoardTable>(*office.bus);
    for (std::uint8_t pad = 1; pad <= 4; ++pad) {
      pads.push_back(std::make_unique<RegisterPad>(*office.bus, RegisterPad::Settings{.address = pad}));
    }
    for (std::uint8_t address = first; address < first + boards; ++address) {
      shows.push_back(std::make_unique<RegisterBoard>(
          *office.bus, RegisterBoard::Settings{.address = address, .width = width_of(address)}, table.get()));
    }
  }

  UnitRig& rig() { return office.line->rig; }
  RegisterBoard& board(std::uint8_t address) { return *shows.at(address - first); }
  std::string seen(std::uint8_t address) { return rig().shown(address); }
  bool right(std::uint8_t address, const std::string& text) {
    return seen(address) == (text + std::string(8, ' ')).substr(0, width_of(address));
  }
  void show_all(const std::string& text, std::uint8_t blink = 0) {
    for (auto& board : shows) {
      board->show({.text = text, .blink = blink});
    }
  }
  bool all_right(const std::string& text) {
    for (std::uint8_t address = first; address < first + boards; ++address) {
      if (!right(address, text)) {
        return false;
      }
    }
    return true;
  }
  bool all_proven(const std::string& text) {
    return all_right(text) && std::ranges::all_of(shows, [](const auto& board) {
             return board->shown() && board->shown() == board->told();
           });
  }
  /// All boards are known, and the lamp tests are over.
  void settle(const std::string& text) {
    show_all(text);
    office.start();
    CHECK(office.run_until([&] { return all_proven(text); }, 60s));
    wait_for_identities(boards);
    office.line->requests.clear();
    office.changes.clear();
  }
  /// Until so many boards have said whether they know tables; the lamp tests are over then.
  void wait_for_identities(std::ptrdiff_t count) {
    const auto said = [&] {
      return std::ranges::count_if(office.line->requests, [](const bus::Request& request) {
        return request.function == bus::Function::report_id && request.unit >= first;  // pads are asked, too
      });
    };
    CHECK(!table->may_be_sent() || office.run_until([&] { return said() >= count; }, 120s));
    office.run_for(2s);
  }
  std::size_t tables() { return static_cast<std::size_t>(std::ranges::count_if(office.line->requests, is_table)); }
  std::size_t writes_to(std::uint8_t address) {
    return static_cast<std::size_t>(std::ranges::count_if(office.line->requests, [&](const auto& request) {
      return request.unit == address && !request.values.empty();
    }));
  }
  std::size_t writes_one_by_one() {
    std::size_t writes = 0;
    for (std::uint8_t address = first; address < first + boards; ++address) {
      writes += writes_to(address);
    }
    return writes;
  }

  // They outlive the bus.
  std::unique_ptr<BoardTable> table;
  std::vector<std::unique_ptr<RegisterPad>> pads;
  std::vector<std::unique_ptr<RegisterBoard>> shows;
  BusFixture office;
};

UnitRig hall() {
  UnitRig rig;
  for (std::uint8_t pad = 1; pad <= 4; ++pad) {
    rig.add_pad(pad);
  }
  for (std::uint8_t address = first; address < first + boards; ++address) {
    rig.add_board(address, width_of(address));
  }
  return rig;
}

}  // namespace

TEST_GROUP(BoardTable){};

TEST(BoardTable, FourteenBoardsChangeWithOneFrameAndCountAsShownOnlyWhenTheyWereLookedAt) {
  Host host(hall());
  host.settle("A001");
  host.show_all("B002", 0xF0);
  CHECK(host.office.run_until([&] { return host.all_right("B002"); }, 1s));
  UNSIGNED_LONGS_EQUAL(1, host.tables());
  UNSIGNED_LONGS_EQUAL(0, host.writes_one_by_one());
  LONGS_EQUAL(0xF0, host.rig().board(30).picture.blink);
  for (const auto& board : host.shows) {
    CHECK(!board->shown());
  }
  CHECK(host.office.run_until([&] { return host.all_proven("B002"); }, 5s));
  UNSIGNED_LONGS_EQUAL(1, host.tables());
  UNSIGNED_LONGS_EQUAL(0, host.writes_one_by_one());
  host.show_all("");  // closing
  CHECK(host.office.run_until([&] { return host.all_proven(""); }, 5s));
  UNSIGNED_LONGS_EQUAL(2, host.tables());
  UNSIGNED_LONGS_EQUAL(0, host.writes_one_by_one());
  CHECK(host.office.changes.empty());
}

TEST(BoardTable, ABoardThatDidNotHearItIsWrittenInTheRoundWithoutAnAlarm) {
  Host host(hall());
  host.settle("A001");
  host.rig().set_deaf(25, true);
  host.show_all("B002");
  CHECK(host.office.run_until([&] { return host.right(26, "B002"); }, 1s));
  host.rig().set_deaf(25, false);
  CHECK(!host.right(25, "B002"));
  CHECK(host.office.run_until([&] { return host.all_proven("B002"); }, 5s));
  UNSIGNED_LONGS_EQUAL(1, host.tables());
  UNSIGNED_LONGS_EQUAL(1, host.writes_one_by_one());
  UNSIGNED_LONGS_EQUAL(1, host.writes_to(25));
  CHECK(host.office.changes.empty());
}

TEST(BoardTable, AFrameThatNobodyHeardIsRepairedByTheRound) {
  Host host(hall());
  host.settle("A001");
  host.office.line->fault = [](const bus::Request& request) {
    return is_table(request) ? Fault::request_lost : Fault::none;
  };
  host.show_all("B002");
  CHECK(host.office.run_until([&] { return host.all_proven("B002"); }, 10s));
  CHECK(host.office.changes.empty());
  host.office.line->fault = [](const bus::Request&) { return Fault::none; };
  host.wait_for_identities(boards);
  host.office.line->requests.clear();
  host.show_all("C003");  // they say again that they know tables
  CHECK(host.office.run_until([&] { return host.all_proven("C003"); }, 5s));
  UNSIGNED_LONGS_EQUAL(1, host.tables());
  UNSIGNED_LONGS_EQUAL(0, host.writes_one_by_one());
}

TEST(BoardTable, BoardsOfTheFirstLayoutAreWrittenOneByOneAndNobodyIsSentAPlainBroadcast) {
  UnitRig units = hall();
  for (const int old : {22, 27, 31}) {
    units.set_first_board(static_cast<std::uint8_t>(old));
  }
  Host host(std::move(units));
  host.settle("A001");
  host.show_all("B002");
  CHECK(host.office.run_until([&] { return host.all_proven("B002"); }, 5s));
  UNSIGNED_LONGS_EQUAL(1, host.tables());
  UNSIGNED_LONGS_EQUAL(3, host.writes_one_by_one());
  for (const int old : {22, 27, 31}) {
    UNSIGNED_LONGS_EQUAL(1, host.writes_to(static_cast<std::uint8_t>(old)));
  }
  for (const auto& request : host.office.line->requests) {
    CHECK(request.unit != bus::broadcast);  // a unit of another maker might obey it
    CHECK(!is_table(request) || bus::encode(request)[0] == 0xFD);
  }
}

TEST(BoardTable, AFewBoardsAreWrittenOneByOne) {
  Host host(hall());
  host.settle("A001");
  for (std::uint8_t address = first; address < first + BoardTable::worth_a_frame - 1; ++address) {
    host.board(address).show({.text = "B002"});
  }
  const auto all = [&] {
    return std::ranges::all_of(host.shows.begin(), host.shows.begin() + BoardTable::worth_a_frame - 1,
                               [](const auto& board) { return board->told() && board->told()->text == "B002"; });
  };
  CHECK(host.office.run_until(all, 5s));
  UNSIGNED_LONGS_EQUAL(0, host.tables());
  UNSIGNED_LONGS_EQUAL(BoardTable::worth_a_frame - 1, host.writes_one_by_one());
}

TEST(BoardTable, IsNotUsedWhereTheSettingsSayNoToFramesForAll) {
  bus::BusSettings settings;
  settings.events = false;
  Host host(hall(), settings);
  CHECK(!host.table->may_be_sent());
  host.settle("A001");
  host.show_all("B002");
  CHECK(host.office.run_until([&] { return host.all_proven("B002"); }, 5s));
  UNSIGNED_LONGS_EQUAL(0, host.tables());
  UNSIGNED_LONGS_EQUAL(boards, host.writes_one_by_one());
}

TEST(BoardTable, AHostThatDiesBeforeItLookedIsFollowedByOneThatShowsTheRightThing) {
  for (const char* later : {"B002", "C003"}) {
    for (const bool heard : {true, false}) {
      auto host = std::make_unique<Host>(hall());
      host->settle("A001");
      bool left = false;
      host->office.line->fault = [&](const bus::Request& request) {
        left = left || is_table(request);
        return is_table(request) && !heard ? Fault::request_lost : Fault::none;
      };
      host->show_all("B002");
      CHECK(host->office.run_until([&] { return left; }, 1s));
      UnitRig units = std::move(host->rig());
      host->office.line->rig = hall();
      host.reset();
      Host next(std::move(units));
      next.office.line->stand_still(std::chrono::microseconds(next.rig().clock()));
      next.show_all(later);
      next.office.start();
      CHECK(next.office.run_until([&] { return next.all_proven(later); }, 10s));
    }
  }
}

TEST(BoardTable, PressesAreAskedForBetweenTheLooks) {
  Host host(hall());
  host.settle("A001");
  CHECK(host.office.bus->events()->works(host.office.line->now()));
  host.show_all("B002");
  CHECK(host.office.run_until([&] { return host.all_proven("B002"); }, 5s));
  unsigned others = 0;
  for (const auto& request : host.office.line->requests) {
    others = request.is_arbitrated() ? 0 : others + 1;
    CHECK(others <= 3);
  }
}

TEST(BoardTable, ABoardThatWasExchangedForOneOfTheFirstLayoutIsWrittenAndNotToldAnyMore) {
  Host host(hall());
  host.settle("A001");
  host.rig().set_first_board(24);  // unnoticed: at once, and it shows the same
  host.show_all("B002");
  CHECK(host.office.run_until([&] { return host.all_proven("B002"); }, 5s));
  UNSIGNED_LONGS_EQUAL(1, host.writes_to(24));
  host.wait_for_identities(1);
  host.office.line->requests.clear();
  host.show_all("C003");
  CHECK(host.office.run_until([&] { return host.right(24, "C003"); }, 5s));
  const auto table = std::ranges::find_if(host.office.line->requests, is_table);
  CHECK(table != host.office.line->requests.end());
  UNSIGNED_LONGS_EQUAL((boards - 2) * (2 + 2 + 4) + (2 + 2 + 8), table->values.size());  // without it
  CHECK(host.office.changes.empty());
}

TEST(BoardTable, AStuckBoardIsAnAlarmAlsoIfAllChangeAgainAndAgain) {
  Host host(hall());
  host.settle("A001");
  host.rig().set_stuck(24, true);
  for (int number = 100; number < 110 && host.board(24).health().state != DeviceState::wrong; ++number) {
    host.show_all("B" + std::to_string(number));
    host.office.run_for(10s);
  }
  CHECK(host.board(24).health().state == DeviceState::wrong);
  CHECK(host.tables() >= 1);
  UNSIGNED_LONGS_EQUAL(1, host.office.changes.size());
}

TEST(BoardTable, AfterAFrameThatCouldNotLeaveTheyAreWrittenOneByOne) {
  Host host(hall());
  host.settle("A001");
  host.office.line->fault = [](const bus::Request& request) {
    return is_table(request) ? Fault::not_sent : Fault::none;
  };
  host.show_all("B002");
  CHECK(host.office.run_until([&] { return host.all_proven("B002"); }, 5s));
  UNSIGNED_LONGS_EQUAL(1, host.tables());
  UNSIGNED_LONGS_EQUAL(boards, host.writes_one_by_one());
}

TEST(BoardTable, WhateverIsLostNoBoardIsSaidToShowWhatItDoesNot) {
  for (const unsigned seed : {1U, 2U}) {
    std::mt19937 dice(seed);
    Host host(hall());
    host.settle("A000");
    bool calm = false;
    host.office.line->fault = [&](const bus::Request&) {
      const auto what = calm ? 99 : dice() % 40;
      return what == 0   ? Fault::request_lost
             : what == 1 ? Fault::reply_lost
             : what == 2 ? Fault::reply_damaged
                         : Fault::none;
    };
    std::array<std::string, boards> wanted;
    for (int round = 0; round < 30; ++round) {
      const bool all = dice() % 2 == 0;
      for (std::uint8_t n = 0; n < boards; ++n) {
        if (all || dice() % 4 == 0) {
          wanted[n] = "A" + std::to_string(100 + dice() % 900);
          host.board(first + n).show({.text = wanted[n]});
        } else if (wanted[n].empty()) {
          wanted[n] = "A000";
        }
      }
      const auto address = static_cast<std::uint8_t>(first + dice() % boards);
      if (dice() % 3 == 0) {
        host.rig().restart(address);
      }
      host.rig().set_deaf(address, dice() % 2 == 0);
      const auto until = host.office.line->now() + std::chrono::milliseconds(dice() % 3000);
      host.office.run_until(
          [&] {
            for (std::uint8_t n = 0; n < boards; ++n) {
              const auto shown = host.board(first + n).shown();
              // what it has lost since it was seen is found at the next look
              const auto status = led_board_status(&host.rig().board(first + n));
              if (shown && status == 0 && !host.rig().is_deaf(first + n)) {
                STRCMP_EQUAL(host.seen(first + n).c_str(), shown->text.c_str());
              }
            }
            return host.office.line->now() >= until;
          },
          10s);
      host.rig().set_deaf(address, false);
    }
    calm = true;
    CHECK(host.office.run_until(
        [&] {
          for (std::uint8_t n = 0; n < boards; ++n) {
            if (!host.right(first + n, wanted[n]) || !host.board(first + n).shown()) {
              return false;
            }
          }
          return true;
        },
        60s));
    CHECK(host.tables() >= 5);
    UNSIGNED_LONGS_EQUAL(0, std::ranges::count_if(host.office.changes, [](const auto& change) {
                           return change.state == DeviceState::wrong;
                         }));
  }
}
