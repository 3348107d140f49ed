// Waits by hour as a picture: SVG without scripts, readable in print and by people who do not tell colours
// apart. A line is what is likely, the band around it holds 8 of 10 people. Series differ by colour, marker
// and dashes, and carry their name at their end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "queue/estimate/estimate.hpp"
#include "values/office_time.hpp"

namespace antrean::cli {

struct ChartSeries {
  std::string name;                                      ///< "4 counters"
  std::vector<std::optional<queue::WaitSeconds>> waits;  ///< by hour of the panel
};

struct ChartPanel {
  std::string title;  ///< of the service; may be empty when there is one panel only
  std::vector<TimeOfDay> hours;
  std::vector<std::uint32_t> people;  ///< booked, by hour
  std::vector<ChartSeries> series;    ///< at most max_series
};

struct Chart {
  std::string title, subtitle;
  std::string y_title, x_title, people_title, minutes;  ///< `minutes`: "min"
  std::vector<std::string> notes;                       ///< below, one a line
  std::vector<ChartPanel> panels;
};

inline constexpr std::size_t max_series = 6;

std::string to_svg(const Chart& chart);

}  // namespace antrean::cli
