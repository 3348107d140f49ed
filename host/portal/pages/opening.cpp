// The line when new dates open. The server's Refresh header loads it again, without a script.
#include <fmt/format.h>

#include "pages/frame.hpp"

namespace antrean::portal {

std::string opening_page(const PageContext& context, const OpeningPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.text("room_lead", shown.drawn ? t.line_drawn : t.line_early);
  auto& rows = page.list("rows");
  const auto row = [&](std::string_view label, const std::string& value) {
    auto& entry = rows.add();
    entry.text("label", label);
    entry.text("value", value);
  };
  const auto clock = [&](UtcTime at) {
    return clock_text(language, at, shown.office.zone) + " " + std::string{zone_name(shown.office.zone)};
  };
  if (shown.drawn) {
    row(t.room_before, std::to_string(shown.before));
    row(t.room_turn, clock(shown.turn));
  } else {
    row(t.line_opens, clock(shown.opens));
    row(t.line_waiting, fmt::format(fmt::runtime(t.line_people), shown.waiting));
    row(t.room_turn, std::string{t.line_lot});
  }
  row(t.office_row, shown.office.name);
  page.text("room_stay", t.room_stay);
  page.text("again_link", context.path);
  page.text("room_again", t.room_again);
  const Frame frame{.title = t.line_title, .step = Step::date, .back = office_path(shown.office)};
  return document(context, frame, "room.tpl", std::move(page));
}

}  // namespace antrean::portal
