#include "codes/booking_code.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include <sodium.h>

#include "codes/base32.hpp"
#include "codes/payload.hpp"
#include "text/text.hpp"

namespace antrean::codes {
namespace {

constexpr std::string_view qr_prefix = "AQ1";
constexpr std::size_t signature_bytes = crypto_sign_BYTES;

static_assert(signature_bytes == 64 && crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);
static_assert(qr_prefix.size() + ((payload_bytes + signature_bytes) * 8 + 4) / 5 == qr_characters);

void start_sodium() {
  if (sodium_init() < 0) {
    throw std::runtime_error("libsodium cannot start: the system has no source of randomness");
  }
}

// As in the C locale, whatever the locale of the process is.
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_blank(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; }

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), to_upper);
  return result;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || is_upper(to_upper(c)); }
bool is_base32(char c) { return is_upper(to_upper(c)) || (c >= '2' && c <= '7'); }

/// The characters of a normalised line. Letters, digits and punctuation of ASCII stand for themselves.
/// a control character: the end of a line, or a frame that scanners put around a code
constexpr char edge = '\n';
constexpr char alien = '?';  ///< any other character, or a byte that is no UTF-8
char meaning_of(char32_t c) {
  if (c < 0x80) {
    return is_blank(static_cast<char>(c)) && c != ' ' ? edge : static_cast<char>(c);
  }
  if (c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
      (c >= 0x205F && c <= 0x2069) || c == 0x3000 || c == 0xFEFF) {
    return ' ';  // spaces, marks without a width, the byte order mark
  }
  if (c == 0xAD || (c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
    return '-';
  }
  return alien;
}

/// The line in ASCII, without what stands around it.
std::string in_ascii(std::string_view line) {
  // The byte order mark as a keyboard wedge types it: its three bytes as characters.
  constexpr std::string_view typed_mark = "\xC3\xAF\xC2\xBB\xC2\xBF";
  std::string plain;
  while (!line.empty()) {
    if (line.starts_with(typed_mark)) {
      line.remove_prefix(typed_mark.size());
      plain.push_back(' ');
      continue;
    }
    // A byte that begins no character is itself, as Latin-1 has it.
    const auto c = text::first(line).value_or(text::Character{static_cast<unsigned char>(line.front()), 1});
    plain.push_back(meaning_of(c.value));
    line.remove_prefix(c.bytes);
  }
  return plain;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

/// ISO/IEC 15424: scanners that are set to do so put ']', a letter for the symbology and a digit before the
/// data. Then the character set of the data may follow, as a backslash and six digits.
std::string_view without_aim_prefix(std::string_view text) {
  if (text.size() > 3 && text[0] == ']' && is_upper(to_upper(text[1])) && is_digit(text[2])) {
    text.remove_prefix(3);
  }
  constexpr std::size_t designator = 7;
  if (text.size() > designator && text[0] == '\\' && std::ranges::all_of(text.substr(1, designator - 1), is_digit)) {
    text.remove_prefix(designator);
  }
  return trim(text);
}

/// The part that this text consists of twice, with nothing or white space between; "" if there is none.
std::string_view said_twice(std::string_view text) {
  const std::string_view first = without_aim_prefix(trim(text.substr(0, text.size() / 2)));
  const std::string_view second = without_aim_prefix(trim(text.substr(text.size() - text.size() / 2)));
  return first == second ? first : std::string_view{};
}

std::optional<Typed> read_typed(std::string_view text) {
  const std::string code = upper(text);
  if (code.size() < 2 + short_code_symbols) {
    return std::nullopt;
  }
  const std::string_view office = std::string_view(code).substr(0, 2);
  const std::string_view symbols = std::string_view(code).substr(code.size() - short_code_symbols);
  const std::string_view between = std::string_view(code).substr(2, code.size() - 2 - short_code_symbols);
  const bool fine =
      between.empty() || between == "-" || between == " " || between == " - " || between == "- " || between == " -";
  if (!fine || !is_office(office) || !is_short_code(symbols)) {
    return std::nullopt;
  }
  // Eight digits in a row are the bar code of a product.
  if (between.empty() && std::ranges::all_of(code, is_digit)) {
    return std::nullopt;
  }
  return Typed{std::string(office) + '-' + std::string(symbols)};
}

/// A code for people after the characters that some scanners put before the data: one letter, or "P0" and a
/// digit.
std::optional<Typed> read_typed_behind_letter(std::string_view text) {
  if (text.empty() || !is_upper(to_upper(text[0])) || upper(text.substr(0, 3)) == qr_prefix) {
    return std::nullopt;
  }
  if (auto typed = read_typed(text.substr(1))) {
    return typed;
  }
  const bool three = text.size() > 3 && to_upper(text[0]) == 'P' && text[1] == '0' && is_digit(text[2]);
  return three ? read_typed(text.substr(3)) : std::nullopt;
}

/// The only code for people among the parts of a link. It must have its '-', so that no word is taken for a
/// code.
std::optional<Typed> read_typed_in_link(std::string_view text) {
  constexpr std::string_view between_parts = "/?&=#;";
  if (text.find_first_of(between_parts) == std::string_view::npos) {
    return std::nullopt;
  }
  std::optional<Typed> found;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(between_parts), text.size());
    const std::string_view part = text.substr(0, end);
    const bool dashed = part.size() == 2 + 1 + short_code_symbols && part[2] == '-';
    if (auto typed = dashed ? read_typed(part) : std::nullopt) {
      if (found && *found != *typed) {
        return std::nullopt;
      }
      found = std::move(typed);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

Scan read_qr(std::string_view text, const Keyring& keys) {
  const auto bytes = from_base32(upper(text.substr(qr_prefix.size())));
  if (!bytes) {
    return ScanError::unreadable;
  }
  PayloadBytes payload{};
  std::copy_n(bytes->begin(), payload_bytes, payload.begin());

  const auto key_id = claimed_key(payload);
  if (!key_id) {
    return ScanError::unreadable;
  }
  const auto key = keys.find(*key_id);
  if (key == keys.end()) {
    return ScanError::unknown_key;
  }
  if (crypto_sign_verify_detached(bytes->data() + payload_bytes, payload.data(), payload.size(), key->second.data()) !=
      0) {
    return ScanError::forged;
  }
  auto unpacked = unpack(payload);
  if (!unpacked) {
    return ScanError::unreadable;
  }
  return Signed{*std::move(unpacked)};
}

bool same_case(std::string_view text) {
  return !std::ranges::any_of(text, is_upper) || !std::ranges::any_of(text, is_lower);
}

/// The position from `from` on where one of our QRs begins in `text`: its prefix, in upper or lower case.
/// npos: none.
std::size_t find_prefix(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at + qr_prefix.size() <= text.size(); ++at) {
    if (upper(text.substr(at, qr_prefix.size())) == qr_prefix) {
      return at;
    }
  }
  return std::string_view::npos;
}

/// Every whole QR of ours in `text`, whatever stands around it. Each is given once, in upper case.
std::vector<std::string> whole_qrs(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t at = find_prefix(text, 0); at != std::string_view::npos; at = find_prefix(text, at + 1)) {
    const std::string_view qr = text.substr(at, qr_characters);
    if (qr.size() == qr_characters && std::ranges::all_of(qr.substr(qr_prefix.size()), is_base32) && same_case(qr)) {
      std::string code = upper(qr);
      if (std::ranges::find(found, code) == found.end()) {
        found.push_back(std::move(code));
      }
    }
  }
  return found;
}

/// True for text that cannot be read but was meant as a code: the beginning or the body of a QR, or a code
/// for people with a typing mistake.
bool meant_as_code(std::string_view text) {
  constexpr std::size_t of_a_qr = 20, body_of_a_qr = 120;
  if (find_prefix(text, 0) == 0) {
    return true;
  }
  const auto base32_from = [text](std::size_t at) {
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_base32);
    return static_cast<std::size_t>(end - text.begin()) - at;
  };
  for (std::size_t at = find_prefix(text, 0); at != std::string_view::npos; at = find_prefix(text, at + 1)) {
    if (base32_from(at + qr_prefix.size()) >= of_a_qr) {
      return true;
    }
  }
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t run = base32_from(at);
    if (run >= body_of_a_qr) {
      return true;
    }
    at += run + 1;
  }
  if (read_typed(trim(text.substr(0, text.size() / 2))) && read_typed(trim(text.substr(text.size() / 2)))) {
    return true;
  }
  // A code for people has eight letters and digits and a dash. One too many or too few is a typing mistake.
  std::size_t symbols = 0;
  std::size_t letters = 0;
  for (const char c : text) {
    if (!is_alnum(c) && c != '-' && c != ' ') {
      return false;
    }
    symbols += is_alnum(c) ? 1 : 0;
    letters += is_upper(to_upper(c)) ? 1 : 0;
  }
  constexpr std::size_t wanted = 2 + short_code_symbols;
  return text.find('-') != std::string_view::npos && letters > 0 && symbols + 1 >= wanted && symbols <= wanted + 1;
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
  if (result != 0 || length != key.size()) {
    return std::nullopt;
  }
  return key;
}

std::string make_short_code(std::string_view office, const std::function<std::uint32_t()>& random) {
  // Numbers from the largest multiple of the alphabet's size upwards are drawn again, because the remainder
  // of a division would give the first symbols more often.
  constexpr std::uint64_t fair = (std::uint64_t{1} << 32) / alphabet.size() * alphabet.size();
  std::string code(office);
  code += '-';
  while (code.size() < office.size() + 1 + short_code_symbols) {
    const std::uint32_t number = random();
    if (number < fair) {
      code.push_back(alphabet[number % alphabet.size()]);
    }
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
  const std::string clean = in_ascii(line.substr(0, max_scan_bytes + 1));
  const std::string_view text = without_aim_prefix(trim(clean));
  if (text.empty()) {
    return ScanError::blank;
  }
  const auto no_code = [text] { return meant_as_code(text) ? ScanError::unreadable : ScanError::not_a_code; };
  if (line.size() > max_scan_bytes) {
    return no_code();
  }
  const std::vector<std::string> qrs = whole_qrs(text);
  if (qrs.size() == 1) {
    return read_qr(qrs.front(), keys);
  }
  if (!qrs.empty()) {
    return ScanError::unreadable;
  }
  // Try the whole text first: "JF79JF79" is one code, not "JF79" twice.
  for (const std::string_view one : {text, said_twice(trim(clean))}) {
    for (const auto read : {read_typed, read_typed_behind_letter, read_typed_in_link}) {
      if (auto typed = read(one)) {
        return *std::move(typed);
      }
    }
  }
  return no_code();
}

bool is_whole(std::string_view line) {
  // Without a key nothing can be verified, so a whole QR counts as a QR of an unknown key.
  const Scan scan = read_scan(line, {});
  return std::holds_alternative<Typed>(scan) || scan == Scan{ScanError::unknown_key};
}

}  // namespace antrean::codes
