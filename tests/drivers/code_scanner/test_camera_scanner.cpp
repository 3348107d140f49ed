// A camera as a scanner, with drawn pictures: turned, small, dark, grainy. No camera was before this test.
#include <fcntl.h>
#include <linux/videodev2.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <spdlog/spdlog.h>

#include "code_scanner/camera_scanner.hpp"
#include "codes/booking_code.hpp"
#include "qr/qr.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
namespace asio = boost::asio;

namespace {

// The logger is made before the first test, so that the leak detector does not count it for a test.
[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

constexpr const char* payload = "AQ1ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGH";

struct Look {
  double points_a_module = 6;
  double degrees = 0;
  double left = 0;  ///< of its middle from the picture's middle, in points
  int dark = 30, light = 200;
  int grain = 0;     ///< up and down
  double fades = 0;  ///< so much darker from left to right
};

GreyPicture grey_wall() { return {.width = 1280, .height = 720, .points = std::vector<std::uint8_t>(1280 * 720, 120)}; }

/// As on a phone that somebody holds before the camera.
void draw(GreyPicture& picture, const std::string& text, const Look& look) {
  const auto symbol = qr::symbol_of(text);
  const double quiet_zone = static_cast<double>(qr::quiet_modules);
  const double all = static_cast<double>(symbol.side) + 2 * quiet_zone;
  const double cos = std::cos(look.degrees * 3.14159265 / 180), sin = std::sin(look.degrees * 3.14159265 / 180);
  std::mt19937 chance{7};
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const double dx = x - picture.width / 2.0 - look.left, dy = y - picture.height / 2.0;
      const double column = (dx * cos + dy * sin) / look.points_a_module + all / 2;
      const double row = (dy * cos - dx * sin) / look.points_a_module + all / 2;
      if (column < 0 || row < 0 || column >= all || row >= all) {
        continue;
      }
      const auto mx = static_cast<std::size_t>(std::max(0.0, column - quiet_zone));
      const auto my = static_cast<std::size_t>(std::max(0.0, row - quiet_zone));
      const bool inside = column >= quiet_zone && row >= quiet_zone && mx < symbol.side && my < symbol.side;
      double bright = inside && symbol.dark(mx, my) ? look.dark : look.light;
      bright *= 1 - look.fades * x / picture.width;
      if (look.grain > 0) {
        bright += static_cast<int>(chance() % static_cast<unsigned>(2 * look.grain + 1)) - look.grain;
      }
      picture.points[static_cast<std::size_t>(y * picture.width + x)] =
          static_cast<std::uint8_t>(std::clamp(bright, 0.0, 255.0));
    }
  }
}

GreyPicture picture_of(const std::string& text, const Look& look = {}) {
  auto picture = grey_wall();
  draw(picture, text, look);
  return picture;
}

// What ZXing makes once, it makes before the first test.
[[maybe_unused]] const bool read_before = codes_in(picture_of(payload)).empty();

/// Its pictures come when the test says so. The scanner uses it on its own thread.
class DrawnCamera final : public Camera {
 public:
  class Scene {
   public:
    std::atomic<int> opens_with = 0;   ///< errno
    std::atomic<int> breaks_with = 0;  ///< once
    std::atomic<int> opened = 0;
    std::thread::id thread;  ///< of the latest call

    void show(GreyPicture picture) {
      const std::scoped_lock lock{mutex_};
      picture_ = std::move(picture);
      wake_locked();
    }
    /// Until the camera is asked for it.
    bool shows() const {
      const std::scoped_lock lock{mutex_};
      return picture_.has_value();
    }
    void wake() {
      const std::scoped_lock lock{mutex_};
      wake_locked();
    }

   private:
    friend class DrawnCamera;
    void wake_locked() const {
      if (write_end_ >= 0 && ::write(write_end_, "x", 1) != 1) {
        std::abort();
      }
    }
    mutable std::mutex mutex_;
    std::optional<GreyPicture> picture_;
    int write_end_ = -1;
  };
  explicit DrawnCamera(Scene& scene) : scene_(scene) {}
  ~DrawnCamera() override { close(); }
  DrawnCamera(const DrawnCamera&) = delete;
  DrawnCamera& operator=(const DrawnCamera&) = delete;

  int open() override {
    const std::scoped_lock lock{scene_.mutex_};
    scene_.thread = std::this_thread::get_id();
    if (const int error = scene_.opens_with; error != 0) {
      return error;
    }
    int ends[2];
    if (::pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) {
      return errno;
    }
    read_end_ = ends[0];
    scene_.write_end_ = ends[1];
    ++scene_.opened;
    return 0;
  }
  void close() override {
    const std::scoped_lock lock{scene_.mutex_};
    if (read_end_ >= 0) {
      ::close(std::exchange(read_end_, -1));
      ::close(std::exchange(scene_.write_end_, -1));
    }
  }
  int descriptor() const override { return read_end_; }
  int take(GreyPicture& picture) override {
    const std::scoped_lock lock{scene_.mutex_};
    scene_.thread = std::this_thread::get_id();
    char bytes[64];
    while (::read(read_end_, bytes, sizeof bytes) > 0) {
    }
    if (const int error = scene_.breaks_with.exchange(0); error != 0) {
      return error;
    }
    if (!scene_.picture_) {
      return EAGAIN;
    }
    picture = *std::exchange(scene_.picture_, std::nullopt);
    return 0;
  }

 private:
  Scene& scene_;
  int read_end_ = -1;
};

}  // namespace

TEST_GROUP(CodesInPictures){
    static void is_read(const GreyPicture& picture, const char* what){const auto codes = codes_in(picture);
CHECK_TEXT(codes == std::vector<std::string>{payload}, what);
}
}
;

TEST(CodesInPictures, AreReadHoweverTheyAreHeld) {
  for (const double degrees : {0.0, 7.0, 30.0, 45.0, 90.0, 173.0, 270.0}) {
    is_read(picture_of(payload, {.degrees = degrees}), std::to_string(degrees).c_str());
  }
  is_read(picture_of(payload, {.points_a_module = 3}), "small");
  is_read(picture_of(payload, {.points_a_module = 14}), "large");
  is_read(picture_of(payload, {.grain = 40}), "grainy");
  is_read(picture_of(payload, {.fades = 0.6}), "with light from one side");
}

TEST(CodesInPictures, ADimPhoneIsReadBeforeABrightWall) {
  const auto dim = picture_of(payload, {.dark = 20, .light = 70});
  CHECK(codes_in(dim).empty());
  CHECK(codes_in(dim, 64) == std::vector<std::string>{payload});
}

TEST(CodesInPictures, SeveralAreAllRead) {
  auto picture = picture_of("AD-QFJ8BD", {.left = -300});
  draw(picture, "AD-7K2MNP", {.left = 300});
  auto codes = codes_in(picture);
  std::ranges::sort(codes);
  CHECK((codes == std::vector<std::string>{"AD-7K2MNP", "AD-QFJ8BD"}));
}

TEST(CodesInPictures, NothingIsReadWhereNothingIs) {
  CHECK(codes_in(grey_wall()).empty());
  CHECK(codes_in({}).empty());
}

TEST_GROUP(GreyPictures){};

TEST(GreyPictures, AreMadeOfEachFormat) {
  // Two rows of two points, with a rest at the end of each row.
  const std::vector<std::uint8_t> grey{1, 2, 99, 3, 4, 99};
  const std::vector<std::uint8_t> yuyv{1, 99, 2, 99, 99, 3, 99, 4, 99, 99};
  const std::vector<std::uint8_t> uyvy{99, 1, 99, 2, 99, 99, 3, 99, 4, 99};
  const std::vector<std::uint8_t> points{1, 2, 3, 4};
  CHECK(grey_of(V4L2_PIX_FMT_GREY, grey, 2, 2, 3).points == points);
  CHECK(grey_of(V4L2_PIX_FMT_NV12, grey, 2, 2, 3).points == points);
  CHECK(grey_of(V4L2_PIX_FMT_YUYV, yuyv, 2, 2, 5).points == points);
  CHECK(grey_of(V4L2_PIX_FMT_UYVY, uyvy, 2, 2, 5).points == points);
  CHECK(grey_of(V4L2_PIX_FMT_GREY, points, 2, 2, 0).points == points);  // a driver that leaves it out
}

TEST(GreyPictures, AreEmptyWhereBytesAreMissing) {
  const std::vector<std::uint8_t> bytes(11, 5);
  CHECK(grey_of(V4L2_PIX_FMT_GREY, bytes, 4, 3, 4).points.empty());
  CHECK_FALSE(grey_of(V4L2_PIX_FMT_GREY, bytes, 3, 3, 4).points.empty());
  CHECK(grey_of(V4L2_PIX_FMT_MJPEG, bytes, 2, 2, 2).points.empty());
  CHECK(grey_of(V4L2_PIX_FMT_GREY, bytes, 0, 0, 0).points.empty());
}

TEST_GROUP(CameraScanning) {
  asio::io_context io{1};
  DrawnCamera::Scene scene;
  std::unique_ptr<CodeScanner> scanner;
  std::vector<std::string> lines;
  asio::cancellation_signal stop;

  void start() {
    ScannerSettings settings;
    settings.kind = ScannerKind::camera;
    settings.device = "/dev/v4l/by-id/drawn";
    settings.reopen_after = std::chrono::milliseconds(5);
    scanner = make_camera_scanner(io, settings, std::make_unique<DrawnCamera>(scene));
    asio::co_spawn(io, scanner->run([this](std::string line) { lines.push_back(std::move(line)); }),
                   asio::bind_cancellation_slot(stop.slot(), [](const std::exception_ptr&) {}));
  }
  void until(const std::function<bool()>& true_now) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!true_now()) {
      CHECK_TEXT(std::chrono::steady_clock::now() < give_up, scanner->health().error.c_str());
      io.restart();
      io.run_for(std::chrono::milliseconds(5));
    }
  }
  void show_until_read(const std::string& text, const Look& look = {}) {
    const auto before = lines.size();
    until([&] {
      if (!scene.shows()) {
        scene.show(picture_of(text, look));
      }
      return lines.size() > before;
    });
  }
  void teardown() override {
    stop.emit(asio::cancellation_type::terminal);
    io.restart();
    io.run_for(std::chrono::milliseconds(50));
    scanner.reset();
  }
};

TEST(CameraScanning, ACodeThatStaysThereIsNotGivenWithEachPicture) {
  start();
  until([&] { return scanner->health().online; });
  show_until_read("AD-QFJ8BD");
  scene.show(picture_of("AD-QFJ8BD"));
  show_until_read("AD-7K2MNP");
  CHECK((lines == std::vector<std::string>{"AD-QFJ8BD", "AD-7K2MNP"}));
  LONGS_EQUAL(2, scanner->health().lines);
  CHECK(scene.thread != std::this_thread::get_id());  // a camera that hangs keeps nobody waiting
}

TEST(CameraScanning, ALongTextIsCutAndOneOfSeveralLinesEndsWithItsFirst) {
  start();
  until([&] { return scanner->health().online; });
  show_until_read("AD-QFJ8BD\r\nAD-7K2MNP");
  STRCMP_EQUAL("AD-QFJ8BD", lines[0].c_str());
  show_until_read(std::string(600, '7'));
  LONGS_EQUAL(codes::max_scan_bytes + 1, lines[1].size());
}

TEST(CameraScanning, ADimPhoneIsReadToo) {
  start();
  until([&] { return scanner->health().online; });
  show_until_read("AD-QFJ8BD", {.dark = 20, .light = 70});
}

TEST(CameraScanning, ACameraThatIsAwayIsOpenedWhenItIsBack) {
  scene.opens_with = ENOENT;
  start();
  until([&] { return !scanner->health().error.empty(); });
  CHECK_FALSE(scanner->health().online);
  STRCMP_EQUAL("/dev/v4l/by-id/drawn: no such camera; /dev/v4l/by-id lists what is there",
               scanner->health().error.c_str());
  scene.opens_with = 0;
  until([&] { return scanner->health().online; });
  CHECK(scanner->health().error.empty());
  scene.breaks_with = ENODEV;  // the cable is pulled
  scene.wake();
  until([&] { return scene.opened == 2 && scanner->health().online; });
  show_until_read("AD-QFJ8BD");
}

TEST(CameraScanning, WhatIsNoCameraSaysSo) {
  auto nothing = make_v4l2_camera("/dev/v4l/by-id/none");
  LONGS_EQUAL(ENOENT, nothing->open());
  auto null = make_v4l2_camera("/dev/null");
  LONGS_EQUAL(ENOTTY, null->open());
  LONGS_EQUAL(-1, null->descriptor());
}
