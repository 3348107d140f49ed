#include "web/audit_routes.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>
#include <utility>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "codes/office_key.hpp"
#include "csv/csv.hpp"
#include "values/words.hpp"
#include "web/page.hpp"
#include "web/page_texts.hpp"

namespace antrean::web {

namespace asio = boost::asio;
namespace json = boost::json;
using http::Request;
using http::Response;

namespace {

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }

Response as_file(std::string body, std::string type, const std::string& name) {
  auto response = not_stored(Response::bytes(std::move(body), std::move(type)));
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return response;
}

std::string fingerprint_of(const std::string& key) {
  const auto read = codes::public_key_from_text(key);
  return read ? codes::fingerprint(*read) : std::string();
}

class AuditRoutes {
 public:
  AuditRoutes(AuditPort& audit, const queue::Plan& plan, Staff* staff) : audit_(audit), plan_(plan), staff_(staff) {}

  /// Who asks; else the answer to give.
  std::variant<std::string, Response> reader(const Request& request) const {
    if (staff_ == nullptr) {
      return std::string();
    }
    auto who = staff_->may_see(request, Permission::reading);
    if (auto* refusal = std::get_if<Response>(&who)) {
      return std::move(*refusal);
    }
    return std::get<Allowed>(who).user;
  }

  Response page(const Request& request) const {
    if (staff_ != nullptr && !staff_->who(request)) {
      return not_stored(Response::redirect("/sign-in?to=/audit"));
    }
    if (std::holds_alternative<Response>(reader(request))) {
      templates::Dictionary refused;
      refused.text("status", "403");
      refused.text("why", "Peran Anda tidak boleh membuka halaman ini. Your role may not open this page.");
      return not_stored(Response::html(page_of("error.tpl", std::move(refused)), 403));
    }
    templates::Dictionary shown;
    shown.text("office_name", plan_.settings().office_name);
    shown.text("texts", to_json(audit_texts()));
    return not_stored(Response::html(page_of("audit.tpl", std::move(shown))));
  }

  /// A day that was asked for, a reader who may ask, or the answer to give.
  struct Asked {
    OfficeDay day;
    std::vector<OfficeDay> days{};
    std::string by{};
  };
  static asio::awaitable<std::variant<Asked, Response>> day_of(std::shared_ptr<AuditRoutes> self,
                                                               const Request& request) {
    auto who = self->reader(request);
    if (auto* refusal = std::get_if<Response>(&who)) {
      co_return std::move(*refusal);
    }
    auto days = co_await self->audit_.days();
    const std::string wanted = request.asked("day");
    if (wanted.empty() && !days.empty()) {
      const OfficeDay newest = days.back();
      co_return Asked{.day = newest, .days = std::move(days), .by = std::get<std::string>(who)};
    }
    const auto day = OfficeDay::parse(wanted);
    if (!day) {
      co_return wanted.empty() ? Response::problem(404, "no day yet", "the journal holds no day yet")
                               : Response::problem(400, "not a day", "'day' must be like 2026-11-24");
    }
    if (std::ranges::find(days, *day) == days.end()) {
      co_return Response::problem(404, "no such day", "the journal holds nothing of " + wanted);
    }
    co_return Asked{.day = *day, .days = std::move(days), .by = std::get<std::string>(who)};
  }

  static asio::awaitable<Response> day(std::shared_ptr<AuditRoutes> self, Request request) {
    auto wanted = co_await day_of(self, request);
    if (auto* refusal = std::get_if<Response>(&wanted)) {
      co_return std::move(*refusal);
    }
    const Asked& of = std::get<Asked>(wanted);
    json::array days, rows;
    for (const OfficeDay day : of.days) {
      days.push_back(text(day.text()));
    }
    for (const audit::Row& row : co_await self->audit_.rows(of.day)) {
      rows.push_back(self->json_of(row));
    }
    co_return not_stored(
        Response::json(json::serialize(json::object{{"day", text(of.day.text())},
                                                    {"days", std::move(days)},
                                                    {"key", text(self->audit_.key())},
                                                    {"fingerprint", text(fingerprint_of(self->audit_.key()))},
                                                    {"rows", std::move(rows)}})));
  }

  static asio::awaitable<Response> csv(std::shared_ptr<AuditRoutes> self, Request request) {
    auto wanted = co_await day_of(self, request);
    if (auto* refusal = std::get_if<Response>(&wanted)) {
      co_return std::move(*refusal);
    }
    const Asked& of = std::get<Asked>(wanted);
    const Language language = request.asked("language") == "en" ? Language::en : Language::id;
    std::ostringstream out;
    out << csv_begins;
    CsvWriter table(out);
    for (const char* key : {"column.seq", "column.day", "column.time", "column.what", "column.number", "column.counter",
                            "column.who", "column.role", "column.machine", "column.reason"}) {
      table.text(text_of(audit_texts(), key, language));
    }
    table.end_row();
    const Zone zone = self->plan_.settings().zone;
    for (const audit::Row& row : co_await self->audit_.rows(of.day)) {
      table.number(row.seq)
          .text(of.day.text())
          .text(clock_text(row.at, zone))
          .text(audit::words_of(row.what).in(language))
          .text(row.what.number);
      row.what.counter == 0 ? table.blank() : table.text(self->counter_name(row.what.counter));
      table.text(self->name_of(row.by)).text(row.by.role).text(row.by.machine).text(row.what.reason);
      table.end_row();
    }
    co_return as_file(out.str(), "text/csv; charset=utf-8",
                      "audit-" + self->plan_.settings().office + "-" + of.day.text() + ".csv");
  }

  static asio::awaitable<Response> signed_export(std::shared_ptr<AuditRoutes> self, Request request) {
    auto wanted = co_await day_of(self, request);
    if (auto* refusal = std::get_if<Response>(&wanted)) {
      co_return std::move(*refusal);
    }
    if (self->audit_.key().empty()) {
      co_return Response::problem(503, "no key", "the office's key cannot be used; its log says why");
    }
    const Asked& of = std::get<Asked>(wanted);
    co_return as_file(co_await self->audit_.signed_export(of.day, of.by), "application/jsonl",
                      "antrean-audit-" + self->plan_.settings().office + "-" + of.day.text() + ".jsonl");
  }

 private:
  std::string counter_name(CounterId counter) const {
    const auto index = plan_.counter(counter);
    return index ? plan_.settings().counters[*index].name : std::to_string(counter);
  }
  /// An officer's name in place of the key.
  std::string name_of(const queue::Actor& by) const {
    const auto* officer = plan_.officer(by.name);
    return officer != nullptr ? officer->name : by.name.empty() ? std::string(word(by.kind)) : by.name;
  }
  json::object json_of(const audit::Row& row) const {
    const Bilingual words = audit::words_of(row.what);
    return {{"seq", row.seq},
            {"at", to_ms(row.at)},
            {"time", text(clock_text(row.at, plan_.settings().zone))},
            {"kind", text(word(row.what.kind))},
            {"number", text(row.what.number)},
            {"counter", row.what.counter},
            {"counter_name", text(row.what.counter == 0 ? std::string() : counter_name(row.what.counter))},
            {"reason", text(row.what.reason)},
            {"id", text(words.id)},
            {"en", text(words.en)},
            {"who", text(name_of(row.by))},
            {"by_kind", text(word(row.by.kind))},
            {"role", text(row.by.role)},
            {"machine", text(row.by.machine)},
            {"officer", text(row.by.officer)}};
  }

  AuditPort& audit_;
  const queue::Plan& plan_;
  Staff* staff_;
};

}  // namespace

void add_audit_routes(http::Server& server, AuditPort& audit, const queue::Plan& plan, Staff* staff) {
  const auto routes = std::make_shared<AuditRoutes>(audit, plan, staff);
  server.route("GET", "/audit",
               [routes](Request request) -> asio::awaitable<Response> { co_return routes->page(request); });
  server.route("GET", "/audit/day", [routes](Request request) { return AuditRoutes::day(routes, std::move(request)); });
  server.route("GET", "/audit/csv", [routes](Request request) { return AuditRoutes::csv(routes, std::move(request)); });
  server.route("GET", "/audit/export",
               [routes](Request request) { return AuditRoutes::signed_export(routes, std::move(request)); });
}

}  // namespace antrean::web
