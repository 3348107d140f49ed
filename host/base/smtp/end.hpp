// How a mail's way over SMTP ended, and what that means for the mail. Pure.
#pragma once

#include <cstdint>
#include <string>

namespace antrean::smtp {

/// The last that was said to the server.
enum class Stage : std::uint8_t {
  connecting,  ///< up to EHLO, STARTTLS and AUTH
  sender,      ///< MAIL
  recipient,   ///< RCPT
  data,        ///< DATA
  body,        ///< some of the message
  end,         ///< all of it; perhaps the dot after it too
};

struct End {
  Stage stage = Stage::connecting;
  int code = 0;         ///< what the server answered to this; 0: nothing
  std::string reply;    ///< its last line, "550 5.1.1 no such user"
  std::string error;    ///< libcurl's words, when it was not taken
  bool taken = false;   ///< 250 to the end of the message
  bool reused = false;  ///< over a line that was open before
};

enum class Outcome : std::uint8_t {
  taken,        ///< the server said so
  not_now,      ///< surely not taken, and another time may do
  refused,      ///< surely not taken, and another try would end the same
  unclear,      ///< everything was sent, and no answer came: it may have been taken (RFC 1047)
  server_down,  ///< surely not taken, and the reason is not this mail: no line, wrong password
};

struct Judgement {
  Outcome outcome = Outcome::taken;
  std::string why;  ///< one line for people who look after the program, no address in it; "" when taken
};

/// A reply decides about this mail only when it is about this recipient or this message. What it says about
/// us (policy, rate, sign-in) counts against nobody.
Judgement judge(const End& end);

/// A line that the server closed between two mails: surely not taken, and a new line will do.
bool was_stale(const End& end);

}  // namespace antrean::smtp
