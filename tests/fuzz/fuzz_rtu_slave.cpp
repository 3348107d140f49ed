// libFuzzer. Whatever comes over the line, a pad and a board stay within their memory, answer only whole
// frames with a good CRC to their own address, to all, or to their serial number, and still answer a good
// request afterwards. Whole frames of others may come before a request without a silence.
//
// Input: commands of one byte. 0..15: this many half characters pass; 16: the frame so far gets a correct
// CRC; 17: an error on the line; otherwise: the next byte goes over the line.
#include <cstdint>
#include <cstdlib>

#include "../firmware/bytes.hpp"
#include "devices/call_pad/call_pad.h"
#include "devices/led_board/led_board.h"

namespace {

constexpr std::uint8_t board_address = 21;
constexpr std::uint8_t pad_address = 1;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// Without the whole frames of others at its beginning, after which a master may begin at once.
Bytes own_part(Bytes frame, std::uint8_t address) {
  for (std::size_t length = RTU_SHORTEST; length < frame.size(); ++length) {
    const bool others = frame[0] != address && frame[0] != 0 && frame[0] != FAST_ADDRESS;
    if (others && crc_by_bits({frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(length)}) == 0) {
      frame.erase(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(length));
      length = RTU_SHORTEST - 1;
    }
  }
  return frame;
}

struct Rig {
  led_board board{};
  call_pad pad{};
  std::uint32_t now = 0;
  rtu_timing timing = rtu_timing_of(19200, 11);
  Bytes frame;

  Rig() {
    const led_board_setup board_setup{board_address, 4, 1, timing, 0, 0x0D000002};
    const call_pad_setup pad_setup{pad_address, 1, timing, 0, 0x0D000001};
    led_board_init(&board, &board_setup, now);
    call_pad_init(&pad, &pad_setup, 0, now);
  }

  void byte(std::uint8_t value) {
    now += timing.character_us;
    rtu_slave_byte(&board.slave, value, now);
    rtu_slave_byte(&pad.slave, value, now);
    frame.push_back(value);
  }

  void check(const rtu_slave& slave, std::uint8_t length, std::uint8_t address) const {
    if (length == 0) {
      return;
    }
    if (length == 1) {  // in an arbitration
      require(slave.reply[0] == 0xFF && rtu_slave_arbitrates(&slave));
      return;
    }
    require(length >= 4 && length <= RTU_KEPT);
    if (slave.reply[1] == FAST_FUNCTION && (slave.reply[0] == FAST_ADDRESS || slave.reply[2] == FAST_EVENTS)) {
      require(slave.reply[0] == FAST_ADDRESS || slave.reply[0] == slave.address);
      require(crc_by_bits({slave.reply, slave.reply + length}) == 0);
      return;
    }
    const Bytes request = own_part(frame, address);
    require(slave.reply[0] == address && request[0] == address);
    require((slave.reply[1] & 0x7F) == (request[1] & 0x7F));
    require(crc_by_bits({slave.reply, slave.reply + length}) == 0);
    require(crc_by_bits(request) == 0);
  }

  /// Like the port: settings change when nothing is being sent.
  void live(rtu_slave& slave, std::uint8_t length) {
    check(slave, length, slave.address);
    if (length == 0) {
      rtu_slave_apply_settings(&slave, now);
    }
  }

  void pass(std::uint32_t us) {
    now += us;
    live(board.slave, led_board_poll(&board, now));
    live(pad.slave, call_pad_poll(&pad, now));
    if (us >= timing.end_us) {
      frame.clear();
    }
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Rig rig;
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] < 16) {
      rig.pass(data[i] * rig.timing.character_us / 2);
    } else if (data[i] == 16) {
      const std::uint16_t crc = crc_by_bits(rig.frame);
      rig.byte(static_cast<std::uint8_t>(crc & 0xFF));
      rig.byte(static_cast<std::uint8_t>(crc >> 8));
    } else if (data[i] == 17) {
      rtu_slave_line_error(&rig.board.slave, rig.now);
      rtu_slave_line_error(&rig.pad.slave, rig.now);
      rig.frame.push_back(0);
    } else if (i + 1 < size) {
      rig.byte(data[++i]);
    }
  }
  rig.pass(10'000);
  rig.timing = rig.board.slave.receiver.timing;
  Bytes good = bytes_of("15 03 00 11 00 01");
  good[0] = rig.board.slave.address;
  for (const std::uint8_t value : with_crc(good)) {
    rig.byte(value);
  }
  rig.now += rig.timing.end_us;
  require(led_board_poll(&rig.board, rig.now) == 7);
  return 0;
}
