// Checks what must always hold, from the events alone and with code that shares nothing with the engine. It
// keeps its own account of who has which number, who is where, who joined which line when, and who may be
// called at which counter.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "queue/events.hpp"
#include "queue/plan.hpp"

namespace antrean::queue::test {

class Checker {
 public:
  /// The limit of policy.hpp: counters that may call a waiting person call at most max_passed later arrivals
  /// before that person.
  explicit Checker(PlanSettings settings) : settings_(std::move(settings)) {}

  /// "" or what is wrong.
  std::string see(const Event& event) {
    wrong_.clear();
    if (event.seq != last_seq_ + 1) {
      fail("seq does not follow");
    }
    last_seq_ = event.seq;
    std::visit([&](const auto& body) { on(body); }, event.body);
    return wrong_;
  }

  /// From now on decisions use these settings. How often somebody was passed over before does not count under
  /// them.
  void settings_changed(PlanSettings settings) {
    settings_ = std::move(settings);
    for (auto& [id, person] : people_) {
      person.passed.clear();
    }
  }

  std::size_t live() const {
    std::size_t count = 0;
    for (const auto& [id, person] : people_) {
      count += person.where != Where::over ? 1 : 0;
    }
    return count;
  }
  std::size_t most_passed() const { return most_passed_; }
  std::size_t passed_from_other_pools() const { return passed_from_other_pools_; }

 private:
  enum class Where { held, line, counter, parked, missed, over };
  struct Person {
    Where where = Where::line;
    std::string number;
    CounterId counter = 0;
    std::string pool;
    std::string class_key;
    std::uint64_t joined = 0;        ///< seq of the event; 0: never
    std::uint64_t call = 0;          ///< the call by which it is at its counter; 0: none
    std::set<std::uint64_t> passed;  ///< calls of later arrivals while it waited that were not taken back
  };

  /// As somebody was when a counter finished them.
  struct Before {
    TicketId id = 0;
    std::string number;
    std::string pool;
    std::uint64_t joined = 0;
    std::set<std::uint64_t> passed;
    std::uint64_t next = 0;  ///< the event by which they joined the next stage; 0: it was the last
  };

  void fail(const std::string& what) {
    if (wrong_.empty()) {
      wrong_ = what + " at event " + std::to_string(last_seq_);
    }
  }

  Person& who(TicketId id) {
    if (!people_.contains(id)) {
      fail("no such ticket");
    }
    return people_[id];
  }
  void take_number(const std::string& number) {
    if (!numbers_.insert(day_ + number).second) {
      fail("number " + number + " given twice on one day");
    }
  }
  void join(Person& person, const Line& line) {
    person.where = Where::line;
    person.pool = line.pool;
    person.class_key = line.class_key;
    person.joined = last_seq_;
    person.passed.clear();
  }
  void rejoin(Person& person) {
    person.where = Where::line;
    person.counter = 0;
    if (person.joined == 0) {
      join(person, {person.pool, person.class_key, {}});
    }
  }
  void take_back(Person& person) {
    for (auto& [other, there] : people_) {
      there.passed.erase(person.call);
    }
    rejoin(person);
  }
  bool may_call(CounterId id, const Person& person) const {
    const auto served = [&](const ServeRule& rule) {
      return rule.pool == person.pool && (rule.class_key.empty() || rule.class_key == person.class_key);
    };
    const auto officer_may = [&](const OfficerSettings& officer) {
      return officer.pools.empty() ||
             std::find(officer.pools.begin(), officer.pools.end(), person.pool) != officer.pools.end();
    };
    for (const auto& counter : settings_.counters) {
      if (counter.id != id || std::none_of(counter.serves.begin(), counter.serves.end(), served)) {
        continue;
      }
      const auto logged_in = officers_.find(id);
      if (logged_in == officers_.end()) {
        return true;
      }
      for (const auto& officer : settings_.officers) {
        if (officer.key == logged_in->second) {
          return officer_may(officer);
        }
      }
      return true;
    }
    return false;
  }
  void occupy(CounterId counter, TicketId id) {
    if (at_counter_.contains(counter)) {
      fail("two tickets at counter " + std::to_string(counter));
    }
    if (who(id).where == Where::counter) {
      fail("a ticket at two counters");
    }
    at_counter_[counter] = id;
    finished_at_.erase(counter);
    who(id).where = Where::counter;
    who(id).counter = counter;
  }
  void vacate(CounterId counter, TicketId id) {
    const auto found = at_counter_.find(counter);
    if (found == at_counter_.end() || found->second != id) {
      return fail("that ticket is not at that counter");
    }
    at_counter_.erase(found);
    who(id).counter = 0;
  }
  void vacate_if_there(TicketId id) {
    if (who(id).where == Where::counter) {
      vacate(who(id).counter, id);
    }
  }
  void same_number(TicketId id, const std::string& number) {
    if (who(id).number != number) {
      fail("event says " + number + ", the ticket is " + who(id).number);
    }
  }

  void nobody_comes_in_a_pause() {
    if (paused_) {
      fail("somebody comes to a counter while the hall is paused");
    }
  }
  void on(const HallPaused&) { paused_ = true; }
  void on(const HallResumed&) {
    if (!paused_) {
      fail("a hall resumed that was not paused");
    }
    paused_ = false;
  }
  void on(const DayOpened& opened) {
    if (live() != 0) {
      fail("a day opened over tickets that nobody accounted for");
    }
    paused_ = false;
    people_.clear();
    at_counter_.clear();
    finished_at_.clear();
    day_ = opened.day.text() + " ";
    opening_ = last_seq_;
    calls_ = 0;
  }
  void on(const DayClosing&) { stood_[day_] = {people_, at_counter_, officers_, finished_at_, calls_, paused_}; }
  void on(const DayReopened& e) {
    if (live() != 0) {
      fail("a day opened over tickets that nobody accounted for");
    }
    day_ = e.day.text() + " ";
    opening_ = e.opening;
    if (!stood_.contains(day_)) {
      return fail("a day is open again that was never closed");
    }
    const Stood& stood = stood_[day_];
    people_ = stood.people;
    at_counter_ = stood.at_counter;
    finished_at_ = stood.finished_at;
    officers_.clear();
    calls_ = stood.calls;
    officers_to_come_ = stood.officers;
    paused_ = stood.paused;
  }
  void on(const DayClosed& closed) {
    paused_ = false;
    if (live() != 0) {
      fail("a day closed over tickets that nobody accounted for");
    }
    if (closed.issued != people_.size()) {
      fail("issued does not add up");
    }
    if (closed.served + closed.no_shows + closed.cancelled + closed.unserved != closed.issued) {
      fail("the accounts do not add up");
    }
  }
  void on(const ClosedUnserved& e) {
    same_number(e.ticket, e.number);
    vacate_if_there(e.ticket);
    if (who(e.ticket).where == Where::over) {
      fail("accounted twice");
    }
    who(e.ticket).where = Where::over;
  }
  void on(const TicketIssued& e) {
    take_number(e.number);
    if (people_.contains(e.ticket)) {
      fail("a ticket issued twice");
    }
    Person& person = people_[e.ticket];
    person.number = e.number;
    person.pool = e.line.pool;
    person.class_key = e.line.class_key;
    if (e.held_until) {
      person.where = Where::held;
    } else {
      join(person, e.line);
    }
  }
  void on(const Admitted& e) {
    auto& people = admitted_[day_ + std::to_string(e.booking)];
    people += e.people;
    if (people > e.party) {
      fail("more people admitted than the code has");
    }
  }
  void on(const HourCame& e) {
    if (who(e.ticket).where != Where::held) {
      fail("an hour came for somebody who was not held");
    }
    join(who(e.ticket), {who(e.ticket).pool, who(e.ticket).class_key, {}});
  }
  void on(const TicketReturned& e) {
    if (who(e.ticket).where != Where::missed) {
      fail("returned without having missed");
    }
    join(who(e.ticket), e.line);
  }
  void on(const ClassGranted& e) {
    who(e.ticket).class_key = e.class_key;
    who(e.ticket).passed.clear();
  }
  void on(const TicketCancelled& e) {
    vacate_if_there(e.ticket);
    if (who(e.ticket).where == Where::over) {
      fail("cancelled after the end");
    }
    who(e.ticket).where = Where::over;
  }
  void on(const Called& e) {
    nobody_comes_in_a_pause();
    same_number(e.ticket, e.number);
    if (e.call != ++calls_) {
      fail("calls do not rise by one");
    }
    Person& person = who(e.ticket);
    if (person.where == Where::counter || person.where == Where::over) {
      fail("called from nowhere");
    }
    const bool by_policy = e.turn.kind != TurnKind::out_of_order;
    if (by_policy && person.where != Where::line) {
      fail("the policy called somebody who does not wait");
    }
    if (!by_policy && e.reason.empty()) {
      fail("called out of order without a reason");
    }
    const bool in_the_order = by_policy && e.turn.kind != TurnKind::own_line;
    person.call = in_the_order ? e.call : 0;
    if (in_the_order) {
      count_passed(e, person);
    }
    occupy(e.counter, e.ticket);
  }
  void count_passed(const Called& e, const Person& called) {
    for (auto& [other, there] : people_) {
      if (there.where != Where::line || there.joined >= called.joined || !may_call(e.counter, there)) {
        continue;
      }
      there.passed.insert(e.call);
      most_passed_ = std::max(most_passed_, there.passed.size());
      if (there.pool != called.pool) {
        ++passed_from_other_pools_;
      }
      if (there.passed.size() > settings_.policy.max_passed) {
        fail(there.number + " was passed over too often");
      }
    }
  }
  void on(const Recalled& e) {
    nobody_comes_in_a_pause();
    same_number(e.ticket, e.number);
    if (e.call != ++calls_) {
      fail("calls do not rise by one");
    }
    if (who(e.ticket).counter != e.counter) {
      fail("recalled to another counter");
    }
  }
  void on(const ServingStarted& e) {
    if (who(e.ticket).counter != e.counter) {
      fail("served at another counter");
    }
  }
  void on(const ServedDirect& e) {
    nobody_comes_in_a_pause();
    occupy(e.counter, e.ticket);
    who(e.ticket).call = 0;
  }
  void on(const Missed& e) {
    vacate(e.counter, e.ticket);
    who(e.ticket).where = Where::missed;
  }
  void on(const Finished& e) {
    same_number(e.ticket, e.number);
    vacate(e.counter, e.ticket);
    const Person& was = who(e.ticket);
    finished_at_[e.counter] = {e.ticket, was.number, was.pool, was.joined, was.passed, e.next ? last_seq_ : 0};
    if (!e.next) {
      who(e.ticket).where = Where::over;
      return;
    }
    if (!e.next->new_number.empty()) {
      take_number(e.next->new_number);
      who(e.ticket).number = e.next->new_number;
    }
    join(who(e.ticket), e.next->line);
  }
  void on(const FinishUndone& e) {
    Person& person = who(e.ticket);
    const auto before = finished_at_.find(e.counter);
    if (before == finished_at_.end() || before->second.number != e.number || before->second.id != e.ticket) {
      return fail("a finish is undone that was not the latest at that counter");
    }
    if (person.where != Where::over && (person.where != Where::line || person.joined != before->second.next)) {
      return fail("a finish is undone of somebody who moved on");
    }
    person.where = Where::line;
    person.number = before->second.number;
    person.pool = before->second.pool;
    person.joined = before->second.joined;
    person.passed = before->second.passed;
    finished_at_.erase(before);
    occupy(e.counter, e.ticket);
  }
  void on(const Parked& e) {
    vacate(e.counter, e.ticket);
    who(e.ticket).where = Where::parked;
  }
  void on(const ParkingEnded& e) {
    if (who(e.ticket).where != Where::parked) {
      fail("parking ended for somebody who was not parked");
    }
    rejoin(who(e.ticket));
  }
  void on(const Resumed& e) {
    nobody_comes_in_a_pause();
    if (who(e.ticket).where != Where::parked) {
      fail("resumed without having been parked");
    }
    occupy(e.counter, e.ticket);
    who(e.ticket).call = 0;
  }
  void on(const CallCancelled& e) {
    vacate(e.counter, e.ticket);
    take_back(who(e.ticket));
  }
  void on(const HandedBack& e) {
    vacate(e.counter, e.ticket);
    take_back(who(e.ticket));
  }
  void on(const Transferred& e) {
    if (e.from != 0) {
      vacate(e.from, e.ticket);
    }
    if (!e.new_number.empty()) {
      take_number(e.new_number);
      who(e.ticket).number = e.new_number;
    }
    if (e.reason.empty()) {
      fail("transferred without a reason");
    }
    join(who(e.ticket), e.line);
  }
  void on(const LineReplaced& e) {
    same_number(e.ticket, e.number);
    if (e.reason.empty()) {
      fail("put into another line without a reason");
    }
    Person& person = who(e.ticket);
    if (person.where == Where::over) {
      fail("put in line after the end");
    }
    person.pool = e.line.pool;
    person.class_key = e.line.class_key;
    person.passed.clear();
  }
  void on(const LoggedIn& e) {
    if (const auto back = officers_to_come_.find(e.counter); back != officers_to_come_.end()) {
      if (back->second != e.officer) {
        fail("another officer is back at the counter");
      }
      officers_to_come_.erase(back);
    }
    for (const auto& [counter, officer] : officers_) {
      if (officer == e.officer) {
        fail("an officer at two counters");
      }
    }
    officers_[e.counter] = e.officer;
  }
  void on(const LoggedOut& e) { officers_.erase(e.counter); }
  void on(const CounterClosed& e) {
    if (at_counter_.contains(e.counter)) {
      fail("a counter closed over its ticket");
    }
    finished_at_.erase(e.counter);
  }
  void on(const FeedbackGiven& e) {
    if (!said_.emplace(e.opening, e.ticket).second) {
      fail("somebody's feedback counted twice");
    }
    if (e.opening == opening_ && who(e.ticket).where != Where::over) {
      fail("feedback of somebody who is still here");
    }
  }
  template <class Other>
  void on(const Other&) {}

  struct Stood {
    std::map<TicketId, Person> people;
    std::map<CounterId, TicketId> at_counter;
    std::map<CounterId, std::string> officers;
    std::map<CounterId, Before> finished_at;
    std::uint64_t calls = 0;
    bool paused = false;
  };
  bool paused_ = false;                 ///< the hall
  std::map<std::string, Stood> stood_;  ///< by day, before the day was closed
  std::map<CounterId, std::string> officers_to_come_;

  PlanSettings settings_;
  std::uint64_t last_seq_ = 0;
  std::uint64_t calls_ = 0;
  std::string day_;
  std::uint64_t opening_ = 0;
  std::set<std::pair<std::uint64_t, TicketId>> said_;  ///< by the seq of the day's DayOpened
  std::map<TicketId, Person> people_;
  std::map<CounterId, TicketId> at_counter_;
  std::map<CounterId, Before> finished_at_;  ///< until somebody else comes to that counter
  std::map<CounterId, std::string> officers_;
  std::set<std::string> numbers_;
  std::map<std::string, int> admitted_;
  std::size_t most_passed_ = 0, passed_from_other_pools_ = 0;
  std::string wrong_;
};

}  // namespace antrean::queue::test
