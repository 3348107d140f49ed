// What the comparison with the heads at the portal found, in words and as JSON.
#pragma once

#include <optional>

#include <boost/json/object.hpp>

#include "cli/render/terminal.hpp"
#include "journal/heads.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean::cli {

struct HeadsFound {
  std::optional<journal::HeadsReport> report;  ///< nothing: not compared
  Bilingual not_asked;                         ///< why not
  Zone zone = Zone::wib;                       ///< for the times

  bool wrong() const { return report && report->wrong; }
};

void print_heads(Terminal& to, const HeadsFound& found);
boost::json::object heads_json(const HeadsFound& found, Language language);

}  // namespace antrean::cli
