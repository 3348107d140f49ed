// The NIK, the 16 digits of an Indonesian identity card. The functions check what can be checked without
// asking the population register.
//
// The digits are: six of place (province, regency, district), six of birth date (DDMMYY; 40 is added to the
// day of a woman), four of serial. The year has two digits; it is of the later century that gives a date not
// after `today`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/office_time.hpp"

namespace antrean {

enum class NikProblem : std::uint8_t {
  none,
  length,      ///< not 16 digits after removing spaces, dots and dashes between them
  digits,      ///< another character than a digit
  place,       ///< province outside 11..96, or regency or district 00
  birth_date,  ///< a date that does not exist
  serial,      ///< 0000
};
/// Such a NIK is most likely mistyped, but some real cards have one: a register's date of 31 February, a
/// serial that was never filled in.
constexpr bool some_cards_have_it(NikProblem problem) {
  return problem == NikProblem::birth_date || problem == NikProblem::serial;
}

struct Nik {
  std::string digits;  ///< 16 digits. Personal data: never write it into a log, a URL, a QR code or the feed
  std::chrono::year_month_day born{};  ///< not ok() when the card's date does not exist
  bool woman = false;
  friend bool operator==(const Nik&, const Nik&) = default;
};

/// The problem of a text that somebody typed. `nik` is set when there is no problem. `card_says_so`: the
/// person has compared it with the card, so what some_cards_have_it() is no problem.
NikProblem parse_nik(std::string_view typed, OfficeDay today, Nik& nik, bool card_says_so = false);

/// The last four digits, for staff: "************4321" for a text with 16 digits, "****" for any other.
std::string mask_nik(std::string_view digits);
std::string nik_last4(std::string_view digits);  ///< "" if it is not 16 digits

/// In every run of sixteen digits only the last four stay: "************4321". Single spaces, dots or dashes
/// between the digits are skipped. Longer runs are masked too, because it does no harm to hide too much.
std::string mask_niks(std::string_view text);

}  // namespace antrean
