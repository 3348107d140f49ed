#include "web/person_routes.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "codes/booking_code.hpp"
#include "text/text.hpp"
#include "values/nik.hpp"
#include "web/day_route.hpp"

namespace antrean::portal {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using http::Request;
using http::Response;
using Person = AccessEntry::Person;

constexpr std::size_t most_erasures = 10'000;

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }
json::value time(const std::optional<UtcTime>& at) {
  return at ? json::value(text(iso_text(*at))) : json::value(nullptr);
}

json::object person_of(const Person& person) {
  return {{"booking", person.booking},
          {"person", person.nr == 0 ? "who booked" : "companion " + std::to_string(person.nr)}};
}

json::object booking_of(const PersonBooking& one, const KeepFor& keep) {
  const auto& [stored, nr, held, name, last4] = one;
  const auto& booking = stored.booking;
  const auto until = [&](int days) { return text(booking.day.plus(days).text()); };
  auto told = person_of({booking.id, nr});
  told["state"] = held ? "held" : booking.status == BookingStatus::cancelled ? "cancelled" : "booked";
  told["office"] = text(booking.office);
  told["office_name"] = stored.names ? text(stored.names->office) : text(booking.office);
  told["service"] = text(stored.names ? stored.names->service.en : booking.service);
  told["day"] = text(booking.day.text());
  told["from"] = text(booking.slot.start.text());
  told["to"] = text(booking.slot.end.text());
  told["people"] = booking.party;
  told["name"] = text(name);
  told["name_kept_until"] = until(keep.name_days);
  told["nik"] = "a keyed hash and the last four digits; not the number itself";
  told["nik_last4"] = text(last4);
  told["nik_kept_until"] = until(keep.nik_days);
  if (nr != 0) {
    return told;  // what else there is of this booking is of the person who made it
  }
  told["code"] = text(booking.code);
  told["page"] = "/booking/" + to_hex(stored.token);
  told["mail"] = text(stored.mail);
  told["mail_confirmed"] = stored.contact_confirmed;
  told["contact_kept_until"] = until(keep.contact_days);
  told["language"] = text(stored.language);
  told["booked_at"] = text(iso_text(stored.booked_at));
  told["cancelled_at"] = time(stored.cancelled_at);
  told["checked_in_at"] = time(stored.checked_in_at);
  told["served_at"] = time(stored.served_at);
  told["no_show_at"] = time(stored.no_show_at);
  told["moves"] = stored.moves;
  json::array numbers;
  for (const auto& number : stored.numbers) {
    numbers.push_back(text(number));
  }
  told["numbers"] = std::move(numbers);
  return told;
}

json::object notice_of(const PersonNotice& notice) {
  return {{"booking", notice.booking},
          {"by", text(word(notice.channel))},
          {"what", text(word(notice.kind))},
          {"due", text(iso_text(notice.due))},
          {"sent_at", time(notice.sent_at)},
          {"given_up_at", time(notice.given_up_at)},
          {"came_back_at", time(notice.bounced_at)}};
}

json::array frozen_of(const std::vector<PersonFrozen>& all) {
  json::array frozen;
  for (const auto& one : all) {
    frozen.push_back(json::object{{"why", one.cancelled_late ? "cancelled late" : "did not come"},
                                  {"office", text(one.office)},
                                  {"day", text(one.day.text())},
                                  {"may_book_from", text(iso_text(one.until))}});
  }
  return frozen;
}

json::object day_contact_of(const PersonDayContact& one) {
  return {{"booking", one.booking}, {"by", text(word(one.contact.channel))}, {"address", text(one.contact.address)}};
}

class Persons : public std::enable_shared_from_this<Persons> {
 public:
  explicit Persons(PersonSources sources) : from_(std::move(sources)) {}

  void serve(http::Server& server) {
    add(server, "POST", "/operator/person/export", &Persons::export_person);
    add(server, "POST", "/operator/person/erase", &Persons::erase);
    add(server, "POST", "/operator/person/lift", &Persons::lift);
    add(server, "GET", "/operator/erasures", &Persons::erasures);
    add(server, "GET", "/operator/day", &Persons::day);
  }

 private:
  using Self = std::shared_ptr<Persons>;
  using Answer = asio::awaitable<Response>;

  void add(http::Server& server, const char* method, const char* path, Answer (*answer)(Self, Request)) {
    server.route(method, path, [self = shared_from_this(), answer](Request request) -> Answer {
      if (!request.program) {
        co_return Response::text("404\n", 404);
      }
      std::string failure;
      try {
        co_return co_await answer(self, std::move(request));
      } catch (const std::exception& error) {
        failure = error.what();
      }
      spdlog::error("an operator's request was not done: {}", failure);
      co_return Response::problem(503, "not done", failure);
    });
  }

  asio::awaitable<void> note(AccessKind kind, const Request& request, std::vector<Person> people, std::uint64_t count) {
    if (from_.note) {
      co_await from_.note({.at = from_.clock.now(),
                           .kind = kind,
                           .who = "operator " + request.program->text(),
                           .count = count,
                           .people = std::move(people)});
    }
  }

  struct Asked {
    WhichPerson who;
    bool cancel = false;
  };
  std::variant<Asked, Response> asked_by(const Request& request) const {
    boost::system::error_code error;
    const auto body = json::parse(request.body, error);
    const auto* object = error ? nullptr : body.if_object();
    const auto word = [&](const char* key) {
      const auto* value = object == nullptr ? nullptr : object->if_contains(key);
      return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
    };
    Asked asked;
    const auto nik = word("nik");
    const auto code = word("code");
    if (nik.empty() == code.empty()) {
      return Response::problem(400, "who", "give the NIK or the code of a booking, one of them");
    }
    if (!nik.empty()) {
      Nik parsed;
      const auto today = OfficeDay::of(from_.clock.now(), Zone::wib);
      if (parse_nik(text::clean(nik).value_or(nik), today, parsed, true) != NikProblem::none) {
        return Response::problem(400, "no NIK", "a NIK has 16 digits and begins with the number of a place");
      }
      asked.who.nik = from_.nik_key.hmac(parsed.digits);
    } else {
      const auto scan = codes::read_scan(code, {});
      const auto* typed = std::get_if<codes::Typed>(&scan);
      if (typed == nullptr) {
        return Response::problem(400, "no code", "the code of a booking is like AD-QFJ8BD");
      }
      asked.who.code = typed->code;
    }
    const auto* cancel = object->if_contains("cancel");
    asked.cancel = cancel != nullptr && cancel->is_bool() && cancel->get_bool();
    return asked;
  }

  static Answer export_person(Self self, Request request) {
    auto asked = self->asked_by(request);
    if (auto* no = std::get_if<Response>(&asked)) {
      co_return std::move(*no);
    }
    const auto record = co_await self->from_.data.person(std::get<Asked>(asked).who);
    std::vector<Person> people;
    for (const auto& one : record.bookings) {
      people.push_back({one.stored.booking.id, one.nr});
    }
    co_await self->note(AccessKind::exported, request, people, people.size());
    if (people.empty()) {
      co_return Response::problem(404, "nobody", "nothing is stored of this person, or it was forgotten");
    }
    json::object told{{"made_at", text(iso_text(self->from_.clock.now()))}};
    json::array bookings;
    for (const auto& one : record.bookings) {
      bookings.push_back(booking_of(one, self->from_.keep));
    }
    told["bookings"] = std::move(bookings);
    json::array notices;
    for (const auto& one : record.notices) {
      notices.push_back(notice_of(one));
    }
    told["notices"] = std::move(notices);
    json::array on_the_day;
    for (const auto& one : record.day_contacts) {
      on_the_day.push_back(day_contact_of(one));
    }
    told["told_on_the_day"] = std::move(on_the_day);
    json::array waiting;
    for (const auto& one : record.waiting) {
      waiting.push_back(json::object{{"office", text(one.office)},
                                     {"service", text(one.service)},
                                     {"first", text(one.first.text())},
                                     {"last", text(one.last.text())},
                                     {"mail", text(one.mail)},
                                     {"joined_at", text(iso_text(one.joined_at))}});
    }
    told["waitlists"] = std::move(waiting);
    told["may_not_book"] = frozen_of(record.frozen);
    told["copies"] = self->copies();
    told["looked_at"] = self->looked_at(people);
    co_return Response::json(json::serialize(told));
  }

  /// Until when somebody who is forgotten today may still be in something else.
  json::object copies() const {
    const auto today = OfficeDay::of(from_.clock.now(), Zone::wib);
    const auto until = [&](int days) { return today.plus(days).text(); };
    return {{"portal_backups_until", until(from_.copies.portal_days)},
            {"office_lists_and_backups_until", until(from_.copies.office_days)},
            {"office_journals_until", until(from_.copies.journal_days)},
            {"about",
             "Backups are not changed; they are forgotten by age, and the portal erases again after one is put "
             "back. An office's list has the name and the last four digits. Its journal is never changed: it "
             "has the booking's number, code and queue number, and no name, contact or NIK."}};
  }

  json::array looked_at(const std::vector<Person>& people) const {
    json::array told;
    if (from_.access_log.empty()) {
      return told;
    }
    AccessLog::verify(from_.access_log, from_.nik_key.access_key(), [&](const AccessEntry& entry) {
      const bool about = std::ranges::any_of(entry.people, [&](const Person& one) {
        return std::ranges::find(people, one.booking, &Person::booking) != people.end();
      });
      if (about) {
        told.push_back(
            json::object{{"at", text(iso_text(entry.at))}, {"who", text(entry.who)}, {"what", text(word(entry.kind))}});
      }
    });
    return told;
  }

  static Answer erase(Self self, Request request) {
    auto asked = self->asked_by(request);
    if (auto* no = std::get_if<Response>(&asked)) {
      co_return std::move(*no);
    }
    auto& [who, cancel] = std::get<Asked>(asked);
    EraseOrder order{.who = who, .cancel = cancel, .only_ask = true, .rests_until = {}, .now = self->from_.clock.now()};
    auto would = co_await self->from_.data.erase(order);
    if (const auto* still = std::get_if<StillBooked>(&would)) {
      json::array codes;
      for (const auto& code : still->codes) {
        codes.push_back(text(code));
      }
      co_return Response::json(json::serialize(json::object{{"still_booked", std::move(codes)}}));
    }
    auto& [people, would_offices, would_cancel] = std::get<Erased>(would);
    if (would_offices.empty()) {
      co_return Response::problem(404, "nobody", "nothing is stored of this person, or it was forgotten");
    }
    // First into the log: it is what a database that is put back from a copy learns the erasure from.
    co_await self->note(AccessKind::erased, request, people, people.size());
    order.only_ask = false;
    const auto answer = co_await self->from_.data.erase(order);
    const auto* done = std::get_if<Erased>(&answer);
    if (done == nullptr) {
      co_return Response::problem(409, "not erased", "a booking was made at this moment; ask again");
    }
    const auto& erased = *done;
    json::object told;
    json::array gone;
    for (const auto& one : erased.people) {
      gone.push_back(person_of(one));
    }
    told["erased"] = std::move(gone);
    json::array cancelled;
    for (const auto& code : erased.cancelled) {
      cancelled.push_back(text(code));
    }
    told["cancelled"] = std::move(cancelled);
    json::array offices;
    for (const auto& office : erased.offices) {
      offices.push_back(text(office));
    }
    told["offices"] = std::move(offices);
    told["copies"] = self->copies();
    co_return Response::json(json::serialize(told));
  }

  static Answer lift(Self self, Request request) {
    auto asked = self->asked_by(request);
    if (auto* no = std::get_if<Response>(&asked)) {
      co_return std::move(*no);
    }
    const auto who = std::get<Asked>(asked).who;
    const auto record = co_await self->from_.data.person(who);
    if (record.frozen.empty()) {
      co_return Response::problem(404, "not held", "this person may book; there is nothing to lift");
    }
    std::vector<Person> people;
    for (const auto& one : record.bookings) {
      people.push_back({one.stored.booking.id, one.nr});
    }
    co_await self->note(AccessKind::lifted, request, std::move(people), record.frozen.size());
    const auto lifted = co_await self->from_.data.lift(who);
    co_return Response::json(json::serialize(json::object{{"lifted", frozen_of(lifted)}}));
  }

  static Answer erasures(Self self, Request /*request*/) {
    json::array all;
    for (const auto& one : co_await self->from_.data.erasures(most_erasures)) {
      auto told = person_of(one.person);
      told["office"] = text(one.office);
      told["erased_at"] = text(iso_text(one.at));
      told["confirmed_at"] = time(one.confirmed);
      all.push_back(std::move(told));
    }
    co_return Response::json(json::serialize(all));
  }

  static Answer day(Self self, Request request) {
    auto list = co_await answer_day(request, self->from_.data, self->from_.offices, {}, self->from_.clock.now());
    if (list.response.status == 200) {
      co_await self->note(AccessKind::day_given, request, {}, list.bookings);
    }
    co_return std::move(list.response);
  }

  PersonSources from_;
};

}  // namespace

void add_person_routes(http::Server& server, PersonSources sources) {
  std::make_shared<Persons>(std::move(sources))->serve(server);
}

}  // namespace antrean::portal
