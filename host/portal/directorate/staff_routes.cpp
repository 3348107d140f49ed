#include "directorate/staff_routes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

#include "accounts/person_json.hpp"

namespace antrean::portal {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using accounts::Role;

http::Response refused(const accounts::Refused& why) {
  return http::Response::problem(409, "not done", accounts::text(why).en);
}

http::Response code_of(const accounts::Result<std::string>& made) {
  return made ? http::Response::json(json::serialize(json::object{{"code", *made}})) : refused(made.error());
}

http::Response done(const accounts::Result<void>& result) {
  return result ? http::Response::json("{}") : refused(result.error());
}

std::string text_of(const json::object& asked, const char* name) {
  const auto* value = asked.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

asio::awaitable<http::Response> list(accounts::AccountsService& accounts) {
  const auto people = co_await accounts.people();
  if (people.has_error()) {
    co_return refused(people.error());
  }
  json::array all;
  for (const auto& person : *people) {
    all.push_back(accounts::json_of(person));
  }
  co_return http::Response::json(json::serialize(all));
}

asio::awaitable<http::Response> administer(accounts::AccountsService& accounts, http::Request request) {
  boost::system::error_code error;
  const auto parsed = json::parse(request.body, error);
  if (error || !parsed.is_object()) {
    co_return http::Response::problem(400, "not understood", "the body is a JSON object");
  }
  const auto& asked = parsed.get_object();
  const auto what = text_of(asked, "do");
  const auto user = text_of(asked, "user");
  spdlog::warn("directorate: the operator asks for '{}' of '{}'", what, accounts::folded_user(user));
  if (what == "add") {
    const auto roles = accounts::parse_roles(text_of(asked, "roles"));
    if (!roles || roles->has_any({Role::officer, Role::clerk, Role::supervisor, Role::technician})) {
      co_return http::Response::problem(400, "not understood", "the roles are: directorate, auditor");
    }
    const auto added = co_await accounts.add({.user = user, .name = text_of(asked, "name"), .roles = *roles});
    co_return added.has_error() ? refused(added.error()) : code_of(co_await accounts.password_link(user));
  }
  if (what == "reset") {
    co_return code_of(co_await accounts.reset(user));
  }
  if (what == "disable") {
    co_return done(co_await accounts.disable(user));
  }
  if (what == "enable") {
    co_return done(co_await accounts.enable(user));
  }
  co_return http::Response::problem(400, "not understood", "'do' is add, reset, disable or enable");
}

}  // namespace

void add_staff_routes(http::Server& server, accounts::AccountsService& accounts) {
  server.route("GET", "/operator/staff", [&accounts](http::Request) { return list(accounts); });
  server.route("POST", "/operator/staff",
               [&accounts](http::Request request) { return administer(accounts, std::move(request)); });
}

}  // namespace antrean::portal
