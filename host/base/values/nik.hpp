// The NIK, the 16 digits of an Indonesian identity card: what can be said of one without asking the
// population register.
//
// Six digits of place (province, regency, district), six of birth date (DDMMYY, a woman's day counts from
// 41), four of serial. The year has two digits, so of the two centuries the later one that is not after
// `today` is meant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/office_time.hpp"

namespace antrean {

enum class NikProblem : std::uint8_t {
  none,
  length,      ///< not 16 digits after spaces, dots and dashes between them are dropped
  digits,      ///< something else than a digit
  place,       ///< province outside 11..96, or regency or district 00
  birth_date,  ///< a date that does not exist
  serial,      ///< 0000 is never given out
};

struct Nik {
  std::string digits;  ///< 16 of them. Personal data: never into a log, a URL, a QR code or the feed
  std::chrono::year_month_day born{};
  bool woman = false;
  friend bool operator==(const Nik&, const Nik&) = default;
};

/// The problem of a text as somebody typed it; `nik` is set when there is none.
NikProblem parse_nik(std::string_view typed, OfficeDay today, Nik& nik);

/// The last four digits, for staff: "************4321" of anything with 16 digits, "****" of anything else.
std::string mask_nik(std::string_view digits);
std::string nik_last4(std::string_view digits);  ///< "" of anything that is not 16 digits

}  // namespace antrean
