// Rules for every frame: any sample, any size, any language, lost or not, in every shipped theme.
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "frame/scene.hpp"
#include "ruler.hpp"
#include "samples.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::display;

namespace {

struct Case {
  std::string name;
  Snapshot snapshot;
  FrameInput input;
};

Theme dark() {
  Theme theme;
  theme.page = theme.header = theme.card = theme.quiet = theme.call = Colour{0x10, 0x18, 0x28};
  theme.ink = theme.soft = theme.call_ink = theme.call_soft = Colour{0xf4, 0xf7, 0xfb};
  return theme;
}

/// What a frame may have in addition; every sample is drawn with each.
enum class Extra { none, night, notice_and_media, emergency, pseudo, pseudo_media_and_margin };

void for_every_frame(const std::function<void(const Case&, const Frame&)>& check) {
  const Ruler ruler;
  for (const std::string name : sample_names) {
    for (const Size size : {Size{1920, 1080}, Size{1280, 720}, Size{1080, 1920}, Size{3840, 2160}, Size{1024, 768}}) {
      for (const bool stale : {false, true}) {
        for (const Languages languages : {stale ? Languages::english : Languages::indonesian_english}) {
          for (const Extra extra : {Extra::none, Extra::night, Extra::notice_and_media, Extra::emergency, Extra::pseudo,
                                    Extra::pseudo_media_and_margin}) {
            Case one{name, sample(name), {}};
            one.name += " " + std::to_string(size.width) + "x" + std::to_string(size.height) + (stale ? " stale" : "") +
                        " extra " + std::to_string(static_cast<int>(extra));
            Snapshot& snapshot = one.snapshot;
            snapshot.on_phones = "https://antrean.imigrasi.example.go.id/n/AD";
            one.input.now = snapshot.at;
            one.input.size = size;
            one.input.languages = languages;
            snapshot.opens_next = snapshot.at + std::chrono::hours{70};
            snapshot.break_until = snapshot.at + std::chrono::minutes{50};
            one.input.pseudo = extra == Extra::pseudo || extra == Extra::pseudo_media_and_margin;
            one.input.media = extra == Extra::notice_and_media || extra == Extra::pseudo_media_and_margin;
            if (extra == Extra::night) {
              one.input.theme = dark();
            }
            if (extra == Extra::notice_and_media || extra == Extra::emergency) {
              snapshot.notices.push_back(
                  {extra == Extra::emergency ? NoticeSeverity::emergency : NoticeSeverity::notice,
                   "Gempa bumi. Jauhi kaca dan lemari, lindungi kepala, keluar lewat tangga darurat.",
                   "Earthquake. Stay away from glass and shelves, cover your head, leave by the emergency stairs.",
                   snapshot.at, std::nullopt});
            }
            if (extra == Extra::pseudo_media_and_margin) {
              one.input.margin_percent = 5;
            }
            if (stale) {
              one.input.stale_since = snapshot.at;
            }
            // Every call is new, because the frame with everything lit has the most items.
            for (const CallView& call : snapshot.calls) {
              one.input.new_calls.push_back({call.call, one.input.tick});
            }
            for (int turn = 0; turn < 2; ++turn) {
              check(one, frame(snapshot, one.input, ruler));
              one.input.tick += std::chrono::milliseconds{12'000};
            }
          }
        }
      }
    }
  }
}

/// The last fill under the middle of a text: its background.
const Fill* ground(const DrawList& list, const Text& text) {
  const Rect middle{text.box.x + text.box.width / 2, text.box.y + text.box.height / 2, 1, 1};
  const Fill* last = nullptr;
  for (const Item& item : list.items) {
    if (const auto* fill = std::get_if<Fill>(&item); fill != nullptr && fill->rect.contains(middle)) {
      last = fill;
    }
    if (std::get_if<Text>(&item) == &text) {
      break;
    }
  }
  return last;
}

std::string complaint(const Case& one, const std::string& what) { return one.name + ": " + what; }

bool ends_with_number(const std::string& name) { return name.ends_with(".number"); }

}  // namespace

TEST_GROUP(WholeFrame){};

TEST(WholeFrame, DrawsNothingOutsideTheScreen) {
  for_every_frame([](const Case& one, const Frame& frame) {
    const Rect screen{0, 0, one.input.size.width, one.input.size.height};
    for (const Item& item : frame.list.items) {
      CHECK_TRUE_TEXT(screen.contains(bounds(item)), complaint(one, std::string{part(item)}).c_str());
      CHECK_FALSE_TEXT(bounds(item).empty(), complaint(one, std::string{part(item)}).c_str());
    }
  });
}

TEST(WholeFrame, NoTextTouchesAnother) {
  for_every_frame([](const Case& one, const Frame& frame) {
    const std::vector<Text> all = texts(frame.list);
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = i + 1; j < all.size(); ++j) {
        CHECK_FALSE_TEXT(all[i].box.meets(all[j].box), complaint(one, all[i].part + " on " + all[j].part).c_str());
      }
    }
  });
}

TEST(WholeFrame, EveryTextIsInsideItsGroundAndReadable) {
  for_every_frame([](const Case& one, const Frame& frame) {
    for (const Item& item : frame.list.items) {
      const auto* text = std::get_if<Text>(&item);
      if (text == nullptr) {
        continue;
      }
      const Fill* under = ground(frame.list, *text);
      CHECK_TRUE_TEXT(under != nullptr, complaint(one, text->part).c_str());
      CHECK_TRUE_TEXT(under->rect.contains(text->box), complaint(one, text->part + " leaves " + under->part).c_str());
      const double needed = text->role == FontRole::number && !text->part.ends_with(".clock") ? 7.0 : 4.5;
      CHECK_TRUE_TEXT(contrast(text->colour, under->colour) >= needed,
                      complaint(one, text->part + " is faint").c_str());
    }
  });
}

TEST(WholeFrame, CardsAndPanelsKeepApart) {
  for_every_frame([](const Case& one, const Frame& frame) {
    if (drawn(frame.list, "emergency")) {
      return;
    }
    std::vector<const Fill*> grounds;
    for (const Item& item : frame.list.items) {
      const auto* fill = std::get_if<Fill>(&item);
      if (fill == nullptr || fill->radius == 0 || fill->part.ends_with(".sign") || fill->part.ends_with(".lit")) {
        continue;
      }
      if (fill->part == "call.panel" || fill->part == "call.band") {
        continue;  // it is on the ring
      }
      grounds.push_back(fill);
    }
    CHECK_TRUE(grounds.size() >= 2);
    for (std::size_t i = 0; i < grounds.size(); ++i) {
      for (std::size_t j = i + 1; j < grounds.size(); ++j) {
        CHECK_FALSE_TEXT(grounds[i]->rect.meets(grounds[j]->rect),
                         complaint(one, grounds[i]->part + " on " + grounds[j]->part).c_str());
      }
    }
  });
}

TEST(WholeFrame, EveryCounterIsThereInItsTurnWithItsWholeNumberOrItsState) {
  std::set<std::string> seen;
  const auto see = [&](const Case& one, const DrawList& list) {
    for (const CounterView& counter : one.snapshot.counters) {
      const std::string card = "counter." + std::to_string(counter.id);
      if (!said(list, card + ".name")) {
        continue;
      }
      seen.insert(card);
      if (counter.number) {
        CHECK_TRUE_TEXT(said(list, card + ".number") == counter.number, complaint(one, card).c_str());
      } else {
        CHECK_TRUE_TEXT(said(list, card + ".state").has_value(), complaint(one, card).c_str());
      }
    }
  };
  for_every_frame([&](const Case& one, const Frame& frame) {
    if (drawn(frame.list, "emergency")) {
      return;
    }
    see(one, frame.list);
    if (one.input.tick != MonotonicTime{}) {
      return;
    }
    seen.clear();
    FrameInput input = one.input;
    for (std::size_t page = 0; page < one.snapshot.counters.size() && seen.size() < one.snapshot.counters.size();
         ++page, input.tick += page_turn) {
      see(one, display::frame(one.snapshot, input, Ruler{}).list);
    }
    CHECK_TRUE_TEXT(seen.size() == one.snapshot.counters.size(), complaint(one, "a counter is missing").c_str());
  });
}

TEST(WholeFrame, NumbersAreNeverShortened) {
  for_every_frame([](const Case& one, const Frame& frame) {
    for (const Text& text : texts(frame.list)) {
      if (!ends_with_number(text.part)) {
        continue;
      }
      CHECK_TRUE_TEXT(text.text.find("…") == std::string::npos, complaint(one, text.part).c_str());
    }
  });
}

TEST(WholeFrame, LobbyLettersAreHighEnoughToBeReadFromTenMetres) {
  // A wall screen of 55 inches is 685 mm high, so 46 of 1080 are 29 mm, and 10 minutes of arc from 10 m. The
  // running text is a strip and no text.
  for_every_frame([](const Case& one, const Frame& frame) {
    const int short_side = std::min(one.input.size.width, one.input.size.height);
    for (const Text& text : texts(frame.list)) {
      const int capital = text.size * 727 / 1000;
      CHECK_TRUE_TEXT(capital * 1080 >= 46 * short_side,
                      complaint(one, text.part + " \"" + text.text + "\" is small").c_str());
      if (text.part == "call.number") {
        CHECK_TRUE_TEXT(text.size * 1080 >= 150 * short_side, complaint(one, text.part + " is small").c_str());
      }
    }
  });
}

TEST(WholeFrame, LobbyLongerTranslationsAreNotCut) {
  // Names of the office's own may be; our words may not, 40 % longer, on the usual screens.
  for_every_frame([](const Case& one, const Frame& frame) {
    if (!one.input.pseudo || one.input.size.width * 3 == one.input.size.height * 4) {
      return;
    }
    for (const Text& text : texts(frame.list)) {
      const bool ours = text.part.find("heading") != std::string::npos || text.part.starts_with("call.notice") ||
                        text.part.starts_with("stale") || text.part.starts_with("phone") || text.part == "date" ||
                        text.part == "phase" || text.part.ends_with(".wait") || text.part.ends_with(".state") ||
                        text.part.starts_with("emergency");
      CHECK_FALSE_TEXT(ours && text.text.ends_with("…"), complaint(one, text.part + " " + text.text).c_str());
    }
  });
}

TEST(WholeFrame, LobbyTheMarginsStayFree) {
  for_every_frame([](const Case& one, const Frame& frame) {
    const int margin = std::min(one.input.size.width, one.input.size.height) * one.input.margin_percent / 100;
    const Rect inside = Rect{0, 0, one.input.size.width, one.input.size.height}.inset(margin);
    for (const Item& item : frame.list.items) {
      if (part(item).starts_with("page")) {
        continue;
      }
      CHECK_TRUE_TEXT(inside.contains(bounds(item)), complaint(one, std::string{part(item)}).c_str());
    }
  });
}

TEST(WholeFrame, SaysWhatItSaidLastTime) {
  // golden/*.txt are whole frames as text. After an intended change, run with ANTREAN_WRITE_GOLDENS=1 and
  // check the difference.
  const Ruler ruler;
  struct Golden {
    std::string sample;
    Size size;
    bool stale;
  };
  for (const Golden& golden :
       {Golden{"ordinary", {1920, 1080}, false}, Golden{"ordinary", {1920, 1080}, true},
        Golden{"twenty_four_counters", {1920, 1080}, false}, Golden{"twenty_four_counters", {1080, 1920}, false},
        Golden{"empty_day", {1280, 720}, false}}) {
    const Snapshot snapshot = sample(golden.sample);
    FrameInput input;
    input.now = snapshot.at;
    input.size = golden.size;
    if (golden.stale) {
      input.stale_since = snapshot.at;
    }
    const std::string text = describe(frame(snapshot, input, ruler).list);
    const std::string path = std::string{DISPLAY_TESTS} + "/golden/" + golden.sample + "_" +
                             std::to_string(golden.size.width) + (golden.stale ? "_stale" : "") + ".txt";
    if (std::getenv("ANTREAN_WRITE_GOLDENS") != nullptr) {
      std::ofstream{path} << text;
    }
    std::ifstream in{path};
    const std::string expected{std::istreambuf_iterator<char>(in), {}};
    STRCMP_EQUAL(expected.c_str(), text.c_str());
  }
}
