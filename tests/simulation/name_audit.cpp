#include "name_audit.hpp"

#include <algorithm>
#include <array>
#include <variant>

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;
using accounts::Role;
using queue::ActorKind;

constexpr MonotonicTime::duration idle_at_most = 30min;
constexpr MonotonicTime::duration signed_in_at_most = 12h;
/// A request is looked at a moment after it was made.
constexpr MonotonicTime::duration on_its_way = 1s;
/// Answers that are remembered, to tell a yes that came before the commit (promise 9).
constexpr std::size_t remembered = 8;

/// An event, and who may bring it about. From the document: officers press and call, clerks check in,
/// supervisors answer for the day, technicians mend; out of order, against the rules, the day and who was
/// left behind need a supervisor's own yes.
struct Row {
  std::string_view event;
  bool officer;
  bool clerk;
  bool supervisor;
};
constexpr std::array table{
    Row{"called", true, false, true},
    Row{"recalled", true, false, true},
    Row{"serving_started", true, false, true},
    Row{"served_direct", true, false, true},
    Row{"missed", true, false, true},
    Row{"finished", true, false, true},
    Row{"finish_undone", true, false, true},
    Row{"parked", true, false, true},
    Row{"resumed", true, false, true},
    Row{"call_cancelled", true, false, true},
    Row{"handed_back", true, false, true},
    Row{"transferred", true, false, true},
    Row{"counter_opened", true, false, true},
    Row{"counter_paused", true, false, true},
    Row{"counter_closed", true, false, true},
    Row{"logged_in", true, false, true},
    Row{"logged_out", true, false, true},
    Row{"class_granted", true, true, true},
    Row{"ticket_returned", true, true, true},
    Row{"ticket_cancelled", true, true, true},
    Row{"admitted", false, true, true},
    Row{"ticket_issued", false, true, true},
    Row{"scan_answered", false, true, true},
    Row{"line_replaced", false, false, true},
    Row{"day_opened", false, false, true},
    Row{"day_closing", false, false, true},
    Row{"day_closed", false, false, true},
    Row{"day_reopened", false, false, true},
    Row{"accounted", false, false, true},
    Row{"alarm_raised", false, false, true},
    Row{"alarm_cleared", false, false, true},
    Row{"hall_paused", false, false, true},
    Row{"hall_resumed", false, false, true},
    Row{"notice_set", false, false, true},
    Row{"notice_ended", false, false, true},
    Row{"walk_ins_set", false, false, true},
    Row{"last_numbers_set", false, false, true},
};

bool role_may(accounts::Roles roles, std::string_view event) {
  const auto row = std::ranges::find(table, event, &Row::event);
  return row != table.end() && ((row->officer && roles.has(Role::officer)) || (row->clerk && roles.has(Role::clerk)) ||
                                (row->supervisor && roles.has(Role::supervisor)));
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

constexpr int many = 1000;
using Effects = std::vector<std::pair<std::string_view, int>>;

struct EffectsOf {
  Effects operator()(const queue::CallNext&) const { return {{"called", 1}}; }
  Effects operator()(const queue::CallOutOfOrder&) const { return {{"called", 1}}; }
  Effects operator()(const queue::FinishAndNext&) const { return {{"finished", 1}, {"called", 1}}; }
  Effects operator()(const queue::Finish&) const { return {{"finished", 1}}; }
  Effects operator()(const queue::UndoFinish&) const { return {{"finish_undone", 1}}; }
  Effects operator()(const queue::Recall&) const { return {{"recalled", 1}}; }
  Effects operator()(const queue::Start&) const { return {{"serving_started", 1}}; }
  Effects operator()(const queue::NoShow&) const { return {{"missed", 1}}; }
  Effects operator()(const queue::Park&) const { return {{"parked", 1}}; }
  Effects operator()(const queue::Resume&) const { return {{"resumed", 1}}; }
  Effects operator()(const queue::CancelCall&) const { return {{"call_cancelled", 1}}; }
  Effects operator()(const queue::ServeDirect&) const { return {{"ticket_issued", 1}, {"served_direct", 1}}; }
  Effects operator()(const queue::Transfer&) const { return {{"transferred", 1}}; }
  Effects operator()(const queue::OpenCounter&) const { return {{"counter_opened", 1}}; }
  Effects operator()(const queue::PauseCounter&) const { return {{"counter_paused", 1}}; }
  Effects operator()(const queue::CloseCounter&) const {
    return {{"handed_back", 1}, {"transferred", many}, {"counter_closed", 1}};
  }
  Effects operator()(const queue::Login&) const { return {{"logged_in", 1}}; }
  Effects operator()(const queue::Logout&) const {
    return {{"logged_out", 1}, {"handed_back", 1}, {"transferred", many}, {"counter_closed", 1}};
  }
  Effects operator()(const queue::GrantClass&) const { return {{"class_granted", 1}}; }
  Effects operator()(const queue::ReturnTicket&) const { return {{"ticket_returned", 1}}; }
  Effects operator()(const queue::CancelTicket&) const { return {{"ticket_cancelled", 1}}; }
  Effects operator()(const queue::WalkIn&) const { return {{"ticket_issued", 1}}; }
  Effects operator()(const queue::PutInLine&) const { return {{"line_replaced", many}}; }
  Effects operator()(const queue::PauseHall&) const { return {{"hall_paused", 1}}; }
  Effects operator()(const queue::ResumeHall&) const { return {{"hall_resumed", 1}}; }
  Effects operator()(const queue::SetNotice&) const { return {{"notice_set", 1}}; }
  Effects operator()(const queue::EndNotice&) const { return {{"notice_ended", 1}}; }
  Effects operator()(const queue::SetWalkIns&) const { return {{"walk_ins_set", 1}}; }
  Effects operator()(const queue::SetLastNumbers&) const { return {{"last_numbers_set", 1}}; }
  Effects operator()(const queue::OpenDay&) const { return of_the_day(); }
  Effects operator()(const queue::CloseDay&) const { return of_the_day(); }
  Effects operator()(const queue::Rollover&) const { return of_the_day(); }
  /// What no page may ask for.
  template <class Other>
  Effects operator()(const Other&) const {
    return {};
  }
  static Effects of_the_day() {
    return {{"day_closing", 1},     {"accounted", many},    {"counter_closed", many}, {"logged_out", many},
            {"day_closed", 1},      {"day_opened", 1},      {"day_reopened", 1},      {"logged_in", many},
            {"alarm_raised", many}, {"alarm_cleared", many}};
  }
};

template <class Value>
CounterId counter_in(const Value& value) {
  if constexpr (requires { value.counter; }) {
    return value.counter;
  }
  return 0;
}
template <class Value>
std::string number_in(const Value& value) {
  if constexpr (requires { value.number; }) {
    return value.number;
  }
  return {};
}
CounterId counter_of(const queue::Event& event) {
  return std::visit([](const auto& body) { return counter_in(body); }, event.body);
}
std::string number_of(const queue::Event& event) {
  return std::visit([](const auto& body) { return number_in(body); }, event.body);
}

bool is_forced(const queue::Event& event) {
  const auto* admitted = std::get_if<queue::Admitted>(&event.body);
  return admitted != nullptr && admitted->forced;
}
bool is_out_of_order(const queue::Event& event) {
  const auto* called = std::get_if<queue::Called>(&event.body);
  return called != nullptr && called->turn.kind == queue::TurnKind::out_of_order;
}

}  // namespace

void NameAudit::fail(const std::string& what) { verdict_.broken(11, what + " (event " + std::to_string(seq_) + ")"); }

// What people know

void NameAudit::withdrawn(const std::string& machine) {
  for (auto& [token, session] : sessions_) {
    session.over = session.over || session.machine == machine;
  }
}

void NameAudit::signed_in(const std::string& token, const std::string& user, bool by_pin, const std::string& machine,
                          MonotonicTime now) {
  const accounts::Roles roles = staff_[user].roles;
  if (staff_[user].disabled) {
    fail(user + " signs in and is disabled");
  }
  sessions_[token] = {.user = user,
                      .machine = machine,
                      .idles = !by_pin || roles.has_any({Role::supervisor, Role::technician}),
                      .began = now,
                      .used = now};
}

void NameAudit::signed_out(const std::string& token) { sessions_[token].over = true; }

/// "": it lives, as far as anybody can know.
std::string NameAudit::why_over(Session& session, MonotonicTime now) const {
  const auto person = staff_.find(session.user);
  if (person == staff_.end()) {
    return "nobody's session";
  }
  if (person->second.disabled) {
    return session.user + " is disabled";
  }
  if (session.over) {
    return "signed out before";
  }
  if (session.used && now - session.began > signed_in_at_most + on_its_way) {
    return "signed in more than twelve hours ago";
  }
  if (session.used && session.idles && now - *session.used > idle_at_most + on_its_way) {
    return "idle for more than half an hour";
  }
  if (session.used) {
    session.used = now;
  }
  return {};
}

NameAudit::Open& NameAudit::open(const std::string& token, const std::optional<std::string>& supervisor,
                                 MonotonicTime now) {
  Session& session = sessions_[token];
  Open& request = open_.emplace_back();
  request.id = ++last_;
  request.user = session.user;
  request.why_not = why_over(session, now);
  request.supervisor = supervisor;
  return request;
}

NameAudit::Request NameAudit::asks(const std::string& token, const queue::Action& action,
                                   const std::optional<std::string>& supervisor, MonotonicTime now) {
  Open& request = open(token, supervisor, now);
  const auto& asked = static_cast<const queue::Actions&>(action);
  request.left = std::visit(EffectsOf{}, asked);
  request.counter = std::visit([](const auto& command) { return counter_in(command); }, asked);
  request.number = std::visit([](const auto& command) { return number_in(command); }, asked);
  request.out_of_order = std::holds_alternative<queue::CallOutOfOrder>(asked);
  if (std::holds_alternative<queue::Transfer>(asked)) {
    request.counter = 0;  // where to, not where
  }
  return request.id;
}

NameAudit::Request NameAudit::asks_to_check_in(const std::string& token, bool forced,
                                               const std::optional<std::string>& supervisor, MonotonicTime now) {
  Open& request = open(token, forced ? supervisor : std::nullopt, now);
  request.left = {{"admitted", 1}, {"ticket_issued", many}, {"scan_answered", 1}};
  return request.id;
}

void NameAudit::answered(Request id, Told told) {
  // Whatever the answer, from now on nothing may be done for it: what is done was durable before the answer.
  const auto found = std::ranges::find(open_, id, &Open::id);
  if (found == open_.end()) {
    return;
  }
  if (told == Told::done) {
    done_.push_back(std::move(*found));
  } else if (told == Told::failed) {
    failed_.push_back(std::move(*found));
  }
  open_.erase(found);
  if (done_.size() > remembered) {
    done_.erase(done_.begin());
  }
}

// The journal

void NameAudit::office_died() {
  lost_.insert(lost_.end(), open_.begin(), open_.end());
  lost_.insert(lost_.end(), failed_.begin(), failed_.end());
  open_.clear();
  failed_.clear();
  for (auto& [token, session] : sessions_) {
    session.used.reset();
  }
}

void NameAudit::see(const queue::Event& event) {
  seq_ = event.seq;
  failed_.clear();  // the journal can be written again, without them
  if (std::holds_alternative<queue::DayClosing>(event.body)) {
    closing_ = true;
  }
  if (const auto* pause = std::get_if<queue::HallPaused>(&event.body)) {
    pause_ends_ = pause->until;
  }
  switch (event.by.kind) {
    case ActorKind::system:
      by_the_office(event);
      break;
    case ActorKind::pad:
      by_a_device(event, true);
      break;
    case ActorKind::entrance:
      if (event.by.name == "scanner") {
        by_a_device(event, false);
        break;
      }
      [[fallthrough]];
    case ActorKind::officer:
    case ActorKind::supervisor:
      by_a_person(event);
      break;
  }
  if (std::holds_alternative<queue::DayClosed>(event.body)) {
    closing_ = false;
  }
  if (const auto* in = std::get_if<queue::LoggedIn>(&event.body)) {
    at_counter_[in->counter] = in->officer;
  } else if (const auto* out = std::get_if<queue::LoggedOut>(&event.body)) {
    if (at_counter(out->counter) != out->officer) {
      fail(out->officer + " is logged out of counter " + std::to_string(out->counter) + " without being there");
    }
    at_counter_.erase(out->counter);
  }
}

/// By itself the office takes nobody from a counter and closes none, except at the end of the day and where
/// the settings have the counter or the officer no more.
void NameAudit::by_the_office(const queue::Event& event) {
  const auto name = queue::name_of(event);
  if (is_one_of(name, {"logged_out", "counter_closed", "handed_back"})) {
    const CounterId counter = counter_of(event);
    const bool counter_gone =
        std::ranges::none_of(plan_.counters, [counter](const auto& one) { return one.id == counter; });
    const auto* out = std::get_if<queue::LoggedOut>(&event.body);
    const bool officer_gone = out != nullptr && std::ranges::none_of(plan_.officers, [out](const auto& one) {
                                return one.key == out->officer;
                              });
    if (!closing_ && !counter_gone && !officer_gone) {
      fail("counter " + std::to_string(counter) + ": " + std::string(name) + " by the office itself, and no day ends");
    }
    return;
  }
  // A pause of the hall ends by itself at the time that the supervisor gave.
  if (name == "hall_resumed" && pause_ends_ && event.at >= *pause_ends_) {
    return;
  }
  if (!is_one_of(name, {"day_opened", "day_closing", "day_closed", "day_reopened", "accounted", "clock_stepped",
                        "hour_came", "parking_ended", "logged_in", "alarm_raised", "alarm_cleared", "line_replaced",
                        "transferred", "numbers_skipped", "notice_ended", "settings_changed", "feedback_given"})) {
    fail(std::string(name) + " by the office itself: who asked for it?");
  }
}

void NameAudit::by_a_device(const queue::Event& event, bool pad) {
  const auto name = queue::name_of(event);
  const bool may = pad ? is_one_of(name, {"called", "recalled", "missed", "finished", "counter_opened"})
                       : is_one_of(name, {"admitted", "ticket_issued", "scan_answered"});
  if (!may || is_out_of_order(event) || is_forced(event)) {
    fail(std::string(name) + " by " + event.by.name + ", which cannot ask for it");
  }
  if (pad && event.by.officer != at_counter(counter_of(event))) {
    fail(std::string(name) + " by " + event.by.name + " for '" + event.by.officer + "', and '" +
         at_counter(counter_of(event)) + "' is logged in there");
  }
}

bool NameAudit::fits(const Open& request, const queue::Event& event) const {
  const auto name = queue::name_of(event);
  const bool left = std::ranges::any_of(
      request.left, [name](const auto& effect) { return effect.first == name && effect.second > 0; });
  if (!left || request.out_of_order != is_out_of_order(event)) {
    return false;
  }
  const bool here = request.counter == 0 || counter_of(event) == 0 || counter_of(event) == request.counter;
  const bool this_one = request.number.empty() || number_of(event) == request.number;
  return here && this_one;
}

void NameAudit::by_a_person(const queue::Event& event) {
  const std::string& name = event.by.name;
  const auto between = name.find(" for ");
  const std::string user = between == std::string::npos ? name : name.substr(between + 5);
  const std::string supervisor = between == std::string::npos ? std::string() : name.substr(0, between);
  if (!staff_.contains(user)) {
    return fail(std::string(queue::name_of(event)) + " by '" + name + "', whom nobody knows");
  }
  for (auto* requests : {&open_, &lost_}) {
    const auto found = std::ranges::find_if(*requests, [&](const Open& request) {
      return request.user == user && (supervisor.empty() || request.supervisor == supervisor) && fits(request, event);
    });
    if (found != requests->end()) {
      return judge(*found, event, supervisor);
    }
  }
  const bool told_early =
      std::ranges::any_of(done_, [&](const Open& request) { return request.user == user && fits(request, event); });
  if (told_early) {
    verdict_.broken(9, name + " was told that it is done before the journal said so");
    return;
  }
  fail(std::string(queue::name_of(event)) + " by '" + name + "', who had not asked for it");
}

void NameAudit::judge(Open& request, const queue::Event& event, const std::string& supervisor) {
  const auto name = queue::name_of(event);
  for (auto& [effect, times] : request.left) {
    times -= effect == name ? 1 : 0;
  }
  const std::string what = std::string(name) + " by '" + event.by.name + "'";
  if (!request.why_not.empty()) {
    fail(what + ": " + request.why_not);
  }
  const accounts::Roles own = staff_[request.user].roles;
  const bool agreed = !supervisor.empty() && staff_[supervisor].roles.has(Role::supervisor);
  const bool in_charge = own.has(Role::supervisor) || agreed;
  if (event.by.kind == ActorKind::supervisor && !in_charge) {
    fail(what + " as supervisor, and no supervisor agreed");
  }
  if ((is_out_of_order(event) || is_forced(event)) && !in_charge) {
    fail(what + " against the order or the rules, and no supervisor agreed");
  }
  const bool at_the_counter = std::ranges::any_of(
      request.left, [](const auto& effect) { return effect.first == std::string_view("served_direct"); });
  const bool may =
      agreed || role_may(own, name) || (name == "ticket_issued" && at_the_counter && own.has(Role::officer));
  if (!may) {
    fail(what + ", whose role may not");
  }
  if (const auto* in = std::get_if<queue::LoggedIn>(&event.body); in != nullptr && in->officer != request.user) {
    const bool day_again = std::ranges::any_of(
        request.left, [](const auto& effect) { return effect.first == std::string_view("day_reopened"); });
    if (!day_again) {
      fail(what + ": " + in->officer + " is logged in by somebody else");
    }
  }
}

std::string NameAudit::at_counter(CounterId counter) const {
  const auto found = at_counter_.find(counter);
  return found == at_counter_.end() ? std::string() : found->second;
}

void NameAudit::shown_at_counters(const std::vector<std::pair<CounterId, std::string>>& officers) {
  std::map<CounterId, std::string> shown;
  for (const auto& [counter, officer] : officers) {
    if (!officer.empty()) {
      shown[counter] = officer;
    }
  }
  if (shown != at_counter_) {
    std::string is, should;
    for (const auto& [counter, officer] : shown) {
      is += " " + std::to_string(counter) + ":" + officer;
    }
    for (const auto& [counter, officer] : at_counter_) {
      should += " " + std::to_string(counter) + ":" + officer;
    }
    fail("at the counters are" + is + ", by the journal" + should);
  }
}

}  // namespace antrean::simulation
