// A hash chain over rows: the events of an office's journal, the entries of the portal's access log. Each
// hash is over the one before and every column, so a row that is edited, added, removed or moved breaks it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace antrean {

using Hash = std::array<std::uint8_t, 32>;

/// 64 lower-case hex digits.
std::string hash_text(const Hash& hash);
std::optional<Hash> hash_from(std::string_view text);

/// The columns of a row, as they are stored.
struct ChainRow {
  std::uint64_t seq = 0;
  std::int64_t at = 0;
  std::uint64_t opening = 0;
  std::optional<std::int64_t> day;
  std::string_view who_kind, who, name, body;
};

class Chain {
 public:
  /// `key` has 16..64 bytes, or is empty. Throws std::invalid_argument for another length.
  explicit Chain(std::string key);

  Hash next(const Hash& previous, const ChainRow& row) const;
  /// A value that identifies the key without revealing it.
  Hash key_print() const;

 private:
  std::string key_;
};

}  // namespace antrean
