#include "recovery/recovery.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include "files/durable_file.hpp"

namespace antrean::portal {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view heading = "antrean-portal: sealed keys, form 1\n";
constexpr std::string_view public_name = "antrean-recovery-";
constexpr std::string_view secret_name = "ANTREAN-RECOVERY-SECRET-";
constexpr std::size_t key_size = crypto_box_PUBLICKEYBYTES;
static_assert(key_size == crypto_box_SECRETKEYBYTES);
constexpr std::size_t check_size = 4;
constexpr int form = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t line_length = 76;

using Key = std::array<std::uint8_t, key_size>;
using Bytes = std::vector<std::uint8_t>;

std::string base64(const std::uint8_t* bytes, std::size_t size) {
  std::string text(sodium_base64_ENCODED_LEN(size, form), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, form);
  text.resize(text.size() - 1);  // the zero at the end
  return text;
}

/// Nothing for what is not base64.
std::optional<Bytes> from_base64(std::string_view text) {
  Bytes bytes(text.size());
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), "\r\n \t", &size, nullptr, form) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

std::array<std::uint8_t, check_size> check_of(std::string_view name, const Key& key) {
  std::array<std::uint8_t, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), key.data(), key.size(),
                     reinterpret_cast<const std::uint8_t*>(name.data()), name.size());
  return {hash[0], hash[1], hash[2], hash[3]};
}

std::string to_text(std::string_view name, const Key& key) {
  std::array<std::uint8_t, key_size + check_size> bytes{};
  const auto check = check_of(name, key);
  std::copy(check.begin(), check.end(), std::copy(key.begin(), key.end(), bytes.begin()));
  return std::string(name) + base64(bytes.data(), bytes.size());
}

std::optional<Key> key_from(std::string_view name, std::string_view text) {
  const auto bytes = text.starts_with(name) ? from_base64(text.substr(name.size())) : std::nullopt;
  if (!bytes || bytes->size() != key_size + check_size) {
    return std::nullopt;
  }
  Key key{};
  std::copy_n(bytes->begin(), key_size, key.begin());
  const auto check = check_of(name, key);
  return std::equal(check.begin(), check.end(), bytes->begin() + key_size) ? std::optional{key} : std::nullopt;
}

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }

}  // namespace

RecoveryKey make_recovery_key() {
  Key secret{}, open{};
  crypto_box_keypair(open.data(), secret.data());
  return {.secret = to_text(secret_name, secret), .public_half = to_text(public_name, open)};
}

std::string wrong_with_recovery_key(std::string_view public_half) {
  if (public_half.starts_with(secret_name)) {
    return "this is the secret half, which belongs into a safe and on no machine; write the public half, " +
           std::string(public_name) + "...";
  }
  return key_from(public_name, public_half) ? std::string{}
                                            : "this is no recovery key; write what `antrean-portal recovery-key FILE` "
                                              "printed, " +
                                                  std::string(public_name) + "...";
}

std::string seal(const SealedSecrets& what, std::string_view public_half) {
  const auto key = key_from(public_name, public_half);
  if (!key) {
    throw std::runtime_error("[backup] recovery_key: " + wrong_with_recovery_key(public_half));
  }
  json::array secrets;
  for (const auto& one : what.secrets) {
    secrets.push_back(json::object{{"what", text(one.what)}, {"file", text(one.file)}, {"text", text(one.text)}});
  }
  auto plain = json::serialize(json::object{{"made_at", to_ms(what.made_at)}, {"secrets", std::move(secrets)}});
  Bytes sealed(plain.size() + crypto_box_SEALBYTES);
  const int failed =
      crypto_box_seal(sealed.data(), reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size(), key->data());
  sodium_memzero(plain.data(), plain.size());
  if (failed != 0) {
    throw std::runtime_error("the keys could not be sealed; is [backup] recovery_key a key?");
  }
  const auto encoded = base64(sealed.data(), sealed.size());
  std::string lines(heading);
  for (std::size_t at = 0; at < encoded.size(); at += line_length) {
    lines += encoded.substr(at, line_length) + '\n';
  }
  return lines;
}

SealedSecrets unseal(std::string_view sealed, std::string_view secret) {
  const auto key = key_from(secret_name, secret);
  if (!key) {
    throw std::runtime_error("the recovery key is not the secret half of one, " + std::string(secret_name) + "...");
  }
  const auto bytes = sealed.starts_with(heading) ? from_base64(sealed.substr(heading.size())) : std::nullopt;
  if (!bytes || bytes->size() < crypto_box_SEALBYTES) {
    throw std::runtime_error("this is no file of sealed keys, or it is cut off");
  }
  Key open{};
  crypto_scalarmult_base(open.data(), key->data());
  std::string plain(bytes->size() - crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal_open(reinterpret_cast<std::uint8_t*>(plain.data()), bytes->data(), bytes->size(), open.data(),
                           key->data()) != 0) {
    throw std::runtime_error("it was sealed for another recovery key, or was changed since");
  }
  SealedSecrets found;
  try {
    const auto document = json::parse(plain);
    found.made_at = from_ms(document.at("made_at").to_number<std::int64_t>());
    for (const auto& one : document.at("secrets").as_array()) {
      found.secrets.push_back({std::string{one.at("what").as_string()}, std::string{one.at("file").as_string()},
                               std::string{one.at("text").as_string()}});
    }
  } catch (const std::exception& error) {
    throw std::runtime_error(std::string("the sealed keys are of another release: ") + error.what());
  }
  sodium_memzero(plain.data(), plain.size());
  return found;
}

void write_secrets(const SealedSecrets& what, const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& one : what.secrets) {
    if (one.file.empty() || fs::path(one.file).filename() != one.file || one.file.starts_with('.') ||
        !names.insert(one.file).second) {
      throw std::runtime_error("'" + one.file + "' is no name for a file of a key; nothing was written");
    }
    if (fs::exists(fs::symlink_status(folder / one.file))) {
      throw std::runtime_error((folder / one.file).string() +
                               " exists already; name a new folder. Nothing was written");
    }
  }
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  for (const auto& one : what.secrets) {
    files::create(folder / one.file, one.text + "\n");
  }
}

}  // namespace antrean::portal
