// Checks settings against the people of the day before the settings are used: whom a start or a reload would
// move, and whom it would leave behind (queue/settings_fit.hpp); and the secrets that a start would read. For
// --check-config. The functions block.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "office_settings/office_settings.hpp"
#include "queue/events.hpp"
#include "queue/plan.hpp"
#include "values/office_time.hpp"

namespace antrean::office {

struct PeopleUnder {
  /// People who would wait until a supervisor puts them in line, in English; empty: nobody.
  std::string stranded;
  std::string moved;  ///< changes that happen by themselves; empty: none
};

/// `events`: from the newest DayOpened on. If that day is over at `now`, nobody is reported, because its
/// people are accounted for.
PeopleUnder people_under(const queue::Plan& plan, const std::vector<queue::Event>& events, UtcTime now);

/// The events of the day from the journal of these settings. Nothing is changed. If an office is running on
/// the journal, it is asked for a copy, at the address in these settings. A text says why the journal could
/// not be read. A journal that does not exist has no events.
std::variant<std::vector<queue::Event>, std::string> events_of_the_day(const OfficeSettings& settings);

/// What is wrong with the secrets of [webhook] and [mail]: which file, and what to do.
std::vector<std::string> wrong_secrets(const OfficeSettings& settings);

/// For --check-config: prints what is wrong with secrets. The exit code is bad_settings if something is.
int check_secrets(const OfficeSettings& settings, const std::filesystem::path& file);

/// For --check-config, with settings that are valid: prints who would be left behind or moved. The exit code
/// is bad_settings if somebody would be left behind.
int check_against_journal(const OfficeSettings& settings, const std::filesystem::path& file);

}  // namespace antrean::office
