// What leaves the journal holds no more of people than a report needs. The journal itself keeps no name of an
// applicant outside the day list and no NIK anywhere; but officers type reasons, and some type a NIK.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace antrean::cli {

/// Every run of sixteen digits (single spaces, dots or dashes between them are skipped) keeps its last four
/// only: "************4321". Longer runs are masked too: hiding a digit too many is no harm.
std::string mask_niks(std::string_view text);

/// All texts of a document masked, and the words for the entrance's screen left out.
boost::json::value without_private(boost::json::value document);

}  // namespace antrean::cli
