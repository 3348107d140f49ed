// The drawn ticket, looked at as its dots and through the optics of a phone (zbar).
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "demo/qr_eye.hpp"
#include "ticket_printer/printer_settings.hpp"
#include "ticket_printer/ticket_layout.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

const std::vector<Language> both{Language::id, Language::en};
constexpr const char* page = "https://antrean.imigrasi.go.id/n/0123456789abcdef01234567";

PaperTicket ticket() {
  return {.id = "A017 1764294060000",
          .number = "A017",
          .office = "Kantor Imigrasi Kelas I TPI Bandung",
          .service = {"Paspor baru dan penggantian", "New passports and replacements"},
          .given = from_ms(1764294060000),
          .ahead = 12,
          .wait = WaitRange{20, 26, 35},
          .my_number = page};
}

/// With ANTREAN_LOOK=folder each picture is also a file there, for people.
void keep(const char* name, const DotPicture& picture) {
  if (const char* folder = std::getenv("ANTREAN_LOOK")) {
    std::ofstream(std::filesystem::path(folder) / (std::string(name) + ".png"), std::ios::binary) << png_of(picture);
  }
}

/// How many columns at the left or the right have no dot at all: the narrower of the two.
unsigned white_at_the_sides(const DotPicture& picture) {
  unsigned left = picture.width, right = picture.width;
  for (unsigned y = 0; y < picture.height; ++y) {
    for (unsigned x = 0; x < picture.width; ++x) {
      if (picture.dark(x, y)) {
        left = std::min(left, x);
        right = std::min(right, picture.width - 1 - x);
      }
    }
  }
  return std::min(left, right);
}

}  // namespace

// CppUTest's leak detector does not see what fontconfig and pango keep for the next picture.
TEST_GROUP(TicketLayout){};

TEST(TicketLayout, ThePagesAddressIsReadOffThePaperAtEveryWidth) {
  for (const unsigned dots : {256u, dots_of_58_mm, 512u, dots_of_80_mm, 832u}) {
    const DotPicture drawn = draw_ticket(ticket(), dots, both);
    LONGS_EQUAL(dots, drawn.width);
    LONGS_EQUAL(std::size_t{drawn.height} * dots / 8, drawn.rows.size());
    const auto read = demo::read_qr(png_of(drawn));
    CHECK_TRUE(read.has_value());
    STRCMP_EQUAL(page, read->c_str());
    CHECK_TRUE(white_at_the_sides(drawn) >= 4);
    keep(std::to_string(dots).c_str(), drawn);
  }
}

TEST(TicketLayout, WithoutAPageThereIsNoQrAndTheTicketIsShorter) {
  PaperTicket alone = ticket();
  alone.my_number.clear();
  const DotPicture drawn = draw_ticket(alone, dots_of_58_mm, both);
  CHECK_FALSE(demo::read_qr(png_of(drawn)).has_value());
  CHECK_TRUE(drawn.height + 200 < draw_ticket(ticket(), dots_of_58_mm, both).height);
  keep("58_no_qr", drawn);
}

TEST(TicketLayout, EachPartThatIsKnownIsOnThePaperAndNothingElse) {
  const DotPicture whole = draw_ticket(ticket(), dots_of_80_mm, both);
  const auto differs = [&](auto change) {
    PaperTicket other = ticket();
    change(other);
    return draw_ticket(other, dots_of_80_mm, both) != whole;
  };
  CHECK_TRUE(differs([](PaperTicket& other) { other.number = "A018"; }));
  CHECK_TRUE(differs([](PaperTicket& other) { other.office = "Kantor Imigrasi Jakarta Selatan"; }));
  CHECK_TRUE(differs([](PaperTicket& other) { other.service.en = "Passports"; }));
  CHECK_TRUE(differs([](PaperTicket& other) { other.name = "Siti Rahmawati"; }));
  CHECK_TRUE(differs([](PaperTicket& other) { other.ahead = 13; }));
  CHECK_TRUE(differs([](PaperTicket& other) { other.wait.reset(); }));
  CHECK_TRUE(differs([](PaperTicket& other) { other.given += Minutes{1}; }));
  CHECK_TRUE(differs([](PaperTicket& other) { other.zone = Zone::wit; }));
  // Whoever waits for their hour has no place in the line yet.
  const auto held = [](std::uint16_t ahead) {
    PaperTicket other = ticket();
    other.not_before = other.given + Minutes{40};
    other.ahead = ahead;
    return draw_ticket(other, dots_of_80_mm, both);
  };
  CHECK_TRUE(held(3) == held(4));
  keep("80_held", held(3));
  CHECK_FALSE(differs([](PaperTicket& other) { other.id = "another"; }));
}

TEST(TicketLayout, OneLanguageAloneOrTheOtherFirst) {
  const DotPicture id = draw_ticket(ticket(), dots_of_58_mm, {Language::id});
  const DotPicture en = draw_ticket(ticket(), dots_of_58_mm, {Language::en});
  const DotPicture en_first = draw_ticket(ticket(), dots_of_58_mm, {Language::en, Language::id});
  CHECK_TRUE(id != en);
  CHECK_TRUE(id.height < draw_ticket(ticket(), dots_of_58_mm, both).height);
  keep("58_id", id);
  keep("58_en", en);
  keep("58_en_first", en_first);
}

TEST(TicketLayout, LongWordsAndLettersOfManyPeoplesStayOnThePaper) {
  PaperTicket crowded = ticket();
  crowded.number = "W9999";
  crowded.office = "Unit Layanan Paspor dan Unit Kerja Kantor Imigrasi Kelas I Khusus TPI Soekarno-Hatta, Tangerang";
  crowded.service = {"Pengambilanpasporyangsudahselesaidanbelumdiambilselamasebulan",
                     "Collection of finished passports, for people with a power of attorney"};
  crowded.name = "Ni Luh Ayu Ñáđa Þórðardóttir O’Brien";
  crowded.ahead = 1'234;
  crowded.wait = WaitRange{180, 220, 999};
  for (const unsigned dots : {256u, dots_of_58_mm, dots_of_80_mm}) {
    const DotPicture drawn = draw_ticket(crowded, dots, both);
    CHECK_TRUE(white_at_the_sides(drawn) >= 4);
    CHECK_TRUE(demo::read_qr(png_of(drawn)).has_value());
    keep((std::to_string(dots) + "_crowded").c_str(), drawn);
  }
  PaperTicket next = ticket();
  next.ahead = 0;
  next.wait = WaitRange{0, 0, 0};
  next.name = "Siti Rahmawati";
  keep("80_next", draw_ticket(next, dots_of_80_mm, both));
}
