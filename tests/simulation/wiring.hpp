// The office's bus as it hangs on the wall: pads and boards as their own firmware makes them, the line
// between them and whatever runs the office, and what can go wrong with each. Outlives the office's process.
//
// Line time. Units and bus know durations only, and they live on the line's clock, which is the agenda's less
// what was left out: when a full round of polls has found nothing (every pad asked, no lamp, picture or count
// to bring, nobody failing, no button down) the line parks until the next thing on the agenda, and its clock
// stands still meanwhile. The polls left out would all have found the same, so nothing that could be seen is
// left out with them.
//
// A frame reaches the unit it is for byte by byte; the others are told that a good frame passed, which is all
// they take from one. What was asked is heard when the request has passed, and its reply told when that has
// passed: the office can die between the two.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agenda.hpp"
#include "call_pad/call_pad.hpp"
#include "devices/call_pad/call_pad.h"
#include "devices/led_board/led_board.h"
#include "queue/estimate/chance.hpp"
#include "serial_bus/exchange.hpp"

namespace antrean::bus {
class Line;
}

namespace antrean::simulation {

using queue::Chance;
using UnitAddress = bus::UnitAddress;

class Wiring {
 public:
  /// Every fifth line hangs behind a gateway, which says of a dead unit that it does not answer.
  Wiring(Agenda& agenda, std::uint64_t seed) : agenda_(agenda), chance_(seed), gateway_(seed % 5 == 3) {}
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;

  void add_board(UnitAddress address, std::uint8_t width);
  void add_pad(UnitAddress address);

  // What people do to it.

  void press(UnitAddress pad, Button button, Nanoseconds hold, bool bouncing = false);
  void set_contact(UnitAddress pad, Button button, bool closed);
  /// Power off and on: another boot id, everything forgotten.
  void restart(UnitAddress address);
  /// Without power, or its cable off.
  void set_dead(UnitAddress address, bool dead);
  bool dead(UnitAddress address) const { return units_.at(address).dead; }
  /// Of the exchanges, this share goes wrong in one way or another.
  void set_noise(double share);
  /// The adapter hears what it sends, and puts a 00 between that and the reply.
  void set_echo(bool echoes);
  /// The adapter is out of its socket.
  void set_unplugged(bool unplugged);
  /// Now, or a moment ago: a line that has just come back has much to bring.
  bool troubled() const;

  // What people see.

  std::string shown(UnitAddress board);
  const call_pad& pad(UnitAddress address) const { return *units_.at(address).pad; }
  /// Nothing to show: the host is silent, or has written nothing yet.
  bool dark(UnitAddress address);

  std::function<void(UnitAddress pad, Button)> on_counted;  ///< the pad has counted a press
  /// The office has got a pad's counters, whole.
  std::function<void(UnitAddress pad, std::uint16_t boot, const std::array<std::uint16_t, button_count>&)> on_read;
  std::function<void(UnitAddress pad, Button)> on_flash;  ///< the refusal flash begins
  std::function<void(UnitAddress pad)> on_restart;        ///< its counts are gone
  std::function<void(UnitAddress board)> on_picture;      ///< it may show something else now
  std::function<void(UnitAddress pad)> on_lamps;          ///< its lamps too

  // The line.

  MonotonicTime line_now() const;
  /// Something happened that the line may find: a parked line goes on, and looks for a full round again.
  void something_happened();
  /// Whether anybody has touched what hangs on it since this was last asked.
  bool take_touched() { return std::exchange(touched_, false); }
  /// What the latest step of the agenda was to the line.
  enum class Step {
    not_ours,
    heard,  ///< a frame has passed that tells the office's people nothing
    told,   ///< the office was told a pad's counters
  };
  Step take_step() { return std::exchange(step_, Step::not_ours); }
  bool parked() const { return static_cast<bool>(parked_); }
  /// Whether the office's bus has more to do than to poll.
  void ask_office(std::function<bool()> work_waits) { work_waits_ = std::move(work_waits); }
  /// The office's process is gone, and with it whoever polled.
  void host_died();

  std::uint64_t exchanges() const { return exchanges_; }
  std::uint64_t answered(UnitAddress unit) const { return units_.at(unit).answered; }
  /// While false the line never parks: for measuring shares of its time.
  void may_park(bool may) {
    may_park_ = may;
    touched_ = true;
  }

  /// The office's end of it; one at a time, dies with the office.
  std::unique_ptr<bus::Line> plug_in();

 private:
  class Plug;
  struct Unit {
    std::unique_ptr<led_board> board;
    led_board_setup board_setup{};
    std::unique_ptr<call_pad> pad;
    call_pad_setup pad_setup{};
    std::uint8_t contacts = 0;
    bool dead = false;
    bool failed_last = true;  ///< of its latest exchange: the office believes it away
    std::uint64_t answered = 0;
    rtu_slave& slave() { return pad ? pad->slave : board->slave; }
  };
  enum class Fault { none, request_lost, reply_lost, damaged, late };

  std::uint32_t clock() const;
  void start(UnitAddress address, Unit& unit);
  void sample(UnitAddress address);
  /// Which start of the unit this is; nothing for one that is dead, or is none.
  std::optional<std::uint16_t> boot_of(UnitAddress address) const;
  std::uint8_t poll(Unit& unit);
  Fault draw_fault();
  bus::Outcome carry(const bus::Request& request);
  bus::Outcome through_adapter(const bus::Request& request, std::vector<std::uint8_t> reply) const;
  std::vector<std::uint8_t> hear(const bus::Request& request);
  void delivered(const bus::Request& request, const bus::Outcome& outcome);
  bool flashing(const call_pad& pad) const;
  bool quiet() const;
  std::optional<Bilingual> trouble() const;
  void look_for_flashes(UnitAddress address, const bus::Request& request);

  Agenda& agenda_;
  Chance chance_;
  const bool gateway_;
  std::map<UnitAddress, Unit> units_;
  rtu_timing timing_ = rtu_timing_of(19200, 11);
  bus::LineRate rate_{.baud = 19200, .parity = bus::Parity::even, .stop_bits = 1};
  std::uint16_t next_boot_ = 0x0101;
  double noise_ = 0;
  bool echoes_ = false;
  bool unplugged_ = false;
  MonotonicTime trouble_until_{};
  MonotonicTime steady_at_{};  ///< the latest contact that moved is steady from here on
  bool may_park_ = true;
  std::vector<std::uint8_t> late_;  ///< a reply that comes with one of the next requests
  std::uint64_t late_since_ = 0;    ///< by exchanges
  unsigned idle_polls_ = 0;         ///< in a row
  Step step_ = Step::not_ours;
  bool touched_ = false;
  unsigned pads_ = 0;
  Nanoseconds left_out_{0};
  MonotonicTime parked_at_{};
  std::function<void()> parked_;
  std::function<bool()> work_waits_;
  std::uint64_t exchanges_ = 0;
};

}  // namespace antrean::simulation
