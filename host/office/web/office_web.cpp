#include "web/office_web.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "qr/qr.hpp"
#include "values/words.hpp"
#include "web/answers.hpp"
#include "web/counter_routes.hpp"
#include "web/page.hpp"
#include "web/page_texts.hpp"
#include "web/requests.hpp"
#include "web/ticket_page.hpp"

namespace antrean::web {

namespace asio = boost::asio;
using http::Request;
using http::Response;

namespace {

template <class T>
Response json_page(const T& answer, unsigned status = 200) {
  return not_stored(Response::json(json::write(answer), status));
}

NotDone not_done(std::string_view reason, std::string_view id, std::string_view en) {
  return {.reason = std::string(reason), .words = {std::string(id), std::string(en)}};
}

}  // namespace

struct OfficeWeb::Impl : std::enable_shared_from_this<OfficeWeb::Impl> {
  Impl(const http::Broadcast& feed_, const queue::Plan& plan_, CommandSink& sink_, EntrancePort& entrance_,
       Sources sources_)
      : feed(feed_), plan(plan_), sink(sink_), entrance(entrance_), sources(std::move(sources_)) {}

  void add_routes_for_everybody(http::Server& server) {
    get(server, "/ticket/{}", [this](const Request& request) {
      const Language language = ticket_language(request.asked("lang"), request.header("Accept-Language"));
      return not_stored(ticket_page(*sources.snapshot(), plan.settings(), request.captures[0], language));
    });
    get(server, "/static/{}",
        [](const Request& request) { return static_file(request.captures[0], Whose::everybody); });
    get(server, "/health", [this](const Request&) {
      const bool ready = sources.health().ready();
      return json_page(Ready{ready}, ready ? 200 : 503);
    });
  }

  void add_routes_for_staff(http::Server& server) {
    page(server, "/", "console.tpl");
    page(server, "/entrance", "entrance.tpl",
         [](templates::Dictionary& shown) { shown.text("texts", to_json(clerk_texts())); });
    visitors_page(server, "/entrance/visitor", "visitor");
    visitors_page(server, "/entrance/kiosk", "kiosk");
    get(server, "/entrance/places", [this](const Request& request) {
      return may_open(request, Permission::check_in)
                 ? json_page(places_for_visitors(plan.settings(), entrance.whom_to_ask()))
                 : Staff::sign_in_first();
    });
    get(server, "/entrance/my-number/{}", [this](const Request& request) {
      if (!may_open(request, Permission::check_in)) {
        return Staff::sign_in_first();
      }
      const auto address = sources.my_number ? sources.my_number(request.captures[0]) : std::nullopt;
      return not_stored(address ? Response::bytes(qr::svg_of(qr::symbol_of(*address)), "image/svg+xml")
                                : Response::text("404\n", 404));
    });
    if (sources.staff != nullptr) {
      page(server, "/people", "people.tpl");
      page(server, "/account", "account.tpl");
    } else {
      get(server, "/staff/me", [](const Request&) { return Staff::nobody_signs_in(); });
    }
    get(server, "/static/{}", [](const Request& request) { return static_file(request.captures[0], Whose::staff); });
    get(server, "/health", [this](const Request&) {
      const auto health = sources.health();
      return not_stored(Response::json(to_json(health), health.ready() ? 200 : 503));
    });
    get(server, "/metrics", [this](const Request&) {
      auto response = not_stored(Response::text(to_prometheus(figures())));
      response.content_type = "text/plain; version=0.0.4; charset=utf-8";
      return response;
    });
    for_signed_in(server, "/console/plan", [this](const Request&) {
      auto offered = plan_for_pages(plan.settings());
      offered.printer = sources.tickets != nullptr;
      return json_page(offered);
    });
    for_signed_in(server, "/console/officers", [this](const Request&) {
      OfficersAtCounters at;
      for (const auto& [counter, officer] : sink.officers()) {
        at.officers[std::to_string(counter)] = officer;
      }
      return json_page(at);
    });
    for_signed_in(server, "/console/why/{}", [this](const Request& request) {
      const auto why = sink.why(request.captures[0]);
      if (!why) {
        return Response::problem(404, "no such number", "today there is no number " + request.captures[0]);
      }
      return json_page(Sentence{*why});
    });
    add(server, "POST", "/console/command",
        [](std::shared_ptr<Impl> self, Request request) { return command(std::move(self), std::move(request)); });
    add(server, "POST", "/entrance/check",
        [](std::shared_ptr<Impl> self, Request request) { return check(std::move(self), std::move(request)); });
    add(server, "POST", "/entrance/find",
        [](std::shared_ptr<Impl> self, Request request) { return find(std::move(self), std::move(request)); });
    add(server, "POST", "/entrance/show",
        [](std::shared_ptr<Impl> self, Request request) { return show_again(std::move(self), std::move(request)); });
    add(server, "POST", "/entrance/print",
        [](std::shared_ptr<Impl> self, Request request) { return print_again(std::move(self), std::move(request)); });
    for_signed_in(server, "/entrance/printer", [this](const Request&) {
      return sources.tickets != nullptr ? json_page(PrinterForClerk{sources.tickets->printer()}) : no_printer();
    });
  }

  using Fill = std::function<void(templates::Dictionary&)>;

  void page(http::Server& server, const char* path, std::string_view template_name, const Fill& fill = {}) {
    get(server, path, [this, template_name, path, fill](const Request& request) {
      if (sources.staff != nullptr && !sources.staff->who(request)) {
        return sign_in_and_back(path);
      }
      return office_page(template_name, fill);
    });
  }
  /// For whoever may check in by a code, a machine of the entrance among them. It has no way to another page.
  void visitors_page(http::Server& server, const char* path, const char* mode) {
    get(server, path, [this, path, mode](const Request& request) {
      if (!may_open(request, Permission::check_in)) {
        return sign_in_and_back(path);
      }
      return office_page("visitor.tpl", [mode](templates::Dictionary& shown) {
        shown.text("mode", mode);
        shown.text("texts", to_json(visitor_texts()));
      });
    });
  }
  bool may_open(const Request& request, Permission permission) const {
    return sources.staff == nullptr || sources.staff->may_open(request, permission);
  }
  static Response sign_in_and_back(const char* path) {
    return not_stored(Response::redirect(std::string("/sign-in?to=") + path));
  }
  Response office_page(std::string_view template_name, const Fill& fill) const {
    templates::Dictionary page;
    page.text("office_name", plan.settings().office_name);
    if (fill) {
      fill(page);
    }
    return not_stored(Response::html(page_of(template_name, std::move(page))));
  }
  void get(http::Server& server, const char* path, const std::function<Response(const Request&)>& answer) {
    server.route("GET", path, [self = shared_from_this(), answer](Request request) -> asio::awaitable<Response> {
      co_return answer(request);
    });
  }
  /// What tells about people or lets somebody choose: for whoever is signed in.
  void for_signed_in(http::Server& server, const char* path, const std::function<Response(const Request&)>& answer) {
    get(server, path, [this, answer](const Request& request) {
      return sources.staff == nullptr || sources.staff->who(request) ? answer(request) : Staff::sign_in_first();
    });
  }
  void add(http::Server& server, const char* method, const char* path,
           asio::awaitable<Response> (*answer)(std::shared_ptr<Impl>, Request)) {
    server.route(method, path,
                 [self = shared_from_this(), answer](Request request) { return answer(self, std::move(request)); });
  }

  enum class Whose { everybody, staff };
  static Response static_file(const std::string& name, Whose whose) {
    const auto found = assets().find(name);
    if (found == assets().end() || !(whose == Whose::staff ? found->second.for_staff : found->second.for_everybody)) {
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

  /// Why a command of a page is not even tried: it was meant for another sight than what is there now.
  std::optional<NotDone> outdated(const Asked& asked) const {
    if (asked.counter == 0) {
      return std::nullopt;
    }
    if (under_way.contains(asked.counter)) {
      return not_done("outdated", "Perintah sebelumnya untuk loket ini masih diproses.",
                      "The command before, for this counter, is still under way.");
    }
    if (!asked.expect) {
      return std::nullopt;
    }
    const auto snapshot = sources.snapshot();
    for (const auto& counter : snapshot->counters) {
      if (counter.id == asked.counter && counter.number.value_or("") != *asked.expect) {
        return not_done("outdated", "Layar tadi menunjukkan nomor lain; tidak ada yang dilakukan. Lihat lagi.",
                        "Your screen showed another number; nothing was done. Please look again.");
      }
    }
    return std::nullopt;
  }

  static asio::awaitable<Response> command(std::shared_ptr<Impl> self, Request request) {
    if (!request.is_json()) {
      co_return Response::problem(403, "not JSON",
                                  "commands are taken as application/json, which no other site's form can send");
    }
    auto asked = parse_command(request.body, self->sources.now());
    if (!asked) {
      co_return Response::problem(400, "not a command", asked.error().text);
    }
    if (self->sources.staff != nullptr) {
      auto allowed = co_await self->sources.staff->allow(request, permission_for(asked->command.action), asked->lent);
      if (auto* refusal = std::get_if<Response>(&allowed)) {
        ++self->refused;
        co_return std::move(*refusal);
      }
      asked->command = signed_by(std::move(asked->command), std::get<Allowed>(allowed));
    }
    if (self->sources.staff == nullptr) {
      asked->command.by.machine = request.peer;
    }
    if (const auto why = self->outdated(*asked)) {
      ++self->refused;
      co_return json_page(*why, 409);
    }
    const UnderWay mark(*self, asked->counter);
    const auto answer = co_await self->sink.submit(std::move(asked->command));
    if (!answer.failure.empty()) {
      ++self->failed;
      co_return json_page(not_done("not_durable", "Tidak tersimpan, jadi tidak dilakukan. Coba lagi.",
                                   "Could not be stored, so it was not done. Try again."),
                          503);
    }
    if (answer.refusal) {
      ++self->refused;
      const auto zone = self->plan.settings().zone;
      const auto refusal = with_names(*answer.refusal, self->plan);
      co_return json_page(
          not_done(word(refusal.reason), queue::words_id(refusal, zone), queue::words_en(refusal, zone)), 409);
    }
    ++self->done;
    co_return json_page(what_was_done(answer));
  }

  static asio::awaitable<Response> check(std::shared_ptr<Impl> self, Request request) {
    if (!request.is_json()) {
      co_return Response::problem(403, "not JSON",
                                  "check-ins are taken as application/json, which no other site's form can send");
    }
    auto entry = parse_entrance_request(request.body);
    if (!entry) {
      co_return Response::problem(400, "not a check-in", entry.error().text);
    }
    if (self->sources.staff == nullptr && entry->request.force && entry->request.force->supervisor.empty()) {
      co_return Response::problem(400, "not a check-in", "'supervisor' is missing");
    }
    if (self->sources.staff != nullptr) {
      // Against the rules: a supervisor's own yes, and their name in the record, whatever the body says.
      const bool against_rules = entry->request.force.has_value();
      auto allowed = co_await self->sources.staff->allow(request, permission_for(entry->request), entry->lent);
      if (auto* refusal = std::get_if<Response>(&allowed)) {
        co_return std::move(*refusal);
      }
      const Allowed& by = std::get<Allowed>(allowed);
      entry->request.by = by.user;
      entry->request.role = by.actor.role;
      entry->request.machine = by.actor.machine;
      if (against_rules) {
        entry->request.force->supervisor = by.actor.name;
      }
    }
    if (self->sources.staff == nullptr) {
      entry->request.machine = request.peer;
    }
    const CheckedIn answer{co_await self->entrance.take(std::move(entry->request))};
    co_return json_page(answer, answer.reply.failure.empty() ? 200 : 503);
  }

  static asio::awaitable<Response> find(std::shared_ptr<Impl> self, Request request) {
    if (!request.is_json()) {
      co_return Response::problem(403, "not JSON",
                                  "what to look for is taken as application/json, which no other site's form can send");
    }
    const auto looked_for = parse_looked_for(request.body);
    if (!looked_for) {
      co_return Response::problem(400, "not to be looked for", looked_for.error().text);
    }
    if (self->sources.staff != nullptr) {
      auto allowed = co_await self->sources.staff->allow(request, Permission::entrance, std::nullopt);
      if (auto* refusal = std::get_if<Response>(&allowed)) {
        co_return std::move(*refusal);
      }
    }
    FoundBookings all;
    for (auto& found : co_await self->entrance.find(looked_for->name, looked_for->hour)) {
      std::optional<BookingIn> in;
      if (found.in) {
        in.emplace(BookingIn{*found.in});
      }
      std::vector<std::string> companions;
      for (const auto& one : found.booking.companions) {
        companions.push_back(one.name);
      }
      all.found.push_back({.found = std::move(found), .in = std::move(in), .companions = std::move(companions)});
    }
    co_return json_page(all);
  }

  static asio::awaitable<Response> show_again(std::shared_ptr<Impl> self, Request request) {
    if (!request.is_json()) {
      co_return Response::problem(403, "not JSON",
                                  "what to show is taken as application/json, which no other site's form can send");
    }
    const auto wanted = parse_show_again(request.body);
    if (!wanted) {
      co_return Response::problem(400, "not to be shown", wanted.error().text);
    }
    if (self->sources.staff != nullptr) {
      auto allowed = co_await self->sources.staff->allow(request, Permission::entrance, std::nullopt);
      if (auto* refusal = std::get_if<Response>(&allowed)) {
        co_return std::move(*refusal);
      }
    }
    const CheckedIn answer{self->entrance.show_again(wanted->number)};
    co_return json_page(answer, answer.reply.numbers.empty() ? 409 : 200);
  }

  static Response no_printer() { return Response::problem(404, "no printer", "this office prints no tickets"); }

  static asio::awaitable<Response> print_again(std::shared_ptr<Impl> self, Request request) {
    if (!request.is_json()) {
      co_return Response::problem(403, "not JSON",
                                  "what to print is taken as application/json, which no other site's form can send");
    }
    const auto wanted = parse_print_again(request.body);
    if (!wanted) {
      co_return Response::problem(400, "not to be printed", wanted.error().text);
    }
    if (self->sources.staff != nullptr) {
      auto allowed = co_await self->sources.staff->allow(request, Permission::entrance, std::nullopt);
      if (auto* refusal = std::get_if<Response>(&allowed)) {
        co_return std::move(*refusal);
      }
    }
    if (self->sources.tickets == nullptr) {
      co_return no_printer();
    }
    const CheckedIn answer{self->sources.tickets->print_again(wanted->number)};
    co_return json_page(answer, answer.reply.numbers.empty() ? 409 : 200);
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

namespace {

void dress(http::Server& server, std::string_view error_page) {
  server.always({{"Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                  "form-action 'self'; "
                  "base-uri 'none'; frame-ancestors 'none'"},
                 {"X-Content-Type-Options", "nosniff"},
                 // Browsers look at it over https only, which is the proxy's.
                 {"Strict-Transport-Security", "max-age=31536000; includeSubDomains"},
                 {"X-Frame-Options", "DENY"},
                 {"Referrer-Policy", "no-referrer"},
                 {"Cross-Origin-Opener-Policy", "same-origin"},
                 {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}});
  server.error_page([error_page](unsigned status, const Request& request, std::string_view why) {
    if (!why.empty() && request.is_json()) {
      return not_stored(Response::problem(status, "not taken", why));
    }
    templates::Dictionary page;
    page.text("status", std::to_string(status));
    page.text("why", why);
    return not_stored(Response::html(page_of(error_page, std::move(page)), status));
  });
}

}  // namespace

OfficeWeb::OfficeWeb(Servers servers, const http::Broadcast& feed, const queue::Plan& plan, CommandSink& sink,
                     EntrancePort& entrance, Sources sources)
    : impl_(std::make_shared<Impl>(feed, plan, sink, entrance, std::move(sources))) {
  load_pages();
  dress(servers.everybody, "not_here.tpl");
  servers.everybody.broadcast("/feed", feed);
  impl_->add_routes_for_everybody(servers.everybody);
  dress(servers.staff, "error.tpl");
  servers.staff.broadcast("/feed", feed);
  impl_->add_routes_for_staff(servers.staff);
  if (impl_->sources.staff != nullptr) {
    impl_->sources.staff->serve(servers.staff);
  }
}

OfficeWeb::~OfficeWeb() = default;

}  // namespace antrean::web
