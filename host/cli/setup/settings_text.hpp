// An office's settings from what `antrean setup` found and asked: the shipped file, with this office's values
// in their places. Everything that was not asked stays as it is shipped, with its comments. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "device_profiles/device_profile.hpp"
#include "serial_bus/bus_settings.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"

namespace antrean::cli {

/// A board or pad that answered on a line, and where it belongs.
struct SetupUnit {
  bus::UnitAddress address = 0;
  DeviceProfile profile;
  std::uint8_t width = 4;           ///< of a board
  std::vector<CounterId> counters;  ///< a pad has one
};

struct SetupLine {
  std::string name;
  bus::SerialPort port;
  std::vector<SetupUnit> units;
};

struct SetupAnswers {
  std::string code;  ///< "AD"
  std::string name;
  Zone zone = Zone::wib;
  std::vector<CounterId> counters;
  std::vector<CounterId> collection;  ///< those of them where passports are collected; may be none
  std::vector<SetupLine> lines;       ///< none: an office without boards and pads
  std::string scanner;                ///< its port, keyboard or HID device; "": none
  std::string printer;                ///< its device, or host:port; "": none
  bool english_too = false;           ///< the voice speaks Indonesian, and English after it
  std::string portal;                 ///< "https://antrean.example.go.id"
};

/// `shipped` is config/office.toml. Throws std::logic_error if it has not the form that this expects. Whether
/// the result is right says office::read.
std::string settings_text(std::string_view shipped, const SetupAnswers& answers);

/// Gives each board and pad its counter by the order of addresses: the first pad and the first board of up to
/// four characters to the first counter, and so on; wider boards show the whole hall. Units that are too many
/// get none, and are left out of the settings.
void place_by_order(std::vector<SetupLine>& lines, const std::vector<CounterId>& counters);

}  // namespace antrean::cli
