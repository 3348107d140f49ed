// A scanner that writes lines to a serial port: UART, USB CDC, or a pty.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "code_scanner/code_scanner.hpp"

namespace antrean {

struct SerialScannerSettings {
  std::string device;                      ///< best a /dev/serial/by-path name
  unsigned baud = 9600;                    ///< 8N1, what the GM65 family is shipped with
  std::chrono::milliseconds line_gap{80};  ///< silence that ends a line from a scanner without a suffix
  std::chrono::milliseconds repeat_window{2000};
  std::chrono::milliseconds reopen_after{500};
};

std::unique_ptr<CodeScanner> make_serial_scanner(boost::asio::io_context& io, SerialScannerSettings settings);

}  // namespace antrean
