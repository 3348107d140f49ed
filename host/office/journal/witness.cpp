#include "journal/witness.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <sodium.h>

namespace antrean::journal {
namespace {

std::string hex(const Hash& hash) {
  std::string text(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  text.pop_back();
  return text;
}

bool from_hex(const std::string& text, Hash& hash) {
  std::size_t length = 0;
  return sodium_hex2bin(hash.data(), hash.size(), text.data(), text.size(), nullptr, &length, nullptr) == 0 &&
         length == hash.size();
}

Hash seal_of(const Chain& chain, const Witness& witness) {
  return chain.next(witness.hash, {.seq = witness.seq, .at = witness.at, .name = "witness"});
}

}  // namespace

std::optional<Witness> read_witness(const std::filesystem::path& file, const Chain& chain) {
  std::ifstream in(file);
  Witness witness;
  std::string hash, seal;
  Hash sealed{};
  if (!(in >> witness.seq >> witness.at >> hash >> seal) || !from_hex(hash, witness.hash) || !from_hex(seal, sealed) ||
      sealed != seal_of(chain, witness)) {
    return std::nullopt;
  }
  return witness;
}

void write_witness(const std::filesystem::path& file, const Chain& chain, const Witness& witness) {
  const std::string text = std::to_string(witness.seq) + ' ' + std::to_string(witness.at) + ' ' + hex(witness.hash) +
                           ' ' + hex(seal_of(chain, witness)) + '\n';
  const std::filesystem::path fresh = file.string() + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written =
      fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fdatasync(fd) == 0;
  const int error = errno;
  if (fd >= 0) {
    ::close(fd);
  }
  if (!written || ::rename(fresh.c_str(), file.c_str()) != 0) {
    throw std::system_error(written ? errno : error, std::generic_category(),
                            "the journal's witness " + file.string() + " cannot be written");
  }
}

}  // namespace antrean::journal
