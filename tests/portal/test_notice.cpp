// A notice as a value: its id as text, and the body that a database keeps.
#include <stdexcept>
#include <string>

#include "notices/notice.hpp"
#include "notices/outbox.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

namespace {

Notice full_notice() {
  Notice notice;
  notice.id = {0x00, 0x1f, 0xff, 0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0xa5};
  notice.kind = NoticeKind::closed_by_office;
  notice.language = Language::en;
  notice.to = "siti@example.org";
  notice.written_at = from_ms(1'795'810'000'123);
  notice.due = from_ms(1'795'810'000'000);
  notice.useless_from = from_ms(1'795'900'000'000);
  const ShownPlace place{.office = "Bandung",
                         .address = "Jl. Surapati 82",
                         .day = OfficeDay::parse("2026-12-01").value(),
                         .hours = {TimeOfDay{480}, TimeOfDay{600}},
                         .zone = Zone::wita};
  notice.booking = {.id = 9'007'199'254'740'991,
                    .revision = 3,
                    .place = place,
                    .service = "Passport",
                    .bring = {"Identity card", "Family card"},
                    .names = {"Nur’aini", "O\"Brien\r\n"},
                    .code = "AD-QFJ8BD",
                    .qr = "AQ1ABC",
                    .number = "B017"};
  notice.before = place;
  notice.digits = "042917";
  notice.held_until = from_ms(1'795'810'900'000);
  notice.reason = "No power";
  notice.offers = {{place, "https://a.example/o/1"}, {place, "https://a.example/o/2"}};
  notice.counter = "3";
  notice.links = {"https://a.example/b", "https://a.example/c", "https://a.example/d", "https://a.example/e"};
  return notice;
}

}  // namespace

TEST_GROUP(Notice){};

TEST(Notice, ItsIdIs32DigitsAndComesBack) {
  const auto id = full_notice().id;
  STRCMP_EQUAL("001fff800102030405060708090a0ba5", to_text(id).c_str());
  CHECK(notice_id_from(to_text(id)) == id);
  for (const char* wrong : {"", "001fff800102030405060708090a0ba", "001fff800102030405060708090a0ba5 ",
                            "001FFF800102030405060708090A0BA5", "001fff800102030405060708090a0bg5"}) {
    CHECK_TEXT(!notice_id_from(wrong), wrong);
  }
}

TEST(Notice, WhatADatabaseKeepsGivesTheSameNotice) {
  const auto notice = full_notice();
  Notice read;
  read.id = notice.id;
  read.kind = notice.kind;
  read.channel = notice.channel;
  read.due = notice.due;
  read.useless_from = notice.useless_from;
  read_body(read, body_text(notice));
  CHECK(read == notice);

  Notice least;
  Notice again;
  again.to = "somebody";
  read_body(again, body_text(least));
  CHECK(again == least);
}

TEST(Notice, ABodyThatIsBrokenIsRefusedAndChangesNothing) {
  auto notice = full_notice();
  const auto whole = body_text(notice);
  CHECK_THROWS(std::runtime_error, read_body(notice, whole.substr(0, whole.size() - 1)));
  CHECK_THROWS(std::runtime_error, read_body(notice, "{}"));
  CHECK_THROWS(std::runtime_error, read_body(notice, ""));
  CHECK(notice == full_notice());
}

TEST(Notice, WhatCannotWaitGoesFirst) {
  LONGS_EQUAL(0, rank(NoticeKind::confirm_contact));
  LONGS_EQUAL(1, rank(NoticeKind::booked));
  LONGS_EQUAL(2, rank(NoticeKind::reminder_day));
  CHECK(is_reminder(NoticeKind::reminder_hours));
  CHECK(!is_reminder(NoticeKind::moved_by_office));
}
