#include "ports/linux/line.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/crc16.h"

namespace antrean::device {

namespace {

// How often units without due work are run, for blinking, lamp test and host silence.
constexpr Micros housekeeping = 50'000;

}  // namespace

Line::Line(LineSettings settings, std::vector<std::unique_ptr<Unit>> units, ToHost to_host, Micros now)
    : settings_(settings),
      timing_(rtu_timing_of(settings.baud, settings.bits)),
      units_(std::move(units)),
      to_host_(std::move(to_host)),
      housekeeping_at_(now) {
  for (const auto& unit : units_) {
    unit->power(true, now);
  }
}

Unit* Line::find(std::uint8_t address) const {
  const auto found = std::find_if(units_.begin(), units_.end(), [&](const auto& u) { return u->address() == address; });
  return found == units_.end() ? nullptr : found->get();
}

void Line::clear(Micros now) {
  frame_.clear();
  replies_.clear();
  window_.reset();
  free_at_ = now;
}

// The rest of the current frame collides with a sender that begins now.
bool Line::spoil_from(Micros start) {
  bool collided = false;
  for (WireByte& byte : frame_) {
    if (byte.end <= start) {
      continue;
    }
    byte.value = faults_.collide(byte.value);
    collided = true;
  }
  if (collided) {
    ++stats_.collisions;
  }
  return collided;
}

void Line::put(std::span<const std::uint8_t> bytes, Micros start, const Unit* sender) {
  // Each end is computed from the start, not from the end before it, so that rounding does not add up.
  const auto passed = [&](std::size_t count) {
    return settings_.baud == 0 ? 0 : 1'000'000 * count * settings_.bits / settings_.baud;
  };
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool to_host = sender != nullptr || faults_.settings().echo;
    frame_.push_back({bytes[i], start + passed(i + 1), sender, to_host});
  }
  stats_.busy_us += passed(bytes.size());
  (sender ? stats_.unit_bytes : stats_.host_bytes) += bytes.size();
  free_at_ = std::max(free_at_, start + passed(bytes.size()));
}

void Line::host_sent(std::span<const std::uint8_t> bytes, Micros now) {
  advance(now);
  if (bytes.empty()) {
    return;
  }
  if (frame_.empty()) {
    if (free_at_ != 0 && (!stats_.shortest_silence || now - free_at_ < *stats_.shortest_silence)) {
      stats_.shortest_silence = now - free_at_;
    }
    put(bytes, now, nullptr);
    return;
  }
  const bool unit_talks = std::any_of(frame_.begin(), frame_.end(),
                                      [&](const WireByte& byte) { return byte.sender != nullptr && byte.end > now; });
  if (unit_talks) {
    std::vector<std::uint8_t> spoiled(bytes.begin(), bytes.end());
    for (auto& byte : spoiled) {
      byte = faults_.collide(byte);
    }
    spoil_from(now);
    put(spoiled, now, nullptr);
    return;
  }
  std::uint16_t crc = CRC16_START;
  for (const WireByte& byte : frame_) {
    crc = byte.in_window ? crc : crc16_next(crc, byte.value);
  }
  if (crc == 0 && frame_.size() >= RTU_SHORTEST) {
    ++stats_.t35_violations;
    stats_.shortest_silence = std::min(stats_.shortest_silence.value_or(now), now > free_at_ ? now - free_at_ : 0);
  } else if (now > free_at_ + timing_.gap_us) {
    ++stats_.gaps;
  }
  put(bytes, std::max(now, free_at_), nullptr);
}

std::optional<Micros> Line::frame_end_due() const {
  if (frame_.empty()) {
    return std::nullopt;
  }
  return ends_with_request_to_all() ? free_at_ : free_at_ + timing_.end_us;
}

// Units take a request to all at its last byte, because its answer may begin before t3.5 is over.
bool Line::ends_with_request_to_all() const {
  if (frame_.size() < RTU_SHORTEST || frame_[0].value != FAST_ADDRESS || frame_[1].value != FAST_FUNCTION ||
      frame_[0].sender != nullptr) {
    return false;
  }
  const auto what = frame_[2].value;
  if (what != FAST_SCAN_START && what != FAST_SCAN_NEXT && what != FAST_EVENT_REQUEST) {
    return false;
  }
  std::uint16_t crc = CRC16_START;
  for (const WireByte& byte : frame_) {
    crc = crc16_next(crc, byte.value);
  }
  return crc == 0;
}

std::optional<Micros> Line::arbitration_due() const {
  std::optional<Micros> earliest;
  if (window_) {
    earliest = window_->end;
  }
  for (const auto& unit : units_) {
    if (const auto due = unit->arbitration_due(now_); due && (!earliest || *due < *earliest)) {
      earliest = due;
    }
  }
  return earliest;
}

void Line::hear_window(Micros now) {
  if (!window_ || window_->end > now) {
    return;
  }
  for (const auto& unit : units_) {
    if (std::find(window_->senders.begin(), window_->senders.end(), unit.get()) == window_->senders.end()) {
      unit->byte(0xFF, window_->end);
    }
  }
  window_.reset();
}

void Line::arbitrate(Micros now) {
  hear_window(now);
  std::vector<const Unit*> senders;
  for (const auto& unit : units_) {
    const auto due = unit->arbitration_due(now);
    if (!due || *due > now) {
      continue;
    }
    const auto says = unit->poll(now);
    if (says.size() == 1) {
      senders.push_back(unit.get());
    } else if (!says.empty()) {
      auto [bytes, later] = faults_.spoil_reply(unit->address(), {says.begin(), says.end()});
      if (!bytes.empty()) {
        replies_.push_back({now + later, unit.get(), std::move(bytes)});
      }
    }
  }
  if (!senders.empty()) {
    constexpr std::array<std::uint8_t, 1> dominant{0xFF};
    spoil_from(now);
    put(dominant, now, senders.front());
    frame_.back().in_window = true;
    window_ = Window{frame_.back().end, std::move(senders)};
  }
}

std::optional<Micros> Line::reply_due() const {
  if (replies_.empty()) {
    return std::nullopt;
  }
  return std::min_element(replies_.begin(), replies_.end(), [](auto& a, auto& b) { return a.start < b.start; })->start;
}

std::optional<Micros> Line::hand_over_due() const {
  const auto first = std::find_if(frame_.begin(), frame_.end(), [](const WireByte& byte) { return byte.to_host; });
  if (first == frame_.end()) {
    return std::nullopt;
  }
  return std::min(free_at_, first->end + settings_.portion);
}

Micros Line::due() const {
  Micros earliest = housekeeping_at_;
  for (const auto& candidate : {frame_end_due(), reply_due(), hand_over_due(), arbitration_due()}) {
    if (candidate) {
      earliest = std::min(earliest, *candidate);
    }
  }
  for (const auto& unit : units_) {
    if (const auto candidate = unit->due()) {
      earliest = std::min(earliest, *candidate);
    }
  }
  return earliest;
}

void Line::advance(Micros now) {
  for (Micros at = due(); at <= now; at = due()) {
    now_ = at;
    for (const auto& unit : units_) {
      unit->advance(at);
    }
    if (const auto portion = hand_over_due(); portion && *portion <= at) {
      hand_over(at);
    }
    if (const auto end = frame_end_due(); end && *end <= at) {
      end_frame(at);
    }
    arbitrate(at);
    for (std::size_t i = 0; i < replies_.size();) {
      if (replies_[i].start > at) {
        ++i;
        continue;
      }
      Reply reply = std::move(replies_[i]);
      replies_.erase(replies_.begin() + static_cast<std::ptrdiff_t>(i));
      if (spoil_from(reply.start)) {
        for (auto& byte : reply.bytes) {
          byte = faults_.collide(byte);
        }
      }
      put(reply.bytes, reply.start, reply.sender);
      ++stats_.replies;
    }
    if (housekeeping_at_ <= at) {
      for (const auto& unit : units_) {
        unit->poll(at);
      }
      // A process that was stopped (a debugger, a suspended machine) does not catch up tick by tick.
      housekeeping_at_ = std::max(at + housekeeping, now - std::min(now, housekeeping));
    }
  }
}

void Line::hand_over(Micros now) {
  std::vector<std::uint8_t> portion;
  for (WireByte& byte : frame_) {
    if (!byte.to_host || byte.end > now) {
      continue;
    }
    portion.push_back(byte.value);
    byte.to_host = false;
  }
  if (!portion.empty()) {
    to_host_(portion);
  }
}

void Line::judge_frame() {
  std::uint16_t crc = CRC16_START;
  for (const WireByte& byte : frame_) {
    crc = byte.in_window ? crc : crc16_next(crc, byte.value);
  }
  ++(crc == 0 && frame_.size() >= RTU_SHORTEST ? stats_.good_frames : stats_.bad_frames);
}

void Line::hear_frame(Micros now) {
  for (const auto& unit : units_) {
    for (const WireByte& byte : frame_) {
      if (byte.sender != unit.get() && !byte.in_window) {
        unit->byte(byte.value, byte.end);
      }
    }
    const auto answer = unit->poll(now);
    if (answer.empty()) {
      continue;
    }
    auto [bytes, later] = faults_.spoil_reply(unit->address(), {answer.begin(), answer.end()});
    if (!bytes.empty()) {
      replies_.push_back({now + settings_.slave_delay + later, unit.get(), std::move(bytes)});
    }
  }
}

void Line::end_frame(Micros now) {
  std::stable_sort(frame_.begin(), frame_.end(), [](auto& a, auto& b) { return a.end < b.end; });
  if (std::all_of(frame_.begin(), frame_.end(), [](const WireByte& byte) { return byte.in_window; })) {
    frame_.clear();
    return;
  }
  judge_frame();
  bool heard = true;
  if (std::all_of(frame_.begin(), frame_.end(), [](const WireByte& byte) { return byte.sender == nullptr; })) {
    std::vector<std::uint8_t> request;
    request.reserve(frame_.size());
    for (const WireByte& byte : frame_) {
      request.push_back(byte.value);
    }
    heard = faults_.spoil_request(request);
    for (std::size_t i = 0; i < request.size(); ++i) {
      frame_[i].value = request[i];
    }
  }
  if (heard) {
    hear_frame(now);
  }
  frame_.clear();
}

}  // namespace antrean::device
