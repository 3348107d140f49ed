// What a booking has to bring when many book at once: a proof of work, or a turn of the waiting room. Rules
// first, then the whole portal through HTTP.
#include <algorithm>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include "booking/pressure.hpp"
#include "codes/booking_code.hpp"
#include "portal_under_test.hpp"
#include "web/proof_of_work.hpp"
#include "web/waiting_room.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
using namespace std::chrono_literals;
using portal::Key128;

namespace {

const codes::SecretKey secret = codes::make_key_pair(codes::Seed{4, 5, 6}).secret_key;
constexpr UtcTime nine{std::chrono::hours{500'000}};
constexpr Key128 this_form{1, 2, 3};
constexpr Key128 other_form{1, 2, 4};

std::string text_of(const boost::json::object& object, const char* name) { return object.at(name).as_string().c_str(); }

std::string sha256(const std::string& text) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  char hex[2 * sizeof hash + 1];
  return sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
}

std::string base64(const std::string& text) {
  std::string coded(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(coded.data(), coded.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  coded.pop_back();
  return coded;
}

/// As the script in the page does it.
boost::json::object solution(const std::string& challenge) {
  auto said = boost::json::parse(challenge).as_object();
  const auto salt = text_of(said, "salt");
  const auto wanted = text_of(said, "challenge");
  std::int64_t number = 0;
  while (sha256(salt + std::to_string(number)) != wanted) {
    ++number;
  }
  CHECK(number <= said.at("maxnumber").as_int64());
  said.erase("maxnumber");
  said["number"] = number;
  return said;
}

std::string payload(const boost::json::object& solution) { return base64(boost::json::serialize(solution)); }

bool has(const http::Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

std::string under(const std::string& pressure) { return std::string{plain_rules} + "[pressure]\n" + pressure; }

}  // namespace

TEST_GROUP(PressureRules){void setup() override{CHECK(sodium_init() >= 0);
}
}
;

TEST(PressureRules, BeginsAboveTheLimitAndEndsBelowHalfOfIt) {
  portal::Pressure pressure{10};
  MonotonicTime now{};
  const auto note = [&](int times) {
    for (int i = 0; i < times; ++i) {
      pressure.note(now);
    }
  };
  note(10);
  CHECK_FALSE(pressure.high(now));
  note(1);
  CHECK(pressure.high(now));
  now += 30s;
  note(6);
  now += 31s;  // the eleven are forgotten, six are left
  CHECK(pressure.high(now));
  now += 30s;
  CHECK_FALSE(pressure.high(now));
  note(6);
  CHECK_FALSE(pressure.high(now));
  now += 24h;
  note(11);
  CHECK(pressure.high(now));
}

TEST(PressureRules, CountsWhatOtherPortalsWereAsked) {
  portal::Pressure pressure{10};
  MonotonicTime now{};
  pressure.note(now);
  pressure.note(now, 9);
  CHECK_FALSE(pressure.high(now));
  pressure.note(now, 1);
  CHECK(pressure.high(now));
  now += 61s;
  CHECK_FALSE(pressure.high(now));
}

TEST(PressureRules, AProofIsGoodForItsFormUntilItExpires) {
  const portal::ProofOfWork proof{secret, 1'000};
  const auto found = payload(solution(proof.challenge(this_form, nine)));
  CHECK(proof.solved(found, this_form, nine));
  CHECK(proof.solved(found, this_form, nine + 59min));
  CHECK_FALSE(proof.solved(found, this_form, nine + 60min));
  CHECK_FALSE(proof.solved(found, other_form, nine));
  const portal::ProofOfWork stranger{codes::make_key_pair(codes::Seed{7}).secret_key, 1'000};
  CHECK_FALSE(stranger.solved(found, this_form, nine));
}

TEST(PressureRules, AProofThatWasChangedIsNone) {
  const portal::ProofOfWork proof{secret, 1'000};
  const auto right = solution(proof.challenge(this_form, nine));
  const auto with = [&](const char* name, boost::json::value value) {
    auto changed = right;
    changed[name] = std::move(value);
    return proof.solved(payload(changed), this_form, nine);
  };
  CHECK_FALSE(with("number", right.at("number").as_int64() + 1));
  CHECK_FALSE(with("number", -1));
  CHECK_FALSE(with("number", "7"));
  CHECK_FALSE(with("algorithm", "SHA-1"));
  CHECK_FALSE(with("signature", boost::json::value(std::string(64, '0'))));
  CHECK_FALSE(with("challenge", boost::json::value(sha256("own"))));
  CHECK_FALSE(with("salt", boost::json::value(text_of(right, "salt") + "&")));
  // Later: with a longer number in the salt's time, and the rest of it in the number.
  auto spliced = right;
  const auto number = std::to_string(right.at("number").as_int64());
  spliced["salt"] = text_of(right, "salt") + number.substr(0, 1);
  spliced["number"] = number.size() > 1 ? std::stoll(number.substr(1)) : 0;
  CHECK_FALSE(proof.solved(payload(spliced), this_form, nine));
  // A challenge of the robot's own needs a signature of ours.
  auto own = right;
  own["challenge"] = sha256(text_of(right, "salt") + "0");
  own["number"] = 0;
  CHECK_FALSE(proof.solved(payload(own), this_form, nine));
  for (const std::string& broken :
       {std::string{}, std::string{"x"}, base64("{}"), base64("[]"), base64("{\"number\":1e999}"),
        base64(std::string(3'000, '[')), std::string(5'000, 'A')}) {
    CHECK_FALSE(proof.solved(broken, this_form, nine));
  }
}

TEST_GROUP(WaitingRoomRules) {
  portal::WaitingRoom room{secret, false, 60};
  MonotonicTime monotonic{};

  static http::Request with(const http::Response& response) {
    const auto cookie = std::string{header(response, "Set-Cookie")};
    http::Request request;
    request.headers.emplace_back("Cookie", cookie.substr(0, cookie.find(';')));
    return request;
  }
  static http::Request remembered(const portal::WaitingRoom& where, const portal::RoomTurn& turn) {
    http::Response response;
    where.remember(response, turn);
    return with(response);
  }
};

TEST(WaitingRoomRules, LetsPeopleInInTheOrderOfComing) {
  UtcTime before{};
  for (int person = 0; person < 30; ++person) {
    const auto turn = room.enter(nine, monotonic);
    CHECK(turn.from >= before);
    before = turn.from;
    // Ten at once, then one a second.
    LONGS_EQUAL(std::max(0, person - 10), room.before(turn, nine));
    LONGS_EQUAL(std::max(0, person - 15), room.before(turn, nine + 5s));
  }
  monotonic += 1min;
  CHECK(room.has_come(room.enter(nine + 1min, monotonic), nine + 1min));
}

TEST(WaitingRoomRules, TwoPortalsHaveOneLine) {
  portal::WaitingRoom second{secret, false, 60};
  MonotonicTime its_own{5h};  // that machine runs since another moment
  for (int person = 0; person < 30; ++person) {
    room.enter(nine, monotonic);
  }
  second.others_are_at(room.next(nine, monotonic), nine, its_own);
  const auto turn = second.enter(nine, its_own);
  LONGS_EQUAL(20, second.before(turn, nine));
  // What is older than its own says nothing new.
  second.others_are_at(nine, nine, its_own);
  LONGS_EQUAL(21, second.before(second.enter(nine, its_own), nine));
  // A machine whose clock is days ahead does not close the room for days.
  second.others_are_at(nine + 72h, nine, its_own);
  CHECK(second.enter(nine, its_own).from <= nine + 1h);
  // A turn that was used at one is used at the other.
  const auto browser = remembered(room, turn);
  CHECK(room.of(browser, nine).has_value());
  room.used({.id = turn.id, .from = turn.from}, nine);
  CHECK_FALSE(room.of(browser, nine).has_value());
}

TEST(WaitingRoomRules, ATurnIsKeptByTheBrowserAndIsGoodOnce) {
  for (int person = 0; person < 20; ++person) {
    room.enter(nine, monotonic);
  }
  const auto turn = room.enter(nine, monotonic);
  const auto browser = remembered(room, turn);
  portal::WaitingRoom restarted{secret, false, 60};
  for (auto* each : {&room, &restarted}) {
    const auto found = each->of(browser, nine);
    CHECK(found.has_value());
    CHECK(found->from == turn.from);
    CHECK(each->of(browser, turn.from + 9min).has_value());
    CHECK_FALSE(each->of(browser, turn.from + 10min).has_value());
  }
  room.used(turn, turn.from);
  CHECK_FALSE(room.of(browser, turn.from).has_value());
}

TEST(WaitingRoomRules, ATurnOfSomebodysOwnMakingIsNone) {
  const auto turn = room.enter(nine, monotonic);
  portal::WaitingRoom stranger{codes::make_key_pair(codes::Seed{7}).secret_key, false, 60};
  CHECK_FALSE(room.of(remembered(stranger, turn), nine).has_value());
  http::Request request;
  for (const char* value : {"turn=", "turn=0", "turn=zz"}) {
    request.headers = {{"Cookie", value}};
    CHECK_FALSE(room.of(request, nine).has_value());
  }
}

TEST(WaitingRoomRules, AClockThatIsSetBackLeavesNobodyWaiting) {
  room.enter(nine, monotonic);
  monotonic += 1min;
  const auto turn = room.enter(nine - 2h, monotonic);
  CHECK(room.has_come(turn, nine - 2h));
}

TEST_GROUP(UnderPressure){void setup() override{CHECK(sodium_init() >= 0);
}

static std::string proof_for(Browser& browser, const std::string& token) {
  const auto challenge = browser.post("/proof", {{"form", token}});
  LONGS_EQUAL(200, challenge.status);
  return payload(solution(challenge.body));
}
static void fill_the_room(PortalUnderTest& portal, int people) {
  for (int person = 0; person < people; ++person) {
    Browser{portal}.get("/wait/AD/paspor/2026-11-23/08:00");
  }
}
}
;

TEST(UnderPressure, AQuietPortalAsksForNothing) {
  PortalUnderTest portal{100'000, 100'000, under("bookings_per_minute = 5\n")};
  Browser browser{portal};
  CHECK_FALSE(has(browser.get("/book/AD/paspor/2026-11-23/08:00"), R"(data-proof="always")"));
  for (int person = 1; person <= 5; ++person) {
    CHECK_FALSE(browser.book(person).empty());
  }
  LONGS_EQUAL(303, browser.get("/wait/AD/paspor/2026-11-23/08:00").status);
}

TEST(UnderPressure, AsksForAProofThatIsGoodForOneForm) {
  PortalUnderTest portal{100'000, 100'000, under("bookings_per_minute = 5\neffort = 1000\n")};
  Browser browser{portal};
  for (int person = 1; person <= 6; ++person) {
    browser.book(person);
  }
  fill_the_room(portal, 10);
  CHECK(has(browser.get("/book/AD/paspor/2026-11-23/08:00"), R"(data-proof="always")"));
  auto filled = browser.filled(7);
  const auto without = browser.post("/book", filled);
  LONGS_EQUAL(503, without.status);
  CHECK(has(without, "ruang tunggu"));
  CHECK(has(without, filled["nik"]));  // nothing that was typed is lost
  filled["altcha"] = proof_for(browser, filled["form"]);
  LONGS_EQUAL(303, browser.post("/book", filled).status);
  auto next = browser.filled(8);
  next["altcha"] = filled["altcha"];
  LONGS_EQUAL(503, browser.post("/book", next).status);
  LONGS_EQUAL(403, browser.post("/proof", {{"form", "1234"}}).status);
  LONGS_EQUAL(403, Browser{portal}.post("/proof", {{"form", next["form"]}}).status);
  portal.clock().advance(2min);  // quiet again
  LONGS_EQUAL(303, browser.post("/book", next).status);
}

TEST(UnderPressure, WithoutAScriptSomebodyBooksAtTheHighestPressure) {
  PortalUnderTest portal{100'000, 100'000, under("proof_of_work = \"always\"\nwaiting_room_per_minute = 6\n")};
  fill_the_room(portal, 12);
  Browser browser{portal};
  const std::string room = "/wait/AD/paspor/2026-11-23/08:00";
  const auto offer = browser.get("/book/AD/paspor/2026-11-23/08:00");
  CHECK(has(offer, "<noscript>"));
  CHECK(has(offer, room));
  const auto waiting = browser.get(room);
  LONGS_EQUAL(200, waiting.status);
  CHECK(has(waiting, "<dt>Orang sebelum Anda</dt><dd>2</dd>"));
  STRCMP_EQUAL("20", std::string{header(waiting, "Refresh")}.c_str());
  const auto again = browser.get(room);  // a reload loses nothing
  CHECK(has(again, "<dd>2</dd>"));
  fill_the_room(portal, 5);  // who comes later stands behind
  portal.clock().advance(25s);
  const auto nearer = browser.get(room);
  CHECK(has(nearer, "<dd>0</dd>"));
  STRCMP_EQUAL("5", std::string{header(nearer, "Refresh")}.c_str());
  // Too early, with the form: the same turn, and what was typed.
  const auto early = browser.post("/book", browser.filled(1));
  LONGS_EQUAL(503, early.status);
  STRCMP_EQUAL("5", std::string{header(early, "Retry-After")}.c_str());
  CHECK(has(early, nik(1)));
  portal.clock().advance(5s);
  LONGS_EQUAL(303, browser.get(room).status);
  CHECK_FALSE(browser.book(1).empty());
  // One booking a turn.
  LONGS_EQUAL(503, browser.post("/book", browser.filled(2)).status);
}

TEST(UnderPressure, WhoPressesWithoutATurnGetsOneAndPressesAgain) {
  PortalUnderTest portal{100'000, 100'000, under("proof_of_work = \"always\"\nwaiting_room_per_minute = 6\n")};
  fill_the_room(portal, 10);
  Browser browser{portal};
  const auto form = browser.filled(1);
  const auto waiting = browser.post("/book", form);
  LONGS_EQUAL(503, waiting.status);
  STRCMP_EQUAL("10", std::string{header(waiting, "Retry-After")}.c_str());
  CHECK(has(waiting, "0 orang sebelum Anda"));
  portal.clock().advance(10s);
  LONGS_EQUAL(303, browser.post("/book", form).status);
}

TEST(UnderPressure, WithoutAContactAProofIsAskedForAlways) {
  PortalUnderTest portal{100'000, 100'000, under("effort = 1000\n")};
  fill_the_room(portal, 1);
  Browser browser{portal};
  auto form = browser.filled(1);
  CHECK(has(browser.get("/book/AD/paspor/2026-11-23/08:00"), R"(data-proof="without-contact")"));
  for (int person = 0; person < 10; ++person) {  // the room's turns in hand
    auto each = Browser{portal};
    auto wrong = each.filled(100 + person, "2026-11-24");
    wrong["mail"] = "";
    each.post("/book", wrong);
  }
  form["mail"] = "";
  LONGS_EQUAL(503, browser.post("/book", form).status);
  form["altcha"] = proof_for(browser, form["form"]);
  LONGS_EQUAL(303, browser.post("/book", form).status);
}

// P18: it had taken 100 places in half a second.
TEST(UnderPressure, OneAddressWithInventedNiksAndOneMailGetsWhatOnePersonMayHave) {
  PortalUnderTest portal{100'000, 100'000, std::string{shipped_rules} + "[pressure]\nbookings_per_minute = 30\n"};
  int held = 0;
  for (int person = 1; person <= 100; ++person) {
    Browser robot{portal};
    held += robot.book(person, person % 2 == 0 ? "2026-11-23" : "2026-11-24").empty() ? 0 : 1;
  }
  LONGS_EQUAL(10, held);                                       // people_per_contact
  LONGS_EQUAL(0, portal.pull(bandung_token).bookings.size());  // none is booked before the contact is confirmed
  portal.clock().advance(16min);
  portal.sweep();
  for (const auto& places : portal.places("AD")) {
    LONGS_EQUAL(0, places.booked);
  }
  // With a mail address for each, it works for each or waits.
  held = 0;
  for (int person = 1; person <= 100; ++person) {
    Browser robot{portal};
    auto form = robot.filled(person, person % 2 == 0 ? "2026-11-26" : "2026-11-27");
    form["mail"] = fmt::format("robot{}@contoh.id", person);
    held += robot.post("/book", form).status == 303 ? 1 : 0;
  }
  LONGS_EQUAL(30 + portal::WaitingRoom::at_once, held);
}

TEST(UnderPressure, OnlyWhatSucceedsIsCharged) {
  PortalUnderTest portal{2, 100'000};
  Browser browser{portal};
  auto wrong = browser.filled(1);
  wrong["name"] = "";
  for (int tries = 0; tries < 5; ++tries) {
    LONGS_EQUAL(422, browser.post("/book", wrong).status);
  }
  CHECK_FALSE(browser.book(1).empty());
  CHECK_FALSE(browser.book(2).empty());
  const auto busy = browser.post("/book", browser.filled(3));
  LONGS_EQUAL(429, busy.status);
  STRCMP_EQUAL("30", std::string{header(busy, "Retry-After")}.c_str());
  portal.clock().advance(30s);
  CHECK_FALSE(browser.book(3).empty());
}
