#include "web/opening_line.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <sstream>

#include <fmt/format.h>
#include <sodium.h>

namespace antrean::portal {
namespace {

constexpr std::size_t key_digits = 32;
constexpr std::size_t number_digits = 16;
constexpr std::size_t text_digits = key_digits + 4 * number_digits;
/// A line is over long before. Its counts are forgotten then.
constexpr std::chrono::hours remembered{6};
/// Nobody knows of an opening earlier than that, so a count of a later one is a mistake.
constexpr std::chrono::hours known_before{1};

std::uint64_t random_number() {
  std::uint64_t random = 0;
  randombytes_buf(&random, sizeof random);
  return random;
}

std::uint64_t number_at(std::string_view digits, std::size_t nr) {
  const auto part = digits.substr(key_digits + nr * number_digits, number_digits);
  std::uint64_t number = 0;
  std::from_chars(part.data(), part.data() + part.size(), number, 16);
  return number;
}

}  // namespace

OpeningLine::OpeningLine(const codes::SecretKey& signing_key, bool https, int per_minute, const std::string& office)
    : cookie_(signing_key, "antrean portal opening line 1 " + office, "line-" + office, https),
      me_(random_number()),
      each_(std::chrono::duration_cast<Milliseconds>(std::chrono::minutes{1}) / per_minute) {}

OpeningLine::Line& OpeningLine::line(UtcTime opens, UtcTime now) {
  std::erase_if(lines_, [&](const auto& one) { return one.first < now - remembered; });
  return lines_[opens];
}

std::optional<OpeningLine::Place> OpeningLine::of(const http::Request& request, UtcTime opens, UtcTime now) {
  const auto text = cookie_.read(request).value_or(std::string_view{});
  const auto id = text.size() == text_digits ? key_from_hex(text.substr(0, key_digits)) : std::nullopt;
  if (!id) {
    return std::nullopt;
  }
  const Place place{.id = *id,
                    .opens = from_ms(static_cast<std::int64_t>(number_at(text, 0))),
                    .portal = number_at(text, 1),
                    .count = static_cast<std::uint32_t>(number_at(text, 2)),
                    .from = from_ms(static_cast<std::int64_t>(number_at(text, 3)))};
  if (place.opens != opens) {
    return std::nullopt;
  }
  // After a restart the cookies tell who had come before.
  if (place.count > 0) {
    heard({opens, place.portal, place.count}, now);
  } else {
    others_are_at(opens, place.from + each_, now);
  }
  if (now >= turn(place) + good_for || used_.contains({opens, place.id})) {
    return std::nullopt;
  }
  return place;
}

OpeningLine::Place OpeningLine::enter(UtcTime opens, UtcTime now) {
  auto& line = this->line(opens, now);
  if (now < opens) {
    line.told = false;
    return {.id = random_key(), .opens = opens, .portal = me_, .count = ++line.counts[me_], .from = {}};
  }
  // A line in which nobody stands has some turns in hand: those of the last moments, which nobody took.
  const auto at = std::max({line.next.value_or(UtcTime{}), behind(opens), now - each_ * (at_once - 1)});
  line.next = at + each_;
  return {.id = random_key(), .opens = opens, .portal = 0, .count = 0, .from = std::max(at, now)};
}

void OpeningLine::remember(http::Response& response, const Place& place) const {
  cookie_.write(response, fmt::format("{}{:016x}{:016x}{:016x}{:016x}", to_hex(place.id), to_ms(place.opens),
                                      place.portal, place.count, to_ms(place.from)));
}

void OpeningLine::used(const Place& place, UtcTime now) {
  std::erase_if(used_, [&](const auto& one) { return one.first < now - remembered; });
  used_.emplace(place.opens, place.id);
}

UtcTime OpeningLine::turn(const Place& place) const {
  if (place.count == 0) {
    return place.from;
  }
  // Of the random number itself, not of the order of coming: a number from 0 to below how many came early.
  const auto drawn = cookie_.key().digest(fmt::format("{}{:016x}", to_hex(place.id), to_ms(place.opens)));
  std::uint32_t lot = 0;
  std::memcpy(&lot, drawn.data(), sizeof lot);
  const auto people = static_cast<std::uint64_t>(std::max<std::int64_t>(waiting(place.opens), 1));
  const auto place_in_line = static_cast<std::int64_t>((std::uint64_t{lot} * people) >> 32U);
  return place.opens + drawing + each_ * std::max<std::int64_t>(0, place_in_line - (at_once - 1));
}

std::int64_t OpeningLine::before(const Place& place, UtcTime now) const {
  const auto from = turn(place);
  return from <= now ? 0 : (from - now - Milliseconds{1}) / each_;
}

std::int64_t OpeningLine::waiting(UtcTime opens) const {
  const auto found = lines_.find(opens);
  std::int64_t people = 0;
  if (found != lines_.end()) {
    for (const auto& [portal, count] : found->second.counts) {
      people += count;
    }
  }
  return people;
}

UtcTime OpeningLine::behind(UtcTime opens) const {
  return opens + drawing + each_ * std::max<std::int64_t>(0, waiting(opens) - at_once);
}

bool OpeningLine::stands(UtcTime opens, UtcTime now) const {
  const auto found = lines_.find(opens);
  if (found == lines_.end() || now < opens) {
    return false;
  }
  return (waiting(opens) > 0 && now < behind(opens)) || (found->second.next && now < *found->second.next);
}

std::vector<OpeningLine::Count> OpeningLine::counted() {
  std::vector<Count> counts;
  for (auto& [opens, line] : lines_) {
    if (!std::exchange(line.told, true)) {
      counts.push_back({opens, me_, line.counts[me_]});
    }
  }
  return counts;
}

void OpeningLine::heard(const Count& count, UtcTime now) {
  if (count.opens < now - remembered || count.opens > now + known_before) {
    return;
  }
  auto& known = line(count.opens, now).counts[count.portal];
  known = std::max(known, count.count);
}

std::optional<UtcTime> OpeningLine::end(UtcTime opens) const {
  const auto found = lines_.find(opens);
  return found == lines_.end() ? std::nullopt : found->second.next;
}

void OpeningLine::others_are_at(UtcTime opens, UtcTime next, UtcTime now) {
  if (opens < now - remembered || opens > now) {
    return;
  }
  // Clocks of two machines differ; one that is an hour ahead must not close the line.
  auto& mine = line(opens, now).next;
  const auto at = std::min(next, std::max(now, behind(opens)) + std::chrono::hours{1});
  mine = mine ? std::max(*mine, at) : at;
}

OpeningLine& OpeningLines::at(const std::string& office) {
  return lines_.try_emplace(office, signing_key_, https_, per_minute_, office).first->second;
}

bool OpeningLines::stands(const std::string& office, UtcTime opens, UtcTime now) const {
  const auto found = lines_.find(office);
  return found != lines_.end() && found->second.stands(opens, now);
}

void OpeningLines::tell_end(const Tell& tell, const std::string& office, UtcTime opens, UtcTime end) {
  tell(end_kind, fmt::format("{} {}", office, to_ms(opens)), std::to_string(to_ms(end)));
}

void OpeningLines::tell_used(const Tell& tell, const std::string& office, const OpeningLine::Place& place) {
  tell(used_kind, fmt::format("{} {}", office, to_hex(place.id)), std::to_string(to_ms(place.opens)));
}

void OpeningLines::tell_counts(const Tell& tell) {
  for (auto& [office, line] : lines_) {
    for (const auto& [opens, portal, count] : line.counted()) {
      tell(early_kind, fmt::format("{} {} {:x}", office, to_ms(opens), portal), std::to_string(count));
    }
  }
}

void OpeningLines::heard(const std::string& kind, const std::string& key, const std::string& body, UtcTime now) {
  std::istringstream words{key};
  std::string office, what;
  std::uint64_t portal = 0;
  if (!(words >> office >> what)) {
    return;
  }
  words >> std::hex >> portal;
  const auto number = [](const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  if (kind == early_kind) {
    const auto count = std::clamp<std::int64_t>(number(body), 0, std::numeric_limits<std::uint32_t>::max());
    at(office).heard({from_ms(number(what)), portal, static_cast<std::uint32_t>(count)}, now);
  } else if (kind == end_kind) {
    at(office).others_are_at(from_ms(number(what)), from_ms(number(body)), now);
  } else if (const auto id = key_from_hex(what); kind == used_kind && id) {
    at(office).used({.id = *id, .opens = from_ms(number(body))}, now);
  }
}

}  // namespace antrean::portal
