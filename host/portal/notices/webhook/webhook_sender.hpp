// The webhook channel: each change of a booking is posted as JSON to an address of another program, signed
// (base/signatures/webhook_signature.hpp). What is not answered with 2xx is tried again, for as long as it
// takes, in the order of the events: none is given up, and none overtakes another.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "notices/sender.hpp"
#include "process/clock.hpp"
#include "settings/settings.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

struct WebhookSettings {
  std::string url;  ///< "": nobody is told
  std::filesystem::path secret_file;
  std::filesystem::path ca_file;  ///< "": the system's
  std::chrono::milliseconds deadline{15'000};
};

/// [webhook]. What is wrong becomes a problem of the source.
WebhookSettings read_webhook_settings(settings::Section root);

class WebhookSender final : public Sender {
 public:
  /// Declare it after the io_context that it answers to. `secret`: at least 32 characters, else
  /// std::runtime_error. `clock` must outlive it.
  WebhookSender(WebhookSettings settings, std::string secret, const process::Clock& clock);
  ~WebhookSender() override;

  boost::asio::awaitable<SendAnswer> send(Notice notice) override;
  std::chrono::milliseconds longest() const override { return settings_.deadline + std::chrono::seconds{1}; }
  void hurry() override { hurried_ = true; }

 private:
  class Curl;
  SendAnswer post(const std::string& id, const std::string& body, UtcTime now);

  WebhookSettings settings_;
  std::string secret_;
  const process::Clock& clock_;
  std::unique_ptr<Curl> curl_;
  std::atomic<bool> hurried_ = false;
  Worker worker_{"webhook"};  // last, so that it is joined first
};

}  // namespace antrean::portal
