#include "smtp_sink.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>

namespace antrean::bench {
namespace {

using Clock = std::chrono::steady_clock;

bool say(int socket, std::string_view what) {
  return ::send(socket, what.data(), what.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(what.size());
}

std::size_t give_bytes(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& unsent = *static_cast<std::string_view*>(user);
  const auto bytes = std::min(size * count, unsent.size());
  std::copy_n(unsent.data(), bytes, buffer);
  unsent.remove_prefix(bytes);
  return bytes;
}

}  // namespace

SmtpSink::SmtpSink(const std::filesystem::path& folder)
    : file_(::open((folder / "taken_mails").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (file_ < 0 || listener_ < 0 ||
      ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, SOMAXCONN) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "the mail server of the bench");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

SmtpSink::~SmtpSink() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  ::close(file_);
  for (auto& [socket, session] : sessions_) {
    ::shutdown(socket, SHUT_RDWR);
    session.join();
    ::close(socket);
  }
}

void SmtpSink::accept_all() {
  for (;;) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
      return;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sessions_.emplace_back(socket, std::thread([this, socket] { serve(socket); }));
  }
}

void SmtpSink::keep(std::string mail) {
  if (::write(file_, mail.data(), mail.size()) != static_cast<ssize_t>(mail.size()) || ::fdatasync(file_) != 0) {
    throw std::system_error(errno, std::generic_category(), "keeping a mail");
  }
  const std::scoped_lock lock(mutex_);
  ++taken_;
  if (mails_.size() < kept) {
    mails_.push_back(std::move(mail));
  }
}

void SmtpSink::serve(int socket) {
  std::string got;
  std::string buffer(std::size_t{64} << 10, '\0');
  bool in_data = false;
  if (!say(socket, "220 sink\r\n")) {
    return;
  }
  for (;;) {
    const auto bytes = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (bytes <= 0) {
      return;
    }
    got.append(buffer, 0, static_cast<std::size_t>(bytes));
    for (;;) {
      const std::string_view ending = in_data ? "\r\n.\r\n" : "\r\n";
      const auto end = got.find(ending);
      if (end == std::string::npos) {
        break;
      }
      const auto line = got.substr(0, end);
      got.erase(0, end + ending.size());
      if (in_data) {
        in_data = false;
        keep(line + "\r\n");
      } else if (line.starts_with("DATA")) {
        in_data = true;
        say(socket, "354 go on\r\n");
        continue;
      }
      // As a real server does: some of what it offers changes how a client sends.
      say(socket, line.starts_with("EHLO") ? "250-sink\r\n250-SIZE 10000000\r\n250 8BITMIME\r\n" : "250 ok\r\n");
    }
  }
}

std::size_t SmtpSink::taken() const {
  const std::scoped_lock lock(mutex_);
  return taken_;
}

bool SmtpSink::wait_for(std::size_t taken, double seconds) const {
  const auto until = Clock::now() + std::chrono::duration<double>(seconds);
  while (this->taken() < taken) {
    if (Clock::now() > until) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

std::vector<std::string> SmtpSink::first_mails() const {
  const std::scoped_lock lock(mutex_);
  return mails_;
}

double bare_mails_per_second(std::uint16_t port, const std::vector<std::string>& mails, std::size_t count) {
  if (mails.empty()) {
    throw std::runtime_error("no mail arrived, so there is nothing to send again");
  }
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> to(curl_slist_append(nullptr, "<orang@contoh.id>"),
                                                              curl_slist_free_all);
  const auto url = fmt::format("smtp://127.0.0.1:{}/bench", port);
  const auto begin = Clock::now();
  for (std::size_t n = 0; n < count; ++n) {
    std::string_view unsent = mails[n % mails.size()];
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, "<antrean@contoh.id>");
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, to.get());
    curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(curl.get(), CURLOPT_READDATA, &unsent);
    if (const auto result = curl_easy_perform(curl.get()); result != CURLE_OK) {
      throw std::runtime_error(std::string{"libcurl: "} + curl_easy_strerror(result));
    }
  }
  return static_cast<double>(count) / std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace antrean::bench
