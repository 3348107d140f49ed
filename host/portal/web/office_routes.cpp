#include "web/office_routes.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include <boost/json.hpp>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include "web/day_route.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t least_token = 32;
constexpr std::size_t most_limit = 500;
constexpr std::size_t usual_limit = 200;
// so that the longest bookings with their proofs still fit the largest body
constexpr std::size_t largest_page = 300;
constexpr std::size_t longest_generation = 64;
constexpr std::size_t longest_key = 64;
constexpr std::size_t longest_program = 60;
constexpr std::size_t most_heads_asked = 1000;  // fits the largest body with 100 generations
constexpr std::size_t usual_heads_asked = 500;

std::array<std::uint8_t, 32> hash(std::string_view text) {
  std::array<std::uint8_t, 32> digest{};
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  return digest;
}

std::string hash_text(std::string_view text) {
  const auto digest = hash(text);
  std::string hex(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  hex.pop_back();
  return hex;
}

/// The number in a query parameter; `fallback` if it is absent, nothing if it is not a number.
std::optional<std::uint64_t> number(const http::Request& request, const std::string& name, std::uint64_t fallback) {
  const auto it = request.query.find(name);
  if (it == request.query.end()) {
    return fallback;
  }
  std::uint64_t value = 0;
  const auto* end = it->second.data() + it->second.size();
  const auto [stop, error] = std::from_chars(it->second.data(), end, value);
  if (error != std::errc{} || stop != end || it->second.empty()) {
    return std::nullopt;
  }
  return value;
}

bool is_idempotency_key(std::string_view key) {
  return !key.empty() && key.size() <= longest_key && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

http::Response bad_request(std::string_view detail) { return http::Response::problem(400, "bad request", detail); }

}  // namespace

OfficeTokens::OfficeTokens(const std::map<std::string, std::string>& token_by_office) {
  for (const auto& [office, token] : token_by_office) {
    if (token.size() < least_token) {
      throw std::runtime_error("the token of office " + office + " has fewer than " + std::to_string(least_token) +
                               " characters; make one with: antrean-portal secret FILE");
    }
    const auto digest = hash(token);
    for (const auto& [other, known] : hashes_) {
      if (known == digest) {
        throw std::runtime_error("offices " + other + " and " + office + " have the same token");
      }
    }
    hashes_.emplace_back(office, digest);
  }
}

std::string OfficeTokens::office_of(std::string_view token) const {
  const auto digest = hash(token);
  std::string found;
  for (const auto& [office, known] : hashes_) {
    if (sodium_memcmp(known.data(), digest.data(), digest.size()) == 0) {
      found = office;
    }
  }
  return found;
}

OfficeRoutes::OfficeRoutes(Store& store, const OfficeTokens& tokens, const SigningKeys& keys, const Offices& offices,
                           const process::Clock& clock, DayBoard& day, std::string my_number)
    : store_(store),
      tokens_(tokens),
      keys_(keys),
      offices_(offices),
      clock_(clock),
      day_(day),
      my_number_(std::move(my_number)) {}

void OfficeRoutes::serve(http::Server& server) {
  const auto route = [&](const char* method, const char* path, Handler handler) {
    server.route(method, path, [this, handler](http::Request request) { return guarded(std::move(request), handler); });
  };
  route("GET", "/office/v1/bookings", &OfficeRoutes::bookings);
  route("POST", "/office/v1/bookings", &OfficeRoutes::take_back);
  route("POST", "/office/v1/results", &OfficeRoutes::results);
  route("GET", "/office/v1/keys", &OfficeRoutes::keys);
  route("POST", "/office/v1/journal", &OfficeRoutes::journal);
  route("GET", "/office/v1/journal", &OfficeRoutes::held_journal);
  route("PUT", "/office/v1/today", &OfficeRoutes::today);
  if (data_ != nullptr) {
    route("GET", "/office/v1/day", &OfficeRoutes::day);
  }
}

OfficeRoutes::Answer OfficeRoutes::guarded(http::Request request, Handler handler) {
  constexpr std::string_view scheme = "Bearer ";
  const auto authorization = request.header("Authorization");
  const auto office =
      authorization.starts_with(scheme) ? tokens_.office_of(authorization.substr(scheme.size())) : std::string{};
  if (office.empty()) {
    auto response = http::Response::problem(401, "unknown office", "send the office's token as Authorization: Bearer");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    co_return response;
  }
  if (const auto* of = offices_.find(office);
      of != nullptr && of->last_day &&
      OfficeDay::of(clock_.now(), of->zone) > of->last_day->plus(token_days_after_last)) {
    co_return http::Response::problem(401, "closed office",
                                      "this office is closed for good since " + of->last_day->text() +
                                          "; its token has ended. The directorate's pages can set another last day");
  }
  contacts_unkept_.insert(office);
  contacts_[office] = {clock_.now(), std::string{request.header("User-Agent").substr(0, longest_program)}};
  if (!rate_limiter_.take(office, clock_.monotonic())) {
    auto response = http::Response::problem(429, "slow down", "more requests than an office needs; wait a second");
    response.headers.emplace_back("Retry-After", "1");
    co_return response;
  }
  if (request.body.size() > office_api::max_body_bytes) {
    co_return http::Response::problem(413, "body too large", "at most 256 KiB; send fewer results at a time");
  }
  try {
    co_return co_await (this->*handler)(std::move(request), office);
  } catch (const std::exception& failure) {
    spdlog::error("office {}: request failed: {}", office, failure.what());
  }
  co_return http::Response::problem(503, "not done", "nothing was changed; send the same again later");
}

std::vector<OfficeContact> OfficeRoutes::take_new_contacts() {
  std::vector<OfficeContact> taken;
  for (const auto& office : std::exchange(contacts_unkept_, {})) {
    const auto& contact = contacts_.at(office);
    taken.push_back({.office = office, .at = contact.at, .program = contact.program});
  }
  return taken;
}

OfficeRoutes::Answer OfficeRoutes::bookings(http::Request request, std::string office) {
  const auto cursor = number(request, "cursor", 0);
  const auto limit = number(request, "limit", usual_limit);
  if (!cursor) {
    co_return bad_request("cursor must be a whole number, as the last answer gave it");
  }
  if (!limit || *limit < 1 || *limit > most_limit) {
    co_return bad_request("limit must be a whole number from 1 to 500");
  }
  std::string generation = request.asked("generation");
  if (generation.size() > longest_generation) {
    co_return bad_request("generation must be as the last answer gave it");
  }
  auto most = std::min(static_cast<std::size_t>(*limit), largest_page);
  auto body = co_await page_of(office, generation, *cursor, most);
  // Names of parties can be long.
  while (body.size() > office_api::max_body_bytes && most > 1) {
    most /= 2;
    body = co_await page_of(office, generation, *cursor, most);
  }
  co_return http::Response::json(std::move(body));
}

boost::asio::awaitable<std::string> OfficeRoutes::page_of(std::string office, std::string generation,
                                                          std::uint64_t cursor, std::size_t most) {
  auto page = co_await store_.pull(office, std::move(generation), cursor, most, clock_.now());
  for (const auto& booking : page.bookings) {
    std::string proof;
    try {
      const bool erased = std::ranges::find(page.erased, booking.id) != page.erased.end();
      proof = erased ? std::string{} : qr_text(booking, keys_);
    } catch (const std::invalid_argument& failure) {
      spdlog::error("office {}: {} has no signed code: {}", office, booking.code, failure.what());
    }
    page.proofs.push_back(std::move(proof));
  }
  page.keys = key_list();
  if (!page.bookings.empty()) {
    co_await note(AccessKind::pulled, office, page.bookings.size());
  }
  co_return office_api::to_json(page);
}

int OfficeRoutes::quota_of(const Booking& booking) const {
  const auto* office = offices_.find(booking.office);
  if (office == nullptr) {
    return 0;
  }
  const auto slots = offices_.slots_on(*office, booking.service, booking.day);
  const auto slot =
      std::ranges::find(slots, booking.slot.start, [](const OfferedSlot& one) { return one.hours.start; });
  return slot == slots.end() ? 0 : slot->quota;
}

OfficeRoutes::Answer OfficeRoutes::take_back(http::Request request, std::string office) {
  auto back = office_api::return_from_json(request.body);
  if (!back) {
    co_return bad_request("the body is not a list of bookings given back: " + back.error().message());
  }
  const auto now = clock_.now();
  office_api::ReturnAnswer told;
  std::vector<Returned> returned;
  for (auto& one : back->bookings) {
    auto booking = booking_of_qr(one.proof, keys_);
    if (!booking || booking->office != office) {
      co_await store_.list(office, one.proof.substr(0, codes::qr_characters),
                           "given back, but its signed code is not ours", now);
      told.listed.push_back(one.proof);
      continue;
    }
    booking->name = std::move(one.name);
    booking->nik_last4 = std::move(one.nik_last4);
    booking->status = one.status;
    booking->language = one.language;
    booking->companions = std::move(one.companions);
    const int quota = quota_of(*booking);
    returned.push_back({std::move(*booking), random_key(), random_key(), quota});
  }
  auto answer = co_await store_.take_back(std::move(office), std::move(back->generation), std::move(returned),
                                          back->complete, now);
  auto* taken = std::get_if<TakenBack>(&answer);
  if (taken == nullptr) {
    co_return http::Response::problem(409, "other generation", "pull the bookings first; they are given afresh");
  }
  told.kept = static_cast<std::uint32_t>(taken->kept);
  told.listed.insert(told.listed.end(), taken->listed.begin(), taken->listed.end());
  co_return http::Response::json(office_api::to_json(told));
}

OfficeRoutes::Answer OfficeRoutes::results(http::Request request, std::string office) {
  std::string key{request.header("Idempotency-Key")};
  if (!is_idempotency_key(key)) {
    co_return bad_request("Idempotency-Key must be 1 to 64 of A-Z, a-z, 0-9 and '-'");
  }
  auto batch = office_api::batch_from_json(request.body);
  if (!batch) {
    co_return bad_request("the body is not a batch of results: " + batch.error().message());
  }
  const auto answer = co_await store_.apply(std::move(office), std::move(key), hash_text(request.body),
                                            std::move(*batch), offices_.rules().absent_freeze_days, clock_.now());
  if (std::holds_alternative<ResultsLater>(answer)) {
    auto response = http::Response::problem(503, "pull first",
                                            "this portal was put back from a copy; pull the bookings and give back "
                                            "what it does not have any more, then send the same again");
    response.headers.emplace_back("Retry-After", "5");
    co_return response;
  }
  if (std::holds_alternative<ResultsKeyReused>(answer)) {
    co_return http::Response::problem(422, "key used", "this Idempotency-Key came before with another body");
  }
  const auto& accepted = std::get<ResultsAccepted>(answer);
  const boost::json::object told{{"accepted", accepted.count}, {"listed", accepted.listed}};
  co_return http::Response::json(boost::json::serialize(told));
}

std::vector<office_api::SigningKey> OfficeRoutes::key_list() const {
  std::vector<office_api::SigningKey> list;
  for (const auto& [id, secret] : keys_.secret) {
    list.push_back({id, codes::to_text(keys_.public_key(id))});
  }
  return list;
}

OfficeRoutes::Answer OfficeRoutes::keys(http::Request /*request*/, std::string /*office*/) {
  co_return http::Response::json(office_api::to_json(office_api::KeyList{key_list()}));
}

OfficeRoutes::Answer OfficeRoutes::journal(http::Request request, std::string office) {
  auto said = office_api::journal_heads_from_json(request.body);
  if (!said) {
    co_return bad_request("the body does not say how far a journal has come: " + said.error().message());
  }
  if (auto refused = co_await keep_key(office, std::move(said->key), std::move(said->key_proof))) {
    co_return std::move(*refused);
  }
  const auto answer = co_await store_.keep_heads(std::move(office), std::move(*said), clock_.now());
  if (const auto* other = std::get_if<HeadsContradict>(&answer)) {
    co_return http::Response::problem(409, "another past",
                                      "event " + std::to_string(other->seq) +
                                          " of this journal was told with another hash before; compare them with: "
                                          "antrean verify, at the office");
  }
  if (std::holds_alternative<HeadsTooMany>(answer)) {
    auto response = http::Response::problem(429, "slow down", "more heads or generations than a journal has");
    response.headers.emplace_back("Retry-After", "600");
    co_return response;
  }
  co_return http::Response::json(office_api::to_json(std::get<HeadsKept>(answer).known));
}

boost::asio::awaitable<std::optional<http::Response>> OfficeRoutes::keep_key(std::string office, std::string key,
                                                                             std::string proof) {
  if (key.empty() || facts_ == nullptr) {
    co_return std::nullopt;
  }
  const auto known = key_kept_.find(office);
  if (known != key_kept_.end() && known->second == key) {
    co_return std::nullopt;
  }
  const auto read = codes::public_key_from_text(key);
  if (!read || !codes::is_proof(office, *read, proof)) {
    co_return bad_request("the office's key is not one, or its proof is not by this key and of this office");
  }
  const auto kept = co_await facts_->keep_key({.office = office, .key = key, .now = clock_.now()});
  if (kept.too_many) {
    auto response = http::Response::problem(429, "slow down", "more keys than an office ever has");
    response.headers.emplace_back("Retry-After", "600");
    co_return response;
  }
  if (kept.is_another) {
    spdlog::warn(
        "office {}: it signs exports by another key than before, {}; the directorate's page of the office "
        "says so until somebody there has said why",
        office, codes::fingerprint(*read));
  } else if (kept.is_new) {
    spdlog::info("office {}: it signs exports by the key {}", office, codes::fingerprint(*read));
  }
  key_kept_[office] = std::move(key);
  co_return std::nullopt;
}

boost::asio::awaitable<void> OfficeRoutes::note(AccessKind kind, std::string office, std::size_t count) {
  if (!note_) {
    co_return;
  }
  try {
    co_await note_({.at = clock_.now(), .kind = kind, .who = "office " + office, .count = count, .people = {}});
  } catch (const std::exception& failure) {
    // An office without its bookings would be worse.
    spdlog::error("office {}: it was given {} bookings, and that is not noted: {}", office, count, failure.what());
  }
}

OfficeRoutes::Answer OfficeRoutes::day(http::Request request, std::string office) {
  auto list = co_await answer_day(request, *data_, offices_, office, clock_.now());
  if (list.response.status == 200) {
    co_await note(AccessKind::day_given, std::move(office), list.bookings);
  }
  co_return std::move(list.response);
}

OfficeRoutes::Answer OfficeRoutes::held_journal(http::Request request, std::string office) {
  const auto after = number(request, "after", 0);
  const auto limit = number(request, "limit", usual_heads_asked);
  if (!after) {
    co_return bad_request("after must be the number of an event");
  }
  if (!limit || *limit < 1 || *limit > most_heads_asked) {
    co_return bad_request("limit must be a whole number from 1 to 1000");
  }
  std::string generation = request.asked("generation");
  if (generation.size() > longest_generation) {
    co_return bad_request("generation must be as the list of generations gave it");
  }
  co_return http::Response::json(office_api::to_json(
      co_await store_.held_heads(std::move(office), std::move(generation), *after, static_cast<std::size_t>(*limit))));
}

OfficeRoutes::Answer OfficeRoutes::today(http::Request request, std::string office) {
  auto told = office_api::today_from_json(request.body);
  if (!told) {
    co_return bad_request("the body does not say how a day stands: " + told.error().message());
  }
  const bool whole = told->after == 0;
  auto taken = std::exchange(told->feedback_taken, {});
  if (!day_.take(office, *std::move(told), clock_.monotonic(), clock_.now())) {
    co_return http::Response::problem(409, "not in order", "what came before is not known here; send it whole");
  }
  if (heard_) {
    heard_(office, request.body, whole);
  }
  office_api::TodayAnswer answer{.run = day_.run(), .my_number = my_number_};
  answer.feedback = co_await feedback(std::move(office), std::move(taken));
  co_return http::Response::json(office_api::to_json(answer));
}

boost::asio::awaitable<std::vector<office_api::TodayFeedback>> OfficeRoutes::feedback(std::string office,
                                                                                      std::vector<std::string> taken) {
  std::vector<office_api::TodayFeedback> waiting;
  if (feedback_ == nullptr) {
    co_return waiting;
  }
  try {
    if (!taken.empty()) {
      co_await feedback_->feedback_taken(office, std::move(taken));
    }
    waiting = co_await feedback_->feedback_for(office, office_api::most_today_feedback);
  } catch (const std::exception& failure) {
    spdlog::error("office {}: feedback cannot be given: {}", office, failure.what());
  }
  co_return waiting;
}

}  // namespace antrean::portal
