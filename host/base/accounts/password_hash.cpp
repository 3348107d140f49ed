#include "accounts/password_hash.hpp"

#include <array>
#include <new>

#include <sodium.h>

#include "accounts/secrets.hpp"

namespace antrean::accounts {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = std::size_t{19} << 20;

}  // namespace

std::string Argon2id::hash(std::string_view secret) {
  start_sodium();
  std::array<char, crypto_pwhash_argon2id_STRBYTES> text{};
  if (crypto_pwhash_argon2id_str(text.data(), secret.data(), secret.size(), passes, memory) != 0) {
    throw std::bad_alloc();
  }
  return text.data();
}

bool Argon2id::verify(const std::string& stored, std::string_view secret) {
  start_sodium();
  return crypto_pwhash_argon2id_str_verify(stored.c_str(), secret.data(), secret.size()) == 0;
}

bool Argon2id::needs_rehash(const std::string& stored) {
  return crypto_pwhash_argon2id_str_needs_rehash(stored.c_str(), passes, memory) != 0;
}

}  // namespace antrean::accounts
