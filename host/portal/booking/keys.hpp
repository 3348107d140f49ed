// The portal's secrets: the keys that sign codes, and the key for storing NIKs.
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
  std::uint8_t current = 0;  ///< the id of the key that signs; it is in `secret`
  std::map<std::uint8_t, codes::SecretKey>
      secret;  ///< offices get the public keys of all of these, so that they know a new one early

  codes::PublicKey public_key(std::uint8_t id) const;
};

/// The text of a secret key file is the Base64 of its 64 bytes. Throws std::runtime_error that names `where`.
codes::SecretKey signing_key_from_text(std::string_view text, const std::string& where);
std::string to_text(const codes::SecretKey& key);

/// Stores a NIK as an HMAC-SHA-256. A district has about 1.5 x 10^9 NIKs, which plain hashing tries in
/// minutes. So the key is a secret that is kept outside the database. Never change the key: with another key
/// nobody's earlier bookings are found.
class NikKey {
 public:
  /// `secret` has at least 32 characters, else std::runtime_error.
  explicit NikKey(std::string secret);
  NikHmac hmac(std::string_view nik_digits) const;

  // Other things that only this portal can compute, from the same secret. A NIK has 16 digits and nothing
  // else, so none of them is a NIK's.

  /// Of six digits, or of a link's key, that confirm the contact of this booking.
  ProofDigest proof(const Key128& booking, std::string_view typed) const;
  /// `network`: as http::asker_of gives it.
  AddressDigest address(std::string_view network) const;
  /// Of a mail address, whatever its capitals, or of "+" and a telephone number: for the block list.
  NikHmac contact(std::string_view mail_or_phone) const;
  /// Under which portals count the tries of a NIK together: nobody reads from it what was tried.
  Key128 try_name(std::string_view what) const;
  /// Of the access log's hash chain: 32 bytes.
  std::string access_key() const;
  /// In the link that ends a booking's reminders.
  Key128 reminders_key(const Key128& booking) const;
  /// In the link with which a booking that its office cannot keep gets another place. It opens nothing once
  /// the booking has another.
  Key128 instead_key(const StoredBooking& stored) const;

 private:
  std::string secret_;
};

/// The text of the booking's QR, signed with the current key. Throws std::invalid_argument for a booking that
/// does not fit a QR.
std::string qr_text(const Booking& booking, const SigningKeys& keys);
/// The booking of a QR that one of these keys has signed, without name and NIK digits; nothing for any other
/// text.
std::optional<Booking> booking_of_qr(std::string_view text, const SigningKeys& keys);

/// 31 bits of the second and 22 random ones, so that an id does not come again after a restore, and what is
/// booked at the same time lies together in the database. It is larger than all ids of earlier releases,
/// which counted, and less than 2^53, so that every JSON reader has it exactly.
BookingId new_booking_id(UtcTime now);

/// "042917": to be typed, when it is sent to a contact.
std::string random_digits();
Key128 random_key();
/// 48 bits of the millisecond and 80 random ones: for keys that nobody has to guess, which an index keeps in
/// order.
Key128 key_of_now(UtcTime now);
/// 32 bits of the second and 96 random ones: an address that nobody can guess, which an index keeps in order,
/// so that bookings of one moment are written to the same pages.
Key128 address_key(UtcTime now);
std::string to_hex(const Key128& key);
std::optional<Key128> key_from_hex(std::string_view hex);  ///< exactly 32 lower-case hex digits

}  // namespace antrean::portal
