#include "led_board/register_board.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace antrean {
namespace {

constexpr std::chrono::seconds same_picture_after_refusal{5};
constexpr std::chrono::seconds look_again_when_busy{2};

std::string name_of(bus::UnitAddress address) { return fmt::format("board {}", address); }

std::unique_ptr<BoardCodec> own_board_of(const bus::SerialBus& bus, const RegisterBoard::Settings& settings) {
  try {
    return own_board(settings.address, settings.width);
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("{} on {}: {}", name_of(settings.address), bus.name(), error.what()));
  }
}

}  // namespace

RegisterBoard::RegisterBoard(bus::SerialBus& bus, Settings settings)
    : RegisterBoard(bus, settings, own_board_of(bus, settings)) {}

RegisterBoard::RegisterBoard(bus::SerialBus& bus, Settings settings, std::unique_ptr<BoardCodec> codec)
    : bus_(bus), settings_(settings), codec_(std::move(codec)) {
  bus_.attach(*this);
}

std::string RegisterBoard::name() const { return name_of(settings_.address); }

DeviceHealth RegisterBoard::health() const { return bus_.health(*this); }

void RegisterBoard::show(BoardPicture picture) {
  picture = codec_->fitted(std::move(picture));
  if (desired_ != picture) {
    desired_ = std::move(picture);
    hold_until_ = {};
    bus_.wake();
  }
}

bus::Urgency RegisterBoard::urgency(MonotonicTime now) const {
  return write_due(now) ? bus::Urgency::now : bus::Urgency::none;
}

bool RegisterBoard::lazy_work(MonotonicTime now) const { return now >= verify_at_; }

bus::Request RegisterBoard::next(bus::Urgency, MonotonicTime now) {
  const auto look = codec_->look();
  if (look && (look_first_ || !write_due(now))) {
    steps_.clear();
    step_is_on_wire_ = false;
    return *look;
  }
  if (!desired_) {
    sending_ = codec_->fitted({});  // it cannot be asked, so a dark picture finds out whether it answers
  } else if (sending_ != desired_) {
    steps_.clear();
    sending_ = desired_;
  }
  return next_write();
}

bus::Request RegisterBoard::next_write() {
  if (step_ >= steps_.size()) {
    steps_ = init_due_ || !can_be_seen() ? codec_->init() : BoardCodec::Requests{};
    for (auto& write : codec_->writes(*sending_, doubtful_)) {
      steps_.push_back(std::move(write));
    }
    step_ = 0;
  }
  step_is_on_wire_ = true;
  return steps_[step_];
}

void RegisterBoard::finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) {
  if (!step_is_on_wire_) {
    looked(outcome, now);
    return;
  }
  step_is_on_wire_ = false;
  const bool reads_back = request.function == bus::Function::write_read;
  if (!outcome.has_error() && (!reads_back || *outcome == request.values)) {
    if (++step_ == steps_.size()) {
      written(now);
    }
    return;
  }
  on_board_.reset();
  steps_.clear();
  doubtful_ = true;
  if (!outcome.has_error() || outcome.error().failure == bus::Failure::exception) {
    hold_until_ = now + same_picture_after_refusal;
    if (!can_be_seen()) {
      verify_at_ = std::max(verify_at_, hold_until_);  // its check is a write too
    }
  }
}

void RegisterBoard::written(MonotonicTime now) {
  steps_.clear();
  init_due_ = false;
  if (std::exchange(doubtful_, false) && codec_->looks_after_doubt()) {
    look_first_ = true;
    return;
  }
  on_board_ = std::exchange(sending_, std::nullopt);
  verify_at_ = now + settings_.verify_every;
}

void RegisterBoard::looked(const bus::Outcome& outcome, MonotonicTime now) {
  const bool refused = outcome.has_error() && outcome.error().failure == bus::Failure::exception;
  if (outcome.has_error() && !refused) {
    // what it shows is as unknown as before, so it stays due; the bus counts the failure and sets the pace
    return;
  }
  look_first_ = false;
  verify_at_ = now + settings_.verify_every;
  if (refused) {
    return;
  }
  auto seen = codec_->seen(*outcome);
  if (seen.kind == BoardCodec::Seen::Kind::nothing) {
    on_board_.reset();
    init_due_ = true;
  } else if (seen.kind == BoardCodec::Seen::Kind::busy) {
    verify_at_ = now + look_again_when_busy;
  } else {
    on_board_ = std::move(seen.picture);
  }
}

void RegisterBoard::forget() {
  on_board_.reset();
  steps_.clear();
  init_due_ = true;
  look_first_ = false;
  hold_until_ = {};
}

}  // namespace antrean
