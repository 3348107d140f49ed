// What the pages show of an office's day: how a number stands, what was called, and how old the news is.
// Everybody may read it, so it has no name, no NIK and no code.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "pages/pages.hpp"
#include "today/day_board.hpp"

namespace antrean::portal {

/// From this age on a page says how old its news is.
inline constexpr std::chrono::seconds news_is_old{60};

/// What a page says about feedback: how the service was.
struct FeedbackOnPage {
  enum class Kind : std::uint8_t {
    none,
    asked,      ///< by a form
    elsewhere,  ///< asked on the page of the ticket; this page leads there
    given,
  };
  Kind kind = Kind::none;
  std::string page_key{};    ///< asked, elsewhere
  std::string form_token{};  ///< asked
};

struct DayOnPage {
  const DayNews& news;
  std::chrono::seconds age{};
  Zone zone = Zone::wib;
  std::vector<const office_api::TodayTicket*> tickets{};  ///< the numbers that are shown; the first is large
  std::string service{};                                  ///< whose calls and line are shown; "": of all
  FeedbackOnPage feedback{};
};

/// How a number stands: "You are about the 4th", "12–20 more minutes"; the detail may be "".
struct TicketWords {
  std::string title;
  std::string detail;
};
TicketWords ticket_words(Language language, const office_api::TodayTicket& ticket, Zone zone);

/// "My number", for whoever has its address.
struct NumberPage {
  DayOnPage day;
  std::string office;
};

/// An office's day, for whoever is in the hall; with a field for a number.
struct OfficeDayPage {
  const Office& office;
  const DayOnPage* day = nullptr;  ///< nullptr: the office has told nothing
  std::string typed = {};          ///< a number that was asked for, as typed
};

/// How soon the page should look again, in seconds: sooner when a turn is near. 0: there is no day on it.
int fresh_every(const DayOnPage* day);

std::string number_path(std::string_view page_key);
std::string office_day_path(const Office& office);

std::string number_page(const PageContext& context, const NumberPage& shown);
/// An address that nobody has told of: of a number given just now, or of another day.
std::string unknown_number_page(const PageContext& context);
std::string office_day_page(const PageContext& context, const OfficeDayPage& shown);

}  // namespace antrean::portal
