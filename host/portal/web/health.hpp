// GET /health: whether bookings can be taken now. The database is asked each time, but at most once a second,
// whoever asks: it writes, and changes nothing that anybody sees. A database that does not answer in time is
// 503, as is one that fails; notices that wait are told, by channel, and are no reason for 503.
//
// Everybody is told one word each; programs of this machine the reasons too. io_context thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "http/server.hpp"
#include "notices/courier.hpp"
#include "process/clock.hpp"

namespace antrean::portal {

class Health {
 public:
  /// The state of a channel's courier, by the channel's word: "mail".
  using Couriers = std::map<std::string, std::function<CourierState()>>;

  /// `ask_store` throws when the database takes nothing.
  Health(boost::asio::io_context& io, std::function<boost::asio::awaitable<void>()> ask_store, Couriers couriers,
         const process::Clock& clock, std::chrono::milliseconds answer_within = std::chrono::seconds{2});
  ~Health();

  /// The server must not outlive it.
  void serve(http::Server& server);

 private:
  struct Asked;
  boost::asio::awaitable<std::optional<std::string>> failure_of_store();
  boost::asio::awaitable<http::Response> answer(http::Request request);

  boost::asio::io_context& io_;
  std::function<boost::asio::awaitable<void>()> ask_store_;
  Couriers couriers_;
  const process::Clock& clock_;
  std::chrono::milliseconds answer_within_;
  std::shared_ptr<Asked> asked_;
};

}  // namespace antrean::portal
