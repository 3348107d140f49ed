// A scanner without hardware: tests and simulations present lines to it.
#pragma once

#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "code_scanner/code_scanner.hpp"

namespace antrean {

class FakeScanner final : public CodeScanner {
 public:
  explicit FakeScanner(const boost::asio::any_io_executor& executor) : forever_(executor) {
    forever_.expires_at(boost::asio::steady_timer::time_point::max());
  }
  boost::asio::awaitable<void> run(std::function<void(std::string)> on_line) override {
    on_line_ = std::move(on_line);
    co_await forever_.async_wait(boost::asio::use_awaitable);
  }
  ScannerHealth health() const override {
    return {.online = static_cast<bool>(on_line_), .error = {}, .lines = lines_};
  }
  void present(std::string line) {
    ++lines_;
    on_line_(std::move(line));
  }

 private:
  boost::asio::steady_timer forever_;
  std::function<void(std::string)> on_line_;
  std::uint64_t lines_ = 0;
};

}  // namespace antrean
