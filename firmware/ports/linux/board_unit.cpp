#include "ports/linux/board_unit.hpp"

#include <algorithm>
#include <iterator>

#include <boost/json/array.hpp>

namespace antrean::device {

namespace json = boost::json;

BoardUnit::BoardUnit(std::uint8_t address, std::uint8_t width, rtu_timing timing, std::uint16_t boot_id)
    : Unit(address, timing, boot_id), width_(width) {}

void BoardUnit::start(Micros now) {
  const led_board_setup setup{address(), width_, boot_id(), timing(), 0, serial()};
  led_board_init(&board_, &setup, part_clock(now));
}

std::uint8_t BoardUnit::run(Micros now) { return led_board_poll(&board_, part_clock(now)); }

Unit::Look BoardUnit::look() {
  Look look{};
  if (!powered()) {
    return look;
  }
  const led_picture shown = led_board_shown(&board_);
  std::copy(std::begin(shown.text), std::end(shown.text), look.begin());
  look[8] = shown.blink;
  look[9] = shown.brightness;
  look[10] = static_cast<std::uint8_t>(led_board_status(&board_));
  return look;
}

json::object BoardUnit::visible() {
  if (!powered()) {
    return {{"event", "board"}, {"text", std::string(width_, ' ')}};
  }
  const led_picture shown = led_board_shown(&board_);
  const std::uint16_t status = led_board_status(&board_);
  return {{"event", "board"},
          {"text", std::string(shown.text, width_)},
          {"blink", shown.blink},
          {"brightness", shown.brightness},
          {"silent", (status & WIRE_BOARD_STATUS_SILENT) != 0},
          {"unwritten", (status & WIRE_BOARD_STATUS_UNWRITTEN) != 0},
          {"lamp_test", (status & WIRE_BOARD_STATUS_LAMP_TEST) != 0}};
}

json::object BoardUnit::show(Micros now) {
  if (powered()) {
    poll(now);
  }
  json::object seen = visible();
  seen.erase("event");
  seen["kind"] = "board";
  seen["unit"] = address();
  seen["powered"] = powered();
  seen["width"] = width_;
  seen["boot_id"] = boot_id();
  std::uint8_t segments[WIRE_BOARD_MAX_CHARACTERS] = {};
  if (powered()) {
    led_board_segments(&board_, segments);
    seen["pictures"] = board_.pictures;
    seen["counters"] = counters();
  }
  seen["segments"] = json::array(segments, segments + width_);
  return seen;
}

}  // namespace antrean::device
