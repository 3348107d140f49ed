// A ticket printer as the settings describe it. Values only.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "values/bilingual.hpp"

namespace antrean {

/// The dots of a head with 8 dots a millimetre on a roll of this width in millimetres.
inline constexpr unsigned dots_of_58_mm = 384;
inline constexpr unsigned dots_of_80_mm = 576;

struct UsbPrinter {
  std::string path;  ///< "/dev/usb/lp0", best a /dev/usb/by-path name (60-antrean.rules makes it)
  friend bool operator==(const UsbPrinter&, const UsbPrinter&) = default;
};
struct NetworkPrinter {
  std::string host;
  std::uint16_t port = 9100;
  friend bool operator==(const NetworkPrinter&, const NetworkPrinter&) = default;
};

struct PrinterSettings {
  std::variant<UsbPrinter, NetworkPrinter> where;
  unsigned dots = dots_of_80_mm;                                ///< that the head prints in a line; a multiple of 8
  std::vector<Language> languages{Language::id, Language::en};  ///< the first one is printed larger
  bool names = false;                                           ///< whether the name of who booked is printed
  bool cut = true;                                              ///< the printer has a cutter
  std::chrono::milliseconds oldest{60'000};  ///< a ticket that waited longer is not printed by itself
  std::filesystem::path memory{};            ///< which tickets were printed; beside the journal

  // Of the driver; not in the file.
  std::chrono::milliseconds look_every{5'000};   ///< how often an idle printer is asked how it is
  std::chrono::milliseconds retry_after{2'000};  ///< the same while it cannot print
  std::chrono::milliseconds answer_within{600};
  std::chrono::milliseconds stall_after{5'000};  ///< it takes no byte for this long, or does not finish a ticket
  friend bool operator==(const PrinterSettings&, const PrinterSettings&) = default;
};

}  // namespace antrean
