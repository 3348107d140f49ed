#include "service/desks.hpp"

#include <utility>

#include "process/process.hpp"

namespace antrean::office {

namespace asio = boost::asio;

asio::awaitable<web::Answer> HallDesk::submit(queue::Command command) {
  Hall::Answer answer = co_await hall_.submit(std::move(command));
  web::Answer told;
  told.refusal = std::move(answer.refusal);
  if (answer.failure) {
    told.failure = std::move(answer.failure->text);
  }
  co_return told;
}

std::optional<checkin::Words> HallDesk::why(std::string_view number) {
  const auto why = hall_.why(number);
  if (!why) {
    return std::nullopt;
  }
  return checkin::Words{.id = why->id, .en = why->en};
}

asio::awaitable<web::EntryAnswer> EntrancePageDesk::take(web::Entry entry) {
  Entry asked;
  asked.line = std::move(entry.code);
  asked.picked = entry.picked;
  asked.by = "entrance page";
  asked.people = entry.people;
  asked.class_key = std::move(entry.class_key);
  asked.force = std::move(entry.force);
  EntryAnswer answer = co_await entrance_.take(std::move(asked));
  web::EntryAnswer told;
  told.outcome = std::move(answer.outcome);
  told.words = std::move(answer.words);
  told.numbers = std::move(answer.numbers);
  told.force_helps = answer.force_helps;
  if (answer.failure) {
    told.failure = std::move(answer.failure->text);
  }
  co_return told;
}

asio::awaitable<std::vector<Booking>> EntrancePageDesk::find(std::string name, std::optional<TimeOfDay> hour) {
  co_return co_await entrance_.find(std::move(name), hour);
}

web::Health health_of(const Hall& hall, const FieldDevices& devices, const PortalLine* portal) {
  web::Health health;
  health.version = std::string(process::version());
  const auto& failing = hall.failing();
  health.parts.push_back({.name = "journal",
                          .well = !failing,
                          .needed = true,
                          .text = failing ? failing->text : "at event " + std::to_string(hall.last_seq())});
  for (const DeviceHealth& device : devices.health()) {
    health.parts.push_back({.name = device.name,
                            .well = device.state != DeviceState::offline,
                            .needed = false,
                            .text = device.state == DeviceState::online ? "" : device.last_error});
  }
  if (portal != nullptr) {
    const bookings::LineHealth& line = portal->health().bookings;
    health.parts.push_back({.name = "portal",
                            .well = line.failures == 0,
                            .needed = false,
                            .text = line.failures == 0 ? "" : line.last_error});
  }
  for (const AlarmView& alarm : hall.snapshot()->alarms) {
    if (alarm.subject == "clock" || alarm.subject == "journal chain") {
      health.parts.push_back({.name = alarm.subject, .well = false, .needed = false, .text = alarm.text_en});
    }
  }
  return health;
}

}  // namespace antrean::office
