// Why a serial port cannot be used, in words that say what to do; every driver on one says it the same way.
#pragma once

#include <string>

namespace antrean {

/// `error`: errno of opening or using the port at `path`. "/dev/x: no such port; is it plugged in? ..."
std::string port_trouble(const std::string& path, int error);

}  // namespace antrean
