#include <string>

#include "day_import/day_csv.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::day_import;

namespace {

const About one_service{.office = "AD", .services = {{"paspor", {"Permohonan paspor", "Passport application"}}}};
const About two_services{.office = "AD",
                         .services = {{"paspor", {"Permohonan paspor", "Passport application"}},
                                      {"e-paspor", {"Paspor elektronik", "Electronic passport"}}}};

std::string line_of(const Booking& booking) {
  std::string text = booking.code + "|" + booking.service + "|" + booking.day.text() + "|" + booking.slot.start.text() +
                     "-" + booking.slot.end.text() + "|" + std::to_string(booking.party) + "|" + booking.name + "|" +
                     booking.nik_last4;
  for (const auto& one : booking.companions) {
    text += "|" + one.name + "/" + one.nik_last4;
  }
  return text + (booking.status == BookingStatus::cancelled ? "|cancelled" : "");
}

/// A line for each booking, or for each bad row.
std::string told(const std::string& text, const About& about = one_service) {
  const auto read = read_day_csv(text, about);
  std::string all;
  for (const auto& one : read.bookings) {
    all += line_of(one) + "\n";
  }
  for (const auto& one : read.bad) {
    all += std::to_string(one.line) + ": " + one.why.en + "\n";
  }
  return all;
}

// The known headers are made once, which CppUTest would call a leak inside a test.
[[maybe_unused]] const std::string is_warm = told("name,date,start\n");

}  // namespace

TEST_GROUP(DayCsv){};

TEST(DayCsv, HeadersAreForgiving) {
  const std::string right = "X1|paspor|2026-11-23|08:00-10:00|1|Siti Aminah|0042\n";
  const std::string files[]{
      "code,name,nik,date,start,end\nX1,Siti Aminah,3273010101900042,2026-11-23,08:00,10:00\n",
      "\xEF\xBB\xBF"
      "Kode Booking;Nama Pemohon;NIK;Tanggal;Jam\r\nX1;Siti Aminah;3273010101900042;23/11/2026;08.00-10.00\r\n",
      "No. Booking\tNAMA LENGKAP\tNo. KTP\tTgl\tJam Mulai\tJam Selesai\nX1\tSiti  Aminah \t'0042\t23-11-2026\t8\t10.00 "
      "WIB\n",
      "ref,unknown,name,nik_last4,hari,pukul,sampai\nX1,\"a,b\",\"Siti Aminah\",0042,\"Senin, 23 November 2026\",pukul "
      "8.00,10:00:00",
      "code,name,nik,date,start,end\nX1,Siti Aminah,0042,2026-11-23 00:00:00,08:00:00,10:00:00\n\n,,,,,\n",
      "code,name,nik,date,start,end\nX1,Siti\xC2\xA0"
      "Aminah,0042,23 Nov 2026,08:00 WIB,10:00 WIB\n",
  };
  for (const auto& file : files) {
    STRCMP_EQUAL(right.c_str(), told(file).c_str());
  }
}

TEST(DayCsv, ServicesByKeyOrName) {
  STRCMP_EQUAL("X1|e-paspor|2026-11-23|08:00-09:00|1|Siti|\nX2|paspor|2026-11-23|08:00-09:00|1|Budi|\n",
               told("code,layanan,name,date,start\nX1,PASPOR ELEKTRONIK,Siti,2026-11-23,08:00\n"
                    "X2,paspor,Budi,2026-11-23,08:00\n",
                    two_services)
                   .c_str());
  STRCMP_EQUAL("1: there is no column service\n", told("code,name,date,start\n", two_services).c_str());
}

TEST(DayCsv, PartiesHaveNames) {
  STRCMP_EQUAL("X1|paspor|2026-11-23|08:00-09:00|4|Siti|0042|Budi/0043|Ani/|cancelled\n",
               told("code;nama;nik;nama 2;nik 2;nama3;jumlah orang;tanggal;jam;keterangan\n"
                    "X1;Siti;0042;Budi;3273010101900043;Ani;4;23.11.2026;08.00;Dibatalkan\n")
                   .c_str());
}

TEST(DayCsv, EveryBadRowIsNamedAndNothingIsTaken) {
  const std::string text =
      "code,name,nik,date,start,end,orang\n"
      "X1,Siti,0042,2026-11-23,08:00,10:00,1\n"               // good
      "X2,,0042,2026-11-23,08:00,10:00,1\n"                   // 3
      "X3,Budi,123,2026-11-23,08:00,10:00,1\n"                // 4
      "X4,Budi,0042,31/02/2026,08:00,10:00,1\n"               // 5
      "X5,Budi,0042,2026-11-23,25:00,10:00,1\n"               // 6
      "X6,Budi,0042,2026-11-23,10:00,08:00,1\n"               // 7
      "X7,Budi,0042,2026-11-23,08:00,10:00,9\n"               // 8
      "\"X8\n\",Budi,3.27301E+15,2026-11-23,08:00,10:00,1\n"  // 9: as a spreadsheet spoils it
      "X1,Ani,0043,2026-11-23,08:00,10:00,1\n"                // 11
      "X9,\"Budi,0042,2026-11-23,08:00,10:00,1\n";            // 12
  const auto read = read_day_csv(text, one_service);
  LONGS_EQUAL(0, read.bookings.size());
  STRCMP_EQUAL(
      "3: the name is empty\n"
      "4: a NIK has 16 digits, or its last 4; let the column be text\n"
      "5: '31/02/2026' is no date; write 23/11/2026 or 2026-11-23\n"
      "6: the hour '25:00' is not like 08:00\n"
      "7: the end '08:00' is not after the start\n"
      "8: the number of people '9' is not 1 to 5\n"
      "9: a NIK has 16 digits, or its last 4; let the column be text\n"
      "11: this booking is in line 2 already\n"
      "12: a quotation mark has no end\n",
      told(text).c_str());
}

TEST(DayCsv, WhatIsNoListSaysSo) {
  STRCMP_EQUAL("1: the file is empty\n", told("").c_str());
  STRCMP_EQUAL("1: the file is not UTF-8; save it as \"CSV UTF-8\"\n",
               told("name,date,start\nZo\xEB,2026-11-23,08:00\n").c_str());
  STRCMP_EQUAL("1: there is no column name\n1: there is no column date\n1: there is no column start\n",
               told("PK\x03\x04 something\n").c_str());
  STRCMP_EQUAL("1: two columns of the header mean the same; take one away\n",
               told("name,nama,date,start\nSiti,Siti,2026-11-23,08:00\n").c_str());
  LONGS_EQUAL(0, read_day_csv("name,date,start\n", one_service).bookings.size());
  std::string many = "name,date,start\n";
  for (int i = 0; i < 150; ++i) {
    many += "Siti,never,08:00\n";
  }
  LONGS_EQUAL(100, read_day_csv(many, one_service).bad.size());
  LONGS_EQUAL(50, read_day_csv(many, one_service).more_bad);
}

TEST(DayCsv, TheSameRowIsTheSameBookingWhereverItStands) {
  const auto first =
      read_day_csv("code,name,date,start\nX1,Siti,2026-11-23,08:00\nX2,Budi,2026-11-23,08:00\n", one_service);
  const auto again = read_day_csv("Kode;Nama;Tanggal;Jam\nX2;Budi Santoso;24/11/2026;09.00\n", one_service);
  CHECK(first.bookings.at(1).id == again.bookings.at(0).id);  // moved and renamed: the code is what it is
  CHECK(first.bookings.at(0).id != first.bookings.at(1).id);
  const auto uncoded = read_day_csv("name,date,start\nSITI,2026-11-23,08:00\nBudi,2026-11-23,08:00\n", one_service);
  CHECK(uncoded.bookings.at(0).id ==
        read_day_csv("jam,nama,tanggal\n8,Siti,23/11/2026\n", one_service).bookings.at(0).id);
  for (const auto& one : uncoded.bookings) {
    CHECK(one.id >= BookingId{1} << 32u && one.id < BookingId{1} << 53u);
    CHECK(one.code.starts_with("+"));
  }
  const About other{.office = "FB", .services = one_service.services};
  CHECK(read_day_csv("code,name,date,start\nX1,Siti,2026-11-23,08:00\n", other).bookings.at(0).id !=
        first.bookings.at(0).id);
}
