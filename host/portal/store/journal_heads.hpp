// The heads of the offices' journals (office_api.hpp: POST /office/v1/journal). The first hash for an event
// of a generation stays, and nothing that an office sends replaces it. Call it on the worker that owns the
// file.
//
// Bounded: all heads of the last 7 days are kept, then the last of each day for 800 days, and the newest of
// each generation for ever. A head stands for every event before it, so the heads that go take nothing away
// but how closely a fault is found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/sql/database.hpp"
#include "store/store.hpp"

namespace antrean::portal {

class JournalHeadTable {
 public:
  explicit JournalHeadTable(sql::Database& db) : db_(db) {}

  struct Kept {
    HeadsAnswer answer;
    std::vector<std::string> notes;     ///< that people must decide about
    std::optional<std::string> remark;  ///< that people should hear of
  };
  /// Call it in a transaction.
  Kept keep(const std::string& office, const office_api::JournalHeads& said, UtcTime now);
  office_api::JournalPage held(const std::string& office, const std::string& generation, std::uint64_t after,
                               std::size_t limit);

  static constexpr std::int64_t most_generations = 100;  ///< of an office
  static constexpr std::int64_t most_a_day = 20'000;     ///< heads of an office

 private:
  struct Place {
    std::string generation;
    std::uint64_t seq = 0;
  };
  /// Of the newest of these generations that has any: its newest head that this journal must have.
  std::optional<Place> newest_of(const std::string& office,
                                 const std::vector<office_api::JournalGeneration>& generations);
  std::optional<std::uint64_t> newest(const std::string& office, const std::string& generation, std::uint64_t up_to);
  void forget(const std::string& office, UtcTime now);

  sql::Database& db_;
};

}  // namespace antrean::portal
