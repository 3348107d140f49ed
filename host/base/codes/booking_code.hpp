// Booking codes: the text that a person reads and types, and the text in the QR.
//
// For people: office code, '-', six symbols, as "AD-QFJ8BD". The symbols are 24 letters and digits. There are
// no vowels, so no code spells a word. The symbols 0 O, 1 I L, 5 S, 2 Z and U (it looks like V) are left out,
// so nobody confuses two printed symbols. There are 24^6 = 191 million codes for each office.
//
// In the QR: "AQ1", then the Base32 (RFC 4648, no padding) of 30 bytes of payload and their Ed25519
// signature. This is 154 letters and digits, exactly what QR version 6 (41 modules) holds at level M. It has
// only letters and digits, because keyboard-wedge scanners damage the punctuation of Base45. Every payload
// byte is signed. There is no name and no NIK in it. It is verified without a network; keys rotate by key id.
// payload.hpp describes the bytes.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "values/booking.hpp"

namespace antrean::codes {

/// The content of a QR whose signature is verified.
struct CodePayload {
  std::uint8_t key_id = 0;
  std::string office{};      ///< two upper-case letters or digits, "AD"
  std::string short_code{};  ///< the six symbols for people, "QFJ8BD"
  OfficeDay day{};
  SlotHours slot{};
  std::string service{};   ///< 1..12 lower-case letters, digits, '-'
  std::uint8_t party = 1;  ///< 1..15
  BookingId booking = 0;

  std::string code() const { return office + '-' + short_code; }  ///< "AD-QFJ8BD"
  friend bool operator==(const CodePayload&, const CodePayload&) = default;
};

inline constexpr std::string_view alphabet = "BCDFGHJKMNPQRTVWXY346789";
inline constexpr std::size_t short_code_symbols = 6;
inline constexpr std::size_t qr_characters = 154;
inline constexpr std::size_t max_scan_bytes = 512;

using Seed = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;
using SecretKey = std::array<std::uint8_t, 64>;
using Keyring = std::map<std::uint8_t, PublicKey>;  ///< by key id; an office keeps several while keys rotate

struct KeyPair {
  PublicKey public_key;
  SecretKey secret_key;
};
KeyPair make_key_pair();
/// Gives the same pair every time. For a seed that is kept as a secret, and for tests.
KeyPair make_key_pair(const Seed& seed);

/// Base64 of the 32 bytes, as it is written in settings and in the office API.
std::string to_text(const PublicKey& key);
std::optional<PublicKey> public_key_from_text(std::string_view base64);

/// A code like "AD-QFJ8BD" from an office code and six symbols that `random` chooses. Each call of `random`
/// must give a fresh, uniformly random 32-bit value, like libsodium's randombytes_random. Every code is
/// equally likely.
std::string make_short_code(std::string_view office, const std::function<std::uint32_t()>& random);

/// The QR's `qr_characters` characters. Throws std::invalid_argument with the name of the member that breaks
/// the rule in its comment above, or that does not fit the payload: days 1970..2149, minutes 0..1440.
std::string encode_qr(const CodePayload& payload, const SecretKey& key);

/// A verified QR code.
struct Signed {
  CodePayload payload;
  friend bool operator==(const Signed&, const Signed&) = default;
};
/// A typed code: normalised to upper case, "AD-QFJ8BD".
struct Typed {
  std::string code;
  friend bool operator==(const Typed&, const Typed&) = default;
};
enum class ScanError : std::uint8_t {
  /// Looks like a code of ours, but is damaged, cut off or mistyped, or there are two different codes.
  unreadable,
  forged,       ///< the signature does not fit: an imitation, or damage on the way (one cannot tell which)
  unknown_key,  ///< signed with a key that this office does not have (yet)
  not_a_code,   ///< something else: a bar code of goods, a link to another site, noise
  blank,        ///< only spaces and control characters, as after a scanner's suffix: not a scan
};
using Scan = std::variant<Signed, Typed, ScanError>;

/// Reads one line from a scanner or a keyboard. The line may have any content. Never throws.
///
/// A QR text is found anywhere in the line, because its length is fixed and its signature proves it. It may
/// stand after a byte order mark, after an AIM prefix ("]Q2\000026"), after a maker's letter for the
/// symbology, in a link, and before what a scanner adds. It may be all upper case or all lower case. The same
/// code several times is that code.
///
/// A code for people is read in upper or lower case. Between office and symbols there may be '-' or another
/// dash, a space, " - ", or nothing. Before it there may be spaces (also Unicode's), control characters, an
/// AIM prefix or one maker's letter. It may stand twice in a row. In a link it is read only with its '-'.
///
/// Unreadable are: two different codes in one line, and text that looks like a code but is not one. Nothing
/// is guessed: if two readings are possible, the result is no code. More than max_scan_bytes are no code.
Scan read_scan(std::string_view line, const Keyring& keys);

/// True when the line already has a complete code, good or bad. What comes after it does not belong to it.
bool is_whole(std::string_view line);

}  // namespace antrean::codes
