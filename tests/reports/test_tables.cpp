#include <algorithm>
#include <string>

#include "reports/tables.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::reports;

namespace {

View a_month() {
  View view{.period = Period::month, .span = span_of(Period::month, *OfficeDay::parse("2026-11-24"))};
  Figures figures;
  figures.arrivals = 1'234;
  figures.walk_ins = 200;
  figures.served = 900;
  figures.no_shows = 100;
  figures.waits.add(725);
  figures.feedback = {60, 21, 15, 5};
  view.all = figures;
  view.time = {{"2026-11-23", figures}};
  view.officers = {{"=1+1", figures}};
  view.counters = {{"3", figures}, {"99", figures}};
  view.booked = {{"2026-11-23", {.booked = 40, .arrived = 30, .unlisted = 2}}};
  return view;
}

queue::PlanSettings plan() {
  queue::PlanSettings plan;
  plan.counters = {{.id = 3, .name = "Loket \"Tiga\"", .serves = {}}};
  return plan;
}

const ReportTable& table(const std::vector<ReportTable>& all, std::string_view id) {
  return *std::ranges::find(all, id, &ReportTable::id);
}

}  // namespace

TEST_GROUP(reports_tables){};

TEST(reports_tables, BothLanguagesHaveTheSameTablesAndFigures) {
  const auto id = tables_of(a_month(), plan(), Language::id);
  const auto en = tables_of(a_month(), plan(), Language::en);
  CHECK_EQUAL(id.size(), en.size());
  for (std::size_t i = 0; i < id.size(); ++i) {
    CHECK_TRUE(id[i].id == en[i].id);
    CHECK_TRUE(id[i].title != en[i].title);
    CHECK_EQUAL(id[i].columns.size(), en[i].columns.size());
    CHECK_EQUAL(id[i].rows.size(), en[i].rows.size());
    for (std::size_t row = 0; row < id[i].rows.size(); ++row) {
      CHECK_TRUE(id[i].rows[row].values == en[i].rows[row].values);
      CHECK_EQUAL(id[i].columns.size(), id[i].rows[row].values.size());
    }
  }
}

TEST(reports_tables, RowsAreNamedForPeople) {
  const auto found = tables_of(a_month(), plan(), Language::id);
  STRCMP_EQUAL("Sen 23", table(found, "arrivals").rows[0].label.c_str());
  STRCMP_EQUAL("Loket \"Tiga\"", table(found, "counters").rows[0].label.c_str());
  STRCMP_EQUAL("Loket 99", table(found, "counters").rows[1].label.c_str());
  STRCMP_EQUAL("November 2026", title_of(a_month(), Language::en).c_str());
}

TEST(reports_tables, BookedPeopleStandBesideThoseWhoCame) {
  const auto found = tables_of(a_month(), plan(), Language::en);
  const TableRow& row = table(found, "booked").rows.at(0);
  CHECK_EQUAL(40u, *row.values[0]);
  CHECK_EQUAL(30u, *row.values[1]);
  CHECK_EQUAL(75u, *row.values[2]);
}

TEST(reports_tables, FeedbackHasItsTableAndItsShareBesideEveryOfficer) {
  const auto found = tables_of(a_month(), plan(), Language::en);
  const ReportTable& answers = table(found, "answers");
  CHECK_TRUE(answers.graded && answers.stacked);
  const std::vector<std::optional<std::uint64_t>> row{60, 21, 15, 5, 101, 80};
  CHECK_TRUE(answers.rows.at(0).values == row);
  for (const char* id : {"counters", "officers"}) {
    const auto& values = table(found, id).rows.at(0).values;
    CHECK_EQUAL(101u, *values[values.size() - 2]);
    CHECK_EQUAL(80u, *values.back());
  }
}

TEST(reports_tables, WithoutFeedbackThereIsNothingOfIt) {
  View view = a_month();
  STRCMP_EQUAL("80 %", headlines_of(view, Language::en).back().value.c_str());
  STRCMP_EQUAL("101 jawaban", headlines_of(view, Language::id).back().note.c_str());
  const auto with = headlines_of(view, Language::en).size();
  view.all.feedback = {};
  CHECK_EQUAL(with - 1, headlines_of(view, Language::en).size());
  view.time[0].figures.feedback = {};
  CHECK_TRUE(table(tables_of(view, plan(), Language::id), "answers").rows.empty());
}

TEST(reports_tables, NumbersAreShownAsEachLanguageWritesThem) {
  STRCMP_EQUAL("1.234.567", shown(1'234'567, Unit::count, Language::id).c_str());
  STRCMP_EQUAL("1,234", shown(1'234, Unit::count, Language::en).c_str());
  STRCMP_EQUAL("999", shown(999, Unit::count, Language::en).c_str());
  STRCMP_EQUAL("12:05", shown(725, Unit::seconds, Language::id).c_str());
  STRCMP_EQUAL("45 %", shown(45, Unit::percent, Language::id).c_str());
  STRCMP_EQUAL("–", shown(std::nullopt, Unit::count, Language::id).c_str());
}

TEST(reports_tables, NoCellOfTheCsvIsAFormula) {
  const auto found = tables_of(a_month(), plan(), Language::en);
  const std::string officers = csv_of(table(found, "officers"));
  STRCMP_CONTAINS("\r\n\"'=1+1\",\"'=1+1\",", officers.c_str());
  const std::string counters = csv_of(table(found, "counters"));
  CHECK_TRUE(counters.starts_with("\xEF\xBB\xBFkey,Counter,"));
  STRCMP_CONTAINS("\r\n3,\"Loket \"\"Tiga\"\"\",", counters.c_str());
}
