// A mail as bytes. Pure, on GMime, which knows MIME's encodings and foldings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "smtp/address.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"

namespace antrean::smtp {

struct Mail {
  std::string from, to;  ///< of the envelope
  std::string message;   ///< headers and body; each line ends in CRLF and has at most 998 bytes of ASCII
};

/// Addresses are as mail_address() gives them; every text is one line.
struct Headers {
  Mailbox from;
  std::vector<std::string> to;
  std::string reply_to;  ///< "": none
  std::string subject;
  std::string message_id;  ///< without angle brackets
  UtcTime date{};
  Language language = Language::id;
};

/// The bytes of a mail of plain text. The same arguments give the same bytes. Throws std::runtime_error when
/// GMime cannot write it.
std::string plain_message(const Headers& headers, std::string_view text);

}  // namespace antrean::smtp
