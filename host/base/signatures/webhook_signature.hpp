// How the product's programs sign what they post to other programs:
//
//   POST url
//   Content-Type: application/json
//   Antrean-Event: 32 hex digits      the same when it is sent again
//   Antrean-Timestamp: 1795424400     of this try, UTC seconds
//   Antrean-Signature: v1=<hex>       HMAC-SHA-256 with the secret, over timestamp, "." and the body
//
// Whoever receives it compares the signature, refuses timestamps that are older than five minutes, passes
// over an event that it has, and answers 2xx. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "values/office_time.hpp"

namespace antrean::webhook {

inline constexpr std::size_t shortest_secret = 32;

/// "v1=" and the hex digits.
std::string signature(const std::string& secret, const std::string& timestamp, const std::string& body);

/// The four headers, for one try.
std::vector<std::pair<std::string, std::string>> headers(const std::string& event, const std::string& secret,
                                                         const std::string& body, UtcTime now);

}  // namespace antrean::webhook
