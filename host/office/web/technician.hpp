// What the technician's command (host/cli) asks of a running office beside /health, /feed and /console/why.
//
//   POST /technician/journal-copy    a consistent copy of the journal is made beside it, while the office works
//        -> 200 {"file":"/var/lib/antrean/office.db.copy","events":1234}, 409 one is there already, 503 not made
//
// The journal holds names of people, so it never goes over the wire: the copy is a file with the journal's
// own owner and mode, and only who may read the journal gets at it. One copy at a time, under one name, so
// that whoever can ask cannot fill the disk. Asked from this machine only, and not by a browser.
//
// io_context thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "http/server.hpp"

namespace antrean::web {

struct JournalCopy {
  std::string file;          ///< empty: it was not made
  std::uint64_t events = 0;  ///< in the journal when it was whole
  bool busy = false;         ///< another copy is being made, or waits to be taken away
  std::string failure;       ///< what, and what to do
};

/// `make` is kept by the route.
void add_technician_routes(http::Server& server, std::function<boost::asio::awaitable<JournalCopy>()> make);

}  // namespace antrean::web
