// The portal's pages as HTML: values go in, a whole document comes out. Pure, without clock and store. The
// pages work without scripts. Their only script adds a print button and disables a button that was pressed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "booking/booking_service.hpp"
#include "offices/offices.hpp"
#include "pages/texts.hpp"

namespace antrean::portal {

/// The data that every page needs.
struct PageContext {
  Language language = Language::id;
  std::string path;        ///< target of the language switch: a GET address
  std::string query = {};  ///< of it, encoded: "q=medan&", or ""
  bool posted = false;     ///< it answers a form: Back and Reload are to ask for `path`, and send nothing again
  /// What the directorate announces, above everything else.
  std::vector<const Announcement*> announcements = {};
};

/// The addresses of the pages. The routes in web/ use them.
std::string office_path(const Office& office);
std::string dates_path(const Office& office, const Service& service);
std::string room_path(const Office& office, const Service& service, OfficeDay day, TimeOfDay start);
std::string opening_path(const Office& office, const Service& service);
std::string hours_path(const Office& office, const Service& service, OfficeDay day);
std::string details_path(const Office& office, const Service& service, OfficeDay day, TimeOfDay start);
std::string booking_path(const Key128& token);
std::string waitlist_path(const Office& office, const Service& service, const std::optional<OfficeDay>& day);
std::string waiting_path(const Key128& token);

enum class OfficeOrder : std::uint8_t { title, earliest };

struct OfficeOnPage {
  const Office* office = nullptr;
  Availability availability;
  std::vector<FreeAt> elsewhere;  ///< for Offer::elsewhere: the nearest office that has the service
};

struct OfficesPage {
  const Service& service;                ///< of which the free days are shown
  std::vector<const Service*> services;  ///< to choose from
  std::string query;                     ///< as typed; "": all offices are in `found`
  OfficeOrder order = OfficeOrder::title;
  std::vector<OfficeOnPage> found;
  std::vector<OfficeOnPage> others;  ///< of a query: those near the first that was found, or all when none was
  std::string app_link = {};         ///< where the Android app is; "": not offered
};

struct ServiceOnPage {
  const Service& service;
  Availability availability;
  std::vector<FreeAt> elsewhere;
};

struct ServicesPage {
  const Office& office;
  std::vector<ServiceOnPage> services;
};

/// Of an office that is not booked here.
struct WhatsAppPage {
  const Office& office;
  const Service& service;  ///< of `others`
  std::vector<FreeAt> others;
};

struct DatesPage {
  const Offices& offices;
  const Office& office;
  const Service& service;
  UtcTime now{};
  std::vector<SlotOnOffer> slots;
  Availability availability;
  std::vector<FreeAt> others;  ///< when nothing is free here
  bool line = false;           ///< people stand in line for what opens
};

struct HoursPage {
  const Offices& offices;
  const Office& office;
  const Service& service;
  OfficeDay day;
  UtcTime now{};
  std::vector<SlotOnOffer> slots;  ///< of this day
  Availability availability;       ///< of all days
  std::vector<FreeAt> others;
};

/// Why the details page is shown again. Nothing was booked.
enum class DetailsNotice : std::uint8_t {
  none,
  wrong_fields,
  no_place,
  person_has_booking,
  expired,
  busy,
  failed,
  checking,
  contact_has_enough,
  too_many_cancels,
  frozen,
  none_without_contact,
  party_too_large,
  comes_later
};

/// When the page's script sends a proof of work with the form (web/proof_of_work.hpp).
enum class ProofAsked : std::uint8_t { never, without_contact, always };

struct DetailsPage {
  const Office& office;
  const Service& service;
  OfficeDay day;
  SlotHours hours;
  TypedFields typed;
  FieldProblems problems;
  DetailsNotice notice = DetailsNotice::none;
  std::vector<SlotOnOffer> nearest;  ///< for no_place: the slots to choose from
  std::string form_token;
  int largest_party = 1;
  bool mail_needed = true;
  bool confirms = true;  ///< the place is held first: the button leads on, and books nothing yet
  UtcTime again_from{};  ///< for too_many_cancels and frozen
  Frozen frozen = {};    ///< for frozen
  /// The place is offered to somebody who waited: the form takes it. Their contact is known.
  struct Offered {
    Key128 token{};
    std::string key;  ///< of the link
    UtcTime until{};
    int people = 1;
  };
  std::optional<Offered> offered = {};
  ProofAsked proof = ProofAsked::never;
  std::int64_t before = 0;  ///< for comes_later: people who book first
  UtcTime turn{};           ///< for comes_later
};

/// To wait for a place: a contact is left.
struct WaitlistPage {
  const Office& office;
  const Service& service;
  std::optional<OfficeDay> day;  ///< nothing: any day
  int largest_party = 1;
  Minutes offer_for{30};
  std::string mail;
  int people = 1;
  bool wrong_mail = false;
  std::string_view problem;  ///< of something else; "": there is none
  std::string form_token;
};

/// Somebody who stands in the line. The contact is not shown.
struct WaitingPage {
  const Waiting& waiting;
  bool may_leave = false;  ///< in the browser that joined
  std::string form_token;
};

/// Where somebody stands who sends no proof of work.
struct RoomPage {
  const Office& office;
  OfficeDay day;
  std::string back;  ///< the day's hours
  std::int64_t before = 0;
  UtcTime turn{};
};

/// The line when new dates open: before that moment, or with a turn.
struct OpeningPage {
  const Office& office;
  const Service& service;
  UtcTime opens{};
  std::int64_t waiting = 0;  ///< people there before the opening
  bool drawn = false;        ///< false: before the opening, or the lot is not known yet
  std::int64_t before = 0;
  UtcTime turn{};
};

struct DayOnPage;  // pages/day.hpp

/// How this person is told on the day that the number is near and that it is called.
struct TellMe {
  std::string push_key = {};   ///< the portal's, for a browser; "": phones are not told
  std::string push_told = {};  ///< SHA-256 of the addresses of phones that are told, in hex, with blanks between
  bool may_mail = false;
  bool mails = false;  ///< chosen
  friend bool operator==(const TellMe&, const TellMe&) = default;
};

/// For whoever booked it, in the browser that did so or after the whole NIK.
struct ConfirmationPage {
  const StoredBooking& stored;
  ShownPlace place;                ///< by the names that it was booked with
  const Office* office = nullptr;  ///< nullptr: the settings no longer have it
  const Service* service = nullptr;
  bool may_cancel = false;
  bool may_move = false;
  bool over = false;
  std::optional<UtcTime> cancel_until;
  bool has_pdf = false;  ///< it can be saved as a PDF
  std::string form_token;
  std::optional<Affected> affected = {};  ///< the office cannot keep it
  const DayOnPage* day = nullptr;         ///< on its day, when the office has told of it
  std::string qr = {};                    ///< the QR's text, which the Android app keeps
  std::string app_link = {};              ///< where that app is; "": not offered
  TellMe tell_me = {};
};

/// The same for the phone to keep: what is needed at the entrance, and nothing that needs the network.
struct SavedPage {
  const StoredBooking& stored;
  ShownPlace place;
  const Service* service = nullptr;
  std::optional<Affected> affected = {};
  UtcTime at{};  ///< when it was saved
};

/// What the address of a booking shows to anybody: number, place and time.
struct ShownPage {
  const StoredBooking& stored;
  ShownPlace place;
  bool over = false;
  bool wrong = false;  ///< the NIK did not match
  bool busy = false;   ///< too many tries
  std::string form_token;
  std::optional<Affected> affected = {};  ///< the office cannot keep it
  const DayOnPage* day = nullptr;         ///< as above: nothing of it is personal
};

/// The office cannot keep a booking: places instead, each with its button.
struct InsteadPage {
  const StoredBooking& stored;
  ShownPlace place;
  Affected affected;
  std::vector<PlaceInstead> places;
  std::string key;           ///< of the link; "": the whole NIK is asked for
  std::string_view problem;  ///< why nothing was changed; "": nothing was tried
  std::string form_token;
};

struct HeldPage {
  const StoredBooking& stored;
  ShownPlace place;
  UtcTime until{};
  UtcTime now{};
  bool own = false;  ///< in the browser that holds it; else only place and time are shown
  int tries_left = 0;
  int sends = 0;
  bool wrong = false;   ///< the digits did not match
  bool resent = false;  ///< new digits are on their way
  std::string form_token;
};

/// The page of a link: it shows what the button would do, and the button does it.
struct OneButtonPage {
  std::string_view title, text, button;
  std::string target;                     ///< of the form
  std::string key;                        ///< of the link
  const StoredBooking* stored = nullptr;  ///< shown with its place; nullptr: none is shown
  ShownPlace place;
  std::string form_token;
};

/// Move, cancel or correct: what is typed, and the whole NIK.
struct ChangePage {
  enum class What : std::uint8_t { move, cancel, correct };
  What what = What::move;
  const StoredBooking& stored;
  ShownPlace place;
  std::vector<SlotOnOffer> slots;  ///< for move: those that can be had
  std::string typed_name, typed_mail;
  std::string_view problem;  ///< why nothing was changed; "": nothing was tried
  std::optional<UtcTime> cancel_until;
  std::optional<UtcTime> freezes_until = {};  ///< who cancels now cannot book again before
  bool over = false;                          ///< it cannot be done any more
  std::string form_token;
};

struct OwnPage {
  struct One {
    StoredBooking stored;
    ShownPlace place;
    bool held = false;
    bool over = false;
  };
  std::vector<One> bookings;
  std::string form_token = {};
};

struct FindPage {
  std::string code;
  std::string nik = {};
  bool not_found = false;
  bool busy = false;
  std::string form_token;
};

/// Reads the templates (pages/templates/) and static files that are built in; the first page would do it too.
/// Throws std::runtime_error with the file's name for a template that does not parse. `path`: of the site on
/// its host, "/antrean"; all addresses in pages get it.
void load_pages(std::string path = {});

/// Those with the earliest free day first, then those that open, the earliest first, then the rest.
void sort_by_earliest(std::vector<OfficeOnPage>& offices);
std::string offices_page(const PageContext& context, const OfficesPage& shown);
std::string services_page(const PageContext& context, const ServicesPage& shown);
std::string whatsapp_page(const PageContext& context, const WhatsAppPage& shown);
std::string dates_page(const PageContext& context, const DatesPage& shown);
std::string hours_page(const PageContext& context, const HoursPage& shown);
std::string details_page(const PageContext& context, const DetailsPage& shown);
std::string waitlist_page(const PageContext& context, const WaitlistPage& shown);
std::string waiting_page(const PageContext& context, const WaitingPage& shown);
std::string room_page(const PageContext& context, const RoomPage& shown);
std::string opening_page(const PageContext& context, const OpeningPage& shown);
std::string confirmation_page(const PageContext& context, const ConfirmationPage& shown);
std::string shown_page(const PageContext& context, const ShownPage& shown);
std::string instead_page(const PageContext& context, const InsteadPage& shown);
std::string held_page(const PageContext& context, const HeldPage& shown);
std::string one_button_page(const PageContext& context, const OneButtonPage& shown);
std::string change_page(const PageContext& context, const ChangePage& shown);
std::string own_page(const PageContext& context, const OwnPage& shown);
std::string saved_page(const PageContext& context, const SavedPage& shown);
/// What a phone without a network shows instead of any other page: the bookings that it has saved.
std::string offline_page(const PageContext& context, const OwnPage& shown);
std::string find_page(const PageContext& context, const FindPage& shown);
/// A title, a sentence, and where to go on. All of it is plain text.
std::string notice_page(const PageContext& context, std::string_view title, std::string_view text,
                        std::string_view link, std::string_view link_text);

}  // namespace antrean::portal
