#include <optional>
#include <string>

#include "accounts/password.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::accounts;

namespace {

struct Case {
  std::string password;
  std::optional<PasswordFault> fault;
};

const PasswordContext context{.user = "siti", .names = {"Siti Aminah", "Kantor Imigrasi Kelas I Ciamis"}};

void check(const Case& tried) {
  const auto fault = password_fault(tried.password, context);
  CHECK_TEXT(fault == tried.fault, (tried.password + ": " + (fault ? text(*fault).en : "was taken")).c_str());
}

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

}  // namespace

TEST_GROUP(Password){};

TEST(Password, AnyCharactersAreTakenWithoutRulesOfComposition) {
  for (const char* good :
       {"kopi tubruk pagi hari", "kucing makan ikan", "horse battery staple", "Xk3#mQ9!zL2p", "  leading blanks kept",
        "жёлтая подводная лодка", "日本語のとても長いパスワード", "🦊🐢🎲🪁🧵🎻🚲🧊🪴🧭🛶🥁"}) {
    check({good, std::nullopt});
  }
}

TEST(Password, LengthCountsCharactersNotBytes) {
  check({"Xk3#mQ9!zL2", PasswordFault::too_short});
  check({"🦊🐢🎲🪁🧵🎻🚲🧊🪴🧭🛶", PasswordFault::too_short});
  check({"", PasswordFault::too_short});
  const std::string long_one = "Xk3#mQ9!zL2p" + times(29, "q7R;") + "";
  check({long_one, std::nullopt});
  check({long_one + "x", PasswordFault::too_long});
}

TEST(Password, WhatNobodyCanTypeIsRefused) {
  for (const std::string& wrong :
       {std::string("kopi tubruk\x01pagi"), std::string("kopi tubruk pagi\n"), std::string("kopi tubruk\0pagi", 16),
        std::string("kopi tubruk \xFF pagi"), std::string("kopi tubruk pagi \xC3"), std::string("kopi \xC0\xAF tubruk"),
        std::string("kopi tubruk \x7F pagi")}) {
    check({wrong, PasswordFault::not_text});
  }
}

TEST(Password, WhatTheUserNameIsPartOfIsRefused) {
  check({"pagi-pagi Siti ke pasar", PasswordFault::holds_user_name});
  CHECK_FALSE(password_fault("pagi-pagi Siti ke pasar", {.user = "budi"}).has_value());
}

TEST(Password, BreachedOnesAreRefusedWhateverTheirCapitals) {
  // Each would take more than 10^12 guesses by itself.
  for (const char* wrong : {"q1w2e3r4t5y6u7i8o9p0", "kartoffelpuffer", "Ichliebedich", "GHBDTNRFRLTKF"}) {
    check({wrong, PasswordFault::breached});
  }
}

TEST(Password, WhatIsTriedEarlyIsRefused) {
  for (const char* wrong :
       {"winniethepooh", "qwertyuiop123", "aaaaaaaaaaaa",     "123454321012",    "P@ssw0rd12345", "passwordpassword",
        "iloveyou12345", "adminadmin123", "correct horse",    "antrean-2026-ok", "bismillah123",  "indonesia1945",
        "sayangkamu123", "jakarta2026!!", "garuda pancasila", "merdeka17081945", "rahasia123456", "imigrasi12345",
        "aminah 12345",  "kantorciamis1", "terimakasih2026",  "antreanantrean"}) {
    const auto fault = password_fault(wrong, context);
    CHECK_TEXT(fault == PasswordFault::easy_to_guess || fault == PasswordFault::breached, wrong);
  }
}

TEST(Password, EachFaultHasItsText) {
  for (int fault = 0; fault <= static_cast<int>(PasswordFault::easy_to_guess); ++fault) {
    const auto words = text(static_cast<PasswordFault>(fault));
    CHECK(!words.id.empty() && !words.en.empty());
  }
}
