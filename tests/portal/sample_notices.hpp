// Notices of every kind, as a store would write them.
#pragma once

#include <string>
#include <vector>

#include "mail/message.hpp"
#include "notices/notice.hpp"

namespace antrean::portal_test {

inline constexpr auto sample_qr =
    "AQ1AEAACADK6QBIGQMAHAAAAAACVZQDYQ5TX2L5YJ4G3M7SBB2HQWRC5NXEIAK4UPV6TFDOZJY3LW7EQSHTNIU2BRVGXM5ACPK";

inline portal::MailIdentity sample_identity() {
  return {.from = {"Antrean Imigrasi", "antrean@imigrasi.example"},
          .reply_to = "bantuan@imigrasi.example",
          .domain = "antrean.imigrasi.example"};
}

inline std::vector<portal::NoticeKind> every_kind() {
  std::vector<portal::NoticeKind> kinds;
  for (std::size_t i = 0; i < words<portal::NoticeKind>.size(); ++i) {
    kinds.push_back(static_cast<portal::NoticeKind>(i));
  }
  return kinds;
}

inline portal::Notice sample_notice(portal::NoticeKind kind, Language language) {
  using portal::NoticeKind;
  const bool english = language == Language::en;
  portal::Notice notice;
  for (std::size_t i = 0; i < notice.id.size(); ++i) {
    notice.id[i] = static_cast<std::uint8_t>(i * 16 + static_cast<std::size_t>(kind));
  }
  notice.kind = kind;
  notice.language = language;
  notice.to = "siti.rahma@contoh.example";
  const portal::ShownPlace place{.office = "Bandung",
                                 .address = "Jl. Surapati No. 82, Bandung",
                                 .day = OfficeDay::parse("2026-12-01").value(),
                                 .hours = {TimeOfDay{8 * 60}, TimeOfDay{9 * 60}},
                                 .zone = Zone::wib};
  notice.written_at = instant(place.day.plus(-4), TimeOfDay{9 * 60}, place.zone);
  notice.due = notice.written_at;
  notice.useless_from = instant(place.day, place.hours.end, place.zone);
  notice.booking = {.id = 7'205'759'403'792'794,
                    .revision = 2,
                    .place = place,
                    .service = english ? "Ordinary passport" : "Paspor biasa",
                    .bring = {english ? "Identity card (KTP)" : "KTP", english ? "Family card (KK)" : "Kartu Keluarga"},
                    .names = {"Siti Rahma", "Nur’aini"},
                    .code = "AD-QFJ8BD",
                    .qr = sample_qr,
                    .number = kind == NoticeKind::your_turn || kind == NoticeKind::number_near ? "B017" : ""};
  if (kind == NoticeKind::changed || kind == NoticeKind::moved_by_office) {
    notice.before = place;
    notice.before->day = place.day.plus(-1);
    notice.before->office = "Jakarta Selatan";
  }
  if (kind == NoticeKind::confirm_contact) {
    notice.booking.code.clear();
    notice.booking.qr.clear();
    notice.digits = "042917";
  }
  if (kind == NoticeKind::confirm_contact || kind == NoticeKind::waitlist_offer) {
    notice.held_until = notice.written_at + std::chrono::minutes{15};
  }
  if (kind == NoticeKind::moved_by_office || kind == NoticeKind::closed_by_office) {
    notice.reason = english ? "The building has no power that day." : "Gedung tanpa listrik pada hari itu.";
  }
  if (kind == NoticeKind::closed_by_office) {
    for (int days = 1; days <= 3; ++days) {
      auto other = place;
      other.day = place.day.plus(days);
      notice.offers.push_back({other, "https://antrean.imigrasi.example/offer/" + std::to_string(days)});
    }
  }
  notice.place = kind == NoticeKind::number_near ? 3 : 0;
  notice.counter = kind == NoticeKind::your_turn ? "Loket 3" : "";
  const std::string site = "https://antrean.imigrasi.example";
  notice.links = {.page = site + "/booking/0123456789abcdef0123456789abcdef",
                  .action = site + "/confirm/0123456789abcdef0123456789abcdef?step=1&lang=id",
                  .change = site + "/booking/0123456789abcdef0123456789abcdef/change",
                  .unsubscribe = site + "/unsubscribe/fedcba9876543210fedcba9876543210"};
  return notice;
}

/// What somebody could type who wants to write headers, pages or calendars of their own.
inline portal::Notice hostile_notice() {
  auto notice = sample_notice(portal::NoticeKind::moved_by_office, Language::id);
  const std::string bad =
      "Siti\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>\xE2\x80\xAE\"';,\\ {code} {} \xFF";
  notice.booking.names = {bad};
  notice.booking.place.office = "O" + bad;
  notice.booking.place.address = bad + "\r\nEND:VCALENDAR\r\n";
  notice.booking.service = bad;
  notice.booking.code = bad;
  notice.reason = bad + "\n.\r\nMAIL FROM:<x@y.example>\r\n";
  notice.booking.bring = {bad};
  return notice;
}

}  // namespace antrean::portal_test
