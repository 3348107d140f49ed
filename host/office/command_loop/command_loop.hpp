// The command loop: where wishes become facts. Every press, scan and console command comes here, is decided
// against the state, is made durable, and only then applied for all to see.
//
// One coroutine, run(), takes everything that waits, decides each in the order it came against the state the
// ones before leave, commits all of it in one transaction on the journal's worker, shows the new snapshot,
// and then answers. While a commit is under way the next lot gathers: the slower the disk, the larger the
// lots, and nothing waits for more than two commits. While nobody waits, the waiting times are estimated
// anew, a future at a time, and the journal gets its maintenance: neither holds up a number or a call.
//
// When a commit fails nobody is told yes: the state goes back to what is durable,
// the askers get the failure, an alarm is shown, and the first commit that succeeds clears it.
//
// io_context thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "command_loop/known_time.hpp"
#include "command_loop/turn.hpp"
#include "journal/journal.hpp"
#include "queue/estimate/estimate.hpp"
#include "queue/snapshot.hpp"
#include "queue/why.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

/// Where the command loop writes. The journal on its worker; a test's double.
class EventLog {
 public:
  virtual ~EventLog() = default;
  virtual boost::asio::awaitable<journal::Result<journal::Committed>> append(journal::Batch batch) = 0;
  /// Nobody waits: time for what would otherwise be done within an append. Never throws.
  virtual boost::asio::awaitable<void> maintenance() = 0;
  /// What a start would replay.
  virtual boost::asio::awaitable<journal::Result<std::vector<queue::Event>>> to_replay() = 0;
  /// journal::Journal::events_since.
  virtual boost::asio::awaitable<std::vector<queue::Event>> events_since(OfficeDay day) = 0;
};

/// The journal, on the worker that owns it. Both outlive it.
class JournalEventLog final : public EventLog {
 public:
  JournalEventLog(Worker& worker, journal::Journal& journal) : worker_(worker), journal_(journal) {}
  boost::asio::awaitable<journal::Result<journal::Committed>> append(journal::Batch batch) override;
  boost::asio::awaitable<void> maintenance() override;
  boost::asio::awaitable<journal::Result<std::vector<queue::Event>>> to_replay() override;
  boost::asio::awaitable<std::vector<queue::Event>> events_since(OfficeDay day) override;

 private:
  Worker& worker_;
  journal::Journal& journal_;
  std::size_t log_pages_ = 0;  ///< of the journal's write-ahead log, after the latest append
};

/// The day that a command may open again: for CommandLoop::enter.
std::optional<OfficeDay> day_to_open(const queue::Command& command);

/// The journal holds more than this process knows, or is damaged: only a restart, which replays it, is safe.
struct JournalLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class CommandLoop {
 public:
  using Now = std::function<UtcTime()>;
  using OnSnapshot = std::function<void(std::shared_ptr<const Snapshot>)>;

  /// `found`: what the journal held at open; its events are replayed here. Throws queue::ReplayError.
  CommandLoop(boost::asio::io_context& io, queue::Plan plan, EventLog& event_log, const journal::Found& found, Now now);
  ~CommandLoop();
  CommandLoop(const CommandLoop&) = delete;
  CommandLoop& operator=(const CommandLoop&) = delete;

  /// Called with every new snapshot, on the io thread; must not throw. Set before run().
  void on_snapshot(OnSnapshot show) { on_snapshot_ = std::move(show); }

  /// Called when something for the portal became durable, on the io thread; must not throw. Set before run().
  void on_results(std::function<void()> waiting) { on_results_ = std::move(waiting); }

  /// `time` judges the wall clock by what the command loop knows; `now` must be its time. A date that it does
  /// not follow is an alarm with the question whether that is today; the answer yes is Rollover to that day.
  /// Outlives the command loop. Set before run().
  void watch_clock(KnownTime& time);

  /// Decides, commits, shows; ends after stop() when everything that was asked before is answered. Throws
  /// JournalLost.
  boost::asio::awaitable<void> run();
  void stop();

  /// Lets `decide` act in its turn; completes when what it did is durable and shown, or has failed (the
  /// failure). A decide that attempts nothing completes without a commit of its own. `decide` runs once,
  /// never concurrently, and must not throw. `opens`: a day that it may open again. How that stood is then
  /// read from the journal, unless it is known.
  boost::asio::awaitable<std::optional<journal::Failure>> enter(std::function<void(Turn&)> decide,
                                                                std::optional<OfficeDay> opens = std::nullopt);
  /// A Tick, and what the watched clock has to say; in a turn.
  void pass_time(Turn& turn);

  /// One command on its own: its refusal, if any.
  struct Answer {
    std::optional<queue::Refusal> refusal;
    std::optional<journal::Failure> failure;
    bool done() const { return !refusal && !failure; }
  };
  boost::asio::awaitable<Answer> submit(queue::Command command);

  /// Goes on under another plan, as a start with it would: the day is replayed from the journal, and whom the
  /// plan leaves behind is put in line (queue/settings_fit.hpp) before this completes. `together` runs in the
  /// same moment as the plan changes and must not throw; nothing is decided between. The text says why
  /// nothing was changed; nothing: it was.
  boost::asio::awaitable<std::optional<std::string>> adopt(queue::Plan plan, std::function<void()> together);

  /// What is shown now; never null, version 0 until the first.
  std::shared_ptr<const Snapshot> snapshot() const { return snapshot_; }
  const queue::Plan& plan() const { return plan_; }
  /// Why this number is next, or not yet; nothing for a number that is not there today.
  std::optional<Bilingual> why(std::string_view number) const { return queue::why(durable_, plan_, number, now_()); }
  /// What the journal says is owed to whoever pressed at this pad.
  ButtonSet flashes_owed(const PadId& pad) const;
  /// Who is logged in where.
  std::vector<std::pair<CounterId, std::string>> officers() const;
  const std::optional<journal::Failure>& failing() const { return failing_; }
  std::uint64_t last_seq() const { return durable_seq_; }

  /// Says something at the entrance that the journal holds nothing of, because nothing came of it: shown at
  /// once, for whoever stands there, until entrance_readable has passed.
  void notice(std::string outcome, std::string message_id, std::string message_en);

  /// People booked for today and not yet here, for honest waits; the caller keeps it up to date.
  void expect(std::vector<queue::ExpectedSlot> expected) { forecast_.expected = std::move(expected); }
  /// Waits are told in minutes: looking again every 5 seconds is honest enough, for who was just given a
  /// number every second. This makes it `age` for all.
  void estimate_every(Milliseconds age) { estimates_age_ = estimates_age_with_new_tickets_ = age; }

 private:
  struct Asked {
    std::function<void(Turn&)> decide;
    boost::asio::steady_timer answered;  ///< an event: cancelled when done
    bool done = false;
    std::optional<journal::Failure> failure;
    std::optional<OfficeDay> opens;
    explicit Asked(boost::asio::io_context& io) : answered(io, boost::asio::steady_timer::time_point::max()) {}
  };

  /// A plan to go on under.
  struct Adoption {
    queue::Plan plan;
    std::function<void()> together;
    boost::asio::steady_timer done;  ///< an event: cancelled when over
    bool over = false;
    std::optional<std::string> failure;
    Adoption(boost::asio::io_context& io, queue::Plan next, std::function<void()> also)
        : plan(std::move(next)), together(std::move(also)), done(io, boost::asio::steady_timer::time_point::max()) {}
  };

  boost::asio::awaitable<void> handle(std::vector<std::shared_ptr<Asked>> lot);
  boost::asio::awaitable<void> change_plan(std::shared_ptr<Adoption> adoption);
  void keep(const std::vector<queue::Event>& events);
  void roll_back();
  boost::asio::awaitable<void> learn_how_it_stood(OfficeDay day);
  void publish();
  bool estimates_due() const;
  /// A small piece of what can wait; false when there is nothing to do.
  boost::asio::awaitable<bool> spare_time();

  boost::asio::io_context& io_;
  queue::Plan plan_;
  EventLog& event_log_;
  Now now_;
  OnSnapshot on_snapshot_;
  std::function<void()> on_results_;
  queue::State durable_;  ///< what the journal holds: everything shown comes from here
  queue::State working_;  ///< ahead of it by the lot being decided or committed
  PadRecords pads_;       ///< as working_
  PadRecords durable_pads_;
  std::uint64_t durable_seq_ = 0;
  std::deque<std::shared_ptr<Asked>> waiting_;
  std::deque<std::shared_ptr<Adoption>> adoptions_;
  boost::asio::steady_timer wake_;
  bool stopping_ = false;
  KnownTime* time_ = nullptr;
  bool upkeep_due_ = false;
  std::optional<EntranceAnswer> notice_;
  std::optional<journal::Failure> failing_;
  UtcTime failing_since_{};
  queue::Forecast forecast_;
  queue::Estimates estimates_;
  std::optional<queue::Estimating> estimating_;
  UtcTime estimated_at_{};  ///< and the two below: when the latest began, and from what
  std::uint64_t estimated_seq_ = 0;
  std::size_t estimated_tickets_ = 0;
  Milliseconds estimates_age_{5'000};
  Milliseconds estimates_age_with_new_tickets_{1'000};
  std::shared_ptr<const Snapshot> snapshot_;
};

/// One Tick; before it, while the journal fails, a try whether it writes again.
boost::asio::awaitable<void> tick(CommandLoop& loop);

/// Sends a Tick at once, which opens the day, and then about once a second, for ever.
boost::asio::awaitable<void> ticks(boost::asio::io_context& io, CommandLoop& loop);

}  // namespace antrean::office
