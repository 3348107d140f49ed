// A signed export of the audit: whoever changes, cuts or makes one up is found, and is told in words what is
// wrong.
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "audit/audit_export.hpp"
#include "audit/office_key.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using audit::Fault;

namespace {

constexpr std::int64_t noon_utc = 1'795'323'600'000;  // 2026-11-22 12:00 WIB

codes::KeyPair key_of(std::uint8_t office) {
  codes::Seed seed{};
  seed.fill(office);
  return codes::make_key_pair(seed);
}

audit::Row row(std::uint64_t seq, audit::Kind kind, std::string number, std::string reason) {
  audit::Row made;
  made.seq = seq;
  made.at = from_ms(noon_utc + static_cast<std::int64_t>(seq));
  made.by = {.kind = queue::ActorKind::supervisor, .name = "rina for sari", .role = "supervisor", .machine = "Loket 3"};
  made.event = "called";
  made.what = {.kind = kind, .number = std::move(number), .counter = 3, .about = {}, .reason = std::move(reason)};
  made.hash.fill(static_cast<std::uint8_t>(seq));
  return made;
}

std::string sample(const codes::KeyPair& key, std::size_t rows = 3) {
  audit::Head head{.office = "AD", .office_name = "Kantor Imigrasi Bandung", .zone = Zone::wib, .day = {}};
  head.day = *OfficeDay::parse("2026-11-22");
  head.made = from_ms(noon_utc);
  head.made_by = "rina";
  head.generation = std::string(32, 'a');
  head.journal_seq = 900;
  std::vector<audit::Row> all{row(12, audit::Kind::out_of_order, "B021", "ibu hamil"),
                              row(200, audit::Kind::served_direct, "A007", "kesalahan kantor"),
                              row(812, audit::Kind::call_cancelled, "B030", "salah tekan")};
  all.resize(rows);
  return audit::make_export(head, all, key);
}

std::string fault_of(const std::string& text, const codes::KeyPair& known) {
  const auto checked = audit::check_export(text, known.public_key);
  return checked.fault ? fmt::format("{} {}", word(*checked.fault), checked.line) : "good";
}

std::size_t line_begin(const std::string& text, int line) {
  std::size_t at = 0;
  for (; line > 1; --line) {
    at = text.find('\n', at) + 1;
  }
  return at;
}

}  // namespace

TEST_GROUP(AuditExport) { codes::KeyPair key = key_of(1); };

TEST(AuditExport, AWholeOneIsGoodAndSaysWhatItIs) {
  const auto checked = audit::check_export(sample(key), key.public_key);
  CHECK_FALSE(checked.fault.has_value());
  STRCMP_EQUAL("AD", checked.head->office.c_str());
  STRCMP_EQUAL("2026-11-22", checked.head->day.text().c_str());
  UNSIGNED_LONGS_EQUAL(3, checked.head->rows);
  CHECK((checked.kinds == std::vector<std::string>{"out_of_order", "served_direct", "call_cancelled"}));
  STRCMP_EQUAL("good", fault_of(sample(key, 0), key).c_str());
}

TEST(AuditExport, EveryFlippedByteIsRefused) {
  const std::string whole = sample(key);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const unsigned bit : {0x01U, 0x20U, 0x80U}) {
      std::string bad = whole;
      bad[at] = static_cast<char>(static_cast<unsigned char>(bad[at]) ^ bit);
      CHECK_TEXT(audit::check_export(bad, std::nullopt).fault.has_value(),
                 fmt::format("byte {} ^ {}", at, bit).c_str());
    }
  }
}

TEST(AuditExport, EveryCutIsRefused) {
  const std::string whole = sample(key);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_TEXT(audit::check_export(whole.substr(0, size), std::nullopt).fault.has_value(),
               std::to_string(size).c_str());
  }
  CHECK_TRUE(audit::check_export(whole + "\n", std::nullopt).fault.has_value());
  CHECK_TRUE(audit::check_export(whole + whole, std::nullopt).fault.has_value());
}

TEST(AuditExport, AChangedLineIsNamed) {
  const std::string whole = sample(key);
  std::string bad = whole;
  bad.replace(bad.find("kesalahan kantor"), 16, "permintaan orang");
  STRCMP_EQUAL("changed 3", fault_of(bad, key).c_str());
  bad = whole;
  bad.replace(bad.find("Bandung"), 7, "Cirebon");
  STRCMP_EQUAL("changed 1", fault_of(bad, key).c_str());
  // A row taken out, and two that changed places.
  const std::size_t second = line_begin(whole, 2), third = line_begin(whole, 3), fourth = line_begin(whole, 4);
  bad = whole.substr(0, second) + whole.substr(third);
  STRCMP_EQUAL("changed 2", fault_of(bad, key).c_str());
  bad = whole.substr(0, second) + whole.substr(third, fourth - third) + whole.substr(second, third - second) +
        whole.substr(fourth);
  STRCMP_EQUAL("changed 2", fault_of(bad, key).c_str());
  STRCMP_CONTAINS("Line 3", audit::words_of({.fault = Fault::changed, .line = 3, .head = {}}).en.c_str());
}

TEST(AuditExport, AMissingEndIsToldFromAChange) {
  const std::string whole = sample(key);
  for (const int line : {3, 4, 5}) {
    STRCMP_EQUAL("cut_off 0", fault_of(whole.substr(0, line_begin(whole, line)), key).c_str());
  }
  STRCMP_EQUAL("cut_off 0", fault_of(whole.substr(0, whole.size() - 40), key).c_str());
  // The last row taken out and the old signature under the rest.
  STRCMP_EQUAL("cut_off 0",
               fault_of(whole.substr(0, line_begin(whole, 4)) + whole.substr(line_begin(whole, 5)), key).c_str());
}

TEST(AuditExport, WhoMakesTheChainAnewHasNoSignature) {
  // Everything is made as the office makes it, with another key, and the office's key is named.
  const std::string own = sample(key), other = sample(key_of(2));
  STRCMP_EQUAL("other_key 0", fault_of(other, key).c_str());
  const std::string signature = own.substr(line_begin(own, 5));
  STRCMP_EQUAL("not_signed 0",
               fault_of(sample(key, 2).substr(0, line_begin(sample(key, 2), 4)) + signature, key).c_str());
}

TEST(AuditExport, AnotherFileIsNoExport) {
  for (const char* text : {"", "{", "{}", "{\"rows\":[]}\n", "SQLite format 3", "seq,day\r\n1,2\r\n"}) {
    STRCMP_EQUAL_TEXT("not_an_export 0", fault_of(text, key).c_str(), text);
  }
  STRCMP_EQUAL("newer 0", fault_of("{\"antrean_audit\":2,\"office\":\"AD\"}\n", key).c_str());
}

TEST(AuditExport, ASignedContradictionIsFound) {
  audit::Head head{.office = "AD", .office_name = "x", .zone = Zone::wib, .day = *OfficeDay::parse("2026-11-22")};
  head.journal_seq = 100;
  using audit::Kind;
  STRCMP_EQUAL(
      "content 3",
      fault_of(audit::make_export(head, {row(9, Kind::forced, "", ""), row(9, Kind::forced, "", "")}, key), key)
          .c_str());
  STRCMP_EQUAL("content 2", fault_of(audit::make_export(head, {row(101, Kind::forced, "", "")}, key), key).c_str());
}

TEST_GROUP(OfficeKey) {
  std::filesystem::path folder, journal;
  void setup() override {
    std::string name = "/tmp/antrean-key-XXXXXX";
    folder = ::mkdtemp(name.data());
    journal = folder / "journal.db";
  }
  void teardown() override { std::filesystem::remove_all(folder); }
  static unsigned mode(const std::filesystem::path& file) {
    struct ::stat found {};
    CHECK_EQUAL(0, ::stat(file.c_str(), &found));
    return found.st_mode & 0777U;
  }
};

TEST(OfficeKey, IsMadeOnceForTheOfficeAloneAndItsPublicHalfForEverybody) {
  const auto made = audit::load_or_make_key(journal);
  UNSIGNED_LONGS_EQUAL(0600, mode(audit::key_file(journal)));
  UNSIGNED_LONGS_EQUAL(0644, mode(audit::public_key_file(journal)));
  std::ifstream in(audit::public_key_file(journal));
  STRCMP_EQUAL((codes::to_text(made.public_key) + "\n").c_str(),
               std::string(std::istreambuf_iterator<char>(in), {}).c_str());
  CHECK(audit::load_or_make_key(journal).secret_key == made.secret_key);
  CHECK(audit::load_or_make_key(folder / "other.db").public_key != made.public_key);
}

TEST(OfficeKey, BesideACopyOnADiskThatKeepsNoModesItStaysAndIsToldOf) {
  audit::load_or_make_key(journal);
  const auto copy = folder / "copy.db";
  STRCMP_EQUAL("", audit::try_put_key_beside(journal, copy).c_str());
  std::filesystem::permissions(audit::key_file(copy), std::filesystem::perms(0755));
  audit::put_key_beside(journal, copy);
  CHECK(audit::try_put_key_beside(journal, copy).find("0755") != std::string::npos);
  // Where it cannot lie at all, that is told too.
  std::filesystem::create_directories(audit::key_file(folder / "other.db") / "full");
  CHECK(audit::try_put_key_beside(journal, folder / "other.db").find("was not put beside") != std::string::npos);
  STRCMP_EQUAL("", audit::try_put_key_beside(folder / "without.db", folder / "of_without.db").c_str());
}

TEST(OfficeKey, ADamagedOrOpenOneIsRefusedAndStays) {
  audit::load_or_make_key(journal);
  std::filesystem::permissions(audit::key_file(journal), std::filesystem::perms(0644));
  CHECK_THROWS(std::runtime_error, audit::load_or_make_key(journal));
  std::filesystem::permissions(audit::key_file(journal), std::filesystem::perms(0600));
  for (const char* damaged : {"", "abc", "zz0000000000000000000000000000000000000000000000000000000000zz00"}) {
    std::ofstream(audit::key_file(journal)) << damaged;
    CHECK_THROWS(std::runtime_error, audit::load_or_make_key(journal));
    std::ifstream in(audit::key_file(journal));
    STRCMP_EQUAL(damaged, std::string(std::istreambuf_iterator<char>(in), {}).c_str());
  }
}

TEST(OfficeKey, LiesBesideACopyAndComesBackWithIt) {
  const auto made = audit::load_or_make_key(journal);
  const auto elsewhere = folder / "stick";
  std::filesystem::create_directory(elsewhere);
  audit::put_key_beside(journal, elsewhere / "journal.db");
  audit::put_key_beside(journal, elsewhere / "journal.db");
  UNSIGNED_LONGS_EQUAL(0600, mode(audit::key_file(elsewhere / "journal.db")));
  const auto machine = folder / "machine";
  std::filesystem::create_directory(machine);
  // Of many backups in one folder there is one key.
  CHECK(audit::take_key_from(elsewhere / "journal-2026-11-22-1605.db", machine / "journal.db") ==
        audit::KeyTaken::taken);
  CHECK(audit::load_or_make_key(machine / "journal.db").secret_key == made.secret_key);
  CHECK(audit::take_key_from(elsewhere / "journal.db", machine / "journal.db") == audit::KeyTaken::same);
  CHECK(audit::take_key_from(folder / "other/journal.db", machine / "journal.db") == audit::KeyTaken::none);
  CHECK(audit::take_key_from(machine / "copy.db", machine / "journal.db") == audit::KeyTaken::none);
  std::ofstream(audit::key_file(elsewhere / "journal.db")) << "abc";
  CHECK_THROWS(std::runtime_error, audit::take_key_from(elsewhere / "journal.db", machine / "journal.db"));
  CHECK(audit::load_or_make_key(machine / "journal.db").secret_key == made.secret_key);
}

TEST(OfficeKey, NothingIsPutBesideACopyWithoutAKey) {
  audit::put_key_beside(journal, folder / "copy.db");
  CHECK_FALSE(std::filesystem::exists(audit::key_file(folder / "copy.db")));
}
