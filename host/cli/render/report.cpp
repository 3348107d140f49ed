#include "cli/render/report.hpp"

#include <optional>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "cli/render/event_text.hpp"
#include "cli/render/office_view.hpp"
#include "cli/render/privacy.hpp"
#include "csv/csv.hpp"
#include "journal/event_json.hpp"
#include "values/words.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;

/// "2026-11-24 09:12:07", office time.
std::string local_text(UtcTime at, Zone zone) { return OfficeDay::of(at, zone).text() + ' ' + seconds_text(at, zone); }

Value time(std::optional<UtcTime> at, Zone zone) { return at ? Value{local_text(*at, zone)} : Value{}; }
Value text(std::string_view value) { return value.empty() ? Value{} : Value{mask_niks(value)}; }
Value number(std::uint64_t value) { return Value{value}; }
/// 0 means none.
Value known(std::uint64_t value) { return value == 0 ? Value{} : Value{value}; }
template <class Enum>
Value worded(Enum value) {
  return Value{std::string(word(value))};
}

void add_tickets(Report& report, const journal::Journal& journal, OfficeDay day, Zone zone) {
  for (const journal::TicketRow& row : journal.reports().tickets(day)) {
    report.rows.push_back({Value{day.text()}, text(row.number), text(row.last_number), text(row.service),
                           text(row.stage), text(row.class_key), known(row.booking), number(row.people),
                           time(row.issued, zone), time(row.first_called, zone), time(row.ended, zone),
                           row.outcome == queue::Outcome::none ? Value{} : worded(row.outcome), known(row.counter),
                           number(row.calls), number(row.recalls), number(row.waited_s), number(row.served_s)});
  }
}

void add_calls(Report& report, const journal::Journal& journal, OfficeDay day, Zone zone) {
  for (const journal::CallRow& row : journal.reports().calls(day)) {
    report.rows.push_back({Value{day.text()}, time(row.at, zone), text(row.number), number(row.counter),
                           text(row.officer), Value{std::string(row.recall ? "recall" : "call")},
                           row.recall ? Value{} : worded(row.turn), row.recall ? Value{} : number(row.waited_s),
                           text(row.reason)});
  }
}

void add_services(Report& report, const journal::Journal& journal, OfficeDay day, Zone zone) {
  for (const journal::ServiceRow& row : journal.reports().services(day)) {
    report.rows.push_back({Value{day.text()}, time(row.at, zone), number(row.ticket), text(row.service),
                           text(row.stage), text(row.pool), number(row.counter), text(row.officer),
                           number(row.seconds)});
  }
}

void add_admissions(Report& report, const journal::Journal& journal, OfficeDay day, Zone zone) {
  for (const journal::AdmissionRow& row : journal.reports().admissions(day)) {
    std::string numbers;
    for (const std::string& one : row.numbers) {
      numbers += (numbers.empty() ? "" : " ") + one;
    }
    report.rows.push_back({Value{day.text()}, time(row.at, zone), known(row.booking), text(row.code), text(row.service),
                           text(row.slot.start.text()), text(row.slot.end.text()), worded(row.standing),
                           number(row.people), text(numbers), Value{std::string(row.listed ? "day list" : "signature")},
                           text(row.forced_by), text(row.reason)});
  }
}

void add_events(Report& report, const journal::Journal& journal, OfficeDay day, Zone zone) {
  for (const queue::Event& event : journal.events(day)) {
    const EventText said = describe(event.body);
    report.rows.push_back({Value{day.text()}, number(event.seq), Value{iso_text(event.at)}, time(event.at, zone),
                           worded(event.by.kind), text(event.by.name), text(event.by.role), text(event.by.machine),
                           text(event.by.officer), Value{std::string(queue::name_of(event))}, text(said.number),
                           text(said.counter), Value{without_private(json::parse(journal::body_json(event.body)))}});
  }
}

}  // namespace

Report empty_report(Kind kind) {
  switch (kind) {
    case Kind::tickets:
      return {{"day", "number", "last_number", "service", "stage", "class", "booking", "people", "issued",
               "first_called", "ended", "outcome", "counter", "calls", "recalls", "waited_s", "served_s"},
              {}};
    case Kind::calls:
      return {{"day", "at", "number", "counter", "officer", "kind", "turn", "waited_s", "reason"}, {}};
    case Kind::services:
      return {{"day", "at", "ticket", "service", "stage", "pool", "counter", "officer", "seconds"}, {}};
    case Kind::admissions:
      return {{"day", "at", "booking", "code", "service", "from", "to", "standing", "people", "numbers", "known_by",
               "forced_by", "reason"},
              {}};
    case Kind::events:
      break;
  }
  return {{"day", "seq", "at_utc", "at", "by_kind", "by", "role", "machine", "officer", "event", "number", "counter",
           "body"},
          {}};
}

void add_day(Report& report, Kind kind, const journal::Journal& journal, OfficeDay day, Zone zone) {
  switch (kind) {
    case Kind::tickets:
      return add_tickets(report, journal, day, zone);
    case Kind::calls:
      return add_calls(report, journal, day, zone);
    case Kind::services:
      return add_services(report, journal, day, zone);
    case Kind::admissions:
      return add_admissions(report, journal, day, zone);
    case Kind::events:
      return add_events(report, journal, day, zone);
  }
}

ReportWriter::ReportWriter(std::ostream& out, Format format, const std::vector<std::string>& columns)
    : out_(out), format_(format) {
  if (format_ == Format::json) {
    out_ << '[';
    return;
  }
  out_ << csv_begins;
  CsvWriter csv(out_);
  for (const std::string& column : columns) {
    csv.text(column);
  }
  csv.end_row();
}

void ReportWriter::add(const Report& part) {
  for (const auto& row : part.rows) {
    if (format_ == Format::csv) {
      add_csv(row);
    } else {
      add_json(row, part.columns);
    }
    ++rows_;
  }
}

void ReportWriter::add_csv(const std::vector<Value>& row) {
  CsvWriter csv(out_);
  for (const Value& value : row) {
    if (const auto* count = std::get_if<std::uint64_t>(&value)) {
      csv.number(*count);
    } else if (const auto* words = std::get_if<std::string>(&value)) {
      csv.text(*words);
    } else if (const auto* document = std::get_if<json::value>(&value)) {
      csv.text(json::serialize(*document));
    } else {
      csv.blank();
    }
  }
  csv.end_row();
}

void ReportWriter::add_json(const std::vector<Value>& row, const std::vector<std::string>& columns) {
  json::object object;
  for (std::size_t i = 0; i < row.size(); ++i) {
    json::value& into = object[columns[i]];
    if (const auto* count = std::get_if<std::uint64_t>(&row[i])) {
      into = *count;
    } else if (const auto* words = std::get_if<std::string>(&row[i])) {
      into = *words;
    } else if (const auto* document = std::get_if<json::value>(&row[i])) {
      into = *document;
    }
  }
  out_ << (rows_ == 0 ? "\n" : ",\n") << json::serialize(object);
}

void ReportWriter::finish() {
  if (format_ == Format::json) {
    out_ << "\n]\n";
  }
}

}  // namespace antrean::cli
