#include "speaker/call_out.hpp"

#include <utility>

#include <fmt/format.h>

namespace antrean {

std::vector<SpokenClip> call_out(const Announcement& call, const SpeakerSettings& settings, CallForm form) {
  std::vector<SpokenClip> clips;
  const auto say = [&](Language language, const std::vector<std::string>& words, std::chrono::milliseconds first) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool counter = words[i] == to_counter(language) || words[i] == "loket" || words[i] == "counter";
      clips.push_back({std::string(language_folder(language)) + "/" + words[i], i == 0 ? first
                                                                                : counter
                                                                                    ? pause_before_counter
                                                                                    : std::chrono::milliseconds{0}});
    }
  };
  if (form == CallForm::brief) {
    const Language language = call.language.value_or(settings.languages.front());
    say(language, brief_phrase(call, language, settings.reading), std::chrono::milliseconds{0});
    return clips;
  }
  if (settings.chime) {
    clips.push_back({"signals/chime"});
  }
  const std::vector<Language> languages = call.language ? std::vector<Language>{*call.language} : settings.languages;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    say(languages[i], phrase(call, languages[i], settings.reading),
        i == 0 ? std::chrono::milliseconds{0} : pause_between_languages);
  }
  return clips;
}

std::set<std::string> clips_needed(const SpeakerSettings& settings, std::span<const SpokenSeries> series,
                                   std::span<const CounterId> counters) {
  std::set<std::string> needed{"signals/admitted", "signals/refused"};
  const auto need = [&](const Announcement& call) {
    for (const CallForm form : {CallForm::full, CallForm::brief}) {
      for (SpokenClip& one : call_out(call, settings, form)) {
        needed.insert(std::move(one.clip));
      }
    }
  };
  for (const Language language : {Language::id, Language::en}) {
    for (const SpokenSeries& one : series) {
      for (const char letter : one.letters) {
        for (unsigned number = one.first; number <= one.last; ++number) {
          need({.number = fmt::format("{}{:03}", letter, number),
                .counter = counters.empty() ? CounterId{1} : counters.front(),
                .language = language});
        }
      }
    }
    for (const CounterId counter : counters) {
      need({.number = "0", .counter = counter, .language = language});
    }
  }
  return needed;
}

std::filesystem::path clip_file(const std::filesystem::path& folder, const std::filesystem::path& own,
                                const std::string& name) {
  std::error_code ignored;
  auto file = own / (name + ".wav");
  return !own.empty() && std::filesystem::exists(file, ignored) ? file : folder / (name + ".wav");
}

}  // namespace antrean
