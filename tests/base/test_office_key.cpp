// The offices' own keys: how people compare them, how an office proves one, and the portal's list.
#include <string>
#include <vector>

#include "codes/office_key.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using codes::KnownOfficeKey;
using codes::OfficeKeyState;

namespace {

codes::KeyPair pair_of(std::uint8_t seed) {
  codes::Seed bytes{};
  bytes.fill(seed);
  return codes::make_key_pair(bytes);
}

}  // namespace

TEST_GROUP(OfficeKeys) { codes::KeyPair pair = pair_of(1); };

TEST(OfficeKeys, AFingerprintIsReadOutInEightGroups) {
  const auto text = codes::fingerprint(pair.public_key);
  UNSIGNED_LONGS_EQUAL(39, text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    CHECK((text[at] == ' ') == (at % 5 == 4));
  }
  CHECK(text == codes::fingerprint(pair.public_key));
  CHECK(text != codes::fingerprint(pair_of(2).public_key));
}

TEST(OfficeKeys, AProofIsOfOneKeyAndOneOffice) {
  const auto proof = codes::prove_key("AD", pair);
  CHECK(codes::is_proof("AD", pair.public_key, proof));
  CHECK_FALSE(codes::is_proof("FB", pair.public_key, proof));
  CHECK_FALSE(codes::is_proof("AD", pair_of(2).public_key, proof));
  CHECK_FALSE(codes::is_proof("AD", pair.public_key, codes::prove_key("AD", pair_of(2))));
  CHECK_FALSE(codes::is_proof("AD", pair.public_key, ""));
  CHECK_FALSE(codes::is_proof("AD", pair.public_key, proof.substr(2)));
  CHECK_FALSE(codes::is_proof("AD", pair.public_key, std::string(128, 'x')));
}

TEST(OfficeKeys, TheListComesBackAsItWasWritten) {
  const std::vector<KnownOfficeKey> keys{
      {.office = "AD", .key = pair.public_key, .since = from_ms(1'795'000'000'000), .state = OfficeKeyState::first},
      {.office = "AD", .key = pair_of(2).public_key, .since = from_ms(5), .state = OfficeKeyState::unconfirmed},
      {.office = "FB", .key = pair_of(3).public_key, .since = from_ms(6), .state = OfficeKeyState::refused}};
  const auto text = codes::key_list_text(keys, from_ms(7));
  CHECK(codes::looks_like_key_list(text));
  CHECK(codes::key_list_from_text(text) == keys);
  std::string windows;
  for (const char c : text) {
    windows += c == '\n' ? "\r\n" : std::string(1, c);
  }
  CHECK(codes::key_list_from_text(windows) == keys);
  CHECK_FALSE(codes::looks_like_key_list(codes::to_text(pair.public_key)));
  const auto at = text.find(" first");
  for (const auto& wrong : {text.substr(0, at), text.substr(0, at) + " good\n", text.substr(0, at) + " first more\n"}) {
    CHECK_FALSE(codes::key_list_from_text(wrong).has_value());
  }
}
