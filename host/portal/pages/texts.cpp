#include "pages/texts.hpp"

#include <fmt/format.h>

namespace antrean::portal {
namespace {

constexpr Texts indonesian{
    .code = "id",
    .weekdays = {"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"},
    .weekdays_short = {"Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"},
    .months = {"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
               "November", "Desember"},

    .brand = "Antrean",
    .tagline = "Antrean daring imigrasi",
    .skip = "Langsung ke isi",
    .language_label = "Bahasa",
    .footer_find = "Lihat, cetak, atau batalkan pesanan",
    .footer_times = "Semua jam adalah waktu setempat kantor.",
    .footer_home = "Pesan antrean",

    .steps_label = "Langkah pemesanan",
    .step_office = "Kantor",
    .step_service = "Layanan",
    .step_date = "Tanggal",
    .step_hour = "Jam",
    .step_details = "Data diri",
    .step_of = "Langkah {} dari {}",
    .back = "Kembali",

    .offices_title = "Pesan antrean paspor",
    .offices_lead =
        "Pilih kantor imigrasi yang akan Anda datangi. Anda boleh memilih kantor mana pun, tidak harus "
        "sesuai alamat KTP.",
    .offices_label = "Daftar kantor",
    .service_title = "Pilih layanan",

    .date_title = "Pilih tanggal",
    .day_places = "{} tempat kosong",
    .day_full = "penuh",
    .day_closed = "tutup",
    .day_over = "lewat",
    .legend_free = "angka kecil: tempat kosong",
    .legend_full = "penuh",
    .legend_closed = "tutup atau belum dibuka",
    .next_release = "Tanggal berikutnya dibuka {} pukul {} {}.",
    .no_days = "Saat ini semua tanggal di kantor ini penuh. Pembatalan langsung muncul kembali di halaman ini.",

    .hour_title = "Pilih jam kedatangan",
    .slot_places = "{} dari {} tempat kosong",
    .slot_full = "Penuh",
    .slot_over = "Sudah lewat",
    .no_slots = "Tidak ada antrean pada tanggal ini.",
    .choose_other_day = "Pilih tanggal lain",

    .details_title = "Isi data diri",
    .name_label = "Nama lengkap",
    .name_hint = "Seperti pada KTP.",
    .nik_label = "NIK",
    .nik_hint = "16 angka pada KTP atau kartu keluarga.",
    .mail_label = "Alamat surel",
    .mail_hint = "Contoh: budi@contoh.id",
    .privacy =
        "NIK tidak kami simpan dalam bentuk asli; petugas hanya melihat empat angka terakhir. Data dipakai "
        "hanya untuk antrean ini.",
    .submit = "Pesan sekarang",
    .change = "Ubah",
    .errors_title = "Ada yang perlu diperbaiki",
    .name_empty = "Isi nama lengkap Anda.",
    .name_long = "Nama terlalu panjang; paling banyak 100 huruf.",
    .name_wrong = "Nama hanya boleh berisi huruf, spasi, dan tanda . , ' - /",
    .nik_empty = "Isi NIK Anda.",
    .nik_length = "NIK harus 16 angka. Hitung kembali angkanya.",
    .nik_digits = "NIK hanya berisi angka.",
    .nik_place = "Enam angka pertama NIK (kode wilayah) tidak benar. Periksa kembali KTP Anda.",
    .nik_birth = "Angka ke-7 sampai ke-12 NIK (tanggal lahir) tidak benar. Periksa kembali KTP Anda.",
    .nik_serial = "Empat angka terakhir NIK tidak benar. Periksa kembali KTP Anda.",
    .mail_empty = "Isi alamat surel Anda.",
    .mail_wrong = "Alamat surel tidak benar; tulis seperti budi@contoh.id",

    .full_title = "Tempat terakhir baru saja terisi",
    .full_text =
        "Maaf, {}, pukul {} di {} penuh beberapa saat sebelum Anda menekan tombol. Tidak ada yang dipesan "
        "untuk Anda. Data yang Anda isi masih ada.",
    .full_choose = "Jam terdekat yang masih kosong",
    .full_none = "Tidak ada lagi tempat kosong di kantor ini untuk saat ini.",
    .full_submit = "Pesan jam ini",
    .gone_title = "Jam ini tidak dapat dipesan",
    .gone_text =
        "Jam yang Anda pilih sudah lewat, belum dibuka, atau tidak ada lagi. Tidak ada yang dipesan untuk Anda.",
    .person_title = "Anda sudah punya antrean pada tanggal ini",
    .person_text =
        "Dengan NIK ini sudah ada antrean pada {}. Satu orang satu antrean per hari. Lihat atau batalkan "
        "antrean itu dengan kode dan NIK Anda, atau pilih tanggal lain.",
    .used_title = "Formulir ini sudah dipakai",
    .used_text = "Dengan formulir ini Anda sudah memesan antrean {}. Untuk memesan lagi, mulai dari awal.",
    .used_see = "Lihat pesanan {}",
    .expired_title = "Formulir sudah kedaluwarsa",
    .expired_text =
        "Tidak ada yang dipesan. Periksa data Anda dan tekan tombol sekali lagi. Bila ini terulang, izinkan "
        "cookie untuk situs ini.",
    .busy_title = "Terlalu banyak permintaan",
    .busy_text = "Dari jaringan Anda datang terlalu banyak permintaan. Tunggu satu menit, lalu coba lagi.",
    .failed_title = "Pesanan belum tercatat",
    .failed_text =
        "Terjadi gangguan pada sistem. Tekan tombol sekali lagi dalam satu menit; Anda tidak akan tercatat dua "
        "kali.",
    .checking_title = "Kami sedang memeriksa pesanan",
    .checking_text =
        "Kami sedang memeriksa pesanan yang sudah ada di kantor ini. Belum ada yang dipesan untuk Anda; coba lagi "
        "beberapa menit lagi.",

    .done_title = "Antrean Anda terpesan",
    .done_text = "Tunjukkan kode ini kepada pemindai di pintu masuk kantor.",
    .code_label = "Kode antrean",
    .qr_alt = "Kode QR antrean {}",
    .qr_hint = "Bila QR tidak terbaca, ketik kode ini di pintu masuk.",
    .office_row = "Kantor",
    .service_row = "Layanan",
    .date_row = "Tanggal",
    .hour_row = "Jam",
    .name_row = "Nama",
    .nik_row = "NIK",
    .bring_title = "Yang perlu dibawa",
    .arrive = "Datanglah pada jam Anda. Nomor antrean diberikan setelah kode dipindai.",
    .save_hint =
        "Simpan halaman ini atau ambil tangkapan layar. Dengan kode dan NIK, Anda dapat membukanya lagi kapan "
        "saja.",
    .print = "Cetak",
    .cancel_open = "Batalkan antrean",
    .cancel_text = "Tempat Anda akan langsung diberikan kepada orang lain. Pembatalan tidak dapat ditarik kembali.",
    .cancel_do = "Ya, batalkan antrean ini",
    .cancel_until = "Dapat dibatalkan sampai {} pukul {} {}.",
    .cancel_over = "Batas waktu pembatalan daring sudah lewat.",
    .cancelled_title = "Antrean ini sudah dibatalkan",
    .cancelled_text = "Dibatalkan {} pukul {} {}. Kode ini tidak berlaku lagi.",
    .used_at = "Kode dipindai di kantor {} pukul {} {}.",
    .served_at = "Selesai dilayani {} pukul {} {}.",
    .no_show_at = "Dipanggil tetapi tidak hadir {} pukul {} {}.",
    .book_again = "Pesan antrean baru",

    .find_title = "Cari pesanan Anda",
    .find_lead = "Isi kode antrean dan NIK yang dipakai saat memesan.",
    .code_field = "Kode antrean",
    .code_hint = "Contoh: AD-QFJ8BD",
    .find_submit = "Cari",
    .find_none = "Tidak ada pesanan dengan kode dan NIK ini. Periksa keduanya.",

    .not_found_title = "Halaman tidak ditemukan",
    .not_found_text = "Alamat ini tidak ada, atau pesanannya sudah dihapus.",
    .forbidden_title = "Permintaan ditolak",
    .forbidden_text = "Permintaan ini datang dari situs lain. Mulailah dari halaman pertama.",
};

constexpr Texts english{
    .code = "en",
    .weekdays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    .weekdays_short = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
    .months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December"},

    .brand = "Antrean",
    .tagline = "Immigration queue online",
    .skip = "Skip to content",
    .language_label = "Language",
    .footer_find = "View, print or cancel a booking",
    .footer_times = "All times are the office's local time.",
    .footer_home = "Book a place",

    .steps_label = "Booking steps",
    .step_office = "Office",
    .step_service = "Service",
    .step_date = "Date",
    .step_hour = "Time",
    .step_details = "Details",
    .step_of = "Step {} of {}",
    .back = "Back",

    .offices_title = "Book your passport visit",
    .offices_lead =
        "Choose the immigration office you want to visit. Any office will do, whatever the address on your "
        "identity card.",
    .offices_label = "Offices",
    .service_title = "Choose a service",

    .date_title = "Choose a date",
    .day_places = "{} places free",
    .day_full = "full",
    .day_closed = "closed",
    .day_over = "over",
    .legend_free = "small number: places free",
    .legend_full = "full",
    .legend_closed = "closed or not yet open",
    .next_release = "The next date opens on {} at {} {}.",
    .no_days = "Every date at this office is full for now. Cancelled places show up here at once.",

    .hour_title = "Choose your arrival time",
    .slot_places = "{} of {} places free",
    .slot_full = "Full",
    .slot_over = "Already over",
    .no_slots = "Nothing can be booked on this date.",
    .choose_other_day = "Choose another date",

    .details_title = "Your details",
    .name_label = "Full name",
    .name_hint = "As on your identity card.",
    .nik_label = "NIK",
    .nik_hint = "The 16 digits on your identity card or family card.",
    .mail_label = "Email address",
    .mail_hint = "For example: budi@contoh.id",
    .privacy =
        "We do not keep your NIK in readable form; staff see its last four digits only. Your data is used for this "
        "booking and nothing else.",
    .submit = "Book now",
    .change = "Change",
    .errors_title = "Something needs correcting",
    .name_empty = "Enter your full name.",
    .name_long = "The name is too long; 100 letters at most.",
    .name_wrong = "A name may only have letters, spaces and . , ' - /",
    .nik_empty = "Enter your NIK.",
    .nik_length = "A NIK has 16 digits. Please count again.",
    .nik_digits = "A NIK has digits only.",
    .nik_place = "The first six digits of the NIK (the district) are not right. Please check your card.",
    .nik_birth = "Digits 7 to 12 of the NIK (the birth date) are not right. Please check your card.",
    .nik_serial = "The last four digits of the NIK are not right. Please check your card.",
    .mail_empty = "Enter your email address.",
    .mail_wrong = "This is not an email address; write it like budi@contoh.id",

    .full_title = "The last place has just gone",
    .full_text =
        "Sorry, {}, {} at {} filled up moments before you pressed the button. Nothing was booked for you. What "
        "you typed is still here.",
    .full_choose = "Nearest times with free places",
    .full_none = "There are no free places at this office for now.",
    .full_submit = "Book this time",
    .gone_title = "This time cannot be booked",
    .gone_text = "The time you chose is over, not open yet, or no longer offered. Nothing was booked for you.",
    .person_title = "You already have a booking on this date",
    .person_text =
        "There is already a booking for this NIK on {}. One person, one booking a day. View or cancel it with "
        "its code and your NIK, or choose another date.",
    .used_title = "This form has been used",
    .used_text = "You have already booked {} with this form. To book again, start over.",
    .used_see = "See booking {}",
    .expired_title = "The form has expired",
    .expired_text =
        "Nothing was booked. Check your details and press the button once more. If this happens again, allow "
        "cookies for this site.",
    .busy_title = "Too many requests",
    .busy_text = "Too many requests are coming from your network. Wait a minute, then try again.",
    .failed_title = "Your booking is not recorded yet",
    .failed_text =
        "Something went wrong on our side. Press the button again within a minute; you will not be booked twice.",
    .checking_title = "We are checking our bookings",
    .checking_text =
        "We are checking the bookings already made at this office. Nothing was booked for you yet; try again in a "
        "few minutes.",

    .done_title = "Your visit is booked",
    .done_text = "Show this code to the scanner at the office entrance.",
    .code_label = "Booking code",
    .qr_alt = "QR code of booking {}",
    .qr_hint = "If the QR cannot be read, type this code at the entrance.",
    .office_row = "Office",
    .service_row = "Service",
    .date_row = "Date",
    .hour_row = "Time",
    .name_row = "Name",
    .nik_row = "NIK",
    .bring_title = "What to bring",
    .arrive = "Come at your time. You get your queue number once the code is scanned.",
    .save_hint = "Save this page or take a screenshot. With the code and your NIK you can open it again at any time.",
    .print = "Print",
    .cancel_open = "Cancel this booking",
    .cancel_text = "Your place goes to somebody else at once. Cancelling cannot be undone.",
    .cancel_do = "Yes, cancel this booking",
    .cancel_until = "Can be cancelled until {} at {} {}.",
    .cancel_over = "It is too late to cancel online.",
    .cancelled_title = "This booking is cancelled",
    .cancelled_text = "Cancelled on {} at {} {}. The code is no longer valid.",
    .used_at = "The code was scanned at the office on {} at {} {}.",
    .served_at = "Served on {} at {} {}.",
    .no_show_at = "Called on {} at {} {}, but nobody came.",
    .book_again = "Make a new booking",

    .find_title = "Find your booking",
    .find_lead = "Enter the booking code and the NIK it was booked with.",
    .code_field = "Booking code",
    .code_hint = "For example: AD-QFJ8BD",
    .find_submit = "Find",
    .find_none = "There is no booking with this code and NIK. Please check both.",

    .not_found_title = "Page not found",
    .not_found_text = "There is nothing at this address, or the booking has been deleted.",
    .forbidden_title = "Request refused",
    .forbidden_text = "This request came from another site. Please start from the first page.",
};

struct Calendar {
  explicit Calendar(OfficeDay day_) : date(day_.date()), weekday(day_.weekday().c_encoding()) {}
  std::size_t month() const { return static_cast<unsigned>(date.month()) - 1; }
  unsigned day() const { return static_cast<unsigned>(date.day()); }
  int year() const { return static_cast<int>(date.year()); }
  std::chrono::year_month_day date;
  std::size_t weekday;
};

}  // namespace

const Texts& texts(Language language) { return language == Language::en ? english : indonesian; }

std::string_view in(Language language, const Bilingual& text) { return language == Language::en ? text.en : text.id; }

std::string long_date(Language language, OfficeDay day) {
  const Calendar c{day};
  const auto& t = texts(language);
  return fmt::format("{}, {} {} {}", t.weekdays[c.weekday], c.day(), t.months[c.month()], c.year());
}

std::string short_date(Language language, OfficeDay day) {
  const Calendar c{day};
  const auto& t = texts(language);
  return fmt::format("{}, {} {} {}", t.weekdays_short[c.weekday], c.day(), t.months[c.month()].substr(0, 3), c.year());
}

std::string month_title(Language language, OfficeDay day) {
  const Calendar c{day};
  return fmt::format("{} {}", texts(language).months[c.month()], c.year());
}

std::string hours_text(const SlotHours& hours, Zone zone) {
  return fmt::format("{}–{} {}", hours.start.text(), hours.end.text(), zone_name(zone));
}

}  // namespace antrean::portal
