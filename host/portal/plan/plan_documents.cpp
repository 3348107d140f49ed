#include "plan/plan_documents.hpp"

#include <algorithm>

#include "plan/plan_writer.hpp"

namespace antrean::portal {

std::string office_subject(const std::string& code) { return "office " + code; }

bool is_announcement(const std::string& subject) { return subject.starts_with("announcement "); }

bool is_subject(const std::string& subject) {
  constexpr std::size_t longest = 60;
  return subject.size() <= longest && (subject == "rules" || subject == "services" || subject.starts_with("office ") ||
                                       subject.starts_with("holiday ") || is_announcement(subject));
}

Documents documents_of(const Offices& plan) {
  Documents all;
  all["rules"] = rules_text(plan.rules());
  all["services"] = services_text(plan.services());
  for (const auto& office : plan.all()) {
    all[office_subject(office.code)] = office_text(office);
  }
  for (const auto& holiday : plan.holidays()) {
    const auto subject = "holiday " + holiday.day.text();
    auto free = subject;
    for (int nr = 2; all.contains(free); ++nr) {
      free = subject + "-" + std::to_string(nr);
    }
    all[free] = holiday_text(holiday);
  }
  int nr = 0;
  for (const auto& announcement : plan.announcements()) {
    all["announcement " + std::to_string(++nr)] = announcement_text(announcement);
  }
  return all;
}

std::string text_of(const Documents& documents) {
  std::string all;
  // Rules and services first, as people write it.
  for (const char* first : {"rules", "services"}) {
    if (const auto found = documents.find(first); found != documents.end()) {
      all += found->second + "\n";
    }
  }
  for (const auto& [subject, document] : documents) {
    if (subject != "rules" && subject != "services") {
      all += document + "\n";
    }
  }
  return all;
}

void PlanDocuments::add(const PlanChange& change) {
  for (const auto& part : change.parts) {
    auto& of = by_subject_[part.subject];
    const auto after = std::ranges::upper_bound(of, change.valid_from, {}, &ToCome::valid_from);
    of.insert(after, {change.valid_from, change.nr, part.document});
  }
  newest_ = std::max(newest_, change.nr);
}

Documents PlanDocuments::at(UtcTime when) const {
  Documents all;
  for (const auto& [subject, of] : by_subject_) {
    const auto after = std::ranges::upper_bound(of, when, {}, &ToCome::valid_from);
    if (after != of.begin() && !std::prev(after)->document.empty()) {
      all[subject] = std::prev(after)->document;
    }
  }
  return all;
}

std::optional<UtcTime> PlanDocuments::next_after(UtcTime when) const {
  std::optional<UtcTime> next;
  for (const auto& [subject, of] : by_subject_) {
    const auto after = std::ranges::upper_bound(of, when, {}, &ToCome::valid_from);
    if (after != of.end() && (!next || after->valid_from < *next)) {
      next = after->valid_from;
    }
  }
  return next;
}

std::int64_t PlanDocuments::newest_of(const std::string& subject) const {
  std::int64_t newest = 0;
  if (const auto found = by_subject_.find(subject); found != by_subject_.end()) {
    for (const auto& one : found->second) {
      newest = std::max(newest, one.nr);
    }
  }
  return newest;
}

std::vector<PlanDocuments::ToCome> PlanDocuments::to_come(const std::string& subject, UtcTime when) const {
  const auto found = by_subject_.find(subject);
  if (found == by_subject_.end()) {
    return {};
  }
  return {std::ranges::upper_bound(found->second, when, {}, &ToCome::valid_from), found->second.end()};
}

}  // namespace antrean::portal
