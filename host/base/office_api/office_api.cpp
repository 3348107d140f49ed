#include "office_api/office_api.hpp"

#include <algorithm>

#include "json/fields.hpp"

namespace antrean {

using json::Is;

template <class Visit, Is<SlotHours> T>
void fields(Visit& visit, T& slot) {
  visit("start", slot.start);
  visit("end", slot.end);
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
}

namespace office_api {

template <class Visit, Is<BookingPage> T>
void fields(Visit& visit, T& page) {
  visit("cursor", page.cursor);
  visit("more", page.more);
  visit("bookings", page.bookings);
}

template <class Visit, Is<Result> T>
void fields(Visit& visit, T& result) {
  visit("booking", result.booking);
  visit("kind", result.kind);
  visit("at", result.at);
}

template <class Visit, Is<ResultBatch> T>
void fields(Visit& visit, T& batch) {
  visit("results", batch.results);
}

template <class Visit, Is<SigningKey> T>
void fields(Visit& visit, T& key) {
  visit("id", key.id);
  visit("public", key.public_key);
}

template <class Visit, Is<KeyList> T>
void fields(Visit& visit, T& list) {
  visit("keys", list.keys);
}

namespace {

constexpr std::uint8_t largest_party = 5;

bool is_possible(const Booking& booking) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool nik =
      booking.nik_last4.empty() || (booking.nik_last4.size() == 4 && std::ranges::all_of(booking.nik_last4, is_digit));
  return nik && booking.party >= 1 && booking.party <= largest_party && booking.slot.start < booking.slot.end;
}

}  // namespace

std::string to_json(const BookingPage& page) { return json::write(page); }

boost::system::result<BookingPage> page_from_json(std::string_view text) {
  auto page = json::read<BookingPage>(text, max_body_bytes);
  if (page && !std::ranges::all_of(page->bookings, is_possible)) {
    return boost::system::errc::make_error_code(boost::system::errc::bad_message);
  }
  return page;
}

std::string to_json(const ResultBatch& batch) { return json::write(batch); }

boost::system::result<ResultBatch> batch_from_json(std::string_view text) {
  return json::read<ResultBatch>(text, max_body_bytes);
}

std::string to_json(const KeyList& list) { return json::write(list); }

boost::system::result<KeyList> keys_from_json(std::string_view text) {
  return json::read<KeyList>(text, max_body_bytes);
}

}  // namespace office_api
}  // namespace antrean
