// Mails as bytes: addresses, Message-IDs, the picture and the calendar's entry.
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <ZXing/DecodeHints.h>
#include <ZXing/ReadBarcode.h>
#include <libical/ical.h>
#include <png.h>

#include "mail/calendar.hpp"
#include "mail/letter.hpp"
#include "mail/message.hpp"
#include "qr/qr_png.hpp"
#include "sample_notices.hpp"
#include "smtp/gmime_objects.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace antrean::portal_test;
using namespace antrean::smtp;

namespace {

/// The decoded content of the first part of this type.
std::string part_of(const Mail& mail, std::string_view type) {
  const GObjectPtr<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(mail.message.data(), mail.message.size())};
  const GObjectPtr<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
  const GObjectPtr<GMimeMessage> message{g_mime_parser_construct_message(parser.get(), nullptr)};
  const std::unique_ptr<GMimePartIter, decltype(&g_mime_part_iter_free)> iter{
      g_mime_part_iter_new(reinterpret_cast<GMimeObject*>(message.get())), g_mime_part_iter_free};
  std::string content;
  do {
    auto* object = g_mime_part_iter_get_current(iter.get());
    const std::unique_ptr<char, decltype(&g_free)> name{
        g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object)), g_free};
    if (content.empty() && type == name.get() && GMIME_IS_PART(object)) {
      const GObjectPtr<GMimeStream> decoded{g_mime_stream_mem_new()};
      g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(object)), decoded.get());
      const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(decoded.get()));
      content.assign(reinterpret_cast<const char*>(bytes->data), bytes->len);
    }
  } while (g_mime_part_iter_next(iter.get()) != 0);
  return content;
}

std::string read_qr(const std::string& png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) {
    return "no PNG";
  }
  image.format = PNG_FORMAT_GRAY;
  std::vector<std::uint8_t> gray(PNG_IMAGE_SIZE(image));
  png_image_finish_read(&image, nullptr, gray.data(), 0, nullptr);
  return ZXing::ReadBarcode(
             {gray.data(), static_cast<int>(image.width), static_cast<int>(image.height), ZXing::ImageFormat::Lum},
             ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode))
      .text();
}

Mail sample(NoticeKind kind) { return compose(sample_notice(kind, Language::id), sample_identity()); }

// These libraries keep memory from their first use on, which is no leak of a test.
[[maybe_unused]] const bool warm = [] {
  load_mail_template();
  part_of(compose(hostile_notice(), sample_identity()), "image/png");
  compose(sample_notice(NoticeKind::cancelled, Language::en), sample_identity());
  read_qr(qr_png("AQ1"));
  icalcomponent_free(icalparser_parse_string(part_of(sample(NoticeKind::booked), "text/calendar").c_str()));
  return true;
}();

class Calendar {
 public:
  explicit Calendar(const std::string& text) : root_(icalparser_parse_string(text.c_str())) {
    CHECK_TRUE(root_ != nullptr);
    event_ = icalcomponent_get_first_component(root_, ICAL_VEVENT_COMPONENT);
  }
  ~Calendar() { icalcomponent_free(root_); }
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;

  icalcomponent* root() const { return root_; }
  icalcomponent* event() const { return event_; }

 private:
  icalcomponent* root_;
  icalcomponent* event_ = nullptr;
};

}  // namespace

TEST_GROUP(Mail){};

TEST(Mail, TheSameNoticeIsTheSameBytes) {
  for (const auto kind : every_kind()) {
    CHECK_TRUE(sample(kind).message == sample(kind).message);
  }
  auto other = sample_notice(NoticeKind::booked, Language::id);
  other.id[0] ^= 1u;
  CHECK_TRUE(compose(other, sample_identity()).message != sample(NoticeKind::booked).message);
}

TEST(Mail, AMessageIdLeadsBackToItsNotice) {
  const auto id = sample_notice(NoticeKind::booked, Language::id).id;
  const auto text = message_id(id, "antrean.example");
  CHECK(notice_of_message_id(text, "antrean.example") == id);
  CHECK(notice_of_message_id(" <" + text + ">\r\n", "Antrean.Example") == id);
  for (const std::string& wrong :
       {std::string{}, std::string{"@"}, std::string{"<>"}, to_text(id), to_text(id) + "@other.example",
        to_text(id) + "@antrean.example.evil.example", "x" + text, text.substr(1), text + " x", "qr." + text}) {
    CHECK_TEXT(!notice_of_message_id(wrong, "antrean.example").has_value(), wrong.c_str());
  }
}

TEST(Mail, ThePictureIsTheBookingsQr) {
  STRCMP_EQUAL(sample_qr, read_qr(part_of(sample(NoticeKind::booked), "image/png")).c_str());
  STRCMP_EQUAL(sample_qr, read_qr(part_of(sample(NoticeKind::reminder_hours), "image/png")).c_str());
}

TEST(Mail, TheCalendarsEntryStaysTheSameAndMoves) {
  const Calendar booked{part_of(sample(NoticeKind::booked), "text/calendar")};
  LONGS_EQUAL(0, icalcomponent_count_errors(booked.root()));
  CHECK(icalcomponent_get_method(booked.root()) == ICAL_METHOD_PUBLISH);
  CHECK(icalcomponent_get_status(booked.event()) == ICAL_STATUS_CONFIRMED);
  LONGS_EQUAL(2, icalcomponent_get_sequence(booked.event()));
  const auto start = icalcomponent_get_dtstart(booked.event());
  const auto end = icalcomponent_get_dtend(booked.event());
  STRCMP_EQUAL("20261201T010000Z", icaltime_as_ical_string(start));  // 08:00 WIB
  STRCMP_EQUAL("20261201T020000Z", icaltime_as_ical_string(end));
  STRCMP_EQUAL("Bandung, Jl. Surapati No. 82, Bandung", icalcomponent_get_location(booked.event()));

  auto notice = sample_notice(NoticeKind::cancelled, Language::id);
  notice.booking.revision = 3;
  const Calendar cancelled{part_of(compose(notice, sample_identity()), "text/calendar")};
  CHECK(icalcomponent_get_method(cancelled.root()) == ICAL_METHOD_CANCEL);
  CHECK(icalcomponent_get_status(cancelled.event()) == ICAL_STATUS_CANCELLED);
  STRCMP_EQUAL(icalcomponent_get_uid(booked.event()), icalcomponent_get_uid(cancelled.event()));
  CHECK_TRUE(icalcomponent_get_sequence(cancelled.event()) > icalcomponent_get_sequence(booked.event()));
}

TEST(Mail, AZoneIsTheBookingsOwn) {
  auto notice = sample_notice(NoticeKind::booked, Language::id);
  notice.booking.place.zone = Zone::wita;
  const Calendar calendar{part_of(compose(notice, sample_identity()), "text/calendar")};
  STRCMP_EQUAL("20261201T000000Z", icaltime_as_ical_string(icalcomponent_get_dtstart(calendar.event())));
}

TEST(Mail, WhatPeopleTypeIsTextInACalendarToo) {
  const Calendar calendar{part_of(compose(hostile_notice(), sample_identity()), "text/calendar")};
  LONGS_EQUAL(0, icalcomponent_count_errors(calendar.root()));
  LONGS_EQUAL(1, icalcomponent_count_components(calendar.root(), ICAL_ANY_COMPONENT));
  CHECK_TRUE(std::string_view{icalcomponent_get_location(calendar.event())}.find("END:VCALENDAR") !=
             std::string_view::npos);
}

TEST(Mail, AnAddressOrALinkThatIsNoneIsNotSent) {
  auto notice = sample_notice(NoticeKind::reminder_day, Language::id);
  notice.to = "siti@contoh.example\r\nBcc: x@y.example";
  CHECK_THROWS(std::invalid_argument, compose(notice, sample_identity()));
  for (const char* link : {"javascript:alert(1)", "https://a.example/>\r\nBcc: x@y.example", "https://a.example/ b",
                           "http://a.example/\"", "a.example"}) {
    notice = sample_notice(NoticeKind::reminder_day, Language::id);
    notice.links.unsubscribe = link;
    CHECK_THROWS(std::invalid_argument, compose(notice, sample_identity()));
  }
}
