// What is plugged in, as the settings list it: buses with their boards and pads, scanner, speaker. The only
// place that names concrete drivers; everybody else knows their interfaces.
//
// io_context thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "call_pad/register_pad.hpp"
#include "code_scanner/code_scanner.hpp"
#include "command_loop/pads.hpp"
#include "led_board/register_board.hpp"
#include "office_settings/office_settings.hpp"
#include "outputs/outputs.hpp"
#include "process/loops.hpp"
#include "serial_bus/serial_bus.hpp"
#include "speaker/speaker.hpp"

namespace antrean::office {

class FieldDevices {
 public:
  /// Opens nothing yet. Throws std::invalid_argument for settings that no line could carry.
  FieldDevices(boost::asio::io_context& io, const OfficeSettings& settings);
  ~FieldDevices();

  std::vector<outputs::Board> boards() const;
  std::vector<outputs::Pad> pads() const;
  std::vector<PadAtCounter> pads_at_counters() const;
  Speaker* speaker() const { return speaker_.get(); }
  CodeScanner* scanner() const { return scanner_.get(); }

  /// A unit, line, scanner or speaker that went away or came back; set before start().
  void on_change(const std::function<void(const DeviceHealth&)>& changed);
  /// Runs buses and speaker; the scanner is the caller's to run. A bus ends after the exchange under way.
  void start(process::Loops& loops);

  std::vector<DeviceHealth> health() const;

 private:
  struct Line;
  std::vector<DeviceHealth> without_bus() const;
  DeviceHealth with_place(DeviceHealth health) const;
  /// Tells of scanner and speaker, which no bus watches.
  boost::asio::awaitable<void> watch();

  boost::asio::io_context& io_;
  std::function<void(const DeviceHealth&)> changed_;
  std::map<std::string, DeviceState> told_;
  std::map<std::string, std::string> places_;  // by name
  std::vector<std::unique_ptr<Line>> lines_;
  std::unique_ptr<CodeScanner> scanner_;
  std::unique_ptr<Speaker> speaker_;
};

}  // namespace antrean::office
