#include "web/live_routes.hpp"

#include <utility>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "values/words.hpp"
#include "web/live_view.hpp"
#include "web/page.hpp"
#include "web/page_texts.hpp"

namespace antrean::web {

namespace asio = boost::asio;
namespace json = boost::json;
using http::Request;
using http::Response;

namespace {

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }

template <class T>
json::value or_null(const std::optional<T>& value, auto as_json) {
  return value ? json::value(as_json(*value)) : json::value(nullptr);
}
json::value or_null(const std::optional<UtcTime>& value) {
  return or_null(value, [](UtcTime at) { return to_ms(at); });
}

constexpr std::string_view state_words[] = {"unknown", "online", "refusing", "offline", "wrong"};

class LiveRoutes {
 public:
  LiveRoutes(LivePort& live, const queue::Plan& plan, Staff* staff) : live_(live), plan_(plan), staff_(staff) {}

  Response page(const Request& request) const {
    if (staff_ != nullptr && !staff_->who(request)) {
      return not_stored(Response::redirect("/sign-in?to=/live"));
    }
    if (staff_ != nullptr && std::holds_alternative<Response>(staff_->may_see(request, Permission::day))) {
      templates::Dictionary refused;
      refused.text("status", "403");
      refused.text("why", "Peran Anda tidak boleh membuka halaman ini. Your role may not open this page.");
      return not_stored(Response::html(page_of("error.tpl", std::move(refused)), 403));
    }
    templates::Dictionary shown;
    shown.text("office_name", plan_.settings().office_name);
    shown.text("texts", to_json(live_texts()));
    return not_stored(Response::html(page_of("live.tpl", std::move(shown))));
  }

  Response state(const Request& request) const {
    if (staff_ != nullptr) {
      auto who = staff_->may_see(request, Permission::day);
      if (auto* refusal = std::get_if<Response>(&who)) {
        return std::move(*refusal);
      }
    }
    const auto snapshot = live_.snapshot();
    const queue::State& state = live_.state();
    json::object told{{"at", to_ms(live_.now())},
                      {"day", text(state.day.text())},
                      {"open", state.day_state == queue::DayState::open},
                      {"phase", text(word(snapshot->phase))},
                      {"lines", lines(state)},
                      {"counters", counters(*snapshot, state)},
                      {"last_call", or_null(last_call(*snapshot), last_call_json)},
                      {"alarms", alarms(*snapshot)},
                      {"devices", devices()},
                      {"portal", portal()},
                      {"pause", or_null(state.hall_pause, pause_json)},
                      {"notices", notices(state)},
                      {"walk_ins", walk_ins(state)},
                      {"last_numbers", last_numbers(state)}};
    return not_stored(Response::json(json::serialize(told)));
  }

 private:
  static json::object last_call_json(const LastCall& last) {
    return {{"likely", to_ms(last.likely)}, {"late", to_ms(last.late)}, {"unknown", last.unknown}};
  }
  static json::object pause_json(const queue::HallPause& pause) {
    return {{"since", to_ms(pause.since)}, {"until", or_null(pause.until)}, {"reason", text(pause.reason)}};
  }

  /// The name in the settings; of what only the journal knows, the key.
  template <class All>
  static std::string named(const All& all, const std::string& key, Language language) {
    for (const auto& one : all) {
      if (one.key == key) {
        return language == Language::en && !one.name_en.empty() ? one.name_en : one.name_id;
      }
    }
    return key;
  }
  void name_service(json::object& into, const std::string& key) const {
    into["service"] = text(key);
    into["service_id"] = text(named(plan_.settings().services, key, Language::id));
    into["service_en"] = text(named(plan_.settings().services, key, Language::en));
  }

  json::array lines(const queue::State& state) const {
    json::array all;
    for (const WaitingLine& line : waiting_lines(state, plan_, live_.now())) {
      json::object one{{"waiting", line.waiting},
                       {"held", line.held},
                       {"longest", or_null(line.longest)},
                       {"class_id", text(named(plan_.settings().classes, line.class_key, Language::id))},
                       {"class_en", text(named(plan_.settings().classes, line.class_key, Language::en))}};
      name_service(one, line.service);
      all.push_back(std::move(one));
    }
    return all;
  }

  json::array counters(const Snapshot& snapshot, const queue::State& state) const {
    json::array all;
    for (const CounterView& view : snapshot.counters) {
      const queue::Counter* counter = state.counter(view.id);
      const auto* officer = counter == nullptr ? nullptr : plan_.officer(counter->officer);
      const std::string who = officer != nullptr ? officer->name : counter == nullptr ? "" : counter->officer;
      const bool serving = view.phase == TicketPhase::serving;
      const UtcTime started = counter != nullptr && counter->ticket != 0 && serving
                                  ? state.ticket(counter->ticket).started
                                  : view.called_at;
      all.push_back(json::object{{"id", view.id},
                                 {"name", text(view.name)},
                                 {"state", text(word(view.state))},
                                 {"officer", text(who)},
                                 {"number", text(view.number.value_or(""))},
                                 {"phase", text(view.phase ? word(*view.phase) : "")},
                                 {"since", view.number ? to_ms(started) : 0},
                                 {"services", counter == nullptr ? 0 : counter->services},
                                 {"pause_reason", text(counter == nullptr ? "" : counter->pause_reason)}});
    }
    return all;
  }

  static json::array alarms(const Snapshot& snapshot) {
    json::array all;
    for (const AlarmView& alarm : snapshot.alarms) {
      const Bilingual task = task_for(alarm.subject);
      all.push_back(json::object{{"subject", text(alarm.subject)},
                                 {"id", text(alarm.text_id)},
                                 {"en", text(alarm.text_en)},
                                 {"since", to_ms(alarm.since)},
                                 {"task_id", text(task.id)},
                                 {"task_en", text(task.en)}});
    }
    return all;
  }

  json::array devices() const {
    json::array all;
    for (const DeviceHealth& device : live_.devices()) {
      const bool well = device.state == DeviceState::online || device.state == DeviceState::unknown;
      const std::string& en = well ? device.advice : device.last_error;
      const std::string& id = well || device.last_error_id.empty() ? en : device.last_error_id;
      all.push_back(json::object{{"name", text(device.name)},
                                 {"place", text(device.place)},
                                 {"state", text(state_words[static_cast<std::size_t>(device.state)])},
                                 {"text_id", text(id)},
                                 {"text_en", text(en)}});
    }
    return all;
  }

  json::object portal() const {
    const auto trouble = live_.portal_trouble();
    return {{"state", !trouble ? "none" : trouble->empty() ? "well" : "away"}, {"text", text(trouble.value_or(""))}};
  }

  static json::array notices(const queue::State& state) {
    json::array all;
    for (const queue::Notice& notice : state.notices) {
      all.push_back(json::object{{"id", notice.id},
                                 {"severity", text(word(notice.severity))},
                                 {"text_id", text(notice.text_id)},
                                 {"text_en", text(notice.text_en)},
                                 {"until", or_null(notice.until)}});
    }
    return all;
  }

  json::array walk_ins(const queue::State& state) const {
    json::array all;
    const auto number = [](std::uint32_t quota) { return quota; };
    for (const WalkInPart& part : walk_in_parts(state, plan_)) {
      json::object one{{"from", text(part.from.text())},
                       {"to", text(part.to.text())},
                       {"quota", or_null(part.quota, number)},
                       {"today", or_null(part.today, number)},
                       {"used", part.used}};
      name_service(one, part.service);
      all.push_back(std::move(one));
    }
    return all;
  }

  json::object last_numbers(const queue::State& state) const {
    const auto time = [](TimeOfDay at) { return text(at.text()); };
    const queue::DayHours* hours = plan_.hours(state.day);
    return {{"settings", hours == nullptr ? json::value(nullptr) : json::value(time(hours->last_numbers))},
            {"today", or_null(state.last_numbers, time)}};
  }

  LivePort& live_;
  const queue::Plan& plan_;
  Staff* staff_;
};

}  // namespace

void add_live_routes(http::Server& server, LivePort& live, const queue::Plan& plan, Staff* staff) {
  const auto routes = std::make_shared<LiveRoutes>(live, plan, staff);
  server.route("GET", "/live",
               [routes](Request request) -> asio::awaitable<Response> { co_return routes->page(request); });
  server.route("GET", "/live/state",
               [routes](Request request) -> asio::awaitable<Response> { co_return routes->state(request); });
}

}  // namespace antrean::web
