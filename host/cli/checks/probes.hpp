// The checks of `antrean doctor`. Each looks at one part and says what it found (checks.hpp); none changes
// anything. The functions block: a silent device costs a fraction of a second, an unreachable portal some
// seconds.
#pragma once

#include <chrono>

#include <boost/json/value.hpp>

#include "cli/checks/checks.hpp"
#include "office_settings/office_settings.hpp"
#include "wire/wire.h"

namespace antrean::cli {

/// How long doctor and bus wait without sending before they use a line. Any frame keeps the boards showing
/// what they show, and the number of an office that has just stopped must not stay on them during the check.
constexpr std::chrono::milliseconds until_boards_show_dashes{WIRE_HOST_SILENT_MS + 200};

/// Clock and disks.
Findings probe_machine(const office::OfficeSettings& settings);

/// The report of a running office: `health` as it gave it at `socket`.
Findings probe_office(const boost::json::value& health, const std::string& socket);

/// Lines with their boards and pads, scanner, speaker. The office's own drivers open and ask them, and the
/// findings have the words of the drivers. Only while no office runs, because an office has them open.
/// Nothing is written to a device.
Findings probe_devices(const office::OfficeSettings& settings);

/// Serial ports that another program has open, with its name and pid. Root sees all programs, other users
/// only their own. A running office does not count as another program.
Findings probe_ports(const office::OfficeSettings& settings, bool office_runs);

/// The file itself only while no office runs; its backups always.
Findings probe_journal(const office::OfficeSettings& settings, bool office_runs);

/// The connection to the portal, this office's token, the signing keys, and both clocks. It asks as the
/// office does, and stores nothing.
Findings probe_portal(const office::OfficeSettings& settings);

/// The mail server of [mail]: TLS and sign-in as the office does them. No mail is sent.
Findings probe_mail(const office::OfficeSettings& settings);

}  // namespace antrean::cli
