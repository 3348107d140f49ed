// A stand-in for WhatsApp's Cloud API, written from its maker's documents and not from the portal's code: it
// takes messages and pictures as the maker does, refuses what the maker refuses, and calls the portal's
// webhook, signed, in batches, and again when the portal does not say 200. For tests and for the demo.
// io_context thread.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "http/server.hpp"
#include "values/office_time.hpp"

namespace antrean::demo {

/// What somebody's telephone shows.
struct ChatLine {
  bool own = false;  ///< the person wrote it
  std::string id;    ///< "wamid...."
  std::string text;
  struct Choice {
    std::string id, title, about;
  };
  std::vector<Choice> choices{};
  std::string picture{};        ///< PNG
  std::string template_name{};  ///< it was a template, with these parameters
  std::vector<std::string> parameters{};
};

class WhatsAppStandIn {
 public:
  struct Options {
    std::string webhook;     ///< of the portal, "http://127.0.0.1:8080/chat/whatsapp"
    std::string app_secret;  ///< signs what it says to the webhook
    std::string token;       ///< that the portal must show
    UtcTime (*now)() = nullptr;
    std::function<void(const std::string& phone)> taken{};  ///< called when it has taken a message for this number
  };
  WhatsAppStandIn(boost::asio::io_context& io, Options options);

  std::uint16_t port() const { return server_.port(); }
  std::string api() const;  ///< for [whatsapp] api
  void set_webhook(std::string url) { options_.webhook = std::move(url); }

  struct Written {
    std::string from;  ///< digits
    std::string text;  ///< or what is pressed:
    std::string pressed{};
    std::string id{};        ///< "": a fresh one
    bool a_picture = false;  ///< instead of a text
  };
  /// Several messages to one number in one notification; the status of the portal's answer, 0 for none.
  boost::asio::awaitable<unsigned> write(std::string number_id, std::vector<Written> messages);
  /// The same until the portal says 200, at most `tries` times.
  boost::asio::awaitable<bool> write_until_taken(std::string number_id, std::vector<Written> messages, int tries);

  /// What the telephone of this number shows, the oldest first.
  const std::deque<ChatLine>& shown(const std::string& phone) { return phones_[phone]; }
  std::size_t messages() const { return messages_; }  ///< that it took from the portal
  std::size_t refusals() const { return refusals_; }
  void answer_next(unsigned status, int times = 1);  ///< instead of taking them
  void forget_window(const std::string& phone) { last_heard_.erase(phone); }

 private:
  http::Response take(const http::Request& request, const std::string& number_id);
  http::Response take_picture(const http::Request& request);
  http::Response refused(unsigned status, int code, const std::string& message);
  std::string notification(const std::string& number_id, const std::vector<Written>& messages) const;

  Options options_;
  http::Server server_;
  std::map<std::string, std::deque<ChatLine>> phones_;
  std::map<std::string, UtcTime> last_heard_;
  std::map<std::string, std::string> pictures_;
  std::size_t messages_ = 0, refusals_ = 0, ids_ = 0;
  std::pair<unsigned, int> refuse_{0, 0};
};

}  // namespace antrean::demo
