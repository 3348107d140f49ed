#include "outputs/outputs.hpp"

#include <algorithm>
#include <utility>

namespace antrean::outputs {
namespace {

constexpr Milliseconds fresh_call{10'000};
/// A sound this soon after an answer would be taken for the sound of that answer.
constexpr Milliseconds answer_alone{2'000};

}  // namespace

Outputs::Outputs(std::vector<Board> boards, std::vector<Pad> pads, Speaker* speaker, std::function<UtcTime()> now,
                 std::unique_ptr<Timer> change)
    : change_(std::move(change)),
      boards_(std::move(boards)),
      pads_(std::move(pads)),
      speaker_(speaker),
      now_(std::move(now)),
      announcer_(fresh_call) {
  for (const Board& board : boards_) {
    plans_.push_back(board.plan);
  }
}

void Outputs::show(std::shared_ptr<const Snapshot> snapshot) {
  snapshot_ = std::move(snapshot);
  draw();
  for (const Pad& pad : pads_) {
    pad.pad->expect(press_chance(pad.plan, *snapshot_));
    pad.pad->set(lamps(pad.plan, *snapshot_));
  }
  if (speaker_ == nullptr) {
    return;
  }
  speak();
  const EntranceView& entrance = snapshot_->entrance;
  if (entrance.seq != entrance_ && entrance_known_) {
    const bool welcome = entrance.outcome == "admitted" || entrance.outcome == "walk_in";
    speaker_->signal(welcome ? EntranceSound::admitted : EntranceSound::refused);
  }
  // The person who just got an answer must not take this sound for their own.
  const std::uint64_t notice = entrance.notice ? entrance.notice->seq : 0;
  if (notice != 0 && notice != notice_ && entrance_known_ && entrance.notice->outcome != shown_again &&
      entrance.notice->at - entrance.at > answer_alone) {
    speaker_->signal(EntranceSound::refused);
  }
  notice_ = notice;
  entrance_ = entrance.seq;
  entrance_known_ = true;
}

void Outputs::speak() {
  for (Announcement& call : announcer_.take(*snapshot_, now_())) {
    announced_.emplace(call.call, call.counter);
    speaker_->announce(std::move(call));
  }
  // Who has come, or was called again, need not hear the call of before.
  const auto stands = [&](const auto& entry) {
    return std::any_of(snapshot_->counters.begin(), snapshot_->counters.end(), [&](const CounterView& counter) {
      return counter.id == entry.second && counter.call == entry.first && counter.phase == TicketPhase::called;
    });
  };
  for (auto entry = announced_.begin(); entry != announced_.end();) {
    if (stands(*entry)) {
      ++entry;
      continue;
    }
    speaker_->withdraw(entry->first);
    entry = announced_.erase(entry);
  }
}

void Outputs::draw() {
  const UtcTime now = now_();
  for (const Board& board : boards_) {
    board.board->show(picture(board.plan, *snapshot_, now));
  }
  change_->cancel();
  if (const auto next = next_change(plans_, *snapshot_, now)) {
    change_->ring_after(*next - now, [this] { draw(); });
  }
}

}  // namespace antrean::outputs
