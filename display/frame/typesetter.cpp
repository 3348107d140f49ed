#include "frame/typesetter.hpp"

#include <algorithm>

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
    const int small = std::max(least, size * 2 / 3);
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

std::vector<std::string> Typesetter::wrapped(FontRole role, int size, std::string_view text, int width) const {
  std::vector<std::string> lines;
  std::string line;
  const auto close = [&] {
    if (!line.empty()) {
      lines.push_back(shortened(role, size, line, width));
      line.clear();
    }
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) {
      continue;
    }
    std::string with = line;
    with += (line.empty() ? "" : " ");
    with += word;
    if (!line.empty() && metrics_.measure(role, size, with).width > width) {
      close();
      line = word;
    } else {
      line = std::move(with);
    }
  }
  close();
  return lines;
}

void Typesetter::put_block(const std::string& part, const Saying& saying, const Style& style, Colour second_colour,
                           const Rect& area) {
  if (saying.first.empty() || area.empty()) {
    return;
  }
  const int least = least_of(style);
  const auto height_of = [](const std::vector<std::string>& lines, int size) {
    return static_cast<int>(lines.size()) * line_pitch(size);
  };
  const auto whole = [](const std::vector<std::string>& lines) {
    return std::none_of(lines.begin(), lines.end(), [](const std::string& line) { return line.ends_with(ellipsis); });
  };
  int size = std::max(style.size, least);
  std::vector<std::string> first;
  std::vector<std::string> second;
  int small = least;
  for (;; size = std::max(least, size - std::max(1, size / 24))) {
    small = std::max(least, size * 2 / 3);
    first = wrapped(style.role, size, saying.first, area.width);
    second = wrapped(FontRole::plain, small, saying.second, area.width);
    const int gap = second.empty() ? 0 : size / 4;
    if ((whole(first) && whole(second) && height_of(first, size) + gap + height_of(second, small) <= area.height) ||
        size <= least) {
      break;
    }
  }
  int gap = second.empty() ? 0 : size / 4;
  if (height_of(first, size) + gap + height_of(second, small) > area.height) {
    second.clear();
    gap = 0;
  }
  const std::size_t room = static_cast<std::size_t>(std::max(1, area.height / std::max(1, line_pitch(size))));
  if (first.size() > room) {
    first.resize(room);
    first.back() = shortened(style.role, size, first.back() + std::string{ellipsis}, area.width);
  }
  Rect rest = area;
  rest.take_top((area.height - height_of(first, size) - gap - height_of(second, small)) / 2);
  const auto draw = [&](const std::string& name, const std::vector<std::string>& lines, const Style& as) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      put(i == 0 ? name : name + "." + std::to_string(i), lines[i], as, rest.take_top(line_pitch(as.size)));
    }
  };
  Style as = style;
  as.size = as.least_size = size;
  draw(part, first, as);
  rest.take_top(gap);
  as.size = as.least_size = small;
  as.role = FontRole::plain;
  as.colour = second_colour;
  draw(part + ".second", second, as);
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

void Typesetter::moving(std::string part, const Rect& box, std::uint64_t picture) {
  if (!box.empty()) {
    list_.items.emplace_back(Moving{std::move(part), box, picture});
  }
}

void Typesetter::code(std::string part, const std::string& text, const Rect& box) {
  if (!box.empty()) {
    list_.items.emplace_back(Code{std::move(part), text, box});
  }
}

}  // namespace antrean::display
