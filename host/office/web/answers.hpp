// What the office's interfaces answer, as values and their JSON (json/fields.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "json/fields.hpp"
#include "queue/plan.hpp"
#include "values/booking.hpp"
#include "web/office_port.hpp"

namespace antrean::web {

struct DoneEvent {
  std::string event;
  std::uint64_t seq = 0;
  std::string number;  ///< "": of no ticket
};
template <class Visit, json::Is<DoneEvent> T>
void fields(Visit& visit, T& event) {
  visit("event", event.event);
  visit("seq", event.seq);
  visit.if_there("number", event.number);
}

/// Of /health for everybody.
struct Ready {
  bool ready = false;
};
template <class Visit, json::Is<Ready> T>
void fields(Visit& visit, T& it) {
  visit("ready", it.ready);
}

/// Of a command that was done.
struct Done {
  bool done = true;
  std::vector<std::string> numbers;  ///< each once
  std::optional<std::uint64_t> seq;  ///< of the latest event
  bool again = false;                ///< the key was used before, and this is what was done then
  std::vector<DoneEvent> events;
};
template <class Visit, json::Is<Done> T>
void fields(Visit& visit, T& done) {
  visit("done", done.done);
  visit("numbers", done.numbers);
  visit.if_there("seq", done.seq);
  visit.if_there("again", done.again);
  visit("events", done.events);
}
Done what_was_done(const Answer& answer);

/// Of a command that was not.
struct NotDone {
  bool done = false;
  std::string reason;
  Bilingual words;
};
template <class Visit, json::Is<NotDone> T>
void fields(Visit& visit, T& not_done) {
  visit("done", not_done.done);
  visit("reason", not_done.reason);
  visit("id", not_done.words.id);
  visit("en", not_done.words.en);
}

struct Sentence {
  Bilingual words;
};
template <class Visit, json::Is<Sentence> T>
void fields(Visit& visit, T& sentence) {
  visit("id", sentence.words.id);
  visit("en", sentence.words.en);
}

struct OfficersAtCounters {
  std::map<std::string, std::string> officers;  ///< by counter
};
template <class Visit, json::Is<OfficersAtCounters> T>
void fields(Visit& visit, T& at) {
  visit("officers", at.officers);
}

struct CheckedIn {
  EntranceReply reply;
};
template <class Visit, json::Is<CheckedIn> T>
void fields(Visit& visit, T& checked) {
  visit("outcome", checked.reply.outcome);
  visit("id", checked.reply.words.id);
  visit("en", checked.reply.words.en);
  visit("numbers", checked.reply.numbers);
  visit("force_helps", checked.reply.force_helps);
  visit("seq", checked.reply.seq);
}

struct PrinterForClerk {
  PrinterNow now;
};
template <class Visit, json::Is<PrinterForClerk> T>
void fields(Visit& visit, T& printer) {
  visit("well", printer.now.well);
  visit("id", printer.now.words.id);
  visit("en", printer.now.words.en);
  visit("not_printed", printer.now.not_printed);
}

/// {"id":"Sudah masuk pukul 08.12, nomor B012","en":..,"numbers":["B012"],"people":1}
struct BookingIn {
  FoundBooking::In in;
};
template <class Visit, json::Is<BookingIn> T>
void fields(Visit& visit, T& one) {
  visit("id", one.in.words.id);
  visit("en", one.in.words.en);
  visit("numbers", one.in.numbers);
  visit("people", one.in.people);
}
struct BookingForStaff {
  FoundBooking found;
  std::optional<BookingIn> in;
  std::vector<std::string> companions;  ///< the other people of its party, by name
};
template <class Visit, json::Is<BookingForStaff> T>
void fields(Visit& visit, T& one) {
  auto& booking = one.found.booking;
  visit("booking", booking.id);
  visit("code", booking.code);
  visit("name", booking.name);
  visit("found_name", one.found.name);
  visit("companions", one.companions);
  visit("nik_last4", booking.nik_last4);
  visit("service", booking.service);
  visit("start", booking.slot.start);
  visit("end", booking.slot.end);
  visit("party", booking.party);
  visit("status", booking.status);
  visit("in", one.in);
}
struct FoundBookings {
  std::vector<BookingForStaff> found;
};
template <class Visit, json::Is<FoundBookings> T>
void fields(Visit& visit, T& all) {
  visit("found", all.found);
}

/// What the pages offer: counters, officers, services, classes.
struct PlanForPages {
  struct Counter {
    CounterId id = 0;
    std::string name;
  };
  struct Officer {
    std::string key, name;
  };
  struct Stage {
    std::string key, name_id, name_en;
  };
  struct Service {
    std::string key, name_id, name_en, booked_class, walk_in_class;
    bool walk_in = false;
    std::vector<std::string> walk_in_reasons;
    std::vector<Stage> stages;
  };
  struct Class {
    std::string key, name_id, name_en;
    bool granted = false;  ///< nobody has it by booking or walking in
  };
  std::string office, office_name, zone;
  std::uint16_t utc_offset_minutes = 0;
  std::vector<Counter> counters;
  std::vector<Officer> officers;
  std::vector<Service> services;
  std::vector<Class> classes;
  bool login_required = false;
  bool printer = false;  ///< tickets are printed
};
template <class Visit, json::Is<PlanForPages::Counter> T>
void fields(Visit& visit, T& counter) {
  visit("id", counter.id);
  visit("name", counter.name);
}
template <class Visit, json::Is<PlanForPages::Officer> T>
void fields(Visit& visit, T& officer) {
  visit("key", officer.key);
  visit("name", officer.name);
}
template <class Visit, json::Is<PlanForPages::Stage> T>
void fields(Visit& visit, T& stage) {
  visit("key", stage.key);
  visit("name_id", stage.name_id);
  visit("name_en", stage.name_en);
}
template <class Visit, json::Is<PlanForPages::Service> T>
void fields(Visit& visit, T& service) {
  visit("key", service.key);
  visit("name_id", service.name_id);
  visit("name_en", service.name_en);
  visit("booked_class", service.booked_class);
  visit("walk_in_class", service.walk_in_class);
  visit("walk_in", service.walk_in);
  visit("walk_in_reasons", service.walk_in_reasons);
  visit("stages", service.stages);
}
template <class Visit, json::Is<PlanForPages::Class> T>
void fields(Visit& visit, T& one) {
  visit("key", one.key);
  visit("name_id", one.name_id);
  visit("name_en", one.name_en);
  visit("granted", one.granted);
}
template <class Visit, json::Is<PlanForPages> T>
void fields(Visit& visit, T& plan) {
  visit("office", plan.office);
  visit("office_name", plan.office_name);
  visit("utc_offset_minutes", plan.utc_offset_minutes);
  visit("zone", plan.zone);
  visit("counters", plan.counters);
  visit("officers", plan.officers);
  visit("services", plan.services);
  visit("classes", plan.classes);
  visit("login_required", plan.login_required);
  visit("printer", plan.printer);
}
PlanForPages plan_for_pages(const queue::PlanSettings& plan);

/// What the visitor's screen names: services in both languages, the counters where each stage is served, and
/// whom to ask.
struct PlacesForVisitors {
  struct Stage {
    std::string key;
    std::vector<CounterId> counters;  ///< that serve its pool, for whatever class
  };
  struct Service {
    std::string key, name_id, name_en;
    std::vector<Stage> stages;
  };
  std::string office;
  Bilingual ask;
  std::vector<Service> services;
};
template <class Visit, json::Is<PlacesForVisitors::Stage> T>
void fields(Visit& visit, T& stage) {
  visit("key", stage.key);
  visit("counters", stage.counters);
}
template <class Visit, json::Is<PlacesForVisitors::Service> T>
void fields(Visit& visit, T& service) {
  visit("key", service.key);
  visit("name_id", service.name_id);
  visit("name_en", service.name_en);
  visit("stages", service.stages);
}
template <class Visit, json::Is<PlacesForVisitors> T>
void fields(Visit& visit, T& places) {
  visit("office", places.office);
  visit("ask_id", places.ask.id);
  visit("ask_en", places.ask.en);
  visit("services", places.services);
}
PlacesForVisitors places_for_visitors(const queue::PlanSettings& plan, Bilingual ask);

}  // namespace antrean::web
