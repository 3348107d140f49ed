#include "office_settings/office_settings.hpp"

#include <utility>

namespace antrean::office {

OfficeSettings read(settings::Source source) {
  OfficeSettings result;
  settings::Section root = source.root();
  read_plan(root, result);
  read_devices(root, result);
  source.finish();
  // The plan's own rules span the file: its problems name the place by path, not by line.
  auto checked = queue::Plan::make(result.plan);
  if (const auto* problems = std::get_if<std::vector<queue::PlanProblem>>(&checked)) {
    for (const queue::PlanProblem& problem : *problems) {
      root.problem("", problem.where + ": " + problem.text);
    }
    source.finish();
  }
  return result;
}

OfficeSettings read_file(const std::filesystem::path& file) { return read(settings::Source::file(file)); }

}  // namespace antrean::office
