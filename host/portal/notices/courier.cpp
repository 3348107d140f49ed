#include "notices/courier.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <spdlog/spdlog.h>

#include "notices/retry.hpp"

namespace antrean::portal {
namespace {

constexpr std::chrono::minutes lease_beside_sending{5};
constexpr std::chrono::minutes longest_rest{1};  // a wall clock that leaps delays nothing for longer
constexpr std::chrono::seconds shortest_rest{1};

std::string shown(const TakenNotice& taken) {
  return std::string{word(taken.notice.kind)} + " " + to_text(taken.notice.id);
}

}  // namespace

Courier::Courier(Outbox& outbox, Sender& sender, const process::Clock& clock, const MakeTimer& make_timer,
                 std::function<std::uint32_t()> chance, CourierOptions options)
    : outbox_(outbox),
      sender_(sender),
      clock_(clock),
      chance_(std::move(chance)),
      options_(options),
      rest_(make_timer()),
      settle_rest_(make_timer()) {
  if (options_.per_minute > 0) {
    // What cannot wait must not stand behind more than ten seconds' worth of what was taken before it.
    options_.batch = std::min(options_.batch, static_cast<std::size_t>(options_.per_minute) / 6 + 1);
  }
}

Courier::~Courier() { outbox_.on_written(options_.channel, {}); }

void Courier::stop() {
  stopping_ = true;
  sender_.hurry();
  rest_.wake();
  settle_rest_.wake();
}

boost::asio::awaitable<void> Courier::run() {
  outbox_.on_written(options_.channel, [this] { rest_.wake(); });
  executor_ = co_await boost::asio::this_coro::executor;
  while (!stopping_) {
    auto batch = co_await take();
    if (batch.notices.empty()) {
      co_await wait_for_work();
    } else {
      co_await deliver(std::move(batch));
    }
  }
  while (unsettled_ > 0) {
    co_await rest_.take(std::nullopt);
  }
  outbox_.on_written(options_.channel, {});
}

boost::asio::awaitable<Courier::Batch> Courier::take() {
  const auto now = clock_.now();
  Batch batch{{}, now + 2 * sender_.longest() + lease_beside_sending};
  std::string failed;
  try {
    batch.notices = co_await outbox_.take(options_.channel, now, batch.leased_until, options_.batch);
    store_failures_ = 0;
    co_return batch;
  } catch (const std::exception& error) {
    failed = error.what();
  }
  spdlog::error("the outbox gives no notices for now: {}", failed);
  const auto pause = wait_after_failure(++store_failures_, chance_());
  co_await pause_until(clock_.monotonic() + pause);
  co_return batch;
}

boost::asio::awaitable<void> Courier::wait_for_work() {
  std::optional<UtcTime> next;
  try {
    next = co_await outbox_.next_due(options_.channel);
  } catch (const std::exception& error) {
    spdlog::error("the outbox does not say when its next notice is due: {}", error.what());
  }
  std::chrono::nanoseconds span = longest_rest;
  if (next) {
    span = std::clamp<std::chrono::nanoseconds>(*next - clock_.now(), shortest_rest, longest_rest);
  }
  if (!stopping_) {
    co_await rest_.take(span);
  }
}

boost::asio::awaitable<void> Courier::pause_until(MonotonicTime end) {
  while (!stopping_ && clock_.monotonic() < end) {
    co_await rest_.take(end - clock_.monotonic());
  }
}

boost::asio::awaitable<void> Courier::keep_pace() {
  if (options_.per_minute == 0) {
    co_return;
  }
  const auto now = clock_.monotonic();
  const auto slot = std::max(next_slot_.value_or(now), now);
  co_await pause_until(slot);
  next_slot_ = slot + std::chrono::nanoseconds{std::chrono::minutes{1}} / options_.per_minute;
}

boost::asio::awaitable<SendAnswer> Courier::send(Notice notice) {
  try {
    co_return co_await sender_.send(std::move(notice));
  } catch (const std::exception& error) {
    co_return SendAnswer{SendResult::unclear, std::string{"the sender failed: "} + error.what()};
  }
}

boost::asio::awaitable<void> Courier::deliver(Batch batch) {
  std::optional<Milliseconds> down;
  for (std::size_t i = 0; i < batch.notices.size(); ++i) {
    const auto& taken = batch.notices[i];
    if (!stopping_ && !down) {
      co_await keep_pace();
      while (unsettled_ >= options_.unsettled) {
        co_await rest_.take(std::nullopt);
      }
    }
    const auto now = clock_.now();
    if (stopping_ || down || now + sender_.longest() > batch.leased_until) {
      release(taken, down ? now + *down : now);
      continue;
    }
    if (now >= taken.notice.useless_from) {
      note_too_late(taken);
      continue;
    }
    if (i + 1 < batch.notices.size()) {
      sender_.expect(batch.notices[i + 1].notice);
    }
    const auto answer = co_await send(taken.notice);
    note_channel(answer);
    if (answer.result == SendResult::channel_down) {
      down = wait_after_failure(state_.failures, chance_());
      release(taken, clock_.now() + *down);
    } else {
      note(taken, answer);
    }
  }
  if (down) {
    co_await pause_until(clock_.monotonic() + *down);
  }
}

void Courier::note_channel(const SendAnswer& answer) {
  if (answer.result == SendResult::channel_down) {
    if (state_.failures++ == 0) {
      spdlog::error("{}: notices wait: {}", word(options_.channel), answer.why);
    }
    state_.trouble = answer.why;
  } else if (std::exchange(state_.failures, 0) > 0) {
    state_.trouble.clear();
    spdlog::info("{}: notices leave again", word(options_.channel));
  }
}

void Courier::note_too_late(const TakenNotice& taken) {
  const auto now = clock_.now();
  spdlog::warn("{} was not sent in time", shown(taken));
  ++state_.given_up;
  settle({taken.notice.id, SendOutcome::given_up, now, now, "it was not sent in time"});
}

void Courier::release(const TakenNotice& taken, UtcTime next) {
  settle({taken.notice.id, SendOutcome::released, clock_.now(), next, {}});
}

void Courier::note(const TakenNotice& taken, const SendAnswer& answer) {
  const auto now = clock_.now();
  SettledNotice outcome{taken.notice.id, SendOutcome::sent, now, now, answer.why};
  const int tries = taken.tries + 1;
  switch (answer.result) {
    case SendResult::taken:
      ++state_.sent;
      state_.again += taken.unclear ? 1 : 0;
      break;
    case SendResult::not_now:
      outcome.outcome = tries >= most_tries ? SendOutcome::given_up : SendOutcome::later;
      outcome.next = now + wait_after_not_now(tries, chance_());
      break;
    case SendResult::refused:
      outcome.outcome = SendOutcome::given_up;
      break;
    case SendResult::unclear:
    case SendResult::channel_down:
      outcome.outcome = tries >= most_unclear_tries ? SendOutcome::given_up : SendOutcome::unclear;
      outcome.next = now + wait_after_unclear(tries, chance_());
      break;
  }
  if (outcome.outcome == SendOutcome::given_up) {
    ++state_.given_up;
    spdlog::warn("{} was given up: {}", shown(taken), answer.why);
  } else if (outcome.outcome != SendOutcome::sent) {
    spdlog::log(taken.tries == 0 ? spdlog::level::info : spdlog::level::debug, "{} was not sent yet: {}", shown(taken),
                answer.why);
  }
  settle(std::move(outcome));
}

void Courier::settle(SettledNotice outcome) {
  outcomes_.push_back(std::move(outcome));
  ++unsettled_;
  if (!std::exchange(settling_, true)) {
    boost::asio::co_spawn(executor_, settle_all(), [](const std::exception_ptr& error) {
      if (error) {
        std::rethrow_exception(error);
      }
    });
  }
}

boost::asio::awaitable<void> Courier::settle_all() {
  int failures = 0;
  while (!outcomes_.empty()) {
    const auto batch = std::exchange(outcomes_, {});
    std::string failed;
    try {
      co_await outbox_.settle(batch);
      failures = 0;
    } catch (const std::exception& error) {
      failed = error.what();
    }
    if (failed.empty()) {
      unsettled_ -= batch.size();
      rest_.wake();
      continue;
    }
    if (stopping_) {
      spdlog::error("what came of {} notices is not stored, and those that were sent are sent again: {}",
                    batch.size() + outcomes_.size(), failed);
      outcomes_.clear();
      unsettled_ = 0;
      break;
    }
    spdlog::error("what came of {} notices is not stored yet: {}", batch.size(), failed);
    outcomes_.insert(outcomes_.begin(), batch.begin(), batch.end());
    ++failures;
    co_await settle_rest_.take(wait_after_failure(failures, chance_()));
  }
  settling_ = false;
  rest_.wake();
}

}  // namespace antrean::portal
