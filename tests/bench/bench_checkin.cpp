// checkin: from a line of the scanner to its number, committed and announced. It includes a pseudo-terminal,
// the scanner's driver, the signature, the journal's look-up, the command loop, one durable commit as
// shipped, and the snapshot as JSON given to the feed. The floor in the same run, on the same disk,
// alternating with it: one bare SQLite commit of one row, synchronous FULL and EXTRA.
//
// A day of 1,000 people at 20 counters, a list of 1,000 bookings, 60 people waiting. The office's clock
// advances 20 s with every check-in, and a counter calls the next person after each, as on such a day; that
// part is not timed.
#include <chrono>
#include <cstdio>
#include <optional>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "bare_commit.hpp"
#include "code_scanner/serial_scanner.hpp"
#include "command_loop/command_loop.hpp"
#include "command_loop/entrance.hpp"
#include "demo/scanner_plug.hpp"
#include "feed/feed_json.hpp"
#include "figures.hpp"
#include "http/server.hpp"
#include "made_codes.hpp"
#include "made_day.hpp"
#include "office_process.hpp"
#include "office_settings/office_settings.hpp"

namespace antrean::bench {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

double ms_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

/// The journal on its worker. It stores the times of its latest commit.
class TimedEventLog final : public office::EventLog {
 public:
  TimedEventLog(Worker& worker, journal::Journal& journal) : event_log_(worker, journal) {}
  asio::awaitable<journal::Result<journal::Committed>> append(journal::Batch batch) override {
    asked = Clock::now();
    auto committed = co_await event_log_.append(std::move(batch));
    done = Clock::now();
    co_return committed;
  }
  asio::awaitable<void> maintenance() override { return event_log_.maintenance(); }
  asio::awaitable<journal::Result<std::vector<queue::Event>>> to_replay() override { return event_log_.to_replay(); }
  asio::awaitable<std::vector<queue::Event>> events_since(OfficeDay day) override {
    return event_log_.events_since(day);
  }
  Clock::time_point asked, done;

 private:
  office::JournalEventLog event_log_;
};

struct Booked {
  std::vector<std::string> lines;  ///< lines that the scanner reads, one per person
  office_api::BookingPage page;
};

Booked bookings(MadeCodes& people, OfficeDay day, unsigned count) {
  Booked all;
  for (unsigned person = 1; person <= count; ++person) {
    const auto code = people.next_payload(day);
    all.lines.push_back(people.text(code));
    all.page.bookings.push_back({.id = code.booking,
                                 .code = code.code(),
                                 .office = code.office,
                                 .service = code.service,
                                 .day = day,
                                 .slot = code.slot,
                                 .name = fmt::format("Pemohon {}", person),
                                 .nik_last4 = "0001"});
  }
  all.page.cursor = count;
  return all;
}

class Bench {
 public:
  Bench(const Folder& folder, unsigned people)
      : settings_(office::read(settings::Source::text(settings_text({}, folder.path() / "office.db"), "office.toml"))),
        plan_(std::get<queue::Plan>(queue::Plan::make(settings_.plan))),
        day_(OfficeDay::of(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()), Zone::wib)),
        now_(instant(day_, TimeOfDay{8 * 60}, Zone::wib)),
        full_(folder.path() / "full.db", "FULL"),
        extra_(folder.path() / "extra.db", "EXTRA"),
        plug_(folder.path() / "scanner") {
    MadeCodes codes(codes::make_key_pair());
    settings_.keys[1] = codes.public_key();
    auto booked = bookings(codes, day_, people);
    lines_ = std::move(booked.lines);
    fill(booked.page);
    journal_ = journal::Journal::open({.file = settings_.journal, .chain_key = {}, .vfs = {}});
    worker_.emplace("journal");
    event_log_.emplace(*worker_, *journal_);
    loop_.emplace(io_, plan_, *event_log_, journal_->take_found(), [this] { return now_; });
    entrance_.emplace(*loop_, *worker_, *journal_, settings_.checkin, settings_.keys, office::Entrance::Repeats{});
    loop_->on_snapshot([this](std::shared_ptr<const Snapshot> snapshot) { announce(*snapshot); });
    scanner_ = make_serial_scanner(io_, {.device = (folder.path() / "scanner").string()});
    asio::co_spawn(io_, loop_->run(), [this](std::exception_ptr error) { ended(error); });
    asio::co_spawn(io_, scanner_->run([this](std::string line) { entrance_->scanned(io_, std::move(line)); }),
                   asio::bind_cancellation_slot(unplug_.slot(), [](std::exception_ptr) {}));
    until([this] { return scanner_->health().online; });
  }
  ~Bench() {
    spdlog::set_level(spdlog::level::off);  // nothing may be printed after the figures
    loop_->stop();
    unplug_.emit(asio::cancellation_type::terminal);
    io_.run();
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void run() {
    CounterId counter = 0;
    for (const std::string& line : lines_) {
      full_ms.push_back(full_.commit_ms());
      check_in(line);
      extra_ms.push_back(extra_.commit_ms());
      counter = static_cast<CounterId>(counter % plan_.settings().counters.size() + 1);
      call_next(counter);
      now_ += std::chrono::seconds{20};
      come_to_rest();
    }
  }

  std::size_t waiting() const { return loop_->snapshot()->tickets.size(); }

  std::vector<double> full_ms, extra_ms;                         // the floors
  std::vector<double> whole_ms, before_ms, commit_ms, after_ms;  // a check-in and its parts

 private:
  /// The whole of yesterday, and today's first sixty people.
  void fill(const office_api::BookingPage& page) {
    const auto journal = journal::Journal::open(
        {.file = settings_.journal, .chain_key = {}, .synchronous = sqlite::Synchronous::off, .vfs = {}});
    const OfficeDay before = day_.plus(-1);
    append(*journal, made_day(plan_, {.applicants = 1'000,
                                      .from = instant(before, TimeOfDay{8 * 60}, Zone::wib),
                                      .to = instant(before, TimeOfDay{15 * 60}, Zone::wib)}));
    auto today = made_day(plan_, {.applicants = 60,
                                  .left_waiting = 60,
                                  .from = instant(day_, TimeOfDay{7 * 60}, Zone::wib),
                                  .to = now_ - std::chrono::minutes{1}});
    auto seq = journal->last_seq();
    for (auto& batch : today) {
      for (auto& event : batch.events) {
        event.seq = ++seq;
      }
    }
    append(*journal, today);
    if (const auto done = journal->day_list().apply(page); !done) {
      throw std::runtime_error(done.error().text);
    }
  }

  void announce(const Snapshot& snapshot) {
    feed_.publish(feed::to_json(snapshot));
    if (snapshot.entrance.seq != entrance_seq_) {
      entrance_seq_ = snapshot.entrance.seq;
      announced_ = Clock::now();
      outcome_ = snapshot.entrance.outcome;
    }
  }

  void check_in(const std::string& line) {
    const auto seq = entrance_seq_;
    const auto begin = Clock::now();
    plug_.present(line);
    until([&] { return entrance_seq_ != seq; });
    if (outcome_ != "admitted") {
      throw std::runtime_error("a code was answered with " + outcome_);
    }
    whole_ms.push_back(ms_between(begin, announced_));
    before_ms.push_back(ms_between(begin, event_log_->asked));
    commit_ms.push_back(ms_between(event_log_->asked, event_log_->done));
    after_ms.push_back(ms_between(event_log_->done, announced_));
  }

  void call_next(CounterId counter) {
    bool done = false;
    queue::Command press{.by = {.kind = queue::ActorKind::pad, .name = "bench"},
                         .action = queue::Press{.counter = counter, .button = queue::PadButton::next}};
    asio::co_spawn(io_, loop_->submit(std::move(press)), [&](std::exception_ptr error, const auto& answer) {
      ended(error);
      done = answer.done();
    });
    until([&] { return done; });
  }

  /// People come twenty seconds apart, whatever this clock says. So waits are estimated and the log is
  /// emptied before the next person comes.
  void come_to_rest() {
    while (io_.run_one_for(std::chrono::milliseconds{10}) != 0) {
    }
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

  template <class Condition>
  void until(Condition condition) {
    while (!condition()) {
      if (io_.run_one_for(std::chrono::seconds{10}) == 0) {
        throw std::runtime_error("nothing happened for ten seconds");
      }
      if (failure_) {
        std::rethrow_exception(failure_);
      }
    }
  }
  void ended(std::exception_ptr error) {
    if (error && !failure_) {
      failure_ = error;
    }
  }

  office::OfficeSettings settings_;
  queue::Plan plan_;
  OfficeDay day_;
  UtcTime now_;
  BareCommit full_, extra_;
  demo::ScannerPlug plug_;
  std::vector<std::string> lines_;
  asio::io_context io_{1};
  asio::cancellation_signal unplug_;
  std::unique_ptr<journal::Journal> journal_;
  std::optional<Worker> worker_;
  std::optional<TimedEventLog> event_log_;
  std::optional<office::CommandLoop> loop_;
  std::optional<office::Entrance> entrance_;
  std::unique_ptr<CodeScanner> scanner_;
  http::Broadcast feed_;
  std::exception_ptr failure_;
  std::uint64_t entrance_seq_ = 0;
  std::string outcome_;
  Clock::time_point announced_;
};

void print(const char* what, const std::vector<double>& values) {
  fmt::print("{:<46} p50 {:6.3f} ms   p99 {:6.3f} ms   worst {:6.3f} ms\n", what, quantile(values, 0.5),
             quantile(values, 0.99), quantile(values, 1));
}

int run(unsigned people) {
  const Folder folder;
  Bench bench(folder, people);
  bench.run();
  fmt::print("{} check-ins, {} people in the hall at the end\n", people, bench.waiting());
  print("scan line in to number announced", bench.whole_ms);
  print("  scanner, signature, look-up, decision", bench.before_ms);
  print("  the commit, on its worker", bench.commit_ms);
  print("  snapshot, JSON, feed", bench.after_ms);
  print("floor: one bare commit, synchronous FULL", bench.full_ms);
  print("floor: one bare commit, synchronous EXTRA", bench.extra_ms);
  const auto ratio = [&](const std::vector<double>& floor, double share) {
    return quantile(bench.whole_ms, share) / quantile(floor, share);
  };
  fmt::print("checkin: p50_ms={:.3f} p99_ms={:.3f} p50_x_full={:.2f} p99_x_full={:.2f} p99_x_extra={:.2f} goal_x=2\n",
             quantile(bench.whole_ms, 0.5), quantile(bench.whole_ms, 0.99), ratio(bench.full_ms, 0.5),
             ratio(bench.full_ms, 0.99), ratio(bench.extra_ms, 0.99));
  return 0;
}

}  // namespace
}  // namespace antrean::bench

int main(int argc, char** argv) {
  unsigned people = 1'000;
  CLI::App app{"Scan line in to number announced, against a bare commit", "bench_checkin"};
  app.add_option("--people", people, "Check-ins")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  spdlog::set_level(spdlog::level::warn);
  try {
    return antrean::bench::run(people);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "bench_checkin: {}\n", failure.what());
    return 1;
  }
}
