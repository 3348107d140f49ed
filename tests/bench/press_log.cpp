#include "press_log.hpp"

#include <algorithm>

namespace antrean::bench {

void PressLog::pressed(unsigned pad, std::int64_t at_us) { places_[pad].presses.push_back(at_us); }

void PressLog::shown(unsigned board, const std::string& text, std::int64_t at_us) {
  places_[board].changes.push_back({at_us, text.substr(0, text.find_last_not_of(' ') + 1)});
}

void PressLog::called(unsigned counter, const std::string& number) { places_[counter].calls.push_back(number); }

bool PressLog::all_shown(unsigned counters) const {
  const auto shown = [](const auto& place) {
    return !place.second.calls.empty() && !place.second.changes.empty() &&
           place.second.changes.back().text == place.second.calls.back();
  };
  return std::count_if(places_.begin(), places_.end(), shown) == static_cast<std::ptrdiff_t>(counters);
}

void PressLog::begin() {
  for (auto& [number, place] : places_) {
    place.begin = place.presses.size();
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
    for (auto press = place.begin; press < place.presses.size(); ++press) {
      const auto showed = std::find_if(place.changes.begin(), place.changes.end(), [&](const Change& change) {
        const auto call = std::find(place.calls.begin(), place.calls.end(), change.text);
        return change.at_us >= place.presses[press] && call != place.calls.end() &&
               call - place.calls.begin() >= static_cast<std::ptrdiff_t>(press);
      });
      if (showed != place.changes.end()) {
        all.push_back(static_cast<double>(showed->at_us - place.presses[press]));
      }
    }
  }
  return all;
}

}  // namespace antrean::bench
