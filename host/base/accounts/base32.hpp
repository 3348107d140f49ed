// Base32 of RFC 4648 without padding, by liboath. Private to accounts.
#pragma once

#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

#include <oath.h>

namespace antrean::accounts {

inline std::string base32(std::string_view bytes) {
  char* made = nullptr;
  std::size_t length = 0;
  if (oath_base32_encode(bytes.data(), bytes.size(), &made, &length) != OATH_OK) {
    throw std::bad_alloc();
  }
  std::string text(made, length);
  std::free(made);  // NOLINT(cppcoreguidelines-no-malloc): liboath's contract
  text.resize(text.find_last_not_of('=') + 1);
  return text;
}

}  // namespace antrean::accounts
