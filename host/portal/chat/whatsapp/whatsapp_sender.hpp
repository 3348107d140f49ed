// Sends notices of the channel whatsapp through WhatsApp's Cloud API: replies of a chat as they are,
// everything else as a template, because most of it comes more than a day after the person's last message.
// io_context thread.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "http/trust.hpp"
#include "notices/sender.hpp"

namespace antrean::portal::chat::whatsapp {

struct ApiSettings {
  std::string url = "https://graph.facebook.com/v21.0";  ///< without a slash at the end
  std::string token;                                     ///< of the system user
  http::Trust trust{};
  std::chrono::milliseconds deadline{10'000};
};

class WhatsAppSender : public Sender {
 public:
  explicit WhatsAppSender(ApiSettings api) : api_(std::move(api)) {}
  boost::asio::awaitable<SendAnswer> send(Notice notice) override;
  std::chrono::milliseconds longest() const override { return 2 * api_.deadline; }

 private:
  struct Called {
    SendAnswer answer;
    std::string body;
  };
  boost::asio::awaitable<Called> call(std::string path, std::string content_type, std::string body);
  boost::asio::awaitable<SendAnswer> send_reply(const Notice& notice);

  ApiSettings api_;
};

}  // namespace antrean::portal::chat::whatsapp
