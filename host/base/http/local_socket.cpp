#include "http/local_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include <systemd/sd-daemon.h>

namespace antrean::http {

namespace fs = std::filesystem;

namespace {

constexpr ::mode_t for_owner_and_group = 0660;

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

sockaddr_un address_of(const fs::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, file.c_str(), file.native().size() + 1);
  return address;
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

int new_socket() {
  const int number = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (number < 0) {
    fail(errno, "no Unix socket can be made");
  }
  return number;
}

bool somebody_listens(const sockaddr_un& address) {
  const Descriptor probe(new_socket());
  // EAGAIN: there is a listener, and its queue is full.
  return ::connect(probe.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN;
}

/// Makes room where a process that is gone left its socket.
void remove_stale(const fs::path& file, const sockaddr_un& address) {
  struct ::stat there {};
  if (::lstat(file.c_str(), &there) != 0) {
    return;  // nothing there, or bind() says what is wrong
  }
  if (!S_ISSOCK(there.st_mode)) {
    fail(EEXIST, file.string() + " is there and is no socket; move it away, or name another file");
  }
  if (somebody_listens(address)) {
    fail(EADDRINUSE, "another program listens at " + file.string() + "; stop that one, or name another file");
  }
  if (there.st_uid != ::geteuid()) {
    fail(EACCES, file.string() + " is another user's; if nothing uses it, remove it: rm " + file.string());
  }
  if (::unlink(file.c_str()) != 0) {
    fail(errno, file.string() + " was left by a program that is gone and cannot be removed");
  }
}

}  // namespace

bool fits_in_a_socket_address(const fs::path& file) { return file.native().size() < sizeof(sockaddr_un::sun_path); }

LocalSocket::LocalSocket(fs::path file) : file_(std::move(file)) {
  if (!fits_in_a_socket_address(file_)) {
    fail(ENAMETOOLONG, file_.string() + " is too long for a socket; at most 107 characters");
  }
  const auto address = address_of(file_);
  remove_stale(file_, address);
  Descriptor made(new_socket());
  // Closed to everybody from the first moment, whatever the umask; opened for the group below.
  if (::fchmod(made.number(), 0) != 0 ||
      ::bind(made.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    fail(errno, "no socket can be made at " + file_.string() + "; its folder must exist and be this user's");
  }
  struct ::stat there {};
  if (::lstat(file_.c_str(), &there) == 0) {
    made_ = {there.st_dev, there.st_ino};
  }
  if (::chmod(file_.c_str(), for_owner_and_group) != 0 || ::listen(made.number(), SOMAXCONN) != 0) {
    const int error = errno;
    remove_file();
    fail(error, "nobody can be listened to at " + file_.string());
  }
  descriptor_ = made.release();
}

std::optional<LocalSocket> LocalSocket::from_systemd(const std::string& name) {
  char** names = nullptr;
  const int count = ::sd_listen_fds_with_names(1, &names);
  if (count < 0) {
    fail(-count, "what systemd handed over with the start cannot be read");
  }
  std::optional<LocalSocket> found;
  for (int i = 0; i < count; ++i) {
    const int number = SD_LISTEN_FDS_START + i;
    if (!found && names[i] == name) {
      found.emplace(LocalSocket(number, {}));
    }
    std::free(names[i]);
  }
  std::free(static_cast<void*>(names));
  if (!found) {
    return std::nullopt;
  }
  if (::sd_is_socket_unix(found->descriptor_, SOCK_STREAM, 1, nullptr, 0) <= 0) {
    fail(ENOTSOCK, "what systemd handed over as '" + name + "' is no listening Unix socket (ListenStream=/a/path)");
  }
  sockaddr_un address{};
  socklen_t length = sizeof address;
  if (::getsockname(found->descriptor_, reinterpret_cast<sockaddr*>(&address), &length) == 0) {
    found->file_ = address.sun_path;
  }
  return found;
}

LocalSocket::LocalSocket(LocalSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      file_(std::move(other.file_)),
      made_(std::exchange(other.made_, std::nullopt)) {}

LocalSocket::~LocalSocket() {
  if (descriptor_ >= 0) {
    remove_file();
    ::close(descriptor_);
  }
}

void LocalSocket::remove_file() const {
  struct ::stat there {};
  if (made_ && ::lstat(file_.c_str(), &there) == 0 && std::pair(there.st_dev, there.st_ino) == *made_) {
    ::unlink(file_.c_str());
  }
}

}  // namespace antrean::http
