#include "cli/access/office_client.hpp"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "cli/exit.hpp"
#include "feed/feed_json.hpp"
#include "http/client.hpp"

namespace antrean::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
namespace errc = boost::system::errc;

constexpr std::chrono::minutes copying_takes_at_most{10};

boost::system::result<http::Response> fetched(http::ClientRequest call) {
  asio::io_context io{1};
  boost::system::result<http::Response> answer = errc::make_error_code(errc::connection_aborted);
  asio::co_spawn(io, http::fetch(std::move(call)),
                 [&answer](const std::exception_ptr& error, boost::system::result<http::Response> got) {
                   if (!error) {
                     answer = std::move(got);
                   }
                 });
  io.run();
  return answer;
}

/// A text of a JSON object; "" when it has none of this name.
std::string text_in(const json::value& object, const char* key) {
  const json::value* value = object.is_object() ? object.as_object().if_contains(key) : nullptr;
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// The detail of a problem+json answer; else its status.
std::string detail_of(const http::Response& answer) {
  boost::system::error_code bad;
  const json::value problem = json::parse(answer.body, bad);
  const std::string detail = bad ? std::string() : text_in(problem, "detail");
  return detail.empty() ? "it answered with status " + std::to_string(answer.status) : detail;
}

bool nobody_listens(boost::system::error_code error) {
  return error == errc::no_such_file_or_directory || error == errc::connection_refused ||
         error == errc::not_a_directory;
}

}  // namespace

void OfficeClient::strange(const std::string& what) const {
  throw CommandError(no_answer, "what answers at " + socket_.string() + " is not an office: " + what +
                                    "; is the socket right (--office)?");
}

void OfficeClient::no_answer_because(const std::string& reason) const {
  throw CommandError(no_answer, "the office does not answer at " + socket_.string() + " (" + reason +
                                    "). Does it run (systemctl status antrean-office), and is this its socket "
                                    "([technician] in its settings, or --office)? --journal FILE looks into its "
                                    "journal instead");
}

http::Response OfficeClient::ask(const std::string& method, const std::string& path, const std::string& body,
                                 std::chrono::milliseconds deadline) const {
  http::ClientRequest call;
  call.method = method;
  call.url = "http://office" + path;
  call.socket = socket_;
  call.deadline = deadline;
  call.max_body = feed::max_bytes;
  if (!body.empty()) {
    call.headers = {{"Content-Type", "application/json"}};
    call.body = body;
  }
  auto answer = fetched(std::move(call));
  if (answer) {
    return std::move(*answer);
  }
  const auto error = answer.error();
  if (error == errc::permission_denied) {
    throw CommandError(failed, "you may not ask the office at " + socket_.string() +
                                   ": that is for root and the group antrean. Run it with sudo, or join the group "
                                   "(sudo adduser YOURNAME antrean, then sign in again)");
  }
  no_answer_because(nobody_listens(error) ? "nobody listens there" : error.message());
}

bool OfficeClient::listens() const {
  try {
    ask("GET", "/health", "", patience);
    return true;
  } catch (const CommandError& stop) {
    if (stop.code != no_answer) {
      throw;
    }
    return false;
  }
}

json::value OfficeClient::parsed(const http::Response& answer, const char* otherwise) const {
  boost::system::error_code bad;
  json::value value = json::parse(answer.body, bad);
  if (bad) {
    strange(otherwise);
  }
  return value;
}

json::value OfficeClient::health() const {
  const http::Response answer = ask("GET", "/health", "", patience);
  json::value health = parsed(answer, "/health gives no health");
  // 503 is also an answer: the office runs, but is not ready.
  const bool office = health.is_object() && health.as_object().contains("ready") &&
                      health.as_object().contains("parts") && health.at("parts").is_array();
  if (!office || (answer.status != 200 && answer.status != 503)) {
    strange("/health gives no health");
  }
  return health;
}

Snapshot OfficeClient::snapshot() const {
  const http::Response answer = ask("GET", "/snapshot", "", patience);
  auto snapshot = feed::from_json(answer.body);
  if (answer.status != 200 || !snapshot) {
    strange("its snapshot cannot be read");
  }
  return std::move(*snapshot);
}

std::optional<Bilingual> OfficeClient::why(const std::string& number) const {
  const http::Response answer = ask("GET", "/why/" + http::url_encode(number), "", patience);
  if (answer.status == 404) {
    return std::nullopt;
  }
  const json::value words = parsed(answer, "it does not say why");
  Bilingual why{.id = text_in(words, "id"), .en = text_in(words, "en")};
  if (answer.status != 200 || why.id.empty() || why.en.empty()) {
    strange("it does not say why");
  }
  return why;
}

OfficeClient::Copy OfficeClient::copy_journal() const {
  const http::Response answer = ask("POST", "/journal-copy", "{}", copying_takes_at_most);
  if (answer.status == 409 || answer.status == 503) {
    throw CommandError(failed, "the office made no copy of its journal: " + detail_of(answer));
  }
  const json::value told = parsed(answer, "it makes no copies");
  if (answer.status != 200 || text_in(told, "file").empty()) {
    strange("it makes no copies");
  }
  return {.file = text_in(told, "file"), .events = told.at("events").to_number<std::uint64_t>()};
}

std::optional<std::string> OfficeClient::play_sound() const {
  const http::Response answer = ask("POST", "/sound", "{}", patience);
  if (answer.status == 404) {
    return std::nullopt;
  }
  if (answer.status == 503) {
    throw CommandError(failed, detail_of(answer));
  }
  const json::value told = parsed(answer, "it plays no sound");
  if (answer.status != 200) {
    strange("it plays no sound");
  }
  return text_in(told, "device");
}

json::object OfficeClient::import_day(const std::string& csv) const {
  const http::Response answer = ask("POST", "/day-list", csv, copying_takes_at_most);
  if (answer.status == 503) {
    throw CommandError(failed, "the office could not keep the list, and has none of it: " + detail_of(answer));
  }
  if (answer.status == 413) {
    throw CommandError(failed, "the list is larger than 4 MiB; give it in parts, each with its header");
  }
  const json::value told = parsed(answer, "it takes no lists");
  if ((answer.status != 200 && answer.status != 422) || !told.is_object()) {
    strange("it takes no lists");
  }
  return told.as_object();
}

json::array OfficeClient::people() const {
  const http::Response answer = ask("GET", "/people", "", patience);
  if (answer.status == 404) {
    throw CommandError(failed, "nobody signs in at this office: [staff] sign_in in its settings is false");
  }
  const json::value people = parsed(answer, "it does not say who may sign in");
  if (answer.status != 200 || !people.is_array()) {
    strange("it does not say who may sign in");
  }
  return people.as_array();
}

std::string OfficeClient::administer(const json::object& what, Language language) const {
  const http::Response answer = ask("POST", "/people", json::serialize(what), patience);
  if (answer.status == 404) {
    throw CommandError(failed, "nobody signs in at this office: [staff] sign_in in its settings is false");
  }
  const json::value told = parsed(answer, "it does not say what it did");
  if (answer.status == 200) {
    return text_in(told, "code");
  }
  const std::string reason = text_in(told, language == Language::id ? "id" : "en");
  throw CommandError(answer.status == 503 ? failed : no, reason.empty() ? detail_of(answer) : reason);
}

}  // namespace antrean::cli
