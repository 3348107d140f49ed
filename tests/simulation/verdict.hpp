// The first promise that did not hold, and how. Promises are numbered as in the README.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace antrean::simulation {

struct Broken {
  int promise = 0;
  std::string how;
};

class Verdict {
 public:
  void broken(int promise, std::string how) {
    if (!broken_) {
      broken_ = Broken{promise, std::move(how)};
    }
  }
  const std::optional<Broken>& first() const { return broken_; }

 private:
  std::optional<Broken> broken_;
};

/// FNV-1a over everything that was seen: equal runs have equal digests.
class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      value_ = (value_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    value_ = (value_ ^ 0xFF) * 1099511628211ULL;
  }
  void add(std::uint64_t number) {
    for (int i = 0; i < 8; ++i) {
      value_ = (value_ ^ (number >> (8 * i) & 0xFF)) * 1099511628211ULL;
    }
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 14695981039346656037ULL;
};

}  // namespace antrean::simulation
