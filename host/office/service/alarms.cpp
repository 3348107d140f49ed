#include "service/alarms.hpp"

#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "values/alarms.hpp"

namespace antrean::office {

namespace asio = boost::asio;

std::optional<Bilingual> alarm_of(const DeviceHealth& health) {
  const std::string who = health.place.empty() ? health.name : health.name + " (" + health.place + ")";
  const std::string& why_id = health.last_error_id.empty() ? health.last_error : health.last_error_id;
  switch (health.state) {
    case DeviceState::offline:
    case DeviceState::wrong:
      return Bilingual{.id = who + ": " + why_id, .en = who + ": " + health.last_error};
    case DeviceState::refusing:
      return Bilingual{.id = who + ": menjawab, tetapi semua permintaan ditolaknya; " + why_id,
                       .en = who + ": it answers, but refuses every request; " + health.last_error};
    case DeviceState::unknown:
    case DeviceState::online:
      break;
  }
  return std::nullopt;
}

void Alarms::device(const DeviceHealth& health) {
  if (const auto alarm = alarm_of(health)) {
    spdlog::warn("{}", alarm->en);
    raise(health.name, alarm->id, alarm->en);
  } else {
    spdlog::info("{}: online", health.name);
    clear(health.name);
  }
}

void Alarms::chain(const journal::ChainReport& report) {
  if (report.bad) {
    raise(std::string(chain_alarm),
          "Jurnal telah diubah dari luar mulai peristiwa " + std::to_string(*report.bad) + ". " + report.text,
          "The journal was changed from outside from event " + std::to_string(*report.bad) + " on. " + report.text);
  }
}

void Alarms::raise(std::string subject, std::string text_id, std::string text_en) {
  add(queue::RaiseAlarm{.subject = std::move(subject), .text_id = std::move(text_id), .text_en = std::move(text_en)});
}

void Alarms::clear(std::string subject) { add(queue::ClearAlarm{.subject = std::move(subject)}); }

void Alarms::add(queue::Action action) {
  waiting_.push_back(std::move(action));
  wake_.cancel();
}

asio::awaitable<void> Alarms::run() {
  for (;;) {
    boost::system::error_code woken;
    if (waiting_.empty()) {
      wake_.expires_at(asio::steady_timer::time_point::max());
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      continue;
    }
    queue::Command command{.by = {.kind = queue::ActorKind::system, .name = "alarms"}, .action = waiting_.front()};
    // A refusal means that nothing has to change (there is no such alarm). Only a failure of the journal is
    // tried again.
    const CommandLoop::Answer answer = co_await loop_.submit(std::move(command));
    if (!answer.failure) {
      waiting_.pop_front();
      continue;
    }
    wake_.expires_after(std::chrono::seconds(1));
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
}

}  // namespace antrean::office
