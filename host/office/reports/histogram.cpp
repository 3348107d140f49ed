#include "reports/histogram.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace antrean::reports {
namespace {

constexpr unsigned exact_bits = 6;  // below 2^6 every second has its own bucket
constexpr std::uint32_t a_doubling = 1U << (exact_bits - 1);

void put(std::string& to, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) {
    to += static_cast<char>(number | 0x80);
  }
  to += static_cast<char>(number);
}

std::optional<std::uint64_t> get(std::string_view& from) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64 && !from.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    number |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) {
      return number;
    }
  }
  return std::nullopt;
}

}  // namespace

std::size_t Histogram::bucket_of(std::uint32_t seconds) {
  seconds = std::min(seconds, longest);
  const unsigned bits = static_cast<unsigned>(std::bit_width(seconds));
  const unsigned doublings = bits > exact_bits ? bits - exact_bits : 0;
  return std::size_t{a_doubling} * doublings + (seconds >> doublings);
}

std::uint32_t Histogram::middle_of(std::size_t bucket) {
  const auto at = static_cast<std::uint32_t>(bucket);
  if (at < 2 * a_doubling) {
    return at;
  }
  const unsigned doublings = at / a_doubling - 1;
  const std::uint32_t least = (at - a_doubling * doublings) << doublings;
  return least + (1U << doublings) / 2;
}

void Histogram::add(std::uint32_t seconds) {
  seconds = std::min(seconds, longest);
  ++counts_[bucket_of(seconds)];
  ++count_;
  sum_ += seconds;
}

void Histogram::take_back(std::uint32_t seconds) {
  seconds = std::min(seconds, longest);
  std::uint32_t& found = counts_[bucket_of(seconds)];
  if (found == 0 || sum_ < seconds) {
    throw std::logic_error("reports: a time is taken back that was never counted");
  }
  --found;
  --count_;
  sum_ -= seconds;
}

void Histogram::add(const Histogram& other) {
  for (std::size_t i = 0; i < buckets; ++i) {
    counts_[i] += other.counts_[i];
  }
  count_ += other.count_;
  sum_ += other.sum_;
}

std::optional<std::uint32_t> Histogram::quantile(unsigned percent) const {
  if (count_ == 0) {
    return std::nullopt;
  }
  const std::uint64_t rank = std::max<std::uint64_t>(1, (count_ * percent + 99) / 100);
  std::uint64_t passed = 0;
  for (std::size_t i = 0; i < buckets; ++i) {
    passed += counts_[i];
    if (passed >= rank) {
      return middle_of(i);
    }
  }
  return longest;
}

std::optional<std::uint32_t> Histogram::mean() const {
  return count_ == 0 ? std::nullopt : std::optional(static_cast<std::uint32_t>((sum_ + count_ / 2) / count_));
}

std::string Histogram::bytes() const {
  std::string text;
  if (count_ == 0) {
    return text;
  }
  put(text, sum_);
  std::size_t before = 0;
  for (std::size_t i = 0; i < buckets; ++i) {
    if (counts_[i] != 0) {
      put(text, i - before);
      put(text, counts_[i]);
      before = i;
    }
  }
  return text;
}

bool Histogram::Read::bytes(std::string_view bytes) {
  used_.clear();
  count_ = sum_ = 0;
  if (bytes.empty()) {
    return true;
  }
  const auto sum = get(bytes);
  if (!sum) {
    return false;
  }
  sum_ = *sum;
  std::uint64_t bucket = 0;
  while (!bytes.empty()) {
    const auto further = get(bytes);
    const auto times = get(bytes);
    if (!further || !times || *further >= buckets || (bucket += *further) >= buckets) {
      return false;
    }
    used_.push_back({static_cast<std::uint16_t>(bucket), static_cast<std::uint32_t>(*times)});
    count_ += *times;
  }
  return true;
}

void Histogram::add(const Read& read) {
  for (const Read::Used& used : read.used_) {
    counts_[used.bucket] += used.times;
  }
  count_ += read.count_;
  sum_ += read.sum_;
}

}  // namespace antrean::reports
