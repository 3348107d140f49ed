// The frame that nobody answers, byte by byte on virtual time: the time that the boards have after it, and
// adapters that receive what they send.
#include <algorithm>

#include "bus_fixture.hpp"
#include "led_board/board_table.hpp"
#include "led_board/register_board.hpp"
#include "virtual_wire.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;

TEST_GROUP(TableOnWire) {
  static constexpr std::uint8_t first = 21;
  static constexpr std::uint8_t count = 8;
  struct Sent {
    MonotonicTime at;
    Bytes frame;
    bool is_table() const { return frame.at(0) == 0xFD && frame.at(1) == 0x42; }
  };
  std::unique_ptr<BoardTable> table;
  std::vector<std::unique_ptr<RegisterBoard>> boards;
  std::unique_ptr<BusOn<WireLine>> office;
  std::vector<Sent> sent;

  void setup() override {
    office = std::make_unique<BusOn<WireLine>>(bus::BusSettings{});
    table = std::make_unique<BoardTable>(*office->bus);
    for (std::uint8_t address = first; address < first + count; ++address) {
      wire().rig.add_board(address, 4);
      boards.push_back(std::make_unique<RegisterBoard>(
          *office->bus, RegisterBoard::Settings{.address = address, .width = 4}, table.get()));
    }
    wire().on_reply = [this](VirtualWire::Reply& reply) { sent.push_back({office->line->now(), reply.request}); };
  }
  void teardown() override {
    wire().on_reply = {};
    office.reset();
    decltype(boards){}.swap(boards);
    table.reset();
    decltype(sent){}.swap(sent);
  }
  VirtualWire& wire() { return office->line->wire; }
  void show_all(const std::string& text) {
    for (const auto& board : boards) {
      board->show({.text = text});
    }
  }
  bool all_proven(const std::string& text) {
    return std::ranges::all_of(boards,
                               [&](const auto& board) { return board->shown() && board->shown()->text == text; });
  }
  void settle() {
    show_all("A001");
    office->start();
    CHECK(office->run_until([&] { return all_proven("A001"); }, 60s));
    office->run_for(40s);
    sent.clear();
  }
  std::size_t tables() { return static_cast<std::size_t>(std::ranges::count_if(sent, &Sent::is_table)); }
};

TEST(TableOnWire, TheNextFrameWaitsUntilTheBoardsHaveHadTheirTime) {
  settle();
  show_all("B002");
  CHECK(office->run_until([&] { return all_proven("B002"); }));
  UNSIGNED_LONGS_EQUAL(1, tables());
  const auto frame = std::ranges::find_if(sent, &Sent::is_table);
  UNSIGNED_LONGS_EQUAL(2 + count * (2 + 2 + 4) + 2, frame->frame.size());
  const bus::LineRate rate = office->line->rate;
  CHECK((frame + 1)->at >= frame->at + rate.characters(frame->frame.size()) + rate.gap() + 5ms);
}

TEST(TableOnWire, AnAdapterThatReceivesWhatItSendsDoesNotDisturbIt) {
  wire().echo = true;
  settle();
  for (const char* text : {"B002", "C003", "D004", "E005"}) {
    show_all(text);
    CHECK(office->run_until([&] { return all_proven(text); }));
    office->run_for(1s);
  }
  UNSIGNED_LONGS_EQUAL(4, tables());
  for (const DeviceHealth& unit : office->bus->all_health()) {
    UNSIGNED_LONGS_EQUAL(0, unit.damaged);
    UNSIGNED_LONGS_EQUAL(0, unit.timeouts);
    UNSIGNED_LONGS_EQUAL(0, unit.noise);
  }
}
