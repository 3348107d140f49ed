#include "demo/whatsapp_stand_in.hpp"

#include <algorithm>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/hmac.h>

#include "http/client.hpp"

namespace antrean::demo {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

constexpr std::chrono::hours window{24};

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string str(const json::value* value) {
  return value == nullptr || !value->is_string() ? std::string()
                                                 : std::string(value->get_string().data(), value->get_string().size());
}
/// "interactive.action.buttons"
const json::value* at(const json::value& root, std::string_view path) {
  const auto* here = &root;
  while (here != nullptr && !path.empty()) {
    const auto dot = std::min(path.find('.'), path.size());
    const auto* object = here->if_object();
    here = object == nullptr ? nullptr : object->if_contains(json::string_view(path.data(), dot));
    path.remove_prefix(std::min(path.size(), dot + 1));
  }
  return here;
}
std::string str(const json::value& root, std::string_view path) { return str(at(root, path)); }

/// OpenSSL's, not the portal's.
std::string hex_hmac(const std::string& secret, const std::string& body) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest, &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += fmt::format("{:02x}", digest[i]);
  }
  return hex;
}

/// What is wrong with it by the maker's documents; "" for nothing.
std::string fault_of(const json::value& root, const std::map<std::string, std::string>& pictures, ChatLine& line) {
  const auto type = str(root, "type");
  if (type == "text") {
    line.text = str(root, "text.body");
    return line.text.empty() || characters(line.text) > 4096 ? "text.body" : "";
  }
  if (type == "image") {
    const auto found = pictures.find(str(root, "image.id"));
    if (found == pictures.end()) {
      return "image.id";
    }
    line.picture = found->second;
    line.text = str(root, "image.caption");
    return characters(line.text) > 1024 ? "image.caption" : "";
  }
  if (type == "template") {
    line.template_name = str(root, "template.name");
    const auto language = str(root, "template.language.code");
    const auto* components = at(root, "template.components");
    if (line.template_name.empty() || (language != "id" && language != "en") || components == nullptr ||
        !components->is_array() || components->get_array().size() != 1) {
      return "template";
    }
    const auto* parameters = at(components->get_array().front(), "parameters");
    if (parameters == nullptr || !parameters->is_array()) {
      return "template.components";
    }
    for (const auto& one : parameters->get_array()) {
      line.parameters.push_back(str(one, "text"));
      if (line.parameters.back().empty() || line.parameters.back().find('\n') != std::string::npos) {
        return "template parameter";  // the maker takes none that is empty or has line breaks
      }
    }
    return "";
  }
  if (type != "interactive") {
    return "type";
  }
  line.text = str(root, "interactive.body.text");
  if (line.text.empty() || characters(line.text) > 1024) {
    return "interactive.body.text";
  }
  if (const auto* buttons = at(root, "interactive.action.buttons"); buttons != nullptr && buttons->is_array()) {
    for (const auto& one : buttons->get_array()) {
      line.choices.push_back({str(one, "reply.id"), str(one, "reply.title"), ""});
      if (characters(line.choices.back().title) > 20 || line.choices.back().title.empty()) {
        return "button title";
      }
    }
    return line.choices.empty() || line.choices.size() > 3 ? "buttons" : "";
  }
  const auto* sections = at(root, "interactive.action.sections");
  const auto label = str(root, "interactive.action.button");
  if (sections == nullptr || !sections->is_array() || label.empty() || characters(label) > 20) {
    return "interactive.action";
  }
  for (const auto& section : sections->get_array()) {
    const auto* rows = at(section, "rows");
    for (const auto& row : rows != nullptr && rows->is_array() ? rows->get_array() : json::array()) {
      line.choices.push_back({str(row, "id"), str(row, "title"), str(row, "description")});
      if (line.choices.back().title.empty() || characters(line.choices.back().title) > 24 ||
          characters(line.choices.back().about) > 72) {
        return "row";
      }
    }
  }
  return line.choices.empty() || line.choices.size() > 10 ? "rows" : "";
}

}  // namespace

WhatsAppStandIn::WhatsAppStandIn(asio::io_context& io, Options options)
    : options_(std::move(options)), server_(io, http::Limits{}) {
  server_.route("POST", "/v21.0/{}/messages", [this](http::Request request) -> asio::awaitable<http::Response> {
    co_return take(request, request.captures.front());
  });
  server_.route(
      "POST", "/v21.0/{}/media",
      [this](http::Request request) -> asio::awaitable<http::Response> { co_return take_picture(request); }, 5u << 20);
  server_.listen("127.0.0.1", 0);
}

std::string WhatsAppStandIn::api() const { return fmt::format("http://127.0.0.1:{}/v21.0", port()); }

void WhatsAppStandIn::answer_next(unsigned status, int times) { refuse_ = {status, times}; }

http::Response WhatsAppStandIn::refused(unsigned status, int code, const std::string& message) {
  ++refusals_;
  return http::Response::json(serialize(json::object{{"error", {{"message", message}, {"code", code}}}}), status);
}

http::Response WhatsAppStandIn::take(const http::Request& request, const std::string& number_id) {
  if (request.header("Authorization") != "Bearer " + options_.token) {
    return refused(401, 190, "Invalid access token");
  }
  if (refuse_.second > 0) {
    --refuse_.second;
    return refused(refuse_.first, 131'000, "Something went wrong");
  }
  boost::system::error_code error;
  const auto root = json::parse(request.body, error);
  const auto to = str(root, "to");
  ChatLine line;
  if (error || str(root, "messaging_product") != "whatsapp" || to.empty()) {
    return refused(400, 100, "Invalid parameter");
  }
  if (const auto fault = fault_of(root, pictures_, line); !fault.empty()) {
    return refused(400, 131'009, "Parameter value is not valid: " + fault);
  }
  const auto heard = last_heard_.find(to);
  if (line.template_name.empty() && (heard == last_heard_.end() || options_.now() - heard->second > window)) {
    return refused(400, 131'047, "Re-engagement message");
  }
  line.id = fmt::format("wamid.out{}", ++ids_);
  phones_[to].push_back(line);
  ++messages_;
  if (options_.taken) {
    options_.taken(to);
  }
  json::array messages;
  messages.push_back({{"id", line.id}});
  json::array contacts;
  contacts.push_back({{"input", to}, {"wa_id", to}});
  static_cast<void>(number_id);
  return http::Response::json(serialize(json::object{
      {"messaging_product", "whatsapp"}, {"contacts", std::move(contacts)}, {"messages", std::move(messages)}}));
}

http::Response WhatsAppStandIn::take_picture(const http::Request& request) {
  if (request.header("Authorization") != "Bearer " + options_.token) {
    return refused(401, 190, "Invalid access token");
  }
  const std::string type(request.header("Content-Type"));
  const auto begins = request.body.find("\x89PNG");
  const auto boundary = type.find("boundary=");
  if (!type.starts_with("multipart/form-data") || boundary == std::string::npos || begins == std::string::npos ||
      request.body.find("name=\"messaging_product\"") == std::string::npos) {
    return refused(400, 100, "Invalid parameter");
  }
  const auto ends = request.body.rfind("\r\n--" + type.substr(boundary + 9));
  const auto id = fmt::format("picture{}", ++ids_);
  pictures_[id] = request.body.substr(begins, ends - begins);
  return http::Response::json(serialize(json::object{{"id", id}}));
}

std::string WhatsAppStandIn::notification(const std::string& number_id, const std::vector<Written>& messages) const {
  json::array list;
  json::array contacts;
  for (const auto& one : messages) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(options_.now().time_since_epoch()).count();
    json::object message{{"from", one.from}, {"id", one.id}, {"timestamp", std::to_string(seconds)}};
    if (one.a_picture) {
      message["type"] = "image";
      message["image"] = {{"id", "123"}, {"mime_type", "image/jpeg"}, {"sha256", "x"}};
    } else if (!one.pressed.empty()) {
      message["type"] = "interactive";
      message["interactive"] = {{"type", "list_reply"}, {"list_reply", {{"id", one.pressed}, {"title", one.text}}}};
    } else {
      message["type"] = "text";
      message["text"] = {{"body", one.text}};
    }
    list.push_back(std::move(message));
    contacts.push_back({{"profile", {{"name", "Orang"}}}, {"wa_id", one.from}});
  }
  json::array changes;
  changes.push_back({{"field", "messages"},
                     {"value",
                      {{"messaging_product", "whatsapp"},
                       {"metadata", {{"display_phone_number", "62800"}, {"phone_number_id", number_id}}},
                       {"contacts", std::move(contacts)},
                       {"messages", std::move(list)}}}});
  json::array entry;
  entry.push_back({{"id", "1"}, {"changes", std::move(changes)}});
  return serialize(json::object{{"object", "whatsapp_business_account"}, {"entry", std::move(entry)}});
}

asio::awaitable<unsigned> WhatsAppStandIn::write(std::string number_id, std::vector<Written> messages) {
  for (auto& one : messages) {
    if (one.id.empty()) {
      one.id = fmt::format("wamid.in{}", ++ids_);
    }
    last_heard_[one.from] = options_.now();
    auto& phone = phones_[one.from];
    if (std::ranges::find(phone, one.id, &ChatLine::id) == phone.end()) {
      phone.push_back({.own = true, .id = one.id, .text = one.a_picture ? "[picture]" : one.text});
    }
  }
  http::ClientRequest request;
  request.method = "POST";
  request.url = options_.webhook;
  request.body = notification(number_id, messages);
  request.headers = {{"Content-Type", "application/json"},
                     {"X-Hub-Signature-256", "sha256=" + hex_hmac(options_.app_secret, request.body)}};
  const auto answer = co_await http::fetch(std::move(request));
  co_return answer ? answer->status : 0;
}

asio::awaitable<bool> WhatsAppStandIn::write_until_taken(std::string number_id, std::vector<Written> messages,
                                                         int tries) {
  for (auto& one : messages) {
    if (one.id.empty()) {
      one.id = fmt::format("wamid.in{}", ++ids_);
    }
  }
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int i = 0; i < tries; ++i) {
    if (co_await write(number_id, messages) == 200) {
      co_return true;
    }
    timer.expires_after(std::chrono::milliseconds(50));
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return false;
}

}  // namespace antrean::demo
