// The booking as a calendar's entry (RFC 5545, 5546). Pure.
#pragma once

#include <optional>
#include <string>

#include "notices/notice.hpp"
#include "smtp/address.hpp"

namespace antrean::portal {

enum class CalendarMethod : std::uint8_t { publish, cancel };

struct CalendarEntry {
  CalendarMethod method = CalendarMethod::publish;
  std::string text;  ///< with CRLF
};

/// A booking's entry has the same UID in every mail, and its SEQUENCE is the revision: a calendar moves or
/// removes the entry that it has. Times are in UTC, so no calendar needs to know the office's zone. No name.
/// Nothing for a notice that changes nothing in a calendar.
std::optional<CalendarEntry> calendar_entry(const Notice& notice, const smtp::Mailbox& organizer,
                                            const std::string& domain);

}  // namespace antrean::portal
