#include "journal/projection.hpp"

#include <string>
#include <variant>

#include "journal/event_rows.hpp"
#include "journal/word_list.hpp"
#include "values/words.hpp"

namespace antrean::journal {
namespace {

/// The changes of one event. Events that no report reads use the template at the end.
struct Projection {
  Store& store;
  const queue::Event& event;
  std::uint64_t opening;
  std::optional<std::int64_t> day;

  void operator()(const queue::DayOpened&) const { Query{store, "DELETE FROM desk"}.run(); }
  void operator()(const queue::DayReopened&) const {
    Query{store, "DELETE FROM desk"}.run();
    // A ticket that was not served by the end of the day waits again; a missed ticket stays missed.
    Query{store, "UPDATE ticket SET outcome = 'none', ended = NULL WHERE opening = ? AND outcome = ?"}
        .bind_unsigned(opening)
        .bind(word(queue::Outcome::day_closed))
        .run();
  }
  void operator()(const queue::LoggedIn& it) const { sits(it.counter, it.officer); }
  void operator()(const queue::LoggedOut& it) const {
    Query{store, "DELETE FROM desk WHERE counter = ?"}.bind(std::int64_t{it.counter}).run();
  }

  void operator()(const queue::Admitted& it) const {
    Query{store, "INSERT INTO admission VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"}
        .bind_unsigned(event.seq)
        .bind(day)
        .bind(event.at)
        .bind_unsigned(it.booking)
        .bind(it.code)
        .bind(it.service)
        .bind(std::int64_t{it.slot.start.minutes()})
        .bind(std::int64_t{it.slot.end.minutes()})
        .bind(word(it.standing))
        .bind(std::int64_t{it.people})
        .bind(word_list(it.numbers))
        .bind(std::int64_t{it.listed})
        .bind(it.forced ? std::string_view{event.by.name} : std::string_view{})
        .bind(it.reason)
        .run();
  }
  void operator()(const queue::TicketIssued& it) const {
    Query{
        store,
        "INSERT INTO ticket (opening, ticket, day, number, last_number, service, stage, class, booking, people, issued)"
        " VALUES (?,?,?,?4,?4,?5,?6,?7,?8,?9,?10)"}
        .bind_unsigned(opening)
        .bind(std::int64_t{it.ticket})
        .bind(day)
        .bind(it.number)
        .bind(it.service)
        .bind(it.stage)
        .bind(it.line.class_key)
        .bind_unsigned(it.booking)
        .bind(std::int64_t{it.people})
        .bind(event.at)
        .run();
  }
  void operator()(const queue::ClassGranted& it) const {
    Query{store, "UPDATE ticket SET class = ? WHERE opening = ? AND ticket = ?"}
        .bind(it.class_key)
        .bind_unsigned(opening)
        .bind(std::int64_t{it.ticket})
        .run();
  }

  void operator()(const queue::Called& it) const {
    called(it.ticket, it.number, it.counter, word(it.turn.kind), it.waited_s, it.reason);
  }
  void operator()(const queue::ServedDirect& it) const {
    called(it.ticket, it.number, it.counter, word(queue::TurnKind::out_of_order), 0, it.reason);
  }
  void operator()(const queue::Recalled& it) const {
    call_row(it.ticket, it.number, it.counter, true, word(queue::TurnKind::order), 0, "");
    Query{store, "UPDATE ticket SET recalls = recalls + 1 WHERE opening = ? AND ticket = ?"}
        .bind_unsigned(opening)
        .bind(std::int64_t{it.ticket})
        .run();
  }
  void operator()(const queue::Resumed& it) const { at_counter(it.ticket, it.counter); }
  void operator()(const queue::Finished& it) const {
    Query{store, "INSERT INTO service VALUES (?,?,?,?,?,?,?,?,?,?)"}
        .bind_unsigned(event.seq)
        .bind(day)
        .bind(event.at)
        .bind(std::int64_t{it.ticket})
        .bind(it.service)
        .bind(it.stage)
        .bind(it.pool)
        .bind(std::int64_t{it.counter})
        .bind(officer_at(it.counter))
        .bind(std::int64_t{it.seconds})
        .run();
    Query{store, "UPDATE ticket SET served_s = served_s + ?, counter = ? WHERE opening = ? AND ticket = ?"}
        .bind(std::int64_t{it.seconds})
        .bind(std::int64_t{it.counter})
        .bind_unsigned(opening)
        .bind(std::int64_t{it.ticket})
        .run();
    if (it.next) {
      moves(it.ticket, it.service, it.next->stage, it.next->new_number, it.next->line.class_key);
    } else {
      ends(it.ticket, queue::Outcome::served);
    }
  }
  /// Taken back: that service never ended.
  void operator()(const queue::FinishUndone& it) const {
    Query{store,
          "DELETE FROM service WHERE seq = (SELECT max(seq) FROM service WHERE day IS ? AND ticket = ? AND"
          " counter = ?)"}
        .bind(day)
        .bind(std::int64_t{it.ticket})
        .bind(std::int64_t{it.counter})
        .run();
    Query{store,
          "UPDATE ticket SET served_s = served_s - ?, service = ?, stage = ?, last_number = ?, outcome = 'none',"
          " ended = NULL WHERE opening = ? AND ticket = ?"}
        .bind(std::int64_t{it.seconds})
        .bind(it.service)
        .bind(it.stage)
        .bind(it.number)
        .bind_unsigned(opening)
        .bind(std::int64_t{it.ticket})
        .run();
    at_counter(it.ticket, it.counter);
  }
  void operator()(const queue::Transferred& it) const {
    moves(it.ticket, it.service, it.stage, it.new_number, it.line.class_key);
  }

  void operator()(const queue::Missed& it) const { ends(it.ticket, queue::Outcome::no_show); }
  void operator()(const queue::TicketReturned& it) const {
    Query{store, "UPDATE ticket SET outcome = 'none', ended = NULL WHERE opening = ? AND ticket = ?"}
        .bind_unsigned(opening)
        .bind(std::int64_t{it.ticket})
        .run();
  }
  void operator()(const queue::TicketCancelled& it) const { ends(it.ticket, queue::Outcome::cancelled); }
  void operator()(const queue::ClosedUnserved& it) const { ends(it.ticket, it.outcome); }

  template <class Other>
  void operator()(const Other&) const {}

 private:
  void sits(CounterId counter, const std::string& officer) const {
    Query{store, "INSERT OR REPLACE INTO desk VALUES (?,?)"}.bind(std::int64_t{counter}).bind(officer).run();
  }
  std::string officer_at(CounterId counter) const {
    Query query{store, "SELECT officer FROM desk WHERE counter = ?"};
    query.bind(std::int64_t{counter});
    return query.row() ? query.text(0) : std::string{};
  }

  void call_row(queue::TicketId ticket, const std::string& number, CounterId counter, bool recall,
                std::string_view turn, std::uint32_t waited_s, std::string_view reason) const {
    Query{store, "INSERT INTO call VALUES (?,?,?,?,?,?,?,?,?,?,?)"}
        .bind_unsigned(event.seq)
        .bind(day)
        .bind(event.at)
        .bind(std::int64_t{ticket})
        .bind(number)
        .bind(std::int64_t{counter})
        .bind(officer_at(counter))
        .bind(std::int64_t{recall})
        .bind(turn)
        .bind(std::int64_t{waited_s})
        .bind(reason)
        .run();
  }
  void called(queue::TicketId ticket, const std::string& number, CounterId counter, std::string_view turn,
              std::uint32_t waited_s, std::string_view reason) const {
    call_row(ticket, number, counter, false, turn, waited_s, reason);
    // A missed or parked ticket that is called out of order is open again.
    Query{store,
          "UPDATE ticket SET calls = calls + 1, waited_s = waited_s + ?, counter = ?, outcome = 'none', ended = NULL,"
          " first_called = coalesce(first_called, ?) WHERE opening = ? AND ticket = ?"}
        .bind(std::int64_t{waited_s})
        .bind(std::int64_t{counter})
        .bind(event.at)
        .bind_unsigned(opening)
        .bind(std::int64_t{ticket})
        .run();
  }
  void at_counter(queue::TicketId ticket, CounterId counter) const {
    Query{store, "UPDATE ticket SET counter = ? WHERE opening = ? AND ticket = ?"}
        .bind(std::int64_t{counter})
        .bind_unsigned(opening)
        .bind(std::int64_t{ticket})
        .run();
  }
  void moves(queue::TicketId ticket, const std::string& service, const std::string& stage,
             const std::string& new_number, const std::string& class_key) const {
    Query{store,
          "UPDATE ticket SET service = ?, stage = ?, last_number = CASE WHEN ?3 = '' THEN last_number ELSE ?3 END,"
          " class = ? WHERE opening = ? AND ticket = ?"}
        .bind(service)
        .bind(stage)
        .bind(new_number)
        .bind(class_key)
        .bind_unsigned(opening)
        .bind(std::int64_t{ticket})
        .run();
  }
  void ends(queue::TicketId ticket, queue::Outcome outcome) const {
    Query{store, "UPDATE ticket SET outcome = ?, ended = ? WHERE opening = ? AND ticket = ?"}
        .bind(word(outcome))
        .bind(event.at)
        .bind_unsigned(opening)
        .bind(std::int64_t{ticket})
        .run();
  }
};

}  // namespace

void project(Store& store, const queue::Event& event, std::uint64_t opening, std::optional<std::int64_t> day) {
  std::visit(Projection{store, event, opening, day}, event.body);
}

void projected_to(Store& store, std::uint64_t seq) {
  Query{store, "UPDATE report_head SET seq = ?"}.bind_unsigned(seq).run();
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
    throw sqlite::OpenError(sqlite::OpenError::Why::io, done.error().text);
  }
}

}  // namespace antrean::journal
