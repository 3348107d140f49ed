// The configured order of calls (host/office/queue/README.md, "The call order, exactly"), worked out again the slow and
// simple way: everybody who waits in one list, looked through as a whole for each call. Judges promise 5 for every call
// the policy made.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "queue/events.hpp"
#include "queue/plan.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

class OrderBook {
 public:
  OrderBook(const queue::PlanSettings& plan, Verdict& verdict) : plan_(plan), verdict_(verdict) {}
  void see(const queue::Event& event);

 private:
  struct Waiting {
    queue::TicketId ticket = 0;
    std::string number;
    std::string pool;
    std::string class_key;
    queue::Place place;
    std::uint64_t joined = 0;  ///< event of its joining; kept by who is handed back
    UtcTime since{};           ///< running time
    bool here = false;         ///< waits now
  };
  /// What the ratio keeps of a pool: of each class its pass, of each tier (does it fill) its clock, in whole turns.
  struct Ratio {
    std::map<std::string, double> passes;
    std::map<bool, double> clocks;
  };
  /// A call by the rules that stands.
  struct Turn {
    std::uint64_t call = 0;
    queue::TicketId ticket = 0;
    CounterId counter = 0;
    std::uint64_t joined = 0;  ///< of whoever was called
    std::string officer;       ///< who was at the counter
    std::string pool;
    std::string class_key;
    bool fills = false;
    double put_on = 0;  ///< on the pass, with what brought it up to the clock
    double clock = 0;   ///< afterwards
  };
  struct Desk {
    bool open = false;
    std::string officer;
    std::uint64_t call = 0;  ///< by which its ticket is there; 0: by none of the rules
  };

  void fail(const std::string& what);
  void join(queue::TicketId id, const queue::Line& line);
  void back(queue::TicketId id);
  void take_back(CounterId counter, queue::TicketId id);
  void leave(queue::TicketId id);
  void judge(const queue::Called& called);
  void charge(const queue::CounterSettings& counter, const Waiting& called, std::uint64_t call);
  std::size_t passed(const Waiting& one) const;
  const Waiting* first_by_right(const queue::CounterSettings& counter) const;
  const Waiting* first_by_order(const queue::CounterSettings& counter) const;
  std::vector<const Waiting*> left_by_preference(const queue::CounterSettings& counter) const;
  const queue::CounterSettings* counter(CounterId id) const;
  const queue::ClassSettings* class_of(const std::string& key) const;
  bool fills(const std::string& key) const;
  double weight(const std::string& key) const;
  double effective(const std::string& pool, const std::string& key) const;
  bool skilled(const std::string& officer, const std::string& pool) const;
  bool serves(const queue::ServeRule& rule, const Waiting& one) const;
  bool may_call(const queue::CounterSettings& counter, const std::string& officer, const Waiting& one) const;
  void clock(const queue::Event& event);

  const queue::PlanSettings& plan_;
  Verdict& verdict_;
  std::uint64_t seq_ = 0;
  std::map<queue::TicketId, Waiting> people_;
  std::map<std::string, Ratio> ratios_;
  std::vector<Turn> calls_;
  std::map<CounterId, Desk> desks_;
  UtcTime running_{};
  Milliseconds shift_{0};
};

}  // namespace antrean::simulation
