#include "service/portal_line.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bookings/key_file.hpp"

namespace antrean::office {
namespace {

namespace asio = boost::asio;

/// A line that hiccups is nobody's business; one that stays away is.
constexpr std::uint32_t failures_worth_an_alarm = 3;

bookings::LinkSettings link_settings(const PortalSettings& portal) {
  bookings::LinkSettings settings;
  settings.url = portal.url;
  settings.token = settings::read_secret(portal.token_file);
  settings.pull_every = portal.pull_every;
  return settings;
}

void log_failure(const std::exception_ptr& error) {
  try {
    if (error) {
      std::rethrow_exception(error);
    }
  } catch (const std::exception& what) {
    spdlog::error("portal: {}", what.what());
  }
}

}  // namespace

PortalLine::PortalLine(asio::io_context& io, const OfficeSettings& settings, const process::Clock& clock,
                       Lane& journal_lane, journal::Journal& journal, Hall& hall, Entrance& entrance, Alarms& alarms)
    : io_(io),
      lane_(journal_lane),
      journal_(journal),
      hall_(hall),
      alarms_(alarms),
      day_list_(journal_lane, journal),
      outbox_(journal_lane, journal),
      link_(io, link_settings(*settings.portal), clock, day_list_, outbox_) {
  link_.on_page([this](const office_api::BookingPage&) { expect_people(); });
  link_.on_keys([this, &entrance, file = key_file(settings)](const codes::Keyring& keys) {
    entrance.add_keys(keys);
    asio::co_spawn(io_, lane_.run([file, keys] { bookings::save_keys(file, keys); }), log_failure);
  });
  link_.on_change([this](const bookings::LinkHealth& health) {
    const bool away = health.bookings.failures >= failures_worth_an_alarm;
    if (away && !alarmed_) {
      alarms_.raise("portal", "Portal tidak terjangkau; kantor tetap berjalan. " + health.bookings.last_error,
                    "The portal cannot be reached; the office goes on. " + health.bookings.last_error);
    } else if (!away && alarmed_) {
      alarms_.clear("portal");
    }
    alarmed_ = away;
  });
}

std::filesystem::path PortalLine::key_file(const OfficeSettings& settings) {
  std::filesystem::path file = settings.journal;
  file += ".keys";
  return file;
}

void PortalLine::start(process::Loops& loops) {
  loops.spawn("portal bookings", link_.pull_bookings());
  loops.spawn("portal results", link_.send_results());
  loops.spawn("portal keys", link_.refresh_keys());
  loops.spawn("people expected", keep_expecting());
}

asio::awaitable<void> PortalLine::keep_expecting() {
  asio::steady_timer minute(io_);
  for (;;) {
    expect_people();
    minute.expires_after(std::chrono::minutes(1));
    co_await minute.async_wait(asio::use_awaitable);
  }
}

void PortalLine::expect_people() {
  const OfficeDay today = hall_.snapshot()->day;
  auto count = [this, today] {
    std::map<std::pair<std::string, TimeOfDay>, std::uint32_t> people;
    for (const Booking& booking : journal_.day_list().of_day(today)) {
      if (booking.status == BookingStatus::confirmed) {
        people[{booking.service, booking.slot.start}] += booking.party;
      }
    }
    for (const journal::AdmissionRow& row : journal_.reports().admissions(today)) {
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
  };
  asio::co_spawn(io_, lane_.run(std::move(count)),
                 [this](const std::exception_ptr& error, std::vector<queue::ExpectedSlot> expected) {
                   if (error) {
                     log_failure(error);
                   } else {
                     hall_.expect(std::move(expected));
                   }
                 });
}

}  // namespace antrean::office
