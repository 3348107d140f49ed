// The process that decodes films and pictures (antrean-display-media), watched: when it dies, hangs or finds
// nothing to play, there is no picture, and it is started again later, each time after a longer pause.
// io_context thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "media/shared_frames.hpp"

namespace antrean::display {

struct MediaSettings {
  std::vector<std::filesystem::path> files;      ///< played in turns; empty: no region
  std::chrono::milliseconds picture{10'000};     ///< how long a picture that does not move stays
  int volume = 40;                               ///< per cent
  int ducked = 5;                                ///< while a call is spoken
  std::filesystem::path program;                 ///< empty: antrean-display-media beside this program
  std::chrono::milliseconds silent_for{5'000};   ///< without a sign of life it is ended
  std::chrono::milliseconds again_after{1'000};  ///< the first pause; doubled up to a minute
};

class MediaProcess {
 public:
  /// `changed`: a new picture, or none any more.
  MediaProcess(boost::asio::io_context& io, MediaSettings settings, std::function<void()> changed);
  ~MediaProcess();
  MediaProcess(const MediaProcess&) = delete;
  MediaProcess& operator=(const MediaProcess&) = delete;

  /// Starts it, or tells it that its region has another size.
  void size(int width, int height);
  void duck(bool ducked);
  void mute(bool muted);
  void stop();

  /// The newest picture. Valid until the next call. Absent: show the theme.
  std::optional<MovingPicture> picture();
  int starts() const;  ///< for tests
  int pid() const;     ///< for tests; 0: none runs

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace antrean::display
