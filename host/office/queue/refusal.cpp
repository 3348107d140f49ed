#include "queue/refusal.hpp"

#include "values/calendar_text.hpp"

namespace antrean::queue {

namespace {

struct Sentence {
  std::string_view id, en;
};

/// {n} is the number, {c} the counter, {t} the time, {s} the subject.
Sentence sentence(Reason reason) {
  switch (reason) {
    case Reason::day_not_open:
      return {"Hari layanan belum dibuka atau sudah ditutup.", "The office day is not open."};
    case Reason::day_already_open:
      return {"Hari {s} masih terbuka.", "The day {s} is still open."};
    case Reason::day_in_the_past:
      return {"Hari itu sebelum {s}; hanya penyelia yang dapat membukanya, dengan alasan.",
              "That day is before {s}; only a supervisor can open it, with a reason."};
    case Reason::day_too_far:
      return {"Jam komputer menunjukkan {s}; hari sejauh itu tidak dapat dibuka. Periksa tanggal atau jam.",
              "The clock says {s}; a day so far from it cannot be opened. Look at the date, or at the clock."};
    case Reason::day_forgotten:
      return {"Nomor yang sudah diberikan sebelum {s} tidak diketahui lagi; hari itu tidak dapat dibuka.",
              "Numbers given before {s} are no longer known; that day cannot be opened."};
    case Reason::supervisor_needed:
      return {"Hanya penyelia yang boleh melakukan ini.", "This needs a supervisor."};
    case Reason::nobody_logged_in:
      return {"Belum ada petugas yang masuk di loket {c}.", "No officer is logged in at counter {c}."};
    case Reason::not_your_counter:
      return {"Loket {c} sedang dipakai petugas {s}.", "Counter {c} is in use by officer {s}."};
    case Reason::unknown_officer:
      return {"Petugas '{s}' tidak dikenal.", "There is no officer '{s}'."};
    case Reason::officer_elsewhere:
      return {"Petugas {s} masih masuk di loket {c}; keluar dahulu di sana.",
              "Officer {s} is logged in at counter {c}; log out there first."};
    case Reason::counter_taken:
      return {"Loket {c} sudah dipakai petugas {s}.", "Counter {c} is taken by officer {s}."};
    case Reason::unknown_counter:
      return {"Loket {c} tidak ada.", "There is no counter {c}."};
    case Reason::counter_closed:
      return {"Loket {c} tutup; buka dahulu.", "Counter {c} is closed; open it first."};
    case Reason::counter_paused:
      return {"Loket {c} sedang jeda; buka dahulu.", "Counter {c} is paused; open it first."};
    case Reason::counter_already_open:
      return {"Loket {c} sudah buka.", "Counter {c} is open already."};
    case Reason::counter_already_paused:
      return {"Loket {c} sudah jeda.", "Counter {c} is paused already."};
    case Reason::counter_busy:
      return {"Loket {c} masih melayani {n}; selesaikan dahulu.", "Counter {c} still has {n}; finish it first."};
    case Reason::counter_empty:
      return {"Tidak ada nomor di loket {c}.", "There is no number at counter {c}."};
    case Reason::already_serving:
      return {"{n} sudah dilayani di loket {c}.", "{n} is being served at counter {c} already."};
    case Reason::nobody_waiting:
      return {"Tidak ada yang menunggu untuk loket {c}.", "Nobody is waiting for counter {c}."};
    case Reason::pressed_twice:
      return {"Tombol loket {c} ditekan dua kali; tekanan kedua diabaikan.",
              "The button of counter {c} was pressed twice; the second press was not used."};
    case Reason::nothing_to_undo:
      return {"Tidak ada yang dapat diurungkan di loket {c}: sejak panggilan terakhir belum ada yang diselesaikan.",
              "There is nothing to undo at counter {c}: nobody was finished since its latest call."};
    case Reason::pad_needs_login:
      return {"Tombol loket {c} baru berfungsi setelah petugas masuk.",
              "The pad of counter {c} works once an officer is logged in."};
    case Reason::unknown_number:
      return {"Nomor {n} tidak ada hari ini.", "There is no number {n} today."};
    case Reason::ticket_waiting:
      return {"{n} sedang menunggu.", "{n} is waiting."};
    case Reason::ticket_held:
      return {"{n} menunggu jamnya.", "{n} is waiting for its hour."};
    case Reason::ticket_at_counter:
      return {"{n} sedang di loket {c}.", "{n} is at counter {c}."};
    case Reason::ticket_parked:
      return {"{n} sedang ditunda.", "{n} is parked."};
    case Reason::ticket_missed:
      return {"{n} tidak hadir ketika dipanggil; daftarkan kembali dahulu.",
              "{n} missed its call; return it to the queue first."};
    case Reason::ticket_over:
      return {"{n} sudah selesai.", "{n} is over."};
    case Reason::returns_used_up:
      return {"{n} sudah kembali sebanyak yang diperbolehkan.", "{n} has come back as often as it may."};
    case Reason::same_place:
      return {"{n} sudah di sana.", "{n} is there already."};
    case Reason::ticket_moved_on:
      return {"{n} sudah berpindah sejak diselesaikan; panggil atau alihkan nomornya.",
              "{n} has moved on since it was finished; call or transfer it instead."};
    case Reason::unknown_service:
      return {"Layanan '{s}' tidak ada di sini.", "There is no service '{s}' here."};
    case Reason::unknown_stage:
      return {"Tahap '{s}' tidak ada.", "There is no stage '{s}'."};
    case Reason::unknown_class:
      return {"Golongan '{s}' tidak ada.", "There is no class '{s}'."};
    case Reason::already_admitted:
      return {"Kode ini sudah dipakai pukul {t}, nomor {n}.", "This code was used at {t}, number {n}."};
    case Reason::bad_party:
      return {"Jumlah orang atau pesanannya tidak benar.", "The number of people or the booking is not right."};
    case Reason::no_walk_in_now:
      return {"Saat ini tidak ada layanan tanpa pesanan.", "There is no walk-in at this time."};
    case Reason::walk_in_quota_used:
      return {"Kuota tanpa pesanan untuk jam ini habis.", "The walk-in quota of this hour is used up."};
    case Reason::class_quota_used:
      return {"Kuota golongan '{s}' hari ini habis.", "Today's quota of class '{s}' is used up."};
    case Reason::numbers_used_up:
      return {"Nomor seri '{s}' hari ini habis; tambahkan huruf di pengaturan.",
              "The numbers of series '{s}' are used up today; add a letter in the settings."};
    case Reason::reason_missing:
      return {"Alasan harus diisi.", "A reason is needed."};
    case Reason::unknown_reason:
      return {"Alasan '{s}' tidak berlaku.", "'{s}' is not one of the reasons."};
    case Reason::hall_paused:
      return {"Aula sedang jeda sampai pukul {t}; tidak ada yang dipanggil.",
              "The hall is paused until {t}; nobody is called."};
    case Reason::hall_not_paused:
      return {"Aula tidak sedang jeda.", "The hall is not paused."};
    case Reason::bad_time:
      return {"Waktu itu sudah lewat.", "That time has passed."};
    case Reason::no_such_notice:
      return {"Pengumuman itu sudah tidak ada.", "That notice is not there any more."};
    case Reason::bad_notice:
      return {"Pengumuman harus berisi teks Indonesia, paling banyak 300 huruf, dan paling banyak 10 sekaligus.",
              "A notice needs an Indonesian text of at most 300 letters; there may be 10 at once."};
    case Reason::no_such_walk_in:
      return {"Tidak ada layanan tanpa pesanan mulai pukul {s}.", "There is no walk-in that begins at {s}."};
    case Reason::no_such_alarm:
      return {"Tidak ada peringatan '{s}'.", "There is no alarm '{s}'."};
    case Reason::nobody_stranded:
      return {"Tidak ada nomor yang tertinggal di '{s}'.", "No number is stranded in '{s}'."};
    case Reason::stage_missing:
      return {"Sebutkan tahap layanan '{s}' yang dituju.", "Say which stage of service '{s}' they go to."};
  }
  return {"Tidak dapat dilakukan.", "That cannot be done."};
}

/// A pause whose end nobody has said.
constexpr Sentence paused_without_end{"Aula sedang jeda sampai dilanjutkan penyelia; tidak ada yang dipanggil.",
                                      "The hall is paused until a supervisor resumes it; nobody is called."};

Sentence sentence(const Refusal& refusal) {
  return refusal.reason == Reason::hall_paused && !refusal.when ? paused_without_end : sentence(refusal.reason);
}

std::string filled(Language language, std::string_view pattern, const Refusal& refusal, Zone zone) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{') {
      text += pattern[i];
      continue;
    }
    switch (pattern[i + 1]) {
      case 'n':
        text += refusal.number;
        break;
      case 'c':
        text += std::to_string(refusal.counter);
        break;
      case 't':
        text += refusal.when ? clock_text(language, *refusal.when, zone) : std::string("?");
        break;
      default:
        text += refusal.subject;
        break;
    }
    i += 2;
  }
  return text;
}

}  // namespace

std::string words_id(const Refusal& refusal, Zone zone) {
  return filled(Language::id, sentence(refusal).id, refusal, zone);
}
std::string words_en(const Refusal& refusal, Zone zone) {
  return filled(Language::en, sentence(refusal).en, refusal, zone);
}

}  // namespace antrean::queue
