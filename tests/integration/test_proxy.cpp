// The real nginx, set up by config/proxy/nginx-office.conf, before the real office; a real TV behind both.
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "demo/child.hpp"
#include "demo/whole_office.hpp"
#include "http/client.hpp"
#include "made_ca.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using http::test::MadeCa;
namespace asio = boost::asio;
namespace fs = std::filesystem;

extern "C" const char* antrean_cannot_run_here() {
  return fs::exists(NGINX) ? nullptr : "nginx is not installed (Debian: nginx-light)";
}

namespace {

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

constexpr const char* office_settings = R"toml(
[office]
code = "AD"
name = "Kantor Uji"
zone = "WIB"
journal = "office.db"
[[hours]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
open = "00:00"
last_numbers = "24:00"
close = "24:00"
[series.walk_in]
letters = "ACDEFGHJ"
[class.walk_in]
name_id = "Datang langsung"
name_en = "Walk-in"
[class.booked]
name_id = "Antrean daring"
name_en = "Booked online"
[[service]]
key = "paspor"
name_id = "Paspor"
name_en = "Passport"
series = "walk_in"
[[service.stage]]
key = "layanan"
name_id = "Wawancara"
name_en = "Interview"
[[service.walk_in]]
reasons = []
[[counter]]
id = 1
serves = ["paspor/layanan"]
[web]
port = {web}
names = ["localhost:{proxy_web}"]
trusted_proxies = ["127.0.0.1"]
[staff]
sign_in = false
port = {staff}
names = ["localhost:{proxy_staff}"]
trusted_proxies = ["127.0.0.1"]
[technician]
socket = "technician.sock"
)toml";

constexpr const char* nginx_settings = R"(
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
{user}
events {}
http {
  access_log off;
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  include {folder}/antrean.conf;
}
)";

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string replaced(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [from, to] : values) {
    if (text.find(from) == std::string::npos) {
      throw std::runtime_error("there is no '" + from + "' to be replaced");
    }
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
      text.replace(at, from.size(), to);
    }
  }
  return text;
}

bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_GROUP(BehindNginx) {
  asio::io_context io{1};
  const fs::path folder = fs::temp_directory_path() / ("antrean-proxy-" + std::to_string(::getpid()));
  const std::string web = std::to_string(demo::free_port());
  const std::string staff = std::to_string(demo::free_port());
  const std::string proxy_web = std::to_string(demo::free_port());
  const std::string proxy_staff = std::to_string(demo::free_port());
  const std::string no_name = std::to_string(demo::free_port());
  std::unique_ptr<demo::Child> office, nginx, tv;

  void setup() override {
    fs::create_directories(folder);
    const MadeCa ca("CA Kantor Uji");
    std::ofstream(folder / "ca.pem") << ca.pem();
    std::ofstream(folder / "stranger.pem") << MadeCa("CA Kantor Uji").pem();
    for (const char* name : {"antrean", "staf"}) {
      const auto certificate = ca.issue({});
      std::ofstream(folder / (std::string(name) + ".pem")) << certificate.certificate_pem;
      std::ofstream(folder / (std::string(name) + ".key")) << certificate.key_pem;
    }
    std::ofstream(folder / "office.toml")
        << replaced(office_settings,
                    {{"{web}", web}, {"{staff}", staff}, {"{proxy_web}", proxy_web}, {"{proxy_staff}", proxy_staff}});
    // The shipped example, but for names, ports and places.
    std::ofstream(folder / "antrean.conf")
        << replaced(text_of(CONFIG "/proxy/nginx-office.conf"),
                    {{"listen 443 ssl default_server;", "listen 127.0.0.1:" + no_name + " ssl default_server;"},
                     {"listen 443 ssl;\n  server_name antrean.kantor.example;",
                      "listen 127.0.0.1:" + proxy_web + " ssl;\n  server_name localhost;"},
                     {"listen 443 ssl;\n  server_name staf.kantor.example;",
                      "listen 127.0.0.1:" + proxy_staff + " ssl;\n  server_name localhost;"},
                     {"http://127.0.0.1:8090", "http://127.0.0.1:" + web},
                     {"http://127.0.0.1:8091", "http://127.0.0.1:" + staff},
                     {"/etc/antrean/proxy/", folder.string() + "/"}});
    std::ofstream(folder / "nginx.conf") << replaced(
        nginx_settings, {{"{folder}", folder.string()}, {"{user}", ::geteuid() == 0 ? "user root;" : ""}});
    office =
        start(fs::path(PROGRAMS) / "antrean-office", {"--config", (folder / "office.toml").string()}, "office.log");
    nginx = start(NGINX, {"-p", folder.string(), "-c", (folder / "nginx.conf").string()}, "nginx.log");
    wait_for("the office behind nginx", [this] {
      const auto answer = ask({.url = at_staff("/health")});
      return answer && answer->status == 200;
    });
  }
  void teardown() override {
    tv.reset();
    nginx.reset();
    office.reset();
    fs::remove_all(folder);
  }

  std::unique_ptr<demo::Child> start(const fs::path& program, std::vector<std::string> arguments, const char* log) {
    return std::make_unique<demo::Child>(demo::Child::How{.program = program,
                                                          .arguments = std::move(arguments),
                                                          .environment = {{"SDL_VIDEODRIVER", "dummy"}},
                                                          .log = folder / log});
  }
  std::string at_web(const std::string& path) const { return "https://localhost:" + proxy_web + path; }
  std::string at_staff(const std::string& path) const { return "https://localhost:" + proxy_staff + path; }

  boost::system::result<http::Response> ask(http::ClientRequest call) {
    call.trust.ca_file = folder / "ca.pem";
    std::optional<boost::system::result<http::Response>> answer;
    asio::co_spawn(
        io, http::fetch(std::move(call)),
        [&](const std::exception_ptr&, boost::system::result<http::Response> got) { answer = std::move(got); });
    io.restart();
    io.run();
    return std::move(*answer);
  }
  unsigned status(http::ClientRequest call) {
    const auto answer = ask(std::move(call));
    return answer ? answer->status : 0;
  }
  unsigned command(http::Headers more) {
    more.emplace_back("Content-Type", "application/json");
    return status({.method = "POST",
                   .url = at_staff("/console/command"),
                   .headers = std::move(more),
                   .body = R"({"command":"walk_in","desk":"entrance","service":"paspor"})"});
  }
  /// A minute is far more than it ever takes.
  void wait_for(const std::string& what, const std::function<bool()>& there) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!there()) {
      if (std::chrono::steady_clock::now() > until) {
        FAIL((what + " did not come. " + office->last_words() + nginx->last_words()).c_str());
      }
      io.restart();
      io.run_for(std::chrono::milliseconds(20));
      ::usleep(10'000);
    }
  }
  void start_tv(const char* ca_file) {
    std::ofstream(folder / "display.toml") << "feed = \"wss://localhost:" << proxy_web << "/feed\"\nca_file = \""
                                           << ca_file << "\"\n[window]\nfullscreen = false\n";
    tv =
        start(fs::path(PROGRAMS) / "antrean-display",
              {"--config", (folder / "display.toml").string(), "--draw-list", (folder / "tv.json").string()}, "tv.log");
  }
};

TEST(BehindNginx, EverybodyAndTheStaffGetTheirOwnPages) {
  LONGS_EQUAL(200, status({.url = at_web("/health")}));
  LONGS_EQUAL(404, status({.url = at_web("/console/plan")}));
  LONGS_EQUAL(200, status({.url = at_staff("/console/plan")}));
  LONGS_EQUAL(404, status({.url = at_staff("/ticket/A001")}));
  LONGS_EQUAL(404, status({.url = at_staff("/metrics")}));
  LONGS_EQUAL(404, status({.method = "POST", .url = at_staff("/technician/journal-copy")}));
}

TEST(BehindNginx, PagesOfTheOfficeCommandAndThoseOfOthersDoNot) {
  LONGS_EQUAL(200, command({{"Origin", "https://localhost:" + proxy_staff}}));
  LONGS_EQUAL(200, command({}));
  LONGS_EQUAL(403, command({{"Origin", "http://localhost:" + proxy_staff}}));
  LONGS_EQUAL(403, command({{"Origin", "https://localhost:" + proxy_web}}));
  LONGS_EQUAL(
      403, command({{"Origin", "https://evil.example"}, {"X-Forwarded-For", "6.6.6.6"}, {"Forwarded", "for=6.6.6.7"}}));
  LONGS_EQUAL(421, command({{"Host", "evil.example"}}));
  const std::string log = text_of(folder / "office.log");
  CHECK(has(log, "Origin 'http://localhost:" + proxy_staff + "'"));
  CHECK(!has(log, "6.6.6."));
}

TEST(BehindNginx, TheFeedIsHeardOverWss) {
  std::string heard;
  asio::cancellation_signal stop;
  bool ended = false;
  asio::co_spawn(io,
                 http::follow(
                     "wss://localhost:" + proxy_web + "/feed", 1 << 20,
                     [&](std::string text) { heard = std::move(text); }, [] {}, {}, {.ca_file = folder / "ca.pem"}),
                 asio::bind_cancellation_slot(stop.slot(), [&](const std::exception_ptr&) { ended = true; }));
  wait_for("the feed", [&] { return has(heard, "Kantor Uji"); });
  stop.emit(asio::cancellation_type::terminal);
  wait_for("its end", [&] { return ended; });
}

TEST(BehindNginx, ATvShowsTheOffice) {
  start_tv("ca.pem");
  wait_for("the office on the TV", [this] { return has(text_of(folder / "tv.json"), "Kantor Uji"); });
}

TEST(BehindNginx, ATvThatDoesNotBelieveTheCertificateSaysWhy) {
  start_tv("stranger.pem");
  wait_for("the reason on the TV", [this] { return has(text_of(folder / "tv.json"), "dijamin"); });
  CHECK(!has(text_of(folder / "tv.json"), "Kantor Uji"));
}
