#include "checkin/lookup.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "text/text.hpp"

namespace antrean::checkin {
namespace {

using Word = std::u32string;  ///< folded; a letter an element

/// The words of a name; what is no letter separates them.
std::vector<Word> words_of(std::string_view name) {
  const std::string folded = text::fold(name);
  std::vector<Word> words;
  bool inside = false;
  for (std::string_view rest = folded; !rest.empty();) {
    const auto c = text::first(rest).value_or(text::Character{0, 1});
    rest.remove_prefix(c.bytes);
    if (!text::is_letter(c.value)) {
      inside = false;
      continue;
    }
    if (!inside) {
      words.emplace_back();
      inside = true;
    }
    words.back().push_back(c.value);
  }
  return words;
}

/// For two different words: true when one letter replaced, left out or put in turns one word into the other.
bool one_slip(std::u32string_view a, std::u32string_view b) {
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
std::optional<int> distance(const Word& asked, const Word& word) {
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

/// Each word asked for takes the nearest word of the name that is left.
std::optional<int> score(const std::vector<Word>& asked, std::vector<Word> name) {
  int total = 0;
  for (const Word& word : asked) {
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
  struct Found {
    Candidate candidate;
    std::vector<Word> words;
  };
  std::vector<Found> found;
  const std::vector<Word> asked = words_of(name);
  if (asked.empty()) {
    return {};
  }
  for (const Booking& booking : day_list) {
    if (start && booking.slot.start != *start) {
      continue;
    }
    std::optional<Found> nearest;
    const auto consider = [&](const std::string& of_person) {
      auto words = words_of(of_person);
      const auto far = score(asked, words);
      if (far && (!nearest || *far < nearest->candidate.score)) {
        nearest = Found{{booking, *far, of_person}, std::move(words)};
      }
    };
    consider(booking.name);
    for (const Companion& one : booking.companions) {
      consider(one.name);
    }
    if (nearest) {
      found.push_back(std::move(*nearest));
    }
  }
  std::ranges::sort(found, {}, [](const Found& one) {
    const auto& booking = one.candidate.booking;
    return std::tie(one.candidate.score, booking.slot.start, one.words, booking.id);
  });
  if (found.size() > most) {
    found.resize(most);
  }
  std::vector<Candidate> best;
  for (Found& one : found) {
    best.push_back(std::move(one.candidate));
  }
  return best;
}

}  // namespace antrean::checkin
