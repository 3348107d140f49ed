#include "office_process.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "agenda_timer.hpp"
#include "call_pad/register_pad.hpp"
#include "command_loop/command_loop.hpp"
#include "command_loop/entrance.hpp"
#include "command_loop/pads.hpp"
#include "led_board/register_board.hpp"
#include "outputs/outputs.hpp"

namespace antrean::simulation {
namespace {

namespace asio = boost::asio;
using office::CommandLoop;
using office::KnownTime;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr Nanoseconds commit_begins = milliseconds{2};
constexpr Nanoseconds commit_told = milliseconds{1};
/// Other tests (tests/queue) judge whether the estimated waits are right. That costs more than the rest of a
/// day.
constexpr Milliseconds estimates_age{std::chrono::hours{4}};
constexpr const char* journal_file = "office.journal";

bus::BusSettings bus_settings() {
  bus::BusSettings settings;
  settings.name = "counters";
  return settings;
}

std::unique_ptr<journal::Journal> open_journal(const std::string& vfs, Mutant mutant, const Seen& seen) {
  journal::Options options;
  options.file = journal_file;
  options.vfs = vfs;
  if (mutant == Mutant::unsynced) {
    options.synchronous = sqlite::Synchronous::normal;
  }
  auto journal = journal::Journal::open(options);
  seen.opened(*journal);
  return journal;
}

queue::Plan plan_of(const OfficeLayout& layout, Mutant mutant) {
  queue::PlanSettings settings = layout.plan;
  if (mutant == Mutant::acts_late) {
    settings.calls.oldest_press = std::chrono::hours{24};
  }
  return std::get<queue::Plan>(queue::Plan::make(std::move(settings)));
}

std::string words_of(std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& what) {
    return what.what();
  }
}

/// The journal with the delay of a disk, and broken in some ways if asked for.
class SlowRecord final : public office::EventLog {
 public:
  SlowRecord(Agenda& agenda, bool* rang, office::EventLog& inner, Mutant mutant, const Seen& seen,
             std::uint64_t last_seq)
      : inner_(inner), mutant_(mutant), seen_(seen), before_(agenda, rang), after_(agenda, rang), last_seq_(last_seq) {}

  asio::awaitable<journal::Result<journal::Committed>> append(journal::Batch batch) override {
    committing_ = true;
    if (mutant_ == Mutant::forgets_flashes) {
      for (journal::PadAcknowledgement& pad : batch.pads) {
        pad.flashes_owed = 0;
      }
    }
    auto done = mutant_ == Mutant::early_answer  ? co_await answer_early(std::move(batch))
                : mutant_ == Mutant::count_apart ? co_await count_apart(std::move(batch))
                                                 : co_await commit(std::move(batch));
    co_await pause(after_, commit_told);
    committing_ = false;
    co_return done;
  }
  asio::awaitable<void> maintenance() override { co_await inner_.maintenance(); }
  asio::awaitable<journal::Result<std::vector<queue::Event>>> to_replay() override {
    co_return co_await inner_.to_replay();
  }
  asio::awaitable<std::vector<queue::Event>> events_since(OfficeDay day) override {
    co_return co_await inner_.events_since(day);
  }
  bool committing() const { return committing_; }

 private:
  asio::awaitable<journal::Result<journal::Committed>> commit(journal::Batch batch) {
    co_await pause(before_, commit_begins);
    auto done = co_await inner_.append(batch);
    if (done) {
      seen_.durable(batch);
    }
    co_return done;
  }

  asio::awaitable<journal::Result<journal::Committed>> answer_early(journal::Batch batch) {
    const journal::Committed promised{last_seq_ + 1, last_seq_ + batch.events.size()};
    last_seq_ = promised.last_seq;
    asio::co_spawn(
        co_await asio::this_coro::executor,
        [this, batch = std::move(batch)]() -> asio::awaitable<void> { static_cast<void>(co_await commit(batch)); },
        [](std::exception_ptr) {});
    co_return promised;
  }

  asio::awaitable<journal::Result<journal::Committed>> count_apart(journal::Batch batch) {
    if (batch.events.empty() || batch.pads.empty()) {
      co_return co_await commit(std::move(batch));
    }
    journal::Batch counts;
    counts.pads = std::exchange(batch.pads, {});
    auto done = co_await commit(std::move(batch));
    if (done) {
      static_cast<void>(co_await commit(std::move(counts)));
    }
    co_return done;
  }

  office::EventLog& inner_;
  Mutant mutant_;
  const Seen& seen_;
  AgendaTimer before_;
  AgendaTimer after_;
  std::uint64_t last_seq_;
  bool committing_ = false;
};

class Voice final : public Speaker {
 public:
  Voice(const Seen& seen, std::function<UtcTime()> now) : seen_(seen), now_(std::move(now)) {}
  void announce(Announcement announcement) override { seen_.announced(announcement, now_()); }
  void signal(EntranceSound) override {}
  asio::awaitable<void> run() override { co_return; }
  SpeakerHealth health() const override { return {.online = true, .error = {}}; }

 private:
  const Seen& seen_;
  std::function<UtcTime()> now_;
};

/// The clocks of the office's machine.
class MachineClock final : public process::Clock {
 public:
  MachineClock(const Agenda& agenda, std::function<UtcTime()> wall) : agenda_(agenda), wall_(std::move(wall)) {}
  UtcTime now() const override { return wall_(); }
  MonotonicTime monotonic() const override { return agenda_.now(); }

 private:
  const Agenda& agenda_;
  std::function<UtcTime()> wall_;
};

KnownTime::Sources clocks_of(const Agenda& agenda, std::function<UtcTime()> wall) {
  return {.clocks =
              [&agenda, wall = std::move(wall)] {
                const auto boot = std::chrono::floor<Milliseconds>(agenda.now().time_since_epoch());
                return KnownTime::Clocks{wall(), boot};
              },
          .synchronised = {}};
}

}  // namespace

struct OfficeProcess::Impl {
  Impl(Agenda& agenda, Wiring& wiring, const OfficeLayout& layout, const std::string& vfs,
       std::function<UtcTime()> wall, Mutant mutant, Seen what_is_seen)
      : machine_clock(agenda, wall),
        time(clocks_of(agenda, std::move(wall)), layout.plan.zone, layout.plan.clock.floor),
        now([this] { return time.now(); }),
        seen(std::move(what_is_seen)),
        journal(open_journal(vfs, mutant, seen)),
        journal_event_log(worker, *journal),
        event_log(agenda, &touched, journal_event_log, mutant, seen, journal->last_seq()),
        loop(io, plan_of(layout, mutant), event_log, journal->take_found(), now),
        entrance(loop, worker, *journal, layout.checkin, layout.keys, {.now = [&agenda] { return agenda.now(); }}),
        door(
            io, vfs, machine_clock, [this] { return !time.doubt() && loop.plan().knows_the_time(time.now()); }, loop,
            entrance, mutant),
        breaks(mutant),
        clock([&agenda] { return agenda.now(); }),
        bus(bus_settings(), wiring.plug_in()),
        table(bus),
        voice(seen, now) {
    if (mutant != Mutant::follows_leaps) {
      loop.watch_clock(time);
    }
    loop.estimate_every(estimates_age);
    add_units(layout);
    outputs.emplace(board_plans, pad_plans, &voice, now, std::make_unique<AgendaTimer>(agenda, &touched));
    pads.emplace(io, loop, pads_at_counters, time,
                 [this, &agenda] { return std::make_unique<AgendaTimer>(agenda, &touched); });
    loop.on_snapshot([this](const std::shared_ptr<const Snapshot>& snapshot) {
      outputs->show(snapshot);
      seen.shown(snapshot);
    });
    wiring.ask_office([this] { return bus.work_waits(); });
    bus.on_change([this](const DeviceHealth& health) { device_changed(health); });
    // A timer that never rings is first in Asio's queue. So timers that are used as events ask the kernel for
    // nothing, because no real time passes here.
    never.async_wait([](boost::system::error_code) {});
    const auto ends = [this](std::exception_ptr error) { ended_by(error); };
    asio::co_spawn(io, loop.run(), ends);
    asio::co_spawn(io, bus.run(), ends);
  }

  void add_units(const OfficeLayout& layout) {
    for (const OfficeLayout::Board& board : layout.boards) {
      boards.push_back(std::make_unique<RegisterBoard>(
          bus, RegisterBoard::Settings{.address = board.address, .width = board.plan.width}, &table));
      board_plans.push_back({.plan = board.plan, .board = boards.back().get()});
    }
    for (const OfficeLayout::Pad& pad : layout.pads) {
      register_pads.push_back(std::make_unique<RegisterPad>(bus, RegisterPad::Settings{.address = pad.address}));
      pad_plans.push_back({.plan = pad.plan, .pad = register_pads.back().get()});
      pads_at_counters.push_back({.pad = register_pads.back().get(), .counter = pad.plan.counter});
    }
  }

  void ended_by(std::exception_ptr error) {
    if (error && !ended) {
      ended = words_of(error);
    }
  }

  void device_changed(const DeviceHealth& health) {
    const bool refuses = health.state == DeviceState::refusing || health.state == DeviceState::wrong;
    if (health.state == DeviceState::offline || refuses) {
      alarms.push_back(queue::RaiseAlarm{.subject = health.name,
                                         .text_id = health.name + " tidak menjawab. " + health.last_error,
                                         .text_en = health.name + " does not answer. " + health.last_error});
    } else {
      alarms.push_back(queue::ClearAlarm{.subject = health.name});
    }
  }

  template <class Result>
  void ask(asio::awaitable<Result> question, std::function<void(const Result&)> answered) {
    ++asking;
    touched = true;
    asio::co_spawn(io, std::move(question),
                   [this, answered = std::move(answered)](std::exception_ptr error, const Result& answer) {
                     --asking;
                     if (error) {
                       ended_by(error);
                     } else if (answered) {
                       answered(answer);
                     }
                   });
  }

  asio::io_context io{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE};
  asio::steady_timer never{io, asio::steady_timer::time_point::max()};
  bool touched = true;  ///< something may wait in `io`
  MachineClock machine_clock;
  KnownTime time;
  std::function<UtcTime()> now;
  Seen seen;
  Worker worker{"journal", Worker::Jobs::in_place};
  std::unique_ptr<journal::Journal> journal;
  office::JournalEventLog journal_event_log;
  SlowRecord event_log;
  CommandLoop loop;
  office::Entrance entrance;
  StaffDoor door;
  Mutant breaks;
  std::function<MonotonicTime()> clock;
  struct Refused {
    std::string line;
    MonotonicTime at{};
  };
  std::vector<Refused> refused;  ///< for the office that hides what it said before
  bus::SerialBus bus;
  BoardTable table;
  std::vector<std::unique_ptr<RegisterBoard>> boards;
  std::vector<std::unique_ptr<RegisterPad>> register_pads;
  std::vector<outputs::Board> board_plans;
  std::vector<outputs::Pad> pad_plans;
  std::vector<office::PadAtCounter> pads_at_counters;
  Voice voice;
  std::optional<outputs::Outputs> outputs;
  std::optional<office::Pads> pads;
  std::vector<queue::Action> alarms;  ///< not journalled yet
  std::optional<std::string> ended;
  unsigned asking = 0;
};

OfficeProcess::OfficeProcess(Agenda& agenda, Wiring& wiring, const OfficeLayout& layout, const std::string& vfs,
                             std::function<UtcTime()> now, Mutant mutant, Seen seen)
    : impl_(std::make_unique<Impl>(agenda, wiring, layout, vfs, std::move(now), mutant, std::move(seen))) {
  settle(true);
}

OfficeProcess::~OfficeProcess() = default;

void put_new_journal(tests::CrashDisk& disk) {
  static const std::vector<std::uint8_t> made = [] {
    tests::CrashDisk elsewhere(1);
    journal::Options options;
    options.file = journal_file;
    options.vfs = elsewhere.vfs();
    journal::Journal::open(options).reset();
    return *elsewhere.file(journal_file);
  }();
  disk.put(journal_file, made);
}

void OfficeProcess::settle(bool told) {
  if (!std::exchange(impl_->touched, false) && !told) {
    return;
  }
  impl_->io.restart();
  impl_->io.poll();
}

bool OfficeProcess::touched() const { return impl_->touched; }
const std::optional<std::string>& OfficeProcess::ended() const { return impl_->ended; }
journal::Journal& OfficeProcess::journal() { return *impl_->journal; }
UtcTime OfficeProcess::now() const { return impl_->now(); }
bool OfficeProcess::failing() const { return impl_->loop.failing().has_value(); }
bool OfficeProcess::committing() const { return impl_->event_log.committing(); }
bool OfficeProcess::busy() const { return impl_->event_log.committing() || impl_->asking > 0; }

void OfficeProcess::scan(Scan scan, std::function<void(const ScanAnswer&)> answered) {
  office::EntranceRequest entry;
  entry.by = "scanner";
  entry.line = std::move(scan.line);
  entry.picked = scan.picked;
  entry.class_key = std::move(scan.class_key);
  entry.scanned = scan.scanned;
  if (impl_->breaks == Mutant::hidden_again && scan.scanned) {
    std::erase_if(impl_->refused, [now = impl_->clock()](const auto& one) { return now - one.at > 10s; });
    const bool again = std::any_of(impl_->refused.begin(), impl_->refused.end(),
                                   [&](const auto& one) { return one.line == entry.line; });
    if (again) {
      return;
    }
    const auto note = [impl = impl_.get(), line = entry.line, told = std::move(answered)](const ScanAnswer& answer) {
      if (answer.outcome != "admitted") {
        impl->refused.push_back({line, impl->clock()});
      }
      told(answer);
    };
    answered = note;
  }
  impl_->ask<office::EntranceReply>(impl_->entrance.take(std::move(entry)),
                                    [answered = std::move(answered)](const office::EntranceReply& answer) {
                                      answered({answer.outcome, answer.words.en, answer.numbers, answer.seq});
                                    });
}

void OfficeProcess::at_the_door(std::function<asio::awaitable<void>(StaffDoor&)> visit) {
  ++impl_->asking;
  impl_->touched = true;
  asio::co_spawn(
      impl_->io,
      [impl = impl_.get(), visit = std::move(visit)]() -> asio::awaitable<void> { co_await visit(impl->door); },
      [impl = impl_.get()](std::exception_ptr error) {
        --impl->asking;
        impl->ended_by(error);
      });
}

std::vector<std::pair<CounterId, std::string>> OfficeProcess::officers() const { return impl_->loop.officers(); }

void OfficeProcess::tick() {
  for (queue::Action& action : std::exchange(impl_->alarms, {})) {
    impl_->ask<CommandLoop::Answer>(
        impl_->loop.submit({.by = {.kind = queue::ActorKind::system, .name = "alarms"}, .action = action}),
        [impl = impl_.get(), action](const CommandLoop::Answer& answer) {
          if (answer.failure) {
            impl->alarms.push_back(action);
          }
        });
  }
  ++impl_->asking;
  impl_->touched = true;
  asio::co_spawn(impl_->io, office::tick(impl_->loop), [impl = impl_.get()](std::exception_ptr error) {
    --impl->asking;
    impl->ended_by(error);
  });
}

}  // namespace antrean::simulation
