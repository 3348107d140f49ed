// Reads a list of the bookings of days, as other programs write it: CSV with a header. Pure.
//
// The header's names are forgiving: Indonesian or English, in any order, case and punctuation ("Nama
// Pemohon", "name", "No. Booking"). Comma, semicolon or tab; a byte order mark; quotes; CRLF. Columns that
// nobody knows are ignored. Days are 2026-11-23, 23/11/2026 (also with . or -), "23 November 2026" or "Senin,
// 23 Nov 2026"; hours 08:00, 8.00, 08.00-10.00, "08.00 WIB".
//
// Every row is good, or nothing is taken: each bad one is named with its line and the reason.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "values/bilingual.hpp"
#include "values/booking.hpp"

namespace antrean::day_import {

struct KnownService {
  std::string key;
  Bilingual name;
};

struct About {
  std::string office;  ///< "AD"
  std::vector<KnownService> services;
};

struct BadRow {
  std::size_t line = 0;  ///< of the file, from 1
  Bilingual why;
  friend bool operator==(const BadRow&, const BadRow&) = default;
};

struct DayCsv {
  /// The same row gives the same id, whenever it is read.
  std::vector<Booking> bookings;
  std::vector<BadRow> bad;  ///< at most `most_bad`; not empty: `bookings` is empty
  std::size_t more_bad = 0;
};

inline constexpr std::size_t most_bytes = 4u << 20;
inline constexpr std::size_t most_rows = 20'000;
inline constexpr std::size_t most_bad = 100;

DayCsv read_day_csv(std::string_view text, const About& about);

}  // namespace antrean::day_import
