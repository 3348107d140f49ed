// One office's settings file, as values. config/office.toml is the shipped example and explains every key.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checkin/checkin.hpp"
#include "code_scanner/serial_scanner.hpp"
#include "codes/booking_code.hpp"
#include "outputs/board_pictures.hpp"
#include "outputs/pad_lamps.hpp"
#include "queue/plan.hpp"
#include "serial_bus/bus_settings.hpp"
#include "settings/settings.hpp"
#include "speaker/sdl_speaker.hpp"

namespace antrean::office {

struct BoardSettings {
  std::uint8_t address = 0;
  outputs::BoardPlan plan;
};

struct PadSettings {
  std::uint8_t address = 0;
  outputs::PadPlan plan;
};

struct BusSettings {
  bus::BusSettings line;
  std::vector<BoardSettings> boards;
  std::vector<PadSettings> pads;
};

struct PortalSettings {
  std::string url;  ///< "https://antrean.example.go.id"
  std::filesystem::path token_file;
  std::chrono::milliseconds pull_every{5'000};
};

struct WebSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8090;
};

/// The journal's, beside where it lies.
struct UpkeepSettings {
  std::filesystem::path backups;  ///< the folder
  std::size_t keep_backups = 14;  ///< 0: none are made
  int keep_days = 400;
  int keep_bookings_days = 7;  ///< names of people, after their day
};

struct OfficeSettings {
  queue::PlanSettings plan;
  checkin::Office checkin;
  std::filesystem::path journal;
  UpkeepSettings upkeep;
  codes::Keyring keys;  ///< from the file; the portal's newer ones are added while running
  std::vector<BusSettings> buses;
  std::optional<SerialScannerSettings> scanner;
  std::optional<SdlSpeakerSettings> voice;
  std::optional<PortalSettings> portal;
  WebSettings web;
};

/// Throws settings::SettingsError with every problem found, the plan's own rules included.
OfficeSettings read(settings::Source source);
OfficeSettings read_file(const std::filesystem::path& file);

/// Where in the file a part of the plan is, by the plan's own name of it ("counters[2]", "services[0].stages[1]").
using PlanPlaces = std::map<std::string, settings::Section>;

/// The parts, each reading its sections; used by read() only, apart so that each file says one thing.
void read_plan(settings::Section& root, OfficeSettings& into, PlanPlaces& places);
void read_journal(settings::Section& root, OfficeSettings& into);
void read_devices(settings::Section& root, OfficeSettings& into);

}  // namespace antrean::office
