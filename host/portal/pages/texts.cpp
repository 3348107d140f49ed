#include "pages/texts.hpp"

#include <fmt/format.h>

namespace antrean::portal {
namespace {

constexpr Texts indonesian{
    .code = "id",

    .brand = "Antrean",
    .tagline = "Antrean daring imigrasi",
    .skip = "Langsung ke isi",
    .language_label = "Bahasa",
    .footer_find = "Lihat, cetak, atau batalkan pesanan",
    .footer_times = "Semua jam adalah waktu setempat kantor.",
    .footer_home = "Pesan antrean",

    .steps_label = "Langkah pemesanan",
    .step_office = "Kantor",
    .step_date = "Tanggal",
    .step_hour = "Jam",
    .step_details = "Data diri",
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
    .error_prefix = "Ada yang salah: ",
    .card_label = "NIK di kartu saya memang tertulis begini",
    .name_empty = "Isi nama lengkap Anda.",
    .name_long = "Nama terlalu panjang; paling banyak 100 huruf.",
    .name_wrong = "Nama hanya boleh berisi huruf, spasi, dan tanda . , ' - /",
    .nik_empty = "Isi NIK Anda.",
    .nik_length = "NIK harus 16 angka. Hitung kembali angkanya.",
    .nik_digits = "NIK hanya berisi angka.",
    .nik_place = "Enam angka pertama NIK (kode wilayah) tidak benar. Periksa kembali KTP Anda.",
    .nik_birth =
        "Angka ke-7 sampai ke-12 NIK (tanggal lahir) bukan tanggal yang ada. Bila di kartu memang begitu, centang "
        "kotaknya.",
    .nik_serial = "Empat angka terakhir NIK jarang 0000. Bila di kartu memang begitu, centang kotaknya.",
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
    .wrong_method_title = "Halaman ini tidak dapat dibuka begini",
    .wrong_method_text = "Alamat ini hanya menerima formulir. Kembalilah ke halaman pertama dan mulai dari sana.",
    .too_large_title = "Kiriman terlalu besar",
    .too_large_text = "Yang dikirim lebih besar dari formulir mana pun di sini. Tidak ada yang dicatat.",
    .bad_request_title = "Permintaan tidak dimengerti",
    .bad_request_text = "Peramban mengirim sesuatu yang tidak dapat dibaca. Tidak ada yang dicatat. Silakan coba lagi.",
    .broken_title = "Ada yang salah pada kami",
    .broken_text =
        "Halaman ini tidak dapat dibuat sekarang. Pesanan yang sudah ada tidak berubah. Silakan coba lagi sebentar "
        "lagi.",
    .no_look_title = "Pesanan belum dapat ditampilkan",
    .no_look_text =
        "Saat ini kami tidak dapat melihat pesanan. Pesanan Anda aman dan tidak berubah. Coba lagi beberapa menit "
        "lagi.",
    .no_cancel_title = "Belum pasti apakah sudah dibatalkan",
    .no_cancel_text =
        "Terjadi gangguan saat pembatalan dicatat. Buka pesanan Anda beberapa menit lagi; di sana tertulis apakah "
        "sudah "
        "dibatalkan. Bila belum, tekan tombolnya sekali lagi.",
};

constexpr Texts english{
    .code = "en",

    .brand = "Antrean",
    .tagline = "Immigration queue online",
    .skip = "Skip to content",
    .language_label = "Language",
    .footer_find = "View, print or cancel a booking",
    .footer_times = "All times are the office's local time.",
    .footer_home = "Book a place",

    .steps_label = "Booking steps",
    .step_office = "Office",
    .step_date = "Date",
    .step_hour = "Time",
    .step_details = "Details",
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
    .error_prefix = "Error: ",
    .card_label = "My card really has this NIK",
    .name_empty = "Enter your full name.",
    .name_long = "The name is too long; 100 letters at most.",
    .name_wrong = "A name may only have letters, spaces and . , ' - /",
    .nik_empty = "Enter your NIK.",
    .nik_length = "A NIK has 16 digits. Please count again.",
    .nik_digits = "A NIK has digits only.",
    .nik_place = "The first six digits of the NIK (the district) are not right. Please check your card.",
    .nik_birth = "Digits 7 to 12 of the NIK (the birth date) are no date. If your card says so, tick the box.",
    .nik_serial = "The last four digits of a NIK are rarely 0000. If your card says so, tick the box.",
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
    .wrong_method_title = "This page cannot be opened like this",
    .wrong_method_text = "This address only takes a form. Please go back to the first page and start there.",
    .too_large_title = "Too much was sent",
    .too_large_text = "What was sent is larger than any form here. Nothing was recorded.",
    .bad_request_title = "The request was not understood",
    .bad_request_text = "The browser sent something that cannot be read. Nothing was recorded. Please try again.",
    .broken_title = "Something went wrong here",
    .broken_text = "This page cannot be made now. Bookings that exist have not changed. Please try again in a moment.",
    .no_look_title = "Your booking cannot be shown now",
    .no_look_text =
        "We cannot look up bookings at the moment. Your booking is safe and has not changed. Please try again in a few "
        "minutes.",
    .no_cancel_title = "It is not certain that it was cancelled",
    .no_cancel_text =
        "Something went wrong while your cancellation was recorded. Open your booking in a few minutes: it says "
        "whether "
        "it is cancelled. If it is not, press the button once more.",
};

}  // namespace

const Texts& texts(Language language) { return language == Language::en ? english : indonesian; }

std::string hours_with_zone(Language language, const SlotHours& hours, Zone zone) {
  return hours_text(language, hours) + " " + std::string{zone_name(zone)};
}

}  // namespace antrean::portal
