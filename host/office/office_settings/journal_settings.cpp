// The journal's backups, and how long the journal keeps data.
#include "office_settings/office_settings.hpp"

namespace antrean::office {

void read_journal(settings::Section& root, OfficeSettings& into) {
  settings::Section section = root.section("journal");
  MaintenanceSettings& maintenance = into.maintenance;
  maintenance.backups = section.path("backups", into.journal.parent_path() / "backups");
  maintenance.keep_backups =
      static_cast<std::size_t>(section.integer("keep_backups", {.least = 0, .most = 1000, .fallback = 14}));
  maintenance.second_copy = section.path("copy", std::filesystem::path());
  maintenance.keep_days = static_cast<int>(section.integer("keep_days", {.least = 1, .most = 36'500, .fallback = 400}));
  maintenance.keep_bookings_days =
      static_cast<int>(section.integer("keep_bookings_days", {.least = 1, .most = 36'500, .fallback = 7}));
}

}  // namespace antrean::office
