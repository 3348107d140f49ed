#include "office_settings/office_settings.hpp"

#include <algorithm>
#include <utility>

namespace antrean::office {
namespace {

/// Reports a problem at its line: "counters[2].serves[0].class" is a key of the section
/// counters[2].serves[0], or of the nearest section around it.
void tell(const queue::PlanProblem& problem, SettingsPlaces& places, settings::Section& root) {
  for (std::string name = problem.where;; name.erase(name.rfind('.'))) {
    if (const auto place = places.find(name); place != places.end()) {
      std::string key = problem.where.substr(name.size());
      key = key.substr(key.find_first_not_of('.') == std::string::npos ? key.size() : 1);
      key.erase(std::min(key.find_first_of(".["), key.size()));
      if (place->second.wrong(key)) {
        return;  // its value is only a replacement
      }
      return place->second.problem(key, (key.empty() ? "" : key + ": ") + problem.text);
    }
    if (name.find('.') == std::string::npos) {
      return root.problem("", problem.where + ": " + problem.text);
    }
  }
}

}  // namespace

OfficeSettings read(settings::Source source) {
  OfficeSettings result;
  settings::Section root = source.root();
  SettingsPlaces places;
  read_plan(root, result, places);
  read_journal(root, result);
  read_sla(root, result);
  read_devices(root, result, places);
  for (const queue::PlanProblem& problem : device_problems(result)) {
    tell(problem, places, root);
  }
  source.finish();
  auto checked = queue::Plan::make(result.plan);
  if (const auto* problems = std::get_if<std::vector<queue::PlanProblem>>(&checked)) {
    for (const queue::PlanProblem& problem : *problems) {
      tell(problem, places, root);
    }
    source.finish();
  }
  return result;
}

OfficeSettings read_file(const std::filesystem::path& file) { return read(settings::Source::file(file)); }

}  // namespace antrean::office
