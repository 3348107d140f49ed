// A notice as a mail: the bytes that go over the line or into a file. Pure. On GMime, which knows MIME's
// encodings and foldings; the same library reads the delivery reports (bounces).
//
// The same notice gives the same bytes, also when it is sent again after a restart. Nothing that people typed
// is in a header but the code, and that only as GMime encodes it; addresses are checked (address.hpp).
#pragma once

#include <string>

#include "mail/address.hpp"
#include "notices/notice.hpp"

namespace antrean::portal {

/// Who writes. The same for all mails of a portal.
struct MailIdentity {
  Mailbox from;
  std::string reply_to;  ///< an address; "": none
  std::string domain;    ///< of public_url: Message-IDs and calendar entries end in it
};

struct Mail {
  std::string from, to;  ///< of the envelope
  std::string message;   ///< headers and body; each line ends in CRLF and has at most 998 bytes of ASCII
};

/// Throws std::invalid_argument, without quoting it, when the recipient's address is none, or a link is no
/// http(s) address.
Mail compose(const Notice& notice, const MailIdentity& identity);

/// Without angle brackets.
std::string message_id(const NoticeId& id, const std::string& domain);
/// The notice whose Message-ID it is, with or without angle brackets and space around.
std::optional<NoticeId> notice_of_message_id(std::string_view text, std::string_view domain);

}  // namespace antrean::portal
