// Codes of people who have booked, as they are on their confirmations.
#pragma once

#include <string>

#include "codes/booking_code.hpp"

namespace antrean::bench {

/// Signed codes for one office, each of a different booking, for any hour of the day.
class MadeCodes {
 public:
  explicit MadeCodes(codes::KeyPair keys) : keys_(keys) {}
  const codes::PublicKey& public_key() const { return keys_.public_key; }

  codes::CodePayload next_payload(OfficeDay day);
  /// The line that the scanner reads.
  std::string next(OfficeDay day) { return text(next_payload(day)); }
  std::string text(const codes::CodePayload& payload) const { return codes::encode_qr(payload, keys_.secret_key); }

 private:
  codes::KeyPair keys_;
  unsigned made_ = 0;
};

}  // namespace antrean::bench
