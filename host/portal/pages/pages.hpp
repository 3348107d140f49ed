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
  std::string path;  ///< target of the language switch: a GET address, without query
};

/// The addresses of the pages. The routes in web/ use them.
std::string office_path(const Office& office);
std::string dates_path(const Office& office, const Service& service);
std::string hours_path(const Office& office, const Service& service, OfficeDay day);
std::string details_path(const Office& office, const Service& service, OfficeDay day, TimeOfDay start);
std::string booking_path(const Key128& token);

struct DatesPage {
  const Office& office;
  const Service& service;
  bool several_services = false;
  Offices::Window window;
  std::vector<SlotOnOffer> slots;
  UtcTime next_release{};
};

struct HoursPage {
  const Office& office;
  const Service& service;
  OfficeDay day;
  std::vector<SlotOnOffer> slots;  ///< of this day
  const Holiday* holiday = nullptr;
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
  checking
};

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
};

struct ConfirmationPage {
  const StoredBooking& stored;
  const Office* office = nullptr;  ///< nullptr: the settings no longer have it
  const Service* service = nullptr;
  bool may_cancel = false;
  std::optional<UtcTime> cancel_until;
  std::string form_token;  ///< for the cancel button
};

struct FindPage {
  std::string code;
  std::string nik = {};
  bool not_found = false;
  bool busy = false;
  std::string form_token;
};

/// Reads the templates (pages/templates/) and static files that are built in; the first page would do it too.
/// Throws std::runtime_error with the file's name for a template that does not parse.
void load_pages();

std::string offices_page(const PageContext& context, const Offices& offices);
std::string services_page(const PageContext& context, const Office& office,
                          const std::vector<const Service*>& services);
std::string dates_page(const PageContext& context, const DatesPage& shown);
std::string hours_page(const PageContext& context, const HoursPage& shown);
std::string details_page(const PageContext& context, const DetailsPage& shown);
std::string confirmation_page(const PageContext& context, const ConfirmationPage& shown);
std::string find_page(const PageContext& context, const FindPage& shown);
/// A title, a sentence, and where to go on. All of it is plain text.
std::string notice_page(const PageContext& context, std::string_view title, std::string_view text,
                        std::string_view link, std::string_view link_text);

}  // namespace antrean::portal
