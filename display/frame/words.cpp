#include "frame/words.hpp"

#include "values/calendar_text.hpp"

namespace antrean::display {
namespace {

/// From 100 minutes on a wait is shown in hours and minutes.
constexpr unsigned longest_in_minutes = 100;

std::string hours(unsigned minutes, std::string_view hour, std::string_view minute) {
  std::string text = std::to_string(minutes / 60) + " " + std::string{hour};
  if (minutes % 60 != 0) {
    text += " " + std::to_string(minutes % 60) + " " + std::string{minute};
  }
  return text;
}

}  // namespace

Saying Words::say(std::string_view indonesian, std::string_view english) const {
  switch (languages_) {
    case Languages::indonesian:
      return {std::string{indonesian}, ""};
    case Languages::english:
      return {std::string{english}, ""};
    case Languages::english_indonesian:
      return {std::string{english}, english == indonesian ? std::string{} : std::string{indonesian}};
    case Languages::indonesian_english:
      break;
  }
  return {std::string{indonesian}, english == indonesian ? std::string{} : std::string{english}};
}

Saying Words::date(OfficeDay day) const {
  return say(long_date_text(Language::id, day), long_date_text(Language::en, day));
}

Saying Words::phase(DayPhase phase) const {
  switch (phase) {
    case DayPhase::before_opening:
      return say("Belum buka", "Not open yet");
    case DayPhase::open:
      return say("Layanan buka", "Open");
    case DayPhase::on_break:
      return say("Istirahat", "On break");
    case DayPhase::last_numbers:
      return say("Nomor terakhir hari ini", "Last numbers of the day");
    case DayPhase::closed:
      break;
  }
  return say("Layanan tutup", "Closed");
}

Saying Words::no_call(DayPhase phase) const {
  switch (phase) {
    case DayPhase::before_opening:
      return say("Layanan belum dibuka", "The counters are not open yet");
    case DayPhase::on_break:
      return say("Istirahat", "On break");
    case DayPhase::closed:
      return say("Layanan hari ini selesai", "Closed for today");
    case DayPhase::open:
    case DayPhase::last_numbers:
      break;
  }
  return say("Belum ada panggilan", "No calls yet");
}

Saying Words::not_reached(const std::optional<Bilingual>& why) const {
  const Bilingual because = why.value_or(Bilingual{});
  return say("Kantor belum dapat dihubungi" + (why ? ": " + because.id : ""),
             "The office cannot be reached yet" + (why ? ": " + because.en : ""));
}

Saying Words::lost_since(std::string_view clock, const std::optional<Bilingual>& why) const {
  const std::string at{clock};
  if (why) {
    return say("Putus hubungan sejak " + at + ": " + why->id + ".", "Connection lost at " + at + ": " + why->en + ".");
  }
  return say("Putus hubungan sejak " + at + ". Yang tampil mungkin sudah berubah.",
             "Connection lost at " + at + ". What you see may have changed.");
}

Saying Words::counter_state(CounterState state) const {
  switch (state) {
    case CounterState::open:
      return say("Siap", "Ready");
    case CounterState::paused:
      return say("Jeda", "Paused");
    case CounterState::closed:
      break;
  }
  return say("Tutup", "Closed");
}

Saying Words::ticket_phase(TicketPhase phase) const {
  if (phase == TicketPhase::called) {
    return say("Dipanggil", "Called");
  }
  return say("Dilayani", "Being served");
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
  const auto span = [&](std::string_view hour, std::string_view minute) {
    const std::string from = hours(low, hour, minute);
    return low == high ? from : from + " – " + hours(high, hour, minute);
  };
  return say(span("j", "m"), span("h", "min"));
}

Saying Words::counter(std::string_view name) const {
  constexpr std::string_view plain = "Loket ";
  const bool numbered = name.starts_with(plain) && name.size() > plain.size() && name.size() <= plain.size() + 3 &&
                        name.find_first_not_of("0123456789", plain.size()) == std::string_view::npos;
  if (!numbered) {
    return {std::string{name}, ""};
  }
  return say(name, "Counter " + std::string{name.substr(plain.size())});
}

}  // namespace antrean::display
