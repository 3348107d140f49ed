#include "frame/words.hpp"

#include "values/calendar_text.hpp"

namespace antrean::display {
namespace {

/// From 100 minutes on a wait is shown in half hours.
constexpr unsigned longest_in_minutes = 100;

/// "1,5": half hours, with the language's decimal sign.
std::string half_hours(unsigned halves, char decimal) {
  return std::to_string(halves / 2) + (halves % 2 != 0 ? std::string{decimal} + "5" : std::string{});
}

/// 40 % longer, in letters of about the same width.
std::string longer(std::string_view text) {
  std::string result{text};
  std::size_t points = 0;
  for (const char c : text) {
    points += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u ? 1 : 0;
  }
  const std::size_t more = (points * 4 + 9) / 10;
  for (std::size_t i = 0; i < more; ++i) {
    result += i % 6 == 2 ? ' ' : 'o';
  }
  return result;
}

/// "pukul 08.00", "besok pukul 08.00", "Senin, 30 November, pukul 08.00": as near as a person would say it.
std::string when(Language language, UtcTime at, UtcTime now, Zone zone) {
  const OfficeDay today = OfficeDay::of(now, zone);
  const OfficeDay day = OfficeDay::of(at, zone);
  const bool indonesian = language == Language::id;
  const std::string clock = (indonesian ? "pukul " : "at ") + clock_text(language, at, zone);
  if (day == today) {
    return clock;
  }
  if (day == today.plus(1)) {
    return (indonesian ? "besok " : "tomorrow ") + clock;
  }
  // The year is of no use this near.
  const std::string date = long_date_text(language, day);
  return date.substr(0, date.rfind(' ')) + (indonesian ? ", " : " ") + clock;
}

}  // namespace

Saying Words::say(std::string_view indonesian, std::string_view english) const {
  const std::string id = pseudo_ ? longer(indonesian) : std::string{indonesian};
  const std::string en = pseudo_ ? longer(english) : std::string{english};
  switch (languages_) {
    case Languages::indonesian:
      return {id, ""};
    case Languages::english:
      return {en, ""};
    case Languages::english_indonesian:
      return {en, en == id ? std::string{} : id};
    case Languages::indonesian_english:
      break;
  }
  return {id, en == id ? std::string{} : en};
}

Saying Words::date(OfficeDay day) const {
  return say(long_date_text(Language::id, day), long_date_text(Language::en, day));
}

Saying Words::short_date(OfficeDay day) const {
  return say(short_date_text(Language::id, day), short_date_text(Language::en, day));
}

Saying Words::phase(const Snapshot& snapshot, UtcTime now) const {
  const Zone zone = snapshot.zone;
  switch (snapshot.phase) {
    case DayPhase::before_opening:
      if (snapshot.opens_next) {
        return say("Buka " + when(Language::id, *snapshot.opens_next, now, zone),
                   "Opens " + when(Language::en, *snapshot.opens_next, now, zone));
      }
      return say("Belum buka", "Not open yet");
    case DayPhase::open:
      return say("Layanan buka", "Open");
    case DayPhase::on_break:
      if (snapshot.break_until) {
        return say("Istirahat sampai " + clock_text(Language::id, *snapshot.break_until, zone),
                   "On break until " + clock_text(Language::en, *snapshot.break_until, zone));
      }
      return say("Istirahat", "On break");
    case DayPhase::last_numbers:
      return say("Nomor terakhir hari ini", "Last numbers of the day");
    case DayPhase::closed:
      break;
  }
  if (snapshot.opens_next) {
    return say("Tutup. Buka lagi " + when(Language::id, *snapshot.opens_next, now, zone),
               "Closed. Opens again " + when(Language::en, *snapshot.opens_next, now, zone));
  }
  return say("Layanan tutup", "Closed");
}

Saying Words::no_call(const Snapshot& snapshot, UtcTime now) const {
  switch (snapshot.phase) {
    case DayPhase::before_opening:
      return snapshot.opens_next ? phase(snapshot, now) : say("Layanan belum dibuka", "The counters are not open yet");
    case DayPhase::on_break:
      return phase(snapshot, now);
    case DayPhase::closed:
      return snapshot.opens_next ? phase(snapshot, now) : say("Layanan hari ini selesai", "Closed for today");
    case DayPhase::open:
    case DayPhase::last_numbers:
      break;
  }
  return say("Belum ada panggilan", "No calls yet");
}

Saying Words::connecting() const {
  return say("Layar sedang menyambung. Dengarkan petugas.", "The screen is connecting. Listen to the staff.");
}

Saying Words::lost_since(std::string_view clock) const {
  const std::string at{clock};
  return say("Layar menyambung sejak " + at + ". Dengarkan petugas.",
             "Screen connecting since " + at + ". Listen to the staff.");
}

Saying Words::call_out(std::string_view number, std::string_view counter_name) const {
  const Saying name = Words{Languages::indonesian_english}.counter(counter_name);
  const std::string digits{number};
  return say("Nomor antrean " + digits + ", silakan menuju " + name.first,
             "Queue number " + digits + ", please go to " + (name.second.empty() ? name.first : name.second));
}

Saying Words::counter_state(CounterState state) const {
  switch (state) {
    case CounterState::open:
      return say("Siap", "Ready");
    case CounterState::paused:
      return say("Jeda", "Break");
    case CounterState::closed:
      break;
  }
  return say("Tutup", "Closed");
}

Saying Words::ticket_phase(TicketPhase phase) const {
  if (phase == TicketPhase::called) {
    return say("Dipanggil", "Called");
  }
  return say("Dilayani", "Serving");
}

Saying Words::wait(const WaitRange& range) const {
  const unsigned low = range.low;
  const unsigned high = std::max(range.low, range.high);
  if (high == 0) {
    return say("Langsung", "No wait");
  }
  if (high < longest_in_minutes) {
    const std::string span = low == high ? std::to_string(low) : std::to_string(low) + "–" + std::to_string(high);
    return say(span + " menit", span + " min");
  }
  // Rounded outwards, so that it stays honest.
  const auto span = [&](char decimal, std::string_view hour) {
    const std::string from = half_hours(low / 30, decimal);
    const std::string to = half_hours((high + 29) / 30, decimal);
    return (from == to ? to : from + "–" + to) + std::string{hour};
  };
  return say(span(',', " jam"), span('.', " hours"));
}

Saying Words::counter(std::string_view name) const {
  constexpr std::string_view plain = "Loket ";
  const bool numbered = name.starts_with(plain) && name.size() > plain.size() && name.size() <= plain.size() + 3 &&
                        name.find_first_not_of("0123456789", plain.size()) == std::string_view::npos;
  if (!numbered) {
    return {std::string{name}, ""};
  }
  return Words{languages_}.say(name, "Counter " + std::string{name.substr(plain.size())});
}

}  // namespace antrean::display
