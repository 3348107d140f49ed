// What a store keeps of conversations by chat. A turn is one atomic step: that the message was heard, the
// state after it and the replies (notices of the outbox) are kept together or not at all, so a message that
// its maker sends again is answered once. io_context thread. An exception means "not known to have happened":
// the same turn may be kept again.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "store/store.hpp"

namespace antrean::portal::chat {

/// Keyed digest of office and telephone number, so that the table of states has no numbers.
using ChatId = AddressDigest;

struct Before {
  std::string state;          ///< "": a new conversation
  bool heard_before = false;  ///< this message was answered
};

/// Whoever says nothing for this long begins anew.
inline constexpr std::chrono::hours kept_for{2};

struct KeepTurn {
  ChatId chat{};
  Key128 owner{};       ///< of the notices
  std::string message;  ///< the maker's id of it
  std::string before;   ///< the state that the turn began from
  std::string state;
  std::vector<Notice> notices{};  ///< the replies, in order
  UtcTime now{};
};
struct Kept {};
struct HeardBefore {};
struct ChangedMeanwhile {};  ///< the state is another by now; nothing was kept
using KeepAnswer = std::variant<Kept, HeardBefore, ChangedMeanwhile>;

/// Ids of messages are kept this long: the maker repeats for seven days.
inline constexpr std::chrono::hours messages_kept{24 * 8};

class ChatBox {
 public:
  virtual ~ChatBox() = default;
  virtual boost::asio::awaitable<Before> before(ChatId chat, std::string message) = 0;
  virtual boost::asio::awaitable<KeepAnswer> keep(KeepTurn turn) = 0;
  /// The upcoming booking of a contact from this day on that nobody has used; of several the first.
  virtual boost::asio::awaitable<std::optional<StoredBooking>> upcoming_of(std::string contact, OfficeDay from) = 0;
};

}  // namespace antrean::portal::chat
