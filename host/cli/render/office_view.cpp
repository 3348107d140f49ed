#include "cli/render/office_view.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/render/table.hpp"
#include "values/calendar_text.hpp"
#include "values/words.hpp"

namespace antrean::cli {
namespace {

std::string phase_text(const Terminal& to, DayPhase phase) {
  switch (phase) {
    case DayPhase::before_opening:
      return to.say("belum buka", "before opening");
    case DayPhase::open:
      return to.say("buka", "open");
    case DayPhase::on_break:
      return to.say("istirahat", "on break");
    case DayPhase::last_numbers:
      return to.say("nomor terakhir sudah diberikan", "last numbers are given");
    case DayPhase::closed:
      break;
  }
  return to.say("tutup", "closed");
}

std::string phase_text(const Terminal& to, TicketPhase phase) {
  switch (phase) {
    case TicketPhase::waiting:
      return to.say("menunggu", "waiting");
    case TicketPhase::called:
      return to.say("dipanggil", "called");
    case TicketPhase::serving:
      return to.say("dilayani", "serving");
    case TicketPhase::parked:
      return to.say("ditunda", "parked");
    case TicketPhase::missed:
      return to.say("terlewat", "missed");
    case TicketPhase::finished:
      return to.say("selesai", "finished");
    case TicketPhase::cancelled:
      break;
  }
  return to.say("batal", "cancelled");
}

Cell state_cell(const Terminal& to, CounterState state) {
  switch (state) {
    case CounterState::open:
      return {to.say("buka", "open"), Style::good};
    case CounterState::paused:
      return {to.say("jeda", "paused"), Style::waiting};
    case CounterState::closed:
      break;
  }
  return {to.say("tutup", "closed"), Style::faint};
}

std::string range_text(const Terminal& to, const std::optional<WaitRange>& wait) {
  if (!wait) {
    return "-";
  }
  const std::string minutes = to.say(" menit", " min");
  return wait->low == wait->high ? std::to_string(wait->low) + minutes
                                 : fmt::format("{}-{}{}", wait->low, wait->high, minutes);
}

}  // namespace

std::string seconds_text(UtcTime at, Zone zone) {
  const auto here = std::chrono::floor<std::chrono::seconds>(at) + utc_offset(zone);
  const std::chrono::hh_mm_ss time{here - std::chrono::floor<std::chrono::days>(here)};
  return fmt::format("{:02}:{:02}:{:02}", time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string count_text(std::uint64_t count, Language language) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) {
    text.insert(at - 3, 1, language == Language::en ? ',' : '.');
  }
  return text;
}

void print_head(Terminal& to, const Snapshot& snapshot) {
  const std::string office = fmt::format("{} ({})", snapshot.office_name, snapshot.office);
  const std::string when = fmt::format("{}  {} {}", short_date_text(to.language, snapshot.day),
                                       clock_text(snapshot.at, snapshot.zone), zone_name(snapshot.zone));
  const std::size_t used = cells(office) + cells(when);
  if (used + 2 <= page_width) {
    to.out << to.styled(office, Style::strong) << std::string(page_width - used, ' ') << when << '\n';
  } else {
    to.line(office, Style::strong);
    to.line(when);
  }
  to.line(to.say("Kantor ", "The office is ") + phase_text(to, snapshot.phase) + '.');
}

void print_hours(Terminal& to, const queue::Plan& plan, OfficeDay day) {
  const queue::DayHours* hours = plan.hours(day);
  if (hours == nullptr) {
    to.line(to.say("Hari ini tidak ada pelayanan.", "No service that day."));
    return;
  }
  std::string text = fmt::format("{} {}-{}, {} {}", to.say("Jam", "Hours"), hours->open.text(), hours->close.text(),
                                 to.say("nomor terakhir", "last numbers"), hours->last_numbers.text());
  for (const auto& pause : hours->breaks) {
    text += fmt::format(", {} {}-{}", to.say("istirahat", "break"), pause.from.text(), pause.to.text());
  }
  to.line(text, Style::faint);
}

void print_counts(Terminal& to, const queue::DayCounts& counts) {
  to.line(fmt::format(
      "{} {}, {} {}, {} {}, {} {}{}", to.say("Nomor: diberikan", "Numbers: issued"), counts.issued,
      to.say("dilayani", "served"), counts.served, to.say("tidak hadir", "no-show"), counts.no_shows,
      to.say("batal", "cancelled"), counts.cancelled,
      counts.unserved == 0 ? "" : fmt::format(", {} {}", to.say("tidak dilayani", "not served"), counts.unserved)));
}

void print_counters(Terminal& to, const Snapshot& snapshot) {
  to.heading(to.say("Loket", "Counters"));
  Table table({{to.say("No", "No"), true},
               {to.say("Loket", "Counter")},
               {to.say("Keadaan", "State")},
               {to.say("Nomor", "Number")},
               {to.say("Sedang", "Is")},
               {to.say("Sejak", "Since")},
               {to.say("Antre", "Waiting"), true}});
  for (const CounterView& counter : snapshot.counters) {
    const bool busy = counter.number.has_value();
    table.row({std::to_string(counter.id), counter.name, state_cell(to, counter.state),
               Cell(counter.number.value_or("-"), busy ? Style::strong : Style::faint),
               counter.phase ? phase_text(to, *counter.phase) : "",
               busy && counter.called_at != UtcTime{} ? clock_text(counter.called_at, snapshot.zone) : "",
               std::to_string(counter.waiting)});
  }
  table.print(to);
}

void print_lines(Terminal& to, const Snapshot& snapshot) {
  to.heading(to.say("Antrean", "Services"));
  Table table({{to.say("Huruf", "Letter")},
               {to.say("Layanan", "Service")},
               {to.say("Menunggu", "Waiting"), true},
               {to.say("Tunggu bila datang sekarang", "Wait if you come now"), true}});
  for (const ServiceView& service : snapshot.services) {
    table.row({service.letter, service.name, std::to_string(service.waiting), range_text(to, service.wait)});
  }
  table.print(to);
}

void print_calls(Terminal& to, const Snapshot& snapshot, std::size_t most) {
  to.heading(to.say("Panggilan terakhir", "Latest calls"));
  if (snapshot.calls.empty()) {
    to.line(to.say("belum ada", "none yet"), Style::faint);
    return;
  }
  Table table({{to.say("Pukul", "Time")}, {to.say("Nomor", "Number")}, {to.say("Loket", "Counter"), true}, {""}});
  for (std::size_t i = 0; i < std::min(most, snapshot.calls.size()); ++i) {
    const CallView& call = snapshot.calls[i];
    table.row({seconds_text(call.at, snapshot.zone), Cell(call.number, Style::strong), std::to_string(call.counter),
               call.recall ? to.say("dipanggil ulang", "called again") : ""});
  }
  table.print(to);
}

void print_tickets(Terminal& to, const Snapshot& snapshot) {
  to.heading(to.say("Nomor yang belum selesai, menurut urutan panggilan", "Numbers not finished, in call order"));
  if (snapshot.tickets.empty()) {
    to.line(to.say("tidak ada", "none"), Style::faint);
    return;
  }
  Table table({{to.say("Nomor", "Number")},
               {to.say("Layanan", "Service")},
               {to.say("Tahap", "Stage")},
               {to.say("Keadaan", "State")},
               {to.say("Di depan", "Ahead"), true},
               {to.say("Loket", "Counter"), true},
               {to.say("Sampai", "Until"), true}});
  for (const TicketView& ticket : snapshot.tickets) {
    const bool waits = ticket.phase == TicketPhase::waiting && !ticket.until;
    table.row({Cell(ticket.number, Style::strong), ticket.service, ticket.stage, phase_text(to, ticket.phase),
               waits ? std::to_string(ticket.ahead) : "", ticket.counter ? std::to_string(*ticket.counter) : "",
               ticket.until ? clock_text(*ticket.until, snapshot.zone) : ""});
  }
  table.print(to);
}

void print_alarms(Terminal& to, const Snapshot& snapshot) {
  if (snapshot.alarms.empty()) {
    return;
  }
  to.heading(to.say("Peringatan", "Alarms"));
  Table table({{to.say("Sejak", "Since")}, {to.say("Perihal", "About")}, {""}});
  for (const AlarmView& alarm : snapshot.alarms) {
    table.row({clock_text(alarm.since, snapshot.zone), Cell(alarm.subject, Style::bad),
               to.say(alarm.text_id, alarm.text_en)});
  }
  table.print(to);
}

}  // namespace antrean::cli
