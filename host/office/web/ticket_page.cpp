#include "web/ticket_page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/text.hpp"
#include "values/calendar_text.hpp"
#include "values/words.hpp"
#include "web/page.hpp"

namespace antrean::web {

namespace {

std::string counter_name(const Snapshot& snapshot, std::optional<CounterId> id) {
  for (const auto& counter : snapshot.counters) {
    if (id && counter.id == *id) {
      return counter.name;
    }
  }
  return id ? fmt::format("Loket {}", *id) : std::string();
}

std::string wait_id(const WaitRange& wait) {
  return wait.high == 0 ? "sebentar lagi" : fmt::format("kira-kira {}–{} menit lagi", wait.low, wait.high);
}
std::string wait_en(const WaitRange& wait) {
  return wait.high == 0 ? "any moment now" : fmt::format("about {}–{} more minutes", wait.low, wait.high);
}

/// Of what a person typed or scanned: never more than a number has.
std::string shown(std::string_view number) { return std::string(text::cut(number, 8)); }

}  // namespace

TicketWords ticket_words(const TicketView* ticket, const Snapshot& snapshot) {
  if (ticket == nullptr) {
    return {"gone", "Tidak ada dalam antrean", "Not in the queue",
            "Nomor ini sudah selesai, dibatalkan, atau bukan nomor hari ini. Tanyakan kepada petugas di pintu masuk.",
            "This number is done, cancelled, or not of today. Please ask the staff at the entrance."};
  }
  const auto counter = counter_name(snapshot, ticket->counter);
  const std::string state(word(ticket->phase));
  switch (ticket->phase) {
    case TicketPhase::waiting: {
      TicketWords words{state,
                        ticket->ahead == 0 ? "Anda berikutnya" : fmt::format("{} nomor sebelum Anda", ticket->ahead),
                        ticket->ahead == 0 ? "You are next" : fmt::format("{} ahead of you", ticket->ahead), "", ""};
      if (ticket->wait) {
        words.detail_id = wait_id(*ticket->wait);
        words.detail_en = wait_en(*ticket->wait);
      }
      if (ticket->until) {
        words.title_id = "Menunggu jam Anda";
        words.title_en = "Waiting for your hour";
        words.detail_id = "dipanggil mulai pukul " + clock_text(Language::id, *ticket->until, snapshot.zone);
        words.detail_en = "called from " + clock_text(Language::en, *ticket->until, snapshot.zone) + " on";
        if (ticket->wait) {
          words.detail_id += ", " + wait_id(*ticket->wait);
          words.detail_en += ", " + wait_en(*ticket->wait);
        }
      }
      return words;
    }
    case TicketPhase::called:
      return {state, "Silakan menuju " + counter, "Please go to " + counter, "Anda dipanggil sekarang",
              "You are being called now"};
    case TicketPhase::serving:
      return {state, "Sedang dilayani di " + counter, "Being served at " + counter, "", ""};
    case TicketPhase::parked:
      return {state, "Ditunda", "On hold", "Petugas akan memanggil Anda kembali", "The officer will call you back"};
    case TicketPhase::missed:
      return {state, "Terlewat", "Missed", "Anda sudah dipanggil. Segera temui petugas di pintu masuk.",
              "You were called. Please see the staff at the entrance now."};
    case TicketPhase::finished:
      return {state, "Selesai", "Done", "Terima kasih", "Thank you"};
    case TicketPhase::cancelled:
      return {state, "Dibatalkan", "Cancelled", "", ""};
  }
  return {};
}

http::Response ticket_page(const Snapshot& snapshot, const queue::PlanSettings& plan, const std::string& number) {
  const auto found = std::find_if(snapshot.tickets.begin(), snapshot.tickets.end(), [&](const TicketView& ticket) {
    return ticket.number == number || ticket.was == number;
  });
  const auto* ticket = found == snapshot.tickets.end() ? nullptr : &*found;
  const auto words = ticket_words(ticket, snapshot);
  std::string service;
  for (const auto& one : plan.services) {
    if (ticket != nullptr && one.key == ticket->service) {
      service = one.name_id;
    }
  }
  templates::Dictionary page;
  page.text("office_name", plan.office_name);
  page.text("number", shown(number));
  page.text("now", ticket != nullptr ? ticket->number : shown(number));
  page.text("service", service);
  page.text("state", words.state);
  page.text("title_id", words.title_id);
  page.text("title_en", words.title_en);
  page.text("detail_id", words.detail_id);
  page.text("detail_en", words.detail_en);
  return http::Response::html(page_of("ticket.tpl", std::move(page)), ticket == nullptr ? 404 : 200);
}

}  // namespace antrean::web
