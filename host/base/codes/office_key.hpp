// The offices' own Ed25519 keys, by which what leaves an office (a signed export of its audit) is known as
// that office's: how people compare them, how an office proves that a key is its own, and the list that the
// portal gives to whoever checks exports elsewhere. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codes/booking_code.hpp"
#include "values/office_time.hpp"
#include "values/words.hpp"

namespace antrean::codes {

/// "3f2a 91c0 77de 10ab 8c4e 5d02 b6f1 9a33": 128 bits of the key's digest, to be read out over the
/// telephone.
std::string fingerprint(const PublicKey& key);

/// The signature of this key that it is this office's: 128 lower-case hex digits.
std::string prove_key(std::string_view office, const KeyPair& pair);
bool is_proof(std::string_view office, const PublicKey& key, std::string_view proof);

/// What the portal knows of a key that an office gave it.
enum class OfficeKeyState : std::uint8_t {
  first,        ///< the first key of this office
  unconfirmed,  ///< a later one that nobody at the directorate has looked at yet
  confirmed,    ///< a later one, and the directorate knows why
  refused,      ///< the directorate says that it is not, or not any more, the office's
};
struct KnownOfficeKey {
  std::string office;  ///< "AD"
  PublicKey key{};
  UtcTime since{};  ///< when the portal was given it first
  OfficeKeyState state = OfficeKeyState::first;
  friend bool operator==(const KnownOfficeKey&, const KnownOfficeKey&) = default;
};

/// The list as a text file with a line for each key.
std::string key_list_text(const std::vector<KnownOfficeKey>& keys, UtcTime made);
/// Whether a text begins as such a list does.
bool looks_like_key_list(std::string_view text);
/// Nothing when a line is not as key_list_text() writes it.
std::optional<std::vector<KnownOfficeKey>> key_list_from_text(std::string_view text);

}  // namespace antrean::codes

template <>
inline constexpr std::array<std::string_view, 4> antrean::words<antrean::codes::OfficeKeyState>{"first", "unconfirmed",
                                                                                                "confirmed", "refused"};
