// The first broken promise, and how it was broken. Promises are numbered as in the README.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "values/fnv1a.hpp"

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
  void add(std::string_view text) { value_ = fnv1a("\xFF", fnv1a(text, value_)); }
  void add(std::uint64_t number) { value_ = fnv1a({reinterpret_cast<const char*>(&number), sizeof number}, value_); }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = fnv1a_start;
};

}  // namespace antrean::simulation
