// Events for tests of the journal: one of every kind, and plain days of any length.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "journal/journal.hpp"
#include "queue/events.hpp"

namespace antrean::tests {

inline const OfficeDay monday = *OfficeDay::parse("2026-11-23");

/// One of each kind in the order of the variant, with no field at its default, numbered from `first`.
std::vector<queue::Event> every_kind(std::uint64_t first = 1);

/// Opens `day`, admits `people` with a booking each, calls and finishes them one by one at counter 3, and
/// closes the day. 4 events per person and 4 around them.
std::vector<queue::Event> plain_day(OfficeDay day, std::uint64_t first, unsigned people);

/// An empty folder that is removed at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// Changes a journal that nobody has open, as a person can who may do everything on its machine: runs `sql`,
/// makes the whole chain anew with the key, and makes the high water mark beside it fit, if there is one.
void change_and_chain_anew(const std::filesystem::path& journal, const std::string& sql,
                           const std::string& chain_key = {});

/// Appends all events in one batch. Throws if it fails.
void append_all(journal::Journal& journal, const std::vector<queue::Event>& events);

}  // namespace antrean::tests
