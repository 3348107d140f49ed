#include "cli/findings.hpp"

namespace antrean::cli {

Cell verdict_cell(const Terminal& to, Verdict verdict) {
  switch (verdict) {
    case Verdict::well:
      return {to.say("baik", "well"), Style::good};
    case Verdict::doubtful:
      return {to.say("periksa", "look"), Style::waiting};
    case Verdict::broken:
      break;
  }
  return {to.say("RUSAK", "BROKEN"), Style::bad};
}

}  // namespace antrean::cli
