// portal: an hour's form (GET) and its booking (POST), one after the other, by 64 people at once: one real
// antrean-portal on SQLite, durable, through every check, without limits. The floors are measured in the same
// run, in turns, with the same client:
//   commits/s  a server of the bench's own that makes the same bodies durable in groups and checks nothing
//   pages/s    nginx with the same bytes
// Best possible, where a pair costs a page and a commit: 1 / (1 / commits + 1 / pages).
//
// Also: one person alone against one bare commit; a slot of 20 places that everybody wants; the pages alone;
// and the mails that were queued, against a bare loop of libcurl that sends the same mails to the same
// server.
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "bare_commit.hpp"
#include "bare_server.hpp"
#include "booking/keys.hpp"
#include "booking_load.hpp"
#include "codes/booking_code.hpp"
#include "demo/child.hpp"
#include "demo/whole_office.hpp"
#include "figures.hpp"
#include "files/durable_file.hpp"
#include "http_load.hpp"
#include "office_process.hpp"
#include "portal_process.hpp"
#include "smtp_sink.hpp"
#include "values/office_time.hpp"

namespace antrean::bench {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr unsigned people_at_once = 64;
constexpr int small_quota = 20;
constexpr unsigned offices = PortalShape::usual_offices;

struct Effort {
  unsigned rounds = 3;
  std::chrono::milliseconds each{3'000};  ///< of a load
  int hot_pairs = 4'000;                  ///< of a round: less than the slot's places
  unsigned alone = 300;
  std::size_t mails = 4'000;
};

struct Page {
  std::string head, body;
};

class Look : public Visitor {
 public:
  explicit Look(std::string request) : request_(std::move(request)) {}
  std::string_view next() override { return page ? std::string_view{} : std::string_view{request_}; }
  void answered(const HttpAnswer& answer) override {
    if (answer.status != 200) {
      throw std::runtime_error(fmt::format("a page was answered with {}: {}", answer.status, request_));
    }
    page = {std::string{answer.head}, std::string{answer.body}};
  }
  std::optional<Page> page;

 private:
  std::string request_;
};

Page page_at(std::uint16_t port, const std::string& target) {
  Look look(get_request(port, target));
  run_load(port, {&look}, 0ns);
  return *look.page;
}

/// nginx with pages as files, each with the header that the portal gave it.
class Nginx {
 public:
  Nginx(const fs::path& folder, const std::vector<Page>& pages) : port_(demo::free_port()) {
    if (!fs::exists(NGINX)) {
      throw std::runtime_error("nginx is not installed (Debian: nginx-light), and the pages are measured against it");
    }
    std::string locations;
    for (std::size_t n = 0; n < pages.size(); ++n) {
      std::ofstream(folder / fmt::format("page{}", n)) << pages[n].body;
      locations += fmt::format("location = /page{} {{ default_type \"text/html; charset=utf-8\";\n", n);
      locations += headers_of(pages[n].head) + "}\n";
    }
    std::ofstream(folder / "nginx.conf") << fmt::format(
        R"(daemon off;
worker_processes 1;
pid {0}/nginx.pid;
error_log {0}/nginx-error.log;
{1}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nodelay on; keepalive_requests 100000000; etag off;
  open_file_cache max=100; open_file_cache_valid 1h;
  client_body_temp_path {0}/n-body; proxy_temp_path {0}/n-proxy; fastcgi_temp_path {0}/n-fastcgi;
  uwsgi_temp_path {0}/n-uwsgi; scgi_temp_path {0}/n-scgi;
  server {{ listen 127.0.0.1:{2}; root {0};
{3}  }}
}}
)",
        folder.string(), ::geteuid() == 0 ? "user root;" : "", port_, locations);
    child_ = std::make_unique<demo::Child>(
        demo::Child::How{.program = NGINX,
                         .arguments = {"-p", folder.string(), "-c", (folder / "nginx.conf").string()},
                         .environment = {},
                         .log = folder / "nginx.log"});
    for (std::size_t n = 0; n < pages.size(); ++n) {
      if (page_at(port_, fmt::format("/page{}", n)).body != pages[n].body) {
        throw std::runtime_error("nginx serves another page than the portal");
      }
    }
  }
  std::uint16_t port() const { return port_; }

 private:
  static std::string headers_of(std::string_view head) {
    std::string lines;
    head.remove_prefix(std::min(head.size(), head.find("\r\n") + 2));
    while (!head.empty() && !head.starts_with("\r\n")) {
      const auto line = head.substr(0, head.find("\r\n"));
      head.remove_prefix(std::min(head.size(), line.size() + 2));
      const auto colon = line.find(": ");
      const auto name = line.substr(0, colon);
      if (name != "Date" && name != "Content-Type" && name != "Content-Length" && name != "Connection" &&
          name != "Server" && name != "ETag") {
        auto value = std::string{line.substr(colon + 2)};
        for (std::size_t at = 0; (at = value.find('"', at)) != std::string::npos; at += 2) {
          value.insert(at, "\\");
        }
        lines += fmt::format("add_header {} \"{}\";\n", name, value);
      }
    }
    return lines;
  }

  std::uint16_t port_;
  std::unique_ptr<demo::Child> child_;
};

class BareServer {
 public:
  explicit BareServer(const fs::path& folder) : port_(demo::free_port()) {
    child_ = std::make_unique<demo::Child>(
        demo::Child::How{.program = program("bench_portal"),
                         .arguments = {"--bare-server", std::to_string(port_), (folder / "bare.db").string()},
                         .environment = {},
                         .log = folder / "bare.log"});
  }
  std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_;
  std::unique_ptr<demo::Child> child_;
};

class Committer : public Visitor {
 public:
  Committer(People& people, std::uint16_t port, bool hot) : people_(people), port_(port), hot_(hot) {}
  std::string_view next() override {
    const auto body = fmt::format("form={:080}&office=A1&service=paspor&slot=2026-11-23T08:00{}", 0, people_.fields());
    request_ = post_request(port_, fmt::format("/{}", hot_ ? 0 : slot_++ * 37 % bare_slots), body);
    return request_;
  }
  void answered(const HttpAnswer& answer) override {
    if (answer.status != 303) {
      throw std::runtime_error("the bare server did not commit");
    }
    ++count;
  }
  std::size_t count = 0;

 private:
  People& people_;
  std::uint16_t port_;
  bool hot_;
  int slot_ = 0;
  std::string request_;
};

struct Pairs {
  double per_second = 0;
  double cpu_us = 0;  ///< of the portal, for one
  std::vector<double> get_ms, post_ms;
};

struct Floors {
  double commits = 0, pages = 0;  ///< a second
  double pairs() const { return 1 / (1 / commits + 1 / pages); }
};

/// One round's figures; its ratios are of the same few seconds.
struct Round {
  Pairs spread, hot;
  Floors spread_floor, hot_floor;
  double form = 0, form_nginx = 0, dates = 0, dates_nginx = 0;
};

double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

class Bench {
 public:
  Bench(const Folder& folder, Effort effort)
      : effort_(effort),
        sink_(folder.path()),
        portal_(folder.path(), sink_.port()),
        people_(portal_.port()),
        commits_(folder.path() / "floor.db", "FULL") {
    portal_.start({});
    bare_.emplace(folder.path());
    commits(false);  // until it is warm
    form_ = people_.anywhere().path();
    const auto form = page_at(portal_.port(), form_);
    const auto dates = page_at(portal_.port(), "/book/A1/paspor");
    form_bytes_ = form.head.size() + form.body.size();
    dates_bytes_ = dates.head.size() + dates.body.size();
    nginx_.emplace(folder.path(), std::vector{form, dates});
  }

  int run() {
    std::vector<Round> rounds;
    for (unsigned n = 0; n < effort_.rounds; ++n) {
      rounds.push_back(round(static_cast<int>(n)));
    }
    alone();
    rush();
    portal_.stop();
    const int oversold = too_many();
    mails();
    print(rounds, oversold);
    return oversold == 0 ? 0 : 1;
  }

 private:
  Round round(int n) {
    Round round;
    const auto nginx_form = [&] { return pages(nginx_->port(), "/page0"); };
    round.spread_floor = {.commits = commits(false), .pages = nginx_form()};
    round.spread = pairs([this] { return people_.anywhere(); }, nullptr);
    round.hot_floor = {.commits = commits(true), .pages = nginx_form()};
    const Place hot{office_code(0), people_.day(2 * n + 1).text(), "08:00"};
    round.hot = pairs([hot] { return hot; }, std::make_shared<int>(effort_.hot_pairs));
    round.form = pages(portal_.port(), form_);
    round.form_nginx = nginx_form();
    round.dates = pages(portal_.port(), "/book/A1/paspor");
    round.dates_nginx = pages(nginx_->port(), "/page1");
    return round;
  }

  double pages(std::uint16_t port, const std::string& target) const {
    return requests_per_second(port, get_request(port, target), people_at_once, effort_.each / 2);
  }

  double commits(bool hot) {
    std::vector<std::unique_ptr<Committer>> all;
    std::vector<Visitor*> visitors;
    for (unsigned i = 0; i < people_at_once; ++i) {
      visitors.push_back(all.emplace_back(std::make_unique<Committer>(people_, bare_->port(), hot)).get());
    }
    const double seconds = run_load(bare_->port(), visitors, effort_.each / 2);
    std::size_t count = 0;
    for (const auto& one : all) {
      count += one->count;
    }
    return static_cast<double>(count) / seconds;
  }

  Pairs pairs(const std::function<Place()>& where, const std::shared_ptr<int>& left) {
    std::vector<std::unique_ptr<Booker>> all;
    std::vector<Visitor*> visitors;
    for (unsigned i = 0; i < people_at_once; ++i) {
      auto& one = *all.emplace_back(std::make_unique<Booker>(people_, where));
      one.left = left;
      visitors.push_back(&one);
    }
    const auto cpu = cpu_of(portal_.pid());
    const double seconds = run_load(portal_.port(), visitors, left ? std::chrono::minutes{1} : effort_.each);
    const std::chrono::duration<double, std::micro> used = cpu_of(portal_.pid()) - cpu;
    Pairs pairs;
    for (const auto& one : all) {
      pairs.get_ms.insert(pairs.get_ms.end(), one->get_ms.begin(), one->get_ms.end());
      pairs.post_ms.insert(pairs.post_ms.end(), one->post_ms.begin(), one->post_ms.end());
    }
    pairs.per_second = static_cast<double>(pairs.post_ms.size()) / seconds;
    pairs.cpu_us = used.count() / static_cast<double>(pairs.post_ms.size());
    return pairs;
  }

  /// One person after the other, with a bare commit between.
  void alone() {
    Booker one(people_, [this] { return people_.anywhere(); });
    for (unsigned n = 0; n < effort_.alone; ++n) {
      one.left = std::make_shared<int>(1);
      run_load(portal_.port(), {&one}, 1min);
      commit_ms_.push_back(commits_.commit_ms());
    }
    alone_ms_ = one.post_ms;
  }

  /// Everybody wants the same twenty places.
  void rush() {
    const Place small{office_code(offices), people_.day(3).text(), "08:00"};
    std::vector<std::unique_ptr<Booker>> all;
    std::vector<Visitor*> visitors;
    const auto left = std::make_shared<int>(500);
    for (unsigned i = 0; i < people_at_once; ++i) {
      auto& one = *all.emplace_back(std::make_unique<Booker>(
          people_, [small] { return small; }, true));
      one.left = left;
      visitors.push_back(&one);
    }
    run_load(portal_.port(), visitors, 1min);
    for (const auto& one : all) {
      rush_booked_ += static_cast<int>(one->booked);
    }
  }

  /// People on live bookings beyond their slot's places, by the database; and yeses beyond it.
  int too_many() const {
    const SQLite::Database db(portal_.database(), SQLite::OPEN_READONLY);
    SQLite::Statement over(db,
                           "SELECT coalesce(sum(max(0, people - quota)), 0) FROM (SELECT sum(b.party) AS people,"
                           " s.quota AS quota FROM booking b JOIN slot s USING (office, service, day, start)"
                           " WHERE b.status = 0 GROUP BY office, service, day, start)");
    over.executeStep();
    return over.getColumn(0).getInt() + std::max(0, rush_booked_ - small_quota);
  }

  void mails() {
    const auto before = sink_.taken();
    constexpr std::size_t warm = 300;
    constexpr int no_limit = 1'000'000;
    portal_.start({.mails_per_minute = no_limit});
    if (!sink_.wait_for(before + warm, 60)) {
      throw std::runtime_error("the queued mails do not leave");
    }
    const auto from = sink_.taken();
    const auto begin = Clock::now();
    if (!sink_.wait_for(from + effort_.mails, 120)) {
      throw std::runtime_error("fewer mails than wanted were queued");
    }
    mails_ = static_cast<double>(sink_.taken() - from) / std::chrono::duration<double>(Clock::now() - begin).count();
    portal_.stop();
    bare_mails_ = bare_mails_per_second(sink_.port(), sink_.first_mails(), effort_.mails);
  }

  static void print_pairs(const char* what, const std::vector<Round>& rounds, Pairs Round::*pairs,
                          Floors Round::*floor) {
    std::vector<double> get, post;
    for (const auto& round : rounds) {
      get.insert(get.end(), (round.*pairs).get_ms.begin(), (round.*pairs).get_ms.end());
      post.insert(post.end(), (round.*pairs).post_ms.begin(), (round.*pairs).post_ms.end());
    }
    fmt::print("{}: {} pairs; form p50 {:.2f} p99 {:.2f} ms; booking p50 {:.2f} p99 {:.2f} worst {:.2f} ms\n", what,
               post.size(), quantile(get, 0.5), quantile(get, 0.99), quantile(post, 0.5), quantile(post, 0.99),
               quantile(post, 1));
    for (const auto& round : rounds) {
      const auto& least = round.*floor;
      fmt::print(
          "  {:7.0f} pairs/s, {:.0f} us of CPU each; floor {:7.0f} (commits {:7.0f}/s, nginx {:7.0f}/s): x {:.2f}\n",
          (round.*pairs).per_second, (round.*pairs).cpu_us, least.pairs(), least.commits, least.pages,
          (round.*pairs).per_second / least.pairs());
    }
  }

  void print(const std::vector<Round>& rounds, int oversold) const {
    const auto of = [&](const auto& value) {
      std::vector<double> values;
      for (const auto& round : rounds) {
        values.push_back(value(round));
      }
      return median(std::move(values));
    };
    const auto p99 = [&](Pairs Round::*pairs) {
      std::vector<double> all;
      for (const auto& round : rounds) {
        all.insert(all.end(), (round.*pairs).get_ms.begin(), (round.*pairs).get_ms.end());
        all.insert(all.end(), (round.*pairs).post_ms.begin(), (round.*pairs).post_ms.end());
      }
      return quantile(std::move(all), 0.99);
    };
    print_pairs("spread", rounds, &Round::spread, &Round::spread_floor);
    print_pairs("on one slot", rounds, &Round::hot, &Round::hot_floor);
    fmt::print("form, {} bytes: {:.0f}/s, nginx {:.0f}/s; dates, {} bytes: {:.0f}/s, nginx {:.0f}/s\n", form_bytes_,
               of([](const Round& r) { return r.form; }), of([](const Round& r) { return r.form_nginx; }), dates_bytes_,
               of([](const Round& r) { return r.dates; }), of([](const Round& r) { return r.dates_nginx; }));
    fmt::print("one person: booking p50 {:.3f} p99 {:.3f} ms; one bare commit, FULL: p50 {:.3f} p99 {:.3f} ms\n",
               quantile(alone_ms_, 0.5), quantile(alone_ms_, 0.99), quantile(commit_ms_, 0.5),
               quantile(commit_ms_, 0.99));
    fmt::print("rush for {} places: {} were told yes\n", small_quota, rush_booked_);
    fmt::print("mails: {:.0f}/s; a bare loop of libcurl {:.0f}/s\n", mails_, bare_mails_);
    fmt::print("goals: ratio 0.5, hot_ratio 0.5, p99 10 ms, oversold 0, one_x_full 3, pages 0.5, mails 0.6\n");
    fmt::print(
        "portal: pairs={:.0f} ratio={:.2f} hot_pairs={:.0f} hot_ratio={:.2f} p99_ms={:.2f} hot_p99_ms={:.2f} "
        "oversold={} one_x_full={:.2f} pages_ratio={:.2f} availability_ratio={:.2f} mail_ratio={:.2f}\n",
        of([](const Round& r) { return r.spread.per_second; }),
        of([](const Round& r) { return r.spread.per_second / r.spread_floor.pairs(); }),
        of([](const Round& r) { return r.hot.per_second; }),
        of([](const Round& r) { return r.hot.per_second / r.hot_floor.pairs(); }), p99(&Round::spread),
        p99(&Round::hot), oversold, quantile(alone_ms_, 0.5) / quantile(commit_ms_, 0.5),
        of([](const Round& r) { return r.form / r.form_nginx; }),
        of([](const Round& r) { return r.dates / r.dates_nginx; }), mails_ / bare_mails_);
  }

  Effort effort_;
  SmtpSink sink_;
  PortalProcess portal_;
  People people_;
  BareCommit commits_;
  std::optional<BareServer> bare_;
  std::optional<Nginx> nginx_;
  std::string form_;
  std::size_t form_bytes_ = 0, dates_bytes_ = 0;
  std::vector<double> alone_ms_, commit_ms_;
  int rush_booked_ = 0;
  double mails_ = 0, bare_mails_ = 0;
};

}  // namespace
}  // namespace antrean::bench

int main(int argc, char** argv) {
  using namespace antrean::bench;
  bool quick = false;
  std::vector<std::string> bare;
  CLI::App app{"Forms and bookings a second, against nginx and bare commits", "bench_portal"};
  app.add_flag("--quick", quick, "One short round: to see that it works");
  app.add_option("--bare-server", bare, "For the bench itself: serve the floor at PORT, with a new database FILE")
      ->expected(2);
  CLI11_PARSE(app, argc, argv);
  try {
    if (!bare.empty()) {
      serve_bare(static_cast<std::uint16_t>(std::stoi(bare[0])), bare[1]);
    }
    const Folder folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
    const Effort short_one{
        .rounds = 1, .each = std::chrono::milliseconds{1'000}, .hot_pairs = 2'000, .alone = 50, .mails = 1'000};
    return Bench(folder, quick ? short_one : Effort{}).run();
  } catch (const std::exception& failure) {
    fmt::print(stderr, "bench_portal: {}\n", failure.what());
    return 1;
  }
}
