// Rules about waits ([[sla]] in the settings): who is told when somebody waits too long. Pure: what waits and
// the time are arguments.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean::sla {

/// WHEN somebody waits longer than `wait_over` FOR a service, a class or both.
struct Rule {
  Minutes wait_over{0};
  std::string service;    ///< empty: any
  std::string class_key;  ///< empty: any
  bool screen = true;     ///< an alarm: on the live page and the consoles
  bool webhook = false;
  std::vector<std::string> mail;  ///< addresses that are told by mail
  friend bool operator==(const Rule&, const Rule&) = default;
};

/// The alarm's subject; the same for a rule of the same content, whatever its place in the file.
std::string subject_of(const Rule& rule);
inline constexpr std::string_view subject_begins{"sla "};
/// "Paspor baru, Prioritas: ada yang menunggu lebih dari 45 menit."
Bilingual words_of(const Rule& rule, const queue::PlanSettings& plan);

/// The longest that somebody whom the rule is about waits in a line now; nothing: nobody does. Held, parked
/// and missed tickets do not wait. Nobody waits too long because of a pause of the hall alone: it counts too,
/// people feel it.
std::optional<Milliseconds> longest_wait(const Rule& rule, const queue::State& state, UtcTime now);

/// A number that waits longer than the rule allows.
struct WaitingNumber {
  std::string number;  ///< "B017"
  Milliseconds wait{0};
};
/// Whom a breach is about, who waits longest first.
std::vector<WaitingNumber> waiting_longer(const Rule& rule, const queue::State& state, UtcTime now);

struct Change {
  Rule rule;
  bool begins = false;        ///< false: it is over
  Milliseconds longest{0};    ///< the wait now; 0 when nobody waits
  std::uint32_t waiting = 0;  ///< people of the rule who wait longer than the limit
};

/// Remembers which rules are broken, so that each breach is told once: it begins above the limit and is over
/// when the longest wait is a tenth of the limit, at least a minute, below it. So a line around the limit
/// does not tell every minute. A closed day breaks no rule.
class Watch {
 public:
  /// Rules that are not in the list any more are over.
  std::vector<Change> look(const std::vector<Rule>& rules, const queue::State& state, UtcTime now);
  bool broken(const Rule& rule) const { return std::ranges::find(broken_, rule) != broken_.end(); }
  /// A rule whose alarm stood in the journal at the start: it was told.
  void told_before(const Rule& rule) { broken_.push_back(rule); }

 private:
  std::vector<Rule> broken_;
};

}  // namespace antrean::sla
