// [[sla]], [webhook] and [mail]: who is told when people wait too long.
#include <algorithm>
#include <optional>
#include <utility>

#include "office_settings/office_settings.hpp"
#include "smtp/address.hpp"
#include "smtp/server_settings.hpp"

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

/// Each as a server is told it.
std::vector<std::string> read_addresses(settings::Section& section) {
  std::vector<std::string> addresses;
  for (const std::string& text : section.texts("mail", std::vector<std::string>{})) {
    const auto address = smtp::mail_address(text);
    if (!address) {
      section.problem("mail", "'" + text + "' is no mail address like kepala@example.go.id");
    } else if (std::ranges::find(addresses, *address) == addresses.end()) {
      addresses.push_back(*address);
    }
  }
  return addresses;
}

void read_webhook(settings::Section section, OfficeSettings& into) {
  WebhookSettings& hook = into.webhook.emplace();
  hook.url = section.text("url");
  const bool loopback = hook.url.starts_with("http://127.0.0.1") || hook.url.starts_with("http://[::1]");
  if (!section.wrong("url") && !hook.url.starts_with("https://") && !loopback) {
    section.problem("url", "must begin with https:// (or be of this machine: http://127.0.0.1)");
  }
  hook.secret_file = section.secret_file("secret_file");
  hook.ca_file = section.path("ca_file", std::filesystem::path{});
}

void read_mail(settings::Section section, OfficeSettings& into) {
  MailSettings& mail = into.mail.emplace();
  mail.server = smtp::read_server(section);
  mail.from = smtp::read_mailbox(section, "from", std::nullopt);
  mail.language = section.choice("language", {"id", "en"}, 0) == 0 ? Language::id : Language::en;
}

}  // namespace

void read_sla(settings::Section& root, OfficeSettings& into) {
  settings::Section* asks_webhook = nullptr;
  settings::Section* asks_mail = nullptr;
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
        rule.webhook = true;
        asks_webhook = &section;
      } else {
        section.problem("tell", "'" + way + "' is no way to tell; use screen, webhook, and the key mail for addresses");
      }
    }
    rule.mail = read_addresses(section);
    asks_mail = rule.mail.empty() ? asks_mail : &section;
    if (std::ranges::any_of(into.sla,
                            [&](const sla::Rule& other) { return sla::subject_of(other) == sla::subject_of(rule); })) {
      section.problem("wait_over", "is the same rule as one before; put both ways to tell into one");
    }
    into.sla.push_back(std::move(rule));
  }
  if (root.has("webhook")) {
    read_webhook(root.section("webhook"), into);
  } else if (asks_webhook != nullptr) {
    asks_webhook->problem("tell", "says webhook, but there is no [webhook] with its url and secret_file");
  }
  if (root.has("mail")) {
    read_mail(root.section("mail"), into);
  } else if (asks_mail != nullptr) {
    asks_mail->problem("mail", "names addresses, but there is no [mail] with its server and from");
  }
}

}  // namespace antrean::office
