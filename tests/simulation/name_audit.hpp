// The auditor's account of names, promise 11: nobody acts in another's name. It is told who works here in
// which role, who signed in with which session, what was asked with a session, and which supervisor gave a
// yes by typing their own PIN. From the journal it hears who did what.
//
// Every event of a person is one that this person had asked for, in a session that was theirs and that had
// not ended, not answered yet, and in a role that may. Who was refused did nothing. A session that ends
// closes no counter and takes no officer from it. Who may what is a table of its own (name_audit.cpp),
// written from the document; it shares nothing with the product's.
//
// What cannot be known: a request that was under way when the process died may be in the journal or not,
// until the journal has been read again. Whether a session that idled over a restart has ended depends on
// clocks that may be wrong; until it is used, or refused, neither is held against the office.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accounts/roles.hpp"
#include "queue/events.hpp"
#include "queue/plan.hpp"
#include "staff_door.hpp"
#include "values/office_time.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

class NameAudit {
 public:
  using Request = std::uint64_t;

  /// `plan`: the settings of the office now.
  NameAudit(const queue::PlanSettings& plan, Verdict& verdict) : plan_(plan), verdict_(verdict) {}

  // What people know. Times are of a clock that nobody sets.

  void works_here(const std::string& user, accounts::Roles roles) { staff_[user].roles = roles; }
  /// The office has answered that it is so.
  void disabled(const std::string& user) { staff_[user].disabled = true; }
  void withdrawn(const std::string& machine);
  /// `machine`: where; "" where none is enrolled.
  void signed_in(const std::string& token, const std::string& user, bool by_pin, const std::string& machine,
                 MonotonicTime now);
  void signed_out(const std::string& token);

  /// `supervisor`: who typed their own PIN for this one request, or nobody.
  Request asks(const std::string& token, const queue::Action& action, const std::optional<std::string>& supervisor,
               MonotonicTime now);
  Request asks_to_check_in(const std::string& token, bool forced, const std::optional<std::string>& supervisor,
                           MonotonicTime now);
  void answered(Request request, Told told);

  // The journal.

  void see(const queue::Event& event);
  void office_died();
  /// Everything that the journal holds has been seen: what was under way and is not there did not happen.
  void journal_read() { lost_.clear(); }

  /// Who is logged in where, as the office's console shows it while nothing is under way.
  void shown_at_counters(const std::vector<std::pair<CounterId, std::string>>& officers);
  /// Who is at this counter by the journal; "": nobody.
  std::string at_counter(CounterId counter) const;

 private:
  struct Person {
    accounts::Roles roles;
    bool disabled = false;
  };
  struct Session {
    std::string user;
    std::string machine;
    bool idles = true;  ///< has an idle limit
    bool over = false;
    MonotonicTime began{};
    std::optional<MonotonicTime> used;  ///< unknown after a restart
  };
  struct Open {
    Request id = 0;
    std::string user;
    std::string why_not;  ///< "": the session was theirs and alive
    std::optional<std::string> supervisor;
    CounterId counter = 0;
    std::string number;
    bool out_of_order = false;
    std::vector<std::pair<std::string_view, int>> left;  ///< events that it may still cause
  };

  void fail(const std::string& what);
  Open& open(const std::string& token, const std::optional<std::string>& supervisor, MonotonicTime now);
  std::string why_over(Session& session, MonotonicTime now) const;
  void by_the_office(const queue::Event& event);
  void by_a_device(const queue::Event& event, bool pad);
  void by_a_person(const queue::Event& event);
  bool fits(const Open& request, const queue::Event& event) const;
  void judge(Open& request, const queue::Event& event, const std::string& supervisor);

  const queue::PlanSettings& plan_;
  Verdict& verdict_;
  std::map<std::string, Person> staff_;
  std::map<std::string, Session> sessions_;  ///< by token
  Request last_ = 0;
  std::vector<Open> open_;
  std::vector<Open> lost_;  ///< open when the process died
  /// Answered "not stored". If the process starts again before anything else is stored, the failed commit may
  /// be found in the journal (journal.hpp). Else it must not.
  std::vector<Open> failed_;
  std::vector<Open> done_;  ///< the latest that were answered with yes
  std::map<CounterId, std::string> at_counter_;
  std::optional<UtcTime> pause_ends_;  ///< as the latest pause of the hall says
  bool closing_ = false;               ///< between DayClosing and DayClosed
  std::uint64_t seq_ = 0;
};

}  // namespace antrean::simulation
