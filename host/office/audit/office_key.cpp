#include "audit/office_key.hpp"

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>

#include <sodium.h>

#include "files/durable_file.hpp"
#include "files/private_file.hpp"
#include "settings/settings.hpp"

namespace antrean::audit {
namespace {

namespace fs = std::filesystem;

fs::path beside(fs::path journal, const char* ending) {
  journal += ending;
  return journal;
}

codes::Seed seed_of(const std::string& text, const fs::path& file) {
  codes::Seed seed{};
  std::size_t size = 0;
  if (text.size() != 2 * seed.size() ||
      sodium_hex2bin(seed.data(), seed.size(), text.data(), text.size(), nullptr, &size, nullptr) != 0 ||
      size != seed.size()) {
    throw std::runtime_error("the office's key " + file.string() +
                             " is damaged; put it back from a backup, or move it aside: then a new one is made, and "
                             "the directorate has to be told");
  }
  return seed;
}

bool holds(const fs::path& file, const std::string& text) {
  std::ifstream in(file, std::ios::binary);
  return in && std::string(std::istreambuf_iterator<char>(in), {}) == text;
}

}  // namespace

fs::path key_file(const fs::path& journal) { return beside(journal, ".audit.key"); }
fs::path public_key_file(const fs::path& journal) { return beside(journal, ".audit.pub"); }

void put_key_beside(const fs::path& journal, const fs::path& copy) {
  const fs::path from = key_file(journal);
  const fs::path to = key_file(copy);
  if (!fs::exists(from)) {
    return;
  }
  const std::string text = settings::read_secret(from) + "\n";
  // The bytes alone: a disk that knows no modes shows every file as open to all.
  if (!holds(to, text)) {
    files::replace(to, text);
  }
}

std::string try_put_key_beside(const fs::path& journal, const fs::path& copy) {
  try {
    put_key_beside(journal, copy);
    const fs::path to = key_file(copy);
    struct ::stat found {};
    if (::stat(to.c_str(), &found) != 0) {
      return {};  // this office has no key
    }
    const std::string why = files::why_not_private(found.st_mode, to);
    return why.empty() ? why
                       : "the office's key " + to.string() + " " + why +
                             "; a disk that keeps no modes (FAT, a share) has to be mounted for the office alone "
                             "(umask=0077)";
  } catch (const std::exception& error) {
    return "the office's key was not put beside the copy " + copy.string() + ": " + error.what();
  }
}

KeyTaken take_key_from(const fs::path& backup, const fs::path& journal) {
  const fs::path to = key_file(fs::absolute(journal));
  fs::path from = key_file(fs::absolute(backup));
  if (!fs::exists(from)) {
    from = key_file(fs::absolute(backup).parent_path() / journal.filename());
  }
  if (!fs::exists(from) || from.lexically_normal() == to.lexically_normal()) {
    return KeyTaken::none;
  }
  const std::string text = settings::read_secret(from);
  seed_of(text, from);
  if (!fs::exists(to)) {
    files::create(to, text + "\n");
    return KeyTaken::taken;
  }
  if (settings::read_secret(to) == text) {
    return KeyTaken::same;
  }
  int n = 1;
  while (fs::exists(beside(to, (".replaced-" + std::to_string(n)).c_str()))) {
    ++n;
  }
  fs::rename(to, beside(to, (".replaced-" + std::to_string(n)).c_str()));
  files::create(to, text + "\n");
  return KeyTaken::replaced;
}

codes::KeyPair load_or_make_key(const fs::path& journal) {
  if (sodium_init() < 0) {
    throw std::runtime_error("libsodium could not be started");
  }
  const fs::path file = key_file(journal);
  if (!fs::exists(file)) {
    codes::Seed seed{};
    randombytes_buf(seed.data(), seed.size());
    std::string text(2 * seed.size() + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), seed.data(), seed.size());
    text.back() = '\n';
    files::create(file, text);
    sodium_memzero(text.data(), text.size());
    sodium_memzero(seed.data(), seed.size());
  }
  codes::Seed seed = seed_of(settings::read_secret(file), file);
  codes::KeyPair pair = codes::make_key_pair(seed);
  sodium_memzero(seed.data(), seed.size());
  const std::string shown = codes::to_text(pair.public_key) + "\n";
  constexpr unsigned for_everybody = 0644;
  files::replace(public_key_file(journal), shown, for_everybody);
  return pair;
}

}  // namespace antrean::audit
