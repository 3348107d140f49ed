// What the pages are as an app on a phone: manifest, service worker, saved pages; and who is told on the day:
// BookingSite's part for one phone.
#include <algorithm>
#include <array>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include "pages/assets.hpp"
#include "values/fnv1a.hpp"
#include "web/booking_site.hpp"
#include "web/form_fields.hpp"
#include "web_push/keys.hpp"
#include "web_push/push_service.hpp"

namespace antrean::portal {
namespace {

namespace json = boost::json;

constexpr int most_phones = 5;  // of one booking
/// Of a saved page when only what it says is compared.
constexpr UtcTime no_time{};

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }

std::optional<Language> language_of(std::string_view word) {
  return word == "id" ? std::optional{Language::id} : word == "en" ? std::optional{Language::en} : std::nullopt;
}

std::string digest_of(const std::string& address) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(address.data()), address.size());
  std::string hex;
  for (const auto byte : digest) {
    hex += fmt::format("{:02x}", byte);
  }
  return hex;
}

/// Relative to the manifest's own address, so that it is right under every path.
std::string manifest(Language language) {
  const auto& t = texts(language);
  const auto icon = [](std::string_view file, const char* sizes, const char* purpose) {
    return json::object{{"src", text(std::string_view{asset_path(file)}.substr(1))},
                        {"sizes", sizes},
                        {"type", "image/png"},
                        {"purpose", purpose}};
  };
  return json::serialize(
      json::object{{"id", "./"},
                   {"name", text(fmt::format("{} – {}", t.brand, t.tagline))},
                   {"short_name", text(t.brand)},
                   {"description", text(t.description)},
                   {"lang", text(t.code)},
                   {"dir", "ltr"},
                   {"start_url", "./"},
                   {"scope", "./"},
                   {"display", "standalone"},
                   {"background_color", "#f4f6f9"},
                   {"theme_color", "#0b3d6e"},
                   {"icons", json::array{icon("icon-192.png", "192x192", "any"), icon("icon-512.png", "512x512", "any"),
                                         icon("icon-mask.png", "512x512", "maskable")}},
                   {"shortcuts", json::array{json::object{{"name", text(t.own_title)}, {"url", "own"}}}}});
}

http::Response with_cache(http::Response response, const char* cache) {
  response.headers.emplace_back("Cache-Control", cache);
  return response;
}

}  // namespace

BookingSite::Answer BookingSite::show_manifest(http::Request request, Visitor /*visitor*/) {
  const auto asked = request.query.find("lang");
  const auto language = language_of(asked == request.query.end() ? "" : asked->second).value_or(Language::id);
  co_return with_cache(http::Response::bytes(manifest(language), "application/manifest+json; charset=utf-8"),
                       "public, max-age=86400");
}

BookingSite::Answer BookingSite::show_worker(http::Request /*request*/, Visitor /*visitor*/) {
  // A browser compares it byte for byte with the one that it has.
  co_return with_cache(http::Response::bytes(service_worker(), "text/javascript; charset=utf-8"), "no-cache");
}

boost::asio::awaitable<std::vector<OwnPage::One>> BookingSite::own_bookings(http::Request request, bool live_only) {
  std::vector<OwnPage::One> bookings;
  const auto now = clock_.now();
  const auto& offices = booking_service_.offices();
  for (const auto& token : own_.of(request)) {
    if (auto stored = co_await booking_service_.find(token)) {
      const bool over = booking_service_.is_over(*stored, now);
      if (live_only && (over || stored->booking.status == BookingStatus::cancelled)) {
        continue;
      }
      auto place = shown_place(*stored, offices);
      bookings.push_back({std::move(*stored), std::move(place), false, over});
      continue;
    }
    const auto place = live_only ? std::nullopt : co_await booking_service_.find_held(token);
    const auto* still = place ? std::get_if<Held>(&*place) : nullptr;
    if (still != nullptr && still->until > now) {
      bookings.push_back({still->booking, shown_place(still->booking, offices), true, false});
    }
  }
  co_return bookings;
}

SavedPage BookingSite::to_save(const StoredBooking& stored, UtcTime at) const {
  const auto& offices = booking_service_.offices();
  return {.stored = stored,
          .place = shown_place(stored, offices),
          .service = offices.service(stored.booking.service),
          .affected = booking_service_.affected_by(stored, clock_.now()),
          .at = at};
}

BookingSite::Answer BookingSite::list_own(http::Request request, Visitor visitor) {
  const OwnPage shown{.bookings = co_await own_bookings(std::move(request), true)};
  json::array bookings;
  for (const auto& one : shown.bookings) {
    const auto path = booking_path(one.stored.token);
    std::string says;
    for (const auto language : {Language::id, Language::en}) {
      says += saved_page({language, path}, to_save(one.stored, no_time));
    }
    const auto until = instant(one.place.day.plus(1), TimeOfDay{0}, one.place.zone);
    bookings.push_back(json::object{{"page", text(std::string_view{path}.substr(1))},
                                    {"is", text(fmt::format("{:016x}", fnv1a(says)))},
                                    {"until", to_ms(until)}});
  }
  const auto offline =
      offline_page({Language::id, "/offline"}, shown) + offline_page({Language::en, "/offline"}, shown);
  auto response = http::Response::json(
      json::serialize(json::object{{"language", text(texts(visitor.language).code)},
                                   {"offline", text(fmt::format("{:016x}", fnv1a(offline)))},
                                   {"bookings", std::move(bookings)}}));
  co_return with_cache(std::move(response), "no-store");
}

BookingSite::Answer BookingSite::show_offline(http::Request request, Visitor visitor) {
  const auto language = request.captures.empty() ? visitor.language : language_of(request.captures[0]);
  if (!language) {
    co_return not_found(visitor);
  }
  const OwnPage shown{.bookings = co_await own_bookings(std::move(request), true)};
  co_return with_cache(http::Response::html(offline_page({*language, "/offline"}, shown)), "no-store");
}

BookingSite::Answer BookingSite::show_saved(http::Request request, Visitor visitor) {
  const auto language = language_of(request.captures[1]);
  const auto found = co_await booking_of(request);
  const auto now = clock_.now();
  if (!language || !found || !own_.has(request, found->token) ||
      found->stored.booking.status == BookingStatus::cancelled || booking_service_.is_over(found->stored, now)) {
    co_return not_found(visitor);
  }
  co_return with_cache(
      http::Response::html(saved_page({*language, booking_path(found->token)}, to_save(found->stored, now))),
      "no-store");
}

BookingSite::Answer BookingSite::forget_own(http::Request request, Visitor visitor) {
  if (visitor.session.fresh || !tokens_.verify(field(request.form(), "form"), visitor.session, clock_.now())) {
    co_return refused(visitor);
  }
  const auto& t = texts(visitor.language);
  auto response = page(visitor, notice_page({.language = visitor.language, .path = "/own", .posted = true},
                                            t.forgotten_title, t.forgotten_text, "/", t.footer_home));
  own_.forget(response);
  co_return response;
}

boost::asio::awaitable<TellMe> BookingSite::tell_me(const StoredBooking& stored) {
  TellMe shown;
  const auto* contacts = on_the_day_.contacts;
  if (contacts == nullptr) {
    co_return shown;
  }
  shown.push_key = on_the_day_.push_key;
  shown.may_mail = !stored.mail.empty() && channel_of(stored.mail) == NoticeChannel::mail;
  for (const auto& contact : co_await on_the_day_.contacts->day_contacts(stored.token)) {
    if (contact.channel == NoticeChannel::web_push) {
      shown.push_told += (shown.push_told.empty() ? "" : " ") + digest_of(contact.address);
    }
    shown.mails = shown.mails || contact.channel == NoticeChannel::mail;
  }
  co_return shown;
}

boost::asio::awaitable<std::optional<BookingSite::Found>> BookingSite::told_of(const http::Request& request,
                                                                               const Visitor& visitor) {
  const auto form = sent(request, visitor);
  if (!form || !own_.has(request, form->token) || on_the_day_.contacts == nullptr) {
    co_return std::nullopt;
  }
  co_return co_await booking_of(request);
}

BookingSite::Answer BookingSite::start_push(http::Request request, Visitor visitor) {
  const auto found = co_await told_of(request, visitor);
  if (!found || on_the_day_.push_key.empty()) {
    co_return refused(visitor);
  }
  const auto form = request.form();
  const auto address = field(form, "endpoint");
  const auto keys = web_push::phone_keys_from(field(form, "p256dh"), field(form, "auth"));
  if (!keys || !web_push::service_of(address, on_the_day_.own_services)) {
    co_return http::Response::problem(422, "not a subscription", "this browser's push service cannot be used");
  }
  if (booking_service_.is_over(found->stored, clock_.now())) {
    co_return http::Response::problem(409, "over", "the day of this booking is over");
  }
  const auto answer =
      co_await on_the_day_.contacts->keep({.token = found->token,
                                           .contact = {.channel = NoticeChannel::web_push,
                                                       .address = address,
                                                       .keys = web_push::to_text(*keys),
                                                       .language = std::string{texts(visitor.language).code}},
                                           .most = most_phones,
                                           .now = clock_.now()});
  if (!std::holds_alternative<WillBeTold>(answer)) {
    co_return http::Response::problem(409, "not kept", "the booking is cancelled, or enough phones are told of it");
  }
  on_the_day_.changed(found->stored.booking.office);
  co_return http::Response::text({}, 204);
}

BookingSite::Answer BookingSite::end_push(http::Request request, Visitor visitor) {
  const auto found = co_await told_of(request, visitor);
  if (!found) {
    co_return refused(visitor);
  }
  co_await on_the_day_.contacts->end({.token = found->token,
                                      .channel = NoticeChannel::web_push,
                                      .address = field(request.form(), "endpoint"),
                                      .now = clock_.now()});
  on_the_day_.changed(found->stored.booking.office);
  co_return http::Response::text({}, 204);
}

BookingSite::Answer BookingSite::mail_me(http::Request request, Visitor visitor) {
  const auto found = co_await told_of(request, visitor);
  if (!found) {
    co_return refused(visitor);
  }
  const auto now = clock_.now();
  if (field(request.form(), "on") == "yes" && !booking_service_.is_over(found->stored, now)) {
    co_await on_the_day_.contacts->keep({.token = found->token,
                                         .contact = {.channel = NoticeChannel::mail,
                                                     .address = {},
                                                     .keys = {},
                                                     .language = std::string{texts(visitor.language).code}},
                                         .most = 1,
                                         .now = now});
  } else {
    co_await on_the_day_.contacts->end(
        {.token = found->token, .channel = NoticeChannel::mail, .address = {}, .now = now});
  }
  on_the_day_.changed(found->stored.booking.office);
  co_return to_booking(request, found->token, false);
}

}  // namespace antrean::portal
