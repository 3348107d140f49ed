// Booking codes, typed and as QR. No line may crash the reader, and what it verifies must be what the key
// signed. The bytes are read twice: as a line, and as a payload, with any content, that somebody with the key
// has signed.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <variant>

#include <sodium.h>

#include "codes/base32.hpp"
#include "codes/booking_code.hpp"
#include "codes/payload.hpp"

using namespace antrean::codes;

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

/// A QR with a good signature over any bytes. It must be read as the payload that packs to these bytes, or be
/// refused.
void read_signed(const std::uint8_t* data, std::size_t size, const KeyPair& keys, const Keyring& ring) {
  std::array<std::uint8_t, payload_bytes + crypto_sign_BYTES> bytes{};
  std::copy_n(data, std::min(size, payload_bytes), bytes.begin());
  crypto_sign_detached(bytes.data() + payload_bytes, nullptr, bytes.data(), payload_bytes, keys.secret_key.data());
  const Scan scan = read_scan("AQ1" + to_base32(bytes), ring);
  if (const auto* code = std::get_if<Signed>(&scan)) {
    require(std::ranges::equal(pack(code->payload), std::span(bytes).first(payload_bytes)));
  } else {
    require(scan == Scan{ScanError::unreadable} || scan == Scan{ScanError::unknown_key});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const KeyPair keys = make_key_pair(Seed{1});
  static const Keyring ring{{7, keys.public_key}};
  std::string line(size, '\0');
  std::copy_n(data, size, line.begin());

  const Scan scan = read_scan(line, ring);
  if (const auto* code = std::get_if<Signed>(&scan)) {
    std::ranges::transform(line, line.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    require(line.find(encode_qr(code->payload, keys.secret_key)) != std::string::npos);
  } else if (const auto* typed = std::get_if<Typed>(&scan)) {
    require(read_scan(typed->code, ring) == scan);
  }
  read_signed(data, size, keys, ring);
  return 0;
}
