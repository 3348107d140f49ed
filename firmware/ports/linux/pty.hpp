// The end of the line that the host opens: a pseudo-terminal under a name that stays the same when it is
// replaced.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace antrean::device {

class Pty {
 public:
  using Received = std::function<void(std::span<const std::uint8_t>)>;

  /// Opens at once; throws boost::system::system_error when there is no pseudo-terminal or `link` cannot be
  /// made. An empty link: none. `received` is called on the io thread.
  Pty(boost::asio::io_context& io, std::filesystem::path link, Received received);
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;
  ~Pty();

  /// As an adapter pulled out: the host's descriptor hangs up, the link is gone. Nothing when it is closed
  /// already.
  void close();
  void open();
  [[nodiscard]] bool is_open() const { return master_.is_open(); }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// Bytes nobody reads are dropped when the terminal is full, as on a wire.
  void send(std::span<const std::uint8_t> bytes);
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  void receive();

  boost::asio::posix::stream_descriptor master_;
  boost::asio::posix::stream_descriptor slave_;  ///< kept open, so that the host may close and open without a hang-up
  std::filesystem::path link_;
  Received received_;
  std::string path_;
  std::array<std::uint8_t, 512> buffer_{};
  std::uint64_t dropped_ = 0;
};

}  // namespace antrean::device
