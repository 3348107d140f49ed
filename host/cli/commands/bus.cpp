// antrean bus: which units answer on a line of boards and pads, address by address, and how reliably. It asks
// every unit for its identity (FC17), or a bought one for the registers of its profile, which changes
// nothing. With --scan it looks for units at all usual rates, and guesses what each is; with --serials it
// finds them by serial number, and --set-address gives them addresses. The office must not run, because it
// uses its lines alone.
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <thread>
#include <utility>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/checks/probes.hpp"
#include "cli/command.hpp"
#include "cli/commands/line_trials.hpp"
#include "cli/exit.hpp"
#include "cli/render/json_text.hpp"
#include "cli/render/table.hpp"
#include "device_profiles/bus_scan.hpp"
#include "device_profiles/serial_numbers.hpp"
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
  std::string product;                 ///< of a bought unit, as its maker calls it
  std::optional<bus::Request> asking;  ///< its registers; nothing: its identity is asked for
  std::optional<std::chrono::milliseconds> allowance;
};

struct Unit {
  bus::UnitAddress address = 0;
  std::optional<Expected> expected;
  unsigned asked = 0;
  unsigned answered = 0;
  unsigned refused = 0;                ///< of these, with another exception than "unknown function"
  std::vector<bus::Nanoseconds> took;  ///< time of request and reply, for answered requests
  std::optional<std::uint8_t> type;    ///< as the unit reports it
  std::string identity;                ///< "antrean-board 2.0"; "" if the unit does not report it
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
  if (unit.expected->counters.empty()) {
    return fmt::format("{}, {}", type_text(to, unit.expected->type), to.say("jumlah yang menunggu", "people waiting"));
  }
  return fmt::format("{}, {} {}", type_text(to, unit.expected->type),
                     unit.expected->counters.size() == 1 ? to.say("loket", "counter") : to.say("loket", "counters"),
                     fmt::join(unit.expected->counters, " "));
}

std::map<bus::UnitAddress, Expected> expected_on(const office::BusSettings& line) {
  std::map<bus::UnitAddress, Expected> units;
  const auto add = [&units](std::uint8_t address, std::uint8_t type, std::vector<CounterId> counters,
                            const std::optional<DeviceProfile>& profile) {
    Expected unit{.type = type, .counters = std::move(counters), .product = {}, .asking = {}, .allowance = {}};
    if (profile && (profile->board || profile->pad)) {
      unit.product = profile->name;
      unit.asking = recognising(*profile, address);
      unit.allowance = profile->timing.allowance;
    }
    units[address] = std::move(unit);
  };
  for (const auto& pad : line.pads) {
    add(pad.address, WIRE_TYPE_PAD, {pad.plan.counter}, pad.profile);
  }
  for (const auto& board : line.boards) {
    add(board.address, WIRE_TYPE_BOARD, board.plan.counters, board.profile);
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
  const bool has_profile = unit.expected && !unit.expected->product.empty();
  const auto request =
      has_profile && unit.expected->asking ? *unit.expected->asking : bus::Request::report_id(unit.address);
  if (has_profile) {
    allowance = unit.expected->allowance.value_or(std::chrono::duration_cast<std::chrono::milliseconds>(allowance));
    unit.identity = unit.expected->product;
  }
  const bus::Finished finished = port.exchange(request, allowance);
  if (!finished.outcome.has_error()) {
    if (!has_profile) {
      take_identity(unit, *finished.outcome);
    }
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
    // A board that can only be written may be silent when it is asked.
    const bool only_written = unit.expected && !unit.expected->product.empty() && !unit.expected->asking;
    finding.condition = only_written ? Condition::doubtful : Condition::broken;
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

class Bus final : public Command {
 public:
  std::string name() const override { return "bus"; }
  std::string about() const override { return "Who answers on a line of boards and pads; the office must not run"; }
  void declare(CLI::App& app) override {
    app.add_option("line", line_, "Line of the settings (default: all)")->type_name("LINE");
    app.add_flag("--all", all_, "Ask all 247 addresses, not only those in the settings");
    app.add_flag("--scan", scan_, "Look for units at all rates and addresses, and guess what each is");
    app.add_option("--up-to", up_to_, "Highest address of --scan")
        ->type_name("ADDRESS")
        ->check(CLI::Range(1U, unsigned{last_address}))
        ->capture_default_str();
    app.add_option("--rounds", rounds_, "How often each unit is asked")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    app.add_flag("--serials", serials_, "Find units by serial number, whatever their addresses are");
    app.add_option("--set-address", addresses_, "Give the unit with a serial number an address: 0x0D00002A=7")
        ->type_name("SERIAL=ADDRESS");
    app.add_option("--light", light_, "Every board shows its own address for so many seconds")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 600));
    app.add_option("--presses", presses_, "Say which button is pressed, until so many presses")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000));
    app.add_flag("--json", json_, "As JSON");
  }

  int run(Invocation& asked) override {
    if ((scan_ ? 1 : 0) + (serials_ ? 1 : 0) + (addresses_.empty() ? 0 : 1) + (light_ > 0 ? 1 : 0) +
            (presses_ > 0 ? 1 : 0) >
        1) {
      throw CommandError(usage, "choose one of --scan, --serials, --set-address, --light and --presses");
    }
    if (json_ && (light_ > 0 || presses_ > 0 || !addresses_.empty())) {
      throw CommandError(usage,
                         "--light, --presses and --set-address are for somebody who watches; they have no --json");
    }
    const auto& buses = asked.settings().buses;
    const auto wanted = wanted_addresses();
    if (!wanted.empty() && line_.empty() && buses.size() > 1) {
      throw CommandError(usage, "say on which line: antrean bus LINE --set-address ...");
    }
    std::vector<std::string> names;
    bool well = true;
    bool found = false;
    json::array lines;
    for (const auto& line : buses) {
      names.push_back(line.line.name);
      if (line_.empty() || line.line.name == line_) {
        found = true;
        well = look(asked, line, wanted, lines) && well;
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
  using Wanted = std::vector<std::pair<std::uint32_t, bus::UnitAddress>>;

  Wanted wanted_addresses() const {
    Wanted wanted;
    for (const std::string& text : addresses_) {
      const auto equals = text.find('=');
      const auto serial = serial_from(std::string_view(text).substr(0, equals));
      unsigned address = 0;
      const std::string_view after = equals == std::string::npos ? "" : std::string_view(text).substr(equals + 1);
      const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), address);
      const bool whole = error == std::errc{} && end == after.data() + after.size();
      if (!serial || !whole || address < 1 || address > last_address) {
        throw CommandError(usage,
                           fmt::format("'{}' is no serial number and address from 1 to 247, like 0x0D00002A=7", text));
      }
      for (const auto& [other_serial, other_address] : wanted) {
        if (other_serial == *serial || other_address == address) {
          throw CommandError(usage, fmt::format("'{}': each unit and each address only once", text));
        }
      }
      wanted.emplace_back(*serial, static_cast<bus::UnitAddress>(address));
    }
    return wanted;
  }

  bool look(Invocation& asked, const office::BusSettings& line, const Wanted& wanted, json::array& lines) const {
    if (serials_) {
      return list_serials(asked, line, json_, lines);
    }
    if (!wanted.empty()) {
      return set_addresses(asked, line.line, wanted);
    }
    if (scan_) {
      return scan_line(asked, line.line, up_to_, json_, lines);
    }
    if (light_ > 0) {
      return light_boards(asked, line, std::chrono::seconds(light_));
    }
    if (presses_ > 0) {
      return tell_presses(asked, line, static_cast<unsigned>(presses_));
    }
    return look_along(asked, line, lines);
  }

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
        if (opened) {
          to.line(wrapped(to.say(problem->id.empty() ? problem->en : problem->id, problem->en), page_width, 0),
                  Style::bad);
        } else {
          say_not_opened(to, *problem);
        }
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
  bool scan_ = false;
  bool serials_ = false;
  std::vector<std::string> addresses_;
  unsigned up_to_ = last_address;
  unsigned rounds_ = 10;
  int light_ = 0;
  int presses_ = 0;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> bus_command() { return std::make_unique<Bus>(); }

}  // namespace antrean::cli
