#include "virtual_wire.hpp"

#include <algorithm>

namespace antrean::test {
namespace {

constexpr std::chrono::milliseconds unit_thinks{2};

}  // namespace

void VirtualWire::put(MonotonicTime at, const Bytes& bytes) {
  for (const auto value : bytes) {
    const auto place = std::upper_bound(coming_.begin(), coming_.end(), at,
                                        [](MonotonicTime begins, const Byte& byte) { return begins < byte.begins; });
    coming_.insert(place, {.begins = at, .value = value});
    at += character();
  }
}

bool VirtualWire::spoil(MonotonicTime from, MonotonicTime to) {
  bool spoilt = false;
  auto byte = std::upper_bound(coming_.begin(), coming_.end(), from - character(),
                               [](MonotonicTime begins, const Byte& each) { return begins < each.begins; });
  for (; byte != coming_.end() && byte->begins < to; ++byte) {
    byte->value ^= 0x5A;
    spoilt = true;
  }
  return spoilt;
}

void VirtualWire::units_live_until_now() {
  const auto live_until = [this](MonotonicTime time) {
    rig.advance_to(static_cast<std::uint64_t>(time.time_since_epoch() / std::chrono::microseconds{1}));
  };
  while (!doings_.empty() && doings_.begin()->first <= now_) {
    live_until(doings_.begin()->first);
    doings_.begin()->second(rig);
    doings_.erase(doings_.begin());
  }
  live_until(now_);
}

void VirtualWire::send_unasked(MonotonicTime at, const Bytes& bytes) { put(at, bytes); }

int VirtualWire::send(std::span<const std::uint8_t> bytes) {
  ++requests_;
  Bytes frame{bytes.begin(), bytes.end()};
  const auto ends = now_ + character() * static_cast<std::int64_t>(frame.size());
  const bool spoilt = spoil(now_, ends);
  if (echo) {
    Bytes back = frame;
    if (spoilt) {
      back.front() ^= 0x5A;
    }
    put(now_, back);
  } else {
    std::erase_if(coming_, [&](const Byte& byte) { return byte.begins + character() > now_ && byte.begins < ends; });
  }
  units_live_until_now();
  Reply reply{.request = frame, .bytes = spoilt ? Bytes{} : rig.hear(frame), .begins = unit_thinks};
  if (on_reply && !spoilt) {
    on_reply(reply);
  }
  auto at = ends + rate_.gap() + reply.begins;
  for (auto& value : reply.bytes) {
    if (spoil(at, at + character())) {
      value ^= 0x33;
    }
    at += character();
  }
  put(ends + rate_.gap() + reply.begins, reply.bytes);
  return 0;
}

bool VirtualWire::readable_by(MonotonicTime until) {
  if (!coming_.empty()) {
    const auto there = coming_.front().begins + character();
    if (there <= std::max(until, now_)) {
      now_ = std::max(now_, there);
      return true;
    }
  }
  now_ = std::max(now_, until);
  return false;
}

std::size_t VirtualWire::waiting() const {
  const auto count = std::count_if(coming_.begin(), coming_.end(),
                                   [this](const Byte& byte) { return byte.begins + character() <= now_; });
  return static_cast<std::size_t>(count);
}

std::ptrdiff_t VirtualWire::read(std::span<std::uint8_t> into) {
  std::size_t count = 0;
  while (count < into.size() && !coming_.empty() && coming_.front().begins + character() <= now_) {
    into[count++] = coming_.front().value;
    coming_.pop_front();
  }
  return static_cast<std::ptrdiff_t>(count);
}

}  // namespace antrean::test
