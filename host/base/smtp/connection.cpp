#include "smtp/connection.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <curl/curl.h>

namespace antrean::smtp {
namespace {

constexpr long connect_ms = 20'000;
constexpr long most_idle_seconds = 60;  // servers close a silent line after some minutes

/// One mail on its way, as libcurl's callbacks see it.
struct Transfer {
  std::string_view unsent;
  End end;
  bool over = false;  ///< what follows (QUIT) is not about this mail
  const std::atomic<std::chrono::steady_clock::time_point>* end_by = nullptr;
};

void said_by_us(Transfer& transfer, std::string_view line) {
  using enum Stage;
  transfer.over = transfer.over || line.starts_with("QUIT");
  if (transfer.over) {
    return;
  }
  if (line.starts_with("MAIL ")) {
    transfer.end.stage = sender;
  } else if (line.starts_with("RCPT ")) {
    transfer.end.stage = recipient;
  } else if (line.starts_with("DATA")) {
    transfer.end.stage = data;
  }
  transfer.end.code = 0;
}

int on_debug(CURL* /*handle*/, curl_infotype type, char* data, std::size_t size, void* user) {
  if (user != nullptr && type == CURLINFO_HEADER_OUT) {
    said_by_us(*static_cast<Transfer*>(user), {data, size});
  }
  return 0;
}

std::size_t on_reply(char* data, std::size_t size, std::size_t count, void* user) {
  if (user == nullptr) {
    return size * count;  // the answer to QUIT, when no mail is on its way
  }
  auto& transfer = *static_cast<Transfer*>(user);
  std::string_view line{data, size * count};
  line = line.substr(0, line.find_last_not_of("\r\n") + 1);
  const auto digit = [&](std::size_t i) { return line[i] >= '0' && line[i] <= '9'; };
  const bool last_line = line.size() >= 3 && digit(0) && digit(1) && digit(2) && (line.size() == 3 || line[3] == ' ');
  if (last_line && !transfer.over) {
    transfer.end.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    transfer.end.reply = line;
  }
  return size * count;
}

/// The message is at its end as soon as its last byte was given, because libcurl sends the dot by itself.
std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const auto bytes = std::min(size * count, transfer.unsent.size());
  std::copy_n(transfer.unsent.data(), bytes, buffer);
  transfer.unsent.remove_prefix(bytes);
  transfer.end.stage = transfer.unsent.empty() ? Stage::end : Stage::body;
  transfer.end.code = 0;
  return bytes;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* transfer = static_cast<Transfer*>(user);
  return transfer != nullptr && std::chrono::steady_clock::now() > transfer->end_by->load() ? 1 : 0;
}

void use_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) {
    throw std::runtime_error(std::string{"libcurl cannot be used: "} + curl_easy_strerror(started));
  }
}

std::string url_of(const Server& server) {
  const bool v6 = server.host.find(':') != std::string::npos;
  return std::string{server.security == Security::tls ? "smtps" : "smtp"} + "://" + (v6 ? "[" : "") + server.host +
         (v6 ? "]" : "") + ":" + std::to_string(server.port) + "/" + server.greeting;
}

}  // namespace

/// A handle with its line. The line is never waited for when it ends: a server that hangs would hold the
/// program for minutes.
class Connection::Curl {
 public:
  explicit Curl(const Server& server) {
    use_curl();
    handle_ = curl_easy_init();
    if (handle_ == nullptr) {
      throw std::runtime_error("libcurl gives no handle");
    }
    try {
      set_options(server);
    } catch (...) {
      curl_easy_cleanup(handle_);
      throw;
    }
  }
  ~Curl() {
    for (const auto socket : sockets_) {
      ::shutdown(socket, SHUT_RD);  // QUIT is still sent; nothing waits for its answer
    }
    curl_easy_cleanup(handle_);
  }
  Curl(const Curl&) = delete;
  Curl& operator=(const Curl&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    if (const auto code = curl_easy_setopt(handle_, option, value); code != CURLE_OK) {
      throw std::runtime_error(std::string{"libcurl does not take an option: "} + curl_easy_strerror(code));
    }
  }
  void set(CURLoption option, const std::string& value) { set(option, value.c_str()); }

  /// Fills transfer.end.
  void perform(Transfer& transfer);

 private:
  void set_options(const Server& server);
  void set_security(const Server& server);

  static curl_socket_t on_open(void* user, curlsocktype /*purpose*/, curl_sockaddr* address) {
    const auto socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket >= 0) {
      static_cast<Curl*>(user)->sockets_.push_back(socket);
    }
    return socket;
  }
  static int on_close(void* user, curl_socket_t socket) {
    std::erase(static_cast<Curl*>(user)->sockets_, socket);
    return ::close(socket);
  }

  CURL* handle_ = nullptr;
  std::vector<curl_socket_t> sockets_;
};

void Connection::Curl::set_options(const Server& server) {
  const auto deadline_ms = static_cast<long>(server.deadline.count());
  set(CURLOPT_URL, url_of(server));
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_PROXY, "");  // none, whatever the environment says
  set(CURLOPT_NOSIGNAL, 1L);
  set_security(server);
  if (!server.user.empty()) {
    set(CURLOPT_USERNAME, server.user);
    set(CURLOPT_PASSWORD, server.password);
  }
  set(CURLOPT_CONNECTTIMEOUT_MS, std::min(connect_ms, deadline_ms));
  set(CURLOPT_TIMEOUT_MS, deadline_ms);
  set(CURLOPT_SERVER_RESPONSE_TIMEOUT, deadline_ms / 1000 + 1);  // libcurl's own is 2 minutes
  set(CURLOPT_MAXAGE_CONN, most_idle_seconds);
  set(CURLOPT_OPENSOCKETFUNCTION, on_open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_CLOSESOCKETFUNCTION, on_close);
  set(CURLOPT_CLOSESOCKETDATA, this);
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, on_read);
  set(CURLOPT_HEADERFUNCTION, on_reply);
  set(CURLOPT_DEBUGFUNCTION, on_debug);
  set(CURLOPT_VERBOSE, 1L);  // for on_debug
  set(CURLOPT_XFERINFOFUNCTION, on_progress);
  set(CURLOPT_NOPROGRESS, 0L);
}

void Connection::Curl::set_security(const Server& server) {
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  switch (server.security) {
    case Security::tls:
    case Security::starttls:
      set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
      break;
    case Security::opportunistic:
      set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
      set(CURLOPT_SSL_VERIFYPEER, 0L);
      set(CURLOPT_SSL_VERIFYHOST, 0L);
      break;
    case Security::none:
      set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_NONE));
      break;
  }
  if (!server.ca_file.empty()) {
    set(CURLOPT_CAINFO, server.ca_file.string());
  }
}

void Connection::Curl::perform(Transfer& transfer) {
  std::array<char, CURL_ERROR_SIZE> words{};
  const auto tell = [this](void* to) {
    set(CURLOPT_READDATA, to);
    set(CURLOPT_HEADERDATA, to);
    set(CURLOPT_DEBUGDATA, to);
    set(CURLOPT_XFERINFODATA, to);
  };
  tell(&transfer);
  set(CURLOPT_ERRORBUFFER, words.data());
  const auto code = curl_easy_perform(handle_);
  long connected = 0;
  curl_easy_getinfo(handle_, CURLINFO_NUM_CONNECTS, &connected);
  transfer.end.reused = connected == 0;
  transfer.end.taken = code == CURLE_OK;
  if (code != CURLE_OK) {
    transfer.end.error = words[0] != '\0' ? words.data() : curl_easy_strerror(code);
  }
  // The cleanup and an idle line's end call these too.
  tell(nullptr);
  set(CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
}

Connection::Connection(Server server) : server_(std::move(server)) {}
Connection::~Connection() = default;

void Connection::end_within(std::chrono::milliseconds span) { end_by_ = std::chrono::steady_clock::now() + span; }

End Connection::deliver(const Mail& mail) {
  auto end = attempt(mail);
  return was_stale(end) ? attempt(mail) : end;
}

End Connection::attempt(const Mail& mail) {
  if (!curl_) {
    curl_ = std::make_unique<Curl>(server_);
  }
  Transfer transfer{.unsent = mail.message, .end = {}, .end_by = &end_by_};
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients{
      curl_slist_append(nullptr, mail.to.c_str()), curl_slist_free_all};
  curl_->set(CURLOPT_MAIL_FROM, mail.from);
  curl_->set(CURLOPT_MAIL_RCPT, recipients.get());
  curl_->set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail.message.size()));
  curl_->perform(transfer);
  if (!transfer.end.taken) {
    // libcurl keeps a line whose last answer did not come; that answer would be taken for the next mail's.
    curl_.reset();
    return transfer.end;
  }
  curl_->set(CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
  return transfer.end;
}

End Connection::greet() {
  Transfer transfer{.unsent = {}, .end = {}, .end_by = &end_by_};
  Curl curl(server_);
  curl.set(CURLOPT_UPLOAD, 0L);
  curl.set(CURLOPT_NOBODY, 1L);
  curl.set(CURLOPT_CUSTOMREQUEST, "NOOP");
  curl.perform(transfer);
  return transfer.end;
}

}  // namespace antrean::smtp
