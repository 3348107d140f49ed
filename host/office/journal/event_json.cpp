#include "journal/event_json.hpp"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "json/fields.hpp"
#include "queue/event_fields.hpp"
#include "values/words.hpp"

namespace antrean::journal {
namespace {

/// The size of a body is limited by what an office can put into one event. A DayOpened has the measured times
/// of all lines.
constexpr std::size_t max_body_bytes = 1u << 20;

using Body = boost::system::result<queue::EventBody>;

/// What an actor has beside the columns of its row.
struct Circumstances {
  std::string role, machine, officer;
  friend bool operator==(const Circumstances&, const Circumstances&) = default;
};
template <class Visit, json::Is<Circumstances> T>
void fields(Visit& visit, T& it) {
  visit.if_there("role", it.role);
  visit.if_there("machine", it.machine);
  visit.if_there("officer", it.officer);
}
struct InFront {
  Circumstances by;
};
template <class Visit, json::Is<InFront> T>
void fields(Visit& visit, T& it) {
  visit("by", it.by);
}
constexpr std::string_view in_front = R"({"by":)";

template <std::size_t... Index>
Body read_nth(std::size_t wanted, std::string_view text, std::index_sequence<Index...>) {
  Body body = boost::system::errc::make_error_code(boost::system::errc::not_supported);
  const auto read = [&]<std::size_t n>() {
    using Event = std::variant_alternative_t<n, queue::EventBodies>;
    auto event = json::read<Event>(text, max_body_bytes);
    if (event) {
      body = queue::EventBody{std::in_place_index<n>, std::move(*event)};
    } else {
      body = event.error();
    }
  };
  (void)((Index == wanted && (read.template operator()<Index>(), true)) || ...);
  return body;
}

}  // namespace

std::string body_json(const queue::EventBody& body) {
  return std::visit([](const auto& event) { return json::write(event); }, body);
}

std::string row_body(const queue::Event& event) {
  std::string body = body_json(event.body);
  const Circumstances by{.role = event.by.role, .machine = event.by.machine, .officer = event.by.officer};
  if (by == Circumstances{}) {
    return body;
  }
  return std::string(in_front) + json::write(by) + (body == "{}" ? "" : ",") + body.substr(1);
}

Body read_body(std::string_view name, std::string_view text) {
  const auto found = std::find(queue::event_names.begin(), queue::event_names.end(), name);
  return read_nth(static_cast<std::size_t>(found - queue::event_names.begin()), text,
                  std::make_index_sequence<std::variant_size_v<queue::EventBodies>>{});
}

boost::system::result<queue::Event> read_row(const EventRow& row) {
  const auto kind = from_word<queue::ActorKind>(row.who_kind);
  if (!kind) {
    return boost::system::errc::make_error_code(boost::system::errc::not_supported);
  }
  if (row.at < 0 || row.at > json::latest_ms) {
    return boost::system::errc::make_error_code(boost::system::errc::bad_message);
  }
  auto body = read_body(row.name, row.body);
  if (!body) {
    return body.error();
  }
  queue::Actor by{.kind = *kind, .name = std::string{row.who}};
  if (row.body.starts_with(in_front)) {
    auto found = json::read<InFront>(row.body, max_body_bytes);
    if (!found) {
      return found.error();
    }
    by.role = std::move(found->by.role);
    by.machine = std::move(found->by.machine);
    by.officer = std::move(found->by.officer);
  }
  return queue::Event{row.seq, from_ms(row.at), std::move(by), std::move(*body)};
}

std::string event_json(const queue::Event& event) {
  boost::json::object line;
  line["seq"] = event.seq;
  line["at"] = iso_text(event.at);
  line["by"] = boost::json::parse(json::write(event.by));
  const std::string_view name = queue::name_of(event);
  line["event"] = boost::json::string_view{name.data(), name.size()};
  line["body"] = boost::json::parse(body_json(event.body));
  return boost::json::serialize(line);
}

}  // namespace antrean::journal
