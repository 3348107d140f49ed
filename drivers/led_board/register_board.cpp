#include "led_board/register_board.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace antrean {
namespace {

constexpr std::chrono::seconds same_picture_after_refusal{5};
constexpr std::chrono::seconds look_again_when_busy{2};
constexpr unsigned most_silent_identities = 2;
constexpr std::chrono::seconds look_again_when_wrong{2};
constexpr std::chrono::seconds look_again_while_reported{5};
/// Once may be a restart or a lost frame, twice a bad supply while somebody plugs it in.
constexpr unsigned wrong_looks_worth_an_alarm = 3;
/// A lamp test is over by then.
constexpr unsigned most_busy_looks = 3;
/// Then it is written again: if it takes that, only what it says of itself cannot be understood.
constexpr unsigned most_failed_looks = 4;

std::string name_of(bus::UnitAddress address) { return fmt::format("board {}", address); }

/// Between quotation marks; a dark board in words.
Bilingual text_of(const BoardPicture& picture) {
  const auto end = picture.text.find_last_not_of(' ');
  if (end == std::string::npos) {
    return {.id = "gelap", .en = "nothing"};
  }
  const std::string text = "'" + picture.text.substr(0, end + 1) + "'";
  return {.id = text, .en = text};
}

const Bilingual what_to_do{.id =
                               "matikan lalu hidupkan lagi, dan periksa apakah papan lain beralamat sama (antrean bus "
                               "--scan); kalau tetap begitu, tutup papannya dan ganti",
                           .en =
                               "switch it off and on, and look whether another board has its address (antrean bus "
                               "--scan); if it stays so, cover it and replace it"};

/// `seen`: nullopt if it shows dashes or its lamp test.
Bilingual words_of_wrong_picture(const BoardPicture& taken, const std::optional<BoardPicture>& seen) {
  const Bilingual should = text_of(taken);
  if (!seen) {
    return {.id = fmt::format("seharusnya tampil {}, tetapi gambarnya hilang setiap kali, seperti baru dinyalakan: "
                              "periksa catu dayanya; {}",
                              should.id, what_to_do.id),
            .en = fmt::format("should show {}, but loses its picture each time, as if it was just switched on: look at "
                              "its power supply; {}",
                              should.en, what_to_do.en)};
  }
  if (seen->text == taken.text) {
    return {.id = fmt::format("tampil {} dengan benar, tetapi kedip atau terangnya bukan yang disuruh: {}", should.id,
                              what_to_do.id),
            .en = fmt::format("shows {} as it should, but blinks or is lit otherwise than it was told: {}", should.en,
                              what_to_do.en)};
  }
  const Bilingual shows = text_of(*seen);
  return {.id = fmt::format("tampil {}, padahal seharusnya {} dan setiap gambar diterimanya: {}", shows.id, should.id,
                            what_to_do.id),
          .en = fmt::format("shows {} but should show {}, though it takes every picture: {}", shows.en, should.en,
                            what_to_do.en)};
}

Bilingual words_of_unclear_answers() {
  return {.id =
              "menerima setiap gambar, tetapi jawabannya tentang apa yang tampil selalu rusak: periksa apakah papan "
              "lain beralamat sama (antrean bus --scan), lalu kabel dan terminasi",
          .en =
              "takes every picture, but its answers about what it shows are always damaged: look whether another board "
              "has its address (antrean bus --scan), then at cable and termination"};
}

std::unique_ptr<BoardCodec> own_board_of(const bus::SerialBus& bus, const RegisterBoard::Settings& settings) {
  try {
    return own_board(settings.address, settings.width);
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("{} on {}: {}", name_of(settings.address), bus.name(), error.what()));
  }
}

}  // namespace

RegisterBoard::RegisterBoard(bus::SerialBus& bus, Settings settings, BoardTable* table)
    : RegisterBoard(bus, settings, own_board_of(bus, settings), table) {}

RegisterBoard::RegisterBoard(bus::SerialBus& bus, Settings settings, std::unique_ptr<BoardCodec> codec,
                             BoardTable* table)
    : bus_(bus), settings_(settings), codec_(std::move(codec)), table_(table) {
  bus_.attach(*this);
  if (table_ != nullptr && (!table_->may_be_sent() || codec_->table_part(codec_->fitted({})).empty())) {
    table_ = nullptr;
  }
  if (table_ != nullptr) {
    table_->join(*this);
  }
}

std::string RegisterBoard::name() const { return name_of(settings_.address); }

DeviceHealth RegisterBoard::health() const { return bus_.health(*this); }

void RegisterBoard::show(BoardPicture picture) {
  picture = codec_->fitted(std::move(picture));
  if (desired_ != picture) {
    desired_ = std::move(picture);
    hold_until_ = {};
    bus_.wake();
  }
}

bus::Urgency RegisterBoard::urgency(MonotonicTime now) const {
  if (!write_due(now)) {
    return by_table_ && now >= verify_at_ ? bus::Urgency::in_turn : bus::Urgency::none;
  }
  if (wants(now) && table_->is_due(now)) {
    return bus::Urgency::none;
  }
  // A blink that ends, or a night that begins, can wait until a press has been looked for.
  const bool calls =
      !on_board_ || on_board_->text != desired_->text || (desired_->blink != 0 && on_board_->blink != desired_->blink);
  return calls ? bus::Urgency::now : bus::Urgency::in_turn;
}

bool RegisterBoard::lazy_work(MonotonicTime now) const { return !by_table_ && (now >= verify_at_ || identity_due()); }

bool RegisterBoard::work_waits(MonotonicTime now) const { return by_table_ || write_due(now) || Unit::work_waits(now); }

// What was wrong is written by itself: only a write that was answered shows whether the board is wrong again.
std::optional<BoardPicture> RegisterBoard::wants(MonotonicTime now) const {
  return takes_tables_.value_or(false) && wrong_looks_ == 0 && write_due(now) ? desired_ : std::nullopt;
}

void RegisterBoard::told(const BoardPicture& picture, MonotonicTime look_at) {
  by_table_ = picture;
  on_board_.reset();
  steps_.clear();
  verify_at_ = look_at;
}

void RegisterBoard::take_identity(const bus::Outcome& outcome) {
  if (!outcome.has_error()) {
    takes_tables_ = codec_->takes_tables(*outcome);
  } else if (outcome.error().failure == bus::Failure::exception ||
             (outcome.error().failure == bus::Failure::silent && ++silent_identities_ >= most_silent_identities)) {
    takes_tables_ = false;
  }
  if (takes_tables_) {
    silent_identities_ = 0;
  }
}

bus::Request RegisterBoard::next(bus::Urgency served, MonotonicTime now) {
  if (served == bus::Urgency::lazy && now < verify_at_ && identity_due()) {
    return bus::Request::report_id(settings_.address);
  }
  const auto look = codec_->look();
  if (look && (look_first_ || !write_due(now))) {
    steps_.clear();
    step_is_on_wire_ = false;
    return *look;
  }
  if (!desired_) {
    sending_ = codec_->fitted({});  // it cannot be asked, so a dark picture finds out whether it answers
  } else if (sending_ != desired_) {
    steps_.clear();
    sending_ = desired_;
  }
  return next_write();
}

bus::Request RegisterBoard::next_write() {
  if (step_ >= steps_.size()) {
    steps_ = init_due_ || !can_be_seen() ? codec_->init() : BoardCodec::Requests{};
    for (auto& write : codec_->writes(*sending_, doubtful_)) {
      steps_.push_back(std::move(write));
    }
    step_ = 0;
  }
  step_is_on_wire_ = true;
  return steps_[step_];
}

void RegisterBoard::finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) {
  if (request.function == bus::Function::report_id) {
    take_identity(outcome);
    return;
  }
  if (!step_is_on_wire_) {
    looked(outcome, now);
    return;
  }
  step_is_on_wire_ = false;
  failed_looks_ = 0;
  const bool reads_back = request.function == bus::Function::write_read;
  if (!outcome.has_error() && (!reads_back || *outcome == request.values)) {
    if (++step_ == steps_.size()) {
      written(now);
    }
    return;
  }
  on_board_.reset();
  by_table_.reset();
  steps_.clear();
  doubtful_ = true;
  if (!outcome.has_error() || outcome.error().failure == bus::Failure::exception) {
    hold_until_ = now + same_picture_after_refusal;
    if (!can_be_seen()) {
      verify_at_ = std::max(verify_at_, hold_until_);  // its check is a write too
    }
  }
}

void RegisterBoard::written(MonotonicTime now) {
  steps_.clear();
  by_table_.reset();
  init_due_ = false;
  if (std::exchange(doubtful_, false) && codec_->looks_after_doubt()) {
    look_first_ = true;
    return;
  }
  on_board_ = std::exchange(sending_, std::nullopt);
  verify_at_ = now + settings_.verify_every;
  if (wrong_looks_ > 0 || missed_table_) {
    verify_at_ =
        std::min<MonotonicTime>(verify_at_, now + (shows_else_ ? look_again_while_reported : look_again_when_wrong));
  }
}

void RegisterBoard::looked(const bus::Outcome& outcome, MonotonicTime now) {
  const bool refused = outcome.has_error() && outcome.error().failure == bus::Failure::exception;
  if (outcome.has_error() && !refused) {
    look_failed(outcome.error());
    return;
  }
  look_first_ = false;
  failed_looks_ = 0;
  verify_at_ = now + settings_.verify_every;
  if (refused) {
    return;
  }
  saw(codec_->seen(*outcome), now);
}

// What it shows is as unknown as before, so it stays due; the bus counts the failure and sets the pace. Two
// boards with one address take every write, because their answers to it are the same, and spoil each other's
// answers when they show different things.
void RegisterBoard::look_failed(const bus::ExchangeFailure& failure) {
  const bool heard = failure.failure == bus::Failure::damaged || failure.failure == bus::Failure::cut_short ||
                     failure.failure == bus::Failure::stranger || failure.failure == bus::Failure::misfit;
  if (!heard || (!on_board_ && !by_table_) || ++failed_looks_ < most_failed_looks) {
    return;
  }
  failed_looks_ = 0;
  by_table_.reset();
  if (std::exchange(on_board_, std::nullopt)) {
    count_wrong(words_of_unclear_answers());
  }
}

void RegisterBoard::saw(BoardCodec::Seen seen, MonotonicTime now) {
  using Kind = BoardCodec::Seen::Kind;
  if (seen.kind == Kind::busy && ++busy_looks_ < most_busy_looks) {
    verify_at_ = now + look_again_when_busy;
    return;
  }
  busy_looks_ = 0;
  const auto taken = std::exchange(on_board_, std::nullopt);
  const auto by_table = std::exchange(by_table_, std::nullopt);
  if (seen.kind == Kind::picture) {
    if (seen.text_only && taken) {
      seen.picture.blink = taken->blink;
      seen.picture.brightness = taken->brightness;
    }
    on_board_ = std::move(seen.picture);
  } else {
    init_due_ = true;
  }
  missed_table_ = by_table && on_board_ != by_table;
  if (missed_table_) {
    takes_tables_.reset();  // it did not hear the frame, or another board is there
  }
  if (!taken) {
    return;
  }
  if (on_board_ == taken) {
    wrong_looks_ = 0;
    shows_else_.reset();
  } else {
    count_wrong(words_of_wrong_picture(*taken, on_board_));
  }
}

void RegisterBoard::count_wrong(Bilingual words) {
  if (++wrong_looks_ >= wrong_looks_worth_an_alarm) {
    shows_else_ = std::move(words);
  }
}

void RegisterBoard::forget() {
  on_board_.reset();
  by_table_.reset();
  takes_tables_.reset();
  steps_.clear();
  init_due_ = true;
  look_first_ = false;
  hold_until_ = {};
}

}  // namespace antrean
