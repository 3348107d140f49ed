// The auditor's account of what the journal holds: who has which number, who is where, who was called where,
// and which code admitted whom. It reads the events with its own code, which it does not share with the
// engine. It checks the promises that can be seen from them alone: numbers (4), codes (2), calls and their
// reasons (5).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "order_model.hpp"
#include "queue/events.hpp"
#include "verdict.hpp"

namespace antrean::simulation {

class TicketAudit {
 public:
  enum class Where { held, line, called, serving, parked, missed, over };
  struct Ticket {
    std::string number;
    Where where = Where::line;
    CounterId counter = 0;
    BookingId booking = 0;
    queue::Outcome outcome = queue::Outcome::none;
  };
  struct Call {
    std::uint64_t call = 0;
    std::string number;
    CounterId counter = 0;
    UtcTime at{};
  };
  struct Admission {
    int people = 0;
    int times = 0;
    std::vector<std::string> numbers;
    UtcTime at{};  ///< the latest
  };

  /// What the portal should know about a booking; std::nullopt: it has not happened.
  struct Told {
    std::optional<UtcTime> checked_in;  ///< the first one
    std::optional<UtcTime> served;      ///< the last of its people, after the whole journey
    std::optional<UtcTime> no_show;     ///< the last one
    friend bool operator==(const Told&, const Told&) = default;
  };

  TicketAudit(const queue::PlanSettings& plan, Verdict& verdict) : order_(plan, verdict), verdict_(verdict) {}

  void see(const queue::Event& event);

  std::uint64_t last_seq() const { return last_seq_; }
  OfficeDay day() const { return day_; }
  bool open() const { return open_; }
  /// The number at the counter, "" for nobody.
  std::string number_at(CounterId counter) const;
  bool paused_or_closed(CounterId counter) const { return today_.open_counters.count(counter) == 0; }
  /// The counter among these with the latest call whose ticket is still there; 0: none.
  CounterId latest_of(const std::vector<CounterId>& counters) const;
  const std::vector<Call>& calls() const { return today_.calls; }  ///< of the day
  const Admission* admission(BookingId booking) const;
  Told told(BookingId booking) const;
  const std::map<queue::TicketId, Ticket>& tickets() const { return today_.tickets; }
  const Ticket* by_number(const std::string& number) const;
  std::size_t waiting() const;
  std::vector<std::string> left_behind() const { return order_.left_behind(); }

 private:
  void fail(int promise, const std::string& what);
  Ticket& who(queue::TicketId id);
  void take_number(const std::string& number, queue::TicketId id);
  void occupy(CounterId counter, queue::TicketId id, Where as);
  void vacate(CounterId counter, queue::TicketId id);
  void end(queue::TicketId id, queue::Outcome outcome);
  void same_number(queue::TicketId id, const std::string& number);

  void on(const queue::DayOpened& e);
  void on(const queue::DayClosing& e) { closing_[e.day] = today_; }
  void on(const queue::DayClosed& e);
  void on(const queue::DayReopened& e);
  void on(const queue::ClosedUnserved& e);
  void on(const queue::TicketIssued& e);
  void on(const queue::Admitted& e);
  void on(const queue::HourCame& e);
  void on(const queue::TicketReturned& e);
  void on(const queue::TicketCancelled& e);
  void on(const queue::Called& e);
  void on(const queue::Recalled& e);
  void on(const queue::ServingStarted& e);
  void on(const queue::ServedDirect& e);
  void on(const queue::Missed& e);
  void on(const queue::Finished& e);
  void on(const queue::FinishUndone& e);
  void on(const queue::Parked& e);
  void on(const queue::ParkingEnded& e);
  void on(const queue::Resumed& e);
  void on(const queue::CallCancelled& e);
  void on(const queue::HandedBack& e);
  void on(const queue::Transferred& e);
  void on(const queue::CounterOpened& e) { today_.open_counters.insert(e.counter); }
  void on(const queue::CounterPaused& e) { today_.open_counters.erase(e.counter); }
  void on(const queue::CounterClosed& e);
  template <class Other>
  void on(const Other&) {}

  OrderModel order_;
  Verdict& verdict_;
  const queue::Event* event_ = nullptr;
  std::uint64_t last_seq_ = 0;
  OfficeDay day_;
  bool open_ = false;
  /// What begins and ends with the day.
  struct Today {
    std::map<queue::TicketId, Ticket> tickets;
    std::map<CounterId, queue::TicketId> at_counter;
    std::map<CounterId, std::uint64_t> last_call;
    std::set<CounterId> open_counters;
    std::map<std::string, queue::TicketId> numbers;  ///< all numbers of the day
    std::vector<Call> calls;
  };
  Today today_;
  std::map<OfficeDay, Today> closing_;                 ///< the state when the day was closed
  std::set<std::pair<OfficeDay, std::string>> given_;  ///< numbers of all days
  std::map<BookingId, Admission> admissions_;
  std::map<BookingId, Told> told_;
};

}  // namespace antrean::simulation
