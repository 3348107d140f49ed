// The picture of each LED board. It is a function of the snapshot and the time only. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "led_board/led_board.hpp"
#include "values/snapshot.hpp"

namespace antrean::outputs {

enum class BoardShows : std::uint8_t {
  call,    ///< a number that is called at its counters
  waiting  ///< how many people wait for its services
};

/// What a board shows that has nothing to say.
enum class BoardIdle : std::uint8_t {
  dark,
  dot  ///< at the right end: the board is alive
};

struct BoardPlan {
  std::string id;  ///< name in the settings, as in alarms and in the doctor's report
  /// One counter: the board over that counter. Several: a hall board that shows their latest call.
  std::vector<CounterId> counters;
  /// Those of its counters that an arrow at its left end (`<`), or at its right end (`>`), points to. A
  /// counter in both has both arrows.
  std::vector<CounterId> left{};
  std::vector<CounterId> right{};
  std::uint8_t width = 4;  ///< number of characters, 4..8
  std::uint8_t brightness = 8;
  Milliseconds blink_for{8'000};  ///< a new call or recall blinks this long and then stays on
  BoardShows shows = BoardShows::call;
  /// Of the calls at its counters, by how new they are: 1 is the latest, 2 the one before. So boards below
  /// each other show the last calls.
  std::uint8_t place = 1;
  std::vector<std::string> services;  ///< whose people are counted, by key; empty: all
  /// From, until. The first may be later than the second: over midnight.
  std::optional<std::pair<TimeOfDay, TimeOfDay>> night;
  std::uint8_t night_brightness = 2;
  BoardIdle idle = BoardIdle::dark;
  friend bool operator==(const BoardPlan&, const BoardPlan&) = default;
};

/// The largest number of people that the board can show; more are shown as that many.
unsigned most_waiting(const BoardPlan& plan);

/// True when the board shows the counter beside the number: a hall board with seven characters or more.
bool says_counter(const BoardPlan& plan);

/// The text of the board when this number is called there, without needless blanks: "A001", "A001 12",
/// "<A001 12", "A001>".
std::string words_on(const BoardPlan& plan, const std::string& number, CounterId counter);

/// Dark while an emergency covers the TVs: nobody shall follow a call then. Dark, or a dot, if there is
/// nothing to show. The settings refuse a board that is too narrow for words_on() of any number and counter.
/// A journal may have longer numbers; then the board shows the number without the counter, and if that is not
/// enough without arrows. If the number does not fit either, the board shows dashes, as it does without a
/// host, and people look at the TV. A part of a number is never shown, because it would be another number.
BoardPicture picture(const BoardPlan& plan, const Snapshot& snapshot, UtcTime now);

/// The time when a picture changes without a new snapshot (a blink or an emergency ends, a night begins or
/// ends). nullopt: it does not.
std::optional<UtcTime> next_change(const std::vector<BoardPlan>& plans, const Snapshot& snapshot, UtcTime now);

}  // namespace antrean::outputs
