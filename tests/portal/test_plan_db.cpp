// The plan of the offices in the database: every change is kept, and no booking is made by an old one.
#include <spdlog/spdlog.h>

#include "scratch_bookings.hpp"
#include "store/bookings_db.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const UtcTime now = instant(monday.plus(-1), TimeOfDay{9 * 60}, Zone::wib);

ChangePlanOrder change(std::int64_t expected, std::vector<PlanPart> parts = {{"office AD", "one"}}) {
  return {.expected = expected,
          .change = {.nr = 0,
                     .made_at = now,
                     .valid_from = now + std::chrono::hours{1},
                     .who = "dewi",
                     .role = "directorate",
                     .agreed = "budi",
                     .why = "more people",
                     .parts = std::move(parts)},
          .now = now};
}

BookOrder order(int n, std::int64_t plan, int quota = 20) {
  BookOrder made;
  made.id = (BookingId{1} << 40) + static_cast<BookingId>(n);
  made.slot = {"AD", "paspor", monday, TimeOfDay{8 * 60}};
  made.end = TimeOfDay{10 * 60};
  made.quota = quota;
  made.form[0] = made.token[1] = made.nik[2] = static_cast<std::uint8_t>(n);
  made.codes = {"AD-AAA" + std::to_string(100 + n)};
  made.name = "Orang";
  made.nik_last4 = "0001";
  made.now = now;
  made.plan = plan;
  return made;
}

template <class T>
bool is(const WriteAnswer& answer) {
  const auto* booked = std::get_if<BookAnswer>(&answer);
  return booked != nullptr && std::holds_alternative<T>(*booked);
}

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

}  // namespace

TEST_GROUP(directorate_plan_db) {
  portal_test::ScratchBookings store;
  std::unique_ptr<BookingsDb> db = store.open();

  ChangePlanAnswer make(const ChangePlanOrder& what) const {
    const WriteOrder orders[]{what};
    return std::get<ChangePlanAnswer>(db->write(orders).front());
  }
  WriteAnswer write(const WriteOrder& order) const { return db->write({&order, 1}).front(); }
};

TEST(directorate_plan_db, AChangeIsKeptWithWhoMadeItAndInItsOrder) {
  LONGS_EQUAL(0, db->newest_plan());
  LONGS_EQUAL(1, std::get<PlanChanged>(make(change(0))).nr);
  LONGS_EQUAL(2, std::get<PlanChanged>(make(change(1, {{"rules", "two"}, {"holiday x", ""}}))).nr);
  db.reset();
  db = store.open();
  LONGS_EQUAL(2, db->newest_plan());
  const auto kept = db->plan_changes(0);
  LONGS_EQUAL(2, kept.size());
  auto wanted = change(0).change;
  wanted.nr = 1;
  CHECK(kept[0] == wanted);
  LONGS_EQUAL(2, kept[1].nr);
  CHECK((kept[1].parts == std::vector<PlanPart>{{"holiday x", ""}, {"rules", "two"}}));
  LONGS_EQUAL(1, db->plan_changes(1).size());
}

TEST(directorate_plan_db, OfTwoThatKnewTheSamePlanOneIsMade) {
  const WriteOrder orders[]{change(0), change(0, {{"office FB", "two"}})};
  const auto answers = db->write(orders);
  CHECK(std::holds_alternative<PlanChanged>(std::get<ChangePlanAnswer>(answers[0])));
  LONGS_EQUAL(1, std::get<OtherPlan>(std::get<ChangePlanAnswer>(answers[1])).newest);
  LONGS_EQUAL(1, db->plan_changes(0).size());
}

TEST(directorate_plan_db, NothingIsBookedByAnOldPlan) {
  const WriteOrder orders[]{order(1, 0), change(0), order(2, 7), order(3, 1)};
  const auto answers = db->write(orders);
  CHECK(is<Booked>(answers[0]));  // 0: it is not looked at
  LONGS_EQUAL(1, std::get<OtherPlan>(std::get<BookAnswer>(answers[2])).newest);
  CHECK(is<Booked>(answers[3]));
  make(change(1));
  CHECK(is<OtherPlan>(write(order(4, 1))));
  CHECK(is<Booked>(write(order(4, 2))));
  LONGS_EQUAL(3, db->places("AD", "paspor", monday, monday).at(0).booked);
}

TEST(directorate_plan_db, NothingIsMovedByAnOldPlan) {
  make(change(0));
  write(order(1, 1));
  MoveOrder move{.token = order(1, 1).token,
                 .day = monday.plus(1),
                 .hours = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}},
                 .quota = 5,
                 .now = now};
  move.plan = 2;
  CHECK(std::holds_alternative<OtherPlan>(std::get<MoveAnswer>(write(move))));
  CHECK(db->find(move.token)->booking.day == monday);
  move.plan = 1;
  CHECK(std::holds_alternative<Moved>(std::get<MoveAnswer>(write(move))));
}

TEST(directorate_plan_db, AFormThatWasSentBeforeGetsItsBookingAlsoByANewPlan) {
  write(order(1, 0));
  make(change(0));
  const auto answer = write(order(1, 7));
  CHECK(std::get<Booked>(std::get<BookAnswer>(answer)).again);
}

TEST(directorate_plan_db, AChangeThatWasEditedOrTakenOutIsNoticed) {
  make(change(0));
  make(change(1));
  make(change(2));
  db.reset();
  CHECK(store.report().wrong.empty());
  store.exec("UPDATE plan_part SET document = 'other' WHERE nr = 2");
  STRCMP_CONTAINS("change 2 of the plan", store.report().wrong.at(0).c_str());
  store.exec("UPDATE plan_part SET document = 'one' WHERE nr = 2");
  CHECK(store.report().wrong.empty());
  store.exec("UPDATE plan_change SET agreed = 'siti' WHERE nr = 3");
  STRCMP_CONTAINS("change 3 of the plan", store.report().wrong.at(0).c_str());
  store.exec("UPDATE plan_change SET agreed = 'budi' WHERE nr = 3");
  store.exec("DELETE FROM plan_part WHERE nr = 1");
  store.exec("DELETE FROM plan_change WHERE nr = 1");
  STRCMP_CONTAINS("change 2 of the plan", store.report().wrong.at(0).c_str());
  db = store.open();
}

TEST(directorate_plan_db, AnotherPortalsChangeIsMetByTheNextBooking) {
  if (!portal_test::ScratchBookings::is_shared()) {
    return;
  }
  make(change(0));
  CHECK(is<Booked>(write(order(1, 1))));
  const auto other = store.open();
  const WriteOrder theirs[]{change(1)};
  other->write(theirs);
  LONGS_EQUAL(2, std::get<OtherPlan>(std::get<BookAnswer>(write(order(2, 1)))).newest);
  CHECK(is<Booked>(write(order(2, 2))));
}

TEST(directorate_plan_db, ARequestWaitsAnHourForTheSecondPerson) {
  const RequestPlanOrder wanted{.request = {.id = 0,
                                            .until = now + std::chrono::hours{1},
                                            .base = 0,
                                            .change = change(0).change,
                                            .bookings = "3 bookings",
                                            .decided_by = {}},
                                .now = now};
  const auto first = std::get<RequestKept>(write(wanted)).id;
  const auto second = std::get<RequestKept>(write(wanted)).id;
  const auto third = std::get<RequestKept>(write(wanted)).id;
  LONGS_EQUAL(0, db->newest_plan());

  auto carried_out = change(0);
  carried_out.request = first;
  LONGS_EQUAL(1, std::get<PlanChanged>(make(carried_out)).nr);
  carried_out.expected = 1;
  CHECK(std::holds_alternative<RequestOver>(make(carried_out)));  // once
  CHECK(std::holds_alternative<RequestRefused>(
      std::get<RefusePlanAnswer>(write(RefusePlanOrder{.id = second, .by = "budi", .now = now}))));
  carried_out.request = second;
  CHECK(std::holds_alternative<RequestOver>(make(carried_out)));
  carried_out.request = third;
  carried_out.now = now + std::chrono::hours{1};
  CHECK(std::holds_alternative<RequestOver>(make(carried_out)));  // it has lapsed
  LONGS_EQUAL(1, db->newest_plan());

  const auto kept = db->plan_requests(10);
  LONGS_EQUAL(3, kept.size());
  CHECK(kept[0].state == PlanRequest::State::waits && !kept[0].waits_at(carried_out.now));
  CHECK(kept[1].state == PlanRequest::State::refused);
  CHECK(kept[2].state == PlanRequest::State::agreed);
  LONGS_EQUAL(1, kept[2].change.nr);
  STRCMP_EQUAL("budi", kept[2].decided_by.c_str());
  STRCMP_EQUAL("3 bookings", kept[2].bookings.c_str());
  CHECK(kept[2].change.parts == change(0).change.parts);
}

TEST(directorate_plan_db, WhoIsOnTheBlockListBooksNothingUntilItEnds) {
  const auto blocked = order(1, 0);
  const BlockOrder block{.block = {.id = 0,
                                   .digest = blocked.nik,
                                   .shown = "0001",
                                   .why = "sells places",
                                   .who = "dewi",
                                   .made_at = now,
                                   .until = now + std::chrono::hours{48},
                                   .lifted_by = {},
                                   .lifted_why = {}},
                         .key = blocked.token,
                         .now = now};
  const auto id = std::get<Blocked>(write(block)).id;
  const auto frozen = std::get<Frozen>(std::get<BookAnswer>(write(blocked)));
  CHECK(frozen.why == FrozenWhy::blocked);
  CHECK(frozen.until == now + std::chrono::hours{48});
  CHECK(is<Booked>(write(order(2, 0))));
  const auto lift = [&](std::int64_t which) {
    return std::get<LiftBlockAnswer>(write(LiftBlockOrder{.id = which, .by = "budi", .why = "mistake", .now = now}));
  };
  CHECK(std::holds_alternative<NoSuchBlock>(lift(id + 1)));
  CHECK(std::holds_alternative<BlockLifted>(lift(id)));
  CHECK(is<Booked>(write(blocked)));
  CHECK(std::holds_alternative<NoSuchBlock>(lift(id)));
  const auto kept = db->blocks(10);
  LONGS_EQUAL(1, kept.size());
  STRCMP_EQUAL("mistake", kept[0].lifted_why.c_str());
  STRCMP_EQUAL("sells places", kept[0].why.c_str());
}

TEST(directorate_plan_db, TheDayOfAllOfficesIsCounted) {
  write(order(1, 0));
  auto family = order(2, 0);
  family.party = 3;
  write(family);
  auto elsewhere = order(3, 0);
  elsewhere.slot.office = "FB";
  write(elsewhere);
  write(order(4, 0));
  write(CancelOrder{.token = order(4, 0).token, .now = now});
  office_api::ResultBatch batch;
  batch.results.push_back({.booking = order(1, 0).id, .kind = office_api::ResultKind::checked_in, .at = now});
  batch.results.push_back({.booking = family.id, .kind = office_api::ResultKind::no_show, .at = now});
  db->apply("AD", "k", "h", batch, now);
  const auto days = db->days_at_offices(monday, monday);
  LONGS_EQUAL(2, days.size());
  STRCMP_EQUAL("AD", days[0].office.c_str());
  LONGS_EQUAL(4, days[0].booked);
  LONGS_EQUAL(1, days[0].arrived);
  LONGS_EQUAL(3, days[0].no_shows);
  LONGS_EQUAL(1, days[1].booked);
}

TEST(directorate_plan_db, WhoMovedMeanwhileIsNotCancelledForTheOffice) {
  write(order(1, 0));
  const auto token = order(1, 0).token;
  write(MoveOrder{
      .token = token, .day = monday.plus(1), .hours = {TimeOfDay{8 * 60}, TimeOfDay{10 * 60}}, .quota = 5, .now = now});
  CancelOrder cancel{.token = token, .now = now};
  cancel.still_at = order(1, 0).slot;
  CHECK(std::holds_alternative<NoSuchBooking>(std::get<CancelAnswer>(write(cancel))));
  CHECK(db->find(token)->booking.status == BookingStatus::confirmed);
  cancel.still_at->day = monday.plus(1);
  CHECK(std::holds_alternative<Cancelled>(std::get<CancelAnswer>(write(cancel))));
}

TEST(directorate_plan_db, AContactAndANetworkThatAreBlockedBookNothing) {
  const auto block = [&](Blocks what, std::uint8_t digest) {
    BlockOrder made{.block = {.what = what, .shown = "x", .why = "sells", .who = "dewi", .made_at = now}, .now = now};
    made.block.digest[5] = digest;
    made.block.until = now + std::chrono::hours{48};
    made.key[3] = digest;
    return std::get<Blocked>(write(made)).id;
  };
  const auto with = [](int n, std::uint8_t contact, std::uint8_t network) {
    auto made = order(n, 0);
    made.contact[5] = contact;
    made.network[5] = network;
    return made;
  };
  const auto contact = block(Blocks::contact, 7);
  block(Blocks::network, 8);
  const auto why = [&](const BookOrder& what) {
    const auto answer = std::get<BookAnswer>(write(what));
    const auto* frozen = std::get_if<Frozen>(&answer);
    return frozen == nullptr ? -1 : static_cast<int>(frozen->why);
  };
  LONGS_EQUAL(static_cast<int>(FrozenWhy::contact_blocked), why(with(1, 7, 1)));
  LONGS_EQUAL(static_cast<int>(FrozenWhy::network_blocked), why(with(2, 1, 8)));
  LONGS_EQUAL(-1, why(with(3, 1, 1)));
  auto none = order(4, 0);  // of an office that gives it back: nothing is known
  LONGS_EQUAL(-1, why(none));
  // Several in one commit, as on a server that asks ahead.
  const WriteOrder orders[]{with(5, 7, 0), with(6, 0, 8), with(7, 2, 2)};
  const auto answers = db->write(orders);
  CHECK(is<Frozen>(answers.at(0)));
  CHECK(is<Frozen>(answers.at(1)));
  CHECK(is<Booked>(answers.at(2)));
  CHECK(std::holds_alternative<BlockLifted>(
      std::get<LiftBlockAnswer>(write(LiftBlockOrder{.id = contact, .by = "budi", .why = "mistake", .now = now}))));
  LONGS_EQUAL(-1, why(with(1, 7, 1)));
  CHECK(db->blocks(10).at(0).what == Blocks::network);
  CHECK(db->network_of("AD-AAA107").has_value());
  CHECK_FALSE(db->network_of("AD-AAA104").has_value());
  CHECK_FALSE(db->network_of("AD-AAA999").has_value());
}
