// Asks the portal which heads of this office's journal it holds (journal/heads.hpp), with the office's own
// token. It changes nothing there. The functions block: an unreachable portal costs some seconds.
#pragma once

#include <variant>
#include <vector>

#include "journal/heads.hpp"
#include "office_settings/office_settings.hpp"
#include "values/bilingual.hpp"

namespace antrean::cli {

/// Why the portal could not be asked, without a full stop.
using NotAsked = Bilingual;

std::variant<std::vector<journal::HeldGeneration>, NotAsked> heads_at_portal(const office::OfficeSettings& settings);

}  // namespace antrean::cli
