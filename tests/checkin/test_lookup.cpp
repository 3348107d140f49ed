#include <string>
#include <vector>

#include "checkin/lookup.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::checkin;

namespace {

const TimeOfDay eight = *TimeOfDay::parse("08:00");
const TimeOfDay ten = *TimeOfDay::parse("10:00");

Booking booking(BookingId id, const char* name, TimeOfDay start) {
  Booking made;
  made.id = id;
  made.name = name;
  made.slot = {start, start};
  return made;
}

std::vector<Booking> day_list() {
  return {
      booking(1, "Siti Rahma", ten),         booking(2, "Siti Nur'aini", eight), booking(3, "Budi Santoso", eight),
      booking(4, "I Made Budiarta", eight),  booking(5, "SITI RAHMA", eight),    booking(6, "Yusuf", eight),
      booking(7, "Zoë van der Berg", eight), booking(8, "  -- ", eight),         booking(9, "Siti", eight),
  };
}

std::string found(std::string_view name, std::optional<TimeOfDay> start = std::nullopt, std::size_t most = 20) {
  std::string ids;
  for (const Candidate& candidate : candidates(day_list(), name, start, most)) {
    ids += (ids.empty() ? "" : " ") + std::to_string(candidate.booking.id);
  }
  return ids;
}

}  // namespace

TEST_GROUP(CheckinLookup){};

TEST(CheckinLookup, FindsByWordsInAnyOrderAndCaseBestFirst) {
  const struct {
    const char* asked;
    const char* ids;
  } table[] = {
      {"siti rahma", "5 1"},
      {"RAHMA, Siti", "5 1"},
      {"siti", "9 2 5 1"},
      {"sit", "9 2 5 1"},
      {"nur'aini", "2"},
      {"nuraini", "2"},
      {"budi", "3 4"},
      {"s", ""},
      {"i made", "4"},
      {"yusup", "6"},
      {"yusuff", "6"},
      {"yuuf", "6"},
      {"ysf", ""},
      {"rahmat", "5 1"},
      {"santosa budi", "3"},
      {"siti siti", ""},
      {"zoë berg", "7"},
      {"ZOE BERG", "7"},
      {"nur\u2019\u00e1ini", "2"},
      {"", ""},
      {" 12 ", ""},
      {"siti rahma putri", ""},
      {"zzzzzzzzz", ""},
  };
  for (const auto& row : table) {
    STRCMP_EQUAL_TEXT(row.ids, found(row.asked).c_str(), row.asked);
  }
}

TEST(CheckinLookup, KeepsToTheHourAndTheNumberAskedFor) {
  STRCMP_EQUAL("1", found("siti", ten).c_str());
  STRCMP_EQUAL("9 2", found("siti", std::nullopt, 2).c_str());
  STRCMP_EQUAL("", found("budi", ten).c_str());
}

TEST(CheckinLookup, FindsEverybodyOfAPartyAndSaysWhom) {
  auto family = booking(1, "Siti Rahma", eight);
  family.companions = {{"Budi Santoso", "0002"}, {"Ani", ""}};
  const auto found_budi = candidates({booking(2, "Budi", eight), family}, "budi santoso", std::nullopt);
  LONGS_EQUAL(1, found_budi.size());
  LONGS_EQUAL(1, found_budi.at(0).booking.id);
  STRCMP_EQUAL("Budi Santoso", found_budi.at(0).name.c_str());
  // Once, however many of them have the name, and by the nearest one.
  family.companions = {{"Siti", ""}, {"Siti Rahma Dewi", ""}};
  const auto found_siti = candidates({family}, "siti", std::nullopt);
  LONGS_EQUAL(1, found_siti.size());
  STRCMP_EQUAL("Siti", found_siti.at(0).name.c_str());
}
