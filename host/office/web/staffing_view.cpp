#include "web/staffing_view.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "values/calendar_text.hpp"

namespace antrean::web {
namespace {

using reports::Unit;
using staffing::HalfHour;
using Value = std::optional<std::uint64_t>;

std::string say(Language language, const char* id, const char* en) { return language == Language::en ? en : id; }

std::string half_hour_text(Language language, TimeOfDay start) {
  return hours_text(language, {.start = start, .end = TimeOfDay{start.minutes() + 30}});
}

Value rounded(double people) { return static_cast<std::uint64_t>(std::llround(people)); }

reports::ReportTable table(std::string_view id, std::string title, Language language,
                           std::vector<reports::Column> columns, const staffing::Staffing& staffing,
                           const auto& values_of, bool stacked = false) {
  reports::ReportTable made{.id = id,
                            .title = std::move(title),
                            .first_column = say(language, "Jam", "Time"),
                            .columns = std::move(columns),
                            .rows = {},
                            .stacked = stacked};
  for (const HalfHour& one : staffing.half_hours) {
    made.rows.push_back(
        {.key = one.start.text(), .label = half_hour_text(language, one.start), .values = values_of(one)});
  }
  return made;
}

std::string counters_text(Language language, std::size_t counters) {
  return fmt::format("{} {}", counters, say(language, "loket", counters == 1 ? "counter" : "counters"));
}

}  // namespace

std::vector<reports::ReportTable> staffing_tables(const staffing::Staffing& staffing, Language language) {
  const auto text = [&](const char* id, const char* en) { return say(language, id, en); };
  const auto limit = static_cast<std::uint64_t>(std::chrono::seconds{staffing.limit}.count());
  return {
      table(
          "people", text("Orang yang diperkirakan datang", "People expected"), language,
          {{text("Dengan pesanan", "Booked"), Unit::count, true},
           {text("Tanpa pesanan", "Walk-in"), Unit::count, true}},
          staffing,
          [](const HalfHour& one) {
            return std::vector<Value>{rounded(one.booked), rounded(one.walk_ins)};
          },
          true),
      table("needed", text("Loket yang diperlukan", "Counters needed"), language,
            {{text("Diperlukan", "Needed"), Unit::count, true}, {text("Direncanakan", "Planned"), Unit::count, true}},
            staffing,
            [&](const HalfHour& one) {
              return std::vector<Value>{one.needed, staffing.planned};
            }),
      table(
          "wait", text("Perkiraan tunggu seperti direncanakan", "Wait to expect as planned"), language,
          {{text("Separuh orang", "Half of the people"), Unit::seconds, true},
           {text("90 % orang", "90 % of the people"), Unit::seconds, true},
           {text("Batas", "Limit"), Unit::seconds, true}},
          staffing, [&](const HalfHour& one) {
            const auto seconds = [&](std::uint32_t queue::WaitSeconds::*part) {
              return one.wait ? Value((*one.wait).*part) : std::nullopt;
            };
            return std::vector<Value>{seconds(&queue::WaitSeconds::likely), seconds(&queue::WaitSeconds::high), limit};
          })};
}

std::vector<reports::Headline> staffing_headlines(const StaffingAnswer& answer, Language language) {
  const auto text = [&](const char* id, const char* en) { return say(language, id, en); };
  const auto& half_hours = answer.staffing.half_hours;
  double booked = 0, walk_ins = 0;
  for (const HalfHour& one : half_hours) {
    booked += one.booked;
    walk_ins += one.walk_ins;
  }
  std::vector<reports::Headline> told;
  told.push_back({text("Diperkirakan datang", "Expected to come"), fmt::format("{}", std::llround(booked + walk_ins)),
                  fmt::format("{} {}", std::llround(walk_ins), text("tanpa pesanan", "walk-in"))});
  if (half_hours.empty()) {
    return told;
  }
  const HalfHour& busiest = *std::ranges::max_element(half_hours, {}, &HalfHour::needed);
  told.push_back({text("Paling banyak diperlukan", "Most needed"), counters_text(language, busiest.needed),
                  half_hour_text(language, busiest.start)});
  told.push_back({text("Direncanakan", "Planned"), counters_text(language, answer.staffing.planned),
                  text("buka sepanjang hari", "open all day")});
  const HalfHour* longest = nullptr;
  for (const HalfHour& one : half_hours) {
    if (one.wait && (longest == nullptr || one.wait->high > longest->wait->high)) {
      longest = &one;
    }
  }
  if (longest != nullptr) {
    told.push_back({text("Tunggu terlama, 90 % orang", "Longest wait, 90 % of the people"),
                    fmt::format("{} {}", longest->wait->minutes().high, text("menit", "minutes")),
                    half_hour_text(language, longest->start)});
  }
  return told;
}

std::vector<std::string> staffing_basis(const StaffingAnswer& answer, Language language) {
  const bool english = language == Language::en;
  std::vector<std::string> facts;
  facts.push_back(english ? fmt::format("{} people have a booking for this day.", answer.booked)
                          : fmt::format("{} orang punya pesanan untuk hari ini.", answer.booked));
  if (answer.came_of_booked) {
    facts.push_back(
        english ? fmt::format("{} % of them are expected, as on the days below.", answer.comes)
                : fmt::format("{} % dari mereka diperkirakan datang, seperti pada hari-hari di bawah.", answer.comes));
  } else {
    facts.push_back(
        english
            ? fmt::format("{} % of them are expected: how many come was not measured yet.", answer.comes)
            : fmt::format("{} % dari mereka diperkirakan datang: yang sebenarnya datang belum terukur.", answer.comes));
  }
  if (answer.habit.empty()) {
    facts.push_back(english ? "Nobody is expected without a booking: the reports have no day of this weekday yet."
                            : "Yang datang tanpa pesanan tidak dihitung: laporan belum punya hari yang sama.");
  } else {
    std::string days;
    for (const OfficeDay day : answer.habit) {
      days += (days.empty() ? "" : ", ") + short_date_text(language, day);
    }
    facts.push_back(english ? fmt::format("People without a booking come as on average on: {}.", days)
                            : fmt::format("Orang tanpa pesanan datang seperti rata-rata pada: {}.", days));
  }
  facts.push_back(answer.measured > 0
                      ? (english
                             ? fmt::format("Service times as measured in the latest {} services.", answer.measured)
                             : fmt::format("Waktu layanan menurut {} layanan terakhir yang terukur.", answer.measured))
                      : (english ? "Service times as the settings expect them: none was measured yet."
                                 : "Waktu layanan menurut pengaturan: belum ada yang terukur."));
  const auto limit = answer.staffing.limit.count();
  if (answer.limit_of_a_rule) {
    facts.push_back(english ? fmt::format("Limit: nine of ten people wait at most {} minutes, as the rule about waits "
                                          "says.",
                                          limit)
                            : fmt::format("Batas: sembilan dari sepuluh orang menunggu paling lama {} menit, menurut "
                                          "aturan waktu tunggu.",
                                          limit));
  } else {
    facts.push_back(english ? fmt::format("Limit: nine of ten people wait at most {} minutes; no rule about waits is "
                                          "set.",
                                          limit)
                            : fmt::format("Batas: sembilan dari sepuluh orang menunggu paling lama {} menit; aturan "
                                          "waktu tunggu belum diatur.",
                                          limit));
  }
  facts.push_back(english
                      ? "The day was played many times with the order of calls of this office; a wait counts from "
                        "the arrival, or from the booked hour if that is later, to the first call."
                      : "Hari itu dimainkan berkali-kali menurut urutan panggilan kantor ini; waktu tunggu dihitung "
                        "dari kedatangan, atau dari jam pesanan bila lebih lambat, sampai panggilan pertama.");
  return facts;
}

std::vector<std::string> staffing_notices(const staffing::Staffing& staffing, Language language) {
  std::string times;
  for (const HalfHour& one : staffing.half_hours) {
    if (!one.enough) {
      times += (times.empty() ? "" : ", ") + half_hour_text(language, one.start);
    }
  }
  if (times.empty()) {
    return {};
  }
  return {
      language == Language::en
          ? fmt::format("More counters alone do not keep the limit at {}: who comes then waits for the doors to open "
                        "or for the end of the break.",
                        times)
          : fmt::format("Menambah loket saja tidak cukup pada {}: yang datang saat itu menunggu pintu dibuka atau "
                        "istirahat berakhir.",
                        times)};
}

}  // namespace antrean::web
