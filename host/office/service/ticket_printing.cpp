#include "service/ticket_printing.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "checkin/words.hpp"

namespace antrean::office {

namespace asio = boost::asio;

namespace {

/// A new ticket's wait is estimated within about a second; somebody who stands before the printer waits no
/// longer than this for it.
constexpr Milliseconds for_the_estimate{1'500};

const TicketView* view_of(const Snapshot& snapshot, const std::string& number) {
  const auto found = std::ranges::find(snapshot.tickets, number, &TicketView::number);
  return found == snapshot.tickets.end() ? nullptr : &*found;
}

bool in_line(const queue::Ticket& ticket) {
  return ticket.state == queue::TicketState::waiting || ticket.state == queue::TicketState::held;
}

std::string code_of(const queue::State& state, queue::TicketId ticket) {
  for (const queue::Admission& admission : state.admissions) {
    if (std::ranges::find(admission.tickets, ticket) != admission.tickets.end()) {
      return admission.code;
    }
  }
  return {};
}

}  // namespace

TicketPrinting::TicketPrinting(asio::io_context& io, TicketPrinter& printer, const CommandLoop& loop,
                               const PrinterSettings& settings, Sources sources, std::unique_ptr<Timer> patience)
    : io_(io),
      printer_(printer),
      loop_(loop),
      names_(settings.names),
      fresh_(settings.oldest),
      sources_(std::move(sources)),
      patience_(std::move(patience)) {}

void TicketPrinting::show(const Snapshot& snapshot) {
  take_new(snapshot);
  print_estimated(snapshot, false);
  if (!new_ones_.empty() && !patient_) {
    patient_ = true;
    patience_->ring_after(for_the_estimate, [this] {
      patient_ = false;
      print_estimated(*loop_.snapshot(), true);
    });
  }
}

void TicketPrinting::take_new(const Snapshot& snapshot) {
  const queue::State& state = loop_.durable();
  if (snapshot.day != day_) {
    day_ = snapshot.day;
    known_ = 0;
    started_ = false;  // a day that is opened again has its old tickets
    new_ones_.clear();
  }
  const UtcTime now = sources_.now();
  for (; known_ < state.tickets.size(); ++known_) {
    const queue::Ticket& ticket = state.tickets[known_];
    const bool old = !started_ && (ticket.issued > now || now - ticket.issued > fresh_);
    if (in_line(ticket) && !old) {
      new_ones_.push_back(ticket.id);
    } else if (in_line(ticket)) {
      printer_.offer(paper(ticket, snapshot));
    }
  }
  started_ = true;
}

void TicketPrinting::print_estimated(const Snapshot& snapshot, bool also_without) {
  const queue::State& state = loop_.durable();
  std::erase_if(new_ones_, [&](queue::TicketId id) {
    if (id > state.tickets.size()) {
      return true;
    }
    const queue::Ticket& ticket = state.ticket(id);
    const TicketView* view = view_of(snapshot, ticket.number.text());
    // Whoever waits for their hour is told the hour.
    const bool known = ticket.state == queue::TicketState::held || (view != nullptr && view->wait);
    if (!known && !also_without) {
      return false;
    }
    if (queue::is_live(ticket.state)) {
      hand_over(ticket, snapshot, false);
    }
    return true;
  });
}

PaperTicket TicketPrinting::paper(const queue::Ticket& ticket, const Snapshot& snapshot) const {
  const queue::PlanSettings& plan = loop_.plan().settings();
  const std::string number = ticket.number.text();
  PaperTicket paper;
  paper.number = number;
  // The hour is the journal's: it is the same after a restart, and another one after a journal was put back.
  paper.id = snapshot.day.text() + " " + std::to_string(ticket.id) + " " + std::to_string(to_ms(ticket.issued));
  paper.office = plan.office_name;
  paper.given = ticket.issued;
  paper.zone = plan.zone;
  const std::string& key = loop_.durable().stages[ticket.stage].service;
  const auto service = std::ranges::find(plan.services, key, &queue::ServiceSettings::key);
  paper.service = service == plan.services.end() ? Bilingual{key, key} : Bilingual{service->name_id, service->name_en};
  const TicketView* view = view_of(snapshot, number);
  if (ticket.state == queue::TicketState::held) {
    paper.not_before = ticket.until;
  } else if (ticket.state == queue::TicketState::waiting && view != nullptr) {
    paper.ahead = view->ahead;
    paper.wait = view->wait;
  }
  if (sources_.my_number) {
    paper.my_number = sources_.my_number(number).value_or("");
  }
  return paper;
}

void TicketPrinting::hand_over(const queue::Ticket& ticket, const Snapshot& snapshot, bool again) {
  PaperTicket made = paper(ticket, snapshot);
  const auto print = [this, again](PaperTicket whole) {
    again ? printer_.print_again(std::move(whole)) : printer_.print(std::move(whole));
  };
  if (!names_ || ticket.booking == 0 || !sources_.booking) {
    print(std::move(made));
    return;
  }
  asio::co_spawn(
      io_, sources_.booking(ticket.booking, code_of(loop_.durable(), ticket.id)),
      [print, made = std::move(made)](const std::exception_ptr& error, const std::optional<Booking>& booking) mutable {
        try {
          if (error) {
            std::rethrow_exception(error);
          }
          made.name = booking ? booking->name : std::string();
        } catch (const std::exception& failure) {
          spdlog::warn("ticket printer: {} is printed without a name: {}", made.number, failure.what());
        }
        print(std::move(made));
      });
}

EntranceReply TicketPrinting::print_again(std::string_view number) {
  EntranceReply told;
  const queue::Ticket* ticket = loop_.durable().find(number);
  if (ticket == nullptr || !queue::is_live(ticket->state)) {
    told.outcome = "unknown_number";
    told.words = checkin::words::no_such_number(std::string(number));
    return told;
  }
  const PrinterHealth health = printer_.health();
  const std::string now = ticket->number.text();
  if (!health.online) {
    told.outcome = "printer_trouble";
    const bool known = !health.trouble.en.empty();
    told.words = {
        .id = now + " tidak dicetak: " + (known ? health.trouble.id : "printer tiket belum siap"),
        .en = now + " was not printed: " + (known ? health.trouble.en : "the ticket printer is not ready yet")};
    return told;
  }
  spdlog::info("ticket printer: {} is printed again", now);
  hand_over(*ticket, *loop_.snapshot(), true);
  told.outcome = "printing";
  told.numbers = {now};
  told.words = {.id = "Tiket " + now + " dicetak.", .en = "Ticket " + now + " is being printed."};
  return told;
}

web::PrinterNow TicketPrinting::printer() const {
  PrinterHealth health = printer_.health();
  web::PrinterNow now{.well = health.online,
                      .words = health.online ? std::move(health.advice) : std::move(health.trouble),
                      .not_printed = {}};
  for (std::string& number : health.not_printed) {
    const queue::Ticket* ticket = loop_.durable().find(number);
    if (ticket != nullptr && queue::is_live(ticket->state)) {
      now.not_printed.push_back(std::move(number));
    }
  }
  return now;
}

}  // namespace antrean::office
