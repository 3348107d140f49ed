// The plan of the offices as the store keeps it: every change since the first filling, with who made it, why,
// and from when on it counts. Rows are added and never altered; each has the hash of the one before, so one
// that was edited or taken out is noticed (plan_chain_wrong).
//
// A change is made of parts. Each part is a document about one subject ("office AD", plan/plan_documents.hpp)
// and replaces the document of that subject whole. Documents are checked before they come here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "store/store.hpp"
#include "values/office_time.hpp"

namespace antrean::portal {

struct PlanPart {
  std::string subject;
  std::string document;  ///< TOML; "": the subject is taken out of the plan
  friend bool operator==(const PlanPart&, const PlanPart&) = default;
};

struct PlanChange {
  std::int64_t nr = 0;  ///< from 1 on, without gaps
  UtcTime made_at{};
  UtcTime valid_from{};  ///< not before made_at
  std::string who;       ///< a user name, or what made it: "settings"
  std::string role;      ///< in which: "directorate", "operator"
  std::string agreed;    ///< the second person, where one was needed
  std::string why;
  std::vector<PlanPart> parts;
  friend bool operator==(const PlanChange&, const PlanChange&) = default;
};

/// The store numbers the change.
struct ChangePlanOrder {
  std::int64_t expected = 0;  ///< the newest change that whoever made this one knew
  PlanChange change;
  std::int64_t request = 0;  ///< the request that it carries out, in the same step; 0: none
  UtcTime now{};
};
struct PlanChanged {
  std::int64_t nr = 0;
};
/// It does not wait any more: decided, or too late.
struct RequestOver {};
/// OtherPlan: there is a newer change, and what this one would do must be looked at again.
using ChangePlanAnswer = std::variant<PlanChanged, OtherPlan, RequestOver>;

/// A change that needs a second person. Until then it does nothing; when nobody agrees in time, it lapses.
struct PlanRequest {
  enum class State : std::uint8_t { waits, agreed, refused };
  std::int64_t id = 0;
  UtcTime until{};        ///< somebody must agree before
  std::int64_t base = 0;  ///< the newest change that it was made on
  PlanChange change;      ///< nr: of the change that it became; agreed: ""
  std::string bookings;   ///< which it would affect when it was made, for people to read
  State state = State::waits;
  std::optional<UtcTime> decided_at{};
  std::string decided_by;

  bool waits_at(UtcTime now) const { return state == State::waits && now < until; }
};
struct RequestPlanOrder {
  PlanRequest request;
  UtcTime now{};
};
struct RequestKept {
  std::int64_t id = 0;
};
struct RefusePlanOrder {
  std::int64_t id = 0;
  std::string by;
  UtcTime now{};
};
struct RequestRefused {};
using RefusePlanAnswer = std::variant<RequestRefused, RequestOver>;

/// What the block list is about.
enum class Blocks : std::uint8_t { person, contact, network };
/// A person, a contact or a network that may not book until a moment, on the block list.
struct Block {
  std::int64_t id = 0;
  Blocks what = Blocks::person;
  NikHmac digest{};     ///< of the NIK, the contact (NikKey::contact) or the network (NikKey::address)
  std::string shown{};  ///< what of it people may read: "****0001", "s****@contoh.id"
  std::string why{}, who{};
  UtcTime made_at{}, until{};
  std::optional<UtcTime> lifted_at{};
  std::string lifted_by{}, lifted_why{};
};
struct BlockOrder {
  Block block;
  Key128 key{};  ///< fresh
  UtcTime now{};
};
struct Blocked {
  std::int64_t id = 0;
};
struct LiftBlockOrder {
  std::int64_t id = 0;
  std::string by, why;
  UtcTime now{};
};
struct BlockLifted {};
struct NoSuchBlock {};  ///< or it is lifted or over
using LiftBlockAnswer = std::variant<BlockLifted, NoSuchBlock>;

/// How a day at an office stands: people on live bookings.
struct DayAtOffice {
  std::string office;
  OfficeDay day;
  int booked = 0, arrived = 0, no_shows = 0;
};

class PlanStore {
 public:
  virtual ~PlanStore() = default;
  virtual boost::asio::awaitable<ChangePlanAnswer> change_plan(ChangePlanOrder order) = 0;
  /// Those after `after`, in order.
  virtual boost::asio::awaitable<std::vector<PlanChange>> plan_changes(std::int64_t after) = 0;
  /// The number of the newest; 0: there is none.
  virtual boost::asio::awaitable<std::int64_t> newest_plan() = 0;
};

/// What else the directorate's pages keep and ask.
class DirectorateStore : public PlanStore {
 public:
  virtual boost::asio::awaitable<RequestKept> request_plan(RequestPlanOrder order) = 0;
  virtual boost::asio::awaitable<RefusePlanAnswer> refuse_plan(RefusePlanOrder order) = 0;
  virtual boost::asio::awaitable<std::vector<PlanRequest>> plan_requests(std::size_t most) = 0;  ///< newest first
  virtual boost::asio::awaitable<Blocked> block(BlockOrder order) = 0;
  virtual boost::asio::awaitable<LiftBlockAnswer> lift_block(LiftBlockOrder order) = 0;
  virtual boost::asio::awaitable<std::vector<Block>> blocks(std::size_t most) = 0;  ///< newest first
  /// From which the booking with this code was made; nothing: there is none, or it is forgotten.
  virtual boost::asio::awaitable<std::optional<AddressDigest>> network_of(std::string code) = 0;
  /// Of all offices that have bookings on these days.
  virtual boost::asio::awaitable<std::vector<DayAtOffice>> days_at_offices(OfficeDay first, OfficeDay last) = 0;
};

}  // namespace antrean::portal
