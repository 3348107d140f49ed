// The real nginx, set up by config/proxy, before the real portal: everything that a proxy may do with a
// request on its way.
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "booking/keys.hpp"
#include "codes/booking_code.hpp"
#include "demo/child.hpp"
#include "demo/whole_office.hpp"
#include "files/durable_file.hpp"
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

constexpr const char* portal_settings = R"toml(
[portal]
port = {portal}
database = "portal.db"
public_url = "https://localhost:{proxy}{path}"
trusted_proxies = ["127.0.0.1"]
bookings_per_minute = 3
[signing]
use = 1
[[signing.key]]
id = 1
file = "signing.key"
[booking]
days_ahead = 60
release_time = "00:00"
confirm_contact = "offered"
[app]
android_fingerprint = [
  "AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB"
]
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
[[slots.week.slot]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "08:00"
to = "10:00"
quota = { paspor = 100 }
[[office]]
code = "AD"
name = "Bandung"
zone = "WIB"
slots = "week"
)toml";

/// What the shipped files stand in.
constexpr const char* nginx_settings = R"(
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
{user}
events {}
http {
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  {servers}
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

std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const auto at = text.find(before);
  if (at == std::string::npos) {
    return {};
  }
  return text.substr(at + before.size(), text.find(after, at + before.size()) - at - before.size());
}

}  // namespace

TEST_GROUP(PortalBehindNginx) {
  asio::io_context io{1};
  const fs::path folder = fs::temp_directory_path() / ("antrean-portal-proxy-" + std::to_string(::getpid()));
  const std::string port = std::to_string(demo::free_port());
  const std::string proxy = std::to_string(demo::free_port());
  std::unique_ptr<demo::Child> portal, nginx;
  std::string cookie;

  void setup() override {
    fs::create_directories(folder);
    const MadeCa ca("CA Uji");
    std::ofstream(folder / "ca.pem") << ca.pem();
    const auto certificate = ca.issue({});
    std::ofstream(folder / "antrean.pem") << certificate.certificate_pem;
    std::ofstream(folder / "antrean.key") << certificate.key_pem;
    files::create(folder / "portal-nik.key", std::string(64, 'n'));
    files::create(folder / "signing.key", portal::to_text(codes::make_key_pair(codes::Seed{1, 2, 3}).secret_key));
  }
  void teardown() override {
    nginx.reset();
    portal.reset();
    fs::remove_all(folder);
  }

  std::unique_ptr<demo::Child> start(const fs::path& program, std::vector<std::string> arguments, const char* log) {
    return std::make_unique<demo::Child>(demo::Child::How{
        .program = program, .arguments = std::move(arguments), .environment = {}, .log = folder / log});
  }
  void start_both(const std::string& servers, const std::string& path = "") {
    std::ofstream(folder / "portal.toml")
        << replaced(portal_settings, {{"{portal}", port}, {"{proxy}", proxy}, {"{path}", path}});
    std::ofstream(folder / "nginx.conf") << replaced(
        nginx_settings,
        {{"{folder}", folder.string()}, {"{user}", ::geteuid() == 0 ? "user root;" : ""}, {"{servers}", servers}});
    portal =
        start(fs::path(PROGRAMS) / "antrean-portal", {"--config", (folder / "portal.toml").string()}, "portal.log");
    nginx = start(NGINX, {"-p", folder.string(), "-c", (folder / "nginx.conf").string()}, "nginx.log");
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    for (unsigned status = 0; status != 200; status = ask({.url = url(path + "/health")}).status) {
      if (std::chrono::steady_clock::now() > until) {
        FAIL((portal->last_words() + nginx->last_words() + text_of(folder / "nginx-error.log")).c_str());
      }
      ::usleep(20'000);
    }
  }
  /// The shipped example, but for names, ports and places.
  std::string shipped() const {
    return replaced(
        text_of(CONFIG "/proxy/nginx-portal.conf"),
        {{"  listen 443 ssl default_server;\n  listen [::]:443 ssl default_server;\n",
          "  listen 127.0.0.1:" + std::to_string(demo::free_port()) + " ssl default_server;\n"},
         {"  listen 80;\n  listen [::]:80;\n", "  listen 127.0.0.1:" + std::to_string(demo::free_port()) + ";\n"},
         {"  listen 443 ssl http2;\n  listen [::]:443 ssl http2;\n", "  listen 127.0.0.1:" + proxy + " ssl http2;\n"},
         {"server_name antrean.example.go.id;", "server_name localhost;"},
         {"server 127.0.0.1:8080;", "server 127.0.0.1:" + port + ";"},
         {"/etc/antrean/proxy/", folder.string() + "/"}});
  }
  /// A server with TLS around a location of the test's own.
  std::string server_with(const std::string& location) const {
    return "server { listen 127.0.0.1:" + proxy + " ssl; server_name localhost; ssl_certificate " + folder.string() +
           "/antrean.pem; ssl_certificate_key " + folder.string() + "/antrean.key;\n" + location + "}\n";
  }
  std::string bare(const std::string& more) const {
    return server_with("location / { proxy_pass http://127.0.0.1:" + port + "; " + more + " }\n");
  }
  std::string url(const std::string& path) const { return "https://localhost:" + proxy + path; }

  http::Response ask(http::ClientRequest call) {
    call.trust.ca_file = folder / "ca.pem";
    if (!cookie.empty()) {
      call.headers.emplace_back("Cookie", cookie);
    }
    std::optional<boost::system::result<http::Response>> answer;
    asio::co_spawn(
        io, http::fetch(std::move(call)),
        [&](const std::exception_ptr&, boost::system::result<http::Response> got) { answer = std::move(got); });
    io.restart();
    io.run();
    return *answer ? std::move(**answer) : http::Response{.status = 0};
  }
  /// Books as a browser does, and gives the answer.
  http::Response book(const std::string& path, int person, http::Headers more = {}) {
    const auto day =
        OfficeDay::of(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()), Zone::wib).plus(2).text();
    cookie.clear();
    const auto form = ask({.url = url(path + "/book/AD/paspor/" + day + "/08:00")});
    LONGS_EQUAL(200, form.status);
    for (const auto& [name, value] : form.headers) {
      if (name == "Set-Cookie") {
        cookie = value.substr(0, value.find(';'));
        CHECK(has(value, "; Secure"));
      }
    }
    CHECK_FALSE(cookie.empty());
    const auto token = between(form.body, R"(name="form" value=")", "\"");
    more.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return ask({.method = "POST",
                .url = url(path + between(form.body, R"(method="post" action=")" + path, "\"")),
                .headers = std::move(more),
                .body = "form=" + token + "&office=AD&service=paspor&slot=" + day +
                        "T08:00&name=Siti&nik=32730101019000" + std::to_string(10 + person) +
                        "&mail=siti%40contoh.id"});
  }
  http::Headers from_here() const { return {{"Origin", "https://localhost:" + proxy}}; }
  static std::string location(const http::Response& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") {
        return value;
      }
    }
    return {};
  }
  std::string log() const { return text_of(folder / "portal.log"); }
};

TEST(PortalBehindNginx, TheShippedExampleBooks) {
  start_both(shipped());
  const auto booked = book("", 1, from_here());
  LONGS_EQUAL(303, booked.status);
  CHECK(location(booked).starts_with("/booking/"));
  LONGS_EQUAL(404, ask({.url = url("/metrics")}).status);
}

TEST(PortalBehindNginx, APageOfAnotherSiteIsRefusedAndTheLogHasBothValues) {
  start_both(shipped());
  const auto refused =
      book("", 1, {{"Origin", "https://evil.example"}, {"X-Forwarded-For", "6.6.6.6"}, {"Forwarded", "for=6.6.6.7"}});
  LONGS_EQUAL(403, refused.status);
  CHECK(has(log(), "https://evil.example"));
  CHECK(has(log(), "https://localhost:" + proxy));
  CHECK_FALSE(has(log(), "6.6.6."));
}

// P11
TEST(PortalBehindNginx, ABareProxyPassBooks) {
  start_both(bare(""));
  LONGS_EQUAL(303, book("", 1, from_here()).status);
}

// P10
TEST(PortalBehindNginx, AddressesAreCountedHoweverTheProxyWritesThem) {
  // A header of the test's stands for whom nginx serves.
  start_both(bare("proxy_set_header X-Forwarded-For $http_x_test_address;"));
  const auto from = [&](const char* address, int person) {
    auto headers = from_here();
    headers.emplace_back("X-Test-Address", address);
    return book("", person, std::move(headers)).status;
  };
  LONGS_EQUAL(303, from("198.51.100.7:5123", 1));
  LONGS_EQUAL(303, from("198.51.100.7:5124", 2));
  LONGS_EQUAL(303, from("198.51.100.7", 3));
  LONGS_EQUAL(429, from("198.51.100.7:5126", 4));
  LONGS_EQUAL(303, from("[2001:db8::1]", 4));
  LONGS_EQUAL(303, from("2001:db8::2", 5));
  LONGS_EQUAL(303, from("[2001:db8::3]:443", 6));
  LONGS_EQUAL(429, from("2001:db8::4", 7));
  LONGS_EQUAL(303, from("2001:db8:0:1::1", 7));
}

TEST(PortalBehindNginx, UnderAPathEveryAddressHasIt) {
  auto location_of_site = replaced(text_of(CONFIG "/proxy/nginx-portal-path.conf"),
                                   {{"http://127.0.0.1:8080", "http://127.0.0.1:" + port}});
  start_both(server_with(location_of_site), "/antrean");
  const auto start = ask({.url = url("/antrean/")});
  LONGS_EQUAL(200, start.status);
  CHECK(has(start.body, R"(href="/antrean/book/AD)"));
  CHECK(has(start.body, R"(href="/antrean/find")"));
  for (const char* root : {"href=\"/book", "href=\"/find", "href=\"/static", "src=\"/static", "action=\"/\""}) {
    CHECK_FALSE(has(start.body, root));
  }
  LONGS_EQUAL(200, ask({.url = url(between(start.body, R"(<link rel="stylesheet" href=")", "\""))}).status);
  LONGS_EQUAL(200, ask({.url = url("/antrean/static/inter-regular.woff2")}).status);
  CHECK(location(ask({.url = url("/antrean/book/AD")})) == "/antrean/book/AD/paspor");
  LONGS_EQUAL(404, ask({.url = url("/antrean/metrics")}).status);
  CHECK(has(ask({.url = url("/.well-known/assetlinks.json")}).body, "id.antrean.app"));
  const auto booked = book("/antrean", 1, from_here());
  LONGS_EQUAL(303, booked.status);
  CHECK(location(booked).starts_with("/antrean/booking/"));
  LONGS_EQUAL(200, ask({.url = url(location(booked))}).status);
}
