// The real speaker through SDL_mixer, with SDL's disk driver as the device: the captured data is what people
// would hear.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "speaker/clips.hpp"
#include "speaker/sdl_speaker.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
namespace asio = boost::asio;

namespace {

// The logger is made before the first test, so that the leak detector does not count it for a test.
[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

struct Hall {
  std::filesystem::path folder;
  std::filesystem::path capture;
  asio::io_context io{1};
  SpeakerSettings settings;
  std::unique_ptr<Speaker> speaker;
  asio::cancellation_signal stop;

  Hall() {
    std::string pattern = (std::filesystem::temp_directory_path() / "antrean-sound-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    capture = folder / "capture.raw";
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", capture.c_str(), 1);
    setenv("SDL_DISKAUDIODELAY", "1", 1);
    settings.clips = VOICES;
    settings.reopen_after = std::chrono::milliseconds(20);
  }
  void start() {
    speaker = make_sdl_speaker(io, settings);
    asio::co_spawn(io, speaker->run(), asio::bind_cancellation_slot(stop.slot(), [](std::exception_ptr) {}));
  }
  template <class Condition>
  bool wait(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition() && std::chrono::steady_clock::now() < end) {
      io.restart();
      io.run_for(std::chrono::milliseconds(5));
    }
    return condition();
  }
  ~Hall() {
    stop.emit(asio::cancellation_type::terminal);
    io.restart();
    io.run_for(std::chrono::milliseconds(200));
    speaker.reset();
    unsetenv("SDL_AUDIODRIVER");
    std::filesystem::remove_all(folder);
  }
  Samples captured() {
    std::ifstream file(capture, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    Samples samples(bytes.size() / 2);
    std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
    return samples;
  }
};

std::optional<std::ptrdiff_t> find(const Samples& all, const Samples& part) {
  const auto at = std::search(all.begin(), all.end(), std::boyer_moore_horspool_searcher(part.begin(), part.end()));
  if (at == all.end()) {
    return std::nullopt;
  }
  return at - all.begin();
}

}  // namespace

TEST_GROUP(SdlSpeaker){};

TEST(SdlSpeaker, TwoCallsAreHeardWholeAndOneAfterTheOther) {
  Hall hall;
  hall.start();
  const Announcement first{.call = 1, .number = "A001", .counter = 1};
  const Announcement second{.call = 2, .number = "B123", .counter = 12};
  hall.speaker->announce(first);
  hall.speaker->announce(second);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().spoken == 2; }));
  ClipSet clips(VOICES);
  const Samples heard = hall.captured();
  const Samples one = clips.join(announcement_clips(first, hall.settings));
  const Samples two = clips.join(announcement_clips(second, hall.settings));
  const auto at_one = find(heard, one);
  const auto at_two = find(heard, two);
  CHECK_TRUE(at_one.has_value());
  CHECK_TRUE(at_two.has_value());
  CHECK_TRUE(*at_one + static_cast<std::ptrdiff_t>(one.size()) <= *at_two);
}

TEST(SdlSpeaker, WithoutADeviceItSaysSoAndSpeaksWhenOneAppears) {
  Hall hall;
  setenv("SDL_AUDIODRIVER", "bogus", 1);
  hall.start();
  CHECK_TRUE(hall.wait([&] { return !hall.speaker->health().error.empty(); }));
  CHECK_FALSE(hall.speaker->health().online);
  hall.speaker->announce({.call = 1, .number = "A002", .counter = 2});
  setenv("SDL_AUDIODRIVER", "disk", 1);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().spoken == 1; }));
  CHECK_TRUE(hall.speaker->health().online);
}

TEST(SdlSpeaker, ACallCutOffByADeviceThatWentAwayIsSpokenWholeWhenOneIsBack) {
  Hall hall;
  // For SDL a disk that takes nothing is like an unplugged loudspeaker.
  std::filesystem::create_symlink("/dev/full", hall.capture);
  hall.start();
  const Announcement call{.call = 1, .number = "A004", .counter = 3};
  hall.speaker->announce(call);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().error.find("went away") != std::string::npos; }));
  LONGS_EQUAL(0, hall.speaker->health().spoken);
  std::filesystem::remove(hall.capture);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().spoken == 1; }));
  CHECK_TRUE(hall.speaker->health().online);
  ClipSet clips(VOICES);
  CHECK_TRUE(find(hall.captured(), clips.join(announcement_clips(call, hall.settings))).has_value());
}

TEST(SdlSpeaker, ADeviceThatGoesAwayInSilenceIsNoticed) {
  Hall hall;
  std::filesystem::create_symlink("/dev/full", hall.capture);
  hall.start();
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().error.find("went away") != std::string::npos; }));
  std::filesystem::remove(hall.capture);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().online; }));
}

TEST(SdlSpeaker, ACallThatWaitedTooLongIsDroppedNotSpokenLate) {
  Hall hall;
  setenv("SDL_AUDIODRIVER", "bogus", 1);
  hall.settings.oldest = std::chrono::milliseconds(1);
  hall.start();
  hall.speaker->announce({.call = 1, .number = "A003", .counter = 1});
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().dropped == 1; }));
  LONGS_EQUAL(0, hall.speaker->health().spoken);
}

TEST(SdlSpeaker, TheEntranceIsHeardAtOnce) {
  Hall hall;
  hall.start();
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().online; }));
  hall.speaker->signal(EntranceSound::refused);
  ClipSet clips(VOICES);
  const Samples wanted = clips.clip("signals/refused");
  CHECK_TRUE(hall.wait([&] { return find(hall.captured(), wanted).has_value(); }));
}
