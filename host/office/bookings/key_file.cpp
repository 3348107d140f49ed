#include "bookings/key_file.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "office_api/office_api.hpp"

namespace antrean::bookings {

namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), "signing keys: cannot " + what + " " + file.string());
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags) : fd_(::open(file.c_str(), flags | O_CLOEXEC, 0644)) {
    if (fd_ < 0) fail("open", file);
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

codes::Keyring load_keys(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return {};
  std::ifstream in(file, std::ios::binary);
  if (!in) fail("read", file);
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
  for (const auto& [id, key] : keys) list.keys.push_back({id, codes::to_text(key)});
  const auto text = office_api::to_json(list);
  auto fresh = file;
  fresh += ".new";
  {
    const Descriptor out(fresh, O_WRONLY | O_CREAT | O_TRUNC);
    for (std::size_t written = 0; written < text.size();) {
      const auto n = ::write(out.get(), text.data() + written, text.size() - written);
      if (n < 0 && errno != EINTR) fail("write", fresh);
      if (n > 0) written += static_cast<std::size_t>(n);
    }
    if (::fsync(out.get()) != 0) fail("sync", fresh);
  }
  std::filesystem::rename(fresh, file);
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const Descriptor directory(folder, O_RDONLY | O_DIRECTORY);
  if (::fsync(directory.get()) != 0) fail("sync", folder);  // the rename itself
}

}  // namespace antrean::bookings
