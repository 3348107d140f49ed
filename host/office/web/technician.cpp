#include "web/technician.hpp"

#include <memory>
#include <optional>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace antrean::web {

namespace asio = boost::asio;
namespace json = boost::json;
using http::Request;
using http::Response;

namespace {

constexpr std::size_t largest_day_list = 4u << 20;

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }

Response told(const json::value& what) { return Response::json(json::serialize(what)); }

Response not_json() { return Response::problem(400, "not understood", "the body is not a JSON object"); }

class Technician : public std::enable_shared_from_this<Technician> {
 public:
  using Answer = asio::awaitable<Response>;

  explicit Technician(TechnicianSources sources) : sources_(std::move(sources)) {}

  void serve(http::Server& server) {
    add(server, "GET", "/health", &Technician::health);
    add(server, "GET", "/snapshot", &Technician::snapshot);
    add(server, "GET", "/why/{}", &Technician::why);
    add(server, "POST", "/journal-copy", &Technician::copy_journal);
    if (sources_.import_day) {
      add(server, "POST", "/day-list", &Technician::import_day, largest_day_list);
    }
    if (sources_.play_sound) {
      add(server, "POST", "/sound", &Technician::play_sound);
    }
    if (sources_.staff != nullptr) {
      add(server, "GET", "/people", &Technician::people);
      add(server, "POST", "/people", &Technician::administer);
    }
  }

 private:
  using Self = std::shared_ptr<Technician>;

  void add(http::Server& server, const char* method, const char* path, Answer (*answer)(Self, Request),
           std::optional<std::size_t> most_body = std::nullopt) {
    const auto handle = [self = shared_from_this(), answer](Request request) -> Answer {
      if (!request.program) {
        co_return Response::text("404\n", 404);
      }
      co_return co_await answer(self, std::move(request));
    };
    server.route(method, path, handle, most_body);
  }

  void note(const http::Program& program, std::string what, const Response& answer) const {
    sources_.log.done({.person = {},
                       .peer = program.text(),
                       .pid = static_cast<int>(program.pid),
                       .what = std::move(what),
                       .answer = answer.status});
  }

  static Answer health(Self self, Request) {
    const auto health = self->sources_.health();
    co_return Response::json(to_json(health), health.ready() ? 200 : 503);
  }

  static Answer snapshot(Self self, Request) { co_return Response::json(self->sources_.snapshot()); }

  static Answer why(Self self, Request request) {
    const auto why = self->sources_.why(request.captures[0]);
    if (!why) {
      co_return Response::problem(404, "no such number", "today there is no number " + request.captures[0]);
    }
    co_return told(json::object{{"id", text(why->id)}, {"en", text(why->en)}});
  }

  static Answer copy_journal(Self self, Request request) {
    auto answer = answer_of(co_await self->sources_.copy_journal());
    self->note(*request.program, "journal_copy", answer);
    co_return answer;
  }

  static Answer import_day(Self self, Request request) {
    const auto taken = co_await self->sources_.import_day(std::move(request.body));
    auto answer = answer_of(taken);
    self->note(*request.program, "day_list", answer);
    co_return answer;
  }

  static Response answer_of(const DayListTaken& taken) {
    if (!taken.failure.empty()) {
      return Response::problem(503, "not kept", taken.failure);
    }
    if (taken.taken) {
      return told(json::object{{"added", taken.added}, {"changed", taken.changed}, {"same", taken.same}});
    }
    json::array bad;
    for (const auto& row : taken.bad) {
      bad.push_back(json::object{{"line", row.line}, {"id", text(row.why.id)}, {"en", text(row.why.en)}});
    }
    return Response::json(json::serialize(json::object{{"bad", std::move(bad)}, {"more", taken.more_bad}}), 422);
  }

  static Response answer_of(const JournalCopy& copy) {
    if (copy.busy) {
      return Response::problem(409, "one copy at a time", copy.failure);
    }
    if (copy.file.empty()) {
      return Response::problem(503, "not copied", copy.failure);
    }
    return told(json::object{{"file", text(copy.file)}, {"events", copy.events}});
  }

  static Answer play_sound(Self self, Request request) {
    const SoundPlayed sound = self->sources_.play_sound();
    auto answer = sound.played ? told(json::object{{"device", text(sound.device)}})
                               : Response::problem(503, "not played", sound.failure);
    self->note(*request.program, "sound", answer);
    co_return answer;
  }

  static Answer people(Self self, Request) { co_return co_await self->sources_.staff->list_for_command(); }

  static Answer administer(Self self, Request request) {
    boost::system::error_code error;
    const auto asked = json::parse(request.body, error);
    if (error || !asked.is_object()) {
      co_return not_json();
    }
    auto answer = co_await self->sources_.staff->administer(roles_of(*request.program), request.program->text(),
                                                            asked.get_object());
    const auto word = [&asked](const char* key) {
      const auto* value = asked.get_object().if_contains(key);
      return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    self->note(*request.program, "staff " + word("do") + " " + word("user"), answer);
    co_return answer;
  }

  TechnicianSources sources_;
};

}  // namespace

accounts::Roles roles_of(const http::Program& program) {
  using accounts::Role;
  return program.uid == 0 ? accounts::Roles{Role::supervisor, Role::technician} : accounts::Roles{Role::technician};
}

void add_technician_routes(http::Server& server, TechnicianSources sources) {
  std::make_shared<Technician>(std::move(sources))->serve(server);
}

}  // namespace antrean::web
