// A database that was replaced by yesterday's copy. The test has the portal's pages, store and office
// interface behind the real server, and the real portal link, journal and entrance of an office, over HTTP on
// loopback. Only the wall clocks are the test's.
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "bookings/portal_link.hpp"
#include "codes/booking_code.hpp"
#include "command_loop/entrance.hpp"
#include "journal/journal.hpp"
#include "portal_under_test.hpp"
#include "queue/plan.hpp"
#include "scratch_folder.hpp"
#include "service/portal_stores.hpp"
#include "worker/worker.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal_test;
namespace asio = boost::asio;

namespace {

[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

const OfficeDay monday = *OfficeDay::parse("2026-11-23");

queue::Plan plan() {
  queue::PlanSettings settings;
  settings.office = "AD";
  settings.office_name = "Bandung";
  settings.series = {{.key = "b", .letters = "B"}};
  settings.classes = {{.key = "booked",
                       .name_id = "Daring",
                       .name_en = "Booked",
                       .series = {},
                       .daily_quota = {},
                       .waiting_limit = {}}};
  queue::ServiceSettings service;
  service.key = "paspor";
  service.name_id = "Paspor";
  service.name_en = "Passport";
  service.series = "b";
  service.walk_in_class = "booked";
  service.stages = {{.key = "loket", .name_id = "Loket", .name_en = "Counter", .pool = {}, .series = {}}};
  settings.services = {service};
  settings.counters = {
      {.id = 1, .name = "Loket 1", .serves = {{.pool = "paspor/loket", .class_key = {}, .preference = 0}}}};
  for (auto& day : settings.week) {
    day = queue::DayHours{
        .open = TimeOfDay{0}, .close = TimeOfDay{24 * 60}, .last_numbers = TimeOfDay{24 * 60}, .breaks = {}};
  }
  return std::get<queue::Plan>(queue::Plan::make(std::move(settings)));
}

checkin::Office rules() {
  checkin::Office office;
  office.code = "AD";
  office.services["paspor"] = {};
  return office;
}

/// The office: its journal on its worker, its portal link, its entrance.
class OfficeSide {
 public:
  explicit OfficeSide(PortalUnderTest& portal) : portal_(portal) {
    bookings::LinkSettings settings;
    settings.url = portal.url();
    settings.token = bandung_token;
    settings.pull_every = std::chrono::milliseconds(2);
    settings.send_every = std::chrono::milliseconds(2);
    settings.first_retry = std::chrono::milliseconds(1);
    settings.last_retry = std::chrono::milliseconds(5);
    link.emplace(portal.io(), settings, portal.clock(), day_list_, outbox_);
    link->on_keys([this](const codes::Keyring& ring) { keys = ring; });
    link->on_afresh([this] { ++afresh; });
    link->on_given_back([this](const std::vector<std::string>& listed) { answers.push_back(listed); });
    turn([&](office::Turn& turn) { turn.attempt({.by = {}, .action = queue::OpenDay{.day = monday}}); });
  }
  ~OfficeSide() { disconnect(); }

  void connect() {
    for (auto loop : {&bookings::PortalLink::pull_bookings, &bookings::PortalLink::send_results}) {
      auto& signal = ends_.emplace_back(std::make_unique<asio::cancellation_signal>());
      ++running_;
      asio::co_spawn(portal_.io(), ((*link).*loop)(),
                     asio::bind_cancellation_slot(signal->slot(), [this](std::exception_ptr) { --running_; }));
    }
  }
  /// The office learns of the portal's changes when it is connected again.
  void disconnect() {
    for (auto& signal : ends_) {
      signal->emit(asio::cancellation_type::terminal);
    }
    until([&] { return running_ == 0; });
    ends_.clear();
  }

  void until(const std::function<bool()>& done) {
    // limits a test that hangs
    const auto bound = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    auto& io = portal_.io();
    io.restart();
    while (!done()) {
      CHECK_TEXT(std::chrono::steady_clock::now() < bound, "what the test waits for did not happen");
      io.run_one_for(std::chrono::milliseconds(20));
      if (io.stopped()) {
        io.restart();
      }
    }
  }
  void until_listed(const std::string& code) {
    until([&] { return on_lane([&] { return journal_->day_list().by_code(code).has_value(); }); });
  }
  void until_all_is_sent() {
    until([&] { return on_lane([&] { return journal_->outbox().waiting() == 0; }); });
  }

  /// A code is held in front of the scanner.
  office::EntranceReply scan(const std::string& text) {
    const auto code = office::to_checkin(codes::read_scan(text, keys));
    const auto facts = on_lane([&] { return office::look_up(code, *journal_); });
    office::EntranceReply answer;
    turn([&](office::Turn& turn) {
      office::EntranceRequest entry;
      entry.line = text;
      answer = office::take_entrance_request(turn, entry, code, facts, rules());
    });
    return answer;
  }

  std::optional<bookings::PortalLink> link;
  codes::Keyring keys;
  int afresh = 0;
  std::vector<std::vector<std::string>> answers;
  UtcTime now = instant(monday, TimeOfDay{8 * 60 + 5}, Zone::wib);

 private:
  void turn(const std::function<void(office::Turn&)>& what) {
    journal::Batch batch;
    office::Turn turn(state_, plan_, pads_, now, batch);
    what(turn);
    on_lane([&] { return journal_->append(batch).value().last_seq; });
  }
  /// Runs a job on the journal's worker.
  template <class Job>
  std::invoke_result_t<Job&> on_lane(Job job) {
    std::optional<std::invoke_result_t<Job&>> result;
    asio::co_spawn(portal_.io(), worker_.run(std::move(job)),
                   [&](const std::exception_ptr& error, std::invoke_result_t<Job&> value) {
                     CHECK(!error);
                     result = std::move(value);
                   });
    auto& io = portal_.io();
    io.restart();
    while (!result) {
      io.run_one();
      if (io.stopped()) {
        io.restart();
      }
    }
    return *std::move(result);
  }

  PortalUnderTest& portal_;
  ScratchFolder folder_;
  queue::Plan plan_ = plan();
  queue::State state_{plan_};
  office::PadRecords pads_;
  std::unique_ptr<journal::Journal> journal_ = journal::Journal::open({.file = folder_ / "journal.db"});
  Worker worker_{"journal"};
  office::JournalDayList day_list_{worker_, *journal_};
  office::JournalOutbox outbox_{worker_, *journal_};
  std::vector<std::unique_ptr<asio::cancellation_signal>> ends_;
  int running_ = 0;
};

}  // namespace

TEST_GROUP(PutBack) {
  PortalUnderTest portal;
  std::map<int, std::string> pages;  ///< pages of the bookings, by person

  /// Books with the portal's pages, as the n-th person; false if nothing was booked.
  bool book(int n, const std::string& time = "08:00") {
    Browser browser{portal};
    const auto page = browser.book(n, "2026-11-23", time);
    if (!page.empty()) {
      pages[n] = page;
    }
    return !page.empty();
  }
  /// The newest booking that an office would pull, and its QR.
  struct Place {
    Booking booking;
    std::string qr;
  };
  Place newest() {
    const auto page = portal.pull(bandung_token);
    return {page.bookings.back(), page.proofs.back()};
  }
  Place booked(int n, const std::string& time = "08:00") {
    CHECK(book(n, time));
    return newest();
  }
  std::optional<Booking> at_portal(const std::string& code) {
    for (const auto& booking : portal.pull(bandung_token).bookings) {
      if (booking.code == code) {
        return booking;
      }
    }
    return std::nullopt;
  }
  std::optional<office_api::Used> used_at_portal(BookingId id) {
    for (const auto& used : portal.pull(bandung_token).used) {
      if (used.booking == id) {
        return used;
      }
    }
    return std::nullopt;
  }
};

TEST(PutBack, BothWhoBookAfterItArriveAndNoIdOrCursorOfBeforeIsMistaken) {
  OfficeSide office{portal};
  office.connect();
  const auto first = booked(1);
  office.until_listed(first.booking.code);
  portal.keep_copy();
  const auto second = booked(2);
  const auto third = booked(3);
  office.until_listed(third.booking.code);
  const auto number = office.scan(second.qr);
  STRCMP_EQUAL("admitted", number.outcome.c_str());
  STRCMP_EQUAL("B001", number.numbers.at(0).c_str());
  office.until_all_is_sent();
  office.disconnect();

  portal.put_copy_back();
  CHECK_FALSE(at_portal(second.booking.code).has_value());
  CHECK_FALSE(book(4));
  office.connect();
  office.until([&] { return !office.answers.empty(); });
  LONGS_EQUAL(1, office.afresh);
  CHECK(office.answers.at(0).empty());
  LONGS_EQUAL(2, office.link->health().given_back);
  CHECK(at_portal(second.booking.code) == second.booking);
  CHECK(at_portal(third.booking.code) == third.booking);

  const auto fourth = booked(4);
  const auto fifth = booked(5);
  office.until_listed(fourth.booking.code);
  office.until_listed(fifth.booking.code);
  STRCMP_EQUAL("already_used", office.scan(second.qr).outcome.c_str());
  std::string next = "B002";
  for (const auto* place : {&fourth, &fifth, &third, &first}) {
    const auto answer = office.scan(place->qr);
    STRCMP_EQUAL("admitted", answer.outcome.c_str());
    STRCMP_EQUAL(next.c_str(), answer.numbers.at(0).c_str());
    ++next.back();
  }
  office.until_all_is_sent();
  CHECK(used_at_portal(fourth.booking.id)->numbers == std::vector<std::string>{"B002"});
  CHECK(used_at_portal(first.booking.id)->numbers == std::vector<std::string>{"B005"});
  LONGS_EQUAL(1, office.afresh);
}

TEST(PutBack, NobodysPlaceIsSoldAgainAndWhatDoesNotFitIsListed) {
  OfficeSide office{portal};
  office.connect();
  const auto kept = booked(1, "10:00");  // there are two places in all
  office.until_listed(kept.booking.code);
  office.disconnect();
  portal.keep_copy();
  const auto lost = booked(2, "10:00");
  CHECK_FALSE(book(3, "10:00"));
  office.connect();
  office.until_listed(lost.booking.code);
  office.disconnect();

  portal.put_copy_back();
  LONGS_EQUAL(1, portal.places("AD").at(0).booked);
  Browser browser{portal};
  const auto answer = browser.post("/book", browser.filled(3, "2026-11-23", "10:00"));
  LONGS_EQUAL(503, answer.status);
  CHECK(answer.body.find("Kami sedang memeriksa pesanan") != std::string::npos);
  office.connect();
  office.until([&] { return !office.answers.empty(); });
  LONGS_EQUAL(2, portal.places("AD").at(0).booked);
  CHECK_FALSE(book(3, "10:00"));
  CHECK(at_portal(lost.booking.code) == lost.booking);
  office.disconnect();

  // Once more; this time the office is away for longer than the portal waits.
  portal.put_copy_back();
  portal.clock().advance(std::chrono::minutes(15));
  portal.pull(makassar_token);
  CHECK_FALSE(book(4, "10:00"));
  portal.clock().advance(std::chrono::minutes(15));
  const auto sold = booked(4, "10:00");
  office.connect();
  office.until([&] { return office.answers.size() == 2; });
  CHECK(office.answers.at(1) == std::vector<std::string>{lost.booking.code});
  CHECK(at_portal(sold.booking.code).has_value());
  CHECK_FALSE(at_portal(lost.booking.code).has_value());
  // The office still serves it, because it was confirmed.
  office.now = instant(monday, TimeOfDay{10 * 60 + 5}, Zone::wib);
  STRCMP_EQUAL("admitted", office.scan(lost.qr).outcome.c_str());
  STRCMP_EQUAL("admitted", office.scan(sold.qr).outcome.c_str());
}
