#include "values/calendar_text.hpp"

#include <array>
#include <chrono>

namespace antrean {
namespace {

struct Names {
  std::array<std::string_view, 7> weekdays, weekdays_short;
  std::array<std::string_view, 12> months, months_short;
};

constexpr Names indonesian{
    .weekdays = {"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"},
    .weekdays_short = {"Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"},
    .months = {"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
               "November", "Desember"},
    .months_short = {"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"},
};

constexpr Names english{
    .weekdays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    .weekdays_short = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
    .months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December"},
    .months_short = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
};

const Names& names(Language language) { return language == Language::en ? english : indonesian; }

unsigned month_of(std::chrono::year_month_day date) { return static_cast<unsigned>(date.month()); }
std::string day_number(std::chrono::year_month_day date) { return std::to_string(static_cast<unsigned>(date.day())); }

/// `clock` is "08:00".
std::string clock_in(Language language, std::string clock) {
  if (language == Language::id) {
    clock[2] = '.';
  }
  return clock;
}

std::string year_text(std::chrono::year_month_day date) { return std::to_string(static_cast<int>(date.year())); }

}  // namespace

std::string_view weekday_name(Language language, unsigned weekday) { return names(language).weekdays.at(weekday); }
std::string_view weekday_short(Language language, unsigned weekday) {
  return names(language).weekdays_short.at(weekday);
}
std::string_view month_name(Language language, unsigned month) { return names(language).months.at(month - 1); }
std::string_view month_short(Language language, unsigned month) { return names(language).months_short.at(month - 1); }

std::string date_text(Language language, OfficeDay day) {
  const std::chrono::year_month_day date{day.date()};
  return day_number(date) + " " + std::string{month_name(language, month_of(date))} + " " + year_text(date);
}

std::string long_date_text(Language language, OfficeDay day) {
  return std::string{weekday_name(language, day.weekday().c_encoding())} + ", " + date_text(language, day);
}

std::string short_date_text(Language language, OfficeDay day) {
  const std::chrono::year_month_day date{day.date()};
  return std::string{weekday_short(language, day.weekday().c_encoding())} + " " + day_number(date) + " " +
         std::string{month_short(language, month_of(date))} + " " + year_text(date);
}

std::string month_text(Language language, OfficeDay day) {
  const std::chrono::year_month_day date{day.date()};
  return std::string{month_name(language, month_of(date))} + " " + year_text(date);
}

std::string hour_text(Language language, TimeOfDay time) { return clock_in(language, time.text()); }

std::string clock_text(Language language, UtcTime at, Zone zone) { return clock_in(language, clock_text(at, zone)); }

std::string hours_text(Language language, SlotHours hours) {
  return hour_text(language, hours.start) + "–" + hour_text(language, hours.end);
}

}  // namespace antrean
