// Figures for monitoring, in the Prometheus text format, for both programs. Plain values; io_context thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "http/gate.hpp"
#include "http/server.hpp"

namespace antrean::http {

/// One sample. Samples of one name must be adjacent and have the same help and kind.
struct Figure {
  std::string name;  ///< "antrean_waiting_tickets"
  std::string help;
  bool counter = false;  ///< only rises; otherwise a gauge
  std::vector<std::pair<std::string, std::string>> labels;
  double value = 0;
  std::string part{};  ///< of a histogram: "_bucket", "_sum", "_count"
};

std::string to_prometheus(const std::vector<Figure>& figures);

/// How long something took, counted in steps from a millisecond to ten seconds.
class Histogram {
 public:
  void add(double seconds);
  void tell(std::vector<Figure>& figures, const std::string& name, const std::string& help,
            const std::vector<std::pair<std::string, std::string>>& labels) const;

 private:
  static constexpr std::array steps{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
  std::array<std::uint64_t, steps.size()> up_to_{};  ///< of each step alone
  std::uint64_t count_ = 0;
  double sum_ = 0;
};

/// Sockets, memory of bodies, and what was refused by reason.
void add_figures(std::vector<Figure>& figures, const Gate& gate);
/// Requests by route and status.
void add_figures(std::vector<Figure>& figures, const Server& server);

}  // namespace antrean::http
