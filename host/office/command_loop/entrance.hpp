// The entrance: a scanned or typed line becomes an admission with its numbers, or a reason, journalled before
// anybody is told.
//
// Whoever scans reads an answer of their own. A scan is left out as a repeat only while the same code is held
// before the scanner and its answer is the one that is shown: not when anything was answered after it, of
// whichever device or person. What is blank is no scan; what is no booking code is answered by a notice
// (CommandLoop::notice), which neither takes the place of a number just given nor makes an event.
//
// What the journal and the day list say about the code is looked up on the journal's worker; the decision
// itself is made in the command loop's turn, against the state of that moment, so two scans of one code can
// never both be admitted.
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

/// What is known about a code outside the state of today.
struct CodeFacts {
  std::optional<Booking> listed;
  bool day_list_present = false;
  std::optional<checkin::EarlierAdmission> before_today;  ///< on another day, by force: it still counts as used
  /// The portal was told of a check-in that this journal does not know (it was put back), and of no end:
  /// whoever scans again has waited since, and gets these again.
  std::vector<std::string> numbers_again;
};

/// Reads the journal. Blocking: on its worker.
CodeFacts look_up(const checkin::Scan& scan, journal::Journal& journal);

checkin::Scan to_checkin(const codes::Scan& scan);

/// The decision in its turn; used by Entrance and by the simulated days.
EntranceReply take_entrance_request(Turn& turn, const EntranceRequest& entry, const checkin::Scan& scan,
                                    const CodeFacts& facts, const checkin::Office& office);

/// Since the start.
struct EntranceCounts {
  std::uint64_t repeats = 0;  ///< the scan before, again
  std::uint64_t strays = 0;   ///< no booking code
};

class Entrance {
 public:
  using Now = std::function<MonotonicTime()>;

  /// A scan within `repeats_within` of the latest sight of the same code is a repeat, as long as its answer
  /// is shown.
  struct Repeats {
    Milliseconds within{2000};
    Now now = [] { return std::chrono::steady_clock::now(); };
  };

  Entrance(CommandLoop& loop, Worker& journal_worker, journal::Journal& journal, checkin::Office office,
           codes::Keyring keys, Repeats repeats);

  boost::asio::awaitable<EntranceReply> take(EntranceRequest entry);
  /// A line of the scanner: taken, answered by the feed and the entrance's sound, logged if that fails.
  void scanned(boost::asio::io_context& io, std::string line);
  /// From now on these rules and keys, and no others: a key that is not among them is no longer good.
  void use(checkin::Office office, codes::Keyring keys) {
    office_ = std::move(office);
    keys_ = std::move(keys);
  }
  /// Instead of those it had: a key that is not among them opens nothing any more.
  void set_keys(codes::Keyring keys) { keys_ = std::move(keys); }
  /// By name and hour, for staff; of the open day.
  boost::asio::awaitable<std::vector<Booking>> find(std::string name, std::optional<TimeOfDay> hour);
  const EntranceCounts& counts() const { return counts_; }

 private:
  /// A code before the scanner, and what was answered.
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
  std::optional<MonotonicTime> noticed_;  ///< the latest notice about a stray
  std::uint64_t noticed_after_ = 0;       ///< the answer it came after
};

}  // namespace antrean::office
