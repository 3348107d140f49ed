#include "checkin/words.hpp"

#include "values/calendar_text.hpp"

namespace antrean::checkin {
namespace {

std::string hour_id(TimeOfDay time) { return hour_text(Language::id, time); }
std::string hours_id(SlotHours slot) { return hours_text(Language::id, slot); }
std::string hours_en(SlotHours slot) { return hours_text(Language::en, slot); }
std::string day_id(OfficeDay day) { return long_date_text(Language::id, day); }
std::string day_en(OfficeDay day) { return long_date_text(Language::en, day); }

std::string list(const std::vector<std::string>& numbers) {
  std::string text;
  for (const std::string& number : numbers) {
    text += (text.empty() ? "" : ", ") + number;
  }
  return text;
}

std::string named(const std::string& code, const std::string& name) { return name.empty() ? code : name; }

}  // namespace

namespace words {

Bilingual wrong_office(const std::string& code, const std::string& name) {
  return {"Pesanan ini untuk kantor " + named(code, name) + ", bukan kantor ini. Silakan datang ke sana.",
          "This booking is for the office " + named(code, name) + ", not for this one. Please go there."};
}

Bilingual wrong_day(OfficeDay day, SlotHours slot, bool past) {
  const std::string id = "Pesanan ini untuk " + day_id(day) + " pukul " + hours_id(slot);
  const std::string en = "This booking is for " + day_en(day) + ", " + hours_en(slot);
  if (past) {
    return {id + " dan sudah lewat. Silakan pesan lagi.", en + ", which has passed. Please book again."};
  }
  return {id + ". Silakan datang pada hari itu.", en + ". Please come on that day."};
}

Bilingual too_early(SlotHours slot, TimeOfDay come_back) {
  return {"Jam pesanan Anda " + hours_id(slot) + ". Silakan kembali pukul " + hour_id(come_back) + ".",
          "Your booked hour is " + hours_en(slot) + ". Please come back at " + come_back.text() + "."};
}

Bilingual too_late(SlotHours slot) {
  return {"Jam pesanan Anda " + hours_id(slot) + " sudah lewat. Silakan hubungi petugas atau pesan lagi.",
          "Your booked hour " + hours_en(slot) + " has passed. Please ask the staff or book again."};
}

Bilingual already_used(OfficeDay day, OfficeDay today, TimeOfDay at, const std::vector<std::string>& numbers) {
  std::string id = "Kode ini sudah dipakai ";
  std::string en = "This code was already used ";
  if (day != today) {
    id += "pada " + day_id(day) + " ";
    en += "on " + day_en(day) + " ";
  }
  id += "pukul " + hour_id(at) + ".";
  en += "at " + at.text() + ".";
  if (!numbers.empty()) {
    id += " Nomor antrean Anda " + list(numbers) + ".";
    en += " Your number is " + list(numbers) + ".";
  }
  return {id, en};
}

Bilingual cancelled() {
  return {"Pesanan ini sudah dibatalkan. Silakan hubungi petugas atau pesan lagi.",
          "This booking was cancelled. Please ask the staff or book again."};
}

Bilingual moved(OfficeDay day, SlotHours slot) {
  return {"Pesanan ini sudah dipindahkan ke " + day_id(day) + " pukul " + hours_id(slot) + ".",
          "This booking was moved to " + day_en(day) + ", " + hours_en(slot) + "."};
}

Bilingual moved_to_office(const std::string& code, const std::string& name) {
  return {"Pesanan ini sudah dipindahkan ke kantor " + named(code, name) + ". Silakan datang ke sana.",
          "This booking was moved to the office " + named(code, name) + ". Please go there."};
}

Bilingual unreadable() {
  return {"Kode tidak terbaca. Silakan pindai lagi atau ketik kodenya.",
          "The code could not be read. Please scan it again or type it."};
}

Bilingual not_a_code() {
  return {"Ini bukan kode antrean. Silakan tunjukkan kode QR pesanan Anda.",
          "This is not a booking code. Please show the QR code of your booking."};
}

Bilingual forged() {
  return {"Kode ini tidak sah. Silakan hubungi petugas.", "This code is not valid. Please ask the staff."};
}

Bilingual unknown_key() {
  return {"Tanda tangan kode ini belum dikenal kantor ini. Silakan ketik kode antrean atau hubungi petugas.",
          "This office does not know the signature of this code yet. Please type the booking code or ask the staff."};
}

Bilingual unknown_code(const std::string& code) {
  return {"Kode " + code + " tidak ada di daftar pesanan kantor ini. Periksa hurufnya dan coba lagi.",
          "The code " + code + " is not on this office's booking list. Check the letters and try again."};
}

Bilingual no_day_list() {
  return {"Daftar pesanan belum diterima dari pusat, kode ketik belum dapat diperiksa. Silakan pindai kode QR.",
          "The booking list has not arrived yet, so a typed code cannot be checked. Please scan the QR code."};
}

Bilingual unknown_service() {
  return {"Layanan pada pesanan ini tidak ada di kantor ini. Silakan hubungi petugas.",
          "This office does not have the service of this booking. Please ask the staff."};
}

Bilingual day_closed() {
  return {"Kantor tidak memberi nomor antrean lagi hari ini. Silakan hubungi petugas.",
          "The office gives no more numbers today. Please ask the staff."};
}

Bilingual go_to_the_desk() {
  return {"Nomor antrean tidak dapat diberikan di sini. Silakan ke meja petugas.",
          "A number cannot be given here. Please go to the desk."};
}

Bilingual reason_missing() {
  return {"Alasan wajib diisi untuk menerima di luar aturan.", "A reason is required to admit against the rules."};
}

Bilingual your_number(const std::vector<std::string>& numbers) {
  return {"Nomor antrean Anda " + list(numbers) + ".", "Your number is " + list(numbers) + "."};
}

Bilingual no_such_number(const std::string& number) {
  return {"Hari ini tidak ada nomor " + number + " dalam antrean.",
          "There is no number " + number + " in the queue today."};
}

Bilingual in_already(OfficeDay day, OfficeDay today, TimeOfDay at, const std::vector<std::string>& numbers) {
  const bool other_day = day != today;
  Bilingual said{"Sudah masuk " + (other_day ? day_id(day) + " " : std::string()) + "pukul " + hour_id(at),
                 "In since " + (other_day ? day_en(day) + ", " : std::string()) + at.text()};
  if (!numbers.empty()) {
    said.id += ", nomor " + list(numbers);
    said.en += ", number " + list(numbers);
  }
  return said;
}

}  // namespace words

Bilingual admitted_words(const Admission& admission, const std::vector<std::string>& numbers) {
  Bilingual said{"Selamat datang. Nomor antrean Anda " + list(numbers) + ".",
                 "Welcome. Your number is " + list(numbers) + "."};
  switch (admission.standing) {
    case Standing::on_time:
      break;
    case Standing::early_wait:
      said.id += " Anda dipanggil mulai pukul " + hour_id(admission.slot.start) + ".";
      said.en += " You will be called from " + admission.slot.start.text() + ".";
      break;
    case Standing::late_end_of_hour:
      said.id += " Jam pesanan Anda sudah lewat; Anda dipanggil setelah pemilik jam ini.";
      said.en += " Your booked hour has passed; you will be called after the people of this hour.";
      break;
    case Standing::late_normal_queue:
      said.id += " Anda masuk antrean biasa.";
      said.en += " You are in the normal queue.";
      break;
  }
  return said;
}

}  // namespace antrean::checkin
