#include "speaker/call_out.hpp"

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

}  // namespace antrean
