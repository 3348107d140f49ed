#include "journal/high_water_mark.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <sodium.h>

#include "files/durable_file.hpp"

namespace antrean::journal {
namespace {

bool from_hex(const std::string& text, Hash& hash) {
  std::size_t length = 0;
  return sodium_hex2bin(hash.data(), hash.size(), text.data(), text.size(), nullptr, &length, nullptr) == 0 &&
         length == hash.size();
}

Hash seal_of(const Chain& chain, const HighWaterMark& high_water_mark) {
  return chain.next(high_water_mark.hash, {.seq = high_water_mark.seq, .at = high_water_mark.at, .name = "witness"});
}

}  // namespace

std::optional<HighWaterMark> read_high_water_mark(const std::filesystem::path& file, const Chain& chain) {
  std::ifstream in(file);
  HighWaterMark high_water_mark;
  std::string hash, seal;
  Hash sealed{};
  if (!(in >> high_water_mark.seq >> high_water_mark.at >> hash >> seal) || !from_hex(hash, high_water_mark.hash) ||
      !from_hex(seal, sealed) || sealed != seal_of(chain, high_water_mark)) {
    return std::nullopt;
  }
  return high_water_mark;
}

void write_high_water_mark(const std::filesystem::path& file, const Chain& chain,
                           const HighWaterMark& high_water_mark) {
  const std::string text = std::to_string(high_water_mark.seq) + ' ' + std::to_string(high_water_mark.at) + ' ' +
                           hash_text(high_water_mark.hash) + ' ' + hash_text(seal_of(chain, high_water_mark)) + '\n';
  files::replace(file, text);
}

}  // namespace antrean::journal
