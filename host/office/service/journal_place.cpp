#include "service/journal_place.hpp"

#include "journal/high_water_mark.hpp"
#include "process/clock.hpp"

namespace antrean::office {

journal::Options journal_options(const OfficeSettings& settings) {
  journal::Options options;
  options.file = settings.journal;
  options.high_water_mark = journal::high_water_mark_beside(settings.journal);
  for (const BusSettings& bus : settings.buses) {
    options.lines.push_back(bus.line.name);
  }
  return options;
}

journal::BackupFolder backup_folder(const OfficeSettings& settings) {
  return {settings.maintenance.backups, settings.journal, settings.plan.zone};
}

std::string way_back(const OfficeSettings& settings) {
  const journal::BackupFolder backups = backup_folder(settings);
  const auto newest = backups.newest(process::SystemClock().now());
  if (!newest) {
    return "the way back: there is no backup in " + backups.folder().string() +
           "; bring one from elsewhere and run `antrean restore FILE`, or move the journal aside to begin a new one";
  }
  return "the way back: run `antrean restore " + newest->string() +
         "` (the newest backup; what came after it is lost, the damaged file is kept beside it), then start the office";
}

}  // namespace antrean::office
