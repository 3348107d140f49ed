#include "led_board/register_board.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include <fmt/format.h>

#include "wire/wire.h"

namespace antrean {
namespace {

constexpr std::chrono::seconds same_picture_after_refusal{5};
constexpr std::chrono::seconds look_again_after_lamp_test{2};

bool known_character(char character) {
  return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') || character == '-' ||
         character == '.' || character == ' ';
}

}  // namespace

RegisterBoard::RegisterBoard(bus::SerialBus& bus, Settings settings) : bus_(bus), settings_(settings) {
  if (settings.width < 1 || settings.width > WIRE_BOARD_MAX_CHARACTERS) {
    throw std::invalid_argument(fmt::format("{} on {}: width {} does not exist; boards have 1 to 8 characters", name(),
                                            bus.name(), settings.width));
  }
  bus_.attach(*this);
}

std::string RegisterBoard::name() const { return fmt::format("board {}", settings_.address); }

DeviceHealth RegisterBoard::health() const { return bus_.health(*this); }

void RegisterBoard::show(BoardPicture picture) {
  picture = fitted(std::move(picture));
  if (desired_ != picture) {
    desired_ = std::move(picture);
    hold_until_ = {};
    bus_.wake();
  }
}

// Changes the picture to what the board can show, so that it can be compared with the board's report.
BoardPicture RegisterBoard::fitted(BoardPicture picture) const {
  picture.text.resize(settings_.width, ' ');
  for (auto& character : picture.text) {
    character = static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
    character = known_character(character) ? character : ' ';
  }
  picture.blink = static_cast<std::uint8_t>(picture.blink & (0xFF << (8 - settings_.width)));
  picture.brightness = std::min<std::uint8_t>(picture.brightness, WIRE_BOARD_MAX_BRIGHTNESS);
  return picture;
}

bus::Registers RegisterBoard::registers_of(const BoardPicture& picture) const {
  bus::Registers registers{static_cast<std::uint16_t>((picture.blink << 8) | picture.brightness)};
  for (std::size_t pair = 0; pair < text_registers(); ++pair) {
    const auto character = [&](std::size_t at) {
      return static_cast<std::uint8_t>(at < picture.text.size() ? picture.text[at] : ' ');
    };
    registers.push_back(static_cast<std::uint16_t>((character(2 * pair) << 8) | character(2 * pair + 1)));
  }
  return registers;
}

BoardPicture RegisterBoard::picture_of(const std::uint16_t* registers) const {
  BoardPicture picture;
  picture.blink = static_cast<std::uint8_t>(registers[0] >> 8);
  picture.brightness = static_cast<std::uint8_t>(registers[0] & 0xFF);
  for (std::size_t at = 0; at < settings_.width; ++at) {
    const auto pair = registers[1 + at / 2];
    picture.text.push_back(static_cast<char>(at % 2 == 0 ? pair >> 8 : pair & 0xFF));
  }
  return picture;
}

bus::Urgency RegisterBoard::urgency(MonotonicTime now) const {
  return write_due(now) ? bus::Urgency::now : bus::Urgency::none;
}

bool RegisterBoard::lazy_work(MonotonicTime now) const { return now >= verify_at_; }

bus::Request RegisterBoard::next(bus::Urgency, MonotonicTime now) {
  if (!desired_ || !write_due(now)) {
    sent_.reset();
    return bus::Request::read_input(settings_.address, WIRE_BOARD_IN_STATUS,
                                    static_cast<std::uint16_t>(WIRE_BOARD_IN_TEXT + text_registers()));
  }
  sent_ = desired_;
  auto registers = registers_of(*desired_);
  if (!read_back_) {
    return bus::Request::write(settings_.address, WIRE_BOARD_ATTRIBUTES, std::move(registers));
  }
  const auto count = static_cast<std::uint16_t>(registers.size());
  return bus::Request::write_read(settings_.address, WIRE_BOARD_ATTRIBUTES, std::move(registers), WIRE_BOARD_ATTRIBUTES,
                                  count);
}

void RegisterBoard::finished(const bus::Request& request, const bus::Outcome& outcome, MonotonicTime now) {
  const bool refused = outcome.has_error() && outcome.error().failure == bus::Failure::exception;
  if (!sent_) {
    if (outcome.has_error() && !refused) {
      // what it shows is as unknown as before, so it stays due; the bus counts the failure and sets the pace
      return;
    }
    verify_at_ = now + settings_.verify_every;
    if (refused) {
      return;
    }
    const auto& registers = *outcome;
    const auto status = registers[WIRE_BOARD_IN_STATUS];
    if ((status & (WIRE_BOARD_STATUS_SILENT | WIRE_BOARD_STATUS_UNWRITTEN)) != 0) {
      shown_.reset();
    } else if ((status & WIRE_BOARD_STATUS_LAMP_TEST) != 0) {
      verify_at_ = now + look_again_after_lamp_test;
    } else {
      shown_ = picture_of(&registers[WIRE_BOARD_IN_ATTRIBUTES]);
    }
    return;
  }
  const bool proven = !outcome.has_error() && (!read_back_ || *outcome == request.values);
  if (proven) {
    shown_ = std::move(sent_);
    read_back_ = false;
    verify_at_ = now + settings_.verify_every;
  } else {
    shown_.reset();
    read_back_ = true;
    if (refused || !outcome.has_error()) {
      hold_until_ = now + same_picture_after_refusal;
    }
  }
  sent_.reset();
}

void RegisterBoard::forget() {
  shown_.reset();
  hold_until_ = {};
}

}  // namespace antrean
