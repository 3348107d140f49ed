#include "frame/theme.hpp"

#include <algorithm>

namespace antrean::display {

std::vector<std::pair<std::string_view, Colour Theme::*>> theme_colours() {
  return {{"page", &Theme::page},         {"header", &Theme::header},
          {"card", &Theme::card},         {"quiet", &Theme::quiet},
          {"line", &Theme::line},         {"ink", &Theme::ink},
          {"soft", &Theme::soft},         {"call", &Theme::call},
          {"call_ink", &Theme::call_ink}, {"call_soft", &Theme::call_soft},
          {"accent", &Theme::accent},     {"accent_ink", &Theme::accent_ink},
          {"alarm", &Theme::alarm},       {"alarm_ink", &Theme::alarm_ink},
          {"ticker", &Theme::ticker},     {"ticker_ink", &Theme::ticker_ink}};
}

std::vector<FaintPair> faint_pairs(const Theme& theme) {
  static constexpr FaintPair written[] = {
      {"ink", "page", 0, number_contrast},        {"ink", "header", 0, number_contrast},
      {"ink", "card", 0, number_contrast},        {"ink", "quiet", 0, number_contrast},
      {"call_ink", "call", 0, number_contrast},   {"accent_ink", "accent", 0, number_contrast},
      {"alarm_ink", "alarm", 0, number_contrast}, {"ticker_ink", "ticker", 0, number_contrast},
      {"soft", "page", 0, text_contrast},         {"soft", "header", 0, text_contrast},
      {"soft", "card", 0, text_contrast},         {"soft", "quiet", 0, text_contrast},
      {"call_soft", "call", 0, text_contrast},
  };
  const auto colours = theme_colours();
  const auto colour = [&](std::string_view key) {
    const auto found =
        std::find_if(colours.begin(), colours.end(), [&](const auto& entry) { return entry.first == key; });
    return theme.*(found->second);
  };
  std::vector<FaintPair> faint;
  for (FaintPair pair : written) {
    pair.contrast = contrast(colour(pair.ink), colour(pair.ground));
    if (pair.contrast < pair.needed) {
      faint.push_back(pair);
    }
  }
  return faint;
}

}  // namespace antrean::display
