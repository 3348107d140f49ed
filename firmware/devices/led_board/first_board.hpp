// Makes of a board's firmware one of the first layout (wire/README.md), as it may still hang in an office: it
// knows no pictures for all, and says so. For simulated lines.
#pragma once

#include "devices/led_board/led_board.h"

namespace antrean::device {

/// Call it after each led_board_init.
inline void become_first_board(led_board& board) {
  static const rtu_map first = [ours = *board.slave.map] {
    rtu_map map = ours;
    map.identity = "antrean-board 1.0";
    return map;
  }();
  board.slave.map = &first;
  board.slave.parts = nullptr;
}

}  // namespace antrean::device
