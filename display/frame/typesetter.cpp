#include "frame/typesetter.hpp"

namespace antrean::display {
namespace {

constexpr std::string_view ellipsis = "…";

int least_of(const Style& style) { return style.least_size > 0 ? style.least_size : std::max(1, style.size / 2); }

/// The start of the code point that ends at `at`.
std::size_t previous(std::string_view text, std::size_t at) {
  do {
    --at;
  } while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80u);
  return at;
}

int aligned(const Rect& area, int width, Align align) {
  switch (align) {
    case Align::left:
      break;
    case Align::centre:
      return area.x + (area.width - width) / 2;
    case Align::right:
      return area.right() - width;
  }
  return area.x;
}

}  // namespace

int Typesetter::fitting_size(FontRole role, std::string_view text, int width, int size, int least) const {
  const int wanted = metrics_.measure(role, size, text).width;
  if (wanted <= width || size <= least) {
    return std::max(size, least);
  }
  // The width is nearly proportional to the size, so start with the size that should fit and correct it in
  // steps.
  int fitting = std::clamp(static_cast<int>(std::int64_t{size} * std::max(width, 0) / wanted), least, size);
  while (fitting > least && metrics_.measure(role, fitting, text).width > width) {
    --fitting;
  }
  return fitting;
}

std::string Typesetter::shortened(FontRole role, int size, std::string_view text, int width) const {
  const auto fits = [&](std::string_view candidate) { return metrics_.measure(role, size, candidate).width <= width; };
  if (fits(text)) {
    return std::string{text};
  }
  // A counter's number is the last part of its name and must not be cut.
  const std::size_t space = text.rfind(' ');
  const std::string_view tail = space == std::string_view::npos || text.size() - space > 5 ? "" : text.substr(space);
  for (const std::string_view end : {tail, std::string_view{}}) {
    std::size_t head = text.size() - end.size();
    while (head > 0) {
      head = previous(text, head);
      std::size_t cut = head;
      while (cut > 0 && text[cut - 1] == ' ') {
        --cut;
      }
      std::string candidate{text.substr(0, cut)};
      candidate += ellipsis;
      candidate += end;
      if (fits(candidate)) {
        return candidate;
      }
    }
    if (end.empty()) {
      break;
    }
  }
  return {};
}

Rect Typesetter::place(std::string part, std::string_view text, const Style& style, int size, int x, int baseline) {
  const TextExtent extent = metrics_.measure(style.role, size, text);
  const Rect box{x, baseline - extent.ascent, extent.width, extent.ascent + extent.descent};
  list_.items.emplace_back(Text{std::move(part), std::string{text}, style.role, size, style.colour, box, baseline});
  return box;
}

Rect Typesetter::put(std::string part, std::string_view text, const Style& style, const Rect& area) {
  if (text.empty() || area.empty()) {
    return {};
  }
  // Fit the height first: a line is as high as its ink.
  int size = style.size;
  const auto height = [&](int em) {
    const TextExtent extent = metrics_.measure(style.role, em, text);
    return extent.ascent + extent.descent;
  };
  while (size > 0 && height(size) > area.height) {
    --size;
  }
  if (size == 0) {
    return {};
  }
  size = fitting_size(style.role, text, area.width, size, std::min(least_of(style), size));
  const std::string shown = shortened(style.role, size, text, area.width);
  if (shown.empty()) {
    return {};
  }
  const TextExtent extent = metrics_.measure(style.role, size, shown);
  int baseline = area.y + (area.height + extent.cap_height) / 2;
  baseline =
      std::clamp(baseline, area.y + extent.ascent, std::max(area.y + extent.ascent, area.bottom() - extent.descent));
  return place(std::move(part), shown, style, size, aligned(area, extent.width, style.align), baseline);
}

Rect Typesetter::put_beside(const std::string& part, const Saying& saying, const Style& style, Colour second_colour,
                            const Rect& area) {
  if (saying.second.empty() || area.empty()) {
    return put(part, saying.first, style, area);
  }
  const int least = least_of(style);
  for (int size = style.size; size >= least; --size) {
    const int small = std::max(1, size * 2 / 3);
    const TextExtent first = metrics_.measure(style.role, size, saying.first);
    const TextExtent second = metrics_.measure(FontRole::plain, small, saying.second);
    const int gap = size * 2 / 5;
    const int both = first.width + gap + second.width;
    if (both > area.width || first.ascent + first.descent > area.height) {
      continue;
    }
    const int x = aligned(area, both, style.align);
    const int baseline =
        std::clamp(area.y + (area.height + first.cap_height) / 2, area.y + first.ascent, area.bottom() - first.descent);
    Style beside = style;
    beside.role = FontRole::plain;
    beside.colour = second_colour;
    const Rect left = place(part, saying.first, style, size, x, baseline);
    return left.united(place(part + ".second", saying.second, beside, small, x + first.width + gap, baseline));
  }
  return put(part, saying.first, style, area);
}

void Typesetter::put_below(const std::string& part, const Saying& saying, const Style& style, Colour second_colour,
                           const Rect& area) {
  const int small = style.size * 2 / 3;
  const int first_cap = metrics_.measure(style.role, style.size, "H").cap_height;
  const int second_cap = metrics_.measure(FontRole::plain, small, "H").cap_height;
  const int gap = style.size * 9 / 20;
  const int over = style.size * 3 / 10;  // room for accents above and descenders below the capitals
  const int block = over + first_cap + gap + second_cap + over;
  if (saying.second.empty() || block > area.height) {
    put(part, saying.first, style, area);
    return;
  }
  const int top = area.y + (area.height - block) / 2;
  put(part, saying.first, style, {area.x, top, area.width, first_cap + 2 * over});
  Style under = style;
  under.role = FontRole::plain;
  under.size = small;
  under.least_size = 0;
  under.colour = second_colour;
  put(part + ".second", saying.second, under, {area.x, top + first_cap + gap, area.width, second_cap + 2 * over});
}

void Typesetter::fill(std::string part, const Rect& rect, Colour colour, int radius) {
  if (rect.empty()) {
    return;
  }
  list_.items.emplace_back(Fill{std::move(part), rect, colour, std::min({radius, rect.width / 2, rect.height / 2})});
}

void Typesetter::wedge(std::string part, const Rect& rect, Colour colour) {
  if (!rect.empty()) {
    list_.items.emplace_back(Wedge{std::move(part), rect, colour});
  }
}

void Typesetter::image(std::string part, const std::string& file, const Rect& box) {
  if (!box.empty()) {
    list_.items.emplace_back(Image{std::move(part), file, box});
  }
}
void Typesetter::code(std::string part, const std::string& text, const Rect& box) {
  if (!box.empty()) {
    list_.items.emplace_back(Code{std::move(part), text, box});
  }
}

}  // namespace antrean::display
