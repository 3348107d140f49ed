// The connected devices and where numbers are called: buses with boards and pads, scanner, voice, portal,
// web, signing keys.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sodium.h>

#include "http/address.hpp"
#include "office_settings/counter_groups.hpp"
#include "office_settings/office_settings.hpp"

namespace antrean::office {
namespace {

using settings::Section;

std::uint8_t unit_address(Section& section, std::vector<std::uint8_t>& taken) {
  const auto address = static_cast<std::uint8_t>(section.integer("address", {.least = 1, .most = 247, .fallback = {}}));
  if (section.wrong("address")) {
    return address;
  }
  if (std::find(taken.begin(), taken.end(), address) != taken.end()) {
    section.problem("address",
                    "address " + std::to_string(address) + " is on this bus already; every unit needs its own");
  }
  taken.push_back(address);
  return address;
}

/// A device of this line must be able to speak at its rate.
void check_rate(Section& section, const DeviceProfile& profile, const bus::BusSettings& line) {
  const auto* port = std::get_if<bus::SerialPort>(&line.where);
  if (port == nullptr) {
    return;  // the gateway has the rate
  }
  const auto has = [](const auto& list, auto value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  if (!has(profile.bauds, static_cast<std::int64_t>(port->rate.baud))) {
    section.problem("profile", fmt::format("{} cannot be set to the {} baud of this bus; it has {}", profile.name,
                                           port->rate.baud, fmt::join(profile.bauds, ", ")));
  }
  if (!has(profile.parities, port->rate.parity)) {
    section.problem("profile", fmt::format("{} cannot be set to the parity of this bus; the parity \"none\" suits all "
                                           "devices that are sold",
                                           profile.name));
  }
}

/// The profile that the section names, if it names one that can be used.
std::optional<DeviceProfile> read_device_profile(Section& section, const DeviceProfiles& profiles,
                                                 DeviceProfile::Kind kind, const bus::BusSettings& line) {
  if (!section.has("profile")) {
    return std::nullopt;
  }
  const std::string key = section.text("profile");
  if (section.wrong("profile")) {
    return std::nullopt;
  }
  const auto found = profiles.find(key);
  if (found == profiles.end() || found->second.kind != kind) {
    section.problem("profile",
                    fmt::format("there is no profile '{}' of a {}; there are {}", key,
                                kind == DeviceProfile::Kind::board ? "board" : "pad", keys_of(profiles, kind)));
    return std::nullopt;
  }
  const DeviceProfile& profile = found->second;
  if (!profile.unusable.empty()) {
    section.problem("profile", fmt::format("{} cannot be used: {}", profile.name, profile.unusable));
    return std::nullopt;
  }
  check_rate(section, profile, line);
  return profile;
}

/// "18:00-06:00".
std::optional<std::pair<TimeOfDay, TimeOfDay>> read_hours(Section& section, std::string_view key) {
  if (!section.has(key)) {
    return std::nullopt;
  }
  const std::string text = section.text(key);
  const auto dash = text.find('-');
  const auto from = TimeOfDay::parse(std::string_view(text).substr(0, dash));
  const auto until =
      dash == std::string::npos ? std::nullopt : TimeOfDay::parse(std::string_view(text).substr(dash + 1));
  constexpr int day = 24 * 60;
  if (section.wrong(key)) {
    return std::nullopt;
  }
  if (!from || !until || from->minutes() == day || until->minutes() == day || *from == *until) {
    section.problem(key, "is no part of the day, like \"18:00-06:00\"; it may go over midnight");
    return std::nullopt;
  }
  return std::pair{*from, *until};
}

/// A call at counters, or people who wait for services.
void read_what_is_shown(Section& section, const std::vector<CounterGroup>& groups, BoardSettings& board) {
  outputs::BoardPlan& plan = board.plan;
  plan.shows = static_cast<outputs::BoardShows>(section.choice("shows", {"call", "waiting"}, 0));
  if (plan.shows == outputs::BoardShows::waiting) {
    for (const char* key : {"counters", "groups"}) {
      if (section.has(key)) {
        section.problem(key, "a board that shows how many wait has services, not counters");
      }
    }
    for (const char* key : {"arrow", "arrows"}) {
      if (section.has(key)) {
        section.problem(key, "a board that shows how many wait points to no counter");
      }
    }
    if (section.has("place")) {
      section.problem("place", "a board that shows how many wait shows no calls");
    }
    plan.services = section.texts("services", std::vector<std::string>{});
    return;
  }
  if (section.has("services")) {
    section.problem("services", "belongs to shows = \"waiting\"");
  }
  read_counters(section, groups, board);
  read_arrows(section, groups, board);
  plan.place = static_cast<std::uint8_t>(section.integer("place", {.least = 1, .most = 32, .fallback = 1}));
  if (!section.wrong("place") && !section.wrong("counters") && !section.wrong("groups") &&
      plan.place > plan.counters.size()) {
    section.problem("place", fmt::format("{} counters have no {} calls at once; name more counters, or a smaller place",
                                         plan.counters.size(), plan.place));
  }
}

BoardSettings read_board(Section& section, std::vector<std::uint8_t>& taken, const DeviceProfiles& profiles,
                         const std::vector<CounterGroup>& groups, const bus::BusSettings& line) {
  BoardSettings board;
  board.address = unit_address(section, taken);
  board.plan.id = "board " + std::to_string(board.address) + " on " + line.name;
  board.profile = read_device_profile(section, profiles, DeviceProfile::Kind::board, line);
  read_what_is_shown(section, groups, board);
  if (section.has("profile") && !board.profile) {
    board.plan.left.clear();  // that it is no board of ours is the problem, and not its arrows
    board.plan.right.clear();
  }
  board.plan.width = static_cast<std::uint8_t>(section.integer("width", {.least = 4, .most = 8, .fallback = 4}));
  if (board.profile && board.profile->board && !section.wrong("width")) {
    const BoardProfile& made = *board.profile->board;
    if (board.plan.width < made.least_width || board.plan.width > made.most_width) {
      section.problem("width", fmt::format("{} has {} to {} characters, not {}", board.profile->name, made.least_width,
                                           made.most_width, board.plan.width));
    }
  }
  board.plan.brightness =
      static_cast<std::uint8_t>(section.integer("brightness", {.least = 0, .most = 15, .fallback = 8}));
  board.plan.blink_for = section.duration("blink_for", board.plan.blink_for);
  board.plan.night = read_hours(section, "night");
  if (section.has("night_brightness") && !section.has("night")) {
    section.problem("night_brightness", "needs night, the hours when the board is dimmed, like \"18:00-06:00\"");
  }
  board.plan.night_brightness = static_cast<std::uint8_t>(
      section.integer("night_brightness", {.least = 0, .most = 15, .fallback = board.plan.night_brightness}));
  board.plan.idle = static_cast<outputs::BoardIdle>(section.choice("idle", {"dark", "dot"}, 0));
  return board;
}

PadInputs read_inputs(Section& section, const PadProfile& module) {
  PadInputs inputs{};
  std::vector<std::int64_t> usual;
  for (std::int64_t input = 1; input <= std::min<std::int64_t>(button_count, module.inputs); ++input) {
    usual.push_back(input);
  }
  const auto named = section.integers("inputs", usual);
  if (section.wrong("inputs")) {
    return inputs;
  }
  bool any = false;
  bool right = named.size() <= button_count;
  for (std::size_t at = 0; right && at < named.size(); ++at) {
    right = named[at] >= 0 && named[at] <= module.inputs &&
            (named[at] == 0 || std::count(named.begin(), named.end(), named[at]) == 1);
    any = any || named[at] != 0;
    inputs[at] = right ? static_cast<std::uint8_t>(named[at]) : std::uint8_t{0};
  }
  if (!right || !any) {
    section.problem("inputs", fmt::format("are not the inputs of next, recall, no-show and done, each another one from "
                                          "1 to {}, 0 for a button that is not there; [1, 2, 3, 4] is usual",
                                          module.inputs));
    return {};
  }
  return inputs;
}

/// `long_press = { next = "open_close" }`: by button, what such a press does.
std::array<PadCommand, button_count> read_commands(Section& pad, const std::string& key) {
  std::array<PadCommand, button_count> commands{};
  Section section = pad.section(key);
  const std::vector<std::string> names(words<PadCommand>.begin(), words<PadCommand>.end());
  for (const queue::PadButton button :
       {queue::PadButton::next, queue::PadButton::recall, queue::PadButton::no_show, queue::PadButton::done}) {
    const auto chosen = section.choice(word(button), names, 0);
    commands[static_cast<std::size_t>(button)] = static_cast<PadCommand>(chosen);
  }
  return commands;
}

PadSettings read_pad(Section& section, std::vector<std::uint8_t>& taken, const DeviceProfiles& profiles,
                     const bus::BusSettings& line) {
  PadSettings pad;
  pad.address = unit_address(section, taken);
  pad.plan.counter =
      static_cast<CounterId>(section.integer("counter", {.least = 1, .most = largest_counter, .fallback = {}}));
  pad.profile = read_device_profile(section, profiles, DeviceProfile::Kind::pad, line);
  pad.commands = {.longs = read_commands(section, "long_press"), .doubles = read_commands(section, "double_press")};
  if (!pad.profile || !pad.profile->pad) {
    return pad;
  }
  for (const char* key : {"long_press", "double_press"}) {
    if (section.has(key)) {
      section.problem(key, fmt::format("{} only counts presses and does not say how long or how quick they were: leave "
                                       "{} out, or use one of our own pads",
                                       pad.profile->name, key));
    }
  }
  pad.inputs = read_inputs(section, *pad.profile->pad);
  if (!section.flag("accept_lost_presses", false) && !pad.profile->has_press_memory()) {
    section.problem("profile", fmt::format("{} does not remember presses: one that is shorter than a round of the bus "
                                           "(about 200 ms) is lost, and nobody notices. Use a module that counts, or "
                                           "write accept_lost_presses = true",
                                           pad.profile->name));
  }
  if (!section.flag("accept_unseen_refusals", false) && !pad.profile->has_lamps()) {
    section.problem("profile", fmt::format("{} has no lamps: an officer does not see at it that a press was refused. "
                                           "Use a module with outputs, or write accept_unseen_refusals = true",
                                           pad.profile->name));
  }
  return pad;
}

unsigned baud_rate(Section& section, std::int64_t fallback) {
  constexpr std::array<std::int64_t, 8> known{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200};
  const std::int64_t baud = section.integer("baud", {.least = 1200, .most = 115'200, .fallback = fallback});
  if (!section.wrong("baud") && std::find(known.begin(), known.end(), baud) == known.end()) {
    section.problem("baud", std::to_string(baud) + " is no usual rate; use 9600, 19200, 38400, 57600 or 115200");
  }
  return static_cast<unsigned>(baud);
}

bus::LineRate line_rate(Section& section) {
  bus::LineRate rate;
  rate.baud = baud_rate(section, 19'200);
  rate.parity = static_cast<bus::Parity>(section.choice("parity", {"none", "even", "odd"}, 1));
  // Modbus asks for two stop bits where there is no parity; most devices without parity have one.
  const std::int64_t stop_bits = section.integer("stop_bits", {.least = 1, .most = 2, .fallback = 1});
  if (!section.wrong("stop_bits") && stop_bits == 2 && rate.parity != bus::Parity::none) {
    section.problem("stop_bits", "with a parity there is one stop bit; two belong to parity = \"none\"");
  }
  rate.stop_bits = static_cast<std::uint8_t>(stop_bits);
  return rate;
}

/// "host:port" under this key.
std::optional<std::pair<std::string, std::uint16_t>> host_and_port(Section& section, std::string_view key,
                                                                   const char* example, const char* usual) {
  const std::string text = section.text(key, {.pattern = "[^:]+:[0-9]{1,5}", .example = example, .fallback = {}});
  const auto colon = text.find(':');
  if (section.wrong(key) || colon == std::string::npos) {
    return std::nullopt;
  }
  const unsigned long port = std::stoul(text.substr(colon + 1));
  if (port < 1 || port > 65'535) {
    section.problem(key, fmt::format("port {} is none; they go from 1 to 65535, and {} is usual", port, usual));
    return std::nullopt;
  }
  return std::pair{text.substr(0, colon), static_cast<std::uint16_t>(port)};
}

std::vector<Language> read_languages(Section& section, const std::vector<std::string>& usual, const char* lacks) {
  std::vector<Language> languages;
  for (const std::string& word : section.texts("languages", usual)) {
    if (word != "id" && word != "en") {
      section.problem("languages", "'" + word + "' has no " + lacks + "; there are id, en");
      continue;
    }
    const Language language = word == "id" ? Language::id : Language::en;
    if (std::ranges::find(languages, language) == languages.end()) {
      languages.push_back(language);
    }
  }
  return languages;
}

bus::BusSettings read_line(Section& section) {
  bus::BusSettings line;
  line.name = section.text("name", {.pattern = "[a-z0-9_-]{1,24}", .example = "counters", .fallback = {}});
  if (section.has("tcp")) {
    if (auto where = host_and_port(section, "tcp", "192.168.1.20:502", "502")) {
      line.where = bus::TcpGateway{std::move(where->first), where->second};
    }
    if (section.has("port")) {
      section.problem("port", "a bus has a serial port or a tcp gateway, not both");
    }
  } else {
    bus::SerialPort port;
    port.path = section.path("port").string();
    port.rate = line_rate(section);
    port.kernel_rs485 = section.flag("kernel_rs485", false);
    line.where = std::move(port);
  }
  line.unit_allowance = section.duration("unit_allowance", line.unit_allowance);
  line.events = section.flag("events", line.events);
  return line;
}

std::string nth(const std::string& list, std::size_t index) { return list + "[" + std::to_string(index) + "]"; }

DeviceProfiles read_profiles(Section& root) {
  DeviceProfiles profiles = shipped_profiles();
  if (root.has("devices")) {
    Section section = root.section("devices");
    const auto folder = section.path("profiles");
    if (!section.wrong("profiles")) {
      add_profiles(profiles, folder);
    }
  }
  return profiles;
}

void read_buses(Section& root, OfficeSettings& into, SettingsPlaces& places) {
  const DeviceProfiles profiles = read_profiles(root);
  into.groups = read_groups(root, places);
  for (Section& section : root.sections("bus")) {
    const std::string place = nth("buses", into.buses.size());
    places.emplace(place, section);
    BusSettings bus;
    bus.line = read_line(section);
    std::vector<std::uint8_t> taken;
    for (Section& board : section.sections("board")) {
      places.emplace(nth(place + ".boards", bus.boards.size()), board);
      bus.boards.push_back(read_board(board, taken, profiles, into.groups, bus.line));
    }
    for (Section& pad : section.sections("pad")) {
      places.emplace(nth(place + ".pads", bus.pads.size()), pad);
      bus.pads.push_back(read_pad(pad, taken, profiles, bus.line));
    }
    into.buses.push_back(std::move(bus));
  }
}

void read_scanner(Section& root, OfficeSettings& into, SettingsPlaces& places) {
  if (!root.has("scanner")) {
    return;
  }
  Section section = root.section("scanner");
  places.emplace("scanner", section);
  ScannerSettings scanner;
  scanner.kind = static_cast<ScannerKind>(section.choice("kind", {"serial", "keyboard", "hid-pos", "camera"}, 0));
  if (scanner.kind != ScannerKind::serial && section.has("baud")) {
    section.problem("baud", "belongs to kind = \"serial\"");
  }
  if (scanner.kind != ScannerKind::keyboard && section.has("grab")) {
    section.problem("grab", "belongs to kind = \"keyboard\"");
  }
  scanner.grab = section.flag("grab", scanner.grab);
  scanner.device = section.path("device").string();
  scanner.baud = baud_rate(section, 9600);
  scanner.line_gap = section.duration("line_gap", scanner.line_gap);
  scanner.repeat_window = section.duration("repeat_window", scanner.repeat_window);
  into.scanner = std::move(scanner);
}

void read_voice(Section& root, OfficeSettings& into) {
  if (!root.has("voice")) {
    return;
  }
  Section section = root.section("voice");
  SpeakerSettings voice;
  voice.clips = section.path("clips", "/usr/share/antrean/voices");
  if (section.has("own_clips")) {
    voice.own_clips = section.path("own_clips");
  }
  voice.devices = section.texts("devices", std::vector<std::string>{});
  if (std::ranges::find(voice.devices, "") != voice.devices.end()) {
    section.problem("devices", "has an empty name; `antrean doctor` lists the sound devices");
  }
  voice.languages = read_languages(section, {"id"}, "voice");
  if (voice.languages.empty() && !section.wrong("languages")) {
    section.problem("languages", "names no language; there are id, en. Without a voice leave [voice] out");
  }
  voice.reading = static_cast<NumberReading>(section.choice("reading", {"digits", "cardinal"}, 0));
  voice.chime = section.flag("chime", true);
  voice.volume = static_cast<int>(section.integer("volume", {.least = 0, .most = 100, .fallback = 100}));
  for (Section& part : section.sections("hours")) {
    if (!part.has("hours")) {
      part.problem("hours", "is missing: the part of the day, like \"18:00-06:00\"");
    }
    const auto hours = read_hours(part, "hours");
    const auto volume = static_cast<int>(part.integer("volume", {.least = 0, .most = 100, .fallback = {}}));
    if (hours) {
      voice.volume_hours.push_back({.from = hours->first, .until = hours->second, .volume = volume});
    }
  }
  voice.late_after = section.duration("late_after", voice.late_after);
  into.voice = std::move(voice);
}

void read_printer(Section& root, OfficeSettings& into, SettingsPlaces& places) {
  if (!root.has("printer")) {
    return;
  }
  Section section = root.section("printer");
  places.emplace("printer", section);
  PrinterSettings printer;
  if (section.has("tcp")) {
    if (auto where = host_and_port(section, "tcp", "192.168.1.50:9100", "9100")) {
      printer.where = NetworkPrinter{std::move(where->first), where->second};
    }
    if (section.has("device")) {
      section.problem("device", "a printer has a USB device or a tcp address, not both");
    }
  } else {
    printer.where = UsbPrinter{section.path("device").string()};
  }
  constexpr unsigned of_paper[] = {dots_of_58_mm, dots_of_80_mm};
  printer.dots = of_paper[section.choice("paper", {"58mm", "80mm"}, 1)];
  if (section.has("dots")) {
    printer.dots = static_cast<unsigned>(section.integer("dots", {.least = 256, .most = 832, .fallback = {}}));
    if (!section.wrong("dots") && printer.dots % 8 != 0) {
      section.problem("dots", fmt::format("{} is no multiple of 8; heads have 384, 512 or 576 dots", printer.dots));
    }
  }
  printer.languages = read_languages(section, {"id", "en"}, "ticket");
  if (printer.languages.empty() && !section.wrong("languages")) {
    section.problem("languages", "names no language; there are id, en. Without tickets leave [printer] out");
  }
  printer.names = section.flag("names", false);
  printer.cut = section.flag("cut", true);
  printer.oldest = section.duration("oldest", printer.oldest);
  printer.memory = into.journal;
  printer.memory += ".printed";
  into.printer = std::move(printer);
}

void read_keys(Section& root, OfficeSettings& into) {
  for (Section& section : root.sections("signing_key")) {
    const auto id = static_cast<std::uint8_t>(section.integer("id", {.least = 1, .most = 255, .fallback = {}}));
    const std::string text = section.text("public");
    codes::PublicKey key{};
    std::size_t length = 0;
    if (sodium_base642bin(key.data(), key.size(), text.data(), text.size(), nullptr, &length, nullptr,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        length != key.size()) {
      section.problem("public", "is no Ed25519 public key: 32 bytes in base64, as `antrean-portal keygen` prints it");
    }
    if (!into.keys.emplace(id, key).second) {
      section.problem("id", "signing key " + std::to_string(id) + " is listed twice");
    }
  }
}

}  // namespace

void read_devices(Section& root, OfficeSettings& into, SettingsPlaces& places) {
  read_buses(root, into, places);
  read_scanner(root, into, places);
  read_voice(root, into);
  read_printer(root, into, places);
  read_keys(root, into);
  if (root.has("portal")) {
    Section section = root.section("portal");
    into.portal = PortalSettings{
        .url = section.text("url",
                            {.pattern = "https?://[^ ]+", .example = "https://antrean.example.go.id", .fallback = {}}),
        .token_file = section.secret_file("token_file"),
        .ca_file = {},
        .pull_every = section.duration("pull_every", std::chrono::milliseconds(5'000)),
        .feedback_for = section.duration("feedback_for", std::chrono::hours(2))};
    if (into.portal->feedback_for > std::chrono::hours(24)) {
      section.problem("feedback_for", "at most 24h: a number's page is for its day; 0s asks nobody");
    }
    if (!section.wrong("url") && !http::parse_address(into.portal->url, http::Scheme::http)) {
      section.problem("url", "'" + into.portal->url +
                                 "' is no address of a portal; write it as https://antrean.example.go.id, with a port "
                                 "from 1 to 65535 if it needs one");
    } else if (!section.wrong("url") && !http::is_safe(into.portal->url, http::Scheme::http)) {
      section.problem("url", http::why_not_safe(into.portal->url));
    }
    if (section.has("ca_file")) {
      into.portal->ca_file = section.path("ca_file");
      if (!section.wrong("ca_file") && !std::filesystem::exists(into.portal->ca_file)) {
        section.problem("ca_file", "'" + into.portal->ca_file.string() +
                                       "' is not there; it is the certificate of the CA that vouches for the portal, "
                                       "in PEM");
      }
    }
  }
  Section web = root.section("web");
  into.web = http::read_listen_settings(web, "address", 8090);
  Section staff = root.section("staff");
  into.staff = http::read_listen_settings(staff, "address", 8091);
  into.sign_in = staff.flag("sign_in", true);
  into.accounts = staff.path("accounts", into.journal.parent_path() / "accounts.db");
  Section technician = root.section("technician");
  into.technician_socket = technician.path("socket", technician_socket);
  if (!technician.wrong("socket") && !http::fits_in_a_socket_address(into.technician_socket)) {
    technician.problem("socket", "is too long a path for a socket; at most 107 characters");
  }
  if (into.web.port != 0 && into.web.port == into.staff.port) {
    staff.problem("port", "is the port of [web] already; what the staff uses needs one of its own");
  }
}

}  // namespace antrean::office
