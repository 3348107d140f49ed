#include "chat/whatsapp/webhook.hpp"

#include <sodium.h>
#include <spdlog/spdlog.h>

namespace antrean::portal::chat::whatsapp {
namespace asio = boost::asio;
namespace {

constexpr std::size_t largest_notification = 3u << 20;  // as the maker's documents say

bool same(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

asio::awaitable<http::Response> shake_hands(const WebhookSecrets& secrets, http::Request request) {
  if (request.asked("hub.mode") == "subscribe" && !secrets.verify_token.empty() &&
      same(request.asked("hub.verify_token"), secrets.verify_token)) {
    co_return http::Response::text(request.asked("hub.challenge"));
  }
  co_return http::Response::text("this is not the token of [whatsapp] verify_token\n", 403);
}

asio::awaitable<http::Response> hear(ChatService& service, const WebhookSecrets& secrets, const process::Clock& clock,
                                     http::Request request) {
  if (!signature_is_right(request.body, request.header("X-Hub-Signature-256"), secrets.app_secret)) {
    co_return http::Response::text("the signature is not of [whatsapp] app_secret and this body\n", 403);
  }
  const auto batch = read_batch(request.body);
  if (!batch) {
    spdlog::warn("whatsapp: a signed notification of {} bytes could not be read", request.body.size());
    co_return http::Response::text("this is no notification of WhatsApp\n", 400);
  }
  for (const auto& lost : batch->undelivered) {
    spdlog::warn("whatsapp: a message did not arrive: code {}, {}", lost.code, lost.why);
  }
  // One after the other: of one person they belong together. What was kept before a failure is not answered
  // again.
  for (const auto& one : batch->messages) {
    co_await service.hear(one, clock.now());
  }
  co_return http::Response::text("");
}

}  // namespace

void add_webhook(http::Server& server, ChatService& service, const WebhookSecrets& secrets,
                 const process::Clock& clock) {
  server.route("GET", webhook_path,
               [&secrets](http::Request request) { return shake_hands(secrets, std::move(request)); });
  server.route(
      "POST", webhook_path,
      [&service, &secrets, &clock](http::Request request) { return hear(service, secrets, clock, std::move(request)); },
      largest_notification);
}

}  // namespace antrean::portal::chat::whatsapp
