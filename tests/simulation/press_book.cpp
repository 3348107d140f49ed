#include "press_book.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace antrean::simulation {
namespace {

constexpr std::array<const char*, button_count> button_names{"next", "recall", "no-show", "done"};

const char* name(Button button) { return button_names[static_cast<std::size_t>(button)]; }

}  // namespace

std::uint16_t PressBook::number_of(const std::string& pad_name) {
  // "pad 3" in the journal's table, "pad 3 on counters" as an actor.
  return static_cast<std::uint16_t>(std::stoul(pad_name.substr(4)));
}

bool PressBook::covers(const journal::PadAcknowledgement& row, const Press& press) {
  return row.boot_id == press.boot && row.presses[static_cast<std::size_t>(press.button)] >= press.ordinal;
}

void PressBook::counted(std::uint16_t pad, Button button, std::uint16_t boot, const std::string& when) {
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
  at.open.push_back(std::move(press));
}

void PressBook::read(std::uint16_t pad, std::uint16_t boot, const std::array<std::uint16_t, button_count>& counters) {
  for (Press& press : pads_[pad].open) {
    if (press.boot == boot && press.ordinal <= counters[static_cast<std::size_t>(press.button)]) {
      press.read = true;
    }
  }
}

void PressBook::flashed(std::uint16_t pad, Button button) {
  auto& open = pads_[pad].open;
  for (Press& press : open) {
    if (press.button == button && press.read && !press.flashed) {
      press.flashed = true;
      press.died_since_flash = false;
    }
  }
  refused_ += std::erase_if(open, [](const Press& press) { return press.flashed && press.acknowledged; });
}

void PressBook::pad_lost_memory(std::uint16_t pad) {
  auto& open = pads_[pad].open;
  std::erase_if(open, [](const Press& press) { return !press.read && !press.acknowledged; });
  for (Press& press : open) {
    press.gone_from_pad = true;
  }
}

bool PressBook::has(std::uint16_t pad, Button button) const {
  const auto found = pads_.find(pad);
  return found != pads_.end() && std::any_of(found->second.open.begin(), found->second.open.end(),
                                             [&](const Press& press) { return press.button == button; });
}

void PressBook::act(std::uint16_t pad, Button button, std::uint64_t seq) {
  auto& open = pads_[pad].open;
  // The refused first only when nothing else is left: which of two presses acted is nobody's business.
  auto best = open.end();
  for (auto press = open.begin(); press != open.end(); ++press) {
    if (press->button == button && (best == open.end() || (best->flashed && !press->flashed))) {
      best = press;
    }
  }
  if (best == open.end()) {
    verdict_.broken(1, fmt::format("event {} is a press of '{}' at pad {} that nobody made, or that has acted before",
                                   seq, name(button), pad));
    return;
  }
  if (best->flashed && !best->died_since_flash) {
    verdict_.broken(1, fmt::format("the press of '{}' at pad {} at {} was visibly refused and then acted, in event {}",
                                   name(button), pad, best->when, seq));
  }
  ++acted_;
  open.erase(best);
}

void PressBook::durable(const std::vector<queue::Event>& events, const std::vector<journal::PadAcknowledgement>& pads) {
  // What the pads' events mean, in presses: "next" finishes and calls in one; "done" before "next" looks the same, and
  // is taken for that when such a press is open.
  const queue::Event* before = nullptr;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const queue::Event& event = events[i];
    if (event.by.kind != queue::ActorKind::pad) {
      continue;
    }
    const std::uint16_t pad = number_of(event.by.name);
    const bool follows = before != nullptr && before->by.name == event.by.name;
    if (std::holds_alternative<queue::CounterOpened>(event.body)) {
      act(pad, Button::next, event.seq);
    } else if (std::holds_alternative<queue::Recalled>(event.body)) {
      act(pad, Button::recall, event.seq);
    } else if (std::holds_alternative<queue::Missed>(event.body)) {
      act(pad, Button::no_show, event.seq);
    } else if (std::holds_alternative<queue::Finished>(event.body)) {
      const bool done = has(pad, Button::done);
      act(pad, done ? Button::done : Button::next, event.seq);
      before = done ? nullptr : &event;
      continue;
    } else if (std::holds_alternative<queue::Called>(event.body)) {
      const bool same_press = follows && (std::holds_alternative<queue::CounterOpened>(before->body) ||
                                          std::holds_alternative<queue::Finished>(before->body));
      if (!same_press) {
        act(pad, Button::next, event.seq);
      }
    }
    before = &event;
  }
  for (const journal::PadAcknowledgement& row : pads) {
    acknowledge(pads_[number_of(row.pad)], row);
  }
}

void PressBook::acknowledge(Pad& pad, const journal::PadAcknowledgement& row) {
  pad.durable = row;
  for (Press& press : pad.open) {
    press.acknowledged = press.acknowledged || covers(row, press);
  }
  refused_ += std::erase_if(pad.open, [](const Press& press) { return press.flashed && press.acknowledged; });
}

void PressBook::office_died() {
  for (auto& [number, pad] : pads_) {
    std::erase_if(pad.open, [](const Press& press) { return press.acknowledged || press.gone_from_pad; });
    for (Press& press : pad.open) {
      press.read = false;
      press.died_since_flash = true;
    }
  }
}

void PressBook::found(const std::vector<journal::PadAcknowledgement>& pads) {
  for (auto& [number, pad] : pads_) {
    const auto row =
        std::find_if(pads.begin(), pads.end(), [&, n = number](const auto& one) { return number_of(one.pad) == n; });
    if (row == pads.end()) {
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
    acknowledge(pad, *row);
    // Refused by a commit that nobody was told of any more.
    std::erase_if(pad.open, [](const Press& press) { return press.acknowledged; });
  }
}

void PressBook::settled(std::uint16_t pad) {
  for (const Press& press : pads_[pad].open) {
    if (press.flashed) {
      continue;  // refused, and to be acknowledged when the journal writes again
    }
    verdict_.broken(
        1, fmt::format("the press of '{}' at pad {} at {} neither acted nor was refused{}", name(press.button), pad,
                       press.when, press.acknowledged ? " where anybody could see it" : ""));
  }
}

std::size_t PressBook::open(std::uint16_t pad) const {
  const auto found = pads_.find(pad);
  return found == pads_.end() ? 0 : found->second.open.size();
}

}  // namespace antrean::simulation
