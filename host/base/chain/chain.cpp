#include "chain/chain.hpp"

#include <stdexcept>
#include <utility>

#include <sodium.h>

namespace antrean {
namespace {

class Hasher {
 public:
  explicit Hasher(const std::string& key) {
    const auto* bytes = key.empty() ? nullptr : reinterpret_cast<const unsigned char*>(key.data());
    crypto_generichash_init(&state_, bytes, key.size(), Hash{}.size());
  }
  void bytes(const void* data, std::size_t size) {
    crypto_generichash_update(&state_, static_cast<const unsigned char*>(data), size);
  }
  void number(std::uint64_t value) {
    std::array<unsigned char, 8> little{};
    for (unsigned char& byte : little) {
      byte = static_cast<unsigned char>(value & 0xffu);
      value >>= 8;
    }
    bytes(little.data(), little.size());
  }
  /// The length is hashed before the text, so that no two rows have the same bytes.
  void text(std::string_view value) {
    number(value.size());
    bytes(value.data(), value.size());
  }
  Hash finish() {
    Hash hash{};
    crypto_generichash_final(&state_, hash.data(), hash.size());
    return hash;
  }

 private:
  crypto_generichash_state state_;
};

}  // namespace

std::string hash_text(const Hash& hash) {
  std::string text(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  text.pop_back();
  return text;
}

std::optional<Hash> hash_from(std::string_view text) {
  Hash hash{};
  std::size_t size = 0;
  if (text.size() != 2 * hash.size() ||
      sodium_hex2bin(hash.data(), hash.size(), text.data(), text.size(), nullptr, &size, nullptr) != 0 ||
      hash_text(hash) != text) {
    return std::nullopt;
  }
  return hash;
}

Chain::Chain(std::string key) : key_(std::move(key)) {
  if (!key_.empty() &&
      (key_.size() < crypto_generichash_KEYBYTES_MIN || key_.size() > crypto_generichash_KEYBYTES_MAX)) {
    throw std::invalid_argument("the chain key has " + std::to_string(key_.size()) + " bytes; it needs " +
                                std::to_string(crypto_generichash_KEYBYTES_MIN) + " to " +
                                std::to_string(crypto_generichash_KEYBYTES_MAX));
  }
  if (sodium_init() < 0) {
    throw std::runtime_error("libsodium could not be started");
  }
}

Hash Chain::next(const Hash& previous, const ChainRow& row) const {
  Hasher hasher{key_};
  hasher.bytes(previous.data(), previous.size());
  hasher.number(row.seq);
  hasher.number(static_cast<std::uint64_t>(row.at));
  hasher.number(row.opening);
  hasher.number(row.day ? 1 : 0);
  hasher.number(static_cast<std::uint64_t>(row.day.value_or(0)));
  for (const std::string_view text : {row.who_kind, row.who, row.name, row.body}) {
    hasher.text(text);
  }
  return hasher.finish();
}

Hash Chain::key_print() const {
  Hasher hasher{key_};
  hasher.text("antrean journal chain key");
  return hasher.finish();
}

}  // namespace antrean
