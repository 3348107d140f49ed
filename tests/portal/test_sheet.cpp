// The PDF of a booking, read by poppler's programs, which have nothing to do with cairo: its words, its size,
// its QR.
#include <cstdio>
#include <fstream>
#include <memory>
#include <vector>

#include <ZXing/DecodeHints.h>
#include <ZXing/ReadBarcode.h>

#include "scratch_folder.hpp"
#include "sheet/booking_pdf.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

const std::string symbol_text = "AQ1" + std::string(151, 'K');

BookingSheet sample(int companions = 0) {
  BookingSheet sheet{.language = Language::id, .stored = {}, .place = {}, .qr = symbol_text};
  auto& booking = sheet.stored.booking;
  booking.code = "AD-QFJ8BD";
  booking.name = "Nur’aini Žižek";
  booking.nik_last4 = "0042";
  sheet.stored.names =
      KeptNames{.zone = Zone::wita, .office = "Medan (Polonia)", .service = {"Paspor biasa", "Passport"}};
  sheet.place = {
      .office = "Medan (Polonia)",
      .address = "Jalan Mangkubumi No. 2, Kelurahan Aur, Kecamatan Medan Maimun, Kota Medan, Sumatera Utara 20151",
      .day = *OfficeDay::parse("2026-11-23"),
      .hours = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
      .zone = Zone::wita};
  for (int i = 0; i < companions; ++i) {
    sheet.stored.companions.push_back(
        {"Companion Dengan Nama Yang Sangat Panjang Sekali " + std::to_string(i), "0001"});
  }
  return sheet;
}

std::string run(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen(command.c_str(), "r"), ::pclose};
  std::string out;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
    out += static_cast<char>(c);
  }
  return out;
}

class PdfFile {
 public:
  explicit PdfFile(const std::string& bytes) { folder_.write("booking.pdf", bytes); }
  std::string words() const { return run("pdftotext -layout " + file() + " -"); }
  std::string about() const { return run("pdfinfo " + file()); }
  std::string fonts() const { return run("pdffonts " + file()); }
  std::string qr() const {
    run("pdftoppm -gray -r 200 -singlefile " + file() + " " + (folder_ / "page").string());
    std::ifstream in{folder_ / "page.pgm", std::ios::binary};
    std::string magic;
    int width = 0, height = 0, most = 0;
    in >> magic >> width >> height >> most;
    in.get();
    std::vector<std::uint8_t> gray(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    in.read(reinterpret_cast<char*>(gray.data()), static_cast<std::streamsize>(gray.size()));
    return ZXing::ReadBarcode({gray.data(), width, height, ZXing::ImageFormat::Lum},
                              ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode))
        .text();
  }

 private:
  std::string file() const { return (folder_ / "booking.pdf").string(); }
  portal_test::ScratchFolder folder_;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// The libraries keep what they need: CppUTest would call it a leak inside a test.
[[maybe_unused]] const std::string is_warm = PdfFile{booking_pdf(sample())}.qr();

}  // namespace

TEST_GROUP(BookingPdf){};

TEST(BookingPdf, IsOnePageInA6WithSelectableText) {
  const PdfFile pdf{booking_pdf(sample())};
  const auto about = pdf.about();
  CHECK_TEXT(has(about, "Pages:           1\n"), about.c_str());
  CHECK_TEXT(has(about, "A6") || has(about, "297.638 x 419.528 pts"), about.c_str());
  const auto words = pdf.words();
  for (const auto* part : {"AD-QFJ8BD", "Nur’aini Žižek", "•••• 0042", "Senin, 23 November 2026", "08.00–10.00 WITA",
                           "Medan (Polonia)", "Sumatera Utara 20151", "Paspor biasa"}) {
    CHECK_TEXT(has(words, part), words.c_str());
  }
  CHECK_TEXT(has(pdf.fonts(), "Inter"), pdf.fonts().c_str());
  CHECK(pdf.about().find("AQ1") == std::string::npos);
}

TEST(BookingPdf, ItsQrIsRead) { STRCMP_EQUAL(symbol_text.c_str(), PdfFile{booking_pdf(sample())}.qr().c_str()); }

TEST(BookingPdf, ALongPartyStaysOnThePage) {
  auto sheet = sample(4);
  sheet.language = Language::en;
  sheet.stored.booking.name = std::string(100, 'W');
  const PdfFile pdf{booking_pdf(sheet)};
  CHECK(has(pdf.about(), "Pages:           1\n"));
  const auto words = pdf.words();
  CHECK_TEXT(has(words, "Sekali 3"), words.c_str());
  CHECK_TEXT(has(words, "Come at your time"), words.c_str());
  STRCMP_EQUAL(symbol_text.c_str(), pdf.qr().c_str());
}
