// An outbox in memory, with the store's contract, and what a test wants to see of it.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "notices/outbox.hpp"

namespace antrean::portal_test {

class MemoryOutbox final : public portal::Outbox {
 public:
  struct Row {
    portal::Notice notice;
    UtcTime next{};
    UtcTime leased_until{};
    int tries = 0;
    bool unclear = false;
    std::optional<portal::SendOutcome> end;  ///< sent or given up
    std::string why;
  };

  void write(portal::Notice notice) {
    const auto channel = notice.channel;
    const auto due = notice.due;
    const auto id = notice.id;
    rows[id] = {.notice = std::move(notice), .next = due, .leased_until = {}, .end = {}, .why = {}};
    if (const auto wake = wakes_.find(channel); wake != wakes_.end() && wake->second) {
      wake->second();
    }
  }

  boost::asio::awaitable<std::vector<portal::TakenNotice>> take(portal::NoticeChannel channel, UtcTime now,
                                                                UtcTime leased_until, std::size_t most) override {
    ++takes;
    fail_if_told();
    std::vector<Row*> due;
    for (auto& [id, row] : rows) {
      if (!row.end && row.notice.channel == channel && row.next <= now && row.leased_until <= now) {
        due.push_back(&row);
      }
    }
    std::ranges::stable_sort(due, {}, [](const Row* row) { return std::pair(rank(row->notice.kind), row->next); });
    due.resize(std::min(due.size(), most));
    std::vector<portal::TakenNotice> taken;
    for (auto* row : due) {
      row->leased_until = leased_until;
      taken.push_back({row->notice, row->tries, row->unclear});
    }
    co_return taken;
  }

  boost::asio::awaitable<void> settle(std::vector<portal::SettledNotice> outcomes) override {
    using enum portal::SendOutcome;
    ++settles;
    fail_if_told();
    for (const auto& outcome : outcomes) {
      const auto found = rows.find(outcome.id);
      if (found == rows.end()) {
        continue;
      }
      auto& row = found->second;
      row.leased_until = {};
      row.next = outcome.next;
      row.why = outcome.why;
      row.tries += outcome.outcome == released ? 0 : 1;
      row.unclear = row.unclear || outcome.outcome == unclear;
      if (outcome.outcome == sent || outcome.outcome == given_up) {
        row.end = outcome.outcome;
      }
    }
    co_return;
  }

  boost::asio::awaitable<std::optional<UtcTime>> next_due(portal::NoticeChannel channel) override {
    std::optional<UtcTime> next;
    for (const auto& [id, row] : rows) {
      if (!row.end && row.notice.channel == channel) {
        const auto at = std::max(row.next, row.leased_until);
        next = std::min(next.value_or(at), at);
      }
    }
    co_return next;
  }

  boost::asio::awaitable<bool> bounced(portal::Bounce bounce) override {
    fail_if_told();
    const bool known = rows.contains(bounce.notice);
    bounces.push_back(std::move(bounce));
    co_return known;
  }

  void on_written(portal::NoticeChannel channel, std::function<void()> wake) override {
    wakes_[channel] = std::move(wake);
  }

  std::map<portal::NoticeId, Row> rows;
  std::vector<portal::Bounce> bounces;
  int takes = 0;
  int settles = 0;
  int failing = 0;  ///< so many of the next calls throw

 private:
  void fail_if_told() {
    if (failing > 0) {
      --failing;
      throw std::runtime_error("disk full");
    }
  }

  std::map<portal::NoticeChannel, std::function<void()>> wakes_;
};

}  // namespace antrean::portal_test
