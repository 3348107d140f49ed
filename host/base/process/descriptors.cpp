#include "process/descriptors.hpp"

#include <sys/resource.h>

#include <stdexcept>
#include <string>

namespace antrean::process {

void allow_descriptors(std::size_t needed) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed) {
    return;
  }
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < needed) {
    throw std::runtime_error("this program needs " + std::to_string(needed) + " open files and may have " +
                             std::to_string(limit.rlim_max) + "; write LimitNOFILE=" + std::to_string(needed) +
                             " into its systemd unit, or ask for fewer 'connections' in its settings");
  }
  limit.rlim_cur = needed;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    throw std::runtime_error("the limit of open files cannot be raised to " + std::to_string(needed));
  }
}

}  // namespace antrean::process
