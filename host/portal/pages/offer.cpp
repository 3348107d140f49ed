#include "pages/offer.hpp"

namespace antrean::portal {
namespace {

struct Words {
  std::string_view kind;  ///< class of the card
  std::string text;
};

Words words_of(Language language, const Office& office, const Availability& availability,
               const std::vector<FreeAt>& elsewhere) {
  const auto& t = texts(language);
  const auto opening = [&](std::string_view text) {
    return availability.opens ? when(language, text, *availability.opens, office.zone) : std::string{};
  };
  switch (availability.offer) {
    case Offer::unknown:
      return {"", ""};
    case Offer::free:
      return {"free", std::string{t.offer_free}};
    case Offer::full:
      return {"full", availability.opens ? opening(t.offer_full_opens) : std::string{t.offer_full}};
    case Offer::not_open:
      return {"later", opening(t.offer_opens)};
    case Offer::closed:
      return {"closed", std::string{t.offer_closed}};
    case Offer::elsewhere:
      return {"closed", elsewhere.empty() ? std::string{t.offer_elsewhere}
                                          : fill(t.offer_but_at, office_title(*elsewhere.front().office),
                                                 long_date_text(language, elsewhere.front().day))};
    case Offer::whatsapp:
      return {"closed", std::string{t.offer_whatsapp}};
  }
  return {};
}

}  // namespace

void add_offer(Dictionary& card, Language language, const Office& office, const Service& service,
               const Availability& availability, const std::vector<FreeAt>& elsewhere) {
  const auto [kind, text] = words_of(language, office, availability, elsewhere);
  const bool free = availability.offer == Offer::free;
  card.text("kind", kind);
  card.show("has_offer", !text.empty());
  card.text("offer", text);
  card.show("has_day", free);
  card.text("day_link", hours_path(office, service, availability.day));
  card.text("day", short_date_text(language, availability.day));
}

void add_others(Dictionary& page, Language language, const Service& service, const std::vector<FreeAt>& others) {
  page.part("others_part", "others.tpl");
  page.show("has_others", !others.empty());
  page.text("others_title", texts(language).others_title);
  auto& list = page.list("others");
  for (const auto& other : others) {
    auto& entry = list.add();
    entry.text("link", dates_path(*other.office, service));
    entry.text("other_name", office_title(*other.office));
    add_offer(entry, language, *other.office, service, {.offer = Offer::free, .day = other.day});
  }
}

}  // namespace antrean::portal
