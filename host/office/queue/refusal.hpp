// Why a command was not carried out. A refused command changes nothing and makes no event.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/office_time.hpp"
#include "values/snapshot.hpp"
#include "values/words.hpp"

namespace antrean::queue {

enum class Reason : std::uint8_t {
  // the day
  day_not_open,
  day_already_open,
  day_in_the_past,
  day_too_far,
  day_forgotten,
  // who
  supervisor_needed,
  nobody_logged_in,
  not_your_counter,
  unknown_officer,
  officer_elsewhere,
  counter_taken,
  // counters
  unknown_counter,
  counter_closed,
  counter_paused,
  counter_already_open,
  counter_already_paused,
  counter_busy,
  counter_empty,
  already_serving,
  nobody_waiting,
  pressed_twice,
  nothing_to_undo,
  pad_needs_login,
  // tickets
  unknown_number,
  ticket_waiting,
  ticket_held,
  ticket_at_counter,
  ticket_parked,
  ticket_missed,
  ticket_over,
  returns_used_up,
  same_place,
  ticket_moved_on,
  // the entrance
  unknown_service,
  unknown_stage,
  unknown_class,
  already_admitted,
  bad_party,
  no_walk_in_now,
  walk_in_quota_used,
  class_quota_used,
  numbers_used_up,
  reason_missing,
  unknown_reason,
  // the hall
  hall_paused,
  hall_not_paused,
  bad_time,
  no_such_notice,
  bad_notice,
  no_such_walk_in,
  // alarms
  no_such_alarm,
  // settings that changed
  nobody_stranded,
  stage_missing,
};

struct Refusal {
  Reason reason = Reason::day_not_open;
  std::string number{};   ///< the number it is about, or all of an earlier admission: "A001, A002"; may be empty
  CounterId counter = 0;  ///< the counter it is about, or where the officer or the ticket is; 0: none
  std::optional<UtcTime> when{};  ///< already_admitted: of the earlier admission; hall_paused: until when
  std::string subject{};          ///< the key, officer or subject that was asked for; may be empty
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// One sentence for the person who gave the command. `zone` is for the times in it.
std::string words_id(const Refusal& refusal, Zone zone);
std::string words_en(const Refusal& refusal, Zone zone);

}  // namespace antrean::queue

namespace antrean {
/// The reason as a word, for logs, the console's API and pads: "pressed_twice".
template <>
inline constexpr std::array<std::string_view, 53> words<queue::Reason>{"day_not_open",
                                                                       "day_already_open",
                                                                       "day_in_the_past",
                                                                       "day_too_far",
                                                                       "day_forgotten",
                                                                       "supervisor_needed",
                                                                       "nobody_logged_in",
                                                                       "not_your_counter",
                                                                       "unknown_officer",
                                                                       "officer_elsewhere",
                                                                       "counter_taken",
                                                                       "unknown_counter",
                                                                       "counter_closed",
                                                                       "counter_paused",
                                                                       "counter_already_open",
                                                                       "counter_already_paused",
                                                                       "counter_busy",
                                                                       "counter_empty",
                                                                       "already_serving",
                                                                       "nobody_waiting",
                                                                       "pressed_twice",
                                                                       "nothing_to_undo",
                                                                       "pad_needs_login",
                                                                       "unknown_number",
                                                                       "ticket_waiting",
                                                                       "ticket_held",
                                                                       "ticket_at_counter",
                                                                       "ticket_parked",
                                                                       "ticket_missed",
                                                                       "ticket_over",
                                                                       "returns_used_up",
                                                                       "same_place",
                                                                       "ticket_moved_on",
                                                                       "unknown_service",
                                                                       "unknown_stage",
                                                                       "unknown_class",
                                                                       "already_admitted",
                                                                       "bad_party",
                                                                       "no_walk_in_now",
                                                                       "walk_in_quota_used",
                                                                       "class_quota_used",
                                                                       "numbers_used_up",
                                                                       "reason_missing",
                                                                       "unknown_reason",
                                                                       "hall_paused",
                                                                       "hall_not_paused",
                                                                       "bad_time",
                                                                       "no_such_notice",
                                                                       "bad_notice",
                                                                       "no_such_walk_in",
                                                                       "no_such_alarm",
                                                                       "nobody_stranded",
                                                                       "stage_missing"};
}  // namespace antrean
