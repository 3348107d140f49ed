// The waitlist's routes: BookingSite's third part.
#include <charconv>

#include <spdlog/spdlog.h>

#include "web/booking_site.hpp"
#include "web/form_fields.hpp"

namespace antrean::portal {
namespace {

int number_of(const std::string& text) {
  int number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  return wrong == std::errc{} && end == text.data() + text.size() ? number : 0;
}

}  // namespace

http::Response BookingSite::waitlist(const Visitor& visitor, WaitlistPage shown, unsigned status) const {
  if (shown.form_token.empty()) {
    shown.form_token = tokens_.issue(visitor.session, clock_.now());
  }
  const auto& rules = booking_service_.offices().rules();
  shown.largest_party = rules.largest_party;
  shown.offer_for = rules.offer_for;
  const PageContext context{visitor.language, waitlist_path(shown.office, shown.service, shown.day)};
  return page_with_form(visitor, waitlist_page(context, shown), status);
}

BookingSite::Answer BookingSite::show_waitlist(http::Request request, Visitor visitor) {
  const auto [office, service] = chosen(request.captures[0], request.captures[1]);
  const auto day = request.captures.size() > 2 ? OfficeDay::parse(request.captures[2]) : std::nullopt;
  if (office == nullptr || (request.captures.size() > 2 && !day) || booking_service_.offices().rules().waitlist == 0) {
    co_return not_found(visitor);
  }
  co_return waitlist(visitor, {.office = *office, .service = *service, .day = day, .mail = {}, .form_token = {}}, 200);
}

BookingSite::Answer BookingSite::join_waitlist(http::Request request, Visitor visitor) {
  const auto form = request.form();
  const auto [office, service] = chosen(field(form, "office"), field(form, "service"));
  const auto day = OfficeDay::parse(field(form, "day"));
  if (office == nullptr || (!day && !field(form, "day").empty())) {
    co_return not_found(visitor);
  }
  const auto& t = texts(visitor.language);
  const auto now = clock_.now();
  const auto key = visitor.session.fresh ? std::nullopt : tokens_.verify(field(form, "form"), visitor.session, now);
  WaitlistPage again{.office = *office,
                     .service = *service,
                     .day = day,
                     .mail = field(form, "mail"),
                     .people = form.contains("people") ? number_of(field(form, "people")) : 1,
                     .form_token = key ? field(form, "form") : std::string{}};
  if (visitor.asked_language) {
    co_return waitlist(visitor, std::move(again), 200);
  }
  if (!key) {
    again.problem = t.expired_text;
    co_return waitlist(visitor, std::move(again), 403);
  }
  if (!bookings_.take(http::asker_of(request.peer), clock_.monotonic())) {
    again.problem = t.busy_text;
    co_return waitlist(visitor, std::move(again), 429);
  }
  const auto outcome = co_await booking_service_.wait({.office = office,
                                                       .service = service,
                                                       .day = day,
                                                       .people = again.people,
                                                       .mail = again.mail,
                                                       .language = std::string{t.code},
                                                       .form = *key},
                                                      now);
  if (const auto* in_line = std::get_if<InLine>(&outcome)) {
    if (in_line->again) {
      // Whoever types somebody else's address learns nothing, and cannot take them off the list.
      co_return notice(visitor, t.waiting_title, t.waiting_text, 200);
    }
    auto response = http::Response::redirect(waiting_path(in_line->waiting.token));
    own_.remember(response, request, in_line->waiting.token);
    co_return response;
  }
  if (std::holds_alternative<LineFull>(outcome)) {
    again.problem = t.wait_full;
    co_return waitlist(visitor, std::move(again), 409);
  }
  if (std::holds_alternative<NotOffered>(outcome)) {
    again.problem = t.gone_text;
    co_return waitlist(visitor, std::move(again), 409);
  }
  again.wrong_mail = true;
  co_return waitlist(visitor, std::move(again), 422);
}

http::Response BookingSite::offer_over(const Visitor& visitor) const {
  const auto& t = texts(visitor.language);
  return notice(visitor, t.waiting_over_title, t.waiting_over, 410);
}

std::optional<DetailsPage> BookingSite::offer_page(const Waiting& waiting, const std::string& key,
                                                   const std::map<std::string, std::string>& form) const {
  const auto* office = booking_service_.offices().find(waiting.office);
  const auto* service = booking_service_.offices().service(waiting.service);
  if (office == nullptr || service == nullptr || !booking_service_.is_offer_key(waiting, key) ||
      waiting.offer->until <= clock_.now()) {
    return std::nullopt;
  }
  return DetailsPage{.office = *office,
                     .service = *service,
                     .day = waiting.offer->day,
                     .hours = waiting.offer->hours,
                     .typed = {.name = field(form, "name"),
                               .nik = field(form, "nik"),
                               .mail = {},
                               .card_says_so = !field(form, "card_says_so").empty(),
                               .companions = companions_of(form, waiting.party)},
                     .problems = {},
                     .nearest = {},
                     .form_token = {},
                     .offered = DetailsPage::Offered{
                         .token = waiting.token, .key = key, .until = waiting.offer->until, .people = waiting.party}};
}

BookingSite::Answer BookingSite::show_waiting(http::Request request, Visitor visitor) {
  const auto token = key_from_hex(request.captures[0]);
  if (!token) {
    co_return not_found(visitor);
  }
  const auto waiting = co_await booking_service_.find_waiting(*token);
  if (!waiting) {
    if (co_await booking_service_.find(*token)) {
      co_return http::Response::redirect(booking_path(*token));  // the offer was taken
    }
    co_return offer_over(visitor);
  }
  const auto key = request.query.find("key");
  if (key != request.query.end()) {
    if (auto offered = offer_page(*waiting, key->second, {})) {
      co_return details(visitor, std::move(*offered), 200);
    }
    co_return offer_over(visitor);
  }
  const WaitingPage shown{.waiting = *waiting,
                          .may_leave = own_.has(request, *token),
                          .form_token = tokens_.issue(visitor.session, clock_.now())};
  co_return page_with_form(visitor, waiting_page({visitor.language, waiting_path(*token)}, shown));
}

BookingSite::Answer BookingSite::take_offer(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  if (!form) {
    co_return refused(visitor);
  }
  const auto now = clock_.now();
  const auto waiting = co_await booking_service_.find_waiting(form->token);
  if (!waiting) {
    const auto stored = co_await booking_service_.find(form->token);
    // Sent twice: the browser that took it knows it already.
    co_return stored ? to_booking(request, form->token, own_.has(request, form->token)) : offer_over(visitor);
  }
  const auto key = field(form->form, "key");
  auto again = offer_page(*waiting, key, form->form);
  if (!again) {
    co_return offer_over(visitor);
  }
  again->form_token = field(form->form, "form");
  if (visitor.asked_language) {
    co_return details(visitor, std::move(*again), 200);
  }
  BookRequest wanted{.office = nullptr,
                     .service = nullptr,
                     .day = {},
                     .start = {},
                     .typed = again->typed,
                     .language = std::string{texts(visitor.language).code},
                     .form = *tokens_.verify(field(form->form, "form"), visitor.session, now),
                     .network = http::asker_of(request.peer)};
  std::optional<BookOutcome> outcome;
  try {
    outcome = co_await booking_service_.take_offer(*waiting, key, std::move(wanted), now);
  } catch (const std::exception& failure) {
    spdlog::error("site: an offered place at {} was not taken: {}", waiting->office, failure.what());
  }
  if (!outcome) {
    not_booked("failed");
    again->notice = DetailsNotice::failed;
    co_return details(visitor, std::move(*again), 503);
  }
  if (figures_ != nullptr) {
    figures_->booked(*outcome);
  }
  co_return answer_of(request, visitor, *outcome, std::move(*again));
}

BookingSite::Answer BookingSite::leave_waitlist(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  if (!form) {
    co_return refused(visitor);
  }
  const auto& t = texts(visitor.language);
  if (const auto key = field(form->form, "key"); !key.empty()) {
    // "No, thank you" beside the offer: the link of the mail proves whose it is, in any browser.
    const auto waiting = co_await booking_service_.find_waiting(form->token);
    if (!waiting || !offer_page(*waiting, key, {})) {
      co_return offer_over(visitor);
    }
    co_await booking_service_.leave_waitlist(form->token, clock_.now());
    co_return notice(visitor, t.offer_no, t.offer_passed_on, 200);
  }
  if (!own_.has(request, form->token)) {
    co_return refused(visitor);
  }
  co_await booking_service_.leave_waitlist(form->token, clock_.now());
  co_return notice(visitor, t.waiting_leave, t.waiting_left, 200);
}

}  // namespace antrean::portal
