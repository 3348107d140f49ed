// The reports beside a working office.
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "command_loop/command_loop.hpp"
#include "office_settings/office_settings.hpp"
#include "process/loops.hpp"
#include "sample/sample.hpp"
#include "service/report_filling.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using antrean::tests::Folder;
using antrean::tests::monday;
namespace asio = boost::asio;

namespace {

[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

constexpr ReportFilling::Pace quick{.slice = 3,
                                    .rest = std::chrono::milliseconds(0),
                                    .gather = std::chrono::milliseconds(0),
                                    .after_failure = std::chrono::seconds(0)};

/// An office that runs with the reports beside it, until `visit` has returned.
struct Office {
  const Folder& folder;
  std::unique_ptr<journal::Journal> journal;
  UtcTime now = instant(monday, TimeOfDay{9 * 60}, Zone::wib);

  explicit Office(const Folder& place) : folder(place) {
    journal::Options options;
    options.file = folder / "office.db";
    options.synchronous = sqlite::Synchronous::off;
    journal = journal::Journal::open(options);
  }

  using Visit = std::function<asio::awaitable<void>(CommandLoop&, ReportFilling&)>;
  void work(const Visit& visit) {
    asio::io_context io{1};
    Worker worker{"journal"};
    JournalEventLog log(worker, *journal);
    ReportedEventLog reported(log);
    const auto settings = read_file(std::string(CONFIG) + "/office.toml");
    CommandLoop loop(io, std::get<queue::Plan>(queue::Plan::make(settings.plan)), reported, journal->take_found(),
                     [this] { return now; });
    ReportFilling reports(io, worker, *journal, {.file = folder / "reports.db", .zone = Zone::wib}, quick);
    reported.tell([&](const std::vector<queue::Event>& events) { reports.committed(events); });
    std::exception_ptr failed;
    process::Loops* running = nullptr;
    process::Loops loops(io, [&] { running->stop(); });
    running = &loops;
    loops.spawn("loop", loop.run(), [&] { loop.stop(); });
    loops.spawn("reports", reports.run());
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
          co_await visit(loop, reports);
          loops.stop();
          co_await loops.ended();
          io.stop();
        },
        [&](const std::exception_ptr& error) {
          failed = error;
          io.stop();
        });
    io.run();
    if (failed) {
      std::rethrow_exception(failed);
    }
  }
};

asio::awaitable<void> counted_up_to(ReportFilling& reports, std::uint64_t seq) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (reports.counted() < seq) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> walk_in(CommandLoop& loop) {
  (void)co_await loop.submit({.by = {.kind = queue::ActorKind::entrance, .name = "test"},
                              .action = queue::WalkIn{.service = "paspor", .class_key = {}, .reason = "hilang"}});
}

asio::awaitable<std::uint32_t> arrivals(ReportFilling& reports) {
  co_return co_await reports.ask(
      [](reports::ReportFile& file) { return file.view(reports::Period::day, monday).all.arrivals; });
}

asio::awaitable<void> open_day(CommandLoop& loop) {
  (void)co_await loop.submit(
      {.by = {.kind = queue::ActorKind::supervisor, .name = "test"}, .action = queue::OpenDay{monday}});
}

}  // namespace

TEST_GROUP(reports_filling) { Folder folder; };

TEST(reports_filling, WhatIsCommittedIsCountedAndNothingTwiceAfterARestart) {
  Office first(folder);
  first.work([](CommandLoop& loop, ReportFilling& reports) -> asio::awaitable<void> {
    co_await open_day(loop);
    for (int i = 0; i < 5; ++i) {
      co_await walk_in(loop);
    }
    co_await counted_up_to(reports, loop.last_seq());
    CHECK_EQUAL(5u, co_await arrivals(reports));
  });
  first.journal.reset();
  Office again(folder);
  again.work([](CommandLoop& loop, ReportFilling& reports) -> asio::awaitable<void> {
    co_await walk_in(loop);
    co_await counted_up_to(reports, loop.last_seq());
    CHECK_EQUAL(6u, co_await arrivals(reports));
  });
}

TEST(reports_filling, AMissingFileIsMadeAgainWhileTheOfficeWorks) {
  Office first(folder);
  first.work([](CommandLoop& loop, ReportFilling&) -> asio::awaitable<void> {
    co_await open_day(loop);
    for (int i = 0; i < 9; ++i) {
      co_await walk_in(loop);
    }
  });
  first.journal.reset();
  for (const char* part : {"reports.db", "reports.db-wal"}) {
    std::filesystem::remove(folder / part);
  }
  Office again(folder);
  again.work([](CommandLoop& loop, ReportFilling& reports) -> asio::awaitable<void> {
    co_await walk_in(loop);
    co_await counted_up_to(reports, loop.last_seq());
    CHECK_EQUAL(10u, co_await arrivals(reports));
  });
}

TEST(reports_filling, WhoBookedIsCountedFromTheDaysList) {
  {
    Office first(folder);
    first.work([](CommandLoop& loop, ReportFilling&) -> asio::awaitable<void> { co_await open_day(loop); });
  }
  Office office(folder);
  const SlotHours nine{TimeOfDay{9 * 60}, TimeOfDay{10 * 60}};
  const auto booking = [&](BookingId id, std::uint8_t party, BookingStatus status) {
    return Booking{.id = id,
                   .code = "AD-" + std::to_string(id),
                   .office = "AD",
                   .service = "paspor",
                   .day = monday,
                   .slot = nine,
                   .party = party,
                   .name = "A",
                   .nik_last4 = {},
                   .status = status};
  };
  CHECK_TRUE(office.journal->day_list()
                 .import({booking(1, 3, BookingStatus::confirmed), booking(2, 1, BookingStatus::confirmed),
                          booking(3, 2, BookingStatus::cancelled)})
                 .has_value());
  office.work([](CommandLoop&, ReportFilling& reports) -> asio::awaitable<void> {
    std::uint32_t booked = 0;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (booked == 0) {
      try {
        booked = co_await reports.ask([](reports::ReportFile& file) {
          const auto rows = file.view(reports::Period::day, monday).booked;
          return rows.empty() ? 0 : rows.front().people.booked;
        });
      } catch (const std::runtime_error&) {  // it is not open yet
      }
      timer.expires_after(std::chrono::milliseconds(1));
      co_await timer.async_wait(asio::use_awaitable);
    }
    CHECK_EQUAL(4u, booked);
  });
}

TEST(reports_filling, AnOfficeWhoseReportsCannotBeWrittenWorksAndSaysWhy) {
  std::filesystem::create_directory(folder / "reports.db");  // no file can be there
  Office office(folder);
  office.work([this](CommandLoop& loop, ReportFilling& reports) -> asio::awaitable<void> {
    co_await open_day(loop);
    co_await walk_in(loop);
    std::string why;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (why.find("reports.db") == std::string::npos) {
      try {
        (void)co_await arrivals(reports);
      } catch (const std::exception& error) {
        why = error.what();
      }
      timer.expires_after(std::chrono::milliseconds(1));
      co_await timer.async_wait(asio::use_awaitable);
    }
    CHECK_TRUE(loop.last_seq() > 1);
    // And they come when it can be written again.
    std::filesystem::remove(folder / "reports.db");
    co_await counted_up_to(reports, loop.last_seq());
    CHECK_EQUAL(1u, co_await arrivals(reports));
  });
}
