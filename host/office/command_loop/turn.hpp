// One asker's turn: decides against the state as those before left it, and gathers what must be committed.
// Used by CommandLoop's lots and by the simulated days alike; no I/O.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "call_pad/presses.hpp"
#include "journal/journal.hpp"
#include "queue/engine.hpp"
#include "queue/plan.hpp"
#include "queue/refusal.hpp"
#include "queue/state.hpp"

namespace antrean::office {

/// What the journal keeps of a pad.
struct PadRecord {
  AcknowledgedPresses acknowledged;
  ButtonSet flashes_owed = 0;  ///< refused, and the officer has not seen it yet
};
using PadRecords = std::map<std::string, PadRecord>;  ///< by text(PadId)

class Turn {
 public:
  Turn(queue::State& state, const queue::Plan& plan, PadRecords& pads, UtcTime now, journal::Batch& batch)
      : state_(state), plan_(plan), pads_(pads), now_(now), batch_(batch) {}

  const queue::State& state() const { return state_; }
  const queue::Plan& plan() const { return plan_; }
  UtcTime now() const { return now_; }

  /// Decides the command; its events are applied here and go into the batch. `polish` may complete an event
  /// (words that need the numbers just given) before either. The refusal, if any, has changed nothing.
  std::optional<queue::Refusal> attempt(const queue::Command& command,
                                        const std::function<void(queue::Event&)>& polish = {});

  /// Nothing for a pad that was never heard.
  std::optional<AcknowledgedPresses> acknowledged(const PadId& pad) const;
  ButtonSet flashes_owed(const PadId& pad) const;
  /// In the same commit as whatever this turn attempted.
  void note(const PadId& pad, const AcknowledgedPresses& presses, ButtonSet flashes_owed);

 private:
  queue::State& state_;
  const queue::Plan& plan_;
  PadRecords& pads_;
  UtcTime now_;
  journal::Batch& batch_;
};

/// What the portal is told of an event; nothing for most. A day that is opened again takes back what its end
/// had told: whoever had missed a call and was a no-show by it is checked in again.
std::vector<office_api::Result> results_of(const queue::Event& event, const queue::State& before);

PadRecords pads_of(const std::vector<journal::PadAcknowledgement>& found);

}  // namespace antrean::office
