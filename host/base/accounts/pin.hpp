// The PIN of a counter: six digits that unlock the key of one enrolled machine for one person (an
// activation secret of NIST SP 800-63B). It is worth nothing elsewhere: what is stored is the slow hash of
// a digest keyed with the machine's key, which lies in that machine's cookie and not in the database.
#pragma once

#include <string>
#include <string_view>

#include "values/bilingual.hpp"

namespace antrean::accounts {

/// False for what colleagues try first: not six digits; one digit or pair or triple again and again (000000,
/// 121212, 123123); a row up or down (123456, 987654, 135791 not); halves mirrored (123321). Dates are taken:
/// to refuse them would cost a third of what can be remembered, and five tries guess none.
bool good_pin(std::string_view pin);
Bilingual bad_pin_text();

/// What is given to the slow hash.
std::string pin_secret(std::string_view machine_key, std::string_view user, std::string_view pin);

}  // namespace antrean::accounts
