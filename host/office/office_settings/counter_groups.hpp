// Groups of counters, and which counters a board shows and points to. Only device_settings.cpp uses it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "office_settings/office_settings.hpp"

namespace antrean::office {

/// Whether the plan has this counter is checked when all settings are read (device_rules.cpp).
CounterId counter_id(settings::Section& section, std::string_view key, std::int64_t id);

std::vector<CounterGroup> read_groups(settings::Section& root, SettingsPlaces& places);

/// The counters of a board: its own and those of its groups, each once.
void read_counters(settings::Section& section, const std::vector<CounterGroup>& groups, BoardSettings& board);

/// One arrow for all calls, or one for each of its groups and counters. A counter's own goes before its
/// group's. After read_counters.
void read_arrows(settings::Section& section, const std::vector<CounterGroup>& groups, BoardSettings& board);

}  // namespace antrean::office
