// antrean-display: the TV of an office. It reads the feed and shows it in a window, or writes it as pictures.
#include <fstream>
#include <iterator>
#include <optional>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include "feed/feed_json.hpp"
#include "http/address.hpp"
#include "http/client.hpp"
#include "process/process.hpp"
#include "show/display_settings.hpp"
#include "show/player.hpp"

namespace {

using namespace antrean;
using namespace antrean::display;
namespace asio = boost::asio;

struct Options {
  process::CommonOptions common;
  std::string feed;
  std::filesystem::path snapshot;
  Pictures pictures;
  bool every_change = false;
  std::optional<Size> size;
  std::optional<bool> fullscreen;
};

void add_options(CLI::App& app, Options& options) {
  app.add_option("--feed", options.feed, "The office's feed, ws://host:port/feed (default: as in the settings)");
  auto* snapshot = app.add_option("--snapshot", options.snapshot, "Show this snapshot (JSON) instead of a feed")
                       ->check(CLI::ExistingFile);
  auto* png =
      app.add_option("--png", options.pictures.png, "Write a picture of the first frame, without a window, and end");
  app.add_flag("--every-change", options.every_change, "With --png: go on and rewrite the picture with every change")
      ->needs(png)
      ->excludes(snapshot);
  app.add_option("--draw-list", options.pictures.draw_list, "Write what is shown as JSON, with every change");
  app.add_option_function<std::string>(
         "--size",
         [&options](const std::string& text) {
           const auto cross = text.find('x');
           options.size = Size{std::stoi(text.substr(0, cross)), std::stoi(text.substr(cross + 1))};
         },
         "Width and height in pixels, like 1920x1080")
      ->check(CLI::Validator(
          [](const std::string& text) -> std::string {
            const auto cross = text.find('x');
            const auto side = [](const std::string& digits) {
              return !digits.empty() && digits.size() <= 4 &&
                     digits.find_first_not_of("0123456789") == std::string::npos && std::stoi(digits) >= 320 &&
                     std::stoi(digits) <= 7680;
            };
            if (cross != std::string::npos && side(text.substr(0, cross)) && side(text.substr(cross + 1))) {
              return {};
            }
            return "a size like 1920x1080 is needed, each side 320 to 7680; this is '" + text + "'";
          },
          "WxH"));
  app.add_flag_function(
      "--fullscreen,!--window", [&options](std::int64_t count) { options.fullscreen = count > 0; },
      "Cover the whole screen, or not (default: as in the settings)");
}

DisplaySettings settings_of(const Options& options) {
  DisplaySettings settings =
      options.common.config.empty() ? DisplaySettings{} : read_display_settings(options.common.config);
  if (!options.feed.empty()) {
    settings.feed = options.feed;
    if (http::parse_address(settings.feed, http::Scheme::ws) && !http::is_safe(settings.feed, http::Scheme::ws)) {
      throw std::runtime_error("--feed: " + http::why_not_safe(settings.feed));
    }
  }
  if (options.fullscreen) {
    settings.window.fullscreen = *options.fullscreen;
  }
  if (options.size) {
    settings.window.size = *options.size;
    if (!options.fullscreen) {
      settings.window.fullscreen = false;
    }
  }
  return settings;
}

/// The text of a file that must hold a snapshot; throws std::runtime_error if it does not.
std::string read_snapshot(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    throw std::runtime_error(file.string() + " cannot be read");
  }
  if (const auto snapshot = feed::from_json(text); !snapshot) {
    throw std::runtime_error(file.string() + " holds no snapshot: " + snapshot.error().message());
  }
  return text;
}

/// The feed with one beat a second. Pings show only that the office is connected; beats also have its time.
std::string with_beats(const std::string& feed) { return feed.find('?') == std::string::npos ? feed + "?beat" : feed; }

int show(const Options& options) {
  const DisplaySettings settings = settings_of(options);
  if (options.common.check_config) {
    return process::settings_are_good(options.common);
  }
  const bool windowed = options.pictures.png.empty();
  const bool one_picture = !windowed && !options.every_change;

  asio::io_context io{1};
  const std::string snapshot = options.snapshot.empty() ? "" : read_snapshot(options.snapshot);
  // A picture of a snapshot shows its moment, so it is the same whenever it is drawn.
  const process::SystemClock running;
  const process::ManualClock standing{snapshot.empty() ? UtcTime{} : feed::from_json(snapshot)->at};
  const process::Clock& clock =
      one_picture && !snapshot.empty() ? static_cast<const process::Clock&>(standing) : running;
  Fonts fonts{settings.fonts};
  Painter painter{fonts};
  std::optional<Window> window;
  if (windowed) {
    window.emplace(settings.window, fonts);
  }

  FrameInput look;
  look.size = settings.window.size;
  look.theme = settings.theme;
  look.languages = settings.languages;
  look.highlight = settings.highlight;
  look.margin_percent = settings.margin_percent;
  look.media = !settings.media.files.empty();
  if (!windowed) {
    look.highlight.blinks = 0;  // otherwise half of the pictures would show a new call unlit
  }

  int result = process::ok;
  asio::cancellation_signal end_feed;
  std::optional<Player> player;
  std::optional<process::Service> service;
  const auto stop = [&] {
    player->stop();
    service->stopping();
    end_feed.emit(asio::cancellation_type::terminal);
  };
  service.emplace(io, stop);
  const Size shown = window ? window->size() : look.size;
  player.emplace(io, Session{look, settings.stages}, fonts, window ? &*window : nullptr, painter,
                 one_picture ? Pictures{} : options.pictures,
                 settings.running_text_speed * std::min(shown.width, shown.height) / 1080, clock, stop);

  if (look.media && !one_picture) {
    player->media(settings.media);
  }

  // With a snapshot file there is one message and no connection that could be lost.
  if (!options.snapshot.empty()) {
    player->start();
    player->message(snapshot);
    if (one_picture) {
      player->picture(options.pictures);
      return process::ok;
    }
    service->ready("showing " + options.snapshot.string());
    io.run();
    return result;
  }

  const auto on_message = [&](const std::string& text) {
    player->message(text);
    if (!one_picture || player->session().snapshot().version == 0) {
      return;
    }
    player->picture(options.pictures);
    stop();
  };
  const auto on_lost = [&] {
    if (one_picture) {
      spdlog::error("no snapshot from {}: is antrean-office running there?", settings.feed);
      result = process::failed;
      stop();
      return;
    }
    player->lost();
  };
  player->start();
  bool clock_told = false;
  const auto on_tls = [&](const http::TlsOutcome& outcome) {
    player->lost_because(outcome.refused);
    if (outcome.dates_unchecked && !std::exchange(clock_told, true)) {
      spdlog::warn(
          "the clock of this machine is earlier than this program: the dates of the office's certificate are "
          "not checked; set the clock (timedatectl)");
    }
  };
  asio::co_spawn(io,
                 http::follow(with_beats(settings.feed), feed::max_bytes, on_message, on_lost, {},
                              {.ca_file = settings.ca_file, .told = on_tls}),
                 asio::bind_cancellation_slot(end_feed.slot(), [&](const std::exception_ptr& error) {
                   if (!error) {
                     return;
                   }
                   // follow() ends only when it is told to. Any other end is a problem that the caller of
                   // this program must see.
                   try {
                     std::rethrow_exception(error);
                   } catch (const std::exception& problem) {
                     spdlog::critical("reading {} failed: {}", settings.feed, problem.what());
                   }
                   result = process::failed;
                   stop();
                 }));
  service->ready("showing " + settings.feed);
  io.run();
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Shows an office's calls on a TV.", "antrean-display"};
  add_options(app, options);
  return process::run_main(app, options.common, argc, argv, [&] { return show(options); });
}
