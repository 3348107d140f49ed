// Requests and answers of the entrance, for the scanner, the page and the code between them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/office_time.hpp"
#include "vocabulary/force.hpp"

namespace antrean::office {

struct EntranceRequest {
  std::string line;                 ///< scanned or typed; ignored if `picked` is set
  std::optional<BookingId> picked;  ///< staff found the booking by name
  std::string by;                   ///< who asks: an account's key, or the device: "scanner", "machine Pintu 1"
  std::string role{};               ///< the role that allowed it; empty for a device
  std::string machine{};            ///< where they are, as in queue::Actor
  std::uint8_t people = 0;          ///< people who are here; 0: as the code says
  std::string class_key;            ///< a class granted at the entrance; empty: none
  std::optional<Force> force;
  /// True: by a scanner, which repeats a code while it is held in front of it, or by a visitor; the answer is
  /// for them. False: by the staff, who are told more.
  bool scanned = false;
};

struct EntranceReply {
  std::string outcome;  ///< checkin::outcome_word, or queue's reason word
  Bilingual words;
  std::vector<std::string> numbers;
  bool force_helps = false;
  std::uint64_t seq = 0;  ///< of the answer on the entrance's screen; 0: it is a notice, or there is none
  std::string failure;    ///< set when the journal could not be written: nothing happened, and `words` say so
};

/// A booking that the staff looked for, and whether its people are in already.
struct FoundBooking {
  struct In {
    UtcTime at{};                      ///< the latest admission on its code
    std::vector<std::string> numbers;  ///< given on it
    std::uint8_t people = 1;
    Bilingual words;  ///< for the staff: when, and with which number
  };
  Booking booking;
  std::optional<In> in;
  std::string name{};  ///< who of its people was found
};

}  // namespace antrean::office
