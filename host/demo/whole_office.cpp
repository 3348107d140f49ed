#include "demo/whole_office.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "demo/people.hpp"
#include "http/client.hpp"
#include "settings/settings.hpp"

namespace antrean::demo {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot read " + file.string());
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) {
    throw std::runtime_error("cannot write " + file.string());
  }
}

std::string fill_in(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    const std::string mark = "{{" + name + "}}";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

/// The shipped offices with their services, but Bandung is open around the clock, so that the demo works at
/// any hour, and can be written to.
std::string demo_offices(const std::string& shipped) {
  std::string text = shipped.substr(shipped.find("[[service]]"));
  const auto bandung = text.find("code = \"AD\"");
  const auto slots = bandung == std::string::npos ? bandung : text.find("\"article\"", bandung);
  if (slots == std::string::npos) {
    throw std::runtime_error("config/portal.toml: no office AD with the slots \"article\"");
  }
  text.replace(
      slots, 9,
      fmt::format("\"demo\"\nchannels = [\"web\", \"whatsapp\"]\nwhatsapp = \"6281100000000\"\nwhatsapp_id = \"{}\"",
                  demo_number_id));
  const char* const hours[][2] = {{"00:00", "06:00"}, {"06:00", "08:00"}, {"08:00", "10:00"}, {"10:00", "12:00"},
                                  {"12:00", "15:00"}, {"15:00", "18:00"}, {"18:00", "21:00"}, {"21:00", "24:00"}};
  for (const auto& hour : hours) {
    text += "\n[[slots.demo.slot]]\ndays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\nfrom = \"" +
            std::string(hour[0]) + "\"\nto = \"" + hour[1] + "\"\nquota = { paspor = 40 }\n";
  }
  return text;
}

/// The section of the shipped office settings that is the same everywhere.
std::string other_offices(const std::string& shipped) {
  const auto begin = shipped.find("[other_office]");
  if (begin == std::string::npos) {
    throw std::runtime_error("config/office.toml: no section [other_office]");
  }
  return shipped.substr(begin, shipped.find("\n\n", begin) - begin) + "\n";
}

asio::awaitable<bool> answers(std::string url) {
  http::ClientRequest call;
  call.url = std::move(url);
  call.deadline = std::chrono::milliseconds(1000);
  const auto answer = co_await http::fetch(std::move(call));
  co_return answer && answer->status == 200;
}

/// True when it is ready and its scanner is open. What is scanned earlier is lost, as with a real scanner.
asio::awaitable<bool> scans(std::string url) {
  http::ClientRequest call;
  call.url = std::move(url);
  call.deadline = std::chrono::milliseconds(1000);
  const auto answer = co_await http::fetch(std::move(call));
  if (!answer || answer->status != 200) {
    co_return false;
  }
  const boost::json::value health = boost::json::parse(answer->body);
  for (const auto& part : health.at("parts").as_array()) {
    if (part.at("name").as_string() == "scanner") {
      co_return part.at("well").as_bool();
    }
  }
  co_return true;
}

}  // namespace

std::uint16_t free_port() {
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), 0});
  return acceptor.local_endpoint().port();
}

WholeOffice::WholeOffice(asio::io_context& io, OfficePlaces places, std::function<void(std::string)> say)
    : io_(io),
      places_(std::move(places)),
      say_(std::move(say)),
      portal_port_(free_port()),
      office_port_(free_port()),
      staff_port_(free_port()),
      line_(io, places_.folder / "line.control") {
  fs::create_directories(places_.folder);
  scanner_ = std::make_unique<ScannerPlug>(places_.folder / "scanner");
  printer_ = std::make_unique<VirtualPrinter>(io_, VirtualPrinter::Make{}, places_.folder / "printer");
}

WholeOffice::~WholeOffice() = default;

std::string WholeOffice::portal_url() const { return "http://127.0.0.1:" + std::to_string(portal_port_); }
std::string WholeOffice::office_url() const { return "http://127.0.0.1:" + std::to_string(office_port_); }
std::string WholeOffice::staff_url() const { return "http://127.0.0.1:" + std::to_string(staff_port_); }
std::string WholeOffice::feed_url() const { return "ws://127.0.0.1:" + std::to_string(office_port_) + "/feed"; }

Child::How WholeOffice::program(const std::string& name, std::vector<std::string> arguments) const {
  return {.program = places_.programs / name,
          .arguments = std::move(arguments),
          .environment = {},
          .log = places_.folder / (name + ".log")};
}

void WholeOffice::make_keys() {
  const auto run = [&](std::vector<std::string> arguments, const std::string& output) {
    Child::How how = program("antrean-portal", std::move(arguments));
    how.log = places_.folder / output;
    Child child(how);
    if (child.wait(std::chrono::seconds(20)) != 0) {
      throw std::runtime_error("antrean-portal could not make its keys:\n" + child.last_words());
    }
  };
  if (!fs::exists(places_.folder / "portal-signing-1.key")) {
    run({"secret", (places_.folder / "portal-nik.key").string()}, "keys.log");
    run({"secret", (places_.folder / "office_AD.token").string()}, "keys.log");
    run({"keygen", (places_.folder / "portal-signing-1.key").string()}, "portal-signing-1.public");
  }
  if (!fs::exists(places_.folder / "push.key")) {
    run({"push-key", (places_.folder / "push.key").string()}, "keys.log");
  }
  for (const char* name : {"whatsapp.token", "whatsapp-app.secret", "whatsapp-verify.token"}) {
    if (!fs::exists(places_.folder / name)) {
      run({"secret", (places_.folder / name).string()}, "keys.log");
    }
  }
}

void WholeOffice::write_settings() {
  std::string signing_key = read_text(places_.folder / "portal-signing-1.public");  // no secret
  signing_key.erase(signing_key.find_last_not_of(" \n") + 1);
  const std::map<std::string, std::string> values{{"portal_port", std::to_string(portal_port_)},
                                                  {"office_port", std::to_string(office_port_)},
                                                  {"staff_port", std::to_string(staff_port_)},
                                                  {"sign_in", places_.sign_in ? "true" : "false"},
                                                  {"voices", places_.voices.string()},
                                                  {"signing_key", signing_key},
                                                  {"whatsapp_api", whatsapp_->api()}};
  const fs::path demo = places_.config / "demo";
  write_text(places_.folder / "portal.toml", fill_in(read_text(demo / "portal.toml"), values) + "\n" +
                                                 demo_offices(read_text(places_.config / "portal.toml")));
  std::string office = fill_in(read_text(demo / "office.toml"), values) + "\n" +
                       other_offices(read_text(places_.config / "office.toml"));
  for (const DemoPerson& person : demo_people) {
    if (places_.sign_in && std::string_view(person.page) == "/") {
      office += fmt::format("\n[[officer]]\nkey = \"{}\"\nname = \"{}\"\n", person.user, person.name);
    }
  }
  write_text(places_.folder / "office.toml", office);
}

asio::awaitable<void> WholeOffice::wait_for(std::string what, Child& child,
                                            std::function<asio::awaitable<bool>()> ready) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  asio::steady_timer pause(io_);
  for (;;) {
    if (co_await ready()) {
      co_return;
    }
    if (const auto code = child.ended()) {
      throw std::runtime_error(what + " ended with code " + std::to_string(*code) + ":\n" + child.last_words());
    }
    if (std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error(what + " was not ready within 30 s:\n" + child.last_words());
    }
    pause.expires_after(std::chrono::milliseconds(20));
    co_await pause.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> WholeOffice::start(TvHow tv) {
  co_await start_all_but_office();
  co_await start_office();
  co_await start_tv(tv);
}

asio::awaitable<void> WholeOffice::start_all_but_office() {
  make_keys();
  whatsapp_ = std::make_unique<WhatsAppStandIn>(
      io_, WhatsAppStandIn::Options{
               .webhook = portal_url() + "/chat/whatsapp",
               .app_secret = settings::read_secret(places_.folder / "whatsapp-app.secret"),
               .token = settings::read_secret(places_.folder / "whatsapp.token"),
               .now = [] { return std::chrono::floor<UtcTime::duration>(std::chrono::system_clock::now()); }});
  write_settings();
  if (places_.sign_in) {
    machine_key_ = make_demo_people(places_.folder / "accounts.db");
  }
  co_await start_portal();
  co_await start_devices();
}

asio::awaitable<void> WholeOffice::start_portal() {
  say_("starting the portal");
  portal_ = std::make_unique<Child>(program("antrean-portal", {"--config", (places_.folder / "portal.toml").string()}));
  const std::string url = portal_url() + "/health";
  co_await wait_for("the portal", *portal_, [url] { return answers(url); });
}

asio::awaitable<void> WholeOffice::start_devices() {
  say_("plugging in five boards and four call pads");
  const fs::path link = places_.folder / "line";
  devices_ = std::make_unique<Child>(
      program("antrean-device", {"--link", link.string(), "--control", (places_.folder / "line.control").string(),
                                 "--pads", "1-4", "--boards", "21:4,22:4,23:4,24:4,25:8", "--pace", "19200"}));
  co_await wait_for("the simulated line", *devices_, [link]() -> asio::awaitable<bool> {
    co_return fs::exists(link) && fs::exists(link.parent_path() / "line.control");
  });
}

asio::awaitable<void> WholeOffice::start_office(std::map<std::string, std::string> environment) {
  say_("starting the office service");
  Child::How how = program("antrean-office", {"--config", (places_.folder / "office.toml").string()});
  how.environment = std::move(environment);
  office_ = std::make_unique<Child>(how);
  const std::string url = staff_url() + "/health";
  co_await wait_for("the office service", *office_, [url] { return scans(url); });
}

asio::awaitable<void> WholeOffice::start_tv(TvHow tv) {
  if (tv.picture) {
    say_("switching on the TV");
    Child::How how = program("antrean-display", {"--feed", feed_url(), "--size", "1920x1080", "--every-change", "--png",
                                                 tv_picture().string(), "--draw-list", tv_draw_list().string()});
    tv_picture_child_ = std::make_unique<Child>(how);
    const fs::path picture = tv_picture();
    co_await wait_for("the TV", *tv_picture_child_,
                      [picture]() -> asio::awaitable<bool> { co_return fs::exists(picture); });
  }
  if (tv.window) {
    Child::How how = program("antrean-display", {"--feed", feed_url(), "--window", "--size", "1280x720"});
    how.log = places_.folder / "antrean-display-window.log";
    tv_window_ = std::make_unique<Child>(how);
  }
}

void WholeOffice::stop_tv() {
  tv_picture_child_.reset();
  tv_window_.reset();
}

void WholeOffice::kill_office() {
  office_->signal(SIGKILL);
  office_->wait(std::chrono::seconds(5));
  office_.reset();
}

std::string WholeOffice::fallen() {
  for (Child* child : {portal_.get(), devices_.get(), office_.get(), tv_picture_child_.get()}) {
    if (child != nullptr && child->ended()) {
      return child->name() + " ended with code " + std::to_string(*child->ended()) + ":\n" + child->last_words();
    }
  }
  return {};
}

}  // namespace antrean::demo
