// What BookingSite asks of who books under pressure: a proof of work, or a turn of the waiting room.
#include <algorithm>
#include <charconv>
#include <utility>

#include "web/booking_site.hpp"

namespace antrean::portal {
namespace {

using Proof = PressureRules::Proof;

/// Seconds until the waiting room's page looks again.
constexpr std::int64_t soonest = 2;
constexpr std::int64_t latest = 20;

std::int64_t seconds_until(UtcTime at, UtcTime now) {
  return std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(at - now).count());
}

/// As a clock without seconds shows it: never too early.
UtcTime whole_minute(UtcTime at) { return std::chrono::ceil<std::chrono::minutes>(at); }

}  // namespace

bool BookingSite::under_pressure() {
  return pressure_rules_.proof == Proof::always ||
         (pressure_rules_.proof == Proof::under_pressure && pressure_.high(clock_.monotonic()));
}

ProofAsked BookingSite::proof_asked() {
  if (under_pressure()) {
    return ProofAsked::always;
  }
  const bool without = pressure_rules_.proof != Proof::never && booking_service_.offices().rules().without_contact > 0;
  return without ? ProofAsked::without_contact : ProofAsked::never;
}

bool BookingSite::needs_proof(const TypedFields& typed) {
  const auto asked = proof_asked();
  return asked == ProofAsked::always || (asked == ProofAsked::without_contact && typed.mail.empty());
}

std::optional<RoomTurn> BookingSite::turn_of(const http::Request& request) {
  const auto now = clock_.now();
  if (auto turn = room_.of(request, now)) {
    return turn;
  }
  if (!turns_.take(http::asker_of(request.peer), clock_.monotonic())) {
    return std::nullopt;
  }
  const auto turn = room_.enter(now, clock_.monotonic());
  tell_("room", {}, std::to_string(to_ms(room_.next(now, clock_.monotonic()))));
  return turn;
}

void BookingSite::count_asked() {
  pressure_.note(clock_.monotonic());
  ++asked_;
}

void BookingSite::tell_counts() {
  if (asked_ > 0) {
    tell_("asked", {}, std::to_string(std::exchange(asked_, 0)));
  }
  lines_.tell_counts(tell_);
}

void BookingSite::heard(const std::string& kind, const std::string& key, const std::string& body) {
  std::int64_t number = 0;
  std::from_chars(body.data(), body.data() + body.size(), number);
  const auto now = clock_.now();
  if (kind == "try") {
    tries_.take(key, clock_.monotonic());
  } else if (kind == "asked") {
    pressure_.note(clock_.monotonic(), static_cast<int>(std::clamp<std::int64_t>(number, 0, 1'000'000)));
  } else if (kind == "room") {
    room_.others_are_at(from_ms(number), now, clock_.monotonic());
  } else if (const auto id = kind == "turn" ? key_from_hex(key) : std::nullopt) {
    room_.used({.id = *id, .from = from_ms(number)}, now);
  } else {
    lines_.heard(kind, key, body, now);
  }
}

BookingSite::Answer BookingSite::show_challenge(http::Request request, Visitor visitor) {
  const auto form = request.form();
  const auto token = form.find("form");
  const auto key = visitor.session.fresh || token == form.end()
                       ? std::nullopt
                       : tokens_.verify(token->second, visitor.session, clock_.now());
  if (!key) {
    co_return http::Response::problem(403, "no form of ours", "open the page of the form again");
  }
  co_return http::Response::json(proof_.challenge(*key, clock_.now()));
}

BookingSite::Answer BookingSite::show_room(http::Request request, Visitor visitor) {
  const auto [office, service] = chosen(request.captures[0], request.captures[1]);
  const auto day = OfficeDay::parse(request.captures[2]);
  const auto start = TimeOfDay::parse(request.captures[3]);
  if (office == nullptr || !day || !start) {
    co_return not_found(visitor);
  }
  const auto form = details_path(*office, *service, *day, *start);
  if (!under_pressure()) {
    co_return http::Response::redirect(form);
  }
  const auto turn = turn_of(request);
  if (!turn) {
    co_return no_turn(request, visitor);
  }
  const auto now = clock_.now();
  const bool come = WaitingRoom::has_come(*turn, now);
  auto response = come ? http::Response::redirect(form)
                       : page(visitor, room_page({visitor.language, room_path(*office, *service, *day, *start)},
                                                 {.office = *office,
                                                  .day = *day,
                                                  .back = hours_path(*office, *service, *day),
                                                  .before = room_.before(*turn, now),
                                                  .turn = whole_minute(turn->from)}));
  if (!come) {
    response.headers.emplace_back("Refresh",
                                  std::to_string(std::clamp(seconds_until(turn->from, now), soonest, latest)));
  }
  room_.remember(response, *turn);
  co_return response;
}

http::Response BookingSite::wait_for_turn(const Visitor& visitor, DetailsPage again, const RoomTurn& turn) const {
  again.proof = ProofAsked::always;
  auto response = comes_later(visitor, std::move(again), room_.before(turn, clock_.now()), turn.from);
  room_.remember(response, turn);
  return response;
}

http::Response BookingSite::comes_later(const Visitor& visitor, DetailsPage again, std::int64_t before,
                                        UtcTime turn) const {
  again.notice = DetailsNotice::comes_later;
  again.before = before;
  again.turn = whole_minute(turn);
  auto response = details(visitor, std::move(again), 503);
  response.headers.emplace_back("Retry-After", std::to_string(seconds_until(turn, clock_.now())));
  return response;
}

http::Response BookingSite::no_turn(const http::Request& request, const Visitor& visitor) {
  const auto& t = texts(visitor.language);
  return wait_for(turns_, http::asker_of(request.peer), notice(visitor, t.busy_title, t.busy_text, 429));
}

}  // namespace antrean::portal
