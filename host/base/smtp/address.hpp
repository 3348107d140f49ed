// Mail addresses as a server is told them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace antrean::smtp {

/// The address for the envelope and the header: local part as it is, the domain in lower case and, when it
/// has letters beyond ASCII, as its A-label ("siti@pósta.example" -> "siti@xn--psta-qqa.example").
///
/// Nothing for what is no address, and for what few servers take: a quoted local part, one with letters
/// beyond ASCII (it would need SMTPUTF8 all the way), a domain in square brackets or without a dot. What is
/// given has no character that means something in a header or a command.
std::optional<std::string> mail_address(std::string_view typed);

/// What is behind the '@' of an address that mail_address() gave.
std::string domain_of(std::string_view address);

/// "Antrean Imigrasi <antrean@example.go.id>", or the address alone.
struct Mailbox {
  std::string name;  ///< "": none
  std::string address;
  friend bool operator==(const Mailbox&, const Mailbox&) = default;
};
std::optional<Mailbox> mailbox(std::string_view text);

/// The text with every address in it replaced by "<address>": a server's answer often repeats the address.
std::string without_addresses(std::string_view text);

}  // namespace antrean::smtp
