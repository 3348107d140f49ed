#include "web/requests.hpp"

#include <limits>
#include <set>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "settings/nearest.hpp"
#include "text/text.hpp"
#include "values/words.hpp"

namespace antrean::web {

void throw_exception_from_error(const BadRequest& bad, const boost::source_location& /*where*/) {
  throw std::runtime_error(bad.text);
}

namespace {

namespace json = boost::json;
constexpr std::size_t longest_text = 500;
constexpr std::size_t longest_key = 100;

/// Thrown and caught in this file only: a request has many fields, and any of them can be wrong.
struct Wrong {
  std::string text;
};

class Fields {
 public:
  explicit Fields(const json::object& object) : object_(object) {}

  std::string text(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
      throw Wrong{fmt::format("'{}' is missing", key)};
    }
    return as_text(key, *value);
  }
  std::optional<std::string> text_if_any(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    return as_text(key, *value);
  }
  std::string text_or_empty(std::string_view key) const { return text_if_any(key).value_or(""); }
  template <class Number>
  Number number(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
      throw Wrong{fmt::format("'{}' is missing", key)};
    }
    return as_number<Number>(key, *value);
  }
  template <class Number>
  std::optional<Number> number_if_any(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    return as_number<Number>(key, *value);
  }
  bool flag(std::string_view key) const {
    const auto* value = find(key);
    if (value != nullptr && !value->is_bool()) {
      throw Wrong{fmt::format("'{}' must be true or false", key)};
    }
    return value != nullptr && value->get_bool();
  }
  std::optional<Fields> object(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (!value->is_object()) {
      throw Wrong{fmt::format("'{}' must be an object", key)};
    }
    return Fields(value->get_object());
  }
  CounterId counter() const { return number<CounterId>("counter"); }

  /// Throws if the object has a field that no code asked for. `of`: "'park'".
  void no_others(std::string_view of) const {
    for (const auto& field : object_) {
      const std::string name(field.key().data(), field.key().size());
      if (known_.contains(name)) {
        continue;
      }
      std::vector<std::string> missing, listed;
      for (const auto& known : known_) {
        if (known == "command") {
          continue;
        }
        listed.push_back("'" + known + "'");
        if (object_.if_contains(known) == nullptr) {
          missing.push_back(known);
        }
      }
      const auto near = settings::nearest(name, missing);
      const auto shown = settings::printable(name);
      if (!near.empty()) {
        throw Wrong{fmt::format("there is no field '{}' in {}; did you mean '{}'?", shown, of, near)};
      }
      throw Wrong{fmt::format("there is no field '{}' in {}; there are: {}", shown, of, fmt::join(listed, ", "))};
    }
  }

 private:
  const json::value* find(std::string_view key) const {
    known_.insert(std::string(key));
    const auto* value = object_.if_contains(json::string_view(key.data(), key.size()));
    return value == nullptr || value->is_null() ? nullptr : value;
  }
  static std::string as_text(std::string_view key, const json::value& value) {
    if (!value.is_string()) {
      throw Wrong{fmt::format("'{}' must be text", key)};
    }
    const auto& text = value.get_string();
    if (text.size() > longest_text) {
      throw Wrong{fmt::format("'{}' is longer than {} bytes", key, longest_text)};
    }
    // JSON that parsed is UTF-8, so there is always a clean form.
    return text::clean({text.data(), text.size()}).value_or("");
  }
  template <class Number>
  static Number as_number(std::string_view key, const json::value& value) {
    boost::system::error_code error;
    const auto number = value.is_number() ? value.to_number<Number>(error) : Number{};
    if (!value.is_number() || error || value.is_double()) {
      throw Wrong{fmt::format("'{}' must be a whole number up to {}", key, std::numeric_limits<Number>::max())};
    }
    return number;
  }

  const json::object& object_;
  mutable std::set<std::string> known_;  ///< the fields that were asked for
};

template <class Command>
queue::Action at_counter(const Fields& fields, UtcTime) {
  return Command{fields.counter()};
}
/// From a key or a button that a hand may hit twice.
template <class Command>
queue::Action guarded_at_counter(const Fields& fields, UtcTime) {
  return Command{.counter = fields.counter(), .guarded = true};
}
template <class Command>
queue::Action at_counter_with_reason(const Fields& fields, UtcTime) {
  return Command{fields.counter(), fields.text("reason")};
}
template <class Command>
queue::Action on_number_with_reason(const Fields& fields, UtcTime) {
  return Command{fields.text("number"), fields.text("reason")};
}

queue::Action park(const Fields& fields, UtcTime now) {
  queue::Park command{fields.counter(), fields.text("reason"), std::nullopt};
  if (const auto minutes = fields.number_if_any<std::uint16_t>("minutes")) {
    command.until = now + Minutes(*minutes);
  }
  return command;
}

/// Later than now by `minutes`, at a whole minute: people read it as a time of day.
std::optional<UtcTime> minutes_from(const Fields& fields, UtcTime now) {
  const auto minutes = fields.number_if_any<std::uint16_t>("minutes");
  if (!minutes) {
    return std::nullopt;
  }
  return std::chrono::floor<std::chrono::minutes>(now) + Minutes(*minutes);
}

std::optional<TimeOfDay> time_if_any(const Fields& fields, std::string_view key) {
  const auto text = fields.text_if_any(key);
  if (!text) {
    return std::nullopt;
  }
  const auto time = TimeOfDay::parse(*text);
  if (!time) {
    throw Wrong{fmt::format("'{}' must be a time like 14:30", key)};
  }
  return time;
}

queue::Action set_notice(const Fields& fields, UtcTime now) {
  const auto severity = from_word<NoticeSeverity>(fields.text("severity"));
  if (!severity) {
    throw Wrong{"'severity' must be notice or emergency"};
  }
  return queue::SetNotice{*severity, fields.text("text_id"), fields.text_or_empty("text_en"),
                          minutes_from(fields, now)};
}

queue::Action set_walk_ins(const Fields& fields, UtcTime) {
  const auto from = time_if_any(fields, "from");
  if (!from) {
    throw Wrong{"'from' is missing"};
  }
  return queue::SetWalkIns{fields.text("service"), *from, fields.number_if_any<std::uint32_t>("quota")};
}

queue::Action open_day(const Fields& fields, UtcTime) {
  const auto day = OfficeDay::parse(fields.text("day"));
  if (!day) {
    throw Wrong{"'day' must be a date like 2026-11-23"};
  }
  return queue::Rollover{*day, fields.text_or_empty("reason")};
}

queue::Action transfer(const Fields& fields, UtcTime) {
  queue::Transfer command{fields.text("number"), fields.text_or_empty("service"), fields.text_or_empty("stage"),
                          fields.number_if_any<CounterId>("to_counter").value_or(0), fields.text("reason")};
  if (command.counter == 0 && command.service.empty() && command.stage.empty()) {
    throw Wrong{"'to_counter', or 'service' and 'stage', is missing ('counter' is where it is asked)"};
  }
  if (command.counter != 0 && !(command.service.empty() && command.stage.empty())) {
    throw Wrong{"'to_counter' keeps service and stage: leave out 'service' and 'stage', or 'to_counter'"};
  }
  return command;
}

std::string key(const Fields& fields) {
  auto key = fields.text_or_empty("key");
  if (key.size() > longest_key) {
    throw Wrong{fmt::format("'key' is longer than {} bytes", longest_key)};
  }
  return key;
}

/// "language": "" or absent: none was chosen.
std::optional<Language> language(const Fields& fields) {
  const std::string text = fields.text_or_empty("language");
  if (text.empty()) {
    return std::nullopt;
  }
  const auto chosen = from_word<Language>(text);
  if (!chosen) {
    throw Wrong{fmt::format("'language' must be \"id\" or \"en\", not \"{}\"", settings::printable(text))};
  }
  return chosen;
}

using Make = queue::Action (*)(const Fields&, UtcTime);
struct Row {
  std::string_view name;
  Make make;
};

using namespace queue;  // for the names of the commands in the table
constexpr Row rows[] = {
    {"call_next", at_counter<CallNext>},
    {"recall", guarded_at_counter<Recall>},
    {"start", at_counter<Start>},
    {"no_show", guarded_at_counter<NoShow>},
    {"finish", guarded_at_counter<Finish>},
    {"finish_and_next", guarded_at_counter<FinishAndNext>},
    {"undo_finish", at_counter<UndoFinish>},
    {"open_counter", at_counter<OpenCounter>},
    {"close_counter", at_counter<CloseCounter>},
    {"logout", at_counter<Logout>},
    {"pause_counter", at_counter_with_reason<PauseCounter>},
    {"cancel_call", at_counter_with_reason<CancelCall>},
    {"cancel_ticket", on_number_with_reason<CancelTicket>},
    {"park", park},
    {"resume",
     [](const Fields& f, UtcTime) -> Action {
       return Resume{f.counter(), f.text("number")};
     }},
    {"return_ticket", [](const Fields& f, UtcTime) -> Action { return ReturnTicket{f.text("number")}; }},
    {"login",
     [](const Fields& f, UtcTime) -> Action {
       return Login{f.counter(), f.text("officer"), f.flag("take_over")};
     }},
    {"call_out_of_order",
     [](const Fields& f, UtcTime) -> Action {
       return CallOutOfOrder{f.counter(), f.text("number"), f.text("reason")};
     }},
    {"serve_direct",
     [](const Fields& f, UtcTime) -> Action {
       return ServeDirect{f.counter(), f.text("service"), f.text_or_empty("class_key"), f.text("reason"), key(f)};
     }},
    {"transfer", transfer},
    {"grant_class",
     [](const Fields& f, UtcTime) -> Action {
       return GrantClass{f.text("number"), f.text("class_key"), f.text("reason")};
     }},
    {"walk_in",
     [](const Fields& f, UtcTime) -> Action {
       return WalkIn{f.text("service"),
                     f.text_or_empty("class_key"),
                     f.text_or_empty("reason"),
                     f.number_if_any<std::uint8_t>("people").value_or(1),
                     key(f),
                     language(f)};
     }},
    {"put_in_line",
     [](const Fields& f, UtcTime) -> Action {
       return PutInLine{f.text("service"), f.text("stage"), f.text_or_empty("to_service"), f.text_or_empty("to_stage"),
                        f.text("reason")};
     }},
    {"open_day", open_day},
    {"pause_hall",
     [](const Fields& f, UtcTime now) -> Action {
       return PauseHall{f.text("reason"), minutes_from(f, now)};
     }},
    {"resume_hall", [](const Fields&, UtcTime) -> Action { return ResumeHall{}; }},
    {"set_notice", set_notice},
    {"end_notice", [](const Fields& f, UtcTime) -> Action { return EndNotice{f.number<std::uint64_t>("notice")}; }},
    {"set_walk_ins", set_walk_ins},
    {"set_last_numbers", [](const Fields& f, UtcTime) -> Action { return SetLastNumbers{time_if_any(f, "at")}; }},
    {"close_day", [](const Fields&, UtcTime) -> Action { return CloseDay{}; }},
};

Make maker(std::string_view name) {
  for (const auto& row : rows) {
    if (row.name == name) {
      return row.make;
    }
  }
  return nullptr;
}

queue::Actor actor(const Fields& fields, bool entrance) {
  auto supervisor = fields.text_or_empty("supervisor");
  auto officer = fields.text_or_empty("officer");
  if (!supervisor.empty()) {
    return {queue::ActorKind::supervisor, std::move(supervisor)};
  }
  if (entrance) {
    return {queue::ActorKind::entrance, "entrance page"};
  }
  return {queue::ActorKind::officer, std::move(officer)};
}

/// "supervisor_user" and "supervisor_pin", which come together.
std::optional<Lent> lent(const Fields& fields) {
  Lent lent{.user = fields.text_or_empty("supervisor_user"), .pin = fields.text_or_empty("supervisor_pin")};
  return lent.user.empty() && lent.pin.empty() ? std::nullopt : std::optional(std::move(lent));
}

template <class T, class Read>
Parsed<T> read(std::string_view text, Read take) {
  boost::system::error_code error;
  const auto document = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !document.is_object()) {
    return BadRequest{"the body is not a JSON object"};
  }
  try {
    return take(Fields(document.get_object()));
  } catch (const Wrong& wrong) {
    return BadRequest{wrong.text};
  }
}

}  // namespace

Parsed<Asked> parse_command(std::string_view text, UtcTime now) {
  return read<Asked>(text, [now](const Fields& fields) {
    const auto name = fields.text("command");
    const auto make = maker(name);
    if (make == nullptr) {
      throw Wrong{fmt::format("there is no command '{}'", name)};
    }
    Asked asked;
    // Every command accepts these fields.
    const bool from_entrance = fields.text_or_empty("desk") == "entrance";
    const bool entrance = name == "walk_in" || from_entrance;
    asked.command = {actor(fields, entrance), make(fields, now)};
    asked.lent = lent(fields);
    asked.counter = fields.number_if_any<CounterId>("counter").value_or(0);
    asked.expect = fields.text_if_any("expect");
    key(fields);
    fields.no_others("'" + name + "'");
    return asked;
  });
}

Parsed<AskedAtEntrance> parse_entrance_request(std::string_view text) {
  return read<AskedAtEntrance>(text, [](const Fields& fields) {
    AskedAtEntrance asked{.request = {}, .lent = lent(fields)};
    EntranceRequest& entry = asked.request;
    entry.picked = fields.number_if_any<BookingId>("booking");
    entry.line = fields.text_or_empty("code");
    if (!entry.picked && entry.line.empty()) {
      throw Wrong{"'code' or 'booking' is missing"};
    }
    entry.people = fields.number_if_any<std::uint8_t>("people").value_or(0);
    entry.class_key = fields.text_or_empty("class_key");
    entry.scanned = fields.flag("scanned");
    if (const auto force = fields.object("force")) {
      entry.force = checkin::Force{force->text_or_empty("supervisor"), force->text("reason")};
      force->no_others("'force'");
    }
    fields.no_others("a check-in");
    return asked;
  });
}

Parsed<LookedFor> parse_looked_for(std::string_view text) {
  return read<LookedFor>(text, [](const Fields& fields) {
    LookedFor looked_for{.name = fields.text_or_empty("name"), .hour = {}};
    if (const auto hour = fields.text_or_empty("hour"); !hour.empty()) {
      looked_for.hour = TimeOfDay::parse(hour);
      if (!looked_for.hour) {
        throw Wrong{"'hour' must be like 08:00"};
      }
    }
    fields.no_others("what is looked for");
    return looked_for;
  });
}

Parsed<ToPrintAgain> parse_print_again(std::string_view text) {
  return read<ToPrintAgain>(text, [](const Fields& fields) {
    ToPrintAgain wanted{.number = fields.text("number")};
    fields.no_others("what to print again");
    return wanted;
  });
}

Parsed<ToShowAgain> parse_show_again(std::string_view text) {
  return read<ToShowAgain>(text, [](const Fields& fields) {
    ToShowAgain wanted{.number = fields.text("number")};
    fields.no_others("what to show again");
    return wanted;
  });
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const auto& row : rows) {
    names.push_back(row.name);
  }
  return names;
}

}  // namespace antrean::web
