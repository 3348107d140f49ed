#include "journal/upkeep.hpp"

#include <algorithm>
#include <string>

#include "journal/event_json.hpp"
#include "journal/projection.hpp"
#include "journal/witness.hpp"

namespace antrean::journal {
namespace {

using OpenWhy = sqlite::OpenError::Why;

ChainReport bad(ChainReport report, std::uint64_t seq, std::string text) {
  report.bad = seq;
  report.text = std::move(text);
  return report;
}

/// The hash before row `from`; absent when that row is missing.
std::optional<Hash> hash_before(Store& store, std::uint64_t from) {
  if (from == store.head.anchor_seq + 1) {
    return store.head.anchor_hash;
  }
  Query query{store, "SELECT hash FROM event WHERE seq = ?"};
  query.bind_unsigned(from - 1);
  return query.row() ? std::optional{query.hash(0)} : std::nullopt;
}

std::uint64_t changed(Store& store) {
  Query query{store, "SELECT changes()"};
  query.row();
  return query.unsigned_number(0);
}

/// `days` days before `today`, counting those of which there are events; nothing when there are not so many.
std::optional<std::int64_t> first_kept(Store& store, OfficeDay today, int days) {
  std::int64_t day = today.number();
  for (; days > 0; --days) {
    Query query{store, "SELECT max(day) FROM event WHERE day < ?"};
    if (!query.bind(day).row() || query.null(0)) {
      return std::nullopt;
    }
    day = query.number(0);
  }
  return day;
}

}  // namespace

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

ChainReport hear_witness(Store& store, ChainReport report) {
  const Head& head = store.head;
  if (report.bad || store.options.witness.empty()) {
    return report;
  }
  const auto witness = read_witness(store.options.witness, store.chain);
  if (!witness || witness->seq <= head.anchor_seq) {
    return report;
  }
  const std::string seen =
      "event " + std::to_string(witness->seq) + " of " + iso_text(from_ms(witness->at)) + " had been seen in it";
  if (witness->seq > head.seq) {
    return bad(report, head.seq + 1,
               "rows after " + std::to_string(head.seq) + " are missing: " + seen +
                   "; its end was removed, an older copy put in its place, or the disk lost what it had stored");
  }
  if (hash_before(store, witness->seq + 1) != witness->hash) {
    return bad(report, witness->seq, "this is not the journal that was here: another " + seen);
  }
  return report;
}

bool was_put_back(Store& store) {
  if (store.options.witness.empty()) {
    return false;
  }
  const auto witness = read_witness(store.options.witness, store.chain);
  return witness && witness->seq > store.head.anchor_seq &&
         (witness->seq > store.head.seq || hash_before(store, witness->seq + 1) != witness->hash);
}

void forget_what_others_count(Store& store) {
  const auto done = store.write([&] {
    Query{store, "DELETE FROM pad"}.run();
    Query{store, "UPDATE pull SET generation = '', cursor = 0"}.run();
  });
  if (!done) {
    throw sqlite::OpenError(OpenWhy::io, done.error().text);
  }
}

Result<Journal::Forgotten> forget_before(Store& store, OfficeDay today, const Journal::Kept& kept,
                                         std::uint64_t most_events) {
  Head head = store.head;
  auto forgotten = store.write([&] {
    head = store.head;
    Journal::Forgotten done;
    if (const auto names_from = first_kept(store, today, kept.bookings_days)) {
      Query{store, "DELETE FROM booking WHERE day < ?"}.bind(*names_from).run();
      done.bookings = changed(store);
    }

    // From the front, up to the first day that is kept; the day that may still be replayed stays.
    const auto first_day = first_kept(store, today, kept.events_days);
    if (!first_day) {
      return done;
    }
    std::uint64_t cut = head.opening == 0 ? head.anchor_seq : head.opening - 1;
    {
      Query query{store, "SELECT min(seq) FROM event WHERE day >= ?"};
      query.bind(*first_day);
      if (query.row() && !query.null(0)) {
        cut = std::min(cut, query.unsigned_number(0) - 1);
      }
    }
    if (cut > head.anchor_seq) {
      cut = head.anchor_seq + std::min(cut - head.anchor_seq, most_events);
    }
    if (cut <= head.anchor_seq) {
      return done;
    }
    head.anchor_hash = hash_before(store, cut + 1).value_or(Hash{});
    head.anchor_seq = cut;
    Query{store, "UPDATE head SET anchor_seq = ?, anchor_hash = ?, forgetting = 1"}
        .bind_unsigned(head.anchor_seq)
        .bind(head.anchor_hash)
        .run();
    Query{store, "DELETE FROM event WHERE seq <= ?"}.bind_unsigned(cut).run();
    done.events = changed(store);
    Query{store, "UPDATE head SET forgetting = 0"}.run();
    Query{store, "DELETE FROM ticket WHERE opening <= ?"}.bind_unsigned(cut).run();
    Query{store, "DELETE FROM call WHERE seq <= ?"}.bind_unsigned(cut).run();
    Query{store, "DELETE FROM service WHERE seq <= ?"}.bind_unsigned(cut).run();
    Query{store, "DELETE FROM admission WHERE seq <= ?"}.bind_unsigned(cut).run();
    return done;
  });
  if (forgotten) {
    store.head = head;
  }
  return forgotten;
}

queue::Event read_event(const Store& store, const Query& query) {
  const EventRow row{
      query.unsigned_number(0), query.number(1), query.view(4), query.view(5), query.view(6), query.view(7)};
  auto event = read_row(row);
  if (event) {
    return *std::move(event);
  }
  const std::string name{row.name};
  const std::string where = "journal " + store.options.file.string() + ": event " + std::to_string(row.seq) + " ";
  if (event.error() == boost::system::errc::not_supported) {
    throw sqlite::OpenError(OpenWhy::newer, where + "is of the unknown kind '" + name +
                                                "'; a newer release wrote it, install that release again");
  }
  throw sqlite::OpenError(OpenWhy::corrupt,
                          where + "(" + name + ") cannot be read; move the file aside and restore the latest backup");
}

void catch_up_reports(Store& store) {
  std::uint64_t reached = 0;
  {
    Query query{store, "SELECT seq FROM report_head"};
    query.row();
    reached = query.unsigned_number(0);
  }
  if (reached == store.head.seq) {
    return;
  }
  const auto done = store.write([&] {
    Query query{store, "SELECT " ANTREAN_EVENT_COLUMNS " FROM event WHERE seq > ? ORDER BY seq"};
    query.bind_unsigned(reached);
    while (query.row()) {
      project(store, read_event(store, query), query.unsigned_number(2), query.optional_number(3));
    }
    projected_to(store, store.head.seq);
  });
  if (!done) {
    throw sqlite::OpenError(OpenWhy::io, done.error().text);
  }
}

}  // namespace antrean::journal
