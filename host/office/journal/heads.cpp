#include "journal/heads.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace antrean::journal {
namespace {

using office_api::JournalHead;

/// A journal may be put back on a machine with another clock.
constexpr std::chrono::minutes clocks_differ{15};

class Comparison {
 public:
  Comparison(const Journal& journal, bool whole)
      : journal_(journal), whole_(whole), own_(journal.generations()), first_(journal.first_seq()) {}

  void add(const HeldGeneration& held) {
    const auto own = std::ranges::find(own_, held.told.id, &office_api::JournalGeneration::id);
    std::vector<JournalHead> lost;
    if (own == own_.end()) {
      for (const JournalHead& head : held.heads) {
        // Its id may be missing here while the events are the same.
        if (const auto here = journal_.head_at(head.seq); here && here->hash == head.hash) {
          agrees(head);
        } else {
          lost.push_back(head);
        }
      }
      note_lost(held, lost, std::nullopt);
      return;
    }
    if (own->after != held.told.after) {
      JournalHead told;
      told.generation = held.told.id;
      told.seq = held.told.after;
      told.received = held.told.noticed;
      wrong({HeadsReport::Kind::began_elsewhere, std::min(own->after, held.told.after) + 1, told});
    }
    const bool newest = own + 1 == own_.end();
    const std::uint64_t end = newest ? journal_.last_seq() : (own + 1)->after;
    for (const JournalHead& head : held.heads) {
      if (head.seq <= end) {
        compare(head);
      } else if (!newest) {
        lost.push_back(head);
      } else if (whole_) {
        wrong({HeadsReport::Kind::end_missing, end + 1, head});
      } else {
        report_.beyond = head;
      }
    }
    note_lost(held, lost, end);
  }

  HeadsReport report() && {
    const std::uint64_t bad = report_.wrong ? report_.wrong->seq : UINT64_MAX;
    for (const std::uint64_t seq : good_) {
      if (seq < bad) {
        report_.agrees_up_to = std::max(report_.agrees_up_to, seq);
      }
    }
    return std::move(report_);
  }

 private:
  void compare(const JournalHead& head) {
    if (head.seq < first_) {
      ++report_.forgotten;
      return;
    }
    const auto here = journal_.head_at(head.seq);
    if (here && here->hash == head.hash) {
      agrees(head);
      return;
    }
    count(head);
    wrong({HeadsReport::Kind::differs, head.seq, head});
  }

  void agrees(const JournalHead& head) {
    count(head);
    good_.push_back(head.seq);
  }

  void count(const JournalHead& head) {
    ++report_.compared;
    if (!report_.newest || head.seq > report_.newest->seq) {
      report_.newest = head;
    }
  }

  void wrong(HeadsReport::Wrong found) {
    const bool says_more = found.kind == HeadsReport::Kind::began_elsewhere;
    if (!report_.wrong || found.seq < report_.wrong->seq || (says_more && found.seq == report_.wrong->seq)) {
      report_.wrong = std::move(found);
    }
  }

  /// `cut`: the last event of that generation that is here; nothing for the generation of another file.
  void note_lost(const HeldGeneration& held, const std::vector<JournalHead>& lost, std::optional<std::uint64_t> cut) {
    if (lost.empty()) {
      return;
    }
    report_.lost.push_back(
        {.generation = held.told.id, .put_back = cut.has_value(), .after = cut.value_or(0), .newest = lost.back()});
    UtcTime first = lost.front().at;
    UtcTime last = lost.front().at;
    for (const JournalHead& head : lost) {
      first = std::min(first, head.at);
      last = std::max(last, head.at);
    }
    // What came after the copy was put back is later than what was lost. Another file was at work at another
    // time.
    const auto here = journal_.first_between(cut ? UtcTime{} : first, last - clocks_differ, cut.value_or(0));
    if (here) {
      wrong({HeadsReport::Kind::of_lost_time, *here, lost.back()});
    }
  }

  const Journal& journal_;
  bool whole_;
  std::vector<office_api::JournalGeneration> own_;
  std::uint64_t first_;
  HeadsReport report_;
  std::vector<std::uint64_t> good_;
};

}  // namespace

HeadsReport compare_heads(const Journal& journal, const std::vector<HeldGeneration>& held, bool whole) {
  Comparison comparison(journal, whole);
  for (const HeldGeneration& generation : held) {
    comparison.add(generation);
  }
  return std::move(comparison).report();
}

}  // namespace antrean::journal
