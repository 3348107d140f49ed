// How a mail's way over SMTP ended, and what that means for its notice. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "notices/sender.hpp"

namespace antrean::portal {

/// The last that was said to the server.
enum class SmtpStage : std::uint8_t {
  connecting,  ///< up to EHLO, STARTTLS and AUTH
  sender,      ///< MAIL
  recipient,   ///< RCPT
  data,        ///< DATA
  body,        ///< some of the message
  end,         ///< all of it; perhaps the dot after it too
};

struct SmtpEnd {
  SmtpStage stage = SmtpStage::connecting;
  int code = 0;         ///< what the server answered to this; 0: nothing
  std::string reply;    ///< its last line, "550 5.1.1 no such user"
  std::string error;    ///< libcurl's words, when it was not taken
  bool taken = false;   ///< 250 to the end of the message
  bool reused = false;  ///< over a line that was open before
};

/// A reply decides about this notice only when it is about this recipient or this message. What it says about
/// us (policy, rate, sign-in) counts against nobody.
SendAnswer judge(const SmtpEnd& end);

/// A line that the server closed between two mails: surely not taken, and a new line will do.
bool was_stale(const SmtpEnd& end);

}  // namespace antrean::portal
