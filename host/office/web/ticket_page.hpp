// One number on its owner's phone: how it stands now, readable without a script, kept up to date by one.
// Public: a number, never a name.
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

/// What the page says; ticket.js says the same from the feed.
TicketWords ticket_words(const TicketView* ticket, const Snapshot& snapshot);

/// 404 (with the page all the same) for a number that is not in today's line, finished ones included.
http::Response ticket_page(const Snapshot& snapshot, const queue::PlanSettings& plan, const std::string& number);

}  // namespace antrean::web
