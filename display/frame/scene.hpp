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
  Saying counter;
  std::string clock;  ///< time of the call, office time
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
  std::string name;
  std::string waiting;
  std::optional<Saying> wait;
};

/// A QR code that shows the office's day on a phone.
struct PhoneScene {
  std::string address;
  Saying text;
};

struct Scene {
  bool connected_once = false;  ///< false: nothing is known yet, and only `notice` is set
  bool stale = false;
  std::string office;
  std::string clock;  ///< "09:31"
  std::string zone;   ///< "WIB"
  Saying date;
  Saying phase;
  bool everyday = true;        ///< true: the phase prevents no calls
  std::optional<Saying> lost;  ///< text of the banner, when stale
  std::optional<CallScene> call;
  Saying call_heading;
  Saying notice;  ///< instead of a call
  Saying recent_heading;
  Saying recent_notice;  ///< instead of recent calls
  std::vector<RecentCall> recent;
  std::vector<CounterCard> counters;
  Saying waiting_heading;
  Saying wait_heading;
  std::vector<ServiceLine> services;
  std::optional<PhoneScene> phone;  ///< nothing: the office has no portal now, or is lost
  std::string running_text;
  std::optional<Milliseconds> changes_in;  ///< time until the content changes, apart from running text
};

struct FrameInput;

Scene scene(const Snapshot& snapshot, const FrameInput& input);

}  // namespace antrean::display
