#include "service/maintenance.hpp"

#include <exception>
#include <filesystem>
#include <string>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "audit/office_key.hpp"
#include "service/journal_place.hpp"

namespace antrean::office {

namespace asio = boost::asio;

namespace {

constexpr const char* subject = "backup";
/// A failed backup is tried again, but not at every check.
constexpr std::chrono::minutes after_failure{15};

}  // namespace

Maintenance::Maintenance(asio::io_context& io, const OfficeSettings& settings, Worker& journal_worker,
                         journal::Journal& journal, JournalCopies& copies, CommandLoop& loop, Alarms& alarms,
                         CommandLoop::Now now, Pace pace)
    : io_(io),
      settings_(settings),
      worker_(journal_worker),
      journal_(journal),
      copies_(copies),
      loop_(loop),
      alarms_(alarms),
      now_(std::move(now)),
      pace_(pace),
      backups_(backup_folder(settings)) {}

asio::awaitable<void> Maintenance::rest() {
  asio::steady_timer timer(io_, pace_.rest);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> Maintenance::run() {
  asio::steady_timer timer(io_);
  std::chrono::steady_clock::time_point not_before{};
  for (;;) {
    timer.expires_after(pace_.look_every);
    co_await timer.async_wait(asio::use_awaitable);
    const DayPhase phase = loop_.snapshot()->phase;
    day_has_closed_ = day_has_closed_ || (phase_ && *phase_ != phase && phase == DayPhase::closed);
    phase_ = phase;
    if (loop_.failing() || std::chrono::steady_clock::now() < not_before) {
      continue;  // the command loop has reported what is wrong
    }
    std::string failure;
    try {
      co_await tidy();
      if (co_await backup_is_due()) {
        co_await back_up();
        day_has_closed_ = false;
      }
      co_await forget();
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none) {
      co_return;  // the office is closing; the current backup is discarded with the journal
    }
    if (!failure.empty()) {
      spdlog::error("maintenance: {}", failure);
      alarms_.raise(subject, "Pencadangan jurnal gagal. " + failure, "The journal's backup failed. " + failure);
      not_before = std::chrono::steady_clock::now() + after_failure;
    } else if (alarmed_) {
      alarms_.clear(subject);
    }
    alarmed_ = !failure.empty();
  }
}

asio::awaitable<void> Maintenance::tidy() {
  co_await worker_.run([this] { journal_.save_high_water_mark(); });
}

asio::awaitable<bool> Maintenance::backup_is_due() {
  if (settings_.maintenance.keep_backups == 0 || loop_.last_seq() == 0) {
    co_return false;
  }
  const UtcTime now = now_();
  const auto newest = co_await slow_.run([this, now] { return backups_.newest(now); });
  const auto made = newest ? backups_.made_at(*newest) : std::nullopt;
  // A backup with a later date was made while the clock was wrong.
  co_return !made || day_has_closed_ || now - *made >= pace_.backup_after || *made > now + std::chrono::hours{1};
}

asio::awaitable<void> Maintenance::back_up() {
  const UtcTime now = now_();
  const std::filesystem::path to = backups_.name_for(now);
  co_await slow_.run([this] { std::filesystem::create_directories(backups_.folder()); });
  co_await copies_.write(to, pace_.rest);
  const journal::Options options = journal_options(settings_);
  const journal::ChainReport report = co_await slow_.run([this, to, options, now] {
    journal::ChainReport looked_through;
    try {
      looked_through = journal::check_backup(to, options);
    } catch (...) {
      // The copy has every page of the journal, so damage in the copy is damage in the journal. No backup
      // must replace a good one then.
      std::filesystem::rename(to, to.string() + ".damaged");
      throw;
    }
    std::string wrong = audit::try_put_key_beside(settings_.journal, backups_.folder() / settings_.journal.filename());
    if (wrong != key_told_) {
      key_told_ = std::move(wrong);
      if (!key_told_.empty()) {
        spdlog::warn("backup: {}", key_told_);
      }
    }
    backups_.keep(settings_.maintenance.keep_backups, now);
    return looked_through;
  });
  alarms_.chain(report);
  spdlog::info("journal: backed up to {}, events {} to {} looked through", to.string(), report.first, report.last);
}

asio::awaitable<void> Maintenance::forget() {
  const OfficeDay today = loop_.snapshot()->day;
  if (today == forgotten_on_) {
    co_return;
  }
  const journal::Journal::Kept kept{.events_days = settings_.maintenance.keep_days,
                                    .bookings_days = settings_.maintenance.keep_bookings_days};
  std::uint64_t forgotten = 0;
  for (;;) {
    auto done = co_await worker_.run([this, today, kept] { return journal_.forget(today, kept, pace_.events); });
    if (!done) {
      throw std::runtime_error(done.error().text);
    }
    if (done->events == 0) {
      break;
    }
    forgotten += done->events;
    co_await rest();
  }
  forgotten_on_ = today;
  if (forgotten > 0) {
    spdlog::info("journal: {} events older than {} days forgotten", forgotten, kept.events_days);
  }
}

}  // namespace antrean::office
