#include "pages/frame.hpp"

#include <array>

#include "pages/assets.hpp"

namespace antrean::portal {
namespace {

constexpr std::string_view logo =
    R"(<svg class="logo" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">)"
    R"(<rect width="40" height="40" rx="9" fill="#fff"/>)"
    R"(<path d="M9 12h16M9 20h22M9 28h11" stroke="#0b3d6e" stroke-width="4" stroke-linecap="round"/>)"
    R"(<circle cx="29.5" cy="28" r="3.5" fill="#c8102e"/></svg>)";

std::string steps(const Texts& t, Step step) {
  if (step == Step::none) {
    return {};
  }
  const std::array<std::string_view, 4> names{t.step_office, t.step_date, t.step_hour, t.step_details};
  const auto now = static_cast<std::size_t>(step) - 1;
  std::string list = fmt::format(R"(<nav class="steps" aria-label="{}"><ol>)", t.steps_label);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto* state = i < now ? " class=\"past\"" : i == now ? " class=\"now\" aria-current=\"step\"" : "";
    list +=
        fmt::format("<li{}><span class=\"dot\">{}</span><span class=\"what\">{}</span></li>", state, i + 1, names[i]);
  }
  return list + "</ol></nav>";
}

std::string language_link(const PageContext& context, Language language, std::string_view word, std::string_view name) {
  const bool current = language == context.language;
  if (current) {
    return fmt::format(R"(<span class="lang" aria-current="true" lang="{}">{}</span>)", texts(language).code, word);
  }
  return fmt::format(R"(<a class="lang" href="{}?lang={}" hreflang="{}" lang="{}" aria-label="{}">{}</a>)",
                     h(context.path), texts(language).code, texts(language).code, texts(language).code, name, word);
}

}  // namespace

std::string document(const PageContext& context, std::string_view title, std::string_view main, Step step,
                     std::string_view back) {
  const auto& t = texts(context.language);
  const auto back_link =
      back.empty()
          ? std::string{}
          : fmt::format(R"(<a class="back" href="{}"><span aria-hidden="true">←</span> {}</a>)", h(back), t.back);
  return fmt::format(
      R"(<!doctype html>
<html lang="{code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="theme-color" content="#0b3d6e">
<title>{title} – {brand}</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="{css}">
<script src="{js}" defer></script>
</head>
<body>
<a class="skip" href="#isi">{skip}</a>
<header><div class="bar">
<a class="brand" href="/">{logo}<span><strong>{brand}</strong><small>{tagline}</small></span></a>
<nav class="langs" aria-label="{language_label}">{lang_id}{lang_en}</nav>
</div></header>
<main id="isi">
{steps}{back}<h1>{title}</h1>
{main}
</main>
<footer><div class="bar"><p><a href="/find">{find}</a></p><p>{times}</p></div></footer>
</body>
</html>
)",
      fmt::arg("code", t.code), fmt::arg("title", h(title)), fmt::arg("brand", t.brand),
      fmt::arg("icon", asset_path("icon.svg")), fmt::arg("font", "/static/inter-regular.woff2"),
      fmt::arg("css", asset_path("portal.css")), fmt::arg("js", asset_path("portal.js")), fmt::arg("skip", t.skip),
      fmt::arg("logo", logo), fmt::arg("tagline", t.tagline), fmt::arg("language_label", t.language_label),
      fmt::arg("lang_id", language_link(context, Language::id, "ID", "Bahasa Indonesia")),
      fmt::arg("lang_en", language_link(context, Language::en, "EN", "English")), fmt::arg("steps", steps(t, step)),
      fmt::arg("back", back_link), fmt::arg("main", main), fmt::arg("find", t.footer_find),
      fmt::arg("times", t.footer_times));
}

std::string when(Language language, std::string_view text, UtcTime at, Zone zone) {
  return fill(text, long_date_text(language, OfficeDay::of(at, zone)), clock_text(language, at, zone), zone_name(zone));
}

std::string alert(std::string_view kind, std::string_view title, std::string_view body) {
  return fmt::format(R"(<div class="alert {}" role="alert"><h2>{}</h2>{}</div>)", kind, title, body);
}

}  // namespace antrean::portal
