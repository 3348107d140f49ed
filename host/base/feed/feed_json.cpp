#include "feed/feed_json.hpp"

#include <algorithm>
#include <charconv>

#include "json/fields.hpp"

namespace antrean {

using json::Is;

// The key of every field is the name of the member. values/snapshot.hpp documents the feed.

template <class Visit, Is<WaitRange> T>
void fields(Visit& visit, T& wait) {
  visit("low", wait.low);
  visit("likely", wait.likely);
  visit("high", wait.high);
}

template <class Visit, Is<CounterView> T>
void fields(Visit& visit, T& counter) {
  visit("id", counter.id);
  visit("name", counter.name);
  visit("state", counter.state);
  visit("number", counter.number);
  visit("phase", counter.phase);
  visit("call", counter.call);
  visit("called_at", counter.called_at);
  visit("waiting", counter.waiting);
  visit("offer_no_show", counter.offer_no_show);
  visit.if_there("stages", counter.stages);
}

template <class Visit, Is<CallView> T>
void fields(Visit& visit, T& call) {
  visit("call", call.call);
  visit("number", call.number);
  visit("counter", call.counter);
  visit("service", call.service);
  visit("recall", call.recall);
  visit("at", call.at);
  visit.if_there("stage", call.stage);
  visit.if_there("language", call.language);
}

template <class Visit, Is<SlotWaitView> T>
void fields(Visit& visit, T& slot) {
  visit("start", slot.start);
  visit("wait", slot.wait);
}

template <class Visit, Is<StageView> T>
void fields(Visit& visit, T& stage) {
  visit("key", stage.key);
  visit("name", stage.name);
  visit("name_en", stage.name_en);
  visit("waiting", stage.waiting);
}

template <class Visit, Is<ServiceView> T>
void fields(Visit& visit, T& service) {
  visit("key", service.key);
  visit("name", service.name);
  visit("letter", service.letter);
  visit("waiting", service.waiting);
  visit("wait", service.wait);
  visit("slots", service.slots);
  visit.if_there("name_en", service.name_en);
  visit.if_there("stages", service.stages);
}

template <class Visit, Is<TicketView> T>
void fields(Visit& visit, T& ticket) {
  visit("number", ticket.number);
  visit("was", ticket.was);
  visit("service", ticket.service);
  visit("stage", ticket.stage);
  visit("phase", ticket.phase);
  visit("counter", ticket.counter);
  visit("ahead", ticket.ahead);
  visit("wait", ticket.wait);
  visit("until", ticket.until);
  visit.if_there("language", ticket.language);
}

template <class Visit, class T>
void answer_fields(Visit& visit, T& answer) {
  visit("seq", answer.seq);
  visit("outcome", answer.outcome);
  visit("numbers", answer.numbers);
  visit("message_id", answer.message_id);
  visit("message_en", answer.message_en);
  visit("at", answer.at);
}

template <class Visit, Is<EntranceAnswer> T>
void fields(Visit& visit, T& answer) {
  answer_fields(visit, answer);
}

template <class Visit, Is<EntranceView> T>
void fields(Visit& visit, T& entrance) {
  answer_fields(visit, entrance);
  if constexpr (std::is_const_v<T>) {
    visit("before", entrance.before);
  } else {
    // An office of an earlier release does not send it.
    std::optional<std::vector<EntranceAnswer>> before;
    visit("before", before);
    entrance.before = std::move(before).value_or(std::vector<EntranceAnswer>{});
  }
  visit("notice", entrance.notice);
}

template <class Visit, Is<AlarmView> T>
void fields(Visit& visit, T& alarm) {
  visit("subject", alarm.subject);
  visit("text_id", alarm.text_id);
  visit("text_en", alarm.text_en);
  visit("since", alarm.since);
}

template <class Visit, Is<NoticeView> T>
void fields(Visit& visit, T& notice) {
  visit("severity", notice.severity);
  visit("text_id", notice.text_id);
  visit("text_en", notice.text_en);
  visit("since", notice.since);
  visit("until", notice.until);
}

template <class Visit, Is<Snapshot> T>
void fields(Visit& visit, T& snapshot) {
  visit("version", snapshot.version);
  visit("journal_seq", snapshot.journal_seq);
  visit("office", snapshot.office);
  visit("office_name", snapshot.office_name);
  visit("zone", snapshot.zone);
  visit("day", snapshot.day);
  visit("phase", snapshot.phase);
  visit("at", snapshot.at);
  visit("counters", snapshot.counters);
  visit("calls", snapshot.calls);
  visit("services", snapshot.services);
  visit("tickets", snapshot.tickets);
  visit("entrance", snapshot.entrance);
  visit("alarms", snapshot.alarms);
  visit("running_text", snapshot.running_text);
  visit.if_there("on_phones", snapshot.on_phones);
  visit.if_there("opens_next", snapshot.opens_next);
  visit.if_there("break_until", snapshot.break_until);
  visit.if_there("notices", snapshot.notices);
}

namespace feed {

namespace {

constexpr std::string_view sent_key = "{\"sent\":";
constexpr std::string_view speaks = "\"speaking\":true,";
constexpr std::string_view silent = "\"speaking\":false,";

/// The digits after the key, and the text that follows them.
struct Opening {
  std::string_view digits;
  std::string_view rest;
};
std::optional<Opening> opening_of(std::string_view message) {
  if (!message.starts_with(sent_key)) {
    return std::nullopt;
  }
  message.remove_prefix(sent_key.size());
  const std::size_t end = std::min(message.find_first_not_of("0123456789"), message.size());
  return Opening{message.substr(0, end), message.substr(end)};
}

}  // namespace

std::string opening(UtcTime sent, std::optional<bool> speaking) {
  std::string text = std::string(sent_key) + std::to_string(sent.time_since_epoch().count()) + ',';
  if (speaking) {
    text += *speaking ? speaks : silent;
  }
  return text;
}

std::string beat(UtcTime sent) {
  std::string text = opening(sent);
  text.back() = '}';
  return text;
}

std::string without_opening(std::string document) { return document.erase(0, 1); }

std::optional<UtcTime> sent(std::string_view message) {
  const auto found = opening_of(message);
  std::int64_t milliseconds = 0;
  if (!found || found->digits.empty() ||
      std::from_chars(found->digits.begin(), found->digits.end(), milliseconds).ec != std::errc{}) {
    return std::nullopt;
  }
  return UtcTime{Milliseconds{milliseconds}};
}

std::optional<bool> speaking(std::string_view message) {
  const auto found = opening_of(message);
  if (!found || !found->rest.starts_with(',')) {
    return std::nullopt;
  }
  const std::string_view rest = found->rest.substr(1);
  return rest.starts_with(speaks)   ? std::optional(true)
         : rest.starts_with(silent) ? std::optional(false)
                                    : std::nullopt;
}

bool is_beat(std::string_view message) {
  const auto found = opening_of(message);
  return found && !found->digits.empty() && found->rest == "}";
}

std::string to_json(const Snapshot& snapshot) { return json::write(snapshot); }

boost::system::result<Snapshot> from_json(std::string_view text) { return json::read<Snapshot>(text, max_bytes); }

}  // namespace feed
}  // namespace antrean
