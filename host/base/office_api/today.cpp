#include "office_api/today.hpp"

#include <algorithm>
#include <set>

#include "json/fields.hpp"
#include "office_api/office_api.hpp"

namespace antrean {

using json::Is;

template <class Visit, Is<WaitRange> T>
void fields(Visit& visit, T& wait) {
  visit("low", wait.low);
  visit("likely", wait.likely);
  visit("high", wait.high);
}

template <class Visit, Is<Bilingual> T>
void fields(Visit& visit, T& text) {
  visit("id", text.id);
  visit("en", text.en);
}

namespace office_api {

// A ticket says only what it has: most of them say little, and there are many.
template <class Visit, Is<TodayTicket> T>
void fields(Visit& visit, T& ticket) {
  visit("key", ticket.key);
  visit("number", ticket.number);
  visit.if_there("was", ticket.was);
  visit("service", ticket.service);
  visit("state", ticket.state);
  visit.if_there("ahead", ticket.ahead);
  visit.if_there("wait", ticket.wait);
  visit.if_there("until", ticket.until);
  visit.if_there("counter", ticket.counter);
  visit.if_there("call", ticket.call);
  visit.if_there("booking", ticket.booking);
  visit.if_there("code", ticket.code);
  visit.if_there("feedback_until", ticket.feedback_until);
  visit.if_there("feedback", ticket.feedback);
}

template <class Visit, Is<TodayService> T>
void fields(Visit& visit, T& service) {
  visit("key", service.key);
  visit("name", service.name);
  visit("waiting", service.waiting);
  visit.if_there("wait", service.wait);
}

template <class Visit, Is<TodayCall> T>
void fields(Visit& visit, T& call) {
  visit("number", call.number);
  visit("counter", call.counter);
  visit("service", call.service);
  visit("at", call.at);
}

template <class Visit, Is<TodayNotice> T>
void fields(Visit& visit, T& notice) {
  visit("severity", notice.severity);
  visit("text", notice.text);
  visit.if_there("until", notice.until);
}

template <class Visit, Is<TodayFeedback> T>
void fields(Visit& visit, T& said) {
  visit("key", said.key);
  visit("feedback", said.feedback);
}

template <class Visit, Is<Today> T>
void fields(Visit& visit, T& today) {
  visit("sender", today.sender);
  visit("seq", today.seq);
  visit("after", today.after);
  visit("run", today.run);
  visit("day", today.day);
  visit("phase", today.phase);
  visit("services", today.services);
  visit("calls", today.calls);
  visit("tickets", today.tickets);
  visit.if_there("notices", today.notices);
  visit.if_there("goes_on_at", today.goes_on_at);
  visit.if_there("feedback_taken", today.feedback_taken);
}

template <class Visit, Is<TodayAnswer> T>
void fields(Visit& visit, T& answer) {
  visit("run", answer.run);
  visit("my_number", answer.my_number);
  visit.if_there("feedback", answer.feedback);
}

namespace {

constexpr std::size_t key_digits = 24;
constexpr std::size_t id_digits = 32;
constexpr std::size_t longest_text = 200;
constexpr std::size_t longest_notice = 600;

bool is_hex(std::string_view text, std::size_t digits) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == digits && std::ranges::all_of(text, is_digit);
}

bool is_id_or_empty(std::string_view text) { return text.empty() || is_hex(text, id_digits); }

bool short_enough(const std::string& text) { return text.size() <= longest_text; }

bool is_possible(const TodayTicket& ticket) {
  return is_page_key(ticket.key) && !ticket.number.empty() && short_enough(ticket.number) && short_enough(ticket.was) &&
         short_enough(ticket.service) && short_enough(ticket.counter) && short_enough(ticket.code);
}

bool is_possible(const TodayService& service) {
  return short_enough(service.key) && short_enough(service.name.id) && short_enough(service.name.en);
}

bool is_possible(const TodayCall& call) {
  return short_enough(call.number) && short_enough(call.counter) && short_enough(call.service);
}

bool is_possible(const TodayNotice& notice) {
  return !notice.text.id.empty() && notice.text.id.size() <= longest_notice && notice.text.en.size() <= longest_notice;
}

bool is_possible(const TodayFeedback& said) { return is_page_key(said.key); }

bool is_possible(const Today& today) {
  const auto possible = [](const auto& one) { return is_possible(one); };
  if (!is_hex(today.sender, id_digits) || !is_id_or_empty(today.run) || today.seq == 0 || today.after >= today.seq ||
      today.services.size() > most_today_services || today.calls.size() > most_today_calls ||
      today.tickets.size() > most_today_tickets || !std::ranges::all_of(today.services, possible) ||
      !std::ranges::all_of(today.calls, possible) || !std::ranges::all_of(today.tickets, possible) ||
      today.notices.size() > most_today_notices || !std::ranges::all_of(today.notices, possible) ||
      today.feedback_taken.size() > most_today_feedback || !std::ranges::all_of(today.feedback_taken, is_page_key)) {
    return false;
  }
  std::set<std::string_view> keys;
  return std::ranges::all_of(today.tickets, [&](const TodayTicket& one) { return keys.insert(one.key).second; });
}

bool is_possible(const TodayAnswer& answer) {
  const std::string& address = answer.my_number;
  return is_hex(answer.run, id_digits) && (address.starts_with("https://") || address.starts_with("http://")) &&
         address.size() <= longest_address && answer.feedback.size() <= most_today_feedback &&
         std::ranges::all_of(answer.feedback, [](const TodayFeedback& one) { return is_possible(one); }) &&
         std::ranges::all_of(address, [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\'; });
}

template <class T>
boost::system::result<T> read(std::string_view text) {
  auto value = json::read<T>(text, max_body_bytes);
  if (value && !is_possible(*value)) {
    return boost::system::errc::make_error_code(boost::system::errc::bad_message);
  }
  return value;
}

}  // namespace

bool is_page_key(std::string_view text) { return is_hex(text, key_digits); }

std::string to_json(const Today& today) { return json::write(today); }
boost::system::result<Today> today_from_json(std::string_view text) { return read<Today>(text); }
std::string to_json(const TodayAnswer& answer) { return json::write(answer); }
boost::system::result<TodayAnswer> today_answer_from_json(std::string_view text) { return read<TodayAnswer>(text); }

}  // namespace office_api
}  // namespace antrean
