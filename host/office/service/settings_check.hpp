// Settings against the people of the day, before they are used: whom a start or a reload with them would
// move, and whom it would leave behind (queue/settings_fit.hpp). For --check-config. Blocking.
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
  std::string stranded;  ///< who would wait for a supervisor to put them in line, in English; empty: nobody
  std::string moved;     ///< what would be done by itself; empty: nothing
};

/// `events`: from the newest DayOpened on. Of a day that is over by `now`, nobody: its people are accounted
/// for.
PeopleUnder people_under(const queue::Plan& plan, const std::vector<queue::Event>& events, UtcTime now);

/// The day's events of the journal of these settings. Nothing is changed. While an office works on the
/// journal it is asked for a copy, at the address that these settings have. A text says why nobody could
/// look; a journal that is not there holds nothing.
std::variant<std::vector<queue::Event>, std::string> events_of_the_day(const OfficeSettings& settings);

/// What --check-config does with settings that are right by themselves: says on standard output who would be
/// left behind or moved. The exit code: bad_settings when somebody would be left behind.
int check_against_journal(const OfficeSettings& settings, const std::filesystem::path& file);

}  // namespace antrean::office
