// What of a day somebody must answer for: every event by which a person, the settings or the clock changed
// the order of things. It is told from the journal's events alone, so a page, an export and whoever checks
// the export later all find the same. Plain values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "queue/events.hpp"
#include "queue/plan.hpp"
#include "values/bilingual.hpp"
#include "values/snapshot.hpp"
#include "values/words.hpp"

namespace antrean::audit {

enum class Kind : std::uint8_t {
  out_of_order,       ///< called before its turn
  served_direct,      ///< served without waiting
  forced,             ///< admitted against the rules
  class_at_entrance,  ///< a number in a class that the service does not give by itself
  class_granted,      ///< a waiting number put into another class
  transferred,        ///< sent to another line by hand
  returned,           ///< a missed number that a supervisor let back
  call_cancelled,
  ticket_cancelled,
  finish_undone,
  line_replaced,  ///< moved because the settings changed
  day_opened,     ///< by a person, or with a reason
  day_closed,     ///< by a person
  day_reopened,
  clock_stepped,
  numbers_skipped,  ///< the journal was put back from a copy
  hall_paused,
  hall_resumed,  ///< by a person
  notice_set,
  notice_ended,  ///< by a person
  walk_ins_set,  ///< another quota for people without a booking
  last_numbers_set,
  settings_changed
};

struct Exception {
  Kind kind{};
  std::string number;     ///< of the ticket, or several; may be empty
  CounterId counter = 0;  ///< 0: at no counter
  std::string about;      ///< the class, the day, the minutes: what the words below need; may be empty
  std::string reason;     ///< as somebody gave it, NIKs masked; may be empty
  friend bool operator==(const Exception&, const Exception&) = default;
};

/// Nothing for an event that is in order. `plan` says which classes a service gives by itself; null: that
/// kind is not told. A class or service that the settings no longer have counts as not given by itself.
std::optional<Exception> exception_of(const queue::Event& event, const queue::Plan* plan);

/// Whether a row of the journal with this name and body needs to be looked at: false for most of them, so
/// that they need not be read.
bool worth_a_look(std::string_view name, std::string_view body);

/// "Dipanggil di luar urutan" / "Called out of order", without number, counter and reason.
Bilingual words_of(const Exception& exception);

/// "Rina (supervisor)": who, and as what.
std::string who(const queue::Actor& by);

}  // namespace antrean::audit

template <>
inline constexpr std::array<std::string_view, 23> antrean::words<antrean::audit::Kind>{
    "out_of_order", "served_direct",  "forced",           "class_at_entrance", "class_granted",   "transferred",
    "returned",     "call_cancelled", "ticket_cancelled", "finish_undone",     "line_replaced",   "day_opened",
    "day_closed",   "day_reopened",   "clock_stepped",    "numbers_skipped",   "hall_paused",     "hall_resumed",
    "notice_set",   "notice_ended",   "walk_ins_set",     "last_numbers_set",  "settings_changed"};
