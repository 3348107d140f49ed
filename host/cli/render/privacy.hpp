// Removes personal data that a report does not need. Apart from the day list the journal has no name of an
// applicant, and it has no NIK. But officers type reasons, and some type a NIK.
#pragma once

#include <boost/json/value.hpp>

#include "values/nik.hpp"

namespace antrean::cli {

using antrean::mask_niks;

/// Masks all texts of a document and removes the texts for the entrance's screen.
boost::json::value without_private(boost::json::value document);

}  // namespace antrean::cli
