#include "reports/running_portal.hpp"

#include <stdexcept>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "http/client.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t largest_answer = 256u << 20;

}  // namespace

std::optional<http::Response> ask_running_portal(const std::filesystem::path& socket, std::string method,
                                                 const std::string& target, std::chrono::milliseconds deadline,
                                                 const std::string& what, std::string body) {
  boost::asio::io_context io{1};
  boost::system::result<http::Response> answer = boost::system::errc::make_error_code(boost::system::errc::io_error);
  http::ClientRequest request{.method = std::move(method),
                              .url = "http://portal" + target,
                              .socket = socket,
                              .headers = {},
                              .body = {},
                              .deadline = deadline,
                              .max_body = largest_answer};
  if (request.method == "POST") {
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::move(body);
  }
  boost::asio::co_spawn(io, http::fetch(std::move(request)),
                        [&](const std::exception_ptr& error, boost::system::result<http::Response> given) {
                          if (error) {
                            std::rethrow_exception(error);
                          }
                          answer = std::move(given);
                        });
  io.run();
  if (!answer && answer.error() == boost::system::errc::permission_denied) {
    throw std::runtime_error(socket.string() + ": you may not ask the portal; run this as root");
  }
  if (!answer) {
    return std::nullopt;
  }
  if (answer->status != 200) {
    throw std::runtime_error("the portal gave no " + what + ": " + answer->body);
  }
  return std::move(*answer);
}

}  // namespace antrean::portal
