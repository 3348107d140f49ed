#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <qrencode.h>
#include <sodium.h>

#include "codes/booking_code.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::codes;

namespace {

constexpr Seed seed(std::uint8_t first) {
  Seed bytes{};
  bytes[0] = first;
  return bytes;
}

CodePayload booking() {
  return {.key_id = 7,
          .office = "AD",
          .short_code = "QFJ8BD",
          .day = *OfficeDay::parse("2026-11-23"),
          .slot = {*TimeOfDay::parse("08:00"), *TimeOfDay::parse("10:00")},
          .service = "paspor",
          .party = 2,
          .booking = 4711};
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return text;
}

/// Base32 of the test's own, so that it can build codes that the product would not build.
std::string base32(const std::vector<std::uint8_t>& bytes) {
  std::string text;
  for (std::size_t bit = 0; bit < bytes.size() * 8; bit += 5) {
    unsigned value = 0;
    for (std::size_t i = bit; i < bit + 5; ++i) {
      const unsigned one = i / 8 < bytes.size() ? bytes[i / 8] >> (7 - i % 8) & 1u : 0u;
      value = value << 1 | one;
    }
    text.push_back("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[value]);
  }
  return text;
}

std::string word(const Scan& scan) {
  if (const auto* code = std::get_if<Signed>(&scan)) {
    return "signed " + code->payload.code();
  }
  if (const auto* typed = std::get_if<Typed>(&scan)) {
    return "typed " + typed->code;
  }
  switch (std::get<ScanError>(scan)) {
    case ScanError::unreadable:
      return "unreadable";
    case ScanError::forged:
      return "forged";
    case ScanError::unknown_key:
      return "unknown_key";
    case ScanError::not_a_code:
      return "not_a_code";
    case ScanError::blank:
      return "blank";
  }
  return "?";
}

}  // namespace

TEST_GROUP(BookingCodes) {
  KeyPair keys = make_key_pair(seed(1));
  KeyPair strangers = make_key_pair(seed(2));
  Keyring ring{{7, keys.public_key}, {8, strangers.public_key}};
  std::string qr = encode_qr(booking(), keys.secret_key);

  void reads(const std::string& line, const std::string& expected, const char* what) const {
    STRCMP_EQUAL_TEXT(expected.c_str(), word(read_scan(line, ring)).c_str(), what);
  }
};

TEST(BookingCodes, AQrSaysWhatWasSigned) {
  CHECK((read_scan(qr, ring) == Scan{Signed{booking()}}));
  STRCMP_EQUAL("AD-QFJ8BD", booking().code().c_str());
}

TEST(BookingCodes, ThePayloadsExtremesSurvive) {
  CodePayload p = booking();
  const auto survives = [&] { CHECK((read_scan(encode_qr(p, keys.secret_key), ring) == Scan{Signed{p}})); };
  for (const char* service : {"a", "zzzzzzzzzzzz", "------------", "999999999999", "a-0", "paspor-anak1"}) {
    p.service = service;
    survives();
  }
  for (const char* office : {"00", "ZZ", "P1", "J2"}) {
    p.office = office;
    survives();
  }
  for (const char* code : {"BBBBBB", "999999", "B9B9B9", "346789"}) {
    p.short_code = code;
    survives();
  }
  for (const char* day : {"1970-01-01", "2149-06-06"}) {
    p.day = *OfficeDay::parse(day);
    survives();
  }
  p.slot = {TimeOfDay{0}, TimeOfDay{24 * 60}};
  p.party = 15;
  p.booking = UINT64_MAX;
  survives();
}

TEST(BookingCodes, WhatCannotBeExpressedIsRefusedByName) {
  const auto refuses = [&](const char* name, const auto& change) {
    CodePayload p = booking();
    change(p);
    try {
      (void)encode_qr(p, keys.secret_key);
      FAIL(name);
    } catch (const std::invalid_argument& error) {
      CHECK_TEXT(std::string(error.what()).starts_with(std::string("booking code: ") + name), error.what());
    }
  };
  for (const char* office : {"", "A", "ABC", "ad", "A-"}) {
    refuses("office", [&](auto& p) { p.office = office; });
  }
  for (const char* code : {"", "QFJ8B", "QFJ8BDD", "qfj8bd", "QFJ8B0", "QFJ8BA"}) {
    refuses("short_code", [&](auto& p) { p.short_code = code; });
  }
  for (const char* service : {"", "paspor-anak12", "Paspor", "pas por", "p\xc3\xa9"}) {
    refuses("service", [&](auto& p) { p.service = service; });
  }
  for (const std::uint8_t party : std::array<std::uint8_t, 3>{0, 16, 255}) {
    refuses("party", [&](auto& p) { p.party = party; });
  }
  for (const char* day : {"1969-12-31", "2149-06-07"}) {
    refuses("day", [&](auto& p) { p.day = *OfficeDay::parse(day); });
  }
  refuses("slot", [](auto& p) { p.slot = {TimeOfDay{600}, TimeOfDay{600}}; });
  refuses("slot", [](auto& p) { p.slot = {TimeOfDay{600}, TimeOfDay{1441}}; });
  refuses("slot", [](auto& p) { p.slot = {TimeOfDay{-1}, TimeOfDay{600}}; });
}

TEST(BookingCodes, TheFormatIsTheOneThatIsPrintedAlready) {
  // A change here makes every printed code unreadable. It needs a new version, and readers of both versions.
  STRCMP_EQUAL(
      "AQ1CIDUCRAFJESYEUJMAHQAEWBVDL3CCVVTYEAAAAAAAAAAAETHBFUUVJ7Y6EILOS4TZQHJSE4YJJZ6GKSOC5SADIGDILFWKY6ID326QHN66JSGQ"
      "BNLT6BBSKEI667YJB65WA532LCRFVPBJHZCXCWYCAY",
      qr.c_str());
}

TEST(BookingCodes, AQrFitsVersionSixAtLevelM) {
  LONGS_EQUAL(qr_characters, qr.size());
  CHECK(qr.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string::npos);
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString(qr.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 0), QRcode_free);
  CHECK(code != nullptr);
  LONGS_EQUAL(6, code->version);
  LONGS_EQUAL(41, code->width);
}

TEST(BookingCodes, SymbolsHaveNoLookAlikesNoVowelsAndHoldTheSample) {
  LONGS_EQUAL(24, alphabet.size());
  LONGS_EQUAL(24, std::set<char>(alphabet.begin(), alphabet.end()).size());
  CHECK(alphabet.find_first_of("0O1IL5S2ZUAEIO") == std::string_view::npos);
  CHECK(std::string_view("QFJ8BD").find_first_not_of(alphabet) == std::string_view::npos);
}

TEST(BookingCodes, AShortCodeIsDrawnWithoutFavouringAnySymbol) {
  // 2^32 is 16 more than a multiple of 24, so those 16 numbers are drawn again.
  std::vector<std::uint32_t> numbers{UINT32_MAX, UINT32_MAX - 15, UINT32_MAX - 16, 0, 1, 23, 24, 25};
  std::size_t next = 0;
  STRCMP_EQUAL("AD-9BC9BC", make_short_code("AD", [&] { return numbers[next++]; }).c_str());
  LONGS_EQUAL(numbers.size(), next);

  std::mt19937 random(20261122);
  std::map<char, int> seen;
  for (int i = 0; i < 20'000; ++i) {
    for (const char c : make_short_code("AD", std::ref(random)).substr(3)) {
      ++seen[c];
    }
  }
  LONGS_EQUAL(24, seen.size());
  // 120,000 symbols: 5,000 each, standard deviation 69.
  for (const auto& [symbol, count] : seen) {
    CHECK_TEXT(count > 4'600 && count < 5'400, std::string(1, symbol).c_str());
  }
}

TEST(BookingCodes, ADrawnCodeReadsBack) {
  std::mt19937 random(1);
  for (int i = 0; i < 1'000; ++i) {
    const std::string code = make_short_code("J1", std::ref(random));
    reads(code, "typed " + code, code.c_str());
  }
}

TEST(BookingCodes, AKeysTextReadsBackAndNothingElseDoes) {
  const std::string text = to_text(keys.public_key);
  LONGS_EQUAL(44, text.size());
  CHECK(public_key_from_text(text) == keys.public_key);
  for (const std::string& bad :
       {std::string{}, text.substr(1), text + "A", text + text, std::string("AAAA"), " " + text}) {
    CHECK_TEXT(!public_key_from_text(bad), bad.c_str());
  }
  CHECK(make_key_pair().public_key != make_key_pair().public_key);
  CHECK(make_key_pair(seed(3)).secret_key == make_key_pair(seed(3)).secret_key);
}

TEST(BookingCodes, SeventyScansAndWhatEachIs) {
  CodePayload other_office = booking();
  other_office.office = "JE";
  CodePayload old_day = booking();
  old_day.day = *OfficeDay::parse("2020-01-02");
  CodePayload second_key = booking();
  second_key.key_id = 8;
  CodePayload unknown = booking();
  unknown.key_id = 9;
  CodePayload another = booking();
  another.short_code = "KKKKKK";
  const std::string other = encode_qr(another, keys.secret_key);
  const std::string ours = "signed AD-QFJ8BD";
  const std::string typed = "typed AD-QFJ8BD";
  const auto replaced = [&](std::size_t at, char c) {
    std::string text = qr;
    text[at] = c;
    return text;
  };

  struct Case {
    const char* what;
    std::string line;
    std::string expected;
  };
  const std::vector<Case> cases{
      // A QR as scanners send it.
      {"as printed", qr, ours},
      {"with CR", qr + "\r", ours},
      {"with LF", qr + "\n", ours},
      {"with CR LF", qr + "\r\n", ours},
      {"with white space around", "  \t" + qr + " \t\r\n\n", ours},
      {"framed by STX and ETX", "\x02" + qr + "\x03", ours},
      {"with NUL at the end", qr + std::string(1, '\0'), ours},
      {"with a scanner's AIM prefix", "]Q1" + qr, ours},
      {"with the byte order mark of UTF-8", "\xEF\xBB\xBF" + qr + "\r", ours},
      {"with the mark as a wedge types it", "\xC3\xAF\xC2\xBB\xC2\xBF" + qr, ours},
      {"with a no-break space", "\xC2\xA0" + qr + "\xC2\xA0", ours},
      {"with a no-break space of Latin-1", "\xA0" + qr + "\xA0\r", ours},
      {"with spaces of other scripts", "\xE3\x80\x80\xE2\x80\xAF" + qr + "\xE2\x80\x8B", ours},
      {"behind ]Q2 and the character set", "]Q2\\000026" + qr, ours},
      {"behind the mark, ]Q2 and the character set", "\xEF\xBB\xBF]Q2\\000026" + qr, ours},
      {"as a Data Matrix", "]d2" + qr, ours},
      {"as Code 128", "]C1" + qr, ours},
      {"with a maker's letter", "s" + qr, ours},
      {"with another maker's letter", "Q" + qr, ours},
      {"with a maker's letter, all in lower case", "j" + lower(qr), ours},
      {"with a maker's three characters", "P01" + qr, ours},
      {"with a suffix of letters", qr + "END", ours},
      {"before the bar code of a bottle", qr + "8991234567890", ours},
      {"behind the bar code of a bottle", "8991234567890" + qr, ours},
      {"in a link's query", "https://antrean.example/?c=" + qr, ours},
      {"in a link's query among others", "https://antrean.example/b?lang=id&c=" + qr + "&x=1", ours},
      {"in a link's path", "https://antrean.example/b/" + qr, ours},
      {"in a link in capitals", "HTTPS://ANTREAN.EXAMPLE/B/" + qr + "/", ours},
      {"framed by STX and ETX with CR TAB", "\x02" + qr + "\x03\r\t", ours},
      {"a lower-case code in a link", "https://antrean.example/b/" + lower(qr), ours},
      {"in a link, forged", "https://antrean.example/b/" + qr.substr(0, 51) + other.substr(51), "forged"},
      {"with a lower-case AIM prefix", "]q1" + lower(qr), ours},
      {"in lower case: caps lock on a wedge", lower(qr), ours},
      {"of another office: checkin says so", encode_qr(other_office, keys.secret_key), "signed JE-QFJ8BD"},
      {"of an old day: checkin says so", encode_qr(old_day, keys.secret_key), ours},
      {"signed with the newer key", encode_qr(second_key, strangers.secret_key), ours},
      // The same twice.
      {"twice in one line", qr + qr, ours},
      {"twice with a space", qr + ' ' + qr, ours},
      {"twice with a lone CR", qr + '\r' + qr + "\r\n", ours},
      {"twice with prefixes", "]Q1" + qr + "]Q1" + qr, ours},
      {"once upper, once lower", qr + lower(qr), ours},
      {"two different codes", qr + other, "unreadable"},
      {"three times", qr + qr + qr, ours},
      {"once and a half", qr + qr.substr(0, 77), ours},
      {"QR and typed code", qr + " AD-QFJ8BD", ours},
      // Damaged and imitated.
      {"truncated by one", qr.substr(0, qr.size() - 1), "unreadable"},
      {"truncated to the payload", qr.substr(0, 51), "unreadable"},
      {"only the prefix", "AQ1", "unreadable"},
      {"first character lost", qr.substr(1), "unreadable"},
      {"a character more", qr + "A", ours},
      {"a character less and one more", qr.substr(1) + "A", "unreadable"},
      {"a space inside", qr.substr(0, 80) + ' ' + qr.substr(80), "unreadable"},
      {"a space for a character", replaced(80, ' '), "unreadable"},
      {"a control character inside", replaced(80, '\x01'), "unreadable"},
      {"a NUL inside", replaced(80, '\0'), "unreadable"},
      {"a digit Base32 does not have", replaced(80, '1'), "unreadable"},
      {"a zero for an O", replaced(80, '0'), "unreadable"},
      {"one lower-case letter", lower(qr.substr(0, 20)) + qr.substr(20), "unreadable"},
      {"a byte beyond ASCII", replaced(80, '\xC3'), "unreadable"},
      {"another format version", "AQ2" + qr.substr(3), "unreadable"},
      {"another product's prefix", "XQ1" + qr.substr(3), "unreadable"},
      {"another payload version", replaced(3, 'I'), "unreadable"},
      {"bits left over at the end", replaced(qr.size() - 1, static_cast<char>(qr.back() + 1)), "unreadable"},
      {"another key id", replaced(5, qr[5] == 'A' ? 'B' : 'A'), "unknown_key"},
      {"a key this office does not have", encode_qr(unknown, keys.secret_key), "unknown_key"},
      {"signed with a key of another id", encode_qr(second_key, keys.secret_key), "forged"},
      {"signed by a stranger", encode_qr(booking(), make_key_pair(seed(9)).secret_key), "forged"},
      {"another booking's signature", qr.substr(0, 51) + other.substr(51), "forged"},
      {"another booking's payload", other.substr(0, 51) + qr.substr(51), "forged"},
      {"signature all zero", qr.substr(0, 51) + std::string(qr_characters - 51, 'A'), "forged"},
      {"nothing but zeros", "AQ1" + std::string(qr_characters - 3, 'A'), "unreadable"},
      // Typed.
      {"as printed", "AD-QFJ8BD", typed},
      {"in lower case", "ad-qfj8bd", typed},
      {"in mixed case", "Ad-qFj8bD", typed},
      {"without the dash", "ADQFJ8BD", typed},
      {"with a space", "ad qfj8bd", typed},
      {"with spaces around the dash", "AD - QFJ8BD", typed},
      {"with a phone's dash", "AD\xE2\x80\x93QFJ8BD", typed},
      {"with white space around", " AD-QFJ8BD \r\n", typed},
      {"with a non-breaking hyphen", "AD\xE2\x80\x91QFJ8BD", typed},
      {"with a no-break space for the dash", "AD\xC2\xA0QFJ8BD", typed},
      {"with the byte order mark",
       "\xEF\xBB\xBF"
       "AD-QFJ8BD",
       typed},
      {"with the mark as a wedge types it",
       "\xC3\xAF\xC2\xBB\xC2\xBF"
       "AD-QFJ8BD",
       typed},
      {"behind ]C1", "]C1AD-QFJ8BD", typed},
      {"behind ]Q2 and the character set",
       "]Q2\\000026"
       "AD-QFJ8BD",
       typed},
      {"behind a maker's letter", "sAD-QFJ8BD", typed},
      {"behind a maker's letter without the dash", "jADQFJ8BD", typed},
      {"behind a maker's three characters", "P01AD-QFJ8BD", typed},
      {"in a link's query", "https://antrean.example/?c=AD-QFJ8BD", typed},
      {"in a link's path in lower case", "https://antrean.example/b/ad-qfj8bd?x=1", typed},
      {"two different ones in a link", "https://antrean.example/AD-QFJ8BD/AD-QFJ8BC", "not_a_code"},
      {"a word of a link without its dash", "https://example.org/BDQFJ8BD", "not_a_code"},
      {"eight digits of goods", "34678934", "not_a_code"},
      {"eight digits of goods behind a letter", "d34678934", "not_a_code"},
      {"as a bar code with AIM prefix", "]C0AD-QFJ8BD", typed},
      {"of another office", "p1-qfj8bd", "typed P1-QFJ8BD"},
      {"twice", "AD-QFJ8BDAD-QFJ8BD", typed},
      {"twice, two lines in one", "AD-QFJ8BD\rAD-QFJ8BD", typed},
      {"a code that repeats itself", "JF79JF79", "typed JF-79JF79"},
      {"two different ones", "AD-QFJ8BDAD-QFJ8BC", "unreadable"},
      {"a symbol short", "AD-QFJ8B", "unreadable"},
      {"a symbol long", "AD-QFJ8BDD", "unreadable"},
      {"a zero", "AD-QFJ80D", "unreadable"},
      {"an O", "AD-QFJ8OD", "unreadable"},
      {"a vowel", "AD-QFJ8BA", "unreadable"},
      {"the dash elsewhere", "ADQ-FJ8BD", "unreadable"},
      {"two dashes", "AD--QFJ8BD", "unreadable"},
      {"a tab for the dash", "AD\tQFJ8BD", "not_a_code"},
      {"no office", "QFJ8BD", "not_a_code"},
      {"office with a dot", "A.-QFJ8BD", "not_a_code"},
      // Anything else.
      {"nothing", "", "blank"},
      {"a line end", "\r\n", "blank"},
      {"only an AIM prefix", "]Q1", "not_a_code"},
      {"only control characters", std::string("\0\x01\x02\x1b\x7f", 5), "blank"},
      {"a link", "https://example.org/AD-QFJ8BD", typed},
      {"spaces of other scripts", "\xC2\xA0\xE3\x80\x80\xEF\xBB\xBF", "blank"},
      {"a tab", "\t", "blank"},
      {"an end of text", "\x03", "blank"},
      {"a link to elsewhere", "https://wa.me/6281234567890", "not_a_code"},
      {"a contact", "BEGIN:VCARD\nN:Rahayu;Siti\nEND:VCARD", "not_a_code"},
      {"a parcel", "JNE0012345678", "not_a_code"},
      {"an EAN-8", "96385074", "not_a_code"},
      {"a NIK", "3273012501870001", "not_a_code"},
      {"an EAN-13", "4006381333931", "not_a_code"},
      {"a PDF417 of a driving licence", "@\n\x1e\rANSI 636000090002DL00410278", "not_a_code"},
      {"Indonesian words", "selamat pagi, ibu", "not_a_code"},
      {"wrong UTF-8", "\xff\xfe\xc3\x28", "not_a_code"},
      {"512 bytes that end in a code", std::string(max_scan_bytes - qr_characters, ' ') + qr, ours},
      {"513 bytes that end in a code", std::string(max_scan_bytes - qr_characters + 1, ' ') + qr, "unreadable"},
      {"4 KB of noise", std::string(4096, '\xa5'), "not_a_code"},
      {"4 KB that begin with a code", qr + std::string(4096, ' '), "unreadable"},
      {"format characters", "%s%n%x{}{0}", "not_a_code"},
      {"SQL", "AD-'; DROP TABLE event; --", "not_a_code"},
  };
  CHECK(cases.size() >= 70);
  for (const Case& c : cases) {
    reads(c.line, c.expected, c.what);
  }
}

TEST(BookingCodes, NoFlippedBitEverVerifies) {
  for (std::size_t bit = 0; bit < qr.size() * 8; ++bit) {
    std::string text = qr;
    text[bit / 8] = static_cast<char>(static_cast<unsigned char>(text[bit / 8]) ^ 1u << bit % 8);
    CHECK(std::holds_alternative<ScanError>(read_scan(text, ring)));
  }
}

TEST(BookingCodes, NoChangedCharacterEverVerifies) {
  for (std::size_t at = 0; at < qr.size(); ++at) {
    for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")) {
      if (qr[at] == c) {
        continue;
      }
      std::string text = qr;
      text[at] = c;
      CHECK(std::holds_alternative<ScanError>(read_scan(text, ring)));
    }
  }
}

TEST(BookingCodes, NoTruncationAndNoSwapVerifies) {
  for (std::size_t length = 0; length < qr.size(); ++length) {
    const ScanError what = length == 0  ? ScanError::blank
                           : length < 3 ? ScanError::not_a_code  // it may be the beginning of anything
                                        : ScanError::unreadable;
    CHECK(read_scan(qr.substr(0, length), ring) == Scan{what});
  }
  for (std::size_t at = 1; at < qr.size(); ++at) {
    std::string text = qr;
    std::swap(text[at - 1], text[at]);
    CHECK(text == qr || std::holds_alternative<ScanError>(read_scan(text, ring)));
  }
}

TEST(BookingCodes, WithoutKeysNoQrVerifiesButTypedCodesRead) {
  CHECK(read_scan(qr, {}) == Scan{ScanError::unknown_key});
  CHECK((read_scan("AD-QFJ8BD", {}) == Scan{Typed{"AD-QFJ8BD"}}));
}

TEST(BookingCodes, NoiseNeverThrowsAndNeverVerifies) {
  std::mt19937 random(20261122);
  for (int round = 0; round < 20'000; ++round) {
    std::string line(random() % 600, '\0');
    for (char& c : line) {
      c = static_cast<char>(random());
    }
    if (round % 2 == 0) {
      line.replace(0, std::min<std::size_t>(line.size(), 3), "AQ1");
    }
    CHECK(std::holds_alternative<ScanError>(read_scan(line, ring)));
  }
}

TEST(BookingCodes, WhatIsSignedButMeansNothingIsUnreadable) {
  // The bytes of payload.hpp, by hand: AD-QFJ8BD, 2026-11-23, 08:00-10:00, "paspor", party 2, booking 4711.
  const auto line = [&](const std::vector<std::pair<std::size_t, std::uint8_t>>& changes) {
    std::vector<std::uint8_t> bytes(30);
    const auto put = [&](std::size_t at, std::size_t width, std::uint64_t number) {
      for (std::size_t i = width; i > 0; --i, number >>= 8) {
        bytes[at + i - 1] = static_cast<std::uint8_t>(number);
      }
    };
    const auto number = [](std::string_view text, std::string_view digits, std::size_t length, std::uint64_t base) {
      std::uint64_t n = 0;
      for (std::size_t i = 0; i < length; ++i) {
        n = n * base + (i < text.size() ? digits.find(text[i]) + base - digits.size() : 0);
      }
      return n;
    };
    bytes = {0x12, 7, 'A', 'D'};
    bytes.resize(30);
    put(4, 4, number("QFJ8BD", alphabet, 6, 24));
    put(8, 2, 20'780);
    put(10, 2, 480);
    put(12, 2, 600);
    put(14, 8, number("paspor", "abcdefghijklmnopqrstuvwxyz0123456789-", 12, 38));
    put(22, 8, 4711);
    for (const auto& [at, value] : changes) {
      bytes[at] = value;
    }
    std::array<std::uint8_t, 64> signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes.data(), bytes.size(), keys.secret_key.data());
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    return "AQ1" + base32(bytes);
  };
  STRCMP_EQUAL(qr.c_str(), line({}).c_str());
  reads(line({{0, 0x10}}), "unreadable", "a party of nobody");
  reads(line({{0, 0x22}}), "unreadable", "a version to come");
  reads(line({{0, 0x02}}), "unreadable", "version 0");
  reads(line({{2, 'a'}}), "unreadable", "an office in lower case");
  reads(line({{3, 0}}), "unreadable", "half an office");
  reads(line({{4, 0xFF}}), "unreadable", "a short code beyond 24^6");
  reads(line({{12, 0}}), "unreadable", "a slot that ends before it starts");
  reads(line({{12, 0xFF}}), "unreadable", "a slot that ends tomorrow");
  reads(line({{14, 0xFF}}), "unreadable", "a service beyond 38^12");
  reads(line({{21, 1}}), "unreadable", "a service that goes on after its end");
  reads(line({{14, 0}, {15, 0}, {16, 0}, {17, 0}, {18, 0}, {19, 0}, {20, 0}, {21, 0}}), "unreadable", "no service");
}
