// Shows a session on a screen. It paints when the office sends something new and when a clock minute or a
// blink is due, and moves the running text in between. Otherwise it sleeps; events of the window system also
// wake it. It runs on the one thread of the io_context, which is also SDL's thread.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "process/clock.hpp"
#include "sdl/fonts.hpp"
#include "sdl/picture.hpp"
#include "sdl/window.hpp"
#include "show/media_process.hpp"
#include "show/session.hpp"

namespace antrean::display {

/// Files that the frames are written to, in addition to the window.
struct Pictures {
  std::filesystem::path png;        ///< rewritten with every new frame; "" = none
  std::filesystem::path draw_list;  ///< the same as JSON; "" = none
};

class Player {
 public:
  /// `window` may be null: then there are only pictures. All arguments must outlive the player. `on_closed`
  /// runs when the window was closed.
  Player(boost::asio::io_context& io, Session session, const Fonts& fonts, Window* window, Painter& painter,
         Pictures pictures, int running_text_speed, const process::Clock& clock, std::function<void()> on_closed);

  /// Films and pictures in a region; before start().
  void media(MediaSettings settings);

  void start();
  void stop();

  /// A message of the feed. It is on the screen when this returns. A message that is no snapshot is logged
  /// and changes nothing.
  void message(const std::string& text);
  void lost();
  /// Why it cannot be reached, where that is known; said on the screen while it is lost.
  void lost_because(const std::optional<Bilingual>& why);

  /// Writes what is shown now, once.
  void picture(const Pictures& pictures);

  const Session& session() const { return session_; }
  /// Films are turned down: while the office says that its voice speaks; of an office that does not say so,
  /// while a call is new.
  bool ducked() const { return ducked_; }
  int media_pid() const { return media_ ? media_->pid() : 0; }  ///< for tests; 0: none runs

 private:
  void draw();
  void wake();
  void sleep();
  bool look_at_window();
  void watch_window();
  void name_missing_characters();
  void name_unknown_stages();
  void next_picture();
  void steer_media();

  Session session_;
  const Fonts& fonts_;
  Window* window_;
  Painter& painter_;
  Pictures pictures_;
  int running_text_speed_;
  const process::Clock& clock_;
  std::function<void()> on_closed_;
  boost::asio::steady_timer timer_;
  boost::asio::posix::stream_descriptor window_speaks_;  ///< closed if the window has no descriptor
  std::set<std::uint32_t> named_;                        ///< characters without a font that were already logged
  std::set<std::string> named_stages_;                   ///< unknown stages that were already logged
  boost::asio::io_context& io_;
  std::optional<MediaProcess> media_;
  Frame frame_;
  DrawList written_;
  std::optional<bool> speaking_;  ///< the voice in the hall; nothing: the office does not say
  bool running_text_ = false;
  bool stopped_ = true;
  bool ducked_ = false;
  std::optional<MonotonicTime> next_frame_;
};

}  // namespace antrean::display
