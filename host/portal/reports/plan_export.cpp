#include "reports/plan_export.hpp"

#include <stdexcept>

#include "directorate/plan_keeper.hpp"
#include "json/fields.hpp"
#include "plan/plan_documents.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t most_bytes = 16u << 20;

}  // namespace

template <class Visit, json::Is<StoredPlan> T>
void fields(Visit& visit, T& plan) {
  visit("toml", plan.text);
  visit("of_settings", plan.of_settings);
}

std::string plan_to_json(const StoredPlan& plan) { return json::write(plan); }

StoredPlan plan_from_json(std::string_view text) {
  auto read = json::read<StoredPlan>(text, most_bytes);
  if (!read) {
    throw std::runtime_error("the portal's answer cannot be read: " + read.error().message());
  }
  return std::move(*read);
}

StoredPlan plan_of_changes(const std::vector<PlanChange>& changes, UtcTime now) {
  StoredPlan plan;
  PlanDocuments documents;
  for (const auto& change : changes) {
    documents.add(change);
    plan.of_settings = plan.of_settings && change.who == made_by_settings;
  }
  plan.text = text_of(documents.at(now));
  return plan;
}

}  // namespace antrean::portal
