#include "service/field_devices.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "call_pad/module_pad.hpp"
#include "call_pad/register_pad.hpp"
#include "code_scanner/camera_scanner.hpp"
#include "code_scanner/input_scanner.hpp"
#include "code_scanner/serial_scanner.hpp"
#include "led_board/register_board.hpp"
#include "serial_bus/modbus_line.hpp"
#include "speaker/sdl_speaker.hpp"
#include "ticket_printer/escpos_printer.hpp"

namespace antrean::office {

namespace asio = boost::asio;

namespace {

/// "Loket 1, Loket 2": the names of the counters in the settings.
std::string counters_in_words(const queue::PlanSettings& plan, const std::vector<CounterId>& counters) {
  std::string words;
  for (const CounterId id : counters) {
    for (const queue::CounterSettings& counter : plan.counters) {
      if (counter.id == id) {
        words += (words.empty() ? "" : ", ") + counter.name;
      }
    }
  }
  return words;
}

/// "Lantai 1, Loket 7": its groups, and the counters that are in none of them.
std::string place_of(const OfficeSettings& settings, const BoardSettings& board) {
  std::string words;
  std::vector<CounterId> others = board.plan.counters;
  for (const CounterGroup& group : settings.groups) {
    if (std::ranges::find(board.groups, group.name) != board.groups.end()) {
      words += (words.empty() ? "" : ", ") + group.name;
      std::erase_if(others,
                    [&](CounterId id) { return std::ranges::find(group.counters, id) != group.counters.end(); });
    }
  }
  const std::string rest = counters_in_words(settings.plan, others);
  return words + (words.empty() || rest.empty() ? "" : ", ") + rest;
}

/// How often a board is asked what it shows. The more boards share a line, the less often, so that all checks
/// together take about a hundredth of the line at 19200 baud. This check finds a board that fails while it
/// has nothing new to show.
std::chrono::milliseconds verify_every(std::size_t boards) {
  using std::chrono::milliseconds;
  return std::clamp(milliseconds{1400} * static_cast<int>(boards), milliseconds{5000}, milliseconds{20'000});
}

}  // namespace

struct FieldDevices::Line {
  Line(asio::io_context& io, const BusSettings& settings)
      : bus(settings.line, std::make_unique<bus::ModbusLine>(io, settings.line)), table(bus) {
    for (const BoardSettings& board : settings.boards) {
      boards.push_back(make_board(board, settings.boards.size()));
      board_plans.push_back(board.plan);
    }
    for (const PadSettings& pad : settings.pads) {
      pads.push_back(make_pad(pad, settings.pads.size()));
      pad_plans.push_back(pad.plan);
      pad_commands.push_back(pad.commands);
    }
  }

  std::unique_ptr<RegisterBoard> make_board(const BoardSettings& board, std::size_t boards_on_line) {
    RegisterBoard::Settings how{.address = board.address,
                                .width = board.plan.width,
                                .verify_every = verify_every(boards_on_line),
                                .timing = {}};
    if (!board.profile || !board.profile->board) {
      return std::make_unique<RegisterBoard>(bus, how, &table);
    }
    how.timing = board.profile->timing;
    if (!board.profile->board->can_be_read) {
      how.verify_every = board.profile->board->repeat_every;
    }
    return std::make_unique<RegisterBoard>(bus, how,
                                           profile_board(board.address, *board.profile->board, board.plan.width));
  }

  std::unique_ptr<CallPad> make_pad(const PadSettings& pad, std::size_t pads_on_line) {
    if (!pad.profile || !pad.profile->pad) {
      return std::make_unique<RegisterPad>(
          bus, RegisterPad::Settings{.address = pad.address,
                                     .proof_of_life = RegisterPad::proof_of_life(pads_on_line),
                                     .kinds = kinds_of(pad.commands)});
    }
    return std::make_unique<ModulePad>(
        bus,
        ModulePad::Settings{
            .address = pad.address, .profile = *pad.profile->pad, .inputs = pad.inputs, .timing = pad.profile->timing});
  }

  bus::SerialBus bus;
  BoardTable table;
  std::vector<std::unique_ptr<RegisterBoard>> boards;
  std::vector<outputs::BoardPlan> board_plans;
  std::vector<std::unique_ptr<CallPad>> pads;
  std::vector<outputs::PadPlan> pad_plans;
  std::vector<PadCommands> pad_commands;
};

FieldDevices::FieldDevices(asio::io_context& io, const OfficeSettings& settings) : io_(io) {
  for (const BusSettings& bus : settings.buses) {
    const Line& line = *lines_.emplace_back(std::make_unique<Line>(io, bus));
    for (std::size_t i = 0; i < line.boards.size(); ++i) {
      places_[line.boards[i]->health().name] = place_of(settings, bus.boards[i]);
    }
    for (std::size_t i = 0; i < line.pads.size(); ++i) {
      places_[line.pads[i]->health().name] = counters_in_words(settings.plan, {line.pad_plans[i].counter});
    }
  }
  if (settings.scanner) {
    scanner_ = settings.scanner->kind == ScannerKind::serial   ? make_serial_scanner(io, *settings.scanner)
               : settings.scanner->kind == ScannerKind::camera ? make_camera_scanner(io, *settings.scanner)
                                                               : make_input_scanner(io, *settings.scanner);
  }
  if (settings.voice) {
    if (const std::string missing = missing_clips(settings); !missing.empty()) {
      spdlog::warn("{}", missing);
    }
    speaker_ = make_sdl_speaker(io, *settings.voice, [zone = settings.plan.zone] {
      return TimeOfDay::of(std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now()), zone);
    });
  }
  if (settings.printer) {
    printer_ = make_escpos_printer(io, *settings.printer);
  }
}

FieldDevices::~FieldDevices() = default;

std::vector<outputs::Board> FieldDevices::boards() const {
  std::vector<outputs::Board> all;
  for (const auto& line : lines_) {
    for (std::size_t i = 0; i < line->boards.size(); ++i) {
      all.push_back({.plan = line->board_plans[i], .board = line->boards[i].get()});
    }
  }
  return all;
}

std::vector<outputs::Pad> FieldDevices::pads() const {
  std::vector<outputs::Pad> all;
  for (const auto& line : lines_) {
    for (std::size_t i = 0; i < line->pads.size(); ++i) {
      all.push_back({.plan = line->pad_plans[i], .pad = line->pads[i].get()});
    }
  }
  return all;
}

std::vector<PadAtCounter> FieldDevices::pads_at_counters() const {
  std::vector<PadAtCounter> all;
  for (const auto& line : lines_) {
    for (std::size_t i = 0; i < line->pads.size(); ++i) {
      all.push_back(
          {.pad = line->pads[i].get(), .counter = line->pad_plans[i].counter, .commands = line->pad_commands[i]});
    }
  }
  return all;
}

void FieldDevices::on_change(const std::function<void(const DeviceHealth&)>& changed) {
  changed_ = changed;
  for (const auto& line : lines_) {
    line->bus.on_change([this](const DeviceHealth& health) { changed_(with_place(health)); });
  }
}

void FieldDevices::start(process::Loops& loops) {
  for (const auto& line : lines_) {
    loops.spawn("bus " + line->bus.name(), line->bus.run(), [bus = &line->bus] { bus->stop(); });
  }
  if (speaker_) {
    loops.spawn("speaker", speaker_->run());
  }
  if (printer_) {
    loops.spawn("printer", printer_->run(), [printer = printer_.get()] { printer->stop(); });
  }
  loops.spawn("scanner, speaker and printer watched", watch());
}

asio::awaitable<void> FieldDevices::watch() {
  asio::steady_timer second(io_);
  for (;;) {
    second.expires_after(std::chrono::seconds(1));
    co_await second.async_wait(asio::use_awaitable);
    for (const DeviceHealth& device : without_bus()) {
      auto& told = told_[device.name];
      const bool not_tried_yet = device.state == DeviceState::offline && device.last_error.empty();
      std::pair now{device.state, device.state == DeviceState::offline ? device.last_error : std::string()};
      if (now == told || not_tried_yet || device.state == DeviceState::unknown) {
        continue;
      }
      told = std::move(now);
      if (changed_) {
        changed_(device);
      }
    }
    if (speaker_ && changed_) {
      if (const auto voice = voice_.look(speaker_->health().late)) {
        changed_(*voice);
      }
    }
  }
}

std::vector<DeviceHealth> FieldDevices::health() const {
  std::vector<DeviceHealth> all;
  for (const auto& line : lines_) {
    for (DeviceHealth& health : line->bus.all_health()) {
      all.push_back(with_place(std::move(health)));
    }
  }
  for (DeviceHealth& health : without_bus()) {
    all.push_back(std::move(health));
  }
  return all;
}

DeviceHealth FieldDevices::with_place(DeviceHealth health) const {
  if (const auto place = places_.find(health.name); place != places_.end()) {
    health.place = place->second;
  }
  return health;
}

std::vector<DeviceHealth> FieldDevices::without_bus() const {
  std::vector<DeviceHealth> all;
  if (scanner_) {
    const ScannerHealth scanner = scanner_->health();
    DeviceHealth health;
    health.name = "scanner";
    health.state = scanner.online ? DeviceState::online : DeviceState::offline;
    health.last_error = scanner.error;
    health.exchanges = scanner.lines;
    all.push_back(std::move(health));
  }
  if (speaker_) {
    const SpeakerHealth speaker = speaker_->health();
    DeviceHealth health;
    health.name = "speaker";
    health.state = speaker.online ? DeviceState::online : DeviceState::offline;
    health.last_error = speaker.error;
    if (!speaker.instead_of.empty()) {
      health.last_error = speaker.device + " speaks, because " + speaker.instead_of + " is not there or does not work";
      health.last_error_id = speaker.device + " yang berbunyi, karena " + speaker.instead_of + " tidak ada atau rusak";
    }
    health.exchanges = speaker.spoken;
    all.push_back(std::move(health));
  }
  if (printer_) {
    const PrinterHealth printer = printer_->health();
    DeviceHealth health;
    health.name = "printer";
    health.state = printer.online               ? DeviceState::online
                   : printer.trouble.en.empty() ? DeviceState::unknown
                                                : DeviceState::offline;
    health.last_error = printer.trouble.en;
    health.last_error_id = printer.trouble.id;
    health.advice = printer.advice.en;
    health.exchanges = printer.printed;
    all.push_back(std::move(health));
  }
  return all;
}

}  // namespace antrean::office
