#include "ports/linux/control.hpp"

#include <deque>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

namespace antrean::device {

namespace json = boost::json;
using Socket = boost::asio::local::stream_protocol;

namespace {

constexpr std::size_t longest_line = 64UL * 1024;
constexpr std::size_t longest_backlog = 4UL * 1024 * 1024;

}  // namespace

class Control::Session : public std::enable_shared_from_this<Session> {
 public:
  using Sessions = std::set<std::shared_ptr<Session>>;

  Session(Socket::socket socket, Answer answer, std::weak_ptr<Sessions> all)
      : socket_(std::move(socket)), answer_(std::move(answer)), all_(std::move(all)), input_(longest_line) {}

  void read() {
    boost::asio::async_read_until(socket_, input_, '\n',
                                  [self = shared_from_this()](boost::system::error_code error, std::size_t length) {
                                    if (error) {
                                      return self->end();
                                    }
                                    self->take_line(length);
                                    self->read();
                                  });
  }

  [[nodiscard]] bool watches() const { return watches_; }

  void send(std::string line) {
    backlog_ += line.size();
    if (backlog_ > longest_backlog) {
      return end();
    }
    output_.push_back(std::move(line));
    if (output_.size() == 1) {
      write();
    }
  }

  void end() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    if (const auto all = all_.lock()) {
      all->erase(shared_from_this());
    }
  }

 private:
  void take_line(std::size_t length) {
    const auto data = input_.data();
    const std::string line(boost::asio::buffers_begin(data),
                           boost::asio::buffers_begin(data) + static_cast<std::ptrdiff_t>(length));
    input_.consume(length);
    boost::system::error_code error;
    const json::value asked = json::parse(line, error);
    json::object answer;
    if (error) {
      answer = {{"ok", false}, {"error", "not JSON: " + error.message()}};
    } else if (asked.is_object() && asked.get_object().if_contains("op") && asked.get_object().at("op") == "watch") {
      watches_ = true;
      answer = {{"ok", true}};
    } else {
      answer = answer_(asked);
    }
    send(json::serialize(answer) + "\n");
  }

  void write() {
    boost::asio::async_write(socket_, boost::asio::buffer(output_.front()),
                             [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                               if (error) {
                                 return self->end();
                               }
                               self->backlog_ -= self->output_.front().size();
                               self->output_.pop_front();
                               if (!self->output_.empty()) {
                                 self->write();
                               }
                             });
  }

  Socket::socket socket_;
  Answer answer_;
  std::weak_ptr<Sessions> all_;
  boost::asio::streambuf input_;
  std::deque<std::string> output_;
  std::size_t backlog_ = 0;
  bool watches_ = false;
};

Control::Control(boost::asio::io_context& io, std::filesystem::path path, Answer answer)
    : acceptor_(io),
      path_(std::move(path)),
      answer_(std::move(answer)),
      sessions_(std::make_shared<Session::Sessions>()) {
  const Socket::endpoint place(path_.string());
  boost::system::error_code error;
  if (std::filesystem::is_socket(path_)) {
    Socket::socket probe(io);
    probe.connect(place, error);
    if (!error) {
      throw std::runtime_error("control socket " + path_.string() + ": another program listens there");
    }
    std::filesystem::remove(path_);
  }
  acceptor_.open();
  acceptor_.bind(place, error);
  if (!error) {
    acceptor_.listen(Socket::socket::max_listen_connections, error);
  }
  if (error) {
    throw std::runtime_error("control socket " + path_.string() + ": " + error.message());
  }
  accept();
}

Control::~Control() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  // a copy: each session removes itself when it ends
  const std::set<std::shared_ptr<Session>> sessions = *sessions_;
  for (const auto& session : sessions) {
    session->end();
  }
  std::error_code removed;
  std::filesystem::remove(path_, removed);
}

void Control::accept() {
  acceptor_.async_accept([this](boost::system::error_code error, Socket::socket socket) {
    if (error == boost::asio::error::operation_aborted) {
      return;
    }
    if (error) {
      spdlog::error("control socket {}: {}", path_.string(), error.message());
    } else {
      auto session = std::make_shared<Session>(std::move(socket), answer_, sessions_);
      sessions_->insert(session);
      session->read();
    }
    accept();
  });
}

void Control::publish(const json::object& change) {
  const std::set<std::shared_ptr<Session>> sessions = *sessions_;
  std::string line;
  for (const auto& session : sessions) {
    if (!session->watches()) {
      continue;
    }
    if (line.empty()) {
      line = json::serialize(change) + "\n";
    }
    session->send(line);
  }
}

}  // namespace antrean::device
