// The pages of an office's day: BookingSite's part that shows what the offices told (today/day_board.hpp).
#include <algorithm>
#include <cctype>

#include <spdlog/spdlog.h>

#include "office_api/today.hpp"
#include "text/text.hpp"
#include "web/booking_now.hpp"
#include "web/booking_site.hpp"
#include "web/form_fields.hpp"

namespace antrean::portal {
namespace {

/// As people type a number: "a 012" is A012.
std::string number_typed(std::string_view typed) {
  std::string number;
  for (const char c : text::clean(typed).value_or("")) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      number += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return number;
}

}  // namespace

std::optional<DayOnPage> BookingSite::day_at(std::string_view office, Zone zone) const {
  const DayNews* news = day_ == nullptr ? nullptr : day_->of_office(office);
  if (news == nullptr) {
    return std::nullopt;
  }
  return DayOnPage{.news = *news,
                   .age = std::chrono::duration_cast<std::chrono::seconds>(clock_.monotonic() - news->heard),
                   .zone = zone};
}

std::optional<DayOnPage> BookingSite::day_of(const StoredBooking& stored, const ShownPlace& place) const {
  auto day = day_at(stored.booking.office, place.zone);
  if (!day || day->news.told.day != place.day || stored.booking.status == BookingStatus::cancelled) {
    return std::nullopt;
  }
  day->tickets = day_->of_booking(stored.booking.office, stored.booking.id, stored.booking.code);
  day->service = stored.booking.service;
  // Who has only the booking's address is led to the number's page: that one takes the answer.
  for (const auto* ticket : day->tickets) {
    if (day->feedback.kind == FeedbackOnPage::Kind::none && asks_for_feedback(*ticket)) {
      day->feedback = {.kind = FeedbackOnPage::Kind::elsewhere, .page_key = ticket->key};
    }
  }
  return day;
}

BookingSite::Answer BookingSite::show_now(http::Request request, Visitor visitor) {
  const auto found = co_await booking_of(request);
  if (!found) {
    co_return http::Response::problem(404, "no such booking", "it is unknown, or its place is only held");
  }
  const auto now = clock_.now();
  const auto place = shown_place(found->stored, booking_service_.offices());
  const bool over = booking_service_.is_over(found->stored, now);
  const auto day = over ? std::nullopt : day_of(found->stored, place);
  const BookingNow shown{.stored = found->stored,
                         .place = place,
                         .over = over,
                         .affected = booking_service_.affected_by(found->stored, now).has_value(),
                         .day = day ? &*day : nullptr};
  co_return http::Response::json(booking_now_json(visitor.language, shown));
}

bool BookingSite::asks_for_feedback(const office_api::TodayTicket& ticket) const {
  return feedback_ != nullptr && !ticket.feedback && ticket.feedback_until && clock_.now() < *ticket.feedback_until;
}

boost::asio::awaitable<FeedbackOnPage> BookingSite::feedback_of(std::string page_key, const Visitor& visitor) {
  using Kind = FeedbackOnPage::Kind;
  const auto found = day_->find(page_key);
  if (!found || !asks_for_feedback(*found->ticket)) {
    co_return FeedbackOnPage{.kind = found && found->ticket->feedback ? Kind::given : Kind::none};
  }
  try {
    if (co_await feedback_->has_feedback(page_key)) {
      co_return FeedbackOnPage{.kind = Kind::given};
    }
  } catch (const std::exception& failure) {
    // The page says where the number stands, which matters more.
    spdlog::error("site: feedback cannot be asked for: {}", failure.what());
    co_return FeedbackOnPage{};
  }
  co_return FeedbackOnPage{
      .kind = Kind::asked, .page_key = page_key, .form_token = tokens_.issue(visitor.session, clock_.now())};
}

BookingSite::Answer BookingSite::take_feedback(http::Request request, Visitor visitor) {
  const auto& t = texts(visitor.language);
  const auto key = request.captures[0];
  const auto found = day_ == nullptr || feedback_ == nullptr ? std::nullopt : day_->find(key);
  if (!found) {
    co_return page(visitor, unknown_number_page({visitor.language, number_path(key)}), 404);
  }
  const auto form = request.form();
  const auto now = clock_.now();
  if (visitor.session.fresh || !tokens_.verify(field(form, "form"), visitor.session, now)) {
    co_return refused(visitor);
  }
  const auto who = http::asker_of(request.peer);
  if (!said_.take(who, clock_.monotonic())) {
    co_return wait_for(said_, who, notice(visitor, t.feedback_busy_title, t.feedback_busy_text, 429));
  }
  const auto said = from_word<Feedback>(field(form, "feedback"));
  if (!said || found->ticket->feedback) {
    co_return http::Response::redirect(number_path(key));
  }
  if (!asks_for_feedback(*found->ticket)) {
    co_return notice(visitor, t.feedback_over_title, t.feedback_over_text, 409);
  }
  co_await feedback_->keep_feedback(
      {.office = std::string{found->office}, .said = {.key = key, .feedback = *said}, .now = now});
  co_return http::Response::redirect(number_path(key));
}

BookingSite::Answer BookingSite::show_day(http::Request request, Visitor visitor) {
  const auto& asked = request.captures[0];
  const PageContext context{visitor.language, "/n/" + asked};
  const auto& offices = booking_service_.offices();
  if (office_api::is_page_key(asked)) {
    auto found = day_ == nullptr ? std::nullopt : day_->find(asked);
    const auto* office = found ? offices.find(found->office) : nullptr;
    if (office == nullptr) {
      co_return page(visitor, unknown_number_page(context), 404);
    }
    // What is found on the board is good until the next news, so nothing is waited for after this.
    const auto feedback = co_await feedback_of(asked, visitor);
    found = day_->find(asked);
    auto day = found ? day_at(office->code, office->zone) : std::nullopt;
    if (!day) {
      co_return page(visitor, unknown_number_page(context), 404);
    }
    day->feedback = feedback;
    day->tickets = {found->ticket};
    day->service = found->ticket->service;
    for (const auto* other : day_->of_booking(found->office, found->ticket->booking, found->ticket->code)) {
      if (other != found->ticket) {
        day->tickets.push_back(other);
      }
    }
    auto html = number_page(context, {.day = *day, .office = office->name});
    co_return day->feedback.kind != FeedbackOnPage::Kind::asked ? page(visitor, std::move(html))
                                                                : page_with_form(visitor, std::move(html));
  }
  const auto* office = offices.find(asked);
  if (office == nullptr) {
    co_return not_found(visitor);
  }
  auto day = day_at(office->code, office->zone);
  const auto typed = request.query.find("number");
  const std::string number = typed == request.query.end() ? std::string{} : number_typed(typed->second);
  if (day && !number.empty()) {
    for (const auto& [key, ticket] : day->news.tickets) {
      if (ticket.number == number || ticket.was == number) {
        day->tickets = {&ticket};
        day->service = ticket.service;
      }
    }
  }
  const OfficeDayPage shown{.office = *office, .day = day ? &*day : nullptr, .typed = number};
  PageContext here = context;
  here.query = number.empty() ? std::string{} : "number=" + http::url_encode(number) + "&";
  co_return page(visitor, office_day_page(here, shown));
}

}  // namespace antrean::portal
