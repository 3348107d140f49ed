#include "web/proof_of_work.hpp"

#include <charconv>
#include <optional>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <sodium.h>

namespace antrean::portal {
namespace {

namespace json = boost::json;

constexpr std::string_view algorithm = "SHA-256";
constexpr std::size_t longest_payload = 2'048;
constexpr std::string_view expires_word = "?expires=";
constexpr std::string_view form_word = "&form=";

template <class Bytes>
std::string hex(const Bytes& bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

std::string sha256(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return hex(hash);
}

std::string_view text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains({name.data(), name.size()});
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view{} : std::string_view{text->data(), text->size()};
}

std::optional<std::uint64_t> number_of(const json::object& object) {
  const auto* value = object.if_contains("number");
  if (value == nullptr) {
    return std::nullopt;
  }
  if (const auto* number = value->if_int64(); number != nullptr && *number >= 0) {
    return static_cast<std::uint64_t>(*number);
  }
  return std::nullopt;
}

std::optional<json::object> read(std::string_view payload) {
  std::vector<unsigned char> bytes(payload.size());
  std::size_t length = 0;
  if (payload.empty() || payload.size() > longest_payload ||
      sodium_base642bin(bytes.data(), bytes.size(), payload.data(), payload.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  json::error_code error;
  const auto value = json::parse({reinterpret_cast<const char*>(bytes.data()), length}, error);
  if (error || !value.is_object()) {
    return std::nullopt;
  }
  return value.get_object();
}

/// Until when it is good, if the salt is one of this form: "...?expires=1764201600&form=...&".
std::optional<UtcTime> expiry_of(std::string_view salt, const Key128& form) {
  const auto ending = fmt::format("{}{}&", form_word, to_hex(form));
  const auto at = salt.find(expires_word);
  if (at == std::string_view::npos || !salt.ends_with(ending)) {
    return std::nullopt;
  }
  const auto digits = salt.substr(at + expires_word.size(), salt.size() - ending.size() - at - expires_word.size());
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  constexpr std::int64_t latest = std::int64_t{1} << 40;
  if (error != std::errc{} || end != digits.data() + digits.size() || seconds < 0 || seconds > latest) {
    return std::nullopt;
  }
  return from_ms(seconds * 1000);
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

ProofOfWork::ProofOfWork(const codes::SecretKey& signing_key, int effort)
    : key_(signing_key, "antrean portal proof of work 1"), effort_(static_cast<std::uint32_t>(effort)) {}

std::string ProofOfWork::signature(std::string_view challenge) const {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256(mac.data(), reinterpret_cast<const unsigned char*>(challenge.data()), challenge.size(),
                         key_.bytes().data());
  return hex(mac);
}

std::string ProofOfWork::challenge(const Key128& form, UtcTime now) const {
  const auto salt = fmt::format("{}{}{}{}{}&", to_hex(random_key()), expires_word, to_ms(now + good_for) / 1000,
                                form_word, to_hex(form));
  const auto found = sha256(fmt::format("{}{}", salt, randombytes_uniform(effort_ + 1)));
  return fmt::format(R"({{"algorithm":"{}","challenge":"{}","maxnumber":{},"salt":"{}","signature":"{}"}})", algorithm,
                     found, effort_, salt, signature(found));
}

bool ProofOfWork::solved(std::string_view payload, const Key128& form, UtcTime now) const {
  const auto said = read(payload);
  if (!said || text_of(*said, "algorithm") != algorithm) {
    return false;
  }
  const auto salt = text_of(*said, "salt");
  const auto challenge = text_of(*said, "challenge");
  const auto number = number_of(*said);
  const auto expires = expiry_of(salt, form);
  return number && expires && now < *expires && same(text_of(*said, "signature"), signature(challenge)) &&
         same(challenge, sha256(fmt::format("{}{}", salt, *number)));
}

}  // namespace antrean::portal
