#include "cli/checks/findings.hpp"

namespace antrean::cli {

Cell condition_cell(const Terminal& to, Condition condition) {
  switch (condition) {
    case Condition::well:
      return {to.say("baik", "well"), Style::good};
    case Condition::doubtful:
      return {to.say("periksa", "look"), Style::waiting};
    case Condition::broken:
      break;
  }
  return {to.say("RUSAK", "BROKEN"), Style::bad};
}

}  // namespace antrean::cli
