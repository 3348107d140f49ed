#include "pages/frame.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "embedded.hpp"
#include "pages/assets.hpp"

namespace antrean::portal {
namespace {

/// Seconds. A page that is loaded anew loses what a reader was at, so a browser without scripts does it less
/// often.
constexpr int least_reload = 15;

const templates::Templates& site_templates() {
  static const templates::Templates all{"portal",
                                        {{"frame.tpl", embedded::frame_tpl()},
                                         {"offices.tpl", embedded::offices_tpl()},
                                         {"services.tpl", embedded::services_tpl()},
                                         {"dates.tpl", embedded::dates_tpl()},
                                         {"hours.tpl", embedded::hours_tpl()},
                                         {"others.tpl", embedded::others_tpl()},
                                         {"whatsapp.tpl", embedded::whatsapp_tpl()},
                                         {"details.tpl", embedded::details_tpl()},
                                         {"confirmation.tpl", embedded::confirmation_tpl()},
                                         {"cancelled.tpl", embedded::cancelled_tpl()},
                                         {"rows.tpl", embedded::rows_tpl()},
                                         {"instead.tpl", embedded::instead_tpl()},
                                         {"waitlist.tpl", embedded::waitlist_tpl()},
                                         {"waiting.tpl", embedded::waiting_tpl()},
                                         {"held.tpl", embedded::held_tpl()},
                                         {"one_button.tpl", embedded::one_button_tpl()},
                                         {"shown.tpl", embedded::shown_tpl()},
                                         {"change.tpl", embedded::change_tpl()},
                                         {"own.tpl", embedded::own_tpl()},
                                         {"saved.tpl", embedded::saved_tpl()},
                                         {"offline.tpl", embedded::offline_tpl()},
                                         {"on_the_day.tpl", embedded::on_the_day_tpl()},
                                         {"find.tpl", embedded::find_tpl()},
                                         {"day.tpl", embedded::day_tpl()},
                                         {"number.tpl", embedded::number_tpl()},
                                         {"number_unknown.tpl", embedded::number_unknown_tpl()},
                                         {"office_day.tpl", embedded::office_day_tpl()},
                                         {"room.tpl", embedded::room_tpl()},
                                         {"notice.tpl", embedded::notice_tpl()}}};
  return all;
}

void add_steps(Dictionary& page, const Texts& t, Step step) {
  page.show("has_steps", step != Step::none);
  page.text("steps_label", t.steps_label);
  auto& steps = page.list("steps");
  auto each = Step::office;
  for (const auto name : {t.step_office, t.step_date, t.step_hour, t.step_details}) {
    auto& entry = steps.add();
    entry.show("past", each < step);
    entry.show("now", each == step);
    entry.text("step_number", std::to_string(static_cast<int>(each)));
    entry.text("step_name", name);
    each = static_cast<Step>(static_cast<int>(each) + 1);
  }
}

void add_languages(Dictionary& page, const PageContext& context, const Frame& frame) {
  // A browser presses the first button of a form when somebody presses Enter in a field. That would be the
  // language switch, so a hidden one goes before it.
  page.show("has_form", !frame.form.empty());
  page.show("has_page_address", context.posted || !frame.form.empty());
  page.text("form_id", frame.form);
  page.text("page_address", context.path);
  page.text("form_target", frame.form_target);
  auto& languages = page.list("languages");
  const auto add = [&](Language language, std::string_view word, std::string_view name) {
    auto& entry = languages.add();
    entry.show("current", language == context.language);
    entry.show("other", language != context.language && frame.form.empty());
    entry.show("other_with_form", language != context.language && !frame.form.empty());
    entry.text("code", texts(language).code);
    entry.text("word", word);
    entry.text("language_name", name);
    entry.text("language_link", context.path + "?" + context.query + "lang=" + std::string{texts(language).code});
  };
  add(Language::id, "ID", "Bahasa Indonesia");
  add(Language::en, "EN", "English");
}

/// Under which path of its host people find the site: "/antrean", or "".
std::string& site_path() {
  static std::string path;
  return path;
}

/// Templates and addresses begin at the site's root. Where that is a path of its host, each address gets it:
/// a '"' in what people typed is escaped, so these are attributes of ours.
std::string under_its_path(std::string html) {
  const auto& path = site_path();
  if (path.empty()) {
    return html;
  }
  constexpr std::array<std::string_view, 7> attributes{"href",         "action",      "src",           "formaction",
                                                       "data-address", "data-worker", "data-challenge"};
  std::string all;
  std::string_view rest{html};
  constexpr std::string_view root = "=\"/";
  for (auto at = rest.find(root); at != std::string_view::npos; at = rest.find(root)) {
    const auto before = rest.substr(0, at);
    const bool address = std::ranges::any_of(attributes, [&](std::string_view name) {
      return before.ends_with(name) && before.size() > name.size() &&
             std::string_view{" \n"}.find(before[before.size() - name.size() - 1]) != std::string_view::npos;
    });
    all.append(before).append("=\"").append(address ? path : "").append("/");
    rest.remove_prefix(at + root.size());
  }
  return all.append(rest);
}

}  // namespace

void load_pages(std::string path) {
  site_path() = std::move(path);
  site_templates();
  asset_path("portal.css");
}

std::string document(const PageContext& context, const Frame& frame, std::string_view main, Dictionary page) {
  const auto& t = texts(context.language);
  page.text("language", t.code);
  page.text("title", frame.title);
  page.text("error_prefix", frame.error ? t.error_prefix : "");
  page.text("brand", t.brand);
  page.text("description", t.description);
  page.text("tagline", t.tagline);
  page.text("icon_file", asset_path("icon.svg"));
  page.text("style_file", asset_path("portal.css"));
  page.text("script_file", asset_path("portal.js"));
  page.text("app_script", asset_path("app.js"));
  page.text("touch_icon", asset_path("icon-192.png"));
  page.show("keeps_fresh", frame.fresh_every > 0);
  page.text("fresh_script", asset_path("day.js"));
  page.show("reloads", frame.reloads);
  page.text("reload_every", std::to_string(std::max(least_reload, frame.fresh_every)));
  page.show("has_announcements", !context.announcements.empty());
  page.text("announcements_label", t.announcements_label);
  auto& announcements = page.list("announcements");
  for (const auto* one : context.announcements) {
    announcements.add().text("announcement", one->text.in(context.language));
  }
  page.text("skip", t.skip);
  page.text("language_label", t.language_label);
  add_languages(page, context, frame);
  add_steps(page, t, frame.step);
  page.show("has_back", !frame.back.empty());
  page.text("back_link", frame.back);
  page.text("back", t.back);
  page.part("main", main);
  page.text("footer_find", t.footer_find);
  page.text("footer_own", t.footer_own);
  page.text("footer_times", t.footer_times);
  page.text("footer_home", t.footer_home);
  return under_its_path(site_templates().render("frame.tpl", page));
}

void add_app(Dictionary& page, Language language, const std::string& link) {
  const auto& t = texts(language);
  page.show("has_app", !link.empty());
  page.text("app_text", t.app_text);
  page.text("app_link", link);
  page.text("app_name", t.app_name);
}

std::string when(Language language, std::string_view text, UtcTime at, Zone zone) {
  return fill(text, long_date_text(language, OfficeDay::of(at, zone)), clock_text(language, at, zone), zone_name(zone));
}

}  // namespace antrean::portal
