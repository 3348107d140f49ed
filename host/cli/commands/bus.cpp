// antrean bus: which units answer on a line of boards and pads, address by address, and how reliably. It asks
// every unit for its identity (FC17), which changes nothing. The office must not run, because it uses its
// lines alone.
#include <unistd.h>

#include <algorithm>
#include <map>
#include <thread>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/checks/probes.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/json_text.hpp"
#include "cli/render/table.hpp"
#include "serial_bus/modbus_port.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;

constexpr bus::UnitAddress last_address = 247;
/// Modbus exception 1: many products cannot report their identity.
constexpr std::uint8_t unknown_function = 1;

/// A unit in the settings.
struct Expected {
  std::uint8_t type = 0;  ///< WIRE_TYPE_...
  std::vector<CounterId> counters;
};

struct Unit {
  bus::UnitAddress address = 0;
  std::optional<Expected> expected;
  unsigned asked = 0;
  unsigned answered = 0;
  unsigned refused = 0;                ///< of these, with another exception than "unknown function"
  std::vector<bus::Nanoseconds> took;  ///< time of request and reply, for answered requests
  std::optional<std::uint8_t> type;    ///< as the unit reports it
  std::string identity;                ///< "antrean-board 1.0"; "" if the unit does not report it
  Bilingual trouble;                   ///< the newest problem, in words

  double median_ms() const {
    auto sorted = took;
    std::sort(sorted.begin(), sorted.end());
    return sorted.empty() ? 0 : static_cast<double>(sorted[sorted.size() / 2].count()) / 1e6;
  }
};

std::string type_text(const Terminal& to, std::uint8_t type) {
  return type == WIRE_TYPE_BOARD ? to.say("papan", "board")
         : type == WIRE_TYPE_PAD ? to.say("tombol", "pad")
                                 : fmt::format("{} {}", to.say("perangkat jenis", "device of type"), type);
}

std::string expected_text(const Terminal& to, const Unit& unit) {
  if (!unit.expected) {
    return to.say("tidak ada di pengaturan", "not in the settings");
  }
  return fmt::format("{}, {} {}", type_text(to, unit.expected->type),
                     unit.expected->counters.size() == 1 ? to.say("loket", "counter") : to.say("loket", "counters"),
                     fmt::join(unit.expected->counters, " "));
}

std::map<bus::UnitAddress, Expected> expected_on(const office::BusSettings& line) {
  std::map<bus::UnitAddress, Expected> units;
  for (const auto& pad : line.pads) {
    units[pad.address] = {.type = WIRE_TYPE_PAD, .counters = {pad.plan.counter}};
  }
  for (const auto& board : line.boards) {
    units[board.address] = {.type = WIRE_TYPE_BOARD, .counters = board.plan.counters};
  }
  return units;
}

void take_identity(Unit& unit, const bus::Registers& bytes) {
  if (bytes.size() < 2) {
    return;
  }
  unit.type = static_cast<std::uint8_t>(bytes[0]);
  unit.identity.clear();
  for (auto byte = bytes.begin() + 2; byte != bytes.end(); ++byte) {
    unit.identity += *byte >= ' ' && *byte <= '~' ? static_cast<char>(*byte) : '?';
  }
}

/// False if the line was lost.
bool ask(bus::ModbusPort& port, Unit& unit, bus::Nanoseconds allowance) {
  ++unit.asked;
  const bus::Finished finished = port.exchange(bus::Request::report_id(unit.address), allowance);
  if (!finished.outcome.has_error()) {
    take_identity(unit, *finished.outcome);
  } else {
    unit.trouble = finished.outcome.error().in_words();
    if (finished.outcome.error().failure == bus::Failure::line_lost) {
      return false;
    }
    if (finished.outcome.error().failure != bus::Failure::exception) {
      return true;
    }
    unit.refused += finished.outcome.error().code == unknown_function ? 0 : 1;
  }
  ++unit.answered;
  unit.took.push_back(finished.at - finished.sent);
  return true;
}

Finding judge(const Terminal& to, const Unit& unit) {
  Finding finding{.part = expected_text(to, unit), .condition = Condition::well, .id = {}, .en = {}};
  if (unit.answered == 0) {
    finding.condition = Condition::broken;
    finding.id = unit.trouble.id.empty() ? unit.trouble.en : unit.trouble.id;
    finding.en = unit.trouble.en;
    return finding;
  }
  const std::string name =
      !unit.identity.empty() ? unit.identity : std::string(to.say("tidak menyebut namanya", "does not say its name"));
  const std::string answers =
      fmt::format("{} {} {}: {:.1f} ms", unit.answered, to.say("dari", "of"), unit.asked, unit.median_ms());
  finding.en = finding.id = fmt::format("{}, {}", name, answers);
  if (!unit.expected) {
    finding.condition = Condition::doubtful;
  } else if (unit.type && *unit.type != unit.expected->type) {
    finding.condition = Condition::broken;
    finding.id += fmt::format("; ini {}: alamatnya salah, atau pengaturan salah", type_text(to, *unit.type));
    finding.en += fmt::format("; this is a {}: its address is wrong, or the settings are", type_text(to, *unit.type));
  } else if (unit.answered < unit.asked || unit.refused > 0) {
    finding.condition = unit.refused == unit.asked ? Condition::broken : Condition::doubtful;
    finding.id += "; " + unit.trouble.id;
    finding.en += "; " + unit.trouble.en;
  }
  return finding;
}

std::string where_text(const bus::BusSettings& line) {
  if (const auto* serial = std::get_if<bus::SerialPort>(&line.where)) {
    const char parity = serial->rate.parity == bus::Parity::none   ? 'N'
                        : serial->rate.parity == bus::Parity::even ? 'E'
                                                                   : 'O';
    return fmt::format("{}, {} 8{}{}", serial->path, serial->rate.baud, parity, serial->rate.stop_bits);
  }
  const auto& gateway = std::get<bus::TcpGateway>(line.where);
  return fmt::format("{}:{}", gateway.host, gateway.port);
}

class Bus final : public Command {
 public:
  std::string name() const override { return "bus"; }
  std::string about() const override { return "Who answers on a line of boards and pads; the office must not run"; }
  void declare(CLI::App& app) override {
    app.add_option("line", line_, "Line of the settings (default: all)")->type_name("LINE");
    app.add_flag("--all", all_, "Ask all 247 addresses, not only those in the settings");
    app.add_option("--rounds", rounds_, "How often each unit is asked")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    app.add_flag("--json", json_, "As JSON");
  }

  int run(Invocation& asked) override {
    const auto& buses = asked.settings().buses;
    std::vector<std::string> names;
    bool well = true;
    bool found = false;
    json::array lines;
    for (const auto& line : buses) {
      names.push_back(line.line.name);
      if (line_.empty() || line.line.name == line_) {
        found = true;
        well = look_along(asked, line, lines) && well;
      }
    }
    if (!found) {
      throw CommandError(
          usage, buses.empty() ? "the settings have no line of boards and pads ([[bus]])"
                               : fmt::format("there is no line '{}'; there are: {}", line_, fmt::join(names, ", ")));
    }
    if (json_) {
      asked.out() << json_text(json::object{{"well", well}, {"lines", std::move(lines)}}) << '\n';
    }
    return well ? done : no;
  }

 private:
  bool look_along(Invocation& asked, const office::BusSettings& line, json::array& lines) const {
    Terminal to = asked.terminal();
    if (!json_) {
      to.heading(fmt::format("{} {}: {}", to.say("Jalur", "Line"), line.line.name, where_text(line.line)));
    }
    bus::ModbusPort port(line.line.where);
    auto problem = port.reopen();
    const bool opened = !problem;
    const std::vector<Unit> units = problem ? std::vector<Unit>{} : ask_all(port, line, problem);
    const bool silent = std::all_of(units.begin(), units.end(), [](const Unit& unit) { return unit.answered == 0; });
    if (!problem && silent && !units.empty()) {
      problem = port.trouble();
    }
    bool well = !problem;
    Table table({{to.say("Alamat", "Address"), true}, {to.say("Di pengaturan", "In the settings")}, {""}, {""}});
    json::array told;
    for (const Unit& unit : units) {
      const Finding finding = judge(to, unit);
      well = well && finding.condition != Condition::broken;
      table.row({std::to_string(unit.address), finding.part, condition_cell(to, finding.condition),
                 to.say(finding.id, finding.en)});
      told.push_back(json::object{{"address", unit.address},
                                  {"in_settings", unit.expected.has_value()},
                                  {"condition", std::string(word(finding.condition))},
                                  {"identity", unit.identity},
                                  {"asked", unit.asked},
                                  {"answered", unit.answered},
                                  {"median_ms", unit.median_ms()},
                                  {"text", to.say(finding.id, finding.en)}});
    }
    if (json_) {
      lines.push_back(json::object{{"line", line.line.name},
                                   {"problem", problem ? json::value(problem->en) : json::value(nullptr)},
                                   {"units", std::move(told)}});
    } else {
      if (!table.empty()) {
        table.print(to);
      }
      if (problem) {
        std::string text = to.say(problem->id.empty() ? problem->en : problem->id, problem->en);
        if (!opened) {
          text += to.say(
              ". Kantor yang sedang berjalan memakai jalurnya sendiri: systemctl stop antrean-office, di luar jam "
              "layanan",
              ". A running office has its lines to itself: systemctl stop antrean-office, outside opening hours");
        }
        to.line(wrapped(text, page_width, 0), Style::bad);
      }
    }
    return well;
  }

  std::vector<Unit> ask_all(bus::ModbusPort& port, const office::BusSettings& line,
                            std::optional<Bilingual>& problem) const {
    std::this_thread::sleep_for(until_boards_show_dashes);  // we have claimed the port, so nobody else sends
    const auto expected = expected_on(line);
    std::vector<Unit> units;
    const bool watched = all_ && ::isatty(STDERR_FILENO) == 1;
    for (unsigned address = 1; address <= last_address && !problem; ++address) {
      const auto found = expected.find(static_cast<bus::UnitAddress>(address));
      if (found == expected.end() && !all_) {
        continue;
      }
      if (watched) {
        fmt::print(stderr, "\r{} / {}", address, last_address);
      }
      Unit unit;
      unit.address = static_cast<bus::UnitAddress>(address);
      if (found != expected.end()) {
        unit.expected = found->second;
      }
      do {
        if (!ask(port, unit, line.line.unit_allowance)) {
          problem = unit.trouble;
        }
        // If nobody answers at an address that is not in the settings, asking once is enough.
      } while (!problem && unit.asked < rounds_ && (unit.expected || unit.answered > 0));
      if (unit.expected || unit.answered > 0) {
        units.push_back(std::move(unit));
      }
    }
    if (watched) {
      fmt::print(stderr, "\r\033[K");
    }
    return units;
  }

  std::string line_;
  bool all_ = false;
  unsigned rounds_ = 10;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> bus_command() { return std::make_unique<Bus>(); }

}  // namespace antrean::cli
