// The directorate's changes of the plan: what one would do to bookings is shown before it is done, and is
// done only as it was shown.
//
// A change that no booking is in the way of is made by one person. One that takes something away from people
// who have booked needs a second person, who must agree within the hour; until then nobody is told, and when
// nobody agrees it lapses and does nothing. Everything is committed in one step with the plan's number, so of
// two people who change the same thing one is told to look again. io_context thread.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "booking/affected.hpp"
#include "directorate/plan_keeper.hpp"

namespace antrean::portal {

inline constexpr std::chrono::minutes agree_within{60};

/// Who does it, from the session.
struct Actor {
  std::string user;
  std::string role;
};

struct Proposal {
  std::vector<PlanPart> parts;
  std::int64_t base = 0;  ///< the newest change when whoever proposes looked
  UtcTime valid_from{};   ///< in the past: at once
  std::string why;
};

/// Bookings that the offices could keep now, and could not by the proposal.
struct Preview {
  struct Group {
    std::string office;
    OfficeDay day;
    Affected affected;
    std::size_t bookings = 0, people = 0, without_contact = 0;
  };
  struct Line {
    std::string office, service, code;
    OfficeDay day;
    SlotHours hours;
    std::uint8_t party = 1;
    bool contact = false;
  };
  std::int64_t base = 0;
  std::vector<Group> groups;  ///< by office, day
  std::vector<Line> lines;    ///< all of them, by day
  std::size_t people = 0, without_contact = 0, cancelled = 0;
  std::string print;  ///< of all bookings that are in the way; two previews with the same one show the same
  std::string wrong;  ///< why it cannot be done at all; "": it can

  bool harms() const { return !lines.empty(); }
  std::string text() const;  ///< "12 bookings, 15 people, 2 without a contact, 12 to be cancelled"
};

struct ChangeMade {
  std::int64_t nr = 0;
};
struct SecondNeeded {
  std::int64_t id = 0;
  UtcTime until{};
};
/// Something else is true now than was shown.
struct LookAgain {
  Preview now;
  bool same_subject = false;  ///< somebody else has changed the same thing since
};
struct NotPossible {
  std::string why;
};
struct SamePerson {};  ///< the second person must be another one
using CommitOutcome = std::variant<ChangeMade, SecondNeeded, LookAgain, NotPossible, RequestOver, SamePerson>;

class PlanService {
 public:
  /// All are kept by reference; `offices`: those in use.
  PlanService(DirectorateStore& plans, Store& bookings, PlanKeeper& keeper, const Offices& offices,
              const process::Clock& clock)
      : plans_(plans), bookings_(bookings), keeper_(keeper), offices_(offices), clock_(clock) {}

  boost::asio::awaitable<Preview> preview(Proposal proposal);
  /// `shown`: Preview::print of what the person saw.
  boost::asio::awaitable<CommitOutcome> commit(Proposal proposal, Actor by, std::string shown);
  /// The second person agrees to what is shown now.
  boost::asio::awaitable<CommitOutcome> agree(std::int64_t id, Actor by, std::string shown);
  boost::asio::awaitable<RefusePlanAnswer> refuse(std::int64_t id, Actor by);
  boost::asio::awaitable<std::optional<PlanRequest>> request(std::int64_t id);

  const PlanKeeper& keeper() const { return keeper_; }
  DirectorateStore& store() { return plans_; }

 private:
  boost::asio::awaitable<CommitOutcome> carry_out(Proposal proposal, Actor by, std::string agreed, std::int64_t request,
                                                  std::string shown);
  bool behind(const Proposal& proposal) const;
  std::string why_not(const Proposal& proposal, UtcTime from) const;

  DirectorateStore& plans_;
  Store& bookings_;
  PlanKeeper& keeper_;
  const Offices& offices_;
  const process::Clock& clock_;
};

}  // namespace antrean::portal
