// What a chat message says, as far as a program can read it: a name, a NIK, dates, an hour, a wish. People
// write as they speak, in any order, with or without separators, in Indonesian or English, and some dictate
// ("tujuh agustus dua ribu tujuh belas"). The format of the newspapers, #NAME#DDMMYYYY#DDMMYYYY, is one of
// many. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/office_time.hpp"

namespace antrean::portal::chat {

enum class Wish : std::uint8_t {
  none,
  yes,
  no,
  cancel,  ///< "#batal"
  book,
  status,
  help,
  start_over,
  english,
  indonesian,
  greeting,
  thanks,
};

struct Said {
  /// What the message wants. Of several the one that matters most: cancelling first, a greeting last.
  Wish wish = Wish::none;
  /// Nothing else is in the message, so that "Ya" is a yes and "Ya Allah" is not.
  bool only_wish = false;
  bool form = false;  ///< it begins like the newspapers' format, with '#'
  std::string name;   ///< the words that are nothing else; "" when there are none
  /// The same where a name was asked for: somebody may be called Batal.
  std::string name_if_asked;
  std::string nik;                 ///< 13 to 19 digits that are meant as a NIK; it is right only if parse_nik says so
  std::optional<OfficeDay> birth;  ///< a date before today
  std::optional<OfficeDay> visit;  ///< a date from today on; a weekday is the next one, a day without year the next
  std::optional<TimeOfDay> hour;
  std::optional<unsigned> number;  ///< the message is one number of one or two digits: a row of a list
  bool no_such_date = false;       ///< "31 Februari"
  std::size_t digits = 0;          ///< how many there are in all
};

Said read(std::string_view text, OfficeDay today);

}  // namespace antrean::portal::chat
