// Booking by WhatsApp as a part of the portal: the webhook that hears, and the courier that answers.
// io_context thread.
#pragma once

#include <string>

#include <boost/asio/io_context.hpp>

#include "chat/chat_service.hpp"
#include "chat/whatsapp/webhook.hpp"
#include "chat/whatsapp/whatsapp_sender.hpp"
#include "notices/courier.hpp"

namespace antrean::portal::chat {

class ChatChannel {
 public:
  struct Options {
    whatsapp::ApiSettings api;
    whatsapp::WebhookSecrets webhook;
    int per_minute = 0;  ///< 0: no limit
  };
  /// All are kept by reference. `store` is both: what is kept of chats, and the replies.
  template <class Store>
  ChatChannel(boost::asio::io_context& io, Store& store, BookingService& booking_service, const NikKey& nik_key,
              const DayBoard& day, const process::Clock& clock, Options options)
      : ChatChannel(io, store, store, booking_service, nik_key, day, clock, std::move(options)) {}

  void serve(http::Server& server) { whatsapp::add_webhook(server, service_, webhook_, clock_); }
  /// Until stop(), once.
  boost::asio::awaitable<void> run() { return courier_.run(); }
  void stop() { courier_.stop(); }
  const CourierState& state() const { return courier_.state(); }

 private:
  ChatChannel(boost::asio::io_context& io, ChatBox& box, Outbox& outbox, BookingService& booking_service,
              const NikKey& nik_key, const DayBoard& day, const process::Clock& clock, Options options);

  whatsapp::WebhookSecrets webhook_;
  ChatService service_;
  whatsapp::WhatsAppSender sender_;
  Courier courier_;
  const process::Clock& clock_;
};

}  // namespace antrean::portal::chat
