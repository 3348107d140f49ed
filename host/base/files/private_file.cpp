#include "files/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace antrean::files {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 16;

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

bool write_all(int to, const char* data, std::size_t size) {
  while (size > 0) {
    const auto written = ::write(to, data, size);
    if (written < 0 && errno != EINTR) {
      return false;
    }
    data += written < 0 ? 0 : written;
    size -= written < 0 ? 0 : static_cast<std::size_t>(written);
  }
  return true;
}

bool copy_all(int from, int to) {
  std::array<char, piece_bytes> piece{};
  for (;;) {
    const auto size = ::read(from, piece.data(), piece.size());
    if (size == 0) {
      return true;
    }
    if (size < 0 && errno == EINTR) {
      continue;
    }
    if (size < 0 || !write_all(to, piece.data(), static_cast<std::size_t>(size))) {
      return false;
    }
  }
}

}  // namespace

std::string why_not_private(unsigned mode, const std::filesystem::path& file) {
  const bool read = (mode & S_IROTH) != 0;
  const bool written = (mode & (S_IWGRP | S_IWOTH)) != 0;
  if (!read && !written) {
    return {};
  }
  std::array<char, 8> digits{};
  std::snprintf(digits.data(), digits.size(), "%04o", mode & 07777U);
  std::string who = (mode & S_IWOTH) != 0 ? "everybody" : "its group";
  std::string what = written ? "may be changed by " + who : std::string();
  if (read) {
    what += what.empty() ? "may be read by everybody" : " and read by everybody";
  }
  return what + " (mode " + digits.data() + "); chmod 0640 " + file.string();
}

bool make_private(const std::filesystem::path& file, unsigned mode) {
  const Descriptor made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!made.is_open()) {
    if (errno == EEXIST || errno == ELOOP) {
      return false;
    }
    fail(errno, "cannot make " + file.string());
  }
  if (::fchmod(made.number(), mode) != 0) {
    fail(errno, "cannot set the mode of " + file.string());
  }
  return true;
}

void copy_no_links(const std::filesystem::path& from, const std::filesystem::path& to) {
  const Descriptor in(::open(from.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!in.is_open()) {
    const int error = errno;
    fail(error, error == ELOOP ? from.string() + " is a link; name the file that it leads to"
                               : "cannot read " + from.string());
  }
  struct ::stat found {};
  if (::fstat(in.number(), &found) != 0 || !S_ISREG(found.st_mode)) {
    fail(EINVAL, from.string() + " is no regular file");
  }
  const Descriptor out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!out.is_open()) {
    fail(errno, "cannot make " + to.string());
  }
  if (::fchmod(out.number(), 0600) != 0 || !copy_all(in.number(), out.number())) {
    const int error = errno;
    ::unlink(to.c_str());
    fail(error, "cannot copy " + from.string() + " to " + to.string());
  }
}

}  // namespace antrean::files
