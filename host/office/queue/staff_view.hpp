// What the staff sees and the public snapshot does not have: who is at a counter, what was done with them,
// and of everybody who waits the class, the booked hour and since when. No names: they are in the day list.
// Pure, like the snapshot.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "queue/plan.hpp"
#include "queue/state.hpp"
#include "values/booking.hpp"
#include "values/office_time.hpp"

namespace antrean::queue {

struct StepView {
  StepKind kind = StepKind::finished;
  UtcTime at{};
  ActorKind by_kind = ActorKind::system;
  std::string by;         ///< the officer at the counter, else who did it: a key, a device, or empty
  CounterId counter = 0;  ///< 0: at no counter
  std::string service, stage;
  std::string reason;
  friend bool operator==(const StepView&, const StepView&) = default;
};

struct PersonView {
  std::string number;
  std::string service, stage;
  std::string class_key;
  BookingId booking = 0;            ///< 0: no booking
  std::string code;                 ///< of the booking
  std::optional<SlotHours> hour;    ///< booked
  std::uint8_t people = 1;          ///< who came in with this number
  UtcTime came{};                   ///< got the number
  UtcTime waits_since{};            ///< in this line; for who waits for their hour: when they came
  std::optional<UtcTime> called;    ///< the latest call, while at a counter
  std::uint16_t recalls = 0;        ///< since then
  std::optional<UtcTime> recalled;  ///< the latest of them
  std::uint8_t returns = 0;         ///< how often the number was missed and came back
  std::vector<StepView> steps;      ///< oldest first
};

struct WaitingView {
  std::string number;
  std::string class_key;
  std::optional<SlotHours> hour;
  UtcTime since{};  ///< as PersonView::waits_since
};

struct CounterStaffView {
  std::optional<PersonView> person;  ///< who is called or served there
  std::string pause_reason;          ///< while it is paused
  /// Whom the counter would call if it called now; also while it is closed. Empty: nobody waits for it.
  std::string next;
  std::string finished;  ///< the number of the latest finish here, while the counter keeps it for undoing
  /// Who is logged in where, by counter.
  std::vector<std::pair<CounterId, std::string>> officers;
  /// Held, waiting, parked and missed, of the whole office, in no particular order.
  std::vector<WaitingView> waiting;
};

/// Nothing for a counter that does not exist. Linear in the tickets of the day.
std::optional<CounterStaffView> staff_view(const State& state, const Plan& plan, CounterId counter, UtcTime now);

}  // namespace antrean::queue

namespace antrean {
template <>
inline constexpr std::array<std::string_view, 10> words<queue::StepKind>{
    "walk_in",  "forced",      "finished",      "parked",         "missed",
    "returned", "transferred", "class_granted", "call_cancelled", "out_of_order"};
}  // namespace antrean
