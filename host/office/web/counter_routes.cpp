#include "web/counter_routes.hpp"

#include <charconv>
#include <memory>
#include <utility>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "values/words.hpp"

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

json::value hours(const std::optional<SlotHours>& hour) {
  return or_null(hour, [](const SlotHours& slot) {
    return json::object{{"start", slot.start.text()}, {"end", slot.end.text()}};
  });
}

json::array steps(const std::vector<queue::StepView>& steps) {
  json::array all;
  for (const auto& step : steps) {
    all.push_back(json::object{{"kind", text(word(step.kind))},
                               {"at", to_ms(step.at)},
                               {"by_kind", text(word(step.by_kind))},
                               {"by", text(step.by)},
                               {"counter", step.counter},
                               {"service", text(step.service)},
                               {"stage", text(step.stage)},
                               {"reason", text(step.reason)}});
  }
  return all;
}

json::object person_of(const queue::PersonView& person, const std::optional<Booking>& booking) {
  const auto time = [](UtcTime at) { return to_ms(at); };
  const auto in_the_list = [&](std::string Booking::*field) {
    return booking ? json::value(text((*booking).*field)) : json::value(nullptr);
  };
  return {{"number", text(person.number)},
          {"service", text(person.service)},
          {"stage", text(person.stage)},
          {"class_key", text(person.class_key)},
          {"hour", hours(person.hour)},
          {"people", person.people},
          {"came", to_ms(person.came)},
          {"waits_since", to_ms(person.waits_since)},
          {"called", or_null(person.called, time)},
          {"recalls", person.recalls},
          {"recalled", or_null(person.recalled, time)},
          {"returns", person.returns},
          {"booked", person.booking != 0},
          {"code", text(person.code)},
          {"name", in_the_list(&Booking::name)},
          {"nik_last4", in_the_list(&Booking::nik_last4)},
          {"steps", steps(person.steps)}};
}

json::array waiting_of(const std::vector<queue::WaitingView>& waiting) {
  json::array all;
  all.reserve(waiting.size());
  for (const auto& one : waiting) {
    all.push_back(json::object{{"number", text(one.number)},
                               {"class_key", text(one.class_key)},
                               {"hour", hours(one.hour)},
                               {"since", to_ms(one.since)}});
  }
  return all;
}

Response answer(const json::object& object) {
  auto response = Response::json(json::serialize(object));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

class CounterRoutes {
 public:
  CounterRoutes(CounterPort& counters, const queue::Plan& plan, Staff* staff)
      : counters_(counters), plan_(plan), staff_(staff) {}

  static asio::awaitable<Response> counter(std::shared_ptr<CounterRoutes> self, Request request) {
    auto who = self->allow(request);
    if (auto* refusal = std::get_if<Response>(&who)) {
      co_return std::move(*refusal);
    }
    const auto& asked = request.captures[0];
    CounterId id = 0;
    const auto parsed = std::from_chars(asked.data(), asked.data() + asked.size(), id);
    auto view = parsed.ec == std::errc() && parsed.ptr == asked.data() + asked.size() ? self->counters_.staff_view(id)
                                                                                      : std::nullopt;
    if (!view) {
      co_return Response::problem(404, "no such counter", "there is no counter " + asked);
    }
    std::optional<Booking> booking;
    if (view->person && view->person->booking != 0) {
      booking = co_await self->counters_.booking(view->person->booking, view->person->code);
    }
    const auto& actor = std::get<Allowed>(who).actor;
    json::object officers;
    for (const auto& [counter, officer] : view->officers) {
      officers[std::to_string(counter)] = text(officer);
    }
    json::object told{{"officers", std::move(officers)},
                      {"pause_reason", text(view->pause_reason)},
                      {"next", self->next(view->next)},
                      {"undo", self->undo(id, view->finished, actor)},
                      {"person", or_null(view->person, [&](const auto& one) { return person_of(one, booking); })},
                      {"waiting", waiting_of(view->waiting)}};
    co_return answer(told);
  }

  static asio::awaitable<Response> transfer(std::shared_ptr<CounterRoutes> self, Request request) {
    auto who = self->allow(request);
    if (auto* refusal = std::get_if<Response>(&who)) {
      co_return std::move(*refusal);
    }
    const auto& actor = std::get<Allowed>(who).actor;
    const auto possible = [&](queue::Transfer command) {
      command.number = request.captures[0];
      command.reason = "asked whether it can be";
      return !self->counters_.would_refuse({actor, std::move(command)});
    };
    json::array targets;
    for (const auto& service : self->plan_.settings().services) {
      for (const auto& stage : service.stages) {
        if (possible({.number = {}, .service = service.key, .stage = stage.key, .counter = 0, .reason = {}})) {
          targets.push_back(json::object{{"service", text(service.key)}, {"stage", text(stage.key)}});
        }
      }
    }
    for (const auto& counter : self->plan_.settings().counters) {
      if (possible({.number = {}, .service = {}, .stage = {}, .counter = counter.id, .reason = {}})) {
        targets.push_back(json::object{{"to_counter", counter.id}});
      }
    }
    co_return answer({{"targets", std::move(targets)}});
  }

 private:
  std::variant<Allowed, Response> allow(const Request& request) {
    if (staff_ == nullptr) {
      return Allowed{.actor = {.kind = queue::ActorKind::officer, .name = {}}, .user = {}};
    }
    return staff_->may_see(request, Permission::counter);
  }

  json::value next(const std::string& number) {
    const auto why = number.empty() ? std::nullopt : counters_.why(number);
    return or_null(why, [&](const Bilingual& words) {
      return json::object{{"number", text(number)}, {"id", text(words.id)}, {"en", text(words.en)}};
    });
  }

  json::object undo(CounterId counter, const std::string& number, const queue::Actor& actor) {
    const auto refusal = counters_.would_refuse({actor, queue::UndoFinish{counter}});
    json::object told{{"number", text(number)}, {"reason", ""}, {"id", ""}, {"en", ""}};
    if (refusal) {
      const auto named = with_names(*refusal, plan_);
      const auto zone = plan_.settings().zone;
      told["reason"] = text(word(refusal->reason));
      told["id"] = text(queue::words_id(named, zone));
      told["en"] = text(queue::words_en(named, zone));
    }
    return told;
  }

  CounterPort& counters_;
  const queue::Plan& plan_;
  Staff* staff_;
};

}  // namespace

queue::Refusal with_names(queue::Refusal refusal, const queue::Plan& plan) {
  using queue::Reason;
  const bool about_an_officer = refusal.reason == Reason::not_your_counter || refusal.reason == Reason::counter_taken ||
                                refusal.reason == Reason::officer_elsewhere;
  if (const auto* officer = about_an_officer ? plan.officer(refusal.subject) : nullptr) {
    refusal.subject = officer->name;
  }
  return refusal;
}

void add_counter_routes(http::Server& server, CounterPort& counters, const queue::Plan& plan, Staff* staff) {
  const auto routes = std::make_shared<CounterRoutes>(counters, plan, staff);
  server.route("GET", "/console/counter/{}",
               [routes](Request request) { return CounterRoutes::counter(routes, std::move(request)); });
  server.route("GET", "/console/transfer/{}",
               [routes](Request request) { return CounterRoutes::transfer(routes, std::move(request)); });
}

}  // namespace antrean::web
