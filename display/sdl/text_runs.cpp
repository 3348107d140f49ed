#include "sdl/text_runs.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fribidi.h>
#include <hb.h>

namespace antrean::display {
namespace {

hb_script_t script_of(std::uint32_t value) { return hb_unicode_script(hb_unicode_funcs_get_default(), value); }

std::string script_name(hb_script_t script) {
  std::array<char, 4> tag{};
  hb_tag_to_string(hb_script_to_iso15924_tag(script), tag.data());
  return {tag.data(), tag.size()};
}

bool belongs_to_neighbour(std::uint32_t value) {
  return draws_nothing(value) || script_of(value) == HB_SCRIPT_INHERITED;
}

/// One direction per character: even levels run to the right, odd ones to the left (UAX 9).
std::vector<FriBidiLevel> levels_of(const std::vector<CodePoint>& points) {
  const auto count = static_cast<FriBidiStrIndex>(points.size());
  std::vector<FriBidiChar> text(points.size());
  std::ranges::transform(points, text.begin(), &CodePoint::value);
  std::vector<FriBidiCharType> types(points.size());
  std::vector<FriBidiBracketType> brackets(points.size());
  std::vector<FriBidiLevel> levels(points.size(), 0);
  fribidi_get_bidi_types(text.data(), count, types.data());
  fribidi_get_bracket_types(text.data(), count, types.data(), brackets.data());
  FriBidiParType paragraph = FRIBIDI_PAR_ON;  // the direction of its first strong character
  if (fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), count, &paragraph, levels.data()) == 0) {
    std::ranges::fill(levels, FriBidiLevel{0});
  }
  return levels;
}

struct Leveled {
  TextRun run;
  FriBidiLevel level = 0;
};

/// Rule L2: from the highest level down to the lowest odd one, runs at that level or above are reversed.
std::vector<TextRun> in_order_of_sight(std::vector<Leveled> runs) {
  FriBidiLevel highest = 0;
  for (const Leveled& one : runs) {
    highest = std::max(highest, one.level);
  }
  for (FriBidiLevel level = highest; level > 0; --level) {
    for (auto from = runs.begin(); from != runs.end();) {
      from = std::find_if(from, runs.end(), [&](const Leveled& one) { return one.level >= level; });
      const auto to = std::find_if(from, runs.end(), [&](const Leveled& one) { return one.level < level; });
      std::reverse(from, to);
      from = to;
    }
  }
  std::vector<TextRun> ordered;
  ordered.reserve(runs.size());
  for (Leveled& one : runs) {
    ordered.push_back(std::move(one.run));
  }
  return ordered;
}

}  // namespace

bool draws_nothing(std::uint32_t code_point) {
  const auto within = [code_point](std::uint32_t from, std::uint32_t to) {
    return code_point >= from && code_point <= to;
  };
  return code_point < 0x20 || within(0x7F, 0x9F) || code_point == 0xAD || code_point == 0x34F || code_point == 0x61C ||
         within(0x180B, 0x180F) || within(0x200B, 0x200F) || within(0x2028, 0x202E) || within(0x2060, 0x206F) ||
         within(0xFE00, 0xFE0F) || code_point == 0xFEFF || within(0xE0000, 0xE0FFF);
}

std::vector<CodePoint> code_points(std::string_view text) {
  std::vector<CodePoint> points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const std::uint32_t lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t value = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
      value = (value << 6) | (byte(at + i) & 0x3Fu);
    }
    const std::size_t end = std::min(at + length, text.size());
    points.push_back({value, at, end});
    at = end;
  }
  return points;
}

std::vector<TextRun> text_runs(std::string_view text, const std::function<int(std::uint32_t)>& font_of,
                               const std::function<bool(int font, std::uint32_t)>& has) {
  const std::vector<CodePoint> points = code_points(text);
  if (points.empty()) {
    return {};
  }
  const std::vector<FriBidiLevel> levels = levels_of(points);
  std::vector<Leveled> runs;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const CodePoint& point = points[i];
    const hb_script_t script = script_of(point.value);
    const bool common = script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED || script == HB_SCRIPT_UNKNOWN;
    Leveled* last = runs.empty() ? nullptr : &runs.back();
    // A space between Arabic words stays with them, so that a sentence is not split into one run per word.
    const bool stays =
        last != nullptr &&
        (belongs_to_neighbour(point.value) ||
         (common && last->level == levels[i] && last->run.right_to_left && has(last->run.font, point.value)));
    if (stays) {
      last->run.end = point.end;
      continue;
    }
    TextRun run{.begin = point.begin,
                .end = point.end,
                .font = font_of(point.value),
                .right_to_left = levels[i] % 2 == 1,
                .script = common ? std::string() : script_name(script)};
    const bool joins = last != nullptr && last->level == levels[i] && last->run.font == run.font &&
                       (run.script.empty() || last->run.script.empty() || last->run.script == run.script);
    if (joins) {
      last->run.end = point.end;
      if (last->run.script.empty()) {
        last->run.script = std::move(run.script);
      }
    } else {
      runs.push_back({std::move(run), levels[i]});
    }
  }
  return in_order_of_sight(std::move(runs));
}

}  // namespace antrean::display
