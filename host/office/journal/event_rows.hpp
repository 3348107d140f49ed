// One row of the table of events, as an event. Inside the journal.
#pragma once

#include "journal/store.hpp"
#include "queue/events.hpp"

namespace antrean::journal {

/// Reads one row as an event. Throws sqlite::OpenError: newer (a kind of event this release does not know) or
/// corrupt.
queue::Event read_event(const Store& store, const Query& query);
/// The columns read_event expects.
#define ANTREAN_EVENT_COLUMNS "seq, at, opening, day, who_kind, who, name, body"

}  // namespace antrean::journal
