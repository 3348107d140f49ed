#include "directorate/plan_keeper.hpp"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "plan/plan_reader.hpp"

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds look_every{500};
/// Also where nothing is to come: a wall clock can leap.
constexpr std::chrono::seconds at_most{30};

/// What makes the other of one.
std::vector<PlanPart> parts_between(const Documents& before, const Documents& after) {
  std::vector<PlanPart> parts;
  for (const auto& [subject, document] : after) {
    const auto found = before.find(subject);
    if (found == before.end() || found->second != document) {
      parts.push_back({subject, document});
    }
  }
  for (const auto& [subject, document] : before) {
    if (!after.contains(subject)) {
      parts.push_back({subject, {}});
    }
  }
  return parts;
}

Documents without_announcements(Documents documents) {
  std::erase_if(documents, [](const auto& one) { return is_announcement(one.first); });
  return documents;
}

}  // namespace

PlanKeeper::PlanKeeper(PlanStore& store, Offices& offices, const process::Clock& clock, const MakeTimer& make_timer)
    : store_(store), offices_(offices), clock_(clock), timer_(make_timer()) {}

asio::awaitable<void> PlanKeeper::start(std::optional<Offices> of_settings) {
  co_await read_changes();
  if (of_settings) {
    const auto wanted = documents_of(*of_settings);
    while (!co_await fill(wanted)) {
      co_await read_changes();
    }
  }
  put_in_use();
}

asio::awaitable<bool> PlanKeeper::fill(const Documents& wanted) {
  const auto now = clock_.now();
  if (!only_settings_) {
    if (of_settings_.at(now) != wanted) {
      spdlog::warn(
          "plan: the settings file's offices, services, holidays and [booking] have changed and are not used: the plan "
          "is in the store and has been changed there; `antrean-portal export-offices` prints it");
    }
    co_return true;
  }
  auto parts = parts_between(documents_.at(now), wanted);
  if (parts.empty()) {
    co_return true;
  }
  const bool first = documents_.newest() == 0;
  ChangePlanOrder order{.expected = documents_.newest(),
                        .change = {.nr = 0,
                                   .made_at = now,
                                   .valid_from = now,
                                   .who = made_by_settings,
                                   .role = "operator",
                                   .agreed = {},
                                   .why = first ? "first filling" : "the settings file was changed",
                                   .parts = std::move(parts)},
                        .now = now};
  const auto answer = co_await store_.change_plan(std::move(order));
  if (const auto* changed = std::get_if<PlanChanged>(&answer)) {
    spdlog::info("plan: change {}: {}", changed->nr,
                 first ? "first filled from the settings file" : "the settings file has changed");
  }
  co_return false;
}

asio::awaitable<void> PlanKeeper::read_changes() {
  const auto changes = co_await store_.plan_changes(documents_.newest());
  for (const auto& change : changes) {
    if (change.nr <= documents_.newest()) {
      continue;  // somebody else has read it meanwhile
    }
    documents_.add(change);
    if (change.who == made_by_settings) {
      of_settings_.add(change);
    } else {
      only_settings_ = false;
    }
  }
}

asio::awaitable<void> PlanKeeper::renew() {
  co_await read_changes();
  put_in_use();
}

void PlanKeeper::put_in_use() {
  const auto now = clock_.now();
  auto wanted = documents_.at(now);
  const auto until = documents_.next_after(now);
  if (wanted == in_use_) {
    offices_.number(documents_.newest(), until);
    return;
  }
  const auto read = plan_from_text(text_of(wanted), "the plan in the store");
  offices_.become(read, documents_.newest(), now, until);
  const bool only_texts = without_announcements(wanted) == without_announcements(in_use_);
  in_use_ = std::move(wanted);
  spdlog::info("plan: change {} is in use", documents_.newest());
  if (changed_ && !only_texts) {
    changed_();
  }
}

asio::awaitable<void> PlanKeeper::run(bool shared) {
  while (!stopping_) {
    const auto next = documents_.next_after(clock_.now());
    std::chrono::milliseconds wait = shared ? look_every : std::chrono::milliseconds{at_most};
    if (next) {
      wait = std::clamp<std::chrono::milliseconds>(*next - clock_.now(), std::chrono::milliseconds{1}, wait);
    }
    co_await pause(*timer_, wait);
    try {
      if (shared && co_await store_.newest_plan() != documents_.newest()) {
        co_await read_changes();
      }
      put_in_use();
    } catch (const std::exception& failure) {
      spdlog::error("plan: what is in the store cannot be put in use: {}; tried again", failure.what());
    }
  }
}

void PlanKeeper::stop() {
  stopping_ = true;
  timer_->cancel();
}

}  // namespace antrean::portal
