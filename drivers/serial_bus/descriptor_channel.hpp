// An open serial port or connection as a ByteChannel, on the machine's own clock. The caller opens and closes
// the descriptor.
#pragma once

#include "serial_bus/byte_channel.hpp"

namespace antrean::bus {

class DescriptorChannel final : public ByteChannel {
 public:
  void use(int descriptor) { descriptor_ = descriptor; }

  MonotonicTime now() const override;
  void sleep_until(MonotonicTime until) override;
  int send(std::span<const std::uint8_t> bytes) override;
  void drop_unsent() override;
  bool readable_by(MonotonicTime until) override;
  std::size_t waiting() const override;
  std::ptrdiff_t read(std::span<std::uint8_t> into) override;

 private:
  int descriptor_ = -1;
};

}  // namespace antrean::bus
