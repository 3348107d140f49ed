// Passwords, PINs, and the locks.
#include <string>

#include "accounts/pin.hpp"
#include "rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::accounts;
using namespace antrean::accounts::rig;

TEST_GROUP(SignIn) {
  Office office;

  void wrong_tries(int count, const Place& place, const std::string& user = "siti") {
    for (int i = 0; i < count; ++i) {
      CHECK_WHY(Why::wrong, office.accounts->sign_in_with_password(user, "not the password", place, office.now));
    }
  }
};

TEST(SignIn, APasswordOpensASessionOfItsPerson) {
  const auto signed_in = office.accounts->sign_in_with_password(" SITI ", siti_password, hall, office.now);
  CHECK_TRUE(signed_in.has_value());
  const Session& session = signed_in->session;
  STRCMP_EQUAL("siti", session.user.c_str());
  STRCMP_EQUAL("Siti Aminah", session.name.c_str());
  CHECK(session.roles == Roles{Role::officer});
  CHECK_TRUE(session.complete());
  CHECK(session.by == SignedInBy::password);
  CHECK(office.accounts->session(digest("session", signed_in->token), office.now) == session);
}

TEST(SignIn, ATokenIsNotInTheFile) {
  const auto signed_in = office.siti_by_password();
  office.accounts.reset();
  std::string bytes(std::filesystem::file_size(office.options.file), '\0');
  FILE* file = fopen(office.options.file.c_str(), "rb");
  LONGS_EQUAL(bytes.size(), fread(bytes.data(), 1, bytes.size(), file));
  fclose(file);
  CHECK(bytes.find(signed_in->session.id) != std::string::npos);
  CHECK(bytes.find(signed_in->token) == std::string::npos);
  CHECK(bytes.find(siti_password) == std::string::npos);
}

TEST(SignIn, UnknownDisabledAndWrongAreOneAnswerAndTheSameWork) {
  CHECK_TRUE(office.accounts->add({.user = "new", .name = "New", .roles = {Role::officer}}, office.now).has_value());
  CHECK_TRUE(office.accounts->add({.user = "gone", .name = "Gone", .roles = {Role::officer}}, office.now).has_value());
  CHECK_TRUE(office.accounts->set_password("gone", siti_password, office.now).has_value());
  CHECK_TRUE(office.accounts->disable("gone", office.now).has_value());
  struct {
    const char* user;
    std::string password;
  } const table[]{{"siti", "not the password"}, {"nobody", siti_password}, {"gone", siti_password},
                  {"new", siti_password},       {"", siti_password},       {"no such / name", siti_password}};
  for (const auto& row : table) {
    office.hash.verified = office.hash.hashed = 0;
    const auto answer = office.accounts->sign_in_with_password(row.user, row.password, hall, office.now);
    CHECK(answer.has_error() && answer.error() == Refused{.why = Why::wrong});
    LONGS_EQUAL(1, office.hash.verified);
    LONGS_EQUAL(0, office.hash.hashed);
  }
}

TEST(SignIn, SomebodyUnknownIsLockedAsSomebodyKnown) {
  wrong_tries(5, hall, "nobody");
  office.hash.verified = 0;
  CHECK_WHY(Why::locked, office.accounts->sign_in_with_password("nobody", "x", hall, office.now));
  LONGS_EQUAL(0, office.hash.verified);
}

TEST(SignIn, FiveWrongTriesThenTheWaitGrows) {
  wrong_tries(5, hall);
  for (const int minutes : {1, 2, 4, 8, 15, 15}) {
    const auto locked = office.siti_by_password();
    CHECK_WHY(Why::locked, locked);
    LONGS_EQUAL(minutes * 60'000, locked.error().wait.count());
    office.now += Minutes{minutes} - Milliseconds{1};
    CHECK_WHY(Why::locked, office.siti_by_password());
    office.now += Milliseconds{1};
    wrong_tries(1, hall);
  }
  office.now += Minutes{15};
  CHECK_TRUE(office.siti_by_password().has_value());
  wrong_tries(5, hall);  // the count began anew
}

TEST(SignIn, WhoGuessesAtOnePlaceLocksNobodyOutElsewhere) {
  const auto counter = office.enrol("Loket 1");
  wrong_tries(5, hall);
  CHECK_WHY(Why::locked, office.siti_by_password());
  CHECK_TRUE(office.siti_by_password(siti_password, street).has_value());
  // The machine counts by its key, not by the address that it shares with the hall.
  CHECK_TRUE(office.siti_by_password(siti_password, at(counter)).has_value());
  CHECK_WHY(Why::locked, office.siti_by_password());
  // A key of no machine is no place of its own.
  CHECK_WHY(Why::locked,
            office.siti_by_password(siti_password, {.machine_key = random_token(), .address = hall.address}));
  // And others at the same place go on.
  CHECK_TRUE(office.accounts->sign_in_with_password("budi", budi_password, hall, office.now).has_value());
}

TEST(SignIn, ALockStaysOverARestart) {
  wrong_tries(5, hall);
  office.reopen();
  CHECK_WHY(Why::locked, office.siti_by_password());
}

TEST(SignIn, ATryCountsEvenWhenThePowerGoesBeforeItsAnswer) {
  struct PowerCut final : PasswordHash {
    std::string hash(std::string_view) override { return "v1$$"; }
    bool verify(const std::string&, std::string_view) override { throw std::bad_alloc(); }
    bool needs_rehash(const std::string&) override { return false; }
  } cut;
  office.accounts.reset();
  {
    Accounts accounts(office.options, cut);
    for (int i = 0; i < 5; ++i) {
      CHECK_THROWS(std::bad_alloc, accounts.sign_in_with_password("siti", siti_password, hall, office.now));
    }
  }
  office.open();
  CHECK_WHY(Why::locked, office.siti_by_password());
}

TEST(SignIn, AClockSetBackKeepsNobodyOut) {
  wrong_tries(5, hall);
  office.now -= std::chrono::hours{5};
  CHECK_WHY(Why::locked, office.siti_by_password());
  office.now += Minutes{1};
  CHECK_TRUE(office.siti_by_password().has_value());
}

TEST(SignIn, ADayWithoutATryForgetsTheCount) {
  wrong_tries(5, hall);
  office.now += std::chrono::hours{24};
  wrong_tries(1, hall);  // the sixth
  CHECK_WHY(Why::locked, office.siti_by_password());
  office.now += std::chrono::hours{24} + Milliseconds{1};
  wrong_tries(5, hall);
}

TEST(SignIn, AHashOfAnEarlierReleaseIsMadeAnew) {
  office.hash.figures = "v2";
  CHECK_TRUE(office.siti_by_password().has_value());
  office.hash.hashed = 0;
  CHECK_TRUE(office.siti_by_password().has_value());
  LONGS_EQUAL(0, office.hash.hashed);
}

// --- PIN ---

TEST(SignIn, APinOpensASessionAtItsMachineOnly) {
  const auto one = office.enrol("Loket 1");
  const auto two = office.enrol("Loket 2");
  office.give_siti_pin(one, "483920");
  const auto signed_in = office.accounts->sign_in_with_pin("siti", "483920", at(one), office.now);
  CHECK_TRUE(signed_in.has_value());
  CHECK(signed_in->session.by == SignedInBy::pin);
  CHECK_TRUE(signed_in->session.complete());
  STRCMP_EQUAL(one.machine.id.c_str(), signed_in->session.machine.c_str());
  CHECK_WHY(Why::wrong, office.accounts->sign_in_with_pin("siti", "483920", at(two), office.now));
  CHECK_WHY(Why::unknown_machine, office.accounts->sign_in_with_pin("siti", "483920", hall, office.now));
  CHECK_WHY(Why::unknown_machine, office.accounts->sign_in_with_pin(
                                      "siti", "483920", {.machine_key = random_token(), .address = ""}, office.now));
}

TEST(SignIn, APinIsNoPasswordAndAPasswordNoPin) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  CHECK_WHY(Why::wrong, office.accounts->sign_in_with_password("siti", "483920", at(machine), office.now));
  CHECK_WHY(Why::wrong, office.accounts->sign_in_with_pin("siti", siti_password, at(machine), office.now));
}

TEST(SignIn, AWrongPinAndNoPinAreOneAnswerAndTheSameWork) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  for (const char* user : {"siti", "budi", "nobody"}) {
    office.hash.verified = 0;
    CHECK_WHY(Why::wrong, office.accounts->sign_in_with_pin(user, "111213", at(machine), office.now));
    LONGS_EQUAL(1, office.hash.verified);
  }
}

TEST(SignIn, WrongPinsLockTheNameAtThatMachine) {
  const auto one = office.enrol("Loket 1");
  const auto two = office.enrol("Loket 2");
  office.give_siti_pin(one, "483920");
  office.give_siti_pin(two, "839204");
  for (int i = 0; i < 5; ++i) {
    CHECK_WHY(Why::wrong, office.accounts->check_pin("siti", "111213", at(one), office.now));
  }
  CHECK_WHY(Why::locked, office.accounts->sign_in_with_pin("siti", "483920", at(one), office.now));
  CHECK_TRUE(office.accounts->sign_in_with_pin("siti", "839204", at(two), office.now).has_value());
}

TEST(SignIn, AStolenFileWithoutTheMachinesKeyTellsNoPin) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  office.accounts.reset();
  SQLite::Database stolen(office.options.file);
  const std::string stored = stolen.execAndGet("SELECT pin FROM pin").getString();
  // With the key the right PIN is found; with everything that is in the file it is not.
  CHECK_TRUE(office.hash.verify(stored, pin_secret(machine.key, "siti", "483920")));
  CHECK_FALSE(office.hash.verify(stored, "483920"));
  CHECK_FALSE(office.hash.verify(stored, pin_secret("", "siti", "483920")));
  CHECK_FALSE(office.hash.verify(stored, pin_secret(machine.machine.id, "siti", "483920")));
  CHECK_FALSE(office.hash.verify(stored, pin_secret(machine.machine.key_digest, "siti", "483920")));
  LONGS_EQUAL(0, stolen.execAndGet("SELECT count(*) FROM machine WHERE key = '" + machine.key + "'").getInt());
}

TEST(SignIn, APinIsMadeOnlyAtAMachineByWhoTypedTheirPasswordThere) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  const auto by_pin = office.accounts->sign_in_with_pin("siti", "483920", at(machine), office.now);
  const auto by_password = office.siti_by_password();
  CHECK_WHY(Why::not_now, office.accounts->set_pin(by_pin->session.id, machine.key, "839204", office.now));
  CHECK_WHY(Why::unknown_machine, office.accounts->set_pin(by_password->session.id, "", "839204", office.now));
  CHECK_WHY(Why::weak_pin, office.accounts->set_pin(by_password->session.id, machine.key, "123456", office.now));
  CHECK_WHY(Why::session_over, office.accounts->set_pin("no session", machine.key, "839204", office.now));
  // budi has no second factor yet.
  const auto budi = office.accounts->sign_in_with_password("budi", budi_password, hall, office.now);
  CHECK_WHY(Why::not_now, office.accounts->set_pin(budi->session.id, machine.key, "839204", office.now));
}

TEST(SignIn, WhoFindsAnOpenPageMakesNoPin) {
  const auto machine = office.enrol("Loket 1");
  const auto session = office.siti_by_password();
  office.now += Minutes{10};
  CHECK_WHY(Why::not_now, office.accounts->set_pin(session->session.id, machine.key, "839204", office.now));
}

TEST(SignIn, AMachineThatIsWithdrawnTakesItsPinsAndSessionsWithIt) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  const auto session = office.accounts->sign_in_with_pin("siti", "483920", at(machine), office.now);
  CHECK_TRUE(office.accounts->withdraw(machine.machine.id));
  CHECK_FALSE(office.accounts->withdraw(machine.machine.id));
  CHECK_FALSE(office.accounts->session(session->session.id, office.now).has_value());
  LONGS_EQUAL(0, office.accounts->person("siti")->pins);
  CHECK_WHY(Why::unknown_machine, office.accounts->sign_in_with_pin("siti", "483920", at(machine), office.now));
}

TEST(SignIn, TheRealHashDoesAllOfIt) {
  Argon2id argon2id;
  office.accounts.reset();
  std::filesystem::remove(office.options.file);
  Accounts accounts(office.options, argon2id);
  CHECK_TRUE(accounts.add({.user = "siti", .name = "Siti", .roles = {Role::officer}}, morning).has_value());
  CHECK_TRUE(accounts.set_password("siti", siti_password, morning).has_value());
  const auto machine = accounts.enrol({.name = "Loket 1", .counter = 1}, "siti", morning);
  const auto session = accounts.sign_in_with_password("siti", siti_password, at(machine), morning);
  CHECK_TRUE(session.has_value());
  CHECK_TRUE(accounts.set_pin(session->session.id, machine.key, "483920", morning).has_value());
  CHECK_TRUE(accounts.sign_in_with_pin("siti", "483920", at(machine), morning).has_value());
  CHECK_WHY(Why::wrong, accounts.sign_in_with_pin("siti", "483921", at(machine), morning));
  CHECK_WHY(Why::wrong, accounts.sign_in_with_password("siti", "not the password", hall, morning));
}
