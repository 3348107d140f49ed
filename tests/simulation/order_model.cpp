#include "order_model.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;
using queue::TurnKind;

/// With every call a pass rises by this / weight.
constexpr std::uint64_t whole_turn = 720'720;

}  // namespace

void OrderModel::fail(const std::string& what) { verdict_.broken(5, fmt::format("{} (event {})", what, seq_)); }

OrderModel::Ticket& OrderModel::ticket(queue::TicketId id) {
  Ticket& found = tickets_[id];
  found.id = id;
  return found;
}

void OrderModel::run_clock(const queue::Event& event) {
  if (std::holds_alternative<queue::DayOpened>(event.body)) {
    running_ = event.at;
    shift_ = 0ms;
    return;
  }
  if (const auto* stepped = std::get_if<queue::ClockStepped>(&event.body)) {
    shift_ += Milliseconds{static_cast<std::int64_t>(stepped->back_ms)};
  }
  if (shift_ > 0ms && event.at >= running_) {
    shift_ = 0ms;
  }
  if (event.at + shift_ > running_ + 12h) {
    shift_ = std::chrono::duration_cast<Milliseconds>(running_ - event.at);
  }
  running_ = std::max(running_, event.at + shift_);
}

void OrderModel::reopen(const queue::DayReopened& reopened, UtcTime at) {
  const auto found = closed_.find(reopened.day);
  if (found == closed_.end()) {
    fail("a day is opened again of which nobody knows how it stood");
    return;
  }
  const Closed& stood = found->second;
  tickets_ = stood.tickets;
  calls_ = stood.calls;
  pass_ = stood.pass;
  clock_ = stood.clock;
  open_ = stood.open;
  officers_ = stood.officers;
  finished_ = stood.finished;
  paused_ = stood.paused;
  day_ = reopened.day;
  running_ = stood.running;
  shift_ = stood.shift + std::max(stood.at - at, Milliseconds{0});
}

void OrderModel::check_hall(const queue::EventBody& body) {
  if (std::holds_alternative<queue::HallPaused>(body)) {
    paused_ = true;
  } else if (std::holds_alternative<queue::HallResumed>(body) || std::holds_alternative<queue::DayClosed>(body)) {
    paused_ = false;
  } else if (paused_ &&
             (std::holds_alternative<queue::Called>(body) || std::holds_alternative<queue::Recalled>(body) ||
              std::holds_alternative<queue::ServedDirect>(body) || std::holds_alternative<queue::Resumed>(body))) {
    fail("somebody comes to a counter while the hall is paused");
  }
}

void OrderModel::see(const queue::Event& event) {
  seq_ = event.seq;
  const queue::EventBody& body = event.body;
  if (const auto* closing = std::get_if<queue::DayClosing>(&body)) {
    closed_[closing->day] = {tickets_,  calls_,  pass_, clock_,   open_, officers_,
                             finished_, paused_, at_,   running_, shift_};
  }
  if (const auto* reopened = std::get_if<queue::DayReopened>(&body)) {
    reopen(*reopened, event.at);
  }
  run_clock(event);
  at_ = event.at;
  check_hall(body);
  if (const auto* opened = std::get_if<queue::DayOpened>(&body)) {
    tickets_.clear();
    calls_.clear();
    pass_.clear();
    clock_.clear();
    open_.clear();
    officers_.clear();
    finished_.clear();
    paused_ = false;
    day_ = opened->day;
  } else if (const auto* counter_opened = std::get_if<queue::CounterOpened>(&body)) {
    open_.insert(counter_opened->counter);
  } else if (const auto* paused = std::get_if<queue::CounterPaused>(&body)) {
    open_.erase(paused->counter);
  } else if (const auto* closed = std::get_if<queue::CounterClosed>(&body)) {
    open_.erase(closed->counter);
    finished_.erase(closed->counter);
  } else if (const auto* in = std::get_if<queue::LoggedIn>(&body)) {
    officers_[in->counter] = in->officer;
  } else if (const auto* out = std::get_if<queue::LoggedOut>(&body)) {
    officers_.erase(out->counter);
  } else if (const auto* admitted = std::get_if<queue::Admitted>(&body)) {
    standing_ = admitted->standing;
  } else if (const auto* issued = std::get_if<queue::TicketIssued>(&body)) {
    check_issued(*issued);
    Ticket& one = ticket(issued->ticket);
    one.number = issued->number;
    one.service = issued->service;
    one.stage = issued->stage;
    one.line = issued->line;
    if (!issued->held_until) {
      join(one, issued->line);
    }
  } else if (const auto* hour = std::get_if<queue::HourCame>(&body)) {
    Ticket& one = ticket(hour->ticket);
    join(one, one.line);
  } else if (const auto* finished = std::get_if<queue::Finished>(&body)) {
    Ticket& one = ticket(finished->ticket);
    check_journey(one, *finished);
    finished_[finished->counter] = {one, finished->next ? seq_ : 0};
    one.call.reset();
    one.at = 0;
    one.over = !finished->next;
    if (finished->next) {
      check_moved(one, finished->next->stage, finished->next->line, false);
      one.stage = finished->next->stage;
      one.number = finished->next->new_number.empty() ? one.number : finished->next->new_number;
      join(one, finished->next->line);
    }
  } else if (const auto* undone = std::get_if<queue::FinishUndone>(&body)) {
    undo(*undone);
  } else if (const auto* moved = std::get_if<queue::Transferred>(&body)) {
    Ticket& one = ticket(moved->ticket);
    one.call.reset();
    one.service = moved->service;
    check_moved(one, moved->stage, moved->line, moved->to != 0);
    one.stage = moved->stage;
    one.number = moved->new_number.empty() ? one.number : moved->new_number;
    join(one, moved->line);
  } else if (const auto* returned = std::get_if<queue::TicketReturned>(&body)) {
    Ticket& one = ticket(returned->ticket);
    check_returned(one, returned->line);
    join(one, returned->line);
  } else if (const auto* parking = std::get_if<queue::ParkingEnded>(&body)) {
    come_back(ticket(parking->ticket));
  } else if (const auto* cancelled = std::get_if<queue::CallCancelled>(&body)) {
    take_back(ticket(cancelled->ticket));
    come_back(ticket(cancelled->ticket));
  } else if (const auto* handed = std::get_if<queue::HandedBack>(&body)) {
    take_back(ticket(handed->ticket));
    come_back(ticket(handed->ticket));
  } else if (const auto* granted = std::get_if<queue::ClassGranted>(&body)) {
    ticket(granted->ticket).line.class_key = granted->class_key;
  } else if (const auto* replaced = std::get_if<queue::LineReplaced>(&body)) {
    Ticket& one = ticket(replaced->ticket);
    one.service = replaced->service;
    one.stage = replaced->stage;
    one.line = replaced->line;
  } else if (const auto* parked = std::get_if<queue::Parked>(&body)) {
    ticket(parked->ticket).call.reset();
    ticket(parked->ticket).at = 0;
  } else if (const auto* missed = std::get_if<queue::Missed>(&body)) {
    ticket(missed->ticket).call.reset();
    ticket(missed->ticket).at = 0;
  } else if (const auto* direct = std::get_if<queue::ServedDirect>(&body)) {
    leave(direct->ticket);
    ticket(direct->ticket).at = direct->counter;
    finished_.erase(direct->counter);
  } else if (const auto* resumed = std::get_if<queue::Resumed>(&body)) {
    ticket(resumed->ticket).at = resumed->counter;
    finished_.erase(resumed->counter);
  } else if (const auto* over = std::get_if<queue::TicketCancelled>(&body)) {
    leave(over->ticket);
    ticket(over->ticket).over = true;
  } else if (const auto* accounted = std::get_if<queue::ClosedUnserved>(&body)) {
    leave(accounted->ticket);
    ticket(accounted->ticket).over = true;
  } else if (const auto* call = std::get_if<queue::Called>(&body)) {
    called(*call);
    ticket(call->ticket).at = call->counter;
    finished_.erase(call->counter);
  }
  // The tickets of one admission follow it directly.
  if (!std::holds_alternative<queue::Admitted>(body) && !std::holds_alternative<queue::TicketIssued>(body)) {
    standing_.reset();
  }
}

// Lines

void OrderModel::join(Ticket& ticket, const queue::Line& line) {
  ticket.at = 0;
  ticket.line = line;
  ticket.entry = seq_;
  ticket.since = running_;
  ticket.waits = true;
  ticket.call.reset();
}

void OrderModel::undo(const queue::FinishUndone& undone) {
  const auto found = finished_.find(undone.counter);
  if (found == finished_.end() || found->second.ticket.id != undone.ticket ||
      found->second.ticket.number != undone.number) {
    return fail(undone.number + " was not the latest that counter " + std::to_string(undone.counter) + " finished");
  }
  Ticket& one = ticket(undone.ticket);
  const Before before = found->second;
  finished_.erase(found);
  const bool untouched = before.next == 0 ? one.over && !one.waits : one.waits && one.entry == before.next;
  if (!untouched || one.line.class_key != before.ticket.line.class_key) {
    return fail(undone.number + " has moved on, and its finish is undone");
  }
  one = before.ticket;
  one.at = undone.counter;
}

void OrderModel::come_back(Ticket& ticket) {
  ticket.at = 0;
  if (ticket.entry == 0) {
    join(ticket, ticket.line);
    return;
  }
  ticket.waits = true;
}

void OrderModel::leave(queue::TicketId id) {
  Ticket& one = ticket(id);
  one.waits = false;
  one.call.reset();
}

void OrderModel::take_back(Ticket& ticket) {
  if (!ticket.call) {
    return;
  }
  const std::size_t index = *ticket.call;
  ticket.call.reset();
  Call& call = calls_[index];
  call.stands = false;
  bool later = false;
  std::uint64_t clock = 0;
  for (std::size_t i = 0; i < calls_.size(); ++i) {
    if (calls_[i].stands && calls_[i].tier == call.tier) {
      later = later || i > index;
      clock = calls_[i].clock;
    }
  }
  clock_[call.tier] = clock;
  pass_[call.line] -= later ? call.price : call.put_on;
}

std::vector<std::string> OrderModel::left_behind() const {
  std::vector<std::string> numbers;
  for (const auto& [id, one] : tickets_) {
    if (one.over) {
      continue;
    }
    const auto is_at = [at = one.at](const queue::CounterSettings& counter) { return counter.id == at; };
    const auto calls = [&one = one](const queue::CounterSettings& counter) {
      return one.line.pool == own_line(counter.id) || serves_any(counter.serves, one);
    };
    const bool reached = one.at != 0 ? std::any_of(plan_.counters.begin(), plan_.counters.end(), is_at)
                                     : std::any_of(plan_.counters.begin(), plan_.counters.end(), calls);
    if (!reached || stage_of(one.service, one.stage) == nullptr) {
      numbers.push_back(one.number);
    }
  }
  return numbers;
}

// Settings

const queue::ClassSettings* OrderModel::class_of(const std::string& key) const {
  const auto found =
      std::find_if(plan_.classes.begin(), plan_.classes.end(), [&](const auto& c) { return c.key == key; });
  return found == plan_.classes.end() ? nullptr : &*found;
}

const queue::StageSettings* OrderModel::stage_of(const std::string& service, const std::string& stage) const {
  for (const queue::ServiceSettings& one : plan_.services) {
    for (const queue::StageSettings& step : one.stages) {
      if (one.key == service && step.key == stage) {
        return &step;
      }
    }
  }
  return nullptr;
}

bool OrderModel::fills(const std::string& class_key) const {
  const auto* settings = class_of(class_key);
  return settings != nullptr && settings->fills;
}

std::uint64_t OrderModel::price_of(const std::string& class_key) const {
  const auto* settings = class_of(class_key);
  return whole_turn / (settings == nullptr ? 1 : settings->weight);
}

std::uint64_t OrderModel::effective_pass(const ClassLineKey& line) const {
  const auto pass = pass_.find(line);
  const auto clock = clock_.find({line.first, fills(line.second)});
  return std::max(pass == pass_.end() ? 0 : pass->second, clock == clock_.end() ? 0 : clock->second);
}

bool OrderModel::serves(const queue::ServeRule& rule, const Ticket& ticket) {
  return rule.pool == ticket.line.pool && (rule.class_key.empty() || rule.class_key == ticket.line.class_key);
}

bool OrderModel::serves_any(const std::vector<queue::ServeRule>& rules, const Ticket& ticket) {
  return std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return serves(rule, ticket); });
}

std::vector<queue::ServeRule> OrderModel::may_call(CounterId counter) const {
  std::vector<queue::ServeRule> rules;
  for (const queue::CounterSettings& settings : plan_.counters) {
    if (settings.id == counter) {
      rules = settings.serves;
    }
  }
  const auto at_work = officers_.find(counter);
  if (at_work == officers_.end()) {
    return rules;
  }
  for (const queue::OfficerSettings& officer : plan_.officers) {
    if (officer.key == at_work->second && !officer.pools.empty()) {
      std::erase_if(rules, [&](const queue::ServeRule& rule) {
        return std::find(officer.pools.begin(), officer.pools.end(), rule.pool) == officer.pools.end();
      });
    }
  }
  return rules;
}

// The choice of a counter

OrderModel::Choice OrderModel::choice(CounterId counter) const {
  if (const Ticket* sent_here = from_own_line(counter)) {
    return {.ticket = sent_here, .kind = TurnKind::own_line};
  }
  const auto rules = may_call(counter);
  if (const Choice first = who_must_go_first(rules); first.ticket != nullptr) {
    return first;
  }
  if (const auto left = left_by_preference_and_tier(rules)) {
    return {.ticket = by_ratio_and_place(left->first, left->second),
            .kind = left->second ? TurnKind::filling : TurnKind::order};
  }
  return {};
}

const OrderModel::Ticket* OrderModel::from_own_line(CounterId counter) const {
  const Ticket* first = nullptr;
  for (const auto& [id, one] : tickets_) {
    if (one.waits && one.line.pool == own_line(counter) && (first == nullptr || one.entry < first->entry)) {
      first = &one;
    }
  }
  return first;
}

OrderModel::Choice OrderModel::who_must_go_first(const std::vector<queue::ServeRule>& rules) const {
  Choice first;
  for (const auto& [id, one] : tickets_) {
    if (!one.waits || !serves_any(rules, one) || (first.ticket != nullptr && first.ticket->entry < one.entry)) {
      continue;
    }
    auto limit = plan_.policy.waiting_limit;
    if (const auto* settings = class_of(one.line.class_key); settings != nullptr && settings->waiting_limit) {
      limit = limit ? std::min(*limit, *settings->waiting_limit) : *settings->waiting_limit;
    }
    if (limit && running_ - one.since > *limit) {
      first = {.ticket = &one, .kind = TurnKind::waiting_limit};
    } else if (passed_over(one) >= plan_.policy.max_passed) {
      first = {.ticket = &one, .kind = TurnKind::passed_over};
    }
  }
  return first;
}

std::size_t OrderModel::passed_over(const Ticket& ticket) const {
  return static_cast<std::size_t>(std::count_if(calls_.begin(), calls_.end(), [&](const Call& call) {
    return call.stands && call.entry > ticket.entry && serves_any(call.may, ticket);
  }));
}

std::optional<std::pair<std::vector<queue::ServeRule>, bool>> OrderModel::left_by_preference_and_tier(
    const std::vector<queue::ServeRule>& rules) const {
  std::set<std::uint8_t> preferences;
  for (const queue::ServeRule& rule : rules) {
    preferences.insert(rule.preference);
  }
  for (const std::uint8_t preference : preferences) {
    std::vector<queue::ServeRule> level;
    std::copy_if(rules.begin(), rules.end(), std::back_inserter(level),
                 [&](const queue::ServeRule& rule) { return rule.preference == preference; });
    for (const bool filling : {false, true}) {
      for (const auto& [id, one] : tickets_) {
        if (one.waits && serves_any(level, one) && fills(one.line.class_key) == filling) {
          return std::pair{level, filling};
        }
      }
    }
  }
  return std::nullopt;
}

const OrderModel::Ticket* OrderModel::by_ratio_and_place(const std::vector<queue::ServeRule>& rules,
                                                         bool filling) const {
  // the ticket with the smallest place of each class line that is left
  std::map<ClassLineKey, const Ticket*> heads;
  for (const auto& [id, one] : tickets_) {
    if (one.waits && serves_any(rules, one) && fills(one.line.class_key) == filling) {
      const Ticket*& head = heads[{one.line.pool, one.line.class_key}];
      if (head == nullptr || one.line.position < head->line.position) {
        head = &one;
      }
    }
  }
  std::map<std::string, ClassLineKey> turns;  // by pool
  for (const queue::ClassSettings& settings : plan_.classes) {
    for (const auto& [line, head] : heads) {
      if (line.second != settings.key) {
        continue;
      }
      const auto [turn, is_first] = turns.try_emplace(line.first, line);
      if (!is_first && effective_pass(line) < effective_pass(turn->second)) {
        turn->second = line;
      }
    }
  }
  const Ticket* first = nullptr;
  for (const auto& [pool, line] : turns) {
    const Ticket* head = heads.at(line);
    if (first == nullptr || head->line.position < first->line.position) {
      first = head;
    }
  }
  return first;
}

std::set<OrderModel::ClassLineKey> OrderModel::calling_from(CounterId counter) const {
  std::set<ClassLineKey> lines;
  if (const auto left = left_by_preference_and_tier(may_call(counter))) {
    for (const auto& [id, one] : tickets_) {
      if (one.waits && serves_any(left->first, one) && fills(one.line.class_key) == left->second) {
        lines.insert({one.line.pool, one.line.class_key});
      }
    }
  }
  return lines;
}

void OrderModel::called(const queue::Called& called) {
  Ticket& one = ticket(called.ticket);
  if (called.turn.kind == TurnKind::out_of_order) {
    leave(called.ticket);
    return;
  }
  ++compared_;
  const Choice should = choice(called.counter);
  if (should.ticket != &one || should.kind != called.turn.kind) {
    fail(fmt::format("counter {} calls {} ({}); by the documents it is the turn of {} ({})", called.counter,
                     called.number, words<TurnKind>[static_cast<std::size_t>(called.turn.kind)],
                     should.ticket == nullptr ? "nobody" : should.ticket->number,
                     words<TurnKind>[static_cast<std::size_t>(should.kind)]));
    return;
  }
  if (called.turn.kind == TurnKind::own_line) {
    leave(called.ticket);
    return;
  }
  const ClassLineKey line{one.line.pool, one.line.class_key};
  const TierKey tier{line.first, fills(line.second)};
  const std::uint64_t before = effective_pass(line);
  std::uint64_t least = before;
  std::set<CounterId> counters = open_;
  counters.insert(called.counter);
  for (const CounterId counter : counters) {
    for (const ClassLineKey& other : calling_from(counter)) {
      if (TierKey{other.first, fills(other.second)} == tier) {
        least = std::min(least, effective_pass(other));
      }
    }
  }
  const std::uint64_t price = price_of(line.second);
  const std::uint64_t pass = before + price;
  calls_.push_back({.entry = one.entry,
                    .line = line,
                    .tier = tier,
                    .may = may_call(called.counter),
                    .put_on = pass - pass_[line],
                    .price = price,
                    .clock = least,
                    .stands = true});
  pass_[line] = pass;
  clock_[tier] = least;
  if (called.turn.pass != pass || called.turn.clock != least) {
    fail(fmt::format("the call of {} leaves pass {} and clock {}; by the documents {} and {}", called.number,
                     called.turn.pass, called.turn.clock, pass, least));
  }
  leave(called.ticket);
  one.call = calls_.size() - 1;
}

// Places

void OrderModel::check_place(const std::string& number, const queue::Position& is, const queue::Position& should) {
  if (is != should) {
    fail(fmt::format("{} stands at ({}, {}, {}); by the documents at ({}, {}, {})", number, to_ms(is.order), is.seq,
                     is.after, to_ms(should.order), should.seq, should.after));
  }
}

void OrderModel::check_issued(const queue::TicketIssued& issued) {
  const bool in_time = standing_ == Standing::on_time || standing_ == Standing::early_wait;
  const bool by_hour = in_time && issued.slot && plan_.policy.order == queue::OrderKey::booked_hour;
  check_place(issued.number, issued.line.position,
              {.order = by_hour ? instant(day_, *issued.slot, plan_.zone) : running_, .seq = seq_, .after = 0});
}

void OrderModel::check_journey(const Ticket& ticket, const queue::Finished& finished) {
  if (finished.service != ticket.service || finished.stage != ticket.stage) {
    fail(fmt::format("{} finishes {}/{}, and was at {}/{}", ticket.number, finished.service, finished.stage,
                     ticket.service, ticket.stage));
  }
  const std::string next = finished.next ? finished.next->stage : std::string();
  if (const std::string should = stage_after(ticket.service, ticket.stage); next != should) {
    fail(fmt::format("{} goes from {} to '{}'; by the settings '{}' is next", ticket.number, ticket.stage, next,
                     should));
  }
}

std::string OrderModel::stage_after(const std::string& service, const std::string& stage) const {
  for (const queue::ServiceSettings& one : plan_.services) {
    for (std::size_t i = 0; one.key == service && i + 1 < one.stages.size(); ++i) {
      if (one.stages[i].key == stage) {
        return one.stages[i + 1].key;
      }
    }
  }
  return {};
}

void OrderModel::check_moved(const Ticket& before, const std::string& stage, const queue::Line& line, bool to_counter) {
  const auto* settings = stage_of(before.service, stage);
  const bool stays = to_counter || settings == nullptr || settings->keeps_place;
  check_place(before.number, line.position,
              stays ? before.line.position : queue::Position{.order = running_, .seq = seq_});
  if (line.class_key != before.line.class_key) {
    fail(fmt::format("{} changes from class {} to {} by moving on", before.number, before.line.class_key,
                     line.class_key));
  }
}

void OrderModel::check_returned(const Ticket& ticket, const queue::Line& line) {
  std::vector<queue::Position> ahead;
  for (const auto& [id, one] : tickets_) {
    if (one.waits && one.line.pool == line.pool && one.line.class_key == line.class_key) {
      ahead.push_back(one.line.position);
    }
  }
  std::sort(ahead.begin(), ahead.end());
  queue::Position should = ticket.line.position;
  const std::size_t behind = std::min<std::size_t>(plan_.calls.return_places, ahead.size());
  if (behind > 0) {
    should = std::max(should, {.order = ahead[behind - 1].order, .seq = ahead[behind - 1].seq, .after = seq_});
  }
  check_place(ticket.number, line.position, should);
}

}  // namespace antrean::simulation
