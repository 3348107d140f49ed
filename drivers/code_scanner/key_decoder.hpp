// What a scanner types that is a keyboard (a "keyboard wedge"): the bytes of a code out of the events of
// Linux's input devices. US layout, which scanners have unless somebody set another. Pure.
//
// Characters with Shift, and with Alt and digits of the number pad, as some makers send them. Enter gives CR
// and Tab gives TAB, which end a line (scan_framer.hpp). Keys that are held are not repeated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace antrean {

class KeyDecoder {
 public:
  /// The bytes that were read from the device. An event that is not whole yet is kept for the next call.
  std::string take(std::string_view raw);
  /// Call it when the device went away: keys that were down are up.
  void clear();

 private:
  void release_all();
  void key(std::uint16_t code, std::int32_t value, std::string& typed);

  std::string rest_;
  bool left_shift_ = false, right_shift_ = false, alt_ = false;
  unsigned by_number_ = 0;  ///< typed on the number pad while Alt is down
  bool lost_ = false;       ///< the kernel dropped events: those until the next report are not whole
};

}  // namespace antrean
