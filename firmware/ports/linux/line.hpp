// One half-duplex RS-485 line with the host at one end and any number of units. Every byte has its true time.
//
// Bytes of the host are on the line from the moment they were read, one character time each. A silence of 3.5
// characters ends a frame, and only then do units act. A unit begins to answer `slave_delay` after that. If
// two senders send at the same time, both are spoiled, unless all send the byte FF in the same window of an
// arbitration (core/arbitration.h): the line carries that once. The host gets the bytes of units as an
// adapter delivers them: each at most `portion` after it came, the last byte of a frame at its own time.
//
// Pure: no file, no clock. Time is an argument and must not go back. One thread.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/rtu_timing.h"
#include "ports/linux/faults.hpp"
#include "ports/linux/unit.hpp"

namespace antrean::device {

struct LineSettings {
  std::uint32_t baud = 0;  ///< 0: bytes take no time
  std::uint8_t bits = 10;  ///< per character: 10 for 8N1, 11 for 8E1
  Micros slave_delay = 0;
  Micros portion = 1000;  ///< how long the host's adapter collects bytes before it delivers them
};

struct LineStats {
  std::uint64_t host_bytes = 0;
  std::uint64_t unit_bytes = 0;
  std::uint64_t good_frames = 0;
  std::uint64_t bad_frames = 0;
  std::uint64_t replies = 0;
  std::uint64_t t35_violations = 0;  ///< the host began less than 3.5 characters after a whole frame
  std::uint64_t gaps = 0;            ///< silences of more than 1.5 characters inside a frame
  std::uint64_t collisions = 0;
  std::uint64_t busy_us = 0;
  std::optional<Micros> shortest_silence;  ///< before a frame of the host
};

class Line {
 public:
  using ToHost = std::function<void(std::span<const std::uint8_t>)>;

  /// Switches the units on.
  Line(LineSettings settings, std::vector<std::unique_ptr<Unit>> units, ToHost to_host, Micros now);

  void host_sent(std::span<const std::uint8_t> bytes, Micros now);

  /// When advance() has work next.
  [[nodiscard]] Micros due() const;
  /// Does everything that is due, in order, each at its own time.
  void advance(Micros now);

  [[nodiscard]] std::span<const std::unique_ptr<Unit>> units() const { return units_; }
  [[nodiscard]] Unit* find(std::uint8_t address) const;
  [[nodiscard]] const rtu_timing& timing() const { return timing_; }
  [[nodiscard]] const LineStats& stats() const { return stats_; }
  void forget_stats() { stats_ = {}; }
  Faults& faults() { return faults_; }

  /// The adapter was pulled out: bytes on the way are lost.
  void clear(Micros now);

 private:
  struct WireByte {
    std::uint8_t value;
    Micros end;
    const Unit* sender;      ///< nullptr: the host
    bool to_host;            ///< still to be delivered
    bool in_window = false;  ///< sent in an arbitration: units hear it at its end, not with the frame
  };
  struct Window {  // a byte FF on the line
    Micros end;
    std::vector<const Unit*> senders;
  };
  struct Reply {
    Micros start;
    const Unit* sender;
    std::vector<std::uint8_t> bytes;
  };

  void put(std::span<const std::uint8_t> bytes, Micros start, const Unit* sender);
  bool spoil_from(Micros start);
  void end_frame(Micros now);
  void arbitrate(Micros now);
  void hear_window(Micros now);
  [[nodiscard]] bool ends_with_request_to_all() const;
  [[nodiscard]] std::optional<Micros> arbitration_due() const;
  void judge_frame();
  void hear_frame(Micros now);
  void hand_over(Micros now);
  [[nodiscard]] std::optional<Micros> hand_over_due() const;
  [[nodiscard]] std::optional<Micros> frame_end_due() const;
  [[nodiscard]] std::optional<Micros> reply_due() const;

  LineSettings settings_;
  rtu_timing timing_;
  std::vector<std::unique_ptr<Unit>> units_;
  ToHost to_host_;
  Faults faults_;
  LineStats stats_;
  std::vector<WireByte> frame_;  ///< bytes since the last silence; their ends may be in the future
  std::vector<Reply> replies_;   ///< replies that have not begun yet
  std::optional<Window> window_;
  Micros now_ = 0;
  Micros free_at_ = 0;  ///< end of the last byte
  Micros housekeeping_at_;
};

}  // namespace antrean::device
