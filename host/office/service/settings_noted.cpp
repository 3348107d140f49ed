#include "service/settings_noted.hpp"

#include <array>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <sodium.h>
#include <spdlog/spdlog.h>

namespace antrean::office {

namespace asio = boost::asio;

std::string settings_digest(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw std::runtime_error(file.string() + " cannot be read");
  }
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  std::string digest(2 * hash.size() + 1, '\0');
  sodium_bin2hex(digest.data(), digest.size(), hash.data(), hash.size());
  digest.pop_back();
  return digest;
}

asio::awaitable<void> note_settings(CommandLoop& loop, std::filesystem::path file) {
  try {
    const auto answer = co_await loop.submit({.by = {.kind = queue::ActorKind::system, .name = "settings"},
                                              .action = queue::NoteSettings{settings_digest(file)}});
    if (answer.failure) {
      spdlog::error("settings: that they are used could not be written into the journal: {}", answer.failure->text);
    }
  } catch (const std::exception& error) {
    spdlog::error("settings: {}", error.what());
  }
}

}  // namespace antrean::office
