// Looking a journal through: its chain, and the file that says how far it had come. Inside the journal.
#pragma once

#include <cstdint>

#include "journal/journal.hpp"
#include "journal/store.hpp"

namespace antrean::journal {

/// The hash before row `from`; absent when that row is missing.
std::optional<Hash> hash_before(Store& store, std::uint64_t from);

ChainReport verify_chain(Store& store, std::uint64_t from, std::uint64_t most);

/// What the high-water mark has against a journal whose chain is whole in itself; `report` when it agrees, or
/// there is none.
ChainReport check_high_water_mark(Store& store, ChainReport report);

/// Found::put_back.
bool was_put_back(Store& store);

}  // namespace antrean::journal
