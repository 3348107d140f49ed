// Draws waits by hour as SVG without scripts. It is readable in print, and for people who cannot tell colours
// apart. A line is the likely wait; the band around it holds 8 of 10 people. Series differ by colour, marker
// and dashes, and their name stands at the end of the line.
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
  std::string title;  ///< the service; may be empty if there is only one panel
  std::vector<TimeOfDay> hours;
  std::vector<std::uint32_t> people;  ///< booked, by hour
  std::vector<ChartSeries> series;    ///< at most max_series
};

struct Chart {
  std::string title, subtitle;
  std::string y_title, x_title, people_title, minutes;  ///< `minutes`: "min"
  std::vector<std::string> notes;                       ///< below the chart, one per line
  std::vector<ChartPanel> panels;
};

inline constexpr std::size_t max_series = 6;

std::string to_svg(const Chart& chart);

}  // namespace antrean::cli
