// Proof of work as ALTCHA defines it (altcha.org, version 1, SHA-256): a browser looks for the number whose
// hash with the salt is the challenge. It costs a person a second that nobody notices, and a robot the same
// for every booking.
//
// No state: challenge and salt are signed (HMAC), and the salt holds until when they are good and the key of
// the form that they are for. A form books once, so a solution does too. The salt ends with "&", so that no
// digit of the number can be moved into it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "booking/keys.hpp"
#include "web/site_key.hpp"

namespace antrean::portal {

class ProofOfWork {
 public:
  static constexpr std::chrono::minutes good_for{60};

  /// `effort`: the largest number to be tried.
  ProofOfWork(const codes::SecretKey& signing_key, int effort);

  /// JSON: algorithm, challenge, maxnumber, salt, signature.
  std::string challenge(const Key128& form, UtcTime now) const;
  /// `payload`: what ALTCHA sends, base64 of JSON with algorithm, challenge, number, salt, signature.
  bool solved(std::string_view payload, const Key128& form, UtcTime now) const;

 private:
  std::string signature(std::string_view challenge) const;

  SiteKey key_;
  std::uint32_t effort_;
};

}  // namespace antrean::portal
