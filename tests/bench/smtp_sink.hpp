// A mail server on loopback that takes everything. As a mail server must, it has a mail on the disk before it
// says that it took it; what that costs is the same for whoever sends. A thread for each connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace antrean::bench {

class SmtpSink {
 public:
  explicit SmtpSink(const std::filesystem::path& folder);
  ~SmtpSink();
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  std::uint16_t port() const { return port_; }
  std::size_t taken() const;
  /// Waits until so many were taken; false after `seconds`.
  bool wait_for(std::size_t taken, double seconds) const;
  /// Some of the first mails, with their lines as they were sent.
  std::vector<std::string> first_mails() const;

 private:
  static constexpr std::size_t kept = 256;
  void accept_all();
  void keep(std::string mail);
  void serve(int socket);

  int file_ = -1;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::size_t taken_ = 0;
  std::vector<std::string> mails_;
  std::list<std::pair<int, std::thread>> sessions_;
  std::thread acceptor_;
};

/// Sends these mails again and again over one connection, with libcurl and nothing else; mails a second.
double bare_mails_per_second(std::uint16_t port, const std::vector<std::string>& mails, std::size_t count);

}  // namespace antrean::bench
