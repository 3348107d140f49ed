#include "cli/render/event_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "journal/event_json.hpp"
#include "values/words.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;

/// Some keys are left out of a line: they have columns of their own, or are for programs only.
bool is_detail(std::string_view key) {
  for (const std::string_view other : {"ticket", "number", "numbers", "counter", "line", "turn", "times", "alarms",
                                       "message_id", "message_en", "text_id", "call"}) {
    if (key == other) {
      return false;
    }
  }
  return true;
}

bool says_nothing(const json::value& value) {
  return value.is_null() || (value.is_string() && value.get_string().empty()) ||
         (value.is_number() && value.to_number<double>() == 0) || (value.is_bool() && !value.get_bool()) ||
         value.is_structured();
}

std::string plain(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

}  // namespace

EventText describe(const queue::EventBody& body) {
  EventText text;
  const json::value fields = json::parse(journal::body_json(body));
  if (!fields.is_object()) {
    return text;
  }
  for (const auto& [key, value] : fields.get_object()) {
    if (key == "number") {
      text.number = plain(value);
    } else if (key == "numbers" && value.is_array()) {
      for (const json::value& number : value.get_array()) {
        if (number.is_string()) {
          text.number += (text.number.empty() ? "" : " ") + plain(number);
        }
      }
    } else if (key == "counter" && !says_nothing(value)) {
      text.counter = plain(value);
    } else if (is_detail(key) && !says_nothing(value) && !(key == "people" && plain(value) == "1")) {
      text.detail += (text.detail.empty() ? "" : " ") + std::string(key) + '=' + plain(value);
    }
  }
  if (const auto* called = std::get_if<queue::Called>(&body)) {
    text.detail += (text.detail.empty() ? "" : " ") + std::string("turn=") + std::string(word(called->turn.kind));
  }
  return text;
}

std::string actor_text(const queue::Actor& actor) {
  if (actor.kind == queue::ActorKind::system) {
    return actor.name.empty() ? "system" : actor.name;
  }
  const std::string kind(word(actor.kind));
  return kind + (actor.name.empty() ? "" : ' ' + actor.name) +
         (actor.role.empty() || actor.role == kind ? "" : " (" + actor.role + ')') +
         (actor.machine.empty() ? "" : " @ " + actor.machine) + (actor.officer.empty() ? "" : " for " + actor.officer);
}

}  // namespace antrean::cli
