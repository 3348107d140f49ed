// capacity: what one antrean-portal on SQLite carries, for config/handbook/capacity.md.
//
//   idle      memory for 10,000 connections that do nothing, behind a proxy
//   pulls     151 offices that ask for their lists every five seconds: share of a core
//   rush      20,000 people within a minute, who look at the dates and want one hour of 1,000 places
//   million   forms and bookings a second with a million bookings in the table, against an empty one
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "booking_load.hpp"
#include "figures.hpp"
#include "http_load.hpp"
#include "office_process.hpp"
#include "portal_process.hpp"
#include "smtp_sink.hpp"

namespace antrean::bench {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Effort {
  unsigned idle = 10'000;
  unsigned offices = 151;
  std::chrono::seconds pulls{30};
  unsigned people = 20'000;
  std::chrono::seconds rush{60};
  int places = 1'000;
  int rows = 1'000'000;
  std::chrono::milliseconds pairs{3'000};
};

/// Bytes, since it began.
std::int64_t written_by(pid_t process) {
  std::ifstream in(fmt::format("/proc/{}/io", process));
  std::string name;
  for (std::int64_t bytes = 0; in >> name >> bytes;) {
    if (name == "wchar:") {
      return bytes;
    }
  }
  throw std::runtime_error("the kernel does not say what the portal wrote");
}

/// Each person has an address of their own, which the proxy in front says.
std::string from_address(unsigned n) {
  return fmt::format("X-Forwarded-For: 10.{}.{}.{}\r\n", n >> 16 & 255U, n >> 8 & 255U, n & 255U);
}

PortalShape behind_a_proxy(PortalShape shape = {}) {
  shape.more = "trusted_proxies = [\"127.0.0.1\"]\nconnections = 12000\nlookups_per_minute = 1000000";
  return shape;
}

/// One page, and then nothing more on an open connection.
class Idle : public Visitor {
 public:
  Idle(std::uint16_t port, unsigned n) : request_(get_request(port, "/", from_address(n))) {}
  std::string_view next() override { return asked_ ? std::string_view{} : (asked_ = true, std::string_view{request_}); }
  void answered(const HttpAnswer& answer) override {
    if (answer.status != 200) {
      throw std::runtime_error(fmt::format("a page was answered with {}", answer.status));
    }
  }

 private:
  std::string request_;
  bool asked_ = false;
};

/// The dates, the form, the booking: what became of it, and when it was pressed and answered.
class InTheRush : public Visitor {
 public:
  InTheRush(People& people, const Place& place, unsigned n)
      : people_(people), place_(place), address_(from_address(n)) {}

  std::string_view next() override {
    switch (step_) {
      case 0:
        request_ = get_request(people_.port(), fmt::format("/book/{}/paspor", place_.office), address_);
        break;
      case 1:
        request_ = get_request(people_.port(), place_.path(), address_);
        break;
      case 2:
        pressed = Clock::now();
        break;
      default:
        return {};
    }
    return request_;
  }
  void answered(const HttpAnswer& answer) override {
    ms.push_back(answer.ms);
    failed += answer.status >= 500 ? 1 : 0;
    const int step = step_++;
    if (step == 1) {
      constexpr std::string_view before = R"(name="form" value=")";
      const auto token = answer.body.find(before);
      auto cookie = header_of(answer.head, "Set-Cookie");
      if (answer.status != 200 || token == std::string_view::npos || cookie.empty()) {
        told_full = answer.status == 303 || answer.status == 409;  // it was full before the form came
        step_ = 3;
        return;
      }
      cookie = cookie.substr(0, cookie.find(';'));
      const auto value = answer.body.substr(token + before.size());
      request_ =
          post_request(people_.port(), "/book",
                       fmt::format("form={}&office={}&service=paspor&slot={}T{}{}", value.substr(0, value.find('"')),
                                   place_.office, place_.day, place_.time, people_.fields()),
                       fmt::format("Cookie: {}\r\n{}", cookie, address_));
    } else if (step == 2) {
      booked = answer.status == 303;
      told_full = answer.status == 409;
      was_answered = Clock::now();
    }
  }

  std::vector<double> ms;
  int failed = 0;
  bool booked = false, told_full = false;
  Clock::time_point pressed{}, was_answered{};

 private:
  People& people_;
  const Place& place_;
  std::string address_, request_;
  int step_ = 0;
};

/// An office that asks for its list.
class OfficeLink : public Visitor {
 public:
  OfficeLink(std::uint16_t port, const std::string& office)
      : token_("Authorization: Bearer " + office_token(office) + "\r\n"),
        pull_(get_request(port, "/office/v1/bookings?cursor=0&limit=500", token_)) {}
  std::string_view next() override { return pull_; }
  void answered(const HttpAnswer& answer) override {
    if (answer.status != 200) {
      throw std::runtime_error(fmt::format("an office's pull was answered with {}: {}", answer.status, answer.body));
    }
  }

 private:
  std::string token_, pull_;
};

class Bench {
 public:
  Bench(const Folder& folder, Effort effort)
      : effort_(effort), sink_(folder.path()), portal_(folder.path(), sink_.port()), people_(portal_.port()) {}

  void run(bool only_table) {
    if (only_table) {
      return million();
    }
    portal_.start(behind_a_proxy({.offices = effort_.offices}));
    idle();
    pulls();
    portal_.stop();
    portal_.start(behind_a_proxy({.small_quota = effort_.places}));
    rush();
    portal_.stop();
    million();
    fmt::print(
        "goals: idle 100 MiB, pulls 5 % of a core, rush 5xx 0, p99 1,000 ms, oversold 0, out of order 0, million x "
        "1.2\n");
    fmt::print(
        "capacity: idle_mib={:.0f} pulls_percent={:.2f} rush_5xx={} rush_p99_ms={:.1f} rush_booked={} oversold={} "
        "out_of_order={} million_x={:.2f}\n",
        idle_mib_, pulls_percent_, rush_failed_, rush_p99_, rush_booked_, std::max(0, rush_booked_ - effort_.places),
        out_of_order_, million_x_);
  }

 private:
  void idle() {
    const long before = memory_kib(portal_.pid(), "Pss");
    std::vector<std::unique_ptr<Idle>> all;
    std::vector<Visitor*> visitors;
    for (unsigned n = 0; n < effort_.idle; ++n) {
      visitors.push_back(all.emplace_back(std::make_unique<Idle>(portal_.port(), n)).get());
    }
    // They stay connected until the function ends: the memory is read by a visitor that comes last.
    class Last : public Visitor {
     public:
      Last(const PortalProcess& portal, long& kib)
          : portal_(portal), kib_(kib), request_(get_request(portal.port(), "/health")) {}
      std::string_view next() override { return done_ ? std::string_view{} : std::string_view{request_}; }
      void answered(const HttpAnswer&) override {
        done_ = ++asked_ == 50;
        kib_ = memory_kib(portal_.pid(), "Pss");
      }

     private:
      const PortalProcess& portal_;
      long& kib_;
      std::string request_;
      int asked_ = 0;
      bool done_ = false;
    };
    long with = 0;
    Last last(portal_, with);
    visitors.push_back(&last);
    run_load(portal_.port(), visitors, 1h);
    idle_mib_ = static_cast<double>(with - before) / 1024;
    fmt::print("idle: {} connections, {:.1f} MiB ({:.1f} KiB each)\n", effort_.idle, idle_mib_,
               static_cast<double>(with - before) / effort_.idle);
  }

  void pulls() {
    std::vector<std::unique_ptr<OfficeLink>> all;
    for (unsigned n = 0; n < effort_.offices; ++n) {
      all.push_back(std::make_unique<OfficeLink>(portal_.port(), office_code(n)));
    }
    const auto cpu = cpu_of(portal_.pid());
    const auto begin = Clock::now();
    // Every five seconds all of them, spread over the five seconds as a hundred clocks are.
    unsigned asked = 0;
    while (Clock::now() - begin < effort_.pulls) {
      std::this_thread::sleep_until(begin + 5s * asked / effort_.offices);
      run_load(portal_.port(), {all[asked % effort_.offices].get()}, 0ns);
      ++asked;
    }
    const std::chrono::duration<double> used = cpu_of(portal_.pid()) - cpu;
    pulls_percent_ = 100 * used.count() / std::chrono::duration<double>(Clock::now() - begin).count();
    fmt::print("pulls: {} of {} offices in {} s: {:.2f} % of a core\n", asked, effort_.offices, effort_.pulls.count(),
               pulls_percent_);
  }

  void rush() {
    const Place place{office_code(PortalShape::usual_offices), people_.day(3).text(), "08:00"};
    std::vector<std::unique_ptr<InTheRush>> all;
    std::vector<Visitor*> visitors;
    for (unsigned n = 0; n < effort_.people; ++n) {
      visitors.push_back(all.emplace_back(std::make_unique<InTheRush>(people_, place, n)).get());
    }
    const double seconds = run_rush(portal_.port(), visitors, effort_.rush);
    std::vector<double> ms;
    std::optional<Clock::time_point> first_no;
    std::size_t unclear = 0;
    for (const auto& one : all) {
      ms.insert(ms.end(), one->ms.begin(), one->ms.end());
      rush_failed_ += one->failed;
      rush_booked_ += one->booked ? 1 : 0;
      unclear += one->booked || one->told_full ? 0 : 1;
      if (one->told_full && one->was_answered != Clock::time_point{}) {
        first_no = first_no ? std::min(*first_no, one->was_answered) : one->was_answered;
      }
    }
    // Whoever pressed after somebody had already been told that it is full must not have a place.
    for (const auto& one : all) {
      out_of_order_ += one->booked && first_no && one->pressed > *first_no ? 1 : 0;
    }
    rush_p99_ = quantile(ms, 0.99);
    fmt::print(
        "rush: {} people in {:.0f} s, {} requests: p50 {:.2f} p99 {:.1f} worst {:.0f} ms; {} booked, {} unclear\n",
        effort_.people, seconds, ms.size(), quantile(ms, 0.5), rush_p99_, quantile(ms, 1), rush_booked_, unclear);
  }

  struct Pace {
    double per_second = 0;
    double kib = 0;  ///< written to files and sockets, for one
  };
  Pace pairs() {
    std::vector<std::unique_ptr<Booker>> all;
    std::vector<Visitor*> visitors;
    for (unsigned i = 0; i < 64; ++i) {
      visitors.push_back(
          all.emplace_back(std::make_unique<Booker>(people_, [this] { return people_.anywhere(); })).get());
    }
    const auto written = written_by(portal_.pid());
    const double seconds = run_load(portal_.port(), visitors, effort_.pairs);
    std::size_t done = 0;
    for (const auto& one : all) {
      done += one->booked;
    }
    const auto all_done = static_cast<double>(done);
    return {all_done / seconds, static_cast<double>(written_by(portal_.pid()) - written) / 1024 / all_done};
  }

  /// The same, on a small table and on a large one.
  void million() {
    portal_.start({});
    pairs();  // until it is warm
    const Pace small = pairs();
    portal_.stop();
    fill();
    portal_.start({});
    pairs();
    const Pace large = pairs();
    portal_.stop();
    million_x_ = small.per_second / large.per_second;
    fmt::print("a booking on disk, with its indexes and without its notices: {:.0f} bytes\n", row_bytes_);
    fmt::print(
        "million: {:.0f} bookings/s, {:.1f} KiB written for each; with {} more in the table {:.0f} and {:.1f} KiB\n",
        small.per_second, small.kib, effort_.rows, large.per_second, large.kib);
  }

  /// Past bookings of other people, made from one that is there; what is older than [privacy] allows is
  /// forgotten already.
  void fill() {
    SQLite::Database db(portal_.database(), SQLite::OPEN_READWRITE);
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const auto before = std::filesystem::file_size(portal_.database());
    std::string columns, values;
    SQLite::Statement info(db, "SELECT name FROM pragma_table_info('booking')");
    while (info.executeStep()) {
      const std::string name = info.getColumn(0).getString();
      const auto made = name == "id"                        ? std::string{"(SELECT max(id) FROM booking) + n"}
                        : name == "token" || name == "form" ? std::string{"randomblob(16)"}
                        : name == "nik_hmac"                ? std::string{"randomblob(32)"}
                        : name == "code"                    ? std::string{"printf('ZZ-%07d', n)"}
                        : name == "day"                     ? std::string{"day - 100 - n % 300"}
                        : name == "name" || name == "mail" || name == "nik_last4" ? std::string{"''"}
                        : name == "changed" ? std::string{"(SELECT last FROM change) + n"}
                                            : name;
      columns += (columns.empty() ? "" : ", ") + name;
      values += (values.empty() ? "" : ", ") + made;
    }
    db.exec(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF");
    db.exec("BEGIN");
    db.exec(
        fmt::format("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {}) INSERT INTO booking "
                    "({}) SELECT {} FROM c, (SELECT * FROM booking WHERE status = 0 LIMIT 1)",
                    effort_.rows, columns, values));
    db.exec(fmt::format("UPDATE change SET last = last + {}", effort_.rows));
    db.exec(
        "INSERT INTO slot (office, service, day, start, quota, free, finish) SELECT DISTINCT office, service, day, "
        "start, 100000, 90000, finish FROM booking WHERE NOT EXISTS (SELECT 1 FROM slot WHERE slot.office = "
        "booking.office AND slot.service = booking.service AND slot.day = booking.day AND slot.start = booking.start)");
    db.exec("COMMIT; PRAGMA journal_mode = WAL");
    row_bytes_ = static_cast<double>(std::filesystem::file_size(portal_.database()) - before) / effort_.rows;
  }

  Effort effort_;
  SmtpSink sink_;
  PortalProcess portal_;
  People people_;
  double idle_mib_ = 0, pulls_percent_ = 0, rush_p99_ = 0, million_x_ = 0, row_bytes_ = 0;
  int rush_failed_ = 0, rush_booked_ = 0, out_of_order_ = 0;
};

}  // namespace
}  // namespace antrean::bench

int main(int argc, char** argv) {
  using namespace antrean::bench;
  bool quick = false;
  CLI::App app{"What one portal carries", "bench_capacity"};
  bool table = false;
  app.add_flag("--million-only", table, "Only the large table");
  app.add_flag("--quick", quick, "A tenth of everything: to see that it works");
  CLI11_PARSE(app, argc, argv);
  try {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const Folder folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
    const Effort tenth{.idle = 1'000,
                       .offices = 151,
                       .pulls = std::chrono::seconds{5},
                       .people = 2'000,
                       .rush = std::chrono::seconds{6},
                       .places = 100,
                       .rows = 100'000,
                       .pairs = std::chrono::milliseconds{1'000}};
    Bench(folder, quick ? tenth : Effort{}).run(table);
    return 0;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "bench_capacity: {}\n", failure.what());
    return 1;
  }
}
