// An ATmega328P under simavr with the parts around it: a line on its UART, a MAX7219 on its SPI, buttons,
// lamps. It runs the image that would be flashed. Time is the part's own: cycles at 16 MHz.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "bytes.hpp"

struct avr_t;
struct avr_irq_t;

class SimulatedPart {
 public:
  static constexpr std::uint64_t cycles_per_us = 16;
  static constexpr std::uint64_t character_us = 573;  ///< 8E1 at 19200
  static constexpr std::uint64_t end_us = 2006;       ///< 3.5 characters

  using Eeprom = std::array<std::uint8_t, 1024>;

  /// Throws std::runtime_error if simavr cannot load the image.
  SimulatedPart(const std::string& image, const Eeprom& eeprom);
  SimulatedPart(const SimulatedPart&) = delete;
  SimulatedPart& operator=(const SimulatedPart&) = delete;
  ~SimulatedPart();

  void run_us(std::uint64_t us);
  /// Another's byte begins now. It is received one character later, if the part is not sending.
  void hear(std::uint8_t byte);
  /// The CPU hangs in its instruction of now, as if the program had an endless loop there; false: it goes on.
  void hang(bool hung);
  [[nodiscard]] std::uint64_t now_us() const;

  /// Sends bytes on the line, one after the other.
  void send(const Bytes& bytes);
  /// Sends, then waits until the part has answered and released the line, or until `patience_us` is over.
  Bytes ask(const Bytes& request, std::uint64_t patience_us = 60'000);

  void contact(unsigned button, bool closed);
  [[nodiscard]] unsigned lamps() const { return lamps_; }
  [[nodiscard]] bool driver_enabled() const { return driver_enabled_; }
  [[nodiscard]] Eeprom eeprom() const;
  /// A byte of the part's data space, which includes the registers.
  [[nodiscard]] std::uint8_t data(std::uint16_t address) const;

  struct SentByte {
    std::uint64_t begin_us;
    std::uint8_t value;
    bool driver_enabled;
  };
  std::vector<SentByte> sent;
  std::vector<std::uint64_t> driver_on_us;
  std::vector<std::uint64_t> driver_off_us;

  struct Latch {
    std::uint64_t at_us;
    std::uint8_t address;
    std::uint8_t value;
  };
  std::vector<Latch> latches;
  /// The display's registers as latched.
  std::array<std::uint8_t, 16> display{};
  /// What the digits show, leftmost first.
  [[nodiscard]] std::string lit(unsigned digits) const;

 private:
  static void on_uart(avr_irq_t* irq, std::uint32_t value, void* part);
  static void on_driver(avr_irq_t* irq, std::uint32_t value, void* part);
  static void on_lamp(avr_irq_t* irq, std::uint32_t value, void* part);
  static void on_spi(avr_irq_t* irq, std::uint32_t value, void* part);
  static void on_load(avr_irq_t* irq, std::uint32_t value, void* part);

  avr_t* avr_ = nullptr;
  unsigned lamps_ = 0;
  bool driver_enabled_ = false;
  bool load_ = true;
  std::uint16_t shifted_ = 0;
  std::uint8_t levels_ = 0xF0;
  std::uint32_t hung_at_ = 0;
  std::array<std::uint8_t, 2> instruction_{};
};

/// Several parts on one line. All run in small steps of the same time, as slowly as the machine needs.
class SimulatedLineOfParts {
 public:
  void join(SimulatedPart& part) { parts_.push_back(&part); }
  void run_us(std::uint64_t us);
  /// Sends as the host and returns all bytes that came back, one FF for those that several sent in one
  /// window.
  Bytes ask(const Bytes& request, std::uint64_t wait_us = 60'000);
  [[nodiscard]] unsigned collisions() const { return collisions_; }
  /// Of a character, at the speed of the line.
  std::uint64_t character_us = SimulatedPart::character_us;

 private:
  void carry(std::size_t sender, std::uint8_t value);

  std::vector<SimulatedPart*> parts_;
  std::uint64_t now_us_ = 0;
  std::uint64_t busy_until_us_ = 0;
  std::uint8_t on_line_ = 0;
  unsigned collisions_ = 0;
  Bytes heard_;
};
