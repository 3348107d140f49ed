// Takes a serial port for this program alone. If two programs use one port, each gets a part of the input,
// and neither knows.
//
// Source: flock(2); ioctl_tty(2) for TIOCEXCL, which makes open() fail with EBUSY for everybody but root;
// proc(5). Any thread.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace antrean {

/// Locks the open port `fd` for this process: flock for programs that ask, TIOCEXCL for those that do not.
/// Returns an errno: 0, or EBUSY if another program has locked it. A program that had opened it before keeps
/// it: see programs_at.
///
/// The kernel removes both locks with the port's last close. A pseudo-terminal (only tests and the demo have
/// one) stays closed to others until its other end is closed too. Then only a process that may open it again
/// locks it.
int claim_port(int fd);

/// Call it before closing a claimed port.
void release_port(int fd);

struct PortProgram {
  pid_t pid = 0;
  std::string name;  ///< "ModemManager"
  friend bool operator==(const PortProgram&, const PortProgram&) = default;
};

/// The other programs that have the port at `path` open, as far as this process may look. Root sees all; a
/// service that systemd shields (ProtectProc) sees only itself. A program that simulates the device on a
/// pseudo-terminal does not count. It reads /proc, which takes some milliseconds.
std::vector<PortProgram> programs_at(const std::string& path);

/// "cat (pid 4711), socat (pid 4712)"
std::string named(const std::vector<PortProgram>& programs);

}  // namespace antrean
