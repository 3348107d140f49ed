// Who is called, computed only from the queue's documents: the chapter "The call order, exactly" of
// host/office/queue/README.md, the events and the settings. It shares no code with the engine, and is simple
// and slow: all waiting tickets are in one list, and for each question it looks through all calls of the day.
// Every call of the engine is compared with it (promise 5): who is called, by which rule, and how the call
// changed pass and clock.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "queue/events.hpp"
#include "queue/plan.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

class OrderModel {
 public:
  /// Both must outlive it.
  OrderModel(const queue::PlanSettings& plan, Verdict& verdict) : plan_(plan), verdict_(verdict) {}

  void see(const queue::Event& event);
  /// Numbers that no counter will ever call under these settings: no counter calls from their line, or they
  /// are at a counter that is gone, or in a stage that is gone.
  std::vector<std::string> left_behind() const;
  /// The number of calls by the configured order that were compared.
  std::size_t compared() const { return compared_; }

 private:
  using ClassLineKey = std::pair<std::string, std::string>;  ///< pool, class
  using TierKey = std::pair<std::string, bool>;              ///< pool; whether its classes fill

  struct Ticket {
    queue::TicketId id = 0;
    std::string number;
    std::string service;
    std::string stage;
    queue::Line line;         ///< where it waits, or would wait if it came back
    std::uint64_t entry = 0;  ///< 0: it has not joined a line yet
    UtcTime since{};          ///< running time of the join stamp
    bool waits = false;
    bool over = false;
    CounterId at = 0;  ///< called or served there; 0: at no counter
    /// Index into calls_ of the call by which it is here, if that can be taken back.
    std::optional<std::size_t> call;
  };

  /// A ticket as it was when a counter finished it. Until somebody else comes there, it may be undone.
  struct Before {
    Ticket ticket;
    std::uint64_t next = 0;  ///< its entry at the next stage; 0: it was the last
  };

  /// A call by rules 2 to 6.
  struct Call {
    std::uint64_t entry = 0;  ///< join stamp of the called ticket
    ClassLineKey line;
    TierKey tier;
    std::vector<queue::ServeRule> may;  ///< what the counter was allowed to call then
    std::uint64_t put_on = 0;           ///< added to the pass
    std::uint64_t price = 0;            ///< 720720 / weight
    std::uint64_t clock = 0;            ///< of the tier, after the call
    bool stands = true;
  };

  struct Choice {
    const Ticket* ticket = nullptr;
    queue::TurnKind kind = queue::TurnKind::order;
  };

  void fail(const std::string& what);
  /// Nobody comes to a counter, and nobody is called there, while the hall is paused.
  void check_hall(const queue::EventBody& body);
  void run_clock(const queue::Event& event);
  void reopen(const queue::DayReopened& reopened, UtcTime at);

  void join(Ticket& ticket, const queue::Line& line);
  void come_back(Ticket& ticket);
  void undo(const queue::FinishUndone& undone);
  /// The stage finished is the one it was at, and the next stage of the settings follows.
  void check_journey(const Ticket& ticket, const queue::Finished& finished);
  std::string stage_after(const std::string& service, const std::string& stage) const;  ///< "": it is the last
  void take_back(Ticket& ticket);
  void leave(queue::TicketId id);
  void called(const queue::Called& called);

  // The choice of a counter.
  std::vector<queue::ServeRule> may_call(CounterId counter) const;
  Choice choice(CounterId counter) const;
  const Ticket* from_own_line(CounterId counter) const;
  Choice who_must_go_first(const std::vector<queue::ServeRule>& rules) const;
  /// What rules 3 and 4 leave: the rules of the preference, and the tier. Nothing: nobody waits.
  std::optional<std::pair<std::vector<queue::ServeRule>, bool>> left_by_preference_and_tier(
      const std::vector<queue::ServeRule>& rules) const;
  const Ticket* by_ratio_and_place(const std::vector<queue::ServeRule>& rules, bool fills) const;
  std::set<ClassLineKey> calling_from(CounterId counter) const;
  std::size_t passed_over(const Ticket& ticket) const;

  // How the places are made.
  void check_issued(const queue::TicketIssued& issued);
  void check_moved(const Ticket& before, const std::string& stage, const queue::Line& line, bool to_counter);
  void check_returned(const Ticket& ticket, const queue::Line& line);
  void check_place(const std::string& number, const queue::Position& is, const queue::Position& should);

  const queue::ClassSettings* class_of(const std::string& key) const;
  const queue::StageSettings* stage_of(const std::string& service, const std::string& stage) const;
  bool fills(const std::string& class_key) const;
  std::uint64_t price_of(const std::string& class_key) const;
  std::uint64_t effective_pass(const ClassLineKey& line) const;
  static std::string own_line(CounterId counter) { return "counter:" + std::to_string(counter); }
  static bool serves(const queue::ServeRule& rule, const Ticket& ticket);
  static bool serves_any(const std::vector<queue::ServeRule>& rules, const Ticket& ticket);
  Ticket& ticket(queue::TicketId id);

  const queue::PlanSettings& plan_;
  Verdict& verdict_;
  std::uint64_t seq_ = 0;
  std::size_t compared_ = 0;

  OfficeDay day_;
  UtcTime at_{};  ///< of the previous event
  UtcTime running_{};
  Milliseconds shift_{0};
  std::map<queue::TicketId, Ticket> tickets_;
  std::vector<Call> calls_;
  std::map<ClassLineKey, std::uint64_t> pass_;
  std::map<TierKey, std::uint64_t> clock_;
  std::set<CounterId> open_;
  std::map<CounterId, std::string> officers_;
  std::map<CounterId, Before> finished_;  ///< the latest of each counter
  bool paused_ = false;                   ///< the hall: nobody may be called
  /// As everything of the day stood when it was closed.
  struct Closed {
    std::map<queue::TicketId, Ticket> tickets;
    std::vector<Call> calls;
    std::map<ClassLineKey, std::uint64_t> pass;
    std::map<TierKey, std::uint64_t> clock;
    std::set<CounterId> open;
    std::map<CounterId, std::string> officers;
    std::map<CounterId, Before> finished;
    bool paused = false;
    UtcTime at{};
    UtcTime running{};
    Milliseconds shift{0};
  };
  std::map<OfficeDay, Closed> closed_;
  std::optional<Standing> standing_;  ///< of the admission to which the next tickets belong
};

}  // namespace antrean::simulation
