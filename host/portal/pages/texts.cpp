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

    .companions_open = "Datang bersama keluarga? Tambahkan orang lain",
    .companion_legend = "Orang ke-{}",
    .companion_hint = "Paling banyak {} orang dalam satu kode. Setiap orang memakai satu tempat.",
    .nik_twice = "NIK ini sudah ada di formulir ini.",
    .party_text = "Dalam satu kode paling banyak {} orang.",
    .mail_optional_hint =
        "Ke sini kami kirim kode dan pengingat. Tidak punya surel? Kosongkan, lalu cetak atau simpan kodenya.",
    .contact_title = "Alamat surel ini sudah dipakai untuk banyak pesanan",
    .contact_text =
        "Dengan alamat surel ini sudah ada pesanan sebanyak yang diizinkan. Tidak ada yang dipesan. Pakai alamat Anda "
        "sendiri, atau batalkan pesanan yang tidak diperlukan.",
    .cancels_title = "Terlalu sering membatalkan",
    .cancels_text =
        "Dengan NIK ini pesanan sudah beberapa kali dibatalkan. Anda dapat memesan lagi mulai {} pukul {} {}.",
    .without_title = "Tempat tanpa surel sudah habis",
    .without_text =
        "Untuk jam ini tempat bagi yang memesan tanpa surel sudah habis. Isi alamat surel, atau pilih jam lain.",
    .held_submit = "Lanjut",

    .held_title = "Satu langkah lagi",
    .held_text = "Kami sudah mengirim enam angka ke {}. Ketik angka itu di sini, dan tempat ini menjadi milik Anda.",
    .held_until = "Tempat ini ditahan untuk Anda sampai pukul {} {}.",
    .held_left = "Sisa waktu",
    .held_digits_label = "Enam angka dari surel",
    .held_digits_hint = "Belum ada? Tunggu sebentar, dan lihat juga folder spam.",
    .held_do = "Konfirmasi",
    .held_wrong = "Angka itu tidak cocok. Masih bisa dicoba {} kali.",
    .held_no_tries = "Angka itu tidak dapat dicoba lagi. Tekan tautan di dalam surel, atau minta angka baru.",
    .held_resend = "Kirim angka baru",
    .held_resent = "Angka baru sudah dikirim. Angka yang lama tidak berlaku lagi.",
    .held_no_sends = "Angka sudah dikirim tiga kali. Tekan tautan di dalam surel yang terakhir.",
    .held_release = "Lepaskan tempat ini",
    .held_elsewhere = "Tempat ini ditahan dan menunggu konfirmasi pemesannya.",
    .lapsed_title = "Tempat ini sudah dilepas",
    .lapsed_text = "Tempat ini tidak dikonfirmasi pada waktunya. Tidak ada yang dipesan untuk Anda.",
    .lapsed_again = "Pilih jam lagi",
    .link_title = "Konfirmasi pesanan",
    .link_text = "Tekan tombol ini, dan tempat ini menjadi milik Anda.",
    .link_do = "Konfirmasi pesanan ini",
    .link_wrong_title = "Tautan ini tidak berlaku lagi",
    .link_wrong_text = "Pakai tautan atau angka dari surel yang terakhir kami kirim.",

    .shown_title = "Pesanan antrean",
    .shown_text =
        "Alamat halaman ini hanya memperlihatkan tempat dan waktunya. Untuk melihat kode dan nama, ketik NIK Anda.",
    .shown_nik_label = "NIK lengkap",
    .shown_do = "Lihat kode",
    .shown_wrong = "NIK itu tidak cocok dengan pesanan ini.",
    .shown_busy = "Terlalu banyak percobaan untuk hari ini. Buka surel konfirmasi Anda, atau tanyakan di kantor.",
    .numbers_row = "Nomor antrean",
    .over_title = "Kunjungan ini sudah lewat",
    .over_text = "Tanggal pesanan ini sudah lewat, dan kodenya tidak berlaku lagi.",
    .companions_row = "Bersama",

    .manage_title = "Ubah pesanan",
    .move_open = "Pindah ke jam lain",
    .move_title = "Pindah ke jam lain",
    .move_text = "Kode Anda tetap sama. Tempat yang lama dilepas begitu tempat yang baru menjadi milik Anda.",
    .move_label = "Jam yang baru",
    .move_do = "Pindah",
    .move_none = "Saat ini tidak ada jam lain yang kosong di kantor ini.",
    .move_full = "Jam itu baru saja penuh. Pesanan Anda tidak berubah; pilih jam lain.",
    .move_over = "Pesanan ini tidak dapat dipindah lagi.",
    .moved_person = "Pada tanggal itu sudah ada pesanan lain untuk Anda atau salah satu dari Anda.",
    .cancel_title = "Batalkan pesanan",
    .correct_open = "Perbaiki nama atau alamat surel",
    .correct_title = "Perbaiki nama atau alamat surel",
    .correct_text = "Ubah yang salah ketik. Konfirmasi dikirim lagi ke alamat yang baru.",
    .correct_do = "Simpan",
    .correct_wrong = "Nama atau alamat surel tidak benar. Periksa kembali.",
    .correct_over = "Hari kunjungan sudah tiba. Petugas di kantor dapat memperbaikinya.",
    .own_nik_label = "NIK lengkap",
    .own_nik_hint = "Supaya tidak ada orang lain yang mengubah pesanan Anda.",
    .own_nik_wrong = "NIK itu tidak cocok dengan pesanan ini. Tidak ada yang diubah.",
    .own_nik_busy = "Terlalu banyak percobaan untuk hari ini. Tidak ada yang diubah.",
    .send_open = "Kirim ulang ke surel saya",
    .send_done_title = "Konfirmasi dikirim ulang",
    .send_done_text = "Surel konfirmasi sedang dikirim ke alamat yang tersimpan. Lihat juga folder spam.",
    .save_png = "Simpan sebagai gambar",
    .save_calendar = "Simpan ke kalender",
    .done_moved = "Pesanan ini sudah dipindah.",

    .own_title = "Pesanan di peramban ini",
    .own_text = "Pesanan yang dibuat atau dibuka dengan peramban ini.",
    .own_none = "Di peramban ini belum ada pesanan.",
    .footer_own = "Pesanan di peramban ini",
    .reminders_title = "Berhenti dari pengingat",
    .reminders_text = "Pesanan Anda tetap berlaku. Kami hanya tidak mengirim pengingat lagi.",
    .reminders_do = "Jangan kirim pengingat",
    .reminders_done = "Kami tidak mengirim pengingat lagi untuk pesanan ini.",

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

    .companions_open = "Coming with your family? Add other people",
    .companion_legend = "Person {}",
    .companion_hint = "At most {} people on one code. Each person takes one place.",
    .nik_twice = "This NIK is in this form already.",
    .party_text = "At most {} people come on one code.",
    .mail_optional_hint =
        "We send your code and reminders here. No mail address? Leave it empty, and print or save your code.",
    .contact_title = "This mail address has many bookings",
    .contact_text =
        "With this mail address there are as many bookings as are allowed. Nothing was booked. Use your own address, "
        "or "
        "cancel a booking that is not needed.",
    .cancels_title = "Cancelled too often",
    .cancels_text = "With this NIK, bookings were cancelled several times. You can book again from {} at {} {}.",
    .without_title = "No place left without a mail address",
    .without_text =
        "The places of this hour for people without a mail address are taken. Type a mail address, or choose another "
        "hour.",
    .held_submit = "Go on",

    .held_title = "One more step",
    .held_text = "We have sent six digits to {}. Type them here, and this place is yours.",
    .held_until = "This place is held for you until {} {}.",
    .held_left = "Time left",
    .held_digits_label = "Six digits from the mail",
    .held_digits_hint = "Not there yet? Wait a moment, and look in your spam folder too.",
    .held_do = "Confirm",
    .held_wrong = "These digits do not match. You can try {} more times.",
    .held_no_tries = "These digits cannot be tried again. Use the link in the mail, or ask for new digits.",
    .held_resend = "Send new digits",
    .held_resent = "New digits have been sent. The ones before are no longer valid.",
    .held_no_sends = "Digits have been sent three times. Use the link in the latest mail.",
    .held_release = "Give this place up",
    .held_elsewhere = "This place is held, and waits for whoever booked it to confirm.",
    .lapsed_title = "This place was given up",
    .lapsed_text = "It was not confirmed in time. Nothing was booked for you.",
    .lapsed_again = "Choose an hour again",
    .link_title = "Confirm your booking",
    .link_text = "Press this button, and this place is yours.",
    .link_do = "Confirm this booking",
    .link_wrong_title = "This link is no longer valid",
    .link_wrong_text = "Use the link or the digits of the latest mail that we sent.",

    .shown_title = "A booking",
    .shown_text = "The address of this page shows only place and time. Type your NIK to see the code and the name.",
    .shown_nik_label = "Whole NIK",
    .shown_do = "Show the code",
    .shown_wrong = "This NIK does not match this booking.",
    .shown_busy = "Too many tries for today. Open your confirmation mail, or ask at the office.",
    .numbers_row = "Queue number",
    .over_title = "This visit is over",
    .over_text = "The day of this booking has passed, and its code is no longer valid.",
    .companions_row = "With",

    .manage_title = "Change this booking",
    .move_open = "Move to another hour",
    .move_title = "Move to another hour",
    .move_text = "Your code stays the same. The old place is given up once the new one is yours.",
    .move_label = "The new hour",
    .move_do = "Move",
    .move_none = "There is no other free hour at this office at the moment.",
    .move_full = "That hour has just become full. Your booking is unchanged; choose another hour.",
    .move_over = "This booking can no longer be moved.",
    .moved_person = "You, or one of you, have another booking on that date.",
    .cancel_title = "Cancel this booking",
    .correct_open = "Correct the name or the mail address",
    .correct_title = "Correct the name or the mail address",
    .correct_text = "Change what was mistyped. The confirmation is sent again to the new address.",
    .correct_do = "Save",
    .correct_wrong = "The name or the mail address is not right. Please check it.",
    .correct_over = "The day of the visit has come. The staff of the office can put it right.",
    .own_nik_label = "Whole NIK",
    .own_nik_hint = "So that nobody else can change your booking.",
    .own_nik_wrong = "This NIK does not match this booking. Nothing was changed.",
    .own_nik_busy = "Too many tries for today. Nothing was changed.",
    .send_open = "Send it to my mail again",
    .send_done_title = "The confirmation is sent again",
    .send_done_text = "The confirmation is on its way to the stored address. Look in your spam folder too.",
    .save_png = "Save as a picture",
    .save_calendar = "Save to my calendar",
    .done_moved = "This booking has been moved.",

    .own_title = "Bookings in this browser",
    .own_text = "Bookings that were made or opened with this browser.",
    .own_none = "There is no booking in this browser yet.",
    .footer_own = "Bookings in this browser",
    .reminders_title = "No more reminders",
    .reminders_text = "Your booking stays. We only stop sending reminders.",
    .reminders_do = "Send no reminders",
    .reminders_done = "We send no more reminders for this booking.",

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
