#include <algorithm>
#include <regex>
#include <set>
#include <span>
#include <stdexcept>

#include <boost/json/parse.hpp>

#include "../base/templates/html_shape.hpp"
#include "made_up_office.hpp"
#include "web/health.hpp"
#include "web/page.hpp"
#include "web/page_texts.hpp"
#include "web/ticket_page.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::web;

namespace {
bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }
/// Assets and templates are made once and kept; before the first test, or the leak detector counts them.
[[maybe_unused]] const auto warm =
    ticket_page(test::made_up_snapshot(), test::made_up_plan().settings(), "B027", Language::id);
}  // namespace

TEST_GROUP(Pages){};

TEST(Pages, AnAssetsAddressHasItsContentsVersion) {
  STRCMP_EQUAL("/static/office.css?v=", assets().at("office.css").address.substr(0, 21).c_str());
  LONGS_EQUAL(21 + 16, assets().at("office.css").address.size());
}

TEST(Pages, APageThatLacksWhatItShowsIsABug) { CHECK_THROWS(std::logic_error, page_of("console.tpl", {})); }

TEST(Pages, NoAttackBecomesATagAnAttributeOrAnAddress) {
  const auto every_page = [](const std::string& value) {
    auto snapshot = test::made_up_snapshot();
    auto plan = test::made_up_plan().settings();
    plan.office_name = value;
    for (auto& service : plan.services) {
      service.name_id = service.name_en = value;
    }
    for (auto& counter : snapshot.counters) {
      counter.name = value;
    }
    std::vector<std::string> pages;
    for (const char* name : {"console.tpl", "entrance.tpl", "visitor.tpl", "sign_in.tpl", "people.tpl", "account.tpl",
                             "live.tpl", "audit.tpl"}) {
      templates::Dictionary page;
      page.text("office_name", value);
      page.text("texts", value);
      page.text("mode", value);
      pages.push_back(page_of(name, std::move(page)));
    }
    templates::Dictionary error;
    error.text("status", value);
    error.text("why", value);
    pages.push_back(page_of("error.tpl", std::move(error)));
    for (const auto& number : {std::string("B027"), std::string("C002"), value}) {
      pages.push_back(ticket_page(snapshot, plan, number, Language::id).body);
    }
    snapshot.tickets.back().was = "B099";
    snapshot.tickets.back().number = value;
    pages.push_back(ticket_page(snapshot, plan, "B099", Language::en).body);
    return pages;
  };
  const auto plain = every_page("plain");
  for (const auto attack : html_test::attacks) {
    const auto attacked = every_page(std::string(attack));
    for (std::size_t i = 0; i < plain.size(); ++i) {
      STRCMP_EQUAL_TEXT(html_test::shape_of(plain[i]).c_str(), html_test::shape_of(attacked[i]).c_str(),
                        attacked[i].c_str());
      CHECK_TEXT(html_test::foreign_addresses(attacked[i]).empty(), attacked[i].c_str());
    }
  }
}

TEST(Pages, EveryTextAPageNamesIsThereInBothLanguagesAndNoneIsLeftOver) {
  struct Page {
    const char* page;
    std::span<const PageText> texts;
    std::vector<const char*> scripts;
  };
  for (const Page& one : {Page{"visitor.tpl", visitor_texts(), {"visitor.js", "visitor_answers.js"}},
                          Page{"entrance.tpl", clerk_texts(), {"entrance.js", "visitor_answers.js"}}}) {
    templates::Dictionary page;
    page.text("office_name", "");
    page.text("texts", "");
    page.text("mode", "");
    std::string source = page_of(one.page, std::move(page));
    for (const char* script : one.scripts) {
      source += assets().at(script).content;
    }
    // data-text="key"; words.of('key'), words.of(condition ? 'key' : 'other'), say('key')
    std::set<std::string> named;
    const std::regex in_page("data-(?:text|label)=\"([^\"]+)\"");
    const std::regex quoted("'([a-z_]+(?:\\.[a-z_]+)?)'");
    for (std::sregex_iterator it(source.begin(), source.end(), in_page), end; it != end; ++it) {
      const std::string key = (*it)[1];
      named.insert(key);
      CHECK_TEXT(std::ranges::find(one.texts, key, &PageText::key) != one.texts.end(), key.c_str());
    }
    for (std::sregex_iterator it(source.begin(), source.end(), quoted), end; it != end; ++it) {
      named.insert((*it)[1]);
    }
    for (const PageText& text : one.texts) {
      CHECK_TEXT(named.contains(std::string(text.key)) || text.key.starts_with("no."), std::string(text.key).c_str());
    }
    const auto json = boost::json::parse(to_json(one.texts));
    LONGS_EQUAL(one.texts.size(), json.at("id").as_object().size());
    LONGS_EQUAL(one.texts.size(), json.at("en").as_object().size());
  }
}

TEST(Pages, EveryAnswerWithoutANumberHasItsOwnTitle) {
  for (int i = 0; i <= static_cast<int>(checkin::Outcome::not_a_code); ++i) {
    const auto outcome = static_cast<checkin::Outcome>(i);
    // With numbers, or never before a visitor.
    if (outcome == checkin::Outcome::admitted || outcome == checkin::Outcome::already_used ||
        outcome == checkin::Outcome::unknown_service || outcome == checkin::Outcome::reason_missing) {
      continue;
    }
    const std::string key = "no." + std::string(checkin::outcome_word(outcome));
    CHECK_TEXT(std::ranges::find(visitor_texts(), key, &PageText::key) != visitor_texts().end(), key.c_str());
  }
}

TEST(Pages, TheOfficeIsReadyWhenWhatItNeedsIsWell) {
  Health health{"0.1.0", {{"journal", true, true, ""}, {"portal", false, false, "no answer for 3 minutes"}}};
  CHECK(health.ready());
  STRCMP_EQUAL(
      R"({"ready":true,"version":"0.1.0","parts":[{"name":"journal","well":true,"needed":true,"doubtful":false,)"
      R"("text":""},{"name":"portal","well":false,"needed":false,"doubtful":false,"text":"no answer for 3 minutes"}]})",
      to_json(health).c_str());
  health.parts[0].well = false;
  CHECK(!health.ready());
}

TEST(Pages, FiguresAreThePrometheusTextFormat) {
  STRCMP_EQUAL(
      "# HELP antrean_well 1 when well.\n# TYPE antrean_well gauge\n"
      "antrean_well{part=\"bus \\\"a\\\\b\\\"\",line=\"1\\n2\"} 1\nantrean_well{part=\"portal\"} 0\n"
      "# HELP antrean_events_total Events.\n# TYPE antrean_events_total counter\nantrean_events_total 12345678\n",
      to_prometheus({{"antrean_well", "1 when well.", false, {{"part", "bus \"a\\b\""}, {"line", "1\n2"}}, 1},
                     {"antrean_well", "1 when well.", false, {{"part", "portal"}}, 0},
                     {"antrean_events_total", "Events.", true, {}, 12345678}})
          .c_str());
}

TEST(Pages, ATicketIsToldHowItStandsInEveryPhase) {
  auto snapshot = test::made_up_snapshot();
  TicketView ticket;
  ticket.number = "B001";
  ticket.counter = 3;
  const auto said = [&](TicketPhase phase) {
    ticket.phase = phase;
    const auto id = ticket_words(&ticket, snapshot, Language::id);
    const auto en = ticket_words(&ticket, snapshot, Language::en);
    STRCMP_EQUAL(id.state.c_str(), en.state.c_str());
    return id.state + ": " + id.title + " / " + en.title + " / " + id.detail;
  };
  STRCMP_EQUAL("waiting: Anda berikutnya / You are next / ", said(TicketPhase::waiting).c_str());
  ticket.ahead = 3;
  ticket.wait = WaitRange{5, 9, 14};
  STRCMP_EQUAL("waiting: 3 nomor sebelum Anda / 3 ahead of you / kira-kira 5–14 menit lagi",
               said(TicketPhase::waiting).c_str());
  ticket.until = from_ms(test::noon_utc);
  STRCMP_EQUAL(
      "waiting: Menunggu jam Anda / Waiting for your hour / dipanggil mulai pukul 12.00, kira-kira 5–14 menit lagi",
      said(TicketPhase::waiting).c_str());
  STRCMP_EQUAL("called: Silakan menuju Loket 3 / Please go to Loket 3 / Anda dipanggil sekarang",
               said(TicketPhase::called).c_str());
  STRCMP_EQUAL("serving: Sedang dilayani di Loket 3 / Being served at Loket 3 / ", said(TicketPhase::serving).c_str());
  STRCMP_EQUAL("parked: Ditunda / On hold / Petugas akan memanggil Anda kembali", said(TicketPhase::parked).c_str());
  CHECK(has(said(TicketPhase::missed), "missed: Terlewat / Missed"));
  STRCMP_EQUAL("finished: Selesai / Done / Terima kasih", said(TicketPhase::finished).c_str());
  STRCMP_EQUAL("cancelled: Dibatalkan / Cancelled / ", said(TicketPhase::cancelled).c_str());
  STRCMP_EQUAL("gone", ticket_words(nullptr, snapshot, Language::en).state.c_str());
}

TEST(Pages, LobbyATicketPageIsInOneLanguageThePhonesOrTheOneChosen) {
  CHECK(ticket_language("", "en-GB,en;q=0.9") == Language::en);
  CHECK(ticket_language("", "id") == Language::id);
  CHECK(ticket_language("", "fr,en;q=0.5") == Language::id);
  CHECK(ticket_language("", "") == Language::id);
  CHECK(ticket_language("id", "en") == Language::id);
  CHECK(ticket_language("en", "id") == Language::en);
  CHECK(ticket_language("xx", "en") == Language::en);
  const auto snapshot = test::made_up_snapshot();
  const auto plan = test::made_up_plan();
  const auto id = ticket_page(snapshot, plan.settings(), "B027", Language::id).body;
  const auto en = ticket_page(snapshot, plan.settings(), "B027", Language::en).body;
  CHECK(has(id, "<html lang=\"id\"") && has(id, "Nomor Anda") && !has(id, "Your number") && has(id, "?lang=en"));
  CHECK(has(en, "<html lang=\"en\"") && has(en, "Your number") && !has(en, "Nomor Anda") && has(en, "?lang=id"));
  CHECK(has(en, "2 ahead of you") && !has(en, "nomor sebelum"));
}

TEST(Pages, ATicketPageWorksWithoutAScript) {
  const auto snapshot = test::made_up_snapshot();
  const auto plan = test::made_up_plan();
  const auto page = ticket_page(snapshot, plan.settings(), "B027", Language::id);
  LONGS_EQUAL(200, page.status);
  CHECK(has(page.body, "2 nomor sebelum Anda") && has(page.body, "Paspor baru &amp; penggantian") &&
        has(page.body, "B027"));
  auto later = snapshot;
  later.tickets.back().number = "D003";
  later.tickets.back().was = "B099";
  const auto renumbered = ticket_page(later, plan.settings(), "B099", Language::id);
  LONGS_EQUAL(200, renumbered.status);
  CHECK(has(renumbered.body, "id=\"number\">D003<"));
  const auto unknown = ticket_page(snapshot, plan.settings(), "<script>alert(1)</script>", Language::id);
  LONGS_EQUAL(404, unknown.status);
  CHECK(has(unknown.body, "&lt;script&gt;") && !has(unknown.body, "<script>"));
}

TEST(Pages, ATicketPageShowsWhatTheSupervisorTellsEverybody) {
  auto snapshot = test::made_up_snapshot();
  snapshot.notices = {{.severity = NoticeSeverity::emergency, .text_id = "Harap keluar", .text_en = ""},
                      {.text_id = "Loket 3 tutup", .text_en = "Counter 3 is closed"}};
  const auto page = ticket_page(snapshot, test::made_up_plan().settings(), "B027", Language::en);
  CHECK(has(page.body, "<p class=\"emergency\" lang=\"id\">Harap keluar</p>"));
  CHECK(has(page.body, "<p lang=\"en\">Counter 3 is closed</p>"));
}
