#include "chat/chat_service.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "booking/keys.hpp"
#include "chat/whatsapp/outgoing.hpp"
#include "chat/words.hpp"

namespace antrean::portal::chat {
namespace asio = boost::asio;
namespace {

constexpr int most_attempts = 5;
/// Of the person's last message: after it only templates are taken.
constexpr std::chrono::hours free_replies{24};

/// Where somebody with this ticket stands in the line.
std::string place_of(const office_api::TodayTicket& ticket, const Words& words) {
  using office_api::TodayState;
  if (!ticket.counter.empty()) {
    return fmt::format(fmt::runtime(words.own_go), ticket.counter);
  }
  if (ticket.state != TodayState::waiting) {
    return {};
  }
  auto place = fmt::format(fmt::runtime(words.own_ahead), ticket.ahead);
  if (ticket.wait) {
    place += " " + fmt::format(fmt::runtime(words.own_wait), ticket.wait->low, ticket.wait->high);
  }
  return place;
}

std::string_view language_code(Language language) { return language == Language::en ? "en" : "id"; }

}  // namespace

ChatService::ChatService(BookingService& booking_service, ChatBox& box, const NikKey& nik_key, const DayBoard* day)
    : booking_service_(booking_service), box_(box), nik_key_(nik_key), day_(day) {
  const auto& offices = booking_service_.offices();
  for (const auto& office : offices.all()) {
    ChatOffice counter{.title = office_title(office), .zone = office.zone, .services = {}};
    for (const auto* service : offices.services_of(office)) {
      counter.services.push_back({service->key, service->name, service->bring});
    }
    if (!office.whatsapp_id.empty() && office.by_whatsapp && !counter.services.empty()) {
      by_number_[office.whatsapp_id] = &office;
      counters_[office.code] = std::move(counter);
    }
  }
}

asio::awaitable<void> ChatService::hear(whatsapp::Incoming incoming, UtcTime now) {
  const auto found = by_number_.find(incoming.number_id);
  if (found == by_number_.end()) {
    spdlog::warn("whatsapp: a message to the number {}, which is no office's (whatsapp_id)", incoming.number_id);
    co_return;
  }
  const auto& office = *found->second;
  Asked asked{.office = &office,
              .counter = &counters_.at(office.code),
              .contact = "+" + incoming.from,
              .language = {},
              .form = {},
              .now = now};
  const ChatId chat = nik_key_.address("chat " + office.code + " " + incoming.from);
  // The same message asks for the same booking, however often it comes.
  const auto form = nik_key_.address("chat form " + office.code + " " + incoming.from + " " + incoming.id);
  std::copy_n(form.begin(), asked.form.size(), asked.form.begin());
  Key128 owner{};
  std::copy_n(chat.begin(), owner.size(), owner.begin());

  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    auto before = co_await box_.before(chat, incoming.id);
    if (before.heard_before) {
      co_return;
    }
    Turn turn = chat::hear(state_from_text(before.state), incoming.message, *asked.counter, now);
    auto replies = std::move(turn.replies);
    if (turn.ask) {
      asked.language = turn.state.language;
      const auto answered = co_await answer(asked, *turn.ask);
      turn = learn(std::move(turn.state), answered, *asked.counter, now);
      std::ranges::move(turn.replies, std::back_inserter(replies));
    }
    KeepTurn keep{.chat = chat,
                  .owner = owner,
                  .message = incoming.id,
                  .before = before.state,
                  .state = to_text(turn.state),
                  .notices = {},
                  .now = now};
    for (const auto& reply : replies) {
      Notice notice;
      notice.id = random_key();
      notice.kind = NoticeKind::chat_reply;
      notice.channel = NoticeChannel::whatsapp;
      notice.language = turn.state.language;
      notice.to = incoming.from;
      notice.from = incoming.number_id;
      notice.written_at = now;
      notice.due = now + Milliseconds(static_cast<int>(keep.notices.size()));  // in their order
      notice.useless_from = now + free_replies;
      notice.said = whatsapp::to_text(reply);
      keep.notices.push_back(std::move(notice));
    }
    const auto kept = co_await box_.keep(std::move(keep));
    if (!std::holds_alternative<ChangedMeanwhile>(kept)) {
      co_return;
    }
  }
  throw std::runtime_error("a chat changed each time while a message of it was answered");
}

asio::awaitable<Answer> ChatService::answer(Asked asked, Ask ask) {
  try {
    if (const auto* what = std::get_if<Look>(&ask)) {
      co_return co_await look(asked, *what);
    }
    if (const auto* what = std::get_if<Book>(&ask)) {
      co_return co_await book(asked, *what);
    }
    co_return co_await cancel(asked);
  } catch (const std::exception& failure) {
    spdlog::error("whatsapp: a message at {} was answered that it did not work: {}", asked.office->code,
                  failure.what());
  }
  co_return Failed{};
}

asio::awaitable<std::optional<StoredBooking>> ChatService::upcoming(const Asked& asked) {
  return box_.upcoming_of(asked.contact, OfficeDay::of(asked.now, asked.office->zone));
}

OwnBooking ChatService::own_of(const StoredBooking& stored, const Asked& asked) const {
  const auto& booking = stored.booking;
  OwnBooking own{.code = booking.code,
                 .service = booking.service,
                 .name = booking.name,
                 .day = booking.day,
                 .hours = booking.slot,
                 .may_cancel = booking_service_.may_cancel(stored, asked.now)};
  for (const auto& number : stored.numbers) {
    own.numbers += (own.numbers.empty() ? "" : ", ") + number;
  }
  if (day_ != nullptr) {
    const auto tickets = day_->of_booking(booking.office, booking.id, booking.code);
    if (!tickets.empty()) {
      own.place = place_of(*tickets.front(), words_of(asked.language));
    }
  }
  return own;
}

asio::awaitable<Answer> ChatService::look(Asked asked, Look what) {
  Seen seen;
  if (const auto stored = co_await upcoming(asked)) {
    seen.own = own_of(*stored, asked);
  }
  const auto& offices = booking_service_.offices();
  if (const auto* service = offices.service(what.service)) {
    seen.slots = co_await booking_service_.slots(asked.office, service, asked.now, BookingChannel::whatsapp);
    seen.availability = availability_by_any_way(offices, *asked.office, *service, asked.now, seen.slots);
  }
  co_return seen;
}

asio::awaitable<Answer> ChatService::book(Asked asked, Book what) {
  const auto* service = booking_service_.offices().service(what.service);
  if (service == nullptr || booking_service_.is_in_line(*asked.office, what.day)) {
    co_return NotNow{};
  }
  BookRequest request;
  request.office = asked.office;
  request.service = service;
  request.day = what.day;
  request.start = what.start;
  request.typed.name = what.name;
  request.typed.nik = what.nik;
  request.typed.card_says_so = what.card_says_so;
  request.language = language_code(asked.language);
  request.form = asked.form;
  request.phone = asked.contact;
  auto outcome = co_await booking_service_.book(std::move(request), asked.now);
  const auto booked = [&](const StoredBooking& stored) -> Answer {
    return BookedNow{own_of(stored, asked), booking_service_.qr_text(stored.booking)};
  };
  if (const auto* now = std::get_if<Booked>(&outcome)) {
    co_return booked(now->booking);
  }
  if (auto* full = std::get_if<NoPlace>(&outcome)) {
    co_return NoRoom{std::move(full->nearest)};
  }
  if (const auto* wait = std::get_if<TooManyCancels>(&outcome)) {
    co_return MustWait{wait->from};
  }
  if (const auto* frozen = std::get_if<Frozen>(&outcome)) {
    const bool blocked = frozen->why != FrozenWhy::absent && frozen->why != FrozenWhy::late_cancel;
    co_return MustWait{frozen->until, blocked};
  }
  if (std::holds_alternative<ContactHasEnough>(outcome) || std::holds_alternative<PersonHasBooking>(outcome) ||
      std::holds_alternative<FormUsed>(outcome)) {
    // Perhaps just this: an answer before was lost.
    const auto own = co_await upcoming(asked);
    if (own && own->booking.office == asked.office->code && own->booking.service == what.service &&
        own->booking.day == what.day && own->booking.slot.start == what.start) {
      co_return booked(*own);
    }
    co_return HasBooking{};
  }
  co_return NotNow{};
}

asio::awaitable<Answer> ChatService::cancel(Asked asked) {
  const auto own = co_await upcoming(asked);
  if (!own) {
    co_return NothingToCancel{};
  }
  const auto outcome = co_await booking_service_.cancel(own->token, asked.now, BookingService::Tell::nobody);
  if (std::holds_alternative<Cancelled>(outcome)) {
    co_return CancelledNow{};
  }
  co_return std::holds_alternative<NoSuchBooking>(outcome) ? Answer{NothingToCancel{}} : Answer{CancelTooLate{}};
}

}  // namespace antrean::portal::chat
