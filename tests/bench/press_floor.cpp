#include "press_floor.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace antrean::bench {
namespace {

namespace frame = bus::frame_bytes;

// One exchange with our devices: bytes asked and answered.
struct Exchange {
  std::size_t request;
  std::size_t reply;
};
constexpr Exchange news{frame::read_request, frame::read_reply(1)};
constexpr Exchange counters{frame::read_request, frame::read_reply(6)};
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
      const unsigned pad = turn_;
      turn_ = (turn_ + 1) % settings_.pads;
      if (!acts_on(pad, news)) {
        continue;
      }
      acts_on(pad, counters);
      const double written = obeyed(picture);
      finish(picture);
      for (auto press : collect(pad)) {
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
  const double round =
      us(settings.rate.exchange(news.request, news.reply, settings.turnaround)) * static_cast<double>(settings.pads);
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
  const double read = us(rate.exchange(counters.request, counters.reply, settings.turnaround)) / 1000;
  const double told = us(rate.characters(picture.request) + rate.gap()) / 1000;
  const double heard = us(rate.characters(news.request) + rate.gap()) / 1000;
  std::string text = fmt::format(
      "floor: a character of {} bits at {} baud is {:.4f} ms, t3.5 is {:.3f} ms, a unit answers {:.3f} ms after it;\n"
      "  an exchange is request + t3.5 + turnaround + reply + t3.5\n",
      rate.bits_per_character(), rate.baud, us(rate.characters(1000)) / 1e6, us(rate.gap()) / 1000,
      us(settings.turnaround) / 1000);
  text += line("poll: FC04, one register of news", news);
  text += line("read: FC03, the counters", counters);
  text += line(fmt::format("show: FC16, a picture of {} characters", settings.board_characters).c_str(), picture);
  text += fmt::format(
      "  a round of {} polls is {:.2f} ms. One press on a quiet line takes, from being counted to the board's acting "
      "on it,\n"
      "  at best {:.2f} (rest of its poll + read + request of show), at worst {:.2f} (a round more)\n",
      settings.pads, poll * settings.pads, poll - heard + read + told,
      poll - heard + read + told + poll * settings.pads);
  return text;
}

}  // namespace antrean::bench
