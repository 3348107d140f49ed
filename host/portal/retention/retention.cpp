#include "retention/retention.hpp"

#include <chrono>

#include <spdlog/spdlog.h>

namespace antrean::portal {
namespace {

// A look at the clock costs nothing, and a machine that slept through midnight is soon right.
constexpr std::chrono::minutes between_looks{30};
constexpr std::chrono::minutes after_failure{5};

}  // namespace

boost::asio::awaitable<bool> Retention::forget() {
  const auto now = clock_.now();
  try {
    const auto changed = co_await data_.forget({.keep = keep_, .now = now});
    if (changed > 0) {
      spdlog::info("privacy: {} rows of persons were forgotten by their age", changed);
    }
    done_on_ = OfficeDay::of(now, Zone::wib);
    co_return true;
  } catch (const std::exception& failure) {
    spdlog::error("privacy: what is too old was not forgotten: {}; tried again in five minutes", failure.what());
  }
  co_return false;
}

boost::asio::awaitable<void> Retention::run() {
  while (!stopping_) {
    const bool due = done_on_ != OfficeDay::of(clock_.now(), Zone::wib);
    const bool worked = !due || co_await forget();
    if (!stopping_) {
      co_await rest_.take(worked ? between_looks : after_failure);
    }
  }
}

void Retention::stop() {
  stopping_ = true;
  rest_.wake();
}

}  // namespace antrean::portal
