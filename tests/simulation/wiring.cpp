#include "wiring.hpp"

#include <algorithm>
#include <iterator>

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "agenda_timer.hpp"
#include "core/crc16.h"
#include "devices/call_pad/first_pad.hpp"
#include "devices/led_board/first_board.hpp"
#include "devices/simulated_arbitration.hpp"
#include "serial_bus/frame.hpp"
#include "serial_bus/line.hpp"
#include "serial_bus/reply_search.hpp"
#include "wire/wire.h"

namespace antrean::simulation {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr Nanoseconds unit_thinks = milliseconds{2};
constexpr unsigned event_windows = bus::LineRate::event_windows;
/// A contact that has been steady for this long is counted with the next sample.
constexpr Nanoseconds steady = milliseconds{21};

/// A late reply comes within this many exchanges, or never.
constexpr std::uint64_t longest_late = 2;
/// Longer than the longest time between two tries at a unit that has failed.
constexpr Nanoseconds trouble_lingers = std::chrono::seconds{15};

/// Some rounds of polls after a flash.
constexpr std::uint32_t asked_after_flash_us = 300'000;

std::array<std::uint16_t, button_count> counters_of(const call_pad& pad) {
  std::array<std::uint16_t, button_count> counters{};
  for (std::size_t button = 0; button < button_count; ++button) {
    counters[button] = pad.buttons[button].presses;
  }
  return counters;
}

std::uint8_t bit(Button button) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(button)); }

}  // namespace

// The office's end.
class Wiring::Plug final : public bus::Line {
 public:
  explicit Plug(Wiring& wiring) : wiring_(wiring), timer_(wiring.agenda_), rest_(wiring.agenda_) {}

  asio::awaitable<std::optional<Bilingual>> reopen() override {
    co_await pause(timer_, milliseconds{5});
    co_return wiring_.trouble();
  }

  asio::awaitable<bus::Finished> exchange(bus::Request request, Nanoseconds allowance) override {
    if (wiring_.quiet()) {
      co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
          [this](auto handler) {
            wiring_.parked_at_ = wiring_.agenda_.now();
            wiring_.parked_ = [kept = std::make_shared<decltype(handler)>(std::move(handler))] { std::move (*kept)(); };
          },
          asio::use_awaitable);
    }
    const MonotonicTime sent = now();
    const Nanoseconds left = wiring_.rate_.characters(request.request_bytes());
    const Nanoseconds asked = request.is_arbitrated()
                                  ? left + wiring_.rate_.before_windows() + wiring_.rate_.windows(event_windows)
                                  : left + wiring_.rate_.gap();
    co_await pause(timer_, asked);
    wiring_.step_ = Step::heard;
    bus::Outcome outcome = wiring_.carry(request);
    // To a question to all it is the unit that answers.
    const bool by_any = request.is_arbitrated() && !outcome.has_error();
    const UnitAddress who = by_any ? static_cast<UnitAddress>(outcome->front()) : request.unit;
    const auto boot = wiring_.boot_of(who);
    const bool silent = outcome.has_error() && outcome.error().failure == bus::Failure::silent;
    co_await pause(timer_, cost(request) - asked + (silent ? allowance : Nanoseconds{0}));
    wiring_.step_ = Step::heard;
    if (!outcome.has_error() && wiring_.boot_of(who) != boot) {
      // It restarted, or failed, in the middle of its reply.
      outcome = bus::ExchangeFailure{.failure = bus::Failure::cut_short, .code = 0, .detail = {}};
    }
    wiring_.delivered(request, outcome, sent);
    const MonotonicTime at = now();
    co_return bus::Finished{.outcome = std::move(outcome), .sent = sent, .at = at, .free_at = at};
  }

  asio::awaitable<std::optional<Bilingual>> trouble() override { co_return wiring_.trouble(); }
  MonotonicTime now() const override { return wiring_.line_now(); }
  asio::awaitable<void> rest(MonotonicTime until) override {
    if (until > now()) {
      co_await pause(rest_, until - now());
    }
  }
  void wake() override { rest_.ring_now(); }
  Nanoseconds cost(const bus::Request& request) const override {
    return bus::cost_of(wiring_.rate_, request, unit_thinks);
  }

 private:
  Wiring& wiring_;
  AgendaTimer timer_;
  AgendaTimer rest_;
};

std::unique_ptr<bus::Line> Wiring::plug_in() { return std::make_unique<Plug>(*this); }

MonotonicTime Wiring::line_now() const { return (parked_ ? parked_at_ : agenda_.now()) - left_out_; }

std::uint32_t Wiring::clock() const {
  return static_cast<std::uint32_t>(line_now().time_since_epoch() / std::chrono::microseconds{1});
}

void Wiring::something_happened() {
  idle_polls_ = 0;
  if (parked_) {
    left_out_ += agenda_.now() - parked_at_;
    const auto go_on = std::exchange(parked_, nullptr);
    go_on();
  }
}

void Wiring::host_died() {
  if (parked_) {
    left_out_ += agenda_.now() - parked_at_;
    parked_ = nullptr;
  }
  idle_polls_ = 0;
  work_waits_ = nullptr;
  for (auto& [address, unit] : units_) {
    unit.failed_last = true;
    unit.counters_known.reset();
  }
}

void Wiring::set_noise(double share) {
  touched_ = true;
  noise_ = share;
  trouble_until_ = line_now() + trouble_lingers;
}

void Wiring::set_echo(bool echoes) {
  touched_ = true;
  echoes_ = echoes;
}

void Wiring::set_unplugged(bool unplugged) {
  touched_ = true;
  unplugged_ = unplugged;
  trouble_until_ = line_now() + trouble_lingers;
}

std::optional<Bilingual> Wiring::trouble() const {
  return unplugged_ ? std::optional(Bilingual{.id = "port tidak ada", .en = "no such port"}) : std::nullopt;
}

bool Wiring::troubled() const { return noise_ > 0 || unplugged_ || line_now() < trouble_until_; }

/// Also true for a moment after the flash: then the office asks whether it was shown.
bool Wiring::flashing(const call_pad& pad) const {
  return std::any_of(std::begin(pad.lamps), std::end(pad.lamps), [this](const lamp& l) {
    return l.refusing && clock() - l.since_us < LAMP_REFUSAL_US + asked_after_flash_us;
  });
}

bool Wiring::quiet() const {
  if (!may_park_ || idle_polls_ <= pads_ || line_now() < steady_at_ || noise_ > 0 || unplugged_ ||
      (work_waits_ && work_waits_())) {
    return false;
  }
  for (const auto& [address, unit] : units_) {
    if (unit.pad && !unit.dead && flashing(*unit.pad)) {
      return false;
    }
    const bool blank = unit.pad ? unit.pad->dark : unit.board->dark || unit.board->unwritten;
    if (!unit.dead && (unit.failed_last || unit.contacts != 0 || blank)) {
      return false;
    }
  }
  return true;
}

// The units

void Wiring::add_board(UnitAddress address, std::uint8_t width) {
  Unit& unit = units_[address];
  unit.board = std::make_unique<led_board>();
  unit.board_setup = {.address = address, .width = width, .boot_id = 0, .timing = timing_};
  unit.first_layout = ++boards_ % 6 == 0;  // at least five are told by one frame
  start(address, unit);
}

void Wiring::add_pad(UnitAddress address) {
  Unit& unit = units_[address];
  unit.pad = std::make_unique<call_pad>();
  unit.pad_setup = {.address = address, .boot_id = 0, .timing = timing_, .format = 0, .serial = 0x0D000000U + address};
  unit.first_layout = ++pads_ % 3 == 0;
  start(address, unit);
}

void Wiring::start(UnitAddress, Unit& unit) {
  if (unit.boot == 0) {
    unit.boot = next_boot_;
    next_boot_ = static_cast<std::uint16_t>(next_boot_ + 0x40);
  } else {
    ++unit.boot;
  }
  const std::uint16_t boot = unit.boot;
  if (unit.pad) {
    unit.pad_setup.boot_id = boot;
    call_pad_init(unit.pad.get(), &unit.pad_setup, unit.contacts, clock());
    if (unit.first_layout) {
      device::become_first_pad(*unit.pad);
    }
  } else {
    unit.board_setup.boot_id = boot;
    led_board_init(unit.board.get(), &unit.board_setup, clock());
    if (unit.first_layout) {
      device::become_first_board(*unit.board);
    }
  }
}

void Wiring::restart(UnitAddress address) {
  touched_ = true;
  Unit& unit = units_.at(address);
  start(address, unit);
  idle_polls_ = 0;
  if (unit.pad && on_restart) {
    on_restart(address);
  }
  if (unit.board && on_picture) {
    on_picture(address);
  }
}

void Wiring::swap(UnitAddress address) {
  Unit& unit = units_.at(address);
  unit.dead = false;
  unit.failed_last = true;
  if (unit.first_layout) {
    return restart(address);
  }
  unit.pad_setup.serial += 0x100;
  unit.boot = 0;  // that of a new unit
  restart(address);
  for (std::size_t button = 0; button < button_count; ++button) {
    unit.pad->buttons[button].presses = static_cast<std::uint16_t>(chance_.below(5));
    unit.pad->presses = static_cast<std::uint16_t>(unit.pad->presses + unit.pad->buttons[button].presses);
  }
  if (on_swap) {
    on_swap(address, unit.boot, counters_of(*unit.pad));
  }
}

void Wiring::set_dead(UnitAddress address, bool dead) {
  touched_ = true;
  Unit& unit = units_.at(address);
  unit.dead = dead;
  idle_polls_ = 0;
  if (!dead) {
    unit.failed_last = true;
    restart(address);
  } else if (unit.pad && on_restart) {
    on_restart(address);
  }
  if (unit.board && on_picture) {
    on_picture(address);
  }
}

void Wiring::press(UnitAddress pad, Button button, Nanoseconds hold, bool bouncing) {
  set_contact(pad, button, true);
  if (bouncing) {
    for (int i = 1; i <= 6; ++i) {
      agenda_.after(milliseconds{2 * i}, [this, pad, button, i] { set_contact(pad, button, i % 2 == 0); });
      agenda_.after(hold + milliseconds{2 * i}, [this, pad, button, i] { set_contact(pad, button, i % 2 != 0); });
    }
  }
  agenda_.after(hold, [this, pad, button] { set_contact(pad, button, false); });
  if (bouncing) {
    agenda_.after(hold + milliseconds{14}, [this, pad, button] { set_contact(pad, button, false); });
  }
}

void Wiring::set_contact(UnitAddress pad, Button button, bool closed) {
  touched_ = touched_ || parked_;
  Unit& unit = units_.at(pad);
  unit.contacts = static_cast<std::uint8_t>(closed ? unit.contacts | bit(button) : unit.contacts & ~bit(button));
  sample(pad);
  steady_at_ = line_now() + steady;
  agenda_.after(steady, [this, pad] { sample(pad); });
}

void Wiring::sample(UnitAddress address) {
  Unit& unit = units_.at(address);
  if (unit.dead) {
    return;
  }
  const std::uint8_t counted = call_pad_sample(unit.pad.get(), unit.contacts, clock());
  touched_ = touched_ || counted != 0;
  for (const Button button : {Button::next, Button::recall, Button::no_show, Button::done}) {
    if ((counted & bit(button)) != 0 && on_counted) {
      on_counted(address, button);
    }
  }
}

std::optional<std::uint16_t> Wiring::boot_of(UnitAddress address) const {
  const auto found = units_.find(address);
  if (found == units_.end() || found->second.dead) {
    return std::nullopt;
  }
  return found->second.boot;
}

std::uint8_t Wiring::poll(Unit& unit) {
  if (unit.pad) {
    return call_pad_poll(unit.pad.get(), clock());
  }
  return led_board_poll(unit.board.get(), clock());
}

std::string Wiring::shown(UnitAddress board) {
  Unit& unit = units_.at(board);
  if (unit.dead) {
    return {};
  }
  poll(unit);
  return {led_board_shown(unit.board.get()).text, unit.board->width};
}

bool Wiring::dark(UnitAddress address) {
  Unit& unit = units_.at(address);
  if (unit.dead) {
    return true;
  }
  poll(unit);
  return unit.pad ? unit.pad->dark : unit.board->dark || unit.board->unwritten;
}

// Frames

Wiring::Fault Wiring::draw_fault() {
  if (noise_ <= 0 || !chance_.happens(noise_)) {
    return Fault::none;
  }
  constexpr std::array kinds{Fault::request_lost, Fault::reply_lost, Fault::damaged, Fault::late};
  return kinds[chance_.below(kinds.size())];
}

bus::Outcome Wiring::carry(const bus::Request& request) {
  ++exchanges_;
  const auto failed = [](bus::Failure failure) {
    return bus::ExchangeFailure{.failure = failure, .code = 0, .detail = {.id = "dicabut", .en = "unplugged"}};
  };
  if (unplugged_) {
    return failed(bus::Failure::line_lost);
  }
  const Fault fault = draw_fault();
  if (fault == Fault::request_lost) {
    return request.is_answered() ? bus::Outcome{failed(bus::Failure::silent)} : bus::Outcome{bus::Registers{}};
  }
  auto reply = hear(request);
  if (!request.is_answered()) {
    return bus::Registers{};
  }
  if (exchanges_ - late_since_ > longest_late) {
    late_.clear();
  }
  if (fault == Fault::late && !late_.empty()) {
    // This is the answer to an earlier request. The line drops it if it can tell that it is not the right
    // one.
    return bus::decode(request, std::exchange(late_, {}));
  }
  if (gateway_ && reply.empty()) {
    constexpr std::uint8_t got_no_answer = 0x0B;
    return bus::ExchangeFailure{.failure = bus::Failure::unreachable, .code = got_no_answer, .detail = {}};
  }
  if (fault == Fault::late || fault == Fault::reply_lost || reply.empty()) {
    if (fault == Fault::late && !reply.empty()) {
      late_ = std::move(reply);
      late_since_ = exchanges_;
    }
    return failed(bus::Failure::silent);
  }
  if (fault == Fault::damaged) {
    return failed(bus::Failure::damaged);
  }
  return through_adapter(request, std::move(reply));
}

bus::Outcome Wiring::through_adapter(const bus::Request& request, std::vector<std::uint8_t> reply) const {
  if (!echoes_) {
    return bus::decode(request, reply);
  }
  const auto sent = bus::encode_serial(request);
  const auto crc = crc16_of(reply.data(), static_cast<std::uint16_t>(reply.size()));
  reply.push_back(static_cast<std::uint8_t>(crc & 0xFF));
  reply.push_back(static_cast<std::uint8_t>(crc >> 8));
  std::vector<std::uint8_t> heard = sent;
  heard.push_back(0);  // because the direction is switched
  heard.insert(heard.end(), reply.begin(), reply.end());
  auto found = bus::search_reply(request, sent, heard);
  if (!found.answer) {
    return bus::ExchangeFailure{.failure = bus::Failure::damaged, .code = 0, .detail = {}};
  }
  return std::move(*found.answer);
}

std::vector<std::uint8_t> Wiring::hear(const bus::Request& request) {
  auto frame = bus::encode(request);
  const auto crc = crc16_of(frame.data(), static_cast<std::uint16_t>(frame.size()));
  frame.push_back(static_cast<std::uint8_t>(crc & 0xFF));
  frame.push_back(static_cast<std::uint8_t>(crc >> 8));
  const std::uint32_t now = clock();
  if (request.is_arbitrated()) {
    return hear_question(frame);
  }
  std::vector<std::uint8_t> reply;
  for (auto& [address, unit] : units_) {
    if (unit.dead) {
      continue;
    }
    if (address != request.unit && request.is_answered()) {
      unit.slave().map->heard(unit.slave().device, now);
      continue;
    }
    std::uint32_t at = now - timing_.end_us - 1 - timing_.character_us * static_cast<std::uint32_t>(frame.size());
    for (const std::uint8_t byte : frame) {
      at += timing_.character_us;
      rtu_slave_byte(&unit.slave(), byte, at);
    }
    const std::uint8_t length = poll(unit);
    if (length > 2) {
      reply.assign(unit.slave().reply, unit.slave().reply + length - 2);
    }
    if (unit.pad) {
      look_for_flashes(address, request);
      if (on_lamps && !request.values.empty()) {
        on_lamps(address);
      }
    } else if (on_picture && !request.values.empty()) {
      on_picture(address);
    }
  }
  return reply;
}

std::vector<std::uint8_t> Wiring::hear_question(const std::vector<std::uint8_t>& frame) {
  std::vector<device::Talker> talkers;
  // The arbitration is over now.
  const auto size = static_cast<std::uint32_t>(frame.size());
  std::uint32_t at =
      clock() - timing_.answer_all_us - (event_windows + 1) * timing_.window_us - timing_.character_us * size;
  for (auto& [address, unit] : units_) {
    if (!unit.dead) {
      talkers.push_back({&unit.slave(), [&each = unit](std::uint32_t now) {
                           return each.pad ? call_pad_poll(each.pad.get(), now) : led_board_poll(each.board.get(), now);
                         }});
    }
  }
  for (const std::uint8_t byte : frame) {
    at += timing_.character_us;
    for (const auto& talker : talkers) {
      rtu_slave_byte(talker.slave, byte, at);
    }
  }
  auto reply = device::arbitrate(talkers, at);
  reply.resize(reply.size() - std::min<std::size_t>(reply.size(), 2));
  return reply;
}

void Wiring::look_for_flashes(UnitAddress address, const bus::Request& request) {
  if (request.values.empty() || !on_flash) {
    return;
  }
  const call_pad& pad = *units_.at(address).pad;
  for (const Button button : {Button::next, Button::recall, Button::no_show, Button::done}) {
    const lamp& l = pad.lamps[static_cast<std::size_t>(button)];
    if (l.written == WIRE_LAMP_REFUSED && l.refusing && l.since_us == clock()) {
      on_flash(address, button);
    }
  }
}

/// What the word adds to the counters that the office knows; nothing if it is not certain.
std::optional<Wiring::Counters> Wiring::told_by_word(const Unit& unit, std::uint16_t word) const {
  if (!unit.counters_known || line_now() - *unit.counters_known > milliseconds{WIRE_PAD_NEWS_CERTAIN_MS} ||
      word >> WIRE_PAD_NEWS_BOOT_SHIFT != (unit.known_boot & 0x0F)) {
    return std::nullopt;
  }
  Counters counters = unit.known;
  for (std::size_t button = 0; button < button_count; ++button) {
    while ((word >> (WIRE_PAD_NEWS_BUTTON_BITS * button) & WIRE_PAD_NEWS_BUTTON_MASK) != counters[button] % 8) {
      ++counters[button];
    }
  }
  return counters;
}

void Wiring::tell_counters(UnitAddress pad, std::uint16_t boot, const Counters& counters, MonotonicTime asked) {
  Unit& unit = units_.at(pad);
  unit.counters_known = asked;
  unit.known_boot = boot;
  unit.known = counters;
  if (on_read) {
    step_ = Step::told;
    on_read(pad, boot, counters);
  }
}

void Wiring::delivered_events(const bus::Outcome& outcome) {
  if (outcome.has_error()) {
    idle_polls_ = 0;
    return;
  }
  constexpr std::size_t data_at = 5;
  const auto found = units_.find(static_cast<UnitAddress>(outcome->front()));
  if (outcome->size() < data_at || found == units_.end() || !found->second.pad) {
    // It stands for a poll of each pad; but it may be a late one.
    const bool unheard = std::any_of(units_.begin(), units_.end(), [](const auto& each) {
      const Unit& unit = each.second;
      return unit.pad && !unit.dead && !unit.first_layout && unit.known != counters_of(*unit.pad);
    });
    idle_polls_ = unheard ? 0 : idle_polls_ + pads_;
    return;
  }
  idle_polls_ = 0;
  Unit& unit = found->second;
  Counters counters = unit.known;
  bool any = false;
  constexpr std::size_t counter_event = 6;
  constexpr std::uint16_t input = 4;
  for (std::size_t at = data_at; at + counter_event <= outcome->size(); at += 4U + outcome->at(at)) {
    const auto button = outcome->at(at + 3) - unsigned{WIRE_PAD_IN_COUNTERS + WIRE_PAD_COUNTERS};
    if (outcome->at(at + 1) == input && button < button_count) {
      counters[button] = static_cast<std::uint16_t>(outcome->at(at + 4) | outcome->at(at + 5) << 8);
      any = true;
    }
  }
  // The office takes them if it knows to which start of the pad they belong.
  if (any && unit.counters_known && unit.known_boot == unit.pad->boot_id) {
    tell_counters(found->first, unit.known_boot, counters, *unit.counters_known);
  }
}

void Wiring::delivered(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime asked) {
  if (request.is_arbitrated()) {
    delivered_events(outcome);
    return;
  }
  const auto found = units_.find(request.unit);
  if (found == units_.end()) {
    return;
  }
  Unit& unit = found->second;
  unit.failed_last = outcome.has_error();
  if (outcome.has_error()) {
    unit.counters_known.reset();
    idle_polls_ = unit.dead ? idle_polls_ : 0;
    return;
  }
  ++unit.answered;
  const bool short_poll = request.function == bus::Function::read_news;
  const bool polled = short_poll || request.function == bus::Function::read_input;
  if (unit.pad && outcome->size() >= WIRE_PAD_READ_REGISTERS) {
    Counters counters{};
    std::copy_n(outcome->begin() + WIRE_PAD_COUNTERS, button_count, counters.begin());
    tell_counters(request.unit, outcome->front(), counters, asked);
  } else if (unit.pad && (short_poll || request.read_at + request.read_count ==
                                            (polled ? WIRE_PAD_IN_NEWS_BY_BUTTON : WIRE_PAD_NEWS_BY_BUTTON) + 1)) {
    if (std::exchange(unit.last_word, outcome->back()) != outcome->back()) {
      step_ = Step::told;  // the office may not have taken the event before it
    }
    const auto counters = told_by_word(unit, outcome->back());
    if (counters && *counters != unit.known) {
      tell_counters(request.unit, unit.known_boot, *counters, asked);
    } else if (counters) {
      unit.counters_known = asked;
    }
  }
  if (polled && unit.pad) {
    std::uint16_t now = 0;
    call_pad& pad = *unit.pad;
    pad.slave.map->read(&pad, RTU_INPUT, short_poll ? std::uint16_t{WIRE_PAD_IN_NEWS_BY_BUTTON} : request.read_at, 1,
                        &now);
    idle_polls_ = outcome->front() != now ? 0 : idle_polls_ + 1;
  } else {
    idle_polls_ = 0;
  }
}

}  // namespace antrean::simulation
