#include "auditor.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "journal/event_json.hpp"

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;

/// How long a board may be behind the journal: the 3 s after which it shows itself that it is stale and, on a
/// line that loses frames, the time until a frame gets through.
constexpr Nanoseconds behind_at_most = 3200ms;
constexpr Nanoseconds behind_on_bad_line = 15s;
constexpr Milliseconds old_news{10'000};
/// From a start with other settings until everybody is where some counter calls them. The office itself
/// checks every five minutes (day.cpp), the supervisor every two.
constexpr Nanoseconds left_behind_at_most = 20min;

std::string padded(std::string text, std::size_t width) {
  text.resize(width, ' ');
  return text;
}

}  // namespace

Auditor::Auditor(const OfficeLayout& layout, Wiring& wiring, Verdict& verdict)
    : layout_(layout),
      wiring_(wiring),
      verdict_(verdict),
      tickets_(layout.plan, verdict),
      presses_(verdict, layout.plan.calls.oldest_press),
      screen_(verdict),
      names_(layout.plan, verdict) {
  for (const OfficeLayout::Board& board : layout.boards) {
    BoardState& state = boards_[board.address];
    state.plan = board.plan;
    state.should = text_for(board.plan);
  }
}

void Auditor::take(const std::vector<queue::Event>& events) {
  for (const queue::Event& event : events) {
    tickets_.see(event);
    screen_.see(event);
    names_.see(event);
    digest_.add(event.seq);
    digest_.add(static_cast<std::uint64_t>(to_ms(event.at)));
    digest_.add(queue::name_of(event));
    events_.push_back(event);
    if (std::holds_alternative<queue::HallPaused>(event.body)) {
      hall_paused_ = true;
    } else if (std::holds_alternative<queue::HallResumed>(event.body) ||
               std::holds_alternative<queue::DayClosed>(event.body) ||
               std::holds_alternative<queue::DayOpened>(event.body)) {
      hall_paused_ = false;
    } else if (std::holds_alternative<queue::DayReopened>(event.body)) {
      hall_paused_.reset();  // as it stood when the day was closed
    }
  }
  boards_change();
}

void Auditor::durable(const journal::Batch& batch, MonotonicTime now) {
  take(batch.events);
  presses_.durable(batch.events, batch.pads, now);
  if (std::any_of(batch.events.begin(), batch.events.end(),
                  [](const queue::Event& event) { return std::holds_alternative<queue::DayReopened>(event.body); })) {
    // Its calls were spoken when they were made.
    voice_day_ = tickets_.day();
    voice_last_ = 0;
    calls_before_start_ = tickets_.calls().size();
  }
}

void Auditor::office_died(MonotonicTime now) {
  presses_.office_died(now);
  names_.office_died();
  well_since_.clear();
  version_ = 0;
}

void Auditor::office_started(journal::Journal& journal) {
  if (journal.last_seq() < tickets_.last_seq()) {
    verdict_.broken(9, fmt::format("the journal had said that event {} is durable; after the restart it ends with {}",
                                   tickets_.last_seq(), journal.last_seq()));
    return;
  }
  if (const auto chain = journal.verify(); chain.bad) {
    verdict_.broken(9, "the chain does not hold: " + chain.text);
  }
  // The journal holds exactly what it reported.
  const std::uint64_t from = events_.size() > 64 ? events_.size() - 64 : 0;
  const auto tail = journal.events_after(from, events_.size() - from);
  if (!std::equal(tail.begin(), tail.end(), events_.begin() + static_cast<std::ptrdiff_t>(from), events_.end())) {
    verdict_.broken(9, "the journal holds other events than it had said were durable");
  }
  // There may be a batch that nobody was told of: its commit succeeded, and its answer was lost.
  const auto more = journal.events_after(tickets_.last_seq(), 100'000);
  take(more);
  names_.journal_read();
  presses_.found(more, journal.pads());
  voice_last_ = 0;
  calls_before_start_ = tickets_.calls().size();
  voice_day_ = tickets_.day();
}

void Auditor::told_done(const std::string& what, std::uint64_t seq_at_least) {
  if (tickets_.last_seq() < seq_at_least) {
    verdict_.broken(9, what + " was told it is done before the journal said so");
  }
}

// The feed

void Auditor::snapshot(const Snapshot& snapshot) {
  digest_.add(snapshot.journal_seq);
  if (snapshot.journal_seq > tickets_.last_seq()) {
    verdict_.broken(
        9, fmt::format("the feed shows event {}, the journal holds {}", snapshot.journal_seq, tickets_.last_seq()));
    return;
  }
  if (snapshot.version <= version_) {
    verdict_.broken(3, "the feed's version does not rise");
  }
  version_ = snapshot.version;
  screen_.shown(snapshot.entrance);
  if (snapshot.journal_seq != tickets_.last_seq()) {
    return;  // a commit after it is on its way to the next one
  }
  if (hall_paused_.value_or(false) && snapshot.phase != DayPhase::on_break) {
    verdict_.broken(3, "the hall is paused, and the feed does not say so");
  }
  for (const CounterView& counter : snapshot.counters) {
    if (hall_paused_.value_or(false) && counter.waiting != 0) {
      verdict_.broken(3, fmt::format("the hall is paused, and counter {} is told to call", counter.id));
    }
    if (counter.number.value_or("") != tickets_.number_at(counter.id)) {
      verdict_.broken(3, fmt::format("the feed shows '{}' at counter {}, the journal has '{}'",
                                     counter.number.value_or(""), counter.id, tickets_.number_at(counter.id)));
    }
  }
  std::size_t live = 0;
  for (const auto& [id, ticket] : tickets_.tickets()) {
    live += ticket.where != TicketAudit::Where::over ? 1 : 0;
  }
  if (live != snapshot.tickets.size()) {
    verdict_.broken(3, fmt::format("the feed shows {} numbers, the journal has {}", snapshot.tickets.size(), live));
  }
  for (const TicketView& view : snapshot.tickets) {
    const TicketAudit::Ticket* ticket = tickets_.by_number(view.number);
    if (ticket == nullptr || ticket->where == TicketAudit::Where::over || view.counter.value_or(0) != ticket->counter) {
      verdict_.broken(3, "the feed shows " + view.number + " otherwise than the journal");
    }
  }
  const auto& calls = tickets_.calls();
  if (!snapshot.calls.empty() && (calls.empty() || snapshot.calls.front().call != calls.back().call ||
                                  snapshot.calls.front().number != calls.back().number ||
                                  snapshot.calls.front().counter != calls.back().counter)) {
    verdict_.broken(3, "the feed's latest call is not the journal's");
  }
}

// The voice

void Auditor::announced(const Announcement& announcement, UtcTime now) {
  const auto& calls = tickets_.calls();
  if (announcement.call == 0 || announcement.call > calls.size()) {
    verdict_.broken(3, "the voice calls " + announcement.number + ", the journal does not");
    return;
  }
  const TicketAudit::Call& call = calls[announcement.call - 1];
  if (call.number != announcement.number || call.counter != announcement.counter) {
    verdict_.broken(3, "the voice calls " + announcement.number + " where the journal calls " + call.number);
  }
  if (voice_day_ != tickets_.day()) {
    voice_day_ = tickets_.day();
    voice_last_ = 0;
    calls_before_start_ = 0;
  }
  if (announcement.call <= voice_last_) {
    verdict_.broken(3, "the voice calls " + announcement.number + " twice");
  }
  if (announcement.call <= calls_before_start_ && now - call.at > old_news) {
    verdict_.broken(3, "the voice calls " + announcement.number + ", which is old news");
  }
  for (std::uint64_t skipped = std::max(voice_last_, calls_before_start_) + 1; skipped < announcement.call; ++skipped) {
    verdict_.broken(3, "the voice left out " + calls[skipped - 1].number);
  }
  voice_last_ = announcement.call;
}

void Auditor::look_at_voice(bool settled) {
  if (settled && voice_day_ == tickets_.day() && tickets_.calls().size() > std::max(voice_last_, calls_before_start_)) {
    verdict_.broken(3, "the voice has not called " + tickets_.calls().back().number);
  }
}

// The entrance

void Auditor::answered(const Person& person, BookingId booking, const ScanAnswer& answer) {
  digest_.add(answer.outcome);
  const TicketAudit::Admission* admission = tickets_.admission(booking);
  const std::string who = fmt::format("person {} (booking {})", person.id, booking);
  if (answer.outcome == "admitted") {
    auto& told = admitted_answers_[booking];
    told.insert(answer.seq);
    const int times = static_cast<int>(told.size());
    if (admission == nullptr || admission->numbers.size() < answer.numbers.size()) {
      verdict_.broken(9, who + " was told to be admitted, and the journal does not hold it");
    } else if (times > admission->times) {
      verdict_.broken(2, who + " was admitted once more than the journal holds");
    } else if (!std::equal(answer.numbers.rbegin(), answer.numbers.rend(), admission->numbers.rbegin())) {
      verdict_.broken(2, who + " was given other numbers than the journal holds");
    }
  } else if (answer.outcome == "already_used" || answer.outcome == "already_admitted") {
    if (admission == nullptr) {
      verdict_.broken(9, who + " was told the code had been used, and the journal does not hold it");
      return;
    }
    const bool says_when =
        answer.words.find(TimeOfDay::of(admission->at, layout_.plan.zone).text()) != std::string::npos;
    const bool says_numbers =
        std::all_of(admission->numbers.begin(), admission->numbers.end(),
                    [&](const std::string& number) { return answer.words.find(number) != std::string::npos; });
    if (!says_when || !says_numbers) {
      verdict_.broken(2, who + " scanned again and was told '" + answer.words + "', which does not say when (" +
                             TimeOfDay::of(admission->at, layout_.plan.zone).text() + ") and which number");
    }
  }
}

// The boards

bool Auditor::nothing_shown(const std::string& text) {
  return text.find_first_not_of('-') == std::string::npos || text.find_first_not_of('8') == std::string::npos;
}

std::string Auditor::text_for(const outputs::BoardPlan& plan) const {
  if (plan.counters.size() == 1) {
    return padded(tickets_.number_at(plan.counters.front()), plan.width);
  }
  const CounterId latest = tickets_.latest_of(plan.counters);
  if (latest == 0) {
    return padded({}, plan.width);
  }
  const std::string counter = std::to_string(latest);
  return padded(tickets_.number_at(latest), plan.width - counter.size() - 1) + " " + counter;
}

void Auditor::boards_change() {
  const MonotonicTime now = wiring_.line_now();
  for (auto& [address, board] : boards_) {
    std::string should = text_for(board.plan);
    if (should != board.should) {
      board.before.emplace_back(now, std::exchange(board.should, std::move(should)));
      if (board.before.size() > 8) {
        board.before.pop_front();
      }
      board.wrong = board.wrong && board.shown != board.should;
    }
  }
}

void Auditor::picture_changed(UnitAddress address) {
  BoardState& board = boards_.at(address);
  std::string shown = wiring_.shown(address);
  if (shown == board.shown) {
    return;
  }
  digest_.add(shown);
  board.shown = std::move(shown);
  // Right for a moment between two looks: what is wrong at the next look has not been wrong since before.
  board.wrong = board.wrong && board.shown != board.should;
  judge_board(address, board);
}

void Auditor::judge_board(UnitAddress address, BoardState& board) {
  if (nothing_shown(board.shown) || board.shown == board.should) {
    return;
  }
  const MonotonicTime now = wiring_.line_now();
  const auto bound = wiring_.troubled() ? behind_on_bad_line : behind_at_most;
  for (const auto& [until, text] : board.before) {
    if (text == board.shown && now - until <= bound) {
      return;
    }
  }
  verdict_.broken(
      3, fmt::format("board {} begins to show '{}', the journal says '{}'", address, board.shown, board.should));
}

void Auditor::look_at_boards(bool settled, bool office_alive) {
  const MonotonicTime now = wiring_.line_now();
  for (auto& [address, board] : boards_) {
    if (wiring_.dead(address)) {
      board.shown.clear();
      board.wrong = false;
      continue;
    }
    board.shown = wiring_.shown(address);
    const bool wrong = !nothing_shown(board.shown) && board.shown != board.should;
    if (wrong && !board.wrong) {
      board.wrong_since = now;
    }
    board.wrong = wrong;
    const auto bound = wiring_.troubled() ? behind_on_bad_line : behind_at_most;
    if (wrong && now - board.wrong_since > bound) {
      verdict_.broken(3, fmt::format("board {} has shown '{}' for {} s, the journal says '{}'", address, board.shown,
                                     (now - board.wrong_since) / 1s, board.should));
    }
    if (settled && office_alive && board.shown != board.should) {
      verdict_.broken(3, fmt::format("all is quiet and board {} shows '{}', the journal says '{}'", address,
                                     board.shown, board.should));
    }
  }
}

void Auditor::look_at_presses(bool settled, bool well, MonotonicTime now) {
  for (const OfficeLayout::Pad& pad : layout_.pads) {
    if (well && !wiring_.dead(pad.address)) {
      well_since_.emplace(pad.address, now);
    } else {
      well_since_.erase(pad.address);
    }
    const auto since = well_since_.find(pad.address);
    presses_.look(pad.plan.counter, now, since == well_since_.end() ? std::nullopt : std::optional{since->second});
    if (settled && !wiring_.dead(pad.address)) {
      presses_.settled(pad.plan.counter);
    }
  }
}

void Auditor::look_for_left_behind(bool office_alive, MonotonicTime now) {
  const auto numbers = office_alive ? tickets_.left_behind() : std::vector<std::string>{};
  std::erase_if(left_behind_since_, [&](const auto& known) {
    return std::find(numbers.begin(), numbers.end(), known.first) == numbers.end();
  });
  for (const std::string& number : numbers) {
    const auto [known, fresh] = left_behind_since_.try_emplace(number, now);
    if (now - known->second > left_behind_at_most) {
      verdict_.broken(4, fmt::format("{} has been where no counter of the settings calls anybody for {} minutes",
                                     number, (now - known->second) / 1min));
    }
  }
}

void Auditor::look(bool settled, bool office_alive, bool journal_failing, MonotonicTime now) {
  look_at_boards(settled, office_alive);
  look_for_left_behind(office_alive && !journal_failing, now);
  look_at_presses(settled, office_alive && !journal_failing && !wiring_.troubled(), now);
  if (office_alive && !journal_failing) {
    look_at_voice(settled);
  }
}

}  // namespace antrean::simulation
