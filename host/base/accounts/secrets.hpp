// Secrets that we make, and what is kept of them: random tokens and codes of libsodium, of which the
// database holds only a digest. A digest without salt is enough for what has 120 random bits or more (ASVS
// 5.0 6.5.2 asks 112); what people choose goes through password_hash.hpp. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace antrean::accounts {

/// libsodium needs it once before anything else; more often does no harm. Throws when the machine has no
/// randomness.
void start_sodium();

std::string random_bytes(std::size_t count);

/// 256 random bits as 43 characters of base64url: sessions and the keys of machines. Fits in a cookie.
std::string random_token();

/// 120 random bits as 24 letters and digits (Base32 of RFC 4648) in groups of four, "MFRG-GZDF-...": what
/// people type, once-only links and recovery codes.
std::string random_code();
/// As random_code() gave it, whatever case, blanks and dashes it was typed with.
std::string normal_code(std::string_view typed);

/// BLAKE2b-256 as 64 hexadecimal digits. `purpose` keeps the digest of a token from being one of a code.
std::string digest(std::string_view purpose, std::string_view secret);
/// The same, keyed: without `key` (any 43 characters of random_token()) it tells nothing of the secret.
std::string keyed_digest(std::string_view key, std::string_view purpose, std::string_view secret);

/// In a time that does not depend on where they differ.
bool same(std::string_view left, std::string_view right);

/// Overwrites what the text holds and empties it.
void wipe(std::string& secret);

}  // namespace antrean::accounts
