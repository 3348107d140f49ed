#include "code_scanner/camera_scanner.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <map>
#include <system_error>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "codes/booking_code.hpp"
#include "worker/worker.hpp"

namespace antrean {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_looks{100};
constexpr std::chrono::seconds again_after{1};
/// Picture by picture, so that bright and dim phones are read.
constexpr std::array<std::uint8_t, 3> brightest_of{255, 128, 64};
/// A camera that gives no picture for so long hangs, as after a bad USB cable.
constexpr std::chrono::seconds silent_for{5};

std::string trouble(const std::string& device, int error) {
  switch (error) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
      return device + ": no such camera; /dev/v4l/by-id lists what is there";
    case EACCES:
    case EPERM:
      return device + ": not allowed; antrean-office must be in the group video";
    case EBUSY:
      return device + ": another program has this camera; end that program";
    case ENOTTY:
    case EINVAL:
      return device + ": it takes no pictures; a camera has several names, try the other one";
    case EMEDIUMTYPE:
      return device + ": it gives only compressed pictures; take a camera that has YUYV";
    case ETIMEDOUT:
      return device + ": it gives no pictures any more";
    default:
      return device + ": " + std::generic_category().message(error);
  }
}

class CameraScanner final : public CodeScanner {
 public:
  CameraScanner(asio::io_context& io, ScannerSettings settings, std::unique_ptr<Camera> camera)
      : settings_(std::move(settings)), camera_(std::move(camera)), pictures_(io), pause_(io), silence_(io) {}
  ~CameraScanner() override { let_go(); }

  asio::awaitable<void> run(std::function<void(std::string)> on_line) override {
    for (;;) {
      int error = co_await worker_.run([this] { return camera_->open(); });
      if (error == 0) {
        pictures_.assign(camera_->descriptor());
        if (!health_.online) {
          spdlog::info("scanner {}: open", settings_.device);
        }
        health_.online = true;
        health_.error.clear();
        error = co_await look_until_gone(on_line);
        if (error == ECANCELED) {
          co_return;
        }
      }
      co_await lost(error);
      error_code ignored;
      pause_.expires_after(settings_.reopen_after);
      co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  }

  ScannerHealth health() const override { return health_; }

 private:
  /// The errno for which the camera is of no more use; ECANCELED at the end.
  asio::awaitable<int> look_until_gone(const std::function<void(std::string)>& on_line) {
    auto looked = Clock::time_point{};
    for (;;) {
      if (const int error = co_await a_picture(); error != 0) {
        co_return error;
      }
      // The driver keeps the newest pictures meanwhile.
      if (const auto rest = looked + between_looks - Clock::now(); rest > Clock::duration::zero()) {
        error_code ended;
        pause_.expires_after(rest);
        co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
        if (ended) {
          co_return ECANCELED;
        }
      }
      looked = Clock::now();
      auto look = [this, brightest = brightest_of[looks_++ % brightest_of.size()]] { return look_once(brightest); };
      auto [error, codes] = co_await worker_.run(std::move(look));
      if (error != 0 && error != EAGAIN) {
        co_return error;
      }
      for (auto& code : codes) {
        seen(std::move(code), on_line);
      }
    }
  }

  /// On the worker. The errno of the picture, and what is on it.
  std::pair<int, std::vector<std::string>> look_once(std::uint8_t brightest) {
    GreyPicture picture;
    const int error = camera_->take(picture);
    return {error, error == 0 ? codes_in(std::move(picture), brightest) : std::vector<std::string>{}};
  }

  asio::awaitable<int> a_picture() {
    silent_ = false;
    silence_.expires_after(silent_for);
    silence_.async_wait([this, nr = ++waits_, here = std::weak_ptr<bool>(here_)](error_code error) {
      if (!error && !here.expired() && nr == waits_) {
        silent_ = true;
        pictures_.cancel();
      }
    });
    error_code error;
    co_await pictures_.async_wait(asio::posix::stream_descriptor::wait_read,
                                  asio::redirect_error(asio::use_awaitable, error));
    ++waits_;
    silence_.cancel();
    if (silent_) {
      co_return ETIMEDOUT;
    }
    co_return error == asio::error::operation_aborted ? ECANCELED : error.value();
  }

  void seen(std::string code, const std::function<void(std::string)>& on_line) {
    code.resize(std::min({code.size(), code.find_first_of("\r\n"), codes::max_scan_bytes + 1}));
    const auto now = Clock::now();
    std::erase_if(told_, [&](const auto& one) { return now - one.second >= again_after; });
    if (code.empty() || !told_.emplace(code, now).second) {
      return;
    }
    ++health_.lines;
    on_line(std::move(code));
  }

  void let_go() {
    silence_.cancel();
    if (pictures_.is_open()) {
      pictures_.release();  // the camera closes it
    }
  }

  asio::awaitable<void> lost(int error) {
    let_go();
    co_await worker_.run([this] { camera_->close(); });
    told_.clear();
    std::string text = trouble(settings_.device, error);
    if (health_.online || health_.error != text) {
      spdlog::warn("scanner {}; trying again every {} ms", text, settings_.reopen_after.count());
    }
    health_.online = false;
    health_.error = std::move(text);
  }

  ScannerSettings settings_;
  std::unique_ptr<Camera> camera_;  ///< on the worker: a broken camera can block for seconds
  asio::posix::stream_descriptor pictures_;
  asio::steady_timer pause_, silence_;
  std::map<std::string, Clock::time_point> told_;
  ScannerHealth health_;
  std::size_t looks_ = 0;
  std::uint64_t waits_ = 0;  ///< for pictures
  bool silent_ = false;      ///< the latest one was in vain
  /// Gone after destruction: a timer that ends then must not use this object.
  std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
  Worker worker_{"camera"};
};

}  // namespace

std::unique_ptr<CodeScanner> make_camera_scanner(asio::io_context& io, ScannerSettings settings) {
  auto camera = make_v4l2_camera(settings.device);
  return make_camera_scanner(io, std::move(settings), std::move(camera));
}

std::unique_ptr<CodeScanner> make_camera_scanner(asio::io_context& io, ScannerSettings settings,
                                                 std::unique_ptr<Camera> camera) {
  return std::make_unique<CameraScanner>(io, std::move(settings), std::move(camera));
}

}  // namespace antrean
