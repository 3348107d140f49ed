// The waiting room. The server's Refresh header loads it again, without a script.
#include "pages/frame.hpp"

namespace antrean::portal {

std::string room_page(const PageContext& context, const RoomPage& shown) {
  const auto language = context.language;
  const auto& t = texts(language);
  Dictionary page;
  page.text("room_lead", t.room_lead);
  auto& rows = page.list("rows");
  const auto row = [&](std::string_view label, const std::string& value) {
    auto& entry = rows.add();
    entry.text("label", label);
    entry.text("value", value);
  };
  row(t.room_before, std::to_string(shown.before));
  row(t.room_turn,
      clock_text(language, shown.turn, shown.office.zone) + " " + std::string{zone_name(shown.office.zone)});
  row(t.office_row, shown.office.name);
  row(t.date_row, long_date_text(language, shown.day));
  page.text("room_stay", t.room_stay);
  page.text("again_link", context.path);
  page.text("room_again", t.room_again);
  const Frame frame{.title = t.room_title, .step = Step::details, .back = shown.back};
  return document(context, frame, "room.tpl", std::move(page));
}

}  // namespace antrean::portal
