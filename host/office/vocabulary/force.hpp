// An admission against the rules: who is responsible, and the reason.
#pragma once

#include <string>

namespace antrean {

/// A supervisor's decision; both are journalled with the admission. A blank reason is refused.
struct Force {
  std::string supervisor;
  std::string reason;
  friend bool operator==(const Force&, const Force&) = default;
};

}  // namespace antrean
