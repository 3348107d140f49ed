#include "codes/office_key.hpp"

#include <charconv>
#include <sstream>

#include <sodium.h>

namespace antrean::codes {
namespace {

constexpr std::string_view list_begins = "# Antrean: keys of the offices, ";
constexpr std::size_t fingerprint_bytes = 16;
constexpr std::size_t digits_together = 4;

std::string hex(const unsigned char* bytes, std::size_t size) {
  std::string digits(2 * size + 1, '\0');
  sodium_bin2hex(digits.data(), digits.size(), bytes, size);
  digits.pop_back();
  return digits;
}

std::string statement(std::string_view office, const PublicKey& key) {
  return "antrean audit key of office " + std::string(office) + ": " + to_text(key);
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string fingerprint(const PublicKey& key) {
  std::array<unsigned char, fingerprint_bytes> digest{};
  crypto_generichash(digest.data(), digest.size(), key.data(), key.size(), nullptr, 0);
  std::string digits = hex(digest.data(), digest.size());
  for (std::size_t at = digits.size() - digits_together; at > 0; at -= digits_together) {
    digits.insert(at, " ");
  }
  return digits;
}

std::string prove_key(std::string_view office, const KeyPair& pair) {
  const std::string said = statement(office, pair.public_key);
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(said), said.size(), pair.secret_key.data());
  return hex(signature.data(), signature.size());
}

bool is_proof(std::string_view office, const PublicKey& key, std::string_view proof) {
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  std::size_t size = 0;
  if (proof.size() != 2 * signature.size() ||
      sodium_hex2bin(signature.data(), signature.size(), proof.data(), proof.size(), nullptr, &size, nullptr) != 0 ||
      size != signature.size()) {
    return false;
  }
  const std::string said = statement(office, key);
  return crypto_sign_verify_detached(signature.data(), bytes_of(said), said.size(), key.data()) == 0;
}

std::string key_list_text(const std::vector<KnownOfficeKey>& keys, UtcTime made) {
  std::string all = std::string(list_begins) + "as the portal knew them at " + iso_text(made) +
                    "\n# office, key, milliseconds since 1970 when the portal was given it, state\n";
  for (const auto& one : keys) {
    all += one.office + " " + to_text(one.key) + " " + std::to_string(to_ms(one.since)) + " " +
           std::string(word(one.state)) + "\n";
  }
  return all;
}

bool looks_like_key_list(std::string_view text) { return text.starts_with(list_begins); }

std::optional<std::vector<KnownOfficeKey>> key_list_from_text(std::string_view text) {
  std::vector<KnownOfficeKey> keys;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
    }
    if (line.empty() || line.front() == '#') {
      continue;
    }
    std::istringstream parts{line};
    std::string office, key, since, state, more;
    parts >> office >> key >> since >> state;
    const auto read = public_key_from_text(key);
    const auto known = from_word<OfficeKeyState>(state);
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(since.data(), since.data() + since.size(), ms);
    if (!read || !known || error != std::errc{} || end != since.data() + since.size() || ms < 0 || parts >> more) {
      return std::nullopt;
    }
    keys.push_back({.office = office, .key = *read, .since = from_ms(ms), .state = *known});
  }
  return keys;
}

}  // namespace antrean::codes
