// The page of one number on its owner's phone. It can be read without a script; a script keeps it up to date.
// It is public: it shows a number, never a name.
#pragma once

#include <optional>
#include <string>

#include "http/server.hpp"
#include "queue/plan.hpp"
#include "values/snapshot.hpp"

namespace antrean::web {

struct TicketWords {
  std::string state;  ///< for the page's colour: "waiting", "called", ..., "gone"
  std::string title_id, title_en;
  std::string detail_id, detail_en;
};

/// The texts of the page. ticket.js makes the same texts from the feed.
TicketWords ticket_words(const TicketView* ticket, const Snapshot& snapshot);

/// The status is 404 (with the page) for a number that is not in today's line, also for a finished one.
http::Response ticket_page(const Snapshot& snapshot, const queue::PlanSettings& plan, const std::string& number);

}  // namespace antrean::web
