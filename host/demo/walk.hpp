// Takes one booking of each kind all the way without a person. `antrean-demo --check` runs it. io_context
// thread.
#pragma once

#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "demo/whole_office.hpp"

namespace antrean::demo {

/// Books with the portal's pages, reads the QR from the pixels of the confirmation, sends it through the
/// scanner, presses "next" on a pad, and looks for the number on the board over that counter, on the hall
/// board and on the TV. Throws std::runtime_error with the name of the step that failed. `say` is called for
/// each step that succeeded.
boost::asio::awaitable<void> walk_one_booking(boost::asio::io_context& io, WholeOffice& office,
                                              std::function<void(std::string)> say);

/// Books by WhatsApp, reads the QR from the picture in the chat, and goes on as above to the board. Throws
/// and says as above.
boost::asio::awaitable<void> walk_one_chat(boost::asio::io_context& io, WholeOffice& office,
                                           std::function<void(std::string)> say);

/// Books by the pages, keeps what the app keeps on the phone (`/own.json` says what), stops the portal, reads
/// the QR from what was kept, and goes on as above to the board. Throws and says as above. The portal stays
/// stopped.
boost::asio::awaitable<void> walk_one_app(boost::asio::io_context& io, WholeOffice& office,
                                          std::function<void(std::string)> say);

}  // namespace antrean::demo
