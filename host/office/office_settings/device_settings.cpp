// What is plugged in and where it is called: buses with boards and pads, scanner, voice, portal, web, signing keys.
#include <algorithm>
#include <array>
#include <optional>

#include <sodium.h>

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

CounterId known_counter(Section& section, std::string_view key, std::int64_t id, const queue::PlanSettings& plan) {
  const auto counter = std::find_if(plan.counters.begin(), plan.counters.end(),
                                    [&](const queue::CounterSettings& c) { return c.id == id; });
  if (counter == plan.counters.end()) {
    section.problem(key, "there is no [[counter]] with id " + std::to_string(id));
  }
  return static_cast<CounterId>(id);
}

BoardSettings read_board(Section& section, std::vector<std::uint8_t>& taken, const std::string& bus,
                         const queue::PlanSettings& plan) {
  BoardSettings board;
  board.address = unit_address(section, taken);
  board.plan.id = "board " + std::to_string(board.address) + " on " + bus;
  for (const std::int64_t id : section.integers("counters")) {
    board.plan.counters.push_back(known_counter(section, "counters", id, plan));
  }
  if (board.plan.counters.empty()) {
    section.problem("counters", "names no counter; [1] shows counter 1, [1, 2, 3] the latest call of the three");
  }
  board.plan.width = static_cast<std::uint8_t>(section.integer("width", {.least = 4, .most = 8, .fallback = 4}));
  board.plan.brightness =
      static_cast<std::uint8_t>(section.integer("brightness", {.least = 0, .most = 15, .fallback = 8}));
  board.plan.blink_for = section.duration("blink_for", board.plan.blink_for);
  return board;
}

bus::LineRate line_rate(Section& section) {
  bus::LineRate rate;
  constexpr std::array<std::int64_t, 8> known{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200};
  const std::int64_t baud = section.integer("baud", {.least = 1200, .most = 115'200, .fallback = 19'200});
  if (std::find(known.begin(), known.end(), baud) == known.end()) {
    section.problem("baud", std::to_string(baud) + " is no usual rate; use 9600, 19200, 38400, 57600 or 115200");
  }
  rate.baud = static_cast<unsigned>(baud);
  rate.parity = static_cast<bus::Parity>(section.choice("parity", {"none", "even", "odd"}, 1));
  return rate;
}

bus::BusSettings read_line(Section& section) {
  bus::BusSettings line;
  line.name = section.text("name", {.pattern = "[a-z0-9_-]{1,24}", .example = "counters", .fallback = {}});
  if (section.has("tcp")) {
    const std::string text =
        section.text("tcp", {.pattern = "[^:]+:[0-9]{1,5}", .example = "192.168.1.20:502", .fallback = {}});
    const auto colon = text.find(':');
    if (colon != std::string::npos && colon + 1 < text.size()) {
      line.where =
          bus::TcpGateway{text.substr(0, colon), static_cast<std::uint16_t>(std::stoul(text.substr(colon + 1)))};
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
  return line;
}

void read_buses(Section& root, OfficeSettings& into) {
  for (Section& section : root.sections("bus")) {
    BusSettings bus;
    bus.line = read_line(section);
    std::vector<std::uint8_t> taken;
    for (Section& board : section.sections("board")) {
      bus.boards.push_back(read_board(board, taken, bus.line.name, into.plan));
    }
    for (Section& pad : section.sections("pad")) {
      PadSettings settings;
      settings.address = unit_address(pad, taken);
      settings.plan.counter =
          known_counter(pad, "counter", pad.integer("counter", {.least = 1, .most = 999, .fallback = {}}), into.plan);
      bus.pads.push_back(settings);
    }
    into.buses.push_back(std::move(bus));
  }
}

void read_scanner(Section& root, OfficeSettings& into) {
  if (!root.has("scanner")) {
    return;
  }
  Section section = root.section("scanner");
  SerialScannerSettings scanner;
  scanner.device = section.path("device").string();
  scanner.baud = static_cast<unsigned>(section.integer("baud", {.least = 1200, .most = 115'200, .fallback = 9600}));
  scanner.line_gap = section.duration("line_gap", scanner.line_gap);
  scanner.repeat_window = section.duration("repeat_window", scanner.repeat_window);
  into.scanner = std::move(scanner);
}

void read_voice(Section& root, OfficeSettings& into) {
  if (!root.has("voice")) {
    return;
  }
  Section section = root.section("voice");
  SdlSpeakerSettings voice;
  voice.clips = section.path("clips", "/usr/share/antrean/voices");
  voice.languages.clear();
  for (const std::string& word : section.texts("languages", std::vector<std::string>{"id"})) {
    if (word == "id" || word == "en") {
      voice.languages.push_back(word == "id" ? Language::id : Language::en);
    } else {
      section.problem("languages", "'" + word + "' has no voice; there are id, en");
    }
  }
  voice.reading = static_cast<NumberReading>(section.choice("reading", {"digits", "cardinal"}, 0));
  voice.chime = section.flag("chime", true);
  voice.volume = static_cast<int>(section.integer("volume", {.least = 0, .most = 100, .fallback = 100}));
  voice.oldest = section.duration("oldest", voice.oldest);
  into.voice = std::move(voice);
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

void read_devices(Section& root, OfficeSettings& into) {
  read_buses(root, into);
  read_scanner(root, into);
  read_voice(root, into);
  read_keys(root, into);
  if (root.has("portal")) {
    Section section = root.section("portal");
    into.portal = PortalSettings{
        .url = section.text("url",
                            {.pattern = "https?://[^ ]+", .example = "https://antrean.example.go.id", .fallback = {}}),
        .token_file = section.secret_file("token_file"),
        .pull_every = section.duration("pull_every", std::chrono::milliseconds(5'000))};
  }
  Section web = root.section("web");
  into.web.address = web.text("address", {.pattern = {}, .example = {}, .fallback = "127.0.0.1"});
  into.web.port = static_cast<std::uint16_t>(web.integer("port", {.least = 0, .most = 65'535, .fallback = 8090}));
}

}  // namespace antrean::office
