#include "web/technician.hpp"

#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace antrean::web {

namespace asio = boost::asio;
using http::Request;
using http::Response;

namespace {

bool from_a_command_here(const Request& request) {
  return request.local && request.header("Origin").empty() && request.is_json();
}

asio::awaitable<Response> answer(std::function<asio::awaitable<JournalCopy>()> make, Request request) {
  if (!from_a_command_here(request)) {
    co_return Response::problem(403, "not from here", "this is for the antrean command on the office's own machine");
  }
  const JournalCopy copy = co_await make();
  if (copy.busy) {
    co_return Response::problem(409, "one copy at a time", copy.failure);
  }
  if (copy.file.empty()) {
    co_return Response::problem(503, "not copied", copy.failure);
  }
  boost::json::object told;
  told["file"] = copy.file;
  told["events"] = copy.events;
  Response response = Response::json(boost::json::serialize(told));
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

void add_technician_routes(http::Server& server, std::function<asio::awaitable<JournalCopy>()> make) {
  server.route("POST", "/technician/journal-copy",
               [make = std::move(make)](Request request) { return answer(make, std::move(request)); });
}

}  // namespace antrean::web
