// The channel web_push: a notice goes to the push service of the phone's browser (RFC 8030), which brings it
// to the phone; only the phone can read it (RFC 8291), and the service knows that we sent it (RFC 8292).
//
// A phone that its service does not know any more (404, 410) is told of once. A service that does not answer
// is left alone for half a minute, so that the phones of the others do not wait for it.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "notices/sender.hpp"
#include "process/clock.hpp"
#include "web_push/keys.hpp"
#include "web_push/push_settings.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

class WebPushSender final : public Sender {
 public:
  /// Forgets a phone: nothing reaches it any more.
  using Gone = std::function<boost::asio::awaitable<void>(std::string address)>;

  /// Declare it after the io_context that it answers to. `key` and `clock` must outlive it.
  WebPushSender(PushSettings settings, const web_push::VapidKey& key, const process::Clock& clock, Gone gone);
  ~WebPushSender() override;

  boost::asio::awaitable<SendAnswer> send(Notice notice) override;
  std::chrono::milliseconds longest() const override { return settings_.deadline + std::chrono::seconds{1}; }
  void hurry() override { hurried_ = true; }

 private:
  class Curl;
  struct Posted {
    SendAnswer answer;
    bool gone = false;
    bool silent = false;  ///< the service could not be reached, or did not answer
  };
  struct Post;
  Posted post(const Post& post);
  /// Good for some hours: signing costs more than sending.
  const std::string& authorization(const std::string& service);

  PushSettings settings_;
  const web_push::VapidKey& key_;
  const process::Clock& clock_;
  Gone gone_;
  struct Service {
    std::string authorization;
    UtcTime signed_until{};
    MonotonicTime silent_until{};
    bool silent = false;  ///< said in the log
  };
  void note(const std::string& service, const Posted& posted);
  std::map<std::string, Service> services_;  // on the io_context thread
  std::unique_ptr<Curl> curl_;
  std::atomic<bool> hurried_ = false;
  Worker worker_{"web_push"};  // last, so that it is joined first
};

}  // namespace antrean::portal
