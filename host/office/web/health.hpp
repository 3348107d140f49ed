// The health of the office, for people and for monitoring. Plain values; the parts of the office fill them
// in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "http/figures.hpp"

namespace antrean::web {

/// A part that can be well or not: "journal", "portal", "bus counters", "board 21 on counters", "clock".
struct Part {
  std::string name;
  bool well = true;
  bool needed = false;    ///< without it no number can be given or called, so the office is not ready
  std::string text;       ///< what is wrong and what to check; or the normal condition
  bool doubtful = false;  ///< it works, but somebody should look at it; `text` says why
};

struct Health {
  std::string version;
  std::vector<Part> parts;
  bool ready() const;  ///< every needed part is well
};

/// The form is:
///  {"ready":true,"version":"0.1.0","parts":[
///    {"name":"journal","well":true,"needed":true,"doubtful":false,"text":""}, ...]}
std::string to_json(const Health& health);

using http::Figure;
using http::to_prometheus;

}  // namespace antrean::web
