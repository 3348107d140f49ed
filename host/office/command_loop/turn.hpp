// The turn of one request. It decides against the state that earlier requests left, and gathers what must be
// committed. The command loop and the simulated days use it; it does no I/O.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "call_pad/presses.hpp"
#include "journal/journal.hpp"
#include "queue/engine.hpp"
#include "queue/plan.hpp"
#include "queue/refusal.hpp"
#include "queue/state.hpp"

namespace antrean::office {

/// What the journal stores about a pad.
struct PadRecord {
  AcknowledgedPresses acknowledged;
  ButtonSet flashes_owed = 0;             ///< refused presses whose flash the officer has not seen yet
  std::optional<MachineClocks> known_at;  ///< when it was last known to have counted no more
  std::uint32_t serial = 0;               ///< of the unit that counted; 0: not known
};
using PadRecords = std::map<std::string, PadRecord>;  ///< by text(PadId)

/// Makes the random key of a new ticket (queue::TicketIssued::page_key). Empty: tickets get none.
using MakePageKey = std::function<std::string()>;

class Turn {
 public:
  Turn(queue::State& state, const queue::Plan& plan, PadRecords& pads, UtcTime now, journal::Batch& batch,
       MakePageKey make_page_key = {})
      : state_(state), plan_(plan), pads_(pads), now_(now), batch_(batch), make_page_key_(std::move(make_page_key)) {}

  const queue::State& state() const { return state_; }
  const queue::Plan& plan() const { return plan_; }
  UtcTime now() const { return now_; }

  /// Decides the command, applies its events to the state and puts them into the batch. Before that, `polish`
  /// may complete an event with words that need the new numbers. A refusal changes nothing.
  std::optional<queue::Refusal> attempt(const queue::Command& command,
                                        const std::function<void(queue::Event&)>& polish = {});

  /// Nothing for a pad that has never reported.
  std::optional<AcknowledgedPresses> acknowledged(const PadId& pad) const;
  ButtonSet flashes_owed(const PadId& pad) const;
  std::optional<MachineClocks> known_at(const PadId& pad) const;
  std::uint32_t serial(const PadId& pad) const;
  /// The other pad, by name, whose unit had this serial number, and its record; null: there is none.
  const PadRecords::value_type* other_with(std::uint32_t serial, const PadId& pad) const;
  /// Stored in the same commit as the events of this turn.
  void note(const PadId& pad, const PadRecord& record);

 private:
  queue::State& state_;
  const queue::Plan& plan_;
  PadRecords& pads_;
  UtcTime now_;
  journal::Batch& batch_;
  MakePageKey make_page_key_;
};

/// What the portal is told about an event; nothing for most events. When a day is opened again, the results
/// of its end are taken back: a person who missed a call, and became a no-show at the end, is checked in
/// again.
std::vector<office_api::Result> results_of(const queue::Event& event, const queue::State& before);

/// What the portal is told of how the day goes; nothing for most events. A day was closed normally when no
/// alarm stood and people were served, and nobody was left waiting. Of alarms only the first of a day is
/// told.
std::optional<office_api::DayReport> day_news_of(const queue::Event& event, const queue::State& before);

PadRecords pads_of(const std::vector<journal::PadAcknowledgement>& found);

}  // namespace antrean::office
