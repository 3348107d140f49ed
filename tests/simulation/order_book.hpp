// The configured order of calls (host/office/queue/README.md), worked out again the slow and simple way: everybody who
// waits in one list, looked through as a whole for each call. Judges promise 5 for every call the policy made.
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
    std::uint64_t index = 0;   ///< those who had joined the pool by then, itself included
    UtcTime since{};           ///< running time
    bool here = false;         ///< waits now
  };
  /// One class's count of turns within a pool, and the pool's own time (see the README on ratios).
  struct Turns {
    std::map<std::string, double> used;
    double clock = 0;
    std::uint64_t joined = 0;
    std::uint64_t left = 0;
  };

  void fail(const std::string& what);
  void join(queue::TicketId id, const queue::Line& line);
  void back(queue::TicketId id);
  void leave(queue::TicketId id);
  void judge(const queue::Called& called);
  const Waiting* first_by_right(const queue::CounterSettings& counter);
  const Waiting* first_by_order(const queue::CounterSettings& counter);
  const Waiting* first_of_level(const queue::CounterSettings& counter, std::uint8_t level, bool filling);
  const queue::ClassSettings* class_of(const std::string& key) const;
  double weight(const std::string& key) const;
  bool serves(const queue::ServeRule& rule, const Waiting& one) const;
  void clock(const queue::Event& event);

  const queue::PlanSettings& plan_;
  Verdict& verdict_;
  std::uint64_t seq_ = 0;
  std::map<queue::TicketId, Waiting> people_;
  std::map<std::string, Turns> turns_;
  UtcTime running_{};
  Milliseconds shift_{0};
};

}  // namespace antrean::simulation
