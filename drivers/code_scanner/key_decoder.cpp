#include "code_scanner/key_decoder.hpp"

#include <linux/input.h>

#include <array>
#include <cstring>

namespace antrean {
namespace {

struct Character {
  std::uint16_t key;
  char plain, shifted;
};

constexpr Character us_layout[] = {
    {KEY_1, '1', '!'},          {KEY_2, '2', '@'},         {KEY_3, '3', '#'},           {KEY_4, '4', '$'},
    {KEY_5, '5', '%'},          {KEY_6, '6', '^'},         {KEY_7, '7', '&'},           {KEY_8, '8', '*'},
    {KEY_9, '9', '('},          {KEY_0, '0', ')'},         {KEY_MINUS, '-', '_'},       {KEY_EQUAL, '=', '+'},
    {KEY_Q, 'q', 'Q'},          {KEY_W, 'w', 'W'},         {KEY_E, 'e', 'E'},           {KEY_R, 'r', 'R'},
    {KEY_T, 't', 'T'},          {KEY_Y, 'y', 'Y'},         {KEY_U, 'u', 'U'},           {KEY_I, 'i', 'I'},
    {KEY_O, 'o', 'O'},          {KEY_P, 'p', 'P'},         {KEY_LEFTBRACE, '[', '{'},   {KEY_RIGHTBRACE, ']', '}'},
    {KEY_A, 'a', 'A'},          {KEY_S, 's', 'S'},         {KEY_D, 'd', 'D'},           {KEY_F, 'f', 'F'},
    {KEY_G, 'g', 'G'},          {KEY_H, 'h', 'H'},         {KEY_J, 'j', 'J'},           {KEY_K, 'k', 'K'},
    {KEY_L, 'l', 'L'},          {KEY_SEMICOLON, ';', ':'}, {KEY_APOSTROPHE, '\'', '"'}, {KEY_GRAVE, '`', '~'},
    {KEY_BACKSLASH, '\\', '|'}, {KEY_Z, 'z', 'Z'},         {KEY_X, 'x', 'X'},           {KEY_C, 'c', 'C'},
    {KEY_V, 'v', 'V'},          {KEY_B, 'b', 'B'},         {KEY_N, 'n', 'N'},           {KEY_M, 'm', 'M'},
    {KEY_COMMA, ',', '<'},      {KEY_DOT, '.', '>'},       {KEY_SLASH, '/', '?'},       {KEY_SPACE, ' ', ' '},
    {KEY_KPASTERISK, '*', '*'}, {KEY_KPMINUS, '-', '-'},   {KEY_KPPLUS, '+', '+'},      {KEY_KPDOT, '.', '.'},
    {KEY_KPSLASH, '/', '/'},    {KEY_ENTER, '\r', '\r'},   {KEY_KPENTER, '\r', '\r'},   {KEY_TAB, '\t', '\t'}};

/// 0 to 9; anything else is no digit of the number pad.
int pad_digit(std::uint16_t code) {
  constexpr std::array<std::uint16_t, 10> digits{KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4,
                                                 KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9};
  for (int digit = 0; digit < 10; ++digit) {
    if (digits[static_cast<std::size_t>(digit)] == code) {
      return digit;
    }
  }
  return -1;
}

}  // namespace

std::string KeyDecoder::take(std::string_view raw) {
  rest_ += raw;
  std::string typed;
  std::size_t at = 0;
  for (; rest_.size() - at >= sizeof(input_event); at += sizeof(input_event)) {
    input_event event{};
    std::memcpy(&event, rest_.data() + at, sizeof event);
    if (event.type == EV_SYN && event.code == SYN_DROPPED) {
      release_all();
      lost_ = true;
    } else if (event.type == EV_SYN && event.code == SYN_REPORT) {
      lost_ = false;
    } else if (event.type == EV_KEY && !lost_) {
      key(event.code, event.value, typed);
    }
  }
  rest_.erase(0, at);
  return typed;
}

void KeyDecoder::key(std::uint16_t code, std::int32_t value, std::string& typed) {
  const bool down = value != 0;  // 2: it is held
  if (code == KEY_LEFTSHIFT) {
    left_shift_ = down;
    return;
  }
  if (code == KEY_RIGHTSHIFT) {
    right_shift_ = down;
    return;
  }
  if (code == KEY_LEFTALT) {
    if (alt_ && !down && by_number_ > 0 && by_number_ < 128) {
      typed += static_cast<char>(by_number_);
    }
    alt_ = down;
    by_number_ = 0;
    return;
  }
  if (value != 1) {
    return;
  }
  if (const int digit = pad_digit(code); digit >= 0) {
    if (alt_) {
      by_number_ = (by_number_ * 10 + static_cast<unsigned>(digit)) % 1000;
    } else {
      typed += static_cast<char>('0' + digit);
    }
    return;
  }
  for (const Character& one : us_layout) {
    if (one.key == code) {
      typed += left_shift_ || right_shift_ ? one.shifted : one.plain;
      return;
    }
  }
}

void KeyDecoder::release_all() {
  left_shift_ = right_shift_ = alt_ = false;
  by_number_ = 0;
}

void KeyDecoder::clear() {
  rest_.clear();
  release_all();
  lost_ = false;
}

}  // namespace antrean
