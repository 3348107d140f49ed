// Answers messages of a chat: reads the state, lets the conversation decide, asks the portal for it, and
// keeps the turn with its replies. A message that comes again is answered once; one whose turn was not kept
// is answered when its maker sends it again, and then books nothing twice. io_context thread.
#pragma once

#include <map>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "booking/booking_service.hpp"
#include "chat/conversation.hpp"
#include "chat/whatsapp/incoming.hpp"
#include "store/chat_box.hpp"
#include "today/day_board.hpp"

namespace antrean::portal::chat {

class ChatService {
 public:
  /// All are kept by reference. `day`: what the offices tell of the day; null: nothing.
  ChatService(BookingService& booking_service, ChatBox& box, const NikKey& nik_key, const DayBoard* day = nullptr);

  /// Completes when the turn is durable. Throws when that is not known: the message must come again.
  boost::asio::awaitable<void> hear(whatsapp::Incoming incoming, UtcTime now);

 private:
  struct Asked {
    const Office* office = nullptr;
    const ChatOffice* counter = nullptr;
    std::string contact;  ///< "+62..."
    Language language = Language::id;
    Key128 form{};
    UtcTime now{};
  };
  boost::asio::awaitable<Answer> answer(Asked asked, Ask ask);
  boost::asio::awaitable<Answer> look(Asked asked, Look what);
  boost::asio::awaitable<Answer> book(Asked asked, Book what);
  boost::asio::awaitable<Answer> cancel(Asked asked);
  boost::asio::awaitable<std::optional<StoredBooking>> upcoming(const Asked& asked);
  OwnBooking own_of(const StoredBooking& stored, const Asked& asked) const;

  BookingService& booking_service_;
  ChatBox& box_;
  const NikKey& nik_key_;
  const DayBoard* day_;
  std::map<std::string, const Office*> by_number_;  ///< the maker's id of the office's number
  std::map<std::string, ChatOffice> counters_;      ///< by office code
};

}  // namespace antrean::portal::chat
