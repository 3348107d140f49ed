// The witness: a small file apart from the journal that holds the newest event seen. A journal that ends
// before it, or has another event in that place, was cut, replaced by an older copy, or lost by a disk that
// lied.
//
// It is written after the event was durable, so an honest disk never has a journal behind its
// high_water_mark. Whoever may write both files can make both fit, unless the chain has a key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "journal/chain.hpp"

namespace antrean::journal {

struct HighWaterMark {
  std::uint64_t seq = 0;
  std::int64_t at = 0;  ///< UTC ms, of the event
  Hash hash{};
};

/// Where an office keeps it.
inline std::filesystem::path high_water_mark_beside(const std::filesystem::path& journal) {
  return journal.string() + ".witness";
}

/// Nothing for a file that is missing, torn, or not made with this chain's key.
std::optional<HighWaterMark> read_high_water_mark(const std::filesystem::path& file, const Chain& chain);

/// Replaces the file whole, durably. Throws std::runtime_error.
void write_high_water_mark(const std::filesystem::path& file, const Chain& chain, const HighWaterMark& high_water_mark);

}  // namespace antrean::journal
