// How the office is, for people and for the machine that watches it. Values; who knows them fills them in.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace antrean::web {

/// One thing that can be well or not: "journal", "portal", "bus counters", "board 21 on counters", "clock".
struct Part {
  std::string name;
  bool well = true;
  bool needed = false;    ///< without it no number can be given or called: the office is not ready
  std::string text;       ///< what is wrong and what to look at; or how it is
  bool doubtful = false;  ///< works, and somebody should look at it all the same: `text` says what
};

struct Health {
  std::string version;
  std::vector<Part> parts;
  bool ready() const;  ///< every needed part is well
};

/// {"ready":true,"version":"0.1.0","parts":[{"name":"journal","well":true,"needed":true,"doubtful":false,"text":""},
/// ...]}
std::string to_json(const Health& health);

/// One figure of the Prometheus text format. Figures of one name stand together and have the same help and
/// kind.
struct Figure {
  std::string name;  ///< "antrean_waiting_tickets"
  std::string help;
  bool counter = false;  ///< only rises; otherwise a gauge
  std::vector<std::pair<std::string, std::string>> labels;
  double value = 0;
};

std::string to_prometheus(const std::vector<Figure>& figures);

}  // namespace antrean::web
