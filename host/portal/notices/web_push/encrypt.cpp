#include "web_push/encrypt.hpp"

#include <stdexcept>
#include <vector>

#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "web_push/openssl.hpp"

namespace antrean::portal::web_push {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t tag_bytes = 16;
constexpr std::size_t key_bytes = 16;
constexpr std::size_t nonce_bytes = 12;
constexpr char last_record = 2;

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string hmac(std::string_view key, std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  checked(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(data), data.size(), mac.data(), &size) !=
              nullptr,
          "HMAC");
  return {reinterpret_cast<const char*>(mac.data()), size};
}

/// HKDF of RFC 5869 for no more than one block.
std::string hkdf(std::string_view salt, std::string_view secret, std::string_view info, std::size_t size) {
  return hmac(hmac(salt, secret), std::string{info} + '\1').substr(0, size);
}

std::string shared_secret(EVP_PKEY* own, EVP_PKEY* other) {
  const Held<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context{EVP_PKEY_CTX_new(own, nullptr)};
  std::size_t size = 0;
  checked(context && EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), other) == 1 &&
              EVP_PKEY_derive(context.get(), nullptr, &size) == 1,
          "shared secret");
  std::string secret(size, '\0');
  checked(EVP_PKEY_derive(context.get(), reinterpret_cast<unsigned char*>(secret.data()), &size) == 1, "shared secret");
  secret.resize(size);
  return secret;
}

std::string sealed(std::string_view key, std::string_view nonce, std::string_view plain) {
  const Held<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context{EVP_CIPHER_CTX_new()};
  std::vector<unsigned char> out(plain.size() + tag_bytes);
  int size = 0;
  int rest = 0;
  checked(context && EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, raw(key), raw(nonce)) == 1 &&
              EVP_EncryptUpdate(context.get(), out.data(), &size, raw(plain), static_cast<int>(plain.size())) == 1 &&
              EVP_EncryptFinal_ex(context.get(), out.data() + size, &rest) == 1 &&
              EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, out.data() + plain.size()) == 1,
          "AES-GCM");
  return {reinterpret_cast<const char*>(out.data()), out.size()};
}

}  // namespace

std::string fresh_salt() {
  std::string salt(salt_bytes, '\0');
  checked(RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), static_cast<int>(salt.size())) == 1, "salt");
  return salt;
}

std::string encrypted(std::string_view message, const PhoneKeys& phone, EVP_PKEY* sender, std::string_view salt) {
  if (message.size() > longest_message) {
    throw std::length_error("a message for a phone is longer than push services take");
  }
  const auto theirs = public_key(phone.point);
  if (!theirs || salt.size() != salt_bytes) {
    throw std::runtime_error("a phone's key is not on the curve");
  }
  const auto ours = point_of(sender);
  const auto secret = hkdf(phone.auth, shared_secret(sender, theirs->get()),
                           std::string{"WebPush: info\0"sv}.append(phone.point).append(ours), 32);
  const auto key = hkdf(salt, secret, "Content-Encoding: aes128gcm\0"sv, key_bytes);
  const auto nonce = hkdf(salt, secret, "Content-Encoding: nonce\0"sv, nonce_bytes);
  std::string body{salt};
  body.append("\x00\x00\x10\x00"sv);  // of one record: 4096
  body += static_cast<char>(ours.size());
  body += ours;
  return body + sealed(key, nonce, std::string{message} + last_record);
}

}  // namespace antrean::portal::web_push
