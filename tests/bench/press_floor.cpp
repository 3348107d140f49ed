#include "press_floor.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace antrean::bench {
namespace {

namespace frame = bus::frame_bytes;

// One exchange with our devices: bytes asked and answered.
struct Exchange {
  std::size_t request;
  std::size_t reply;
};
constexpr Exchange news{frame::news_request, frame::news_reply};
constexpr Exchange no_events{frame::extension_request(5), frame::no_events};
constexpr Exchange event{frame::extension_request(5), frame::events(6)};
// The attributes, and two characters per register.
Exchange picture_of(const FloorSettings& settings) {
  return {frame::write_request(1 + settings.board_characters / 2), frame::write_reply};
}

double us(bus::Nanoseconds time) { return static_cast<double>(time.count()) / 1000.0; }

class IdealBus {
 public:
  IdealBus(const FloorSettings& settings, const std::vector<Press>& presses, double start)
      : settings_(settings), presses_(presses), now_(start), counted_(settings.pads), seen_(settings.pads) {}

  std::vector<double> run() {
    std::vector<double> latencies;
    const Exchange picture = picture_of(settings_);
    while (latencies.size() < presses_.size()) {
      const auto pad = settings_.events ? ask_all() : poll();
      if (!pad) {
        continue;
      }
      const double written = obeyed(picture);
      finish(picture);
      for (auto press : collect(*pad)) {
        latencies.push_back(written - static_cast<double>(presses_[press].at_us));
      }
    }
    return latencies;
  }

 private:
  // When the unit executes a request that starts now: after its last bit and t3.5.
  double obeyed(const Exchange& exchange) const {
    return now_ + us(settings_.rate.characters(exchange.request) + settings_.rate.gap());
  }
  void finish(const Exchange& exchange) {
    now_ += us(settings_.rate.exchange(exchange.request, exchange.reply, settings_.turnaround));
  }
  void count_until(double moment) {
    while (next_ < presses_.size() && static_cast<double>(presses_[next_].at_us) <= moment) {
      counted_[presses_[next_].pad].push_back(next_);
      ++next_;
    }
  }
  std::optional<unsigned> poll() {
    const unsigned pad = turn_;
    turn_ = (turn_ + 1) % settings_.pads;
    return acts_on(pad, news) ? std::optional(pad) : std::nullopt;
  }
  // The lowest address with news answers; what it says is settled when the request ends.
  std::optional<unsigned> ask_all() {
    count_until(now_ + us(settings_.rate.characters(event.request)));
    for (unsigned pad = 0; pad < settings_.pads; ++pad) {
      if (counted_[pad].size() > seen_[pad]) {
        count_until(now_ + us(settings_.rate.question_to_all(event.request, 0) - settings_.rate.gap()));
        snapshot_ = counted_[pad].size();
        now_ += us(settings_.rate.question_to_all(event.request, event.reply));
        return pad;
      }
    }
    now_ += us(settings_.rate.question_to_all(no_events.request, no_events.reply));
    return std::nullopt;
  }
  // Makes the exchange. True if the pad had counted presses that were not collected yet.
  bool acts_on(unsigned pad, const Exchange& exchange) {
    count_until(obeyed(exchange));
    const bool news_there = counted_[pad].size() > seen_[pad];
    snapshot_ = counted_[pad].size();
    finish(exchange);
    return news_there;
  }
  std::vector<std::size_t> collect(unsigned pad) {
    std::vector<std::size_t> fresh(counted_[pad].begin() + static_cast<std::ptrdiff_t>(seen_[pad]),
                                   counted_[pad].begin() + static_cast<std::ptrdiff_t>(snapshot_));
    seen_[pad] = snapshot_;
    return fresh;
  }

  const FloorSettings& settings_;
  const std::vector<Press>& presses_;
  double now_;
  unsigned turn_ = 0;
  std::size_t next_ = 0;
  std::size_t snapshot_ = 0;
  std::vector<std::vector<std::size_t>> counted_;
  std::vector<std::size_t> seen_;
};

}  // namespace

std::vector<std::vector<double>> floor_latencies(const FloorSettings& settings, const std::vector<Press>& presses,
                                                 unsigned phases) {
  std::vector<std::vector<double>> all;
  if (presses.empty()) {
    return all;
  }
  const double round = settings.events ? us(settings.rate.question_to_all(no_events.request, no_events.reply))
                                       : us(settings.rate.exchange(news.request, news.reply, settings.turnaround)) *
                                             static_cast<double>(settings.pads);
  for (unsigned phase = 0; phase < phases; ++phase) {
    const double start =
        static_cast<double>(presses.front().at_us) - round * (1.0 + static_cast<double>(phase) / phases);
    all.push_back(IdealBus{settings, presses, start}.run());
  }
  return all;
}

std::string floor_arithmetic(const FloorSettings& settings) {
  const auto& rate = settings.rate;
  const Exchange picture = picture_of(settings);
  const auto line = [&](const char* what, const Exchange& exchange) {
    return fmt::format("  {:<42} {:2} + {:2} characters  {:7.3f} ms\n", what, exchange.request, exchange.reply,
                       us(rate.exchange(exchange.request, exchange.reply, settings.turnaround)) / 1000);
  };
  const double poll = us(rate.exchange(news.request, news.reply, settings.turnaround)) / 1000;
  const double told = us(rate.characters(picture.request) + rate.gap()) / 1000;
  const double heard = us(rate.characters(news.request) + rate.gap()) / 1000;
  std::string text = fmt::format(
      "floor: a character of {} bits at {} baud is {:.4f} ms, t3.5 is {:.3f} ms, a unit answers {:.3f} ms after it;\n"
      "  an exchange is request + t3.5 + turnaround + reply + t3.5\n",
      rate.bits_per_character(), rate.baud, us(rate.characters(1000)) / 1e6, us(rate.gap()) / 1000,
      us(settings.turnaround) / 1000);
  text += line("poll: function 65, the news by button", news);
  text += line(fmt::format("show: FC16, a picture of {} characters", settings.board_characters).c_str(), picture);
  text += fmt::format(
      "  a round of {} polls is {:.2f} ms. One press on a quiet line takes, from being counted to the board's acting "
      "on it,\n"
      "  at best {:.2f} (rest of its poll + request of show), at worst {:.2f} (a round more)\n"
      "  one question to all pads is {:.2f} ms without news, {:.2f} ms with a press\n",
      settings.pads, poll * settings.pads, poll - heard + told, poll - heard + told + poll * settings.pads,
      us(rate.question_to_all(no_events.request, no_events.reply)) / 1000,
      us(rate.question_to_all(event.request, event.reply)) / 1000);
  return text;
}

}  // namespace antrean::bench
