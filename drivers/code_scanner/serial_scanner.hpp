// A scanner that writes lines to a serial port: UART, USB CDC, or a pty.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "code_scanner/code_scanner.hpp"
#include "code_scanner/scanner_settings.hpp"

namespace antrean {

std::unique_ptr<CodeScanner> make_serial_scanner(boost::asio::io_context& io, ScannerSettings settings);

}  // namespace antrean
