// How long something took, many times: counts in buckets that grow with the length (log-linear).
//
// Up to 63 s each second has its own bucket. Above that every doubling has 32 buckets, so a bucket is at most
// 1/32 as wide as what it holds. A quantile is the middle of its bucket: it is off by at most 1/64 (1.6 %) of
// the true value. The sum is kept beside, so a mean is exact. Longer than `longest` counts as `longest`.
//
// Plain values, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace antrean::reports {

class Histogram {
 public:
  static constexpr std::size_t buckets = 512;
  static constexpr std::uint32_t longest = 7 * 24 * 3600;

  /// The bucket of so many seconds, and the value that a quantile in it gives.
  static std::size_t bucket_of(std::uint32_t seconds);
  static std::uint32_t middle_of(std::size_t bucket);

  void add(std::uint32_t seconds);
  /// Takes one back that was added.
  void take_back(std::uint32_t seconds);
  void add(const Histogram& other);

  std::uint64_t count() const { return count_; }
  std::uint64_t sum() const { return sum_; }
  /// The value that `percent` of 100 do not exceed (nearest rank); nothing if nothing was added.
  std::optional<std::uint32_t> quantile(unsigned percent) const;
  std::optional<std::uint32_t> mean() const;  ///< rounded

  /// The form in the file: the sum, then for each used bucket how far it is from the one before and how
  /// often, as base-128 numbers. Empty for an empty histogram.
  std::string bytes() const;
  /// What bytes() gave, read once to be added to several histograms.
  class Read {
   public:
    /// In place of what was read before. False if they are damaged; nothing may be added then.
    bool bytes(std::string_view bytes);

   private:
    friend class Histogram;
    struct Used {
      std::uint16_t bucket;
      std::uint32_t times;
    };
    std::vector<Used> used_;
    std::uint64_t count_ = 0, sum_ = 0;
  };
  void add(const Read& read);

  friend bool operator==(const Histogram&, const Histogram&) = default;

 private:
  std::array<std::uint32_t, buckets> counts_{};
  std::uint64_t count_ = 0;
  std::uint64_t sum_ = 0;
};

}  // namespace antrean::reports
