// The real speaker through SDL_mixer, with SDL's disk driver as the device: the captured data is what people
// would hear.
#include <unistd.h>

#include <algorithm>
#include <atomic>
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

#include "speaker/call_out.hpp"
#include "speaker/clips.hpp"
#include "speaker/loudness.hpp"
#include "speaker/phrase.hpp"
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
  std::atomic<TimeOfDay> time{TimeOfDay{9 * 60}};
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
    speaker = make_sdl_speaker(io, settings, [this] { return time.load(); });
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
    if (!samples.empty()) {
      std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
    }
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

Samples whole(ClipSet& clips, const Announcement& call, const SpeakerSettings& settings,
              CallForm form = CallForm::full) {
  return clips.join(call_out(call, settings, form));
}

}  // namespace

TEST_GROUP(SdlSpeaker){};

TEST(SdlSpeaker, TwoCallsAreHeardWholeAndOneAfterTheOther) {
  Hall hall;
  setenv("SDL_DISKAUDIODELAY", "10", 1);  // half as long as it lasts: the speaker has time to choose the next
  hall.start();
  const Announcement first{.call = 1, .number = "A001", .counter = 1};
  const Announcement second{.call = 2, .number = "B123", .counter = 12};
  hall.speaker->announce(first);
  hall.speaker->announce(second);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().spoken == 2; }));
  ClipSet clips(VOICES);
  const Samples heard = hall.captured();
  const Samples one = whole(clips, first, hall.settings);
  const Samples two = whole(clips, second, hall.settings);
  const auto at_one = find(heard, one);
  const auto at_two = find(heard, two);
  CHECK_TRUE(at_one.has_value());
  CHECK_TRUE(at_two.has_value());
  // However late the second was given, the pause between them is exact.
  const auto pause = *at_two - *at_one - static_cast<std::ptrdiff_t>(one.size());
  LONGS_EQUAL(800 * 48, pause);  // milliseconds at 48 kHz
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
  CHECK_TRUE(find(hall.captured(), whole(clips, call, hall.settings)).has_value());
}

TEST(SdlSpeaker, ADeviceThatGoesAwayInSilenceIsNoticed) {
  Hall hall;
  std::filesystem::create_symlink("/dev/full", hall.capture);
  hall.start();
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().error.find("went away") != std::string::npos; }));
  std::filesystem::remove(hall.capture);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().online; }));
}

TEST(SdlSpeaker, LobbyACallThatCannotBeSpokenIsLateAndSpokenFirstWhenThatIsPossible) {
  Hall hall;
  setenv("SDL_AUDIODRIVER", "bogus", 1);
  hall.settings.late_after = std::chrono::milliseconds(1);
  hall.start();
  const Announcement late{.call = 1, .number = "A003", .counter = 1};
  const Announcement gone{.call = 2, .number = "A004", .counter = 2};
  const Announcement fresh{.call = 3, .number = "A005", .counter = 3};
  hall.speaker->announce(late);
  hall.speaker->announce(gone);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().late.size() == 2; }));
  STRCMP_EQUAL("A003", hall.speaker->health().late.front().c_str());
  hall.speaker->withdraw(2);  // that person came all the same
  hall.speaker->withdraw(99);
  LONGS_EQUAL(1, hall.speaker->health().withdrawn);
  hall.speaker->announce(fresh);
  LONGS_EQUAL(0, hall.speaker->health().spoken);
  setenv("SDL_AUDIODRIVER", "disk", 1);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().spoken == 2; }));
  CHECK_TRUE(hall.speaker->health().late.empty());
  ClipSet clips(VOICES);
  const Samples heard = hall.captured();
  const auto first = find(heard, whole(clips, late, hall.settings));
  const auto second = find(heard, whole(clips, fresh, hall.settings));
  CHECK_TRUE(first && second && *first < *second);
  CHECK_FALSE(find(heard, whole(clips, gone, hall.settings)).has_value());
}

TEST(SdlSpeaker, LobbyManyWaitingCallsAreSpokenBrieflyInTheirOrderAndNoneIsDropped) {
  Hall hall;
  hall.start();
  hall.settings.languages = {Language::id, Language::en};
  std::vector<Announcement> calls;
  for (std::uint64_t i = 1; i <= 7; ++i) {
    calls.push_back({.call = i, .number = "A10" + std::to_string(i), .counter = static_cast<CounterId>(i)});
  }
  calls[2].language = Language::en;
  for (const Announcement& call : calls) {
    hall.speaker->announce(call);
  }
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().spoken == calls.size(); }));
  ClipSet clips(VOICES);
  SpeakerSettings settings;  // as the speaker was started
  const Samples heard = hall.captured();
  std::ptrdiff_t before = -1;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    // Seven wait when the first is chosen, six behind it, and so on: more than three wait for the first four.
    const CallForm form = calls.size() - i > most_waiting_for_full ? CallForm::brief : CallForm::full;
    const auto at = find(heard, whole(clips, calls[i], settings, form));
    CHECK_TRUE_TEXT(at.has_value(), calls[i].number.c_str());
    CHECK_TRUE(*at > before);
    before = *at;
  }
}

TEST(SdlSpeaker, TheEntranceIsHeardAtOnce) {
  Hall hall;
  hall.start();
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().online; }));
  hall.speaker->signal(EntranceSound::refused);
  ClipSet clips(VOICES);
  const Samples wanted = clips.clip("signals/refused").samples;
  CHECK_TRUE(hall.wait([&] { return find(hall.captured(), wanted).has_value(); }));
}

TEST(SdlSpeaker, LobbySpeechIsToldForAsLongAsItIsHeard) {
  Hall hall;
  setenv("SDL_DISKAUDIODELAY", "10", 1);
  hall.start();
  ClipSet clips(VOICES);
  const Announcement first{.call = 1, .number = "A001", .counter = 1};
  const Announcement second{.call = 2, .number = "B123", .counter = 12};
  struct Told {
    bool speaks;
    Samples heard;
  };
  std::vector<Told> told;
  hall.speaker->on_speaking([&](bool speaks) { told.push_back({speaks, hall.captured()}); });
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().online; }));
  CHECK_TRUE(told.empty());
  hall.speaker->announce(first);
  hall.speaker->announce(second);
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().spoken == 2 && told.size() == 2; }));
  // Once for both: the pause between them is part of it.
  CHECK_TRUE(told[0].speaks);
  CHECK_FALSE(find(told[0].heard, whole(clips, first, hall.settings)).has_value());
  CHECK_FALSE(told[1].speaks);
  CHECK_TRUE(find(told[1].heard, whole(clips, first, hall.settings)).has_value());
  const Samples last = whole(clips, second, hall.settings);
  // The device has taken all of it; the disk may lack the block that it is writing.
  const Samples most(last.begin(), last.end() - 2 * 1'024);
  CHECK_TRUE(find(told[1].heard, most).has_value());
}

TEST(SdlSpeaker, SpeaksByTheFirstDeviceOfTheSettingsThatIsThere) {
  Hall hall;
  hall.settings.devices = {"USB Amplifier", "audio OUTPUT"};
  hall.start();
  CHECK_TRUE(hall.wait([&] { return hall.speaker->health().online; }));
  // What SDL's disk driver calls its device.
  STRCMP_EQUAL("System audio output device", hall.speaker->health().device.c_str());
  STRCMP_EQUAL("USB Amplifier", hall.speaker->health().instead_of.c_str());
  const Announcement call{.call = 1, .number = "A001", .counter = 1};
  hall.speaker->announce(call);
  ClipSet clips(VOICES);
  const Samples wanted = whole(clips, call, hall.settings);
  CHECK_TRUE(hall.wait([&] { return find(hall.captured(), wanted).has_value(); }));
}

TEST(SdlSpeaker, ADeviceThatIsNotThereIsNamedWithThoseThatAre) {
  Hall hall;
  hall.settings.devices = {"USB Amplifier", "HDMI"};
  hall.start();
  CHECK_TRUE(hall.wait([&] { return !hall.speaker->health().error.empty(); }));
  STRCMP_EQUAL(
      "no audio device is called 'USB Amplifier' or 'HDMI' ([voice] devices); there are 'System audio output "
      "device'",
      hall.speaker->health().error.c_str());
  CHECK_FALSE(hall.speaker->health().online);
}

TEST(SdlSpeaker, HasTheVolumeOfTheHour) {
  Hall hall;
  hall.settings.volume_hours = {{.from = TimeOfDay{12 * 60}, .until = TimeOfDay{13 * 60}, .volume = 40}};
  hall.start();
  const Announcement call{.call = 1, .number = "A001", .counter = 1};
  ClipSet clips(VOICES);
  const Samples loud = whole(clips, call, hall.settings);
  Samples soft = loud;
  for (std::int16_t& sample : soft) {
    sample = static_cast<std::int16_t>(sample * 40 / 100);
  }
  hall.time = TimeOfDay{12 * 60 + 30};
  hall.speaker->announce(call);
  CHECK_TRUE(hall.wait([&] { return find(hall.captured(), soft).has_value(); }));
  CHECK_FALSE(find(hall.captured(), loud).has_value());
  hall.time = TimeOfDay{13 * 60};
  hall.speaker->announce(call);
  CHECK_TRUE(hall.wait([&] { return find(hall.captured(), loud).has_value(); }));
}
