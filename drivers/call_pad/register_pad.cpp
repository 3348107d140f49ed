#include "call_pad/register_pad.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "call_pad/presses.hpp"
#include "serial_bus/frame.hpp"
#include "wire/wire.h"

namespace antrean {
namespace {

// A pad with a button down is read again sooner, because it has no news when the button is released or stuck.
constexpr std::chrono::milliseconds while_held{5000};
// When news would not be certain, the counters are read after this time, if that helps.
constexpr std::chrono::milliseconds certain_again{1000};
// A pad that did not answer FC17 is asked again after this time.
constexpr std::chrono::seconds ask_layout_again{10};
constexpr unsigned most_layout_tries = 2;
// Nobody puts another pad in place of one in a shorter time.
constexpr std::chrono::milliseconds away_for_a_swap{1500};
// With more time than this between two words, one that shows no change proves nothing: it counts modulo 8.
constexpr std::chrono::seconds longest_between_words{15};
// FC17: after the type and the run indicator comes this text, and then the version.
constexpr std::string_view identity = "antrean-pad ";
constexpr std::size_t before_identity = 2;
// A pad that could not switch its events on is told again after this time.
constexpr std::chrono::seconds switch_on_again{10};
constexpr std::uint8_t input_event = 4;
constexpr std::uint16_t first_counter = WIRE_PAD_IN_COUNTERS + WIRE_PAD_COUNTERS;
// A flash takes 500 ms in the pad. The times when it was sent and asked for are exact only to some
// milliseconds.
constexpr std::chrono::milliseconds flash_takes{520};

static_assert(button_count == WIRE_BUTTON_COUNT);
static_assert(static_cast<int>(bus::Function::read_news) == WIRE_READ_NEWS);

std::uint16_t news_of(const PadReading& reading) {
  const auto presses = std::accumulate(reading.counters.begin(), reading.counters.end(), 0U);
  const unsigned boot = reading.boot_id;
  return static_cast<std::uint16_t>(boot << WIRE_PAD_NEWS_BOOT_SHIFT | (presses & WIRE_PAD_NEWS_PRESSES_MASK));
}

bus::Registers registers_of(const PadLamps& lamps, ButtonSet flashes) {
  unsigned nibbles = 0;
  for (unsigned button = 0; button < button_count; ++button) {
    const bool flash = (flashes >> button & 1U) != 0;
    nibbles |= (flash ? unsigned{WIRE_LAMP_REFUSED} : static_cast<unsigned>(lamps.lamps[button])) << (4 * button);
  }
  const unsigned waiting = lamps.waiting ? std::min<unsigned>(*lamps.waiting, 99) : WIRE_PAD_WAITING_DASHES;
  return {static_cast<std::uint16_t>(nibbles), static_cast<std::uint16_t>(waiting)};
}

/// The counters are events of high priority, and "I restarted" is none any more.
bus::Registers counter_events() {
  constexpr std::uint16_t input = 4;
  constexpr std::uint16_t restarted = 0x0F;
  constexpr std::uint16_t high = 2;
  bus::Registers ranges{input, 0, first_counter, button_count};
  ranges.insert(ranges.end(), button_count, high);
  ranges.insert(ranges.end(), {restarted, 0, 0, 1, 0});
  return ranges;
}

/// {2, 1} of 2.1; {0, 0} if it is no pad of ours.
std::pair<unsigned, unsigned> layout_of(const bus::Registers& bytes) {
  std::string text;
  for (std::size_t at = before_identity; at < bytes.size(); ++at) {
    text += static_cast<char>(bytes[at]);
  }
  std::pair<unsigned, unsigned> layout{0, 0};
  if (text.starts_with(identity)) {
    const char* const end = text.data() + text.size();
    const auto point = std::from_chars(text.data() + identity.size(), end, layout.first).ptr;
    if (point != end) {
      std::from_chars(point + 1, end, layout.second);
    }
  }
  return layout;
}

}  // namespace

RegisterPad::RegisterPad(bus::SerialBus& bus, Settings settings)
    : bus_(bus), settings_(settings), id_{bus.name(), settings.address} {
  bus_.attach(*this);
}

std::string RegisterPad::name() const { return fmt::format("pad {}", settings_.address); }

std::optional<std::chrono::milliseconds> RegisterPad::known_ago() const {
  return known_at_ ? std::optional{std::chrono::ceil<std::chrono::milliseconds>(bus_.now() - *known_at_)}
                   : std::nullopt;
}

DeviceHealth RegisterPad::health() const { return bus_.health(*this); }

void RegisterPad::set(PadLamps lamps) {
  if (lamps.waiting) {
    lamps.waiting = std::min<std::uint8_t>(*lamps.waiting, 99);
  }
  if (desired_ != lamps) {
    desired_ = lamps;
    bus_.wake();
  }
}

void RegisterPad::flash_refusal(Button button) {
  const ButtonSet bit = set_of(button);
  if ((flashes_unsure_ & bit) != 0) {
    // The pad may have begun the earlier flash; then sending it again would begin nothing.
    flashes_unsure_ &= static_cast<ButtonSet>(~bit);
    flashes_written_ |= bit;
  }
  flashes_ |= bit;
  bus_.wake();
}

bus::Urgency RegisterPad::urgency(MonotonicTime now) const {
  if (news_ || layout_ == Layout::ask_now || events_ == Events::switch_on_now || flash_waits()) {
    return bus::Urgency::now;
  }
  const bool only_polls = !lamps_due() && !flash_over(now) && !undecided();
  return only_polls && sends_events(now) && now - alive_at_ < settings_.proof_of_life ? bus::Urgency::none
                                                                                      : bus::Urgency::in_turn;
}

std::uint16_t RegisterPad::counter_registers() const {
  if (tells_kinds()) {
    return WIRE_PAD_ALL_REGISTERS;
  }
  return identify_ && layout_ == Layout::kinds ? WIRE_PAD_IDENTIFIED_REGISTERS : WIRE_PAD_READ_REGISTERS;
}

bus::Pace RegisterPad::pace() const {
  if (undecided()) {
    return bus::Pace::soon;
  }
  if (lamps_due()) {
    return bus::Pace::usual;  // somebody looks at them
  }
  switch (chance_) {
    case PressChance::unlikely:
      return bus::Pace::seldom;
    case PressChance::usual:
      return bus::Pace::usual;
    case PressChance::likely:
      return bus::Pace::soon;
  }
  return bus::Pace::usual;
}

/// Then the question to all pads is its poll.
bool RegisterPad::sends_events(MonotonicTime now) const { return events_ == Events::on && bus_.events()->works(now); }

void RegisterPad::events_off(Events then) {
  if (events_ == Events::on) {
    bus_.events()->leave(settings_.address);
  }
  events_ = then;
}

bus::Request RegisterPad::poll() const {
  if (!by_button()) {
    return bus::Request::read_input(settings_.address, WIRE_PAD_IN_NEWS, 1);
  }
  return bus_.carries_any_function() ? bus::Request::read_news(settings_.address)
                                     : bus::Request::read_input(settings_.address, WIRE_PAD_IN_NEWS_BY_BUTTON, 1);
}

bool RegisterPad::lamps_due() const {
  return desired_ && (flashes_ != 0 || !written_ || written_->lamps != desired_->lamps);
}

/// Somebody pressed and looks at the lamp, so a flash has no time for a round of the others. Nor has the
/// pattern before it, if there was a flash already.
bool RegisterPad::flash_waits() const { return desired_ && written_ && flashes_ != 0; }

bool RegisterPad::lazy_work(MonotonicTime now) const {
  return now >= refresh_at_ || (layout_ == Layout::ask_later && now >= ask_layout_at_) ||
         (events_ == Events::switch_on_later && now >= switch_on_at_) ||
         (desired_ && written_ != desired_ && !lamps_due());
}

bool RegisterPad::work_waits(MonotonicTime now) const {
  // Lamps are sent with the poll; they wait also while they are on the wire.
  return lamps_due() || sent_ || flashes_begun_ != 0 || undecided() || Unit::work_waits(now);
}

bool RegisterPad::flash_over(MonotonicTime now) const {
  for (unsigned button = 0; button < button_count; ++button) {
    if ((flashes_begun_ >> button & 1U) != 0 && now - flash_begun_at_[button] >= flash_takes) {
      return true;
    }
  }
  return false;
}

bus::Request RegisterPad::next(bus::Urgency served, MonotonicTime now) {
  if (sent_) {
    write_failed();  // the line was lost during the write
  }
  asked_ = now;
  if (served == bus::Urgency::none ||
      (served == bus::Urgency::in_turn && !lamps_due() && !flash_over(now) && !undecided())) {
    return poll();
  }
  const auto ask_layout =
      served == bus::Urgency::now ? layout_ == Layout::ask_now : layout_ == Layout::ask_later && now >= ask_layout_at_;
  if (ask_layout && (!news_ || layout_ == Layout::ask_now) && served != bus::Urgency::in_turn) {
    return bus::Request::report_id(settings_.address);
  }
  const auto switch_on = served == bus::Urgency::now ? events_ == Events::switch_on_now
                                                     : events_ == Events::switch_on_later && now >= switch_on_at_;
  if (switch_on && served != bus::Urgency::in_turn) {
    return bus::Request::enable_events(settings_.address, counter_events());
  }
  // A press waits until its counters are read, so nothing is written with them.
  const bool to_read = served == bus::Urgency::now && (news_ || !flash_waits());
  if (!desired_ || to_read || (written_ == desired_ && flashes_ == 0)) {
    return bus::Request::read_holding(settings_.address, WIRE_PAD_BOOT_ID, counter_registers());
  }
  sent_ = desired_;
  // A flash begins only where there was none. So a second flash needs the lamp's own pattern in between. The
  // first flash needs it too, because the pad may have a flash of an earlier host in its registers.
  flashes_sent_ = written_ ? static_cast<ButtonSet>(flashes_ & ~flashes_written_) : ButtonSet{0};
  flashes_ &= static_cast<ButtonSet>(~flashes_sent_);
  auto registers = registers_of(*sent_, flashes_sent_);
  const std::uint16_t news = by_button() ? WIRE_PAD_NEWS_BY_BUTTON : WIRE_PAD_NEWS;
  if (flashes_sent_ != 0) {
    // A late reply to an earlier write must not be taken for the reply to this one, because only this flash
    // tells the officer.
    return bus::Request::write_read(settings_.address, WIRE_PAD_LAMPS, std::move(registers), WIRE_PAD_LAMPS,
                                    static_cast<std::uint16_t>(news - WIRE_PAD_LAMPS + 1));
  }
  // otherwise it would wait as long as there is something to write
  if (now >= refresh_at_ || flash_over(now) || undecided()) {
    return bus::Request::write_read(settings_.address, WIRE_PAD_LAMPS, std::move(registers), WIRE_PAD_BOOT_ID,
                                    counter_registers());
  }
  return bus::Request::write_read(settings_.address, WIRE_PAD_LAMPS, std::move(registers), news, 1);
}

void RegisterPad::finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) {
  pressed_ = false;
  if (bus::answers(outcome)) {
    if (std::exchange(failed_, false) && now - alive_at_ > away_for_a_swap) {
      identify_ = true;
      refresh_at_ = std::min(refresh_at_, now);
    }
    alive_at_ = now;
  } else {
    failed_ = true;
  }
  if (request.function == bus::Function::report_id) {
    take_layout(outcome, now);
    return;
  }
  if (request.function == bus::Function::extension) {
    take_enabled(outcome, now);
    return;
  }
  const bool read_back = request.read_at == WIRE_PAD_LAMPS;
  if (outcome.has_error() ||
      (read_back && !std::equal(request.values.begin(), request.values.end(), outcome->begin()))) {
    news_by_button_.lost();
    write_failed();
    if (outcome.has_error() && outcome.error().failure == bus::Failure::exception && by_button()) {
      layout_ = Layout::ask_now;  // another pad may be there
      layout_tries_ = 0;
      identify_ = true;
      events_off(Events::off);
    }
    return;  // the wish stays; the bus decides when to try again
  }
  if (sent_) {
    written(now);
  }
  if (request.read_count < WIRE_PAD_READ_REGISTERS) {
    if (layout_ == Layout::ask_now) {
      return;  // whose news it is, is not known
    }
    take_news(outcome->back(), now);
    return;
  }
  if (reading_ && reading_->boot_id != outcome->front()) {
    has_restarted(request.values.empty());
    identify_ = true;
    if (events_ == Events::on) {
      events_off(Events::switch_on_now);  // the restart switched them off
    }
  }
  const bool identified = outcome->size() >= WIRE_PAD_IDENTIFIED_REGISTERS;
  if (layout_ == Layout::ask_now || (identify_ && layout_ == Layout::kinds && !identified)) {
    news_ = true;
    return;  // whose counters these are, is not known
  }
  take_counters(*outcome, now);
  if (flashes_begun_ != 0) {
    look_for_shown(now);
  }
}

void RegisterPad::take_layout(const bus::Outcome& outcome, MonotonicTime now) {
  if (!outcome.has_error()) {
    const auto layout = layout_of(*outcome);
    layout_ = layout >= std::pair{2U, 1U} ? Layout::kinds : layout.first == 2 ? Layout::second : Layout::first;
    layout_tries_ = 0;
    news_ = news_ || tells_kinds();
    if (by_button() && bus_.events() != nullptr) {
      events_off(Events::switch_on_now);
    } else if (by_button() && !news_by_button_.certain_at(now)) {
      refresh_at_ = now;
    }
    return;
  }
  news_by_button_.lost();
  layout_ = outcome.error().failure == bus::Failure::exception         ? Layout::first
            : with_kinds() != 0 || ++layout_tries_ < most_layout_tries ? Layout::ask_now
                                                                       : Layout::ask_later;
  ask_layout_at_ = now + ask_layout_again;
}

void RegisterPad::take_enabled(const bus::Outcome& outcome, MonotonicTime now) {
  if (outcome.has_error()) {
    news_by_button_.lost();
    events_off(outcome.error().failure == bus::Failure::exception ? Events::off : Events::switch_on_later);
    switch_on_at_ = now + switch_on_again;
    return;
  }
  constexpr std::size_t first_mask = 3;
  constexpr unsigned all = (1U << button_count) - 1;
  events_off(outcome->at(first_mask) == all ? Events::on : Events::off);
  if (events_ == Events::on) {
    bus_.events()->join(settings_.address, *this);
  }
  news_ = true;  // the boot id of these events
}

void RegisterPad::event(const bus::Event& event, MonotonicTime asked, MonotonicTime now) {
  const unsigned button = event.id - unsigned{first_counter};
  if (event.type != input_event || button >= button_count || !reading_ || news_) {
    return;
  }
  alive_at_ = now;
  const auto presses = static_cast<std::uint16_t>(event.value - reading_->counters[button]);
  if (presses == 0) {
    return;  // the packet came before
  }
  if (presses > most_presses_at_once || (with_kinds() >> button & 1U) != 0) {
    // Also a step back: only the counters themselves can tell. And of which kind it is.
    news_ = true;
    return;
  }
  PadReading reading = *reading_;
  reading.counters[button] = static_cast<std::uint16_t>(event.value);
  news_by_button_.known(reading.counters);
  refresh_at_ = std::min(refresh_at_, now + while_held);
  take_reading(std::move(reading), asked, now);
}

void RegisterPad::restarted(MonotonicTime) {
  events_off(Events::switch_on_now);
  identify_ = news_ = true;
}

void RegisterPad::take_news(std::uint16_t word, MonotonicTime now) {
  if (!by_button()) {
    news_ = !reading_ || word != news_of(*reading_);
    if (!news_) {
      nothing_new();
    }
    return;
  }
  const auto says = news_by_button_.word_read(word, asked_, now);
  const auto asked_before = std::exchange(news_asked_, asked_);
  if (!news_by_button_.certain_at(now) && now - asked_before <= std::chrono::milliseconds{WIRE_PAD_NEWS_CERTAIN_MS}) {
    refresh_at_ = std::min(refresh_at_, now + certain_again);
  }
  news_ = !reading_ || says == NewsByButton::Says::read_counters;
  if (!news_ && says == NewsByButton::Says::nothing_new) {
    nothing_new();
  }
  if (!news_ && says == NewsByButton::Says::presses) {
    PadReading reading = *reading_;
    reading.counters = news_by_button_.counters();
    for (std::size_t button = 0; tells_kinds() && button < button_count; ++button) {
      news_ = news_ || ((with_kinds() >> button & 1U) != 0 && reading.counters[button] != reading_->counters[button]);
    }
    if (news_) {
      return;
    }
    refresh_at_ = std::min(refresh_at_, now + while_held);
    take_reading(std::move(reading), asked_, now);
  }
}

/// Its news show no more than reading_.
void RegisterPad::nothing_new() {
  if (asked_ - known_at_.value_or(asked_) <= longest_between_words) {
    known_at_ = asked_;
  } else {
    news_ = true;
  }
}

void RegisterPad::written(MonotonicTime now) {
  // A flash was written in place of a lamp. After it, the lamp goes back to the pattern it had before.
  for (std::size_t button = 0; button < button_count; ++button) {
    if ((flashes_sent_ >> button & 1U) != 0) {
      sent_->lamps[button] = written_->lamps[button];
      flash_begun_at_[button] = now;
    }
  }
  written_ = std::exchange(sent_, std::nullopt);
  flashes_written_ = std::exchange(flashes_sent_, ButtonSet{0});
  flashes_unsure_ = 0;
  flashes_begun_ |= flashes_written_;
}

/// The pad may or may not have what was sent.
void RegisterPad::write_failed() {
  sent_.reset();
  const ButtonSet sent = std::exchange(flashes_sent_, ButtonSet{0});
  const auto asked_again = static_cast<ButtonSet>(sent & flashes_);
  flashes_written_ |= asked_again;
  flashes_unsure_ |= static_cast<ButtonSet>(sent & ~asked_again);
  flashes_ |= sent;
}

/// The pad restarted. Its lamps are dark, unless the exchange that showed the restart also wrote them. It may
/// not have shown the flashes that had begun.
void RegisterPad::has_restarted(bool dark) {
  if (dark) {
    written_.reset();
  }
  flashes_ |= std::exchange(flashes_begun_, ButtonSet{0});
}

void RegisterPad::look_for_shown(MonotonicTime now) {
  for (const Button button : {Button::next, Button::recall, Button::no_show, Button::done}) {
    const ButtonSet bit = set_of(button);
    if ((flashes_begun_ & bit) == 0 || now - flash_begun_at_[static_cast<std::size_t>(button)] < flash_takes) {
      continue;
    }
    flashes_begun_ &= static_cast<ButtonSet>(~bit);
    if ((flashes_ & bit) == 0 && on_flash_shown_) {
      on_flash_shown_(button);
    }
  }
}

void RegisterPad::take_counters(const bus::Registers& registers, MonotonicTime now) {
  news_ = false;
  identify_ = false;
  PadReading reading{.pad = id_, .boot_id = registers[WIRE_PAD_BOOT_ID]};
  if (registers.size() >= WIRE_PAD_IDENTIFIED_REGISTERS) {
    reading.serial = std::uint32_t{registers[WIRE_PAD_SERIAL]} << 16 | registers[WIRE_PAD_SERIAL + 1];
  } else if (reading_ && layout_ == Layout::kinds) {
    reading.serial = reading_->serial;
  }
  std::copy_n(registers.begin() + WIRE_PAD_COUNTERS, button_count, reading.counters.begin());
  const unsigned buttons = registers[WIRE_PAD_BUTTONS];
  reading.held = buttons & 0x0F;
  reading.stuck = buttons >> WIRE_PAD_STUCK_SHIFT & 0x0F;
  if (registers.size() == WIRE_PAD_ALL_REGISTERS) {
    KindCounts& counts = reading.kind_counts.emplace();
    for (std::size_t button = 0; button < button_count; ++button) {
      counts.longs[button] = static_cast<std::uint8_t>(registers[WIRE_PAD_KINDS + button] & 0xFF);
      counts.doubles[button] = static_cast<std::uint8_t>(registers[WIRE_PAD_KINDS + button] >> 8);
    }
    reading.kinds = settings_.kinds;
    reading.undecided = static_cast<ButtonSet>((buttons >> WIRE_PAD_MAYBE_LONG_SHIFT & settings_.kinds.longs) |
                                               (buttons >> WIRE_PAD_MAYBE_FIRST_SHIFT & settings_.kinds.doubles));
  }
  refresh_at_ = now + (reading.held == 0 ? settings_.refresh_every : std::min(settings_.refresh_every, while_held));
  news_by_button_.counters_read(reading.boot_id, reading.counters, asked_);
  if (reading_ != reading) {
    take_reading(std::move(reading), asked_, now);
  } else {
    known_at_ = asked_;
  }
}

void RegisterPad::take_reading(PadReading reading, MonotonicTime asked, MonotonicTime now) {
  pressed_ = reading_ && reading_->counters != reading.counters;
  reading_ = reading;
  if (const auto known = std::exchange(known_at_, asked)) {
    reading.pressed_within = std::chrono::ceil<std::chrono::milliseconds>(now - *known);
  }
  if (on_reading_) {
    on_reading_(reading);
  }
}

void RegisterPad::forget() {
  written_.reset();
  news_by_button_.lost();
  news_ = true;
  layout_ = Layout::ask_now;  // another pad may be there
  layout_tries_ = 0;
  identify_ = true;
  events_off(Events::off);
}

}  // namespace antrean
