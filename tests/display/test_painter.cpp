// Painting with the real faces: every pixel is the same however the painting is clipped, and there is no ink
// outside the items.
#include <cstring>

#include "frame/damage.hpp"
#include "qr/qr.hpp"
#include "samples.hpp"
#include "sdl/fonts.hpp"
#include "sdl/painter.hpp"
#include "sdl/picture.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::display;

namespace {

bool same_pixels(const SDL_Surface& a, const SDL_Surface& b) {
  return a.w == b.w && a.h == b.h && a.pitch == b.pitch &&
         std::memcmp(a.pixels, b.pixels, static_cast<std::size_t>(a.pitch) * static_cast<std::size_t>(a.h)) == 0;
}

}  // namespace

TEST_GROUP(Painting) {
  Fonts fonts{FontFiles::inter("/usr/share/fonts/opentype/inter")};
  Painter painter{fonts};

  Surface painted(const DrawList& list) {
    Surface surface = make_surface(list.size);
    const Rect whole{0, 0, list.size.width, list.size.height};
    painter.paint(list, {&whole, 1}, *surface);
    return surface;
  }
  DrawList drawing(const std::string& name, bool stale) {
    Snapshot snapshot = sample(name);
    snapshot.on_phones = name == "closed" ? "" : "https://antrean.example.go.id/n/AD";
    FrameInput input;
    input.now = snapshot.at;
    if (stale) {
      input.stale_since = snapshot.at;
    }
    return frame(snapshot, input, fonts).list;
  }
};

TEST(Painting, ACodeHasItsModulesInWholePixelsAndAQuietZone) {
  const std::string text = "https://antrean.example.go.id/n/AD";
  const auto symbol = qr::symbol_of(text);
  const int modules = static_cast<int>(symbol.side + 2 * qr::quiet_modules);
  DrawList list{.size = {3 * modules + 40, 3 * modules + 20}, .items = {}};
  list.items.emplace_back(Code{"code", text, {20, 10, 3 * modules + 2, 3 * modules + 2}});
  const Surface surface = painted(list);
  const auto at = [&](int x, int y) {
    return static_cast<const Uint32*>(surface->pixels)[y * surface->pitch / 4 + x] & 0xff'ff'ffu;
  };
  for (int y = 0; y < 3 * modules; ++y) {
    for (int x = 0; x < 3 * modules; ++x) {
      const int column = x / 3 - static_cast<int>(qr::quiet_modules);
      const int row = y / 3 - static_cast<int>(qr::quiet_modules);
      const int side = static_cast<int>(symbol.side);
      const bool dark = column >= 0 && row >= 0 && column < side && row < side &&
                        symbol.dark(static_cast<std::size_t>(column), static_cast<std::size_t>(row));
      CHECK_EQUAL(dark ? 0u : 0xff'ff'ffu, at(21 + x, 11 + y));
    }
  }
}

TEST(Painting, RepaintingOnlyTheDamageGivesTheWholeFrame) {
  DrawList shown = drawing("empty_day", false);
  const Surface kept = painted(shown);
  for (const auto& [name, stale] : {std::pair{"ordinary", false},
                                    {"ordinary", true},
                                    {"ordinary", false},
                                    {"twenty_four_counters", false},
                                    {"long_names", true},
                                    {"closed", false}}) {
    DrawList next = drawing(name, stale);
    advance_running_text(next, MonotonicTime{std::chrono::milliseconds{12'345}}, 120);
    painter.paint(next, damage(shown, next), *kept);
    CHECK_TRUE_TEXT(same_pixels(*painted(next), *kept), name);
    shown = next;
  }
}

TEST(Painting, RunningTextMovesAsIfPaintedWhole) {
  DrawList list = drawing("ordinary", false);
  const Surface kept = painted(list);
  for (int step = 1; step < 40; ++step) {
    DrawList next = list;
    advance_running_text(next, MonotonicTime{std::chrono::milliseconds{733 * step}}, 120);
    painter.paint(next, damage(list, next), *kept);
    CHECK_TRUE(same_pixels(*painted(next), *kept));
    list = next;
  }
}

TEST(Painting, TheInkOfEveryTextIsInsideItsBox) {
  for (const std::string name : sample_names) {
    for (const Text& text : texts(drawing(name, false))) {
      for (const Fonts::Piece& piece : fonts.pieces(text.role, text.size, text.text)) {
        const Mask& mask = fonts.mask(text.size, piece);
        const Rect ink{text.box.x + piece.x, text.baseline + mask.top, mask.width, mask.height};
        // A partly covered edge may stick out by one pixel; it is cut, which is not visible.
        CHECK_TRUE_TEXT(text.box.inset(-1).contains(ink), (name + " " + text.part + " " + text.text).c_str());
      }
    }
  }
}

TEST(Painting, TextsGetNoNarrowerWhenTheyGrow) {
  for (const FontRole role : {FontRole::number, FontRole::strong, FontRole::plain}) {
    int before = 0;
    for (int size = 8; size < 400; size += 7) {
      const int width = fonts.measure(role, size, "Loket 17").width;
      CHECK_TRUE(width >= before);
      before = width;
      CHECK_TRUE(fonts.measure(role, size, "Loket 171").width > width);
    }
  }
}

TEST(Painting, RoundCornersAndWedgesStayInsideTheirRectangles) {
  DrawList list;
  list.size = {64, 64};
  list.items = {Fill{"ground", {0, 0, 64, 64}, {255, 255, 255}, 0}, Fill{"disc", {8, 8, 24, 24}, {0, 0, 0}, 12},
                Wedge{"wedge", {36, 8, 20, 24}, {0, 0, 0}}};
  const Surface surface = painted(list);
  int dark = 0;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      Uint32 value = 0;
      std::memcpy(&value, static_cast<const Uint8*>(surface->pixels) + y * surface->pitch + x * 4, 4);
      const bool touched = (value & 0xFFFFFFu) != 0xFFFFFFu;
      const Rect at{x, y, 1, 1};
      if (touched) {
        CHECK_TRUE(bounds(list.items[1]).contains(at) || bounds(list.items[2]).contains(at));
      }
      dark += touched ? 1 : 0;
    }
  }
  // A disc of radius 12 and half of 20 x 24, within the error of their edges.
  CHECK_TRUE(dark > 452 + 240 - 60 && dark < 452 + 240 + 100);
}

TEST(Painting, WhatInterLacksIsDrawnByAnotherFontAndNamedWhereNoneHasIt) {
  for (const char* text : {"🙂🛂☕️", "السلام عليكم", "ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ", "नमस्ते", "ตม.", "ᬩᬮᬶ", "Ǹǰḿ ʘ ⅏ ✈", "שלום"}) {
    CHECK_TRUE_TEXT(fonts.missing(text).empty(), text);
    for (const FontRole role : {FontRole::number, FontRole::strong, FontRole::plain}) {
      for (const int size : {14, 40, 120}) {
        const TextExtent extent = fonts.measure(role, size, text);
        const Mask& line = fonts.line(role, size, text);
        CHECK_TRUE_TEXT(line.width > 0 && line.width <= extent.width + 1, text);
        CHECK_TRUE_TEXT(-line.top <= extent.ascent + 1, text);
        CHECK_TRUE_TEXT(line.top + line.height <= extent.descent + 1, text);
      }
    }
  }
  // Two characters that no font has would look alike; these differ.
  const Mask first = fonts.line(FontRole::strong, 40, "🙂");
  CHECK_TRUE(first.coverage != fonts.line(FontRole::strong, 40, "🛂").coverage);
  // Private use: no font has it.
  const auto missing = fonts.missing("a\U0010F123b\U000F1234\U0010F123🙂");
  LONGS_EQUAL(2, missing.size());
  LONGS_EQUAL(0x10F123, missing[0]);
  LONGS_EQUAL(0xF1234, missing[1]);
}

TEST(Painting, ArabicIsJoinedAndStandsFromRightToLeft) {
  // A joined word is narrower than its single letters. A word before it in the text is at its right.
  const std::string word = "سلام";
  int apart = 0;
  for (const char* letter : {"س", "ل", "ا", "م"}) {
    apart += fonts.measure(FontRole::strong, 100, letter).width;
  }
  CHECK_TRUE(fonts.measure(FontRole::strong, 100, word).width < apart * 9 / 10);
  const std::string text = word + " KTP";
  const auto pieces = fonts.pieces(FontRole::strong, 100, text);
  LONGS_EQUAL(2, pieces.size());
  STRCMP_EQUAL("KTP", std::string(pieces[0].text).c_str());
  CHECK_TRUE(pieces[0].x < pieces[1].x);
}

TEST(Painting, ARunningTextOfManyScriptsMovesAsIfPaintedWhole) {
  Snapshot snapshot = sample("ordinary");
  snapshot.running_text = "Halo 🙂 السلام عليكم — ꦱꦸꦒꦼꦁ ✈ Siapkan KTP";
  FrameInput input;
  input.now = snapshot.at;
  DrawList list = frame(snapshot, input, fonts).list;
  const Surface kept = painted(list);
  for (int step = 1; step < 10; ++step) {
    DrawList next = list;
    advance_running_text(next, MonotonicTime{std::chrono::milliseconds{733 * step}}, 120);
    painter.paint(next, damage(list, next), *kept);
    CHECK_TRUE(same_pixels(*painted(next), *kept));
    list = next;
  }
}

TEST(Painting, ARunningTextIsCutNeitherAboveNorBelow) {
  for (const char* text : {"Siapkan KTP", "السلام عليكم", "ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ", "🙂 Ǻg"}) {
    for (const Size size : {Size{1920, 1080}, Size{1280, 720}, Size{640, 480}}) {
      Snapshot snapshot = sample("ordinary");
      snapshot.running_text = text;
      FrameInput input;
      input.now = snapshot.at;
      input.size = size;
      for (const Item& item : frame(snapshot, input, fonts).list.items) {
        const auto* strip = std::get_if<Strip>(&item);
        if (strip == nullptr) {
          continue;
        }
        const Mask& ink = fonts.line(strip->role, strip->size, strip->text);
        CHECK_TRUE_TEXT(strip->baseline + ink.top >= strip->box.y, text);
        CHECK_TRUE_TEXT(strip->baseline + ink.top + ink.height <= strip->box.bottom(), text);
      }
    }
  }
}

TEST(Painting, AFontThatIsMissingIsNamedWithThePackageThatHasIt) {
  try {
    const Fonts missing{FontFiles::inter("/nowhere")};
    FAIL("opened a font that is not there");
  } catch (const std::runtime_error& error) {
    STRCMP_CONTAINS("/nowhere/InterDisplay-Bold.otf", error.what());
    STRCMP_CONTAINS("fonts-inter", error.what());
  }
}

TEST(Painting, APictureThatCannotBeWrittenIsNamed) {
  DrawList list;
  list.size = {4, 4};
  CHECK_THROWS(std::runtime_error, write_png(list, painter, "/nowhere/at/all.png"));
}

TEST(Painting, APictureFileThatIsNoneLeavesItsPlaceEmpty) {
  DrawList list;
  list.size = {4, 4};
  list.items = {Fill{"ground", {0, 0, 4, 4}, {1, 2, 3}, 0}};
  const Surface without = painted(list);
  list.items.push_back(Image{"logo", "/nowhere.png", {0, 0, 4, 4}});
  CHECK_TRUE(same_pixels(*painted(list), *without));
}
