// A frame as a list of things to draw, back to front. It has only values, so it can be compared, printed and
// tested without a screen. Every item names the part of the frame that it belongs to ("call.number",
// "counter.3.state"), for tests and for people who read the list.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "frame/geometry.hpp"
#include "frame/text_metrics.hpp"

namespace antrean::display {

struct Fill {
  std::string part;
  Rect rect;
  Colour colour;
  int radius = 0;  ///< of the corners; at most half the shorter side
  friend bool operator==(const Fill&, const Fill&) = default;
};

/// A triangle that points right and fills `rect`.
struct Wedge {
  std::string part;
  Rect rect;
  Colour colour;
  friend bool operator==(const Wedge&, const Wedge&) = default;
};

/// One line of text that fits. `box` is exactly its extent: ascent + descent high, the measured width wide.
struct Text {
  std::string part;
  std::string text;
  FontRole role = FontRole::plain;
  int size = 0;
  Colour colour;
  Rect box;
  int baseline = 0;  ///< y of the base line
  friend bool operator==(const Text&, const Text&) = default;
};

/// Running text: `text` repeated every `period` pixels without end, moved left by `offset`, cut to `box`.
struct Strip {
  std::string part;
  std::string text;
  FontRole role = FontRole::plain;
  int size = 0;
  Colour colour;
  Colour background;
  Rect box;
  int baseline = 0;
  int period = 0;
  int offset = 0;  ///< 0..period-1
  friend bool operator==(const Strip&, const Strip&) = default;
};

/// A picture file, scaled to fit `box`, centred, with its proportions kept.
struct Image {
  std::string part;
  std::string file;
  Rect box;
  friend bool operator==(const Image&, const Image&) = default;
};

/// The QR code of `text`, black on white, with its quiet zone: the largest square of whole pixels a module in
/// the middle of `box`.
struct Code {
  std::string part;
  std::string text;
  Rect box;
  friend bool operator==(const Code&, const Code&) = default;
};

/// A region for pictures and video: the newest picture of another process. What is below it stays while there
/// is none.
struct Moving {
  std::string part;
  Rect box;
  std::uint64_t picture = 0;  ///< its number, which rises; 0: none
  friend bool operator==(const Moving&, const Moving&) = default;
};

using Item = std::variant<Fill, Wedge, Text, Strip, Image, Code, Moving>;

struct DrawList {
  Size size;
  std::vector<Item> items;
  friend bool operator==(const DrawList&, const DrawList&) = default;
};

std::string_view part(const Item& item);
Rect bounds(const Item& item);

/// One line per item, for golden files and for people:
///   text  call.number  "A017" number 300 #ffffff at 120,200 780x290
std::string describe(const DrawList& list);

}  // namespace antrean::display
