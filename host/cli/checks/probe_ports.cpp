// antrean doctor: which other programs have a serial port of the office open.
#include <algorithm>
#include <utility>

#include "cli/checks/probes.hpp"
#include "serial_port/claim_port.hpp"

namespace antrean::cli {
namespace {

constexpr const char* office_program = "antrean-office";

Finding taken(const std::string& part, const std::string& path, const std::vector<PortProgram>& programs) {
  const std::string who = named(programs);
  return {.part = part,
          .condition = Condition::broken,
          .id = path + " dipakai juga oleh " + who +
                ": hentikan program itu; yang masuk terbagi dua, dan masing-masing tidak tahu",
          .en = path + " is taken by " + who +
                " too: end that program; each of the two gets a part of what comes in, and neither knows"};
}

}  // namespace

Findings probe_ports(const office::OfficeSettings& settings, bool office_runs) {
  std::vector<std::pair<std::string, std::string>> ports;  // part and path
  for (const office::BusSettings& bus : settings.buses) {
    if (const auto* serial = std::get_if<bus::SerialPort>(&bus.line.where)) {
      ports.emplace_back("port of line " + bus.line.name, serial->path);
    }
  }
  if (settings.scanner) {
    ports.emplace_back("port of scanner", settings.scanner->device);
  }
  Findings found;
  for (const auto& [part, path] : ports) {
    std::vector<PortProgram> programs = programs_at(path);
    const auto office = std::ranges::find(programs, office_program, &PortProgram::name);
    if (office_runs && office != programs.end()) {
      programs.erase(office);
    }
    if (!programs.empty()) {
      found.push_back(taken(part, path, programs));
    }
  }
  return found;
}

}  // namespace antrean::cli
