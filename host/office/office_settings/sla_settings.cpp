// [[sla]] and [webhook]: who is told when people wait too long.
#include <algorithm>

#include "office_settings/office_settings.hpp"

namespace antrean::office {
namespace {

using namespace std::chrono_literals;

Minutes wait_over(settings::Section& section) {
  const auto given = section.duration("wait_over");
  if (given % 1min != 0ms || given < 1min || given > 24h) {
    section.problem("wait_over", "must be whole minutes from \"1m\" to \"24h\", like \"45m\"");
    return 1min;
  }
  return std::chrono::duration_cast<Minutes>(given);
}

/// "" when it names nothing.
template <class All>
std::string key_of(settings::Section& section, std::string_view key, const All& all, const char* what) {
  const std::string given = section.text(key, {.pattern = {}, .example = {}, .fallback = ""});
  const auto same = [&](const auto& one) { return one.key == given; };
  if (!given.empty() && std::ranges::none_of(all, same)) {
    std::string there;
    for (const auto& one : all) {
      there += (there.empty() ? "" : ", ") + one.key;
    }
    section.problem(key, "'" + given + "' is no " + what + "; there are: " + there);
  }
  return given;
}

}  // namespace

void read_sla(settings::Section& root, OfficeSettings& into) {
  bool asks_webhook = false;
  std::vector<settings::Section> sections = root.sections("sla");
  for (settings::Section& section : sections) {
    sla::Rule rule;
    rule.wait_over = wait_over(section);
    rule.service = key_of(section, "service", into.plan.services, "service");
    rule.class_key = key_of(section, "class", into.plan.classes, "class");
    rule.screen = false;
    for (const std::string& way : section.texts("tell", std::vector<std::string>{"screen"})) {
      if (way == "screen") {
        rule.screen = true;
      } else if (way == "webhook") {
        rule.webhook = asks_webhook = true;
      } else {
        section.problem("tell", "'" + way + "' is no way to tell; use screen, webhook");
      }
    }
    if (std::ranges::any_of(into.sla,
                            [&](const sla::Rule& other) { return sla::subject_of(other) == sla::subject_of(rule); })) {
      section.problem("wait_over", "is the same rule as one before; put both ways to tell into one");
    }
    into.sla.push_back(std::move(rule));
  }
  if (root.has("webhook")) {
    settings::Section section = root.section("webhook");
    WebhookSettings& hook = into.webhook.emplace();
    hook.url = section.text("url");
    const bool loopback = hook.url.starts_with("http://127.0.0.1") || hook.url.starts_with("http://[::1]");
    if (!section.wrong("url") && !hook.url.starts_with("https://") && !loopback) {
      section.problem("url", "must begin with https:// (or be of this machine: http://127.0.0.1)");
    }
    hook.secret_file = section.secret_file("secret_file");
    hook.ca_file = section.path("ca_file", std::filesystem::path{});
  } else if (asks_webhook) {
    sections.back().problem("tell", "says webhook, but there is no [webhook] with its url and secret_file");
  }
}

}  // namespace antrean::office
