// The scanner at the entrance: lines of text, whatever the make. Runs on the io_context thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace antrean {

struct ScannerHealth {
  bool online = false;
  std::string error;        ///< in words, while not online
  std::uint64_t lines = 0;  ///< taken since start
};

/// Lines as the scanner says them, without their terminators, never longer than codes::max_scan_bytes + 1
/// bytes (an oversized line keeps that many, so that the reader of codes refuses it). A code held before a
/// repeating scanner comes again and again: what is a repeat depends on what was answered, which the entrance
/// knows.
class CodeScanner {
 public:
  virtual ~CodeScanner() = default;
  /// Reads for ever; ends when its coroutine is cancelled. A device that is gone is reopened when it is back.
  virtual boost::asio::awaitable<void> run(std::function<void(std::string)> on_line) = 0;
  virtual ScannerHealth health() const = 0;
};

}  // namespace antrean
