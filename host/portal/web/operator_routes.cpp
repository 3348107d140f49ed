#include "web/operator_routes.hpp"

#include <memory>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

namespace antrean::portal {
namespace {

namespace asio = boost::asio;

struct Copier {
  std::filesystem::path file;
  std::function<asio::awaitable<void>(std::filesystem::path)> copy;
  bool busy = false;
};

asio::awaitable<http::Response> make_copy(std::shared_ptr<Copier> copier) {
  if (copier->busy || std::filesystem::exists(std::filesystem::symlink_status(copier->file))) {
    co_return http::Response::problem(
        409, "one copy at a time",
        "a copy is being made, or " + copier->file.string() + " was not taken: remove it, then try again");
  }
  copier->busy = true;
  std::string failure;
  try {
    co_await copier->copy(copier->file);
  } catch (const std::exception& error) {
    failure = error.what();
    spdlog::error("the copy was not made: {}", failure);
  }
  copier->busy = false;
  if (!failure.empty()) {
    co_return http::Response::problem(503, "not copied", failure);
  }
  spdlog::info("a copy of the database was made: {}", copier->file.string());
  co_return http::Response::json(boost::json::serialize(boost::json::object{{"file", copier->file.string()}}));
}

}  // namespace

void add_operator_routes(http::Server& server, std::filesystem::path copy_file,
                         std::function<asio::awaitable<void>(std::filesystem::path)> copy) {
  auto copier = std::make_shared<Copier>(Copier{std::move(copy_file), std::move(copy)});
  server.route("POST", "/operator/copy", [copier](http::Request) { return make_copy(copier); });
}

void add_operator_report(http::Server& server, const std::string& path,
                         std::function<asio::awaitable<std::string>(http::Request)> make) {
  server.route("GET", path, [make = std::move(make)](http::Request request) -> asio::awaitable<http::Response> {
    std::string report;
    std::string failure;
    try {
      report = co_await make(std::move(request));
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if (!failure.empty()) {
      spdlog::error("a report was not made: {}", failure);
      co_return http::Response::problem(503, "no report", failure);
    }
    co_return http::Response::json(std::move(report));
  });
}

}  // namespace antrean::portal
