// The address that WhatsApp's Cloud API calls: the handshake (GET) and what people write (POST). Only what
// the app's secret has signed is read. It says 200 when every message is durable, so what was not is sent
// again.
#pragma once

#include <string>

#include "chat/chat_service.hpp"
#include "http/server.hpp"
#include "process/clock.hpp"

namespace antrean::portal::chat::whatsapp {

inline constexpr const char* webhook_path = "/chat/whatsapp";

struct WebhookSecrets {
  std::string verify_token;  ///< of the handshake, chosen by whoever sets the webhook up
  std::string app_secret;
};

/// All are kept by reference and outlive the server.
void add_webhook(http::Server& server, ChatService& service, const WebhookSecrets& secrets,
                 const process::Clock& clock);

}  // namespace antrean::portal::chat::whatsapp
