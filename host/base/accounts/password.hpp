// Which passwords are taken (ASVS 5.0, 6.2). 12 to 128 characters of any kind, as they were typed; no rules
// of composition. Refused is what an attacker tries early:
//  - what the user name is part of;
//  - what is on the list of breached passwords, whatever its capitals: the ones of 12 characters or more of
//    Debian's python3-django (common-passwords.txt.gz, the 20,000 most frequent of Have I Been Pwned), cut
//    out when the program is built;
//  - what zxcvbn (Debian's libzxcvbn, with its own lists of breached passwords, words, names, rows of keys,
//    dates and their usual changes) would guess in 10^12 tries or fewer. A graphics card that computes
//    10,000 of our hashes a second would need three years for that. The words of the office, of the trade
//    and the usual Indonesian ones (words_of_the_trade in password.cpp) count for nothing in it (6.2.11).
//    The passwords of 12 characters that are used most (6.2.4) are few words, names and digits together,
//    which no list of whole passwords in Debian has enough of: hence zxcvbn. Some milliseconds; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/bilingual.hpp"

namespace antrean::accounts {

inline constexpr std::size_t shortest_password = 12;  ///< characters (code points)
inline constexpr std::size_t longest_password = 128;
inline constexpr double fewest_bits = 39.9;  ///< of guesses: 10^12

enum class PasswordFault : std::uint8_t { too_short, too_long, not_text, holds_user_name, breached, easy_to_guess };

struct PasswordContext {
  std::string user;                  ///< user name; "" for none
  std::vector<std::string> names{};  ///< of the person, the office, the city: each word of them is known
};

/// Nothing when it may be taken. `not_text`: no UTF-8, or a control character in it.
std::optional<PasswordFault> password_fault(std::string_view password, const PasswordContext& context);

/// For whoever chose it.
Bilingual text(PasswordFault fault);

}  // namespace antrean::accounts
