#include "web/live_view.hpp"

#include <algorithm>
#include <array>

#include "sla/sla.hpp"
#include "values/alarms.hpp"

namespace antrean::web {

std::vector<WaitingLine> waiting_lines(const queue::State& state, const queue::Plan& plan, UtcTime now) {
  std::vector<WaitingLine> lines;
  // The settings' order first; what only the journal knows comes after it.
  for (const auto& service : plan.settings().services) {
    for (const auto& klass : plan.settings().classes) {
      lines.push_back({.service = service.key, .class_key = klass.key, .longest = {}});
    }
  }
  const UtcTime running = state.clock.running_at(now);
  for (const queue::Ticket& ticket : state.tickets) {
    const bool held = ticket.state == queue::TicketState::held;
    if (!held && ticket.state != queue::TicketState::waiting) {
      continue;
    }
    const std::string& service = state.stages[ticket.stage].service;
    const std::string& klass = state.classes[ticket.klass];
    auto line = std::ranges::find_if(
        lines, [&](const WaitingLine& one) { return one.service == service && one.class_key == klass; });
    if (line == lines.end()) {
      line = lines.insert(lines.end(), {.service = service, .class_key = klass, .longest = {}});
    }
    if (held) {
      ++line->held;
      continue;
    }
    ++line->waiting;
    const UtcTime since = now - (running - ticket.joined.since);
    line->longest = std::min(line->longest.value_or(since), since);
  }
  std::erase_if(lines, [](const WaitingLine& line) { return line.waiting == 0 && line.held == 0; });
  return lines;
}

std::optional<LastCall> last_call(const Snapshot& snapshot) {
  std::optional<LastCall> last;
  std::uint32_t unknown = 0;
  const auto take = [&](UtcTime from, const WaitRange& wait) {
    const LastCall other{.likely = from + Minutes(wait.likely), .late = from + Minutes(wait.high)};
    if (!last) {
      last = other;
    }
    last->likely = std::max(last->likely, other.likely);
    last->late = std::max(last->late, other.late);
  };
  for (const TicketView& ticket : snapshot.tickets) {
    if (ticket.phase != TicketPhase::waiting) {
      continue;
    }
    if (ticket.wait) {
      take(snapshot.at, *ticket.wait);
    } else {
      ++unknown;
    }
  }
  for (const ServiceView& service : snapshot.services) {
    for (const SlotWaitView& slot : service.slots) {
      take(std::max(snapshot.at, instant(snapshot.day, slot.start, snapshot.zone)), slot.wait);
    }
  }
  if (last) {
    last->unknown = unknown;
  }
  return last;
}

std::vector<WalkInPart> walk_in_parts(const queue::State& state, const queue::Plan& plan) {
  std::vector<WalkInPart> parts;
  const auto weekday = state.day.weekday().c_encoding();
  for (std::size_t service = 0; service < plan.settings().services.size(); ++service) {
    for (const queue::WalkInRule& rule : plan.settings().services[service].walk_in) {
      if ((rule.weekdays >> weekday & 1) == 0) {
        continue;
      }
      const std::pair key{static_cast<std::uint16_t>(service), static_cast<std::int16_t>(rule.from.minutes())};
      const auto today = state.walk_in_quotas.find(key);
      const auto used = state.walk_ins.find(key);
      parts.push_back({.service = plan.settings().services[service].key,
                       .from = rule.from,
                       .to = rule.to,
                       .quota = rule.quota,
                       .today = today == state.walk_in_quotas.end() ? std::nullopt : std::optional(today->second),
                       .used = used == state.walk_ins.end() ? 0 : used->second});
    }
  }
  return parts;
}

Bilingual task_for(std::string_view subject) {
  struct Task {
    std::string_view begins;
    Bilingual what;
  };
  // The first whose words begin the subject: so the longer ones come first.
  static const std::array tasks{
      Task{"journal at portal",
           {.id = "Jangan hapus apa pun. Hubungi teknisi dan direktorat; jalankan antrean verify.",
            .en = "Delete nothing. Call the technician and the directorate; run antrean verify."}},
      Task{chain_alarm,
           {.id = "Jangan hapus apa pun. Hubungi teknisi; jalankan antrean verify dan simpan hasilnya.",
            .en = "Delete nothing. Call the technician; run antrean verify and keep what it says."}},
      Task{journal_alarm,
           {.id = "Hubungi teknisi sekarang: tidak ada nomor yang diberikan atau dipanggil sampai jurnal bisa ditulis. "
                  "Umumkan di aula.",
            .en = "Call the technician now: no number is given or called until the journal can be written. Tell the "
                  "hall."}},
      Task{clock_step_alarm,
           {.id = "Bandingkan jam komputer dengan jam lain. Waktu tunggu tetap benar.",
            .en = "Compare the computer's clock with another. Waiting times stay right."}},
      Task{clock_alarm,
           {.id = "Minta teknisi menyetel jam komputer sebelum hari dibuka.",
            .en = "Ask the technician to set the computer's clock before the day is opened."}},
      Task{day_alarm,
           {.id = "Periksa tanggal; bila benar, buka hari ini dari halaman ini.",
            .en = "Look at the date; if it is right, open today from this page."}},
      Task{date_alarm,
           {.id = "Jawab di konsol: apakah tanggal itu hari ini?", .en = "Answer at a console: is that date today?"}},
      Task{settings_change_alarm,
           {.id = "Baca siapa yang dipindahkan, dan beri tahu mereka.",
            .en = "Read who was moved where, and tell them."}},
      Task{stranded_alarm,
           {.id = "Pindahkan mereka ke antrean lain di konsol, atau minta teknisi memperbaiki pengaturan.",
            .en = "Put them in another line at a console, or let the technician mend the settings."}},
      Task{numbers_alarm,
           {.id = "Minta teknisi menambah huruf seri di pengaturan, lalu muat ulang.",
            .en = "Ask the technician to add a letter to the series in the settings, and reload them."}},
      Task{sla::subject_begins,
           {.id = "Buka loket lagi, pindahkan petugas, atau kurangi nomor tanpa pesanan di bawah.",
            .en = "Open another counter, move an officer, or give fewer walk-in numbers below."}},
      Task{"portal",
           {.id = "Kantor bekerja terus tanpa portal. Bila lebih lama dari satu jam, hubungi direktorat.",
            .en = "The office goes on without the portal. After an hour, call the directorate."}},
      Task{"board",
           {.id = "Periksa papan itu, listrik dan kabelnya. Sementara itu suara dan TV tetap memanggil.",
            .en = "Look at the board, its power and its cable. Voice and TV go on calling meanwhile."}},
      Task{"pad",
           {.id = "Periksa kabel tombol. Sementara itu petugas memanggil dari konsol.",
            .en = "Look at the pad's cable. The officer calls from the console meanwhile."}},
      Task{"scanner",
           {.id = "Periksa kabel pemindai. Sementara itu petugas mengetik kode di pintu masuk.",
            .en = "Look at the scanner's cable. The clerk types codes at the entrance meanwhile."}},
      Task{"printer",
           {.id = "Periksa kertas dan listrik. Nomor tetap ada di layar; cetak ulang dari pintu masuk.",
            .en = "Look at paper and power. Numbers are on the screen; print them again at the entrance."}},
      Task{"speaker",
           {.id = "Periksa pengeras suara. Sementara itu panggil dengan suara sendiri.",
            .en = "Look at the loudspeaker. Call by your own voice meanwhile."}},
      Task{"bus",
           {.id = "Periksa adaptor dan kabel jalur itu; semua papan dan tombolnya mati.",
            .en = "Look at the adapter and cable of this line; all its boards and pads are dead."}},
      Task{"backup",
           {.id = "Beri tahu teknisi hari ini: cadangan tidak jadi.",
            .en = "Tell the technician today: there is no backup."}},
  };
  for (const Task& task : tasks) {
    if (subject.starts_with(task.begins)) {
      return task.what;
    }
  }
  return {.id = "Beri tahu teknisi.", .en = "Tell the technician."};
}

}  // namespace antrean::web
