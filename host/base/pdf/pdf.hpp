// Pages on paper as a PDF with text that can be selected: Cairo and Pango. Lengths are points (1/72 inch)
// from the upper left corner. For one thread; it takes milliseconds, so call it on a worker.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "qr/qr.hpp"

namespace antrean::pdf {

inline constexpr double mm = 72 / 25.4;

struct Color {
  double red, green, blue;
};
inline constexpr Color navy{0.043, 0.239, 0.431};
inline constexpr Color ink{0.086, 0.125, 0.173};
inline constexpr Color soft{0.290, 0.341, 0.400};
inline constexpr Color white{1, 1, 1};

enum class Align { left, center, right };

struct Style {
  double size = 10;
  bool bold = false;
  Color color = ink;
  Align align = Align::left;
  bool one_line = false;  ///< what is too long is cut with an ellipsis; else it is wrapped
};

class Document {
 public:
  /// All pages have this size. Each function throws std::runtime_error when Cairo fails.
  Document(double width, double height, const std::string& title);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  void rectangle(double x, double y, double width, double height, Color color);
  /// With its quiet zone.
  void qr(const antrean::qr::Symbol& symbol, double x, double y, double side);
  /// Gives its height.
  double text(std::string_view words, double x, double y, double width, const Style& style);
  /// The height that text() would give.
  double height_of(std::string_view words, double width, const Style& style);
  void next_page();
  /// The whole file. Once, at the end.
  std::string end();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace antrean::pdf
