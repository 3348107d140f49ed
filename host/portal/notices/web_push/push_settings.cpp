#include "web_push/push_settings.hpp"

namespace antrean::portal {

PushSettings read_push_settings(settings::Section root) {
  PushSettings push;
  if (!root.has("push")) {
    return push;
  }
  auto section = root.section("push");
  push.key = section.secret_file("key", "push.key");
  push.contact = section.text(
      "contact", {.pattern = "(mailto:[^\\s\"\\\\@]{1,64}@|https://)[A-Za-z0-9.-]{1,200}(/[^\\s\"\\\\]{0,200})?",
                  .example = "mailto:antrean@example.go.id",
                  .fallback = {}});
  for (const auto& network : section.texts("own_services", std::vector<std::string>{})) {
    if (!push.own_services.add(network)) {
      section.problem("own_services", "'" + network + "' is no network; write \"10.1.2.3\" or \"10.1.0.0/16\"");
    }
  }
  push.ca_file = section.has("ca_file") ? section.path("ca_file") : std::filesystem::path{};
  push.deadline = section.duration("deadline", Milliseconds{10'000});
  if (push.deadline < std::chrono::seconds{1} || push.deadline > std::chrono::seconds{60}) {
    section.problem("deadline", "one second to one minute, as \"10s\"");
  }
  return push;
}

}  // namespace antrean::portal
