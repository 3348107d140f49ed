#include "demo/front_desk.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <fstream>
#include <iterator>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include "demo/mailbox.hpp"
#include "demo/people.hpp"
#include "demo/qr_eye.hpp"
#include "embedded.hpp"
#include "feed/feed_json.hpp"
#include "http/client.hpp"

namespace antrean::demo {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Answer = asio::awaitable<http::Response>;

/// A path of the portal has at most this many segments ("/book/AD/paspor/2026-11-23/08:00").
constexpr int deepest_path = 6;

bool same_name(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

/// Removes from the portal's policy only what forbids frames, because the phone is a frame here.
std::string without_frame_ancestors(const std::string& policy) {
  std::string kept;
  std::size_t begin = 0;
  while (begin < policy.size()) {
    const auto end = std::min(policy.find(';', begin), policy.size());
    const std::string directive = policy.substr(begin, end - begin);
    if (directive.find("frame-ancestors") == std::string::npos) {
      kept += (kept.empty() ? "" : ";") + directive;
    }
    begin = end + 1;
  }
  return kept;
}

std::string encoded_path(const std::string& path) {
  std::string encoded;
  std::size_t begin = 1;
  while (begin <= path.size()) {
    const auto end = std::min(path.find('/', begin), path.size());
    encoded += "/" + http::url_encode(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return encoded.empty() ? "/" : encoded;
}

/// From all data of the devices, only what a person sees: which segments and lamps are lit now.
json::object lights(const json::object& shown) {
  const auto some = [](const json::object& all, std::initializer_list<const char*> wanted) {
    json::object kept;
    for (const char* key : wanted) {
      if (const json::value* value = all.if_contains(key)) {
        kept[key] = *value;
      }
    }
    return kept;
  };
  json::array boards;
  for (const json::value& board : shown.at("boards").as_array()) {
    boards.push_back(some(board.as_object(), {"unit", "text", "segments"}));
  }
  json::array pads;
  for (const json::value& each : shown.at("pads").as_array()) {
    json::object pad = some(each.as_object(), {"unit", "waiting", "segments"});
    json::object lit;
    if (const json::value* buttons = each.as_object().if_contains("buttons")) {
      for (const auto& button : buttons->as_object()) {
        lit[button.key()] = button.value().at("lit");
      }
    }
    pad["lit"] = std::move(lit);
    pads.push_back(std::move(pad));
  }
  return {{"boards", std::move(boards)}, {"pads", std::move(pads)}};
}

std::string refusal(const std::string& what) { return json::serialize(json::object{{"ok", false}, {"error", what}}); }

std::string machine_cookie(const WholeOffice& office) { return "antrean-machine=" + office.machine_key(); }
constexpr const char* kept_from_scripts = "; Path=/; HttpOnly; SameSite=Strict";

}  // namespace

FrontDesk::FrontDesk(asio::io_context& io, WholeOffice& office)
    : io_(io), office_(office), server_(io, {}), line_(io, office.folder() / "line.control") {
  const auto page = [this](const std::string& path, std::string_view body, const std::string& type) {
    server_.route("GET", path,
                  [body, type](http::Request) -> Answer { co_return http::Response::bytes(std::string(body), type); });
  };
  page("/desk", embedded::desk_html(), "text/html; charset=utf-8");
  page("/desk/desk.css", embedded::desk_css(), "text/css; charset=utf-8");
  page("/desk/desk.js", embedded::desk_js(), "text/javascript; charset=utf-8");
  server_.route("GET", "/desk/tv.png", [this](http::Request) -> Answer {
    std::ifstream file(office_.tv_picture(), std::ios::binary);
    co_return http::Response::bytes({std::istreambuf_iterator<char>(file), {}}, "image/png");
  });
  server_.route("GET", "/desk/ticket.png", [this](http::Request) -> Answer { co_return ticket(); });
  server_.route("POST", "/desk/paper", [this](http::Request request) -> Answer { co_return paper(request); });
  server_.route("POST", "/desk/scan", [this](http::Request request) { return scan(std::move(request)); });
  server_.route("POST", "/desk/press", [this](http::Request request) { return press(std::move(request)); });
  server_.route("GET", "/desk/mails", [this](http::Request) -> Answer { co_return mails(); });
  server_.route("GET", "/desk/chat", [this](http::Request) -> Answer { co_return chat(); });
  server_.route("GET", "/desk/chat/{}",
                [this](http::Request request) -> Answer { co_return chat_picture(request.captures[0]); });
  server_.route("POST", "/desk/chat", [this](http::Request request) { return write_in_chat(std::move(request)); });
  server_.route("GET", "/desk/as/{}", [this](http::Request request) { return sign_in(std::move(request)); });
  server_.route("GET", "/desk/screen/{}", [this](http::Request request) { return screen(std::move(request)); });
  server_.broadcast("/desk/state", state_);
  std::string path;
  for (int depth = 0; depth <= deepest_path; ++depth) {
    for (const char* method : {"GET", "POST"}) {
      server_.route(method, path.empty() ? "/" : path,
                    [this](http::Request request) { return portal(std::move(request)); });
    }
    path += "/{}";
  }
}

void FrontDesk::listen(std::uint16_t port) { server_.listen("127.0.0.1", port); }

std::string FrontDesk::url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/desk"; }

Answer FrontDesk::portal(http::Request request) {
  http::ClientRequest call;
  call.method = request.method;
  call.url = office_.portal_url() + encoded_path(request.path);
  char separator = '?';
  for (const auto& [name, value] : request.query) {
    call.url += separator + http::url_encode(name) + "=" + http::url_encode(value);
    separator = '&';
  }
  for (auto& [name, value] : request.headers) {
    if (same_name(name, "cookie") || same_name(name, "content-type") || same_name(name, "accept-language") ||
        same_name(name, "sec-fetch-site")) {
      call.headers.emplace_back(name, value);
    } else if (same_name(name, "origin")) {
      call.headers.emplace_back("Origin", office_.portal_url());
    }
  }
  call.body = std::move(request.body);
  call.max_body = 4u << 20;
  auto answer = co_await http::fetch(std::move(call));
  if (!answer) {
    co_return http::Response::text("The portal does not answer: " + answer.error().message(), 502);
  }
  http::Headers kept;
  for (auto& [name, value] : answer->headers) {
    const bool hop = same_name(name, "content-length") || same_name(name, "connection") ||
                     same_name(name, "transfer-encoding") || same_name(name, "content-type") ||
                     same_name(name, "x-frame-options") || same_name(name, "keep-alive");
    if (same_name(name, "content-security-policy")) {
      kept.emplace_back(name, without_frame_ancestors(value));
    } else if (!hop) {
      kept.emplace_back(name, value);
    }
  }
  answer->headers = std::move(kept);
  co_return std::move(*answer);
}

/// Simulates the phone in front of the scanner: the picture on its screen is fetched, and its QR code is read
/// from the pixels. Or it takes a typed code.
Answer FrontDesk::scan(http::Request request) {
  const auto form = request.form();
  const auto picture = form.find("picture");
  const auto typed = form.find("typed");
  std::string text;
  constexpr std::string_view in_chat = "/desk/chat/";
  if (picture != form.end() && picture->second.starts_with(in_chat)) {
    const auto read = read_qr(chat_picture(picture->second.substr(in_chat.size())).body);
    if (!read) {
      co_return http::Response::json(refusal("no QR code could be read from the phone's picture"), 422);
    }
    text = *read;
  } else if (picture != form.end()) {
    if (!picture->second.starts_with("/booking/")) {
      co_return http::Response::json(refusal("the phone shows no booking code"), 400);
    }
    http::ClientRequest call;
    call.url = office_.portal_url() + encoded_path(picture->second);
    // The portal shows a code in the browser that booked it, and the phone is a frame of this one.
    call.headers.emplace_back("Cookie", std::string(request.header("Cookie")));
    const auto answer = co_await http::fetch(std::move(call));
    const auto read = answer && answer->status == 200 ? read_qr(answer->body) : std::nullopt;
    if (!read) {
      co_return http::Response::json(refusal("no QR code could be read from the phone's picture"), 422);
    }
    text = *read;
  } else if (typed != form.end()) {
    text = typed->second;
  }
  office_.scanner().present(text);
  co_return http::Response::json(json::serialize(json::object{{"ok", true}, {"scanned", text}}));
}

/// What came out of the printer last.
http::Response FrontDesk::ticket() {
  const auto& slips = office_.printer().slips();
  return slips.empty() ? http::Response::text("no ticket was printed yet\n", 404)
                       : http::Response::bytes(png_of(slips.back()), "image/png");
}

/// Takes the paper out of the printer, or puts some in.
http::Response FrontDesk::paper(const http::Request& request) {
  const auto form = request.form();
  const auto there = form.find("there");
  if (there == form.end() || (there->second != "yes" && there->second != "no")) {
    return http::Response::json(refusal("there=yes or there=no is needed"), 400);
  }
  office_.printer().paper(there->second == "yes");
  return http::Response::json(R"({"ok":true})");
}

http::Response FrontDesk::mails() const {
  constexpr std::size_t shown = 10;
  json::array list;
  for (const auto& mail : read_mailbox(office_.mails(), shown)) {
    list.push_back({{"file", mail.file},
                    {"to", mail.to},
                    {"subject", mail.subject},
                    {"text", mail.text},
                    {"digits", mail.digits}});
  }
  return http::Response::json(json::serialize(list));
}

/// What the telephone shows, the oldest first.
http::Response FrontDesk::chat() {
  json::array lines;
  for (std::size_t place = 0; const ChatLine& line : office_.whatsapp().shown(demo_telephone)) {
    json::array choices;
    for (const auto& choice : line.choices) {
      choices.push_back({{"id", choice.id}, {"title", choice.title}, {"about", choice.about}});
    }
    json::object one{{"own", line.own}, {"text", line.text}, {"choices", std::move(choices)}};
    if (!line.picture.empty()) {
      one["picture"] = "/desk/chat/" + std::to_string(place);
    }
    if (!line.template_name.empty()) {
      std::string text = line.template_name;
      for (const std::string& parameter : line.parameters) {
        text += "\n" + parameter;
      }
      one["text"] = text;
    }
    lines.push_back(std::move(one));
    ++place;
  }
  return http::Response::json(json::serialize(lines));
}

http::Response FrontDesk::chat_picture(const std::string& place) {
  const auto& lines = office_.whatsapp().shown(demo_telephone);
  const bool digits = !place.empty() && place.size() < 6 &&
                      std::ranges::all_of(place, [](unsigned char c) { return std::isdigit(c) != 0; });
  const std::size_t at = digits ? std::stoul(place) : lines.size();
  if (at >= lines.size() || lines[at].picture.empty()) {
    return http::Response::text("the chat has no such picture\n", 404);
  }
  return http::Response::bytes(lines[at].picture, "image/png");
}

Answer FrontDesk::write_in_chat(http::Request request) {
  const auto form = request.form();
  const auto text = form.find("text");
  const auto pressed = form.find("pressed");
  if (text == form.end() || text->second.empty()) {
    co_return http::Response::json(refusal("there is nothing to send"), 400);
  }
  const unsigned status = co_await office_.whatsapp().write(
      demo_number_id, {{.from = demo_telephone,
                        .text = text->second,
                        .pressed = pressed == form.end() ? std::string() : pressed->second}});
  co_return status == 200 ? http::Response::json(R"({"ok":true})")
                          : http::Response::json(refusal("the portal did not take the message"), 502);
}

Answer FrontDesk::press(http::Request request) {
  const auto form = request.form();
  const auto pad = form.find("pad");
  const auto button = form.find("button");
  if (pad == form.end() || button == form.end() || pad->second.size() != 1) {
    co_return http::Response::json(refusal("pad and button are needed"), 400);
  }
  std::string failed;
  try {
    co_await office_.line().press(static_cast<unsigned>(pad->second[0] - '0'), button->second);
  } catch (const std::exception& error) {
    failed = error.what();
  }
  co_return failed.empty() ? http::Response::json(R"({"ok":true})") : http::Response::json(refusal(failed), 502);
}

/// Signs the browser in as one of the demo's people and leads to their page. A cookie counts for every port
/// of 127.0.0.1, so the one that the office gave can be handed on.
Answer FrontDesk::sign_in(http::Request request) {
  const auto* person = std::ranges::find(demo_people, request.captures[0], &DemoPerson::user);
  if (person == demo_people.end() || office_.machine_key().empty()) {
    co_return http::Response::text("the demo has no such account\n", 404);
  }
  const std::string machine = machine_cookie(office_);
  http::ClientRequest call;
  call.method = "POST";
  call.url = office_.staff_url() + "/sign-in";
  call.headers = {{"Cookie", machine}, {"Content-Type", "application/json"}};
  call.body = json::serialize(json::object{{"user", person->user}, {"pin", demo_pin}});
  const auto answer = co_await http::fetch(std::move(call));
  if (!answer || answer->status != 200) {
    co_return http::Response::text("the office does not let them in: " + (answer ? answer->body : "no answer") + "\n",
                                   502);
  }
  auto response = http::Response::redirect(office_.staff_url() + person->page);
  for (const auto& [name, value] : answer->headers) {
    if (same_name(name, "Set-Cookie")) {
      response.headers.emplace_back(name, value);
    }
  }
  response.headers.emplace_back("Set-Cookie", machine + kept_from_scripts);
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

/// Leads to the visitor's screen or the kiosk. The browser becomes the demo's machine, which needs nobody
/// signed in for them.
Answer FrontDesk::screen(http::Request request) {
  const std::string& which = request.captures[0];
  if (which != "visitor" && which != "kiosk") {
    co_return http::Response::text("there is no such screen\n", 404);
  }
  auto response = http::Response::redirect(office_.staff_url() + "/entrance/" + which);
  if (!office_.machine_key().empty()) {
    response.headers.emplace_back("Set-Cookie", machine_cookie(office_) + kept_from_scripts);
  }
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

asio::awaitable<std::string> FrontDesk::seen() {
  json::object seen;
  try {
    const json::object shown = co_await line_.show();
    seen = lights(shown);
  } catch (const std::exception& error) {
    seen["gone"] = error.what();
  }
  std::error_code none;
  const auto changed = std::filesystem::last_write_time(office_.tv_picture(), none);
  std::error_code no_mails;
  const auto mails_changed = std::filesystem::last_write_time(office_.mails(), no_mails);
  seen["mails"] = no_mails ? 0 : mails_changed.time_since_epoch().count();
  seen["chat"] = office_.whatsapp().shown(demo_telephone).size();
  seen["tickets"] = office_.printer().slips().size();
  seen["paper"] = office_.printer().has_paper();
  seen["tv"] = none ? 0 : changed.time_since_epoch().count();
  const bool noticed = entrance_.notice && entrance_.notice->at >= entrance_.at;
  const EntranceAnswer& answer = noticed ? *entrance_.notice : entrance_;
  if (answer.seq > 0) {
    json::array numbers(answer.numbers.begin(), answer.numbers.end());
    seen["entrance"] = {{"seq", answer.seq},
                        {"outcome", answer.outcome},
                        {"numbers", std::move(numbers)},
                        {"id", answer.message_id},
                        {"en", answer.message_en}};
  }
  json::array alarms;
  for (const AlarmView& alarm : alarms_) {
    alarms.push_back({{"id", alarm.text_id}, {"en", alarm.text_en}});
  }
  seen["alarms"] = std::move(alarms);
  if (!office_.machine_key().empty()) {
    seen["pin"] = demo_pin;
  }
  co_return json::serialize(seen);
}

asio::awaitable<void> FrontDesk::read_feed() {
  co_await http::follow(
      office_.feed_url(), feed::max_bytes,
      [this](const std::string& text) {
        if (auto snapshot = feed::from_json(text)) {
          entrance_ = std::move(snapshot->entrance);
          alarms_ = std::move(snapshot->alarms);
        }
      },
      [] {});
}

asio::awaitable<void> FrontDesk::run() {
  asio::steady_timer pause(io_);
  std::string last;
  for (;;) {
    std::string now = co_await seen();
    if (now != last) {
      last = now;
      state_.publish(std::move(now));
    }
    pause.expires_after(std::chrono::milliseconds(100));
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}  // namespace antrean::demo
