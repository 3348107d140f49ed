// The site as people use it: through HTTP, page by page.
#include <algorithm>
#include <map>
#include <set>

#include <ZXing/DecodeHints.h>
#include <ZXing/ReadBarcode.h>
#include <png.h>

#include "codes/booking_code.hpp"
#include "portal_under_test.hpp"
#include "qr/qr_png.hpp"
#include "web/session.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
using portal::Cookies;
using portal::security_headers;
using portal::Visitor;

namespace {

bool has(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

struct Picture {
  int side = 0;
  std::vector<std::uint8_t> gray;
};

Picture decode_png(const std::string& png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) {
    return {};
  }
  image.format = PNG_FORMAT_GRAY;
  Picture picture{static_cast<int>(image.width), std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
  png_image_finish_read(&image, nullptr, picture.gray.data(), 0, nullptr);
  return picture;
}

std::string read_qr(const Picture& picture) {
  const auto result = ZXing::ReadBarcode({picture.gray.data(), picture.side, picture.side, ZXing::ImageFormat::Lum},
                                         ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode));
  return result.text();
}

// ZXing keeps its Galois field when it is first used, and CppUTest would call this a leak inside a test.
[[maybe_unused]] const std::string reader_is_warm = read_qr(decode_png(portal::qr_png("AQ1")));

std::string code_on(const http::Response& page) {
  constexpr std::string_view before = R"(<p class="code">)";
  const auto at = page.body.find(before);
  return at == std::string::npos ? std::string{} : page.body.substr(at + before.size(), 9);
}

}  // namespace

TEST_GROUP(Site) {
  PortalUnderTest portal;
  Browser browser{portal};
};

TEST(Site, LeadsFromOfficeToDateToHourToDetailsByLinks) {
  const auto offices = browser.get("/");
  LONGS_EQUAL(200, offices.status);
  CHECK(has(offices, R"(href="/book/AD/paspor")"));
  CHECK(has(offices, "Makassar"));
  CHECK(has(offices, "WITA"));
  const auto only_service = browser.get("/book/AD");
  LONGS_EQUAL(303, only_service.status);
  STRCMP_EQUAL("/book/AD/paspor", std::string{header(only_service, "Location")}.c_str());
  const auto dates = browser.get("/book/AD/paspor");
  CHECK(has(dates, R"(href="/book/AD/paspor/2026-11-23")"));
  CHECK(has(dates, "Senin, 23 November 2026, 22 tempat kosong"));
  CHECK_FALSE(has(dates, R"(href="/book/AD/paspor/2026-11-25")"));  // holiday
  CHECK_FALSE(has(dates, R"(href="/book/AD/paspor/2026-11-28")"));  // Saturday
  const auto hours = browser.get("/book/AD/paspor/2026-11-23");
  CHECK(has(hours, R"(href="/book/AD/paspor/2026-11-23/08:00")"));
  CHECK(has(hours, "08.00–10.00 WIB"));
  CHECK(has(hours, "20 dari 20 tempat kosong"));
  const auto details = browser.get("/book/AD/paspor/2026-11-23/08:00");
  LONGS_EQUAL(200, details.status);
  CHECK(has(details, R"(name="nik")"));
  CHECK_FALSE(form_token(details).empty());
  CHECK(has(browser.get("/book/AD/paspor/2026-11-25"), "Hari Guru"));
}

TEST(Site, BooksAndShowsTheConfirmationBehindARedirect) {
  const auto path = browser.book(1);
  CHECK(path.starts_with("/booking/"));
  LONGS_EQUAL(9 + 32, path.size());
  const auto page = browser.get(path);
  LONGS_EQUAL(200, page.status);
  CHECK(has(page, "Bandung"));
  CHECK(has(page, "Senin, 23 November 2026"));
  CHECK(has(page, "08.00–10.00 WIB"));
  CHECK(has(page, "Siti Aminah"));
  CHECK(has(page, "•••• •••• •••• 0002"));
  CHECK_FALSE(has(page, nik(1)));
  CHECK(has(page, "KTP asli"));
  CHECK(has(page, path + "/qr.png"));
  const auto pulled = portal.pull(bandung_token);
  LONGS_EQUAL(1, pulled.bookings.size());
  STRCMP_EQUAL(code_on(page).c_str(), pulled.bookings[0].code.c_str());
  STRCMP_EQUAL("0002", pulled.bookings[0].nik_last4.c_str());
}

TEST(Site, ShowsAQrThatReadsFromItsPixelsAndVerifies) {
  const auto path = browser.book(1);
  const auto image = browser.get(path + "/qr.png");
  STRCMP_EQUAL("image/png", image.content_type.c_str());
  const auto picture = decode_png(image.body);
  const auto pair = codes::make_key_pair(codes::Seed{1, 2, 3});
  const auto scan = codes::read_scan(read_qr(picture), {{7, pair.public_key}});
  const auto* payload = std::get_if<codes::Signed>(&scan);
  CHECK(payload != nullptr);
  const auto booking = portal.pull(bandung_token).bookings.at(0);
  CHECK_EQUAL(booking.id, payload->payload.booking);
  STRCMP_EQUAL(booking.code.c_str(), payload->payload.code().c_str());
  CHECK(booking.day == payload->payload.day);
  CHECK(booking.slot == payload->payload.slot);
  // Version 6 at most: 41 modules and the quiet zone of 6 on each side, 8 pixels a module.
  CHECK(picture.side <= (41 + 12) * 8);
  const auto quiet = std::find(picture.gray.begin(), picture.gray.end(), 0) - picture.gray.begin();
  LONGS_EQUAL(6 * 8, quiet / picture.side);
}

TEST(Site, LetsThirtyTwoAtOnceHaveTwentyPlaces) {
  std::vector<Browser> people(32, Browser{portal});
  std::vector<Outgoing> presses;
  for (int n = 0; n < 32; ++n) {
    auto& person = people[static_cast<std::size_t>(n)];
    presses.push_back(person.prepare_post("/book", person.filled(n)));
  }
  const auto answers = portal.send_all(presses);
  LONGS_EQUAL(20, std::ranges::count(answers, 303u, &http::Response::status));
  LONGS_EQUAL(12, std::ranges::count(answers, 409u, &http::Response::status));
  const auto pulled = portal.pull(bandung_token).bookings;
  LONGS_EQUAL(20, pulled.size());
  std::set<std::string> codes;
  for (const auto& booking : pulled) {
    codes.insert(booking.code);
  }
  LONGS_EQUAL(20, codes.size());
  LONGS_EQUAL(20, portal.places("AD").at(0).booked);
  CHECK(has(browser.get("/book/AD/paspor/2026-11-23"), "Penuh"));
  CHECK_FALSE(has(browser.get("/book/AD/paspor/2026-11-23"), R"(href="/book/AD/paspor/2026-11-23/08:00")"));
}

TEST(Site, TellsWhoCameASecondTooLateAndKeepsWhatTheyTyped) {
  auto late = browser.filled(3, "2026-11-23", "10:00");
  late["name"] = "Budi O'Neil";
  for (int n = 1; n <= 2; ++n) {
    Browser other{portal};
    CHECK_FALSE(other.book(n, "2026-11-23", "10:00").empty());
  }
  const auto answer = browser.post("/book", late);
  LONGS_EQUAL(409, answer.status);
  CHECK(has(answer, "Tempat terakhir baru saja terisi"));
  CHECK(has(answer, "Budi O&#39;Neil"));
  CHECK(has(answer, nik(3)));
  CHECK(has(answer, R"(value="2026-11-23T08:00" checked)"));
  CHECK(has(answer, R"(value="2026-11-24T08:00" required)"));
  CHECK_FALSE(has(answer, R"(value="2026-11-23T10:00")"));
  // The same typed data with another hour, with one more press.
  late["slot"] = "2026-11-23T08:00";
  late["form"] = form_token(answer);
  LONGS_EQUAL(303, browser.post("/book", late).status);
}

TEST(Site, BooksADoublePressOnceWithTheSameAnswer) {
  const auto form = browser.filled(1);
  const auto answers = portal.send_all({browser.prepare_post("/book", form), browser.prepare_post("/book", form)});
  LONGS_EQUAL(303, answers[0].status);
  LONGS_EQUAL(303, answers[1].status);
  STRCMP_EQUAL(std::string{header(answers[0], "Location")}.c_str(),
               std::string{header(answers[1], "Location")}.c_str());
  LONGS_EQUAL(1, portal.pull(bandung_token).bookings.size());
  auto other_hour = form;
  other_hour["slot"] = "2026-11-23T10:00";
  const auto used = browser.post("/book", other_hour);
  LONGS_EQUAL(409, used.status);
  CHECK(has(used, "Formulir ini sudah dipakai"));
  LONGS_EQUAL(1, portal.pull(bandung_token).bookings.size());
}

TEST(Site, AllowsOneBookingAPersonAndDay) {
  browser.book(1);
  Browser again{portal};
  const auto answer = again.post("/book", again.filled(1, "2026-11-23", "10:00"));
  LONGS_EQUAL(409, answer.status);
  CHECK(has(answer, "Anda sudah punya antrean pada tanggal ini"));
  CHECK_FALSE(again.book(1, "2026-11-24").empty());
}

TEST(Site, SaysAtEachFieldWhatIsWrong) {
  struct Case {
    const char* field;
    const char* value;
    const char* told;
  };
  const Case cases[] = {
      {"name", "", "Isi nama lengkap Anda."},
      {"name", "3273010101900002", "Nama hanya boleh berisi huruf"},
      {"name", "<script>", "Nama hanya boleh berisi huruf"},
      {"nik", "", "Isi NIK Anda."},
      {"nik", "327301010190000", "NIK harus 16 angka."},
      {"nik", "32730101019000OZ", "NIK hanya berisi angka."},
      {"nik", "0073010101900002", "kode wilayah"},
      {"nik", "3273013201900002", "tanggal lahir"},
      {"nik", "3273010101900000", "Empat angka terakhir NIK jarang 0000"},
      {"mail", "siti@contoh", "Alamat surel tidak benar"},
  };
  for (const auto& wrong : cases) {
    auto form = browser.filled(1);
    form[wrong.field] = wrong.value;
    const auto answer = browser.post("/book", form);
    LONGS_EQUAL(422, answer.status);
    CHECK(has(answer, wrong.told));
    CHECK(has(answer, std::string{"id=\""} + wrong.field + "-error\""));
    CHECK_FALSE(has(answer, "<script>"));
  }
  LONGS_EQUAL(0, portal.pull(bandung_token).bookings.size());
}

TEST(Site, AsksForAMailAddressWhereTheSettingsDo) {
  PortalUnderTest strict{100'000, 100'000, std::string{plain_rules} + "without_contact = 0\n"};
  Browser visitor{strict};
  auto form = visitor.filled(1);
  form["mail"] = "";
  const auto answer = visitor.post("/book", form);
  LONGS_EQUAL(422, answer.status);
  CHECK(has(answer, "Isi alamat surel Anda."));
}

TEST(Site, SaysInTheTitleThatSomethingIsWrongAndBeginsThere) {
  auto form = browser.filled(1);
  CHECK(has(browser.get("/book/AD/paspor/2026-11-23/08:00"), "<title>Isi data diri – "));
  form["mail"] = "siti";
  const auto wrong = browser.post("/book", form);
  CHECK(has(wrong, "<title>Ada yang salah: Isi data diri – "));
  CHECK(has(wrong, R"(role="alert" tabindex="-1" autofocus)"));
  CHECK(has(wrong, R"(<a href="#mail">Alamat surel tidak benar)"));
  CHECK(has(browser.post("/book?lang=en", form), "<title>Your details – "));
  CHECK(has(browser.post("/book", form), "<title>Error: Your details – "));
  const auto lost = browser.post("/find", {{"form", form_token(browser.get("/find"))}, {"code", "x"}, {"nik", "y"}});
  CHECK(has(lost, "<title>Error: Find your booking – "));
  CHECK(has(lost, R"(role="alert" tabindex="-1" autofocus)"));
}

TEST(Site, TakesAnUnlikelyNikThatTheCardReallyHas) {
  int day = 23;
  for (const char* unlikely : {"3273010101900000", "3273013102900001", "3273017102900000"}) {
    auto form = browser.filled(1, "2026-11-" + std::to_string(day), "08:00");
    CHECK_FALSE(has(browser.get("/book/AD/paspor/2026-11-23/08:00"), "card_says_so"));
    form["nik"] = unlikely;
    const auto asked = browser.post("/book", form);
    LONGS_EQUAL(422, asked.status);
    CHECK(has(asked, R"(name="card_says_so" value="yes")"));
    CHECK(has(asked, R"(<label for="card-says-so">)"));
    form["card_says_so"] = "yes";
    form["mail"] = "siti";
    CHECK(has(browser.post("/book", form), R"(type="checkbox" checked)"));  // stays while another field is mended
    form["mail"] = "siti@contoh.id";
    const auto booked = browser.post("/book", form);
    LONGS_EQUAL(303, booked.status);
    const std::string path{header(booked, "Location")};
    const auto found = browser.post(
        "/find", {{"form", form_token(browser.get("/find"))}, {"code", code_on(browser.get(path))}, {"nik", unlikely}});
    STRCMP_EQUAL(path.c_str(), std::string{header(found, "Location")}.c_str());
    day = day == 24 ? 26 : day + 1;
  }
  // Nothing else passes with it.
  auto form = browser.filled(2, "2026-11-23", "08:00");
  form["card_says_so"] = "yes";
  for (const char* wrong : {"", "327301010190000", "32730101019000OZ", "0073010101900002"}) {
    form["nik"] = wrong;
    LONGS_EQUAL(422, browser.post("/book", form).status);
  }
}

TEST(Site, KeepsWhatWasTypedWhenTheLanguageIsSwitched) {
  auto form = browser.filled(1);
  form["name"] = "Budi O'Neil";
  form["nik"] = "3273010101900000";
  form["card_says_so"] = "yes";
  const auto page = browser.get("/book/AD/paspor/2026-11-23/08:00");
  CHECK(has(page, R"(<form id="details")"));
  CHECK(has(page, R"(form="details" formaction="/book?lang=en")"));
  // Enter in a field presses the first button of its form: it must not be the language's.
  const auto first_button = page.body.find(R"( form="details")");
  CHECK(page.body.find(R"(<button class="sr" type="submit" form="details")") < first_button);
  const auto english = browser.post("/book?lang=en", form);
  LONGS_EQUAL(200, english.status);
  CHECK(has(english, R"(<html lang="en">)"));
  CHECK(has(english, R"(value="Budi O&#39;Neil")"));
  CHECK(has(english, R"(value="3273010101900000")"));
  CHECK(has(english, R"(value="siti@contoh.id")"));
  CHECK(has(english, R"(type="checkbox" checked)"));
  CHECK(has(english, R"(value="2026-11-23T08:00")"));
  CHECK(has(english, "08:00–10:00 WIB"));
  STRCMP_EQUAL(form["form"].c_str(), form_token(english).c_str());
  STRCMP_EQUAL("no-store", std::string{header(english, "Cache-Control")}.c_str());
  LONGS_EQUAL(0, portal.pull(bandung_token).bookings.size());
  CHECK(has(browser.get("/"), R"(<html lang="en">)"));  // and it is remembered
  LONGS_EQUAL(303, browser.post("/book", form).status);

  const auto find =
      browser.post("/find?lang=id",
                   {{"form", form_token(browser.get("/find"))}, {"code", "AD-QFJ8BD"}, {"nik", "3273010101900002"}});
  LONGS_EQUAL(200, find.status);
  CHECK(has(find, "Cari pesanan Anda"));
  CHECK(has(find, R"(value="AD-QFJ8BD")"));
  CHECK(has(find, R"(value="3273010101900002")"));
  CHECK_FALSE(form_token(find).empty());
  // Without our cookie: a form of this visit, and still what was typed.
  Browser other{portal};
  const auto stranger = other.post("/book?lang=id", form);
  LONGS_EQUAL(200, stranger.status);
  CHECK(has(stranger, R"(value="Budi O&#39;Neil")"));
  CHECK(form_token(stranger) != form["form"]);
}

TEST(Site, SaysThatABookingIsSafeWhenItCannotBeLookedUp) {
  const auto path = browser.book(1);
  const auto code = code_on(browser.get(path));
  const Form cancel{{"form", form_token(browser.get(path))}};
  const Form find{{"form", form_token(browser.get("/find"))}, {"code", code}, {"nik", nik(1)}};
  portal.break_store(true);
  for (const auto& answer : {browser.get(path), browser.post("/find", find)}) {
    LONGS_EQUAL(500, answer.status);
    CHECK(has(answer, "Pesanan Anda aman"));
    CHECK_FALSE(has(answer, "sudah dihapus"));
  }
  CHECK(has(browser.get(path + "?lang=en"), "Your booking is safe"));
  const auto not_known = browser.post(path + "/cancel", cancel);
  LONGS_EQUAL(500, not_known.status);
  CHECK(has(not_known, "not certain"));
  CHECK_FALSE(has(not_known, "safe"));
  CHECK(has(browser.get("/book/FB/paspor"), "This page cannot be made now"));
  portal.break_store(false);
  CHECK(has(browser.get(path), code));
  LONGS_EQUAL(303, browser.get("/book").status);
  STRCMP_EQUAL("/", std::string{header(browser.get("/book"), "Location")}.c_str());
}

TEST(Site, CancelsOnceGivesThePlaceBackAndTellsTheOffice) {
  const auto path = browser.book(1);
  const auto before = portal.pull(bandung_token);
  const Form form{{"form", form_token(browser.get(path))}, {"nik", nik(1)}};
  LONGS_EQUAL(303, browser.post(path + "/cancel", form).status);
  LONGS_EQUAL(303, browser.post(path + "/cancel", form).status);
  LONGS_EQUAL(0, portal.places("AD").at(0).booked);
  const auto page = browser.get(path);
  CHECK(has(page, "Antrean ini sudah dibatalkan"));
  CHECK_FALSE(has(page, "qr.png"));
  LONGS_EQUAL(404, browser.get(path + "/qr.png").status);
  const auto after = portal.pull(bandung_token, before.cursor);
  LONGS_EQUAL(1, after.bookings.size());
  CHECK(after.bookings[0].status == BookingStatus::cancelled);
}

TEST(Site, CancelsUntilTheCutOffAndNotAfter) {
  const auto path = browser.book(1);
  const Form form{{"form", form_token(browser.get(path))}, {"nik", nik(1)}};
  portal.clock().advance(std::chrono::hours{21});  // Monday 06:00, two hours before
  CHECK(has(browser.get(path), "Batas waktu pembatalan daring sudah lewat."));
  LONGS_EQUAL(303, browser.post(path + "/cancel", form).status);
  LONGS_EQUAL(1, portal.places("AD").at(0).booked);
}

TEST(Site, RefusesWhatAnotherSiteSends) {
  const auto form = browser.filled(1);
  auto forged = browser.prepare_post("/book", form);
  forged.headers[1] = {"Sec-Fetch-Site", "cross-site"};
  LONGS_EQUAL(403, portal.send(forged).status);
  forged.headers[1] = {"Origin", "https://evil.example"};
  LONGS_EQUAL(403, portal.send(forged).status);
  forged.headers[1] = {"Origin", "null"};
  LONGS_EQUAL(403, portal.send(forged).status);
  // The form of another person, and no form.
  Browser other{portal};
  other.filled(2);
  LONGS_EQUAL(403, other.post("/book", form).status);
  auto without = form;
  without.erase("form");
  LONGS_EQUAL(403, browser.post("/book", without).status);
  LONGS_EQUAL(0, portal.pull(bandung_token).bookings.size());
  // A form older than a day is refused. The page keeps what was typed and has a new token.
  portal.clock().advance(std::chrono::hours{25});
  auto old = form;
  old["slot"] = "2026-11-24T08:00";
  const auto expired = browser.post("/book", old);
  LONGS_EQUAL(403, expired.status);
  CHECK(has(expired, "Formulir sudah kedaluwarsa"));
  old["form"] = form_token(expired);
  LONGS_EQUAL(303, browser.post("/book", old).status);
}

TEST(Site, RefusesHoursThatAreOverNotReleasedOrNotThere) {
  auto form = browser.filled(1);
  for (const char* slot :
       {"2026-11-20T08:00", "2026-12-23T08:00", "2026-11-23T09:00", "2026-11-25T08:00", "2026-11-28T08:00"}) {
    form["slot"] = slot;
    LONGS_EQUAL(409, browser.post("/book", form).status);
  }
  for (const char* slot : {"", "x", "2026-11-31T08:00", "2026-11-23T25:00", "2026-11-23"}) {
    form["slot"] = slot;
    LONGS_EQUAL(404, browser.post("/book", form).status);
  }
  LONGS_EQUAL(0, portal.pull(bandung_token).bookings.size());
}

TEST(Site, SaysWhenNothingCouldBeRecordedAndBooksOnceOnTheNextPress) {
  const auto form = browser.filled(1);
  portal.break_store(true);
  const auto answer = browser.post("/book", form);
  LONGS_EQUAL(503, answer.status);
  CHECK(has(answer, "Pesanan belum tercatat"));
  STRCMP_EQUAL(form.at("form").c_str(), form_token(answer).c_str());
  portal.break_store(false);
  LONGS_EQUAL(303, browser.post("/book", form).status);
}

TEST(Site, FindsABookingByCodeAndNikTogether) {
  const auto path = browser.book(1);
  const auto code = code_on(browser.get(path));
  const auto find = [&](const std::string& typed, const std::string& typed_nik) {
    return browser.post("/find", {{"form", form_token(browser.get("/find"))}, {"code", typed}, {"nik", typed_nik}});
  };
  auto small = code;
  std::ranges::transform(small, small.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  STRCMP_EQUAL(path.c_str(), std::string{header(find(small, nik(1)), "Location")}.c_str());
  LONGS_EQUAL(422, find(code, nik(2)).status);
  LONGS_EQUAL(422, find("AD-BBBBBB", nik(1)).status);
  LONGS_EQUAL(422, find("", "").status);
}

TEST(Site, SpeaksEnglishWhenAskedAndRemembers) {
  CHECK(has(browser.get("/"), R"(<html lang="id">)"));
  CHECK(has(browser.get("/?lang=en"), R"(<html lang="en">)"));
  CHECK(has(browser.get("/book/AD/paspor"), "Choose a date"));
  CHECK(has(browser.get(browser.book(1)), "Your visit is booked"));
  CHECK(has(browser.get("/?lang=id"), "Pesan antrean paspor"));
  CHECK(has(browser.get("/?lang=xx"), "Pesan antrean paspor"));
}

TEST(Site, SendsSecurityHeadersAndCookiesScriptsCannotRead) {
  for (const char* path : {"/", "/nowhere", "/find"}) {
    const auto page = browser.get(path);
    const std::string policy{header(page, "Content-Security-Policy")};
    CHECK(policy.find("default-src 'none'") != std::string::npos);
    CHECK(policy.find("unsafe-inline") == std::string::npos);
    STRCMP_EQUAL("nosniff", std::string{header(page, "X-Content-Type-Options")}.c_str());
    STRCMP_EQUAL("same-origin", std::string{header(page, "Referrer-Policy")}.c_str());
    STRCMP_EQUAL(std::string_view{path} == "/" ? "private, no-cache" : "no-store",
                 std::string{header(page, "Cache-Control")}.c_str());
    CHECK_FALSE(has(page, " style="));
    CHECK_FALSE(has(page, "onclick"));
  }
  Browser fresh{portal};
  const std::string cookie{header(fresh.get("/find"), "Set-Cookie")};
  CHECK(cookie.find("HttpOnly") != std::string::npos);
  CHECK(cookie.find("SameSite=Lax") != std::string::npos);
}

TEST(Site, OverHttpsEveryCookieIsOfThisHostAlone) {
  const Cookies cookies(true);
  http::Request request;
  request.query["lang"] = "en";
  const Visitor visitor = cookies.visitor(request);
  http::Response response;
  cookies.remember_session(response, visitor);
  cookies.remember_language(response, visitor);
  LONGS_EQUAL(2, response.headers.size());
  http::Request next;
  std::string sent;
  for (const auto& [name, cookie] : response.headers) {
    STRCMP_EQUAL("Set-Cookie", name.c_str());
    CHECK_TEXT(cookie.starts_with("__Host-"), cookie.c_str());
    for (const char* part : {"; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Secure"}) {
      CHECK_TEXT(cookie.find(part) != std::string::npos, cookie.c_str());
    }
    sent += cookie.substr(0, cookie.find(';')) + "; ";
  }
  next.headers = {{"Cookie", sent}};
  const Visitor again = cookies.visitor(next);
  CHECK(again.language == Language::en);
  STRCMP_EQUAL(visitor.session.key.c_str(), again.session.key.c_str());
  // What another site under our domain could plant.
  next.headers = {{"Cookie", "lang=en; visit=" + visitor.session.key}};
  const Visitor planted = cookies.visitor(next);
  CHECK(planted.language == Language::id);
  CHECK(planted.session.fresh);

  const auto headers = security_headers(true);
  const auto hsts =
      std::ranges::find_if(headers, [](const auto& header) { return header.first == "Strict-Transport-Security"; });
  CHECK(hsts != headers.end());
  STRCMP_EQUAL("max-age=31536000; includeSubDomains", hsts->second.c_str());
}

TEST(Site, TellsTheOfficeInWhichLanguageSomebodyBooked) {
  CHECK_FALSE(browser.book(1).empty());
  Browser english{portal};
  english.get("/?lang=en");
  CHECK_FALSE(english.book(2).empty());
  const auto pulled = portal.pull(bandung_token).bookings;
  CHECK(pulled.at(0).language == Language::id);
  CHECK(pulled.at(1).language == Language::en);
}

TEST(Site, SendsStylesAndScriptsCompressedToWhoTakesThem) {
  const auto get = [&](const std::string& path, const std::string& accepts, const std::string& has = "") {
    return portal.send({.method = "GET",
                        .target = path,
                        .headers = {{"Accept-Encoding", accepts}, {"If-None-Match", has}},
                        .body = {}});
  };
  const auto plain = get("/static/portal.css", "");
  STRCMP_EQUAL("", std::string{header(plain, "Content-Encoding")}.c_str());
  STRCMP_EQUAL("Accept-Encoding", std::string{header(plain, "Vary")}.c_str());
  std::set<std::string> etags{std::string{header(plain, "ETag")}};
  for (const auto& [accepts, coding] : std::map<std::string, std::string>{{"gzip, deflate", "gzip"},
                                                                          {"GZIP, br;q=0", "gzip"},
                                                                          {"gzip, deflate, br, zstd", "br"},
                                                                          {"br ; q=0.5 , gzip;q=0", "br"},
                                                                          {"identity;q=1, *;q=0.5", ""},
                                                                          {"xbr, gzipx", ""}}) {
    const auto answer = get("/static/portal.css", accepts);
    STRCMP_EQUAL_TEXT(coding.c_str(), std::string{header(answer, "Content-Encoding")}.c_str(), accepts.c_str());
    CHECK(coding.empty() ? answer.body == plain.body : answer.body.size() < plain.body.size() / 3);
    etags.insert(std::string{header(answer, "ETag")});
    const auto again = get("/static/portal.css", accepts, std::string{header(answer, "ETag")});
    LONGS_EQUAL(304, again.status);
    CHECK(again.body.empty());
    STRCMP_EQUAL("public, max-age=86400", std::string{header(again, "Cache-Control")}.c_str());
  }
  LONGS_EQUAL(3, etags.size());
  // What is compressed already is sent as it is, to everybody alike.
  const auto font = get("/static/inter-bold.woff2", "br");
  STRCMP_EQUAL("", std::string{header(font, "Content-Encoding")}.c_str());
  STRCMP_EQUAL("", std::string{header(font, "Vary")}.c_str());
}

TEST(Site, ServesItsStaticFilesAndNothingElse) {
  STRCMP_EQUAL("text/css; charset=utf-8", browser.get("/static/portal.css").content_type.c_str());
  STRCMP_EQUAL("wOF2", browser.get("/static/inter-bold.woff2").body.substr(0, 4).c_str());
  LONGS_EQUAL(404, browser.get("/static/..%2fportal.db").status);
  LONGS_EQUAL(404, browser.get("/book/XX/paspor").status);
  LONGS_EQUAL(404, browser.get("/book/AD/none").status);
  LONGS_EQUAL(404, browser.get("/booking/00000000000000000000000000000000").status);
  LONGS_EQUAL(404, browser.get("/booking/x").status);
}

TEST_GROUP(KeptOnSite) {
  PortalUnderTest portal;
  Browser browser{portal};

  std::string etag(const std::string& path) { return std::string{header(browser.get(path), "ETag")}; }
  http::Response again(const std::string& path, const std::string& tag) {
    return browser.get(path, {{"If-None-Match", tag}});
  }
};

TEST(KeptOnSite, WhatABrowserHasIsNotSentAgain) {
  for (const char* path : {"/", "/book/AD/paspor", "/book/AD/paspor/2026-11-23", "/book/AD/paspor/2026-11-25"}) {
    const auto page = browser.get(path);
    LONGS_EQUAL(200, page.status);
    const std::string tag{header(page, "ETag")};
    CHECK_TEXT(tag.size() > 2 && tag.front() == '"' && tag.back() == '"', tag.c_str());
    STRCMP_EQUAL("private, no-cache", std::string{header(page, "Cache-Control")}.c_str());
    const auto unchanged = again(path, tag);
    LONGS_EQUAL(304, unchanged.status);
    CHECK(unchanged.body.empty());
    STRCMP_EQUAL(tag.c_str(), std::string{header(unchanged, "ETag")}.c_str());
    STRCMP_EQUAL("Cookie, Accept-Language", std::string{header(unchanged, "Vary")}.c_str());
    LONGS_EQUAL(200, again(path, "\"0123\"").status);
  }
}

TEST(KeptOnSite, WhatIsKeptNeedsNoDatabase) {
  const std::string dates = "/book/AD/paspor";
  const auto before = browser.get(dates);
  browser.get(dates + "/2026-11-23/08:00");
  portal.break_store(true);
  STRCMP_EQUAL(before.body.c_str(), browser.get(dates).body.c_str());
  LONGS_EQUAL(200, browser.get(dates + "/2026-11-23/08:00").status);
  LONGS_EQUAL(500, browser.get(dates + "/2026-11-23").status);  // was not asked for before
  LONGS_EQUAL(500, browser.get("/book/FB/paspor").status);
}

TEST(KeptOnSite, ABookingAndACancellationAreShownAtOnce) {
  const std::string dates = "/book/AD/paspor";
  const std::string hours = dates + "/2026-11-23";
  const auto elsewhere = etag("/book/FB/paspor");
  const auto dates_before = etag(dates);
  const auto hours_before = etag(hours);
  const auto path = browser.book(1);
  const auto shown = again(hours, hours_before);
  LONGS_EQUAL(200, shown.status);
  CHECK(has(shown, "19 dari 20 tempat kosong"));
  CHECK(has(again(dates, dates_before), "Senin, 23 November 2026, 21 tempat kosong"));
  LONGS_EQUAL(304, again("/book/FB/paspor", elsewhere).status);
  browser.post(path + "/cancel", {{"form", form_token(browser.get(path))}, {"nik", nik(1)}});
  LONGS_EQUAL(304, again(hours, hours_before).status);  // the same is the same again
  LONGS_EQUAL(304, again(dates, dates_before).status);
}

TEST(KeptOnSite, TimeAloneChangesWhatIsShown) {
  const std::string dates = "/book/AD/paspor";
  const std::string monday = dates + "/2026-11-23";
  const auto on_sunday = etag(dates);
  const auto hours_on_sunday = etag(monday);
  portal.clock().advance(std::chrono::hours{14});  // 23:00
  LONGS_EQUAL(304, again(dates, on_sunday).status);
  portal.clock().advance(std::chrono::hours{1});  // midnight
  const auto at_midnight = again(dates, on_sunday);
  LONGS_EQUAL(200, at_midnight.status);
  CHECK(has(browser.get(dates), "23 November"));
  CHECK_FALSE(has(at_midnight, "22 November"));
  LONGS_EQUAL(304, again(monday, hours_on_sunday).status);
  portal.clock().advance(std::chrono::hours{8});  // 08:00: the first hours close, a day is released
  const auto tag = std::string{header(at_midnight, "ETag")};
  LONGS_EQUAL(200, again(dates, tag).status);
  CHECK(has(again(monday, hours_on_sunday), "Sudah lewat"));
  LONGS_EQUAL(303, browser.get(monday + "/08:00").status);
}

TEST(KeptOnSite, EachLanguageIsAPageOfItsOwn) {
  const auto indonesian = etag("/");
  const auto english = browser.get("/?lang=en", {{"If-None-Match", indonesian}});
  LONGS_EQUAL(200, english.status);
  LONGS_EQUAL(200, again("/", indonesian).status);  // the browser remembers the language
  LONGS_EQUAL(304, again("/", std::string{header(english, "ETag")}).status);
}

TEST(KeptOnSite, APageWithAFormIsStoredByNobodyAndHasATokenOfItsOwn) {
  const auto path = browser.book(1);
  for (const std::string& page : {std::string{"/book/AD/paspor/2026-11-23/10:00"}, std::string{"/find"}, path}) {
    const auto first = browser.get(page);
    const auto second = browser.get(page);
    for (const auto* one : {&first, &second}) {
      STRCMP_EQUAL("no-store", std::string{header(*one, "Cache-Control")}.c_str());
      CHECK(header(*one, "ETag").empty());
      CHECK_FALSE(form_token(*one).empty());
    }
    CHECK(form_token(first) != form_token(second));
    Browser other{portal};
    CHECK(header(other.get(page), "Set-Cookie").starts_with("visit="));
  }
  auto form = browser.filled(2);
  form["name"] = "";
  const auto wrong = browser.post("/book", form);
  LONGS_EQUAL(422, wrong.status);
  STRCMP_EQUAL("no-store", std::string{header(wrong, "Cache-Control")}.c_str());
  // The second of two forms that were made from the same parts.
  browser.filled(3);
  CHECK_FALSE(browser.book(3).empty());
}

TEST(KeptOnSite, TheVersionOfAnOfficesPlacesChangesWithItsBookingsOnly) {
  const auto at = [&](const char* office) { return portal.store().places_version(office); };
  const auto bandung = at("AD");
  const auto makassar = at("FB");
  const auto path = browser.book(1);
  const auto booked = at("AD");
  CHECK(booked != bandung);
  CHECK_EQUAL(makassar, at("FB"));
  Browser again{portal};
  LONGS_EQUAL(409, again.post("/book", again.filled(1, "2026-11-23", "10:00")).status);
  CHECK_EQUAL(booked, at("AD"));
  browser.post(path + "/cancel", {{"form", form_token(browser.get(path))}, {"nik", nik(1)}});
  CHECK(at("AD") != booked && at("AD") != bandung);
}

TEST(Site, WorksBehindAProxyThatTellsNothing) {
  const auto form = browser.filled(1);
  auto booking = browser.prepare_post("/book", form);
  booking.headers.emplace_back("Origin", "https://antrean.example.go.id");  // and Host is 127.0.0.1 and our port
  LONGS_EQUAL(303, portal.send(booking).status);
  booking.headers.back().second = "http://antrean.example.go.id";
  LONGS_EQUAL(403, portal.send(booking).status);
  booking.headers.back().second = "https://antrean.example.go.id";
  booking.headers.emplace_back("Host", "antrean.example.go.id");
  CHECK(portal.send(booking).status != 403);
  booking.headers.back().second = "other.example.go.id";
  const auto elsewhere = portal.send(booking);
  LONGS_EQUAL(421, elsewhere.status);
  CHECK(has(elsewhere, "does not answer to the name"));
  CHECK(has(elsewhere, "other.example.go.id"));
}

TEST_GROUP(SiteLimits){};

TEST(SiteLimits, CountWhomTheProxyServes) {
  PortalUnderTest portal{100, 2};
  Browser browser{portal};
  const Form find{{"form", form_token(browser.get("/find"))}, {"code", "AD-BBBBBB"}, {"nik", nik(1)}};
  const auto from = [&](const char* address) {
    auto asked = browser.prepare_post("/find", find);
    asked.headers.emplace_back("X-Forwarded-For", address);
    return portal.send(asked).status;
  };
  LONGS_EQUAL(422, from("198.51.100.7:5123"));
  LONGS_EQUAL(422, from("198.51.100.7:5124"));
  LONGS_EQUAL(429, from("6.6.6.6, 198.51.100.7"));
  LONGS_EQUAL(422, from("[2001:db8::1]"));
  LONGS_EQUAL(422, from("2001:db8::2"));
  LONGS_EQUAL(429, from("[2001:db8::3]:443"));
  LONGS_EQUAL(422, from("2001:db8:0:1::3"));
}

TEST(SiteLimits, SlowDownRobots) {
  PortalUnderTest portal{3, 2};
  Browser browser{portal};
  for (int n = 0; n < 3; ++n) {
    CHECK_FALSE(browser.book(n).empty());
  }
  const auto form = browser.filled(4);
  LONGS_EQUAL(429, browser.post("/book", form).status);
  portal.clock().advance(std::chrono::seconds{21});
  LONGS_EQUAL(303, browser.post("/book", form).status);
  const Form find{{"form", form_token(browser.get("/find"))}, {"code", "AD-BBBBBB"}, {"nik", nik(1)}};
  LONGS_EQUAL(422, browser.post("/find", find).status);
  LONGS_EQUAL(422, browser.post("/find", find).status);
  LONGS_EQUAL(429, browser.post("/find", find).status);
}
