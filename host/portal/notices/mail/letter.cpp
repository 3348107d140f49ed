#include "mail/letter.hpp"

#include <algorithm>

#include <fmt/args.h>
#include <fmt/format.h>

#include "embedded.hpp"
#include "mail/texts.hpp"
#include "templates/templates.hpp"
#include "text/text.hpp"
#include "values/calendar_text.hpp"

namespace antrean::portal {
namespace {

using templates::Dictionary;

const templates::Templates& mail_templates() {
  static const templates::Templates all{"mail", {{"mail.tpl", embedded::mail_tpl()}}};
  return all;
}

/// Text of people and offices.
std::string typed(std::string_view given) {
  auto clean = text::clean(given);
  return clean ? std::move(*clean) : text::one_line(given);
}

std::string hours_of(Language language, const ShownPlace& place) {
  return hours_text(language, place.hours) + " " + std::string{zone_name(place.zone)};
}

std::string one_place(Language language, const ShownPlace& place) {
  return long_date_text(language, place.day) + ", " + hours_of(language, place) + ", " + typed(place.office);
}

std::string until_text(Language language, const MailTexts& t, UtcTime at, Zone zone) {
  return fmt::format(fmt::runtime(t.until), fmt::arg("date", long_date_text(language, OfficeDay::of(at, zone))),
                     fmt::arg("clock", clock_text(language, at, zone) + " " + std::string{zone_name(zone)}));
}

/// Fills the names in {} of a text.
class Filling {
 public:
  Filling(const Notice& notice, const MailTexts& t) {
    const auto language = notice.language;
    const auto& booking = notice.booking;
    const auto& place = booking.place;
    const auto add = [this](const char* name, const std::string& value) {
      arguments_.push_back(fmt::arg(name, value));
    };
    add("code", typed(booking.code));
    add("date", long_date_text(language, place.day));
    add("hours", hours_of(language, place));
    add("start", hour_text(language, place.hours.start) + " " + std::string{zone_name(place.zone)});
    add("office", typed(place.office));
    add("number", typed(booking.number));
    add("counter", typed(notice.counter));
    add("place", std::to_string(notice.place));
    add("digits", typed(notice.digits));
    add("until", notice.held_until ? until_text(language, t, *notice.held_until, place.zone) : std::string{});
    add("before", notice.before ? one_place(language, *notice.before) : std::string{});
    add("reason", typed(notice.reason));
  }

  std::string operator()(std::string_view text) const {
    return fmt::vformat(fmt::string_view(text.data(), text.size()), arguments_);
  }

 private:
  fmt::dynamic_format_arg_store<fmt::format_context> arguments_;
};

bool shows_code(NoticeKind kind) { return kind != NoticeKind::confirm_contact && kind != NoticeKind::waitlist_offer; }

/// There is a booking with which the person can come. Only then the QR is shown, and the way to change it.
bool holds(NoticeKind kind) {
  return shows_code(kind) && kind != NoticeKind::cancelled && kind != NoticeKind::closed_by_office;
}

void add_rows(Letter& letter, const Notice& notice, const MailTexts& t) {
  const auto language = notice.language;
  const auto& booking = notice.booking;
  const auto add = [&](std::string_view label, std::string value) {
    if (!value.empty()) {
      letter.rows.push_back({std::string{label}, std::move(value)});
    }
  };
  std::string office = typed(booking.place.office);
  if (const auto address = typed(booking.place.address); !address.empty()) {
    office += ", " + address;
  }
  std::string names;
  for (const auto& name : booking.names) {
    names += (names.empty() ? "" : ", ") + typed(name);
  }
  add(t.number_row, typed(booking.number));
  add(t.date_row, long_date_text(language, booking.place.day));
  add(t.hour_row, hours_of(language, booking.place));
  add(t.office_row, office);
  add(t.service_row, typed(booking.service));
  add(t.name_row, names);
  add(t.code_row, shows_code(notice.kind) ? typed(booking.code) : std::string{});
}

void add_links(Letter& letter, const Notice& notice, const MailTexts& t, const KindTexts& kind) {
  const auto link = [](std::string_view text, const std::string& address) {
    return address.empty() ? std::vector<Letter::Link>{} : std::vector<Letter::Link>{{std::string{text}, address}};
  };
  if (!kind.action.empty()) {
    letter.action = link(kind.action, notice.links.action);
  }
  letter.links = link(t.see_page, notice.links.page);
  if (holds(notice.kind)) {
    std::ranges::move(link(t.change_page, notice.links.change), std::back_inserter(letter.links));
  }
  if (is_reminder(notice.kind)) {
    letter.unsubscribe = link(t.unsubscribe, notice.links.unsubscribe);
  }
  for (const auto& offer : notice.offers) {
    letter.offers.push_back({one_place(notice.language, offer.place), offer.link});
  }
  letter.offers_title = letter.offers.empty() ? "" : t.offers_title;
}

Dictionary page_of(const Letter& letter, const std::string& qr_id) {
  Dictionary page;
  const auto& t = mail_texts(letter.language);
  const auto texts = [&page](std::string_view section, std::string_view name, const std::vector<std::string>& all) {
    auto& list = page.list(section);
    for (const auto& one : all) {
      list.add().text(name, one);
    }
  };
  const auto links = [&page](std::string_view section, const std::vector<Letter::Link>& all) {
    auto& list = page.list(section);
    for (const auto& one : all) {
      auto& entry = list.add();
      entry.text("link_text", one.text);
      entry.text("link", one.address);
    }
  };
  page.text("language", t.code);
  page.text("brand", t.brand);
  page.text("subject", letter.subject);
  page.text("heading", letter.heading);
  texts("paragraphs", "paragraph", letter.paragraphs);
  page.show("has_digits", !letter.digits.empty());
  page.text("digits_label", letter.digits_label);
  page.text("digits", letter.digits);
  links("action", letter.action);
  page.show("has_offers", !letter.offers.empty());
  page.text("offers_title", letter.offers_title);
  links("offers", letter.offers);
  page.show("has_qr", !letter.qr.empty());
  page.text("qr_id", qr_id);
  page.text("qr_alt", letter.qr_alt);
  page.text("qr_hint", letter.qr_hint);
  page.text("code", letter.code);
  auto& rows = page.list("rows");
  for (const auto& row : letter.rows) {
    auto& entry = rows.add();
    entry.text("label", row.label);
    entry.text("value", row.value);
  }
  page.show("has_bring", !letter.bring.empty());
  page.text("bring_title", letter.bring_title);
  texts("bring", "thing", letter.bring);
  texts("notes", "note", letter.notes);
  links("links", letter.links);
  texts("footer", "line", letter.footer);
  links("unsubscribe", letter.unsubscribe);
  page.text("unsubscribe_text", t.unsubscribe_text);
  return page;
}

}  // namespace

void load_mail_template() { mail_templates(); }

Letter letter_of(const Notice& notice) {
  const auto& t = mail_texts(notice.language);
  const auto& kind = kind_texts(t, notice.kind);
  const Filling fill{notice, t};
  Letter letter;
  letter.language = notice.language;
  letter.subject = fill(kind.subject);
  letter.heading = fill(kind.heading);
  letter.paragraphs.push_back(fill(kind.lead));
  if (notice.before) {
    letter.paragraphs.push_back(fill(t.before));
  }
  if (!notice.reason.empty()) {
    letter.paragraphs.push_back(fill(t.reason));
  }
  add_rows(letter, notice, t);
  add_links(letter, notice, t, kind);
  if (notice.kind == NoticeKind::confirm_contact) {
    letter.digits_label = t.digits_label;
    letter.digits = typed(notice.digits);
    letter.notes.emplace_back(t.not_you);
  }
  if (holds(notice.kind) && !notice.booking.qr.empty()) {
    letter.qr = notice.booking.qr;
    letter.qr_alt = fill(t.qr_alt);
    letter.qr_hint = t.qr_hint;
    letter.code = typed(notice.booking.code);
  }
  if (holds(notice.kind) && notice.kind != NoticeKind::your_turn && notice.kind != NoticeKind::number_near) {
    letter.bring_title = t.bring_title;
    std::ranges::transform(notice.booking.bring, std::back_inserter(letter.bring), typed);
    letter.notes.emplace_back(t.arrive);
  }
  letter.footer.emplace_back(t.automatic);
  return letter;
}

std::string letter_as_html(const Letter& letter, const std::string& qr_id) {
  return mail_templates().render("mail.tpl", page_of(letter, qr_id));
}

std::string letter_as_text(const Letter& letter) {
  std::string text = letter.heading + "\n\n";
  const auto paragraphs = [&text](const std::vector<std::string>& all) {
    for (const auto& one : all) {
      text += one + "\n\n";
    }
  };
  const auto links = [&text](const std::vector<Letter::Link>& all) {
    for (const auto& one : all) {
      text += one.text + ":\n" + one.address + "\n\n";
    }
  };
  paragraphs(letter.paragraphs);
  if (!letter.digits.empty()) {
    text += letter.digits_label + ": " + letter.digits + "\n\n";
  }
  links(letter.action);
  if (!letter.offers.empty()) {
    text += letter.offers_title + "\n\n";
    links(letter.offers);
  }
  for (const auto& row : letter.rows) {
    text += row.label + ": " + row.value + "\n";
  }
  text += "\n";
  if (!letter.bring.empty()) {
    text += letter.bring_title + ":\n";
    for (const auto& thing : letter.bring) {
      text += "* " + thing + "\n";
    }
    text += "\n";
  }
  paragraphs(letter.notes);
  links(letter.links);
  text += "-- \n";
  for (const auto& line : letter.footer) {
    text += line + "\n";
  }
  for (const auto& link : letter.unsubscribe) {
    text += link.text + ": " + link.address + "\n";
  }
  return text;
}

}  // namespace antrean::portal
