// A booking by chat: what was said so far, and what is answered to the next message. Pure: a message, the
// state and the time give replies, the next state and perhaps a question to the portal, whose answer comes
// back with learn(). The state is kept between messages. It has a name, a NIK and a birth date only while a
// booking is under way, at most `kept_for`; the birth date only until it was compared with the NIK.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "booking/free_days.hpp"
#include "booking/on_offer.hpp"
#include "store/chat_box.hpp"
#include "values/bilingual.hpp"
#include "values/booking.hpp"
#include "values/office_time.hpp"

namespace antrean::portal::chat {

// What the maker of the chat shows at most.
inline constexpr std::size_t most_buttons = 3, most_rows = 10;
inline constexpr std::size_t button_characters = 20, row_characters = 24, row_about_characters = 72;
inline constexpr std::size_t body_characters = 1024;

struct ServiceByChat {
  std::string key;
  Bilingual name;
  std::vector<Bilingual> bring;
};

/// The office whose number was written to.
struct ChatOffice {
  std::string title;  ///< "Bogor"
  Zone zone = Zone::wib;
  std::vector<ServiceByChat> services;  ///< booked by chat here; at least one
};

enum class Step : std::uint8_t { idle, service, name, nik, odd_nik, day, hour, confirm, cancel };

/// Why the portal was asked.
enum class Why : std::uint8_t { book, status, cancel };

struct State {
  Language language = Language::id;
  Step step = Step::idle;
  UtcTime heard{};  ///< when the last message came
  Why why = Why::book;

  // What is known of the booking that is under way.
  std::string service;  ///< key
  std::string name;
  std::string nik;      ///< 16 digits that parse_nik takes
  std::string odd_nik;  ///< it is asked whether the card says so
  bool card_says_so = false;
  std::optional<OfficeDay> birth;
  std::optional<OfficeDay> day;
  std::optional<TimeOfDay> hour;  ///< as it was asked for; with Step::confirm the start of a slot
  std::vector<std::string> rows;  ///< ids of what was last offered to choose from, for those who type its number

  friend bool operator==(const State&, const State&) = default;
};

/// The state as JSON, and back. What cannot be read is a new conversation.
std::string to_text(const State& state);
State state_from_text(std::string_view text);

struct Message {
  std::string text;     ///< what was typed; "" for a picture, a voice message, a sticker
  std::string pressed;  ///< the id of a button or row that was pressed, else ""
};

struct Choice {
  std::string id;
  std::string title;
  std::string about{};
  friend bool operator==(const Choice&, const Choice&) = default;
};
/// Without choices a text; with at most three titles without `about` buttons; else a list.
struct Reply {
  std::string text;
  std::vector<Choice> choices{};
  std::string list_label{};  ///< of a list: what its button says
  std::string qr{};          ///< the text of a QR that is sent as a picture, with `text` under it
  friend bool operator==(const Reply&, const Reply&) = default;
};

/// Whether the maker of the chat takes it.
bool fits(const Reply& reply);

// --- what the portal is asked, and what it answers ---

/// The live booking of this telephone number, and what is free.
struct Look {
  std::string service;
  friend bool operator==(const Look&, const Look&) = default;
};
struct Book {
  std::string service;
  OfficeDay day;
  TimeOfDay start;
  std::string name, nik;
  bool card_says_so = false;
  friend bool operator==(const Book&, const Book&) = default;
};
struct Cancel {
  friend bool operator==(const Cancel&, const Cancel&) = default;
};
using Ask = std::variant<Look, Book, Cancel>;

struct OwnBooking {
  std::string code, service;
  std::string name;
  OfficeDay day;
  SlotHours hours;
  bool may_cancel = false;
  std::string numbers{};  ///< "B017" once they are checked in
  std::string place{};    ///< how far the line is, in the language of the state; "" when nothing is known
};
struct Seen {
  std::optional<OwnBooking> own;
  Availability availability;
  std::vector<SlotOnOffer> slots;  ///< as BookingService::slots gives them
};
struct BookedNow {
  OwnBooking own;
  std::string qr;
};
struct NoRoom {
  std::vector<SlotOnOffer> nearest;
};
struct HasBooking {};  ///< the person of this NIK, or this telephone number
struct MustWait {
  UtcTime from{};        ///< after too many cancellations, or an absence
  bool blocked = false;  ///< no, the directorate has closed booking for the person or the number
};
/// Not offered any more, people stand in line for it, or the portal is checking its bookings.
struct NotNow {};
struct CancelledNow {};
struct CancelTooLate {};
struct NothingToCancel {};
struct Failed {};  ///< nothing is known to have happened; the same again is safe
using Answer = std::variant<Seen, BookedNow, NoRoom, HasBooking, MustWait, NotNow, CancelledNow, CancelTooLate,
                            NothingToCancel, Failed>;

struct Turn {
  State state;
  std::vector<Reply> replies;
  std::optional<Ask> ask;
};

Turn hear(State state, const Message& message, const ChatOffice& office, UtcTime now);
Turn learn(State state, const Answer& answer, const ChatOffice& office, UtcTime now);

}  // namespace antrean::portal::chat
