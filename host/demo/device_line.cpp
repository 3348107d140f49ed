#include "demo/device_line.hpp"

#include <stdexcept>

#include <boost/asio/connect.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace antrean::demo {

namespace asio = boost::asio;
namespace json = boost::json;

asio::awaitable<json::object> DeviceLine::ask(json::object order) {
  const std::string line = json::serialize(order) + "\n";
  std::string answer;
  try {
    answer = co_await exchange(line);
  } catch (...) {
    // The next order connects to the devices again, if they are there.
    boost::system::error_code ignored;
    socket_.close(ignored);
    received_.clear();
    throw;
  }
  json::object object = json::parse(answer).as_object();
  if (!object.at("ok").as_bool()) {
    throw std::runtime_error("the devices refused: " + std::string(object.at("error").as_string()));
  }
  co_return object;
}

asio::awaitable<std::string> DeviceLine::exchange(std::string line) {
  if (!socket_.is_open()) {
    const asio::local::stream_protocol::endpoint where(control_.string());
    co_await socket_.async_connect(where, asio::use_awaitable);
  }
  co_await asio::async_write(socket_, asio::buffer(line), asio::use_awaitable);
  const std::size_t length =
      co_await asio::async_read_until(socket_, asio::dynamic_buffer(received_, 1u << 20), '\n', asio::use_awaitable);
  std::string answer = received_.substr(0, length);
  received_.erase(0, length);
  co_return answer;
}

asio::awaitable<void> DeviceLine::press(unsigned pad, std::string button) {
  json::object order{{"op", "press"}, {"pad", pad}, {"button", button}};
  co_await ask(std::move(order));
}

asio::awaitable<json::object> DeviceLine::show() {
  json::object order{{"op", "show"}};
  co_return co_await ask(std::move(order));
}

asio::awaitable<std::string> DeviceLine::board_text(unsigned unit) {
  const json::object shown = co_await show();
  for (const json::value& board : shown.at("boards").as_array()) {
    if (board.at("unit").to_number<unsigned>() == unit) {
      co_return std::string(board.at("text").as_string());
    }
  }
  co_return std::string();
}

}  // namespace antrean::demo
