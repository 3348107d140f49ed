// The texts of the live page.
#include "web/page_texts.hpp"

namespace antrean::web {
namespace {

constexpr PageText live[] = {
    {"title", "Hari ini", "Today"},
    {"pages", "Halaman", "Pages"},
    {"counters", "Loket", "Counters"},
    {"entrance", "Pintu masuk", "Entrance"},
    {"live", "Terhubung", "Connected"},
    {"connecting", "Menyambung…", "Connecting…"},
    {"lost", "Terputus", "Connection lost"},
    {"stale_title", "Sambungan terputus.", "Connection lost."},
    {"stale_since", "Sejak pukul", "Since"},
    {"stale_text", "yang tampil bisa jadi sudah berubah. Halaman ini menyambung lagi sendiri.",
     "what you see may have changed. This page comes back by itself."},

    // At a glance
    {"waiting", "Menunggu", "Waiting"},
    {"longest", "Tunggu terlama", "Longest wait"},
    {"open_counters", "Loket buka", "Open counters"},
    {"last_call", "Panggilan terakhir", "Last call"},
    {"last_call_about",
     "Perkiraan untuk semua yang menunggu dan yang dipesan sampai kini: kemungkinan besar, dan "
     "paling lambat dalam 9 dari 10 hari.",
     "Estimate for everybody who waits or is booked as of now: most likely, and at the latest in 9 of 10 days."},
    {"last_call_value", "{likely}–{late}", "{likely}–{late}"},
    {"unknown", "{count} nomor belum dapat diperkirakan: tidak ada loket buka yang melayaninya.",
     "{count} numbers cannot be estimated: no open counter serves them."},
    {"minutes", "{count} menit", "{count} min"},
    {"none", "–", "–"},
    {"nobody", "Tidak ada yang menunggu.", "Nobody is waiting."},
    {"of_all", "{open} dari {all}", "{open} of {all}"},

    // Tasks
    {"tasks", "Yang harus dilakukan", "What to do"},
    {"no_task", "Tidak ada. Semuanya berjalan.", "Nothing. All is well."},
    {"since", "sejak pukul {time}", "since {time}"},

    // Lines
    {"lines", "Yang menunggu", "Who waits"},
    {"service", "Layanan", "Service"},
    {"class", "Golongan", "Class"},
    {"held", "Menunggu jamnya", "Waiting for their hour"},

    // Counters
    {"counters_title", "Loket dan petugas", "Counters and officers"},
    {"counter", "Loket", "Counter"},
    {"officer", "Petugas", "Officer"},
    {"state", "Keadaan", "State"},
    {"number", "Nomor", "Number"},
    {"served", "Dilayani", "Served"},
    {"state_open", "buka", "open"},
    {"state_paused", "jeda", "paused"},
    {"state_closed", "tutup", "closed"},
    {"phase_called", "dipanggil {minutes} menit", "called {minutes} min ago"},
    {"phase_serving", "dilayani {minutes} menit", "in service {minutes} min"},

    // The day
    {"day", "Hari", "The day"},
    {"phase_before_opening", "belum buka", "not open yet"},
    {"phase_open", "buka", "open"},
    {"phase_on_break", "istirahat", "break"},
    {"phase_last_numbers", "nomor terakhir sudah lewat", "no more new numbers"},
    {"phase_closed", "tutup", "closed"},
    {"open_day", "Buka hari…", "Open the day…"},
    {"close_day", "Tutup hari…", "Close the day…"},
    {"close_day_about", "Yang masih menunggu dicatat tidak dilayani, semua loket tutup, dan petugas keluar.",
     "Who still waits is recorded as not served, all counters close, and officers are logged out."},
    {"open_day_about", "Tanggal hari layanan. Hari yang sudah ditutup terbuka lagi seperti semula.",
     "The date of the office day. A day that was closed is open again as it stood."},
    {"date", "Tanggal", "Date"},
    {"staffing", "Berapa loket diperlukan besok?", "How many counters does tomorrow need?"},
    {"pause_hall", "Jeda aula…", "Pause the hall…"},
    {"pause_about",
     "Tidak ada yang dipanggil. Papan dan TV menunjukkan istirahat. Yang sedang dilayani diselesaikan; "
     "nomor tetap diberikan.",
     "Nobody is called. Boards and TV show a break. Who is at a counter is served to the end; numbers are given as "
     "usual."},
    {"until", "Sampai pukul (kosong: sampai dilanjutkan)", "Until (empty: until it is resumed)"},
    {"resume_hall", "Lanjutkan aula", "Resume the hall"},
    {"paused_until", "Aula jeda sampai pukul {time}: {reason}", "The hall is paused until {time}: {reason}"},
    {"paused", "Aula jeda sampai dilanjutkan: {reason}", "The hall is paused until it is resumed: {reason}"},
    {"reason_drill", "Latihan kebakaran", "Fire drill"},
    {"reason_power", "Listrik padam", "Power cut"},
    {"reason_prayer", "Salat berjamaah", "Prayer"},
    {"reason_meeting", "Apel petugas", "Staff meeting"},
    {"last_numbers", "Nomor terakhir pukul {time}", "Last numbers at {time}"},
    {"last_numbers_today", "Nomor terakhir hari ini pukul {time} (biasanya {usual})",
     "Last numbers today at {time} (usually {usual})"},
    {"last_numbers_now", "Tidak ada nomor baru lagi hari ini…", "No more new numbers today…"},
    {"last_numbers_about", "Mulai sekarang tidak ada nomor tanpa pesanan. Yang punya pesanan tetap masuk.",
     "From now on there are no numbers without a booking. Who booked still comes in."},
    {"last_numbers_usual", "Kembali seperti biasa", "As usual again"},

    // Walk-in
    {"walk_ins", "Nomor tanpa pesanan", "Walk-in numbers"},
    {"hours", "Jam", "Hours"},
    {"used", "Diberikan", "Given"},
    {"quota", "Kuota", "Quota"},
    {"no_limit", "tanpa batas", "no limit"},
    {"quota_today", "{today} hari ini (biasanya {usual})", "{today} today (usually {usual})"},
    {"change", "Ubah…", "Change…"},
    {"change_title", "Kuota {service}, {from}–{to}", "Quota of {service}, {from}–{to}"},
    {"change_about", "Hanya untuk hari ini. 0: tidak ada lagi. Kosong: seperti di pengaturan.",
     "For today only. 0: no more. Empty: as in the settings."},
    {"no_walk_in", "Hari ini tidak ada layanan tanpa pesanan.", "There is no walk-in today."},

    // Notices
    {"notices", "Pengumuman di TV", "Notices on the TVs"},
    {"no_notice", "Tidak ada pengumuman.", "There is no notice."},
    {"new_notice", "Pengumuman baru…", "New notice…"},
    {"notice_about", "Tampil di semua TV. Darurat menutupi seluruh layar, dan papan menjadi gelap.",
     "Shown on every TV. An emergency covers the whole screen, and boards go dark."},
    {"text_id", "Teks Indonesia", "Indonesian text"},
    {"text_en", "Teks Inggris (boleh kosong)", "English text (may be empty)"},
    {"severity", "Jenis", "Kind"},
    {"severity_notice", "Pengumuman", "Notice"},
    {"severity_emergency", "Darurat", "Emergency"},
    {"notice_until", "sampai pukul {time}", "until {time}"},
    {"take_down", "Turunkan", "Take down"},

    // Devices
    {"devices", "Perangkat dan portal", "Devices and portal"},
    {"device", "Perangkat", "Device"},
    {"place", "Tempat", "Place"},
    {"device_online", "baik", "well"},
    {"device_unknown", "belum diketahui", "not known yet"},
    {"device_refusing", "menolak", "refuses"},
    {"device_offline", "tidak menjawab", "no answer"},
    {"device_wrong", "menampilkan yang lain", "shows something else"},
    {"portal_well", "Portal: terhubung", "Portal: connected"},
    {"portal_away", "Portal: tidak terjangkau; kantor tetap berjalan", "Portal: away; the office goes on"},
    {"portal_none", "Kantor ini tanpa portal", "This office has no portal"},
    {"no_device", "Tidak ada perangkat.", "There are no devices."},

    {"done", "Dilakukan.", "Done."},
    {"bad_time", "Tulis waktu yang akan datang, seperti 13.30.", "Write a time that is still to come, like 13:30."},
    {"bad_number", "Tulis angka, seperti 20.", "Write a number, like 20."},
};
static_assert(complete(live), "a text is missing in one language, or a key is there twice");

}  // namespace

std::span<const PageText> live_texts() { return live; }

}  // namespace antrean::web
