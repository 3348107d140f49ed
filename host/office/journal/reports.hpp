// The data for the reports: tables beside the events, written in the same transaction, and made again from
// the events when their form changes. Call it on the journal's worker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "queue/events.hpp"
#include "values/booking.hpp"
#include "values/office_time.hpp"

namespace antrean::journal {

struct Store;

/// One ticket, from its issue to its end. `opening` is the sequence number of the day's DayOpened event;
/// together with `ticket` it is unique over all days.
struct TicketRow {
  std::uint64_t opening = 0;
  queue::TicketId ticket = 0;
  std::string number;          ///< the first number
  std::string last_number;     ///< the latest number, if a stage gave a new one
  std::string service, stage;  ///< the stage it is in, or the stage in which it ended
  std::string class_key;
  BookingId booking = 0;  ///< 0: walk-in
  std::uint8_t people = 1;
  UtcTime issued{};
  std::optional<UtcTime> first_called;
  std::optional<UtcTime> ended;
  queue::Outcome outcome = queue::Outcome::none;
  CounterId counter = 0;    ///< the last counter, or 0
  std::uint16_t calls = 0;  ///< in all stages, without recalls
  std::uint16_t recalls = 0;
  std::uint32_t waited_s = 0;  ///< sum of the waits before all its calls
  std::uint32_t served_s = 0;  ///< sum of the times at all its counters
  friend bool operator==(const TicketRow&, const TicketRow&) = default;
};

struct CallRow {
  std::uint64_t seq = 0;
  UtcTime at{};
  queue::TicketId ticket = 0;
  std::string number;
  CounterId counter = 0;
  std::string officer;  ///< the officer who was logged in at the counter; empty: nobody
  bool recall = false;
  queue::TurnKind turn = queue::TurnKind::order;  ///< for a call
  std::uint32_t waited_s = 0;
  std::string reason;  ///< for a call out of order or a direct service
  friend bool operator==(const CallRow&, const CallRow&) = default;
};

struct ServiceRow {
  std::uint64_t seq = 0;
  UtcTime at{};
  queue::TicketId ticket = 0;
  std::string service, stage, pool;
  CounterId counter = 0;
  std::string officer;
  std::uint32_t seconds = 0;
  friend bool operator==(const ServiceRow&, const ServiceRow&) = default;
};

struct AdmissionRow {
  std::uint64_t seq = 0;
  UtcTime at{};
  BookingId booking = 0;
  std::string code, service;
  SlotHours slot;
  Standing standing = Standing::on_time;
  std::uint8_t people = 1;
  std::vector<std::string> numbers;
  bool listed = true;
  std::string forced_by;  ///< the supervisor; empty: not forced
  std::string reason;
  friend bool operator==(const AdmissionRow&, const AdmissionRow&) = default;
};

class Reports {
 public:
  explicit Reports(Store& store) : store_(store) {}

  /// In the order of the journal.
  std::vector<TicketRow> tickets(OfficeDay day) const;
  std::vector<CallRow> calls(OfficeDay day) const;
  std::vector<ServiceRow> services(OfficeDay day) const;
  std::vector<AdmissionRow> admissions(OfficeDay day) const;

  /// Every admission on a code, of any day, oldest first: check-in must know earlier uses. Only without a
  /// code it searches by the booking id, because an id alone may belong to another portal database.
  std::vector<AdmissionRow> admissions_on(BookingId booking, std::string_view code) const;

 private:
  Store& store_;
};

}  // namespace antrean::journal
