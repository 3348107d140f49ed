#include "service/expected_people.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

namespace antrean::office {
namespace asio = boost::asio;

namespace {

std::vector<queue::ExpectedSlot> expected_on(journal::Journal& journal, OfficeDay today) {
  std::map<std::pair<std::string, TimeOfDay>, std::uint32_t> people;
  for (const Booking& booking : journal.day_list().of_day(today)) {
    if (booking.status == BookingStatus::confirmed) {
      people[{booking.service, booking.slot.start}] += booking.party;
    }
  }
  for (const journal::AdmissionRow& row : journal.reports().admissions(today)) {
    auto& left = people[{row.service, row.slot.start}];
    left -= std::min<std::uint32_t>(left, row.people);
  }
  std::vector<queue::ExpectedSlot> expected;
  for (const auto& [slot, number] : people) {
    if (number > 0) {
      expected.push_back({.service = slot.first, .start = slot.second, .people = number});
    }
  }
  return expected;
}

}  // namespace

void expect_people(asio::io_context& io, Worker& journal_worker, journal::Journal& journal, CommandLoop& loop) {
  auto count = [&journal, today = loop.snapshot()->day] { return expected_on(journal, today); };
  asio::co_spawn(io, journal_worker.run(std::move(count)),
                 [&loop](const std::exception_ptr& error, std::vector<queue::ExpectedSlot> expected) {
                   if (!error) {
                     loop.expect(std::move(expected));
                     return;
                   }
                   try {
                     std::rethrow_exception(error);
                   } catch (const std::exception& failure) {
                     spdlog::error("people expected: {}", failure.what());
                   }
                 });
}

asio::awaitable<void> expect_every_minute(asio::io_context& io, Worker& journal_worker, journal::Journal& journal,
                                          CommandLoop& loop) {
  asio::steady_timer minute(io);
  for (;;) {
    expect_people(io, journal_worker, journal, loop);
    minute.expires_after(std::chrono::minutes(1));
    co_await minute.async_wait(asio::use_awaitable);
  }
}

}  // namespace antrean::office
