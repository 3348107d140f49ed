// Journal events. A row that was damaged or invented is refused, when it is read or when it is replayed, and
// then changes nothing. Replayed events can be shown, and the queue can continue from them.
//
// Input: one event per line, "NAME JSON", as in the journal's columns. An '@' and a number before it set the
// clock (UTC ms); otherwise each event comes one second later.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "../queue/office.hpp"
#include "journal/event_json.hpp"
#include "queue/snapshot.hpp"
#include "queue/why.hpp"

using namespace antrean;
using namespace antrean::queue;

namespace {

constexpr int most_events = 64;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

/// Applies the event, or refuses it and leaves the state unchanged.
bool replay(State& state, const Plan& plan, const Event& event) {
  const State before = state;
  try {
    apply(state, plan, event);
    require(state.seq == event.seq);
    return true;
  } catch (const ReplayError&) {
    require(state == before);
    return false;
  }
}

void go_on(const State& before, const Plan& plan, UtcTime now, const Command& command) {
  const auto decision = decide(before, plan, command, now);
  const auto* events = std::get_if<std::vector<Event>>(&decision);
  if (events == nullptr) {
    return;
  }
  State state = before;
  for (const Event& event : *events) {
    if (!replay(state, plan, event)) {
      return;  // an invented past may have an impossible future
    }
  }
  (void)snapshot(state, plan, now, nullptr);
}

const Plan& office_plan() {
  static const Plan plan = test::plan_of(test::passport_office());
  return plan;
}

class Replay {
 public:
  void line(std::string_view text) {
    at_ms_ += 1000;
    if (!text.empty() && text.front() == '@') {
      std::int64_t ms = 0;
      const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), ms);
      if (error == std::errc{}) {
        at_ms_ = ms;
      }
      text.remove_prefix(std::min(text.size(), static_cast<std::size_t>(end - text.data()) + 1));
    }
    const auto blank = text.find(' ');
    if (blank == std::string_view::npos) {
      return;
    }
    const auto event =
        journal::read_row({state_.seq + 1, at_ms_, "pad", "pad 1", text.substr(0, blank), text.substr(blank + 1)});
    if (!event) {
      return;
    }
    const auto again = journal::read_body(name_of(*event), journal::body_json(event->body));
    require(again.has_value() && *again == event->body);
    now_ = event->at;
    replay(state_, plan_, *event);
  }

  void end() const {
    (void)snapshot(state_, plan_, now_, nullptr);
    for (const Ticket& ticket : state_.tickets) {
      (void)why(state_, plan_, ticket.number.text(), now_);
    }
    const Actor officer{ActorKind::officer, "sari"};
    const Actor system{ActorKind::system, "clock"};
    go_on(state_, plan_, now_, {system, Tick{}});
    go_on(state_, plan_, now_, {{ActorKind::supervisor, "wati"}, CloseDay{}});
    go_on(state_, plan_, now_, {officer, FinishAndNext{1}});
    go_on(state_, plan_, now_, {officer, CloseCounter{4}});
  }

 private:
  const Plan& plan_ = office_plan();
  State state_{plan_};
  UtcTime now_ = test::at("08:00");
  std::int64_t at_ms_ = to_ms(now_);
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  std::string_view rest = text;
  Replay replay;
  for (int n = 0; n < most_events && !rest.empty(); ++n) {
    const auto end = rest.find('\n');
    replay.line(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  replay.end();
  return 0;
}
