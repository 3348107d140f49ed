#include "cli/render/chart.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "http/server.hpp"

namespace antrean::cli {
namespace {

constexpr double width = 920;
constexpr double left = 78, right = 138;
constexpr double head = 92;       // title and subtitle
constexpr double panel_top = 34;  // title of a panel
constexpr double plot_height = 300;
constexpr double panel_bottom = 78;  // hours, people, titles
constexpr double note_height = 18;
constexpr double label_height = 17;
constexpr double beside = 7;

struct Look {
  const char* colour;
  const char* dashes;
};
/// After Okabe and Ito and Tol: colours that differ for every kind of colour vision and are dark enough to
/// read. In print the dashes differ.
constexpr std::array<Look, max_series> looks{{{"#0072b2", ""},
                                              {"#d55e00", "9 4"},
                                              {"#009e73", "3 3"},
                                              {"#aa4499", "12 4 3 4"},
                                              {"#8f6a00", "6 3"},
                                              {"#3a8fc9", "2 5"}}};

double minutes(std::uint32_t seconds) { return seconds / 60.0; }

/// Steps in which people count waiting times; at most six steps to the top.
double step_for(double most) {
  for (const double step : {1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0}) {
    if (most / step <= 6) {
      return step;
    }
  }
  return 240;
}

class Panel {
 public:
  Panel(const Chart& chart, const ChartPanel& panel, double top) : chart_(chart), panel_(panel), top_(top) {
    double most = 5;
    for (const ChartSeries& series : panel.series) {
      for (const auto& wait : series.waits) {
        most = std::max(most, wait ? minutes(wait->high) : 0);
      }
    }
    step_ = step_for(most);
    while (most_ < most) {
      most_ += step_;
    }
    first_ = panel.hours.front().minutes() - 30.0;
    last_ = panel.hours.back().minutes() + 30.0;
  }

  std::string draw() {
    axes();
    for (std::size_t i = 0; i < panel_.series.size(); ++i) {
      band(panel_.series[i], i);
    }
    for (std::size_t i = 0; i < panel_.series.size(); ++i) {
      line(panel_.series[i], i);
    }
    names();
    return std::move(svg_);
  }

 private:
  /// Series are drawn a little beside each other, so that none hides another with the same values.
  double x(std::size_t hour, std::size_t series) const {
    const double middle = (static_cast<double>(panel_.series.size()) - 1) / 2;
    return x(panel_.hours[hour]) + (static_cast<double>(series) - middle) * beside;
  }
  double x(TimeOfDay hour) const {
    return left + (hour.minutes() - first_) / (last_ - first_) * (width - left - right);
  }
  double y(double wait) const { return top_ + panel_top + plot_height * (1 - wait / most_); }
  double base() const { return y(0); }

  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(svg_), format, std::forward<Args>(args)...);
  }

  void axes() {
    if (!panel_.title.empty()) {
      add("<text class=\"panel\" x=\"{}\" y=\"{}\">{}</text>\n", left, top_ + 14, http::escape_html(panel_.title));
    }
    for (int i = 0; i * step_ <= most_ + 0.001; ++i) {
      const double tick = i * step_;
      add("<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>\n", tick == 0 ? "axis" : "grid", left,
          width - right, y(tick), y(tick));
      add("<text class=\"tick\" x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{:.0f}</text>\n", left - 10, y(tick) + 4.5,
          tick);
    }
    add("<text class=\"title\" transform=\"translate(22 {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
        (y(0) + y(most_)) / 2, http::escape_html(chart_.y_title));
    for (std::size_t i = 0; i < panel_.hours.size(); ++i) {
      const double at = x(panel_.hours[i]);
      add("<line class=\"axis\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/>\n", at, base(),
          base() + 5);
      if (i % every() == 0) {
        add("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", at, base() + 22,
            panel_.hours[i].text());
        add("<text class=\"people\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", at, base() + 41,
            panel_.people[i]);
      }
    }
    add("<text class=\"people\" x=\"{}\" y=\"{:.1f}\">{}</text>\n", width - right + 12, base() + 41,
        http::escape_html(chart_.people_title));
    add("<text class=\"title\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n",
        (left + width - right) / 2, base() + 64, http::escape_html(chart_.x_title));
  }

  /// Which hours get a label: all of them while there is room.
  std::size_t every() const {
    const double room = (width - left - right) / 46;
    return 1 + static_cast<std::size_t>(static_cast<double>(panel_.hours.size()) / room);
  }

  void band(const ChartSeries& series, std::size_t index) {
    for (std::size_t from = 0; from < series.waits.size();) {
      if (!series.waits[from]) {
        ++from;
        continue;
      }
      std::size_t to = from;
      while (to < series.waits.size() && series.waits[to]) {
        ++to;
      }
      const double half = to - from == 1 ? 7 : 0;  // a single hour has no width of its own
      std::string points;
      for (std::size_t i = from; i < to; ++i) {
        points += fmt::format("{:.1f},{:.1f} ", x(i, index) - half, y(minutes(series.waits[i]->high)));
      }
      if (half > 0) {
        points += fmt::format("{:.1f},{:.1f} ", x(from, index) + half, y(minutes(series.waits[from]->high)));
      }
      for (std::size_t i = to; i-- > from;) {
        points += fmt::format("{:.1f},{:.1f} ", x(i, index) + half, y(minutes(series.waits[i]->low)));
      }
      if (half > 0) {
        points += fmt::format("{:.1f},{:.1f} ", x(from, index) - half, y(minutes(series.waits[from]->low)));
      }
      points.pop_back();
      add("<polygon class=\"band\" fill=\"{}\" points=\"{}\"/>\n", looks[index % max_series].colour, points);
      from = to;
    }
  }

  void line(const ChartSeries& series, std::size_t index) {
    const Look& look = looks[index % max_series];
    std::string path;
    bool joined = false;
    for (std::size_t i = 0; i < series.waits.size(); ++i) {
      if (series.waits[i]) {
        path += fmt::format("{}{:.1f} {:.1f}", joined ? "L" : "M", x(i, index), y(minutes(series.waits[i]->likely)));
      }
      joined = series.waits[i].has_value();
    }
    add("<path class=\"line\" stroke=\"{}\" stroke-dasharray=\"{}\" d=\"{}\"/>\n", look.colour,
        *look.dashes == '\0' ? "none" : look.dashes, path);
    for (std::size_t i = 0; i < series.waits.size(); ++i) {
      if (series.waits[i]) {
        const auto range = series.waits[i]->minutes();
        marker(index, x(i, index), y(minutes(series.waits[i]->likely)),
               fmt::format("{}, {}: {} {} ({}-{})", panel_.hours[i].text(), series.name, range.likely, chart_.minutes,
                           range.low, range.high));
      }
    }
  }

  void marker(std::size_t index, double at, double height, const std::string& says) {
    const char* colour = looks[index % max_series].colour;
    add("<g class=\"marker\" fill=\"{}\"><title>{}</title>", colour, http::escape_html(says));
    switch (index % 4) {
      case 0:
        add("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\"/>", at, height);
        break;
      case 1:
        add("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"8.4\" height=\"8.4\"/>", at - 4.2, height - 4.2);
        break;
      case 2:
        add("<path d=\"M{0:.1f} {1:.1f}l5 9h-10z\"/>", at, height - 5.6);
        break;
      default:
        add("<path d=\"M{0:.1f} {1:.1f}l5.4 5.4l-5.4 5.4l-5.4 -5.4z\"/>", at, height - 5.4);
    }
    svg_ += "</g>\n";
  }

  /// The names at the end of each line, moved apart if they would overlap.
  void names() {
    struct Name {
      std::size_t series;
      double at;
      double wanted;
    };
    std::vector<Name> all;
    for (std::size_t i = 0; i < panel_.series.size(); ++i) {
      const auto& waits = panel_.series[i].waits;
      const auto last = std::find_if(waits.rbegin(), waits.rend(), [](const auto& wait) { return wait.has_value(); });
      if (last != waits.rend()) {
        const double height = y(minutes((*last)->likely));
        all.push_back({i, height, height});
      }
    }
    std::ranges::sort(all, {}, &Name::wanted);
    for (std::size_t i = 1; i < all.size(); ++i) {
      all[i].at = std::max(all[i].at, all[i - 1].at + label_height);
    }
    double floor = base();
    for (std::size_t i = all.size(); i-- > 0;) {
      all[i].at = std::min(all[i].at, floor);
      floor = all[i].at - label_height;
    }
    for (const Name& name : all) {
      const char* colour = looks[name.series % max_series].colour;
      const double from = x(panel_.hours.size() - 1, name.series) + 7;
      add("<path class=\"leader\" stroke=\"{}\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\"/>\n", colour, from, name.wanted,
          width - right + 12, name.at);
      marker(name.series, width - right + 18, name.at, panel_.series[name.series].name);
      add("<text class=\"name\" style=\"fill:{}\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", colour, width - right + 28,
          name.at + 4.5, http::escape_html(panel_.series[name.series].name));
    }
  }

  const Chart& chart_;
  const ChartPanel& panel_;
  double top_;
  double step_ = 1, most_ = 0, first_ = 0, last_ = 1;
  std::string svg_;
};

constexpr const char* style = R"(<style>
text { font-family: Inter, "Noto Sans", "Helvetica Neue", Arial, sans-serif; font-size: 13px; fill: #33373d; }
.heading { font-size: 22px; font-weight: 650; fill: #16191d; }
.sub { font-size: 14px; }
.panel { font-size: 15px; font-weight: 600; fill: #16191d; }
.tick { font-variant-numeric: tabular-nums; }
.people { font-size: 12px; fill: #6a7078; }
.title { font-size: 12.5px; fill: #4b5057; }
.note { font-size: 12px; fill: #6a7078; }
.name { font-weight: 600; }
.grid { stroke: #e3e6ea; stroke-width: 1; }
.axis { stroke: #8b9198; stroke-width: 1; }
.band { fill-opacity: 0.15; stroke: none; }
.line { fill: none; stroke-width: 2.4; stroke-linejoin: round; stroke-linecap: round; }
.leader { fill: none; stroke-width: 1; stroke-opacity: 0.5; }
.marker { stroke: #fff; stroke-width: 1.4; }
</style>
)";

}  // namespace

std::string to_svg(const Chart& chart) {
  constexpr double panel_height = panel_top + plot_height + panel_bottom;
  const double height = head + panel_height * static_cast<double>(chart.panels.size()) +
                        note_height * static_cast<double>(chart.notes.size()) + 24;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
      "aria-labelledby=\"title description\">\n<title id=\"title\">{2}</title>\n<desc id=\"description\">{3}</desc>\n",
      width, height, http::escape_html(chart.title), http::escape_html(chart.subtitle));
  svg += style;
  svg += fmt::format("<rect width=\"{}\" height=\"{}\" fill=\"#fff\"/>\n", width, height);
  svg += fmt::format("<text class=\"heading\" x=\"24\" y=\"42\">{}</text>\n", http::escape_html(chart.title));
  svg += fmt::format("<text class=\"sub\" x=\"24\" y=\"68\">{}</text>\n", http::escape_html(chart.subtitle));
  double top = head;
  for (const ChartPanel& panel : chart.panels) {
    svg += Panel(chart, panel, top).draw();
    top += panel_height;
  }
  for (const std::string& note : chart.notes) {
    svg += fmt::format("<text class=\"note\" x=\"24\" y=\"{}\">{}</text>\n", top + 12, http::escape_html(note));
    top += note_height;
  }
  return svg + "</svg>\n";
}

}  // namespace antrean::cli
