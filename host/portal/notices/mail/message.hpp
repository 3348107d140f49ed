// A notice as a mail: the bytes that go over the line or into a file. Pure. On GMime (smtp/message.hpp);
// the same library reads the delivery reports (bounces).
//
// The same notice gives the same bytes, also when it is sent again after a restart. Nothing that people typed
// is in a header but the code, and that only as GMime encodes it; addresses are checked (smtp/address.hpp).
#pragma once

#include <string>

#include "notices/notice.hpp"
#include "smtp/message.hpp"

namespace antrean::portal {

/// Who writes. The same for all mails of a portal.
struct MailIdentity {
  smtp::Mailbox from;
  std::string reply_to;  ///< an address; "": none
  std::string domain;    ///< of public_url: Message-IDs and calendar entries end in it
};

/// Throws std::invalid_argument, without quoting it, when the recipient's address is none, or a link is no
/// http(s) address.
smtp::Mail compose(const Notice& notice, const MailIdentity& identity);

/// Without angle brackets.
std::string message_id(const NoticeId& id, const std::string& domain);
/// The notice whose Message-ID it is, with or without angle brackets and space around.
std::optional<NoticeId> notice_of_message_id(std::string_view text, std::string_view domain);

}  // namespace antrean::portal
