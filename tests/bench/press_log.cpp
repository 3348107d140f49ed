#include "press_log.hpp"

#include <algorithm>
#include <cctype>

namespace antrean::bench {
namespace {

bool is_number(const std::string& text) {
  return text.size() > 1 && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
         std::all_of(text.begin() + 1, text.end(), [](unsigned char each) { return std::isdigit(each) != 0; });
}

}  // namespace

void PressLog::pressed(unsigned pad, std::int64_t at_us) { places_[pad].presses.push_back(at_us); }

void PressLog::shown(unsigned board, const std::string& text, std::int64_t at_us) {
  Position& place = places_[board];
  const std::string shown = text.substr(0, text.find_last_not_of(' ') + 1);
  if (is_number(shown) && shown != place.text) {
    place.ends.push_back({.at_us = at_us, .flash = false});
    place.text = shown;
  }
}

void PressLog::flashes(unsigned pad, std::uint64_t count, std::int64_t at_us) {
  Position& place = places_[pad];
  if (count != place.flashes) {
    place.flashes = count;
    place.ends.push_back({.at_us = at_us, .flash = true});
  }
}

bool PressLog::all_shown(unsigned counters) const {
  const auto shown = [](const auto& place) { return !place.second.text.empty(); };
  return std::count_if(places_.begin(), places_.end(), shown) >= static_cast<std::ptrdiff_t>(counters);
}

void PressLog::begin() {
  for (auto& [number, place] : places_) {
    place.begin = place.presses.size();
    place.ends_begin = place.ends.size();
  }
}

std::vector<Press> PressLog::presses() const {
  std::vector<Press> all;
  for (const auto& [pad, place] : places_) {
    for (auto press = place.begin; press < place.presses.size(); ++press) {
      all.push_back({.at_us = place.presses[press], .pad = pad});
    }
  }
  std::sort(all.begin(), all.end(), [](const Press& a, const Press& b) { return a.at_us < b.at_us; });
  return all;
}

std::vector<double> PressLog::latencies() const {
  std::vector<double> all;
  for (const auto& [pad, place] : places_) {
    auto next = place.ends_begin;
    for (auto press = place.begin; press < place.presses.size(); ++press) {
      while (next < place.ends.size() && place.ends[next].at_us < place.presses[press]) {
        ++next;
      }
      if (next == place.ends.size()) {
        break;
      }
      all.push_back(static_cast<double>(place.ends[next].at_us - place.presses[press]));
      next += place.ends[next].flash ? 0 : 1;
    }
  }
  return all;
}

}  // namespace antrean::bench
