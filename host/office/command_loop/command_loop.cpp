#include "command_loop/command_loop.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "values/alarms.hpp"

namespace antrean::office {
namespace {

namespace asio = boost::asio;

/// Enough to fill a commit. If more requests wait, they need another commit.
constexpr std::size_t largest_lot = 128;
/// Simulations run at a time. With 500 waiting they take less than a millisecond; a press may have to wait
/// that long for the thread.
constexpr std::uint16_t futures_a_step = 1;

/// Why the office does not follow the clock, in Indonesian and in English.
std::pair<std::string, std::string> words_of(const KnownTime::Doubt& doubt) {
  const std::string date = doubt.wall.text();
  switch (doubt.why) {
    case KnownTime::Why::people_wait:
      return {"Jam komputer menunjukkan " + date + ", dan masih ada yang menunggu",
              "The computer's clock says " + date + ", and people still wait"};
    case KnownTime::Why::chosen:
      return {"Jam komputer menunjukkan " + date + ", tetapi penyelia membuka hari lain",
              "The computer's clock says " + date + ", but a supervisor opened another day"};
    case KnownTime::Why::leapt:
      break;
  }
  return {"Jam komputer melompat ke " + date, "The computer's clock leapt to " + date};
}

/// From this size on the write-ahead log is emptied during maintenance. The journal itself would empty it at
/// eight times this size.
constexpr std::size_t log_pages_to_empty = 500;

}  // namespace

std::optional<OfficeDay> day_to_open(const queue::Command& command) {
  const auto* rollover = std::get_if<queue::Rollover>(&command.action);
  return rollover == nullptr ? std::nullopt : std::optional{rollover->day};
}

asio::awaitable<journal::Result<journal::Committed>> JournalEventLog::append(journal::Batch batch) {
  auto committed = co_await worker_.run([this, batch = std::move(batch)] { return journal_.append(batch); });
  if (committed) {
    log_pages_ = committed->log_pages;
  }
  co_return committed;
}

asio::awaitable<void> JournalEventLog::maintenance() {
  if (log_pages_ < log_pages_to_empty) {
    co_return;
  }
  log_pages_ = 0;
  if (const auto emptied = co_await worker_.run([this] { return journal_.checkpoint(); }); !emptied) {
    // Nothing is lost by this failure, and the next append shows whether the disk works.
    spdlog::warn("{}; its write-ahead log grows meanwhile", emptied.error().text);
  }
}

asio::awaitable<journal::Result<std::vector<queue::Event>>> JournalEventLog::to_replay() {
  co_return co_await worker_.run([this]() -> journal::Result<std::vector<queue::Event>> {
    try {
      return journal_.to_replay();
    } catch (const std::exception& error) {
      return journal::Failure{journal::Why::io, error.what()};
    }
  });
}

asio::awaitable<std::vector<queue::Event>> JournalEventLog::events_since(OfficeDay day) {
  co_return co_await worker_.run([this, day] { return journal_.events_since(day); });
}

CommandLoop::CommandLoop(asio::io_context& io, queue::Plan plan, EventLog& event_log, const journal::Found& found,
                         Now now)
    : io_(io),
      plan_(std::move(plan)),
      event_log_(event_log),
      now_(std::move(now)),
      durable_(plan_),
      working_(plan_),
      durable_pads_(pads_of(found.pads)),
      wake_(io),
      snapshot_(std::make_shared<Snapshot>()) {
  durable_seq_ = found.last_seq;
  keep(found.events);
  roll_back();
}

CommandLoop::~CommandLoop() {
  if (time_ != nullptr) {
    time_->watch({});
  }
}

void CommandLoop::watch_clock(KnownTime& time) {
  time_ = &time;
  time.watch([this] {
    const bool any = durable_.day_state != queue::DayState::none;
    return KnownTime::Office{.day = any ? std::optional{durable_.day} : std::nullopt,
                             .somebody_waits = durable_.somebody_waits(),
                             .newest = durable_.clock.wall};
  });
}

void CommandLoop::keep(const std::vector<queue::Event>& events) {
  for (const queue::Event& event : events) {
    queue::apply(durable_, plan_, event);
    durable_seq_ = event.seq;
    const bool opens =
        std::holds_alternative<queue::DayOpened>(event.body) || std::holds_alternative<queue::DayReopened>(event.body);
    if (opens && event.by.kind == queue::ActorKind::supervisor && time_ != nullptr) {
      time_->choose();
    }
  }
}

void CommandLoop::roll_back() {
  working_ = durable_;
  pads_ = durable_pads_;
}

asio::awaitable<void> CommandLoop::run() {
  publish();
  for (;;) {
    if (!adoptions_.empty()) {
      const auto adoption = std::move(adoptions_.front());
      adoptions_.pop_front();
      co_await change_plan(adoption);
      continue;
    }
    if (waiting_.empty()) {
      if (stopping_) {
        co_return;
      }
      if (co_await spare_time()) {
        continue;
      }
      boost::system::error_code woken;
      wake_.expires_at(asio::steady_timer::time_point::max());
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      continue;
    }
    std::vector<std::shared_ptr<Asked>> lot;
    while (!waiting_.empty() && lot.size() < largest_lot) {
      lot.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    co_await handle(std::move(lot));
  }
}

asio::awaitable<void> CommandLoop::handle(std::vector<std::shared_ptr<Asked>> lot) {
  for (const auto& asked : lot) {
    if (asked->opens) {
      co_await learn_how_it_stood(*asked->opens);
    }
  }
  journal::Batch batch;
  const UtcTime now = now_();
  Turn turn(working_, plan_, pads_, now, batch, make_page_key_);
  // The day ends before anything else is decided, not at the next tick: a number that is given or taken back
  // in between would end with a day that is over.
  if (durable_.day_state == queue::DayState::open && OfficeDay::of(now, plan_.settings().zone) != durable_.day) {
    pass_time(turn);
  }
  for (const auto& asked : lot) {
    asked->decide(turn);
  }
  std::optional<journal::Failure> failure;
  if (!batch.events.empty() || !batch.pads.empty()) {
    auto committed = co_await event_log_.append(batch);
    if (committed) {
      maintenance_due_ = true;
      durable_pads_ = pads_;
      keep(batch.events);
      if ((!batch.results.empty() || !batch.days.empty()) && on_results_) {
        on_results_();
      }
      if (failing_) {
        spdlog::info("journal: writing again");
        failing_.reset();
      }
    } else {
      failure = committed.error();
      if (failure->why == journal::Why::moved_on || failure->why == journal::Why::damaged) {
        throw JournalLost("journal: " + failure->text);
      }
      if (!failing_) {
        spdlog::error("journal: {}; nothing is acknowledged until it can be written", failure->text);
        failing_since_ = now_();
      }
      failing_ = failure;
      roll_back();
    }
  }
  publish();
  for (const auto& asked : lot) {
    asked->failure = failure;
    asked->done = true;
    asked->answered.cancel();
  }
}

asio::awaitable<void> CommandLoop::change_plan(std::shared_ptr<Adoption> adoption) {
  const auto events = co_await event_log_.to_replay();
  if (!events) {
    adoption->failure = events.error().text;
  } else if (!events->empty() && events->back().seq != durable_seq_) {
    adoption->failure = "the journal ends at event " + std::to_string(events->back().seq) + ", the office is at " +
                        std::to_string(durable_seq_);
  } else {
    try {
      queue::State state(adoption->plan);
      for (const queue::Event& event : *events) {
        queue::apply(state, adoption->plan, event);
      }
      plan_ = std::move(adoption->plan);
      durable_ = std::move(state);
      roll_back();
      // The estimate is of lines that may be other lines now.
      estimating_.reset();
      estimates_ = {};
      estimated_seq_ = 0;
      if (adoption->together) {
        adoption->together();
      }
      publish();
    } catch (const queue::ReplayError& error) {
      adoption->failure = error.what();
    }
  }
  adoption->over = true;
  adoption->done.cancel();
}

asio::awaitable<std::optional<std::string>> CommandLoop::adopt(queue::Plan plan, std::function<void()> together) {
  const auto adoption = std::make_shared<Adoption>(io_, std::move(plan), std::move(together));
  adoptions_.push_back(adoption);
  wake_.cancel();
  while (!adoption->over) {
    boost::system::error_code over;
    co_await adoption->done.async_wait(asio::redirect_error(asio::use_awaitable, over));
  }
  if (!adoption->failure) {
    co_await tick(*this);
  }
  co_return adoption->failure;
}

asio::awaitable<void> CommandLoop::learn_how_it_stood(OfficeDay day) {
  const bool open = durable_.day_state == queue::DayState::open && durable_.day == day;
  if (open || durable_.closed(day) != nullptr) {
    co_return;
  }
  queue::State again(plan_);
  try {
    for (const queue::Event& event : co_await event_log_.events_since(day)) {
      queue::apply(again, plan_, event);
    }
  } catch (const std::exception& error) {  // then the day is opened as a new one and its numbers continue
    spdlog::error("journal: how {} stood cannot be told: {}", day.text(), error.what());
    co_return;
  }
  if (again == durable_) {
    durable_ = std::move(again);
    roll_back();
  }
}

bool CommandLoop::estimates_due() const {
  const bool tickets = durable_.tickets.size() != estimated_tickets_;
  const Milliseconds age = now_() - estimated_at_;
  const bool old = age < Milliseconds{0} || age >= (tickets ? estimates_age_with_new_tickets_ : estimates_age_);
  return old && estimated_seq_ != durable_.seq;
}

asio::awaitable<bool> CommandLoop::spare_time() {
  if (std::exchange(maintenance_due_, false)) {
    co_await event_log_.maintenance();
    co_return true;
  }
  if (!estimating_ && estimates_due()) {
    estimated_at_ = now_();
    estimating_.emplace(durable_, plan_, estimated_at_, forecast_);
    estimated_seq_ = durable_.seq;
    estimated_tickets_ = durable_.tickets.size();
  }
  if (!estimating_) {
    co_return false;
  }
  if (estimating_->step(futures_a_step)) {
    estimates_ = estimating_->take();
    estimating_.reset();
    publish();
  }
  // Requests that have come meanwhile go first, here and everywhere on this thread.
  co_await asio::post(io_, asio::use_awaitable);
  co_return true;
}

void CommandLoop::publish() {
  auto fresh = std::make_shared<Snapshot>(queue::snapshot(durable_, plan_, now_(), &estimates_));
  if (failing_) {
    // This alarm is the only thing shown that the journal does not hold: the journal cannot be written.
    fresh->alarms.push_back(
        {.subject = std::string(journal_alarm),
         .text_id = "Jurnal tidak dapat ditulis: tidak ada nomor baru dan panggilan baru. " + failing_->text,
         .text_en = "The journal cannot be written: no new numbers and no new calls. " + failing_->text,
         .since = failing_since_});
  }
  if (notice_) {
    const Milliseconds age = now_() - notice_->at;
    if (std::max(age, -age) < entrance_readable) {
      fresh->entrance.notice = notice_;
    }
  }
  if (on_phones_) {
    fresh->on_phones = on_phones_();
  }
  // Version, seq and time change by themselves and are not compared.
  fresh->version = snapshot_->version;
  fresh->journal_seq = snapshot_->journal_seq;
  const UtcTime at = std::exchange(fresh->at, snapshot_->at);
  if (snapshot_->version != 0 && *fresh == *snapshot_) {
    return;
  }
  fresh->version = snapshot_->version + 1;
  fresh->journal_seq = durable_seq_;
  fresh->at = at;
  snapshot_ = std::move(fresh);
  if (on_snapshot_) {
    on_snapshot_(snapshot_);
  }
}

std::optional<AcknowledgedPresses> CommandLoop::acknowledged(const PadId& pad) const {
  const auto known = durable_pads_.find(text(pad));
  return known == durable_pads_.end() ? std::nullopt : std::optional(known->second.acknowledged);
}

ButtonSet CommandLoop::flashes_owed(const PadId& pad) const {
  const auto known = durable_pads_.find(text(pad));
  return known == durable_pads_.end() ? ButtonSet{0} : known->second.flashes_owed;
}

std::vector<std::string> CommandLoop::given_with(std::string_view number) const {
  const auto shown = [this](queue::TicketId id) -> std::optional<std::string> {
    const queue::Ticket& ticket = durable_.ticket(id);
    return queue::is_live(ticket.state) ? std::optional(ticket.number.text()) : std::nullopt;
  };
  const queue::Ticket* asked = durable_.find(number);
  if (asked == nullptr || !shown(asked->id)) {
    return {};
  }
  for (const queue::Admission& admission : durable_.admissions) {
    if (std::ranges::find(admission.tickets, asked->id) == admission.tickets.end()) {
      continue;
    }
    std::vector<std::string> numbers;
    for (const queue::TicketId id : admission.tickets) {
      if (auto one = shown(id)) {
        numbers.push_back(std::move(*one));
      }
    }
    return numbers;
  }
  return {*shown(asked->id)};
}

void CommandLoop::notice(std::string outcome, std::string message_id, std::string message_en,
                         std::vector<std::string> numbers) {
  const std::uint64_t seq = notice_ ? notice_->seq + 1 : 1;
  notice_ = EntranceAnswer{.seq = seq,
                           .outcome = std::move(outcome),
                           .numbers = std::move(numbers),
                           .message_id = std::move(message_id),
                           .message_en = std::move(message_en),
                           .at = now_()};
  publish();
}

std::vector<std::pair<CounterId, std::string>> CommandLoop::officers() const {
  std::vector<std::pair<CounterId, std::string>> here;
  for (const queue::Counter& counter : durable_.counters) {
    if (!counter.officer.empty()) {
      here.emplace_back(counter.id, counter.officer);
    }
  }
  return here;
}

std::optional<queue::Refusal> CommandLoop::would_refuse(const queue::Command& command) const {
  auto decision = queue::decide(durable_, plan_, command, now_());
  auto* refusal = std::get_if<queue::Refusal>(&decision);
  return refusal == nullptr ? std::nullopt : std::optional(std::move(*refusal));
}

void CommandLoop::stop() {
  stopping_ = true;
  wake_.cancel();
}

asio::awaitable<std::optional<journal::Failure>> CommandLoop::enter(std::function<void(Turn&)> decide,
                                                                    std::optional<OfficeDay> opens) {
  auto asked = std::make_shared<Asked>(io_);
  asked->opens = opens;
  asked->decide = std::move(decide);
  waiting_.push_back(asked);
  wake_.cancel();
  while (!asked->done) {
    boost::system::error_code answered;
    co_await asked->answered.async_wait(asio::redirect_error(asio::use_awaitable, answered));
  }
  co_return asked->failure;
}

asio::awaitable<CommandLoop::Answer> CommandLoop::submit(queue::Command command) {
  auto refusal = std::make_shared<std::optional<queue::Refusal>>();
  const auto opens = day_to_open(command);
  auto failure =
      co_await enter([refusal, command = std::move(command)](Turn& turn) { *refusal = turn.attempt(command); }, opens);
  Answer answer;
  answer.refusal = std::move(*refusal);
  answer.failure = std::move(failure);
  co_return answer;
}

void CommandLoop::pass_time(Turn& turn) {
  const queue::Actor clock{.kind = queue::ActorKind::system, .name = "clock"};
  std::string asked;
  if (time_ != nullptr && time_->doubt()) {
    const KnownTime::Doubt& doubt = *time_->doubt();
    const std::string date = doubt.wall.text();
    const std::string own = doubt.own.text();
    asked = std::string(date_alarm) + date;
    const auto [why_id, why_en] = words_of(doubt);
    turn.attempt(
        {.by = clock,
         .action = queue::RaiseAlarm{.subject = asked,
                                     .text_id = why_id + "; kantor tetap di hari " + own + ". Apakah hari ini " + date +
                                                "? Bila ya, penyelia membuka hari itu; bila tidak, setel jam.",
                                     .text_en = why_en + "; the office stays on " + own + ". Is today " + date +
                                                "? If so, a supervisor opens that day; if not, set the clock."}});
  }
  std::vector<std::string> answered;
  for (const AlarmView& alarm : turn.state().alarms) {
    if (alarm.subject.starts_with(date_alarm) && alarm.subject != asked) {
      answered.push_back(alarm.subject);
    }
  }
  for (const std::string& subject : answered) {
    turn.attempt({.by = clock, .action = queue::ClearAlarm{.subject = subject}});
  }
  turn.attempt({.by = clock, .action = queue::Tick{.sure = time_ != nullptr && time_->sure()}});
}

asio::awaitable<void> tick(CommandLoop& loop) {
  if (has_alarm(*loop.snapshot(), journal_alarm)) {
    // Tries the journal again with something that must be written: an alarm that it could not be written. Its
    // end is in the same commit, so that an office which dies in between leaves no alarm that nothing ends.
    const queue::Actor by{.kind = queue::ActorKind::system, .name = "journal"};
    const std::string why = loop.failing() ? loop.failing()->text : std::string();
    queue::Command away{.by = by,
                        .action = queue::RaiseAlarm{.subject = std::string(journal_alarm),
                                                    .text_id = "Jurnal sempat tidak dapat ditulis: " + why,
                                                    .text_en = "The journal could not be written for a while: " + why}};
    queue::Command back{.by = by, .action = queue::ClearAlarm{.subject = std::string(journal_alarm)}};
    co_await loop.enter([away = std::move(away), back = std::move(back)](Turn& turn) {
      turn.attempt(away);
      turn.attempt(back);
    });
  }
  co_await loop.enter([&loop](Turn& turn) { loop.pass_time(turn); });
}

asio::awaitable<void> ticks(asio::io_context& io, CommandLoop& loop) {
  asio::steady_timer second(io);
  for (;;) {
    co_await tick(loop);
    second.expires_after(std::chrono::seconds(1));
    co_await second.async_wait(asio::use_awaitable);
  }
}

}  // namespace antrean::office
