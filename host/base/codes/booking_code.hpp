// Booking codes: what a person reads and types, and what the QR carries.
//
// For people: office code, '-', six symbols, as "AD-QFJ8BD". The symbols are 24 letters and digits: no
// vowels, so that no code spells a word, and none of 0 O, 1 I L, 5 S, 2 Z, U (beside V), so that nobody has
// to ask which of two was printed. 24^6 = 191 million codes an office.
//
// In the QR: "AQ1" and the Base32 (RFC 4648, no padding) of 30 bytes of payload and their Ed25519 signature:
// 154 letters and digits, which is exactly what QR version 6 (41 modules) holds at level M. Letters and
// digits only, because keyboard-wedge scanners break Base45's punctuation. Every payload byte is signed; no
// name and no NIK. Verified without a network; keys rotate by key id. The bytes are described in payload.hpp.
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

/// What a QR says once its signature is verified.
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
/// The same pair every time, for a seed kept as a secret (and for tests).
KeyPair make_key_pair(const Seed& seed);

/// Base64 of the 32 bytes, as in settings and in the office API.
std::string to_text(const PublicKey& key);
std::optional<PublicKey> public_key_from_text(std::string_view base64);

/// "AD-QFJ8BD" from an office code and six symbols chosen by `random` (each call a fresh uniformly random
/// 32-bit value, as libsodium's randombytes_random). Every code is equally likely.
std::string make_short_code(std::string_view office, const std::function<std::uint32_t()>& random);

/// The QR's `qr_characters` characters. Throws std::invalid_argument naming the member that does not keep to
/// its comment above, or lies outside what the payload holds: days 1970..2149, minutes 0..1440.
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
  unreadable,   ///< meant as a code of ours, but damaged, cut off, mistyped, or two different ones
  forged,       ///< the signature does not fit: an imitation, or damage on the way (nobody can tell which)
  unknown_key,  ///< signed with a key this office does not have (yet)
  not_a_code,   ///< something else: a bar code of goods, a link to elsewhere, noise
  blank,        ///< spaces and control characters only, as behind a scanner's suffix: no scan at all
};
using Scan = std::variant<Signed, Typed, ScanError>;

/// Reads one line of a scanner or keyboard, of any content. Never throws, for no input.
///
/// A QR is found wherever it stands in the line, for its length is fixed and its signature proves it: behind
/// a byte order mark, an AIM prefix ("]Q2\000026"), a maker's letter for the symbology, within a link, before
/// what a scanner adds; upper case or lower case as a whole. The same code several times is that code. A code
/// for people is read in any case, with '-' or another dash, a space, " - " or nothing between office and
/// symbols; with spaces (Unicode's too), control characters, an AIM prefix or one maker's letter before it;
/// twice in a row; and with its '-' as a part of a link. Refused as unreadable: two different codes in one
/// line, and what looks like a code but is none. Nothing is guessed: where two readings differ there is none.
/// More than max_scan_bytes are no code.
Scan read_scan(std::string_view line, const Keyring& keys);

/// Whether the line has all of a code, good or not: nothing that comes behind it belongs to it.
bool is_whole(std::string_view line);

}  // namespace antrean::codes
