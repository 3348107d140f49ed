// antrean-display-media: plays the films and pictures of a TV's region. antrean-display starts it, gives it a
// memory for the pictures (descriptor 3) and a socket (descriptor 4), and ends it. It is a process of its own
// because decoders meet files of all kinds: one that dies, hangs or eats memory takes no call with it.
//
// The socket carries one message a packet. To here: "size 960 540", "volume 30" (per cent). From here:
// "frame" after a new picture, "alive" while it makes progress, "broken FILE: why".
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <gst/app/gstappsink.h>
#include <gst/audio/streamvolume.h>
#include <gst/gst.h>

#include "media/shared_frames.hpp"

namespace {

using namespace antrean::display;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int frames_descriptor = 3;
constexpr int socket_descriptor = 4;
constexpr auto stuck_after = 4s;
constexpr auto alive_every = 1s;
constexpr int exit_broken = 65;  ///< no file of the list can be played
constexpr int exit_stuck = 70;

void send(const std::string& message) {
  // A reader that is behind loses a message and finds the newest picture with the next.
  [[maybe_unused]] const ssize_t sent =
      ::send(socket_descriptor, message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

/// Plays one list for ever.
class Films {
 public:
  Films(std::vector<std::string> files, std::chrono::milliseconds still, SharedFrames& frames)
      : files_(std::move(files)), still_(still), frames_(frames) {
    player_ = make("playbin");
    GstElement* bin = gst_bin_new(nullptr);
    GstElement* convert = make("videoconvert");
    GstElement* scale = make("videoscale");
    filter_ = make("capsfilter");
    sink_ = make("appsink");
    g_object_set(scale, "add-borders", TRUE, nullptr);
    // A late picture is left out; one waits at most, so that little memory is held.
    g_object_set(sink_, "max-buffers", 1U, "drop", TRUE, "qos", TRUE, nullptr);
    gst_bin_add_many(GST_BIN(bin), convert, scale, filter_, sink_, nullptr);
    gst_element_link_many(convert, scale, filter_, sink_, nullptr);
    GstPad* pad = gst_element_get_static_pad(convert, "sink");
    gst_element_add_pad(bin, gst_ghost_pad_new("sink", pad));
    gst_object_unref(pad);
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = [](GstAppSink* sink, gpointer self) {
      return static_cast<Films*>(self)->take(gst_app_sink_pull_sample(sink));
    };
    callbacks.new_preroll = [](GstAppSink* sink, gpointer self) {
      return static_cast<Films*>(self)->take(gst_app_sink_pull_preroll(sink));
    };
    gst_app_sink_set_callbacks(GST_APP_SINK(sink_), &callbacks, this, nullptr);
    constexpr int video = 1;
    constexpr int audio = 2;
    constexpr int software_volume = 16;
    g_object_set(player_, "video-sink", bin, "flags", video | audio | software_volume, nullptr);
    bus_ = gst_element_get_bus(player_);
  }
  ~Films() {
    gst_element_set_state(player_, GST_STATE_NULL);
    gst_object_unref(bus_);
    gst_object_unref(player_);
  }
  Films(const Films&) = delete;
  Films& operator=(const Films&) = delete;

  void size(int width, int height) {
    GstCaps* caps =
        gst_caps_new_simple("video/x-raw", "format", G_TYPE_STRING, "BGRx", "width", G_TYPE_INT, width, "height",
                            G_TYPE_INT, height, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, nullptr);
    g_object_set(filter_, "caps", caps, nullptr);
    gst_caps_unref(caps);
  }
  void volume(int percent) {
    gst_stream_volume_set_volume(GST_STREAM_VOLUME(player_), GST_STREAM_VOLUME_FORMAT_CUBIC, percent / 100.0);
  }
  void start() { play(0); }

  /// Looks for what happened. Returns an exit code when it cannot go on.
  int look() {
    while (GstMessage* message = gst_bus_pop(bus_)) {
      const int code = handle(message);
      gst_message_unref(message);
      if (code != 0) {
        return code;
      }
    }
    const auto now = Clock::now();
    if (still_until_ != Clock::time_point{} && now >= still_until_) {
      still_until_ = {};
      play(at_ + 1);
    }
    const bool holding = still_until_ != Clock::time_point{};
    const auto quiet = now - Clock::time_point{Clock::duration{progress_.load()}};
    if (!holding && quiet > stuck_after) {
      std::fprintf(stderr, "antrean-display-media: %s: no picture for 4 s\n", files_[at_].c_str());
      return exit_stuck;
    }
    if (now >= alive_at_) {
      alive_at_ = now + alive_every;
      send("alive");
    }
    return 0;
  }

 private:
  static GstElement* make(const char* name) {
    GstElement* element = gst_element_factory_make(name, nullptr);
    if (element == nullptr) {
      throw std::runtime_error(std::string{"GStreamer has no "} + name +
                               "; install gstreamer1.0-plugins-base, -good and gstreamer1.0-libav");
    }
    return element;
  }

  GstFlowReturn take(GstSample* sample) {
    if (sample == nullptr) {
      return GST_FLOW_EOS;
    }
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    const GstStructure* caps = gst_caps_get_structure(gst_sample_get_caps(sample), 0);
    int width = 0;
    int height = 0;
    gst_structure_get_int(caps, "width", &width);
    gst_structure_get_int(caps, "height", &height);
    GstMapInfo map;
    if (gst_buffer_map(buffer, &map, GST_MAP_READ) != FALSE) {
      const std::size_t stride = static_cast<std::size_t>(width) * 4;  // BGRx has no gaps
      if (map.size >= stride * static_cast<std::size_t>(height) && frames_.write(map.data, stride, width, height)) {
        send("frame");
      }
      gst_buffer_unmap(buffer, &map);
    }
    gst_sample_unref(sample);
    ++shown_;
    progress();
    return GST_FLOW_OK;
  }

  void progress() { progress_ = Clock::now().time_since_epoch().count(); }

  void play(std::size_t index) {
    at_ = index % files_.size();
    shown_ = 0;
    progress();
    gst_element_set_state(player_, GST_STATE_NULL);
    GError* error = nullptr;
    gchar* uri = gst_filename_to_uri(files_[at_].c_str(), &error);
    if (uri == nullptr) {
      g_clear_error(&error);
      return;
    }
    g_object_set(player_, "uri", uri, nullptr);
    g_free(uri);
    gst_element_set_state(player_, GST_STATE_PLAYING);
  }

  int handle(GstMessage* message) {
    switch (GST_MESSAGE_TYPE(message)) {
      case GST_MESSAGE_EOS:
        return ended();
      case GST_MESSAGE_ERROR: {
        GError* error = nullptr;
        gst_message_parse_error(message, &error, nullptr);
        const std::string why = error != nullptr ? error->message : "";
        const bool sound = GST_OBJECT_NAME(message->src) != nullptr &&
                           std::string{GST_OBJECT_NAME(message->src)}.find("audiosink") != std::string::npos;
        g_clear_error(&error);
        if (sound && with_sound_) {  // no loudspeaker: the pictures are shown without
          with_sound_ = false;
          constexpr int video_only = 1;
          g_object_set(player_, "flags", video_only, nullptr);
          play(at_);
          return 0;
        }
        return broken(why);
      }
      default:
        return 0;
    }
  }

  int ended() {
    if (shown_ == 0) {
      return broken("it has no picture");
    }
    failed_ = 0;
    constexpr int of_a_still = 3;  // the preroll, the picture, and none that moves
    if (shown_ <= of_a_still) {
      still_until_ = Clock::now() + still_;
      return 0;
    }
    if (files_.size() == 1) {
      progress();
      gst_element_seek_simple(player_, GST_FORMAT_TIME, static_cast<GstSeekFlags>(GST_SEEK_FLAG_FLUSH), 0);
      return 0;
    }
    play(at_ + 1);
    return 0;
  }

  int broken(const std::string& why) {
    const std::string file = std::filesystem::path{files_[at_]}.filename().string();
    std::fprintf(stderr, "antrean-display-media: %s cannot be played: %s\n", file.c_str(), why.c_str());
    send("broken " + file + ": " + why);
    if (++failed_ >= files_.size()) {
      return exit_broken;
    }
    play(at_ + 1);
    return 0;
  }

  std::vector<std::string> files_;
  std::chrono::milliseconds still_;
  SharedFrames& frames_;
  GstElement* player_ = nullptr;
  GstElement* filter_ = nullptr;
  GstElement* sink_ = nullptr;
  GstBus* bus_ = nullptr;
  std::size_t at_ = 0;
  std::size_t failed_ = 0;  ///< files in a row that could not be played
  bool with_sound_ = true;
  std::atomic<int> shown_{0};
  std::atomic<Clock::duration::rep> progress_{0};
  Clock::time_point still_until_{};
  Clock::time_point alive_at_{};
};

int play(const std::vector<std::string>& files, std::chrono::milliseconds still) {
  SharedFrames frames = SharedFrames::of_descriptor(frames_descriptor);
  Films films{files, still, frames};
  bool started = false;
  for (;;) {
    pollfd wait{socket_descriptor, POLLIN, 0};
    ::poll(&wait, 1, 100);
    if ((wait.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
      char text[64] = {};
      const ssize_t got = recv(socket_descriptor, text, sizeof text - 1, MSG_DONTWAIT);
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
        return 0;  // the display has ended
      }
      int a = 0;
      int b = 0;
      if (std::sscanf(text, "size %d %d", &a, &b) == 2 && a > 0 && b > 0) {
        films.size(a, b);
        if (!std::exchange(started, true)) {
          films.start();
        }
      } else if (std::sscanf(text, "volume %d", &a) == 1) {
        films.volume(a);
      }
    }
    if (started) {
      if (const int code = films.look(); code != 0) {
        return code;
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const bool asked = argc >= 2 && (std::strcmp(argv[1], "--help") == 0 || std::strcmp(argv[1], "--version") == 0);
  if (asked || argc < 3) {
    std::puts(
        "antrean-display-media MILLISECONDS FILE...\n"
        "Plays films and pictures for antrean-display, which starts it with the settings of [media]; a picture stays "
        "for\n"
        "the milliseconds. It is of no use by itself.");
    return asked ? 0 : 2;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    gst_init(nullptr, nullptr);
    return play({argv + 2, argv + argc}, std::chrono::milliseconds{std::stol(argv[1])});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "antrean-display-media: %s\n", error.what());
    return 1;
  }
}
