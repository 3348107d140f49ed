#include "webhook/webhook_sender.hpp"

#include <stdexcept>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>

#include "signatures/webhook_signature.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t most_answer = 64u << 10;  // that is read; nothing of it is kept

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

SendAnswer down(std::string why) { return {SendResult::channel_down, std::move(why)}; }

bool is_this_machine(std::string_view url) {
  for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (url.starts_with(host) && (url.size() == host.size() || url[host.size()] == ':' || url[host.size()] == '/')) {
      return true;
    }
  }
  return false;
}

}  // namespace

WebhookSettings read_webhook_settings(settings::Section root) {
  WebhookSettings webhook;
  if (!root.has("webhook")) {
    return webhook;
  }
  auto section = root.section("webhook");
  webhook.url = section.text(
      "url", {.pattern = "https?://[^\\s\"<>@]{1,500}", .example = "https://program.example/antrean", .fallback = {}});
  if (webhook.url.starts_with("http://") && !is_this_machine(webhook.url)) {
    section.problem("url", "what is sent there could be read and changed on the way; write https://");
  }
  webhook.secret_file = section.secret_file("secret_file", "webhook.secret");
  webhook.ca_file = section.has("ca_file") ? section.path("ca_file") : std::filesystem::path{};
  webhook.deadline = section.duration("deadline", Milliseconds{15'000});
  if (webhook.deadline < std::chrono::seconds{1} || webhook.deadline > std::chrono::minutes{5}) {
    section.problem("deadline", "one second to five minutes, as \"15s\"");
  }
  return webhook;
}

/// A handle with its line, which is used again.
class WebhookSender::Curl {
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

WebhookSender::WebhookSender(WebhookSettings settings, std::string secret, const process::Clock& clock)
    : settings_(std::move(settings)), secret_(std::move(secret)), clock_(clock) {
  if (secret_.size() < webhook::shortest_secret) {
    throw std::runtime_error(
        fmt::format("the webhook's secret has {} characters; it needs at least {}. Make one with: "
                    "antrean-portal secret FILE",
                    secret_.size(), webhook::shortest_secret));
  }
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) {
    throw std::runtime_error(std::string{"libcurl cannot be used: "} + curl_easy_strerror(started));
  }
  curl_ = std::make_unique<Curl>();
}

WebhookSender::~WebhookSender() { hurried_ = true; }

boost::asio::awaitable<SendAnswer> WebhookSender::send(Notice notice) {
  auto job = [this, id = to_text(notice.id), body = std::move(notice.payload), now = clock_.now()] {
    return post(id, body, now);
  };
  co_return co_await worker_.run(std::move(job));
}

SendAnswer WebhookSender::post(const std::string& id, const std::string& body, UtcTime now) {
  if (hurried_) {
    return down("the program ends");
  }
  Headers headers;
  for (const auto& [name, value] : webhook::headers(id, secret_, body, now)) {
    add(headers, name + ": " + value);
  }
  add(headers, "Expect:");
  std::size_t read = 0;
  char trouble[CURL_ERROR_SIZE] = "";
  auto* curl = curl_->handle();
  curl_easy_reset(curl);  // the line stays
  curl_easy_setopt(curl, CURLOPT_URL, settings_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);  // it would go where nobody said
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "Antrean");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.deadline.count()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
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
  const bool taken = status >= 200 && status < 300;
  // The status says it; the rest of the answer may be as long as it likes.
  if (taken && (ended == CURLE_OK || ended == CURLE_WRITE_ERROR)) {
    return {SendResult::taken, {}};
  }
  if (ended != CURLE_OK && status == 0) {
    return down(
        fmt::format("the webhook does not answer: {}", trouble[0] == '\0' ? curl_easy_strerror(ended) : trouble));
  }
  if (ended != CURLE_OK) {
    return down(fmt::format("the webhook's answer broke off: {}", curl_easy_strerror(ended)));
  }
  return down(fmt::format("the webhook answered {}; it is sent again until the answer is 2xx", status));
}

}  // namespace antrean::portal
