// What a mail about a broken rule says: the rule, who waits how long, what to do. Pure.
#pragma once

#include <string>
#include <vector>

#include "queue/plan.hpp"
#include "sla/sla.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean::sla {

struct Breach {
  Rule rule;
  std::vector<WaitingNumber> waiting;  ///< who waits longest first
  UtcTime at{};
};

struct BreachText {
  std::string subject;  ///< one line
  std::string body;     ///< plain text, lines end in '\n'
};

/// Numbers and minutes, no names: a mail lies about.
BreachText breach_text(const Breach& breach, const queue::PlanSettings& plan, Language language);

}  // namespace antrean::sla
