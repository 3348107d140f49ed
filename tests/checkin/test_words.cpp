#include <string>

#include "checkin/words.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::checkin;

namespace {

const OfficeDay day = *OfficeDay::parse("2026-08-17");
const SlotHours slot{*TimeOfDay::parse("08:00"), *TimeOfDay::parse("10:00")};

struct Said {
  Bilingual words;
  const char* id;
  const char* en;
};

Bilingual welcome(Standing standing) {
  Admission admission;
  admission.standing = standing;
  admission.slot = slot;
  return admitted_words(admission, {"B001", "B002"});
}

}  // namespace

TEST_GROUP(CheckinWords){};

TEST(CheckinWords, APersonReadsWhatToDo) {
  const Said all[] = {
      {words::wrong_office("FB", "Makassar"),
       "Pesanan ini untuk kantor Makassar, bukan kantor ini. Silakan datang ke sana.",
       "This booking is for the office Makassar, not for this one. Please go there."},
      {words::wrong_office("FB", ""), "Pesanan ini untuk kantor FB, bukan kantor ini. Silakan datang ke sana.",
       "This booking is for the office FB, not for this one. Please go there."},
      {words::wrong_day(day, slot, false),
       "Pesanan ini untuk Senin, 17 Agustus 2026 pukul 08.00–10.00. Silakan datang pada hari itu.",
       "This booking is for Monday, 17 August 2026, 08:00–10:00. Please come on that day."},
      {words::wrong_day(day, slot, true),
       "Pesanan ini untuk Senin, 17 Agustus 2026 pukul 08.00–10.00 dan sudah lewat. Silakan pesan lagi.",
       "This booking is for Monday, 17 August 2026, 08:00–10:00, which has passed. Please book again."},
      {words::too_early(slot, *TimeOfDay::parse("07:30")), "Jam pesanan Anda 08.00–10.00. Silakan kembali pukul 07.30.",
       "Your booked hour is 08:00–10:00. Please come back at 07:30."},
      {words::too_late(slot), "Jam pesanan Anda 08.00–10.00 sudah lewat. Silakan hubungi petugas atau pesan lagi.",
       "Your booked hour 08:00–10:00 has passed. Please ask the staff or book again."},
      {words::already_used(day, day.plus(1), *TimeOfDay::parse("08:05"), {}),
       "Kode ini sudah dipakai pada Senin, 17 Agustus 2026 pukul 08.05.",
       "This code was already used on Monday, 17 August 2026 at 08:05."},
      {words::moved(day, slot), "Pesanan ini sudah dipindahkan ke Senin, 17 Agustus 2026 pukul 08.00–10.00.",
       "This booking was moved to Monday, 17 August 2026, 08:00–10:00."},
      {words::unknown_code("AD-QFJ8BD"),
       "Kode AD-QFJ8BD tidak ada di daftar pesanan kantor ini. Periksa hurufnya dan coba lagi.",
       "The code AD-QFJ8BD is not on this office's booking list. Check the letters and try again."},
      {welcome(Standing::on_time), "Selamat datang. Nomor antrean Anda B001, B002.",
       "Welcome. Your number is B001, B002."},
      {welcome(Standing::early_wait),
       "Selamat datang. Nomor antrean Anda B001, B002. Anda dipanggil mulai pukul 08.00.",
       "Welcome. Your number is B001, B002. You will be called from 08:00."},
      {welcome(Standing::late_end_of_hour),
       "Selamat datang. Nomor antrean Anda B001, B002. Jam pesanan Anda sudah lewat; Anda dipanggil setelah pemilik "
       "jam "
       "ini.",
       "Welcome. Your number is B001, B002. Your booked hour has passed; you will be called after the people of this "
       "hour."},
      {welcome(Standing::late_normal_queue), "Selamat datang. Nomor antrean Anda B001, B002. Anda masuk antrean biasa.",
       "Welcome. Your number is B001, B002. You are in the normal queue."},
  };
  for (const Said& said : all) {
    STRCMP_EQUAL(said.id, said.words.id.c_str());
    STRCMP_EQUAL(said.en, said.words.en.c_str());
  }
}
