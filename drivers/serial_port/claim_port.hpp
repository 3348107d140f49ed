// A serial port that is ours alone. Two programs on one port each get a part of what comes in, and neither
// knows.
//
// Source: flock(2); ioctl_tty(2) for TIOCEXCL, which makes open() fail with EBUSY for everybody but root;
// proc(5). Any thread.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace antrean {

/// Locks the open port `fd` for this process: flock for programs that ask, TIOCEXCL for those that do not.
/// errno: 0, or EBUSY when another program has locked it. Whoever had it open before keeps it: see
/// programs_at.
///
/// The kernel forgets both with the port's last close. A pseudo-terminal, which only tests and the demo have,
/// stays closed to others until its other end is closed too; then only a process that may open it again locks
/// it.
int claim_port(int fd);

/// Before closing a port that was claimed.
void release_port(int fd);

struct PortProgram {
  pid_t pid = 0;
  std::string name;  ///< "ModemManager"
  friend bool operator==(const PortProgram&, const PortProgram&) = default;
};

/// Who else has the port at `path` open, as far as this process may look: root sees all, a service that
/// systemd shields (ProtectProc) only itself. A program that plays the device on a pseudo-terminal is not
/// counted. Reads /proc: some milliseconds.
std::vector<PortProgram> programs_at(const std::string& path);

/// "cat (pid 4711), socat (pid 4712)"
std::string named(const std::vector<PortProgram>& programs);

}  // namespace antrean
