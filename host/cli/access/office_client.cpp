#include "cli/access/office_client.hpp"

#include <memory>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/parse.hpp>

#include "cli/exit.hpp"
#include "feed/feed_json.hpp"
#include "http/client.hpp"

namespace antrean::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::chrono::minutes copying_takes_at_most{10};

[[noreturn]] void no_answer_from(const std::string& url, const std::string& reason) {
  throw CommandError(no_answer,
                     "the office does not answer at " + url + " (" + reason +
                         "). Does it run (systemctl status antrean-office), and is this its address ([staff] in its "
                         "settings, or --office)? --journal FILE looks into its journal instead");
}

/// The detail of a problem+json answer; else its status.
std::string detail_of(const http::Response& answer) {
  boost::system::error_code bad;
  const json::value problem = json::parse(answer.body, bad);
  if (!bad && problem.is_object()) {
    if (const json::value* detail = problem.as_object().if_contains("detail"); detail && detail->is_string()) {
      return std::string(detail->get_string());
    }
  }
  return "it answered with status " + std::to_string(answer.status);
}

}  // namespace

void OfficeClient::strange(const std::string& what) const {
  throw CommandError(no_answer,
                     "what answers at " + url_ + " is not an office: " + what + "; is the address right (--office)?");
}

http::Response OfficeClient::ask(const std::string& method, const std::string& path,
                                 std::chrono::milliseconds deadline) const {
  asio::io_context io{1};
  http::ClientRequest call;
  call.method = method;
  call.url = url_ + path;
  call.deadline = deadline;
  call.max_body = feed::max_bytes;
  if (method == "POST") {
    call.headers = {{"Content-Type", "application/json"}};
    call.body = "{}";
  }
  std::optional<boost::system::result<http::Response>> answer;
  asio::co_spawn(io, http::fetch(std::move(call)),
                 [&answer](const std::exception_ptr& error, boost::system::result<http::Response> got) {
                   if (!error) {
                     answer = std::move(got);
                   }
                 });
  io.run();
  if (!answer) {
    no_answer_from(url_, "the line broke");
  }
  if (!*answer) {
    if (answer->error() == boost::system::errc::invalid_argument) {
      throw CommandError(usage, "--office: '" + url_ + "' is not an address like http://127.0.0.1:8091");
    }
    no_answer_from(url_, answer->error().message());
  }
  return std::move(**answer);
}

json::value OfficeClient::health() const {
  const http::Response answer = ask("GET", "/health", patience);
  boost::system::error_code bad;
  json::value health = json::parse(answer.body, bad);
  // 503 is also an answer: the office runs, but is not ready.
  const bool office = !bad && health.is_object() && health.as_object().contains("ready") &&
                      health.as_object().contains("parts") && health.at("parts").is_array();
  if (!office || (answer.status != 200 && answer.status != 503)) {
    strange("/health gives no health");
  }
  return health;
}

Snapshot OfficeClient::snapshot() const {
  asio::io_context io{1};
  asio::cancellation_signal stop;
  std::string text, reason;
  asio::steady_timer late(io, patience);
  const auto end = [&] {
    late.cancel();
    stop.emit(asio::cancellation_type::terminal);
  };
  const std::string feed_url =
      (url_.starts_with("https://") ? "wss://" + url_.substr(8) : "ws://" + url_.substr(7)) + "/feed";
  asio::co_spawn(io,
                 http::follow(
                     feed_url, feed::max_bytes,
                     [&](std::string message) {
                       text = std::move(message);
                       asio::post(io, end);
                     },
                     [&] {
                       reason = "its feed was refused or lost";
                       asio::post(io, end);
                     }),
                 asio::bind_cancellation_slot(stop.slot(), [](const std::exception_ptr&) {}));
  late.async_wait([&](boost::system::error_code cancelled) {
    if (!cancelled) {
      reason = "its feed says nothing";
      end();
    }
  });
  io.run();
  if (text.empty()) {
    no_answer_from(url_, reason);
  }
  auto snapshot = feed::from_json(text);
  if (!snapshot) {
    strange("its feed cannot be read");
  }
  return std::move(*snapshot);
}

std::optional<Bilingual> OfficeClient::why(const std::string& number) const {
  const http::Response answer = ask("GET", "/console/why/" + http::url_encode(number), patience);
  if (answer.status == 404) {
    return std::nullopt;
  }
  boost::system::error_code bad;
  const json::value words = json::parse(answer.body, bad);
  if (bad || answer.status != 200 || !words.is_object() || !words.as_object().contains("id") ||
      !words.as_object().contains("en")) {
    strange("it does not say why");
  }
  return Bilingual{.id = std::string(words.at("id").as_string()), .en = std::string(words.at("en").as_string())};
}

OfficeClient::Copy OfficeClient::copy_journal() const {
  const http::Response answer = ask("POST", "/technician/journal-copy", copying_takes_at_most);
  if (answer.status == 409 || answer.status == 503 || answer.status == 403) {
    throw CommandError(failed, "the office at " + url_ + " made no copy of its journal: " + detail_of(answer));
  }
  boost::system::error_code bad;
  const json::value told = json::parse(answer.body, bad);
  if (bad || answer.status != 200 || !told.is_object() || !told.as_object().contains("file")) {
    strange("it makes no copies");
  }
  return {.file = std::string(told.at("file").as_string()), .events = told.at("events").to_number<std::uint64_t>()};
}

}  // namespace antrean::cli
