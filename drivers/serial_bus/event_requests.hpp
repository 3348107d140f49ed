// One question to all units of a line: who has news? Only one answers (firmware/wire, "Requests to all
// units"), so it takes as long for thirty pads as for one. A unit of its own in the schedule; it is asked in
// turn with the polls of units that do not know it. Boards, other makers' devices and pads of layout 1 are
// not touched.
//
// A packet is acknowledged in the next request, and in each one after that until another packet has come. So
// a unit that has not heard an acknowledgement repeats its packet, and hears it again. After a question that
// nobody answered, the next packet may be its late answer. It is taken and not acknowledged: the unit may
// have sent a newer one meanwhile, with the same flag, which nobody has heard. Silence says nothing of the
// units: those that are gone cannot answer. So each must still be polled now and then, by itself.
//
// io thread only.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "serial_bus/unit.hpp"

namespace antrean::bus {

struct Event {
  std::uint8_t type = 0;
  std::uint16_t id = 0;
  std::uint32_t value = 0;  ///< its data, low byte first, at most four bytes of it
};

/// A unit whose events are on.
class EventListener {
 public:
  virtual ~EventListener() = default;
  /// In an exchange that began at `asked`. A packet may come twice.
  virtual void event(const Event& event, MonotonicTime asked, MonotonicTime now) = 0;
  /// It said "I restarted", so its events are off. They must be switched on again, and this one off.
  virtual void restarted(MonotonicTime now) = 0;
};

class EventRequests final : public Unit {
 public:
  /// Its events are on: from now on all are asked. It must outlive the running bus, as its unit does.
  void join(UnitAddress unit, EventListener& listener);
  void leave(UnitAddress unit);

  /// True if the latest question was answered, and not long ago. Otherwise units must be polled.
  bool works(MonotonicTime now) const;

  UnitTiming timing() const override;
  UnitAddress address() const override { return to_all; }
  std::string name() const override { return "events"; }
  Urgency urgency(MonotonicTime now) const override;
  bool lazy_work(MonotonicTime) const override { return false; }
  bool work_waits(MonotonicTime) const override { return false; }
  Request next(Urgency served, MonotonicTime now) override;
  void finished(const Request& request, const Outcome& outcome, MonotonicTime now) override;
  bool answer_expected() const override { return news_; }
  void forget() override;

 private:
  void acknowledge_nobody();
  void take(const Registers& packet, MonotonicTime now);

  std::array<EventListener*, 256> listeners_{};
  unsigned listening_ = 0;
  std::uint8_t acknowledged_unit_ = 0;  // 0: nobody
  std::uint8_t acknowledged_flag_ = 0;
  UnitAddress lowest_ = 0;  // units below are passed over this time
  unsigned in_a_row_ = 0;   // packets of one unit
  UnitAddress last_unit_ = 0;
  MonotonicTime asked_{};
  MonotonicTime answered_{};
  bool answers_ = false;
  bool answer_may_be_late_ = false;  // nobody answered the question before
  bool news_ = false;                // the latest packet had events
};

}  // namespace antrean::bus
