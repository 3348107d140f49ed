// The fields of every event, listed once for all code that writes or reads them (the journal's JSON, the
// export). The functions have the form that base/json needs: visit(key, member). Keys are the names of the
// members.
#pragma once

#include "queue/events.hpp"

namespace antrean::queue {

template <class Visit, Is<Actor> T>
void fields(Visit& visit, T& actor) {
  visit("kind", actor.kind);
  visit("name", actor.name);
  visit.if_there("role", actor.role);
  visit.if_there("machine", actor.machine);
  visit.if_there("officer", actor.officer);
}

template <class Visit, Is<Line> T>
void fields(Visit& visit, T& it) {
  visit("pool", it.pool);
  visit("class_key", it.class_key);
  visit("place", it.position);
}

template <class Visit, Is<Turn> T>
void fields(Visit& visit, T& it) {
  visit("kind", it.kind);
  visit("pool", it.pool);
  visit("class_key", it.class_key);
  visit("pass", it.pass);
  visit("clock", it.clock);
  visit("fills", it.fills);
}

template <class Visit, Is<CalledFrom> T>
void fields(Visit& visit, T& it) {
  visit("pool", it.pool);
  visit("class_key", it.class_key);
}

template <class Visit, Is<LetterUsed> T>
void fields(Visit& visit, T& it) {
  visit("letter", it.letter);
  visit("last", it.last);
}

template <class Visit, Is<NumbersUsed> T>
void fields(Visit& visit, T& it) {
  visit("day", it.day);
  visit("letters", it.letters);
}

template <class Visit, Is<ServiceTimes> T>
void fields(Visit& visit, T& it) {
  visit("pool", it.pool);
  visit("seconds", it.seconds);
}

template <class Visit, Is<AlarmCarried> T>
void fields(Visit& visit, T& it) {
  visit("subject", it.subject);
  visit("text_id", it.text_id);
  visit("text_en", it.text_en);
  visit("since", it.since);
}

template <class Visit, Is<Notice> T>
void fields(Visit& visit, T& it) {
  visit("id", it.id);
  visit("severity", it.severity);
  visit("text_id", it.text_id);
  visit("text_en", it.text_en);
  visit("since", it.since);
  visit("until", it.until);
}

template <class Visit, Is<DayOpened> T>
void fields(Visit& visit, T& it) {
  visit("day", it.day);
  visit("entrance_seq", it.entrance_seq);
  visit("numbers", it.numbers);
  visit("times", it.times);
  visit("alarms", it.alarms);
  visit("reason", it.reason);
  visit.if_there("notices", it.notices);
  visit.if_there("settings", it.settings);
}

template <class Visit, Is<DayClosed> T>
void fields(Visit& visit, T& it) {
  visit("day", it.day);
  visit("issued", it.issued);
  visit("served", it.served);
  visit("no_shows", it.no_shows);
  visit("cancelled", it.cancelled);
  visit("unserved", it.unserved);
}

template <class Visit, Is<ClosedUnserved> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("outcome", it.outcome);
}

template <class Visit, Is<DayClosing> T>
void fields(Visit& visit, T& it) {
  visit("day", it.day);
}

template <class Visit, Is<DayReopened> T>
void fields(Visit& visit, T& it) {
  visit("day", it.day);
  visit("opening", it.opening);
  visit("reason", it.reason);
}

template <class Visit, Is<ClockStepped> T>
void fields(Visit& visit, T& it) {
  visit("back_ms", it.back_ms);
}

template <class Visit, Is<Admitted> T>
void fields(Visit& visit, T& it) {
  visit("booking", it.booking);
  visit("code", it.code);
  visit("service", it.service);
  visit("slot_start", it.slot.start);
  visit("slot_end", it.slot.end);
  visit("standing", it.standing);
  visit("party", it.party);
  visit("people", it.people);
  visit("numbers", it.numbers);
  visit("listed", it.listed);
  visit("forced", it.forced);
  visit("reason", it.reason);
  visit("message_id", it.message_id);
  visit("message_en", it.message_en);
}

template <class Visit, Is<TicketIssued> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("service", it.service);
  visit("stage", it.stage);
  visit("line", it.line);
  visit("booking", it.booking);
  visit("slot", it.slot);
  visit("held_until", it.held_until);
  visit("walk_in", it.walk_in);
  visit("people", it.people);
  visit("reason", it.reason);
  visit("message_id", it.message_id);
  visit("message_en", it.message_en);
  visit("key", it.key);
  visit.if_there("page_key", it.page_key);
  visit.if_there("language", it.language);
}

template <class Visit, Is<ScanAnswered> T>
void fields(Visit& visit, T& it) {
  visit("outcome", it.outcome);
  visit("scanned", it.scanned);
  visit("numbers", it.numbers);
  visit("message_id", it.message_id);
  visit("message_en", it.message_en);
}

template <class Visit, Is<HourCame> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
}

template <class Visit, Is<ClassGranted> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("class_key", it.class_key);
  visit("reason", it.reason);
}

template <class Visit, Is<TicketReturned> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("line", it.line);
}

template <class Visit, Is<TicketCancelled> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
  visit("reason", it.reason);
}

template <class Visit, Is<Called> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
  visit("service", it.service);
  visit("call", it.call);
  visit("turn", it.turn);
  visit("waited_s", it.waited_s);
  visit("reason", it.reason);
  visit("from", it.from);
}

template <class Visit, Is<Recalled> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
  visit("service", it.service);
  visit("call", it.call);
  visit("times", it.times);
}

template <class Visit, Is<ServingStarted> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
}

template <class Visit, Is<ServedDirect> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
  visit("reason", it.reason);
}

template <class Visit, Is<Missed> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
}

template <class Visit, Is<NextStage> T>
void fields(Visit& visit, T& it) {
  visit("stage", it.stage);
  visit("new_number", it.new_number);
  visit("line", it.line);
}

template <class Visit, Is<Finished> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
  visit("service", it.service);
  visit("stage", it.stage);
  visit("pool", it.pool);
  visit("seconds", it.seconds);
  visit("next", it.next);
}

template <class Visit, Is<FinishUndone> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
  visit("service", it.service);
  visit("stage", it.stage);
  visit("pool", it.pool);
  visit("seconds", it.seconds);
  visit("serving", it.serving);
}

template <class Visit, Is<Parked> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
  visit("reason", it.reason);
  visit("until", it.until);
}

template <class Visit, Is<ParkingEnded> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
}

template <class Visit, Is<Resumed> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
}

template <class Visit, Is<CallCancelled> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
  visit("reason", it.reason);
}

template <class Visit, Is<HandedBack> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("counter", it.counter);
}

template <class Visit, Is<Transferred> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("from", it.from);
  visit("to", it.to);
  visit("service", it.service);
  visit("stage", it.stage);
  visit("new_number", it.new_number);
  visit("line", it.line);
  visit("reason", it.reason);
}

template <class Visit, Is<LineReplaced> T>
void fields(Visit& visit, T& it) {
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("service", it.service);
  visit("stage", it.stage);
  visit("line", it.line);
  visit("reason", it.reason);
}

template <class Visit, Is<CounterOpened> T>
void fields(Visit& visit, T& it) {
  visit("counter", it.counter);
}

template <class Visit, Is<CounterPaused> T>
void fields(Visit& visit, T& it) {
  visit("counter", it.counter);
  visit("reason", it.reason);
}

template <class Visit, Is<CounterClosed> T>
void fields(Visit& visit, T& it) {
  visit("counter", it.counter);
}

template <class Visit, Is<LoggedIn> T>
void fields(Visit& visit, T& it) {
  visit("counter", it.counter);
  visit("officer", it.officer);
}

template <class Visit, Is<LoggedOut> T>
void fields(Visit& visit, T& it) {
  visit("counter", it.counter);
  visit("officer", it.officer);
}

template <class Visit, Is<AlarmRaised> T>
void fields(Visit& visit, T& it) {
  visit("subject", it.subject);
  visit("text_id", it.text_id);
  visit("text_en", it.text_en);
}

template <class Visit, Is<AlarmCleared> T>
void fields(Visit& visit, T& it) {
  visit("subject", it.subject);
}

template <class Visit, Is<NumbersSkipped> T>
void fields(Visit& visit, T& it) {
  visit("up_to", it.up_to);
}

template <class Visit, Is<HallPaused> T>
void fields(Visit& visit, T& it) {
  visit("until", it.until);
  visit("reason", it.reason);
}

template <class Visit, Is<HallResumed> T>
void fields(Visit&, T&) {}

template <class Visit, Is<NoticeSet> T>
void fields(Visit& visit, T& it) {
  visit("severity", it.severity);
  visit("text_id", it.text_id);
  visit("text_en", it.text_en);
  visit("until", it.until);
}

template <class Visit, Is<NoticeEnded> T>
void fields(Visit& visit, T& it) {
  visit("notice", it.notice);
}

template <class Visit, Is<WalkInsSet> T>
void fields(Visit& visit, T& it) {
  visit("service", it.service);
  visit("from", it.from);
  visit("quota", it.quota);
}

template <class Visit, Is<LastNumbersSet> T>
void fields(Visit& visit, T& it) {
  visit("at", it.at);
}

template <class Visit, Is<SettingsChanged> T>
void fields(Visit& visit, T& it) {
  visit("digest", it.digest);
  visit("before", it.before);
}

template <class Visit, Is<FeedbackGiven> T>
void fields(Visit& visit, T& it) {
  visit("opening", it.opening);
  visit("ticket", it.ticket);
  visit("number", it.number);
  visit("feedback", it.feedback);
}

}  // namespace antrean::queue
