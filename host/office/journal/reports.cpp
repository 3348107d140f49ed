#include "journal/reports.hpp"

#include "journal/store.hpp"
#include "journal/word_list.hpp"
#include "values/words.hpp"

namespace antrean::journal {
namespace {

template <class Enum>
Enum enum_at(const Query& query, int column) {
  return from_word<Enum>(query.text(column)).value_or(Enum{});
}

TicketRow ticket(const Query& query) {
  TicketRow row;
  row.opening = query.unsigned_number(0);
  row.ticket = query.small<queue::TicketId>(1);
  row.number = query.text(2);
  row.last_number = query.text(3);
  row.service = query.text(4);
  row.stage = query.text(5);
  row.class_key = query.text(6);
  row.booking = query.unsigned_number(7);
  row.people = query.small<std::uint8_t>(8);
  row.issued = query.time(9);
  row.first_called = query.optional_time(10);
  row.ended = query.optional_time(11);
  row.outcome = enum_at<queue::Outcome>(query, 12);
  row.counter = query.small<CounterId>(13);
  row.calls = query.small<std::uint16_t>(14);
  row.recalls = query.small<std::uint16_t>(15);
  row.waited_s = query.small<std::uint32_t>(16);
  row.served_s = query.small<std::uint32_t>(17);
  return row;
}

CallRow call(const Query& query) {
  CallRow row;
  row.seq = query.unsigned_number(0);
  row.at = query.time(1);
  row.ticket = query.small<queue::TicketId>(2);
  row.number = query.text(3);
  row.counter = query.small<CounterId>(4);
  row.officer = query.text(5);
  row.recall = query.number(6) != 0;
  row.turn = enum_at<queue::TurnKind>(query, 7);
  row.waited_s = query.small<std::uint32_t>(8);
  row.reason = query.text(9);
  return row;
}

ServiceRow service(const Query& query) {
  ServiceRow row;
  row.seq = query.unsigned_number(0);
  row.at = query.time(1);
  row.ticket = query.small<queue::TicketId>(2);
  row.service = query.text(3);
  row.stage = query.text(4);
  row.pool = query.text(5);
  row.counter = query.small<CounterId>(6);
  row.officer = query.text(7);
  row.seconds = query.small<std::uint32_t>(8);
  return row;
}

#define ANTREAN_ADMISSION_COLUMNS \
  "seq, at, booking, code, service, slot_start, slot_end, standing, people, numbers, listed, forced_by, reason"

AdmissionRow admission(const Query& query) {
  AdmissionRow row;
  row.seq = query.unsigned_number(0);
  row.at = query.time(1);
  row.booking = query.unsigned_number(2);
  row.code = query.text(3);
  row.service = query.text(4);
  row.slot = {TimeOfDay{query.small<int>(5)}, TimeOfDay{query.small<int>(6)}};
  row.standing = enum_at<Standing>(query, 7);
  row.people = query.small<std::uint8_t>(8);
  row.numbers = from_word_list(query.view(9));
  row.listed = query.number(10) != 0;
  row.forced_by = query.text(11);
  row.reason = query.text(12);
  return row;
}

template <class Read>
auto rows(Query& query, Read read) {
  std::vector<decltype(read(query))> found;
  while (query.row()) {
    found.push_back(read(query));
  }
  return found;
}

}  // namespace

std::vector<TicketRow> Reports::tickets(OfficeDay day) const {
  Query query{
      store_,
      "SELECT opening, ticket, number, last_number, service, stage, class, booking, people, issued, first_called,"
      " ended, outcome, counter, calls, recalls, waited_s, served_s FROM ticket WHERE day = ?"
      " ORDER BY opening, ticket"};
  return rows(query.bind(std::int64_t{day.number()}), ticket);
}

std::vector<CallRow> Reports::calls(OfficeDay day) const {
  Query query{store_,
              "SELECT seq, at, ticket, number, counter, officer, recall, turn, waited_s, reason FROM call WHERE day = ?"
              " ORDER BY seq"};
  return rows(query.bind(std::int64_t{day.number()}), call);
}

std::vector<ServiceRow> Reports::services(OfficeDay day) const {
  Query query{store_,
              "SELECT seq, at, ticket, service, stage, pool, counter, officer, seconds FROM service WHERE day = ?"
              " ORDER BY seq"};
  return rows(query.bind(std::int64_t{day.number()}), service);
}

std::vector<AdmissionRow> Reports::admissions(OfficeDay day) const {
  Query query{store_, "SELECT " ANTREAN_ADMISSION_COLUMNS " FROM admission WHERE day = ? ORDER BY seq"};
  return rows(query.bind(std::int64_t{day.number()}), admission);
}

std::vector<AdmissionRow> Reports::admissions_on(BookingId booking, std::string_view code) const {
  Query query{store_,
              "SELECT " ANTREAN_ADMISSION_COLUMNS
              " FROM admission WHERE (code = ?2 AND ?2 <> '') OR (?2 = '' AND booking = ?1 AND ?1 <> 0) ORDER BY seq"};
  return rows(query.bind_unsigned(booking).bind(code), admission);
}

}  // namespace antrean::journal
