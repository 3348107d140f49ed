#include "web/staff.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "accounts/person_json.hpp"
#include "values/words.hpp"
#include "web/page.hpp"

namespace antrean::web {

namespace asio = boost::asio;
namespace json = boost::json;
using accounts::Role;
using http::Request;
using http::Response;

namespace {

constexpr const char* session_cookie = "antrean-session";
constexpr const char* machine_cookie = "antrean-machine";
constexpr std::size_t longest_field = 512;  // a password of 128 characters, four bytes each

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }

Response answer(const json::object& object, unsigned status = 200) {
  auto response = Response::json(json::serialize(object), status);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response refused(unsigned status, std::string_view reason, const Bilingual& words) {
  return answer({{"done", false}, {"reason", text(reason)}, {"id", text(words.id)}, {"en", text(words.en)}}, status);
}

Response refused(const accounts::Refused& why) {
  const bool busy = why.why == accounts::Why::locked || why.why == accounts::Why::busy;
  const unsigned status = why.why == accounts::Why::storage ? 503 : busy ? 429 : 403;
  auto response = refused(status, "refused", accounts::text(why));
  if (why.wait.count() > 0) {
    response.headers.emplace_back("Retry-After", std::to_string(why.wait.count() / 1000 + 1));
  }
  return response;
}

Response bad_request(const char* what) { return Response::problem(400, "not understood", what); }

Response not_signed_in() {
  return refused(401, "sign_in", {.id = "Silakan masuk dahulu.", .en = "Please sign in first."});
}

/// The fields of a body, as text; nothing when it is no JSON object or has other than texts, true and
/// numbers.
class Body {
 public:
  explicit Body(json::object fields) : fields_(std::move(fields)) {}
  static std::optional<Body> of(const Request& request) {
    boost::system::error_code error;
    auto parsed = json::parse(request.body, error);
    if (error || !parsed.is_object() || !request.is_json()) {
      return std::nullopt;
    }
    return Body(std::move(parsed.get_object()));
  }
  std::string operator[](std::string_view key) const {
    const auto* value = fields_.if_contains(json::string_view(key.data(), key.size()));
    if (value == nullptr || !value->is_string() || value->get_string().size() > longest_field) {
      return {};
    }
    return std::string(value->get_string().data(), value->get_string().size());
  }
  bool flag(std::string_view key) const {
    const auto* value = fields_.if_contains(json::string_view(key.data(), key.size()));
    return value != nullptr && value->is_bool() && value->get_bool();
  }
  std::optional<int> number(std::string_view key) const {
    const auto* value = fields_.if_contains(json::string_view(key.data(), key.size()));
    if (value == nullptr || !value->is_int64()) {
      return std::nullopt;
    }
    return static_cast<int>(value->get_int64());
  }

 private:
  json::object fields_;
};

/// Over https the browser takes such a cookie from this very host only.
std::string cookie_name(const Request& request, const char* name) {
  return std::string(request.https ? "__Host-" : "") + name;
}

std::string key_of_machine(const Request& request) {
  return std::string(request.cookie(cookie_name(request, machine_cookie)));
}

accounts::Place place_of(const Request& request) {
  return {.machine_key = key_of_machine(request), .address = request.peer};
}

std::string token_of(const Request& request) {
  return std::string(request.cookie(cookie_name(request, session_cookie)));
}

json::array roles_of(accounts::Roles roles) {
  json::array all;
  for (const Role role : accounts::all_roles) {
    if (roles.has(role)) {
      all.push_back(text(word(role)));
    }
  }
  return all;
}

const char* next_of(const accounts::Session& session) {
  switch (session.second_factor) {
    case accounts::SecondFactor::needed:
      return "code";
    case accounts::SecondFactor::to_set_up:
      return "set_up";
    case accounts::SecondFactor::done:
      break;
  }
  return "done";
}

}  // namespace

struct Staff::Impl : std::enable_shared_from_this<Staff::Impl> {
  Impl(accounts::AccountsService& accounts_, Options options_) : accounts(accounts_), options(std::move(options_)) {}

  using Answer = asio::awaitable<Response>;

  void post(http::Server& server, const char* path, Answer (*handle)(std::shared_ptr<Impl>, Request, Body)) {
    server.route("POST", path, [self = shared_from_this(), handle](Request request) -> Answer {
      auto body = Body::of(request);
      if (!body) {
        co_return bad_request("the body is not a JSON object");
      }
      const auto token = token_of(request);
      auto response = co_await handle(self, std::move(request), std::move(*body));
      response.person = self->person(token);
      co_return response;
    });
  }

  static std::string attributes(const Request& request) {
    return std::string("; Path=/; HttpOnly; SameSite=Strict") + (request.https ? "; Secure" : "");
  }
  static void give_session(const Request& request, Response& response, const std::string& token) {
    response.headers.emplace_back(
        "Set-Cookie", fmt::format("{}={}{}", cookie_name(request, session_cookie), token, attributes(request)));
  }
  static void take_session(const Request& request, Response& response) {
    response.headers.emplace_back(
        "Set-Cookie", fmt::format("{}=; Max-Age=0{}", cookie_name(request, session_cookie), attributes(request)));
  }

  static Response signed_in(const Request& request, const accounts::SignedIn& signed_in) {
    auto response = answer({{"next", next_of(signed_in.session)}});
    give_session(request, response, signed_in.token);
    return response;
  }

  std::optional<accounts::Session> complete(const Request& request) const {
    auto session = accounts.session(token_of(request));
    return session && session->complete() ? session : std::nullopt;
  }

  /// For the security log; "" for nobody.
  std::string person(const std::string& token) const {
    const auto session = accounts.seen(token);
    return session ? session->user : std::string();
  }

  static Answer sign_in(std::shared_ptr<Impl> self, Request request, Body body) {
    const auto place = place_of(request);
    auto result = body["pin"].empty()
                      ? co_await self->accounts.sign_in_with_password(body["user"], body["password"], place)
                      : co_await self->accounts.sign_in_with_pin(body["user"], body["pin"], place);
    if (!result) {
      co_return refused(result.error());
    }
    if (const auto before = token_of(request); self->accounts.seen(before)) {
      co_await self->accounts.sign_out(before);
    }
    co_return signed_in(request, *result);
  }

  static Answer confirm(std::shared_ptr<Impl> self, Request request, Body body) {
    auto result = co_await self->accounts.confirm_second_factor(token_of(request), body["code"], place_of(request),
                                                                self->options.clock_trusted());
    if (!result) {
      co_return refused(result.error());
    }
    co_return signed_in(request, *result);
  }

  static Answer use_link(std::shared_ptr<Impl> self, Request request, Body body) {
    if (!body["user"].empty()) {
      auto result = co_await self->accounts.use_first_link(
          body["code"], {.user = body["user"], .name = body["name"], .roles = {}}, body["password"]);
      if (!result) {
        co_return refused(result.error());
      }
      co_return answer({{"next", "sign_in"}, {"user", text(body["user"])}});
    }
    auto result = body["pin"].empty()
                      ? co_await self->accounts.use_password_link(body["code"], body["password"])
                      : co_await self->accounts.use_pin_link(body["code"], key_of_machine(request), body["pin"]);
    if (!result) {
      co_return refused(result.error());
    }
    co_return answer({{"next", "sign_in"}, {"user", text(*result)}});
  }

  static Answer sign_out(std::shared_ptr<Impl> self, Request request, Body body) {
    const auto token = token_of(request);
    const auto session = self->accounts.seen(token);
    if (session && body.flag("everywhere")) {
      co_await self->accounts.sign_out_everywhere(session->user);
    } else {
      co_await self->accounts.sign_out(token);
    }
    auto response = answer({{"done", true}});
    take_session(request, response);
    co_return response;
  }

  Response me(const Request& request) const {
    const auto session = accounts.seen(token_of(request));
    const auto machine = machine_of(request);
    json::object told{{"signed_in", session && session->complete()}};
    if (machine) {
      told["machine"] = text(machine->name);
      if (machine->counter) {
        told["counter"] = *machine->counter;
      }
      told["machine_of_entrance"] = machine->entrance;
    }
    if (session) {
      told["user"] = text(session->user);
      told["name"] = text(session->name);
      told["roles"] = roles_of(session->roles);
      told["next"] = next_of(*session);
      told["by"] = text(word(session->by));
      told["language"] = text(session->language);
      json::object may_do;
      for (const auto& [name, permission] :
           {std::pair{"counter", Permission::counter}, std::pair{"numbers", Permission::numbers},
            std::pair{"check_in", Permission::check_in}, std::pair{"entrance", Permission::entrance},
            std::pair{"exceptions", Permission::exceptions}, std::pair{"day", Permission::day},
            std::pair{"people", Permission::sign_in_others}, std::pair{"reading", Permission::reading}}) {
        may_do[name] = may(session->roles, permission);
      }
      told["may"] = std::move(may_do);
    }
    return answer(told);
  }

  std::optional<accounts::Machine> machine_of(const Request& request) const {
    return accounts.machine(key_of_machine(request));
  }

  bool may_open(const Request& request, Permission permission) const {
    const auto session = accounts.seen(token_of(request));
    const auto machine = machine_of(request);
    return (session && session->complete() && may(session->roles, permission)) ||
           (machine && machine_may(machine->entrance, permission));
  }

  static Answer set_pin(std::shared_ptr<Impl> self, Request request, Body body) {
    auto result = co_await self->accounts.set_pin(token_of(request), key_of_machine(request), body["pin"]);
    if (!result) {
      co_return refused(result.error());
    }
    co_return answer({{"done", true}});
  }

  static Answer set_language(std::shared_ptr<Impl> self, Request request, Body body) {
    const std::string language = body["language"];
    if (language != "id" && language != "en") {
      co_return bad_request("'language' must be id or en");
    }
    auto result = co_await self->accounts.set_language(token_of(request), language);
    if (!result) {
      co_return refused(result.error());
    }
    co_return answer({{"done", true}});
  }

  static Answer enrol(std::shared_ptr<Impl> self, Request request, Body body) {
    auto result = co_await self->accounts.enrol(
        token_of(request),
        {.name = body["name"], .counter = body.number("counter"), .entrance = body.flag("entrance")});
    if (!result) {
      co_return refused(result.error());
    }
    auto response = answer({{"done", true}, {"machine", text(result->machine.name)}});
    response.headers.emplace_back(
        "Set-Cookie", fmt::format("{}={}; Max-Age=315360000{}", cookie_name(request, machine_cookie), result->key,
                                  attributes(request)));
    co_return response;
  }

  static Answer second_factor(std::shared_ptr<Impl> self, Request request, Body body) {
    if (body["code"].empty()) {
      auto result = co_await self->accounts.begin_second_factor(token_of(request));
      if (!result) {
        co_return refused(result.error());
      }
      co_return answer({{"uri", text(result->uri)}, {"text", text(result->text)}});
    }
    auto result =
        co_await self->accounts.finish_second_factor(token_of(request), body["code"], self->options.clock_trusted());
    if (!result) {
      co_return refused(result.error());
    }
    json::array codes;
    for (const auto& code : result->recovery_codes) {
      codes.push_back(text(code));
    }
    auto response = answer({{"next", "done"}, {"recovery_codes", std::move(codes)}});
    give_session(request, response, result->signed_in.token);
    co_return response;
  }

  // One's own

  static Answer change_password(std::shared_ptr<Impl> self, Request request, Body body) {
    co_return done(co_await self->accounts.change_password(token_of(request), body["current"], body["password"],
                                                           place_of(request)));
  }

  Response sessions(const Request& request) const {
    const auto mine = complete(request);
    if (!mine) {
      return not_signed_in();
    }
    std::map<std::string, std::string> names;
    for (const auto& machine : accounts.machines()) {
      names[machine.id] = machine.name;
    }
    json::array all;
    for (const auto& session : accounts.signed_in()) {
      if (session.user == mine->user) {
        all.push_back(json::object{{"id", text(session.id)},
                                   {"machine", text(names[session.machine])},
                                   {"by", text(word(session.by))},
                                   {"began", to_ms(session.began)},
                                   {"last_seen", to_ms(session.last_seen)},
                                   {"this", session.id == mine->id}});
      }
    }
    return answer({{"sessions", std::move(all)}});
  }

  static Answer end_session(std::shared_ptr<Impl> self, Request request, Body body) {
    co_return done(co_await self->accounts.sign_out_one(token_of(request), body["end"]));
  }

  // People and machines

  bool administers(const Request& request) const {
    const auto session = complete(request);
    return session && may(session->roles, Permission::sign_in_others);
  }

  static Answer people(std::shared_ptr<Impl> self, Request request) {
    if (!self->administers(request)) {
      co_return self->complete(request) ? not_allowed() : not_signed_in();
    }
    const auto found = co_await self->accounts.people();
    if (!found) {
      co_return refused(found.error());
    }
    json::array people;
    for (const auto& person : *found) {
      people.push_back(json::object{{"user", text(person.user)},
                                    {"name", text(person.name)},
                                    {"roles", roles_of(person.roles)},
                                    {"disabled", person.disabled.has_value()},
                                    {"password", person.has_password},
                                    {"second_factor", person.has_second_factor},
                                    {"pins", person.pins}});
    }
    json::array machines;
    for (const auto& machine : self->accounts.machines()) {
      machines.push_back(json::object{{"id", text(machine.id)},
                                      {"name", text(machine.name)},
                                      {"enrolled_by", text(machine.enrolled_by)},
                                      {"entrance", machine.entrance}});
    }
    co_return answer({{"people", std::move(people)}, {"machines", std::move(machines)}});
  }

  static Answer list_for_command(std::shared_ptr<Impl> self) {
    const auto found = co_await self->accounts.people();
    if (!found) {
      co_return refused(found.error());
    }
    json::array all;
    for (const auto& person : *found) {
      all.push_back(accounts::json_of(person));
    }
    co_return Response::json(json::serialize(all));
  }

  /// A link's code, for the person it was made for; it is shown once.
  static Response link(const accounts::Result<std::string>& made) {
    return made ? answer({{"done", true}, {"code", text(*made)}}) : refused(made.error());
  }
  static Response done(const accounts::Result<void>& result) {
    return result ? answer({{"done", true}}) : refused(result.error());
  }

  static Answer administer(std::shared_ptr<Impl> self, Request request, Body body) {
    if (!self->administers(request)) {
      co_return self->complete(request) ? not_allowed() : not_signed_in();
    }
    const auto by = *self->complete(request);
    const auto machine = self->machine_of(request);
    std::string roles;
    for (const auto& role : roles_of(by.roles)) {
      roles += (roles.empty() ? "" : " ") + std::string(role.as_string());
    }
    // The record of who administers is the log: accounts are not in the journal.
    const auto who = fmt::format("{} ({}) at {}", by.user, roles, machine ? machine->name : request.peer);
    co_return co_await administer_as(self, by.roles, who, std::move(body));
  }

  static Answer administer_as(std::shared_ptr<Impl> self, accounts::Roles by, std::string by_name, Body body) {
    auto& accounts = self->accounts;
    const auto wanted = body["do"];
    const auto user = body["user"];
    spdlog::info("staff: {} asks for '{}' of '{}'", by_name, wanted, accounts::folded_user(user));
    const auto roles = accounts::parse_roles(body["roles"]);
    if (wanted == "add" || wanted == "roles") {
      if (!roles) {
        co_return bad_request("'roles' must be some of: officer clerk supervisor technician auditor");
      }
      if (!may_administer(by, *roles)) {
        co_return not_allowed();
      }
    }
    if (wanted != "add" && wanted != "withdraw") {
      const auto people = co_await accounts.people();
      if (!people) {
        co_return refused(people.error());
      }
      const auto person = std::ranges::find(*people, accounts::folded_user(user), &accounts::Person::user);
      if (person != people->end() && !may_administer(by, person->roles)) {
        co_return not_allowed();
      }
    }
    if (wanted == "add") {
      auto added = co_await accounts.add({.user = user, .name = body["name"], .roles = *roles});
      co_return added ? link(co_await accounts.password_link(user)) : done(added);
    }
    if (wanted == "roles") {
      co_return done(co_await accounts.set_roles(user, *roles));
    }
    if (wanted == "disable") {
      co_return done(co_await accounts.disable(user));
    }
    if (wanted == "enable") {
      co_return done(co_await accounts.enable(user));
    }
    if (wanted == "sign_out") {
      co_return done(co_await accounts.sign_out_everywhere(accounts::folded_user(user)));
    }
    if (wanted == "reset") {
      co_return link(co_await accounts.reset(user));
    }
    if (wanted == "link") {
      co_return link(co_await accounts.password_link(user));
    }
    if (wanted == "pin_link") {
      co_return link(co_await accounts.pin_link(user));
    }
    if (wanted == "withdraw") {
      co_return done(co_await accounts.withdraw(body["machine"]));
    }
    co_return bad_request("'do' must be add, roles, disable, enable, sign_out, reset, link, pin_link or withdraw");
  }

  static Response not_allowed() {
    return refused(403, "not_allowed",
                   {.id = "Peran Anda tidak boleh melakukan ini.", .en = "Your role may not do this."});
  }

  asio::awaitable<std::variant<Allowed, Response>> allow(const Request& request, std::optional<Permission> permission,
                                                         std::optional<Lent> lent) {
    const auto session = complete(request);
    auto decided = decide_access(session, permission, std::nullopt);
    const bool asks_for_a_yes =
        lent && (decided.access == Access::allowed || decided.access == Access::supervisor_needed);
    if (asks_for_a_yes) {
      const auto supervisor = co_await accounts.check_supervisor_pin(lent->user, lent->pin, place_of(request));
      if (!supervisor) {
        co_return refused(supervisor.error());
      }
      spdlog::info("staff: {} agrees for {}", supervisor->user, session->user);
      // Whoever was signed out while the PIN was checked does nothing any more.
      decided = decide_access(complete(request), permission, supervisor->user);
    }
    if (const auto machine = machine_of(request); machine && decided.access != Access::allowed) {
      if (auto allowed = machine_access(machine->name, machine->entrance, permission)) {
        co_return std::move(*allowed);
      }
    }
    switch (decided.access) {
      case Access::allowed:
        break;
      case Access::sign_in:
        co_return not_signed_in();
      case Access::not_allowed:
        co_return not_allowed();
      case Access::supervisor_needed:
        co_return refused(403, "supervisor_needed",
                          {.id = "Perlu persetujuan penyelia, dengan PIN-nya sendiri.",
                           .en = "A supervisor has to agree, with their own PIN."});
    }
    co_return std::move(decided.allowed);
  }

  /// The record also says as what and where.
  void complete_actor(queue::Actor& actor, const Request& request, Permission permission, bool lent) const {
    const auto session = complete(request);
    const auto role = lent      ? std::optional(Role::supervisor)
                      : session ? role_for(session->roles, permission)
                                : std::nullopt;
    actor.role = role ? word(*role) : "";
    const auto machine = accounts.machine(place_of(request).machine_key);
    actor.machine = machine ? machine->name : request.peer;
  }

  accounts::AccountsService& accounts;
  Options options;
};

Staff::Staff(accounts::AccountsService& accounts, Options options)
    : impl_(std::make_shared<Impl>(accounts, std::move(options))) {}
Staff::~Staff() = default;

void Staff::serve(http::Server& server) {
  server.route("GET", "/sign-in", [impl = impl_](Request) -> Impl::Answer {
    templates::Dictionary shown;
    shown.text("office_name", impl->options.office_name());
    auto page = Response::html(page_of("sign_in.tpl", std::move(shown)));
    page.headers.emplace_back("Cache-Control", "no-store");
    co_return page;
  });
  server.route("GET", "/staff/me", [impl = impl_](Request request) -> Impl::Answer { co_return impl->me(request); });
  server.route("GET", "/staff/sessions",
               [impl = impl_](Request request) -> Impl::Answer { co_return impl->sessions(request); });
  server.route("GET", "/staff/people",
               [impl = impl_](Request request) { return Impl::people(impl, std::move(request)); });
  impl_->post(server, "/sign-in", &Impl::sign_in);
  impl_->post(server, "/sign-in/code", &Impl::confirm);
  impl_->post(server, "/sign-in/link", &Impl::use_link);
  impl_->post(server, "/sign-out", &Impl::sign_out);
  impl_->post(server, "/staff/pin", &Impl::set_pin);
  impl_->post(server, "/staff/language", &Impl::set_language);
  impl_->post(server, "/staff/password", &Impl::change_password);
  impl_->post(server, "/staff/sessions", &Impl::end_session);
  impl_->post(server, "/staff/machine", &Impl::enrol);
  impl_->post(server, "/staff/second-factor", &Impl::second_factor);
  impl_->post(server, "/staff/people", &Impl::administer);
}

asio::awaitable<Response> Staff::administer(accounts::Roles by, std::string by_name, boost::json::object asked) {
  return Impl::administer_as(impl_, by, std::move(by_name), Body(std::move(asked)));
}

asio::awaitable<Response> Staff::list_for_command() { return Impl::list_for_command(impl_); }

Response Staff::nobody_signs_in() { return answer({{"sign_in", false}}); }

Response Staff::sign_in_first() { return not_signed_in(); }

std::optional<accounts::Session> Staff::who(const Request& request) { return impl_->complete(request); }

std::variant<Allowed, Response> Staff::may_see(const Request& request, Permission permission) {
  auto decided = decide_access(impl_->accounts.seen(token_of(request)), permission, std::nullopt);
  switch (decided.access) {
    case Access::allowed:
      return std::move(decided.allowed);
    case Access::sign_in:
      return not_signed_in();
    case Access::not_allowed:
    case Access::supervisor_needed:
      break;
  }
  return Impl::not_allowed();
}

bool Staff::may_open(const Request& request, Permission permission) { return impl_->may_open(request, permission); }

asio::awaitable<std::variant<Allowed, Response>> Staff::allow(const Request& request,
                                                              std::optional<Permission> permission,
                                                              std::optional<Lent> lent) {
  const bool is_lent = lent.has_value();
  auto decided = co_await impl_->allow(request, permission, std::move(lent));
  if (auto* allowed = std::get_if<Allowed>(&decided)) {
    impl_->complete_actor(allowed->actor, request, *permission, is_lent);
  } else {
    std::get<Response>(decided).person = impl_->person(token_of(request));
  }
  co_return decided;
}

}  // namespace antrean::web
