// Pictures of a film, from the process that decodes it to the one that shows it: three buffers in memory that
// both map. The writer never waits, and the reader's picture stays whole while it is painted. The writer may
// die at any moment, and what it wrote is not trusted: sizes are checked by the reader.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace antrean::display {

/// A picture: 32 bits a pixel, 0xxRRGGBB in the machine's order, rows without gaps.
struct MovingPicture {
  const std::uint32_t* pixels = nullptr;
  int width = 0;
  int height = 0;
  std::uint64_t number = 0;  ///< rises with every picture
};

class SharedFrames {
 public:
  /// Makes the memory for pictures of at most `pixels` pixels. Throws std::system_error.
  explicit SharedFrames(std::size_t pixels);
  /// Maps the memory that another process made; takes the descriptor. Throws std::system_error.
  static SharedFrames of_descriptor(int descriptor);
  ~SharedFrames();
  SharedFrames(SharedFrames&& other) noexcept;
  SharedFrames(const SharedFrames&) = delete;
  SharedFrames& operator=(const SharedFrames&) = delete;

  int descriptor() const { return descriptor_; }

  /// The writer's: copies a picture with rows of `stride` bytes. False if it is too large.
  bool write(const std::uint8_t* rows, std::size_t stride, int width, int height);
  /// The reader's: the newest picture. It stays as it is until the next call. Absent: none was written since
  /// forget().
  std::optional<MovingPicture> newest();
  void forget();  ///< before a new writer begins

 private:
  struct Header;
  SharedFrames() = default;
  void map(std::size_t pixels);
  std::uint32_t* buffer(std::size_t index) const;

  int descriptor_ = -1;
  std::size_t pixels_ = 0;  ///< of one buffer
  std::size_t bytes_ = 0;   ///< of everything
  void* memory_ = nullptr;
};

}  // namespace antrean::display
