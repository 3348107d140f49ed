// The scanner at the entrance. It gives lines of text, whatever the make. It runs on the io_context thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace antrean {

struct ScannerHealth {
  bool online = false;
  std::string error;        ///< in words, while not online
  std::uint64_t lines = 0;  ///< lines received since start
};

/// Gives lines as the scanner sends them, without their terminators. A line is never longer than
/// codes::max_scan_bytes + 1 bytes; a longer line is cut to that, so that the reader of codes refuses it. A
/// scanner that repeats sends the same code again and again while it is held in front of it. The entrance
/// decides what is a repeat, because that depends on the answers.
class CodeScanner {
 public:
  virtual ~CodeScanner() = default;
  /// Reads for ever; ends when its coroutine is cancelled. If the device is not there, it is opened again
  /// when it is back.
  virtual boost::asio::awaitable<void> run(std::function<void(std::string)> on_line) = 0;
  virtual ScannerHealth health() const = 0;
};

}  // namespace antrean
