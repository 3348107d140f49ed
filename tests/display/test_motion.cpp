// New calls are pointed at for a while, old ones never.
#include "frame/attention.hpp"
#include "ruler.hpp"
#include "samples.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::display;
using namespace std::chrono_literals;

namespace {

Snapshot with_calls(std::initializer_list<std::uint64_t> calls, const char* day = "2026-11-23") {
  Snapshot snapshot;
  snapshot.version = 1;
  snapshot.day = *OfficeDay::parse(day);
  for (const std::uint64_t call : calls) {
    snapshot.calls.push_back({call, "A001", 1, "paspor", false, {}});
  }
  return snapshot;
}

}  // namespace

TEST_GROUP(Motion) {
  Attention attention;
  Highlight highlight;
  MonotonicTime tick{1h};
};

TEST(Motion, BlinksThreeTimesStaysLitAndIsCalmAgain) {
  struct Moment {
    Milliseconds age;
    Glow glow;
    std::optional<Milliseconds> changes_in;
  };
  for (const Moment& moment : {Moment{-1ms, Glow::lit, 500ms},
                               {0ms, Glow::lit, 500ms},
                               {499ms, Glow::lit, 1ms},
                               {500ms, Glow::dimmed, 500ms},
                               {999ms, Glow::dimmed, 1ms},
                               {1000ms, Glow::lit, 500ms},
                               {2500ms, Glow::dimmed, 500ms},
                               {2999ms, Glow::dimmed, 1ms},
                               {3000ms, Glow::lit, 7000ms},
                               {9999ms, Glow::lit, 1ms},
                               {10'000ms, Glow::calm, std::nullopt},
                               {24h, Glow::calm, std::nullopt}}) {
    const GlowNow now = glow(highlight, moment.age);
    CHECK_TRUE_TEXT(now.glow == moment.glow, std::to_string(moment.age.count()).c_str());
    CHECK_TRUE_TEXT(now.changes_in == moment.changes_in, std::to_string(moment.age.count()).c_str());
  }
}

TEST(Motion, WithoutBlinksANewCallIsLitAtOnce) {
  highlight.blinks = 0;
  CHECK_TRUE(glow(highlight, 0ms).glow == Glow::lit);
  CHECK_TRUE(glow(highlight, 0ms).changes_in == 10'000ms);
}

TEST(Motion, AHighlightShorterThanItsBlinksEndsInTime) {
  highlight.lasts = 1200ms;
  CHECK_TRUE(glow(highlight, 1100ms).changes_in == 100ms);
  CHECK_TRUE(glow(highlight, 1200ms).glow == Glow::calm);
}

TEST(Motion, AScreenThatIsSwitchedOnPointsAtNothing) {
  attention.see(with_calls({7, 6, 5}), tick, highlight);
  CHECK_TRUE(attention.calls().empty());
}

TEST(Motion, EveryCallSinceIsNewAlsoSeveralInOneSnapshot) {
  attention.see(with_calls({5}), tick, highlight);
  attention.see(with_calls({7, 6, 5}), tick + 1s, highlight);
  CHECK_TRUE((attention.calls() == std::vector<NewCall>{{7, tick + 1s}, {6, tick + 1s}}));
  attention.see(with_calls({7, 6, 5}), tick + 2s, highlight);
  LONGS_EQUAL(2, attention.calls().size());
}

TEST(Motion, NewCallsAreForgottenWhenTheyAreCalm) {
  attention.see(with_calls({5}), tick, highlight);
  attention.see(with_calls({6, 5}), tick + 1s, highlight);
  attention.see(with_calls({7, 6, 5}), tick + 11s, highlight);
  CHECK_TRUE((attention.calls() == std::vector<NewCall>{{7, tick + 11s}}));
}

TEST(Motion, CallsMissedWhileTheLineWasLostAreOld) {
  attention.see(with_calls({5}), tick, highlight);
  attention.lost();
  attention.see(with_calls({7, 6, 5}), tick + 1s, highlight);
  CHECK_TRUE(attention.calls().empty());
  attention.see(with_calls({8, 7, 6}), tick + 2s, highlight);
  LONGS_EQUAL(1, attention.calls().size());
}

TEST(Motion, TheFirstCallOfTheNextDayIsNewThoughItsNumberIsLower) {
  attention.see(with_calls({500}), tick, highlight);
  attention.see(with_calls({}, "2026-11-24"), tick + 8h, highlight);
  attention.see(with_calls({1}, "2026-11-24"), tick + 9h, highlight);
  CHECK_TRUE((attention.calls() == std::vector<NewCall>{{1, tick + 9h}}));
}

TEST(Motion, ADayThatIsOpenedAgainBringsNoNewCalls) {
  attention.see(with_calls({9, 8}), tick, highlight);
  attention.see(with_calls({}, "2026-11-24"), tick + 1s, highlight);
  attention.see(with_calls({9, 8}), tick + 2s, highlight);
  CHECK_TRUE(attention.calls().empty());
  Snapshot later = with_calls({3, 2}, "2026-11-24");
  later.at += 1h;
  attention.see(later, tick + 3s, highlight);
  CHECK_TRUE(attention.calls().empty());
}

TEST(Motion, AnOfficeThatWentBackIsSeenAfresh) {
  attention.see(with_calls({9, 8}), tick, highlight);
  attention.see(with_calls({3}), tick + 1s, highlight);  // restored from a backup
  CHECK_TRUE(attention.calls().empty());
  attention.see(with_calls({4, 3}), tick + 2s, highlight);
  LONGS_EQUAL(1, attention.calls().size());
}

TEST(Motion, AFrameSaysWhenItWillLookDifferent) {
  const Snapshot snapshot = sample("ordinary");
  FrameInput input;
  input.now = snapshot.at;  // 7 s into the minute
  input.tick = tick + 1s;   // 1 s into a language's turn
  CHECK_TRUE(frame(snapshot, input, Ruler{}).changes_in == 3s);
  input.languages = Languages::indonesian;
  CHECK_TRUE(frame(snapshot, input, Ruler{}).changes_in == 7s);  // the header's next text
  input.tick = tick + 200ms;
  input.new_calls = {{24, tick}};
  CHECK_TRUE(frame(snapshot, input, Ruler{}).changes_in == 300ms);
  input.stale_since = snapshot.at;  // nothing blinks on a lost screen
  CHECK_TRUE(frame(snapshot, input, Ruler{}).changes_in == 7800ms);
}

TEST(Motion, ABlinkChangesTheRingAndTheCardAndNoNumber) {
  const Snapshot snapshot = sample("ordinary");
  FrameInput input;
  input.now = snapshot.at;
  input.new_calls = {{24, tick}};
  input.tick = tick;
  const DrawList lit = frame(snapshot, input, Ruler{}).list;
  input.tick = tick + 500ms;
  const DrawList dimmed = frame(snapshot, input, Ruler{}).list;
  CHECK_FALSE(colour_of(lit, "call.ring") == colour_of(dimmed, "call.ring"));
  CHECK_FALSE(colour_of(lit, "counter.3") == colour_of(dimmed, "counter.3"));
  CHECK_TRUE(said(lit, "call.number") == said(dimmed, "call.number"));
  CHECK_TRUE(said(lit, "counter.3.number") == said(dimmed, "counter.3.number"));
}
