// GET /health: whether bookings can be taken now. The database is asked each time, but at most once a second,
// whoever asks: it writes, and changes nothing that anybody sees. A database that does not answer in time is
// 503, as is one that fails; mails that wait are told and are no reason for 503.
//
// Everybody is told one word each; programs of this machine the reasons too. io_context thread.
#pragma once

#include <chrono>
#include <functional>
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
  /// `ask_store` throws when the database takes nothing. `mail` may be empty: nobody sends mails.
  Health(boost::asio::io_context& io, std::function<boost::asio::awaitable<void>()> ask_store,
         std::function<CourierState()> mail, const process::Clock& clock,
         std::chrono::milliseconds answer_within = std::chrono::seconds{2});
  ~Health();

  /// The server must not outlive it.
  void serve(http::Server& server);

 private:
  struct Asked;
  boost::asio::awaitable<std::optional<std::string>> failure_of_store();
  boost::asio::awaitable<http::Response> answer(http::Request request);

  boost::asio::io_context& io_;
  std::function<boost::asio::awaitable<void>()> ask_store_;
  std::function<CourierState()> mail_;
  const process::Clock& clock_;
  std::chrono::milliseconds answer_within_;
  std::shared_ptr<Asked> asked_;
};

}  // namespace antrean::portal
