#include "mail/texts.hpp"

namespace antrean::portal {
namespace {

constexpr MailTexts indonesian{
    .code = "id",
    .brand = "Antrean",

    .confirm_contact = {.subject = "{digits} adalah kode konfirmasi antrean Anda",
                        .heading = "Konfirmasi pesanan Anda",
                        .lead = "Tempat Anda ditahan sampai {until}. Ketik kode ini di halaman pemesanan, atau tekan "
                                "tombol di bawah ini.",
                        .action = "Konfirmasi pesanan"},
    .booked = {.subject = "Antrean {code}: {date}, {hours}, {office}",
               .heading = "Antrean Anda terpesan",
               .lead = "Tunjukkan kode QR ini kepada pemindai di pintu masuk kantor."},
    .changed = {.subject = "Antrean {code} diubah: {date}, {hours}, {office}",
                .heading = "Antrean Anda sudah diubah",
                .lead = "Yang berlaku sekarang tertulis di bawah ini. Tunjukkan kode QR yang ini di pintu masuk."},
    .cancelled = {.subject = "Antrean {code} dibatalkan",
                  .heading = "Antrean Anda dibatalkan",
                  .lead = "Antrean ini sudah dibatalkan, dan kodenya tidak berlaku lagi."},
    .reminder_day = {.subject = "Pengingat: antrean {code}, {date}, {hours}, {office}",
                     .heading = "Antrean Anda {date}",
                     .lead = "Kami mengingatkan antrean Anda pukul {hours} di {office}. Bila tidak jadi datang, "
                             "batalkan supaya tempatnya dapat dipakai orang lain."},
    .reminder_hours = {.subject = "Pengingat: pukul {start}, antrean {code} di {office}",
                       .heading = "Antrean Anda pukul {start}",
                       .lead = "Kami mengingatkan antrean Anda hari ini, {date}, di {office}."},
    .moved_by_office = {.subject = "Penting: antrean {code} dipindahkan ke {date}, {hours}, {office}",
                        .heading = "Kantor mengubah antrean Anda",
                        .lead = "Antrean Anda tetap berlaku, pada tempat dan waktu yang tertulis di bawah ini."},
    .closed_by_office = {.subject = "Penting: antrean {code} tidak dapat dilayani pada {date}",
                         .heading = "Antrean Anda tidak dapat dilayani",
                         .lead =
                             "Maaf, kantor {office} tidak dapat melayani antrean Anda pada {date}, {hours}. Tombol ini "
                             "membuka tempat kosong terdekat untuk Anda.",
                         .action = "Pilih tempat lain"},
    .waitlist_offer = {.subject = "Ada tempat: {date}, {hours}, {office}",
                       .heading = "Ada tempat untuk Anda",
                       .lead = "Tempat ini ditahan untuk Anda sampai {until}. Sesudah itu, tempat ini ditawarkan "
                               "kepada orang berikutnya.",
                       .action = "Ambil tempat ini"},
    .your_turn = {.subject = "Nomor {number}: silakan menuju {counter}",
                  .heading = "Giliran Anda",
                  .lead = "Nomor {number} dipanggil. Silakan menuju {counter}."},
    .number_near = {.subject = "Nomor {number} sebentar lagi dipanggil",
                    .heading = "Sebentar lagi giliran Anda",
                    .lead = "Nomor {number} kira-kira urutan ke-{place}. Mohon tunggu di dekat loket."},
    .kept_after_all = {.subject = "Antrean {code} tetap berlaku: {date}, {hours}, {office}",
                       .heading = "Antrean Anda tetap berlaku",
                       .lead = "Kantor {office} dapat melayani antrean Anda, seperti yang dulu dipesan. Abaikan kabar "
                               "kami sebelumnya."},

    .digits_label = "Kode konfirmasi",
    .not_you =
        "Bukan Anda yang memesan? Abaikan surel ini; tanpa konfirmasi, tempatnya dilepas lagi. Jangan "
        "berikan kode ini kepada siapa pun.",
    .before = "Sebelumnya: {before}.",
    .reason = "Penjelasan kantor: {reason}",
    .offers_title = "Tempat terdekat yang dapat Anda ambil",
    .qr_alt = "Kode QR antrean {code}",
    .qr_hint = "Bila QR tidak terbaca, ketik kode ini di pintu masuk.",
    .arrive = "Datanglah pada jam Anda. Nomor antrean diberikan setelah kode dipindai.",
    .bring_title = "Yang perlu dibawa",
    .date_row = "Tanggal",
    .hour_row = "Jam",
    .office_row = "Kantor",
    .service_row = "Layanan",
    .name_row = "Nama",
    .code_row = "Kode antrean",
    .number_row = "Nomor antrean",
    .see_page = "Lihat pesanan",
    .change_page = "Ubah atau batalkan",
    .until = "{date} pukul {clock}",
    .unsubscribe_text = "Tidak ingin menerima pengingat?",
    .unsubscribe = "Berhenti menerima pengingat",
    .automatic = "Surel ini dikirim otomatis karena alamat Anda dipakai untuk memesan antrean.",
};

constexpr MailTexts english{
    .code = "en",
    .brand = "Antrean",

    .confirm_contact = {.subject = "{digits} is the code to confirm your booking",
                        .heading = "Confirm your booking",
                        .lead = "Your place is held until {until}. Type this code on the booking page, or press the "
                                "button below.",
                        .action = "Confirm the booking"},
    .booked = {.subject = "Booking {code}: {date}, {hours}, {office}",
               .heading = "You have a booking",
               .lead = "Show this QR code to the scanner at the entrance of the office."},
    .changed = {.subject = "Booking {code} was changed: {date}, {hours}, {office}",
                .heading = "Your booking was changed",
                .lead = "What is written below holds now. Show this QR code at the entrance."},
    .cancelled = {.subject = "Booking {code} was cancelled",
                  .heading = "Your booking was cancelled",
                  .lead = "This booking was cancelled, and its code is no longer valid."},
    .reminder_day = {.subject = "Reminder: booking {code}, {date}, {hours}, {office}",
                     .heading = "Your booking on {date}",
                     .lead = "This is a reminder of your booking at {hours}, {office}. If you are not coming, please "
                             "cancel it, so that somebody else can have the place."},
    .reminder_hours = {.subject = "Reminder: at {start}, booking {code} at {office}",
                       .heading = "Your booking at {start}",
                       .lead = "This is a reminder of your booking today, {date}, at {office}."},
    .moved_by_office = {.subject = "Important: booking {code} was moved to {date}, {hours}, {office}",
                        .heading = "The office has changed your booking",
                        .lead = "Your booking holds, at the place and time written below."},
    .closed_by_office = {.subject = "Important: booking {code} cannot be kept on {date}",
                         .heading = "Your booking cannot be kept",
                         .lead =
                             "We are sorry: the office {office} cannot serve you on {date}, {hours}. The button leads "
                             "to the nearest free places.",
                         .action = "Choose another place"},
    .waitlist_offer = {.subject = "A place is free: {date}, {hours}, {office}",
                       .heading = "There is a place for you",
                       .lead = "This place is held for you until {until}. After that it is offered to the next "
                               "person.",
                       .action = "Take this place"},
    .your_turn = {.subject = "Number {number}: please go to {counter}",
                  .heading = "It is your turn",
                  .lead = "Number {number} is called. Please go to {counter}."},
    .number_near = {.subject = "Number {number} will be called soon",
                    .heading = "Your turn comes soon",
                    .lead = "Number {number} is about number {place} in line. Please wait near the counters."},
    .kept_after_all = {.subject = "Booking {code} holds: {date}, {hours}, {office}",
                       .heading = "Your booking holds",
                       .lead = "The office {office} can serve you after all, as you had booked. Please ignore our "
                               "message of before."},

    .digits_label = "Confirmation code",
    .not_you =
        "You have not booked? Ignore this mail; a place that nobody confirms is free again. Never give this code "
        "to anybody.",
    .before = "Before: {before}.",
    .reason = "The office says: {reason}",
    .offers_title = "The nearest places that you can take",
    .qr_alt = "QR code of booking {code}",
    .qr_hint = "If the QR cannot be read, type this code at the entrance.",
    .arrive = "Come at your hour. You get a queue number when the code has been scanned.",
    .bring_title = "What to bring",
    .date_row = "Date",
    .hour_row = "Time",
    .office_row = "Office",
    .service_row = "Service",
    .name_row = "Name",
    .code_row = "Booking code",
    .number_row = "Queue number",
    .see_page = "See the booking",
    .change_page = "Change or cancel",
    .until = "{date} at {clock}",
    .unsubscribe_text = "No more reminders?",
    .unsubscribe = "Unsubscribe from reminders",
    .automatic = "This mail was sent automatically because a booking was made with your address.",
};

}  // namespace

const MailTexts& mail_texts(Language language) { return language == Language::en ? english : indonesian; }

const KindTexts& kind_texts(const MailTexts& texts, NoticeKind kind) {
  switch (kind) {
    case NoticeKind::confirm_contact:
      return texts.confirm_contact;
    case NoticeKind::booked:
      return texts.booked;
    case NoticeKind::changed:
      return texts.changed;
    case NoticeKind::cancelled:
      return texts.cancelled;
    case NoticeKind::reminder_day:
      return texts.reminder_day;
    case NoticeKind::reminder_hours:
      return texts.reminder_hours;
    case NoticeKind::moved_by_office:
      return texts.moved_by_office;
    case NoticeKind::closed_by_office:
      return texts.closed_by_office;
    case NoticeKind::waitlist_offer:
      return texts.waitlist_offer;
    case NoticeKind::checked_in:  // told to programs only
    case NoticeKind::your_turn:
      return texts.your_turn;
    case NoticeKind::number_near:
      return texts.number_near;
    case NoticeKind::kept_after_all:
      return texts.kept_after_all;
    case NoticeKind::chat_reply:  // never a mail
      break;
  }
  return texts.booked;
}

}  // namespace antrean::portal
