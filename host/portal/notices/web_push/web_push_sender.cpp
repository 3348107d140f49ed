#include "web_push/web_push_sender.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "web_push/encrypt.hpp"
#include "web_push/message.hpp"
#include "web_push/push_service.hpp"

namespace antrean::portal {
namespace {

using namespace std::chrono_literals;
using web_push::may_ask;

constexpr std::size_t most_answer = 16u << 10;  // that is read; nothing of it is kept
constexpr auto signed_for = 12h;                // RFC 8292: at most a day
constexpr auto signed_again = 6h;
constexpr auto left_alone = 30s;
constexpr std::size_t most_services = 200;  // of whom something is remembered
constexpr auto longest_ttl = 1h;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, FreeList>;

void add(Headers& headers, const std::string& line) {
  auto* longer = curl_slist_append(headers.get(), line.c_str());
  if (longer == nullptr) {
    throw std::runtime_error("libcurl has no memory");
  }
  static_cast<void>(headers.release());
  headers.reset(longer);
}

std::size_t on_answer(char* /*data*/, std::size_t size, std::size_t count, void* user) {
  auto& read = *static_cast<std::size_t*>(user);
  read += size * count;
  return read > most_answer ? 0 : size * count;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::atomic<bool>*>(user)->load() ? 1 : 0;
}

/// What the name means now is looked at here, where the line is made.
struct Asked {
  const http::Networks* own = nullptr;
  bool refused = false;
};
curl_socket_t open_socket(void* user, curlsocktype /*purpose*/, curl_sockaddr* to) {
  auto& asked = *static_cast<Asked*>(user);
  boost::asio::ip::address machine;
  if (to->family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&to->addr);
    machine = boost::asio::ip::address_v4{ntohl(v4->sin_addr.s_addr)};
  } else if (to->family == AF_INET6) {
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&to->addr);
    boost::asio::ip::address_v6::bytes_type bytes{};
    std::copy_n(std::begin(v6->sin6_addr.s6_addr), bytes.size(), bytes.begin());
    machine = boost::asio::ip::address_v6{bytes};
  } else {
    asked.refused = true;
    return CURL_SOCKET_BAD;
  }
  if (!may_ask(machine, *asked.own)) {
    asked.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

bool ends_subscription(long status) { return status == 404 || status == 410; }
bool may_work_later(long status) { return status == 408 || status == 429 || status >= 500; }

}  // namespace

struct WebPushSender::Post {
  std::string address;
  std::string body;
  std::string authorization;
  std::string topic;
  long long ttl = 0;
};

/// A handle with its lines, which are used again.
class WebPushSender::Curl {
 public:
  Curl() : handle_(curl_easy_init()) {
    if (handle_ == nullptr) {
      throw std::runtime_error("libcurl gives no handle");
    }
  }
  ~Curl() { curl_easy_cleanup(handle_); }
  Curl(const Curl&) = delete;
  Curl& operator=(const Curl&) = delete;
  CURL* handle() { return handle_; }

 private:
  CURL* handle_;
};

WebPushSender::WebPushSender(PushSettings settings, const web_push::VapidKey& key, const process::Clock& clock,
                             Gone gone)
    : settings_(std::move(settings)), key_(key), clock_(clock), gone_(std::move(gone)) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) {
    throw std::runtime_error(std::string{"libcurl cannot be used: "} + curl_easy_strerror(started));
  }
  curl_ = std::make_unique<Curl>();
}

WebPushSender::~WebPushSender() { hurried_ = true; }

const std::string& WebPushSender::authorization(const std::string& service) {
  const auto now = clock_.now();
  auto& known = services_[service];
  if (known.authorization.empty() || known.signed_until < now) {
    known.signed_until = now + signed_again;
    known.authorization = key_.authorization(service, settings_.contact, to_ms(now + signed_for) / 1000);
  }
  return known.authorization;
}

boost::asio::awaitable<SendAnswer> WebPushSender::send(Notice notice) {
  const auto service = web_push::service_of(notice.to, settings_.own_services);
  const auto phone = web_push::phone_keys_from(notice.from);
  if (!service || !phone) {
    co_return SendAnswer{SendResult::refused, "the phone named no push service that may be asked"};
  }
  if (services_.size() > most_services && !services_.contains(*service)) {
    services_.clear();
  }
  const auto silent = services_.find(*service);
  if (silent != services_.end() && clock_.monotonic() < silent->second.silent_until) {
    co_return SendAnswer{SendResult::not_now, "the push service did not answer a moment ago"};
  }
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(notice.useless_from - clock_.now());
  Post one{.address = notice.to,
           .body = web_push::encrypted(web_push::message_of(notice), *phone, web_push::fresh_key().get(),
                                       web_push::fresh_salt()),
           .authorization = authorization(*service),
           .topic = web_push::topic_of(notice),
           .ttl = std::clamp<long long>(left.count(), 0, std::chrono::seconds{longest_ttl}.count())};
  auto job = [this, one = std::move(one)] { return post(one); };
  auto posted = co_await worker_.run(std::move(job));
  note(*service, posted);
  if (posted.gone) {
    try {
      co_await gone_(notice.to);
    } catch (const std::exception& failure) {
      spdlog::error("web push: a phone that is gone was not forgotten: {}", failure.what());
    }
  }
  co_return std::move(posted.answer);
}

void WebPushSender::note(const std::string& service, const Posted& posted) {
  auto& known = services_[service];
  if (posted.silent && !hurried_) {
    known.silent_until = clock_.monotonic() + left_alone;
    if (!std::exchange(known.silent, true)) {
      spdlog::error("web push: {} is not reached: {}; phones that it serves are not told meanwhile", service,
                    posted.answer.why);
    }
  } else if (std::exchange(known.silent, false)) {
    spdlog::info("web push: {} answers again", service);
  }
}

WebPushSender::Posted WebPushSender::post(const Post& post) {
  if (hurried_) {
    return {.answer = {SendResult::channel_down, "the program ends"}};
  }
  Headers headers;
  add(headers, "Content-Type: application/octet-stream");
  add(headers, "Content-Encoding: aes128gcm");
  add(headers, fmt::format("TTL: {}", post.ttl));
  add(headers, "Urgency: high");
  add(headers, "Topic: " + post.topic);
  add(headers, "Authorization: " + post.authorization);
  add(headers, "Expect:");
  std::size_t read = 0;
  Asked asked{.own = &settings_.own_services};
  char trouble[CURL_ERROR_SIZE] = "";
  auto* curl = curl_->handle();
  curl_easy_reset(curl);  // the lines stay
  curl_easy_setopt(curl, CURLOPT_URL, post.address.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);  // it would go where nobody said
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &asked);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "Antrean");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.deadline.count() / 2));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.deadline.count()));
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post.body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.body.size()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_answer);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &read);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &hurried_);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, trouble);
  if (!settings_.ca_file.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, settings_.ca_file.c_str());
  }
  const auto ended = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
  if (asked.refused) {
    return {.answer = {SendResult::refused, "the push service's name leads into a private network"}};
  }
  // The status says it; the rest of the answer may be as long as it likes, or break off.
  if (status >= 200 && status < 300) {
    return {.answer = {SendResult::taken, {}}};
  }
  if (status == 0) {
    const bool was_asked = ended == CURLE_OPERATION_TIMEDOUT || ended == CURLE_GOT_NOTHING ||
                           ended == CURLE_RECV_ERROR || ended == CURLE_SEND_ERROR;
    return {.answer = {hurried_    ? SendResult::channel_down
                       : was_asked ? SendResult::unclear
                                   : SendResult::not_now,
                       fmt::format("the push service does not answer: {}",
                                   trouble[0] == '\0' ? curl_easy_strerror(ended) : trouble)},
            .silent = true};
  }
  if (ends_subscription(status)) {
    return {.answer = {SendResult::refused, fmt::format("the phone has ended its subscription ({})", status)},
            .gone = true};
  }
  return {.answer = {may_work_later(status) ? SendResult::not_now : SendResult::refused,
                     fmt::format("the push service answered {}", status)}};
}

}  // namespace antrean::portal
