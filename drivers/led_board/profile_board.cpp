#include "led_board/profile_board.hpp"

#include <algorithm>
#include <cctype>

namespace antrean {
namespace {

/// The character as the board has it, in upper or lower case; nullopt: it cannot show it.
std::optional<char> on_board(const std::string& characters, char character) {
  const auto as_byte = static_cast<unsigned char>(character);
  for (const char form :
       {character, static_cast<char>(std::toupper(as_byte)), static_cast<char>(std::tolower(as_byte))}) {
    if (characters.find(form) != std::string::npos) {
      return form;
    }
  }
  return std::nullopt;
}

class ProfileBoard final : public BoardCodec {
 public:
  ProfileBoard(bus::UnitAddress address, BoardProfile profile, std::uint8_t width)
      : address_(address), profile_(std::move(profile)), width_(width) {}

  BoardPicture fitted(BoardPicture picture) const override {
    picture.text.resize(width_, ' ');
    for (auto& character : picture.text) {
      character = on_board(profile_.characters, character).value_or(' ');
    }
    // It blinks as a whole or not at all, and has the brightness that was set at the board.
    const bool blinks = profile_.blink && (picture.blink & (0xFF << (8 - width_))) != 0;
    picture.blink = static_cast<std::uint8_t>(blinks ? 0xFF << (8 - width_) : 0);
    picture.brightness = BoardPicture{}.brightness;
    return picture;
  }

  Requests init() const override {
    Requests requests;
    for (const FixedWrite& write : profile_.init) {
      requests.push_back(write.to(address_));
    }
    return requests;
  }

  Requests writes(const BoardPicture& picture, bool) const override {
    Requests requests;
    const auto registers = registers_of(picture.text);
    if (profile_.one_write_each) {
      for (std::size_t at = 0; at < registers.size(); ++at) {
        requests.push_back(
            bus::Request::write_register(address_, static_cast<std::uint16_t>(profile_.text_at + at), registers[at]));
      }
    } else {
      requests.push_back(bus::Request::write(address_, profile_.text_at, registers));
    }
    if (profile_.blink) {
      requests.push_back(bus::Request::write_coil(address_, *profile_.blink, picture.blink != 0));
    }
    return requests;
  }

  std::optional<bus::Request> look() const override {
    return profile_.can_be_read ? std::optional(bus::Request::read_holding(address_, profile_.text_at, count()))
                                : std::nullopt;
  }

  Seen seen(const bus::Registers& answer) const override {
    Seen seen{.kind = Seen::Kind::picture, .picture = {}, .text_only = true};
    for (std::size_t at = 0; at < width_; ++at) {
      const bool pairs = profile_.packing == BoardProfile::Packing::two_a_register;
      const unsigned value = answer[pairs ? at / 2 : at];
      seen.picture.text.push_back(static_cast<char>(pairs && at % 2 == 0 ? value >> 8 : value & 0xFF));
    }
    return seen;
  }

  bool looks_after_doubt() const override { return profile_.can_be_read; }

 private:
  std::uint16_t count() const {
    const bool pairs = profile_.packing == BoardProfile::Packing::two_a_register;
    return static_cast<std::uint16_t>(pairs ? (width_ + 1) / 2 : width_);
  }

  bus::Registers registers_of(const std::string& text) const {
    bus::Registers registers;
    const auto byte = [&](std::size_t at) {
      return at < text.size() ? static_cast<std::uint8_t>(text[at]) : profile_.odd_fill;
    };
    for (std::size_t at = 0; registers.size() < count();) {
      if (profile_.packing == BoardProfile::Packing::one_a_register) {
        registers.push_back(byte(at));
        at += 1;
      } else {
        registers.push_back(static_cast<std::uint16_t>(byte(at) << 8 | byte(at + 1)));
        at += 2;
      }
    }
    return registers;
  }

  const bus::UnitAddress address_;
  const BoardProfile profile_;
  const std::uint8_t width_;
};

}  // namespace

bus::Request FixedWrite::to(bus::UnitAddress unit) const {
  return {.unit = unit, .function = function, .read_at = 0, .read_count = 0, .write_at = at, .values = values};
}

std::unique_ptr<BoardCodec> profile_board(bus::UnitAddress address, const BoardProfile& profile, std::uint8_t width) {
  return std::make_unique<ProfileBoard>(address, profile, width);
}

bool shows_arrows(const BoardProfile& profile) { return !cannot_show(profile, "<>"); }

std::optional<char> cannot_show(const BoardProfile& profile, const std::string& text) {
  const auto found =
      std::find_if(text.begin(), text.end(), [&](char character) { return !on_board(profile.characters, character); });
  return found == text.end() ? std::nullopt : std::optional(*found);
}

}  // namespace antrean
