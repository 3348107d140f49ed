#include "device_profiles/device_profile.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include <fmt/format.h>

#include "embedded.hpp"

namespace antrean {
namespace {

using bus::Function;
using settings::Section;

constexpr std::array<std::int64_t, 8> usual_bauds{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115'200};
constexpr std::int64_t last_register = 65'535;

std::uint16_t at(Section& section) {
  return static_cast<std::uint16_t>(section.integer("at", {.least = 0, .most = last_register, .fallback = {}}));
}

/// The function code at `key`, one of `known`.
Function function(Section& section, const std::vector<int>& known, const char* key = "function") {
  const auto code = section.integer(key, {.least = 1, .most = 127, .fallback = {}});
  if (!section.wrong(key) && std::find(known.begin(), known.end(), code) == known.end()) {
    std::string words;
    for (const int one : known) {
      words += (words.empty() ? "" : ", ") + std::to_string(one);
    }
    section.problem(key, fmt::format("function code {} cannot be used here; there are {}", code, words));
    return static_cast<Function>(known.front());
  }
  return static_cast<Function>(code);
}

FixedWrite fixed_write(Section& section) {
  FixedWrite write;
  write.function = function(section, {5, 6, 15, 16});
  write.at = at(section);
  for (const std::int64_t value : section.integers("values")) {
    if (value < 0 || value > last_register) {
      section.problem("values", fmt::format("{} does not fit into a register (0 to 65535)", value));
    }
    write.values.push_back(static_cast<std::uint16_t>(value));
  }
  const bool is_single = write.function == Function::write_coil || write.function == Function::write_register;
  if (!section.wrong("values") && (write.values.empty() || (is_single && write.values.size() != 1))) {
    section.problem("values", is_single ? "functions 5 and 6 write one value" : "names no value");
  }
  return write;
}

BoardProfile read_board(Section& section) {
  BoardProfile board;
  const auto widths = section.integers("widths");
  if (!section.wrong("widths")) {
    if (widths.size() != 2 || widths[0] < 1 || widths[1] > 8 || widths[0] > widths[1]) {
      section.problem("widths", "is not [smallest, largest] number of characters, from 1 to 8; [4, 4] for one size");
    } else {
      board.least_width = static_cast<std::uint8_t>(widths[0]);
      board.most_width = static_cast<std::uint8_t>(widths[1]);
    }
  }
  board.characters = section.text("characters");
  if (!section.wrong("characters") && board.characters.find(' ') == std::string::npos) {
    section.problem("characters", "has no space; a board that cannot be dark would show old numbers");
  }
  Section text = section.section("text");
  board.one_write_each = function(text, {6, 16}) == Function::write_register;
  board.text_at = at(text);
  board.packing = static_cast<BoardProfile::Packing>(text.choice("characters_a_register", {"two", "one"}));
  board.odd_fill =
      static_cast<std::uint8_t>(text.integer("odd_fill", {.least = 0, .most = 255, .fallback = std::int64_t{' '}}));
  board.can_be_read = text.flag("can_be_read", false);
  for (Section& write : section.sections("init")) {
    board.init.push_back(fixed_write(write));
  }
  if (section.has("blink")) {
    Section blink = section.section("blink");
    function(blink, {5});
    board.blink = at(blink);
    if (board.can_be_read) {
      blink.problem("", "a board whose text is read back cannot blink by a coil, because the coil is not read back");
    }
  }
  board.repeat_every = section.duration("repeat_every", board.repeat_every);
  return board;
}

PadProfile::Area read_area(Section& section, PadProfile::Kind kind) {
  const bool counts = kind == PadProfile::Kind::counter16 || kind == PadProfile::Kind::counter32;
  PadProfile::Area area;
  area.function = function(section, counts ? std::vector<int>{3, 4} : std::vector<int>{1, 2, 3, 4});
  area.at = at(section);
  if (bus::is_of_bits(area.function)) {
    area.layout = PadProfile::Layout::bits;
  } else if (counts) {
    area.layout = PadProfile::Layout::register_each;
  } else {
    area.layout = section.choice("layout", {"register_each", "bit_mask"}) == 0 ? PadProfile::Layout::register_each
                                                                               : PadProfile::Layout::bit_mask;
  }
  return area;
}

PadProfile read_pad(Section& section) {
  PadProfile pad;
  pad.kind = static_cast<PadProfile::Kind>(section.choice("kind", {"level", "counter16", "counter32", "latch"}));
  pad.inputs = static_cast<std::uint8_t>(section.integer("inputs", {.least = 1, .most = 16, .fallback = {}}));
  Section read = section.section("read");
  pad.read = read_area(read, pad.kind);
  if (pad.kind == PadProfile::Kind::counter32) {
    pad.low_word_first = read.choice("first_word", {"high", "low"}) == 1;
  }
  if (pad.kind == PadProfile::Kind::latch) {
    Section levels = section.section("levels");
    pad.levels = read_area(levels, PadProfile::Kind::level);
    Section clear = section.section("clear");
    PadProfile::Clear how;
    how.function = function(clear, {5, 6});
    how.at = at(clear);
    how.value = static_cast<std::uint16_t>(clear.integer("value", {.least = 0, .most = last_register, .fallback = 1}));
    pad.clear = how;
  }
  if (section.has("lamps")) {
    Section lamps = section.section("lamps");
    PadProfile::Lamps how;
    how.function = function(lamps, {5, 6, 15});
    how.at = at(lamps);
    if (how.function == Function::write_register) {
      how.on = static_cast<std::uint16_t>(lamps.integer("on", {.least = 0, .most = last_register, .fallback = 1}));
      how.off = static_cast<std::uint16_t>(lamps.integer("off", {.least = 0, .most = last_register, .fallback = 0}));
    }
    pad.lamps = how;
  }
  pad.debounce = section.duration("debounce", pad.debounce);
  return pad;
}

void read_line_settings(Section section, DeviceProfile& profile) {
  profile.unit_load = section.number("unit_load", {.least = 0.01, .most = 4, .fallback = {}});
  profile.bauds = section.integers("bauds");
  for (const std::int64_t baud : profile.bauds) {
    if (std::find(usual_bauds.begin(), usual_bauds.end(), baud) == usual_bauds.end()) {
      section.problem("bauds", fmt::format("{} is no usual rate; lines have 1200 to 115200", baud));
    }
  }
  for (const std::string& word : section.texts("parities")) {
    if (word == "none" || word == "even" || word == "odd") {
      profile.parities.push_back(word == "none"   ? bus::Parity::none
                                 : word == "even" ? bus::Parity::even
                                                  : bus::Parity::odd);
    } else {
      section.problem("parities", "'" + word + "' is none; there are none, even, odd");
    }
  }
  if (section.has("allowance")) {
    profile.timing.allowance = section.duration("allowance");
  }
  profile.silent_when_wrong = section.flag("silent_when_wrong", false);
  profile.timing.gap = section.duration("gap", std::chrono::milliseconds{0});
}

}  // namespace

DeviceProfile read_profile(settings::Source source, std::string key) {
  DeviceProfile profile;
  profile.key = std::move(key);
  Section root = source.root();
  profile.name = root.text("name");
  profile.kind = static_cast<DeviceProfile::Kind>(root.choice("kind", {"board", "pad"}));
  profile.sources = root.texts("sources");
  if (profile.sources.empty() && !root.wrong("sources")) {
    root.problem("sources", "names no source; say which manual or page the registers are from");
  }
  profile.not_verified = root.texts("not_verified", std::vector<std::string>{});
  profile.unusable = root.text("unusable", {.pattern = "", .example = "", .fallback = ""});
  read_line_settings(root.section("line"), profile);
  if (!root.flag("own_firmware", false) && profile.unusable.empty()) {
    if (profile.kind == DeviceProfile::Kind::board) {
      Section board = root.section("board");
      profile.board = read_board(board);
    } else {
      Section pad = root.section("pad");
      profile.pad = read_pad(pad);
    }
  }
  source.finish();
  return profile;
}

DeviceProfiles shipped_profiles() {
  DeviceProfiles profiles;
  for (const embedded::File& file : embedded::files) {
    const std::string key(file.name.substr(0, file.name.rfind('.')));
    profiles.insert_or_assign(
        key, read_profile(settings::Source::text(file.text(), "config/devices/" + std::string(file.name)), key));
  }
  return profiles;
}

void add_profiles(DeviceProfiles& profiles, const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<settings::Problem> problems;
  for (std::filesystem::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    if (file->path().extension() != ".toml") {
      continue;
    }
    try {
      const std::string key = file->path().stem().string();
      profiles.insert_or_assign(key, read_profile(settings::Source::file(file->path()), key));
    } catch (const settings::SettingsError& wrong) {
      problems.insert(problems.end(), wrong.problems().begin(), wrong.problems().end());
    }
  }
  if (error) {
    problems.push_back({.file = folder.string(),
                        .line = 0,
                        .column = 0,
                        .text = fmt::format("this folder of device profiles cannot be read: {}", error.message())});
  }
  if (!problems.empty()) {
    throw settings::SettingsError(std::move(problems));
  }
}

std::string keys_of(const DeviceProfiles& profiles, DeviceProfile::Kind kind) {
  std::string keys;
  for (const auto& [key, profile] : profiles) {
    if (profile.kind == kind) {
      keys += (keys.empty() ? "" : ", ") + key;
    }
  }
  return keys;
}

}  // namespace antrean
