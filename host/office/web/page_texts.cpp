#include "web/page_texts.hpp"

#include <algorithm>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace antrean::web {
namespace {

// Short sentences, as somebody at a counter would say them. {ask} follows "tanya": "petugas".
constexpr PageText visitor[] = {
    // The start
    {"start", "Pindai kode QR Anda", "Scan your QR code"},
    {"start_how", "Hadapkan kode QR di ponsel atau kertas Anda ke pemindai.",
     "Hold the QR code on your phone or paper up to the scanner."},
    {"no_code", "Tidak punya kode? Silakan tanya {ask}.", "No code? Please ask {ask}."},
    {"closed", "Kantor sudah tutup", "The office is closed"},
    {"closed_how", "Nomor antrean tidak diberikan lagi hari ini.", "No more numbers are given today."},
    {"queue_now", "Antrean saat ini", "The queue now"},
    {"waiting", "{count} menunggu", "{count} waiting"},
    {"nobody_waits", "tidak ada yang menunggu", "nobody is waiting"},
    {"language", "Bahasa", "Language"},

    // An answer with a number
    {"your_number", "Nomor antrean Anda", "Your queue number"},
    {"in_already", "Anda sudah terdaftar", "You are checked in already"},
    {"welcome", "Selamat datang.", "Welcome."},
    {"service", "Layanan", "Service"},
    {"where", "Tempat", "Where"},
    {"wait", "Perkiraan tunggu", "Expected wait"},
    {"sit", "Silakan duduk. Anda akan dipanggil ke {place}.", "Please take a seat. You will be called to {place}."},
    {"sit_anywhere", "Silakan duduk sampai nomor Anda dipanggil.", "Please take a seat until your number is called."},
    {"one_of", "{first} atau {last}", "{first} or {last}"},
    {"one_of_many", "{first}, atau {last}", "{first}, or {last}"},
    {"go_now", "Silakan menuju {place} sekarang.", "Please go to {place} now."},
    {"being_served", "Sedang dilayani di {place}.", "Being served at {place}."},
    {"on_hold", "Ditunda. Petugas akan memanggil Anda lagi.", "On hold. The officer will call you again."},
    {"missed", "Nomor Anda sudah dipanggil. Silakan tanya {ask}.", "Your number was called. Please ask {ask}."},
    {"next", "Anda berikutnya", "You are next"},
    {"soon", "segera", "any moment now"},
    {"minutes", "{low}–{high} menit", "{low}–{high} minutes"},
    {"about_minutes", "sekitar {high} menit", "about {high} minutes"},
    {"ahead", "{count} nomor sebelum Anda", "{count} ahead of you"},
    {"no_estimate", "belum dapat diperkirakan", "cannot be said yet"},
    {"from_hour", "dipanggil mulai pukul {time}", "called from {time}"},
    {"spoken_wait", "Perkiraan tunggu {wait}.", "Expected wait: {wait}."},
    {"before", "Sebelumnya", "Just before"},

    // An answer without one, by outcome
    {"no", "Belum dapat diproses", "Not possible yet"},
    {"no.wrong_office", "Pesanan ini untuk kantor lain", "This booking is for another office"},
    {"no.wrong_day", "Pesanan ini bukan untuk hari ini", "This booking is not for today"},
    {"no.too_early", "Belum waktunya", "You are early"},
    {"no.too_late", "Jam pesanan sudah lewat", "Your hour has passed"},
    {"no.cancelled", "Pesanan sudah dibatalkan", "This booking was cancelled"},
    {"no.moved", "Jadwal Anda dipindahkan", "Your booking was moved"},
    {"no.unreadable", "Kode tidak terbaca", "The code could not be read"},
    {"no.forged", "Kode tidak sah", "This code is not valid"},
    {"no.unknown_key", "Kode belum dikenali", "This code is not known yet"},
    {"no.unknown_code", "Kode tidak ditemukan", "The code was not found"},
    {"no.no_day_list", "Silakan pindai kode QR", "Please scan the QR code"},
    {"no.day_closed", "Tidak ada nomor lagi hari ini", "No more numbers today"},
    {"no.not_a_code", "Ini bukan kode antrean", "This is not a booking code"},
    {"no.not_durable", "Mohon tunggu sebentar", "Please wait a moment"},
    {"no.no_answer", "Belum ada jawaban", "No answer yet"},
    {"no_answer_how", "Silakan pindai sekali lagi.", "Please scan once more."},
    {"help", "Butuh bantuan? Silakan tanya {ask}.", "Need help? Please ask {ask}."},

    // The number on the phone
    {"my_number", "Ikuti nomor Anda di ponsel", "Follow your number on your phone"},
    {"my_number_of", "Kode QR yang membuka nomor {number} di ponsel", "QR code that opens number {number} on a phone"},

    // The line to the office, this machine
    {"line_lost", "Sambungan terputus. Silakan tanya {ask}.", "The connection is lost. Please ask {ask}."},
    {"out", "Layar ini tidak melayani", "This screen is not in service"},
    {"out_how", "Silakan tanya {ask}.", "Please ask {ask}."},

    // The kiosk's keys
    {"type", "Ketik kode", "Type the code"},
    {"type_title", "Ketik kode pesanan Anda", "Type your booking code"},
    {"type_how", "Enam huruf atau angka setelah {office}-", "The six letters or digits after {office}-"},
    {"type_other", "Kode yang tidak diawali {office}- adalah untuk kantor lain.",
     "A code that does not begin with {office}- is for another office."},
    {"typed", "Kode pesanan", "Booking code"},
    {"erase", "Hapus", "Delete"},
    {"back", "Kembali", "Back"},
    {"check_in", "Masuk", "Check in"},
};

constexpr PageText clerk[] = {
    {"entrance", "Pintu masuk", "Entrance"},
    {"counters", "Loket", "Counters"},
    {"pages", "Halaman", "Pages"},
    {"to_search", "Langsung ke pencarian", "Skip to the search"},
    {"connected", "Terhubung", "Connected"},
    {"connecting", "Menyambung…", "Connecting…"},
    {"line_lost", "Terputus", "Not connected"},
    {"old", "Data lama. Sambungan terputus sejak pukul {time}; yang tampil belum tentu benar.",
     "Old data. The connection was lost at {time}; what you see may be wrong."},
    {"open_screen", "Buka layar pengunjung", "Open the visitor's screen"},
    {"reads_now", "Yang dibaca pengunjung sekarang", "What the visitor reads now"},
    {"reads_nothing", "Belum ada yang memindai", "Nobody is scanning"},

    {"search", "Cari pesanan", "Find a booking"},
    {"name", "Nama", "Name"},
    {"hour", "Jam", "Hour"},
    {"find", "Cari", "Find"},
    {"nobody_found", "Tidak ditemukan. Coba sebagian nama, atau tanpa jam.",
     "Nothing found. Try a part of the name, or no hour."},
    {"found_count", "{count} pesanan ditemukan", "{count} bookings found"},
    {"found_one", "1 pesanan ditemukan", "1 booking found"},
    {"party", "{count} orang", "{count} people"},
    {"party_with", "bersama {names}", "with {names}"},
    {"party_in", "{count} dari {party} orang sudah masuk", "{count} of {party} people are in"},
    {"cancelled", "dibatalkan", "cancelled"},
    {"check_in", "Masuk", "Check in"},
    {"check_in_whom", "Masuk: {name}", "Check in: {name}"},
    {"show_again", "Tampilkan lagi", "Show again"},
    {"show_again_of", "Tampilkan lagi {number} di layar pengunjung", "Show {number} on the visitor's screen again"},
    {"shown_again", "{number} tampil di layar pengunjung.", "{number} is on the visitor's screen."},
    {"print_again", "Cetak lagi", "Print again"},
    {"print_again_of", "Cetak lagi tiket {number}", "Print the ticket of {number} again"},
    {"not_printed", "Tanpa tiket, tekan untuk mencetak:", "Without a ticket, press to print:"},

    {"code", "Kode pesanan", "Booking code"},
    {"class", "Golongan", "Class"},
    {"class_booked", "sesuai pesanan", "as booked"},
    {"people", "Yang hadir", "People here"},
    {"people_all", "semua", "all"},

    {"walk_in", "Tanpa pesanan", "Walk-in"},
    {"service", "Layanan", "Service"},
    {"class_usual", "umum", "usual"},
    {"people_one", "1 orang", "1 person"},
    {"called_in", "Dipanggil dalam", "Called in"},
    {"language_usual", "seperti biasa", "as usual"},
    {"reason", "Alasan", "Reason"},
    {"give_number", "Beri nomor", "Give a number"},

    {"number", "Nomor antrean", "Queue number"},
    {"look_up", "Lihat", "Look up"},
    {"no_such_number", "Nomor {number} tidak ada hari ini.", "There is no number {number} today."},
    {"missed_now", "Terlewat", "Missed"},
    {"back_in_line", "Antre lagi", "Back in the queue"},
    {"change_class", "Ubah golongan…", "Change class…"},
    {"class_for", "Golongan untuk {number}", "Class of {number}"},
    {"class_keeps", "Tempatnya dalam antrean tetap.", "It keeps its place in the queue."},
    {"cancel_number", "Batalkan…", "Cancel…"},
    {"cancel_which", "Batalkan {number}?", "Cancel {number}?"},
    {"cancel_means", "Nomor ini tidak akan dipanggil lagi.", "It will not be called any more."},

    {"done_number", "Nomor {number} diberikan.", "Number {number} was given."},
    {"done_in", "Sudah masuk: {number}", "Checked in: {number}"},
    {"done", "Selesai.", "Done."},
    {"not_done", "Tidak dilakukan", "Not done"},
    {"no_answer", "Tidak ada jawaban. Lihat nomor di layar sebelum mencoba lagi.",
     "No answer. Look at the number on the screen before you try again."},
    {"allow", "Izinkan masuk…", "Let in all the same…"},
    {"allow_title", "Izinkan masuk?", "Let in all the same?"},
    {"ask_supervisor", "Minta izin penyelia…", "Ask a supervisor…"},
    {"supervisor", "Izin penyelia", "A supervisor's yes"},

    {"queue_now", "Antrean saat ini", "The queue now"},
    {"waiting", "{count} menunggu", "{count} waiting"},
    {"ahead", "{count} nomor di depan", "{count} ahead"},
    {"next", "berikutnya", "next"},
    {"soon", "segera", "any moment now"},
    {"minutes", "{low}–{high} menit", "{low}–{high} minutes"},
    {"about_minutes", "sekitar {high} menit", "about {high} minutes"},
    {"no_estimate", "perkiraan belum ada", "no estimate yet"},
    {"wait", "Perkiraan tunggu: {wait}", "Expected wait: {wait}"},
    {"reason_office", "Kesalahan kantor", "Our mistake"},
    {"reason_ill", "Sakit", "Illness"},
    {"reason_far", "Datang dari jauh", "Came from far"},
    {"reason_elderly", "Lansia", "Elderly"},
    {"reason_disabled", "Difabel", "Disabled"},
    {"reason_pregnant", "Hamil", "Pregnant"},
    {"reason_child", "Membawa balita", "With a small child"},
    {"reason_left", "Pulang", "Went home"},
    {"reason_wrong_number", "Salah ambil nomor", "Took the wrong number"},
};

static_assert(complete(visitor), "a text is missing in one language, or a key is there twice");
static_assert(complete(clerk), "a text is missing in one language, or a key is there twice");

boost::json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::span<const PageText> visitor_texts() { return visitor; }
std::span<const PageText> clerk_texts() { return clerk; }

std::string_view text_of(std::span<const PageText> texts, std::string_view key, Language language) {
  const auto found = std::ranges::find(texts, key, &PageText::key);
  return found == texts.end() ? std::string_view() : language == Language::en ? found->en : found->id;
}

std::string to_json(std::span<const PageText> texts) {
  boost::json::object id, en;
  for (const PageText& text : texts) {
    id[view(text.key)] = view(text.id);
    en[view(text.key)] = view(text.en);
  }
  return boost::json::serialize(boost::json::object{{"id", std::move(id)}, {"en", std::move(en)}});
}

}  // namespace antrean::web
