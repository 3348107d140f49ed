#include "plan/plan_writer.hpp"

#include <array>

#include <fmt/format.h>

namespace antrean::portal {
namespace {

/// A basic string of TOML.
std::string toml_string(std::string_view text) {
  std::string all = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      all += '\\';
      all += c;
    } else if (c == '\n') {
      all += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      all += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      all += c;
    }
  }
  return all + "\"";
}

std::string listed(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) {
    all += (all.empty() ? "" : ", ") + toml_string(text);
  }
  return "[" + all + "]";
}

void line(std::string& all, std::string_view key, const std::string& value) {
  all += fmt::format("{} = {}\n", key, value);
}
void text_line(std::string& all, std::string_view key, std::string_view value) { line(all, key, toml_string(value)); }
/// Left out when it is empty.
void known_line(std::string& all, std::string_view key, std::string_view value) {
  if (!value.empty()) {
    text_line(all, key, value);
  }
}
void number_line(std::string& all, std::string_view key, int value) { line(all, key, std::to_string(value)); }
void minutes_line(std::string& all, std::string_view key, Minutes value) {
  text_line(all, key, fmt::format("{}m", value.count()));
}
void bilingual_lines(std::string& all, const std::string& key, const Bilingual& value) {
  text_line(all, key + "_id", value.id);
  text_line(all, key + "_en", value.en);
}

std::string days_text(Weekdays days) {
  constexpr std::array names{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  std::vector<std::string> words;
  for (unsigned i = 0; i < names.size(); ++i) {
    const unsigned day = (i + 1) % names.size();  // from Monday on
    if (contains(days, std::chrono::weekday{day})) {
      words.emplace_back(names[day]);
    }
  }
  return listed(words);
}

std::string places_text(const std::map<std::string, int>& by_service) {
  std::string all;
  for (const auto& [service, places] : by_service) {
    all += fmt::format("{}{} = {}", all.empty() ? "" : ", ", service, places);
  }
  return "{ " + all + " }";
}

void add_slot(std::string& all, const SlotTemplate& slot) {
  all += "\n[[office.slot]]\n";
  line(all, "days", days_text(slot.days));
  text_line(all, "from", slot.hours.start.text());
  text_line(all, "to", slot.hours.end.text());
  line(all, "quota", places_text(slot.quota));
  for (std::size_t channel = 0; channel < booking_channels; ++channel) {
    if (!slot.most[channel].empty()) {
      line(all, word(static_cast<BookingChannel>(channel)), places_text(slot.most[channel]));
    }
  }
  if (slot.first) {
    line(all, "first", slot.first->text());
  }
  if (slot.last) {
    line(all, "last", slot.last->text());
  }
}

}  // namespace

std::string rules_text(const BookingRules& rules) {
  std::string all = "[booking]\n";
  number_line(all, "days_ahead", rules.days_ahead);
  text_line(all, "release_time", rules.release_time.text());
  line(all, "release_days", days_text(rules.release_days));
  text_line(all, "closes", rules.closes == BookingRules::Anchor::start ? "start" : "end");
  minutes_line(all, "close_before", rules.close_before);
  minutes_line(all, "cancel_before", rules.cancel_before);
  text_line(all, "confirm_contact", rules.confirm_contact ? "required" : "offered");
  minutes_line(all, "hold_for", rules.hold_for);
  number_line(all, "without_contact", rules.without_contact);
  number_line(all, "without_contact_per_day", rules.without_contact_per_day);
  number_line(all, "largest_party", rules.largest_party);
  text_line(all, "one_booking_per", rules.one_per_service ? "service" : "day");
  number_line(all, "people_per_contact", rules.people_per_contact);
  number_line(all, "cancels", rules.cancels);
  number_line(all, "moves", rules.moves);
  number_line(all, "absent_freeze_days", rules.absent_freeze_days);
  number_line(all, "late_cancel_freeze_days", rules.late_cancel_freeze_days);
  minutes_line(all, "late_cancel_within", rules.late_cancel_within);
  minutes_line(all, "rests_at_least", rules.rests_at_least);
  minutes_line(all, "rests_at_most", rules.rests_at_most);
  text_line(all, "reminder_time", rules.reminder_time.text());
  number_line(all, "waitlist", rules.waitlist);
  minutes_line(all, "offer_for", rules.offer_for);
  text_line(all, "offers_from", rules.offers_from.text());
  text_line(all, "offers_until", rules.offers_until.text());
  return all;
}

std::string services_text(const std::vector<Service>& services) {
  std::string all;
  for (const auto& service : services) {
    all += all.empty() ? "[[service]]\n" : "\n[[service]]\n";
    text_line(all, "key", service.key);
    bilingual_lines(all, "name", service.name);
    std::vector<std::string> id;
    std::vector<std::string> en;
    for (const auto& thing : service.bring) {
      id.push_back(thing.id);
      en.push_back(thing.en);
    }
    if (!id.empty()) {
      line(all, "bring_id", listed(id));
      line(all, "bring_en", listed(en));
    }
  }
  return all;
}

std::string office_text(const Office& office) {
  std::string all = "[[office]]\n";
  text_line(all, "code", office.code);
  text_line(all, "name", office.name);
  text_line(all, "zone", zone_name(office.zone));
  known_line(all, "city", office.city);
  if (office.coordinates) {
    line(all, "latitude", fmt::format("{}", office.coordinates->latitude));
    line(all, "longitude", fmt::format("{}", office.coordinates->longitude));
  }
  if (!office.also_called.empty()) {
    line(all, "also_called", listed(office.also_called));
  }
  known_line(all, "address", office.address);
  known_line(all, "map", office.map);
  known_line(all, "phone", office.phone);
  known_line(all, "whatsapp", office.whatsapp);
  known_line(all, "whatsapp_id", office.whatsapp_id);
  std::vector<std::string> channels;
  if (office.on_web) {
    channels.emplace_back("web");
  }
  if (office.by_whatsapp) {
    channels.emplace_back("whatsapp");
  }
  line(all, "channels", listed(channels));
  if (office.last_day) {
    line(all, "last_day", office.last_day->text());
  }
  known_line(all, "token", office.token);
  if (office.release) {
    all += "\n[office.release]\n";
    number_line(all, "days_ahead", office.release->days_ahead);
    text_line(all, "time", office.release->time.text());
    line(all, "days", days_text(office.release->days));
  }
  for (const auto& slot : office.slots) {
    add_slot(all, slot);
  }
  return all;
}

std::string holiday_text(const Holiday& holiday) {
  std::string all = "[[holiday]]\n";
  line(all, "date", holiday.day.text());
  if (holiday.last) {
    line(all, "until", holiday.last->text());
  }
  bilingual_lines(all, "name", holiday.name);
  if (!holiday.offices.empty()) {
    line(all, "offices", listed(holiday.offices));
  }
  if (holiday.cancels) {
    text_line(all, "bookings", "cancelled");
  }
  return all;
}

std::string announcement_text(const Announcement& announcement) {
  std::string all = "[[announcement]]\n";
  bilingual_lines(all, "text", announcement.text);
  if (!announcement.offices.empty()) {
    line(all, "offices", listed(announcement.offices));
  }
  if (announcement.stops_booking) {
    line(all, "stops_booking", "true");
  }
  return all;
}

}  // namespace antrean::portal
