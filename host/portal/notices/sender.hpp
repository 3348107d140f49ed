// The way to people that a channel is: one notice in, and what came of it out. The courier asks one at a
// time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "notices/notice.hpp"

namespace antrean::portal {

enum class SendResult : std::uint8_t {
  taken,         ///< the server said so
  not_now,       ///< surely not taken, and the server says that another time may do
  refused,       ///< surely not taken, and another try would end the same
  unclear,       ///< everything was sent, and no answer came: it may have been taken (RFC 1047)
  channel_down,  ///< surely not taken, and the reason is not this notice: no line, wrong password
};

struct SendAnswer {
  SendResult result = SendResult::taken;
  std::string why;  ///< for people who look after the portal: one line, no personal data. "" when taken
};

class Sender {
 public:
  virtual ~Sender() = default;
  /// The notice and its copy that is sent again are the same message, so that a mail program can tell. An
  /// exception counts as `unclear`.
  virtual boost::asio::awaitable<SendAnswer> send(Notice notice) = 0;
  /// This one will probably be sent next: it may be made ready meanwhile.
  virtual void expect(const Notice& /*next*/) {}
  /// No `send` takes longer.
  virtual std::chrono::milliseconds longest() const = 0;
  /// The program ends: what is on its way has at most some seconds more. Any thread.
  virtual void hurry() {}
};

}  // namespace antrean::portal
