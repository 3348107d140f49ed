// Settings. A file with any content is read, or is refused with a list of its problems, line by line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "settings/settings.hpp"

using namespace antrean::settings;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(data, data + size);
  try {
    Source source = Source::text(text, "fuzz.toml");
    Section root = source.root();
    Section office = root.section("office");
    (void)office.text("code", {.pattern = "[A-Z0-9]{2}", .example = "AD", .fallback = {}});
    (void)office.integer("port", {.least = 1, .most = 65535, .fallback = 8090});
    (void)office.number("volume", {.least = 0, .most = 1, .fallback = 0.5});
    (void)office.flag("walk_in", false);
    (void)office.choice("voice", {"digits", "cardinal"}, 0);
    (void)office.texts("languages", std::vector<std::string>{});
    (void)office.integers("boards", std::vector<std::int64_t>{});
    (void)office.time("opens", antrean::TimeOfDay{});
    (void)office.date("since");
    (void)office.duration("poll", std::chrono::seconds{1});
    (void)office.path("database", "a.db");
    for (Section& counter : root.sections("counter")) {
      (void)counter.integer("id", {});
    }
    for (auto& [name, service] : root.named("service")) {
      (void)service.text("letter");
    }
    source.finish();
  } catch (const SettingsError& error) {
    if (error.problems().empty()) {
      std::abort();
    }
    for (const Problem& problem : error.problems()) {
      if (problem.text.empty() || problem.text.find('\n') != std::string::npos) {
        std::abort();
      }
    }
  }
  return 0;
}
