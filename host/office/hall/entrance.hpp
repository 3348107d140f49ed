// The entrance: a scanned or typed line becomes an admission with its numbers, or a reason, journalled before anybody
// is told.
//
// What the journal and the day list say about the code is looked up on the journal's lane; the decision itself is made
// in the hall's turn, against the state of that moment, so two scans of one code can never both be admitted.
//
// io_context thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "checkin/checkin.hpp"
#include "codes/booking_code.hpp"
#include "hall/hall.hpp"
#include "journal/journal.hpp"
#include "lane/lane.hpp"

namespace antrean::office {

/// What is known about a code outside the state of today.
struct CodeFacts {
  std::optional<Booking> listed;
  bool day_list_present = false;
  std::optional<checkin::EarlierAdmission> before_today;  ///< on another day, by force: it still counts as used
};

/// Reads the journal. Blocking: on its lane.
CodeFacts look_up(const checkin::Scan& scan, journal::Journal& journal);

checkin::Scan to_checkin(const codes::Scan& scan);

struct Entry {
  std::string line;                 ///< scanned or typed; ignored when `picked`
  std::optional<BookingId> picked;  ///< staff found it by name
  std::string by;                   ///< the device or staff: "scanner", "entrance page"
  std::uint8_t people = 0;          ///< who are here; 0: as the code says
  std::string class_key;            ///< a class granted at the entrance; empty: none
  std::optional<checkin::Force> force;
};

struct EntryAnswer {
  std::string outcome;  ///< checkin::outcome_word, or queue's reason word
  checkin::Words words;
  std::vector<std::string> numbers;
  bool force_helps = false;
  std::optional<journal::Failure> failure;  ///< then nothing happened and `words` say so
};

/// The decision in its turn; used by Entrance and by the simulated days.
EntryAnswer take_entry(Turn& turn, const Entry& entry, const checkin::Scan& scan, const CodeFacts& facts,
                       const checkin::Office& office);

class Entrance {
 public:
  Entrance(Hall& hall, Lane& journal_lane, journal::Journal& journal, checkin::Office office, codes::Keyring keys)
      : hall_(hall), lane_(journal_lane), journal_(journal), office_(std::move(office)), keys_(std::move(keys)) {}

  boost::asio::awaitable<EntryAnswer> take(Entry entry);
  /// A line of the scanner: taken, answered by the feed and the entrance's sound, logged if that fails.
  void scanned(boost::asio::io_context& io, std::string line);
  void add_keys(const codes::Keyring& keys) { keys_.insert(keys.begin(), keys.end()); }
  /// By name and hour, for staff; of the open day.
  boost::asio::awaitable<std::vector<Booking>> find(std::string name, std::optional<TimeOfDay> hour);

 private:
  Hall& hall_;
  Lane& lane_;
  journal::Journal& journal_;
  checkin::Office office_;
  codes::Keyring keys_;
};

}  // namespace antrean::office
