// Checking and forgetting. Inside the journal.
#pragma once

#include <cstdint>

#include "journal/journal.hpp"
#include "journal/store.hpp"

namespace antrean::journal {

ChainReport verify_chain(Store& store, std::uint64_t from, std::uint64_t most);
Result<Journal::Forgotten> forget_before(Store& store, OfficeDay today, const Journal::Kept& kept,
                                         std::uint64_t most_events);

/// What the witness has against a journal whose chain is whole in itself; `report` when it agrees, or there is none.
ChainReport hear_witness(Store& store, ChainReport report);

/// Found::put_back.
bool was_put_back(Store& store);
/// What a journal that was put back must not believe of itself, as Found::put_back says. Throws sqlite::OpenError.
void forget_what_others_count(Store& store);

/// Brings the reports' tables up to the newest event. Throws sqlite::OpenError.
void catch_up_reports(Store& store);

/// Reads one row as an event. Throws sqlite::OpenError: newer (a kind of event this release does not know) or corrupt.
queue::Event read_event(const Store& store, const Query& query);
/// The columns read_event expects.
#define ANTREAN_EVENT_COLUMNS "seq, at, opening, day, who_kind, who, name, body"

}  // namespace antrean::journal
