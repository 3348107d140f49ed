#include "accounts/secrets.hpp"

#include <array>
#include <cstdint>
#include <stdexcept>

#include <sodium.h>

#include "accounts/base32.hpp"

namespace antrean::accounts {
namespace {

std::string hex(const std::array<std::uint8_t, crypto_generichash_BYTES>& bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

const std::uint8_t* raw(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

}  // namespace

void start_sodium() {
  if (sodium_init() < 0) {
    throw std::runtime_error("libsodium does not start: this machine gives no random numbers");
  }
}

std::string random_bytes(std::size_t count) {
  start_sodium();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string random_token() {
  std::string bytes = random_bytes(32);
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(), variant);
  text.pop_back();  // its terminating zero
  wipe(bytes);
  return text;
}

std::string random_code() {
  std::string bytes = random_bytes(15);
  const std::string letters = base32(bytes);
  wipe(bytes);
  std::string code;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    code += i > 0 && i % 4 == 0 ? "-" : "";
    code += letters[i];
  }
  return code;
}

std::string normal_code(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == '-' || c == ' ') {
      continue;
    }
    if (!code.empty() && code.size() % 5 == 4) {
      code += '-';
    }
    code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return code;
}

std::string keyed_digest(std::string_view key, std::string_view purpose, std::string_view secret) {
  start_sodium();
  std::array<std::uint8_t, crypto_generichash_BYTES> bytes{};
  crypto_generichash_state state;
  constexpr std::uint8_t between = 0;
  if (crypto_generichash_init(&state, key.empty() ? nullptr : raw(key), key.size(), bytes.size()) != 0) {
    throw std::logic_error("a digest's key has at most 64 bytes");
  }
  crypto_generichash_update(&state, raw(purpose), purpose.size());
  crypto_generichash_update(&state, &between, 1);
  crypto_generichash_update(&state, raw(secret), secret.size());
  crypto_generichash_final(&state, bytes.data(), bytes.size());
  return hex(bytes);
}

std::string digest(std::string_view purpose, std::string_view secret) { return keyed_digest({}, purpose, secret); }

bool same(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

void wipe(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
  secret.clear();
}

}  // namespace antrean::accounts
