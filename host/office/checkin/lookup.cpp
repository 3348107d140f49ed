#include "checkin/lookup.hpp"

#include <algorithm>
#include <string>
#include <tuple>

namespace antrean::checkin {
namespace {

/// Lower-case words of ASCII letters. Bytes of other scripts stay as they are; everything else separates
/// words.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char raw : text) {
    const auto byte = static_cast<unsigned char>(raw);
    const bool upper = byte >= 'A' && byte <= 'Z';
    const bool part = upper || (byte >= 'a' && byte <= 'z') || byte >= 0x80;
    if (!part) {
      // "Nur'aini" is one word.
      inside = inside && byte == '\'';
      continue;
    }
    if (!inside) {
      words.emplace_back();
      inside = true;
    }
    words.back().push_back(static_cast<char>(upper ? byte + ('a' - 'A') : byte));
  }
  return words;
}

/// For two different words: true if replacing, leaving out or inserting one letter turns one into the other.
bool one_slip(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) {
    std::swap(a, b);
  }
  if (a.size() - b.size() > 1) {
    return false;
  }
  const auto front = std::mismatch(b.begin(), b.end(), a.begin());
  const auto same = static_cast<std::size_t>(front.first - b.begin());
  const std::size_t skip = a.size() == b.size() ? 1 : 0;
  return a.substr(same + 1) == b.substr(same + skip);
}

/// The distance of a word from a word of the name: 0 the same, 1 its beginning, 3 one wrong letter; nothing:
/// another word.
std::optional<int> distance(const std::string& asked, const std::string& word) {
  if (asked == word) {
    return 0;
  }
  if (asked.size() >= 2 && word.starts_with(asked)) {
    return 1;
  }
  if (asked.size() >= 4 && one_slip(asked, word)) {
    return 3;
  }
  return std::nullopt;
}

/// Each word takes the nearest word of the name that is not taken yet.
std::optional<int> score(const std::vector<std::string>& asked, std::vector<std::string> name) {
  int total = 0;
  for (const std::string& word : asked) {
    auto best = name.end();
    int least = 0;
    for (auto it = name.begin(); it != name.end(); ++it) {
      const auto far = distance(word, *it);
      if (far && (best == name.end() || *far < least)) {
        best = it;
        least = *far;
      }
    }
    if (best == name.end()) {
      return std::nullopt;
    }
    total += least;
    name.erase(best);
  }
  return total + static_cast<int>(name.size());
}

}  // namespace

std::vector<Candidate> candidates(const std::vector<Booking>& day_list, std::string_view name,
                                  std::optional<TimeOfDay> start, std::size_t most) {
  std::vector<Candidate> found;
  const std::vector<std::string> asked = words_of(name);
  if (asked.empty()) {
    return found;
  }
  for (const Booking& booking : day_list) {
    if (start && booking.slot.start != *start) {
      continue;
    }
    if (const auto far = score(asked, words_of(booking.name))) {
      found.push_back({booking, *far});
    }
  }
  std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    const auto a_name = words_of(a.booking.name);
    const auto b_name = words_of(b.booking.name);
    return std::tie(a.score, a.booking.slot.start, a_name, a.booking.id) <
           std::tie(b.score, b.booking.slot.start, b_name, b.booking.id);
  });
  if (found.size() > most) {
    found.resize(most);
  }
  return found;
}

}  // namespace antrean::checkin
