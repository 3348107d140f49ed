// The end of the line that the host opens: a pseudo-terminal under a name that stays the same when the
// terminal is replaced.
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

  /// Opens at once. Throws boost::system::system_error if there is no pseudo-terminal or `link` cannot be
  /// made. With an empty link none is made. `received` is called on the io thread.
  Pty(boost::asio::io_context& io, std::filesystem::path link, Received received);
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;
  ~Pty();

  /// Acts like an adapter that is pulled out: the host's descriptor hangs up and the link is removed. Does
  /// nothing if it is already closed.
  void close();
  void open();
  [[nodiscard]] bool is_open() const { return master_.is_open(); }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// Bytes that nobody reads are dropped when the terminal is full, as on a wire.
  void send(std::span<const std::uint8_t> bytes);
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  void receive();

  boost::asio::posix::stream_descriptor master_;
  /// Kept open, so that the host may close and open it without a hang-up.
  boost::asio::posix::stream_descriptor slave_;
  std::filesystem::path link_;
  Received received_;
  std::string path_;
  std::array<std::uint8_t, 512> buffer_{};
  std::uint64_t dropped_ = 0;
};

}  // namespace antrean::device
