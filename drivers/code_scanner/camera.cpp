#include "code_scanner/camera.hpp"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include <ZXing/ReadBarcode.h>

namespace antrean {
namespace {

constexpr unsigned wanted_width = 1280;
constexpr unsigned wanted_height = 720;
constexpr unsigned wanted_pictures_a_second = 15;
constexpr unsigned wanted_buffers = 4;

/// Where the brightness of a point is: the best format first. A camera that has only MJPEG is not used.
struct Brightness {
  std::uint32_t format;
  int first;
  int step;
};
constexpr std::array<Brightness, 6> formats{{{V4L2_PIX_FMT_GREY, 0, 1},
                                             {V4L2_PIX_FMT_NV12, 0, 1},
                                             {V4L2_PIX_FMT_NV21, 0, 1},
                                             {V4L2_PIX_FMT_YUV420, 0, 1},
                                             {V4L2_PIX_FMT_YUYV, 0, 2},
                                             {V4L2_PIX_FMT_UYVY, 1, 2}}};

class V4l2Camera final : public Camera {
 public:
  explicit V4l2Camera(std::string device) : device_(std::move(device)) {}
  ~V4l2Camera() override { close(); }
  V4l2Camera(const V4l2Camera&) = delete;
  V4l2Camera& operator=(const V4l2Camera&) = delete;

  int open() override {
    descriptor_ = ::open(device_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    const int error = descriptor_ < 0 ? errno : start();
    if (error != 0) {
      close();
    }
    return error;
  }

  void close() override {
    for (const auto& buffer : buffers_) {
      ::munmap(buffer.data(), buffer.size());
    }
    buffers_.clear();
    if (descriptor_ >= 0) {
      ::close(descriptor_);  // which ends the pictures, too
      descriptor_ = -1;
    }
  }

  int descriptor() const override { return descriptor_; }

  int take(GreyPicture& picture) override {
    std::optional<v4l2_buffer> newest;
    for (;;) {
      v4l2_buffer buffer = empty_buffer();
      if (const int error = ask(VIDIOC_DQBUF, &buffer); error != 0) {
        if (error != EAGAIN || !newest) {
          return error;
        }
        break;
      }
      const bool broken = (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0 || buffer.index >= buffers_.size();
      const auto dropped = broken ? std::optional(buffer) : std::exchange(newest, buffer);
      if (dropped) {
        if (const int error = give_back(*dropped); error != 0) {
          return error;
        }
      }
    }
    const auto bytes =
        buffers_[newest->index].first(std::min<std::size_t>(newest->bytesused, buffers_[newest->index].size()));
    picture = grey_of(format_, bytes, width_, height_, row_bytes_);
    return give_back(*newest);
  }

 private:
  static v4l2_buffer empty_buffer() {
    v4l2_buffer buffer{};
    buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    buffer.memory = V4L2_MEMORY_MMAP;
    return buffer;
  }

  /// 0, or the errno.
  int ask(unsigned long what, void* about) {
    while (::ioctl(descriptor_, what, about) != 0) {
      if (errno != EINTR) {
        return errno;
      }
    }
    return 0;
  }

  int give_back(v4l2_buffer buffer) { return ask(VIDIOC_QBUF, &buffer); }

  int start() {
    v4l2_capability can{};
    if (const int error = ask(VIDIOC_QUERYCAP, &can); error != 0) {
      return error;
    }
    const auto what = (can.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? can.device_caps : can.capabilities;
    if ((what & V4L2_CAP_VIDEO_CAPTURE) == 0 || (what & V4L2_CAP_STREAMING) == 0) {
      return ENOTTY;
    }
    if (const int error = choose_format(); error != 0) {
      return error;
    }
    v4l2_streamparm pace{};
    pace.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    pace.parm.capture.timeperframe = {1, wanted_pictures_a_second};
    ask(VIDIOC_S_PARM, &pace);  // a camera may have a pace of its own
    return begin();
  }

  bool has(std::uint32_t format) {
    v4l2_fmtdesc one{};
    one.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    for (; ask(VIDIOC_ENUM_FMT, &one) == 0; ++one.index) {
      if (one.pixelformat == format) {
        return true;
      }
    }
    return false;
  }

  int choose_format() {
    for (const auto& one : formats) {
      if (!has(one.format)) {
        continue;
      }
      v4l2_format wanted{};
      wanted.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
      wanted.fmt.pix.width = wanted_width;
      wanted.fmt.pix.height = wanted_height;
      wanted.fmt.pix.pixelformat = one.format;
      wanted.fmt.pix.field = V4L2_FIELD_NONE;
      if (const int error = ask(VIDIOC_S_FMT, &wanted); error != 0) {
        return error;
      }
      if (wanted.fmt.pix.pixelformat == one.format) {
        format_ = one.format;
        width_ = static_cast<int>(wanted.fmt.pix.width);
        height_ = static_cast<int>(wanted.fmt.pix.height);
        row_bytes_ = static_cast<int>(wanted.fmt.pix.bytesperline);
        return 0;
      }
    }
    return EMEDIUMTYPE;
  }

  int begin() {
    v4l2_requestbuffers wanted{};
    wanted.count = wanted_buffers;
    wanted.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    wanted.memory = V4L2_MEMORY_MMAP;
    if (const int error = ask(VIDIOC_REQBUFS, &wanted); error != 0) {
      return error;
    }
    for (unsigned i = 0; i < wanted.count; ++i) {
      v4l2_buffer buffer = empty_buffer();
      buffer.index = i;
      if (const int error = ask(VIDIOC_QUERYBUF, &buffer); error != 0) {
        return error;
      }
      void* const at = ::mmap(nullptr, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, buffer.m.offset);
      if (at == MAP_FAILED) {
        return errno;
      }
      buffers_.emplace_back(static_cast<std::uint8_t*>(at), buffer.length);
      if (const int error = give_back(buffer); error != 0) {
        return error;
      }
    }
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    return ask(VIDIOC_STREAMON, &type);
  }

  std::string device_;
  int descriptor_ = -1;
  std::uint32_t format_ = 0;
  int width_ = 0, height_ = 0, row_bytes_ = 0;
  std::vector<std::span<std::uint8_t>> buffers_;  ///< mapped
};

}  // namespace

std::unique_ptr<Camera> make_v4l2_camera(std::string device) { return std::make_unique<V4l2Camera>(std::move(device)); }

GreyPicture grey_of(std::uint32_t format, std::span<const std::uint8_t> bytes, int width, int height, int row_bytes) {
  const auto known = std::ranges::find(formats, format, &Brightness::format);
  if (known == formats.end() || width <= 0 || height <= 0) {
    return {};
  }
  const auto row = static_cast<std::size_t>(std::max(row_bytes, width * known->step));
  const auto last =
      row * static_cast<std::size_t>(height - 1) + static_cast<std::size_t>((width - 1) * known->step + known->first);
  if (last >= bytes.size()) {
    return {};
  }
  GreyPicture picture{.width = width, .height = height, .points = {}};
  picture.points.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
    std::size_t at = y * row + static_cast<std::size_t>(known->first);
    for (int x = 0; x < width; ++x, at += static_cast<std::size_t>(known->step)) {
      picture.points.push_back(bytes[at]);
    }
  }
  return picture;
}

std::vector<std::string> codes_in(GreyPicture picture, std::uint8_t brightest) {
  std::vector<std::string> codes;
  if (picture.points.empty()) {
    return codes;
  }
  for (auto& point : picture.points) {
    point = std::min(point, brightest);
  }
  const ZXing::ImageView view{picture.points.data(), picture.width, picture.height, ZXing::ImageFormat::Lum};
  const auto hints =
      ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true).setTryRotate(true);
  for (const auto& one : ZXing::ReadBarcodes(view, hints)) {
    if (one.isValid()) {
      codes.push_back(one.text());
    }
  }
  return codes;
}

}  // namespace antrean
