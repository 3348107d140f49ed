// Units found by serial number and given addresses, on a wire on virtual time with the units' own firmware.
#include <algorithm>

#include "device_profiles/serial_numbers.hpp"
#include "virtual_wire.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::test;
using namespace std::chrono_literals;

TEST_GROUP(SerialNumbers) {
  static constexpr bus::LineRate rate{.baud = 19200, .parity = bus::Parity::none, .stop_bits = 1};
  VirtualWire wire{rate};
  bus::SerialExchange exchange{wire, rate};
  AskUnit ask = [this](const bus::Request& request) { return exchange.exchange(request, 50ms).outcome; };

  void setup() override {
    wire.rig.add_board(21);
    wire.rig.add_pad(5);
    wire.rig.add_new_pad(101, 1, 0x0D000131);
    wire.rig.add_new_pad(102, 1, 0x0D000132);
    wire.rig.add_new_pad(103, 1, 0x0D000133);
    exchange.opened();
  }
  /// What is in the way, or nothing.
  std::string given(std::uint32_t serial, bus::UnitAddress address) {
    const auto trouble = give_address(ask, serial, address);
    return trouble ? trouble->en : "";
  }
  bool answers(bus::UnitAddress address) { return !ask(bus::Request::report_id(address)).has_error(); }
  std::string found_now() {
    std::string text;
    const auto found = find_by_serial(ask);
    CHECK(!found.trouble);
    for (const auto& unit : found.units) {
      text += serial_text(unit.serial) + " " + std::to_string(unit.address) + " " + unit.identity + "; ";
    }
    return text;
  }
  static bool is_scan(const Bytes& request) { return request[0] == bus::to_all && request[2] <= 2; }
};

TEST(SerialNumbers, ThreeUnitsWithOneAddressAreToldApart) {
  STRCMP_EQUAL(
      "0x0D000005 5 antrean-pad 2.1; 0x0D000131 1 antrean-pad 2.1; 0x0D000132 1 antrean-pad 2.1; "
      "0x0D000133 1 antrean-pad 2.1; ",
      found_now().c_str());
}

TEST(SerialNumbers, EachGetsAnAddressOfItsOwnAndKeepsIt) {
  STRCMP_EQUAL("", given(0x0D000132, 2).c_str());
  STRCMP_EQUAL("", given(0x0D000133, 3).c_str());
  wire.sleep_until(wire.now() + 11s);  // longer than the trial
  STRCMP_EQUAL(
      "0x0D000005 5 antrean-pad 2.1; 0x0D000131 1 antrean-pad 2.1; 0x0D000132 2 antrean-pad 2.1; "
      "0x0D000133 3 antrean-pad 2.1; ",
      found_now().c_str());
  CHECK(answers(1) && answers(2) && answers(3));
  STRCMP_EQUAL("", given(0x0D000133, 3).c_str());  // it has it already
}

TEST(SerialNumbers, AnAddressThatAnotherUnitHasIsNotGiven) {
  const auto taken = give_address(ask, 0x0D000132, 5);
  CHECK(taken.has_value());
  STRCMP_EQUAL("address 5 is taken by another unit", taken->en.c_str());
  CHECK(give_address(ask, 0x0D000005, 1).has_value());  // three units at once are no free address either
  wire.sleep_until(wire.now() + 11s);
  STRCMP_CONTAINS("0x0D000005 5 ", found_now().c_str());
  STRCMP_CONTAINS("0x0D000132 1 ", found_now().c_str());
}

TEST(SerialNumbers, WhatIsNotThereOrNotOursIsSaid) {
  const auto nobody = give_address(ask, 0x0D000777, 9);
  CHECK(nobody && nobody->en.starts_with("nobody answers to this serial number"));
  CHECK(!nobody->id.empty());
  const auto bought = give_address(ask, 0x00123456, 9);
  CHECK(bought && bought->en.find("maker's tool") != std::string::npos);
  CHECK_FALSE(answers(9));
}

TEST(SerialNumbers, AUnitThatIsNotHeardAtItsNewAddressHasItsOldOneAgain) {
  wire.on_reply = [](VirtualWire::Reply& reply) {
    if (reply.request[0] == 9) {
      reply.bytes.clear();
    }
  };
  // The confirmation arrives nowhere.
  const AskUnit deaf = [&](const bus::Request& request) {
    return request.unit == 9 ? bus::Outcome{bus::ExchangeFailure{}} : ask(request);
  };
  const auto trouble = give_address(deaf, 0x0D000132, 9);
  CHECK(trouble && trouble->en.starts_with("no answer at the new address"));
  wire.on_reply = {};
  wire.sleep_until(wire.now() + 11s);
  STRCMP_CONTAINS("0x0D000132 1 ", found_now().c_str());
}

TEST(SerialNumbers, ALostReplyToTheConfirmationDoesNotMatter) {
  unsigned lost = 0;
  wire.on_reply = [&](VirtualWire::Reply& reply) {
    if (reply.request[0] == 9 && reply.request[1] == 16 && lost == 0) {
      ++lost;
      reply.bytes.clear();
    }
  };
  STRCMP_EQUAL("", given(0x0D000132, 9).c_str());
  LONGS_EQUAL(1, lost);
  CHECK(answers(9));
}

TEST(SerialNumbers, ADamagedAnswerDoesNotHideAUnit) {
  for (const unsigned which : {1U, 2U, 5U}) {
    unsigned scans = 0;
    wire.on_reply = [&](VirtualWire::Reply& reply) {
      if (is_scan(reply.request) && ++scans == which) {
        reply.bytes[3] ^= 4;
      }
    };
    const auto found = find_by_serial(ask);
    CHECK(!found.trouble);
    LONGS_EQUAL(4, found.units.size());
  }
  wire.on_reply = [](VirtualWire::Reply& reply) {
    if (is_scan(reply.request) && reply.bytes.size() > 5) {
      reply.bytes[4] ^= 1;
    }
  };
  const auto found = find_by_serial(ask);
  CHECK(found.trouble && found.units.empty());
}

TEST(SerialNumbers, ALineWithoutSuchUnitsIsNoTrouble) {
  VirtualWire other{rate};
  other.rig.add_first_pad(1);
  bus::SerialExchange there{other, rate};
  there.opened();
  const auto found = find_by_serial([&](const bus::Request& request) { return there.exchange(request, 50ms).outcome; });
  CHECK(!found.trouble && found.units.empty());
}

TEST(SerialNumbers, AreReadAsTheyStandOnTheCase) {
  LONGS_EQUAL(0x0D00002A, *serial_from("0x0D00002A"));
  LONGS_EQUAL(0x0D00002A, *serial_from("0d00002a"));
  STRCMP_EQUAL("0x0D00002A", serial_text(0x0D00002A).c_str());
  for (const char* wrong : {"", "0x", "0x0D00002AB", "13 1", "0x0D00002A ", "-1", "G"}) {
    CHECK_TEXT(!serial_from(wrong), wrong);
  }
}
