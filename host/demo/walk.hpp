// One booking's whole way, walked without anybody: what `antrean-demo --check` does. io_context thread.
#pragma once

#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "demo/whole_office.hpp"

namespace antrean::demo {

/// Books by the portal's pages, reads the QR from the confirmation's pixels, types it into the scanner,
/// presses "next" on a pad, and looks for the number on the board over that counter, on the hall board and on
/// the TV. Throws std::runtime_error naming the step that failed; `say` tells each that went well.
boost::asio::awaitable<void> walk_one_booking(boost::asio::io_context& io, WholeOffice& office,
                                              std::function<void(std::string)> say);

}  // namespace antrean::demo
