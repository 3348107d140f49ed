#include "offices/offices.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

constexpr Weekdays weekday_set(std::initializer_list<std::chrono::weekday> days) {
  unsigned set = 0;
  for (const auto day : days) {
    set |= 1u << day.c_encoding();
  }
  return static_cast<Weekdays>(set);
}
constexpr auto monday_to_friday = weekday_set(
    {std::chrono::Monday, std::chrono::Tuesday, std::chrono::Wednesday, std::chrono::Thursday, std::chrono::Friday});

SlotTemplate slot(Weekdays days, const char* start, const char* end, std::map<std::string, int> quota) {
  return {days, {*TimeOfDay::parse(start), *TimeOfDay::parse(end)}, std::move(quota)};
}

Office office(const char* code, const char* name, Zone zone) {
  return {code,
          name,
          "",
          zone,
          {slot(monday_to_friday, "10:00", "12:00", {{"paspor", 30}}),
           slot(monday_to_friday, "08:00", "10:00", {{"paspor", 20}, {"ambil", 5}}),
           slot(weekday_set({std::chrono::Saturday}), "08:00", "10:00", {{"ambil", 7}})}};
}

Offices two_offices(BookingRules rules = {}) {
  return {{office("FB", "Makassar", Zone::wita), office("AD", "Bandung", Zone::wib)},
          {{"paspor", {"Permohonan paspor", "Passport"}, {}},
           {"ambil", {"Pengambilan", "Collection"}, {}},
           {"lain", {"Lain", "Other"}, {}}},
          {{*OfficeDay::parse("2026-12-25"), {"Natal", "Christmas"}, {}},
           {*OfficeDay::parse("2026-11-24"), {"Libur kota", "City holiday"}, {"FB"}}},
          rules};
}

OfficeDay day(const char* text) { return *OfficeDay::parse(text); }
UtcTime at(const char* date, const char* time, Zone zone = Zone::wib) {
  return instant(day(date), *TimeOfDay::parse(time), zone);
}

}  // namespace

TEST_GROUP(Offices){};

TEST(Offices, AreListedByNameAndFoundByCode) {
  const auto offices = two_offices();
  STRCMP_EQUAL("Bandung", offices.all().front().name.c_str());
  STRCMP_EQUAL("Makassar", offices.find("FB")->name.c_str());
  CHECK(offices.find("fb") == nullptr);
  CHECK(offices.find("") == nullptr);
}

TEST(Offices, AreFoundByBeginningsOfWordsOfNameCityAndCode) {
  const auto named = [](const char* code, const char* name, const char* city, std::vector<std::string> also = {}) {
    Office made{.code = code, .name = name, .address = {}, .zone = Zone::wib, .slots = {}};
    made.city = city;
    made.also_called = std::move(also);
    return made;
  };
  const Offices offices{{named("P1", "Polonia", "Medan"), named("JB", "Jakarta Barat", "Jakarta"),
                         named("JE", "Jakarta Selatan", "Jakarta"), named("J1", "Soekarno-Hatta", "Tangerang"),
                         named("YA", "Yogyakarta", "Yogyakarta", {"Jogja"}), named("AD", "Bandung", "")},
                        {},
                        {},
                        {}};
  const struct {
    const char* typed;
    const char* codes;
  } table[] = {{"Medan (Polonia)", "P1"},
               {"medan", "P1"},
               {"POLONIA", "P1"},
               {"M\u00e9dan", "P1"},
               {"jak sel", "JE"},
               {"selatan jakarta", "JE"},
               {"jakarta", "JB JE"},
               {"soekarno hatta", "J1"},
               {"soekarno\u2019hatta", "J1"},
               {"SoekarnoHatta", "J1"},
               {"jogja", "YA"},
               {"ad", "AD"},
               {"karta", ""},
               {"medan timur", ""},
               {"<script>", ""},
               {"\xff", ""},
               {"", "AD JB JE P1 J1 YA"},
               {" (-) ", "AD JB JE P1 J1 YA"}};
  for (const auto& row : table) {
    std::string codes;
    for (const auto* found : offices.search(row.typed)) {
      codes += (codes.empty() ? "" : " ") + found->code;
    }
    STRCMP_EQUAL_TEXT(row.codes, codes.c_str(), row.typed);
  }
  STRCMP_EQUAL("Medan (Polonia)", office_title(*offices.find("P1")).c_str());
  STRCMP_EQUAL("Jakarta Barat", office_title(*offices.find("JB")).c_str());
  STRCMP_EQUAL("Bandung", office_title(*offices.find("AD")).c_str());
}

TEST(Offices, KnowWhichIsNear) {
  const auto placed = [](const char* code, std::optional<Coordinates> where) {
    Office made{.code = code, .name = code, .address = {}, .zone = Zone::wib, .slots = {}};
    made.coordinates = where;
    return made;
  };
  const Offices offices{
      {placed("AA", std::nullopt), placed("AD", Coordinates{-6.9, 107.6}), placed("FB", Coordinates{-5.1, 119.4}),
       placed("JE", Coordinates{-6.3, 106.8}), placed("CD", Coordinates{-7.3, 112.7})},
      {},
      {},
      {}};
  const auto near = [&](const char* from) {
    std::string codes;
    for (const auto* office : offices.nearest(*offices.find(from))) {
      codes += office->code + " ";
    }
    return codes;
  };
  STRCMP_EQUAL("JE CD FB AA ", near("AD").c_str());
  STRCMP_EQUAL("CD AD JE AA ", near("FB").c_str());
  STRCMP_EQUAL("AD CD FB JE ", near("AA").c_str());  // nobody knows: by name
  DOUBLES_EQUAL(111, distance_km({-6.9, 107.6}, {-7.9, 107.6}), 1);
  DOUBLES_EQUAL(0, distance_km({-6.9, 107.6}, {-6.9, 107.6}), 0.001);
  DOUBLES_EQUAL(20015, distance_km({0, 0}, {0, 180}), 20);
}

TEST(Offices, SayWhenADayOpens) {
  const auto offices = two_offices({.days_ahead = 6,
                                    .release_time = *TimeOfDay::parse("18:00"),
                                    .release_days = weekday_set({std::chrono::Sunday})});
  const auto& bandung = *offices.find("AD");
  const auto saturday = at("2026-11-28", "10:00");
  CHECK(offices.next_opening(bandung, *offices.service("paspor"), saturday) == at("2026-11-29", "18:00"));
  CHECK(offices.opens(bandung, day("2026-11-30"), saturday) == at("2026-11-29", "18:00"));
  CHECK(offices.opens(bandung, day("2026-12-05"), saturday) == at("2026-11-29", "18:00"));
  CHECK(offices.opens(bandung, day("2026-12-06"), saturday) == at("2026-12-06", "18:00"));
  CHECK(offices.opens(bandung, day("2026-12-07"), saturday) == at("2026-12-06", "18:00"));
  CHECK_FALSE(offices.opens(bandung, day("2026-11-28"), saturday).has_value());
  CHECK_FALSE(offices.opens(bandung, day("2026-11-20"), saturday).has_value());
  CHECK_FALSE(offices.next_opening(bandung, *offices.service("lain"), saturday).has_value());
  // In each office's zone, and on the very instant it is open.
  CHECK(offices.opens(*offices.find("FB"), day("2026-11-30"), saturday) == at("2026-11-29", "18:00", Zone::wita));
  CHECK_FALSE(offices.opens(bandung, day("2026-11-30"), at("2026-11-29", "18:00")).has_value());
  const auto daily = two_offices({.days_ahead = 30, .release_time = *TimeOfDay::parse("08:00")});
  CHECK(daily.opens(bandung, day("2026-12-29"), saturday) == at("2026-11-29", "08:00"));
}

TEST(Offices, OfferTheServicesOfTheirSlotsInTheOrderOfTheSettings) {
  const auto offices = two_offices();
  const auto services = offices.services_of(*offices.find("AD"));
  LONGS_EQUAL(2, services.size());
  STRCMP_EQUAL("paspor", services[0]->key.c_str());
  STRCMP_EQUAL("ambil", services[1]->key.c_str());
}

TEST(Offices, GiveADaysSlotsByStartWithTheQuotaOfTheService) {
  const auto offices = two_offices();
  const auto& bandung = *offices.find("AD");
  const auto monday = offices.slots_on(bandung, "paspor", day("2026-11-23"));
  LONGS_EQUAL(2, monday.size());
  STRCMP_EQUAL("08:00", monday[0].hours.start.text().c_str());
  LONGS_EQUAL(20, monday[0].quota);
  LONGS_EQUAL(30, monday[1].quota);
  LONGS_EQUAL(0, offices.slots_on(bandung, "paspor", day("2026-11-28")).size());
  LONGS_EQUAL(7, offices.slots_on(bandung, "ambil", day("2026-11-28"))[0].quota);
  LONGS_EQUAL(0, offices.slots_on(bandung, "unknown", day("2026-11-23")).size());
}

TEST(Offices, AreClosedOnHolidaysOfAllOfficesAndOnTheirOwn) {
  const auto offices = two_offices();
  LONGS_EQUAL(0, offices.slots_on(*offices.find("AD"), "paspor", day("2026-12-25")).size());
  LONGS_EQUAL(0, offices.slots_on(*offices.find("FB"), "paspor", day("2026-11-24")).size());
  LONGS_EQUAL(2, offices.slots_on(*offices.find("AD"), "paspor", day("2026-11-24")).size());
}

TEST(Offices, ReleaseOneMoreDayAtTheReleaseTimeOfTheOfficesZone) {
  const auto offices = two_offices({.days_ahead = 30, .release_time = *TimeOfDay::parse("08:00")});
  const auto& bandung = *offices.find("AD");
  const auto& makassar = *offices.find("FB");
  // 07:59 WIB is 08:59 WITA: Makassar has released its next day, Bandung has not.
  const auto now = at("2026-11-23", "07:59");
  STRCMP_EQUAL("2026-12-22", offices.window(bandung, now).last.text().c_str());
  STRCMP_EQUAL("2026-12-23", offices.window(makassar, now).last.text().c_str());
  STRCMP_EQUAL("2026-12-23", offices.window(bandung, now + Minutes{1}).last.text().c_str());
  CHECK(offices.next_release(bandung, now) == at("2026-11-23", "08:00"));
  CHECK(offices.next_release(bandung, now + Minutes{1}) == at("2026-11-24", "08:00"));
}

TEST(Offices, CanReleaseWeekly) {
  const auto offices = two_offices({.days_ahead = 9,
                                    .release_time = *TimeOfDay::parse("14:00"),
                                    .release_days = weekday_set({std::chrono::Friday})});
  const auto& bandung = *offices.find("AD");
  STRCMP_EQUAL("2026-11-22", offices.window(bandung, at("2026-11-20", "13:59")).last.text().c_str());
  STRCMP_EQUAL("2026-11-29", offices.window(bandung, at("2026-11-20", "14:00")).last.text().c_str());
  STRCMP_EQUAL("2026-11-29", offices.window(bandung, at("2026-11-27", "13:59")).last.text().c_str());
  CHECK(offices.next_release(bandung, at("2026-11-20", "14:00")) == at("2026-11-27", "14:00"));
}

TEST(Offices, OpenASlotUntilItsStartLessTheLead) {
  const auto offices = two_offices({.close_before = Minutes{60}, .cancel_before = Minutes{120}});
  const auto& bandung = *offices.find("AD");
  const SlotHours morning{*TimeOfDay::parse("08:00"), *TimeOfDay::parse("10:00")};
  CHECK(offices.open(bandung, day("2026-11-23"), morning, at("2026-11-23", "06:59")));
  CHECK_FALSE(offices.open(bandung, day("2026-11-23"), morning, at("2026-11-23", "07:00")));
  CHECK_FALSE(offices.open(bandung, day("2026-11-22"), morning, at("2026-11-23", "06:00")));
  CHECK_FALSE(offices.open(bandung, day("2027-02-01"), morning, at("2026-11-23", "06:00")));
  CHECK(offices.cancel_until(bandung, day("2026-11-23"), morning) == at("2026-11-23", "06:00"));
}

TEST(Offices, CanKeepASlotOpenUntilItsEnd) {
  const auto offices = two_offices({.closes = BookingRules::Anchor::end, .cancel_before = Minutes{0}});
  const auto& makassar = *offices.find("FB");
  const SlotHours morning{*TimeOfDay::parse("08:00"), *TimeOfDay::parse("10:00")};
  CHECK(offices.open(makassar, day("2026-11-23"), morning, at("2026-11-23", "09:59", Zone::wita)));
  CHECK_FALSE(offices.open(makassar, day("2026-11-23"), morning, at("2026-11-23", "10:00", Zone::wita)));
}

TEST(Offices, KnowWhenTimeAloneChangesWhatIsOffered) {
  const auto offices = two_offices();
  const auto* bandung = offices.find("AD");
  const struct {
    const char* day;
    const char* now;
    const char* next_day;
    const char* next;
  } table[] = {
      {"2026-11-22", "07:59", "2026-11-22", "08:00"},  // Sunday: the next day is released
      {"2026-11-22", "08:00", "2026-11-23", "00:00"}, {"2026-11-23", "00:00", "2026-11-23", "08:00"},
      {"2026-11-23", "08:00", "2026-11-23", "10:00"},  // the second slot closes
      {"2026-11-23", "10:00", "2026-11-24", "00:00"},
  };
  for (const auto& row : table) {
    CHECK_TEXT(offices.next_change(*bandung, at(row.day, row.now)) == at(row.next_day, row.next), row.now);
  }
  // Closed a day before: today's closings are those of tomorrow's slots.
  BookingRules early;
  early.close_before = Minutes{22 * 60};
  const auto closed_early = two_offices(early);
  CHECK(closed_early.next_change(*closed_early.find("AD"), at("2026-11-22", "09:00")) == at("2026-11-22", "10:00"));
}

TEST(Offices, OneThatClosesForGoodOffersNothingAfterItsLastDay) {
  auto closing = office("AD", "Bandung", Zone::wib);
  closing.last_day = day("2026-11-24");
  const Offices offices{{closing}, {{"paspor", {"Permohonan paspor", "Passport"}, {}}}, {}, {}};
  LONGS_EQUAL(2, offices.slots_on(*offices.find("AD"), "paspor", day("2026-11-24")).size());
  CHECK(offices.slots_on(*offices.find("AD"), "paspor", day("2026-11-25")).empty());
  CHECK_FALSE(is_retired(closing, at("2026-11-24", "23:59")));
  CHECK(is_retired(closing, at("2026-11-25", "00:00")));
  CHECK_FALSE(is_retired(office("FB", "Makassar", Zone::wita), at("2036-11-25", "00:00")));
}

TEST(Offices, SayWhatEachChannelMayHaveOfASlot) {
  auto limited = office("AD", "Bandung", Zone::wib);
  limited.slots[0].most[index_of(BookingChannel::whatsapp)] = {{"paspor", 3}};
  const Offices offices{{limited}, {{"paspor", {"Permohonan paspor", "Passport"}, {}}}, {}, {}};
  const auto slots = offices.slots_on(*offices.find("AD"), "paspor", day("2026-11-24"));
  LONGS_EQUAL(2, slots.size());
  CHECK_FALSE(slots[0].most[index_of(BookingChannel::whatsapp)].has_value());
  LONGS_EQUAL(3, *slots[1].most[index_of(BookingChannel::whatsapp)]);
  CHECK_FALSE(slots[1].most[index_of(BookingChannel::web)].has_value());
}
