// The audit's page, table and export over HTTP.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "http/client.hpp"
#include "http/server.hpp"
#include "made_up_office.hpp"
#include "web/audit_routes.hpp"
#include "web/page.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::web;
namespace asio = boost::asio;

namespace {

[[maybe_unused]] const bool warm = (load_pages(), true);

class TestAudit final : public AuditPort {
 public:
  asio::awaitable<std::vector<OfficeDay>> days() override { co_return all_days; }
  asio::awaitable<std::vector<audit::Row>> rows(OfficeDay day) override {
    asked = day;
    co_return all_rows;
  }
  asio::awaitable<std::string> signed_export(OfficeDay day, std::string) override { co_return "export " + day.text(); }
  std::string key() override { return own_key; }

  std::vector<OfficeDay> all_days{*OfficeDay::parse("2026-11-21"), *OfficeDay::parse("2026-11-22")};
  std::vector<audit::Row> all_rows;
  OfficeDay asked;
  std::string own_key = "the key";
};

}  // namespace

TEST_GROUP(AuditRoutes) {
  asio::io_context io{1};
  http::Server server{io, {}};
  queue::Plan plan = test::made_up_plan();
  TestAudit desk;
  std::string origin;

  void setup() override {
    audit::Row row;
    row.seq = 812;
    row.at = from_ms(test::noon_utc);
    row.by = {.kind = queue::ActorKind::officer, .name = "budi", .role = "officer", .machine = "Loket 3"};
    row.what = {.kind = audit::Kind::out_of_order,
                .number = "B021",
                .counter = 3,
                .about = {},
                .reason = "=HYPERLINK(\"http://evil\")"};
    desk.all_rows.push_back(row);
    add_audit_routes(server, desk, plan, nullptr);
    server.listen("127.0.0.1", 0);
    origin = "http://127.0.0.1:" + std::to_string(server.port());
  }
  void teardown() override {
    asio::co_spawn(io, server.stop(std::chrono::milliseconds(0)), [](const std::exception_ptr&) {});
    io.restart();
    io.run();
  }
  http::Response ask(const std::string& path) {
    std::optional<http::Response> got;
    http::ClientRequest request;
    request.url = origin + path;
    asio::co_spawn(io, http::fetch(std::move(request)),
                   [&](const std::exception_ptr& error, boost::system::result<http::Response> answer) {
                     if (!error && answer) {
                       got = std::move(*answer);
                     }
                   });
    io.restart();
    while (!got && io.run_one() > 0) {
    }
    CHECK_TRUE(got.has_value());
    return *std::move(got);
  }
  static std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) {
        return value;
      }
    }
    return "";
  }
};

TEST(AuditRoutes, TheNewestDayComesFirstWithNamesInPlaceOfKeys) {
  const auto told = boost::json::parse(ask("/audit/day").body);
  STRCMP_EQUAL("2026-11-22", told.at("day").as_string().c_str());
  LONGS_EQUAL(2, told.at("days").as_array().size());
  const auto& row = told.at("rows").as_array().at(0);
  STRCMP_EQUAL("Budi Santoso", row.at("who").as_string().c_str());
  STRCMP_EQUAL("Loket 3", row.at("counter_name").as_string().c_str());
  STRCMP_EQUAL("12:00", row.at("time").as_string().c_str());
  STRCMP_EQUAL("Called out of order", row.at("en").as_string().c_str());
  ask("/audit/day?day=2026-11-21");
  STRCMP_EQUAL("2026-11-21", desk.asked.text().c_str());
}

TEST(AuditRoutes, ADayThatIsNoneOrNotThereIsRefused) {
  for (const char* path : {"/audit/day", "/audit/csv", "/audit/export"}) {
    UNSIGNED_LONGS_EQUAL(400, ask(std::string(path) + "?day=yesterday").status);
    UNSIGNED_LONGS_EQUAL(404, ask(std::string(path) + "?day=2026-11-20").status);
  }
  desk.all_days.clear();
  UNSIGNED_LONGS_EQUAL(404, ask("/audit/day").status);
}

TEST(AuditRoutes, TheTableRunsNoFormula) {
  const auto answer = ask("/audit/csv?language=en");
  STRCMP_CONTAINS("'=HYPERLINK", answer.body.c_str());
  STRCMP_CONTAINS("Event,Day,Time,What,Number,Counter,By,As,At machine,Reason\r\n", answer.body.c_str());
  STRCMP_CONTAINS("812,2026-11-22,12:00,Called out of order,B021,Loket 3,Budi Santoso,officer,Loket 3,",
                  answer.body.c_str());
  STRCMP_EQUAL("attachment; filename=\"audit-AD-2026-11-22.csv\"", header(answer, "Content-Disposition").c_str());
  STRCMP_CONTAINS("Kejadian,Hari", ask("/audit/csv").body.c_str());
}

TEST(AuditRoutes, TheExportIsAFile) {
  const auto answer = ask("/audit/export?day=2026-11-21");
  STRCMP_EQUAL("export 2026-11-21", answer.body.c_str());
  STRCMP_EQUAL("attachment; filename=\"antrean-audit-AD-2026-11-21.jsonl\"",
               header(answer, "Content-Disposition").c_str());
  STRCMP_CONTAINS("data-text=\"export\"", ask("/audit").body.c_str());
  desk.own_key.clear();
  UNSIGNED_LONGS_EQUAL(503, ask("/audit/export").status);
}
