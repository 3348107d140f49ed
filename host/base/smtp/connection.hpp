// A mail server over libcurl: one line for many mails. Blocking; for one thread, a worker. The program must
// ignore SIGPIPE, as process::Service does.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "smtp/end.hpp"
#include "smtp/message.hpp"

namespace antrean::smtp {

enum class Security : std::uint8_t {
  tls,            ///< from the first byte, as on port 465
  starttls,       ///< no mail and no password without TLS
  opportunistic,  ///< TLS when the server has it, with whatever certificate; never with a password
  none,           ///< on this machine only
};

struct Server {
  std::string host;
  std::uint16_t port = 0;
  Security security = Security::starttls;
  std::string user, password;          ///< "": no sign-in
  std::filesystem::path ca_file;       ///< "": the machine's own
  std::string greeting = "localhost";  ///< our name, for EHLO
  /// For one mail, all together. Too short, and a slow server has the mail and we don't know it (RFC 1047).
  std::chrono::milliseconds deadline = std::chrono::minutes{5};
  friend bool operator==(const Server&, const Server&) = default;
};

class Connection {
 public:
  explicit Connection(Server server);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Opens a line when none is open. A line that turns out to be closed before the message began is replaced
  /// once. After any other failure the line is given up: an answer that is late must not be taken for the
  /// next mail's. Throws std::runtime_error only when libcurl cannot be used at all.
  End deliver(const Mail& mail);

  /// Opens a line of its own, signs in and says goodbye: whether the server would take mails from us. `taken`
  /// means yes.
  End greet();

  /// deliver() ends in `span` from now at the latest. Any thread.
  void end_within(std::chrono::milliseconds span);

 private:
  class Curl;
  End attempt(const Mail& mail);

  Server server_;
  std::atomic<std::chrono::steady_clock::time_point> end_by_{std::chrono::steady_clock::time_point::max()};
  std::unique_ptr<Curl> curl_;  // nullptr: no line
};

}  // namespace antrean::smtp
