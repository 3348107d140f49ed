// A text in the two languages of the product. A plain value, for any thread.
#pragma once

#include <cstdint>
#include <string>

namespace antrean {

enum class Language : std::uint8_t { id, en };

struct Bilingual {
  std::string id;
  std::string en;

  const std::string& in(Language language) const { return language == Language::en ? en : id; }
  friend bool operator==(const Bilingual&, const Bilingual&) = default;
};

}  // namespace antrean
