// People, links, sessions, and the file.
#include <sys/stat.h>

#include <string>

#include "accounts/schema.hpp"
#include "crash_vfs/crash_vfs.hpp"
#include "rig.hpp"
#include "sqlite/database.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::accounts;
using namespace antrean::accounts::rig;

namespace {

unsigned mode_of(const std::filesystem::path& file) {
  struct ::stat status {};
  LONGS_EQUAL(0, ::stat(file.c_str(), &status));
  return status.st_mode & 07777U;
}

}  // namespace

TEST_GROUP(Accounts) {
  Office office;
  Accounts& accounts() { return *office.accounts; }
};

// --- people ---

TEST(Accounts, AUserNameIsGivenOnceAndForEver) {
  CHECK_WHY(Why::name_taken, accounts().add({.user = "SITI", .name = "x", .roles = {Role::clerk}}, office.now));
  CHECK_TRUE(accounts().disable("siti", office.now).has_value());
  CHECK_WHY(Why::name_taken, accounts().add({.user = "siti", .name = "x", .roles = {Role::clerk}}, office.now));
}

TEST(Accounts, NamesThatCouldForgeALineOrATerminalAreRefused) {
  struct {
    std::string user, name;
  } const wrong[]{{"s", "Siti"},
                  {std::string(33, 's'), "Siti"},
                  {"siti aminah", "Siti"},
                  {"siti/../x", "Siti"},
                  {"s\xC3\xA9", "Siti"},
                  {"rini", ""},
                  {"rini", "Ri\nni"},
                  {"rini", "\x1B]52;c;\x07"},
                  {"rini",
                   "\xC2\x9B"
                   "2J"},
                  {"rini", "Rini\u202eInir"},
                  {"rini", "Ri\u200bni"},
                  {"rini", std::string(81, 'x')}};
  for (const auto& row : wrong) {
    CHECK_WHY(Why::bad_name, accounts().add({.user = row.user, .name = row.name, .roles = {Role::clerk}}, office.now));
  }
  CHECK_WHY(Why::bad_name, accounts().add({.user = "rini", .name = "Rini", .roles = {}}, office.now));
  CHECK_TRUE(accounts()
                 .add({.user = "rini_1.b-c", .name = "Rini Wijaya, S.H.", .roles = {Role::clerk}}, office.now)
                 .has_value());
}

TEST(Accounts, WhoIsNotThereIsSaidToWhoAdministers) {
  CHECK_WHY(Why::unknown_person, accounts().disable("nobody", office.now));
  CHECK_WHY(Why::unknown_person, accounts().enable("nobody"));
  CHECK_WHY(Why::unknown_person, accounts().reset("nobody", office.now));
  CHECK_WHY(Why::unknown_person, accounts().set_roles("nobody", {Role::clerk}));
  CHECK_WHY(Why::unknown_person, accounts().set_password("nobody", siti_password, office.now));
  CHECK_WHY(Why::unknown_person, accounts().password_link("nobody", office.now));
  CHECK_WHY(Why::unknown_person, accounts().pin_link("nobody", office.now));
}

TEST(Accounts, TheListSaysWhoHasWhat) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  CHECK_TRUE(accounts().disable("budi", office.now).has_value());
  CHECK_TRUE(accounts().add({.user = "rini", .name = "Rini", .roles = {Role::clerk}}, office.now).has_value());
  const auto people = accounts().people();
  LONGS_EQUAL(3, people.size());
  STRCMP_EQUAL("budi", people[0].user.c_str());
  CHECK(people[0].disabled == office.now);
  STRCMP_EQUAL("rini", people[1].user.c_str());
  CHECK_FALSE(people[1].has_password);
  LONGS_EQUAL(1, people[2].pins);
  CHECK_TRUE(people[2].has_password);
  CHECK(people[2].added == morning);
}

TEST(Accounts, ADisabledPersonHasNothingLeftAndComesBackByWhatTheyKnow) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  const auto session = office.siti_by_password();
  const auto link = accounts().password_link("siti", office.now);
  CHECK_TRUE(accounts().disable("siti", office.now).has_value());
  CHECK_FALSE(accounts().session(session->session.id, office.now).has_value());
  CHECK_WHY(Why::wrong, office.siti_by_password());
  CHECK_WHY(Why::wrong, accounts().sign_in_with_pin("siti", "483920", at(machine), office.now));
  CHECK_WHY(Why::link_over, accounts().use_password_link(*link, siti_password, office.now));
  const auto later = accounts().password_link("siti", office.now);
  CHECK_WHY(Why::link_over, accounts().use_password_link(*later, siti_password, office.now));
  CHECK_TRUE(accounts().enable("siti").has_value());
  CHECK_TRUE(office.siti_by_password().has_value());
  CHECK_WHY(Why::wrong, accounts().sign_in_with_pin("siti", "483920", at(machine), office.now));
}

TEST(Accounts, DisablingStaysOverARestart) {
  CHECK_TRUE(accounts().disable("siti", office.now).has_value());
  office.reopen();
  CHECK_WHY(Why::wrong, office.siti_by_password());
}

TEST(Accounts, OtherRolesMeanSigningInAgain) {
  const auto session = office.siti_by_password();
  CHECK_TRUE(accounts().set_roles("siti", {Role::officer, Role::supervisor}).has_value());
  CHECK_FALSE(accounts().session(session->session.id, office.now).has_value());
  CHECK_FALSE(office.siti_by_password()->session.complete());
}

TEST(Accounts, APasswordOfTheOfficesNameIsRefused) {
  office.options.issuer = "Antrean Ciamis";
  office.options.names = {"Kantor Imigrasi Ciamis"};
  office.reopen();
  const auto refused = accounts().set_password("siti", "ciamis ciamis 1", office.now);
  CHECK_WHY(Why::weak_password, refused);
  CHECK(refused.error().password == PasswordFault::easy_to_guess);
}

TEST(Accounts, ChangingOnesPasswordNeedsTheOldOneAndEndsTheOtherSessions) {
  const auto here = office.siti_by_password();
  const auto there = office.siti_by_password(siti_password, street);
  const std::string next = "becak biru di gunung";
  const auto change = [&](const std::string& current, const std::string& password) {
    return accounts().change_password(here->session.id, current, password, hall, office.now);
  };
  CHECK_WHY(Why::wrong, change("not the password", next));
  CHECK_WHY(Why::weak_password, change(siti_password, "passwordpassword"));
  CHECK_TRUE(change(siti_password, next).has_value());
  CHECK_TRUE(accounts().session(here->session.id, office.now).has_value());
  CHECK_FALSE(accounts().session(there->session.id, office.now).has_value());
  CHECK_WHY(Why::wrong, office.siti_by_password());
  CHECK_TRUE(office.siti_by_password(next).has_value());
}

TEST(Accounts, GuessingTheOldPasswordInAStolenSessionLocks) {
  const auto session = office.siti_by_password();
  for (int i = 0; i < 5; ++i) {
    CHECK_WHY(Why::wrong, accounts().change_password(session->session.id, "guess", siti_password, hall, office.now));
  }
  CHECK_WHY(Why::locked,
            accounts().change_password(session->session.id, siti_password, siti_password, hall, office.now));
}

// --- links ---

TEST(Accounts, AResetTakesEverythingAndTheLinkWorksOnce) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  const auto session = office.siti_by_password();
  const auto link = accounts().reset("siti", office.now);
  CHECK_TRUE(link.has_value());
  CHECK_FALSE(accounts().session(session->session.id, office.now).has_value());
  CHECK_WHY(Why::wrong, office.siti_by_password());
  CHECK_WHY(Why::wrong, accounts().sign_in_with_pin("siti", "483920", at(machine), office.now));
  CHECK_WHY(Why::weak_password, accounts().use_password_link(*link, "passwordpassword", office.now));
  const auto used = accounts().use_password_link(*link, "becak biru di gunung", office.now);
  STRCMP_EQUAL("siti", used->c_str());
  CHECK_WHY(Why::link_over, accounts().use_password_link(*link, "becak hijau di laut", office.now));
  CHECK_TRUE(office.siti_by_password("becak biru di gunung").has_value());
}

TEST(Accounts, ALinkEndsAndANewOneVoidsTheOldOne) {
  const auto first = accounts().password_link("siti", office.now);
  const auto second = accounts().password_link("siti", office.now);
  CHECK_WHY(Why::link_over, accounts().use_password_link(*first, "becak biru di gunung", office.now));
  CHECK_WHY(Why::link_over, accounts().use_password_link(random_code(), "becak biru di gunung", office.now));
  CHECK_WHY(Why::link_over, accounts().use_pin_link(*second, office.enrol("Loket 1").key, "483920", office.now));
  office.now += password_link_lasts;
  CHECK_WHY(Why::link_over, accounts().use_password_link(*second, "becak biru di gunung", office.now));
  office.now -= Milliseconds{1};
  CHECK_TRUE(accounts().use_password_link(*second, "becak biru di gunung", office.now).has_value());
}

TEST(Accounts, APinLinkMakesAPinAtTheMachineWhereItIsTyped) {
  const auto machine = office.enrol("Loket 1");
  const auto link = accounts().pin_link("siti", office.now);
  CHECK_WHY(Why::weak_pin, accounts().use_pin_link(*link, machine.key, "000000", office.now));
  CHECK_WHY(Why::unknown_machine, accounts().use_pin_link(*link, "", "483920", office.now));
  CHECK_TRUE(accounts().use_pin_link(*link, machine.key, "483920", office.now).has_value());
  CHECK_WHY(Why::link_over, accounts().use_pin_link(*link, machine.key, "839204", office.now));
  CHECK_TRUE(accounts().sign_in_with_pin("siti", "483920", at(machine), office.now).has_value());
}

TEST(Accounts, TheFirstAccountComesByALinkWhileNobodyCanSignIn) {
  CHECK_FALSE(accounts().first_link({Role::technician}, office.now).has_value());
  office.accounts.reset();
  std::filesystem::remove(office.options.file);
  office.open();
  const auto void_link = accounts().first_link({Role::technician}, office.now);
  const auto link = accounts().first_link({Role::technician, Role::supervisor}, office.now);
  const auto use = [&](const std::string& code, const std::string& user) {
    return accounts().use_first_link(code, {.user = user, .name = "Dewi", .roles = {Role::auditor}},
                                     "becak biru di gunung", office.now);
  };
  CHECK_WHY(Why::link_over, use(*void_link, "dewi"));
  CHECK_WHY(Why::bad_name, use(*link, "d/"));
  CHECK_TRUE(use(*link, "dewi").has_value());
  CHECK((accounts().person("dewi")->roles == Roles{Role::technician, Role::supervisor}));
  CHECK_WHY(Why::link_over, use(*link, "eko"));
  CHECK_FALSE(accounts().first_link({Role::technician}, office.now).has_value());
}

TEST(Accounts, WhenEverybodyIsDisabledNoLinkIsMadeForWhoeverReadsTheLog) {
  for (const char* user : {"siti", "budi"}) {
    CHECK_TRUE(accounts().disable(user, office.now).has_value());
  }
  CHECK_FALSE(accounts().first_link({Role::technician}, office.now).has_value());
}

TEST(Accounts, AFirstLinkIsVoidOnceSomebodyWasAddedOtherwise) {
  office.accounts.reset();
  std::filesystem::remove(office.options.file);
  office.open();
  const auto link = accounts().first_link({Role::technician}, office.now);
  CHECK_TRUE(accounts().add({.user = "dewi", .name = "Dewi", .roles = {Role::technician}}, office.now).has_value());
  CHECK_TRUE(accounts().set_password("dewi", siti_password, office.now).has_value());
  CHECK_WHY(Why::link_over,
            accounts().use_first_link(*link, {.user = "eko", .name = "Eko", .roles = {}}, budi_password, office.now));
}

// --- sessions ---

TEST(Accounts, ASessionEndsAfterHalfAnHourIdleAndTwelveHoursInAll) {
  const auto session = office.siti_by_password();
  for (int half_hours = 0; half_hours < 24; ++half_hours) {
    office.now += Minutes{30} - Milliseconds{1};
    CHECK_TRUE(accounts().session(session->session.id, office.now).has_value());
    accounts().touch(session->session.id, office.now);
  }
  office.now = morning + Minutes{12 * 60} - Milliseconds{1};
  accounts().touch(session->session.id, office.now);
  CHECK_TRUE(accounts().session(session->session.id, office.now).has_value());
  office.now += Milliseconds{1};
  CHECK_FALSE(accounts().session(session->session.id, office.now).has_value());

  const auto idle = office.siti_by_password();
  office.now += Minutes{30};
  CHECK_FALSE(accounts().session(idle->session.id, office.now).has_value());
  LONGS_EQUAL(0, accounts().sessions(office.now).size());
  office.now -= Minutes{30};
  CHECK_FALSE(accounts().session(idle->session.id, office.now).has_value());  // it was removed
}

TEST(Accounts, AnOfficerAtTheirCounterHasNoIdleLimit) {
  const auto machine = office.enrol("Loket 1");
  office.give_siti_pin(machine, "483920");
  const auto session = office.accounts->sign_in_with_pin("siti", "483920", at(machine), office.now);
  office.now += Minutes{12 * 60} - Milliseconds{1};
  CHECK_TRUE(accounts().session(session->session.id, office.now).has_value());
  office.now += Milliseconds{1};
  CHECK_FALSE(accounts().session(session->session.id, office.now).has_value());
}

TEST(Accounts, ASupervisorHasAnIdleLimitAtACounterToo) {
  const auto machine = office.enrol("Loket 1");
  const auto link = accounts().pin_link("budi", office.now);
  CHECK_TRUE(accounts().use_pin_link(*link, machine.key, "839204", office.now).has_value());
  const auto session = office.accounts->sign_in_with_pin("budi", "839204", at(machine), office.now);
  office.now += Minutes{30};
  CHECK_FALSE(accounts().session(session->session.id, office.now).has_value());
}

TEST(Accounts, SessionsStayOverARestart) {
  const auto session = office.siti_by_password();
  office.reopen();
  const auto living = accounts().sessions(office.now);
  LONGS_EQUAL(1, living.size());
  CHECK(living[0] == session->session);
}

TEST(Accounts, SessionsThatEndedDoNotPileUp) {
  (void)office.siti_by_password();
  office.now += office.options.limits.longest;
  (void)office.siti_by_password();
  office.accounts.reset();
  SQLite::Database file(office.options.file);
  LONGS_EQUAL(1, file.execAndGet("SELECT count(*) FROM session").getInt());
}

TEST(Accounts, SigningOutEndsOneSessionAndEverywhereAllOfOnePerson) {
  const auto here = office.siti_by_password();
  const auto there = office.siti_by_password(siti_password, street);
  const auto budi = accounts().sign_in_with_password("budi", budi_password, hall, office.now);
  accounts().sign_out(here->session.id);
  CHECK_FALSE(accounts().session(here->session.id, office.now).has_value());
  CHECK_TRUE(accounts().session(there->session.id, office.now).has_value());
  accounts().sign_out_everywhere("siti");
  CHECK_FALSE(accounts().session(there->session.id, office.now).has_value());
  CHECK_TRUE(accounts().session(budi->session.id, office.now).has_value());
}

// --- the file ---

TEST(Accounts, TheFileIsOurs) {
  LONGS_EQUAL(0600, mode_of(office.options.file));
  LONGS_EQUAL(0600, mode_of(office.options.file.string() + "-wal"));
  office.accounts.reset();
  std::filesystem::permissions(office.options.file, std::filesystem::perms(0644));
  office.open();
  LONGS_EQUAL(0600, mode_of(office.options.file));
}

TEST(Accounts, TheFileHasTheNewestSchemaAndIsRefusedWhenALaterReleaseMadeIt) {
  office.accounts.reset();
  {
    SQLite::Database file(office.options.file, SQLite::OPEN_READWRITE);
    LONGS_EQUAL(schema().size(), file.execAndGet("PRAGMA user_version").getInt());
    LONGS_EQUAL(application_id, file.execAndGet("PRAGMA application_id").getInt());
    file.exec("PRAGMA user_version = 99");
  }
  try {
    office.open();
    FAIL("opened");
  } catch (const sqlite::OpenError& error) {
    CHECK(error.why == sqlite::OpenError::Why::newer);
  }
}

TEST(Accounts, AFileFromBeforeTheEntranceHadMachinesStillOpens) {
  office.accounts.reset();
  std::filesystem::remove(office.options.file);
  {
    SQLite::Database file(office.options.file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    file.exec(schema().front().sql);
    file.exec("INSERT INTO machine VALUES ('m', 'key', 'Loket 3', 3, 1, 'siti')");
    file.exec("PRAGMA application_id = " + std::to_string(application_id));
    file.exec("PRAGMA user_version = 1");
  }
  office.open();
  const auto machines = accounts().machines();
  LONGS_EQUAL(1, machines.size());
  STRCMP_EQUAL("Loket 3", machines.front().name.c_str());
  CHECK_FALSE(machines.front().entrance);
  CHECK_TRUE(accounts().enrol({.name = "Pintu", .entrance = true}, "siti", office.now).machine.entrance);
}

TEST(Accounts, AFileThatIsInUseIsRefused) {
  try {
    Accounts second(office.options, office.hash);
    FAIL("opened");
  } catch (const sqlite::OpenError& error) {
    CHECK(error.why == sqlite::OpenError::Why::in_use);
  }
}

// Else an office with a full disk would not start until somebody made room.
TEST(Accounts, OnAFullDiskASessionThatIsOverStaysAwayAllTheSame) {
  tests::CrashDisk disk(1);
  CountingHash hash;
  Accounts there({.file = "accounts.db", .vfs = disk.vfs()}, hash);
  CHECK_TRUE(there.add({.user = "siti", .name = "Siti Aminah", .roles = {Role::officer}}, morning).has_value());
  CHECK_TRUE(there.set_password("siti", siti_password, morning).has_value());
  CHECK_TRUE(there.sign_in_with_password("siti", siti_password, hall, morning).has_value());
  LONGS_EQUAL(1, there.sessions(morning).size());
  disk.set_capacity(disk.size());
  CHECK_TRUE(there.sessions(morning + std::chrono::hours(13)).empty());
}
