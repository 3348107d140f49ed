// A real antrean-portal with settings made here, for the benches: eighteen offices with three long hours a
// day, and one with a small hour that everybody wants. No limits, no proofs, mails to a server of the bench's
// own.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "demo/child.hpp"

namespace antrean::bench {

struct PortalShape {
  static constexpr unsigned usual_offices = 18;
  unsigned offices = usual_offices;  ///< "A1" to "R1"; the one after them has the small hour
  static constexpr int days = 28;
  static constexpr unsigned hours = 3;  ///< from 08:00, two hours each
  static constexpr int quota = 5'000;
  int small_quota = 20;
  int mails_per_minute = 600;
  std::string more{};  ///< lines for [portal]
};
std::string office_code(unsigned n);                  ///< from 0 on
std::string office_token(const std::string& office);  ///< with which it pulls

class PortalProcess {
 public:
  /// Makes the keys. Starts nothing.
  PortalProcess(const std::filesystem::path& folder, std::uint16_t smtp);
  std::uint16_t port() const { return port_; }
  std::filesystem::path database() const { return folder_ / "portal.db"; }

  /// Waits until it is well. Throws std::runtime_error with its last words.
  void start(const PortalShape& shape);
  void stop() { child_.reset(); }
  pid_t pid() const { return child_->pid(); }

 private:
  std::filesystem::path folder_;
  std::uint16_t smtp_, port_;
  std::unique_ptr<demo::Child> child_;
};

}  // namespace antrean::bench
