// The settings file of one office, as values. config/office.toml is the shipped example and explains every
// key.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checkin/checkin.hpp"
#include "code_scanner/scanner_settings.hpp"
#include "codes/booking_code.hpp"
#include "device_profiles/device_profile.hpp"
#include "http/listen_settings.hpp"
#include "http/local_socket.hpp"
#include "outputs/board_pictures.hpp"
#include "outputs/pad_lamps.hpp"
#include "queue/plan.hpp"
#include "serial_bus/bus_settings.hpp"
#include "settings/settings.hpp"
#include "sla/sla.hpp"
#include "smtp/server_settings.hpp"
#include "speaker/speaker_settings.hpp"
#include "ticket_printer/printer_settings.hpp"
#include "vocabulary/pad_commands.hpp"

namespace antrean::office {

/// Counter numbers are painted on the counters, so they are not larger.
inline constexpr CounterId largest_counter = 999;

/// As the unit of the socket has it.
inline constexpr const char* technician_socket = "/run/antrean/technician.sock";

/// One name for several counters: "Lantai 1".
struct CounterGroup {
  std::string name;
  std::vector<CounterId> counters;
  friend bool operator==(const CounterGroup&, const CounterGroup&) = default;
};

struct BoardSettings {
  std::uint8_t address = 0;
  outputs::BoardPlan plan;  ///< its counters are those of its groups, too
  std::vector<std::string> groups{};
  std::optional<DeviceProfile> profile{};  ///< nothing: our own board
  friend bool operator==(const BoardSettings&, const BoardSettings&) = default;
};

struct PadSettings {
  std::uint8_t address = 0;
  outputs::PadPlan plan;
  std::optional<DeviceProfile> profile{};  ///< nothing: our own pad
  PadInputs inputs{};                      ///< of a module: where its buttons are
  PadCommands commands{};                  ///< of our own pad: what long and double presses do
  friend bool operator==(const PadSettings&, const PadSettings&) = default;
};

struct BusSettings {
  bus::BusSettings line;
  std::vector<BoardSettings> boards;
  std::vector<PadSettings> pads;
  friend bool operator==(const BusSettings&, const BusSettings&) = default;
};

struct PortalSettings {
  std::string url;  ///< "https://antrean.example.go.id"
  std::filesystem::path token_file;
  std::filesystem::path ca_file{};  ///< whom to believe over https://; empty: the system's CAs
  std::chrono::milliseconds pull_every{5'000};
  /// For so long after the service the phone page asks how it was; 0: it does not.
  std::chrono::milliseconds feedback_for{2 * 3'600'000};
  friend bool operator==(const PortalSettings&, const PortalSettings&) = default;
};

/// Where other programs are told what the rules about waits say.
struct WebhookSettings {
  std::string url;
  std::filesystem::path secret_file;  ///< what each message is signed with (HMAC-SHA256)
  std::filesystem::path ca_file{};    ///< whom to believe over https; empty: the system's CAs
  friend bool operator==(const WebhookSettings&, const WebhookSettings&) = default;
};

/// The mail server that takes what the rules about waits say, and who writes.
struct MailSettings {
  smtp::ServerSettings server;
  smtp::Mailbox from;
  Language language = Language::id;
  friend bool operator==(const MailSettings&, const MailSettings&) = default;
};

/// The journal's, beside where it lies.
struct MaintenanceSettings {
  std::filesystem::path backups;      ///< the folder
  std::size_t keep_backups = 14;      ///< 0: no backups are made
  std::filesystem::path second_copy;  ///< the folder on another disk; empty: no copy follows the journal
  int keep_days = 400;
  int keep_bookings_days = 7;  ///< names of people are kept this long after their day
  friend bool operator==(const MaintenanceSettings&, const MaintenanceSettings&) = default;
};

struct OfficeSettings {
  queue::PlanSettings plan;
  checkin::Office checkin;
  std::filesystem::path journal;
  MaintenanceSettings maintenance;
  codes::Keyring keys;  ///< from the file; newer keys of the portal are added while running
  std::vector<CounterGroup> groups;
  std::vector<BusSettings> buses;
  std::optional<ScannerSettings> scanner;
  std::optional<SpeakerSettings> voice;
  std::optional<PrinterSettings> printer;  ///< its memory lies beside the journal
  std::optional<PortalSettings> portal;
  std::vector<sla::Rule> sla;
  std::optional<WebhookSettings> webhook;
  std::optional<MailSettings> mail;
  http::ListenSettings web;                 ///< for everybody: TVs, phones
  http::ListenSettings staff;               ///< for the staff
  bool sign_in = true;                      ///< false: whoever reaches [staff] acts as whom the page names
  std::filesystem::path accounts;           ///< accounts.db
  std::filesystem::path technician_socket;  ///< where the technician's command asks
};

/// Throws settings::SettingsError with every problem found, also by the rules of the plan.
OfficeSettings read(settings::Source source);
OfficeSettings read_file(const std::filesystem::path& file);

/// Contradictions between parts of the settings: a board or pad of a counter that does not exist, a board
/// that is too narrow for a number, two lines on one port. `where` is the name of the part:
/// "buses[0].boards[1].width". The devices may also come from one file and the plan from another.
std::vector<queue::PlanProblem> device_problems(const OfficeSettings& settings);

/// What is allowed but may be a mistake: more units on a line than it carries, and what no document says
/// about a device that is used. Each is a line for people; the file's name is not in it.
std::vector<std::string> device_warnings(const OfficeSettings& settings);
/// Clips that a call of this office needs and that are not there: one sentence with their files. Empty: all
/// are there. Looks at the disk.
std::string missing_clips(const OfficeSettings& settings);

/// The parts that change only with a restart, named as in the file: "[[bus]]", "[web]". All other parts
/// change to `next` without a restart.
std::vector<std::string> needs_restart(const OfficeSettings& running, const OfficeSettings& next);

/// The sections of the file, by the name of the part ("counters[2]", "services[0].stages[1]",
/// "buses[0].pads[3]").
using SettingsPlaces = std::map<std::string, settings::Section>;

/// The parts of read(); each reads its own sections. Only read() calls them.
void read_plan(settings::Section& root, OfficeSettings& into, SettingsPlaces& places);
void read_journal(settings::Section& root, OfficeSettings& into);
void read_sla(settings::Section& root, OfficeSettings& into);
void read_devices(settings::Section& root, OfficeSettings& into, SettingsPlaces& places);

}  // namespace antrean::office
