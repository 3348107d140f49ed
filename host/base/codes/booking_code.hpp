// Booking codes: what a person reads and types, and what the QR carries.
//
// For people: office code, '-', six of an alphabet without look-alikes, as "AD-QFJ8BD".
// In the QR: "AQ1" + Base32 (upper case, no padding) of payload and Ed25519 signature. Letters and digits only, because
// keyboard-wedge scanners break Base45's punctuation; at most QR version 6 (41 modules). The signature covers every payload
// byte. No name and no NIK. Verified at the office without a network; keys rotate by key id.
#pragma once

#include <array>
#include <cstdint>
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
  std::string office;       ///< two letters or digits
  std::string short_code;   ///< the six characters for people
  OfficeDay day;
  SlotHours slot;
  std::string service;      ///< 1..12 lower-case letters, digits, '-'
  std::uint8_t party = 1;
  BookingId booking = 0;
  friend bool operator==(const CodePayload&, const CodePayload&) = default;
};

inline constexpr std::string_view alphabet = "ACDEFGHJKLMNPQRTUVWXY34679";  ///< no B/8 O/0 I/1 S/5 Z/2... see .cpp
inline constexpr std::size_t max_scan_bytes = 512;

using PublicKey = std::array<std::uint8_t, 32>;
using SecretKey = std::array<std::uint8_t, 64>;
using Keyring = std::map<std::uint8_t, PublicKey>;  ///< by key id; an office keeps several while keys rotate

struct KeyPair {
  PublicKey public_key;
  SecretKey secret_key;
};
KeyPair make_key_pair();

/// "AD-QFJ8BD" from an office code and six symbols chosen by `random` (each call a fresh uniformly random 32-bit value).
std::string make_short_code(std::string_view office, std::uint32_t (*random)());

std::string encode_qr(const CodePayload& payload, const SecretKey& key);

/// A verified QR code.
struct Signed {
  CodePayload payload;
};
/// A typed code: normalised to upper case, "AD-QFJ8BD" (typed with or without the dash, in either case).
struct Typed {
  std::string code;
};
enum class ScanError : std::uint8_t { unreadable, forged, unknown_key };
using Scan = std::variant<Signed, Typed, ScanError>;

/// Reads one line of a scanner or keyboard, of any content and length. Never throws.
Scan read_scan(std::string_view line, const Keyring& keys);

}  // namespace antrean::codes
