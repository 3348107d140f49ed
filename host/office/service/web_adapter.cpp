#include "service/web_adapter.hpp"

#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "process/process.hpp"
#include "values/alarms.hpp"

namespace antrean::office {

namespace asio = boost::asio;

namespace {

/// The count must also be one in a hundred: a good line damages no answers, and a single one needs no
/// attention.
constexpr std::uint64_t worth_a_look = 3;
constexpr unsigned refusals_worth_a_look = 3;

bool many(std::uint64_t count, const DeviceHealth::Counts& recent) {
  return count >= worth_a_look && count * 100 >= recent.exchanges;
}

/// Why somebody should look at an online device; "" if it is well.
std::string doubt_about(const DeviceHealth& device) {
  if (!device.advice.empty()) {
    return device.advice;
  }
  const DeviceHealth::Counts& recent = device.recent;
  if (device.refusals_in_a_row >= refusals_worth_a_look) {
    return fmt::format("the last {} requests were refused; {}", device.refusals_in_a_row, device.last_error);
  }
  if (many(recent.damaged, recent)) {
    return fmt::format(
        "{} of {} answers were damaged in the last five minutes: check cable, termination and for two units with one "
        "address",
        recent.damaged, recent.exchanges);
  }
  if (many(recent.timeouts, recent)) {
    return fmt::format("{} of {} requests got no whole answer in the last five minutes: check its power and its cable",
                       recent.timeouts, recent.exchanges);
  }
  if (many(recent.refused, recent)) {
    return fmt::format("{} of {} requests were refused in the last five minutes; {}", recent.refused, recent.exchanges,
                       device.last_error);
  }
  return {};
}

web::Happened happened(const queue::Event& event) {
  web::Happened one{.event = std::string(queue::name_of(event)), .number = {}, .seq = event.seq};
  std::visit(
      [&one](const auto& body) {
        if constexpr (requires { one.number = body.number; }) {
          one.number = body.number;
        }
      },
      event.body);
  return one;
}

/// The number that an earlier request with the same key got.
const queue::AskedFor* asked_before(const queue::Command& command, const queue::State& state) {
  const std::string* key = nullptr;
  if (const auto* walk_in = std::get_if<queue::WalkIn>(&command.action)) {
    key = &walk_in->key;
  } else if (const auto* direct = std::get_if<queue::ServeDirect>(&command.action)) {
    key = &direct->key;
  }
  if (key == nullptr) {
    return nullptr;
  }
  const auto found = state.asked_for.find(*key);
  return found == state.asked_for.end() ? nullptr : &found->second;
}

}  // namespace

asio::awaitable<web::Answer> CommandPort::submit(queue::Command command) {
  auto told = std::make_shared<web::Answer>();
  const auto opens = day_to_open(command);
  const auto decide = [told, command = std::move(command)](Turn& turn) {
    told->refusal = turn.attempt(command, [&](queue::Event& event) { told->happened.push_back(happened(event)); });
    const queue::AskedFor* before = asked_before(command, turn.state());
    if (told->happened.empty() && before != nullptr) {
      told->again = true;
      told->happened.push_back({.event = "ticket_issued", .number = before->number, .seq = before->seq});
    }
  };
  const auto failure = co_await loop_.enter(decide, opens);
  if (failure) {
    *told = {};
    told->failure = failure->text;
  }
  co_return std::move(*told);
}

std::optional<Bilingual> CommandPort::why(std::string_view number) { return loop_.why(number); }

asio::awaitable<EntranceReply> EntranceAdapter::take(EntranceRequest request) {
  if (request.by.empty()) {
    request.by = "entrance page";  // nobody signs in here
  }
  co_return co_await entrance_.take(std::move(request));
}

asio::awaitable<std::vector<FoundBooking>> EntranceAdapter::find(std::string name, std::optional<TimeOfDay> hour) {
  co_return co_await entrance_.find(std::move(name), hour);
}

web::Part part_of(const DeviceHealth& device) {
  web::Part part{.name = device.name, .well = true, .needed = false, .text = {}};
  switch (device.state) {
    case DeviceState::offline:
    case DeviceState::wrong:
      part.well = false;
      part.text = device.last_error;
      break;
    case DeviceState::refusing:
      part.well = false;
      part.text = "it refuses every request; " + device.last_error;
      break;
    case DeviceState::unknown:
      part.text = device.last_error;
      break;
    case DeviceState::online:
      part.text = doubt_about(device);
      break;
  }
  part.doubtful = part.well && !part.text.empty();
  if (device.told_only && device.state == DeviceState::online && part.text.empty()) {
    part.text = "told what to show; it cannot be asked whether it shows it";
  }
  if (!part.text.empty() && !device.place.empty()) {
    part.text += " (" + device.place + ")";
  }
  return part;
}

std::vector<web::Figure> figures_of(const std::vector<DeviceHealth>& devices) {
  struct Count {
    const char* name;
    const char* help;
    std::uint64_t DeviceHealth::*value;
  };
  constexpr Count counts[] = {
      {"antrean_device_exchanges_total", "Requests to a device, lines of a scanner, calls spoken, tickets printed.",
       &DeviceHealth::exchanges},
      {"antrean_device_timeouts_total", "Requests that got no whole answer.", &DeviceHealth::timeouts},
      {"antrean_device_damaged_total", "Answers with a bad checksum, or to another request.", &DeviceHealth::damaged},
      {"antrean_device_refused_total", "Requests refused with an exception.", &DeviceHealth::refused},
      {"antrean_device_noise_bytes_total", "Bytes on the line passed over to find an answer.", &DeviceHealth::noise}};
  std::vector<web::Figure> figures;
  figures.reserve(std::size(counts) * devices.size());
  for (const Count& count : counts) {
    for (const DeviceHealth& device : devices) {
      figures.push_back({.name = count.name,
                         .help = count.help,
                         .counter = true,
                         .labels = {{"device", device.name}},
                         .value = static_cast<double>(device.*count.value)});
    }
  }
  return figures;
}

void add_figures(std::vector<web::Figure>& figures, const EntranceCounts& entrance) {
  figures.push_back({.name = "antrean_entrance_repeats_total",
                     .help = "Scans left out because the code was still held before the scanner.",
                     .counter = true,
                     .labels = {},
                     .value = static_cast<double>(entrance.repeats)});
  figures.push_back({.name = "antrean_entrance_strays_total",
                     .help = "Things held before a scanner that are no booking code.",
                     .counter = true,
                     .labels = {},
                     .value = static_cast<double>(entrance.strays)});
}

void add_figures(std::vector<web::Figure>& figures, const SecondCopy& copy) {
  figures.push_back({.name = "antrean_journal_copy_behind_seconds",
                     .help = "How long ago the journal's copy on another disk had everything.",
                     .counter = false,
                     .labels = {},
                     .value = std::chrono::duration<double>(copy.behind()).count()});
}

std::optional<std::string> my_number_of(const CommandLoop& loop, const PortalConnection* portal,
                                        std::string_view number) {
  auto address = portal == nullptr ? std::nullopt : portal->my_number();
  const queue::Ticket* ticket = loop.durable().find(number);
  if (!address || ticket == nullptr || ticket->page_key.empty()) {
    return std::nullopt;
  }
  return *address + ticket->page_key;
}

std::string day_on_phones(const CommandLoop& loop, const PortalConnection& portal) {
  const auto address = portal.my_number();
  return address ? *address + loop.plan().settings().office : std::string();
}

web::Health health_of(const CommandLoop& loop, const FieldDevices& devices, const PortalConnection* portal) {
  web::Health health;
  health.version = std::string(process::version());
  const auto& failing = loop.failing();
  health.parts.push_back({.name = "journal",
                          .well = !failing,
                          .needed = true,
                          .text = failing ? failing->text : "at event " + std::to_string(loop.last_seq())});
  for (const DeviceHealth& device : devices.health()) {
    health.parts.push_back(part_of(device));
  }
  if (portal != nullptr) {
    const bookings::LineHealth& line = portal->health().bookings;
    health.parts.push_back({.name = "portal",
                            .well = line.failures == 0,
                            .needed = false,
                            .text = line.failures == 0 ? "" : line.last_error});
  }
  for (const AlarmView& alarm : loop.snapshot()->alarms) {
    if (alarm.subject == clock_alarm || alarm.subject == chain_alarm || alarm.subject.starts_with(date_alarm)) {
      health.parts.push_back({.name = alarm.subject, .well = false, .needed = false, .text = alarm.text_en});
    }
  }
  return health;
}

}  // namespace antrean::office
