// The codec of our own board. A picture is one FC16. In doubt it is an FC23 that reads back what it wrote, so
// that a late reply to the lost write cannot be taken for its reply.
#include "led_board/board_codec.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "wire/wire.h"

namespace antrean {
namespace {

static_assert(static_cast<int>(bus::Function::write_pictures) == WIRE_WRITE_PICTURES);

bool known_character(char character) {
  return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') || character == '-' ||
         character == '.' || character == ' ';
}

class OwnBoard final : public BoardCodec {
 public:
  OwnBoard(bus::UnitAddress address, std::uint8_t width) : address_(address), width_(width) {}

  BoardPicture fitted(BoardPicture picture) const override {
    picture.text.resize(width_, ' ');
    for (auto& character : picture.text) {
      character = static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
      character = known_character(character) ? character : ' ';
    }
    picture.blink = static_cast<std::uint8_t>(picture.blink & (0xFF << (8 - width_)));
    picture.brightness = std::min<std::uint8_t>(picture.brightness, WIRE_BOARD_MAX_BRIGHTNESS);
    return picture;
  }

  Requests writes(const BoardPicture& picture, bool doubtful) const override {
    auto registers = registers_of(picture);
    if (!doubtful) {
      return {bus::Request::write(address_, WIRE_BOARD_ATTRIBUTES, std::move(registers))};
    }
    const auto count = static_cast<std::uint16_t>(registers.size());
    return {
        bus::Request::write_read(address_, WIRE_BOARD_ATTRIBUTES, std::move(registers), WIRE_BOARD_ATTRIBUTES, count)};
  }

  std::optional<bus::Request> look() const override {
    return bus::Request::read_input(address_, WIRE_BOARD_IN_STATUS,
                                    static_cast<std::uint16_t>(WIRE_BOARD_IN_TEXT + text_registers()));
  }

  Seen seen(const bus::Registers& answer) const override {
    const auto status = answer[WIRE_BOARD_IN_STATUS];
    if ((status & (WIRE_BOARD_STATUS_SILENT | WIRE_BOARD_STATUS_UNWRITTEN)) != 0) {
      return {.kind = Seen::Kind::nothing, .picture = {}, .text_only = false};
    }
    if ((status & WIRE_BOARD_STATUS_LAMP_TEST) != 0) {
      return {.kind = Seen::Kind::busy, .picture = {}, .text_only = false};
    }
    return {.kind = Seen::Kind::picture, .picture = picture_of(&answer[WIRE_BOARD_IN_ATTRIBUTES]), .text_only = false};
  }

  bus::Registers table_part(const BoardPicture& picture) const override {
    const auto registers = registers_of(picture);
    bus::Registers part{address_, static_cast<std::uint16_t>(2 * registers.size())};
    for (const std::uint16_t value : registers) {
      part.push_back(value >> 8);
      part.push_back(value & 0xFF);
    }
    return part;
  }

  bool takes_tables(const bus::Registers& identity) const override {
    if (identity.size() <= before_version || identity.front() != WIRE_TYPE_BOARD ||
        !std::equal(name.begin(), name.end(), identity.begin() + before_name)) {
      return false;
    }
    const auto major = identity[before_version];
    return major >= first_with_tables && major <= '9';
  }

 private:
  // FC17: the type and the run indicator, then this text, then the version.
  static constexpr std::string_view name = "antrean-board ";
  static constexpr std::size_t before_name = 2;
  static constexpr std::size_t before_version = before_name + name.size();
  static constexpr std::uint16_t first_with_tables = '2';

  std::uint16_t text_registers() const { return static_cast<std::uint16_t>((width_ + 1) / 2); }

  bus::Registers registers_of(const BoardPicture& picture) const {
    bus::Registers registers{static_cast<std::uint16_t>((picture.blink << 8) | picture.brightness)};
    for (std::size_t pair = 0; pair < text_registers(); ++pair) {
      const auto character = [&](std::size_t at) {
        return static_cast<std::uint8_t>(at < picture.text.size() ? picture.text[at] : ' ');
      };
      registers.push_back(static_cast<std::uint16_t>((character(2 * pair) << 8) | character(2 * pair + 1)));
    }
    return registers;
  }

  BoardPicture picture_of(const std::uint16_t* registers) const {
    BoardPicture picture;
    picture.blink = static_cast<std::uint8_t>(registers[0] >> 8);
    picture.brightness = static_cast<std::uint8_t>(registers[0] & 0xFF);
    for (std::size_t at = 0; at < width_; ++at) {
      const auto pair = registers[1 + at / 2];
      picture.text.push_back(static_cast<char>(at % 2 == 0 ? pair >> 8 : pair & 0xFF));
    }
    return picture;
  }

  const bus::UnitAddress address_;
  const std::uint8_t width_;
};

}  // namespace

std::unique_ptr<BoardCodec> own_board(bus::UnitAddress address, std::uint8_t width) {
  if (width < 1 || width > WIRE_BOARD_MAX_CHARACTERS) {
    throw std::invalid_argument(fmt::format("width {} does not exist; boards have 1 to 8 characters", width));
  }
  return std::make_unique<OwnBoard>(address, width);
}

}  // namespace antrean
