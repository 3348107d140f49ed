#include <string>

#include "accounts/pin.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::accounts;

TEST_GROUP(Pin){};

TEST(Pin, SixDigitsAreTaken) {
  for (const char* pin : {"483920", "170845", "112358", "100000", "246802", "019283"}) {
    CHECK_TEXT(good_pin(pin), pin);
  }
}

TEST(Pin, WhatColleaguesTryFirstIsRefused) {
  for (const char* pin : {"000000", "999999", "123456", "654321", "567890", "098765", "121212", "123123", "123321",
                          "909090", "", "48392", "4839201", "48392a", " 48392", "-48392"}) {
    CHECK_FALSE_TEXT(good_pin(pin), pin);
  }
}

TEST(Pin, ItsSecretIsOfOneMachineAndOnePerson) {
  const std::string secret = pin_secret("key 1", "siti", "483920");
  CHECK(secret != pin_secret("key 2", "siti", "483920"));
  CHECK(secret != pin_secret("key 1", "budi", "483920"));
  CHECK(pin_secret("key 1", "siti4", "83920") != pin_secret("key 1", "siti", "483920"));
}
