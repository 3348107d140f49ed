// The ways on which people and programs are told: each a sender and the courier that takes notices of the
// outbox to it. io_context thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include "chat/chat_channel.hpp"
#include "mail/bounces.hpp"
#include "mail/folder_sender.hpp"
#include "mail/mail_settings.hpp"
#include "mail/smtp_sender.hpp"
#include "notices/courier.hpp"
#include "portal_settings/portal_settings.hpp"
#include "process/clock.hpp"
#include "service/run_apart.hpp"
#include "settings/settings.hpp"
#include "store/booking_store.hpp"
#include "timer/timer.hpp"
#include "web_push/keys.hpp"
#include "web_push/web_push_sender.hpp"
#include "webhook/webhook_sender.hpp"

namespace antrean::portal {

/// Mails leave, and what comes back is noted.
class MailChannel {
 public:
  MailChannel(boost::asio::io_context& io, Outbox& outbox, const process::Clock& clock, const PortalSettings& settings,
              const std::string& password)
      : sender_(sender_of(settings, password)),
        courier_(outbox, *sender_, clock, asio_timers(io), [] { return randombytes_random(); },
                 {.channel = NoticeChannel::mail, .per_minute = settings.mail.per_minute}) {
    if (settings.mail.bounces) {
      bounces_.emplace(outbox, clock, asio_timers(io), *settings.mail.bounces, domain_of(settings));
    }
  }

  void start(boost::asio::io_context& io) {
    run_apart(io, courier_.run());
    if (bounces_) {
      run_apart(io, bounces_->run());
    }
  }
  CourierState state() const { return courier_.state(); }
  static MailIdentity identity(const PortalSettings& settings) {
    return mail_identity(settings.mail, domain_of(settings));
  }
  void stop() {
    courier_.stop();
    if (bounces_) {
      bounces_->stop();
    }
  }

 private:
  static std::string domain_of(const PortalSettings& settings) {
    return settings.public_host.empty() ? "antrean.invalid" : settings.public_host;
  }
  static std::unique_ptr<Sender> sender_of(const PortalSettings& settings, const std::string& password) {
    if (!settings.mail.server) {
      spdlog::warn("there is no mail server: mails are files in {}", settings.mail.folder.string());
      return std::make_unique<FolderSender>(settings.mail.folder, identity(settings));
    }
    auto server = *settings.mail.server;
    server.password = password;
    server.greeting = domain_of(settings);
    return std::make_unique<SmtpSender>(std::move(server), identity(settings));
  }

  std::unique_ptr<Sender> sender_;
  Courier courier_;
  std::optional<BounceFolder> bounces_;
};

/// Other programs are told of changes.
class WebhookChannel {
 public:
  WebhookChannel(boost::asio::io_context& io, Outbox& outbox, const process::Clock& clock,
                 const WebhookSettings& settings, const std::string& secret)
      : sender_(settings, secret, clock),
        courier_(outbox, sender_, clock, asio_timers(io), [] { return randombytes_random(); },
                 {.channel = NoticeChannel::webhook, .batch = 20}) {}
  void start(boost::asio::io_context& io) { run_apart(io, courier_.run()); }
  CourierState state() const { return courier_.state(); }
  void stop() { courier_.stop(); }

 private:
  WebhookSender sender_;
  Courier courier_;
};

/// People are told on their phones.
class PushChannel {
 public:
  PushChannel(boost::asio::io_context& io, BookingStore& store, const process::Clock& clock,
              const PushSettings& settings, const web_push::VapidKey& key)
      : store_(store),
        clock_(clock),
        sender_(settings, key, clock, [this](std::string address) { return forget(std::move(address)); }),
        courier_(store, sender_, clock, asio_timers(io), [] { return randombytes_random(); },
                 {.channel = NoticeChannel::web_push}) {}
  void start(boost::asio::io_context& io) { run_apart(io, courier_.run()); }
  CourierState state() const { return courier_.state(); }
  void stop() { courier_.stop(); }

 private:
  boost::asio::awaitable<void> forget(std::string address) {
    co_await store_.end(
        {.token = {}, .channel = NoticeChannel::web_push, .address = std::move(address), .now = clock_.now()});
  }

  BookingStore& store_;
  const process::Clock& clock_;
  WebPushSender sender_;
  Courier courier_;
};

/// WhatsApp's secrets are read here. Throws std::runtime_error.
inline chat::ChatChannel::Options chat_options(const ChatSettings& settings) {
  return {.api = {.url = settings.url, .token = settings::read_secret(settings.token)},
          .webhook = {.verify_token = settings::read_secret(settings.verify_token),
                      .app_secret = settings::read_secret(settings.app_secret)},
          .per_minute = settings.per_minute};
}

}  // namespace antrean::portal
