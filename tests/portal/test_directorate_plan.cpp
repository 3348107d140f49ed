// The plan of the offices: its documents, what is valid when, and how a running portal follows the store.
#include <fstream>
#include <iterator>

#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "directorate/plan_keeper.hpp"
#include "plan/plan_documents.hpp"
#include "plan/plan_reader.hpp"
#include "plan/plan_writer.hpp"
#include "portal_settings/portal_settings.hpp"
#include "virtual_time.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
namespace asio = boost::asio;

namespace {

// Everything that a plan can say.
constexpr const char* everything = R"toml(
[booking]
days_ahead = 14
release_time = "14:00"
release_days = ["fri"]
closes = "end"
close_before = "30m"
cancel_before = "1h"
confirm_contact = "offered"
hold_for = "20m"
without_contact = 4
without_contact_per_day = 2
largest_party = 3
one_booking_per = "day"
people_per_contact = 6
cancels = 5
moves = 1
absent_freeze_days = 7
late_cancel_freeze_days = 3
late_cancel_within = "12h"
rests_at_least = "5m"
rests_at_most = "6m"
waitlist = 9
offer_for = "45m"
offers_from = "06:00"
offers_until = "21:00"
reminder_time = "18:00"
[[service]]
key = "paspor"
name_id = "Paspor \"biasa\" \\ 1"
name_en = "Passport"
bring_id = ["KTP", "Kartu keluarga\nasli"]
bring_en = ["Identity card", "Family card"]
[[service]]
key = "ambil"
name_id = "Pengambilan"
name_en = "Collection"
[[office]]
code = "AD"
name = "Bandung"
city = "Bandung"
zone = "WIB"
address = "Jl. Surapati 82"
latitude = -6.9
longitude = 107.6
also_called = ["Paris van Java"]
phone = "022 1234567"
map = "https://www.openstreetmap.org/node/1"
whatsapp = "6281234567890"
whatsapp_id = "109876543210987"
channels = ["web", "whatsapp"]
token = "bandung.token"
last_day = 2027-06-30
[office.release]
days_ahead = 7
time = "16:00"
days = ["sun"]
[[office.slot]]
days = ["mon", "fri"]
from = "08:00"
to = "10:00"
quota = { paspor = 15, ambil = 3 }
web = { paspor = 10 }
whatsapp = { paspor = 5, ambil = 0 }
last = 2027-02-17
[[office.slot]]
days = ["mon", "fri"]
from = "09:00"
to = "11:00"
quota = { paspor = 5 }
first = 2027-02-18
last = 2027-03-19
[[office]]
code = "JP"
name = "Jakarta Pusat"
zone = "WIT"
channels = ["whatsapp"]
[[office.slot]]
days = ["sun"]
from = "08:00"
to = "24:00"
quota = { ambil = 1 }
[[holiday]]
date = 2026-12-25
name_id = "Natal"
name_en = "Christmas"
[[holiday]]
date = 2026-12-28
until = 2026-12-31
name_id = "Renovasi"
name_en = "Renovation"
offices = ["AD"]
bookings = "cancelled"
[[announcement]]
text_id = "Pemesanan dihentikan."
text_en = "Booking is stopped."
offices = ["AD", "JP"]
stops_booking = true
)toml";

Offices with_quota(int quota) {
  return plan_from_text(
      "[[service]]\nkey = \"paspor\"\nname_id = \"P\"\nname_en = \"P\"\n[[office]]\ncode = \"AD\"\nname = \"Bandung\"\n"
      "zone = \"WIB\"\n[[office.slot]]\ndays = [\"mon\"]\nfrom = \"08:00\"\nto = \"10:00\"\nquota = { paspor = " +
          std::to_string(quota) + " }\n[booking]\n",
      "test");
}

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const UtcTime start = instant(monday.plus(-1), TimeOfDay{9 * 60}, Zone::wib);

int quota_of(const Offices& offices) { return offices.slots_on(*offices.find("AD"), "paspor", monday).at(0).quota; }

/// As the store: numbers the changes.
struct MemoryPlan : PlanStore {
  asio::awaitable<ChangePlanAnswer> change_plan(ChangePlanOrder order) override {
    if (order.expected != static_cast<std::int64_t>(changes.size())) {
      co_return OtherPlan{static_cast<std::int64_t>(changes.size())};
    }
    order.change.nr = order.expected + 1;
    changes.push_back(order.change);
    co_return PlanChanged{order.change.nr};
  }
  asio::awaitable<std::vector<PlanChange>> plan_changes(std::int64_t after) override {
    co_return std::vector<PlanChange>{changes.begin() + after, changes.end()};
  }
  asio::awaitable<std::int64_t> newest_plan() override { co_return static_cast<std::int64_t>(changes.size()); }
  std::vector<PlanChange> changes;
};

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);
[[maybe_unused]] const auto texts_are_known = plan_from_text(everything, "warm");

}  // namespace

TEST_GROUP(directorate_plan) {
  portal_test::VirtualTime time{start};
  MemoryPlan store;
  Offices offices;
  PlanKeeper keeper{store, offices, time.clock, time.timers()};

  void go(asio::awaitable<void> work) {
    asio::co_spawn(time.io, std::move(work), [](std::exception_ptr error) {
      if (error) {
        std::rethrow_exception(error);
      }
    });
    time.settle();
  }
  void changed(const std::string& who, std::vector<PlanPart> parts, UtcTime from) {
    store.changes.push_back({.nr = static_cast<std::int64_t>(store.changes.size()) + 1,
                             .made_at = time.clock.now(),
                             .valid_from = from,
                             .who = who,
                             .role = "directorate",
                             .agreed = {},
                             .why = "why",
                             .parts = std::move(parts)});
  }
  static std::string office_with(int quota) { return documents_of(with_quota(quota)).at("office AD"); }
};

TEST(directorate_plan, WhatIsWrittenReadsBackAsTheSame) {
  const auto plan = plan_from_text(everything, "everything");
  const auto documents = documents_of(plan);
  const auto again = plan_from_text(text_of(documents), "again");
  CHECK(documents_of(again) == documents);
  // Each value came through: none of them is the usual one.
  const auto& rules = again.rules();
  LONGS_EQUAL(14, rules.days_ahead);
  LONGS_EQUAL(14 * 60, rules.release_time.minutes());
  LONGS_EQUAL(1 << 5, rules.release_days);
  CHECK(rules.closes == BookingRules::Anchor::end);
  LONGS_EQUAL(30, rules.close_before.count());
  LONGS_EQUAL(60, rules.cancel_before.count());
  CHECK(!rules.confirm_contact);
  LONGS_EQUAL(20, rules.hold_for.count());
  LONGS_EQUAL(4, rules.without_contact);
  LONGS_EQUAL(2, rules.without_contact_per_day);
  LONGS_EQUAL(3, rules.largest_party);
  CHECK(!rules.one_per_service);
  LONGS_EQUAL(6, rules.people_per_contact);
  LONGS_EQUAL(5, rules.cancels);
  LONGS_EQUAL(1, rules.moves);
  LONGS_EQUAL(7, rules.absent_freeze_days);
  LONGS_EQUAL(3, rules.late_cancel_freeze_days);
  LONGS_EQUAL(12 * 60, rules.late_cancel_within.count());
  LONGS_EQUAL(5, rules.rests_at_least.count());
  LONGS_EQUAL(6, rules.rests_at_most.count());
  LONGS_EQUAL(9, rules.waitlist);
  LONGS_EQUAL(45, rules.offer_for.count());
  LONGS_EQUAL(6 * 60, rules.offers_from.minutes());
  LONGS_EQUAL(21 * 60, rules.offers_until.minutes());
  LONGS_EQUAL(18 * 60, rules.reminder_time.minutes());
  STRCMP_EQUAL("Paspor \"biasa\" \\ 1", again.services()[0].name.id.c_str());
  STRCMP_EQUAL("Kartu keluarga\nasli", again.services()[0].bring.at(1).id.c_str());
  const auto& bandung = *again.find("AD");
  STRCMP_EQUAL("bandung.token", bandung.token.c_str());
  STRCMP_EQUAL("Jl. Surapati 82", bandung.address.c_str());
  STRCMP_EQUAL("Paris van Java", bandung.also_called.at(0).c_str());
  STRCMP_EQUAL("109876543210987", bandung.whatsapp_id.c_str());
  DOUBLES_EQUAL(107.6, bandung.coordinates->longitude, 1e-9);
  LONGS_EQUAL(7, bandung.release->days_ahead);
  CHECK(bandung.slots.at(1).first == OfficeDay::parse("2027-02-18"));
  CHECK(!again.find("JP")->on_web && again.find("JP")->by_whatsapp);
  CHECK(again.holidays().at(1).cancels);
  CHECK(again.announcements().at(0).stops_booking);
}

TEST(directorate_plan, TheShippedSettingsCanBeExportedAndReadBack) {
  std::ifstream in{PORTAL_SHIPPED_SETTINGS};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto shipped = portal_settings_from(settings::Source::text(text, "portal.toml")).offices;
  const auto documents = documents_of(shipped);
  CHECK(documents_of(plan_from_text(text_of(documents), "again")) == documents);
  CHECK(documents.size() > 20);
}

TEST(directorate_plan, ADocumentCountsFromItsMomentOn) {
  PlanDocuments documents;
  const auto change = [&](std::int64_t nr, UtcTime from, const char* document) {
    PlanChange made;
    made.nr = nr;
    made.valid_from = from;
    made.parts = {{"office AD", document}};
    documents.add(made);
  };
  const auto hour = std::chrono::hours{1};
  change(1, start, "first");
  change(2, start + 2 * hour, "later");
  change(3, start + hour, "between");
  CHECK(documents.at(start - Milliseconds{1}).empty());
  STRCMP_EQUAL("first", documents.at(start)["office AD"].c_str());
  STRCMP_EQUAL("between", documents.at(start + hour)["office AD"].c_str());
  STRCMP_EQUAL("later", documents.at(start + 2 * hour)["office AD"].c_str());
  CHECK(documents.next_after(start) == start + hour);
  CHECK(documents.next_after(start + hour) == start + 2 * hour);
  CHECK(!documents.next_after(start + 2 * hour));
  LONGS_EQUAL(1, documents.to_come("office AD", start + hour).size());
  change(4, start + 2 * hour, "");
  CHECK(documents.at(start + 2 * hour).empty());
  LONGS_EQUAL(4, documents.newest());
  LONGS_EQUAL(4, documents.newest_of("office AD"));
  LONGS_EQUAL(0, documents.newest_of("rules"));
}

TEST(directorate_plan, TheSettingsFillItOnceAndAgainWhenTheyAreChanged) {
  go(keeper.start(with_quota(5)));
  LONGS_EQUAL(1, store.changes.size());
  LONGS_EQUAL(5, quota_of(offices));
  LONGS_EQUAL(1, offices.plan());
  Offices second;
  PlanKeeper next{store, second, time.clock, time.timers()};
  go(next.start(with_quota(5)));
  LONGS_EQUAL(1, store.changes.size());
  LONGS_EQUAL(1, second.plan());
  Offices third;
  PlanKeeper edited{store, third, time.clock, time.timers()};
  go(edited.start(with_quota(6)));
  LONGS_EQUAL(2, store.changes.size());
  LONGS_EQUAL(1, store.changes[1].parts.size());
  LONGS_EQUAL(6, quota_of(third));
  CHECK(edited.is_of_settings_only());
}

TEST(directorate_plan, OnceSomebodyChangedItTheSettingsAreNotUsed) {
  go(keeper.start(with_quota(5)));
  changed("dewi", {{"office AD", office_with(9)}}, start);
  Offices later;
  PlanKeeper next{store, later, time.clock, time.timers()};
  go(next.start(with_quota(7)));
  LONGS_EQUAL(2, store.changes.size());
  LONGS_EQUAL(9, quota_of(later));
  CHECK(!next.is_of_settings_only());
  CHECK(documents_of(plan_from_text(next.text(), "export")) == documents_of(with_quota(9)));
}

TEST(directorate_plan, ARunningPortalFollowsTheStoreAndTheTime) {
  go(keeper.start(with_quota(5)));
  int told = 0;
  keeper.on_change([&told] { ++told; });
  go(keeper.run(true));
  const auto* const before = offices.find("AD");
  changed("dewi", {{"office AD", office_with(9)}}, start);
  time.pass(std::chrono::seconds{1});
  LONGS_EQUAL(9, quota_of(offices));
  LONGS_EQUAL(2, offices.plan());
  LONGS_EQUAL(1, told);
  LONGS_EQUAL(5, before->slots.at(0).quota.at("paspor"));  // whoever has it still has it whole

  changed("dewi", {{"office AD", office_with(3)}}, start + std::chrono::hours{1});
  time.pass(std::chrono::minutes{59});
  LONGS_EQUAL(9, quota_of(offices));
  LONGS_EQUAL(3, offices.plan());
  LONGS_EQUAL(1, told);
  CHECK(!offices.is_over(time.clock.now()));
  CHECK(offices.is_over(start + std::chrono::hours{1}));
  time.pass(std::chrono::minutes{1});
  LONGS_EQUAL(3, quota_of(offices));
  LONGS_EQUAL(2, told);
  keeper.stop();
}

TEST(directorate_plan, APlanThatCannotBeReadIsNotPutInUse) {
  go(keeper.start(with_quota(5)));
  go(keeper.run(true));
  changed("dewi", {{"office AD", "[[office]]\ncode = 1\n"}}, start);
  time.pass(std::chrono::seconds{1});
  LONGS_EQUAL(5, quota_of(offices));
  LONGS_EQUAL(1, offices.plan());  // so nothing is booked until somebody has mended it
  changed("dewi", {{"office AD", office_with(6)}}, start);
  time.pass(std::chrono::seconds{1});
  LONGS_EQUAL(6, quota_of(offices));
  keeper.stop();
}

TEST(directorate_plan, SlotsOfSomeWeeksAndClosuresOfSomeDays) {
  const auto plan = plan_from_text(everything, "everything");
  const auto& bandung = *plan.find("AD");
  const auto on = [&](const char* day) { return plan.slots_on(bandung, "paspor", *OfficeDay::parse(day)); };
  LONGS_EQUAL(15, on("2027-02-15").at(0).quota);  // a Monday
  LONGS_EQUAL(5, on("2027-02-19").at(0).quota);   // Friday
  LONGS_EQUAL(9 * 60, on("2027-02-19").at(0).hours.start.minutes());
  CHECK(on("2027-03-22").empty());
  CHECK(plan.holiday(bandung, *OfficeDay::parse("2026-12-31")) != nullptr);
  CHECK(plan.holiday(bandung, *OfficeDay::parse("2027-01-01")) == nullptr);
  CHECK(plan.holiday(*plan.find("JP"), *OfficeDay::parse("2026-12-28")) == nullptr);
}

TEST(directorate_plan, AnOfficeReleasesByItsOwnScheduleAndStopsWhereItIsAnnounced) {
  auto text = std::string{everything};
  const auto plan = plan_from_text(text, "stopped");
  const auto& bandung = *plan.find("AD");
  const auto sunday = [](int hour) { return instant(monday.plus(-1), TimeOfDay{hour * 60}, Zone::wib); };
  CHECK(plan.window(bandung, sunday(15)).last == monday.plus(-1));
  CHECK(plan.window(bandung, sunday(16)).last == monday.plus(6));
  CHECK(plan.next_release(bandung, sunday(15)) == sunday(16));
  CHECK(plan.window(*plan.find("JP"), sunday(16)).last == *OfficeDay::parse("2026-12-04"));  // by [booking]
  const SlotHours hours{TimeOfDay{8 * 60}, TimeOfDay{10 * 60}};
  CHECK(plan.is_stopped(bandung));
  CHECK(!plan.open(bandung, monday, hours, sunday(16)));
  text.replace(text.find("stops_booking = true"), 20, "stops_booking = false");
  const auto open = plan_from_text(text, "open");
  CHECK(open.open(*open.find("AD"), monday, hours, sunday(16)));
  LONGS_EQUAL(1, open.announcements_of(open.find("AD")).size());
  LONGS_EQUAL(0, open.announcements_of(nullptr).size());
}

TEST(directorate_plan, SlotsOfTheSameWeeksDoNotOverlap) {
  auto text = std::string{everything};
  text.replace(text.find("first = 2027-02-18"), 18, "first = 2027-02-17");
  try {
    plan_from_text(text, "overlapping");
    FAIL("it was taken");
  } catch (const settings::SettingsError& error) {
    STRCMP_CONTAINS("two slots of 'paspor' overlap", error.what());
  }
}

TEST(directorate_plan, QuotasByChannelAndTheLastDayOfAnOffice) {
  const auto plan = plan_from_text(text_of(documents_of(plan_from_text(everything, "everything"))), "again");
  const auto& bandung = *plan.find("AD");
  const auto monday_slot = plan.slots_on(bandung, "paspor", *OfficeDay::parse("2027-02-15")).at(0);
  LONGS_EQUAL(10, *monday_slot.most[index_of(BookingChannel::web)]);
  LONGS_EQUAL(5, *monday_slot.most[index_of(BookingChannel::whatsapp)]);
  const auto collection = plan.slots_on(bandung, "ambil", *OfficeDay::parse("2027-02-15")).at(0);
  LONGS_EQUAL(0, *collection.most[index_of(BookingChannel::whatsapp)]);
  CHECK_FALSE(collection.most[index_of(BookingChannel::web)].has_value());
  STRCMP_EQUAL("2027-06-30", bandung.last_day->text().c_str());
  CHECK_FALSE(plan.find("JP")->last_day.has_value());
  // A part that is larger than the quota is no limit, and somebody meant something else.
  auto text = std::string{everything};
  text.replace(text.find("web = { paspor = 10 }"), 21, "web = { paspor = 16 }");
  CHECK_THROWS(settings::SettingsError, plan_from_text(text, "too large"));
}
