#include "web/booking_site.hpp"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "web/form_fields.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t largest_form = 16u << 10;
constexpr double tries_a_day = 5;
constexpr std::string_view robots_txt =
    "User-agent: *\nDisallow: /booking/\nDisallow: /own\nDisallow: /offline\nDisallow: /waiting/\nDisallow: "
    "/n/\nDisallow: /office/\n";

/// The title and the text of an error page.
std::pair<std::string_view, std::string_view> words_of(unsigned status, const http::Request& request, const Texts& t) {
  if (status >= 500 && request.path.starts_with("/booking/") && request.path.ends_with("/cancel")) {
    return {t.no_cancel_title, t.no_cancel_text};
  }
  if (status >= 500 && (request.path.starts_with("/booking/") || request.path == "/find")) {
    return {t.no_look_title, t.no_look_text};
  }
  switch (status) {
    case 405:
      return {t.wrong_method_title, t.wrong_method_text};
    case 413:
      return {t.too_large_title, t.too_large_text};
    default:
      return status < 500 ? std::pair{t.bad_request_title, t.bad_request_text}
                          : std::pair{t.broken_title, t.broken_text};
  }
}

/// What the form asks for, by the settings.
void with_rules(DetailsPage& shown, const BookingRules& rules) {
  shown.largest_party = rules.largest_party;
  shown.mail_needed = rules.without_contact == 0;
  shown.confirms = rules.confirm_contact;
}

/// A redirect leads to the same site.
http::Response under_its_path(http::Response response, const std::string& path) {
  for (auto& [name, value] : response.headers) {
    if (name == "Location" && value.starts_with('/')) {
      value.insert(0, path);
    }
  }
  return response;
}

template <class... Each>
struct Overloaded : Each... {
  using Each::operator()...;
};
template <class... Each>
Overloaded(Each...) -> Overloaded<Each...>;

}  // namespace

BookingSite::BookingSite(BookingService& booking_service, const codes::SecretKey& signing_key, SiteOptions options,
                         const process::Clock& clock)
    : booking_service_(booking_service),
      tokens_(signing_key),
      cookies_(options.https),
      own_(signing_key, options.https),
      https_(options.https),
      path_(options.path),
      calendar_(std::move(options.calendar)),
      pdf_(std::move(options.pdf)),
      note_(std::move(options.note)),
      clock_(clock),
      figures_(options.figures),
      day_(options.day),
      feedback_(options.feedback),
      app_link_(std::move(options.app_link)),
      asset_links_(std::move(options.asset_links)),
      on_the_day_(std::move(options.on_the_day)),
      kept_(to_hex(random_key())),
      bookings_(options.bookings_per_minute / 60.0, options.bookings_per_minute),
      lookups_(options.lookups_per_minute / 60.0, options.lookups_per_minute),
      said_(options.bookings_per_minute / 60.0, options.bookings_per_minute),
      tries_(tries_a_day / 86'400.0, tries_a_day),
      try_name_(options.try_name ? std::move(options.try_name) : [](const std::string& what) { return what; }),
      tell_(options.tell ? std::move(options.tell) : [](const std::string&, const std::string&, const std::string&) {}),
      pressure_rules_(options.pressure),
      pressure_(options.pressure.bookings_per_minute),
      proof_(signing_key, options.pressure.effort),
      room_(signing_key, options.https, options.pressure.waiting_room_per_minute),
      lines_(signing_key, options.https, options.pressure.opening_per_minute),
      turns_(options.bookings_per_minute / 60.0, options.bookings_per_minute) {
  load_pages(options.path);
}

std::string BookingSite::key_of(const PageContext& context) {
  return std::string{texts(context.language).code} + context.path;
}

std::vector<TypedCompanion> BookingSite::companions_of(const std::map<std::string, std::string>& form,
                                                       int largest_party) {
  std::vector<TypedCompanion> companions;
  for (int nr = 2; nr <= largest_party; ++nr) {
    const auto number = std::to_string(nr);
    companions.push_back(
        {field(form, "name" + number), field(form, "nik" + number), !field(form, "card" + number).empty()});
  }
  return companions;
}

void BookingSite::serve(http::Server& server) {
  using Handle = Answer (BookingSite::*)(http::Request, Visitor);
  const auto route = [&](std::string_view method, const char* pattern, Handle handle) {
    server.route(
        std::string{method}, pattern,
        [this, handle](http::Request request) -> Answer {
          auto visitor = cookies_.visitor(request);
          kept_.keep_only_of(booking_service_.offices().version());
          co_return under_its_path(co_await (this->*handle)(std::move(request), std::move(visitor)), path_);
        },
        method == "POST" ? largest_form : 0);
  };
  route("GET", "/", &BookingSite::show_offices);
  // The target of a form is no page. Somebody who opens it is sent to the start.
  server.route("GET", "/book",
               [this](http::Request) -> Answer { co_return under_its_path(http::Response::redirect("/"), path_); });
  route("GET", "/book/{}", &BookingSite::show_services);
  route("GET", "/book/{}/{}", &BookingSite::show_dates);
  route("GET", "/book/{}/{}/{}", &BookingSite::show_hours);
  route("GET", "/book/{}/{}/{}/{}", &BookingSite::show_details);
  route("POST", "/book", &BookingSite::book);
  route("GET", "/booking/{}", &BookingSite::show_booking);
  route("GET", "/booking/{}/qr.png", &BookingSite::show_qr);
  route("GET", "/booking/{}/code.png", &BookingSite::show_qr);
  route("GET", "/booking/{}/booking.pdf", &BookingSite::show_pdf);
  route("GET", "/booking/{}/booking.ics", &BookingSite::show_calendar);
  route("GET", "/booking/{}/now.json", &BookingSite::show_now);
  route("GET", "/booking/{}/confirm", &BookingSite::show_link);
  route("POST", "/booking/{}/confirm", &BookingSite::confirm);
  route("POST", "/booking/{}/resend", &BookingSite::resend);
  route("POST", "/booking/{}/release", &BookingSite::release);
  route("POST", "/booking/{}/show", &BookingSite::show_whole);
  route("POST", "/booking/{}/send", &BookingSite::send_again);
  route("GET", "/booking/{}/move", &BookingSite::show_move);
  route("POST", "/booking/{}/move", &BookingSite::move);
  route("GET", "/booking/{}/instead", &BookingSite::show_instead);
  route("POST", "/booking/{}/instead", &BookingSite::instead);
  route("GET", "/booking/{}/cancel", &BookingSite::show_cancel);
  route("POST", "/booking/{}/cancel", &BookingSite::cancel);
  route("GET", "/booking/{}/correct", &BookingSite::show_correct);
  route("POST", "/booking/{}/correct", &BookingSite::correct);
  route("GET", "/booking/{}/reminders", &BookingSite::show_reminders);
  route("POST", "/booking/{}/reminders", &BookingSite::end_reminders);
  // The targets of forms are no pages. Somebody who opens one is sent to the booking.
  for (const char* form : {"/booking/{}/resend", "/booking/{}/release", "/booking/{}/show", "/booking/{}/send",
                           "/booking/{}/push", "/booking/{}/push/end", "/booking/{}/mail-me"}) {
    server.route("GET", form, [this](http::Request request) -> Answer {
      co_return under_its_path(http::Response::redirect("/booking/" + request.captures[0]), path_);
    });
  }
  route("GET", "/waitlist/{}/{}", &BookingSite::show_waitlist);
  route("GET", "/waitlist/{}/{}/{}", &BookingSite::show_waitlist);
  route("POST", "/waitlist", &BookingSite::join_waitlist);
  server.route("GET", "/waitlist",
               [this](http::Request) -> Answer { co_return under_its_path(http::Response::redirect("/"), path_); });
  route("GET", "/waiting/{}", &BookingSite::show_waiting);
  route("POST", "/waiting/{}/take", &BookingSite::take_offer);
  route("POST", "/waiting/{}/leave", &BookingSite::leave_waitlist);
  for (const char* form : {"/waiting/{}/take", "/waiting/{}/leave"}) {
    server.route("GET", form, [this](http::Request request) -> Answer {
      co_return under_its_path(http::Response::redirect("/waiting/" + request.captures[0]), path_);
    });
  }
  route("GET", "/n/{}", &BookingSite::show_day);
  route("POST", "/n/{}/feedback", &BookingSite::take_feedback);
  server.route("GET", "/n/{}/feedback", [this](http::Request request) -> Answer {
    co_return under_its_path(http::Response::redirect("/n/" + request.captures[0]), path_);
  });
  route("GET", "/own", &BookingSite::show_own);
  route("POST", "/own/forget", &BookingSite::forget_own);
  route("GET", "/own.json", &BookingSite::list_own);
  route("GET", "/offline", &BookingSite::show_offline);
  route("GET", "/offline/{}", &BookingSite::show_offline);
  route("GET", "/booking/{}/saved/{}", &BookingSite::show_saved);
  route("POST", "/booking/{}/push", &BookingSite::start_push);
  route("POST", "/booking/{}/push/end", &BookingSite::end_push);
  route("POST", "/booking/{}/mail-me", &BookingSite::mail_me);
  route("GET", "/manifest.webmanifest", &BookingSite::show_manifest);
  route("GET", "/sw.js", &BookingSite::show_worker);
  server.route("GET", "/own/forget",
               [this](http::Request) -> Answer { co_return under_its_path(http::Response::redirect("/own"), path_); });
  route("GET", "/find", &BookingSite::show_find);
  route("POST", "/find", &BookingSite::find);
  route("POST", "/proof", &BookingSite::show_challenge);
  route("GET", "/wait/{}/{}/{}/{}", &BookingSite::show_room);
  route("GET", "/opening/{}/{}", &BookingSite::show_opening);
  route("GET", "/static/{}", &BookingSite::show_asset);
  server.route("GET", "/robots.txt", [](http::Request) -> Answer {
    auto response = http::Response::text(std::string{robots_txt});
    response.headers.emplace_back(robots_header, "all");
    co_return response;
  });
  if (!asset_links_.empty()) {
    // Android asks when the app is installed: links of this host then open in it.
    server.route("GET", "/.well-known/assetlinks.json", [this](http::Request) -> Answer {
      auto response = http::Response::json(asset_links_);
      response.headers.emplace_back("Cache-Control", "public, max-age=3600");
      co_return response;
    });
  }
  // A page may be found by a search engine only where that is said: what is forgotten is not shown to
  // everybody.
  auto always = security_headers(https_);
  always.emplace_back(robots_header, "noindex");
  server.always(std::move(always));
  server.error_page([this](unsigned status, const http::Request& request, std::string_view why) {
    // A request that could not be read has no path. Browsers send no such request, so it gets an answer for
    // tools.
    if (request.path.empty() || request.path.starts_with("/office/")) {
      return http::Response::problem(status, status == 413 ? "body too large" : "request refused",
                                     why.empty() ? "see the portal's OpenAPI description" : why);
    }
    const auto visitor = cookies_.visitor(request);
    if (status == 403) {
      return refused(visitor);
    }
    if (status == 404) {
      return not_found(visitor);
    }
    const auto [title, text] = words_of(status, request, texts(visitor.language));
    return notice(visitor, title, why.empty() ? text : why, status);
  });
}

http::Response BookingSite::page(const Visitor& visitor, std::string html, unsigned status) const {
  auto response = http::Response::html(std::move(html), status);
  cookies_.remember_language(response, visitor);
  response.headers.emplace_back("Vary", "Cookie, Accept-Language");
  return response;
}

http::Response BookingSite::page_with_form(const Visitor& visitor, std::string html, unsigned status) const {
  auto response = page(visitor, std::move(html), status);
  cookies_.remember_session(response, visitor);
  return response;
}

http::Response BookingSite::kept_page(const http::Request& request, const Visitor& visitor,
                                      const KeptPage& kept) const {
  const bool known = names_etag(request.header("If-None-Match"), kept.etag);
  auto response = known ? page(visitor, {}, 304) : page(visitor, kept.with({}));
  response.headers.emplace_back(robots_header, "all");
  // A browser asks each time: places go while it looks.
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.headers.emplace_back("ETag", kept.etag);
  return response;
}

http::Response BookingSite::kept_page_with_form(const Visitor& visitor, const KeptPage& kept) const {
  auto response = page_with_form(visitor, kept.with(tokens_.issue(visitor.session, clock_.now())));
  response.headers.emplace_back(robots_header, "all");
  return response;
}

http::Response BookingSite::notice(const Visitor& visitor, std::string_view title, std::string_view text,
                                   unsigned status) const {
  return page(visitor, notice_page({visitor.language, "/"}, title, text, "/", texts(visitor.language).footer_home),
              status);
}

http::Response BookingSite::not_found(const Visitor& visitor) const {
  const auto& t = texts(visitor.language);
  return notice(visitor, t.not_found_title, t.not_found_text, 404);
}

http::Response BookingSite::refused(const Visitor& visitor) const {
  const auto& t = texts(visitor.language);
  return notice(visitor, t.forbidden_title, t.forbidden_text, 403);
}

http::Response BookingSite::details(const Visitor& visitor, DetailsPage shown, unsigned status) const {
  if (shown.form_token.empty()) {
    shown.form_token = tokens_.issue(visitor.session, clock_.now());
  }
  with_rules(shown, booking_service_.offices().rules());
  PageContext context{visitor.language, details_path(shown.office, shown.service, shown.day, shown.hours.start)};
  context.announcements = booking_service_.offices().announcements_of(&shown.office);
  if (shown.offered) {
    shown.largest_party = shown.offered->people;
    context.path = waiting_path(shown.offered->token);
    context.query = "key=" + http::url_encode(shown.offered->key) + "&";
  }
  return page_with_form(visitor, details_page(context, shown), status);
}

BookingSite::Answer BookingSite::show_details(http::Request request, Visitor visitor) {
  const auto [office, service] = chosen(request.captures[0], request.captures[1]);
  const auto day = OfficeDay::parse(request.captures[2]);
  const auto start = TimeOfDay::parse(request.captures[3]);
  if (office == nullptr || !day || !start) {
    co_return not_found(visitor);
  }
  PageContext context{visitor.language, details_path(*office, *service, *day, *start)};
  context.announcements = booking_service_.offices().announcements_of(office);
  const auto proof = proof_asked();
  const auto key = key_of(context) + (proof == ProofAsked::always ? "+" : "");
  const auto now = clock_.now();
  // How many places are left is not on it, so a booking does not change it.
  auto kept = kept_.find(key, 0, now);
  std::optional<SlotOnOffer> slot;
  try {
    slot = co_await booking_service_.slot(office, service, *day, *start, now);
  } catch (const std::exception&) {
    if (!kept) {
      throw;
    }
    co_return kept_page_with_form(visitor, *kept);  // pressing says what there is
  }
  // Full or over by now: the day's hours say so.
  if (!slot || !slot->bookable()) {
    co_return http::Response::redirect(hours_path(*office, *service, *day));
  }
  if (!kept) {
    DetailsPage shown{.office = *office,
                      .service = *service,
                      .day = *day,
                      .hours = slot->hours,
                      .typed = {},
                      .problems = {},
                      .nearest = {},
                      .form_token = kept_.token_mark(),
                      .proof = proof};
    with_rules(shown, booking_service_.offices().rules());
    const auto until = booking_service_.offices().next_change(*office, now);
    kept = kept_.keep(key, 0, now, until, details_page(context, shown));
  }
  co_return kept_page_with_form(visitor, *kept);
}

BookingSite::Answer BookingSite::book(http::Request request, Visitor visitor) {
  const auto form = request.form();
  const auto [office, service] = chosen(field(form, "office"), field(form, "service"));
  const auto slot = parse_slot(field(form, "slot"));
  if (office == nullptr || !slot) {
    co_return not_found(visitor);
  }

  DetailsPage again{.office = *office,
                    .service = *service,
                    .day = slot->day,
                    .hours = {slot->start, slot->start},
                    .typed = {.name = field(form, "name"),
                              .nik = field(form, "nik"),
                              .mail = field(form, "mail"),
                              .card_says_so = !field(form, "card_says_so").empty(),
                              .companions = companions_of(form, booking_service_.offices().rules().largest_party)},
                    .problems = {},
                    .nearest = {},
                    .form_token = {},
                    .proof = proof_asked()};
  for (const auto& offered : booking_service_.offices().slots_on(*office, service->key, slot->day)) {
    if (offered.hours.start == slot->start) {
      again.hours = offered.hours;
    }
  }

  const auto now = clock_.now();
  const auto key = visitor.session.fresh ? std::nullopt : tokens_.verify(field(form, "form"), visitor.session, now);
  if (visitor.asked_language) {  // the language switch: the same form in the other language, with what was typed
    again.form_token = key ? field(form, "form") : std::string{};
    co_return details(visitor, std::move(again), 200);
  }
  if (!key) {
    not_booked("expired");
    again.notice = DetailsNotice::expired;
    co_return details(visitor, std::move(again), 403);
  }
  again.form_token = field(form, "form");
  count_asked();
  const auto network = http::asker_of(request.peer);
  if (!bookings_.take(network, clock_.monotonic())) {
    not_booked("too_often");
    again.notice = DetailsNotice::busy;
    co_return wait_for(bookings_, network, details(visitor, std::move(again), 429));
  }
  std::optional<OpeningLine::Place> place;
  auto& line = lines_.at(office->code);
  if (is_in_line(*office, slot->day)) {
    place = place_of(request, *office, booking_service_.offices().opened(*office, slot->day));
    if (!place || !line.has_come(*place, now)) {
      bookings_.give_back(network, clock_.monotonic());
      not_booked("before_turn");
      co_return place ? wait_in_line(visitor, std::move(again), *place) : no_turn(request, visitor);
    }
  }
  std::optional<RoomTurn> turn;
  // A turn in line is what a turn in the waiting room is.
  if ((!place || again.typed.mail.empty()) && needs_proof(again.typed) &&
      !proof_.solved(field(form, "altcha"), *key, now)) {
    turn = turn_of(request);
    if (!turn || !WaitingRoom::has_come(*turn, now)) {
      bookings_.give_back(network, clock_.monotonic());
      not_booked("without_proof");
      co_return turn ? wait_for_turn(visitor, std::move(again), *turn) : no_turn(request, visitor);
    }
  }

  if (place) {
    line.used(*place, now);  // at once: somebody may press many times
  }
  BookRequest wanted{.office = office,
                     .service = service,
                     .day = slot->day,
                     .start = slot->start,
                     .typed = again.typed,
                     .language = std::string{texts(visitor.language).code},
                     .form = *key,
                     .network = network};
  std::optional<BookOutcome> outcome;
  try {
    outcome = co_await booking_service_.book(std::move(wanted), now);
  } catch (const std::exception& failure) {
    spdlog::error("site: a booking at {} failed: {}", office->code, failure.what());
  }
  // Only what succeeds is charged.
  const bool done = outcome && (std::holds_alternative<Booked>(*outcome) || std::holds_alternative<Held>(*outcome));
  if (!done) {
    bookings_.give_back(network, clock_.monotonic());
  } else if (turn) {
    room_.used(*turn, now);
    tell_("turn", to_hex(turn->id), std::to_string(to_ms(turn->from)));
  }
  if (place && done) {
    OpeningLines::tell_used(tell_, office->code, *place);
  } else if (place) {
    line.not_used(*place);
  }
  if (!outcome) {
    not_booked("failed");
    again.notice = DetailsNotice::failed;
    co_return details(visitor, std::move(again), 503);
  }
  if (figures_ != nullptr) {
    figures_->booked(*outcome);
  }
  co_return answer_of(request, visitor, *outcome, std::move(again));
}

http::Response BookingSite::wait_for(http::RateLimiter& limiter, const std::string& who,
                                     http::Response response) const {
  response.headers.emplace_back("Retry-After", std::to_string(limiter.seconds_to_next(who, clock_.monotonic())));
  return response;
}

void BookingSite::not_booked(std::string_view why) {
  if (figures_ != nullptr) {
    figures_->not_booked(why);
  }
}

http::Response BookingSite::answer_of(const http::Request& request, const Visitor& visitor, const BookOutcome& outcome,
                                      DetailsPage again) const {
  const auto& t = texts(visitor.language);
  const PageContext home{visitor.language, "/"};
  const auto once_more = [&](DetailsNotice notice, unsigned status) {
    again.notice = notice;
    return details(visitor, std::move(again), status);
  };
  return std::visit(
      Overloaded{
          [&](const Booked& booked) { return to_booking(request, booked.booking.token, true); },
          [&](const Held& held) { return to_booking(request, held.booking.token, true); },
          [&](const ContactHasEnough&) { return once_more(DetailsNotice::contact_has_enough, 409); },
          [&](const TooManyCancels& often) {
            again.again_from = often.from;
            return once_more(DetailsNotice::too_many_cancels, 409);
          },
          [&](const Frozen& frozen) {
            again.frozen = frozen;
            again.again_from = frozen.until;
            return once_more(DetailsNotice::frozen, 409);
          },
          [&](const OfferOver&) { return offer_over(visitor); },
          [&](const NoPlaceWithoutContact&) { return once_more(DetailsNotice::none_without_contact, 409); },
          [&](const PartyTooLarge&) { return once_more(DetailsNotice::party_too_large, 422); },
          [&](const WrongFields& wrong) {
            again.problems = wrong.problems;
            return once_more(DetailsNotice::wrong_fields, 422);
          },
          [&](const NotOffered&) {
            const auto link = dates_path(again.office, again.service);
            return page(visitor, notice_page(home, t.gone_title, t.gone_text, link, t.choose_other_day), 409);
          },
          [&](const NoPlace& full) {
            again.nearest = full.nearest;
            return once_more(DetailsNotice::no_place, 409);
          },
          [&](const PersonHasBooking&) { return once_more(DetailsNotice::person_has_booking, 409); },
          [&](const Checking&) { return once_more(DetailsNotice::checking, 503); },
          [&](const FormUsed& used) {
            const auto& code = used.booking.booking.code;
            return page(visitor,
                        notice_page(home, t.used_title, fmt::format(fmt::runtime(t.used_text), code),
                                    booking_path(used.booking.token), fmt::format(fmt::runtime(t.used_see), code)),
                        409);
          },
      },
      outcome);
}

}  // namespace antrean::portal
