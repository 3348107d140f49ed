// verify EXPORT against the portal's list of the offices' keys, and the key in backups.
#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>

#include "audit/audit_export.hpp"
#include "audit/office_key.hpp"
#include "cli/exit.hpp"
#include "codes/office_key.hpp"
#include "rig/morning.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
using codes::OfficeKeyState;
namespace fs = std::filesystem;

namespace {

codes::KeyPair pair_of(std::uint8_t seed) {
  codes::Seed bytes{};
  bytes.fill(seed);
  return codes::make_key_pair(bytes);
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_GROUP(directorate_verify_export) {
  Morning morning;
  fs::path list = morning.folder / "keys.txt";
  Ran ran(std::vector<std::string> arguments) { return run_antrean(morning.place, morning.with(std::move(arguments))); }

  fs::path exported(std::uint8_t seed, const std::string& office = "FB") const {
    const audit::Head head{.office = office,
                           .office_name = "Makassar",
                           .zone = Zone::wita,
                           .day = *OfficeDay::parse("2026-11-22"),
                           .made = from_ms(1'795'323'600'000),
                           .made_by = "rina"};
    const auto file = morning.folder / "export.jsonl";
    std::ofstream(file, std::ios::binary) << audit::make_export(head, {}, pair_of(seed));
    return file;
  }
  void write_list(const std::vector<codes::KnownOfficeKey>& keys) const {
    std::ofstream(list) << codes::key_list_text(keys, from_ms(1'795'323'600'000));
  }
  static codes::KnownOfficeKey known(const std::string& office, std::uint8_t seed, OfficeKeyState state) {
    return {.office = office, .key = pair_of(seed).public_key, .since = from_ms(1'795'000'000'000), .state = state};
  }
  Ran verified(const fs::path& file) { return ran({"verify", "--key", list.string(), file.string()}); }
};

TEST(directorate_verify_export, TheListSaysWhoseKeyItIs) {
  write_list({known("AD", 1, OfficeKeyState::first), known("FB", 2, OfficeKeyState::first),
              known("FB", 3, OfficeKeyState::confirmed), known("FB", 4, OfficeKeyState::unconfirmed),
              known("FB", 5, OfficeKeyState::refused)});
  for (const std::uint8_t good : {std::uint8_t{2}, std::uint8_t{3}}) {
    const Ran told = verified(exported(good));
    LONGS_EQUAL_TEXT(0, told.code, told.out.c_str());
    CHECK_TEXT(told.says("signed by office FB"), told.out.c_str());
    CHECK_TEXT(told.says(codes::fingerprint(pair_of(good).public_key)), told.out.c_str());
  }
  const Ran fresh = verified(exported(4));
  LONGS_EQUAL(3, fresh.code);
  CHECK_TEXT(fresh.says("NOT PROVEN") && fresh.says("has not confirmed it yet"), fresh.out.c_str());
  const Ran refused = verified(exported(5));
  LONGS_EQUAL(3, refused.code);
  CHECK_TEXT(refused.says("REFUSED") && refused.says("not valid for office FB"), refused.out.c_str());
  const Ran other = verified(exported(1));
  LONGS_EQUAL(3, other.code);
  CHECK_TEXT(other.says("REFUSED") && other.says("the key is that of office AD"), other.out.c_str());
  const Ran nobody = verified(exported(9));
  LONGS_EQUAL(3, nobody.code);
  CHECK_TEXT(nobody.says("not in the portal's list"), nobody.out.c_str());

  const Ran json = ran({"verify", "--json", "--key", list.string(), exported(3).string()});
  const auto document = boost::json::parse(json.out).as_object();
  CHECK(document.at("good").as_bool());
  STRCMP_EQUAL("FB", document.at("key_office").as_string().c_str());
  STRCMP_EQUAL("confirmed", document.at("key_state").as_string().c_str());
}

TEST(directorate_verify_export, AListThatCannotBeReadProvesNothing) {
  write_list({known("FB", 2, OfficeKeyState::first)});
  std::ofstream(list, std::ios::app) << "FB rubbish\n";
  const Ran told = verified(exported(2));
  LONGS_EQUAL(2, told.code);
  CHECK_TEXT(told.complains("take it from the portal again"), told.err.c_str());
}

TEST(directorate_verify_export, ABackupHasTheKeyAndARestoreOnAnotherMachineKeepsIt) {
  const auto made = audit::load_or_make_key(morning.journal());
  const auto backup = morning.folder / "backup.db";
  LONGS_EQUAL(0, ran({"backup", backup.string()}).code);
  CHECK(bytes_of(audit::key_file(backup)) == bytes_of(audit::key_file(morning.journal())));
  // The same machine.
  CHECK_FALSE(ran({"restore", backup.string()}).says("audit key"));
  // Another one without a key.
  fs::remove(audit::key_file(morning.journal()));
  Ran told = ran({"restore", backup.string()});
  LONGS_EQUAL(0, told.code);
  CHECK_TEXT(told.says("The office's audit key was restored with it"), told.out.c_str());
  CHECK(audit::load_or_make_key(morning.journal()).secret_key == made.secret_key);
  // Another one that has made its own at its first start.
  fs::remove(audit::key_file(morning.journal()));
  const auto own = audit::load_or_make_key(morning.journal());
  told = ran({"restore", backup.string()});
  CHECK_TEXT(told.says("the one of this machine is kept beside it"), told.out.c_str());
  CHECK(audit::load_or_make_key(morning.journal()).secret_key == made.secret_key);
  CHECK(own.secret_key != made.secret_key);
  CHECK(fs::exists(audit::key_file(morning.journal()).string() + ".replaced-1"));
}

TEST(directorate_verify_export, ARestoreWithoutTheKeyGivesTheOfficeItsJournalAndSaysSo) {
  audit::load_or_make_key(morning.journal());
  const auto backup = morning.folder / "backup.db";
  LONGS_EQUAL(0, ran({"backup", backup.string()}).code);
  fs::remove(audit::key_file(morning.journal()));
  fs::permissions(audit::key_file(backup), fs::perms(0644));
  fs::permissions(morning.journal(), fs::perms(0640));
  const Ran told = ran({"restore", backup.string()});
  LONGS_EQUAL_TEXT(cli::no_key, told.code, told.err.c_str());
  CHECK_TEXT(told.complains("was restored and the office can start, but not the office's audit key"), told.err.c_str());
  CHECK_TEXT(told.says("restored,"), told.out.c_str());
  // As it was, so that the office can open it.
  CHECK(fs::status(morning.journal()).permissions() == fs::perms(0640));
  LONGS_EQUAL(0, ran({"verify"}).code);
}
