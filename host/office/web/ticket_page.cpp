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

Bilingual wait_words(const WaitRange& wait) {
  if (wait.high == 0) {
    return {"sebentar lagi", "any moment now"};
  }
  return {fmt::format("kira-kira {}–{} menit lagi", wait.low, wait.high),
          fmt::format("about {}–{} more minutes", wait.low, wait.high)};
}

struct Label {
  const char* key;  ///< as in ticket.tpl
  Bilingual text;
};

/// What always stands on the page.
std::vector<Label> labels() {
  return {{"text_queue", {"Antrean", "Queue"}},
          {"text_live", {"Langsung", "Live"}},
          {"text_connecting", {"Menyambung…", "Connecting…"}},
          {"text_lost", {"Terputus", "Lost"}},
          {"text_old", {"Data lama", "Out of date"}},
          {"text_since", {"sejak pukul", "since"}},
          {"text_watch", {"Lihat layar TV di ruang tunggu.", "Please watch the screen in the hall."}},
          {"text_yours", {"Nomor Anda", "Your number"}},
          {"text_renumbered", {"Nomor baru; sebelumnya", "New number; it was"}},
          {"text_latest", {"Panggilan terakhir", "Latest calls"}},
          {"text_updates", {"Halaman ini memperbarui diri sendiri.", "This page updates itself."}}};
}

/// Of what a person typed or scanned: never more than a number has.
std::string shown(std::string_view number) { return std::string(text::cut(number, 8)); }

}  // namespace

TicketWords ticket_words(const TicketView* ticket, const Snapshot& snapshot, Language language) {
  const auto say = [language](std::string state, const Bilingual& title, const Bilingual& detail) {
    return TicketWords{std::move(state), title.in(language), detail.in(language)};
  };
  if (ticket == nullptr) {
    return say(
        "gone", {"Tidak ada dalam antrean", "Not in the queue"},
        {"Nomor ini sudah selesai, dibatalkan, atau bukan nomor hari ini. Tanyakan kepada petugas di pintu masuk.",
         "This number is done, cancelled, or not of today. Please ask the staff at the entrance."});
  }
  const auto counter = counter_name(snapshot, ticket->counter);
  const std::string state(word(ticket->phase));
  switch (ticket->phase) {
    case TicketPhase::waiting: {
      Bilingual title = ticket->ahead == 0 ? Bilingual{"Anda berikutnya", "You are next"}
                                           : Bilingual{fmt::format("{} nomor sebelum Anda", ticket->ahead),
                                                       fmt::format("{} ahead of you", ticket->ahead)};
      Bilingual detail = ticket->wait ? wait_words(*ticket->wait) : Bilingual{};
      if (ticket->until) {
        title = {"Menunggu jam Anda", "Waiting for your hour"};
        detail = {"dipanggil mulai pukul " + clock_text(Language::id, *ticket->until, snapshot.zone) +
                      (ticket->wait ? ", " + detail.id : ""),
                  "called from " + clock_text(Language::en, *ticket->until, snapshot.zone) + " on" +
                      (ticket->wait ? ", " + detail.en : "")};
      }
      return say(state, title, detail);
    }
    case TicketPhase::called:
      return say(state, {"Silakan menuju " + counter, "Please go to " + counter},
                 {"Anda dipanggil sekarang", "You are being called now"});
    case TicketPhase::serving:
      return say(state, {"Sedang dilayani di " + counter, "Being served at " + counter}, {});
    case TicketPhase::parked:
      return say(state, {"Ditunda", "On hold"},
                 {"Petugas akan memanggil Anda kembali", "The officer will call you back"});
    case TicketPhase::missed:
      return say(state, {"Terlewat", "Missed"},
                 {"Anda sudah dipanggil. Segera temui petugas di pintu masuk.",
                  "You were called. Please see the staff at the entrance now."});
    case TicketPhase::finished:
      return say(state, {"Selesai", "Done"}, {"Terima kasih", "Thank you"});
    case TicketPhase::cancelled:
      return say(state, {"Dibatalkan", "Cancelled"}, {});
  }
  return {};
}

Language ticket_language(std::string_view asked, std::string_view accept_language) {
  if (const auto chosen = from_word<Language>(asked)) {
    return *chosen;
  }
  return accept_language.substr(0, 2) == "en" ? Language::en : Language::id;
}

http::Response ticket_page(const Snapshot& snapshot, const queue::PlanSettings& plan, const std::string& number,
                           Language language) {
  const auto found = std::find_if(snapshot.tickets.begin(), snapshot.tickets.end(), [&](const TicketView& ticket) {
    return ticket.number == number || ticket.was == number;
  });
  const auto* ticket = found == snapshot.tickets.end() ? nullptr : &*found;
  const auto words = ticket_words(ticket, snapshot, language);
  std::string service;
  for (const auto& one : plan.services) {
    if (ticket != nullptr && one.key == ticket->service) {
      service = language == Language::en && !one.name_en.empty() ? one.name_en : one.name_id;
    }
  }
  templates::Dictionary page;
  page.text("language", std::string(word(language)));
  page.text("other", language == Language::id ? "en" : "id");
  page.text("other_name", language == Language::id ? "English" : "Bahasa Indonesia");
  for (const Label& label : labels()) {
    page.text(label.key, label.text.in(language));
  }
  page.text("office_name", plan.office_name);
  page.text("number", shown(number));
  page.text("now", ticket != nullptr ? ticket->number : shown(number));
  page.text("service", service);
  page.text("state", words.state);
  page.text("title", words.title);
  page.text("detail", words.detail);
  auto& notices = page.list("notices");
  for (const NoticeView& notice : snapshot.notices) {
    auto& one = notices.add();
    one.show("emergency", notice.severity == NoticeSeverity::emergency);
    const bool english = language == Language::en && !notice.text_en.empty();
    one.text("notice", english ? notice.text_en : notice.text_id);
    one.text("notice_language", english ? "en" : "id");
  }
  return http::Response::html(page_of("ticket.tpl", std::move(page)), ticket == nullptr ? 404 : 200);
}

}  // namespace antrean::web
