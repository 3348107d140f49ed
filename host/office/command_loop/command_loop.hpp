// The command loop. Every press, scan and console command comes here, is decided against the state, is made
// durable, and only then is applied and shown.
//
// The coroutine run() works in rounds. It takes all requests that wait and decides them in the order they
// came, each against the state that the earlier ones leave. It commits all of them in one transaction on the
// journal's worker, shows the new snapshot, and then answers. During a commit new requests gather for the
// next round: a slow disk makes larger rounds, and no request waits for more than two commits. While nobody
// waits, the waiting times are estimated again, one simulation at a time, and the journal gets its
// maintenance. Neither delays a number or a call.
//
// When a commit fails, nobody gets a yes: the state goes back to what is durable, the askers get the failure,
// and an alarm is shown. The first commit that succeeds clears the alarm.
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
#include "queue/staff_view.hpp"
#include "queue/why.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

/// Where the command loop writes: the journal on its worker, or a test double.
class EventLog {
 public:
  virtual ~EventLog() = default;
  virtual boost::asio::awaitable<journal::Result<journal::Committed>> append(journal::Batch batch) = 0;
  /// Called while nobody waits, to do work that an append would otherwise do. Never throws.
  virtual boost::asio::awaitable<void> maintenance() = 0;
  /// The events that a start would replay.
  virtual boost::asio::awaitable<journal::Result<std::vector<queue::Event>>> to_replay() = 0;
  /// journal::Journal::events_since.
  virtual boost::asio::awaitable<std::vector<queue::Event>> events_since(OfficeDay day) = 0;
};

/// The journal, on the worker that owns it. Both must outlive it.
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

/// The day that a command may open again, for CommandLoop::enter.
std::optional<OfficeDay> day_to_open(const queue::Command& command);

/// The journal holds more than this process knows, or is damaged: only a restart, which replays it, is safe.
struct JournalLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class CommandLoop {
 public:
  using Now = std::function<UtcTime()>;
  using OnSnapshot = std::function<void(std::shared_ptr<const Snapshot>)>;

  /// `found`: what the journal held when it was opened; its events are replayed here. Throws
  /// queue::ReplayError.
  CommandLoop(boost::asio::io_context& io, queue::Plan plan, EventLog& event_log, const journal::Found& found, Now now);
  ~CommandLoop();
  CommandLoop(const CommandLoop&) = delete;
  CommandLoop& operator=(const CommandLoop&) = delete;

  /// Called with every new snapshot, on the io thread; must not throw. Set before run().
  void on_snapshot(OnSnapshot show) { on_snapshot_ = std::move(show); }

  /// Asked for every snapshot: Snapshot::on_phones. Must not throw. Set before run().
  void on_phones(std::function<std::string()> address) { on_phones_ = std::move(address); }

  /// Called when something for the portal became durable, on the io thread; must not throw. Set before run().
  void on_results(std::function<void()> waiting) { on_results_ = std::move(waiting); }

  /// How new tickets get their random key (queue::TicketIssued::page_key). Without it they have none. Set
  /// before run().
  void make_page_keys(MakePageKey make) { make_page_key_ = std::move(make); }

  /// `time` judges the wall clock by what the command loop knows; `now` must be its time. If it does not
  /// follow a date, an alarm asks whether that date is today; the answer yes is a Rollover to that day.
  /// `time` must outlive the command loop. Set before run().
  void watch_clock(KnownTime& time);

  /// Decides, commits and shows. Ends after stop(), when everything that was asked before is answered. Throws
  /// JournalLost.
  boost::asio::awaitable<void> run();
  void stop();

  /// Runs `decide` in its turn. Completes when the result is durable and shown, or when it failed (with the
  /// failure). If `decide` attempts nothing, there is no commit for it alone. `decide` runs once, never
  /// concurrently, and must not throw. `opens`: a day that it may open again; the state of that day is then
  /// read from the journal, unless it is known.
  boost::asio::awaitable<std::optional<journal::Failure>> enter(std::function<void(Turn&)> decide,
                                                                std::optional<OfficeDay> opens = std::nullopt);
  /// A Tick, and what the watched clock reports. Call it in a turn.
  void pass_time(Turn& turn);

  /// Submits one command. The answer has its refusal, if any.
  struct Answer {
    std::optional<queue::Refusal> refusal;
    std::optional<journal::Failure> failure;
    bool done() const { return !refusal && !failure; }
  };
  boost::asio::awaitable<Answer> submit(queue::Command command);

  /// Continues under another plan, as a start with that plan would. The day is replayed from the journal, and
  /// people who do not fit the plan are put in line (queue/settings_fit.hpp) before this completes.
  /// `together` runs at the moment when the plan changes, must not throw, and nothing is decided in between.
  /// A text in the result says why nothing was changed; no text: the plan was changed.
  boost::asio::awaitable<std::optional<std::string>> adopt(queue::Plan plan, std::function<void()> together);

  /// The snapshot that is shown now. Never null; version 0 until the first one.
  std::shared_ptr<const Snapshot> snapshot() const { return snapshot_; }
  /// What the journal holds, of which snapshot() shows a part. Good until the next turn.
  const queue::State& durable() const { return durable_; }
  const queue::Plan& plan() const { return plan_; }
  /// Why this number is next or not yet; nothing for a number that does not exist today.
  std::optional<Bilingual> why(std::string_view number) const { return queue::why(durable_, plan_, number, now_()); }
  /// What the staff sees of a counter, by what is durable.
  std::optional<queue::CounterStaffView> staff_view(CounterId counter) const {
    return queue::staff_view(durable_, plan_, counter, now_());
  }
  /// The refusal that this command would get now. Nothing is done.
  std::optional<queue::Refusal> would_refuse(const queue::Command& command) const;
  /// The counts of this pad that the journal has; nothing for a pad that has never reported.
  std::optional<AcknowledgedPresses> acknowledged(const PadId& pad) const;
  /// The flashes that this pad must still show, by the journal: presses there were refused.
  ButtonSet flashes_owed(const PadId& pad) const;
  /// Which officer is logged in at which counter.
  std::vector<std::pair<CounterId, std::string>> officers() const;
  const std::optional<journal::Failure>& failing() const { return failing_; }
  std::uint64_t last_seq() const { return durable_seq_; }

  /// Shows a message at the entrance that is not in the journal, because it has no effect. It is shown at
  /// once, until entrance_readable has passed.
  void notice(std::string outcome, std::string message_id, std::string message_en,
              std::vector<std::string> numbers = {});
  /// Today's admission of this booking, if there was one. Good until the next turn.
  const queue::Admission* admission(const Booking& booking) const {
    return durable_.admission(booking.id, booking.code);
  }
  /// The numbers, as they are now, that were given at once with the one that is `number` or was; each still
  /// in the queue. Empty: today there is no such number, or it is finished or cancelled.
  std::vector<std::string> given_with(std::string_view number) const;

  /// People who booked for today and are not here yet, for the estimate of waits. The caller keeps it up to
  /// date.
  void expect(std::vector<queue::ExpectedSlot> expected) { forecast_.expected = std::move(expected); }
  /// Sets the age at which all estimates are made again. The default is 5 seconds, because waits are told in
  /// minutes, and 1 second for somebody who just got a number.
  void estimate_every(Milliseconds age) { estimates_age_ = estimates_age_with_new_tickets_ = age; }

 private:
  struct Asked {
    std::function<void(Turn&)> decide;
    boost::asio::steady_timer answered;  ///< used as an event: cancelled when done
    bool done = false;
    std::optional<journal::Failure> failure;
    std::optional<OfficeDay> opens;
    explicit Asked(boost::asio::io_context& io) : answered(io, boost::asio::steady_timer::time_point::max()) {}
  };

  /// A plan that the loop is asked to continue under.
  struct Adoption {
    queue::Plan plan;
    std::function<void()> together;
    boost::asio::steady_timer done;  ///< used as an event: cancelled when over
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
  /// Does a small piece of work that can wait. False when there is nothing to do.
  boost::asio::awaitable<bool> spare_time();

  boost::asio::io_context& io_;
  queue::Plan plan_;
  EventLog& event_log_;
  Now now_;
  OnSnapshot on_snapshot_;
  std::function<void()> on_results_;
  std::function<std::string()> on_phones_;
  MakePageKey make_page_key_;
  queue::State durable_;  ///< what the journal holds; everything shown comes from here
  queue::State working_;  ///< durable_ and the round that is being decided or committed
  PadRecords pads_;       ///< like working_
  PadRecords durable_pads_;
  std::uint64_t durable_seq_ = 0;
  std::deque<std::shared_ptr<Asked>> waiting_;
  std::deque<std::shared_ptr<Adoption>> adoptions_;
  boost::asio::steady_timer wake_;
  bool stopping_ = false;
  KnownTime* time_ = nullptr;
  bool maintenance_due_ = false;
  std::optional<EntranceAnswer> notice_;
  std::optional<journal::Failure> failing_;
  UtcTime failing_since_{};
  queue::Forecast forecast_;
  queue::Estimates estimates_;
  std::optional<queue::Estimating> estimating_;
  UtcTime estimated_at_{};  ///< this and the next two: when the latest estimate began, and from which state
  std::uint64_t estimated_seq_ = 0;
  std::size_t estimated_tickets_ = 0;
  Milliseconds estimates_age_{5'000};
  Milliseconds estimates_age_with_new_tickets_{1'000};
  std::shared_ptr<const Snapshot> snapshot_;
};

/// Sends one Tick. While the journal fails, it first tries whether the journal can be written again.
boost::asio::awaitable<void> tick(CommandLoop& loop);

/// Sends a Tick at once (it opens the day), and then about once a second, for ever.
boost::asio::awaitable<void> ticks(boost::asio::io_context& io, CommandLoop& loop);

}  // namespace antrean::office
