// FNV-1a, 64 bits: tells texts apart quickly. Not for anything that somebody may want to forge.
#pragma once

#include <cstdint>
#include <string_view>

namespace antrean {

inline constexpr std::uint64_t fnv1a_start = 0xcbf29ce484222325ULL;

constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = fnv1a_start) {
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return hash;
}

}  // namespace antrean
