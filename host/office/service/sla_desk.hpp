// Tells who should know when people wait too long, by the rules in the settings ([[sla]]): as an alarm on the
// live page and the consoles, to people by mail, and to other programs by a webhook. Each breach is told
// once, and its end once; a mail tells the breach alone. io_context thread.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "command_loop/command_loop.hpp"
#include "office_settings/office_settings.hpp"
#include "service/alarms.hpp"
#include "service/sla_mails.hpp"
#include "sla/sla.hpp"

namespace antrean::office {

/// The body of a webhook's message (base/signatures/webhook_signature.hpp). `id`: the event's.
std::string webhook_body(const sla::Change& change, const queue::PlanSettings& plan, UtcTime now,
                         const std::string& id);

/// What the messages are signed with. Throws std::runtime_error, which names the file and says what to do,
/// when it cannot be read or is too short.
std::string webhook_secret(const WebhookSettings& settings);

class SlaDesk {
 public:
  /// Throws std::runtime_error if the webhook's secret or the mail server's password cannot be read, or the
  /// secret is too short. The references must outlive it.
  SlaDesk(boost::asio::io_context& io, const OfficeSettings& settings, CommandLoop& loop, Alarms& alarms,
          std::function<UtcTime()> now);

  /// Looks every 15 seconds, for ever.
  boost::asio::awaitable<void> run();
  /// Sends what is to be sent, oldest first, for ever. A message that nobody takes is tried for six hours.
  /// What waits is lost with a restart; a breach that nothing else tells (neither screen nor mail) and that
  /// stands then is told again.
  boost::asio::awaitable<void> send();
  /// The mails, when the settings have a server; nullptr: there are none.
  SlaMails* mails() { return mails_ ? &*mails_ : nullptr; }

 private:
  void look();
  void look_after_mails();
  void take_over_alarms();
  void take_over_breaches();

  const OfficeSettings& settings_;
  CommandLoop& loop_;
  Alarms& alarms_;
  std::function<UtcTime()> now_;
  std::string secret_;
  bool webhook_alarm_ = false;
  sla::Watch watch_;
  std::optional<SlaMails> mails_;
  struct Waiting {
    std::string id, body;
    UtcTime since{};
  };
  std::deque<Waiting> waiting_;
  boost::asio::steady_timer next_look_, wake_;
};

}  // namespace antrean::office
