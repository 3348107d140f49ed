// What the portal's own commands ask of a running portal, over its Unix socket only:
//
//   POST /operator/copy   {} -> 200 {"file":"/var/lib/antrean/portal.db.copy"}
//   409: a copy is being made, or the one before was not taken
//   503: not made
//   GET  /operator/upcoming?from=2026-11-22 -> 200, the bookings of the first day that has any, as JSON
//   without names
//   GET  /operator/clusters -> 200, the report of clusters as text
//
// A database of names never goes over the wire: the copy is a file beside the database, with its owner and
// mode 0600. There is one at a time, under one name, so requests cannot fill the disk. io_context thread.
#pragma once

#include <filesystem>
#include <functional>

#include <boost/asio/awaitable.hpp>

#include "http/server.hpp"

namespace antrean::portal {

/// `copy` makes the copy at this path, or throws. The routes keep it.
void add_operator_routes(http::Server& server, std::filesystem::path copy_file,
                         std::function<boost::asio::awaitable<void>(std::filesystem::path)> copy);

/// A report that is made at each request; when `make` throws, the answer is 503.
void add_operator_report(http::Server& server, const std::string& path,
                         std::function<boost::asio::awaitable<std::string>(http::Request)> make);

}  // namespace antrean::portal
