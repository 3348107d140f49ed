// Work that runs beside the rest for as long as the portal serves.
#pragma once

#include <exception>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace antrean::portal {

/// A failure that nobody foresaw ends the program, and systemd starts it again.
inline void run_apart(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
  boost::asio::co_spawn(io, std::move(work), [](const std::exception_ptr& error) {
    if (error) {
      std::rethrow_exception(error);
    }
  });
}

}  // namespace antrean::portal
