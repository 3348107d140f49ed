// The plan as TOML, as plan_reader.hpp reads it: what is written reads back as the same. Pure.
#pragma once

#include <string>
#include <vector>

#include "offices/offices.hpp"

namespace antrean::portal {

std::string rules_text(const BookingRules& rules);                ///< [booking]
std::string services_text(const std::vector<Service>& services);  ///< [[service]] ...
std::string office_text(const Office& office);                    ///< [[office]] with its slots
std::string holiday_text(const Holiday& holiday);                 ///< [[holiday]]
std::string announcement_text(const Announcement& announcement);  ///< [[announcement]]

}  // namespace antrean::portal
