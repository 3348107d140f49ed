// The interface between a store, which has the notices that are to be sent, and the courier, which sends
// them. The store writes a notice in the transaction of what it tells, and takes back the ones that no longer
// hold (a cancelled booking's reminders) in the transaction that makes them wrong.
//
// Contract for every implementation:
// - Delivery is at least once. A notice stays until its outcome is durable; when the program ends between the
//   server's answer and that moment, it is given out again, with the same id.
// - A notice that is given out is leased: nobody else gets it until the lease ends. When only one program
//   can have the database open, all leases end when it is opened.
// - An exception means "not known to have happened". `settle` may be called again with the same outcomes.
// - What has been settled as sent, or was given up, is never given out again. Its content is personal
//   and is forgotten with the outcome or by the store's retention; the id stays as long as a bounce can come.
// - Runs on the io_context thread.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "notices/notice.hpp"

namespace antrean::portal {

/// A notice that is to be sent now.
struct TakenNotice {
  Notice notice;
  int tries = 0;         ///< with an answer or without, that `settle` has counted before
  bool unclear = false;  ///< a try before ended without an answer: the person may have it already
};

enum class SendOutcome : std::uint8_t {
  sent,      ///< the server has it; durable there
  later,     ///< it surely has not: try again at `next`
  unclear,   ///< it may have it: the answer was not received. Try again at `next`, with the same id
  given_up,  ///< it is not tried again; `why` says whether the person may have it
  released,  ///< it was not tried: give it out again at `next`, and don't count a try
};

struct SettledNotice {
  NoticeId id{};
  SendOutcome outcome = SendOutcome::sent;
  UtcTime at{};     ///< when it was known
  UtcTime next{};   ///< later, unclear, released: not given out before
  std::string why;  ///< for people who look after the portal; no personal data. "": sent
};

/// A report that a message did not arrive, sent by a mail server after it had taken the message.
struct Bounce {
  NoticeId notice{};
  bool permanent = true;  ///< false: it was delayed, and the server goes on trying
  std::string status;     ///< RFC 3463, "5.1.1"
  std::string why;        ///< the server's words, one line, cut
  UtcTime at{};
};

class Outbox {
 public:
  virtual ~Outbox() = default;

  /// At most `most` notices of the channel that are due and not leased, those of the lowest rank first, then
  /// what is due first. Leased until `leased_until`.
  virtual boost::asio::awaitable<std::vector<TakenNotice>> take(NoticeChannel channel, UtcTime now,
                                                                UtcTime leased_until, std::size_t most) = 0;

  /// All of them in one transaction, durable when it returns. An id that is no longer there (erased, taken
  /// back while it was being sent) is passed over.
  virtual boost::asio::awaitable<void> settle(std::vector<SettledNotice> outcomes) = 0;

  /// When `take` could next give something: the earliest due time or end of a lease. Nothing: the outbox is
  /// empty. It may be in the past.
  virtual boost::asio::awaitable<std::optional<UtcTime>> next_due(NoticeChannel channel) = 0;

  /// Notes a bounce, durable when it returns. An id that is not known is passed over; the same bounce twice
  /// is one. Gives whether the id was known.
  virtual boost::asio::awaitable<bool> bounced(Bounce bounce) = 0;

  /// `wake` is called on the io_context thread after a commit that wrote or moved a notice of this channel.
  /// One caller per channel; an empty function ends it.
  virtual void on_written(NoticeChannel channel, std::function<void()> wake) = 0;
};

}  // namespace antrean::portal
