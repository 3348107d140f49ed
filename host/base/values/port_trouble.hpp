// The text why a serial port cannot be used and what to do. All drivers on serial ports share it.
#pragma once

#include <string>

namespace antrean {

/// `error`: errno of opening or using the port at `path`. "/dev/x: no such port; is it plugged in? ..."
std::string port_trouble(const std::string& path, int error);

}  // namespace antrean
