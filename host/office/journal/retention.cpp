#include "journal/retention.hpp"

#include <algorithm>
#include <string>

#include "journal/verify.hpp"

namespace antrean::journal {
namespace {

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

void forget_what_others_count(Store& store) {
  const auto done = store.write([&] {
    Query{store, "DELETE FROM pad"}.run();
    Query{store, "UPDATE pull SET generation = '', cursor = 0"}.run();
    // One that began at this event has no event of its own, so it is replaced: a start that is repeated adds
    // nothing.
    Query{store, "DELETE FROM own_generation WHERE after >= ?"}.bind_unsigned(store.head.seq).run();
    Query{store, "INSERT INTO own_generation (id, after) VALUES (lower(hex(randomblob(16))), ?)"}
        .bind_unsigned(store.head.seq)
        .run();
  });
  if (!done) {
    throw sqlite::OpenError(sqlite::OpenError::Why::io, done.error().text);
  }
}

}  // namespace antrean::journal
