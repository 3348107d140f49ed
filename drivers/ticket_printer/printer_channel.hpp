// The bytes to and from a printer: a USB printer's device file, or a TCP connection. Every wait has a
// deadline and ends early when the office stops. Blocking: one thread, the printer's worker, apart from
// stop().
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ticket_printer/printer_settings.hpp"
#include "values/bilingual.hpp"

namespace antrean {

class PrinterChannel {
 public:
  using Where = std::variant<UsbPrinter, NetworkPrinter>;
  using Deadline = std::chrono::steady_clock::time_point;

  /// Opens nothing yet. Throws std::system_error if there are no descriptors left.
  explicit PrinterChannel(Where where);
  ~PrinterChannel();
  PrinterChannel(const PrinterChannel&) = delete;
  PrinterChannel& operator=(const PrinterChannel&) = delete;

  /// "/dev/usb/lp0", "192.168.1.50:9100"
  const std::string& name() const { return name_; }
  bool is_open() const { return descriptor_ >= 0; }
  /// Empty: it is open. Otherwise why it is not, and what to do.
  std::optional<Bilingual> open(Deadline by);
  void close();

  enum class End { done, stalled, lost, stopped };
  /// Sends from `bytes` until all is taken, or nothing more was taken for `stall`. `taken`: how many were.
  End write(std::string_view bytes, std::chrono::milliseconds stall, std::size_t& taken);
  /// Until the other end of a connection has everything that was written. A device file does not say.
  End settle(std::chrono::milliseconds stall);
  /// One byte, if one comes in time.
  End read(std::uint8_t& byte, Deadline by);
  /// Throws away what came unasked.
  End drain();

  /// Ends every wait, now and later. Any thread.
  void stop();
  bool stopped() const;

 private:
  std::optional<Bilingual> open_usb(const UsbPrinter& printer);
  std::optional<Bilingual> connect_to(const NetworkPrinter& printer, Deadline by);
  /// Waits for `events` on the descriptor.
  End wait(short events, Deadline by) const;

  Where where_;
  std::string name_;
  int descriptor_ = -1;
  int stop_ = -1;  ///< an eventfd
};

}  // namespace antrean
