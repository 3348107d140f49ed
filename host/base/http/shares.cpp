#include "http/shares.hpp"

#include <algorithm>
#include <utility>

namespace antrean::http {

namespace {

constexpr std::size_t askers_remembered = 10'000;

std::size_t for_all(std::size_t most, bool local) { return local ? most : most - most / 8; }
std::size_t for_one(std::size_t most, bool local) {
  return local ? most - most / 4 : std::max<std::size_t>(most / 8, 1);
}

std::size_t taken_by(const std::map<std::string, std::size_t>& each, const std::string& who) {
  const auto found = each.find(who);
  return found == each.end() ? 0 : found->second;
}

/// What a proxy on this machine forwards without saying for whom is nobody's own program.
std::string name_of(const Asker& asker) { return asker.local ? "this machine " + asker.who : asker.who; }

}  // namespace

Shares::Shares(ShareLimits limits)
    : limits_(limits), changes_(limits.changes_per_second, limits.changes_at_once, askers_remembered) {}

Shares::Hold::Hold(std::shared_ptr<Shares> shares, std::size_t Shares::*all,
                   std::map<std::string, std::size_t> Shares::*each, std::string who, std::size_t amount)
    : shares_(std::move(shares)), all_(all), each_(each), who_(std::move(who)), amount_(amount) {
  (*shares_).*all_ += amount_;
  if (each_ != nullptr && amount_ > 0) {
    ((*shares_).*each_)[who_] += amount_;
  }
}

Shares::Hold& Shares::Hold::operator=(Hold&& other) noexcept {
  std::swap(shares_, other.shares_);
  std::swap(all_, other.all_);
  std::swap(each_, other.each_);
  std::swap(who_, other.who_);
  std::swap(amount_, other.amount_);
  return *this;
}

Shares::Hold::~Hold() {
  if (!shares_) {
    return;  // moved from
  }
  (*shares_).*all_ -= amount_;
  if (each_ != nullptr && amount_ > 0) {  // who holds nothing has no entry
    auto& each = (*shares_).*each_;
    const auto mine = each.find(who_);
    mine->second -= amount_;
    if (mine->second == 0) {
      each.erase(mine);
    }
  }
}

Shares::Waiting::Waiting(std::shared_ptr<Shares> shares, bool local, std::uint64_t turn)
    : shares_(std::move(shares)), local_(local), turn_(turn) {}

Shares::Waiting::Waiting(Waiting&& other) noexcept
    : shares_(std::move(other.shares_)), local_(other.local_), turn_(other.turn_) {}

Shares::Waiting::~Waiting() {
  if (!shares_) {
    return;
  }
  const auto found = shares_->waiters_.find({local_, turn_});
  if (found != shares_->waiters_.end()) {  // else it gave way
    shares_->forget(found);
  }
}

Shares::Waiting Shares::waiting(const Asker& asker, std::function<void()> give_way) {
  const Turn turn{asker.local, next_turn_++};
  const std::string who = name_of(asker);
  waiters_of_[who].insert(turn);
  waiters_.emplace(turn, Waiter{.who = who, .give_way = std::move(give_way)});
  return {shared_from_this(), turn.first, turn.second};
}

void Shares::forget(std::map<Turn, Waiter>::iterator waiter) {
  const auto mine = waiters_of_.find(waiter->second.who);
  mine->second.erase(waiter->first);
  if (mine->second.empty()) {
    waiters_of_.erase(mine);
  }
  waiters_.erase(waiter);
}

void Shares::send_away(std::map<Turn, Waiter>::iterator waiter) {
  const auto give_way = std::move(waiter->second.give_way);
  forget(waiter);
  give_way();
}

bool Shares::make_room(bool for_local) {
  const auto first = waiters_.begin();
  if (first == waiters_.end() || (first->first.first && !for_local)) {
    return false;
  }
  send_away(first);
  return true;
}

bool Shares::make_room_of(const std::string& who) {
  const auto mine = waiters_of_.find(who);
  if (mine == waiters_of_.end()) {
    return false;
  }
  send_away(waiters_.find(*mine->second.begin()));
  return true;
}

std::optional<Shares::Hold> Shares::socket(bool local) {
  if (sockets_ >= for_all(limits_.connections, local) && !make_room(local)) {
    return std::nullopt;
  }
  return Hold(shared_from_this(), &Shares::sockets_, nullptr, "", 1);
}

std::optional<Shares::Hold> Shares::connection(const Asker& asker) {
  const std::string who = name_of(asker);
  if (taken_by(sockets_of_, who) >= for_one(limits_.connections, asker.local) && !make_room_of(who)) {
    return std::nullopt;
  }
  if (sockets_ > for_all(limits_.connections, asker.local) && !make_room(asker.local)) {
    return std::nullopt;
  }
  return Hold(shared_from_this(), &Shares::named_sockets_, &Shares::sockets_of_, who, 1);
}

std::optional<Shares::Hold> Shares::body(const Asker& asker, std::size_t bytes) {
  const std::string who = name_of(asker);
  if (taken_by(bytes_of_, who) + bytes > for_one(limits_.body_bytes, asker.local) ||
      bytes_ + bytes > for_all(limits_.body_bytes, asker.local)) {
    return std::nullopt;
  }
  return Hold(shared_from_this(), &Shares::bytes_, &Shares::bytes_of_, who, bytes);
}

bool Shares::change(const Asker& asker, MonotonicTime now) { return asker.local || changes_.take(asker.who, now); }

}  // namespace antrean::http
