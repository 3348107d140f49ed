#include "outputs/pad_lamps.hpp"

#include <algorithm>

#include "values/alarms.hpp"

namespace antrean::outputs {

PadLamps lamps(const PadPlan& plan, const Snapshot& snapshot) {
  PadLamps result;
  if (has_alarm(snapshot, journal_alarm)) {
    result.lamps.fill(Lamp::fast_blink);
    return result;
  }
  const auto counter = std::find_if(snapshot.counters.begin(), snapshot.counters.end(),
                                    [&](const CounterView& view) { return view.id == plan.counter; });
  if (counter == snapshot.counters.end()) {
    return result;
  }
  const auto set = [&](Button button, Lamp lamp) { result.lamps[static_cast<std::size_t>(button)] = lamp; };
  if (counter->state != CounterState::paused) {
    result.waiting = static_cast<std::uint8_t>(std::min<unsigned>(counter->waiting, 99));
  }
  if (counter->state == CounterState::open) {
    if (counter->waiting > 0) {
      set(Button::next, counter->number ? Lamp::on : Lamp::slow_blink);
    }
  }
  if (counter->number && counter->phase == TicketPhase::called) {
    set(Button::recall, Lamp::on);
    set(Button::no_show, counter->offer_no_show ? Lamp::slow_blink : Lamp::on);
  }
  if (counter->number) {
    set(Button::done, Lamp::on);
  }
  return result;
}

PressChance press_chance(const PadPlan& plan, const Snapshot& snapshot) {
  const auto counter = std::find_if(snapshot.counters.begin(), snapshot.counters.end(),
                                    [&](const CounterView& view) { return view.id == plan.counter; });
  if (counter == snapshot.counters.end() || counter->state != CounterState::open) {
    return PressChance::unlikely;
  }
  if (!counter->number) {
    return counter->waiting > 0 ? PressChance::usual : PressChance::unlikely;
  }
  return counter->phase == TicketPhase::serving ? PressChance::likely : PressChance::usual;
}

}  // namespace antrean::outputs
