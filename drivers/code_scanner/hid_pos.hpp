// The reports of a HID-POS scanner on hidraw, as the Newland FM430 and its kin send them: 02, how many bytes,
// the bytes. A longer code comes in several reports. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace antrean {

/// The bytes of the code in one report; empty for other reports.
inline std::string hid_pos_bytes(std::string_view report) {
  constexpr char of_a_scan = 0x02;
  if (report.size() < 2 || report[0] != of_a_scan) {
    return {};
  }
  const std::size_t said = static_cast<unsigned char>(report[1]);
  return std::string(report.substr(2, std::min(said, report.size() - 2)));
}

}  // namespace antrean
