#include "simulated_part.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <simavr/avr_eeprom.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_spi.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>

namespace {

[[gnu::format(printf, 3, 0)]] void log_errors(avr_t*, const int level, const char* format, va_list arguments) {
  if (level <= LOG_ERROR) {
    std::vfprintf(stderr, format, arguments);
  }
}

SimulatedPart& part_of(void* part) { return *static_cast<SimulatedPart*>(part); }

avr_irq_t* port(avr_t* avr, char name, int pin) {
  return avr_io_getirq(avr, static_cast<std::uint32_t>(AVR_IOCTL_IOPORT_GETIRQ(name)), pin);
}

}  // namespace

SimulatedPart::SimulatedPart(const std::string& image, const Eeprom& eeprom) {
  avr_global_logger_set(log_errors);
  elf_firmware_t firmware{};
  if (elf_read_firmware(image.c_str(), &firmware) != 0) {
    throw std::runtime_error("simavr cannot read " + image);
  }
  avr_ = avr_make_mcu_by_name("atmega328p");
  if (!avr_) {
    throw std::runtime_error("simavr has no atmega328p");
  }
  avr_init(avr_);
  // Sleeping would skip cycles. These images do not sleep, and this makes sure of it.
  avr_->sleep = [](avr_t*, avr_cycle_count_t) {};
  avr_->frequency = 16'000'000;
  avr_load_firmware(avr_, &firmware);

  Eeprom content = eeprom;
  avr_eeprom_desc_t all{content.data(), 0, static_cast<std::uint32_t>(content.size())};
  avr_ioctl(avr_, AVR_IOCTL_EEPROM_SET, &all);
  std::uint32_t no_console = 0;  // by default, simavr prints what the UART sends and sleeps when it is polled
  avr_ioctl(avr_, AVR_IOCTL_UART_SET_FLAGS('0'), &no_console);

  avr_irq_register_notify(avr_io_getirq(avr_, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_uart, this);
  avr_irq_register_notify(avr_io_getirq(avr_, AVR_IOCTL_SPI_GETIRQ(0), SPI_IRQ_OUTPUT), on_spi, this);
  avr_irq_register_notify(port(avr_, 'D', 2), on_driver, this);
  avr_irq_register_notify(port(avr_, 'B', 2), on_load, this);
  for (int lamp = 0; lamp < 4; ++lamp) {
    avr_irq_register_notify(port(avr_, 'C', lamp), on_lamp, this);
  }
  for (unsigned button = 0; button < 4; ++button) {
    contact(button, false);
  }
}

SimulatedPart::~SimulatedPart() {
  avr_terminate(avr_);
  std::free(avr_);
}

std::uint64_t SimulatedPart::now_us() const { return avr_->cycle / cycles_per_us; }

void SimulatedPart::run_us(std::uint64_t us) {
  const avr_cycle_count_t until = avr_->cycle + us * cycles_per_us;
  while (avr_->cycle < until) {
    const int state = avr_run(avr_);
    if (state == cpu_Crashed || state == cpu_Done) {
      throw std::runtime_error("the part crashed");
    }
  }
}

void SimulatedPart::hear(std::uint8_t byte) {
  avr_raise_irq(avr_io_getirq(avr_, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT), byte);
}

void SimulatedPart::hang(bool hung) {
  std::uint8_t* flash = avr_->flash + hung_at_;
  if (!hung) {
    std::copy(instruction_.begin(), instruction_.end(), flash);
    return;
  }
  // An interrupt would end by itself, and this is the main program that hangs.
  while (avr_->sreg[S_I] == 0) {
    avr_run(avr_);
  }
  hung_at_ = avr_->pc;
  flash = avr_->flash + hung_at_;
  std::copy_n(flash, instruction_.size(), instruction_.begin());
  flash[0] = 0xFF;  // rjmp to itself
  flash[1] = 0xCF;
}

void SimulatedPart::send(const Bytes& bytes) {
  for (const std::uint8_t byte : bytes) {
    hear(byte);
    run_us(character_us);
  }
}

Bytes SimulatedPart::ask(const Bytes& request, std::uint64_t patience_us) {
  sent.clear();
  driver_on_us.clear();
  driver_off_us.clear();
  send(request);
  const std::uint64_t until = now_us() + patience_us;
  while (now_us() < until && driver_off_us.empty()) {
    run_us(20);
  }
  Bytes reply;
  for (const SentByte& byte : sent) {
    reply.push_back(byte.value);
  }
  if (!reply.empty()) {
    run_us(end_us);
  }
  return reply;
}

void SimulatedPart::contact(unsigned button, bool closed) {
  const auto bit = static_cast<std::uint8_t>(1U << (4 + button));
  levels_ = static_cast<std::uint8_t>(closed ? levels_ & ~bit : levels_ | bit);
  // Both are needed: the edge now, and the level that simavr restores each time the firmware writes this
  // port.
  avr_ioport_external_t outside{};
  outside.name = 'D';
  outside.mask = 0xF0;
  outside.value = levels_;
  avr_ioctl(avr_, static_cast<std::uint32_t>(AVR_IOCTL_IOPORT_SET_EXTERNAL('D')), &outside);
  avr_raise_irq(port(avr_, 'D', static_cast<int>(4 + button)), closed ? 0 : 1);
}

SimulatedPart::Eeprom SimulatedPart::eeprom() const {
  Eeprom content{};
  avr_eeprom_desc_t all{content.data(), 0, static_cast<std::uint32_t>(content.size())};
  avr_ioctl(avr_, AVR_IOCTL_EEPROM_GET, &all);
  return content;
}

std::uint8_t SimulatedPart::data(std::uint16_t address) const { return avr_->data[address]; }

std::string SimulatedPart::lit(unsigned digits) const {
  Bytes segments;
  for (unsigned digit = digits; digit >= 1; --digit) {
    segments.push_back(display[digit]);
  }
  return hex_of(segments);
}

void SimulatedPart::on_uart(avr_irq_t*, std::uint32_t value, void* self) {
  SimulatedPart& part = part_of(self);
  part.sent.push_back({part.now_us(), static_cast<std::uint8_t>(value), part.driver_enabled_});
}

void SimulatedPart::on_driver(avr_irq_t*, std::uint32_t value, void* self) {
  SimulatedPart& part = part_of(self);
  const bool enabled = (value & 1) != 0;
  if (enabled == part.driver_enabled_) {
    return;
  }
  part.driver_enabled_ = enabled;
  (enabled ? part.driver_on_us : part.driver_off_us).push_back(part.now_us());
}

void SimulatedPart::on_lamp(avr_irq_t* irq, std::uint32_t value, void* self) {
  SimulatedPart& part = part_of(self);
  const unsigned bit = 1U << (irq->irq & 7);
  part.lamps_ = (value & 1) != 0 ? part.lamps_ | bit : part.lamps_ & ~bit;
}

void SimulatedPart::on_spi(avr_irq_t*, std::uint32_t value, void* self) {
  SimulatedPart& part = part_of(self);
  part.shifted_ = static_cast<std::uint16_t>((static_cast<std::uint32_t>(part.shifted_) << 8) | (value & 0xFF));
}

// A MAX7219 takes the last 16 bits shifted in, at the rising edge of LOAD.
void SimulatedPart::on_load(avr_irq_t*, std::uint32_t value, void* self) {
  SimulatedPart& part = part_of(self);
  const bool high = (value & 1) != 0;
  if (high && !part.load_) {
    const auto address = static_cast<std::uint8_t>((part.shifted_ >> 8) & 0x0F);
    const auto content = static_cast<std::uint8_t>(part.shifted_ & 0xFF);
    part.display[address] = content;
    part.latches.push_back({part.now_us(), address, content});
  }
  part.load_ = high;
}

void SimulatedLineOfParts::run_us(std::uint64_t us) {
  constexpr std::uint64_t step = 8;
  for (const std::uint64_t until = now_us_ + us; now_us_ < until; now_us_ += step) {
    for (std::size_t index = 0; index < parts_.size(); ++index) {
      const std::size_t before = parts_[index]->sent.size();
      parts_[index]->run_us(step);
      for (std::size_t sent = before; sent < parts_[index]->sent.size(); ++sent) {
        carry(index, parts_[index]->sent[sent].value);
      }
    }
  }
}

void SimulatedLineOfParts::carry(std::size_t sender, std::uint8_t value) {
  if (now_us_ < busy_until_us_) {
    if (value != 0xFF || on_line_ != 0xFF) {
      ++collisions_;
    }
    return;  // the same byte once more; or garbage, which nobody reads in these tests
  }
  busy_until_us_ = now_us_ + character_us - 16;
  on_line_ = value;
  heard_.push_back(value);
  for (std::size_t index = 0; index < parts_.size(); ++index) {
    if (index != sender) {
      parts_[index]->hear(value);
    }
  }
}

Bytes SimulatedLineOfParts::ask(const Bytes& request, std::uint64_t wait_us) {
  for (const std::uint8_t byte : request) {
    for (auto* part : parts_) {
      part->hear(byte);
    }
    run_us(character_us);
  }
  heard_.clear();
  run_us(wait_us);
  return heard_;
}
