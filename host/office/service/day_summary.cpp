#include "service/day_summary.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include <sodium.h>

namespace antrean::office {
namespace {

using office_api::TodayState;
using office_api::TodayTicket;

TodayState state_of(queue::TicketState state) {
  switch (state) {
    case queue::TicketState::held:
    case queue::TicketState::waiting:
      return TodayState::waiting;
    case queue::TicketState::called:
      return TodayState::called;
    case queue::TicketState::serving:
      return TodayState::serving;
    case queue::TicketState::parked:
      return TodayState::parked;
    case queue::TicketState::missed:
      return TodayState::missed;
    case queue::TicketState::finished:
      return TodayState::served;
    case queue::TicketState::cancelled:
      return TodayState::cancelled;
    case queue::TicketState::closed:
      break;
  }
  return TodayState::closed;
}

class Summary {
 public:
  Summary(const Snapshot& snapshot, const queue::State& state, const queue::Plan& plan, Milliseconds feedback_for)
      : snapshot_(snapshot), state_(state), plan_(plan), feedback_for_(feedback_for) {
    for (const queue::Admission& admission : state.admissions) {
      for (const queue::TicketId ticket : admission.tickets) {
        codes_[ticket] = &admission.code;
      }
    }
  }

  office_api::Today make() {
    today_.day = snapshot_.day;
    today_.phase = snapshot_.phase;
    today_.goes_on_at = snapshot_.phase == DayPhase::on_break ? snapshot_.break_until : snapshot_.opens_next;
    notices();
    services();
    calls();
    for (const TicketView& view : snapshot_.tickets) {
      if (const queue::Ticket* ticket = state_.find(view.number); ticket != nullptr && !ticket->page_key.empty()) {
        live(*ticket, view);
      }
    }
    // The newest first: what comes last is sent last when there is much.
    for (auto ticket = state_.tickets.rbegin(); ticket != state_.tickets.rend(); ++ticket) {
      if (!queue::is_live(ticket->state) && !ticket->page_key.empty()) {
        add(*ticket);
      }
    }
    return std::move(today_);
  }

 private:
  const CounterView* counter(CounterId id) const {
    const auto found = std::ranges::find(snapshot_.counters, id, &CounterView::id);
    return found == snapshot_.counters.end() ? nullptr : &*found;
  }
  std::string counter_name(CounterId id) const {
    const CounterView* view = counter(id);
    return view == nullptr ? std::to_string(id) : view->name;
  }

  void services() {
    for (const queue::ServiceSettings& settings : plan_.settings().services) {
      if (today_.services.size() == office_api::most_today_services) {
        return;
      }
      auto& service = today_.services.emplace_back();
      service.key = settings.key;
      service.name = {settings.name_id, settings.name_en};
      const auto view = std::ranges::find(snapshot_.services, settings.key, &ServiceView::key);
      if (view != snapshot_.services.end()) {
        service.waiting = view->waiting;
        service.wait = view->wait;
      }
    }
  }

  void calls() {
    for (const CallView& call : snapshot_.calls) {
      const bool known =
          std::ranges::find(today_.calls, call.number, &office_api::TodayCall::number) != today_.calls.end();
      if (!known && today_.calls.size() < office_api::most_today_calls) {
        today_.calls.push_back({call.number, counter_name(call.counter), call.service, call.at});
      }
    }
  }

  void notices() {
    for (const NoticeView& notice : snapshot_.notices) {
      if (today_.notices.size() < office_api::most_today_notices) {
        today_.notices.push_back({notice.severity, {notice.text_id, notice.text_en}, notice.until});
      }
    }
  }

  void feedback(const queue::Ticket& ticket, TodayTicket& one) const {
    if (ticket.feedback) {
      one.feedback = true;
    } else if (feedback_for_ > Milliseconds{0}) {
      const auto done = std::find_if(ticket.steps.rbegin(), ticket.steps.rend(),
                                     [](const queue::Step& step) { return step.kind == queue::StepKind::finished; });
      if (done != ticket.steps.rend()) {
        one.feedback_until = done->at + feedback_for_;
      }
    }
  }

  TodayTicket& add(const queue::Ticket& ticket) {
    TodayTicket& one = today_.tickets.emplace_back();
    one.key = ticket.page_key;
    one.number = ticket.number.text();
    one.was = ticket.was ? ticket.was->text() : std::string();
    one.service = state_.stages[ticket.stage].service;
    one.state = state_of(ticket.state);
    one.booking = ticket.booking;
    const auto code = codes_.find(ticket.id);
    one.code = code == codes_.end() ? std::string() : *code->second;
    if (one.state == TodayState::served) {
      feedback(ticket, one);
    }
    return one;
  }

  void live(const queue::Ticket& ticket, const TicketView& view) {
    TodayTicket& one = add(ticket);
    one.until = view.until;
    if (one.state == TodayState::waiting) {
      one.ahead = view.ahead;
      one.wait = view.wait;
    }
    if (view.counter) {
      one.counter = counter_name(*view.counter);
      const CounterView* at = counter(*view.counter);
      one.call = one.state == TodayState::called && at != nullptr ? at->call : 0;
    }
  }

  const Snapshot& snapshot_;
  const queue::State& state_;
  const queue::Plan& plan_;
  Milliseconds feedback_for_;
  std::map<queue::TicketId, const std::string*> codes_;
  office_api::Today today_;
};

}  // namespace

office_api::Today today_of(const Snapshot& snapshot, const queue::State& state, const queue::Plan& plan,
                           Milliseconds feedback_for) {
  return Summary(snapshot, state, plan, feedback_for).make();
}

std::string random_page_key() {
  if (sodium_init() < 0) {
    throw std::runtime_error("libsodium cannot be used on this machine: no random keys");
  }
  std::array<unsigned char, 12> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();
  return hex;
}

}  // namespace antrean::office
