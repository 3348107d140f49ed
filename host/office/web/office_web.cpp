#include "web/office_web.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "embedded.hpp"
#include "values/words.hpp"
#include "web/page.hpp"
#include "web/requests.hpp"
#include "web/ticket_page.hpp"

namespace antrean::web {

namespace asio = boost::asio;
namespace json = boost::json;
using http::Request;
using http::Response;

namespace {

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }

json::array texts(const std::vector<std::string>& values) {
  json::array result;
  for (const auto& value : values) {
    result.push_back(text(value));
  }
  return result;
}

Response fresh(Response response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response json_page(const json::object& object, unsigned status = 200) {
  return fresh(Response::json(json::serialize(object), status));
}

/// The form is:
///   {"done":true,"numbers":["A001","A002"],"seq":421,
///    "events":[{"event":"finished","number":"A001","seq":420}, ...]}
/// It has every number once, and the latest event. If the key was used before, it is the same answer with
/// "again":true.
json::object what_was_done(const Answer& answer) {
  json::array events;
  std::vector<std::string> numbers;
  for (const auto& one : answer.happened) {
    json::object event{{"event", text(one.event)}, {"seq", one.seq}};
    if (!one.number.empty()) {
      event["number"] = text(one.number);
      if (std::find(numbers.begin(), numbers.end(), one.number) == numbers.end()) {
        numbers.push_back(one.number);
      }
    }
    events.push_back(std::move(event));
  }
  json::object done{{"done", true}, {"numbers", texts(numbers)}};
  if (!answer.happened.empty()) {
    done["seq"] = answer.happened.back().seq;
  }
  if (answer.again) {
    done["again"] = true;
  }
  done["events"] = std::move(events);
  return done;
}

json::object spoken(const char* id, const char* en) { return {{"id", id}, {"en", en}}; }

/// A page of another site can make a browser send a form here. It can send neither JSON without asking first
/// nor a false Origin.
bool from_our_page(const Request& request) {
  if (!request.is_json()) {
    return false;
  }
  const auto origin = request.header("Origin");
  if (origin.empty()) {
    return true;  // not a browser
  }
  const auto scheme_end = origin.find("://");
  return scheme_end != std::string_view::npos && origin.substr(scheme_end + 3) == request.header("Host");
}

std::string plan_json(const queue::PlanSettings& plan) {
  json::array counters, officers, services, classes;
  for (const auto& counter : plan.counters) {
    counters.push_back(json::object{{"id", counter.id}, {"name", text(counter.name)}});
  }
  for (const auto& officer : plan.officers) {
    officers.push_back(json::object{{"key", text(officer.key)}, {"name", text(officer.name)}});
  }
  for (const auto& service : plan.services) {
    json::array stages;
    std::set<std::string> reasons;
    for (const auto& stage : service.stages) {
      stages.push_back(
          json::object{{"key", text(stage.key)}, {"name_id", text(stage.name_id)}, {"name_en", text(stage.name_en)}});
    }
    for (const auto& rule : service.walk_in) {
      reasons.insert(rule.reasons.begin(), rule.reasons.end());
    }
    services.push_back(json::object{{"key", text(service.key)},
                                    {"name_id", text(service.name_id)},
                                    {"name_en", text(service.name_en)},
                                    {"booked_class", text(service.booked_class)},
                                    {"walk_in_class", text(service.walk_in_class)},
                                    {"walk_in", !service.walk_in.empty()},
                                    {"walk_in_reasons", texts({reasons.begin(), reasons.end()})},
                                    {"stages", std::move(stages)}});
  }
  for (const auto& one : plan.classes) {
    const bool usual = std::any_of(plan.services.begin(), plan.services.end(), [&](const auto& service) {
      return service.booked_class == one.key || service.walk_in_class == one.key;
    });
    classes.push_back(json::object{
        {"key", text(one.key)}, {"name_id", text(one.name_id)}, {"name_en", text(one.name_en)}, {"granted", !usual}});
  }
  json::object document;
  document["office"] = text(plan.office);
  document["office_name"] = text(plan.office_name);
  document["utc_offset_minutes"] = utc_offset(plan.zone).count();
  document["zone"] = text(zone_name(plan.zone));
  document["counters"] = std::move(counters);
  document["officers"] = std::move(officers);
  document["services"] = std::move(services);
  document["classes"] = std::move(classes);
  document["login_required"] = plan.calls.login_required;
  return json::serialize(document);
}

}  // namespace

struct OfficeWeb::Impl : std::enable_shared_from_this<OfficeWeb::Impl> {
  Impl(const http::Broadcast& feed_, const queue::Plan& plan_, CommandSink& sink_, EntrancePort& entrance_,
       Sources sources_)
      : feed(feed_), plan(plan_), sink(sink_), entrance(entrance_), sources(std::move(sources_)) {}

  void add_routes(http::Server& server) {
    page(server, "/", embedded::console_html());
    page(server, "/entrance", embedded::entrance_html());
    get(server, "/ticket/{}", [this](const Request& request) {
      return fresh(ticket_page(*sources.snapshot(), plan.settings(), request.captures[0]));
    });
    get(server, "/static/{}", [](const Request& request) { return static_file(request.captures[0]); });
    get(server, "/health", [this](const Request&) {
      const auto health = sources.health();
      return fresh(Response::json(to_json(health), health.ready() ? 200 : 503));
    });
    get(server, "/metrics", [this](const Request&) {
      auto response = fresh(Response::text(to_prometheus(figures())));
      response.content_type = "text/plain; version=0.0.4; charset=utf-8";
      return response;
    });
    get(server, "/console/plan", [this](const Request&) { return fresh(Response::json(plan_json(plan.settings()))); });
    get(server, "/console/officers", [this](const Request&) {
      json::object officers;
      for (const auto& [counter, officer] : sink.officers()) {
        officers[std::to_string(counter)] = text(officer);
      }
      return json_page({{"officers", std::move(officers)}});
    });
    get(server, "/console/why/{}", [this](const Request& request) {
      const auto why = sink.why(request.captures[0]);
      if (!why) {
        return Response::problem(404, "no such number", "today there is no number " + request.captures[0]);
      }
      return json_page({{"id", text(why->id)}, {"en", text(why->en)}});
    });
    add(server, "POST", "/console/command",
        [](std::shared_ptr<Impl> self, Request request) { return command(std::move(self), std::move(request)); });
    add(server, "POST", "/entrance/check",
        [](std::shared_ptr<Impl> self, Request request) { return check(std::move(self), std::move(request)); });
    add(server, "POST", "/entrance/find",
        [](std::shared_ptr<Impl> self, Request request) { return find(std::move(self), std::move(request)); });
  }

  void page(http::Server& server, const char* path, std::string_view html) {
    get(server, path, [this, html](const Request&) {
      return fresh(Response::html(fill(html, {{"office_name", plan.settings().office_name}})));
    });
  }
  void get(http::Server& server, const char* path, const std::function<Response(const Request&)>& answer) {
    server.route("GET", path, [self = shared_from_this(), answer](Request request) -> asio::awaitable<Response> {
      co_return answer(request);
    });
  }
  void add(http::Server& server, const char* method, const char* path,
           asio::awaitable<Response> (*answer)(std::shared_ptr<Impl>, Request)) {
    server.route(method, path,
                 [self = shared_from_this(), answer](Request request) { return answer(self, std::move(request)); });
  }

  static Response static_file(const std::string& name) {
    const auto found = assets().find(name);
    if (found == assets().end()) {
      return Response::text("404\n", 404);
    }
    auto response = Response::bytes(std::string(found->second.content), std::string(found->second.content_type));
    response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
    return response;
  }

  std::vector<Figure> figures() const {
    const auto snapshot = sources.snapshot();
    std::vector<Figure> all;
    for (const auto& service : snapshot->services) {
      all.push_back({"antrean_waiting_tickets",
                     "Tickets that wait, by service.",
                     false,
                     {{"service", service.key}},
                     static_cast<double>(service.waiting)});
    }
    all.push_back({"antrean_open_counters",
                   "Counters that call.",
                   false,
                   {},
                   static_cast<double>(
                       std::count_if(snapshot->counters.begin(), snapshot->counters.end(),
                                     [](const CounterView& counter) { return counter.state == CounterState::open; }))});
    all.push_back(
        {"antrean_journal_events", "Events in the journal.", true, {}, static_cast<double>(snapshot->journal_seq)});
    all.push_back({"antrean_alarms", "Alarms that stand.", false, {}, static_cast<double>(snapshot->alarms.size())});
    all.push_back({"antrean_feed_clients",
                   "TVs, consoles and phones on the feed.",
                   false,
                   {},
                   static_cast<double>(feed.clients())});
    all.push_back(
        {"antrean_commands_total", "Commands from pages.", true, {{"answer", "done"}}, static_cast<double>(done)});
    all.push_back({"antrean_commands_total",
                   "Commands from pages.",
                   true,
                   {{"answer", "refused"}},
                   static_cast<double>(refused)});
    all.push_back(
        {"antrean_commands_total", "Commands from pages.", true, {{"answer", "failed"}}, static_cast<double>(failed)});
    for (const auto& part : sources.health().parts) {
      all.push_back({"antrean_well", "1 when this part is well.", false, {{"part", part.name}}, part.well ? 1.0 : 0.0});
    }
    if (sources.figures) {
      auto more = sources.figures();
      all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    return all;
  }

  /// Why a command of a page is not tried: the page showed another state than the present one.
  std::optional<json::object> outdated(const Asked& asked) const {
    if (asked.counter == 0) {
      return std::nullopt;
    }
    if (under_way.contains(asked.counter)) {
      return spoken("Perintah sebelumnya untuk loket ini masih diproses.",
                    "The command before, for this counter, is still under way.");
    }
    if (!asked.expect) {
      return std::nullopt;
    }
    const auto snapshot = sources.snapshot();
    for (const auto& counter : snapshot->counters) {
      if (counter.id == asked.counter && counter.number.value_or("") != *asked.expect) {
        return spoken("Layar tadi menunjukkan nomor lain; tidak ada yang dilakukan. Lihat lagi.",
                      "Your screen showed another number; nothing was done. Please look again.");
      }
    }
    return std::nullopt;
  }

  static asio::awaitable<Response> command(std::shared_ptr<Impl> self, Request request) {
    if (!from_our_page(request)) {
      co_return Response::problem(403, "not from here", "commands are taken from this office's own pages");
    }
    auto asked = parse_command(request.body, self->sources.now());
    if (!asked) {
      co_return Response::problem(400, "not a command", asked.error().text);
    }
    if (auto words = self->outdated(*asked)) {
      ++self->refused;
      (*words)["done"] = false;
      (*words)["reason"] = "outdated";
      co_return json_page(*words, 409);
    }
    const UnderWay mark(*self, asked->counter);
    const auto answer = co_await self->sink.submit(std::move(asked->command));
    if (!answer.failure.empty()) {
      ++self->failed;
      auto words = spoken("Tidak tersimpan, jadi tidak dilakukan. Coba lagi.",
                          "Could not be stored, so it was not done. Try again.");
      words["done"] = false;
      words["reason"] = "not_durable";
      co_return json_page(words, 503);
    }
    if (answer.refusal) {
      ++self->refused;
      const auto zone = self->plan.settings().zone;
      co_return json_page({{"done", false},
                           {"reason", text(word(answer.refusal->reason))},
                           {"id", text(queue::words_id(*answer.refusal, zone))},
                           {"en", text(queue::words_en(*answer.refusal, zone))}},
                          409);
    }
    ++self->done;
    co_return json_page(what_was_done(answer));
  }

  static asio::awaitable<Response> check(std::shared_ptr<Impl> self, Request request) {
    if (!from_our_page(request)) {
      co_return Response::problem(403, "not from here", "check-ins are taken from this office's own pages");
    }
    auto entry = parse_entrance_request(request.body);
    if (!entry) {
      co_return Response::problem(400, "not a check-in", entry.error().text);
    }
    const auto answer = co_await self->entrance.take(std::move(*entry));
    co_return json_page({{"outcome", text(answer.outcome)},
                         {"id", text(answer.words.id)},
                         {"en", text(answer.words.en)},
                         {"numbers", texts(answer.numbers)},
                         {"force_helps", answer.force_helps},
                         {"seq", answer.seq}},
                        answer.failure.empty() ? 200 : 503);
  }

  static asio::awaitable<Response> find(std::shared_ptr<Impl> self, Request request) {
    if (!from_our_page(request)) {
      co_return Response::problem(403, "not from here", "bookings are told to this office's own pages");
    }
    const auto looked_for = parse_looked_for(request.body);
    if (!looked_for) {
      co_return Response::problem(400, "not to be looked for", looked_for.error().text);
    }
    const auto found = co_await self->entrance.find(looked_for->name, looked_for->hour);
    json::array rows;
    for (const auto& booking : found) {
      rows.push_back(json::object{{"booking", booking.id},
                                  {"code", text(booking.code)},
                                  {"name", text(booking.name)},
                                  {"nik_last4", text(booking.nik_last4)},
                                  {"service", text(booking.service)},
                                  {"start", text(booking.slot.start.text())},
                                  {"end", text(booking.slot.end.text())},
                                  {"party", booking.party},
                                  {"status", text(word(booking.status))}});
    }
    co_return json_page({{"found", std::move(rows)}});
  }

  /// One command per counter at a time, so that a double click is one press.
  class UnderWay {
   public:
    UnderWay(Impl& web, CounterId counter) : web_(web), counter_(counter) {
      if (counter_ != 0) {
        web_.under_way.insert(counter_);
      }
    }
    ~UnderWay() { web_.under_way.erase(counter_); }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

   private:
    Impl& web_;
    CounterId counter_;
  };

  const http::Broadcast& feed;
  const queue::Plan& plan;
  CommandSink& sink;
  EntrancePort& entrance;
  Sources sources;
  std::set<CounterId> under_way;
  std::uint64_t done = 0, refused = 0, failed = 0;
};

OfficeWeb::OfficeWeb(http::Server& server, const http::Broadcast& feed, const queue::Plan& plan, CommandSink& sink,
                     EntrancePort& entrance, Sources sources)
    : impl_(std::make_shared<Impl>(feed, plan, sink, entrance, std::move(sources))) {
  server.always({{"Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                  "form-action 'self'; "
                  "base-uri 'none'; frame-ancestors 'none'"},
                 {"X-Content-Type-Options", "nosniff"},
                 {"X-Frame-Options", "DENY"},
                 {"Referrer-Policy", "no-referrer"},
                 {"Cross-Origin-Opener-Policy", "same-origin"},
                 {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}});
  server.error_page([](unsigned status, const Request&) {
    return fresh(Response::html(fill(embedded::error_html(), {{"status", std::to_string(status)}}), status));
  });
  server.broadcast("/feed", feed);
  impl_->add_routes(server);
}

OfficeWeb::~OfficeWeb() = default;

}  // namespace antrean::web
