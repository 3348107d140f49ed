#include "bookings/portal_link.hpp"

#include <time.h>

#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "bookings/backoff.hpp"
#include "http/client.hpp"
#include "process/process.hpp"

namespace antrean::bookings {

namespace asio = boost::asio;
using std::chrono::milliseconds;

void throw_exception_from_error(const StoreFailure& failure, const boost::source_location& /*where*/) {
  throw std::runtime_error(failure.text);
}

std::optional<milliseconds> LineHealth::lag(MonotonicTime now) const {
  if (!succeeded_at) {
    return std::nullopt;
  }
  return std::chrono::duration_cast<milliseconds>(now - *succeeded_at);
}

namespace {

constexpr milliseconds longest_wish{600'000};  // the longest Retry-After of a portal that is accepted
constexpr std::size_t answer_kept = 500;
// so that the longest names still fit the largest body
constexpr std::size_t given_back_at_once = 100;
constexpr milliseconds longest_today_retry{10'000};  // people look at it meanwhile
constexpr milliseconds unknown_today_retry{60'000};  // a portal of an earlier release
constexpr milliseconds my_number_good_for{60'000};

/// The result of one turn of a loop.
struct Turn {
  enum class End { done, more, failed } end = End::done;
  std::uint64_t items = 0;
  std::string error;
  std::optional<milliseconds> wait;  ///< after a failure: the portal asks for at least this wait
};

Turn done(std::uint64_t items) {
  Turn turn;
  turn.items = items;
  return turn;
}
Turn more(std::uint64_t items) {
  auto turn = done(items);
  turn.end = Turn::End::more;
  return turn;
}
Turn failed(std::string error, std::optional<milliseconds> wait = std::nullopt) {
  Turn turn;
  turn.end = Turn::End::failed;
  turn.error = std::move(error);
  turn.wait = wait;
  return turn;
}

std::string header(const http::Response& answer, std::string_view name) {
  http::Request headers;
  headers.headers = answer.headers;
  return std::string(headers.header(name));
}

/// The time of the Date header, in the form of HTTP: "Fri, 27 Nov 2026 12:51:08 GMT".
std::optional<UtcTime> time_of(const http::Response& answer) {
  const auto text = header(answer, "Date");
  std::tm date{};
  const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
  if (end == nullptr || *end != '\0') {
    return std::nullopt;
  }
  return UtcTime{std::chrono::seconds{::timegm(&date)}};
}

std::optional<milliseconds> retry_after(const http::Response& answer) {
  const auto text = header(answer, "Retry-After");
  std::int64_t seconds = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9' || seconds > longest_wish.count()) {
      return std::nullopt;
    }
    seconds = seconds * 10 + (digit - '0');
  }
  if (text.empty()) {
    return std::nullopt;
  }
  return std::min(milliseconds(seconds * 1000), longest_wish);
}

/// What an answer other than 200 means for the person who must repair it.
std::string words_of(unsigned status) {
  switch (status) {
    case 401:
    case 403:
      return fmt::format("the portal does not know this office's token ({}): check the token file with the directorate",
                         status);
    case 404:
      return "there is no office interface at the portal's address (404): check portal.url in the settings";
    case 429:
      return "the portal asks to slow down (429)";
    default:
      return fmt::format("the portal answered {}{}", status, status >= 500 ? ": it is in trouble itself" : "");
  }
}

/// All keys; or the id of a key that is invalid or is there twice.
boost::system::result<codes::Keyring, std::uint8_t> ring_of(const std::vector<office_api::SigningKey>& keys) {
  codes::Keyring ring;
  for (const auto& key : keys) {
    const auto decoded = codes::public_key_from_text(key.public_key);
    if (!decoded || !ring.emplace(key.id, *decoded).second) {
      return key.id;
    }
  }
  return ring;
}

/// What the portal has taken of the day for certain.
struct KnownToday {
  std::uint64_t seq = 0;
  office_api::Today head{};  ///< without tickets
  std::map<std::string, office_api::TodayTicket> tickets{};
};

LinkSettings with_short_retries(LinkSettings settings) {
  settings.last_retry = std::max(settings.first_retry, std::min(settings.last_retry, longest_today_retry));
  return settings;
}

std::string random_id() {
  std::random_device random;
  std::string id;
  while (id.size() < 32) {
    id += fmt::format("{:08x}", random());
  }
  return id;
}

bool accepts(const std::string& body, std::size_t results) {
  boost::system::error_code error;
  const auto document = boost::json::parse(body, error);
  if (error || !document.is_object()) {
    return false;
  }
  const auto* accepted = document.get_object().if_contains("accepted");
  if (accepted == nullptr || !accepted->is_number()) {
    return false;
  }
  const auto count = accepted->to_number<std::uint64_t>(error);
  return !error && count == results;
}

}  // namespace

struct PortalLink::Impl {
  /// The waiting and the health of one loop.
  struct Line {
    Line(asio::io_context& io, std::string name_, milliseconds every_, const LinkSettings& settings,
         LineHealth& health_)
        : name(std::move(name_)),
          every(every_),
          wake(io),
          backoff(settings.first_retry, settings.last_retry),
          health(health_) {}
    std::string name;
    milliseconds every;
    asio::steady_timer wake;
    Backoff backoff;
    LineHealth& health;
    bool asked = false;  ///< true: the next turn should come now

    void ask() {
      asked = true;
      if (health.failures == 0) {
        wake.cancel();
      }
    }
  };

  Impl(asio::io_context& io, LinkSettings settings_, const process::Clock& clock_, DayListStore& day_list_,
       ResultOutbox& outbox_)
      : settings(std::move(settings_)),
        clock(clock_),
        day_list(day_list_),
        outbox(outbox_),
        bookings(io, "bookings from the portal", settings.pull_every, settings, health.bookings),
        results(io, "results to the portal", settings.send_every, settings, health.results),
        keys(io, "signing keys from the portal", settings.keys_every, settings, health.keys),
        heads(io, "journal heads to the portal", settings.heads_every, settings, health.heads),
        today(io, "how the day stands to the portal", settings.today_every, with_short_retries(settings),
              health.today) {}

  asio::awaitable<void> loop(Line& line, asio::awaitable<Turn> (Impl::*turn)()) {
    co_await asio::this_coro::throw_if_cancelled(false);  // cancellation is the normal end
    const auto cancelled = co_await asio::this_coro::cancellation_state;
    const auto over = [&cancelled] { return cancelled.cancelled() != asio::cancellation_type::none; };
    while (true) {
      line.asked = false;
      const auto outcome = co_await (this->*turn)();
      if (over()) {
        co_return;
      }
      note(line, outcome);
      if (over()) {
        co_return;  // the callback may have cancelled this coroutine while no operation was waiting
      }
      if (outcome.end == Turn::End::more || (outcome.end == Turn::End::done && line.asked)) {
        continue;
      }
      auto pause = line.every;
      if (outcome.end == Turn::End::failed) {
        pause = line.backoff.after_failure(random());
        if (outcome.wait) {
          pause = std::max(pause, *outcome.wait);
        }
      }
      line.wake.expires_after(pause);
      static_cast<void>(co_await line.wake.async_wait(asio::as_tuple(asio::use_awaitable)));
      if (over()) {
        co_return;
      }
    }
  }

  void note(Line& line, const Turn& outcome) {
    auto& line_health = line.health;
    const bool worked = line_health.working();
    const bool had_failed = line_health.failures > 0;
    line_health.items += outcome.items;
    if (outcome.end == Turn::End::failed) {
      ++line_health.failures;
      line_health.last_error = outcome.error;
      line_health.last_error_at = clock.now();
      if (!had_failed) {
        spdlog::warn("{}: {}; trying again, the office works on", line.name, outcome.error);
      }
    } else {
      line_health.failures = 0;
      line_health.last_success = clock.now();
      line_health.succeeded_at = clock.monotonic();
      line.backoff.after_success();
      if (had_failed) {
        spdlog::info("{}: working again", line.name);
      }
    }
    if (changed && (worked != line_health.working() || had_failed != (line_health.failures > 0))) {
      changed(health);
    }
  }

  asio::awaitable<boost::system::result<http::Response, std::string>> ask(http::ClientRequest call) {
    call.url = settings.url + call.url;
    call.headers.emplace_back("Authorization", "Bearer " + settings.token);
    call.headers.emplace_back("User-Agent", "antrean-office/" + std::string(process::version()));
    call.headers.emplace_back("Accept", "application/json");
    call.deadline = settings.deadline;
    call.max_body = office_api::max_body_bytes;
    std::string not_believed;
    call.trust.ca_file = settings.ca_file;
    call.trust.now = [this] { return std::chrono::system_clock::time_point{clock.now().time_since_epoch()}; };
    call.trust.told = [this, &not_believed](const http::TlsOutcome& outcome) {
      not_believed = outcome.refused ? outcome.refused->en : "";
      if (!outcome.refused &&
          std::exchange(health.dates_unchecked, outcome.dates_unchecked) != outcome.dates_unchecked && changed) {
        changed(health);
      }
    };
    auto answer = co_await http::fetch(std::move(call));
    if (answer) {
      if (const auto time = time_of(*answer); time && heard_time) {
        heard_time(*time);
      }
      co_return std::move(*answer);
    }
    if (!not_believed.empty()) {
      co_return fmt::format("{} is not believed: {}", settings.url, not_believed);
    }
    const auto error = answer.error();
    if (error == asio::error::timed_out) {
      co_return fmt::format("no answer from {} within {} ms", settings.url, settings.deadline.count());
    }
    if (error == boost::system::errc::message_size) {
      co_return fmt::format("the answer from {} is larger than {} KiB", settings.url,
                            office_api::max_body_bytes / 1024);
    }
    co_return fmt::format("{} cannot be reached: {}", settings.url, error.message());
  }

  asio::awaitable<Turn> pull() {
    const auto position = co_await day_list.position();
    if (!position) {
      co_return failed("the day list cannot be read: " + position.error().text);
    }
    if (position->owes_answer && !from_the_start && !pull_first) {
      co_return co_await give_back(position->generation);
    }
    const std::uint64_t from = from_the_start ? 0 : position->cursor;
    http::ClientRequest call;
    call.url = fmt::format("/office/v1/bookings?cursor={}&limit={}", from, settings.page_limit);
    if (!position->generation.empty()) {
      call.url += "&generation=" + http::url_encode(position->generation);
    }
    const auto answer = co_await ask(std::move(call));
    if (!answer) {
      co_return failed(answer.error());
    }
    if (answer->status != 200) {
      co_return failed(words_of(answer->status), retry_after(*answer));
    }
    const auto page = office_api::page_from_json(answer->body);
    if (!page) {
      co_return failed("the portal's answer is not a page of bookings: " + page.error().message());
    }
    if (page->afresh) {
      co_return co_await begin_afresh(*page);
    }
    if (page->cursor < from) {
      // An old answer was repeated on the way, or a portal was restored from a backup. Applying it could
      // bring back cancelled bookings. Applying all pages from the start, in order, gives the right result in
      // both cases.
      from_the_start = true;
      co_return failed(fmt::format("the portal is at {}, behind the {} it was at: taking its list from the start",
                                   page->cursor, from));
    }
    if (page->cursor == from && (page->more || !page->bookings.empty())) {
      co_return failed(fmt::format("the portal's page does not get past {}", from));
    }
    if (page->cursor > from || from_the_start || page->generation != position->generation) {
      const auto applied = co_await day_list.apply(*page);
      if (!applied) {
        co_return failed("the day list cannot be kept: " + applied.error().text);
      }
      from_the_start = false;
      if (heard_page) {
        heard_page(*page);
      }
    }
    pull_first = false;
    hear_keys(*page);
    co_return page->more ? more(page->bookings.size()) : done(page->bookings.size());
  }

  /// The portal's database is not the one that this office knew: it was put back from a copy, or is another
  /// one.
  asio::awaitable<Turn> begin_afresh(const office_api::BookingPage& page) {
    const auto applied = co_await day_list.apply(page);
    if (!applied) {
      co_return failed("the day list cannot be kept: " + applied.error().text);
    }
    from_the_start = false;
    pull_first = false;
    spdlog::warn(
        "{}: the portal's database is another than before (put back from a copy?): its list is taken from the "
        "start, and what it does not have any more is given back to it",
        bookings.name);
    if (heard_afresh) {
      heard_afresh();
    }
    if (heard_page) {
      heard_page(page);
    }
    hear_keys(page);
    co_return more(page.bookings.size());
  }

  /// Gives back what the portal does not have any more, and says when that is complete.
  asio::awaitable<Turn> give_back(const std::string& generation) {
    const auto missing = co_await day_list.missing(given_back_at_once);
    if (!missing) {
      co_return failed("the day list cannot be read: " + missing.error().text);
    }
    http::ClientRequest call;
    call.method = "POST";
    call.url = "/office/v1/bookings";
    call.headers.emplace_back("Content-Type", "application/json");
    call.body = office_api::to_json(office_api::Return{generation, missing->complete, missing->bookings});
    const auto answer = co_await ask(std::move(call));
    if (!answer) {
      co_return failed(answer.error());
    }
    if (answer->status == 409) {
      pull_first = true;  // it was put back again meanwhile
      co_return more(0);
    }
    if (answer->status == 404 || answer->status == 405) {
      // A portal of an earlier release does not ask, and what was pulled stays valid here.
      const auto kept = co_await day_list.given_back({}, true);
      if (!kept) {
        co_return failed("the day list cannot be kept: " + kept.error().text);
      }
      co_return more(0);
    }
    if (answer->status != 200) {
      co_return failed(words_of(answer->status), retry_after(*answer));
    }
    const auto told = office_api::return_answer_from_json(answer->body);
    if (!told || told->kept + told->listed.size() != missing->bookings.size()) {
      co_return failed("the portal's answer does not say what became of the bookings given back");
    }
    const auto kept = co_await day_list.given_back(missing->ids, missing->complete);
    if (!kept) {
      co_return failed("the day list cannot be kept: " + kept.error().text);
    }
    health.given_back += told->kept;
    no_place.insert(no_place.end(), told->listed.begin(), told->listed.end());
    no_place.insert(no_place.end(), missing->codes_without_proof.begin(), missing->codes_without_proof.end());
    for (const auto& code : told->listed) {
      spdlog::error("{}: {} was given back, and has no place any more", bookings.name, code);
    }
    for (const auto& code : missing->codes_without_proof) {
      spdlog::error("{}: {} cannot be given back, its signed code was never pulled", bookings.name, code);
    }
    if (!missing->bookings.empty()) {
      spdlog::warn("{}: {} bookings given back to the portal, {} have no place", bookings.name,
                   missing->bookings.size(), told->listed.size());
    }
    if (missing->complete && heard_given_back) {
      heard_given_back(std::exchange(no_place, {}));
    }
    co_return more(0);
  }

  /// A key that the portal withdrew must not be accepted until the next refresh.
  void hear_keys(const office_api::BookingPage& page) {
    if (page.keys.empty() || page.keys == keys_heard) {
      return;
    }
    const auto ring = ring_of(page.keys);
    if (!ring) {
      return;  // the refresh reports what is wrong
    }
    keys_heard = page.keys;
    if (heard_keys) {
      heard_keys(*ring);
    }
  }

  asio::awaitable<Turn> send() {
    const auto position = co_await day_list.position();
    // The portal must have the bookings again before it gets their results.
    if (position && position->owes_answer) {
      co_return done(0);
    }
    const auto parcel = co_await outbox.next();
    if (!parcel) {
      co_return failed("the outbox cannot be read: " + parcel.error().text);
    }
    if (!*parcel) {
      co_return done(0);
    }
    const auto& [key, batch] = **parcel;
    http::ClientRequest call;
    call.method = "POST";
    call.url = "/office/v1/results";
    call.headers.emplace_back("Idempotency-Key", key);
    call.headers.emplace_back("Content-Type", "application/json");
    call.body = office_api::to_json(batch);
    const auto answer = co_await ask(std::move(call));
    if (!answer) {
      co_return failed(answer.error());
    }
    if (answer->status == 400 || answer->status == 413 || answer->status == 422) {
      const auto reason = fmt::format("{}: {}", answer->status, answer->body.substr(0, answer_kept));
      const auto aside = co_await outbox.refused(key, reason);
      if (!aside) {
        co_return failed("the outbox cannot be written: " + aside.error().text);
      }
      ++health.results_refused;
      spdlog::error("the portal refused {} results for ever, they are set aside: {}", batch.results.size(), reason);
      co_return more(0);
    }
    if (answer->status != 200) {
      co_return failed(words_of(answer->status), retry_after(*answer));
    }
    // A 200 from a device in between (a login page of the network provider) must not cost a result.
    if (!accepts(answer->body, batch.results.size())) {
      co_return failed("the portal's answer does not say that it took the results");
    }
    const auto kept = co_await outbox.delivered(key);
    if (!kept) {
      co_return failed("the outbox cannot be written: " + kept.error().text);
    }
    heads.ask();
    co_return more(batch.results.size());
  }

  /// One exchange at a time, so the portal never gets an older head after a newer one.
  asio::awaitable<Turn> send_head() {
    if (journal == nullptr) {
      co_return done(0);
    }
    auto newest = co_await journal->newest();
    if (!newest) {
      co_return failed("the journal cannot be read: " + newest.error().text);
    }
    if (newest->heads.empty()) {
      co_return done(0);
    }
    office_api::JournalHeads& said = *newest;
    if (said.generations.size() > office_api::most_generations) {
      said.generations.erase(said.generations.begin(), said.generations.end() - office_api::most_generations);
    }
    const auto head = said.heads.front();
    if (!heads_begun) {
      // Before anything new: what the portal holds may be of before the journal was changed.
      said.heads.clear();
      const auto told = co_await tell_heads(said);
      if (told.kind == Told::Kind::ended) {
        co_return told.end;
      }
      heads_begun = true;
      if (!told.known.generation.empty()) {
        head_owed = told.known;
      }
    }
    if (head_owed) {
      auto ended = co_await compare_head(said);
      if (ended) {
        co_return *std::move(ended);
      }
    }
    if (head == head_sent) {
      co_return done(0);
    }
    said.heads = {head};
    const auto told = co_await tell_heads(said);
    if (told.kind == Told::Kind::ended) {
      co_return told.end;
    }
    head_sent = head;
    const office_api::JournalAnswer place{.generation = head.generation, .seq = head.seq};
    const auto compared = std::exchange(head_compared, place);
    if (told.kind == Told::Kind::other_past) {
      co_return done(1);
    }
    if (told.known.generation == place.generation && told.known.seq > place.seq) {
      if (health.journal != JournalAtPortal::end_missing) {
        spdlog::error("{}: the portal was told of event {} of this journal, which ends at event {}", heads.name,
                      told.known.seq, place.seq);
      }
      say(JournalAtPortal::end_missing);
      co_return done(1);
    }
    if (!told.known.generation.empty() && told.known != compared && told.known != place) {
      head_owed = told.known;
      co_return more(1);
    }
    say(JournalAtPortal::agrees);
    co_return done(1);
  }

  /// Sends our hash for `head_owed`. Nothing: the portal has answered, or the event is not kept here any
  /// more.
  asio::awaitable<std::optional<Turn>> compare_head(office_api::JournalHeads& said) {
    const auto here = co_await journal->at(head_owed->seq);
    if (!here) {
      co_return failed("the journal cannot be read: " + here.error().text);
    }
    if (*here) {
      said.heads.assign(1, **here);
      said.heads.front().generation = head_owed->generation;
      const auto told = co_await tell_heads(said);
      if (told.kind == Told::Kind::ended) {
        co_return told.end;
      }
      if (told.kind == Told::Kind::known) {
        say(JournalAtPortal::agrees);
      }
    }
    head_compared = *std::exchange(head_owed, std::nullopt);
    co_return std::nullopt;
  }

  struct Told {
    enum class Kind : std::uint8_t { known, other_past, ended } kind = Kind::known;
    office_api::JournalAnswer known{};
    Turn end{};  ///< of this turn: a failure, or a portal of an earlier release
    static Told ends(Turn turn) { return {.kind = Kind::ended, .known = {}, .end = std::move(turn)}; }
  };
  asio::awaitable<Told> tell_heads(const office_api::JournalHeads& said) {
    http::ClientRequest call;
    call.method = "POST";
    call.url = "/office/v1/journal";
    call.headers.emplace_back("Content-Type", "application/json");
    call.body = office_api::to_json(said);
    const auto answer = co_await ask(std::move(call));
    if (!answer) {
      co_return Told::ends(failed(answer.error()));
    }
    if (answer->status == 404 || answer->status == 405) {
      co_return Told::ends(done(0));  // a portal of an earlier release holds no heads
    }
    if (answer->status == 409) {
      if (health.journal != JournalAtPortal::other_past) {
        spdlog::error("{}: the portal was told another past of this journal: {}", heads.name,
                      answer->body.substr(0, answer_kept));
      }
      say(JournalAtPortal::other_past);
      co_return Told{.kind = Told::Kind::other_past, .known = {}, .end = {}};
    }
    if (answer->status != 200) {
      co_return Told::ends(failed(words_of(answer->status), retry_after(*answer)));
    }
    auto known = office_api::journal_answer_from_json(answer->body);
    if (!known) {
      co_return Told::ends(failed("the portal's answer does not say what it holds of the journal"));
    }
    co_return Told{.kind = Told::Kind::known, .known = *std::move(known), .end = {}};
  }

  /// The tickets that the portal does not know as they are now. All, if it is not certain what it knows.
  office_api::Today unknown_to_portal(office_api::Today now) {
    const bool whole = !known_today || known_today->head.day != now.day;
    if (whole) {
      known_today.reset();
    } else {
      std::erase_if(now.tickets, [&](const office_api::TodayTicket& ticket) {
        const auto known = known_today->tickets.find(ticket.key);
        return known != known_today->tickets.end() && known->second == ticket;
      });
      now.after = known_today->seq;
    }
    now.sender = today_sender;
    now.seq = today_seq + 1;
    now.run = portal_run;
    return now;
  }

  /// Newest wins: whatever could not be sent is not kept, the next turn sends how it is then.
  asio::awaitable<Turn> send_today() {
    const auto started = clock.monotonic();
    if (today_source == nullptr || started < today_not_before) {
      co_return done(0);
    }
    const bool due = !today_sent_at || started - *today_sent_at >= settings.today_at_least;
    const auto version = today_source->version();
    if (version == 0 || (!due && !today_owed && version == today_version)) {
      co_return done(0);
    }
    office_api::Today said = unknown_to_portal(today_source->now());
    office_api::Today head = said;
    head.tickets.clear();
    head.seq = head.after = 0;
    head.run.clear();
    if (!due && !today_owed && known_today && said.tickets.empty() && head == known_today->head) {
      today_version = version;
      co_return done(0);
    }
    said.feedback_taken = feedback_taken;
    said.feedback_taken.resize(std::min(said.feedback_taken.size(), office_api::most_today_feedback));
    // The first summary of a very large day comes in parts: what does not fit differs still, and comes next.
    const auto tickets = said.tickets.size();
    said.tickets.resize(std::min(tickets, office_api::most_today_tickets));
    http::ClientRequest call;
    for (call.body = office_api::to_json(said); call.body.size() > office_api::max_body_bytes && !said.tickets.empty();
         call.body = office_api::to_json(said)) {
      said.tickets.resize(said.tickets.size() * 3 / 4);
    }
    call.method = "PUT";
    call.url = "/office/v1/today";
    call.headers.emplace_back("Content-Type", "application/json");
    today_seq = said.seq;
    today_sent_at = started;
    const auto acknowledged = said.feedback_taken;
    today_owed = true;  // until it is certain that it was taken
    const bool whole = !known_today;
    auto known = std::exchange(known_today, std::nullopt);
    const auto answer = co_await ask(std::move(call));
    if (!answer) {
      co_return failed(answer.error());
    }
    if (answer->status == 404 || answer->status == 405) {
      today_not_before = started + unknown_today_retry;
      co_return done(0);
    }
    if (answer->status == 409 && !whole) {
      co_return more(0);  // it was started again, or has missed one: the next turn sends everything
    }
    if (answer->status != 200) {
      co_return failed(words_of(answer->status), retry_after(*answer));
    }
    auto told = office_api::today_answer_from_json(answer->body);
    if (!told) {
      co_return failed("the portal's answer does not say where a ticket's page is");
    }
    portal_run = std::move(told->run);
    my_number = std::move(told->my_number);
    today_taken_at = clock.monotonic();
    if (!known) {
      known.emplace();
    }
    known->seq = said.seq;
    known->head = std::move(head);
    const auto count = said.tickets.size();
    for (auto& ticket : said.tickets) {
      auto key = ticket.key;
      known->tickets.insert_or_assign(std::move(key), std::move(ticket));
    }
    known_today = std::move(known);
    today_version = version;
    std::erase_if(feedback_taken,
                  [&](const std::string& key) { return std::ranges::find(acknowledged, key) != acknowledged.end(); });
    co_await take_feedback(std::move(told->feedback));
    today_owed = count < tickets || !feedback_taken.empty();
    co_return done(1);
  }

  /// What is taken is acknowledged with the next summary. When that is lost, the portal gives it again.
  asio::awaitable<void> take_feedback(std::vector<office_api::TodayFeedback> given) {
    if (!heard_feedback) {
      co_return;
    }
    for (auto& one : given) {
      auto key = one.key;
      if (co_await heard_feedback(std::move(one))) {
        feedback_taken.push_back(std::move(key));
      }
    }
  }

  void say(JournalAtPortal now) {
    if (std::exchange(health.journal, now) != now && changed) {
      changed(health);
    }
  }

  asio::awaitable<Turn> fetch_keys() {
    http::ClientRequest call;
    call.url = "/office/v1/keys";
    const auto answer = co_await ask(std::move(call));
    if (!answer) {
      co_return failed(answer.error());
    }
    if (answer->status != 200) {
      co_return failed(words_of(answer->status), retry_after(*answer));
    }
    const auto list = office_api::keys_from_json(answer->body);
    if (!list || list->keys.empty()) {
      co_return failed("the portal's answer is not a list of signing keys");
    }
    const auto ring = ring_of(list->keys);
    if (!ring) {
      co_return failed(fmt::format("the portal's signing key {} is not one, or is there twice", ring.error()));
    }
    keys_heard = list->keys;
    if (heard_keys) {
      heard_keys(*ring);
    }
    co_return done(ring->size());
  }

  LinkSettings settings;
  const process::Clock& clock;
  DayListStore& day_list;
  ResultOutbox& outbox;
  LinkHealth health;
  JournalHeadSource* journal = nullptr;
  TodaySource* today_source = nullptr;
  Line bookings, results, keys, heads, today;
  // Of this run:
  bool heads_begun = false;                            ///< the portal has said what it holds
  office_api::JournalHead head_sent{};                 ///< the newest that the portal has answered
  office_api::JournalAnswer head_compared{};           ///< the newest that the portal compared
  std::optional<office_api::JournalAnswer> head_owed;  ///< the portal holds it, and has not compared ours
  std::optional<KnownToday> known_today;               ///< nothing: the portal gets everything next
  const std::string today_sender = random_id();
  std::string portal_run;
  std::string my_number;
  std::uint64_t today_seq = 0;
  std::uint64_t today_version = 0;
  bool today_owed = true;
  std::optional<MonotonicTime> today_sent_at, today_taken_at;
  MonotonicTime today_not_before{};
  bool from_the_start = false;
  bool pull_first = false;            ///< before the answer that is owed
  std::vector<std::string> no_place;  ///< of the current answer
  std::vector<office_api::SigningKey> keys_heard;
  std::vector<std::string> feedback_taken;  ///< and not acknowledged for certain
  std::function<asio::awaitable<bool>(office_api::TodayFeedback)> heard_feedback;
  std::function<void()> heard_afresh;
  std::function<void(const std::vector<std::string>&)> heard_given_back;
  std::function<void(const office_api::BookingPage&)> heard_page;
  std::function<void(const codes::Keyring&)> heard_keys;
  std::function<void(UtcTime)> heard_time;
  std::function<void(const LinkHealth&)> changed;
  std::minstd_rand seed{std::random_device{}()};
  std::uint32_t random() { return std::uniform_int_distribution<std::uint32_t>()(seed); }
};

PortalLink::PortalLink(asio::io_context& io, LinkSettings settings, const process::Clock& clock, DayListStore& day_list,
                       ResultOutbox& outbox) {
  while (settings.url.ends_with('/')) {
    settings.url.pop_back();
  }
  if (!settings.url.starts_with("http://") && !settings.url.starts_with("https://")) {
    throw std::invalid_argument("the portal's url must begin with https:// (or http://), not '" + settings.url + "'");
  }
  if (settings.token.empty()) {
    throw std::invalid_argument("the portal's token is empty");
  }
  if (settings.first_retry <= milliseconds(0) || settings.last_retry < settings.first_retry) {
    throw std::invalid_argument("the portal's retry times must be positive and rise");
  }
  impl_ = std::make_unique<Impl>(io, std::move(settings), clock, day_list, outbox);
}
PortalLink::~PortalLink() = default;

void PortalLink::on_page(std::function<void(const office_api::BookingPage&)> heard) {
  impl_->heard_page = std::move(heard);
}
void PortalLink::on_afresh(std::function<void()> heard) { impl_->heard_afresh = std::move(heard); }
void PortalLink::on_given_back(std::function<void(const std::vector<std::string>&)> heard) {
  impl_->heard_given_back = std::move(heard);
}
void PortalLink::on_feedback(std::function<asio::awaitable<bool>(office_api::TodayFeedback)> heard) {
  impl_->heard_feedback = std::move(heard);
}
void PortalLink::on_keys(std::function<void(const codes::Keyring&)> heard) { impl_->heard_keys = std::move(heard); }
void PortalLink::on_time(std::function<void(UtcTime)> heard) { impl_->heard_time = std::move(heard); }
void PortalLink::on_change(std::function<void(const LinkHealth&)> changed) { impl_->changed = std::move(changed); }
asio::awaitable<void> PortalLink::pull_bookings() { return impl_->loop(impl_->bookings, &Impl::pull); }
asio::awaitable<void> PortalLink::send_results() { return impl_->loop(impl_->results, &Impl::send); }
asio::awaitable<void> PortalLink::send_heads() { return impl_->loop(impl_->heads, &Impl::send_head); }
asio::awaitable<void> PortalLink::send_today() { return impl_->loop(impl_->today, &Impl::send_today); }
void PortalLink::send_today_of(TodaySource& today) { impl_->today_source = &today; }
void PortalLink::send_heads_of(JournalHeadSource& journal) { impl_->journal = &journal; }
asio::awaitable<void> PortalLink::refresh_keys() { return impl_->loop(impl_->keys, &Impl::fetch_keys); }
void PortalLink::results_waiting() { impl_->results.ask(); }
void PortalLink::pull_now() { impl_->bookings.ask(); }
void PortalLink::today_changed() {
  const auto now = impl_->clock.monotonic();
  if (!impl_->today_sent_at || now - *impl_->today_sent_at >= impl_->settings.today_every) {
    impl_->today.ask();
  }
}
std::optional<std::string> PortalLink::my_number() const {
  const auto& taken = impl_->today_taken_at;
  return taken && impl_->clock.monotonic() - *taken <= my_number_good_for ? std::optional(impl_->my_number)
                                                                          : std::nullopt;
}
const LinkHealth& PortalLink::health() const { return impl_->health; }

}  // namespace antrean::bookings
