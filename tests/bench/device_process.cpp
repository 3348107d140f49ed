#include "device_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

extern char** environ;

namespace antrean::bench {

namespace asio = boost::asio;
namespace json = boost::json;

DeviceProcess::DeviceProcess(const std::filesystem::path& program, std::vector<std::string> arguments) {
  std::string name = (std::filesystem::temp_directory_path() / "antrean-bench-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder to be had");
  }
  folder_ = name;
  arguments.insert(arguments.begin(), program.string());
  for (const auto& [option, path] : {std::pair{"--link", line()}, std::pair{"--control", control()}}) {
    arguments.emplace_back(option);
    arguments.push_back(path.string());
  }
  std::vector<char*> pointers;
  for (auto& argument : arguments) {
    pointers.push_back(argument.data());
  }
  pointers.push_back(nullptr);

  std::array<int, 2> output{};
  if (pipe2(output.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe to be had");
  }
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  const int failed = posix_spawn(&pid_, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(output[1]);
  // It prints its path when it is ready, and the pipe closes when it ends.
  char first = 0;
  pollfd ready{.fd = output[0], .events = POLLIN, .revents = 0};
  const bool up = failed == 0 && poll(&ready, 1, 10'000) > 0 && read(output[0], &first, 1) == 1;
  close(output[0]);
  if (!up) {
    throw std::runtime_error(fmt::format("{} did not start", program.string()));
  }
}

DeviceProcess::~DeviceProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

DeviceControl::DeviceControl(asio::io_context& io, const std::filesystem::path& socket) : socket_(io) {
  socket_.connect(asio::local::stream_protocol::endpoint{socket.string()});
}

asio::awaitable<json::object> DeviceControl::next_line() {
  const auto length =
      co_await asio::async_read_until(socket_, asio::dynamic_buffer(received_), '\n', asio::use_awaitable);
  auto value = json::parse(std::string_view{received_}.substr(0, length));
  received_.erase(0, length);
  co_return value.as_object();
}

asio::awaitable<json::object> DeviceControl::ask(json::object order) {
  const std::string line = json::serialize(order) + "\n";
  co_await asio::async_write(socket_, asio::buffer(line), asio::use_awaitable);
  auto answer = co_await next_line();
  if (!answer.at("ok").as_bool()) {
    throw std::runtime_error(
        fmt::format("antrean-device refused {}: {}", json::serialize(order), json::serialize(answer)));
  }
  co_return answer;
}

asio::awaitable<void> DeviceControl::watch(std::function<void(const json::object&)> on_change) {
  json::object order{{"op", "watch"}};
  co_await ask(std::move(order));
  for (;;) {
    const auto change = co_await next_line();
    on_change(change);
  }
}

}  // namespace antrean::bench
