#include "unit_rig.hpp"

#include <algorithm>
#include <utility>

#include "core/crc16.h"
#include "devices/call_pad/first_pad.hpp"
#include "devices/led_board/first_board.hpp"

namespace antrean::test {
namespace {

constexpr std::uint64_t tick = 1000;

/// Two that answer at once: the same bytes are one answer, others spoil each other.
Bytes together(Bytes one, const Bytes& other) {
  if (one.empty() || other.empty() || one == other) {
    return one.empty() ? other : one;
  }
  one.resize(std::max(one.size(), other.size()), 0xFF);
  for (std::size_t at = 0; at < other.size(); ++at) {
    one[at] = static_cast<std::uint8_t>(one[at] & other[at]);
  }
  return one;
}

}  // namespace

Bytes with_checksum(Bytes frame) {
  const auto crc = crc16_of(frame.data(), static_cast<std::uint16_t>(frame.size()));
  frame.push_back(static_cast<std::uint8_t>(crc & 0xFF));
  frame.push_back(static_cast<std::uint8_t>(crc >> 8));
  return frame;
}

bool checksum_is_good(const Bytes& frame) {
  return frame.size() >= 4 && crc16_of(frame.data(), static_cast<std::uint16_t>(frame.size())) == 0;
}

void UnitRig::add_board(std::uint8_t address, std::uint8_t width) { add_board_with_address(address, address, width); }

void UnitRig::add_board_with_address(std::uint8_t name, std::uint8_t address, std::uint8_t width) {
  auto& board = boards_[name];
  board.setup = {.address = address, .width = width, .boot_id = boot_id_++, .timing = timing_};
  led_board_init(&board.state, &board.setup, now());
  if (board.first) {
    device::become_first_board(board.state);
  }
}

void UnitRig::set_first_board(std::uint8_t board) {
  boards_.at(board).first = true;
  device::become_first_board(boards_.at(board).state);
}

void UnitRig::set_stuck(std::uint8_t board, bool stuck) {
  Board& one = boards_.at(board);
  one.stuck = stuck ? std::optional(one.state.picture) : std::nullopt;
}

void UnitRig::add_pad(std::uint8_t address, bool events) {
  const std::uint32_t serial = events && !pads_[address].first ? 0x0D000000U + address : 0;
  pads_[address].setup = {.address = address, .boot_id = boot_id_, .timing = timing_, .format = 1, .serial = serial};
  boot_id_ += 0x10;
  start_pad(address);
}

void UnitRig::add_new_pad(std::uint8_t name, std::uint8_t address, std::uint32_t serial) {
  pads_[name].setup = {.address = address, .boot_id = boot_id_, .timing = timing_, .format = 1, .serial = serial};
  boot_id_ += 0x10;
  start_pad(name);
}

void UnitRig::add_first_pad(std::uint8_t address) {
  pads_[address].first = true;
  add_pad(address);
}

void UnitRig::add_second_pad(std::uint8_t address) {
  pads_[address].second = true;
  add_pad(address);
}

void UnitRig::start_pad(std::uint8_t address) {
  auto& pad = pads_.at(address);
  call_pad_init(&pad.state, &pad.setup, pad.contacts, now());
  if (pad.first) {
    device::become_first_pad(pad.state);
  }
  if (pad.second) {
    device::become_second_pad(pad.state);
  }
}

void UnitRig::restart(std::uint8_t address) {
  if (boards_.count(address) != 0) {
    const led_board_setup setup = boards_.at(address).setup;
    add_board_with_address(address, setup.address, setup.width);
  } else {
    ++pads_.at(address).setup.boot_id;
    start_pad(address);
  }
}

void UnitRig::set_dead(std::uint8_t pad, bool dead) {
  pads_.at(pad).dead = dead;
  restart(pad);
}

void UnitRig::step(std::uint64_t microseconds) {
  clock_ += microseconds;
  for (auto& [address, board] : boards_) {
    if (led_board_poll(&board.state, now()) == 0) {
      rtu_slave_apply_settings(&board.state.slave, now());
    }
  }
  for (auto& [address, pad] : pads_) {
    call_pad_sample(&pad.state, pad.contacts, now());
    if (call_pad_poll(&pad.state, now()) == 0) {
      rtu_slave_apply_settings(&pad.state.slave, now());
    }
  }
}

void UnitRig::advance_to(std::uint64_t microseconds) {
  while (clock_ < microseconds) {
    step(std::min(tick, microseconds - clock_));
  }
}

Bytes UnitRig::hear(const Bytes& request) {
  ++frames_heard_;
  step(timing_.end_us + tick);
  for (auto byte : request) {
    clock_ += timing_.character_us;
    for (auto& [address, board] : boards_) {
      if (!board.deaf) {
        rtu_slave_byte(&board.state.slave, byte, now());
      }
    }
    for (auto& [address, pad] : pads_) {
      if (!pad.dead) {
        rtu_slave_byte(&pad.state.slave, byte, now());
      }
    }
  }
  clock_ += timing_.end_us + 1;
  auto begun = now();
  Bytes reply = device::arbitrate(talkers(), begun);
  if (!reply.empty()) {
    clock_ += begun - now() + timing_.character_us * reply.size();
    return reply;
  }
  for (auto& [address, board] : boards_) {
    const auto length = led_board_poll(&board.state, now());
    reply = together(std::move(reply), {board.state.slave.reply, board.state.slave.reply + length});
    if (board.stuck) {
      board.state.picture = *board.stuck;
    }
  }
  for (auto& [address, pad] : pads_) {
    const auto length = call_pad_poll(&pad.state, now());
    reply = together(std::move(reply), {pad.state.slave.reply, pad.state.slave.reply + length});
  }
  clock_ += timing_.character_us * reply.size();
  return reply;
}

std::vector<device::Talker> UnitRig::talkers() {
  std::vector<device::Talker> all;
  for (auto& [address, board] : boards_) {
    all.push_back({&board.state.slave, [&state = board.state](auto at) { return led_board_poll(&state, at); }});
  }
  for (auto& [address, pad] : pads_) {
    if (pad.dead) {
      continue;
    }
    all.push_back({&pad.state.slave, [&state = pad.state](auto at) { return call_pad_poll(&state, at); }});
  }
  return all;
}

void UnitRig::press(std::uint8_t pad, unsigned button) {
  const auto bit = static_cast<std::uint8_t>(1U << button);
  pads_.at(pad).contacts = bit;
  advance_to(clock_ + 60'000);
  pads_.at(pad).contacts = 0;
  advance_to(clock_ + 60'000);
}

std::string UnitRig::shown(std::uint8_t board) const {
  const auto picture = led_board_shown(&boards_.at(board).state);
  return {picture.text, boards_.at(board).setup.width};
}

}  // namespace antrean::test
