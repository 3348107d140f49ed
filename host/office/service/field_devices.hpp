// The connected devices, as the settings list them: buses with their boards and pads, scanner, speaker,
// ticket printer. Only this module names concrete drivers; all others know only their interfaces.
//
// io_context thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "code_scanner/code_scanner.hpp"
#include "command_loop/pads.hpp"
#include "office_settings/office_settings.hpp"
#include "outputs/outputs.hpp"
#include "process/loops.hpp"
#include "serial_bus/serial_bus.hpp"
#include "service/voice_watch.hpp"
#include "speaker/speaker.hpp"
#include "ticket_printer/ticket_printer.hpp"

namespace antrean::office {

class FieldDevices {
 public:
  /// Opens nothing yet. Throws std::invalid_argument for settings that no line can carry.
  FieldDevices(boost::asio::io_context& io, const OfficeSettings& settings);
  ~FieldDevices();

  std::vector<outputs::Board> boards() const;
  std::vector<outputs::Pad> pads() const;
  std::vector<PadAtCounter> pads_at_counters() const;
  Speaker* speaker() const { return speaker_.get(); }
  TicketPrinter* printer() const { return printer_.get(); }
  CodeScanner* scanner() const { return scanner_.get(); }

  /// Called when a unit, line, scanner, speaker or printer stopped or began to work. Set before start().
  void on_change(const std::function<void(const DeviceHealth&)>& changed);
  /// Runs the buses, the speaker and the printer; the caller runs the scanner. A bus ends after its current
  /// exchange.
  void start(process::Loops& loops);

  std::vector<DeviceHealth> health() const;

 private:
  struct Line;
  std::vector<DeviceHealth> without_bus() const;
  DeviceHealth with_place(DeviceHealth health) const;
  /// Reports changes of scanner, speaker and printer, which no bus watches.
  boost::asio::awaitable<void> watch();

  boost::asio::io_context& io_;
  std::function<void(const DeviceHealth&)> changed_;
  std::map<std::string, std::pair<DeviceState, std::string>> told_;  ///< with what is wrong
  VoiceWatch voice_;
  std::map<std::string, std::string> places_;  // by name
  std::vector<std::unique_ptr<Line>> lines_;
  std::unique_ptr<CodeScanner> scanner_;
  std::unique_ptr<Speaker> speaker_;
  std::unique_ptr<TicketPrinter> printer_;
};

}  // namespace antrean::office
