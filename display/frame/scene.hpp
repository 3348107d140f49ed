// Phase 1 of a frame: the content, without geometry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "frame/attention.hpp"
#include "frame/words.hpp"
#include "values/snapshot.hpp"

namespace antrean::display {

struct CallScene {
  std::string number;
  Saying counter;
  bool standing = false;  ///< the counter still waits for this number; otherwise it is only the latest call
  Glow glow = Glow::calm;
};

struct RecentCall {
  std::string number;
  std::string counter;  ///< as it is painted there
  std::string clock;    ///< time of the call, office time
  Glow glow = Glow::calm;
};

enum class CardLook : std::uint8_t { called, serving, ready, paused, closed };

struct CounterCard {
  CounterId id = 0;
  std::string name;
  std::string number;  ///< empty: nobody is at the counter
  Saying state;
  CardLook look = CardLook::closed;
  Glow glow = Glow::calm;
};

struct ServiceLine {
  std::string key;
  Saying name;
  std::string waiting;
  std::optional<Saying> wait;
};

/// A QR code that shows the office's day on a phone.
struct PhoneScene {
  std::string address;
  Saying text;
};

/// The call-out as the voice says it, for people who cannot hear it.
struct Caption {
  std::string text;
  std::string brief;  ///< where `text` does not fit: "B017: Loket 3"
};

struct Emergency {
  Saying text;
  Saying since;  ///< "Sejak 09.31"
};

struct Scene {
  bool connected_once = false;  ///< false: nothing is known yet; only `notice`, `why` and maybe `clock` are set
  bool stale = false;
  std::string office;
  std::string clock;  ///< "09:31"
  std::string zone;   ///< "WIB"
  Saying date;
  Saying short_date;  ///< "Sen 23 Nov 2026", where the other does not fit
  Saying phase;
  bool everyday = true;             ///< true: the phase prevents no calls
  std::optional<Saying> banner;     ///< the office is lost, or a notice; the stronger one
  std::optional<Saying> why;        ///< why the office cannot be reached; follows the banner
  bool banner_alarms = false;       ///< the banner says that the office is lost
  std::optional<Emergency> urgent;  ///< over everything
  std::optional<CallScene> call;
  Saying call_heading;
  Saying notice;  ///< instead of a call
  Saying recent_heading;
  Saying recent_notice;  ///< instead of recent calls
  std::vector<RecentCall> recent;
  std::vector<CounterCard> counters;
  Saying waiting_heading;
  std::vector<ServiceLine> services;
  std::optional<PhoneScene> phone;  ///< nothing: the office has no portal now, or is lost
  std::optional<Caption> caption;   ///< instead of the running text, while a call is new
  std::string running_text;
  bool second = false;                     ///< it is the second language's turn
  std::optional<Milliseconds> changes_in;  ///< time until the content changes, apart from running text

  /// The language whose turn it is. A letter that can be read from 10 m leaves no room for both at once.
  const std::string& now(const Saying& saying) const {
    return second && !saying.second.empty() ? saying.second : saying.first;
  }
};

/// A label is shown in each language for this time, and a page of a list twice as long.
inline constexpr Milliseconds language_turn{4'000};
inline constexpr Milliseconds page_turn{8'000};

struct FrameInput;

Scene scene(const Snapshot& snapshot, const FrameInput& input);

}  // namespace antrean::display
