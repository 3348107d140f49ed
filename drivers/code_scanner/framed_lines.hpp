// The lines of a device that sends bytes: a ScanFramer with a timer, because silence ends a line, too. It
// runs on the io_context thread, and what it calls must not destroy it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "code_scanner/scan_framer.hpp"
#include "code_scanner/scanner_settings.hpp"
#include "codes/booking_code.hpp"

namespace antrean {

class FramedLines {
 public:
  FramedLines(boost::asio::io_context& io, const ScannerSettings& settings)
      : gap_(io),
        framer_({.max_bytes = codes::max_scan_bytes,
                 .line_gap = settings.line_gap,
                 .unfinished_gap = settings.unfinished_gap,
                 .whole = codes::is_whole}) {}

  void on_line(std::function<void(std::string)> tell) { tell_ = std::move(tell); }

  void take(std::string_view bytes) {
    gap_.cancel();
    for (auto& line : framer_.take(bytes, std::chrono::steady_clock::now())) {
      tell_(std::move(line));
    }
    arm();
  }
  /// The device went away: an unfinished line is dropped.
  void clear() {
    gap_.cancel();
    framer_.clear();
  }

 private:
  void arm() {
    const auto deadline = framer_.deadline();
    if (!deadline) {
      return;
    }
    gap_.expires_at(*deadline);
    gap_.async_wait([this, here = std::weak_ptr<bool>(here_)](boost::system::error_code error) {
      if (error || here.expired()) {
        return;
      }
      if (auto line = framer_.idle(std::chrono::steady_clock::now())) {
        tell_(std::move(*line));
      }
    });
  }

  boost::asio::steady_timer gap_;
  ScanFramer framer_;
  std::function<void(std::string)> tell_;
  /// Gone after destruction: a gap that ends then must not use this object.
  std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

}  // namespace antrean
