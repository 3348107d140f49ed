#include "values/port_trouble.hpp"

#include <cerrno>
#include <system_error>

namespace antrean {

std::string port_trouble(const std::string& path, int error) {
  switch (error) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
      return path + ": no such port; is it plugged in? /dev/serial/by-path lists what is there";
    case EIO:
      return path + ": it was unplugged";
    case EACCES:
    case EPERM:
      return path + ": not allowed; the service's user must be in the group of the port (dialout)";
    case EBUSY:
      return path + ": the port is taken by another program; as root, antrean doctor names it";
    default:
      return path + ": " + std::generic_category().message(error);
  }
}

}  // namespace antrean
