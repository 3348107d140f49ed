// Call-outs as they are heard: pauses, loudness and every word, in the real clips.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>

#include "speaker/call_out.hpp"
#include "speaker/clips.hpp"
#include "speaker/loudness.hpp"
#include "speaker/playout.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace std::chrono_literals;

namespace {

SpeakerSettings both_languages() {
  SpeakerSettings settings;
  settings.languages = {Language::id, Language::en};
  return settings;
}

bool silent(std::int16_t sample) { return sample < heard_from && sample > -heard_from; }

/// The lengths of silence between what is heard, in milliseconds, from `least` on.
std::vector<long> pauses(const Samples& samples, long least) {
  std::vector<long> found;
  std::size_t quiet = 0;
  bool begun = false;
  for (const std::int16_t sample : samples) {
    if (silent(sample)) {
      ++quiet;
      continue;
    }
    const long ms = std::lround(static_cast<double>(quiet) * 1000 / clip_rate);
    if (begun && ms >= least) {
      found.push_back(ms);
    }
    begun = true;
    quiet = 0;
  }
  return found;
}

std::string words(const std::vector<SpokenClip>& clips) {
  std::string text;
  for (const SpokenClip& clip : clips) {
    text += (text.empty() ? "" : " ") + (clip.pause > 0ms ? "(" + std::to_string(clip.pause.count()) + ") " : "") +
            clip.clip.substr(clip.clip.find('/') + 1);
  }
  return text;
}

}  // namespace

TEST_GROUP(CallOut) { ClipSet clips{VOICES}; };

TEST(CallOut, LobbySaysItInThePersonsLanguageOrInAll) {
  Announcement call{.call = 1, .number = "B017", .counter = 3};
  const SpeakerSettings settings = both_languages();
  STRCMP_EQUAL(
      "chime nomor_antrean letter_b nol satu tujuh (250) silakan_menuju_loket tiga (600) queue_number letter_b zero "
      "one "
      "seven (250) please_go_to_counter three",
      words(call_out(call, settings, CallForm::full)).c_str());
  STRCMP_EQUAL("letter_b nol satu tujuh (250) loket tiga", words(call_out(call, settings, CallForm::brief)).c_str());
  call.language = Language::en;
  STRCMP_EQUAL("chime queue_number letter_b zero one seven (250) please_go_to_counter three",
               words(call_out(call, settings, CallForm::full)).c_str());
  STRCMP_EQUAL("letter_b zero one seven (250) counter three", words(call_out(call, settings, CallForm::brief)).c_str());
}

TEST(CallOut, LobbyEveryClipIsAsLoudAsTheOthers) {
  for (const char* folder : {"id", "en", "signals"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(VOICES) / folder)) {
      const std::string name = std::string(folder) + "/" + entry.path().stem().string();
      const double loudness = greatest_momentary(clips.clip(name).samples);
      CHECK_TRUE_TEXT(std::abs(loudness - clip_loudness) <= 1.0,
                      (name + " has " + std::to_string(loudness) + " LUFS").c_str());
    }
  }
}

TEST(CallOut, LobbyAWholeCallHasTheLoudnessAndNoPeakAboveTheLimit) {
  std::mt19937 random{18};
  for (int i = 0; i < 15; ++i) {
    Announcement call{
        .call = 1,
        .number = std::string(1, static_cast<char>('A' + random() % 26)) + std::to_string(random() % 10'000),
        .counter = static_cast<CounterId>(1 + random() % 40)};
    if (i % 3 == 0) {
      call.language = i % 2 == 0 ? Language::id : Language::en;
    }
    SpeakerSettings settings = both_languages();
    settings.chime = i % 4 != 0;
    settings.reading = i % 2 == 0 ? NumberReading::digits : NumberReading::cardinal;
    const CallForm form = i % 5 == 0 ? CallForm::brief : CallForm::full;
    const Samples sound = clips.join(call_out(call, settings, form));
    const std::string what =
        call.number + " " + std::to_string(integrated(sound)) + " LUFS, " + std::to_string(true_peak(sound)) + " dBTP";
    CHECK_TRUE_TEXT(std::abs(integrated(sound) - call_loudness) <= 1.0, what.c_str());
    CHECK_TRUE_TEXT(true_peak(sound) <= most_true_peak, what.c_str());
  }
}

TEST(CallOut, LobbyPausesAreAsLongAsTheyAreMeantToBe) {
  SpeakerSettings settings = both_languages();
  settings.chime = false;
  const Samples sound = clips.join(call_out({.call = 1, .number = "A120", .counter = 5}, settings, CallForm::full));
  std::vector<long> found = pauses(sound, 200);
  LONGS_EQUAL(3, found.size());
  // The gain of the whole moves the edge of what is heard by a few milliseconds.
  DOUBLES_EQUAL(250, static_cast<double>(found[0]), 12);
  DOUBLES_EQUAL(600, static_cast<double>(found[1]), 12);
  DOUBLES_EQUAL(250, static_cast<double>(found[2]), 12);
}

TEST(CallOut, LobbyPlayoutKeepsThePauseToTheSampleAndLosesNothing) {
  const std::size_t pause = 800 * clip_rate / 1000;
  Playout playout{pause};
  const Samples one(5'000, 1'000);
  const Samples two(3'000, 2'000);
  playout.add(one);
  Samples heard;
  const auto take = [&](std::size_t count) {
    Samples part(count, 77);
    playout.take(part.data(), count);
    heard.insert(heard.end(), part.begin(), part.end());
  };
  take(1'024);  // the first call of the day has no pause before it
  LONGS_EQUAL(1'000, heard.front());
  LONGS_EQUAL(one.size() - 1'024, playout.left());
  take(10'240);  // it ends in the middle of a block
  playout.add(two);
  take(pause + 4'000);
  const auto begins = std::find(heard.begin(), heard.end(), std::int16_t{2'000}) - heard.begin();
  LONGS_EQUAL(one.size() + pause, begins);
  LONGS_EQUAL(two.size(), std::count(heard.begin(), heard.end(), std::int16_t{2'000}));
  LONGS_EQUAL(one.size(), std::count(heard.begin(), heard.end(), std::int16_t{1'000}));
  LONGS_EQUAL(0, playout.left());
  playout.add(one);
  take(100);
  playout.clear();  // the device went away
  LONGS_EQUAL(0, playout.left());
}

TEST(CallOut, LobbyEveryNumberAndCounterHasItsClipsInBothLanguages) {
  // The words are compared with a second writing of the rules in test_phrase; here, that every one of them is
  // there.
  for (const NumberReading reading : {NumberReading::digits, NumberReading::cardinal}) {
    SpeakerSettings settings = both_languages();
    settings.reading = reading;
    for (unsigned number = 0; number <= 9'999; ++number) {
      std::string digits = std::to_string(number);
      digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
      const Announcement call{.call = 1,
                              .number = std::string(1, static_cast<char>('A' + number % 26)) + digits,
                              .counter = static_cast<CounterId>(1 + number % 999)};
      for (const CallForm form : {CallForm::full, CallForm::brief}) {
        for (const SpokenClip& clip : call_out(call, settings, form)) {
          CHECK_TRUE(!clips.clip(clip.clip).samples.empty());
        }
      }
    }
  }
}

TEST(CallOut, LobbyTwoHundredCallsAreFoundClipByClipInWhatIsPlayed) {
  std::mt19937 random{4711};
  const SpeakerSettings settings = both_languages();
  // Played as the device plays them: given while the one before is taken, in the device's blocks.
  constexpr std::size_t block = 1'024, pause = 800 * clip_rate / 1000;
  Playout playout{pause};
  Samples played;
  std::vector<std::vector<SpokenClip>> call_outs;
  std::vector<std::string> numbers;
  const auto take = [&] {
    played.resize(played.size() + block);
    playout.take(played.data() + played.size() - block, block);
  };
  for (int i = 0; i < 200; ++i) {
    Announcement call{.call = 1, .number = "", .counter = static_cast<CounterId>(1 + random() % 60)};
    std::string digits = std::to_string(random() % 10'000);
    digits.insert(0, digits.size() < 3 ? 3 - digits.size() : 0, '0');
    call.number = std::string(1, static_cast<char>('A' + random() % 26)) + digits;
    if (i % 2 == 0) {
      call.language = i % 4 == 0 ? Language::id : Language::en;
    }
    const std::vector<SpokenClip> spoken = call_out(call, settings, i % 3 == 0 ? CallForm::brief : CallForm::full);
    playout.add(clips.join(spoken));
    while (playout.left() > clip_rate / 5) {
      take();
    }
    call_outs.push_back(spoken);
    numbers.push_back(call.number);
  }
  while (playout.left() > 0) {
    take();
  }
  std::size_t at = 0;
  for (std::size_t i = 0; i < call_outs.size(); ++i) {
    const std::size_t begins = at;
    const std::vector<SpokenClip>& spoken = call_outs[i];
    for (const SpokenClip& next : spoken) {
      // The whole has another gain, so the shapes are compared: correlation of the clip with the sound where
      // it must be.
      const Clip& clip = clips.clip(next.clip);
      const std::size_t wanted = static_cast<std::size_t>(next.pause.count()) * (clip_rate / 1000);
      const std::size_t before = at == begins ? 0 : clips.clip((&next - 1)->clip).quiet_after + clip.quiet_before;
      at += wanted > before ? wanted - before : 0;
      CHECK_TRUE(at + clip.samples.size() <= played.size());
      double product = 0;
      double own = 0;
      double heard = 0;
      for (std::size_t k = 0; k < clip.samples.size(); ++k) {
        const double a = clip.samples[k];
        const double b = played[at + k];
        product += a * b;
        own += a * a;
        heard += b * b;
      }
      const double alike = product / std::sqrt(own * heard);
      CHECK_TRUE_TEXT(alike > 0.97, (numbers[i] + " " + next.clip + " " + std::to_string(alike)).c_str());
      at += clip.samples.size();
    }
    const Samples whole(played.begin() + static_cast<std::ptrdiff_t>(begins),
                        played.begin() + static_cast<std::ptrdiff_t>(at));
    DOUBLES_EQUAL(call_loudness, integrated(whole), 1.0);
    // Then silence, for 800 ms to the sample or to the end.
    const std::size_t next = i + 1 < call_outs.size() ? at + pause : played.size();
    CHECK_TRUE(std::all_of(played.begin() + static_cast<std::ptrdiff_t>(at),
                           played.begin() + static_cast<std::ptrdiff_t>(next),
                           [](std::int16_t sample) { return sample == 0; }));
    at = next;
  }
  LONGS_EQUAL(played.size(), at);
}

TEST(CallOut, TheVolumeIsThatOfTheHourAlsoOverMidnight) {
  SpeakerSettings settings;
  settings.volume = 90;
  settings.volume_hours = {{.from = TimeOfDay{720}, .until = TimeOfDay{780}, .volume = 60},
                           {.from = TimeOfDay{18 * 60}, .until = TimeOfDay{7 * 60}, .volume = 30}};
  const struct {
    int minutes, volume;
  } table[] = {{719, 90},     {720, 60}, {779, 60}, {780, 90}, {18 * 60 - 1, 90},
               {18 * 60, 30}, {0, 30},   {419, 30}, {420, 90}};
  for (const auto& row : table) {
    LONGS_EQUAL(row.volume, volume_at(settings, TimeOfDay{row.minutes}));
  }
}

TEST(CallOut, WhatAnOfficeNeedsIsEveryClipOfItsNumbersAndCountersInBothLanguages) {
  SpeakerSettings settings;
  settings.reading = NumberReading::cardinal;
  const std::vector<SpokenSeries> series{{.letters = "AB", .first = 1, .last = 20}};
  const std::vector<CounterId> counters{1, 21};
  const auto needed = clips_needed(settings, series, counters);
  for (const char* clip : {"signals/chime", "signals/admitted", "signals/refused", "id/letter_a", "en/letter_b",
                           "id/sepuluh", "id/dua_puluh", "en/twelve", "id/silakan_menuju_loket", "id/loket",
                           "en/counter", "id/nomor_antrean", "id/satu"}) {
    CHECK_TRUE_TEXT(needed.contains(clip), clip);
  }
  for (const char* clip : {"id/letter_c", "id/tiga_puluh", "id/seratus"}) {
    CHECK_FALSE_TEXT(needed.contains(clip), clip);
  }
  for (const std::string& clip : needed) {
    CHECK_TRUE_TEXT(std::filesystem::exists(clip_file(VOICES, {}, clip)), clip.c_str());
  }
}

TEST(CallOut, AClipOfTheOfficesOwnIsTakenFirst) {
  std::string pattern = (std::filesystem::temp_directory_path() / "antrean-own-clips-XXXXXX").string();
  const std::filesystem::path own = mkdtemp(pattern.data());
  std::filesystem::create_directories(own / "signals");
  std::filesystem::copy_file(std::filesystem::path(VOICES) / "signals/refused.wav", own / "signals/chime.wav");
  ClipSet with_own(VOICES, own);
  CHECK_TRUE(with_own.clip("signals/chime").samples == clips.clip("signals/refused").samples);
  CHECK_TRUE(with_own.clip("id/satu").samples == clips.clip("id/satu").samples);
  std::filesystem::remove_all(own);
}
