// The base of the end-to-end tests: the real programs on ports and terminals of their own, and what a person
// there can see and hear, through a TV, a camera and a loudspeaker.
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "demo/browser.hpp"
#include "demo/qr_eye.hpp"
#include "demo/whole_office.hpp"
#include "feed/feed_json.hpp"
#include "http/client.hpp"
#include "speaker/call_out.hpp"
#include "speaker/clips.hpp"
#include "speaker/sdl_speaker.hpp"

#include <CppUTest/TestHarness.h>

namespace antrean::test {

using namespace demo;
namespace asio = boost::asio;
namespace fs = std::filesystem;

/// The newest snapshot of the feed, as a TV or a phone knows it.
class FeedEye {
 public:
  FeedEye(asio::io_context& io, std::string url) {
    // The coroutine owns what it writes to, because this object may be destroyed first.
    asio::co_spawn(io,
                   http::follow(
                       std::move(url), feed::max_bytes,
                       [kept = kept_](std::string text) {
                         if (auto read = feed::from_json(text)) {
                           kept->latest = std::move(*read);
                         }
                       },
                       [] {}),
                   asio::bind_cancellation_slot(kept_->stop.slot(), [kept = kept_](std::exception_ptr) {}));
  }
  ~FeedEye() { kept_->stop.emit(asio::cancellation_type::terminal); }
  const Snapshot& latest() const { return kept_->latest; }

 private:
  struct Kept {
    Snapshot latest;
    asio::cancellation_signal stop;
  };
  std::shared_ptr<Kept> kept_ = std::make_shared<Kept>();
};

struct EndToEnd {
  asio::io_context io{1};
  fs::path folder;
  std::unique_ptr<WholeOffice> office;
  std::unique_ptr<FeedEye> feed;
  std::string failure;

  EndToEnd() {
    std::string pattern = (fs::temp_directory_path() / "antrean-e2e-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    office = std::make_unique<WholeOffice>(
        io, OfficePlaces{.programs = PROGRAMS, .voices = VOICES, .folder = folder, .config = CONFIG},
        [](const std::string&) {});
  }
  ~EndToEnd() {
    feed.reset();
    io.restart();
    io.poll();
    office.reset();
    fs::remove_all(folder);
  }

  std::map<std::string, std::string> sound() const {
    return {{"SDL_AUDIODRIVER", "disk"},
            {"SDL_DISKAUDIOFILE", (folder / "sound.raw").string()},
            {"SDL_DISKAUDIODELAY", "1"}};
  }

  void run(std::function<asio::awaitable<void>()> story) {
    asio::co_spawn(io, story(), [this](std::exception_ptr error) {
      try {
        if (error) {
          std::rethrow_exception(error);
        }
      } catch (const std::exception& what) {
        failure = what.what();
      }
      io.stop();
    });
    io.restart();
    io.run();
    if (!failure.empty()) {
      std::ifstream log(folder / "antrean-office.log");
      failure += "\nThe office's log:\n" + std::string(std::istreambuf_iterator<char>(log), {}) + office->fallen();
      FAIL(failure.c_str());
    }
  }

  /// Waits until `true_now` holds. Fails with `what` if it does not within fifteen seconds.
  asio::awaitable<void> until(std::string what, std::function<asio::awaitable<bool>()> true_now) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(15);
    asio::steady_timer pause(io);
    while (!co_await true_now()) {
      if (std::chrono::steady_clock::now() > give_up) {
        throw std::runtime_error("never happened: " + what);
      }
      pause.expires_after(std::chrono::milliseconds(10));
      co_await pause.async_wait(asio::use_awaitable);
    }
  }
  asio::awaitable<void> until_seen(std::string what, std::function<bool()> true_now) {
    co_await until(std::move(what), [true_now]() -> asio::awaitable<bool> { co_return true_now(); });
  }
  asio::awaitable<void> until_board(unsigned unit, std::string text) {
    auto shows = [this, unit, text]() -> asio::awaitable<bool> {
      co_return co_await office->line().board_text(unit) == text;
    };
    co_await until("board " + std::to_string(unit) + " showing " + text, shows);
  }

  /// Presses like a person: again after a while if nothing happened (a press directly after a call is
  /// refused, pad_guard).
  asio::awaitable<void> press_until(unsigned pad, std::string button, std::function<bool()> acted) {
    std::chrono::steady_clock::time_point again{};
    auto pressed_and_acted = [&]() -> asio::awaitable<bool> {
      if (!acted() && std::chrono::steady_clock::now() > again) {
        co_await office->line().press(pad, button);
        again = std::chrono::steady_clock::now() + std::chrono::milliseconds(600);
      }
      co_return acted();
    };
    co_await until(button + " on pad " + std::to_string(pad), pressed_and_acted);
  }

  asio::awaitable<void> start() {
    // Everything is as in the demo, except the sound.
    co_await office->start_all_but_office();
    co_await office->start_office(sound());
    co_await office->start_tv({.picture = true, .window = false});
    feed = std::make_unique<FeedEye>(io, office->feed_url());
    // A pad that has never reported owes nothing: its counts until then are only the start to count from.
    auto all_heard = [this]() -> asio::awaitable<bool> {
      const boost::json::object shown = co_await office->line().show();
      bool heard = true;
      for (const auto& pad : shown.at("pads").as_array()) {
        heard = heard && !pad.at("dashes").as_bool();
      }
      co_return heard;
    };
    co_await until("every pad heard", all_heard);
  }
  /// A crash at this moment, and the start after it.
  asio::awaitable<void> crash() {
    office->kill_office();
    co_await office->start_office(sound());
  }

  std::string at_counter(CounterId id) const {
    for (const CounterView& counter : feed->latest().counters) {
      if (counter.id == id) {
        return counter.number.value_or("");
      }
    }
    return "";
  }
  const EntranceView& entrance() const { return feed->latest().entrance; }
};

inline Samples read_samples(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  Samples samples(bytes.size() / 2);
  std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  return samples;
}

/// Listens to a capture that grows. It hears each moment once.
class Ear {
 public:
  explicit Ear(fs::path capture) : capture_(std::move(capture)) {}

  /// Since the last sound that was heard. Silence around `sound` does not count.
  bool hears(Samples sound) {
    const auto loud = [](std::int16_t sample) { return sample != 0; };
    sound.erase(std::find_if(sound.rbegin(), sound.rend(), loud).base(), sound.end());
    sound.erase(sound.begin(), std::find_if(sound.begin(), sound.end(), loud));
    std::ifstream in(capture_, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(2 * from_));
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    Samples news(bytes.size() / 2);
    std::memcpy(news.data(), bytes.data(), news.size() * 2);
    const auto at =
        std::search(news.begin(), news.end(), std::boyer_moore_horspool_searcher(sound.begin(), sound.end()));
    if (at == news.end()) {
      from_ += news.size() - std::min(news.size(), sound.size());
      return false;
    }
    from_ += static_cast<std::size_t>(at - news.begin()) + sound.size();
    return true;
  }

 private:
  fs::path capture_;
  std::size_t from_ = 0;
};

inline std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string scanned(const BookedPlace& place) {
  const auto text = read_qr(place.qr_png);
  if (!text) {
    throw std::runtime_error("the QR code cannot be read from the confirmation's picture");
  }
  return *text;
}

inline Applicant somebody(unsigned serial) {
  return {.name = "Pemohon Uji", .nik = sample_nik(serial), .mail = "uji" + std::to_string(serial) + "@example.com"};
}

}  // namespace antrean::test
