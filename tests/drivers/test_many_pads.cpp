// With events a press takes as long however many pads are on the line: from 4 to 28 (transceivers of a
// quarter load), with pictures to write after each press. On virtual time.
#include <algorithm>
#include <random>

#include "bus_fixture.hpp"
#include "call_pad/register_pad.hpp"
#include "led_board/register_board.hpp"
#include "virtual_wire.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;

namespace {

/// Milliseconds from a finger to the new picture of the press's board, sorted.
std::vector<double> presses_with(std::uint8_t pad_count) {
  BusOn<WireLine> office{bus::BusSettings{}};
  VirtualWire& wire = office.line->wire;
  wire.rig.add_board(100);
  RegisterBoard board{*office.bus, RegisterBoard::Settings{.address = 100}};
  std::vector<std::unique_ptr<RegisterPad>> pads;
  unsigned counted = 0;
  for (std::uint8_t address = 1; address <= pad_count; ++address) {
    wire.rig.add_pad(address);
    pads.push_back(std::make_unique<RegisterPad>(
        *office.bus,
        RegisterPad::Settings{.address = address, .proof_of_life = RegisterPad::proof_of_life(pad_count)}));
    pads.back()->on_reading([&](const PadReading& reading) {
      if (reading.counters[0] > 0) {
        ++counted;
        board.show({.text = "A" + std::to_string(100 + counted % 800)});
      }
    });
  }
  office.start();
  office.run_for(10s);
  std::mt19937 dice{pad_count};
  std::vector<double> took;
  for (int times = 0; times < 300; ++times) {
    office.run_for(200ms + std::chrono::milliseconds(dice() % 250));
    const auto pad = static_cast<std::uint8_t>(1 + dice() % pad_count);
    const auto from = wire.now();
    wire.at(from, [pad](UnitRig& rig) { rig.hold(pad, 1); });
    wire.at(from + 100ms, [pad](UnitRig& rig) { rig.hold(pad, 0); });
    const auto before = counted;
    CHECK(office.run_until([&] { return counted > before; }, 2s));
    const auto text = "A" + std::to_string(100 + counted % 800);
    CHECK(office.run_until([&] { return wire.rig.shown(100).starts_with(text); }, 2s));
    took.push_back(std::chrono::duration<double, std::milli>(wire.now() - from).count());
  }
  std::sort(took.begin(), took.end());
  office.bus->stop();
  office.io.restart();
  office.io.run();
  return took;
}

}  // namespace

TEST_GROUP(ManyPads){};

TEST(ManyPads, TakeNoLongerThanFew) {
  const auto few = presses_with(4);
  const auto many = presses_with(28);
  const auto at = [](const std::vector<double>& all, double share) {
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
  };
  CHECK_TEXT(at(many, 0.5) <= 1.10 * at(few, 0.5),
             (std::to_string(at(many, 0.5)) + " ms, and " + std::to_string(at(few, 0.5)) + " with few").c_str());
  CHECK_TEXT(at(many, 0.99) <= 1.10 * at(few, 0.99),
             (std::to_string(at(many, 0.99)) + " ms, and " + std::to_string(at(few, 0.99)) + " with few").c_str());
}
