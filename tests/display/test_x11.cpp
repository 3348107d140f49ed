// The TV on a real X server without a GPU. The content of its screen is read from the server's own memory.
#include <arpa/inet.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <png.h>

#include "demo/child.hpp"
#include "program.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::display;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t width = 1280;
constexpr std::size_t height = 720;
using Pixels = std::vector<std::uint32_t>;  // 0x00RRGGBB, row by row

/// An X server for the test. Its screen is a file in the X window dump format (XWDFile.h): big-endian words,
/// then pixels.
class Screen {
 public:
  explicit Screen(const std::filesystem::path& folder)
      : folder_(folder),
        server_({.program = "/usr/bin/Xvfb",
                 .arguments = {"-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-fbdir", folder},
                 .environment = {},
                 .log = folder / "xvfb.log"}) {}

  /// ":1"; empty if the server did not start.
  std::string name() {
    for (const auto end = std::chrono::steady_clock::now() + 60s; std::chrono::steady_clock::now() < end;) {
      std::ifstream log{folder_ / "xvfb.log"};
      for (std::string line; std::getline(log, line);) {
        if (!log.eof() && !line.empty() && line.find_first_not_of("0123456789") == std::string::npos) {
          return ":" + line;
        }
      }
      if (server_.ended()) {
        break;
      }
      std::this_thread::sleep_for(10ms);
    }
    return {};
  }

  Pixels pixels() const {
    std::ifstream in{folder_ / "Xvfb_screen0", std::ios::binary};
    const std::string file{std::istreambuf_iterator<char>(in), {}};
    enum { header_size, bytes_a_line = 12, colours = 19, words = 25 };
    std::array<std::uint32_t, words> header{};
    if (file.size() < sizeof header) {
      return {};
    }
    std::memcpy(header.data(), file.data(), sizeof header);
    const std::size_t start = ntohl(header[header_size]) + ntohl(header[colours]) * std::size_t{12};
    const std::size_t line = ntohl(header[bytes_a_line]);
    if (line != 4 * width || file.size() < start + line * height) {
      return {};
    }
    Pixels pixels(width * height);
    std::memcpy(pixels.data(), file.data() + start, 4 * pixels.size());
    for (auto& pixel : pixels) {
      pixel &= 0xFFFFFF;
    }
    return pixels;
  }

  void kill() { server_.signal(SIGKILL); }

 private:
  std::filesystem::path folder_;
  demo::Child server_;
};

Pixels pixels_of(const std::filesystem::path& picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&image, picture.c_str()) == 0) {
    return {};
  }
  image.format = PNG_FORMAT_BGRA;
  Pixels pixels(std::size_t{image.width} * image.height);
  png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr);
  for (auto& pixel : pixels) {
    pixel &= 0xFFFFFF;
  }
  return pixels;
}

/// The share of pixels that are equal.
double alike(const Pixels& one, const Pixels& other) {
  if (one.size() != other.size() || one.empty()) {
    return 0;
  }
  std::size_t same = 0;
  for (std::size_t at = 0; at < one.size(); ++at) {
    same += one[at] == other[at] ? 1 : 0;
  }
  return static_cast<double>(same) / static_cast<double>(one.size());
}

}  // namespace

TEST_GROUP(DisplayOnX11) {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("antrean-display-x11-" + std::to_string(getpid()));
  const std::string snapshot = std::string{DISPLAY_TESTS} + "/snapshots/ordinary.json";
  std::unique_ptr<Screen> screen;
  std::unique_ptr<Program> tv;
  std::unique_ptr<Program> cover;
  Pixels picture;

  void setup() override {
    std::filesystem::create_directories(folder);
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    Program painted{{"--snapshot", snapshot, "--size", "1280x720", "--png", folder / "tv.png"}};
    LONGS_EQUAL(0, painted.wait());
    picture = pixels_of(folder / "tv.png");
    UNSIGNED_LONGS_EQUAL(width * height, picture.size());
    screen = std::make_unique<Screen>(folder);
    const std::string name = screen->name();
    CHECK_FALSE(name.empty());
    setenv("DISPLAY", name.c_str(), 1);
    setenv("SDL_VIDEODRIVER", "x11", 1);
  }
  void teardown() override {
    cover.reset();
    tv.reset();
    screen.reset();
    std::filesystem::remove_all(folder);
  }

  static std::unique_ptr<Program> window(const std::string& snapshot, const std::string& size) {
    return std::make_unique<Program>(
        std::vector<std::string>{"--snapshot", snapshot, "--size", size, "--window", "--log-level", "error"});
  }
  /// Waits until the screen shows the picture, or something else. The limit is one minute, far more than it
  /// ever takes.
  bool shows_picture(bool wanted) const {
    for (const auto end = std::chrono::steady_clock::now() + 60s; std::chrono::steady_clock::now() < end;) {
      // The clock on the screen runs, and the clock in the picture does not.
      if ((alike(screen->pixels(), picture) > 0.97) == wanted) {
        return true;
      }
      std::this_thread::sleep_for(20ms);
    }
    return false;
  }
};

TEST(DisplayOnX11, PaintsWhatThePictureShowsAndAgainWhatWasCovered) {
  CHECK_TRUE(alike(screen->pixels(), picture) < 0.5);
  tv = window(snapshot, "1280x720");
  CHECK_TRUE(shows_picture(true));
  cover = window(snapshot, "640x360");  // in the middle, above it
  CHECK_TRUE(shows_picture(false));
  cover.reset();
  CHECK_TRUE(shows_picture(true));
  LONGS_EQUAL(0, tv->stop());
}

TEST(DisplayOnX11, EndsWithItsScreenSoThatItIsStartedAgain) {
  tv = window(snapshot, "1280x720");
  CHECK_TRUE(shows_picture(true));
  screen->kill();
  LONGS_EQUAL(1, tv->wait());
}
