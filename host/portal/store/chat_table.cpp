// Conversations by chat in the portal's database (store/chat_box.hpp).
#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/statements.hpp"

namespace antrean::portal {

chat::Before BookingsDb::chat_before(const chat::ChatId& id, const std::string& message) {
  chat::Before before;
  {
    Use heard{sql_->chat_heard};
    heard->bind(1, message);
    before.heard_before = heard->step();
  }
  Use state{sql_->chat_state};
  bind_bytes(*state, 1, id);
  if (state->step()) {
    before.state = state->column(0).as_text();
  }
  return before;
}

chat::KeepAnswer BookingsDb::keep_turn(const chat::KeepTurn& turn) {
  const auto now = chat_before(turn.chat, turn.message);
  if (now.heard_before) {
    return chat::HeardBefore{};
  }
  if (now.state != turn.before) {
    return chat::ChangedMeanwhile{};
  }
  {
    Use hear{sql_->hear_chat};
    hear->bind(1, turn.message);
    hear->bind(2, to_ms(turn.now));
    hear->exec();
  }
  {
    Use keep{sql_->keep_chat};
    bind_bytes(*keep, 1, turn.chat);
    keep->bind(2, turn.state);
    keep->bind(3, to_ms(turn.now));
    keep->exec();
  }
  write_notices(turn.owner, turn.notices);
  return chat::Kept{};
}

std::optional<StoredBooking> BookingsDb::upcoming_of_contact(const std::string& contact, OfficeDay from) {
  Use row{sql_->contact_upcoming};
  row->bind(1, contact);
  row->bind(2, from.number());
  if (!row->step()) {
    return std::nullopt;
  }
  auto stored = booking_at(*row);
  know_companions(stored);
  return stored;
}

void BookingsDb::forget_chats(UtcTime now) {
  {
    Use chats{sql_->forget_chats};
    chats->bind(1, to_ms(now - chat::kept_for));
    chats->exec();
  }
  Use messages{sql_->forget_chat_messages};
  messages->bind(1, to_ms(now - chat::messages_kept));
  messages->exec();
}

}  // namespace antrean::portal
