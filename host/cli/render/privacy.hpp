// Removes personal data that a report does not need. Apart from the day list the journal has no name of an
// applicant, and it has no NIK. But officers type reasons, and some type a NIK.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace antrean::cli {

/// In every run of sixteen digits only the last four stay: "************4321". Single spaces, dots or dashes
/// between the digits are skipped. Longer runs are masked too, because it does no harm to hide too much.
std::string mask_niks(std::string_view text);

/// Masks all texts of a document and removes the texts for the entrance's screen.
boost::json::value without_private(boost::json::value document);

}  // namespace antrean::cli
