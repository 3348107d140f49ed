#include "journal/verify.hpp"

#include <algorithm>
#include <string>

#include "journal/event_rows.hpp"
#include "journal/high_water_mark.hpp"

namespace antrean::journal {
namespace {

ChainReport bad(ChainReport report, std::uint64_t seq, std::string text) {
  report.bad = seq;
  report.text = std::move(text);
  return report;
}

}  // namespace

std::optional<Hash> hash_before(Store& store, std::uint64_t from) {
  if (from == store.head.anchor_seq + 1) {
    return store.head.anchor_hash;
  }
  Query query{store, "SELECT hash FROM event WHERE seq = ?"};
  query.bind_unsigned(from - 1);
  return query.row() ? std::optional{query.hash(0)} : std::nullopt;
}

ChainReport verify_chain(Store& store, std::uint64_t from, std::uint64_t most) {
  const Head& head = store.head;
  from = std::max(from, head.anchor_seq + 1);
  ChainReport report;
  if (store.other_key) {
    return bad(
        report, from,
        "the chain was written with another key than this office has now; put the old chain key back to check it");
  }
  std::optional<Hash> previous = hash_before(store, from);
  if (!previous) {
    return bad(report, from - 1, "row " + std::to_string(from - 1) + " is missing");
  }
  Query query{store, "SELECT " ANTREAN_EVENT_COLUMNS ", hash FROM event WHERE seq >= ? ORDER BY seq LIMIT ?"};
  query.bind_unsigned(from).bind_unsigned(std::min<std::uint64_t>(most, INT64_MAX));
  std::uint64_t expected = from;
  while (query.row()) {
    const std::uint64_t seq = query.unsigned_number(0);
    if (seq != expected) {
      return bad(report, expected, "row " + std::to_string(expected) + " is missing");
    }
    report.first = report.first == 0 ? seq : report.first;
    report.last = seq;
    const ChainRow row{seq,
                       query.number(1),
                       query.unsigned_number(2),
                       query.optional_number(3),
                       query.view(4),
                       query.view(5),
                       query.view(6),
                       query.view(7)};
    previous = store.chain.next(*previous, row);
    if (*previous != query.hash(8)) {
      return bad(report, seq,
                 "row " + std::to_string(seq) + " (" + std::string{row.name} + ", " + iso_text(query.time(1)) +
                     ") or the one before it is not what was written");
    }
    ++expected;
  }
  const bool at_the_end = report.last + 1 - from < most || expected > head.seq;
  if (at_the_end && (expected != head.seq + 1 || *previous != head.hash)) {
    return bad(report, expected,
               "rows after " + std::to_string(expected - 1) + " do not end as written; the newest was " +
                   std::to_string(head.seq));
  }
  return report;
}

ChainReport check_high_water_mark(Store& store, ChainReport report) {
  const Head& head = store.head;
  if (report.bad || store.options.high_water_mark.empty()) {
    return report;
  }
  const auto high_water_mark = read_high_water_mark(store.options.high_water_mark, store.chain);
  if (!high_water_mark || high_water_mark->seq <= head.anchor_seq) {
    return report;
  }
  const std::string seen = "event " + std::to_string(high_water_mark->seq) + " of " +
                           iso_text(from_ms(high_water_mark->at)) + " had been seen in it";
  if (high_water_mark->seq > head.seq) {
    return bad(report, head.seq + 1,
               "rows after " + std::to_string(head.seq) + " are missing: " + seen +
                   "; its end was removed, an older copy put in its place, or the disk lost what it had stored");
  }
  if (hash_before(store, high_water_mark->seq + 1) != high_water_mark->hash) {
    return bad(report, high_water_mark->seq, "this is not the journal that was here: another " + seen);
  }
  return report;
}

bool was_put_back(Store& store) {
  if (store.options.high_water_mark.empty()) {
    return false;
  }
  const auto high_water_mark = read_high_water_mark(store.options.high_water_mark, store.chain);
  return high_water_mark && high_water_mark->seq > store.head.anchor_seq &&
         (high_water_mark->seq > store.head.seq ||
          hash_before(store, high_water_mark->seq + 1) != high_water_mark->hash);
}

}  // namespace antrean::journal
