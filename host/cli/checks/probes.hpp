// What `antrean doctor` looks at. Each looks and says what it found (judgement.hpp); none changes anything.
// Blocking: a device that is silent costs a fraction of a second, a portal that is away some seconds.
#pragma once

#include <chrono>

#include <boost/json/value.hpp>

#include "cli/checks/checks.hpp"
#include "office_settings/office_settings.hpp"
#include "wire/wire.h"

namespace antrean::cli {

/// How long nobody may speak on a line before doctor or bus do: any frame keeps boards showing what they
/// show, and a number of an office that has just stopped is not to stand there for as long as somebody looks
/// around.
constexpr std::chrono::milliseconds until_boards_show_dashes{WIRE_HOST_SILENT_MS + 200};

/// Clock and disks.
Findings probe_machine(const office::OfficeSettings& settings);

/// What a running office says of itself: `health` as its /health gave it from `url`.
Findings probe_office(const boost::json::value& health, const std::string& url);

/// Lines with their boards and pads, scanner, speaker: opened and asked by the office's own drivers, in whose
/// words it is told. Only while no office runs, which has them otherwise. Nothing is written to a device.
Findings probe_devices(const office::OfficeSettings& settings);

/// Serial ports that another program has open, with its name and pid: all of them for root, otherwise those
/// of one's own. A running office is not another program.
Findings probe_ports(const office::OfficeSettings& settings, bool office_runs);

/// The file itself only while no office runs; its backups always.
Findings probe_journal(const office::OfficeSettings& settings, bool office_runs);

/// The way there, this office's token, signing keys, and both clocks. Asks as the office does, and keeps
/// nothing.
Findings probe_portal(const office::OfficeSettings& settings);

}  // namespace antrean::cli
