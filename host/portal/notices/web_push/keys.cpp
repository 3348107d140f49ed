#include "web_push/keys.hpp"

#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include "web_push/openssl.hpp"

namespace antrean::portal::web_push {
namespace {

constexpr const char* curve = "prime256v1";
constexpr std::size_t auth_bytes = 16;
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Key key_from(int selection, OSSL_PARAM* params) {
  const Held<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
  EVP_PKEY* made = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, selection, params) != 1) {
    return {};
  }
  return Key{made};
}

}  // namespace

std::string to_base64url(std::string_view bytes) {
  std::string text;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    held = (held << 8u | static_cast<unsigned char>(c)) & 0xFFFFu;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet[held >> bits & 63u];
    }
  }
  if (bits > 0) {
    text += alphabet[held << (6 - bits) & 63u];
  }
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  // Some browsers' programs write what fills up the last four.
  for (int i = 0; i < 2 && text.ends_with('='); ++i) {
    text.remove_suffix(1);
  }
  std::string bytes;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto digit = alphabet.find(c);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    held = (held << 6u | static_cast<unsigned>(digit)) & 0xFFFFu;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>(held >> bits & 255u);
    }
  }
  if (bits >= 6 || (held & ((1u << bits) - 1)) != 0) {
    return std::nullopt;
  }
  return bytes;
}

Key private_key(std::string_view scalar) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(scalar.data());
  const Held<BIGNUM, BN_clear_free> number{BN_bin2bn(bytes, static_cast<int>(scalar.size()), nullptr)};
  const Held<EC_GROUP, EC_GROUP_free> group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
  checked(number && group, "a group");
  if (scalar.size() != scalar_bytes || BN_is_zero(number.get()) != 0 ||
      BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0) {
    throw std::runtime_error("this is no private key of P-256");
  }
  const Held<EC_POINT, EC_POINT_free> point{EC_POINT_new(group.get())};
  checked(point && EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) == 1, "a point");
  std::array<unsigned char, point_bytes> written{};
  checked(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, written.data(), written.size(),
                             nullptr) == written.size(),
          "a point as bytes");
  const Held<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> build{OSSL_PARAM_BLD_new()};
  checked(
      build && OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0) == 1 &&
          OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) == 1 &&
          OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, written.data(), written.size()) == 1,
      "parameters");
  const Held<OSSL_PARAM, OSSL_PARAM_free> params{OSSL_PARAM_BLD_to_param(build.get())};
  auto key = key_from(EVP_PKEY_KEYPAIR, params.get());
  checked(key != nullptr, "a private key");
  return key;
}

std::optional<Key> public_key(std::string_view point) {
  if (point.size() != point_bytes || point.front() != 4) {
    return std::nullopt;
  }
  std::string bytes{point};
  std::string name{curve};
  OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name.data(), 0),
                         OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, bytes.data(), bytes.size()),
                         OSSL_PARAM_construct_end()};
  auto key = key_from(EVP_PKEY_PUBLIC_KEY, params);  // refuses what is not on the curve
  if (key == nullptr) {
    forget_errors();
    return std::nullopt;
  }
  return key;
}

Key fresh_key() {
  Key key{EVP_EC_gen(curve)};
  checked(key != nullptr, "a fresh key");
  return key;
}

std::string point_of(EVP_PKEY* key) {
  std::array<unsigned char, point_bytes> point{};
  std::size_t size = 0;
  checked(EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size) == 1 &&
              size == point.size(),
          "a public key as bytes");
  return {reinterpret_cast<const char*>(point.data()), point.size()};
}

std::string scalar_of(EVP_PKEY* key) {
  BIGNUM* number = nullptr;
  checked(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1, "a private key as a number");
  const Held<BIGNUM, BN_clear_free> held{number};
  std::array<unsigned char, scalar_bytes> bytes{};
  checked(BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size()),
          "a private key as bytes");
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_text(const PhoneKeys& keys) { return to_base64url(keys.point) + " " + to_base64url(keys.auth); }

std::optional<PhoneKeys> phone_keys_from(std::string_view p256dh, std::string_view auth) {
  auto point = from_base64url(p256dh);
  auto secret = from_base64url(auth);
  if (!point || !secret || secret->size() != auth_bytes || !public_key(*point)) {
    return std::nullopt;
  }
  return PhoneKeys{std::move(*point), std::move(*secret)};
}

std::optional<PhoneKeys> phone_keys_from(std::string_view text) {
  const auto between = text.find(' ');
  return between == std::string_view::npos ? std::nullopt
                                           : phone_keys_from(text.substr(0, between), text.substr(between + 1));
}

VapidKey::VapidKey(const std::string& text) {
  const auto scalar = from_base64url(text);
  if (!scalar || scalar->size() != scalar_bytes) {
    throw std::runtime_error(
        "the key for Web Push is not of the form that is written by: antrean-portal push-key FILE");
  }
  key_ = private_key(*scalar);
  public_text_ = to_base64url(point_of(key_.get()));
}

std::string VapidKey::secret_text() { return to_base64url(scalar_of(fresh_key().get())); }

std::string VapidKey::authorization(const std::string& audience, const std::string& contact,
                                    std::int64_t expires) const {
  const auto claims = fmt::format(R"({{"aud":"{}","exp":{},"sub":"{}"}})", audience, expires, contact);
  const auto said = to_base64url(R"({"typ":"JWT","alg":"ES256"})") + "." + to_base64url(claims);
  const Held<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
  const auto* bytes = reinterpret_cast<const unsigned char*>(said.data());
  std::size_t size = 0;
  checked(context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &size, bytes, said.size()) == 1,
          "a signature");
  std::vector<unsigned char> der(size);
  checked(EVP_DigestSign(context.get(), der.data(), &size, bytes, said.size()) == 1, "a signature");
  // OpenSSL writes both numbers as ASN.1; the token wants them one after the other.
  const unsigned char* at = der.data();
  const Held<ECDSA_SIG, ECDSA_SIG_free> signature{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size))};
  std::array<unsigned char, 2 * scalar_bytes> both{};
  constexpr auto half = static_cast<int>(scalar_bytes);
  checked(signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), both.data(), half) == half &&
              BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), both.data() + half, half) == half,
          "a signature as bytes");
  return fmt::format("vapid t={}.{}, k={}", said,
                     to_base64url({reinterpret_cast<const char*>(both.data()), both.size()}), public_text_);
}

}  // namespace antrean::portal::web_push
