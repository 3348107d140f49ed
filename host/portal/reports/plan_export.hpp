// The plan in use, between a running portal and the commands of its machine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/plan_store.hpp"

namespace antrean::portal {

struct StoredPlan {
  std::string text{};       ///< TOML, for plan_from_text
  bool of_settings = true;  ///< nobody but the settings file has changed it
};

std::string plan_to_json(const StoredPlan& plan);
/// Throws std::runtime_error.
StoredPlan plan_from_json(std::string_view text);
/// As a stopped portal's database has it. No changes: of_settings, without a text.
StoredPlan plan_of_changes(const std::vector<PlanChange>& changes, UtcTime now);

}  // namespace antrean::portal
