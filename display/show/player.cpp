#include "show/player.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <system_error>

#include <fmt/chrono.h>
#include <spdlog/spdlog.h>

#include "feed/feed_json.hpp"
#include "http/trust.hpp"
#include "show/draw_list_json.hpp"

namespace antrean::display {
namespace {

using namespace std::chrono_literals;

/// How often the window is handled without an event. SDL keeps the screen saver away then.
constexpr auto look_at_least_every = 20s;
/// The same when SDL gives no descriptor to wait for. A wall screen is rarely closed or uncovered, and one
/// call a second costs almost no CPU time.
constexpr auto look_when_deaf_every = 1s;
/// Running text moves by whole pixels. At the shipped speed of 120 pixels a second a step is 3 pixels.
constexpr auto running_text_step = 25ms;

/// "09:31" by the machine's clock and zone. Empty if the clock is earlier than this program, which cannot be.
std::string own_clock(UtcTime now) {
  if (std::chrono::system_clock::time_point{now} < http::build_day()) {
    return {};
  }
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm local{};
  localtime_r(&seconds, &local);
  return fmt::format("{:%H:%M}", local);
}

bool has_running_text(const DrawList& list) {
  return std::any_of(list.items.begin(), list.items.end(),
                     [](const Item& item) { return std::holds_alternative<Strip>(item); });
}

}  // namespace

Player::Player(boost::asio::io_context& io, Session session, const Fonts& fonts, Window* window, Painter& painter,
               Pictures pictures, int running_text_speed, const process::Clock& clock, std::function<void()> on_closed)
    : session_(std::move(session)),
      fonts_(fonts),
      window_(window),
      painter_(painter),
      pictures_(std::move(pictures)),
      running_text_speed_(running_text_speed),
      clock_(clock),
      on_closed_(std::move(on_closed)),
      timer_(io),
      window_speaks_(io),
      io_(io) {
  if (window_ == nullptr || window_->events_descriptor() < 0) {
    return;
  }
  // Our own descriptor for the same socket: SDL closes its descriptor, and asio closes this one.
  const int own = fcntl(window_->events_descriptor(), F_DUPFD_CLOEXEC, 0);
  if (own < 0) {
    throw std::system_error(errno, std::generic_category(), "watching the window");
  }
  window_speaks_.assign(own);
}

void Player::media(MediaSettings settings) {
  media_.emplace(io_, std::move(settings), [this] { next_picture(); });
  const auto newest = [this] { return media_->picture(); };
  painter_.moving(newest);
  if (window_ != nullptr) {
    window_->moving(newest);
  }
}

/// A picture changes its region only, so the rest of the frame is not made again. When the pictures begin or
/// end, the region changes between picture and theme.
void Player::next_picture() {
  const std::optional<MovingPicture> newest = media_->picture();
  const std::uint64_t number = newest ? newest->number : 0;
  session_.picture(number);
  const auto moving = std::find_if(frame_.list.items.begin(), frame_.list.items.end(),
                                   [](const Item& item) { return std::holds_alternative<Moving>(item); });
  if (stopped_ || moving == frame_.list.items.end()) {
    return;
  }
  auto& shown = std::get<Moving>(*moving);
  if ((shown.picture == 0) != (number == 0)) {
    draw();
    sleep();
    return;
  }
  shown.picture = number;
  if (window_ != nullptr) {
    window_->show(frame_.list);
  }
}

/// Tells the process of the films how large its region is, and to be quiet while the voice speaks or an
/// emergency stands.
void Player::steer_media() {
  bool called = false;
  bool emergency = false;
  const Moving* region = nullptr;
  for (const Item& item : frame_.list.items) {
    called = called || part(item) == "caption";
    emergency = emergency || part(item) == "emergency";
    region = std::holds_alternative<Moving>(item) ? &std::get<Moving>(item) : region;
  }
  ducked_ = speaking_.value_or(called);
  media_->duck(ducked_);
  media_->mute(emergency);
  if (region != nullptr) {
    media_->size(region->box.width, region->box.height);
  }
}

void Player::start() {
  stopped_ = false;
  draw();
  watch_window();
  sleep();
}

void Player::stop() {
  stopped_ = true;
  if (media_) {
    media_->stop();
  }
  timer_.cancel();
  window_speaks_.close();
}

void Player::message(const std::string& text) {
  const auto sent = feed::sent(text);
  if (sent && feed::is_beat(text)) {
    // A beat does not end a loss: the picture stays marked until the office sends a snapshot.
    if (session_.hear(*sent, clock_.monotonic())) {
      draw();
      sleep();
    }
    return;
  }
  auto snapshot = feed::from_json(text);
  if (!snapshot) {
    spdlog::warn("a feed message of {} bytes is no snapshot ({}); the screen keeps what it shows", text.size(),
                 snapshot.error().message());
    return;
  }
  if (session_.stale()) {
    spdlog::info("the office is back");
  }
  speaking_ = feed::speaking(text);
  session_.see(std::move(*snapshot), sent, clock_.monotonic());
  name_unknown_stages();
  name_missing_characters();
  draw();
  sleep();
}

void Player::name_unknown_stages() {
  for (const std::string& stage : session_.unknown_stages()) {
    if (named_stages_.insert(stage).second) {
      spdlog::error(
          "hall.stages names '{}', which the office does not have; its settings file has the keys of services "
          "and stages",
          stage);
    }
  }
}

void Player::name_missing_characters() {
  const auto look = [this](std::string_view where, std::string_view text) {
    for (const std::uint32_t point : fonts_.missing(text)) {
      if (!named_.insert(point).second) {
        continue;
      }
      spdlog::warn(
          "no font here draws U+{:04X}, which is in the {} \"{}\": a box stands for it. Install Debian's "
          "fonts-noto-core and fonts-symbola, name a font that has it as look.more_fonts, or write it otherwise",
          point, where, text);
    }
  };
  const Snapshot& snapshot = session_.snapshot();
  look("running text", snapshot.running_text);
  look("office's name", snapshot.office_name);
  for (const CounterView& counter : snapshot.counters) {
    look("counter's name", counter.name);
  }
  for (const ServiceView& service : snapshot.services) {
    look("service's name", service.name);
  }
}

void Player::lost() {
  if (!session_.stale()) {
    spdlog::warn("the office is lost; what is shown is marked");
  }
  speaking_.reset();
  session_.lost(clock_.monotonic());
  draw();
  sleep();
}

void Player::lost_because(const std::optional<Bilingual>& why) {
  if (!session_.lost_because(why)) {
    return;
  }
  if (why) {
    spdlog::warn("the office is not believed: {}", why->en);
  }
  if (session_.stale()) {
    draw();
    sleep();
  }
}

void Player::draw() {
  if (stopped_) {
    return;
  }
  if (window_ != nullptr) {
    session_.resize(window_->size());
  }
  const MonotonicTime tick = clock_.monotonic();
  if (session_.snapshot().version == 0) {
    session_.own_clock(own_clock(clock_.now()));
  }
  frame_ = session_.frame(tick, fonts_);
  if (media_) {
    steer_media();
  }
  running_text_ = has_running_text(frame_.list);
  next_frame_.reset();
  if (frame_.changes_in) {
    next_frame_ = tick + *frame_.changes_in;
  }
  if (frame_.list != written_) {
    picture(pictures_);
    written_ = frame_.list;
  }
  if (window_ == nullptr) {
    return;
  }
  if (running_text_) {
    advance_running_text(frame_.list, tick, running_text_speed_);
  }
  window_->show(frame_.list);
  spdlog::debug("presented version={} stale={} monotonic_us={}", frame_.version, frame_.stale,
                std::chrono::floor<std::chrono::microseconds>(clock_.monotonic().time_since_epoch()).count());
}

void Player::picture(const Pictures& pictures) {
  if (!pictures.png.empty()) {
    write_png(frame_.list, painter_, pictures.png);
  }
  if (!pictures.draw_list.empty()) {
    write_draw_list(frame_, pictures.draw_list);
  }
}

bool Player::look_at_window() {
  const Size size = window_->size();
  if (!window_->pump()) {
    return false;
  }
  if (window_->size() != size || window_->uncovered()) {
    next_frame_ = clock_.monotonic();
  }
  return true;
}

void Player::watch_window() {
  if (!window_speaks_.is_open()) {
    return;
  }
  window_speaks_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                            [this](const boost::system::error_code& error) {
                              if (error || stopped_) {
                                return;
                              }
                              sleep();
                              watch_window();
                            });
}

void Player::wake() {
  const MonotonicTime tick = clock_.monotonic();
  if (next_frame_ && *next_frame_ <= tick) {
    draw();
  } else if (window_ != nullptr && running_text_ && advance_running_text(frame_.list, tick, running_text_speed_)) {
    window_->show(frame_.list);
  }
  sleep();
}

void Player::sleep() {
  if (stopped_) {
    return;
  }
  // Events that SDL read while the window was painted are no longer on its socket.
  if (window_ != nullptr && !look_at_window()) {
    stop();
    on_closed_();
    return;
  }
  const MonotonicTime tick = clock_.monotonic();
  MonotonicTime::duration most = 1h;
  if (window_ != nullptr) {
    most = window_speaks_.is_open() ? look_at_least_every : look_when_deaf_every;
  }
  if (window_ != nullptr && running_text_) {
    most = running_text_step;
  }
  MonotonicTime until = tick + most;
  if (next_frame_) {
    until = std::min(until, *next_frame_);
  }
  timer_.expires_after(until - tick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      wake();
    }
  });
}

}  // namespace antrean::display
