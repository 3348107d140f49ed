// A camera that looks for codes, where there is no scanner. The interface is small, so that tests can put
// pictures in its place.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace antrean {

/// How bright each point is, row by row, without gaps.
struct GreyPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> points;
};

/// One thread at a time; `descriptor` only between calls. Any call may block for seconds with a broken
/// camera.
class Camera {
 public:
  virtual ~Camera() = default;
  /// It takes pictures from then on. 0, or an errno; then it is closed.
  virtual int open() = 0;
  virtual void close() = 0;
  /// Readable when a picture is there. Only while it is open.
  virtual int descriptor() const = 0;
  /// The newest picture; older ones that nobody took are dropped. 0, or an errno: EAGAIN when there is none.
  virtual int take(GreyPicture& picture) = 0;
};

/// By Video4Linux, of the formats below, about 1280 x 720 points.
std::unique_ptr<Camera> make_v4l2_camera(std::string device);

/// A picture as a V4L2 driver gives it. `format` is a V4L2_PIX_FMT_...: GREY, YUYV, UYVY, NV12, NV21, YUV420;
/// `row_bytes` from one row to the next. Empty for other formats, and where bytes are missing.
GreyPicture grey_of(std::uint32_t format, std::span<const std::uint8_t> bytes, int width, int height, int row_bytes);

/// The texts of all QR codes on it, upright or turned. What is brighter than `brightest` counts as that: so a
/// dim phone is read before a bright wall. Blocks for some milliseconds.
std::vector<std::string> codes_in(GreyPicture picture, std::uint8_t brightest = 255);

}  // namespace antrean
