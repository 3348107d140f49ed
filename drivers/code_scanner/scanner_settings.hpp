// A scanner as the settings describe it. Values only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace antrean {

enum class ScannerKind : std::uint8_t {
  serial,    ///< UART, USB CDC
  keyboard,  ///< it types: a "keyboard wedge", by evdev
  hid_pos,   ///< by hidraw
  camera     ///< that looks for QR codes, by Video4Linux
};

struct ScannerSettings {
  ScannerKind kind = ScannerKind::serial;
  /// Best a name that stays: /dev/serial/by-path, /dev/input/by-id/...-event-kbd, /dev/antrean-scanner,
  /// /dev/v4l/by-id/....
  std::string device;
  bool grab = true;                               ///< of a keyboard: nobody else gets what it types
  unsigned baud = 9600;                           ///< 8N1, what the GM65 family is shipped with
  std::chrono::milliseconds line_gap{80};         ///< silence that ends a whole code from a scanner without a suffix
  std::chrono::milliseconds unfinished_gap{500};  ///< silence that ends anything else: the rest may still come
  std::chrono::milliseconds repeat_window{2000};  ///< the entrance's (command_loop/entrance.hpp)
  std::chrono::milliseconds reopen_after{500};
  std::chrono::milliseconds look_around{10'000};  ///< how often it looks who else has the port open
  friend bool operator==(const ScannerSettings&, const ScannerSettings&) = default;
};

}  // namespace antrean
