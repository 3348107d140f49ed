// Compares a journal with the heads that lie at the portal. The chain shows that nothing was changed without
// making it anew; the heads show that it was not made anew. verify() must have found the chain whole first.
//
// A head is of a generation. The events up to the one after which the next generation began are the same in
// both, so heads of an earlier generation count up to there. Heads after it are of events that were lost when
// the journal was put back from a copy. That is not wrong, but people must be told. It is wrong if the
// journal has other events of that time: then its past was written anew, and only made to look as put back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journal/journal.hpp"
#include "office_api/office_api.hpp"

namespace antrean::journal {

/// What the portal holds of this office: a generation as the portal was told it first, with its heads in
/// order.
struct HeldGeneration {
  office_api::JournalGeneration told;
  std::vector<office_api::JournalHead> heads;
};

struct HeadsReport {
  enum class Kind : std::uint8_t {
    differs,      ///< the portal holds another hash for the event
    end_missing,  ///< the portal holds heads after the newest event
    /// A generation begins after another event than the portal was told.
    began_elsewhere,
    /// The event says that it happened at a time at which the portal heard of other events. Either it was
    /// written afterwards, or the office's clock was set back when the journal was put back.
    of_lost_time
  };
  struct Wrong {
    Kind kind = Kind::differs;
    std::uint64_t seq = 0;           ///< the event here
    office_api::JournalHead held{};  ///< the portal's head that does not fit
  };
  /// The first that does not fit.
  std::optional<Wrong> wrong;
  std::size_t compared = 0;                       ///< heads whose event is here
  std::uint64_t agrees_up_to = 0;                 ///< the newest event whose head agrees, before what is wrong
  std::optional<office_api::JournalHead> newest;  ///< of those compared
  std::size_t forgotten = 0;                      ///< heads of events that are too old to be kept here

  /// A past that the portal heard of and that is not here.
  struct Lost {
    std::string generation;
    /// It is of this journal, which was put back from a copy after event `after`. Else it is of another file
    /// that this office had.
    bool put_back = false;
    std::uint64_t after = 0;
    office_api::JournalHead newest{};  ///< the newest head of it
  };
  std::vector<Lost> lost;
  /// The newest head after the end of a file that may end earlier.
  std::optional<office_api::JournalHead> beyond;
};

/// `whole`: the journal has every event that happened before the portal was asked. False for a backup. Throws
/// only when memory runs out or the file cannot be read (SQLite::Exception).
HeadsReport compare_heads(const Journal& journal, const std::vector<HeldGeneration>& held, bool whole);

}  // namespace antrean::journal
