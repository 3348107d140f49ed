// The entrance. A scanned or typed line becomes an admission with its numbers, or a refusal with a reason.
// Either is journalled before anybody is told.
//
// Every person who scans gets an answer of their own. A scan is ignored as a repeat only while the same code
// is held in front of the scanner and its answer is the one on the screen. It is not a repeat if anything was
// answered after it, for any device or person. A blank line is no scan. A scan that is no booking code is
// answered by a notice (CommandLoop::notice); a notice does not replace a number that was just given, and it
// makes no event.
//
// The journal and the day list are read on the journal's worker. The decision is made in a turn of the
// command loop, against the state of that moment, so two scans of one code can never both be admitted.
//
// io_context thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "checkin/checkin.hpp"
#include "codes/booking_code.hpp"
#include "command_loop/command_loop.hpp"
#include "journal/journal.hpp"
#include "vocabulary/entrance_request.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

/// What is known about a code, apart from the state of today.
struct CodeFacts {
  std::optional<Booking> listed;
  bool day_list_present = false;
  /// Admitted on another day, by force: the code still counts as used.
  std::optional<checkin::EarlierAdmission> before_today;
  /// The portal was told of a check-in that this journal does not know, because the journal was put back, and
  /// it was told of no end. The person has waited since, so a new scan gives these numbers again.
  std::vector<std::string> numbers_again;
};

/// Reads the journal. It blocks: call it on the journal's worker.
CodeFacts look_up(const checkin::Scan& scan, journal::Journal& journal);

checkin::Scan to_checkin(const codes::Scan& scan);

/// Makes the decision in a turn. Entrance and the simulated days use it.
EntranceReply take_entrance_request(Turn& turn, const EntranceRequest& entry, const checkin::Scan& scan,
                                    const CodeFacts& facts, const checkin::Office& office);

/// Counts since the start.
struct EntranceCounts {
  std::uint64_t repeats = 0;  ///< the previous scan again
  std::uint64_t strays = 0;   ///< scans that were no booking code
};

class Entrance {
 public:
  using Now = std::function<MonotonicTime()>;

  /// A scan within `repeats_within` of the latest time the same code was seen is a repeat, as long as its
  /// answer is shown.
  struct Repeats {
    Milliseconds within{2000};
    Now now = [] { return std::chrono::steady_clock::now(); };
  };

  Entrance(CommandLoop& loop, Worker& journal_worker, journal::Journal& journal, checkin::Office office,
           codes::Keyring keys, Repeats repeats);

  boost::asio::awaitable<EntranceReply> take(EntranceRequest entry);
  /// Takes a line of the scanner. The feed and the sound of the entrance give the answer; a failure is
  /// logged.
  void scanned(boost::asio::io_context& io, std::string line);
  /// Replaces the rules and the keys. A key that is not among them is no longer valid.
  void use(checkin::Office office, codes::Keyring keys) {
    office_ = std::move(office);
    keys_ = std::move(keys);
  }
  /// Replaces the keys. A key that is not among them is no longer valid.
  void set_keys(codes::Keyring keys) { keys_ = std::move(keys); }
  /// One booking as the day list has it; nothing when it has none of this id with this code.
  boost::asio::awaitable<std::optional<Booking>> booking(BookingId id, std::string code);
  /// Finds bookings of the open day by name and hour, for staff, and says which of them are in already.
  boost::asio::awaitable<std::vector<FoundBooking>> find(std::string name, std::optional<TimeOfDay> hour);
  /// Shows a number that somebody has, with those that were given together with it, once more: a notice with
  /// the outcome "shown_again". The outcome "unknown_number": nobody of today has it.
  EntranceReply show_again(std::string_view number);
  const Bilingual& whom_to_ask() const { return office_.ask; }
  const EntranceCounts& counts() const { return counts_; }

 private:
  /// A code in front of the scanner, and its answer.
  struct Presentation;
  bool is_again(const Presentation& scan) const;
  std::uint64_t latest_notice() const;
  boost::asio::awaitable<EntranceReply> answer(EntranceRequest entry, checkin::Scan scan);
  EntranceReply stray(bool scanned);

  CommandLoop& loop_;
  Worker& worker_;
  journal::Journal& journal_;
  checkin::Office office_;
  codes::Keyring keys_;
  Repeats repeats_;
  EntranceCounts counts_;
  std::shared_ptr<Presentation> latest_;
  std::optional<MonotonicTime> noticed_;  ///< the latest notice about a scan that was no booking code
  std::uint64_t noticed_after_ = 0;       ///< the answer before that notice
};

}  // namespace antrean::office
