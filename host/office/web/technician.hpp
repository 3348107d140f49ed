// What the technician's command (host/cli) asks of a running office, in addition to /health, /feed and
// /console/why.
//
//   POST /technician/journal-copy
//     makes a consistent copy of the journal beside it, while the office works
//     -> 200 {"file":"/var/lib/antrean/office.db.copy","events":1234}
//     -> 409 a copy is already there
//     -> 503 not made
//
// The journal holds names of people, so it never goes over the wire. The copy is a file with the owner and
// the mode of the journal, so only those who may read the journal can read it. There is one copy at a time,
// under one name, so requests cannot fill the disk. Requests are accepted from this machine only, and not
// from a browser.
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
  std::string file;          ///< empty: the copy was not made
  std::uint64_t events = 0;  ///< events in the journal when the copy was complete
  bool busy = false;         ///< another copy is being made, or waits to be taken
  std::string failure;       ///< what failed, and what to do
};

/// The route keeps `make`.
void add_technician_routes(http::Server& server, std::function<boost::asio::awaitable<JournalCopy>()> make);

}  // namespace antrean::web
