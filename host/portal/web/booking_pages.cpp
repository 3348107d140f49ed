// The pages of one booking or held place: BookingSite's other half.
#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "qr/qr_png.hpp"
#include "web/booking_site.hpp"
#include "web/form_fields.hpp"

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

/// "042 917", as a mail shows them, is typed with and without the space.
std::string digits_of(std::string_view typed) {
  std::string digits;
  std::ranges::copy_if(typed, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

}  // namespace

asio::awaitable<std::optional<BookingSite::Found>> BookingSite::booking_of(const http::Request& request) {
  const auto token = key_from_hex(request.captures[0]);
  if (!token) {
    co_return std::nullopt;
  }
  auto stored = co_await booking_service_.find(*token);
  if (!stored) {
    co_return std::nullopt;
  }
  co_return Found{*token, std::move(*stored)};
}

std::optional<BookingSite::Sent> BookingSite::sent(const http::Request& request, const Visitor& visitor) const {
  auto form = request.form();
  const auto token = key_from_hex(request.captures[0]);
  if (!token || visitor.session.fresh || !tokens_.verify(field(form, "form"), visitor.session, clock_.now())) {
    return std::nullopt;
  }
  return Sent{std::move(form), *token};
}

asio::awaitable<std::string_view> BookingSite::proven(const Sent& sent, const http::Request& request,
                                                      const Visitor& visitor, bool to_show) {
  const auto& t = texts(visitor.language);
  const auto now = clock_.monotonic();
  const std::string booking = try_name_("booking " + to_hex(sent.token));
  const std::string network = try_name_("network " + http::asker_of(request.peer));
  const bool may_try = tries_.take(booking, now);
  if (!tries_.take(network, now) || !may_try) {
    co_return to_show ? t.shown_busy : t.own_nik_busy;
  }
  const bool is_person = co_await booking_service_.is_person_of(sent.token, field(sent.form, "nik"), clock_.now());
  if (note_) {
    co_await note(is_person ? AccessKind::shown : AccessKind::refused, co_await booking_service_.find(sent.token));
  }
  if (!is_person) {
    tell_("try", booking, {});
    tell_("try", network, {});
    co_return to_show ? t.shown_wrong : t.own_nik_wrong;
  }
  // Taken before it was looked at, so that many at once are no more tries; only wrong ones count, since a
  // whole mobile network is one address.
  tries_.give_back(booking, now);
  tries_.give_back(network, now);
  co_return std::string_view{};
}

asio::awaitable<void> BookingSite::note(AccessKind kind, const std::optional<StoredBooking>& stored) {
  if (!note_) {
    co_return;
  }
  AccessEntry entry{.at = clock_.now(), .kind = kind, .who = "person", .count = 0, .people = {}};
  if (stored) {
    entry.people.push_back({stored->booking.id, 0});
  }
  try {
    co_await note_(std::move(entry));
  } catch (const std::exception& failure) {
    spdlog::error("site: a NIK was given, and that is not noted: {}", failure.what());
  }
}

http::Response BookingSite::to_booking(const http::Request& request, const Key128& token, bool own) const {
  auto response = http::Response::redirect(booking_path(token));
  if (own) {
    own_.remember(response, request, token);
  }
  return response;
}

http::Response BookingSite::held(const http::Request& request, const Visitor& visitor, const Held& held, bool wrong,
                                 bool resent) const {
  const auto now = clock_.now();
  const HeldPage shown{.stored = held.booking,
                       .place = shown_place(held.booking, booking_service_.offices()),
                       .until = held.until,
                       .now = now,
                       .own = own_.has(request, held.booking.token),
                       .tries_left = held.tries_left,
                       .sends = held.sends,
                       .wrong = wrong,
                       .resent = resent,
                       .form_token = tokens_.issue(visitor.session, now)};
  const PageContext context{
      .language = visitor.language, .path = booking_path(held.booking.token), .posted = wrong || resent};
  return page_with_form(visitor, held_page(context, shown), wrong ? 422 : 200);
}

http::Response BookingSite::lapsed(const Visitor& visitor, const StoredBooking& stored) const {
  const auto& t = texts(visitor.language);
  const auto& offices = booking_service_.offices();
  const auto* office = offices.find(stored.booking.office);
  const auto* service = offices.service(stored.booking.service);
  const auto link = office != nullptr && service != nullptr ? dates_path(*office, *service) : std::string{"/"};
  return page(
      visitor,
      notice_page({visitor.language, booking_path(stored.token)}, t.lapsed_title, t.lapsed_text, link, t.lapsed_again),
      410);
}

http::Response BookingSite::confirmation(const http::Request& request, const Visitor& visitor,
                                         const StoredBooking& stored, TellMe tell_me) const {
  const auto now = clock_.now();
  const auto& offices = booking_service_.offices();
  const auto place = shown_place(stored, offices);
  const bool over = booking_service_.is_over(stored, now);
  const auto form_token = tokens_.issue(visitor.session, now);
  const auto day = day_of(stored, place);
  if (!own_.has(request, stored.token)) {
    const ShownPage shown{.stored = stored,
                          .place = place,
                          .over = over,
                          .wrong = false,
                          .busy = false,
                          .form_token = form_token,
                          .affected = booking_service_.affected_by(stored, now),
                          .day = day ? &*day : nullptr};
    return page_with_form(visitor, shown_page({visitor.language, booking_path(stored.token)}, shown));
  }
  const ConfirmationPage shown{.stored = stored,
                               .place = place,
                               .office = offices.find(stored.booking.office),
                               .service = offices.service(stored.booking.service),
                               .may_cancel = booking_service_.may_cancel(stored, now),
                               .may_move = booking_service_.may_move(stored, now),
                               .over = over,
                               .cancel_until = {},
                               .has_pdf = static_cast<bool>(pdf_),
                               .form_token = form_token,
                               .affected = booking_service_.affected_by(stored, now),
                               .day = day ? &*day : nullptr,
                               .qr = booking_service_.qr_text(stored.booking),
                               .app_link = app_link_,
                               .tell_me = std::move(tell_me)};
  return page_with_form(visitor, confirmation_page({visitor.language, booking_path(stored.token)}, shown));
}

BookingSite::Answer BookingSite::show_booking(http::Request request, Visitor visitor) {
  if (auto found = co_await booking_of(request)) {
    if (found->stored.moved_to) {
      co_return to_booking(request, *found->stored.moved_to, own_.has(request, found->token));
    }
    const bool own = own_.has(request, found->token);
    co_return confirmation(request, visitor, found->stored, own ? co_await tell_me(found->stored) : TellMe{});
  }
  const auto token = key_from_hex(request.captures[0]);
  const auto place = token ? co_await booking_service_.find_held(*token) : std::nullopt;
  if (!place) {
    co_return not_found(visitor);
  }
  if (const auto* over = std::get_if<Lapsed>(&*place)) {
    co_return lapsed(visitor, over->booking);
  }
  const auto& still = std::get<Held>(*place);
  if (still.until <= clock_.now()) {
    co_return lapsed(visitor, still.booking);
  }
  co_return held(request, visitor, still, false, false);
}

BookingSite::Answer BookingSite::show_qr(http::Request request, Visitor visitor) {
  const auto found = co_await booking_of(request);
  if (!found || found->stored.booking.status == BookingStatus::cancelled || !own_.has(request, found->token)) {
    co_return not_found(visitor);
  }
  co_return http::Response::bytes(qr_png(booking_service_.qr_text(found->stored.booking)), "image/png");
}

BookingSite::Answer BookingSite::show_pdf(http::Request request, Visitor visitor) {
  const auto found = co_await booking_of(request);
  if (!found || !pdf_ || found->stored.booking.status == BookingStatus::cancelled || !own_.has(request, found->token)) {
    co_return not_found(visitor);
  }
  BookingSheet sheet{.language = visitor.language,
                     .stored = found->stored,
                     .place = shown_place(found->stored, booking_service_.offices()),
                     .qr = booking_service_.qr_text(found->stored.booking)};
  auto response = http::Response::bytes(co_await pdf_(std::move(sheet)), "application/pdf");
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

BookingSite::Answer BookingSite::show_calendar(http::Request request, Visitor visitor) {
  const auto found = co_await booking_of(request);
  if (!found || !calendar_ || !own_.has(request, found->token)) {
    co_return not_found(visitor);
  }
  auto entry = calendar_(found->stored);
  if (entry.empty()) {
    co_return not_found(visitor);
  }
  co_return http::Response::bytes(std::move(entry), "text/calendar; charset=utf-8");
}

BookingSite::Answer BookingSite::show_link(http::Request request, Visitor visitor) {
  const auto token = key_from_hex(request.captures[0]);
  const auto key = request.query.find("key");
  const auto place = token ? co_await booking_service_.find_held(*token) : std::nullopt;
  const auto* still = place ? std::get_if<Held>(&*place) : nullptr;
  if (still == nullptr || still->until <= clock_.now() || key == request.query.end()) {
    // Booked, lapsed or unknown: its page says which.
    co_return http::Response::redirect("/booking/" + request.captures[0]);
  }
  const auto& t = texts(visitor.language);
  const OneButtonPage shown{.title = t.link_title,
                            .text = t.link_text,
                            .button = t.link_do,
                            .target = booking_path(*token) + "/confirm",
                            .key = key->second,
                            .stored = &still->booking,
                            .place = shown_place(still->booking, booking_service_.offices()),
                            .form_token = tokens_.issue(visitor.session, clock_.now())};
  co_return page_with_form(visitor, one_button_page({visitor.language, booking_path(*token)}, shown));
}

BookingSite::Answer BookingSite::confirm(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  if (!form) {
    co_return refused(visitor);
  }
  const auto now = clock_.now();
  const auto key = field(form->form, "key");
  const bool by_link = !key.empty();
  if (!by_link && !own_.has(request, form->token)) {
    co_return refused(visitor);  // the digits are typed where the place is held; the link works anywhere
  }
  const auto answer = co_await booking_service_.confirm(
      form->token, by_link ? key : digits_of(field(form->form, "digits")), by_link, now);
  const auto& t = texts(visitor.language);
  if (std::holds_alternative<Booked>(answer)) {
    const auto& booked = std::get<Booked>(answer);
    // An old link shows no more than the address: only a fresh confirmation proves who presses.
    co_return to_booking(request, form->token, !booked.again || own_.has(request, form->token));
  }
  if (const auto* over = std::get_if<Lapsed>(&answer)) {
    co_return lapsed(visitor, over->booking);
  }
  if (std::holds_alternative<PersonHasBooking>(answer)) {
    co_return notice(visitor, t.person_title, t.moved_person, 409);
  }
  if (std::holds_alternative<Checking>(answer)) {
    co_return notice(visitor, t.checking_title, t.checking_text, 503);
  }
  if (std::holds_alternative<WrongProof>(answer) && by_link) {
    co_return notice(visitor, t.link_wrong_title, t.link_wrong_text, 422);
  }
  const auto place = co_await booking_service_.find_held(form->token);
  const auto* still = place ? std::get_if<Held>(&*place) : nullptr;
  if (still == nullptr) {
    co_return not_found(visitor);
  }
  co_return held(request, visitor, *still, true, false);
}

BookingSite::Answer BookingSite::resend(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  if (!form || !own_.has(request, form->token)) {
    co_return refused(visitor);
  }
  const auto answer = co_await booking_service_.resend(form->token, clock_.now());
  if (const auto* again = std::get_if<Held>(&answer)) {
    co_return held(request, visitor, *again, false, true);
  }
  if (std::holds_alternative<NoMoreSends>(answer)) {
    const auto& t = texts(visitor.language);
    co_return page(visitor,
                   notice_page({visitor.language, booking_path(form->token)}, t.held_resend, t.held_no_sends,
                               booking_path(form->token), t.back),
                   429);
  }
  co_return to_booking(request, form->token, false);
}

BookingSite::Answer BookingSite::release(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  if (!form || !own_.has(request, form->token)) {
    co_return refused(visitor);
  }
  co_await booking_service_.release(form->token, clock_.now());
  co_return to_booking(request, form->token, false);
}

BookingSite::Answer BookingSite::show_whole(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  if (!form) {
    co_return refused(visitor);
  }
  const auto found = co_await booking_of(request);
  const auto why = co_await proven(*form, request, visitor, true);
  if (!found) {
    co_return not_found(visitor);
  }
  if (why.empty()) {
    co_return to_booking(request, form->token, true);
  }
  const auto& t = texts(visitor.language);
  const bool busy = why == t.shown_busy;
  const auto now = clock_.now();
  const ShownPage shown{.stored = found->stored,
                        .place = shown_place(found->stored, booking_service_.offices()),
                        .over = booking_service_.is_over(found->stored, now),
                        .wrong = !busy,
                        .busy = busy,
                        .form_token = tokens_.issue(visitor.session, now)};
  const PageContext context{.language = visitor.language, .path = booking_path(form->token), .posted = true};
  auto again = page_with_form(visitor, shown_page(context, shown), busy ? 429 : 422);
  co_return busy ? wait_for(tries_, try_name_("booking " + to_hex(form->token)), std::move(again)) : std::move(again);
}

BookingSite::Answer BookingSite::send_again(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  if (!form) {
    co_return refused(visitor);
  }
  // To the address that is stored, so whoever asks learns nothing; but nobody's mailbox is to be filled.
  const auto sending = try_name_("send " + to_hex(form->token));
  if (!tries_.take(sending, clock_.monotonic())) {
    const auto& t = texts(visitor.language);
    co_return wait_for(tries_, sending, notice(visitor, t.busy_title, t.busy_text, 429));
  }
  tell_("try", sending, {});
  co_await booking_service_.send_again(form->token, clock_.now());
  const auto& t = texts(visitor.language);
  co_return page(visitor, notice_page({visitor.language, booking_path(form->token)}, t.send_done_title,
                                      t.send_done_text, booking_path(form->token), t.back));
}

asio::awaitable<http::Response> BookingSite::change(ChangePage::What what, const Visitor& visitor, StoredBooking stored,
                                                    std::string_view problem,
                                                    std::map<std::string, std::string> typed) {
  using What = ChangePage::What;
  const auto now = clock_.now();
  const auto& offices = booking_service_.offices();
  const auto* office = offices.find(stored.booking.office);
  const auto* service = offices.service(stored.booking.service);
  ChangePage shown{.what = what,
                   .stored = stored,
                   .place = shown_place(stored, offices),
                   .slots = {},
                   .typed_name = field(typed, "name"),
                   .typed_mail = field(typed, "mail"),
                   .problem = problem,
                   .cancel_until = {},
                   .over = false,
                   .form_token = tokens_.issue(visitor.session, now)};
  if (office != nullptr) {
    shown.cancel_until = offices.cancel_until(*office, stored.booking.day, stored.booking.slot);
  }
  if (what == What::cancel) {
    shown.freezes_until = booking_service_.cancelling_freezes_until(stored, now);
  }
  const bool begun = now >= instant(shown.place.day, TimeOfDay{0}, shown.place.zone);
  shown.over = what == What::move     ? !booking_service_.may_move(stored, now)
               : what == What::cancel ? !booking_service_.may_cancel(stored, now)
                                      : begun || stored.booking.status == BookingStatus::cancelled;
  if (what == What::move && office != nullptr && service != nullptr) {
    shown.slots = co_await booking_service_.slots(office, service, now);
    std::erase_if(shown.slots, [&](const SlotOnOffer& slot) {
      const auto& own = stored.booking;
      const bool same_day = slot.day == own.day;
      const bool here = same_day && slot.hours.start == own.slot.start;
      // Where hours were moved, the person's own place is taken there as well.
      const bool overlaps = same_day && slot.hours.start < own.slot.end && own.slot.start < slot.hours.end;
      return here || !slot.open || slot.free + (overlaps ? own.party : 0) < own.party;
    });
  }
  const PageContext context{.language = visitor.language,
                            .path = booking_path(stored.token) + (what == What::move     ? "/move"
                                                                  : what == What::cancel ? "/cancel"
                                                                                         : "/correct"),
                            .posted = !problem.empty()};
  co_return page_with_form(visitor, change_page(context, shown), problem.empty() ? 200 : 422);
}

BookingSite::Answer BookingSite::show_move(http::Request request, Visitor visitor) {
  auto found = co_await booking_of(request);
  if (!found) {
    co_return not_found(visitor);
  }
  if (booking_service_.affected_by(found->stored, clock_.now())) {
    co_return http::Response::redirect(booking_path(found->token) + "/instead");
  }
  co_return co_await change(ChangePage::What::move, visitor, std::move(found->stored), {}, {});
}

BookingSite::Answer BookingSite::move(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  auto found = co_await booking_of(request);
  if (!form || !found) {
    co_return refused(visitor);
  }
  const auto& t = texts(visitor.language);
  auto why = co_await proven(*form, request, visitor, false);
  if (why.empty()) {
    const auto slot = parse_slot(field(form->form, "slot"));
    if (!slot) {
      co_return not_found(visitor);
    }
    const auto now = clock_.now();
    const auto& offices = booking_service_.offices();
    const auto* office = offices.find(found->stored.booking.office);
    if (office != nullptr && is_in_line(*office, slot->day)) {
      co_return co_await change(ChangePage::What::move, visitor, std::move(found->stored), t.move_in_line, {});
    }
    const auto outcome = co_await booking_service_.move(form->token, slot->day, slot->start, now);
    if (std::holds_alternative<Moved>(outcome)) {
      co_return to_booking(request, form->token, true);
    }
    why = std::holds_alternative<NoPlace>(outcome)            ? t.move_full
          : std::holds_alternative<NotOffered>(outcome)       ? t.gone_text
          : std::holds_alternative<PersonHasBooking>(outcome) ? t.moved_person
          : std::holds_alternative<Checking>(outcome)         ? t.checking_text
                                                              : t.move_over;
    found = co_await booking_of(request);
  }
  co_return co_await change(ChangePage::What::move, visitor, std::move(found->stored), why, {});
}

asio::awaitable<http::Response> BookingSite::instead_of(const Visitor& visitor, StoredBooking stored, std::string key,
                                                        std::string_view problem) {
  const auto now = clock_.now();
  const auto why = booking_service_.affected_by(stored, now);
  if (!why) {
    co_return http::Response::redirect(booking_path(stored.token));
  }
  InsteadPage shown{.stored = stored,
                    .place = shown_place(stored, booking_service_.offices()),
                    .affected = *why,
                    .places = {},
                    .key = booking_service_.is_instead_key(stored, key) ? std::move(key) : std::string{},
                    .problem = problem,
                    .form_token = tokens_.issue(visitor.session, now)};
  shown.places = co_await booking_service_.places_instead(stored, now);
  co_return page_with_form(visitor,
                           instead_page({visitor.language, booking_path(stored.token) + "/instead",
                                         shown.key.empty() ? std::string{} : "key=" + shown.key + "&"},
                                        shown),
                           problem.empty() ? 200 : 422);
}

BookingSite::Answer BookingSite::show_instead(http::Request request, Visitor visitor) {
  auto found = co_await booking_of(request);
  if (!found) {
    co_return not_found(visitor);
  }
  co_return co_await instead_of(visitor, std::move(found->stored), request.asked("key"), {});
}

BookingSite::Answer BookingSite::instead(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  auto found = co_await booking_of(request);
  if (!form || !found) {
    co_return refused(visitor);
  }
  const auto& t = texts(visitor.language);
  const auto place = field(form->form, "place");
  const auto slot = parse_slot(place.size() > 3 ? place.substr(3) : std::string{});
  const auto key = field(form->form, "key");
  const bool by_link = booking_service_.is_instead_key(found->stored, key);
  if (!slot) {
    co_return not_found(visitor);
  }
  if (!key.empty() && !by_link) {
    // The link was used, or the booking has moved otherwise: its page says where it is.
    co_return to_booking(request, form->token, false);
  }
  auto why = by_link ? std::string_view{} : co_await proven(*form, request, visitor, false);
  if (why.empty()) {
    const auto outcome =
        co_await booking_service_.move_instead(form->token, place.substr(0, 2), slot->day, slot->start, clock_.now());
    if (const auto* moved = std::get_if<Moved>(&outcome)) {
      co_return to_booking(request, moved->booking.token, true);
    }
    why = std::holds_alternative<PersonHasBooking>(outcome) ? t.moved_person
          : std::holds_alternative<Checking>(outcome)       ? t.checking_text
                                                            : t.move_full;
    found = co_await booking_of(request);
  }
  co_return co_await instead_of(visitor, std::move(found->stored), key, why);
}

BookingSite::Answer BookingSite::show_cancel(http::Request request, Visitor visitor) {
  auto found = co_await booking_of(request);
  if (!found) {
    co_return not_found(visitor);
  }
  co_return co_await change(ChangePage::What::cancel, visitor, std::move(found->stored), {}, {});
}

BookingSite::Answer BookingSite::cancel(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  auto found = co_await booking_of(request);
  if (!form || !found) {
    co_return refused(visitor);
  }
  const auto why = co_await proven(*form, request, visitor, false);
  if (!why.empty()) {
    co_return co_await change(ChangePage::What::cancel, visitor, std::move(found->stored), why, {});
  }
  const auto outcome = co_await booking_service_.cancel(form->token, clock_.now());
  if (figures_ != nullptr) {
    figures_->cancelled(outcome);
  }
  // In every case the page shows the state of the booking: cancelled, used, or too late to cancel.
  co_return to_booking(request, form->token, true);
}

BookingSite::Answer BookingSite::show_correct(http::Request request, Visitor visitor) {
  auto found = co_await booking_of(request);
  if (!found) {
    co_return not_found(visitor);
  }
  std::map<std::string, std::string> typed;
  if (own_.has(request, found->token)) {
    typed = {{"name", found->stored.booking.name}, {"mail", found->stored.mail}};
  }
  co_return co_await change(ChangePage::What::correct, visitor, std::move(found->stored), {}, std::move(typed));
}

BookingSite::Answer BookingSite::correct(http::Request request, Visitor visitor) {
  const auto form = sent(request, visitor);
  auto found = co_await booking_of(request);
  if (!form || !found) {
    co_return refused(visitor);
  }
  const auto& t = texts(visitor.language);
  auto why = co_await proven(*form, request, visitor, false);
  if (why.empty()) {
    const auto outcome = co_await booking_service_.correct(form->token, field(form->form, "name"),
                                                           field(form->form, "mail"), clock_.now());
    if (std::holds_alternative<Corrected>(outcome)) {
      co_return to_booking(request, form->token, true);
    }
    why = std::holds_alternative<WrongValue>(outcome) ? t.correct_wrong
          : std::holds_alternative<Frozen>(outcome)   ? t.correct_blocked
                                                      : t.cancel_over;
  }
  co_return co_await change(ChangePage::What::correct, visitor, std::move(found->stored), why, form->form);
}

BookingSite::Answer BookingSite::show_reminders(http::Request request, Visitor visitor) {
  const auto token = key_from_hex(request.captures[0]);
  const auto key = request.query.find("key");
  if (!token || key == request.query.end()) {
    co_return not_found(visitor);
  }
  const auto& t = texts(visitor.language);
  const OneButtonPage shown{.title = t.reminders_title,
                            .text = t.reminders_text,
                            .button = t.reminders_do,
                            .target = booking_path(*token) + "/reminders",
                            .key = key->second,
                            .stored = nullptr,
                            .place = {},
                            .form_token = tokens_.issue(visitor.session, clock_.now())};
  co_return page_with_form(visitor, one_button_page({visitor.language, booking_path(*token)}, shown));
}

BookingSite::Answer BookingSite::end_reminders(http::Request request, Visitor visitor) {
  const auto token = key_from_hex(request.captures[0]);
  // A mail program's "unsubscribe" (RFC 8058) posts to the link itself and has no form of ours; the key is
  // proof.
  const auto key = key_from_hex(request.query.contains("key") ? request.asked("key") : field(request.form(), "key"));
  const auto& t = texts(visitor.language);
  if (!token || !key || !co_await booking_service_.end_reminders(*token, *key, clock_.now())) {
    co_return notice(visitor, t.link_wrong_title, t.link_wrong_text, 422);
  }
  co_return notice(visitor, t.reminders_title, t.reminders_done, 200);
}

BookingSite::Answer BookingSite::show_own(http::Request request, Visitor visitor) {
  const OwnPage shown{.bookings = co_await own_bookings(std::move(request), false),
                      .form_token = tokens_.issue(visitor.session, clock_.now())};
  auto response = page_with_form(visitor, own_page({visitor.language, "/own"}, shown));
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

}  // namespace antrean::portal
