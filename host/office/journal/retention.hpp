// Forgetting: old days, and what a journal that was put back must not believe of itself. Inside the journal.
#pragma once

#include <cstdint>

#include "journal/journal.hpp"
#include "journal/store.hpp"

namespace antrean::journal {

Result<Journal::Forgotten> forget_before(Store& store, OfficeDay today, const Journal::Kept& kept,
                                         std::uint64_t most_events);

/// What a journal that was put back must not believe of itself, as Found::put_back says. It also begins a new
/// generation. Throws sqlite::OpenError.
void forget_what_others_count(Store& store);

}  // namespace antrean::journal
