#include "speaker/playout.hpp"

#include <algorithm>

namespace antrean {

void Playout::add(Samples call_out) {
  const std::scoped_lock lock{mutex_};
  waiting_.push_back(std::move(call_out));
}

void Playout::clear() {
  const std::scoped_lock lock{mutex_};
  waiting_.clear();
  at_ = 0;
  quiet_ = pause_;
}

std::size_t Playout::left() const {
  const std::scoped_lock lock{mutex_};
  std::size_t left = 0;
  for (const Samples& samples : waiting_) {
    left += samples.size();
  }
  return left - at_;
}

void Playout::take(std::int16_t* out, std::size_t count) {
  const std::scoped_lock lock{mutex_};
  while (count > 0) {
    if (waiting_.empty() || (at_ == 0 && quiet_ < pause_)) {
      const std::size_t silent = waiting_.empty() ? count : std::min(count, pause_ - quiet_);
      std::fill_n(out, silent, std::int16_t{0});
      quiet_ = std::min(pause_, quiet_ + silent);
      out += silent;
      count -= silent;
      continue;
    }
    const Samples& now = waiting_.front();
    const std::size_t part = std::min(count, now.size() - at_);
    std::copy_n(now.begin() + static_cast<std::ptrdiff_t>(at_), part, out);
    at_ += part;
    out += part;
    count -= part;
    if (at_ == now.size()) {
      waiting_.pop_front();
      at_ = 0;
      quiet_ = 0;
    }
  }
}

}  // namespace antrean
