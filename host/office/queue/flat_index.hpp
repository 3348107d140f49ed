// Maps a key to a position in a vector that holds the keys. Open addressing, two words per entry, no node per
// key. Entries are never removed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "values/fnv1a.hpp"

namespace antrean::queue {

constexpr std::uint64_t hash_of(std::string_view text) { return fnv1a(text); }
/// A finaliser of MurmurHash3: numbers that follow each other end far apart.
constexpr std::uint64_t hash_of(std::uint64_t key) {
  key = (key ^ (key >> 33)) * 0xff51afd7ed558ccdULL;
  key = (key ^ (key >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return key ^ (key >> 33);
}

class FlatIndex {
 public:
  /// The position of the key. `same(position)` says whether the key at a position is the one asked for.
  template <class Same>
  std::optional<std::uint32_t> find(std::uint64_t hash, Same same) const {
    if (slots_.empty()) {
      return std::nullopt;
    }
    const std::uint32_t folded = fold(hash);
    for (std::size_t at = folded & mask();; at = (at + 1) & mask()) {
      const Slot& slot = slots_[at];
      if (slot.position == 0) {
        return std::nullopt;
      }
      if (slot.hash == folded && same(slot.position - 1)) {
        return slot.position - 1;
      }
    }
  }

  /// The key must not be in the index yet.
  void insert(std::uint64_t hash, std::uint32_t position) {
    if (slots_.size() < 2 * (used_ + 1)) {
      grow();
    }
    ++used_;
    place(fold(hash), position + 1);
  }

  friend bool operator==(const FlatIndex&, const FlatIndex&) = default;

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t position = 0;  ///< the position plus one; 0: free
    friend bool operator==(const Slot&, const Slot&) = default;
  };

  static std::uint32_t fold(std::uint64_t hash) { return static_cast<std::uint32_t>(hash ^ (hash >> 32)); }
  std::size_t mask() const { return slots_.size() - 1; }

  void place(std::uint32_t hash, std::uint32_t position) {
    std::size_t at = hash & mask();
    while (slots_[at].position != 0) {
      at = (at + 1) & mask();
    }
    slots_[at] = {hash, position};
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.position != 0) {
        place(slot.hash, slot.position);
      }
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace antrean::queue
