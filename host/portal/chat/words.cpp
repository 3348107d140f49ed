#include "chat/words.hpp"

namespace antrean::portal::chat {
namespace {

constexpr Words indonesian{
    .hello =
        "Halo, ini antrean paspor Kantor Imigrasi {}. Apa yang bisa kami bantu?\n\nAnda juga bisa langsung kirim: "
        "*#Nama#TanggalLahir#TanggalDatang*, misalnya #Budi#25011987#07122026.\n(Type *English* for English.)",
    .menu_book = "Pesan antrean",
    .menu_status = "Antrean saya",
    .menu_cancel = "Batalkan",
    .not_text = "Maaf, kami hanya bisa membaca tulisan. Silakan ketik pesan Anda.",
    .not_understood =
        "Maaf, kami belum mengerti pesan Anda. Silakan pilih, atau tanyakan hal lain kepada petugas di "
        "kantor.",
    .thanks = "terima kasih",
    .you_are_welcome = "Sama-sama. Kirim *menu* kalau ada yang lain.",
    .ask_service = "Layanan apa yang Anda perlukan?",
    .choose = "Pilih",
    .ask_name = "Siapa nama lengkap orang yang datang, seperti di KTP?",
    .name_wrong = "Nama itu belum bisa kami baca. Tulis nama dengan huruf, paling banyak 100 huruf.",
    .ask_nik = "Berapa NIK {}? Kirim 16 angka dari KTP. NIK hanya dipakai untuk pemesanan ini.",
    .nik_wrong =
        "NIK itu tidak benar: NIK terdiri dari 16 angka dan diawali kode daerah. Periksa KTP Anda dan kirim "
        "sekali lagi.",
    .nik_odd = "Tanggal lahir atau nomor urut di NIK {} tidak lazim. Apakah di KTP memang tertulis begitu?",
    .nik_odd_yes = "Ya, sesuai KTP",
    .nik_odd_no = "Salah ketik",
    .birth_differs =
        "Tanggal lahir {} tidak sama dengan yang ada di NIK. Periksa KTP Anda, lalu kirim NIK sekali lagi.",
    .ask_day = "Tanggal berapa Anda ingin datang? Pilih, atau ketik tanggalnya.",
    .day_row = "{} tempat",
    .other_days = "Masih ada tanggal lain: ketik saja tanggalnya.",
    .day_past = "Tanggal {} sudah lewat.",
    .no_such_date = "Tanggal itu tidak ada. Tulis misalnya 07-12-2026.",
    .day_none = "{}: tidak ada tempat.",
    .day_not_released = "{} belum dibuka. Dibuka {} pukul {}.",
    .ask_hour = "{}. Jam berapa?",
    .hour_row = "{} tempat",
    .hour_none = "Jam {} tidak ada atau sudah penuh.",
    .check =
        "Mohon periksa:\n\nNama: *{}*\nNIK: {}\nLayanan: {}\nTempat: Kantor Imigrasi {}\nTanggal: *{}*\nJam: *{} "
        "{}*\n\nPesan sekarang?",
    .check_yes = "Ya, pesan",
    .check_change = "Ubah",
    .check_no = "Tidak jadi",
    .full = "Semua tempat sudah terisi. Kadang ada yang membatalkan: coba lagi nanti.",
    .full_opens =
        "Semua tempat yang sudah dibuka telah terisi. Tempat berikutnya dibuka *{} pukul {} {}*. Tidak perlu "
        "datang ke kantor untuk menunggu.",
    .not_open = "Pemesanan belum dibuka. Dibuka *{} pukul {} {}*.",
    .closed = "Untuk dua bulan ke depan layanan ini tidak dibuka di kantor kami.",
    .unknown = "Maaf, daftar tempat sedang tidak bisa dibaca. Silakan coba lagi beberapa menit lagi.",
    .booked =
        "Antrean Anda sudah tercatat.\n\nKode: *{}*\nNama: {}\nLayanan: {}\nTempat: Kantor Imigrasi {}\nTanggal: "
        "*{}*\nJam: *{} {}*\n\nTunjukkan kode QR ini di pintu masuk.",
    .bring = "Bawa yang asli: {}.",
    .keep = "Untuk membatalkan, kirim *#batal*. Untuk melihat antrean, kirim *status*.",
    .has_own =
        "Nomor telepon ini sudah punya antrean: *{}*, {}, jam {} {}. Satu nomor telepon satu antrean. Kirim "
        "*#batal* kalau ingin membatalkannya dulu.",
    .person_has = "Orang dengan NIK ini sudah punya antrean. Satu orang satu antrean.",
    .must_wait = "Karena pembatalan atau ketidakhadiran sebelumnya, orang ini baru bisa memesan lagi mulai {}.",
    .blocked =
        "Direktorat telah menutup pemesanan untuk orang atau nomor ini sampai {}. Bila ini keliru, datanglah "
        "langsung ke kantor dengan KTP Anda.",
    .not_now = "Maaf, tempat itu saat ini tidak bisa dipesan. Silakan coba lagi nanti.",
    .failed =
        "Maaf, kami belum bisa mencatatnya. Belum tentu gagal: kirim *ya* sekali lagi, antrean tidak akan "
        "tercatat dua kali.",
    .just_taken = "Tempat itu baru saja terisi. Yang terdekat:",
    .just_taken_none = "Tempat itu baru saja terisi, dan tidak ada yang lain. Coba lagi nanti.",
    .stopped = "Baik, pemesanan dihentikan. Belum ada yang dipesan.",
    .none_own = "Nomor telepon ini tidak punya antrean.",
    .own = "Antrean Anda: *{}*, {}, {}, jam {} {}.",
    .own_number = "Nomor Anda *{}*.",
    .own_go = "Silakan menuju {}.",
    .own_ahead = "Di depan Anda {} nomor.",
    .own_wait = "Kira-kira {}–{} menit lagi.",
    .cancel_ask = "Batalkan antrean *{}*, {}, jam {} {}? Tempatnya akan diberikan kepada orang lain.",
    .cancel_yes = "Ya, batalkan",
    .cancel_no = "Tidak jadi",
    .cancelled = "Antrean Anda sudah dibatalkan. Anda bisa memesan lagi kapan saja.",
    .cancel_late = "Antrean ini tidak bisa dibatalkan lagi.",
    .kept = "Baik, antrean Anda tetap ada.",
    .started_over = "Baik, kita mulai lagi.",
    .language_set = "Baik, kita pakai bahasa Indonesia.",
};

constexpr Words english{
    .hello =
        "Hello, this is the passport queue of the Immigration Office {}. What can we do for you?\n\nYou can also "
        "send at once: *#Name#DateOfBirth#DateOfVisit*, for example #Budi#25011987#07122026.\n(Ketik *Indonesia* "
        "untuk bahasa Indonesia.)",
    .menu_book = "Book a place",
    .menu_status = "My booking",
    .menu_cancel = "Cancel it",
    .not_text = "Sorry, we can read text only. Please type your message.",
    .not_understood =
        "Sorry, we did not understand that. Please choose, or ask the staff at the office about other "
        "things.",
    .thanks = "thank you",
    .you_are_welcome = "You are welcome. Send *menu* if there is anything else.",
    .ask_service = "Which service do you need?",
    .choose = "Choose",
    .ask_name = "What is the full name of the person who comes, as on the identity card?",
    .name_wrong = "We could not read that name. Please write it in letters, at most 100.",
    .ask_nik = "What is the NIK of {}? Send the 16 digits of the identity card. It is used for this booking only.",
    .nik_wrong =
        "That NIK is not right: it has 16 digits and begins with the code of a region. Please look at the card "
        "and send it again.",
    .nik_odd = "The birth date or serial in the NIK {} is unusual. Does the card really say so?",
    .nik_odd_yes = "Yes, as on the card",
    .nik_odd_no = "I mistyped it",
    .birth_differs = "The birth date {} is not the one in the NIK. Please look at the card and send the NIK again.",
    .ask_day = "On which day do you want to come? Choose, or type the date.",
    .day_row = "{} places",
    .other_days = "There are more days: just type the date.",
    .day_past = "{} is over.",
    .no_such_date = "There is no such date. Write for example 07-12-2026.",
    .day_none = "{}: no places.",
    .day_not_released = "{} is not open yet. It opens on {} at {}.",
    .ask_hour = "{}. At what time?",
    .hour_row = "{} places",
    .hour_none = "{} is not offered or is full.",
    .check =
        "Please check:\n\nName: *{}*\nNIK: {}\nService: {}\nPlace: Immigration Office {}\nDate: *{}*\nTime: *{} "
        "{}*\n\nBook it now?",
    .check_yes = "Yes, book it",
    .check_change = "Change",
    .check_no = "No",
    .full = "Every place is taken. Sometimes somebody cancels: please try again later.",
    .full_opens =
        "Every place that was opened is taken. The next open on *{} at {} {}*. There is no need to wait at the "
        "office.",
    .not_open = "Booking is not open yet. It opens on *{} at {} {}*.",
    .closed = "This service is not offered at our office in the next two months.",
    .unknown = "Sorry, the places cannot be read just now. Please try again in some minutes.",
    .booked =
        "Your place is booked.\n\nCode: *{}*\nName: {}\nService: {}\nPlace: Immigration Office {}\nDate: "
        "*{}*\nTime: *{} {}*\n\nShow this QR code at the entrance.",
    .bring = "Bring the originals: {}.",
    .keep = "To cancel, send *#batal*. To see your booking, send *status*.",
    .has_own =
        "This telephone number has a booking: *{}*, {}, {} {}. One number has one booking. Send *#batal* if you "
        "want to cancel it first.",
    .person_has = "The person with this NIK has a booking already. One person has one.",
    .must_wait = "After earlier cancellations or an absence this person can book again from {} on.",
    .blocked =
        "The directorate has closed booking for this person or this number until {}. If this is wrong, please "
        "come to the office with your identity card.",
    .not_now = "Sorry, that place cannot be booked now. Please try again later.",
    .failed =
        "Sorry, we could not record it. It may have worked all the same: send *yes* once more, it will not be "
        "booked twice.",
    .just_taken = "That place has just been taken. The nearest ones:",
    .just_taken_none = "That place has just been taken, and there is no other. Please try again later.",
    .stopped = "All right, we stop here. Nothing was booked.",
    .none_own = "This telephone number has no booking.",
    .own = "Your booking: *{}*, {}, {}, {} {}.",
    .own_number = "Your number is *{}*.",
    .own_go = "Please go to {}.",
    .own_ahead = "Before you: {}.",
    .own_wait = "About {}–{} minutes.",
    .cancel_ask = "Cancel the booking *{}*, {}, {} {}? Its place will go to somebody else.",
    .cancel_yes = "Yes, cancel it",
    .cancel_no = "No, keep it",
    .cancelled = "Your booking is cancelled. You can book again at any time.",
    .cancel_late = "This booking cannot be cancelled any more.",
    .kept = "All right, your booking stays.",
    .started_over = "All right, we begin again.",
    .language_set = "All right, in English.",
};

}  // namespace

const Words& words_of(Language language) { return language == Language::en ? english : indonesian; }

}  // namespace antrean::portal::chat
