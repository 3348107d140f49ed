#include "codes/booking_code.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

#include "codes/base32.hpp"
#include "codes/payload.hpp"

namespace antrean::codes {
namespace {

constexpr std::string_view qr_prefix = "AQ1";
constexpr std::size_t signature_bytes = crypto_sign_BYTES;

static_assert(signature_bytes == 64 && crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);
static_assert(qr_prefix.size() + ((payload_bytes + signature_bytes) * 8 + 4) / 5 == qr_characters);

void start_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start: the system has no source of randomness");
}

// The C locale's answers, whatever the process's locale is.
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_blank(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; }

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), to_upper);
  return result;
}

/// Without the spaces and control characters around it: line ends, and what some scanners frame a code with (STX, ETX,
/// NUL).
std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// ISO/IEC 15424: scanners set to do so put ']', a letter for the symbology and a digit before the data.
std::string_view without_aim_prefix(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool has = text.size() > 3 && text[0] == ']' && is_upper(to_upper(text[1])) && is_digit(text[2]);
  return has ? text.substr(3) : text;
}

/// What stands twice in this text, with nothing or white space between; "" when nothing does.
std::string_view said_twice(std::string_view text) {
  const std::string_view first = without_aim_prefix(trim(text.substr(0, text.size() / 2)));
  const std::string_view second = without_aim_prefix(trim(text.substr(text.size() - text.size() / 2)));
  return first == second ? first : std::string_view{};
}

std::optional<Typed> read_typed(std::string_view text) {
  const std::string code = upper(text);
  if (code.size() < 2 + short_code_symbols) return std::nullopt;
  const std::string_view office = std::string_view(code).substr(0, 2);
  const std::string_view symbols = std::string_view(code).substr(code.size() - short_code_symbols);
  const std::string_view between = std::string_view(code).substr(2, code.size() - 2 - short_code_symbols);
  // "\xE2\x80\x93" is the en dash that phones put for a hyphen.
  const bool fine =
      between.empty() || between == "-" || between == " " || between == " - " || between == "\xE2\x80\x93";
  if (!fine || !is_office(office) || !is_short_code(symbols)) return std::nullopt;
  return Typed{std::string(office) + '-' + std::string(symbols)};
}

Scan read_qr(std::string_view text, const Keyring& keys) {
  if (std::ranges::any_of(text, is_upper) && std::ranges::any_of(text, is_lower)) return ScanError::unreadable;
  const auto bytes = from_base32(upper(text.substr(qr_prefix.size())));
  if (!bytes) return ScanError::unreadable;
  PayloadBytes payload{};
  std::copy_n(bytes->begin(), payload_bytes, payload.begin());

  const auto key_id = claimed_key(payload);
  if (!key_id) return ScanError::unreadable;
  const auto key = keys.find(*key_id);
  if (key == keys.end()) return ScanError::unknown_key;
  if (crypto_sign_verify_detached(bytes->data() + payload_bytes, payload.data(), payload.size(), key->second.data()) !=
      0) {
    return ScanError::forged;
  }
  auto unpacked = unpack(payload);
  if (!unpacked) return ScanError::unreadable;
  return Signed{*std::move(unpacked)};
}

bool is_qr(std::string_view text) {
  return text.size() == qr_characters && upper(text.substr(0, qr_prefix.size())) == qr_prefix;
}

}  // namespace

KeyPair make_key_pair() {
  start_sodium();
  KeyPair pair{};
  crypto_sign_keypair(pair.public_key.data(), pair.secret_key.data());
  return pair;
}

KeyPair make_key_pair(const Seed& seed) {
  start_sodium();
  KeyPair pair{};
  crypto_sign_seed_keypair(pair.public_key.data(), pair.secret_key.data(), seed.data());
  return pair;
}

std::string to_text(const PublicKey& key) {
  std::string text(sodium_base64_ENCODED_LEN(key.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), key.data(), key.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // libsodium counts the NUL
  return text;
}

std::optional<PublicKey> public_key_from_text(std::string_view base64) {
  PublicKey key{};
  std::size_t length = 0;
  const int result = sodium_base642bin(key.data(), key.size(), base64.data(), base64.size(), nullptr, &length, nullptr,
                                       sodium_base64_VARIANT_ORIGINAL);
  if (result != 0 || length != key.size()) return std::nullopt;
  return key;
}

std::string make_short_code(std::string_view office, const std::function<std::uint32_t()>& random) {
  // Numbers from the largest multiple of the alphabet's size upwards are drawn again: the rest of a division would
  // favour the first symbols.
  constexpr std::uint64_t fair = (std::uint64_t{1} << 32) / alphabet.size() * alphabet.size();
  std::string code(office);
  code += '-';
  while (code.size() < office.size() + 1 + short_code_symbols) {
    const std::uint32_t number = random();
    if (number < fair) code.push_back(alphabet[number % alphabet.size()]);
  }
  return code;
}

std::string encode_qr(const CodePayload& payload, const SecretKey& key) {
  start_sodium();
  const PayloadBytes packed = pack(payload);
  std::array<std::uint8_t, payload_bytes + signature_bytes> bytes{};
  std::ranges::copy(packed, bytes.begin());
  crypto_sign_detached(bytes.data() + payload_bytes, nullptr, packed.data(), packed.size(), key.data());
  return std::string(qr_prefix) + to_base32(bytes);
}

Scan read_scan(std::string_view line, const Keyring& keys) {
  if (line.size() > max_scan_bytes) return ScanError::unreadable;
  const std::string_view whole = without_aim_prefix(trim(line));
  // First as a whole: "JF79JF79" is one code, not "JF79" twice.
  for (const std::string_view text : {whole, said_twice(trim(line))}) {
    if (is_qr(text)) return read_qr(text, keys);
    if (auto typed = read_typed(text)) return *std::move(typed);
  }
  return ScanError::unreadable;
}

}  // namespace antrean::codes
