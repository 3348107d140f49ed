#include "cli/render/chart.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli;

namespace {

Chart chart() {
  Chart chart;
  chart.title = "Waits & <more>";
  chart.subtitle = "\"quoted\"";
  chart.y_title = "minutes of waiting";
  chart.x_title = "booked hour";
  chart.people_title = "people";
  chart.minutes = "min";
  chart.notes = {"a note"};
  ChartPanel panel;
  panel.title = "Passport";
  panel.hours = {TimeOfDay{480}, TimeOfDay{540}, TimeOfDay{660}};
  panel.people = {20, 21, 22};
  panel.series = {{"3 counters", {queue::WaitSeconds{60, 300, 900}, queue::WaitSeconds{120, 600, 1500}, std::nullopt}},
                  {"4 counters", {queue::WaitSeconds{0, 60, 300}, std::nullopt, queue::WaitSeconds{0, 60, 240}}}};
  chart.panels = {panel};
  return chart;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_GROUP(Charts){};

TEST(Charts, AllThereIsToReadIsTextAndNothingRuns) {
  const std::string svg = to_svg(chart());
  for (const char* text : {"Waits &amp; &lt;more&gt;", "&quot;quoted&quot;", "minutes of waiting", "booked hour",
                           "08:00", "09:00", "11:00", ">20<", ">22<", "3 counters", "4 counters", "Passport", "a note",
                           "<title>08:00, 3 counters: 5 min (1-15)</title>", "role=\"img\""}) {
    CHECK_TEXT(svg.find(text) != std::string::npos, text);
  }
  CHECK(svg.find("<script") == std::string::npos);
  CHECK(svg.find("nan") == std::string::npos && svg.find("inf\"") == std::string::npos);
}

TEST(Charts, ABandAndAMarkerForWhatIsKnownAndNoneForWhatIsNot) {
  const std::string svg = to_svg(chart());
  LONGS_EQUAL(4 + 2, count(svg, "class=\"marker\""));  // and one beside each name
  LONGS_EQUAL(3, count(svg, "class=\"band\""));        // the second series has two apart
  // No line is drawn over the hour without a value.
  const auto second = svg.find("stroke=\"#d55e00\" stroke-dasharray");
  const std::string path = svg.substr(second, svg.find("/>", second) - second);
  LONGS_EQUAL(2, count(path, "M"));
  LONGS_EQUAL(0, count(path, "L"));
}

TEST(Charts, TheScaleReachesOverTheWidestRange) {
  const std::string svg = to_svg(chart());  // 25 minutes
  CHECK(svg.find(">25</text>") != std::string::npos);
  CHECK(svg.find(">30</text>") == std::string::npos);
}
