// A Unix socket that programs of this machine connect to. Who may, the file's owner, group and mode say: no
// password, no port. Made here, or by systemd (socket unit), which hands it over with the start.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace antrean::http {

/// Who is at the other end of a Unix socket, as the kernel says (SO_PEERCRED). In a user namespace
/// (PrivateUsers=yes) every user but our own looks like 65534.
struct Program {
  ::uid_t uid = 0;
  ::pid_t pid = 0;

  std::string text() const { return "uid:" + std::to_string(uid); }  ///< in logs and shares, like an address
};

/// A listening socket; closed with this object, and the file removed if it was made here.
class LocalSocket {
 public:
  /// With mode 0660. A socket file that a dead process of this user left is replaced; whatever else is there
  /// is left alone. The folder must exist. Throws std::system_error; what() says what to do.
  explicit LocalSocket(std::filesystem::path file);
  /// What systemd hands over under this name (FileDescriptorName=). Nothing when it handed over no such;
  /// throws std::system_error when it is no listening Unix socket. Call it once, before threads start.
  static std::optional<LocalSocket> from_systemd(const std::string& name);

  LocalSocket(LocalSocket&& other) noexcept;
  LocalSocket& operator=(LocalSocket&&) = delete;
  ~LocalSocket();

  const std::filesystem::path& file() const { return file_; }
  int descriptor() const { return descriptor_; }

 private:
  LocalSocket(int descriptor, std::filesystem::path file) : descriptor_(descriptor), file_(std::move(file)) {}
  void remove_file() const;

  int descriptor_ = -1;
  std::filesystem::path file_;
  std::optional<std::pair<::dev_t, ::ino_t>> made_;  ///< the file that is removed, if it is still this one
};

/// The kernel keeps 107 characters of a path.
bool fits_in_a_socket_address(const std::filesystem::path& file);

}  // namespace antrean::http
