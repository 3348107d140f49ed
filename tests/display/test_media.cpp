// Films in a region of the TV, by the real antrean-display-media: played, killed, hanging, and fed with
// nonsense. Calls go on in each case.
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <gst/gst.h>
#include <spdlog/spdlog.h>

#include "feed/feed_json.hpp"
#include "media/shared_frames.hpp"
#include "samples.hpp"
#include "show/media_process.hpp"
#include "show/player.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::display;
using namespace std::chrono_literals;

namespace {

[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);

/// Runs a pipeline to its end.
void run_pipeline(const std::string& text) {
  gst_init(nullptr, nullptr);
  GstElement* pipeline = gst_parse_launch(text.c_str(), nullptr);
  if (pipeline == nullptr) {
    throw std::runtime_error("no pipeline: " + text);
  }
  gst_element_set_state(pipeline, GST_STATE_PLAYING);
  GstBus* bus = gst_element_get_bus(pipeline);
  GstMessage* end = gst_bus_timed_pop_filtered(bus, 30 * GST_SECOND,
                                               static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
  const bool good = end != nullptr && GST_MESSAGE_TYPE(end) == GST_MESSAGE_EOS;
  if (end != nullptr) {
    gst_message_unref(end);
  }
  gst_element_set_state(pipeline, GST_STATE_NULL);
  gst_object_unref(bus);
  gst_object_unref(pipeline);
  if (!good) {
    throw std::runtime_error("the film could not be made: " + text);
  }
}

}  // namespace

TEST_GROUP(Media) {
  std::filesystem::path folder;
  boost::asio::io_context io{1};
  MediaSettings settings;
  int changes = 0;

  void setup() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "antrean-media-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    settings.program = MEDIA_PROGRAM;
    settings.volume = 0;
    settings.again_after = 20ms;
  }
  void teardown() override {
    io.restart();
    io.poll();
    std::filesystem::remove_all(folder);
  }

  /// Two seconds, 25 pictures a second, all green.
  std::filesystem::path film() const {
    const std::filesystem::path file = folder / "film.ogv";
    run_pipeline(
        "videotestsrc num-buffers=50 pattern=solid-color foreground-color=0xff00c000 ! "
        "video/x-raw,width=160,height=90,framerate=25/1 ! videoconvert ! theoraenc ! oggmux ! filesink location=" +
        file.string());
    return file;
  }
  std::filesystem::path nonsense(const char* name) const {
    std::ofstream{folder / name} << std::string(20'000, 'x');
    return folder / name;
  }
  bool until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + 40s;
    while (!done() && std::chrono::steady_clock::now() < end) {
      io.restart();
      io.run_for(5ms);
    }
    return done();
  }
};

TEST(Media, LobbyAPictureStaysWholeWhileItIsReadAndAWrongSizeIsRefused) {
  SharedFrames ours{100};
  CHECK_FALSE(ours.newest().has_value());
  SharedFrames theirs = SharedFrames::of_descriptor(dup(ours.descriptor()));
  std::vector<std::uint32_t> rows(100);
  const auto write = [&](std::uint32_t colour, int width, int height) {
    std::fill(rows.begin(), rows.end(), colour);
    return theirs.write(reinterpret_cast<const std::uint8_t*>(rows.data()), static_cast<std::size_t>(width) * 4, width,
                        height);
  };
  CHECK_TRUE(write(1, 10, 10));
  const MovingPicture first = *ours.newest();
  for (std::uint32_t colour = 2; colour < 10; ++colour) {
    CHECK_TRUE(write(colour, 5, 4));
    LONGS_EQUAL(1, first.pixels[0]);  // never the buffer that is shown
    LONGS_EQUAL(1, first.pixels[99]);
  }
  const MovingPicture newest = *ours.newest();
  LONGS_EQUAL(9, newest.pixels[19]);
  LONGS_EQUAL(5, newest.width);
  CHECK_TRUE(newest.number > first.number);
  CHECK_FALSE(write(1, 11, 10));
  ours.forget();
  CHECK_FALSE(ours.newest().has_value());
  // A decoder that went mad: the sizes of all buffers are wrong, and each is called the newest.
  const std::uint32_t huge = 60'000;
  for (std::uint32_t buffer = 0; buffer < 3; ++buffer) {
    LONGS_EQUAL(4, pwrite(ours.descriptor(), &huge, 4, 16 + 16 * static_cast<off_t>(buffer)));
    LONGS_EQUAL(4, pwrite(ours.descriptor(), &huge, 4, 20 + 16 * static_cast<off_t>(buffer)));
    LONGS_EQUAL(4, pwrite(ours.descriptor(), &buffer, 4, 0));
    CHECK_FALSE(ours.newest().has_value());
  }
  LONGS_EQUAL(4, pwrite(ours.descriptor(), &huge, 4, 0));
  CHECK_FALSE(ours.newest().has_value());
}

TEST(Media, LobbyAFilmIsPlayedInTheSizeOfItsRegionAndForEver) {
  settings.files = {film()};
  MediaProcess media{io, settings, [this] { ++changes; }};
  CHECK_FALSE(media.picture().has_value());
  media.size(320, 180);
  CHECK_TRUE(until([&] { return media.picture().has_value(); }));
  const MovingPicture picture = *media.picture();
  LONGS_EQUAL(320, picture.width);
  LONGS_EQUAL(180, picture.height);
  const std::uint32_t middle = picture.pixels[90 * 320 + 160];
  CHECK_TRUE((middle >> 16 & 0xff) < 40 && (middle >> 8 & 0xff) > 150 && (middle & 0xff) < 40);
  CHECK_TRUE(until([&] { return media.picture()->number > 60; }));  // more than it has pictures
  media.size(160, 90);
  CHECK_TRUE(until([&] { return media.picture()->width == 160; }));
  LONGS_EQUAL(1, media.starts());
}

TEST(Media, LobbyADecoderThatIsKilledOrHangsLeavesTheThemeAndIsStartedAgain) {
  settings.files = {film()};
  settings.silent_for = 2500ms;
  MediaProcess media{io, settings, [this] { ++changes; }};
  media.size(160, 90);
  for (const int signal : {SIGKILL, SIGSTOP, SIGSEGV}) {
    CHECK_TRUE(until([&] { return media.picture().has_value(); }));
    const int before = media.pid();
    kill(before, signal);
    CHECK_TRUE(until([&] { return !media.picture().has_value(); }));
    CHECK_TRUE(until([&] { return media.picture().has_value(); }));
    CHECK_TRUE(media.pid() != before);
  }
  LONGS_EQUAL(4, media.starts());
}

TEST(Media, LobbyABrokenFileIsLeftOutAndOnlyBrokenFilesLeaveTheTheme) {
  settings.files = {nonsense("a.mp4"), film(), nonsense("b.ogv")};
  {
    MediaProcess media{io, settings, [this] { ++changes; }};
    media.size(160, 90);
    CHECK_TRUE(until([&] { return media.picture() && media.picture()->number > 60; }));
    LONGS_EQUAL(1, media.starts());
  }
  settings.files = {nonsense("a.mp4"), nonsense("b.ogv")};
  MediaProcess media{io, settings, [this] { ++changes; }};
  media.size(160, 90);
  CHECK_TRUE(until([&] { return media.starts() == 3; }));  // tried again, with longer pauses
  CHECK_FALSE(media.picture().has_value());
}

TEST(Media, LobbyCallsAreShownWhateverTheDecoderDoes) {
  Fonts fonts{FontFiles::inter("/usr/share/fonts/opentype/inter")};
  Painter painter{fonts};
  process::ManualClock clock{UtcTime{}};
  FrameInput look;
  look.media = true;
  Snapshot snapshot = sample("ordinary");
  settings.files = {film()};
  const std::filesystem::path list = folder / "tv.json";
  const auto shown = [&] {
    std::ifstream in{list};
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  const auto call = [&](const char* number) {
    snapshot.calls.insert(snapshot.calls.begin(), snapshot.calls.front());
    snapshot.calls.front().number = number;
    ++snapshot.calls.front().call;
    ++snapshot.version;
  };
  for (const bool broken : {false, true}) {
    if (broken) {
      settings.program = "/nowhere/antrean-display-media";
    }
    Player player{io, Session{look}, fonts, nullptr, painter, {"", list}, 120, clock, [] {}};
    player.media(settings);
    player.start();
    player.message(feed::to_json(snapshot));
    STRCMP_CONTAINS("media.office", shown().c_str());  // the theme, before there is a picture
    call("C111");
    player.message(feed::to_json(snapshot));
    STRCMP_CONTAINS("\"C111\"", shown().c_str());
    if (!broken) {
      CHECK_TRUE(until([&] { return shown().find("media.office") == std::string::npos; }));
      kill(player.media_pid(), SIGKILL);
      CHECK_TRUE(until([&] { return shown().find("media.office") != std::string::npos; }));
    }
    call("C112");
    player.message(feed::to_json(snapshot));
    STRCMP_CONTAINS("\"C112\"", shown().c_str());
    player.stop();
  }
}

TEST(Media, LobbyFilmsAreTurnedDownForAsLongAsTheVoiceSpeaks) {
  Fonts fonts{FontFiles::inter("/usr/share/fonts/opentype/inter")};
  Painter painter{fonts};
  process::ManualClock clock{UtcTime{}};
  FrameInput look;
  look.media = true;
  Snapshot snapshot = sample("ordinary");
  settings.program = "/nowhere/antrean-display-media";
  settings.files = {nonsense("a.ogv")};
  Player player{io, Session{look}, fonts, nullptr, painter, {}, 120, clock, [] {}};
  player.media(settings);
  player.start();
  const auto hear = [&](std::optional<bool> speaking) {
    player.message(feed::opening(snapshot.at, speaking) + feed::without_opening(feed::to_json(snapshot)));
    return player.ducked();
  };
  CHECK_FALSE(hear(false));
  snapshot.calls.insert(snapshot.calls.begin(), snapshot.calls.front());
  snapshot.calls.front().number = "C111";
  ++snapshot.calls.front().call;
  ++snapshot.version;
  CHECK_FALSE(hear(false));  // a new call is shown; the voice has not begun
  CHECK_TRUE(hear(true));
  clock.advance(5min);  // long after the call stopped being new: the voice had many to speak
  CHECK_TRUE(hear(true));
  CHECK_FALSE(hear(false));
  CHECK_TRUE(hear(true));
  player.lost();  // nobody would ever say that it ended
  CHECK_FALSE(player.ducked());
  CHECK_FALSE(hear(std::nullopt));  // of an office without a voice; after a loss nothing is new
  snapshot.calls.front().number = "C112";
  ++snapshot.calls.front().call;
  ++snapshot.version;
  CHECK_TRUE(hear(std::nullopt));  // while the call is new
  clock.advance(5min);
  CHECK_FALSE(hear(std::nullopt));
  player.stop();
}
