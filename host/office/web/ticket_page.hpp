// The page of one number on its owner's phone. It can be read without a script; a script keeps it up to date.
// It is public: it shows a number, never a name. One language at a time: the phone's, and a link to the
// other.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/server.hpp"
#include "queue/plan.hpp"
#include "values/bilingual.hpp"
#include "values/snapshot.hpp"

namespace antrean::web {

struct TicketWords {
  std::string state;  ///< for the page's colour: "waiting", "called", ..., "gone"
  std::string title;
  std::string detail;
};

/// The texts of the page, in one language. ticket.js makes the same texts from the feed.
TicketWords ticket_words(const TicketView* ticket, const Snapshot& snapshot, Language language);

/// The language of the page: of its address ("en" or "id", from the link on the page), else what the phone
/// asks for first, else Indonesian.
Language ticket_language(std::string_view asked, std::string_view accept_language);

/// The status is 404 (with the page) for a number that is not in today's line, also for a finished one.
http::Response ticket_page(const Snapshot& snapshot, const queue::PlanSettings& plan, const std::string& number,
                           Language language);

}  // namespace antrean::web
