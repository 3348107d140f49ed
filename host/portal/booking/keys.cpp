#include "booking/keys.hpp"

#include <algorithm>
#include <stdexcept>

#include <sodium.h>

#include "text/text.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t least_nik_secret = 32;

}  // namespace

codes::PublicKey SigningKeys::public_key(std::uint8_t id) const {
  codes::PublicKey key{};
  if (crypto_sign_ed25519_sk_to_pk(key.data(), secret.at(id).data()) != 0) {
    throw std::runtime_error("signing key " + std::to_string(id) + " has no public key");
  }
  return key;
}

codes::SecretKey signing_key_from_text(std::string_view text, const std::string& where) {
  codes::SecretKey key{};
  std::size_t length = 0;
  const bool read = sodium_base642bin(key.data(), key.size(), text.data(), text.size(), nullptr, &length, nullptr,
                                      sodium_base64_VARIANT_ORIGINAL) == 0;
  // libsodium keeps the public half in the secret key. A key with halves that do not match would sign codes
  // that nobody can verify.
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> made{};
  codes::SecretKey whole{};
  const bool right = read && length == key.size() && sodium_init() >= 0 &&
                     crypto_sign_seed_keypair(made.data(), whole.data(), key.data()) == 0 && whole == key;
  if (!right) {
    throw std::runtime_error(where + ": not a signing key; make one with: antrean-portal keygen " + where);
  }
  return key;
}

std::string to_text(const codes::SecretKey& key) {
  std::string text(sodium_base64_encoded_len(key.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), key.data(), key.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero
  return text;
}

NikKey::NikKey(std::string secret) : secret_(std::move(secret)) {
  if (secret_.size() < least_nik_secret) {
    throw std::runtime_error("the NIK key has " + std::to_string(secret_.size()) + " characters; it needs at least " +
                             std::to_string(least_nik_secret) + ". Make one with: antrean-portal secret FILE");
  }
}

NikHmac NikKey::hmac(std::string_view nik_digits) const {
  static_assert(std::tuple_size_v<NikHmac> == crypto_auth_hmacsha256_BYTES);
  NikHmac mac{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(secret_.data()), secret_.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(nik_digits.data()), nik_digits.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  sodium_memzero(&state, sizeof state);
  return mac;
}

std::string qr_text(const Booking& booking, const SigningKeys& keys) {
  const auto dash = booking.code.find('-');
  const codes::CodePayload payload{.key_id = keys.current,
                                   .office = booking.office,
                                   .short_code = booking.code.substr(dash + 1),
                                   .day = booking.day,
                                   .slot = booking.slot,
                                   .service = booking.service,
                                   .party = booking.party,
                                   .booking = booking.id};
  return codes::encode_qr(payload, keys.secret.at(keys.current));
}

std::optional<Booking> booking_of_qr(std::string_view text, const SigningKeys& keys) {
  codes::Keyring ring;
  for (const auto& [id, secret] : keys.secret) {
    ring[id] = keys.public_key(id);
  }
  const auto scan = codes::read_scan(text, ring);
  const auto* verified = std::get_if<codes::Signed>(&scan);
  if (verified == nullptr) {
    return std::nullopt;
  }
  const auto& payload = verified->payload;
  Booking booking;
  booking.id = payload.booking;
  booking.code = payload.code();
  booking.office = payload.office;
  booking.service = payload.service;
  booking.day = payload.day;
  booking.slot = payload.slot;
  booking.party = payload.party;
  return booking;
}

BookingId new_booking_id(UtcTime now) {
  constexpr BookingId counted = BookingId{1} << 32;
  constexpr BookingId exact = BookingId{1} << 53;
  constexpr unsigned random_bits = 22;
  constexpr UtcTime first{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  const auto second = std::chrono::floor<std::chrono::seconds>(now - first).count();
  auto id = (static_cast<BookingId>(second) << random_bits) % exact | randombytes_uniform(1u << random_bits);
  while (now < first || id < counted) {  // a clock that nobody has set
    randombytes_buf(&id, sizeof id);
    id %= exact;
    if (id >= counted) {
      break;
    }
  }
  return id;
}

ProofDigest NikKey::proof(const Key128& booking, std::string_view typed) const {
  return hmac("proof " + to_hex(booking) + " " + std::string{typed});
}

AddressDigest NikKey::address(std::string_view network) const { return hmac("address " + std::string{network}); }

NikHmac NikKey::contact(std::string_view mail_or_phone) const {
  auto plain = text::fold(mail_or_phone);
  // What stands after a '+' in a mail address goes to the same mailbox.
  const auto at = plain.find('@');
  const auto plus = plain.find('+');
  if (at != std::string::npos && plus != std::string::npos && plus > 0 && plus < at) {
    plain.erase(plus, at - plus);
  }
  return hmac("contact " + plain);
}

Key128 NikKey::try_name(std::string_view what) const {
  const auto mac = hmac("try " + std::string{what});
  Key128 name{};
  std::copy_n(mac.begin(), name.size(), name.begin());
  return name;
}

std::string NikKey::access_key() const {
  const auto mac = hmac("access log");
  return {mac.begin(), mac.end()};
}

Key128 NikKey::reminders_key(const Key128& booking) const {
  const auto mac = hmac("reminders " + to_hex(booking));
  Key128 key{};
  std::copy_n(mac.begin(), key.size(), key.begin());
  return key;
}

Key128 NikKey::instead_key(const StoredBooking& stored) const {
  const auto mac = hmac("instead " + to_hex(stored.token) + " " + stored.booking.day.text() + " " +
                        stored.booking.slot.start.text());
  Key128 key{};
  std::copy_n(mac.begin(), key.size(), key.begin());
  return key;
}

std::string random_digits() {
  auto digits = std::to_string(randombytes_uniform(1'000'000));
  return digits.insert(0, 6 - digits.size(), '0');
}

Key128 random_key() {
  Key128 key{};
  randombytes_buf(key.data(), key.size());
  return key;
}

namespace {

/// The highest byte first, so that keys are in the order of `value`.
void begin_with(Key128& key, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) {
    key[i] = static_cast<std::uint8_t>(value >> (8 * (bytes - 1 - i)));
  }
}

}  // namespace

Key128 key_of_now(UtcTime now) {
  auto key = random_key();
  begin_with(key, static_cast<std::uint64_t>(to_ms(now)), 6);
  return key;
}

Key128 address_key(UtcTime now) {
  auto key = random_key();
  begin_with(key, static_cast<std::uint64_t>(to_ms(now)) / 1000, 4);
  return key;
}

std::string to_hex(const Key128& key) {
  std::string hex(key.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), key.data(), key.size());
  hex.pop_back();
  return hex;
}

std::optional<Key128> key_from_hex(std::string_view hex) {
  Key128 key{};
  const bool lower = std::ranges::all_of(hex, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  std::size_t length = 0;
  if (hex.size() != key.size() * 2 || !lower ||
      sodium_hex2bin(key.data(), key.size(), hex.data(), hex.size(), nullptr, &length, nullptr) != 0) {
    return std::nullopt;
  }
  return key;
}

}  // namespace antrean::portal
