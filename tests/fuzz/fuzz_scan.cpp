// Booking codes: no line may crash the reader, and what it verifies must be what the key signed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>

#include "codes/booking_code.hpp"

using namespace antrean::codes;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const KeyPair keys = make_key_pair(Seed{1});
  static const Keyring ring{{7, keys.public_key}};
  std::string line(size, '\0');
  std::copy_n(data, size, line.begin());

  const Scan scan = read_scan(line, ring);
  if (const auto* code = std::get_if<Signed>(&scan)) {
    std::ranges::transform(line, line.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    if (line.find(encode_qr(code->payload, keys.secret_key)) == std::string::npos) std::abort();
  } else if (const auto* typed = std::get_if<Typed>(&scan)) {
    if (read_scan(typed->code, ring) != scan) std::abort();
  }
  return 0;
}
