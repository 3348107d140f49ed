#include "reports/staff_command.hpp"

#include <cstdio>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "reports/running_portal.hpp"

namespace antrean::portal {
namespace {

constexpr std::chrono::minutes deadline{1};

std::string asked_of(const std::filesystem::path& socket, const char* method, std::string body) {
  const auto answer = ask_running_portal(socket, method, "/operator/staff", deadline, "answer", std::move(body));
  if (!answer) {
    throw std::runtime_error("no portal answers at " + socket.string() + "; is it running, with these settings?");
  }
  return answer->body;
}

}  // namespace

int administer_staff(const std::filesystem::path& socket, const std::string& action, const StaffOption& option) {
  if (action == "list") {
    const auto all = boost::json::parse(asked_of(socket, "GET", {}));
    for (const auto& one : all.as_array()) {
      const auto& person = one.as_object();
      const auto text = [&](const char* key) { return std::string{person.at(key).as_string()}; };
      const char* state = !person.at("disabled").is_null()        ? "disabled"
                          : !person.at("password").as_bool()      ? "no password yet"
                          : !person.at("second_factor").as_bool() ? "no second factor"
                                                                  : "active";
      std::printf("%s  %s  %s  %s\n", text("user").c_str(), text("roles").c_str(), state, text("name").c_str());
    }
    return 0;
  }
  boost::json::object asked{{"do", action}, {"user", option.user}};
  if (action == "add") {
    asked["name"] = option.name.empty() ? option.user : option.name;
    asked["roles"] = option.roles;
  }
  const auto told = boost::json::parse(asked_of(socket, "POST", boost::json::serialize(asked)));
  if (const auto* code = told.as_object().if_contains("code")) {
    std::printf("%s\nThis code works once, within a day: on the directorate's page, \"Use a once-only code\".\n",
                std::string{code->as_string()}.c_str());
  }
  return 0;
}

}  // namespace antrean::portal
