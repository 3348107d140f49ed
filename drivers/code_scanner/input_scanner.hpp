// Scanners that are no serial port: a keyboard (evdev), which is taken away from everybody else, and HID-POS
// (hidraw).
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "code_scanner/code_scanner.hpp"
#include "code_scanner/scanner_settings.hpp"

namespace antrean {

/// `settings.kind` says which; it is not serial.
std::unique_ptr<CodeScanner> make_input_scanner(boost::asio::io_context& io, ScannerSettings settings);

}  // namespace antrean
