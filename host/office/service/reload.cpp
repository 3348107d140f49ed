#include "service/reload.hpp"

#include <exception>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "settings/settings.hpp"
#include "values/alarms.hpp"

namespace antrean::office {

namespace asio = boost::asio;

namespace {

Reload::Outcome nothing_changed(std::vector<std::string> why) {
  why.emplace_back("nothing was changed: the office goes on with the settings it had");
  return {.applied = false, .said = std::move(why)};
}

/// True if the identity of the office differs. Everything in the journal and at the portal depends on it.
bool is_another_office(const OfficeSettings& running, const OfficeSettings& next) {
  return running.plan.office != next.plan.office || running.plan.zone != next.plan.zone ||
         running.journal != next.journal;
}

}  // namespace

Reload::Reload(asio::io_context& io, std::filesystem::path file, OfficeSettings running, CommandLoop& loop,
               Entrance& entrance, std::function<codes::Keyring()> portal_keys,
               std::function<void(const Outcome&)> done)
    : file_(std::move(file)),
      running_(std::move(running)),
      loop_(loop),
      entrance_(entrance),
      portal_keys_(std::move(portal_keys)),
      done_(std::move(done)),
      wake_(io) {}

void Reload::asked() {
  asked_ = true;
  wake_.cancel();
}

asio::awaitable<void> Reload::run() {
  for (;;) {
    if (!std::exchange(asked_, false)) {
      boost::system::error_code woken;
      wake_.expires_at(asio::steady_timer::time_point::max());
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      continue;
    }
    const Outcome outcome = co_await once();
    for (const std::string& line : outcome.said) {
      spdlog::log(outcome.applied ? spdlog::level::info : spdlog::level::err, "settings: {}", line);
    }
    if (done_) {
      done_(outcome);
    }
  }
}

asio::awaitable<Reload::Outcome> Reload::once() {
  OfficeSettings next;
  std::vector<std::string> wrong;
  try {
    next = read_file(file_);
  } catch (const settings::SettingsError& error) {
    for (const settings::Problem& problem : error.problems()) {
      wrong.push_back(fmt::format("{}:{}:{}: {}", problem.file, problem.line, problem.column, problem.text));
    }
  } catch (const std::exception& error) {
    wrong.emplace_back(error.what());
  }
  if (!wrong.empty()) {
    co_return nothing_changed(std::move(wrong));
  }
  const std::vector<std::string> later = needs_restart(running_, next);
  if (is_another_office(running_, next)) {
    co_return nothing_changed({fmt::format("{} changed, which needs a restart", fmt::join(later, ", "))});
  }
  OfficeSettings together = next;
  together.buses = running_.buses;
  together.scanner = running_.scanner;
  together.voice = running_.voice;
  for (const queue::PlanProblem& problem : device_problems(together)) {
    wrong.push_back("the devices as they run do not fit: " + problem.text);
  }
  if (!wrong.empty()) {
    wrong.push_back(fmt::format("restart the office to use {} with its new devices", file_.string()));
    co_return nothing_changed(std::move(wrong));
  }
  codes::Keyring keys = next.keys;
  if (codes::Keyring told = portal_keys_(); !told.empty()) {
    keys = std::move(told);
  }
  auto failure = co_await loop_.adopt(std::get<queue::Plan>(queue::Plan::make(next.plan)),
                                      [&] { entrance_.use(next.checkin, std::move(keys)); });
  if (failure) {
    co_return nothing_changed({std::move(*failure)});
  }
  running_.plan = std::move(next.plan);
  running_.checkin = std::move(next.checkin);
  running_.keys = std::move(next.keys);
  Outcome outcome{.applied = true, .said = {fmt::format("{} was read again and is used now", file_.string())}};
  if (!later.empty()) {
    outcome.said.push_back(fmt::format("{} changed too, and needs a restart of the office", fmt::join(later, ", ")));
  }
  for (const AlarmView& alarm : loop_.snapshot()->alarms) {
    if (alarm.subject == stranded_alarm || alarm.subject == settings_change_alarm) {
      outcome.said.push_back(alarm.text_en);
    }
  }
  co_return outcome;
}

}  // namespace antrean::office
