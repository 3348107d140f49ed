// Bookings that look as if one hand made many of them. Pure.
#include <algorithm>

#include "reports/clusters.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

using namespace std::chrono_literals;

const UtcTime now = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib);

template <class Bytes>
Bytes bytes(int n) {
  Bytes made{};
  made[0] = static_cast<std::uint8_t>(n);
  return made;
}

BookedFrom booking(int n) {
  return {.code = "AD-CODE" + std::to_string(10 + n),
          .office = "AD",
          .service = "paspor",
          .name = std::string(static_cast<std::size_t>(1), static_cast<char>('a' + n)) + "nton" +
                  static_cast<char>('a' + n) + "u",
          .mail = "orang" + std::to_string(n) + "@contoh.id",
          .day = *OfficeDay::parse("2026-11-23"),
          .start = TimeOfDay{8 * 60},
          .person = bytes<NikHmac>(n + 1),
          .network = bytes<AddressDigest>(n + 1),
          .booked_at = now + Minutes{n},
          .cancelled_at = {}};
}

}  // namespace

TEST_GROUP(Clusters) {
  std::vector<BookedFrom> bookings;
  void setup() override {
    for (int n = 0; n < 12; ++n) {
      bookings.push_back(booking(n));
    }
  }
  std::string report() const {
    std::string all;
    for (const auto& line : clusters(bookings)) {
      all += line + "\n";
    }
    return all;
  }
};

TEST(Clusters, OrdinaryPeopleAreNone) { STRCMP_EQUAL("", report().c_str()); }

TEST(Clusters, ManyFromOneNetwork) {
  for (int n = 0; n < 10; ++n) {
    bookings[static_cast<std::size_t>(n)].network = bytes<AddressDigest>(99);
  }
  const auto all = report();
  STRCMP_CONTAINS("one network: 10 bookings of 10 people: AD-CODE10 AD-CODE11", all.c_str());
  bookings[9].network = {};
  STRCMP_EQUAL("", report().c_str());
}

TEST(Clusters, WhatHasNoNetworkAndNoContactIsNoCluster) {
  for (auto& one : bookings) {
    one.network = {};
    one.mail.clear();
  }
  STRCMP_EQUAL("", report().c_str());
}

TEST(Clusters, ManyWithOneContactAndNobodysNameOrAddressIsShown) {
  for (int n = 0; n < 6; ++n) {
    bookings[static_cast<std::size_t>(n)].mail = "calo@contoh.id";
  }
  const auto all = report();
  STRCMP_CONTAINS("one contact: 6 bookings of 6 people", all.c_str());
  CHECK(all.find("calo") == std::string::npos);
  CHECK(all.find("nton") == std::string::npos);
}

TEST(Clusters, NamesThatAreNearlyTheSameOfDifferentPeople) {
  bookings[0].name = "Siti Aminah";
  bookings[1].name = "SITI  AMINNAH";
  bookings[2].name = "Aminah Siti";
  bookings[3].name = "Siti Amínah 2";
  STRCMP_CONTAINS("nearly the same name on one day at one office: 4 bookings of 4 people", report().c_str());
  bookings[3].person = bookings[2].person;
  STRCMP_EQUAL("", report().c_str());
  bookings[3].person = bytes<NikHmac>(77);
  bookings[3].office = "FB";
  STRCMP_EQUAL("", report().c_str());
}

TEST(Clusters, CancelledAndBookedAgainForOthersByOneHand) {
  for (std::size_t n = 0; n < 3; ++n) {
    bookings[n].network = bookings[n + 3].network = bytes<AddressDigest>(99);
    bookings[n].start = bookings[n + 3].start = TimeOfDay{10 * 60 + static_cast<int>(n)};
    bookings[n].cancelled_at = now + 2min;
  }
  STRCMP_CONTAINS("cancelled, and booked again for others, from one network: 3 bookings of 3 people", report().c_str());
  for (std::size_t n = 0; n < 3; ++n) {
    bookings[n].cancelled_at = now - 2h;
  }
  STRCMP_EQUAL("", report().c_str());
}
