#include "show/media_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

extern char** environ;

namespace antrean::display {

namespace asio = boost::asio;
using namespace std::chrono_literals;

class MediaProcess::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& io, MediaSettings settings, std::function<void()> changed)
      : settings_(std::move(settings)), changed_(std::move(changed)), socket_(io), watch_(io), again_(io) {
    pause_ = settings_.again_after;
    if (settings_.program.empty()) {
      settings_.program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "antrean-display-media";
    }
  }
  ~Impl() { end(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void size(int width, int height) {
    if (width == width_ && height == height_) {
      return;
    }
    width_ = width;
    height_ = height;
    const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    if (!frames_ || pixels > pixels_) {
      // A larger region needs more memory, which a running process does not have.
      end();
      frames_.emplace(pixels);
      pixels_ = pixels;
      start();
      return;
    }
    tell(fmt::format("size {} {}", width_, height_));
  }
  void volume(int percent) {
    if (percent != volume_) {
      volume_ = percent;
      tell(fmt::format("volume {}", volume_));
    }
  }
  const MediaSettings& settings() const { return settings_; }
  void stop() {
    stopped_ = true;
    watch_.cancel();
    again_.cancel();
    end();
  }
  std::optional<MovingPicture> picture() { return shown_ && frames_ ? frames_->newest() : std::nullopt; }
  int starts() const { return starts_; }
  int pid() const { return pid_; }

 private:
  void start() {
    if (stopped_ || pid_ != 0 || !frames_) {
      return;
    }
    ++starts_;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
      spdlog::error("media: no socket: {}", std::generic_category().message(errno));
      return later();
    }
    // It starts with descriptors of its own numbers, whatever these are called here.
    const int frames = fcntl(frames_->descriptor(), F_DUPFD_CLOEXEC, 10);
    const int socket = fcntl(ends[1], F_DUPFD_CLOEXEC, 10);
    close(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, frames, 3);
    posix_spawn_file_actions_adddup2(&actions, socket, 4);
    posix_spawn_file_actions_addclosefrom_np(&actions, 5);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::vector<std::string> words{settings_.program.string(), std::to_string(settings_.picture.count())};
    for (const auto& file : settings_.files) {
      words.push_back(file.string());
    }
    std::vector<char*> arguments;
    for (std::string& word : words) {
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    const int error = posix_spawn(&pid_, settings_.program.c_str(), &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(frames);
    close(socket);
    if (error != 0) {
      pid_ = 0;
      close(ends[0]);
      spdlog::error("media: {} cannot be started ({}); its region shows the theme", settings_.program.string(),
                    std::generic_category().message(error));
      return later();
    }
    frames_->forget();
    socket_.assign(ends[0]);
    heard_ = std::chrono::steady_clock::now();
    tell(fmt::format("volume {}", volume_));
    tell(fmt::format("size {} {}", width_, height_));
    listen();
    look();
  }

  void tell(const std::string& message) {
    if (socket_.is_open()) {
      [[maybe_unused]] const ssize_t sent =
          ::send(socket_.native_handle(), message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    }
  }

  void listen() {
    socket_.async_read_some(asio::buffer(message_),
                            [self = shared_from_this()](const boost::system::error_code& error, std::size_t size) {
                              if (error == asio::error::operation_aborted || self->stopped_) {
                                return;
                              }
                              if (error || size == 0) {
                                self->ended("it died");
                                return;
                              }
                              self->heard_ = std::chrono::steady_clock::now();
                              const std::string_view text{self->message_.data(), size};
                              if (text == "frame") {
                                if (!std::exchange(self->shown_, true)) {
                                  spdlog::info("media: playing");
                                }
                                self->pause_ = self->settings_.again_after;
                                self->changed_();
                              } else if (text.starts_with("broken ")) {
                                spdlog::error("media: {}", text.substr(7));
                              }
                              if (self->socket_.is_open()) {
                                self->listen();
                              }
                            });
  }

  /// A process that is stopped or hangs says nothing.
  void look() {
    watch_.expires_after(settings_.silent_for / 5);
    watch_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (error || self->stopped_ || self->pid_ == 0) {
        return;
      }
      if (std::chrono::steady_clock::now() - self->heard_ > self->settings_.silent_for) {
        self->ended("it hung");
        return;
      }
      self->look();
    });
  }

  void ended(const char* how) {
    spdlog::warn("media: {}; its region shows the theme, trying again in {} s", how,
                 std::chrono::duration_cast<std::chrono::seconds>(pause_ + 999ms).count());
    end();
    changed_();
    later();
  }

  void end() {
    shown_ = false;
    boost::system::error_code ignored;
    socket_.close(ignored);
    watch_.cancel();
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
      pid_ = 0;
    }
  }

  void later() {
    if (stopped_) {
      return;
    }
    again_.expires_after(pause_);
    pause_ = std::min<std::chrono::milliseconds>(pause_ * 2, 60s);
    again_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (!error) {
        self->start();
      }
    });
  }

  MediaSettings settings_;
  std::function<void()> changed_;
  asio::posix::stream_descriptor socket_;
  asio::steady_timer watch_;
  asio::steady_timer again_;
  std::array<char, 512> message_{};
  std::optional<SharedFrames> frames_;
  std::size_t pixels_ = 0;
  int width_ = 0;
  int height_ = 0;
  int volume_ = 0;
  pid_t pid_ = 0;
  int starts_ = 0;
  bool shown_ = false;  ///< it has given a picture since its start
  bool stopped_ = false;
  std::chrono::milliseconds pause_{0};
  std::chrono::steady_clock::time_point heard_{};

  friend class MediaProcess;
  bool ducked_ = false;
  bool muted_ = false;
};

MediaProcess::MediaProcess(asio::io_context& io, MediaSettings settings, std::function<void()> changed)
    : impl_(std::make_shared<Impl>(io, std::move(settings), std::move(changed))) {
  impl_->volume(impl_->settings().volume);
}
MediaProcess::~MediaProcess() { impl_->stop(); }

void MediaProcess::size(int width, int height) { impl_->size(width, height); }
void MediaProcess::duck(bool ducked) {
  impl_->ducked_ = ducked;
  const MediaSettings& settings = impl_->settings();
  impl_->volume(impl_->muted_ ? 0 : ducked ? std::min(settings.ducked, settings.volume) : settings.volume);
}
void MediaProcess::mute(bool muted) {
  impl_->muted_ = muted;
  duck(impl_->ducked_);
}
void MediaProcess::stop() { impl_->stop(); }
std::optional<MovingPicture> MediaProcess::picture() { return impl_->picture(); }
int MediaProcess::starts() const { return impl_->starts(); }
int MediaProcess::pid() const { return impl_->pid(); }

}  // namespace antrean::display
