// Whether the settings still offer what was booked. Pure.
#include "booking/affected.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
SlotHours hours(int from, int to) { return {TimeOfDay{from * 60}, TimeOfDay{to * 60}}; }

}  // namespace

TEST_GROUP(AffectedRule) {
  Service passport{.key = "paspor", .name = {"Paspor", "Passport"}, .bring = {}};
  Service other{.key = "lain", .name = {"Lain", "Other"}, .bring = {}};
  std::vector<SlotTemplate> slots{{.days = all_weekdays, .hours = hours(8, 10), .quota = {{"paspor", 20}}},
                                  {.days = all_weekdays, .hours = hours(10, 12), .quota = {{"paspor", 20}}}};
  std::vector<Holiday> holidays;
  StoredBooking stored;

  void setup() override {
    stored.booking = {
        .id = 1, .code = "AD-QFJ8BD", .office = "AD", .service = "paspor", .day = monday, .slot = hours(8, 10)};
  }
  std::optional<Affected> look(const std::string& code = "AD") const {
    Office office{.code = code, .name = "Bandung", .address = {}, .zone = Zone::wib, .slots = slots};
    return affected(Offices{{office}, {passport, other}, holidays, {}}, stored);
  }
};

TEST(AffectedRule, WhatIsOfferedAsBookedCanBeKept) { CHECK(!look()); }

TEST(AffectedRule, AnOfficeThatIsGone) { CHECK(look("FB")->by == AffectedBy::office); }

TEST(AffectedRule, AnOfficeThatIsClosedForGoodBeforeTheVisit) {
  const auto with_last = [&](OfficeDay last) {
    Office office{.code = "AD", .name = "Bandung", .address = {}, .zone = Zone::wib, .slots = slots};
    office.last_day = last;
    return affected(Offices{{office}, {passport, other}, holidays, {}}, stored);
  };
  CHECK(with_last(monday.plus(-1))->by == AffectedBy::office);
  STRCMP_EQUAL("this office takes no bookings any more", reason_of(*with_last(monday.plus(-1))).en.c_str());
  CHECK(!with_last(monday));
}

TEST(AffectedRule, AServiceThatTheOfficeNoLongerHas) {
  stored.booking.service = "lain";
  CHECK(look()->by == AffectedBy::service);
  stored.booking.service = "nikah";
  CHECK(look()->by == AffectedBy::service);
}

TEST(AffectedRule, AHolidayOfThisOfficeOnThisDay) {
  holidays = {{.day = monday, .name = {"Hari Guru", "Teachers' Day"}, .offices = {"FB"}}};
  CHECK(!look());
  holidays.push_back({.day = monday.plus(1), .name = {"Lain", "Other"}, .offices = {}});
  CHECK(!look());
  holidays.push_back({.day = monday, .name = {"Hari Guru", "Teachers' Day"}, .offices = {"AD"}});
  const auto why = look();
  CHECK(why->by == AffectedBy::holiday);
  STRCMP_EQUAL("hari libur: Hari Guru", reason_of(*why).id.c_str());
  STRCMP_EQUAL("holiday: Teachers' Day", reason_of(*why).en.c_str());
}

TEST(AffectedRule, HoursThatWereMoved) {
  slots[0].hours = {TimeOfDay{8 * 60 + 30}, TimeOfDay{10 * 60}};
  CHECK(look()->by == AffectedBy::hours);
  slots[0].hours = hours(8, 9);
  CHECK(look()->by == AffectedBy::hours);
}

TEST(AffectedRule, AWeekdayThatIsNoLongerServed) {
  slots[0].days = static_cast<Weekdays>(all_weekdays & ~(1u << 1u));
  CHECK(look()->by == AffectedBy::hours);
}

TEST(AffectedRule, HoursThatWereOnlyCutOrJoinedCanBeKept) {
  slots[0].hours = hours(8, 9);
  slots.push_back({.days = all_weekdays, .hours = hours(9, 10), .quota = {{"paspor", 1}}});
  CHECK(!look());
  slots = {{.days = all_weekdays, .hours = hours(7, 12), .quota = {{"paspor", 1}}}};
  CHECK(!look());
}

TEST(AffectedRule, WhatIsCancelledOrUsedIsNot) {
  stored.booking.status = BookingStatus::cancelled;
  CHECK(!look("FB"));
  stored.booking.status = BookingStatus::confirmed;
  stored.checked_in_at = UtcTime{};
  CHECK(!look("FB"));
}

TEST(AffectedRule, TheSameChangeIsTheSameTextUntilTheBookingMoves) {
  const Affected why{AffectedBy::holiday, {"Hari Guru", "Teachers' Day"}};
  const auto before = change_of(why, stored);
  STRCMP_EQUAL(before.c_str(), change_of(why, stored).c_str());
  CHECK(before != change_of({AffectedBy::hours, {}}, stored));
  stored.booking.day = monday.plus(1);
  CHECK(before != change_of(why, stored));
}
