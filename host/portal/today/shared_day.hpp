// How the offices' days stand, on several portals: an office tells one of them, and people ask any
// (store/postgresql/portal_news.hpp). io_context thread.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "process/clock.hpp"
#include "store/postgresql/portal_news.hpp"
#include "today/day_board.hpp"

namespace antrean::portal {

class SharedDay {
 public:
  /// Takes into `day` what others were told. `contacts_changed`: somebody asked another portal to be told on
  /// the day of this office. All must outlive it.
  SharedDay(PortalNews& news, DayBoard& day, const process::Clock& clock,
            std::function<void(const std::string& office)> contacts_changed);

  /// This portal was told, and has it in its board. `body` is the summary as it came.
  void told(const std::string& office, const std::string& body, bool whole);
  void contacts_changed(const std::string& office);

 private:
  /// A portal that starts reads the last whole summary and what followed; so that this is not a day's worth,
  /// a whole one is told again after so many.
  static constexpr int parts_at_most = 50;

  PortalNews& news_;
  DayBoard& day_;
  const process::Clock& clock_;
  std::map<std::string, int> parts_;  ///< since the last whole one, by office
};

}  // namespace antrean::portal
