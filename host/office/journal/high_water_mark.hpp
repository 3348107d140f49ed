// The high water mark: a small file beside the journal that holds the newest event seen. If the journal ends
// before that event, or has another event in its place, the journal was cut, was replaced by an older copy,
// or was lost by a disk that reported writes it had not made.
//
// The mark is written after the event is durable, so with a correct disk the journal is never behind its high
// water mark. A person who may write both files can make both fit, unless the chain has a key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "chain/chain.hpp"

namespace antrean::journal {

struct HighWaterMark {
  std::uint64_t seq = 0;
  std::int64_t at = 0;  ///< UTC ms, of the event
  Hash hash{};
};

/// The file where an office stores it.
inline std::filesystem::path high_water_mark_beside(const std::filesystem::path& journal) {
  return journal.string() + ".witness";
}

/// Nothing for a file that is missing or incomplete, or that was not made with the key of this chain.
std::optional<HighWaterMark> read_high_water_mark(const std::filesystem::path& file, const Chain& chain);

/// Replaces the whole file, durably. Throws std::runtime_error.
void write_high_water_mark(const std::filesystem::path& file, const Chain& chain, const HighWaterMark& high_water_mark);

}  // namespace antrean::journal
