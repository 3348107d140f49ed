#include "checkin/checkin.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "checkin/words.hpp"

namespace antrean::checkin {
namespace {

constexpr std::array<std::string_view, 17> outcome_words{
    "admitted",    "wrong_office",    "wrong_day",  "too_early",      "too_late",    "already_used",
    "cancelled",   "moved",           "unreadable", "forged",         "unknown_key", "unknown_code",
    "no_day_list", "unknown_service", "day_closed", "reason_missing", "not_a_code"};

Refusal refuse(Outcome outcome, Bilingual said, bool force_helps = false) {
  Refusal refusal;
  refusal.outcome = outcome;
  refusal.words = std::move(said);
  refusal.force_helps = force_helps;
  return refusal;
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// The facts of one code after paper and day list were compared.
struct Claim {
  BookingId booking = 0;
  std::string code;
  std::string office;
  OfficeDay day;
  SlotHours slot;
  std::string service;
  std::uint8_t party = 1;
  std::optional<Language> language;
  bool listed = false;
  bool cancelled = false;
  bool moved = false;  ///< true: the paper has another day or hour than the list
};

class Decision {
 public:
  Decision(const Question& question, const Office& office) : question_(question), office_(office) {}

  Answer answer() {
    if (auto refusal = read()) {
      return *refusal;
    }
    if (question_.force && blank(question_.force->reason)) {
      return refuse(Outcome::reason_missing, words::reason_missing());
    }
    if (auto refusal = used()) {
      return *refusal;
    }
    if (!policy_) {
      return refuse(Outcome::unknown_service, words::unknown_service());
    }
    for (auto check : {&Decision::status, &Decision::day, &Decision::phase}) {
      if (auto refusal = (this->*check)()) {
        if (!refusal->force_helps || !question_.force) {
          return *refusal;
        }
        forced_ = true;
      }
    }
    return admit();
  }

 private:
  /// Sets claim_ from the scan and the day list; or gives the reason why that is not possible.
  std::optional<Refusal> read() {
    if (const auto* bad = std::get_if<BadCode>(&question_.scan)) {
      switch (*bad) {
        case BadCode::forged:
          return refuse(Outcome::forged, words::forged());
        case BadCode::unknown_key:
          return refuse(Outcome::unknown_key, words::unknown_key());
        case BadCode::not_a_code:
          return refuse(Outcome::not_a_code, words::not_a_code());
        case BadCode::unreadable:
          break;
      }
      return refuse(Outcome::unreadable, words::unreadable());
    }
    if (const auto* paper = std::get_if<SignedCode>(&question_.scan)) {
      claim_.booking = paper->booking;
      claim_.code = paper->code;
      claim_.office = paper->office;
      claim_.day = paper->day;
      claim_.slot = paper->slot;
      claim_.service = paper->service;
      claim_.party = paper->party;
      if (auto refusal = of_this_office(paper->office)) {
        return refusal;
      }
    } else if (const auto* typed = std::get_if<TypedCode>(&question_.scan)) {
      claim_.code = typed->code;
      claim_.office = typed->code.substr(0, typed->code.find('-'));
      if (auto refusal = of_this_office(claim_.office)) {
        return refusal;
      }
      if (!question_.listed && !question_.earlier) {
        return question_.day_list_present ? refuse(Outcome::unknown_code, words::unknown_code(typed->code))
                                          : refuse(Outcome::no_day_list, words::no_day_list());
      }
    } else if (!question_.listed) {
      const BookingId picked = std::get<PickedBooking>(question_.scan).booking;
      return refuse(Outcome::unknown_code, words::unknown_code(std::to_string(picked)));
    }
    if (question_.listed && (claim_.code.empty() || claim_.code == question_.listed->code)) {
      lay_on(*question_.listed);
    }
    const auto found = office_.services.find(claim_.service);
    policy_ = found == office_.services.end() ? nullptr : &found->second;
    return std::nullopt;
  }

  std::optional<Refusal> of_this_office(const std::string& code) const {
    if (code == office_.code) {
      return std::nullopt;
    }
    Refusal refusal = refuse(Outcome::wrong_office, words::wrong_office(code, name_of(code)));
    refusal.office = code;
    return refusal;
  }

  std::string name_of(const std::string& code) const {
    const auto found = office_.office_names.find(code);
    return found == office_.office_names.end() ? std::string{} : found->second;
  }

  void lay_on(const Booking& row) {
    const bool paper = std::holds_alternative<SignedCode>(question_.scan);
    claim_.moved = paper && (row.day != claim_.day || row.slot != claim_.slot);
    claim_.booking = row.id;
    claim_.code = row.code;
    claim_.office = row.office;
    claim_.day = row.day;
    claim_.slot = row.slot;
    claim_.service = row.service;
    claim_.party = row.party;
    claim_.language = row.language;
    claim_.listed = true;
    claim_.cancelled = row.status == BookingStatus::cancelled;
  }

  std::optional<Refusal> used() {
    if (!question_.earlier) {
      return std::nullopt;
    }
    const EarlierAdmission& earlier = *question_.earlier;
    if (separately() && earlier.people < claim_.party) {
      // In both directions: a clock that stepped back must not keep the rest of the party out.
      const auto since = question_.now - earlier.at;
      if (std::max(since, -since) >= policy_->same_scan) {
        return std::nullopt;
      }
    }
    Refusal refusal =
        refuse(Outcome::already_used,
               words::already_used(OfficeDay::of(earlier.at, office_.zone), OfficeDay::of(question_.now, office_.zone),
                                   TimeOfDay::of(earlier.at, office_.zone), earlier.numbers));
    refusal.numbers = earlier.numbers;
    refusal.at = earlier.at;
    return refusal;
  }

  std::optional<Refusal> status() {
    if (claim_.cancelled) {
      return refuse(Outcome::cancelled, words::cancelled(), true);
    }
    if (claim_.office != office_.code) {
      Refusal refusal = refuse(Outcome::moved, words::moved_to_office(claim_.office, name_of(claim_.office)));
      refusal.office = claim_.office;
      return refusal;
    }
    return std::nullopt;
  }

  std::optional<Refusal> day() {
    if (claim_.day == question_.today) {
      return std::nullopt;
    }
    standing_ = Standing::late_normal_queue;
    Refusal refusal =
        refuse(Outcome::wrong_day, words::wrong_day(claim_.day, claim_.slot, claim_.day < question_.today), true);
    booked(refusal);
    return refusal;
  }

  /// Checks the office's phase and the booked hour.
  std::optional<Refusal> phase() {
    if (question_.phase == DayPhase::closed) {
      return refuse(Outcome::day_closed, words::day_closed());
    }
    std::optional<Refusal> refusal;
    if (claim_.day == question_.today && question_.now_is_known) {
      refusal = hour();
    }
    // After the last numbers a booking is still valid within its own hour; nobody else is admitted.
    if (!refusal && question_.phase == DayPhase::last_numbers && standing_ != Standing::on_time) {
      return refuse(Outcome::day_closed, words::day_closed(), true);
    }
    return refusal;
  }

  std::optional<Refusal> hour() {
    const UtcTime opens = instant(claim_.day, claim_.slot.start, office_.zone) - policy_->early;
    const UtcTime closes = instant(claim_.day, claim_.slot.end, office_.zone) + policy_->late;
    std::optional<Refusal> refusal;
    if (question_.now < opens) {
      standing_ = Standing::early_wait;
      if (policy_->when_early == Early::come_back) {
        refusal = refuse(Outcome::too_early, words::too_early(claim_.slot, TimeOfDay::of(opens, office_.zone)), true);
        refusal->at = opens;
      }
    } else if (question_.now >= closes) {
      standing_ = policy_->when_late == Late::end_of_hour ? Standing::late_end_of_hour : Standing::late_normal_queue;
      if (policy_->when_late == Late::refused) {
        refusal = refuse(Outcome::too_late, words::too_late(claim_.slot), true);
      }
    }
    if (refusal) {
      booked(*refusal);
    }
    return refusal;
  }

  /// Adds the booked day and hour. If the paper has another one, this is the new information for the person.
  void booked(Refusal& refusal) const {
    refusal.day = claim_.day;
    refusal.slot = claim_.slot;
    if (claim_.moved) {
      refusal.outcome = Outcome::moved;
      refusal.words = words::moved(claim_.day, claim_.slot);
    }
  }

  bool separately() const {
    return policy_ && policy_->arrival == PartyArrival::separately && policy_->numbers == PartyNumbers::each;
  }

  Admission admit() const {
    Admission admission;
    admission.booking = claim_.booking;
    admission.code = claim_.code;
    admission.service = claim_.service;
    admission.slot = claim_.slot;
    admission.standing = standing_;
    admission.party = std::max<std::uint8_t>(claim_.party, 1);
    const int before = question_.earlier ? question_.earlier->people : 0;
    const int left = admission.party - before;
    const int asked = question_.people != 0 ? question_.people : (separately() ? 1 : left);
    admission.people = static_cast<std::uint8_t>(std::min(asked, left));
    admission.numbers = policy_->numbers == PartyNumbers::each ? admission.people : std::uint8_t{1};
    admission.language = claim_.language;
    admission.listed = claim_.listed;
    if (forced_) {
      admission.force = question_.force;
    }
    return admission;
  }

  const Question& question_;
  const Office& office_;
  Claim claim_;
  const ServicePolicy* policy_ = nullptr;
  Standing standing_ = Standing::on_time;
  bool forced_ = false;
};

}  // namespace

Answer decide(const Question& question, const Office& office) { return Decision{question, office}.answer(); }

std::string_view outcome_word(Outcome outcome) { return outcome_words[static_cast<std::size_t>(outcome)]; }

}  // namespace antrean::checkin
