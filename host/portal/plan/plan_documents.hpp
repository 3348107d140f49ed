// The plan at any moment, from the changes that the store keeps (store/plan_store.hpp). A subject has a
// document of its own, so that two people who change two offices are not in each other's way:
//
//   "rules"             [booking]
//   "services"          all [[service]]
//   "office AD"         [[office]] with its slots
//   "holiday KEY"       one [[holiday]]: a public holiday or a closure
//   "announcement KEY"  one [[announcement]]
//
// Of a subject the document counts that is valid from the latest moment up to now; of two with the same
// moment, that of the later change. Pure values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "offices/offices.hpp"
#include "store/plan_store.hpp"

namespace antrean::portal {

using Documents = std::map<std::string, std::string>;  ///< by subject; none is ""

/// The whole plan as documents; all holidays and announcements get new keys.
Documents documents_of(const Offices& plan);
/// One TOML text, for plan_from_text and for an export.
std::string text_of(const Documents& documents);
std::string office_subject(const std::string& code);
bool is_subject(const std::string& subject);
bool is_announcement(const std::string& subject);

class PlanDocuments {
 public:
  /// In the order of their numbers.
  void add(const PlanChange& change);

  Documents at(UtcTime when) const;
  /// When it next becomes another; nothing: no change is still to come.
  std::optional<UtcTime> next_after(UtcTime when) const;
  std::int64_t newest() const { return newest_; }  ///< the number of the newest change; 0: none
  /// The number of the newest change of a subject; 0: there is none.
  std::int64_t newest_of(const std::string& subject) const;
  /// Changes of a subject that are still to come.
  struct ToCome {
    UtcTime valid_from{};
    std::int64_t nr = 0;
    std::string document;
  };
  std::vector<ToCome> to_come(const std::string& subject, UtcTime when) const;

 private:
  /// By subject, in the order in which they count.
  std::map<std::string, std::vector<ToCome>> by_subject_;
  std::int64_t newest_ = 0;
};

}  // namespace antrean::portal
