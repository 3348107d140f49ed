#include "bookings/key_file.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "files/durable_file.hpp"
#include "office_api/office_api.hpp"

namespace antrean::bookings {

namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), "signing keys: cannot " + what + " " + file.string());
}

}  // namespace

codes::Keyring load_keys(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    return {};
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    fail("read", file);
  }
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto list = office_api::keys_from_json(text);
  codes::Keyring keys;
  bool good = list.has_value();
  for (std::size_t i = 0; good && i < list->keys.size(); ++i) {
    const auto key = codes::public_key_from_text(list->keys[i].public_key);
    good = key && keys.emplace(list->keys[i].id, *key).second;
  }
  if (!good) {
    throw std::runtime_error("signing keys: " + file.string() +
                             " is damaged; delete it, the keys in the settings are used until the portal answers");
  }
  return keys;
}

void save_keys(const std::filesystem::path& file, const codes::Keyring& keys) {
  office_api::KeyList list;
  for (const auto& [id, key] : keys) {
    list.keys.push_back({id, codes::to_text(key)});
  }
  const auto text = office_api::to_json(list);
  files::replace(file, text, 0640);
}

}  // namespace antrean::bookings
