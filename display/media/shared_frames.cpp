#include "media/shared_frames.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>
#include <utility>

namespace antrean::display {
namespace {

constexpr std::uint32_t none = 3;
constexpr std::size_t buffers = 3;
constexpr std::size_t header_bytes = 4096;

}  // namespace

struct SharedFrames::Header {
  std::atomic<std::uint32_t> newest;   ///< the buffer of the newest whole picture, or `none`
  std::atomic<std::uint32_t> reading;  ///< the buffer that the reader shows, or `none`
  std::uint64_t written;
  struct Slot {
    std::uint32_t width;
    std::uint32_t height;
    std::uint64_t number;
  } slots[buffers];
};
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

SharedFrames::SharedFrames(std::size_t pixels) {
  descriptor_ = memfd_create("antrean-display-media", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor_ < 0) {
    throw std::system_error(errno, std::generic_category(), "memory for a film's pictures");
  }
  const std::size_t bytes = header_bytes + buffers * pixels * sizeof(std::uint32_t);
  // Sealed, so that the other process cannot make it shorter under this one's hands.
  if (ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0 ||
      fcntl(descriptor_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    const int error = errno;
    close(descriptor_);
    throw std::system_error(error, std::generic_category(), "memory for a film's pictures");
  }
  map(pixels);
  forget();
}

SharedFrames SharedFrames::of_descriptor(int descriptor) {
  SharedFrames frames;
  frames.descriptor_ = descriptor;
  struct stat status {};
  if (fstat(descriptor, &status) != 0) {
    throw std::system_error(errno, std::generic_category(), "the memory for pictures");
  }
  const auto bytes = static_cast<std::size_t>(status.st_size);
  if (bytes <= header_bytes) {
    throw std::system_error(EINVAL, std::generic_category(), "the memory for pictures");
  }
  frames.map((bytes - header_bytes) / buffers / sizeof(std::uint32_t));
  return frames;
}

void SharedFrames::map(std::size_t pixels) {
  pixels_ = pixels;
  bytes_ = header_bytes + buffers * pixels * sizeof(std::uint32_t);
  memory_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
  if (memory_ == MAP_FAILED) {
    memory_ = nullptr;
    throw std::system_error(errno, std::generic_category(), "mapping the memory for pictures");
  }
}

SharedFrames::SharedFrames(SharedFrames&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      pixels_(other.pixels_),
      bytes_(other.bytes_),
      memory_(std::exchange(other.memory_, nullptr)) {}

SharedFrames::~SharedFrames() {
  if (memory_ != nullptr) {
    munmap(memory_, bytes_);
  }
  if (descriptor_ >= 0) {
    close(descriptor_);
  }
}

std::uint32_t* SharedFrames::buffer(std::size_t index) const {
  return reinterpret_cast<std::uint32_t*>(static_cast<std::byte*>(memory_) + header_bytes) + index * pixels_;
}

bool SharedFrames::write(const std::uint8_t* rows, std::size_t stride, int width, int height) {
  if (width <= 0 || height <= 0 || static_cast<std::size_t>(width) * static_cast<std::size_t>(height) > pixels_) {
    return false;
  }
  auto& header = *static_cast<Header*>(memory_);
  const std::uint32_t newest = header.newest.load();
  const std::uint32_t reading = header.reading.load();
  std::uint32_t free = 0;
  while (free == newest || free == reading) {
    ++free;
  }
  const std::size_t row = static_cast<std::size_t>(width) * sizeof(std::uint32_t);
  auto* to = reinterpret_cast<std::byte*>(buffer(free));
  for (int y = 0; y < height; ++y) {
    std::memcpy(to + static_cast<std::size_t>(y) * row, rows + static_cast<std::size_t>(y) * stride, row);
  }
  header.slots[free] = {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), ++header.written};
  header.newest.store(free);
  return true;
}

std::optional<MovingPicture> SharedFrames::newest() {
  auto& header = *static_cast<Header*>(memory_);
  std::uint32_t newest = header.newest.load();
  // The writer may take this buffer between the look and the mark; then there is a newer one.
  for (int tries = 0; newest < buffers && tries < 8; ++tries) {
    header.reading.store(newest);
    const std::uint32_t now = header.newest.load();
    if (now == newest) {
      break;
    }
    newest = now;
  }
  if (newest >= buffers) {
    return std::nullopt;
  }
  const Header::Slot slot = header.slots[newest];
  if (slot.width == 0 || slot.height == 0 || std::size_t{slot.width} * slot.height > pixels_) {
    return std::nullopt;
  }
  return MovingPicture{buffer(newest), static_cast<int>(slot.width), static_cast<int>(slot.height), slot.number};
}

void SharedFrames::forget() {
  auto& header = *static_cast<Header*>(memory_);
  header.newest.store(none);
  header.reading.store(none);
}

}  // namespace antrean::display
