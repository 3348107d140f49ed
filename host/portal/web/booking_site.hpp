// The portal's site for people. It takes requests and answers with the pages of pages/. The steps are plain
// links. Only POST changes anything, and a confirmation is always reached by a redirect, so reloading it does
// nothing.
//
//   GET  /?q=medan&sort=earliest&service=paspor   offices that are found, with the service's free days
//   GET  /book/{office}                           services, or on to the only one; or how else it is booked
//   GET  /book/{office}/{service}                 dates
//   GET  /book/{office}/{service}/{day}           hours
//   GET  /book/{office}/{service}/{day}/{time}    details
//   POST /book    form, office, service, slot (2026-11-23T08:00), name, nik, mail,
//                 card_says_so ("" or "yes"), altcha -> 303 /booking/{token}
//   GET  /booking/{token}                         confirmation;  /qr.png: its QR
//        /booking.pdf, /booking.ics: to keep it
//        /now.json: whether it stands, and its numbers (web/booking_now.hpp), for the Android app
//   GET  /booking/{token}/instead  places instead of one that the office cannot keep; POST takes one
//   POST /booking/{token}/cancel   form           -> 303 /booking/{token}
//   GET, POST /find                form, code, nik -> 303 /booking/{token}
//   POST /book?lang=en, /find?lang=en             the language switch: the form again with what was typed
//   GET  /waitlist/{office}/{service}[/{day}], POST /waitlist   form, office, service, day, mail, people
//                                                 -> 303 /waiting/{token}
//   GET  /waiting/{token}?key=...                 the offer of a mail; POST .../take, .../leave
//   GET  /n/{key}                                 "my number": how a ticket of today stands
//   POST /n/{key}/feedback   form, feedback       how the service was -> 303 /n/{key}
//   GET  /n/{office}?number=A012                  an office's day, and how a number of it stands
//   POST /proof   form                            a challenge for that form (web/proof_of_work.hpp), as JSON
//   GET  /wait/{office}/{service}/{day}/{time}    the waiting room; leads to the details at one's turn
//   GET  /own, POST /own/forget                   bookings of this browser; it forgets them
//   GET  /manifest.webmanifest, /sw.js            the pages as an app on a phone: pages/static/sw.js
//   GET  /own.json, /offline[/{lang}], /booking/{token}/saved/{lang}    what the phone saves
//   POST /booking/{token}/push, .../push/end      form, endpoint, p256dh, auth: this phone is told on the day
//   POST /booking/{token}/mail-me                 form, on: a mail tells on the day
//   GET  /static/{name}, /robots.txt, /.well-known/assetlinks.json
//
// What everybody is shown alike (offices, services, dates, hours) is kept and has an ETag; a page with a form
// is not stored by anybody. Neither names nor NIK nor mail are ever in an address or a log line.
#pragma once

#include <array>
#include <functional>
#include <map>

#include "booking/booking_service.hpp"
#include "booking/pressure.hpp"
#include "http/peers.hpp"
#include "http/rate_limiter.hpp"
#include "http/server.hpp"
#include "pages/day.hpp"
#include "pages/pages.hpp"
#include "process/clock.hpp"
#include "sheet/booking_pdf.hpp"
#include "store/day_contacts.hpp"
#include "store/feedback_box.hpp"
#include "today/day_board.hpp"
#include "web/accesses.hpp"
#include "web/kept_pages.hpp"
#include "web/opening_line.hpp"
#include "web/portal_figures.hpp"
#include "web/proof_of_work.hpp"
#include "web/session.hpp"
#include "web/waiting_room.hpp"

namespace antrean::portal {

/// Who is told on the day that the number is near and that it is called.
struct OnTheDay {
  DayContacts* contacts = nullptr;  ///< null: the pages offer nothing of it
  std::string push_key = {};        ///< the portal's public key for Web Push; "": phones are not told
  http::Networks own_services = {};
  std::function<void(const std::string& office)> changed = [](const std::string&) {};
};

struct SiteOptions {
  bool https = true;
  /// Of the site on its host, "/antrean": the proxy takes it away, and every address gets it.
  std::string path = {};
  /// A booking as a calendar's entry (RFC 5545); empty: the pages offer none.
  std::function<std::string(const StoredBooking&)> calendar = {};
  /// A booking on a sheet of paper, as a PDF; empty: the pages offer none.
  std::function<boost::asio::awaitable<std::string>(BookingSheet)> pdf = {};
  int bookings_per_minute = 120;  ///< per asker (http/peers.hpp)
  int lookups_per_minute = 20;
  NoteAccess note = {};  ///< who gave a NIK to see a booking; empty: nobody notes it
  PressureRules pressure = {};
  PortalFigures* figures = nullptr;  ///< told what became of bookings; null: nobody counts
  const DayBoard* day = nullptr;     ///< how the offices' days stand; null: no page shows it
  FeedbackBox* feedback = nullptr;   ///< where answers about the service go; null: no page asks
  std::string app_link = {};         ///< where the Android app is; "": no page offers it
  std::string asset_links = {};      ///< for /.well-known/assetlinks.json; "": there is none
  OnTheDay on_the_day = {};
  /// What several portals count together: who tried what, under a name for it; how many ask for bookings; the
  /// turns of the waiting room. Told to the others, and heard from them (BookingSite::heard). Empty: there
  /// are no others.
  std::function<std::string(const std::string& what)> try_name = {};
  std::function<void(const std::string& kind, const std::string& key, const std::string& body)> tell = {};
};

class BookingSite {
 public:
  /// `booking_service` must outlive the site; the site must outlive the server.
  BookingSite(BookingService& booking_service, const codes::SecretKey& signing_key, SiteOptions options,
              const process::Clock& clock);

  /// Adds the routes, the security headers and the error pages.
  void serve(http::Server& server);
  /// The kinds that SiteOptions::tell is called with.
  static constexpr std::array<const char*, 7> shared_kinds{
      "try", "asked", "room", "turn", OpeningLines::early_kind, OpeningLines::end_kind, OpeningLines::used_kind};
  /// False: a minute later it says nothing of now.
  static bool holds_for_long(std::string_view kind) { return kind != "asked" && kind != "room" && kind != "turn"; }
  void heard(const std::string& kind, const std::string& key, const std::string& body);
  /// People stand in line for what this office opened last, and the day is of that.
  bool is_in_line(const Office& office, OfficeDay day) const {
    return lines_.stands(office.code, booking_service_.offices().opened(office, day), clock_.now());
  }
  /// What is counted and not told one by one; call it about every second when there are others.
  void tell_counts();

 private:
  using Answer = boost::asio::awaitable<http::Response>;
  static constexpr const char* robots_header = "X-Robots-Tag";
  /// Of a kept page that no time changes.
  static constexpr UtcTime for_ever = UtcTime::max();
  /// What a page is kept by: its address has office, service, day and hour.
  static std::string key_of(const PageContext& context);
  struct Chosen {
    const Office* office = nullptr;
    const Service* service = nullptr;
  };

  Answer show_offices(http::Request request, Visitor visitor);
  Answer show_services(http::Request request, Visitor visitor);
  Answer show_dates(http::Request request, Visitor visitor);
  Answer show_hours(http::Request request, Visitor visitor);
  Answer show_details(http::Request request, Visitor visitor);
  Answer book(http::Request request, Visitor visitor);
  // booking_pages.cpp
  Answer show_booking(http::Request request, Visitor visitor);
  Answer show_qr(http::Request request, Visitor visitor);
  Answer show_pdf(http::Request request, Visitor visitor);
  Answer show_calendar(http::Request request, Visitor visitor);
  Answer show_now(http::Request request, Visitor visitor);  // day_pages.cpp
  Answer show_link(http::Request request, Visitor visitor);
  Answer confirm(http::Request request, Visitor visitor);
  Answer resend(http::Request request, Visitor visitor);
  Answer release(http::Request request, Visitor visitor);
  Answer show_whole(http::Request request, Visitor visitor);
  Answer send_again(http::Request request, Visitor visitor);
  Answer show_move(http::Request request, Visitor visitor);
  Answer move(http::Request request, Visitor visitor);
  Answer show_instead(http::Request request, Visitor visitor);
  Answer instead(http::Request request, Visitor visitor);
  Answer show_cancel(http::Request request, Visitor visitor);
  Answer cancel(http::Request request, Visitor visitor);
  Answer show_correct(http::Request request, Visitor visitor);
  Answer correct(http::Request request, Visitor visitor);
  Answer show_reminders(http::Request request, Visitor visitor);
  Answer end_reminders(http::Request request, Visitor visitor);
  // waitlist_pages.cpp
  Answer show_waitlist(http::Request request, Visitor visitor);
  Answer join_waitlist(http::Request request, Visitor visitor);
  Answer show_waiting(http::Request request, Visitor visitor);
  Answer take_offer(http::Request request, Visitor visitor);
  Answer leave_waitlist(http::Request request, Visitor visitor);
  Answer show_own(http::Request request, Visitor visitor);
  // day_pages.cpp
  Answer show_day(http::Request request, Visitor visitor);
  Answer take_feedback(http::Request request, Visitor visitor);
  // phone_pages.cpp
  Answer show_manifest(http::Request request, Visitor visitor);
  Answer show_worker(http::Request request, Visitor visitor);
  Answer list_own(http::Request request, Visitor visitor);
  Answer show_offline(http::Request request, Visitor visitor);
  Answer show_saved(http::Request request, Visitor visitor);
  Answer forget_own(http::Request request, Visitor visitor);
  Answer start_push(http::Request request, Visitor visitor);
  Answer end_push(http::Request request, Visitor visitor);
  Answer mail_me(http::Request request, Visitor visitor);
  Answer show_find(http::Request request, Visitor visitor);
  Answer find(http::Request request, Visitor visitor);
  Answer show_asset(http::Request request, Visitor visitor);
  // pressure_pages.cpp
  Answer show_challenge(http::Request request, Visitor visitor);
  Answer show_room(http::Request request, Visitor visitor);
  bool under_pressure();
  ProofAsked proof_asked();
  bool needs_proof(const TypedFields& typed);
  /// Of this browser, or a new one; nothing: too many from its network.
  std::optional<RoomTurn> turn_of(const http::Request& request);
  http::Response wait_for_turn(const Visitor& visitor, DetailsPage again, const RoomTurn& turn) const;
  http::Response no_turn(const http::Request& request, const Visitor& visitor);
  // opening_pages.cpp
  Answer show_opening(http::Request request, Visitor visitor);
  /// This browser's place in line for what opened or opens then; nothing: too many were given to its network.
  std::optional<OpeningLine::Place> place_of(const http::Request& request, const Office& office, UtcTime opens);
  http::Response wait_in_line(const Visitor& visitor, DetailsPage again, const OpeningLine::Place& place);
  http::Response comes_later(const Visitor& visitor, DetailsPage again, std::int64_t before, UtcTime turn) const;
  /// The opening of this office for which somebody may stand in line now.
  std::optional<UtcTime> opening_of(const Office& office, const Service& service, UtcTime now) const;

  /// The office and the service of the route's first two captures. If the office does not have the service,
  /// there is no match.
  Chosen chosen(std::string_view office, std::string_view service) const;
  /// What a request's query asks of the offices page, and then the offices of it.
  OfficesPage wanted_offices(const http::Request& request) const;
  void find_offices(OfficesPage& shown) const;
  /// For an office and a service that cannot be booked here together.
  http::Response not_here(const http::Request& request, const Visitor& visitor) const;
  OfficeOnPage office_on_page(const Office& office, const Service& service) const;
  http::Response page(const Visitor& visitor, std::string html, unsigned status = 200) const;
  http::Response page_with_form(const Visitor& visitor, std::string html, unsigned status = 200) const;
  http::Response kept_page(const http::Request& request, const Visitor& visitor, const KeptPage& kept) const;
  http::Response kept_page_with_form(const Visitor& visitor, const KeptPage& kept) const;
  http::Response not_found(const Visitor& visitor) const;
  http::Response refused(const Visitor& visitor) const;
  http::Response notice(const Visitor& visitor, std::string_view title, std::string_view text, unsigned status) const;
  /// With Retry-After: when `limiter` lets this asker again.
  http::Response wait_for(http::RateLimiter& limiter, const std::string& who, http::Response response) const;
  void not_booked(std::string_view why);
  http::Response answer_of(const http::Request& request, const Visitor& visitor, const BookOutcome& outcome,
                           DetailsPage page_again) const;
  http::Response details(const Visitor& visitor, DetailsPage shown, unsigned status) const;

  http::Response waitlist(const Visitor& visitor, WaitlistPage shown, unsigned status) const;
  http::Response offer_over(const Visitor& visitor) const;
  /// With what was typed; nothing when the place is not offered with this key now.
  std::optional<DetailsPage> offer_page(const Waiting& waiting, const std::string& key,
                                        const std::map<std::string, std::string>& form) const;
  static std::vector<TypedCompanion> companions_of(const std::map<std::string, std::string>& form, int largest_party);

  struct Found {
    Key128 token{};
    StoredBooking stored;
  };
  /// The booking of the route's first capture.
  boost::asio::awaitable<std::optional<Found>> booking_of(const http::Request& request);
  /// Of a form of ours: its fields, and the token of the route's first capture.
  struct Sent {
    std::map<std::string, std::string> form;
    Key128 token{};
  };
  std::optional<Sent> sent(const http::Request& request, const Visitor& visitor) const;
  void count_asked();
  /// Why nothing may be changed: the NIK is not that of the booking, or there were too many tries. "": it
  /// may.
  boost::asio::awaitable<std::string_view> proven(const Sent& sent, const http::Request& request,
                                                  const Visitor& visitor, bool to_show);
  /// Into the access log. When that takes nothing, the page is shown all the same, and the log of the program
  /// says so.
  boost::asio::awaitable<void> note(AccessKind kind, const std::optional<StoredBooking>& stored);
  http::Response held(const http::Request& request, const Visitor& visitor, const Held& held, bool wrong,
                      bool resent) const;
  http::Response lapsed(const Visitor& visitor, const StoredBooking& stored) const;
  http::Response confirmation(const http::Request& request, const Visitor& visitor, const StoredBooking& stored,
                              TellMe tell_me) const;
  boost::asio::awaitable<http::Response> change(ChangePage::What what, const Visitor& visitor, StoredBooking stored,
                                                std::string_view problem, std::map<std::string, std::string> typed);
  boost::asio::awaitable<http::Response> instead_of(const Visitor& visitor, StoredBooking stored, std::string key,
                                                    std::string_view problem);
  // phone_pages.cpp
  boost::asio::awaitable<std::vector<OwnPage::One>> own_bookings(http::Request request, bool live_only);
  SavedPage to_save(const StoredBooking& stored, UtcTime at) const;
  boost::asio::awaitable<TellMe> tell_me(const StoredBooking& stored);
  /// The booking of a form of ours, in a browser that has it.
  boost::asio::awaitable<std::optional<Found>> told_of(const http::Request& request, const Visitor& visitor);
  // day_pages.cpp
  std::optional<DayOnPage> day_at(std::string_view office, Zone zone) const;
  std::optional<DayOnPage> day_of(const StoredBooking& stored, const ShownPlace& place) const;
  /// It was served, and its time to answer is not over.
  bool asks_for_feedback(const office_api::TodayTicket& ticket) const;
  /// What the page of this ticket says about feedback.
  boost::asio::awaitable<FeedbackOnPage> feedback_of(std::string page_key, const Visitor& visitor);

  /// Sends the browser to the booking's page, and remembers that the booking is its own.
  http::Response to_booking(const http::Request& request, const Key128& token, bool own) const;

  BookingService& booking_service_;
  FormTokens tokens_;
  Cookies cookies_;
  OwnBookings own_;
  bool https_;
  std::string path_;
  std::function<std::string(const StoredBooking&)> calendar_;
  std::function<boost::asio::awaitable<std::string>(BookingSheet)> pdf_;
  NoteAccess note_;
  const process::Clock& clock_;
  PortalFigures* figures_;
  const DayBoard* day_;
  FeedbackBox* feedback_;
  std::string app_link_;
  std::string asset_links_;
  OnTheDay on_the_day_;
  KeptPages kept_;
  http::RateLimiter bookings_;
  http::RateLimiter lookups_;
  http::RateLimiter said_;   ///< feedback
  http::RateLimiter tries_;  ///< of a NIK, by booking and by network; by their names
  std::function<std::string(const std::string&)> try_name_;
  std::function<void(const std::string& kind, const std::string& key, const std::string& body)> tell_;
  int asked_ = 0;  ///< for bookings, since the others were told
  PressureRules pressure_rules_;
  Pressure pressure_;
  ProofOfWork proof_;
  WaitingRoom room_;
  OpeningLines lines_;
  http::RateLimiter turns_;  ///< of the waiting room, by network
};

}  // namespace antrean::portal
