#include <string>
#include <vector>

#include <oath.h>

#include "accounts/totp.hpp"
#include "rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::accounts;
using namespace antrean::accounts::rig;

TEST_GROUP(SecondFactor) {
  Office office;
  std::string secret_text;
  std::vector<std::string> recovery_codes;

  SignedIn budi(const Place& place = hall) {
    const auto signed_in = office.accounts->sign_in_with_password("budi", budi_password, place, office.now);
    CHECK_TRUE(signed_in.has_value());
    return *signed_in;
  }
  /// What budi's telephone shows at `at`.
  std::string code(UtcTime at) const {
    char* secret = nullptr;
    std::size_t length = 0;
    LONGS_EQUAL(OATH_OK, oath_base32_decode(secret_text.data(), secret_text.size(), &secret, &length));
    std::string shown(7, '\0');
    LONGS_EQUAL(OATH_OK,
                oath_totp_generate(secret, length, static_cast<time_t>(to_ms(at) / 1000), 30, 0, 6, shown.data()));
    free(secret);
    shown.pop_back();
    return shown;
  }
  SignedIn set_up() {
    const auto first = budi();
    const auto begun = office.accounts->begin_second_factor(first.session.id, office.now);
    CHECK_TRUE(begun.has_value());
    secret_text = begun->text;
    const auto confirmed = office.accounts->finish_second_factor(first.session.id, code(office.now), true, office.now);
    CHECK_TRUE(confirmed.has_value());
    recovery_codes = confirmed->recovery_codes;
    office.now += Minutes{1};
    return confirmed->signed_in;
  }
  Result<SignedIn> confirm(const std::string& typed, bool clock_trusted = true) {
    return office.accounts->confirm_second_factor(budi().session.id, typed, hall, clock_trusted, office.now);
  }
};

TEST(SecondFactor, ASupervisorSetsItUpFirst) {
  const auto first = budi();
  CHECK(first.session.second_factor == accounts::SecondFactor::to_set_up);
  CHECK_FALSE(first.session.complete());
  const auto done = set_up();
  CHECK_TRUE(done.session.complete());
  LONGS_EQUAL(10, recovery_codes.size());
  LONGS_EQUAL(10, office.accounts->person("budi")->recovery_codes);
  CHECK_TRUE(office.accounts->person("budi")->has_second_factor);
  // The sessions before are over, whoever had them.
  CHECK_FALSE(office.accounts->session(first.session.id, office.now).has_value());
  CHECK(budi().session.second_factor == accounts::SecondFactor::needed);
}

TEST(SecondFactor, APasswordAloneOpensNothingAndSetsUpNothing) {
  set_up();
  const auto half = budi();
  CHECK_FALSE(half.session.complete());
  CHECK_WHY(Why::not_now, office.accounts->begin_second_factor(half.session.id, office.now));
  CHECK_WHY(Why::not_now, office.accounts->change_password(half.session.id, budi_password, "sepeda hijau di kolam",
                                                           hall, office.now));
  office.now += office.options.limits.without_second_factor;
  CHECK_WHY(Why::session_over,
            office.accounts->confirm_second_factor(half.session.id, code(office.now), hall, true, office.now));
}

TEST(SecondFactor, ACodeGivesANewTokenAndTheOldOneIsVoid) {
  set_up();
  const auto half = budi();
  const auto whole = office.accounts->confirm_second_factor(half.session.id, code(office.now), hall, true, office.now);
  CHECK_TRUE(whole.has_value());
  CHECK_TRUE(whole->session.complete());
  CHECK(whole->token != half.token);
  CHECK(whole->session.ends == office.now + office.options.limits.longest);
  CHECK_FALSE(office.accounts->session(half.session.id, office.now).has_value());
  CHECK_WHY(Why::not_now,
            office.accounts->confirm_second_factor(whole->session.id, code(office.now), hall, true, office.now));
}

TEST(SecondFactor, ACodeWorksOnceOneStepEitherSide) {
  set_up();
  CHECK_TRUE(confirm(code(office.now)).has_value());
  CHECK_WHY(Why::wrong_code, confirm(code(office.now)));
  CHECK_WHY(Why::wrong_code, confirm(code(office.now - std::chrono::seconds{30})));
  CHECK_TRUE(confirm(code(office.now + std::chrono::seconds{30})).has_value());
  office.now += Minutes{5};
  CHECK_WHY(Why::wrong_code, confirm(code(office.now + std::chrono::seconds{60})));
  CHECK_TRUE(confirm(code(office.now - std::chrono::seconds{30})).has_value());
}

TEST(SecondFactor, ACodeThatWasUsedStaysUsedOverARestart) {
  set_up();
  const std::string used = code(office.now);
  CHECK_TRUE(confirm(used).has_value());
  office.reopen();
  CHECK_WHY(Why::wrong_code, confirm(used));
}

TEST(SecondFactor, TheCodeThatSetItUpIsUsed) {
  set_up();
  office.now -= Minutes{1};
  CHECK_WHY(Why::wrong_code, confirm(code(office.now)));
}

TEST(SecondFactor, WrongCodesLockAndTypingThePasswordAgainDoesNotUnlock) {
  set_up();
  for (int i = 0; i < 5; ++i) {
    CHECK_WHY(Why::wrong_code, confirm("000000"));
  }
  CHECK_WHY(Why::locked, office.accounts->sign_in_with_password("budi", budi_password, hall, office.now));
  const auto elsewhere = budi(street);
  CHECK_TRUE(office.accounts->confirm_second_factor(elsewhere.session.id, code(office.now), street, true, office.now)
                 .has_value());
}

TEST(SecondFactor, WhileTheClockIsUntrustedARecoveryCodeDoes) {
  set_up();
  for (int i = 0; i < 10; ++i) {  // costs no tries
    CHECK_WHY(Why::clock_untrusted, confirm(code(office.now), false));
  }
  CHECK_TRUE(confirm(recovery_codes[3], false).has_value());
  CHECK_WHY(Why::clock_untrusted,
            office.accounts->finish_second_factor(
                [this] {
                  const auto session = confirm(recovery_codes[4], false);
                  CHECK_TRUE(office.accounts->begin_second_factor(session->session.id, office.now).has_value());
                  return session->session.id;
                }(),
                "000000", false, office.now));
}

TEST(SecondFactor, ARecoveryCodeWorksOnceHoweverItIsTyped) {
  set_up();
  std::string typed = recovery_codes[0];
  std::erase(typed, '-');
  for (char& c : typed) {
    c = static_cast<char>(tolower(c));
  }
  CHECK_TRUE(confirm(typed).has_value());
  CHECK_WHY(Why::wrong_code, confirm(recovery_codes[0]));
  LONGS_EQUAL(9, office.accounts->person("budi")->recovery_codes);
  CHECK_TRUE(confirm(recovery_codes[1]).has_value());
  CHECK_WHY(Why::wrong_code, confirm(random_code()));
}

TEST(SecondFactor, RecoveryCodesAreNotInTheFile) {
  set_up();
  office.accounts.reset();
  SQLite::Database file(office.options.file);
  LONGS_EQUAL(10, file.execAndGet("SELECT count(*) FROM recovery_code").getInt());
  LONGS_EQUAL(0,
              file.execAndGet("SELECT count(*) FROM recovery_code WHERE code = '" + recovery_codes[0] + "'").getInt());
}

TEST(SecondFactor, SettingItUpAnewVoidsTheOldOneWhenItIsConfirmed) {
  set_up();
  const std::string old_text = secret_text;
  const auto session = confirm(code(office.now));
  office.now += Minutes{1};
  const auto begun = office.accounts->begin_second_factor(session->session.id, office.now);
  CHECK_WHY(Why::wrong_code, office.accounts->finish_second_factor(session->session.id, "000000", true, office.now));
  CHECK_TRUE(confirm(code(office.now)).has_value());  // the old one, until then
  office.now += Minutes{1};
  secret_text = begun->text;
  CHECK_TRUE(
      office.accounts->finish_second_factor(session->session.id, code(office.now), true, office.now).has_value());
  CHECK_WHY(Why::wrong_code, confirm(recovery_codes[5]));
  office.now += Minutes{1};
  CHECK_TRUE(confirm(code(office.now)).has_value());
  secret_text = old_text;
  CHECK_WHY(Why::wrong_code, confirm(code(office.now)));
}

TEST(SecondFactor, WhoFindsAnOpenPageSetsUpNoOther) {
  const auto session = set_up();
  office.now = morning + Minutes{10};
  CHECK_TRUE(office.accounts->session(session.session.id, office.now).has_value());
  CHECK_WHY(Why::not_now, office.accounts->begin_second_factor(session.session.id, office.now));
}

TEST(SecondFactor, AnOfficerMayHaveOne) {
  const auto session = office.siti_by_password();
  const auto begun = office.accounts->begin_second_factor(session->session.id, office.now);
  secret_text = begun->text;
  CHECK_TRUE(
      office.accounts->finish_second_factor(session->session.id, code(office.now), true, office.now).has_value());
  CHECK(office.siti_by_password()->session.second_factor == accounts::SecondFactor::needed);
}

TEST(SecondFactor, ASessionByPinDoesNotChangeIt) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  const auto by_pin = office.accounts->sign_in_with_pin("siti", "483920", at(machine), office.now);
  CHECK_WHY(Why::not_now, office.accounts->begin_second_factor(by_pin->session.id, office.now));
}
