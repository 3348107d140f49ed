// A camera as a scanner: it looks for QR codes about ten times a second.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "code_scanner/camera.hpp"
#include "code_scanner/code_scanner.hpp"
#include "code_scanner/scanner_settings.hpp"

namespace antrean {

/// Everything that touches the camera, and the looking, is on a worker of its own: a broken camera can block
/// for seconds. A code that stays before the camera is given again every second.
std::unique_ptr<CodeScanner> make_camera_scanner(boost::asio::io_context& io, ScannerSettings settings);
std::unique_ptr<CodeScanner> make_camera_scanner(boost::asio::io_context& io, ScannerSettings settings,
                                                 std::unique_ptr<Camera> camera);

}  // namespace antrean
