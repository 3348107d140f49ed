#include "office_api/office_api.hpp"

#include <algorithm>
#include <cstdint>
#include <set>

#include "json/fields.hpp"

namespace antrean {

using json::Is;

template <class Visit, Is<SlotHours> T>
void fields(Visit& visit, T& slot) {
  visit("start", slot.start);
  visit("end", slot.end);
}

template <class Visit, Is<Companion> T>
void fields(Visit& visit, T& one) {
  visit("name", one.name);
  visit("nik_last4", one.nik_last4);
}

template <class Visit, Is<Booking> T>
void fields(Visit& visit, T& booking) {
  visit("id", booking.id);
  visit("code", booking.code);
  visit("office", booking.office);
  visit("service", booking.service);
  visit("day", booking.day);
  visit("slot", booking.slot);
  visit("party", booking.party);
  visit("name", booking.name);
  visit("nik_last4", booking.nik_last4);
  visit("status", booking.status);
  visit.if_there("language", booking.language);
  visit.if_there("companions", booking.companions);
}

namespace office_api {

template <class Visit, Is<SigningKey> T>
void fields(Visit& visit, T& key) {
  visit("id", key.id);
  visit("public", key.public_key);
}

template <class Visit, Is<Used> T>
void fields(Visit& visit, T& used) {
  visit("booking", used.booking);
  visit("at", used.at);
  visit("numbers", used.numbers);
  visit.if_there("over", used.over);
}

template <class Visit, Is<BookingPage> T>
void fields(Visit& visit, T& page) {
  visit("cursor", page.cursor);
  visit("more", page.more);
  visit("bookings", page.bookings);
  visit.if_there("generation", page.generation);
  visit.if_there("afresh", page.afresh);
  visit.if_there("proofs", page.proofs);
  visit.if_there("used", page.used);
  visit.if_there("keys", page.keys);
  visit.if_there("erased", page.erased);
}

template <class Visit, Is<ReturnedBooking> T>
void fields(Visit& visit, T& returned) {
  visit("proof", returned.proof);
  visit("name", returned.name);
  visit("nik_last4", returned.nik_last4);
  visit("status", returned.status);
  visit.if_there("language", returned.language);
  visit.if_there("companions", returned.companions);
}

template <class Visit, Is<Return> T>
void fields(Visit& visit, T& back) {
  visit("generation", back.generation);
  visit("complete", back.complete);
  visit("bookings", back.bookings);
}

template <class Visit, Is<ReturnAnswer> T>
void fields(Visit& visit, T& answer) {
  visit("kept", answer.kept);
  visit("listed", answer.listed);
}

template <class Visit, Is<Result> T>
void fields(Visit& visit, T& result) {
  visit("booking", result.booking);
  visit("kind", result.kind);
  visit("at", result.at);
  visit.if_there("code", result.code);
  visit.if_there("numbers", result.numbers);
}

template <class Visit, Is<DayReport> T>
void fields(Visit& visit, T& report) {
  visit("day", report.day);
  visit("news", report.news);
  visit("at", report.at);
}

template <class Visit, Is<ResultBatch> T>
void fields(Visit& visit, T& batch) {
  visit("results", batch.results);
  visit.if_there("days", batch.days);
}

template <class Visit, Is<JournalGeneration> T>
void fields(Visit& visit, T& generation) {
  visit("id", generation.id);
  visit("after", generation.after);
  visit.if_there("noticed", generation.noticed);
}

template <class Visit, Is<JournalHead> T>
void fields(Visit& visit, T& head) {
  visit("generation", head.generation);
  visit("seq", head.seq);
  visit("at", head.at);
  visit("hash", head.hash);
  visit.if_there("received", head.received);
}

template <class Visit, Is<JournalHeads> T>
void fields(Visit& visit, T& heads) {
  visit("generations", heads.generations);
  visit("heads", heads.heads);
  visit.if_there("key", heads.key);
  visit.if_there("key_proof", heads.key_proof);
}

template <class Visit, Is<JournalAnswer> T>
void fields(Visit& visit, T& answer) {
  visit("generation", answer.generation);
  visit("seq", answer.seq);
}

template <class Visit, Is<JournalPage> T>
void fields(Visit& visit, T& page) {
  visit("generations", page.generations);
  visit("heads", page.heads);
  visit("more", page.more);
}

template <class Visit, Is<KeyList> T>
void fields(Visit& visit, T& list) {
  visit("keys", list.keys);
}

namespace {

constexpr std::uint8_t largest_party = 5;

bool is_last4(const std::string& text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.empty() || (text.size() == 4 && std::ranges::all_of(text, is_digit));
}

bool are_companions(const std::vector<Companion>& companions) {
  return companions.size() < largest_party && std::ranges::all_of(companions, is_last4, &Companion::nik_last4);
}

bool is_possible(const Booking& booking) {
  return is_last4(booking.nik_last4) && are_companions(booking.companions) && booking.party >= 1 &&
         booking.party <= largest_party && booking.slot.start < booking.slot.end;
}

bool is_hex(const std::string& text, std::size_t digits) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == digits && std::ranges::all_of(text, is_digit);
}

bool is_generation(const JournalGeneration& generation) {
  return is_hex(generation.id, 32) && generation.after <= static_cast<std::uint64_t>(INT64_MAX);
}

bool is_head(const JournalHead& head) {
  return is_hex(head.generation, 32) && is_hex(head.hash, 64) && head.seq > 0 &&
         head.seq <= static_cast<std::uint64_t>(INT64_MAX);
}

/// Rising generations that differ, and heads of these.
bool are_heads(const JournalHeads& said) {
  if (said.generations.empty() || said.generations.size() > most_generations || said.heads.size() > most_heads ||
      !std::ranges::all_of(said.generations, is_generation) ||
      !std::ranges::is_sorted(said.generations, {}, &JournalGeneration::after)) {
    return false;
  }
  std::set<std::string> ids;
  for (const auto& generation : said.generations) {
    if (!ids.insert(generation.id).second) {
      return false;
    }
  }
  return std::ranges::all_of(said.heads,
                             [&](const auto& head) { return is_head(head) && ids.contains(head.generation); });
}

boost::system::error_code bad_message() {
  return boost::system::errc::make_error_code(boost::system::errc::bad_message);
}

}  // namespace

std::string to_json(const BookingPage& page) { return json::write(page); }

boost::system::result<BookingPage> page_from_json(std::string_view text) {
  auto page = json::read<BookingPage>(text, max_body_bytes);
  if (page && (!std::ranges::all_of(page->bookings, is_possible) ||
               (!page->proofs.empty() && page->proofs.size() != page->bookings.size()))) {
    return bad_message();
  }
  return page;
}

std::string to_json(const Return& back) { return json::write(back); }

boost::system::result<Return> return_from_json(std::string_view text) {
  auto back = json::read<Return>(text, max_body_bytes);
  if (back && !std::ranges::all_of(back->bookings, [](const ReturnedBooking& one) {
        return is_last4(one.nik_last4) && are_companions(one.companions);
      })) {
    return bad_message();
  }
  return back;
}

std::string to_json(const ReturnAnswer& answer) { return json::write(answer); }

boost::system::result<ReturnAnswer> return_answer_from_json(std::string_view text) {
  return json::read<ReturnAnswer>(text, max_body_bytes);
}

std::string to_json(const ResultBatch& batch) { return json::write(batch); }

boost::system::result<ResultBatch> batch_from_json(std::string_view text) {
  return json::read<ResultBatch>(text, max_body_bytes);
}

std::string to_json(const KeyList& list) { return json::write(list); }

boost::system::result<KeyList> keys_from_json(std::string_view text) {
  return json::read<KeyList>(text, max_body_bytes);
}

std::string to_json(const JournalHeads& heads) { return json::write(heads); }

boost::system::result<JournalHeads> journal_heads_from_json(std::string_view text) {
  auto said = json::read<JournalHeads>(text, max_body_bytes);
  if (said && !are_heads(*said)) {
    return bad_message();
  }
  return said;
}

std::string to_json(const JournalAnswer& answer) { return json::write(answer); }

boost::system::result<JournalAnswer> journal_answer_from_json(std::string_view text) {
  auto answer = json::read<JournalAnswer>(text, max_body_bytes);
  if (answer && !answer->generation.empty() && !is_hex(answer->generation, 32)) {
    return bad_message();
  }
  return answer;
}

std::string to_json(const JournalPage& page) { return json::write(page); }

boost::system::result<JournalPage> journal_page_from_json(std::string_view text) {
  auto page = json::read<JournalPage>(text, max_body_bytes);
  if (page && (!std::ranges::all_of(page->generations, is_generation) || !std::ranges::all_of(page->heads, is_head))) {
    return bad_message();
  }
  return page;
}

}  // namespace office_api
}  // namespace antrean
