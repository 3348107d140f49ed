// The keys by which the offices sign exports of their audit: every one that an office gave, since when, and
// what the directorate says of it.
#include <algorithm>

#include <spdlog/spdlog.h>

#include "directorate/directorate_site.hpp"
#include "directorate/site_words.hpp"
#include "text/text.hpp"

namespace antrean::portal {
namespace {

using codes::OfficeKeyState;

struct StateWords {
  const char* word;
  const char* style;
};
StateWords words_of(OfficeKeyState state) {
  switch (state) {
    case OfficeKeyState::first:
      return {"w_key_first", "good"};
    case OfficeKeyState::unconfirmed:
      return {"w_key_unconfirmed", "bad"};
    case OfficeKeyState::confirmed:
      return {"w_key_confirmed", "good"};
    case OfficeKeyState::refused:
      break;
  }
  return {"w_key_refused", ""};
}

}  // namespace

void DirectorateSite::show_keys(templates::Dictionary& shown, const Asker& asker, const std::vector<OfficeKey>& keys,
                                const std::string& office) const {
  shown.part("keys_table", "dir_keys_table.tpl");
  auto& list = shown.list("keys");
  bool any = false;
  const auto token = tokens_.issue({.key = asker.session.id}, clock_.now());
  for (const auto& one : keys) {
    const auto& known = one.known;
    if (!office.empty() && known.office != office) {
      continue;
    }
    any = true;
    auto& row = list.add();
    const auto* of = from_.offices.find(known.office);
    const auto fingerprint = codes::fingerprint(known.key);
    row.text("key_office", where_text(asker, {known.office}));
    row.text("key_office_link", "/office/" + known.office);
    row.text("key_code", known.office);
    row.text("fingerprint", fingerprint);
    row.text("key", codes::to_text(known.key));
    row.text("key_since", time_text(asker, known.since, of != nullptr ? of->zone : Zone::wib));
    const auto [name, style] = words_of(known.state);
    row.text("key_state", word(asker, name));
    row.text("key_class", style);
    auto& notes = row.list("key_notes");
    for (const auto& note : one.notes) {
      notes.add().text("key_note", filled(asker, note.refused ? "w_key_note_refused" : "w_key_note_confirmed",
                                          time_text(asker, note.at), note.who, note.why));
    }
    row.show("may_change", asker.may_change);
    row.show("can_decide_key", asker.may_change && known.state != OfficeKeyState::refused);
    row.show("can_confirm_key", known.state == OfficeKeyState::unconfirmed);
    row.text("key_why_label", word(asker, "w_why") + ": " + fingerprint);
    row.text("form_token", token);
  }
  shown.show("has_keys", any);
  shown.show("no_keys", !any);
}

DirectorateSite::Answer DirectorateSite::keys_page(Asker asker, std::vector<std::string> problems, std::string said) {
  const auto keys = co_await from_.facts.office_keys();
  Page page{.title = word(asker, "w_keys"),
            .main = "dir_keys.tpl",
            .here = "/keys",
            .back = "/trail",
            .back_name = word(asker, "w_trail"),
            .said = std::move(said),
            .problems = std::move(problems)};
  show_keys(page.shown, asker, keys, {});
  co_return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::show_office_keys(http::Request, Asker asker) {
  return keys_page(std::move(asker), {}, {});
}

DirectorateSite::Answer DirectorateSite::give_key_list(http::Request, Asker) {
  const auto keys = co_await from_.facts.office_keys();
  auto response =
      http::Response::bytes(codes::key_list_text(known_keys(keys), clock_.now()), "text/plain; charset=utf-8");
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"antrean-office-keys.txt\"");
  co_return response;
}

DirectorateSite::Answer DirectorateSite::judge_key(http::Request request, Asker asker) {
  const auto form = form_fields(request);
  const auto office = form_field(form, "office");
  const auto why = text::clean(form_field(form, "why")).value_or("");
  if (why.empty()) {
    auto problem = word(asker, "w_wrong_why");
    co_return co_await keys_page(std::move(asker), {std::move(problem)}, {});
  }
  const bool refused = form_field(form, "do") == "refuse";
  const auto now = clock_.now();
  const auto judged =
      co_await from_.facts.judge_key({.office = office,
                                      .key = form_field(form, "key"),
                                      .note = {.at = now, .who = asker.session.user, .why = why, .refused = refused},
                                      .now = now});
  if (!judged.done) {
    auto problem = word(asker, "w_key_decided");
    co_return co_await keys_page(std::move(asker), {std::move(problem)}, {});
  }
  spdlog::warn("office {}: {} {} the key {}", office, asker.session.user, refused ? "refuses" : "confirms",
               form_field(form, "key"));
  auto said = word(asker, refused ? "w_key_now_refused" : "w_key_now_confirmed");
  co_return co_await keys_page(std::move(asker), {}, std::move(said));
}

}  // namespace antrean::portal
