#include "audit/exceptions.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "values/nik.hpp"

namespace antrean::audit {
namespace {

template <class... Each>
struct Overloaded : Each... {
  using Each::operator()...;
};
template <class... Each>
Overloaded(Each...) -> Overloaded<Each...>;

/// So much of a digest tells two settings files apart.
constexpr std::size_t digest_shown = 12;

using Found = std::optional<Exception>;
using queue::ActorKind;

/// An event that is about one ticket.
template <class Body>
Exception about_ticket(Kind kind, const Body& body) {
  Exception found{.kind = kind, .number = body.number, .counter = 0, .about = {}, .reason = {}};
  if constexpr (requires { found.counter = body.counter; }) {
    found.counter = body.counter;
  }
  if constexpr (requires { found.reason = body.reason; }) {
    found.reason = body.reason;
  }
  return found;
}

bool given_by_itself(const queue::Plan& plan, const queue::TicketIssued& issued) {
  const auto service = plan.service(issued.service);
  if (!service) {
    return false;
  }
  const auto& settings = plan.settings().services[*service];
  return issued.line.class_key == settings.booked_class || issued.line.class_key == settings.walk_in_class;
}

std::string list(const std::vector<std::string>& numbers) {
  std::string all;
  for (const auto& number : numbers) {
    all += (all.empty() ? "" : ", ") + number;
  }
  return all;
}

std::string place(const queue::Transferred& it) {
  return it.to != 0 ? std::to_string(it.to) : it.service + "/" + it.stage;
}

Found find(const queue::Event& event, const queue::Plan* plan) {
  using namespace queue;
  const bool by_a_person = event.by.kind != ActorKind::system;
  const auto about_day = [](Kind kind, OfficeDay day, std::string reason) {
    return Exception{.kind = kind, .number = {}, .counter = 0, .about = day.text(), .reason = std::move(reason)};
  };
  const auto about_hall = [](Kind kind, std::string about) {
    return Exception{.kind = kind, .number = {}, .counter = 0, .about = std::move(about), .reason = {}};
  };
  return std::visit(
      Overloaded{
          [](const Called& it) -> Found {
            return it.turn.kind == TurnKind::out_of_order ? Found(about_ticket(Kind::out_of_order, it)) : std::nullopt;
          },
          [](const ServedDirect& it) -> Found { return about_ticket(Kind::served_direct, it); },
          [](const Admitted& it) -> Found {
            if (!it.forced) {
              return std::nullopt;
            }
            return Exception{
                .kind = Kind::forced, .number = list(it.numbers), .counter = 0, .about = it.code, .reason = it.reason};
          },
          [&](const TicketIssued& it) -> Found {
            if (plan == nullptr || given_by_itself(*plan, it)) {
              return std::nullopt;
            }
            auto found = about_ticket(Kind::class_at_entrance, it);
            found.about = it.line.class_key;
            return found;
          },
          [](const ClassGranted& it) -> Found {
            auto found = about_ticket(Kind::class_granted, it);
            found.about = it.class_key;
            return found;
          },
          [](const Transferred& it) -> Found {
            auto found = about_ticket(Kind::transferred, it);
            found.counter = it.from;
            found.about = place(it);
            return found;
          },
          [&](const TicketReturned& it) -> Found {
            return event.by.kind == ActorKind::supervisor ? Found(about_ticket(Kind::returned, it)) : std::nullopt;
          },
          [](const CallCancelled& it) -> Found { return about_ticket(Kind::call_cancelled, it); },
          [](const TicketCancelled& it) -> Found { return about_ticket(Kind::ticket_cancelled, it); },
          [](const FinishUndone& it) -> Found { return about_ticket(Kind::finish_undone, it); },
          [](const LineReplaced& it) -> Found {
            auto found = about_ticket(Kind::line_replaced, it);
            found.about = it.service + "/" + it.stage;
            return found;
          },
          [&](const DayOpened& it) -> Found {
            return by_a_person || !it.reason.empty() ? Found(about_day(Kind::day_opened, it.day, it.reason))
                                                     : std::nullopt;
          },
          [&](const DayClosing& it) -> Found {
            return by_a_person ? Found(about_day(Kind::day_closed, it.day, {})) : std::nullopt;
          },
          [&](const DayReopened& it) -> Found { return about_day(Kind::day_reopened, it.day, it.reason); },
          [](const ClockStepped& it) -> Found {
            return Exception{.kind = Kind::clock_stepped,
                             .number = {},
                             .counter = 0,
                             .about = std::to_string(it.back_ms / 1000),
                             .reason = {}};
          },
          [](const NumbersSkipped& it) -> Found {
            return Exception{
                .kind = Kind::numbers_skipped, .number = list(it.up_to), .counter = 0, .about = {}, .reason = {}};
          },
          [&](const HallPaused& it) -> Found {
            return Exception{.kind = Kind::hall_paused,
                             .number = {},
                             .counter = 0,
                             .about = !it.until         ? std::string()
                                      : plan == nullptr ? iso_text(*it.until)
                                                        : clock_text(*it.until, plan->settings().zone),
                             .reason = it.reason};
          },
          [&](const HallResumed&) -> Found {
            return by_a_person ? Found(about_hall(Kind::hall_resumed, {})) : std::nullopt;
          },
          [&](const NoticeSet& it) -> Found { return about_hall(Kind::notice_set, it.text_id); },
          [&](const NoticeEnded&) -> Found {
            return by_a_person ? Found(about_hall(Kind::notice_ended, {})) : std::nullopt;
          },
          [&](const WalkInsSet& it) -> Found {
            return about_hall(Kind::walk_ins_set, it.service + " " + it.from.text() + ": " +
                                                      (it.quota ? std::to_string(*it.quota) : std::string("-")));
          },
          [&](const LastNumbersSet& it) -> Found {
            return about_hall(Kind::last_numbers_set, it.at ? it.at->text() : std::string("-"));
          },
          [&](const SettingsChanged& it) -> Found {
            // The first that an office ever has are no change.
            return it.before.empty() ? std::nullopt
                                     : Found(about_hall(Kind::settings_changed, it.digest.substr(0, digest_shown)));
          },
          [](const auto&) -> Found { return std::nullopt; },
      },
      static_cast<const EventBodies&>(event.body));
}

}  // namespace

std::optional<Exception> exception_of(const queue::Event& event, const queue::Plan* plan) {
  auto found = find(event, plan);
  if (found) {
    found->reason = mask_niks(found->reason);
  }
  return found;
}

bool worth_a_look(std::string_view name, std::string_view body) {
  // Of these there are many, and most of them are in order.
  if (name == "called") {
    return body.find("\"out_of_order\"") != std::string_view::npos;
  }
  if (name == "admitted") {
    return body.find("\"forced\":true") != std::string_view::npos;
  }
  constexpr std::array<std::string_view, 20> looked_at{
      "served_direct",  "ticket_issued",    "class_granted",   "transferred",      "ticket_returned",
      "call_cancelled", "ticket_cancelled", "finish_undone",   "line_replaced",    "day_opened",
      "day_closing",    "day_reopened",     "numbers_skipped", "hall_paused",      "hall_resumed",
      "notice_set",     "notice_ended",     "walk_ins_set",    "last_numbers_set", "settings_changed"};
  return name == "clock_stepped" || std::ranges::find(looked_at, name) != looked_at.end();
}

Bilingual words_of(const Exception& exception) {
  const std::string& about = exception.about;
  switch (exception.kind) {
    case Kind::out_of_order:
      return {.id = "Dipanggil di luar urutan", .en = "Called out of order"};
    case Kind::served_direct:
      return {.id = "Dilayani langsung tanpa antre", .en = "Served directly, without waiting"};
    case Kind::forced:
      return {.id = "Diterima di luar aturan, kode " + about, .en = "Admitted against the rules, code " + about};
    case Kind::class_at_entrance:
      return {.id = "Nomor golongan " + about + " di pintu masuk",
              .en = "Number of class " + about + " at the entrance"};
    case Kind::class_granted:
      return {.id = "Dipindahkan ke golongan " + about, .en = "Put into class " + about};
    case Kind::transferred:
      return {.id = "Dipindahkan ke " + about, .en = "Transferred to " + about};
    case Kind::returned:
      return {.id = "Nomor terlewat diterima kembali oleh penyelia", .en = "Missed number let back by a supervisor"};
    case Kind::call_cancelled:
      return {.id = "Panggilan dibatalkan", .en = "Call cancelled"};
    case Kind::ticket_cancelled:
      return {.id = "Nomor dibatalkan", .en = "Number cancelled"};
    case Kind::finish_undone:
      return {.id = "Penyelesaian ditarik kembali", .en = "Finish taken back"};
    case Kind::line_replaced:
      return {.id = "Pindah antrean karena pengaturan berubah, ke " + about,
              .en = "Moved because the settings changed, to " + about};
    case Kind::day_opened:
      return {.id = "Hari " + about + " dibuka", .en = "Day " + about + " opened"};
    case Kind::day_closed:
      return {.id = "Hari " + about + " ditutup", .en = "Day " + about + " closed"};
    case Kind::day_reopened:
      return {.id = "Hari " + about + " dibuka kembali", .en = "Day " + about + " opened again"};
    case Kind::clock_stepped:
      return {.id = "Jam mundur " + about + " detik", .en = "The clock went back " + about + " seconds"};
    case Kind::numbers_skipped:
      return {.id = "Nomor dilewati karena jurnal dipulihkan dari salinan",
              .en = "Numbers skipped, because the journal was put back from a copy"};
    case Kind::hall_paused:
      return about.empty() ? Bilingual{.id = "Aula jeda", .en = "Pause of the hall"}
                           : Bilingual{.id = "Aula jeda sampai " + about, .en = "Pause of the hall until " + about};
    case Kind::hall_resumed:
      return {.id = "Aula dilanjutkan", .en = "End of the pause"};
    case Kind::notice_set:
      return {.id = "Pengumuman: " + about, .en = "Notice: " + about};
    case Kind::notice_ended:
      return {.id = "Pengumuman diturunkan", .en = "Notice taken down"};
    case Kind::walk_ins_set:
      return {.id = "Kuota tanpa pesanan, " + about, .en = "Walk-in quota, " + about};
    case Kind::last_numbers_set:
      return {.id = "Nomor terakhir pukul " + about, .en = "Last numbers at " + about};
    case Kind::settings_changed:
      return {.id = "Pengaturan berubah (" + about + ")", .en = "Settings changed (" + about + ")"};
  }
  return {};
}

std::string who(const queue::Actor& by) {
  const std::string name = by.name.empty() ? std::string(word(by.kind)) : by.name;
  return by.role.empty() || by.role == name ? name : name + " (" + by.role + ")";
}

}  // namespace antrean::audit
