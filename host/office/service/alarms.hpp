// Reports problems around the queue: devices that do not answer, a portal that does not answer, a chain that
// is broken. Each problem becomes an event of the journal when it begins and when it ends, and so an alarm on
// the console. io_context thread.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "command_loop/command_loop.hpp"
#include "journal/journal.hpp"
#include "values/device_health.hpp"

namespace antrean::office {

/// What is wrong with a device, for the console: which device, where it stands, what to do. nullopt: nothing
/// is wrong.
std::optional<Bilingual> alarm_of(const DeviceHealth& health);

class Alarms {
 public:
  Alarms(boost::asio::io_context& io, CommandLoop& loop) : loop_(loop), wake_(io) {}

  void device(const DeviceHealth& health);
  void chain(const journal::ChainReport& report);
  void raise(std::string subject, std::string text_id, std::string text_en);
  void clear(std::string subject);

  /// Gives them to the command loop in the order they came. If the journal could not take one, it is tried
  /// again.
  boost::asio::awaitable<void> run();

 private:
  void add(queue::Action action);

  CommandLoop& loop_;
  boost::asio::steady_timer wake_;
  std::deque<queue::Action> waiting_;
};

}  // namespace antrean::office
