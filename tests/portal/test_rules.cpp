// The rules without a server: what may be typed, which hours are near, allowances, keys, settings.
#include <algorithm>
#include <set>

#include <sodium.h>

#include "booking/booking_service.hpp"
#include "portal_settings/portal_settings.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

const OfficeDay today = *OfficeDay::parse("2026-11-22");

FieldProblems problems_of(const std::string& name, const std::string& nik, const std::string& mail) {
  Applicant applicant;
  return check_fields({.name = name, .nik = nik, .mail = mail}, today, true, applicant);
}

SlotOnOffer slot(const char* day, int hour, int free, bool open = true) {
  return {*OfficeDay::parse(day), {TimeOfDay{hour * 60}, TimeOfDay{hour * 60 + 60}}, 20, free, open};
}

}  // namespace

TEST_GROUP(Fields){};

TEST(Fields, AcceptNamesAsPeopleHaveThem) {
  for (const char* name : {"Suharto", "O", "Siti Aminah", "R.A. Kartini", "Ma'ruf", "José Núñez",
                           "Anak Agung Gde (Alm.)", "Budi, S.H.", "D/O Rajan"}) {
    CHECK_TEXT(problems_of(name, "3273010101900002", "a@b.id").name == NameProblem::none, name);
  }
}

TEST(Fields, CleanANameThatCameWithWhatNobodySees) {
  const struct {
    const char* typed;
    const char* name;
  } table[] = {
      {" \t Siti \n Aminah\r\n", "Siti Aminah"},
      {"Siti\x01", "Siti"},
      {"\u202eSiti\u202c \u200eAminah\ufeff", "Siti Aminah"},
      {"Jose\u0301", "Jos\u00e9"},
      {"Nur\u2019aini", "Nur\u2019aini"},
      {"\u0645\u062d\u0645\u062f", "\u0645\u062d\u0645\u062f"},
  };
  for (const auto& row : table) {
    Applicant applicant;
    CHECK_TEXT(
        !check_fields({.name = row.typed, .nik = "3273010101900002", .mail = "a@b.id"}, today, true, applicant).any(),
        row.typed);
    STRCMP_EQUAL(row.name, applicant.name.c_str());
  }
}

TEST(Fields, LeaveTheApplicantAsItWasWhenOneIsWrong) {
  const TypedFields wrong[] = {{"Siti Aminah", "3273010101900002", "no-address"},
                               {"Siti Aminah", "3273010101900002", ""},
                               {"Siti Aminah", "12", "siti@contoh.id"},
                               {"Siti Aminah", "", "siti@contoh.id"},
                               {"123", "3273010101900002", "siti@contoh.id"}};
  for (const auto& typed : wrong) {
    Applicant applicant{.name = "Budi", .nik = {.digits = "3273010101900003"}, .mail = "budi@Contoh.id"};
    CHECK(check_fields(typed, today, true, applicant).any());
    STRCMP_EQUAL("Budi", applicant.name.c_str());
    STRCMP_EQUAL("3273010101900003", applicant.nik.digits.c_str());
    STRCMP_EQUAL("budi@Contoh.id", applicant.mail.c_str());
  }
}

TEST(Fields, RefuseWhatIsNoName) {
  const std::string bad[] = {"12",       "Siti2",    "<b>",          "...",      "Siti \u2605",
                             "Siti\xff", "Siti\xc3", "\xed\xa0\x80", "\xc0\xaf", "a\xe2\x82"};
  for (const auto& name : bad) {
    CHECK(problems_of(name, "3273010101900002", "a@b.id").name == NameProblem::not_a_name);
  }
  CHECK(problems_of(" \t ", "3273010101900002", "a@b.id").name == NameProblem::empty);
  CHECK(problems_of(std::string(101, 'a'), "3273010101900002", "a@b.id").name == NameProblem::too_long);
}

TEST(Fields, KnowMailAddresses) {
  for (const char* mail : {"a@b.id", "siti.aminah+paspor@mail.contoh.co.id", "x_y@a-b.com", "1@2.io"}) {
    CHECK_TEXT(problems_of("A", "3273010101900002", mail).mail == MailProblem::none, mail);
  }
  for (const char* mail : {"a", "@b.id", "a@", "a@b", "a b@c.id", "a@b..id", "a@-b.id", "a@b.id.", "a@b.1", ".a@b.id",
                           "a.@b.id", "a..b@c.id", "a@b@c.id", "a@b_c.id", "a\r\nBcc: x@b.id"}) {
    CHECK_TEXT(problems_of("A", "3273010101900002", mail).mail == MailProblem::not_an_address, mail);
  }
  CHECK(problems_of("A", "3273010101900002", "").mail == MailProblem::empty);
}

TEST(Fields, AreTidied) {
  Applicant applicant;
  CHECK_FALSE(check_fields({.name = "  Siti   Aminah ", .nik = " 3273 0101 0190 0002 ", .mail = " Siti@Contoh.ID "},
                           today, true, applicant)
                  .any());
  STRCMP_EQUAL("Siti Aminah", applicant.name.c_str());
  STRCMP_EQUAL("3273010101900002", applicant.nik.digits.c_str());
  STRCMP_EQUAL("Siti@contoh.id", applicant.mail.c_str());
}

TEST_GROUP(NearestFree){};

TEST(NearestFree, AreTheClosestInTimeInTheirOrder) {
  const auto found =
      nearest_free({slot("2026-11-23", 8, 3), slot("2026-11-23", 10, 0), slot("2026-11-23", 12, 1),
                    slot("2026-11-24", 10, 5), slot("2026-11-30", 10, 5), slot("2026-11-23", 11, 4, false)},
                   *OfficeDay::parse("2026-11-23"), TimeOfDay{600}, 3);
  LONGS_EQUAL(3, found.size());
  CHECK(found[0].hours.start == TimeOfDay{8 * 60});
  CHECK(found[1].hours.start == TimeOfDay{12 * 60});
  STRCMP_EQUAL("2026-11-24", found[2].day.text().c_str());
}

TEST(NearestFree, AreNoneWhenAllIsFull) {
  LONGS_EQUAL(0, nearest_free({slot("2026-11-23", 8, 0)}, *OfficeDay::parse("2026-11-23"), TimeOfDay{600}, 3).size());
}

namespace {

/// What is free of 08:30 to 10:00 and 10:00 to 12:00 with a quota of 3 each.
std::vector<int> free_with(std::vector<SlotPlaces> rows) {
  const OfficeDay day = *OfficeDay::parse("2026-11-23");
  const Service paspor{.key = "paspor", .name = {}, .bring = {}};
  const Office office{.code = "AD",
                      .name = "Bandung",
                      .address = {},
                      .zone = Zone::wib,
                      .slots = {{all_weekdays, {TimeOfDay{510}, TimeOfDay{600}}, {{"paspor", 3}}},
                                {all_weekdays, {TimeOfDay{600}, TimeOfDay{720}}, {{"paspor", 3}}}}};
  const Offices offices{{office}, {paspor}, {}, {.days_ahead = 1}};
  for (auto& row : rows) {
    row.slot.day = day;
  }
  std::vector<int> free;
  for (const auto& slot : slots_on_offer(offices, office, paspor, instant(day, TimeOfDay{420}, Zone::wib), rows)) {
    if (slot.day == day) {
      free.push_back(slot.free);
    }
  }
  return free;
}

SlotPlaces taken(int start, int end, int booked) {
  return {{"AD", "paspor", {}, TimeOfDay{start}}, 3, booked, TimeOfDay{end}};
}

}  // namespace

TEST_GROUP(SlotsOnOffer){};

TEST(SlotsOnOffer, SayToEachChannelWhatItCanHave) {
  const OfficeDay day = *OfficeDay::parse("2026-11-23");
  const Service paspor{.key = "paspor", .name = {}, .bring = {}};
  SlotTemplate limited{all_weekdays, {TimeOfDay{510}, TimeOfDay{600}}, {{"paspor", 10}}};
  limited.most[index_of(BookingChannel::web)] = {{"paspor", 6}};
  const Office office{.code = "AD", .name = "Bandung", .address = {}, .zone = Zone::wib, .slots = {limited}};
  const Offices offices{{office}, {paspor}, {}, {.days_ahead = 1}};
  const auto now = instant(day, TimeOfDay{420}, Zone::wib);
  const auto of = [&](BookingChannel channel, int booked, int web) {
    const std::vector<SlotPlaces> rows{
        {{"AD", "paspor", day, TimeOfDay{510}}, 10, booked, TimeOfDay{600}, {web, booked - web}}};
    return slots_of_day(offices, office, paspor, day, now, rows, channel).at(0);
  };
  LONGS_EQUAL(2, of(BookingChannel::web, 5, 4).free);
  LONGS_EQUAL(6, of(BookingChannel::web, 5, 4).quota);
  LONGS_EQUAL(5, of(BookingChannel::whatsapp, 5, 4).free);
  LONGS_EQUAL(10, of(BookingChannel::whatsapp, 5, 4).quota);
  LONGS_EQUAL(1, of(BookingChannel::web, 9, 4).free);  // never more than there is
  const auto taken_by_web = of(BookingChannel::web, 6, 6);
  CHECK(!taken_by_web.bookable() && taken_by_web.free_by_others);
  CHECK(!of(BookingChannel::web, 10, 6).free_by_others);
  CHECK(!of(BookingChannel::whatsapp, 10, 6).free_by_others);
}

TEST(SlotsOnOffer, CountWhatIsBookedOfHoursThatOverlap) {
  CHECK((free_with({}) == std::vector<int>{3, 3}));
  CHECK((free_with({taken(510, 600, 1), taken(600, 720, 2)}) == std::vector<int>{2, 1}));
  CHECK((free_with({taken(480, 600, 3)}) == std::vector<int>{0, 3}));
  CHECK((free_with({taken(480, 601, 1), taken(510, 600, 1)}) == std::vector<int>{1, 2}));
  CHECK((free_with({taken(480, 510, 3), taken(720, 800, 3)}) == std::vector<int>{3, 3}));
  CHECK((free_with({taken(510, 720, 2)}) == std::vector<int>{1, 1}));  // it once ended at noon
  CHECK((free_with({taken(480, 720, 9)}) == std::vector<int>{0, 0}));
}

TEST_GROUP(Keys){};

TEST(Keys, ReadBackWhatKeygenWritesAndRefuseTheRest) {
  const auto pair = codes::make_key_pair(codes::Seed{9});
  CHECK(signing_key_from_text(to_text(pair.secret_key), "x") == pair.secret_key);
  const SigningKeys keys{.current = 1, .secret = {{1, pair.secret_key}}};
  CHECK(keys.public_key(1) == pair.public_key);
  auto torn = to_text(pair.secret_key);
  torn[2] = torn[2] == 'A' ? 'B' : 'A';
  for (const auto& bad : {std::string{}, std::string{"hello"}, torn, to_text(pair.secret_key).substr(4)}) {
    CHECK_THROWS(std::runtime_error, signing_key_from_text(bad, "x"));
  }
}

TEST(Keys, KeepANikAsAnHmacUnderTheSecret) {
  // The HMAC-SHA-256 is the output of `printf %s 3273010101900002 | openssl dgst -sha256 -hmac
  // kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk`.
  const auto hmac = NikKey{std::string(32, 'k')}.hmac("3273010101900002");
  char hex[65];
  sodium_bin2hex(hex, sizeof hex, hmac.data(), hmac.size());
  STRCMP_EQUAL("d92ff0bbf6c9490c720040de2bcb1ddac70f919ff762f9b4d056e81aa318bfeb", hex);
  CHECK(NikKey{std::string(32, 'l')}.hmac("3273010101900002") != hmac);
  CHECK_THROWS(std::runtime_error, NikKey{std::string(31, 'k')});
}

TEST(Keys, AnAddressIsInTheOrderOfTheSecondsAndOtherwiseRandom) {
  const UtcTime now = instant(*OfficeDay::parse("2026-11-28"), TimeOfDay{480}, Zone::wib);
  std::set<Key128> all;
  for (int n = 0; n < 100; ++n) {
    auto key = address_key(now);
    CHECK(key < address_key(now + std::chrono::seconds{1}));
    CHECK(address_key(now - std::chrono::seconds{1}) < key);
    std::fill_n(key.begin(), 4, std::uint8_t{0});
    all.insert(key);
    for (std::size_t byte = 4; byte < key.size(); ++byte) {
      Key128 one{};
      one[byte] = key[byte];
      all.insert(one);
    }
  }
  // 100 keys, and of each of the twelve bytes about 83 of the 256 values.
  CHECK(all.size() > 100 + 12 * 60);
}

TEST(Keys, OfLinksAreOfOneBookingOneHourAndThisPortal) {
  const NikKey key{std::string(32, 'k')};
  StoredBooking stored;
  stored.token[0] = 1;
  stored.booking.day = *OfficeDay::parse("2026-11-23");
  stored.booking.slot.start = TimeOfDay{480};
  StoredBooking other = stored, later = stored;
  other.token[0] = 2;
  later.booking.slot.start = TimeOfDay{540};
  const std::set<Key128> all{key.instead_key(stored),
                             key.instead_key(other),
                             key.instead_key(later),
                             NikKey{std::string(32, 'l')}.instead_key(stored),
                             key.reminders_key(stored.token),
                             key.reminders_key(other.token),
                             Key128{}};
  LONGS_EQUAL(7, all.size());
  CHECK(key.instead_key(stored) == key.instead_key(stored));
}

TEST(Keys, TravelAsThirtyTwoHexDigits) {
  const auto key = random_key();
  CHECK(key_from_hex(to_hex(key)) == key);
  for (const char* bad : {"", "00", "0000000000000000000000000000000g", "0000000000000000000000000000000A",
                          "000000000000000000000000000000000"}) {
    CHECK_FALSE(key_from_hex(bad).has_value());
  }
}

TEST_GROUP(PortalSettingsFile){
    static std::string complaint(const std::string& what, const std::string& with){std::string text = R"toml([portal]
database = "p.db"
[signing]
use = 1
[[signing.key]]
id = 1
file = "k"
[[service]]
key = "paspor"
name_id = "P"
name_en = "P"
[[slots.a.slot]]
days = ["mon"]
from = "08:00"
to = "10:00"
quota = { paspor = 3 }
[[office]]
code = "AD"
name = "Bandung"
zone = "WIB"
slots = "a"
)toml";
const auto at = text.find(what);
text.replace(at, what.size(), with);
try {
  portal_settings_from(settings::Source::text(text, "p.toml"));
} catch (const settings::SettingsError& error) {
  return error.what();
}
return {};
}
}
;

TEST(PortalSettingsFile, ShipsTheLaunchOfficesWithTheArticlesHours) {
  const auto portal = read_portal_settings(PORTAL_SHIPPED_SETTINGS);
  LONGS_EQUAL(18, std::ranges::count_if(portal.offices.all(), &Office::on_web));
  LONGS_EQUAL(20, portal.offices.all().size());
  CHECK_FALSE(portal.offices.find("BG")->on_web);
  CHECK_FALSE(portal.offices.find("JP")->on_web);
  int wita = 0;
  for (const auto& office : portal.offices.all()) {
    wita += office.zone == Zone::wita ? 1 : 0;
    CHECK_FALSE(office.city.empty());
    CHECK_TEXT(office.coordinates->latitude > -11 && office.coordinates->latitude < 6, office.name.c_str());
    CHECK_TEXT(office.coordinates->longitude > 95 && office.coordinates->longitude < 141, office.name.c_str());
    CHECK(office.address.empty() && office.phone.empty() && office.map.empty() && office.whatsapp.empty());
    const auto slots = portal.offices.slots_on(office, "paspor", *OfficeDay::parse("2026-11-23"));
    LONGS_EQUAL(3, slots.size());
    STRCMP_EQUAL("12:00", slots[2].hours.start.text().c_str());
    STRCMP_EQUAL("15:00", slots[2].hours.end.text().c_str());
    LONGS_EQUAL(100, slots[0].quota + slots[1].quota + slots[2].quota);
    CHECK(portal.offices.slots_on(office, "paspor", *OfficeDay::parse("2026-12-25")).empty());
  }
  LONGS_EQUAL(2, wita);
  STRCMP_EQUAL("Bandung", portal.offices.find("AD")->name.c_str());
  STRCMP_EQUAL("Medan (Polonia)", office_title(*portal.offices.find("P1")).c_str());
  STRCMP_EQUAL("P1", portal.offices.search("medan").at(0)->code.c_str());
  STRCMP_EQUAL("YA", portal.offices.search("jogja").at(0)->code.c_str());
  LONGS_EQUAL(6, portal.offices.search("jakarta").size());
  CHECK(portal.offices.find("FB")->zone == Zone::wita);
  CHECK(portal.https);
}

TEST(PortalSettingsFile, SaysWhatIsWrongAndWhere) {
  struct Case {
    const char* what;
    const char* with;
    const char* told;
  };
  const Case cases[] = {
      {"database", "databse", "p.toml:2:1: unknown key 'databse'"},
      {"p.db", "postgresql://antrean:geheim@db1/antrean", "p.toml:2:12: a password does not belong into the settings"},
      {"p.db", "postgresql://db1,db2", "it names no database"},
      {"p.db", "postgresql://[::1/antrean", "it is not an address of PostgreSQL"},
      {"p.db", "postgresql://db1/antrean?shape=round", "it is not an address of PostgreSQL"},
      {"use = 1", "use = 2", "no [[signing.key]] has the id"},
      {"use = 1", "use = 256", "a whole number from 0 to 255"},
      {"to = \"10:00\"", "to = \"08:00\"", "'to' must be later than 'from'"},
      {"days = [\"mon\"]", "days = [\"senin\"]", "'senin' is no day"},
      {"{ paspor = 3 }", "{ pasport = 3 }", "unknown key 'pasport'"},
      {"{ paspor = 3 }", "{ paspor = 0 }", "a whole number from 1 to 5000"},
      {"zone = \"WIB\"", "zone = \"CET\"", "\"WITA\""},
      {"slots = \"a\"", "slots = \"b\"", "there is no [slots.b]"},
      {"code = \"AD\"", "code = \"ad\"", "p.toml:18:8"},
      {"slots = \"a\"\n", "slots = \"a\"\nlatitude = 3.6\n", "longitude"},
      {"slots = \"a\"\n", "slots = \"a\"\nlatitude = 98.7\nlongitude = 3.6\n", "latitude"},
      {"slots = \"a\"\n", "slots = \"a\"\nmap = \"javascript:x\"\n", "map"},
      {"slots = \"a\"\n", "slots = \"a\"\nphone = \"ask\"\n", "022 1234567"},
      {"slots = \"a\"\n", "slots = \"a\"\nwhatsapp = \"0812345678\"\n", "6281234567890"},
      {"slots = \"a\"\n", "slots = \"a\"\nchannels = [\"fax\"]\n", "'fax' is no way to book"},
      {"slots = \"a\"\n", "slots = \"a\"\nchannels = []\n", "at least one way to book"},
      {"[[office]]", "[privacy]\nname_days = 0\n[[office]]", "a whole number from 1 to"},
      {"[[office]]", "[privacy]\nnik_days = 7\n[[office]]", "a whole number from 31 to"},
      {"[[office]]", "[privacy]\nname_days = 400\n[[office]]", "must not be forgotten before the name"},
      {"[[office]]", "[privacy]\nnames = 3\n[[office]]", "unknown key 'names'"},
      {"[[office]]", "[webhook]\nurl = \"http://program.example/x\"\n[[office]]", "write https://"},
      {"[[office]]", "[webhook]\nurl = \"http://127.0.0.1.example/x\"\n[[office]]", "write https://"},
      {"[[office]]", "[webhook]\nurl = \"program.example\"\n[[office]]", "https://program.example/antrean"},
      {"[[office]]", "[webhook]\n[[office]]", "url"},
      {"[[office]]", "[webhook]\nurl = \"https://a.example\"\ndeadline = \"1h\"\n[[office]]", "one second to five"},
      {"[[office]]", "[[holiday]]\ndate = 2026-12-25\nname_id = \"N\"\nname_en = \"C\"\noffices = [\"ZZ\"]\n[[office]]",
       "there is no office 'ZZ'"},
      {"[[office]]",
       "[[slots.a.slot]]\ndays = [\"mon\"]\nfrom = \"08:00\"\nto = \"09:00\"\nquota = { paspor = 1 }\n[[office]]",
       "two slots of 'paspor' overlap on the same day: 08:00 to 10:00 and 08:00 to 09:00"},
      {"[[office]]",
       "[[slots.a.slot]]\ndays = [\"tue\", \"mon\"]\nfrom = \"07:00\"\nto = \"08:01\"\nquota = { paspor = 1 "
       "}\n[[office]]",
       "08:00 to 10:00 and 07:00 to 08:01; let one begin when the other ends"},
  };
  STRCMP_EQUAL("", complaint("", "").c_str());
  for (const auto& wrong : cases) {
    const auto told = complaint(wrong.what, wrong.with);
    CHECK_TEXT(told.find(wrong.told) != std::string::npos, (std::string{wrong.with} + " -> " + told).c_str());
  }
}
