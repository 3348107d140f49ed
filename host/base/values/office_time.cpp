#include "values/office_time.hpp"

#include "values/words.hpp"

namespace antrean {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_time;

local_time<Milliseconds> local(UtcTime instant, Zone zone) {
  return local_time<Milliseconds>{instant.time_since_epoch() + utc_offset(zone)};
}

/// `count` decimal digits from `at`; -1 if one of them is not a digit.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') {
      return -1;
    }
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// Appends `value` with leading zeros to at least `width` digits.
void append(std::string& text, long value, std::size_t width) {
  const std::string number = std::to_string(value);
  if (number.size() < width) {
    text.append(width - number.size(), '0');
  }
  text += number;
}

std::string iso_date(std::chrono::year_month_day date) {
  std::string text;
  append(text, static_cast<int>(date.year()), 4);
  append(text += '-', static_cast<unsigned>(date.month()), 2);
  append(text += '-', static_cast<unsigned>(date.day()), 2);
  return text;
}

}  // namespace

Minutes utc_offset(Zone zone) {
  switch (zone) {
    case Zone::wib:
      return std::chrono::hours{7};
    case Zone::wita:
      return std::chrono::hours{8};
    case Zone::wit:
      break;
  }
  return std::chrono::hours{9};
}

std::string_view zone_name(Zone zone) { return word(zone); }

std::optional<Zone> parse_zone(std::string_view text) { return from_word<Zone>(text); }

std::optional<OfficeDay> OfficeDay::parse(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') {
    return std::nullopt;
  }
  const int y = digits(iso, 0, 4);
  const int m = digits(iso, 5, 2);
  const int d = digits(iso, 8, 2);
  if (y < 0 || m < 0 || d < 0) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(m)},
                                         std::chrono::day{static_cast<unsigned>(d)}};
  if (!date.ok()) {
    return std::nullopt;
  }
  return OfficeDay{local_days{date}};
}

OfficeDay OfficeDay::of(UtcTime instant, Zone zone) {
  return OfficeDay{std::chrono::floor<days>(local(instant, zone))};
}

std::string OfficeDay::text() const { return iso_date(std::chrono::year_month_day{date_}); }

std::optional<TimeOfDay> TimeOfDay::parse(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') {
    return std::nullopt;
  }
  const int hours = digits(text, 0, 2);
  const int minutes = digits(text, 3, 2);
  if (hours < 0 || minutes < 0 || minutes > 59) {
    return std::nullopt;
  }
  const int total = hours * 60 + minutes;
  if (total > 24 * 60) {
    return std::nullopt;
  }
  return TimeOfDay{total};
}

TimeOfDay TimeOfDay::of(UtcTime instant, Zone zone) {
  const auto at = local(instant, zone);
  return TimeOfDay{static_cast<int>(std::chrono::floor<Minutes>(at - std::chrono::floor<days>(at)).count())};
}

std::string TimeOfDay::text() const {
  std::string text;
  append(text, minutes_ / 60, 2);
  append(text += ':', minutes_ % 60, 2);
  return text;
}

UtcTime instant(OfficeDay day, TimeOfDay time, Zone zone) {
  return UtcTime{day.date().time_since_epoch() + Minutes{time.minutes()} - utc_offset(zone)};
}

std::string clock_text(UtcTime instant, Zone zone) { return TimeOfDay::of(instant, zone).text(); }

std::string iso_text(UtcTime instant) {
  const auto date = std::chrono::floor<days>(instant);
  const std::chrono::hh_mm_ss time{instant - date};
  std::string text = iso_date(std::chrono::year_month_day{date});
  append(text += 'T', time.hours().count(), 2);
  append(text += ':', time.minutes().count(), 2);
  append(text += ':', time.seconds().count(), 2);
  append(text += '.', time.subseconds().count(), 3);
  return text += 'Z';
}

}  // namespace antrean
