#include "rig/office_at_work.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "demo/whole_office.hpp"
#include "http/client.hpp"
#include "rig/morning.hpp"
#include "rig/ran.hpp"

namespace antrean::cli::test {
namespace {

namespace asio = boost::asio;

boost::system::result<http::Response> ask(http::ClientRequest call) {
  asio::io_context io{1};
  boost::system::result<http::Response> answer = boost::system::errc::make_error_code(boost::system::errc::io_error);
  asio::co_spawn(io, http::fetch(std::move(call)),
                 [&](std::exception_ptr, boost::system::result<http::Response> got) { answer = std::move(got); });
  io.run();
  return answer;
}

}  // namespace

OfficeAtWork::OfficeAtWork(bool sign_in) : place(folder / ""), port_(demo::free_port()) {
  write_text(settings(), settings_text(journal(), port_, "always", sign_in));
  office_ = std::make_unique<demo::Child>(demo::Child::How{.program = programs() / "antrean-office",
                                                           .arguments = {"--config", settings().string()},
                                                           .environment = {},
                                                           .log = log()});
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  for (;;) {
    http::ClientRequest call;
    call.url = url() + "/health";
    const auto answer = ask(std::move(call));
    if (answer && answer->status == 200) {
      return;
    }
    if (office_->ended() || std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("the office did not start:\n" + office_->last_words());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

OfficeAtWork::~OfficeAtWork() = default;

void OfficeAtWork::stop() {
  office_->signal(SIGTERM);
  if (!office_->wait(std::chrono::seconds(30))) {
    throw std::runtime_error("the office did not stop");
  }
}

std::pair<unsigned, std::string> OfficeAtWork::post(const std::string& path, const std::string& body,
                                                    std::vector<std::pair<std::string, std::string>> headers) {
  http::ClientRequest call;
  call.method = "POST";
  call.url = url() + path;
  call.headers = std::move(headers);
  call.body = body;
  auto answer = ask(std::move(call));
  return {answer.value().status, answer.value().body};
}

std::pair<unsigned, std::string> OfficeAtWork::at_socket(const std::string& method, const std::string& path,
                                                         std::vector<std::pair<std::string, std::string>> headers) {
  http::ClientRequest call;
  call.method = method;
  call.url = "http://office" + path;
  call.socket = socket();
  call.headers = std::move(headers);
  auto answer = ask(std::move(call));
  return {answer.value().status, answer.value().body};
}

void OfficeAtWork::command(const std::string& json) {
  const auto [status, body] = post("/console/command", json, {{"Content-Type", "application/json"}});
  if (status != 200) {
    throw std::runtime_error(json + " was answered with " + std::to_string(status) + ' ' + body);
  }
}

std::vector<std::string> OfficeAtWork::with(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {"--config", settings().string()});
  return arguments;
}

}  // namespace antrean::cli::test
