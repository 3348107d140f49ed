// Requests and answers of the entrance, for the scanner, the page and the code between them.
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
  std::string line;                 ///< scanned or typed; ignored if `picked` is set
  std::optional<BookingId> picked;  ///< staff found the booking by name
  std::string by;                   ///< who asks: an account's key, or the device: "scanner", "entrance page"
  std::string role{};               ///< the role that allowed it; empty for a device
  std::string machine{};            ///< where they are, as in queue::Actor
  std::uint8_t people = 0;          ///< people who are here; 0: as the code says
  std::string class_key;            ///< a class granted at the entrance; empty: none
  std::optional<Force> force;
  bool scanned = false;  ///< true: by a scanner, which repeats a code while it is held in front of it
};

struct EntranceReply {
  std::string outcome;  ///< checkin::outcome_word, or queue's reason word
  Bilingual words;
  std::vector<std::string> numbers;
  bool force_helps = false;
  std::uint64_t seq = 0;  ///< of the answer on the entrance's screen; 0: it is a notice, or there is none
  std::string failure;    ///< set when the journal could not be written: nothing happened, and `words` say so
};

}  // namespace antrean::office
