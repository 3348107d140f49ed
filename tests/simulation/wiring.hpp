// The office's bus: pads and boards with their own firmware, the line between them and the office, and the
// faults of each. It outlives the office's process.
//
// Line time. Units and bus know only durations, and they use the line's clock. It is the agenda's clock
// without the time that was skipped. If a full round of polls has found nothing (every pad was asked, no
// lamp, picture or count is due, no unit fails, no button is down), the line parks until the next event on
// the agenda, and its clock stands still meanwhile. The skipped polls would all have found the same, so
// nothing visible is skipped.
//
// A frame reaches its unit byte by byte. The others are only told that a good frame passed, which is all that
// they use of it. A request is received when it has passed, and its reply is reported when that has passed.
// So the office can end between the two.
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
  /// Every fifth line is behind a gateway, which reports a dead unit.
  Wiring(Agenda& agenda, std::uint64_t seed) : agenda_(agenda), chance_(seed), gateway_(seed % 5 == 3) {}
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;

  void add_board(UnitAddress address, std::uint8_t width);
  /// Every third pad is one of the first layout (firmware/wire).
  void add_pad(UnitAddress address);

  // What people do to it.

  void press(UnitAddress pad, Button button, Nanoseconds hold, bool bouncing = false);
  void set_contact(UnitAddress pad, Button button, bool closed);
  /// Power off and on: another boot id, and everything is forgotten.
  void restart(UnitAddress address);
  /// Another unit is put in the place of a dead pad, which was pressed elsewhere. An older one, which has no
  /// serial number, is only started again.
  void swap(UnitAddress pad);
  /// Without power, or with its cable unplugged.
  void set_dead(UnitAddress address, bool dead);
  bool dead(UnitAddress address) const { return units_.at(address).dead; }
  /// This share of the exchanges goes wrong in some way.
  void set_noise(double share);
  /// The adapter receives what it sends, and puts a 00 between that and the reply.
  void set_echo(bool echoes);
  /// The adapter is unplugged.
  void set_unplugged(bool unplugged);
  /// True now, or if it was so a moment ago, because a line that has just come back has much to send.
  bool troubled() const;

  // What people see.

  std::string shown(UnitAddress board);
  const call_pad& pad(UnitAddress address) const { return *units_.at(address).pad; }
  /// True if it has nothing to show: the host is silent, or has written nothing yet.
  bool dark(UnitAddress address);

  std::function<void(UnitAddress pad, Button)> on_counted;  ///< the pad has counted a press
  /// The office has received all counters of a pad.
  std::function<void(UnitAddress pad, std::uint16_t boot, const std::array<std::uint16_t, button_count>&)> on_read;
  std::function<void(UnitAddress pad, Button)> on_flash;  ///< the refusal flash begins
  std::function<void(UnitAddress pad)> on_restart;        ///< its counts are lost
  /// These presses were made somewhere else.
  std::function<void(UnitAddress pad, std::uint16_t boot, const std::array<std::uint16_t, button_count>&)> on_swap;
  std::function<void(UnitAddress board)> on_picture;  ///< it may show something else now
  std::function<void(UnitAddress pad)> on_lamps;      ///< its lamps too

  // The line.

  MonotonicTime line_now() const;
  /// An event happened that the line may find: a parked line continues, and polls a full round again.
  void something_happened();
  /// True if the units were changed since the last call.
  bool take_touched() { return std::exchange(touched_, false); }
  /// What the latest step of the agenda meant for the line.
  enum class Step {
    not_ours,
    heard,  ///< a frame has passed that has no news for the office
    told,   ///< the office was told a pad's counters
  };
  Step take_step() { return std::exchange(step_, Step::not_ours); }
  bool parked() const { return static_cast<bool>(parked_); }
  /// Asks whether the office's bus has more to do than polls.
  void ask_office(std::function<bool()> work_waits) { work_waits_ = std::move(work_waits); }
  /// The office's process has ended, and with it the polling.
  void host_died();

  std::uint64_t exchanges() const { return exchanges_; }
  std::uint64_t answered(UnitAddress unit) const { return units_.at(unit).answered; }
  /// While false the line never parks; for measuring shares of its time.
  void may_park(bool may) {
    may_park_ = may;
    touched_ = true;
  }

  /// The office's end of the line; one at a time. It ends with the office.
  std::unique_ptr<bus::Line> plug_in();

 private:
  class Plug;
  using Counters = std::array<std::uint16_t, button_count>;
  struct Unit {
    std::unique_ptr<led_board> board;
    led_board_setup board_setup{};
    std::unique_ptr<call_pad> pad;
    call_pad_setup pad_setup{};
    std::uint8_t contacts = 0;
    bool dead = false;
    bool failed_last = true;  ///< its latest exchange failed, so the office believes it is away
    std::uint64_t answered = 0;
    std::uint16_t boot = 0;
    /// The office knows its counters, from an exchange that began then. Its next news by button is certain as
    /// long as that is not too long ago.
    std::optional<MonotonicTime> counters_known{};
    std::uint16_t known_boot = 0;
    Counters known{};
    std::uint16_t last_word = 0;
    bool first_layout = false;
    rtu_slave& slave() { return pad ? pad->slave : board->slave; }
  };
  enum class Fault { none, request_lost, reply_lost, damaged, late };

  std::uint32_t clock() const;
  void start(UnitAddress address, Unit& unit);
  void sample(UnitAddress address);
  /// The boot id of the unit; nothing if it is dead or does not exist.
  std::optional<std::uint16_t> boot_of(UnitAddress address) const;
  std::uint8_t poll(Unit& unit);
  Fault draw_fault();
  bus::Outcome carry(const bus::Request& request);
  bus::Outcome through_adapter(const bus::Request& request, std::vector<std::uint8_t> reply) const;
  std::vector<std::uint8_t> hear(const bus::Request& request);
  void delivered(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime asked);
  void delivered_events(const bus::Outcome& outcome);
  std::vector<std::uint8_t> hear_question(const std::vector<std::uint8_t>& frame);
  std::optional<Counters> told_by_word(const Unit& unit, std::uint16_t word) const;
  void tell_counters(UnitAddress pad, std::uint16_t boot, const Counters& counters, MonotonicTime asked);
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
  std::uint16_t next_boot_ = 0x0101;  ///< of a unit that is new; after that its own goes up by one
  double noise_ = 0;
  bool echoes_ = false;
  bool unplugged_ = false;
  MonotonicTime trouble_until_{};
  MonotonicTime steady_at_{};  ///< from this time on the contact that moved last is steady
  bool may_park_ = true;
  std::vector<std::uint8_t> late_;  ///< a reply that comes with one of the next requests
  std::uint64_t late_since_ = 0;    ///< counted in exchanges
  unsigned idle_polls_ = 0;         ///< in a row
  Step step_ = Step::not_ours;
  bool touched_ = false;
  unsigned pads_ = 0;
  unsigned boards_ = 0;
  Nanoseconds left_out_{0};
  MonotonicTime parked_at_{};
  std::function<void()> parked_;
  std::function<bool()> work_waits_;
  std::uint64_t exchanges_ = 0;
};

}  // namespace antrean::simulation
