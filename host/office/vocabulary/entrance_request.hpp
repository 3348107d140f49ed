// What is asked and answered at the entrance, by the scanner, by the page and by whoever stands between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "vocabulary/force.hpp"

namespace antrean::office {

struct EntranceRequest {
  std::string line;                 ///< scanned or typed; ignored when `picked`
  std::optional<BookingId> picked;  ///< staff found it by name
  std::string by;                   ///< the device or staff: "scanner", "entrance page"
  std::uint8_t people = 0;          ///< who are here; 0: as the code says
  std::string class_key;            ///< a class granted at the entrance; empty: none
  std::optional<Force> force;
  bool scanned = false;  ///< by a scanner, which says a code again and again while it is held before it
};

struct EntranceReply {
  std::string outcome;  ///< checkin::outcome_word, or queue's reason word
  Bilingual words;
  std::vector<std::string> numbers;
  bool force_helps = false;
  std::uint64_t seq = 0;  ///< of the answer on the entrance's screen; 0: it is a notice, or nothing
  std::string failure;    ///< the journal could not be written: nothing happened, and `words` say so
};

}  // namespace antrean::office
