// The portal's secrets at work: which key signs codes, and how a NIK is kept.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "codes/booking_code.hpp"
#include "store/store.hpp"

namespace antrean::portal {

struct SigningKeys {
  std::uint8_t current = 0;  ///< signs; one of `secret`
  std::map<std::uint8_t, codes::SecretKey>
      secret;  ///< all of them are given to offices, so that they know a new one early

  codes::PublicKey public_key(std::uint8_t id) const;
};

/// A secret key file's text is the Base64 of its 64 bytes. Throws std::runtime_error naming `where`.
codes::SecretKey signing_key_from_text(std::string_view text, const std::string& where);
std::string to_text(const codes::SecretKey& key);

/// Keeps a NIK as an HMAC-SHA-256: a district has about 1.5 x 10^9 of them, minutes of plain hashing, so the
/// key is a secret kept outside the database. The same key for ever: with another one nobody's earlier
/// bookings are found.
class NikKey {
 public:
  /// `secret`: at least 32 characters, else std::runtime_error.
  explicit NikKey(std::string secret);
  NikHmac hmac(std::string_view nik_digits) const;

 private:
  std::string secret_;
};

/// The text of the booking's QR, signed with the current key. Throws std::invalid_argument for a booking that
/// none can express.
std::string qr_text(const Booking& booking, const SigningKeys& keys);
/// The booking of a QR that one of these keys has signed, without name and NIK digits; nothing for another
/// text.
std::optional<Booking> booking_of_qr(std::string_view text, const SigningKeys& keys);

/// Random, so that an id never comes again after a restore, and above all ids of releases that counted them.
/// Below 2^53: every reader of JSON has it exactly.
BookingId new_booking_id();

Key128 random_key();
std::string to_hex(const Key128& key);
std::optional<Key128> key_from_hex(std::string_view hex);  ///< exactly 32 lower-case hex digits

}  // namespace antrean::portal
