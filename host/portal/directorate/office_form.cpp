#include "directorate/office_form.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "directorate/words.hpp"

namespace antrean::portal {
namespace {

std::optional<int> number_of(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

std::string field_of(int row, std::string_view name) { return fmt::format("s{}_{}", row, name); }

std::string most_field(std::size_t channel, const std::string& service) {
  return "m_" + std::string{word(static_cast<BookingChannel>(channel))} + "_" + service;
}

Weekdays days_in(const FormFields& form, const std::string& before) {
  unsigned days = 0;
  for (const auto& [word, weekday] : form_days) {
    days |= form_field(form, before + word).empty() ? 0U : 1U << weekday;
  }
  return static_cast<Weekdays>(days);
}

void put_days(FormFields& form, const std::string& before, Weekdays days) {
  for (const auto& [word, weekday] : form_days) {
    if (contains(days, std::chrono::weekday{weekday})) {
      form[before + word] = "on";
    }
  }
}

class Reading {
 public:
  Reading(const FormFields& form, Language language) : form_(form), language_(language) {}

  std::vector<std::string> problems;

  std::string text(const std::string& name) const { return form_field(form_, name); }
  void wrong(std::string_view word, int row = 0) {
    problems.push_back(fmt::format(fmt::runtime(directorate_word(language_, word)), row));
  }

  std::optional<SlotTemplate> slot(int row, const std::vector<Service>& services) {
    if (text(field_of(row, "from")).empty()) {
      return std::nullopt;
    }
    const int shown = row + 1;
    SlotTemplate slot;
    const auto from = TimeOfDay::parse(text(field_of(row, "from")));
    const auto to = TimeOfDay::parse(text(field_of(row, "to")));
    if (!from || !to) {
      wrong("w_wrong_time", shown);
    } else if (*to <= *from) {
      wrong("w_wrong_order", shown);
    }
    slot.hours = {from.value_or(TimeOfDay{}), to.value_or(TimeOfDay{})};
    slot.days = days_in(form_, field_of(row, ""));
    if (slot.days == 0) {
      wrong("w_wrong_days", shown);
    }
    for (const auto& service : services) {
      const auto typed = text(field_of(row, "q_" + service.key));
      if (typed.empty()) {
        continue;
      }
      const auto places = number_of(typed);
      if (!places || *places < 1 || *places > 5000) {
        wrong("w_wrong_quota", shown);
      } else {
        slot.quota[service.key] = *places;
      }
    }
    for (const auto& service : services) {
      for (std::size_t channel = 0; channel < booking_channels; ++channel) {
        const auto typed = text(field_of(row, most_field(channel, service.key)));
        if (typed.empty()) {
          continue;
        }
        const auto most = number_of(typed);
        const auto quota = slot.quota.find(service.key);
        if (!most || *most < 0 || quota == slot.quota.end() || *most > quota->second) {
          wrong("w_wrong_most", shown);
        } else {
          slot.most[channel][service.key] = *most;
        }
      }
    }
    if (slot.quota.empty()) {
      wrong("w_wrong_no_quota", shown);
    }
    slot.first = day(field_of(row, "first"));
    slot.last = day(field_of(row, "last"));
    return slot;
  }

  std::optional<OfficeDay> day(const std::string& name) {
    const auto typed = text(name);
    if (typed.empty()) {
      return std::nullopt;
    }
    const auto found = OfficeDay::parse(typed);
    if (!found) {
      wrong("w_wrong_date");
    }
    return found;
  }

  std::optional<Release> release() {
    if (text("release_own").empty()) {
      return std::nullopt;
    }
    const auto ahead = number_of(text("release_ahead"));
    const auto time = TimeOfDay::parse(text("release_time"));
    const auto days = days_in(form_, "release_");
    if (!ahead || *ahead < 0 || *ahead > 366 || !time || days == 0) {
      wrong("w_wrong_release");
    }
    return Release{.days_ahead = ahead.value_or(0), .time = time.value_or(TimeOfDay{}), .days = days};
  }

 private:
  const FormFields& form_;
  Language language_;
};

}  // namespace

std::string form_field(const FormFields& form, const std::string& name) {
  const auto found = form.find(name);
  if (found == form.end()) {
    return {};
  }
  const auto first = found->second.find_first_not_of(" \t\r\n");
  const auto last = found->second.find_last_not_of(" \t\r\n");
  return first == std::string::npos ? std::string{} : found->second.substr(first, last - first + 1);
}

FormFields form_of(const Office& office, const std::vector<Service>& services) {
  FormFields form{{"code", office.code},
                  {"name", office.name},
                  {"city", office.city},
                  {"address", office.address},
                  {"phone", office.phone},
                  {"map", office.map},
                  {"zone", std::string{zone_name(office.zone)}}};
  form["last_day"] = office.last_day ? office.last_day->text() : "";
  if (office.on_web) {
    form["web"] = "on";
  }
  if (office.by_whatsapp) {
    form["by_whatsapp"] = "on";
  }
  if (office.release) {
    form["release_own"] = "on";
    form["release_ahead"] = std::to_string(office.release->days_ahead);
    form["release_time"] = office.release->time.text();
    put_days(form, "release_", office.release->days);
  }
  int row = 0;
  for (const auto& slot : office.slots) {
    put_days(form, field_of(row, ""), slot.days);
    form[field_of(row, "from")] = slot.hours.start.text();
    form[field_of(row, "to")] = slot.hours.end.text();
    for (const auto& service : services) {
      if (const auto quota = slot.quota.find(service.key); quota != slot.quota.end()) {
        form[field_of(row, "q_" + service.key)] = std::to_string(quota->second);
      }
      for (std::size_t channel = 0; channel < booking_channels; ++channel) {
        if (const auto most = slot.most[channel].find(service.key); most != slot.most[channel].end()) {
          form[field_of(row, most_field(channel, service.key))] = std::to_string(most->second);
        }
      }
    }
    form[field_of(row, "first")] = slot.first ? slot.first->text() : "";
    form[field_of(row, "last")] = slot.last ? slot.last->text() : "";
    ++row;
  }
  form["rows"] = std::to_string(row + empty_slot_rows);
  return form;
}

OfficeFromForm office_of(const FormFields& form, const Office& before, const std::vector<Service>& services,
                         Language language) {
  Reading reading{form, language};
  auto office = before;
  office.code = reading.text("code");
  office.name = reading.text("name");
  office.city = reading.text("city");
  office.address = reading.text("address");
  office.phone = reading.text("phone");
  office.map = reading.text("map");
  office.zone = parse_zone(reading.text("zone")).value_or(before.zone);
  office.last_day = reading.day("last_day");
  office.on_web = !reading.text("web").empty();
  office.by_whatsapp = !reading.text("by_whatsapp").empty();
  if (!office.by_whatsapp) {
    office.whatsapp_id.clear();
  }
  office.release = reading.release();
  office.slots.clear();
  const int rows = std::min(number_of(reading.text("rows")).value_or(0), most_slot_rows);
  for (int row = 0; row < rows; ++row) {
    if (auto slot = reading.slot(row, services)) {
      office.slots.push_back(std::move(*slot));
    }
  }
  return {std::move(office), std::move(reading.problems)};
}

}  // namespace antrean::portal
