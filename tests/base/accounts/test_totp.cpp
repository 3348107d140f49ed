#include <optional>
#include <string>

#include "accounts/totp.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::accounts;

namespace {

// RFC 6238, appendix B, SHA-1; its last six of eight digits.
const std::string rfc_secret = "12345678901234567890";
struct Vector {
  std::int64_t seconds;
  const char* code;
};
constexpr Vector vectors[]{{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                           {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};

constexpr UtcTime at(std::int64_t seconds) { return from_ms(seconds * 1000); }

}  // namespace

TEST_GROUP(Totp){};

TEST(Totp, TheVectorsOfRfc6238) {
  for (const Vector& vector : vectors) {
    const auto step = totp_step(rfc_secret, vector.code, at(vector.seconds), std::nullopt);
    CHECK_TRUE(step.has_value());
    LONGS_EQUAL(vector.seconds / 30, *step);
  }
}

TEST(Totp, OneStepEitherSideAndNoMore) {
  // The step of 1111111111 is 1111111110 to 1111111139.
  const struct {
    std::int64_t seconds;
    bool good;
  } table[]{{1111111079, false}, {1111111080, true}, {1111111110, true},
            {1111111139, true},  {1111111169, true}, {1111111170, false}};
  for (const auto& row : table) {
    CHECK_EQUAL(row.good, totp_step(rfc_secret, "050471", at(row.seconds), std::nullopt).has_value());
  }
}

TEST(Totp, ACodeWorksOnceAndNoneBeforeItAnyMore) {
  const std::int64_t step = 1111111111 / 30;
  CHECK_TRUE(totp_step(rfc_secret, "050471", at(1111111111), step - 1).has_value());
  CHECK_FALSE(totp_step(rfc_secret, "050471", at(1111111111), step).has_value());
  CHECK_FALSE(totp_step(rfc_secret, "081804", at(1111111111), step).has_value());
}

TEST(Totp, WhatIsNoCodeIsWrong) {
  for (const char* wrong : {"", "28708", "2870821", "28708a", " 287082", "287 082", "-87082"}) {
    CHECK_FALSE(totp_step(rfc_secret, wrong, at(59), std::nullopt).has_value());
  }
  CHECK_FALSE(totp_step("", "287082", at(59), std::nullopt).has_value());
}

TEST(Totp, AClockBefore1970IsNoFault) {
  CHECK_FALSE(totp_step(rfc_secret, "287082", at(-1), std::nullopt).has_value());
  CHECK_FALSE(totp_step(rfc_secret, "287082", at(-100000), std::nullopt).has_value());
}

TEST(Totp, AnAppReadsTheAddress) {
  STRCMP_EQUAL(
      "otpauth://totp/Antrean%20Jakarta%20%26%20Co:siti?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
      "&issuer=Antrean%20Jakarta%20%26%20Co&algorithm=SHA1&digits=6&period=30",
      totp_uri(rfc_secret, "Antrean Jakarta & Co", "siti").c_str());
}

TEST(Totp, ASecretHas160RandomBits) {
  LONGS_EQUAL(20, random_totp_secret().size());
  CHECK(random_totp_secret() != random_totp_secret());
}
