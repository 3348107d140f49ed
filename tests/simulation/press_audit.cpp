#include "press_audit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::array<const char*, button_count> button_names{"next", "recall", "no-show", "done"};

/// Dark, lit, dark, lit, dark: a shorter flash is not noticed.
constexpr Nanoseconds flash_takes = 500ms;
/// A person who has pressed and sees nothing for this long presses again, or gives up.
constexpr Nanoseconds answered_within = 5s;
/// From the decision on a press until its commit is seen.
constexpr Nanoseconds commits_within = 1s;

const char* name(Button button) { return button_names[static_cast<std::size_t>(button)]; }

}  // namespace

std::uint16_t PressAudit::number_of(const std::string& pad_name) {
  // "pad 3 on counters", in the journal's table and as an actor.
  return static_cast<std::uint16_t>(std::stoul(pad_name.substr(4)));
}

bool PressAudit::covers(const journal::PadAcknowledgement& row, const Press& press) {
  return row.boot_id == press.boot && row.presses[static_cast<std::size_t>(press.button)] >= press.ordinal;
}

const journal::PadAcknowledgement* PressAudit::row_of(std::uint16_t pad, const Rows& rows) {
  const auto row = std::find_if(rows.begin(), rows.end(), [pad](const auto& one) { return number_of(one.pad) == pad; });
  return row == rows.end() ? nullptr : &*row;
}

void PressAudit::counted(std::uint16_t pad, Button button, std::uint16_t boot, const std::string& when,
                         MonotonicTime now) {
  Pad& at = pads_[pad];
  if (at.boot != boot) {
    at.boot = boot;
    at.counted = {};
  }
  Press press;
  press.button = button;
  press.boot = boot;
  press.ordinal = ++at.counted[static_cast<std::size_t>(button)];
  press.when = when;
  press.counted_at = now;
  at.open.push_back(std::move(press));
}

void PressAudit::read(std::uint16_t pad, std::uint16_t boot, const std::array<std::uint16_t, button_count>& counters) {
  for (Press& press : pads_[pad].open) {
    if (press.boot == boot && press.ordinal <= counters[static_cast<std::size_t>(press.button)]) {
      press.read = true;
    }
  }
}

void PressAudit::flash_begins(std::uint16_t pad, Button button, MonotonicTime now) {
  Pad& at = pads_[pad];
  close(at, now);
  bool refused = (at.durable.flashes_owed & set_of(button)) != 0;
  for (Press& press : at.open) {
    if (press.button == button && press.refused) {
      refused = true;
      if (!press.flash) {
        press.flash = now;
      }
    }
  }
  if (!refused) {
    verdict_.broken(9, fmt::format("'{}' at pad {} flashes, and the journal holds no press of it that was refused",
                                   name(button), pad));
  }
}

void PressAudit::pad_lost_memory(std::uint16_t pad, MonotonicTime now) {
  Pad& at = pads_[pad];
  close(at, now);
  std::erase_if(at.open, [](const Press& press) { return !press.read && !press.refused; });
  for (Press& press : at.open) {
    press.gone_from_pad = true;
    if (press.flash && now - *press.flash < flash_takes) {
      press.flash.reset();
    }
  }
}

void PressAudit::swapped(std::uint16_t pad, std::uint16_t boot,
                         const std::array<std::uint16_t, button_count>& counters) {
  pads_[pad].boot = boot;
  pads_[pad].counted = counters;
}

/// The person who was refused has seen it, and the press can have no further effect.
void PressAudit::close(Pad& pad, MonotonicTime now) {
  refused_ += std::erase_if(pad.open, [now](const Press& press) {
    return press.refused && press.flash && now - *press.flash >= flash_takes;
  });
}

/// `row`: what the commit of the event counts. Without it, any press that the journal does not count may have
/// acted.
bool PressAudit::may_have_acted(const Press& press, Button button, const journal::PadAcknowledgement* row) {
  return press.button == button && !press.refused && (row == nullptr || covers(*row, press));
}

bool PressAudit::may_have_acted(std::uint16_t pad, Button button, const Rows& rows) const {
  const auto found = pads_.find(pad);
  return found != pads_.end() &&
         std::any_of(found->second.open.begin(), found->second.open.end(),
                     [&](const Press& press) { return may_have_acted(press, button, row_of(pad, rows)); });
}

void PressAudit::act(std::uint16_t pad, Button button, std::uint64_t seq, const Rows& rows, MonotonicTime now) {
  auto& open = pads_[pad].open;
  const auto press = std::find_if(open.begin(), open.end(),
                                  [&](const Press& one) { return may_have_acted(one, button, row_of(pad, rows)); });
  if (press == open.end()) {
    verdict_.broken(1, fmt::format("event {} is a press of '{}' at pad {} that nobody made, that was refused, or that "
                                   "has acted before",
                                   seq, name(button), pad));
    return;
  }
  if (now - press->counted_at > oldest_ + commits_within) {
    verdict_.broken(1, fmt::format("event {} is the press of '{}' at pad {} at {}, {} s old", seq, name(button), pad,
                                   press->when, (now - press->counted_at) / 1s));
  }
  ++acted_;
  open.erase(press);
}

void PressAudit::acts_of(const std::vector<queue::Event>& events, const Rows& rows, MonotonicTime now) {
  // The meaning of the pads' events in presses: "next" finishes and calls in one. "done" before "next" looks
  // the same, and is assumed if the commit counts such a press.
  const queue::Event* before = nullptr;
  for (const queue::Event& event : events) {
    if (event.by.kind != queue::ActorKind::pad) {
      continue;
    }
    const std::uint16_t pad = number_of(event.by.name);
    const bool follows = before != nullptr && before->by.name == event.by.name;
    if (std::holds_alternative<queue::CounterOpened>(event.body)) {
      act(pad, Button::next, event.seq, rows, now);
    } else if (std::holds_alternative<queue::Recalled>(event.body)) {
      act(pad, Button::recall, event.seq, rows, now);
    } else if (std::holds_alternative<queue::Missed>(event.body)) {
      act(pad, Button::no_show, event.seq, rows, now);
    } else if (std::holds_alternative<queue::Finished>(event.body)) {
      const bool done = may_have_acted(pad, Button::done, rows);
      act(pad, done ? Button::done : Button::next, event.seq, rows, now);
      before = done ? nullptr : &event;
      continue;
    } else if (std::holds_alternative<queue::Called>(event.body)) {
      const bool same_press = follows && (std::holds_alternative<queue::CounterOpened>(before->body) ||
                                          std::holds_alternative<queue::Finished>(before->body));
      if (!same_press) {
        act(pad, Button::next, event.seq, rows, now);
      }
    }
    before = &event;
  }
}

void PressAudit::durable(const std::vector<queue::Event>& events, const Rows& rows, MonotonicTime now) {
  acts_of(events, rows, now);
  for (const journal::PadAcknowledgement& row : rows) {
    Pad& pad = pads_[number_of(row.pad)];
    pad.durable = row;
    for (Press& press : pad.open) {
      press.refused = press.refused || covers(row, press);
    }
  }
}

void PressAudit::office_died(MonotonicTime now) {
  died_at_ = now;
  for (auto& [number, pad] : pads_) {
    std::erase_if(pad.open, [](const Press& press) { return press.gone_from_pad && !press.refused; });
    for (Press& press : pad.open) {
      press.read = press.read && press.refused;
    }
  }
}

void PressAudit::found(const std::vector<queue::Event>& more, const Rows& rows) {
  for (const auto& [number, pad] : pads_) {
    const journal::PadAcknowledgement* row = row_of(number, rows);
    if (row == nullptr) {
      if (!pad.durable.pad.empty()) {
        verdict_.broken(9, fmt::format("the journal has lost what it had acknowledged to pad {}", number));
      }
      continue;
    }
    if (row->boot_id == pad.durable.boot_id) {
      for (std::size_t button = 0; button < button_count; ++button) {
        if (row->presses[button] < pad.durable.presses[button]) {
          verdict_.broken(
              9, fmt::format("the journal says {} presses of '{}' at pad {}, it had said {}", row->presses[button],
                             button_names[button], number, pad.durable.presses[button]));
        }
      }
    }
  }
  durable(more, rows, died_at_);
}

void PressAudit::look(std::uint16_t pad, MonotonicTime now, std::optional<MonotonicTime> well_since) {
  Pad& at = pads_[pad];
  close(at, now);
  for (const Press& press : at.open) {
    if (!press.flash && well_since && now - std::max(press.counted_at, *well_since) > answered_within) {
      verdict_.broken(
          1, fmt::format("the press of '{}' at pad {} at {} has not been answered for {} s{}", name(press.button), pad,
                         press.when, answered_within / 1s, press.refused ? ", and the journal counts it" : ""));
    }
  }
}

void PressAudit::settled(std::uint16_t pad) {
  Pad& at = pads_[pad];
  for (const Press& press : at.open) {
    if (!press.flash) {
      verdict_.broken(
          1, fmt::format("the press of '{}' at pad {} at {} neither acted nor was refused{}", name(press.button), pad,
                         press.when, press.refused ? " where anybody could see it" : ""));
    }
  }
}

std::size_t PressAudit::open(std::uint16_t pad) const {
  const auto found = pads_.find(pad);
  return found == pads_.end() ? 0 : found->second.open.size();
}

}  // namespace antrean::simulation
